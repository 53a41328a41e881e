"""The class of any assignment: answers that are right in many ways, wrong in every known way, half done, not begun."""

from __future__ import annotations

import json

from autograder.course import Course

from .answers import Answers
from .notebooks import as_bytes, fill

WAYS = 3
"""Students who solved everything another way than it is taught."""


def ordinary_class(course: Course, assignment: str) -> dict[str, dict[str, bytes]]:
    """The notebook files of every student, by file name."""
    released = {
        path.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((course.exercises / assignment).glob("*.ipynb"))
    }
    answers = Answers(course, assignment)
    half = list(answers.taught)[: len(answers.taught) // 2]
    written = {
        "complete-as-taught": answers.taught,
        **{f"complete-another-way-{n + 1}": {**answers.taught, **answers.another_way(n)} for n in range(WAYS)},
        **answers.mistaken(answers.taught),
        "half-done": {task: answers.taught[task] for task in half},
        "empty": {},
    }
    return {
        student: {name: as_bytes(fill(notebook, solved)) for name, notebook in released.items()}
        for student, solved in written.items()
    }
