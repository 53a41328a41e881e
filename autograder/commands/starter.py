"""What a new assignment starts with: one small task that works, for its author to replace.

Texts only.  ASSIGNMENT and TASK stand for the names, SECTION and MISTAKE for the labels in the chapter, NUMBER for the
task's place in its notebook; `autograder new` puts them in.
"""

from __future__ import annotations

import re

MODULE = '''"""Assignment `ASSIGNMENT`: say in one sentence what learners build here."""

from __future__ import annotations

from .schema import Task

TASKS: tuple[Task, ...] = ()
'''

IMPORTED = ("Array", "Real", "Stage", "Task", "drawn", "fixed")
"""What the declaration takes from the schema."""

DECLARATION = """TASK = Task(
    name="TASK",
    assignment="ASSIGNMENT",
    section="SECTION",
    parameters=(Array("x", "n"), Array("y", "n")),
    returns=(Real("total"),),
    cases={
        "hand": fixed(x=[1, 2, 3], y=[4, 0, -1]),
        "values": drawn(n=7),
        "keywords": drawn(n=4, keywords=True),
        "one entry": drawn(n=1),
    },
    stages=(
        Stage("contract", "contract", 0.5, ("values", "keywords")),
        Stage("hand", "hand", 0.5, ("hand",)),
        Stage("values", "values", 1.5, ("values",)),
        Stage("edges", "edges", 0.5, ("one entry",)),
    ),
)
"""

MISCONCEPTIONS = '''"""What learners get wrong in `ASSIGNMENT`, as they write it, and what one says to them.

For instructors only.
"""

from __future__ import annotations

import numpy as np

from autograder.judge.bank import misconception
'''

MISCONCEPTION = """# TASK


@misconception(
    task="TASK",
    anchor="MISTAKE",
    title=("The products are averaged", "곱을 더하지 않고 평균했습니다"),
    text=(
        "Your result is n times too small. A mean is a sum as well, which makes it look at home here; but the task "
        "asks for the total, which grows with the number of entries. With n = 1 the two agree.",
        "결과가 n배만큼 작습니다. 평균도 합에서 나오므로 그럴듯해 보이지만, 여기서 구하는 것은 원소가 "
        "늘어날수록 함께 커지는 합입니다. n = 1이면 둘이 같습니다.",
    ),
)
def TASK_averaged(x, y):
    return np.mean(x * y)
"""

ALTERNATIVES = '''"""Right but unusual ways to solve the tasks of `ASSIGNMENT`.  Each must earn full points."""

from __future__ import annotations

from autograder.judge.bank import alternative
'''

ALTERNATIVE = """# TASK


@alternative("TASK")
def TASK_by_a_loop(x, y):
    total = 0.0
    for a, b in zip(x, y, strict=True):
        total += a * b
    return total
"""

TITLE = """# ASSIGNMENT

Say in two sentences what is built here, and how long it takes. The chapter *ASSIGNMENT* of the book derives all that
is used; keep it open beside this notebook.

**How to work.** Replace `raise NotImplementedError` by your code, run the cell, then run the check below it. You may
check as often as you like: nothing is sent anywhere.

**How you are graded.** By the same stages as the check, on other numbers. Points are split over the stages, so
half-right work earns its half.

여기서 무엇을 만드는지, 얼마나 걸리는지 두 문장으로 소개합니다. 쓰는 것은 모두 책의 「ASSIGNMENT」
장에서 유도하므로 옆에 펴 두기 바랍니다.

**푸는 방법.** `raise NotImplementedError`를 지우고 코드를 쓴 다음, 그 셀과 아래의 검사 셀을 차례로
실행합니다. 몇 번이든 검사할 수 있으며, 어디로도 전송되지 않습니다.

**채점.** 검사와 같은 단계를 다른 수로 거칩니다. 점수는 단계마다 나뉘어 있어서 절반만 맞아도 그만큼
받습니다."""

SETUP = """import numpy as np
from autograder import check"""

STATEMENT = """## NUMBER · `TASK(x, y) -> float`

●○○ · {points} points · 5 minutes

The sum of the products of two vectors, entry by entry:

$$\\mathrm{total} = \\sum_{i=1}^{n} x_i\\,y_i$$

`x` and `y` are arrays of shape (n,). The result is one real number.

**By hand.** `x = [1, 2, 3]`, `y = [4, 0, -1]`: 1·4 + 2·0 + 3·(−1) = 1.

<details><summary>Hint: I get an array in place of a number</summary>

`*` multiplies entry by entry and leaves n products. What is still to be done with them?
</details>

### NUMBER · 두 벡터의 곱의 합

●○○ · {points}점 · 5분

같은 자리의 원소끼리 곱해 모두 더합니다.

$$\\mathrm{total} = \\sum_{i=1}^{n} x_i\\,y_i$$

`x`와 `y`는 모양이 (n,)인 배열이고, 결과는 실수 하나입니다.

**손 계산.** `x = [1, 2, 3]`, `y = [4, 0, -1]`이면 1·4 + 2·0 + 3·(−1) = 1입니다.

<details><summary>힌트: 수가 아니라 배열이 나옵니다</summary>

`*`는 원소끼리 곱하므로 곱 n개가 남습니다. 이것으로 무엇을 더 해야 합니까?
</details>"""

SOLUTION = '''def TASK(x, y):
    """Sum of the products of two vectors.

    x, y: (n,)

    Returns one real number.
    """
    ### BEGIN SOLUTION
    return x @ y
    ### END SOLUTION'''

CHAPTERS = {
    "en": """(ASSIGNMENT)=
# ASSIGNMENT

(SECTION)=
## The sum of products

The inner product of two vectors is the sum of the products of their entries.

## Common mistakes

(MISTAKE)=
### The products are averaged

A mean divides by the number of entries, which a sum does not. With a single entry the two agree.
""",
    "ko": """(ASSIGNMENT)=
# ASSIGNMENT

(SECTION)=
## 곱의 합

두 벡터의 내적은 같은 자리의 원소끼리 곱해 더한 것입니다.

## 흔한 실수

(MISTAKE)=
### 곱을 평균하기

평균은 원소의 수로 나누지만 합은 나누지 않습니다. 원소가 하나뿐이면 둘이 같습니다.
""",
}
"""The chapter by language, with the two labels to which the task and the misconception link."""


def section(assignment: str, task: str) -> str:
    """The label of the section that teaches a task."""
    return f"{assignment}-{task}".replace("_", "-").lower()


def mistake(task: str) -> str:
    """The label of the section that explains the misconception."""
    return f"mistake-{task}".replace("_", "-").lower()


def filled(text: str, assignment: str, task: str = "", number: int = 0) -> str:
    """A text of this module with the names put in."""
    words = {
        "ASSIGNMENT": assignment,
        "TASK": task,
        "SECTION": section(assignment, task),
        "MISTAKE": mistake(task),
        "NUMBER": str(number),
    }
    return re.sub(r"\b(ASSIGNMENT|SECTION|MISTAKE|NUMBER)\b|TASK(?!S)", lambda found: words[found[0]], text)
