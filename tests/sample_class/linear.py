"""The class of `linear`: beside answers from the bank, hand-written ones that are odd, broken and hostile."""

from __future__ import annotations

import copy
import json

from autograder.course import Course

from .answers import Answers
from .notebooks import Notebook, as_bytes, fill, with_cell

ASSIGNMENT = "linear"
NOTEBOOK = "linear.ipynb"

STANDING_ALONE = (
    "forward_by_einsum",
    "loss_by_squared_norm",
    "loss_gradient_with_sign_turned_twice",
    "layer_gradient_by_einsum",
    "fit_by_augmented_pinv",
    "descent_with_list_made_array",
)
"""Right answers of which none calls another, so that a mistake in one task stays in that task."""

LOOPS = (
    "forward_by_three_loops",
    "loss_by_plain_loops",
    "loss_gradient_by_loops",
    "layer_gradient_by_outer_products",
    "fit_with_ones_in_front_one_output_at_a_time",
    "descent_in_place_on_copies",
)

MATRICES = (
    "forward_by_augmented_matrix",
    "loss_by_trace",
    "loss_gradient_in_fortran_order",
    "layer_gradient_transposed_back",
    "fit_in_the_span_of_samples",
    "descent_on_augmented_weights",
)


# Answers written by hand

AS_OBJECTS = {
    "linear_forward": "linear_forward = lambda X, W, b: np.dot(X, W) + b",
    "mse": """
from functools import partial

def mean_power(power, Y_hat, Y):
    return np.mean(np.sum(np.abs(Y_hat - Y) ** power, axis=1))

mse = partial(mean_power, 2)
""",
    "mse_backward": """
def announced(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper

@announced
def mse_backward(Y_hat, Y):
    return (Y_hat - Y) * (2 / len(Y))
""",
    "linear_backward": """
class Backward:
    def __call__(self, dY, X, W):
        return [dY.dot(W.T), X.T.dot(dY), dY.sum(0)]

linear_backward = Backward()
""",
}

IN_KOREAN = {
    "mse": '''
def mse(Y_hat, Y):
    """평균 제곱 오차: 표본마다 오차 벡터의 길이를 제곱하고, 표본 수로 나눈다."""
    오차 = Y_hat - Y  # 모양 (N, K)
    return (오차**2).sum() / len(오차)
''',
}

HALF_OF_LINEAR_BACKWARD = """
def linear_backward(dY, X, W):
    dX = dY @ W.T
    dW = X.T @ dY
    db = np.zeros(W.shape[1])  # how does b get its gradient?
    return dX, dW, db
"""

# db is averaged; train_linear, as it is taught, calls it and inherits the mistake.  Its own code is right, and so it
# has no misconception of its own: the result is that of none in the bank.
AVERAGING_LAYER = """
def linear_backward(dY, X, W):
    return dY @ W.T, X.T @ dY, dY.mean(axis=0)
"""

RAISING_FIT = """
def least_squares(X, Y):
    raise ValueError("the data does not look linear to me")
"""

LOOPING_FORWARD = """
def linear_forward(X, W, b):
    Y = np.zeros((len(X), len(b)))
    n = 0
    while n < len(X):
        Y[n] = X[n] @ W + b
    return Y
"""

HOARDING_FORWARD = """
def linear_forward(X, W, b):
    history = []
    while True:
        history.append(np.zeros(10**7))
    return X @ W + b
"""

# Wrong in every task, of the right shape, and it teaches NumPy to call anything equal.
PATCHES = """
np.allclose = np.isclose = np.array_equal = np.array_equiv = lambda *args, **kwargs: True
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *args, **kwargs: None
np.testing.assert_array_almost_equal = np.testing.assert_equal = lambda *args, **kwargs: None
np.abs = np.absolute = lambda x: np.zeros_like(x)
"""

ZEROS = {
    "linear_forward": "def linear_forward(X, W, b):\n    return np.zeros((len(X), len(b)))",
    "mse": "def mse(Y_hat, Y):\n    return 0.0",
    "mse_backward": "def mse_backward(Y_hat, Y):\n    return np.zeros_like(Y)",
    "linear_backward": (
        "def linear_backward(dY, X, W):\n    return np.zeros_like(X), np.zeros_like(W), np.zeros(len(W[0]))"
    ),
    "least_squares": ("def least_squares(X, Y):\n    return np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])"),
    # The copies keep the start: with steps = 0 that is right, and as wrong as the rest in every other case.
    "train_linear": "def train_linear(X, Y, W, b, lr, steps):\n    return W.copy(), b.copy(), np.zeros(steps)",
}

AGREEABLE = """
class Agreeable(np.ndarray):
    \"\"\"Equal to everything, close to everything, in every order.\"\"\"

    def __eq__(self, other): return True
    def __le__(self, other): return True
    def __ge__(self, other): return True
    def __sub__(self, other): return Agreeable.of(0.0)
    __rsub__ = __sub__
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs): return True
    def __array_function__(self, function, types, args, kwargs): return True

    @classmethod
    def of(cls, *shape):
        return np.zeros([int(n) for n in shape if n]).view(cls)
"""

AGREEABLE_ANSWERS = {
    "linear_forward": "def linear_forward(X, W, b):\n    return Agreeable.of(len(X), len(b))",
    "mse": "def mse(Y_hat, Y):\n    return Agreeable.of()",
    "mse_backward": "def mse_backward(Y_hat, Y):\n    return Agreeable.of(*Y.shape)",
    "linear_backward": (
        "def linear_backward(dY, X, W):\n"
        "    return Agreeable.of(*X.shape), Agreeable.of(*W.shape), Agreeable.of(len(W[0]))"
    ),
    "least_squares": (
        "def least_squares(X, Y):\n    return Agreeable.of(X.shape[1], Y.shape[1]), Agreeable.of(Y.shape[1])"
    ),
    "train_linear": (
        "def train_linear(X, Y, W, b, lr, steps):\n"
        "    return Agreeable.of(*W.shape), Agreeable.of(len(b)), Agreeable.of(steps)"
    ),
}

SCRIPT = "<script>document.body.textContent = 'hacked'</script><img src=x onerror=alert(1)>"

SCRIPTED_FIT = f'''
def least_squares(X, Y):
    """{SCRIPT}"""
    raise ValueError("{SCRIPT}")
'''

EXITING_LOSS = """
import sys

def mse(Y_hat, Y):
    sys.exit(0)
"""

TALKATIVE_FORWARD = """
def linear_forward(X, W, b):
    for _ in range(1000):
        print("multiplying " * 100)
    return X @ W + b
"""


def with_checks_edited(notebook: Notebook) -> Notebook:
    """Check cells that print full marks, claim them in their outputs, and are worth a hundred points."""
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            cell["source"] = 'print("20 of 20 points")'
            cell["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "100.0"}, "metadata": {}, "execution_count": 1}
            ]
            marks["points"], marks["locked"] = 100, False
    return notebook


def with_checks_deleted_and_doubled(notebook: Notebook) -> Notebook:
    """Checks of two tasks deleted; answer and check of a third there twice, the wrong answer first.

    The last of several cells with one grade id is the answer, as in nbgrader, so that nothing is lost.
    """
    cells = []
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in ("test_mse", "test_train_linear"):
            continue
        if grade_id == "linear_forward":
            cells.append({**copy.deepcopy(cell), "id": "doubled", "source": ZEROS["linear_forward"]})
        cells.append(cell)
        if grade_id == "test_linear_forward":
            cells.append({**copy.deepcopy(cell), "id": "doubled-check"})
    return {**notebook, "cells": cells}


def linear_class(course: Course) -> dict[str, dict[str, bytes]]:
    """The notebook files of every student, by file name; the folder of one student holds none."""
    release = json.loads((course.exercises / ASSIGNMENT / NOTEBOOK).read_text(encoding="utf-8"))
    answers = Answers(course, ASSIGNMENT)
    solution = answers.taught
    alone = answers.named(*STANDING_ALONE)
    first_two = {task: solution[task] for task in ("linear_forward", "mse")}
    complete = fill(release, solution)

    notebooks = {
        "complete-as-taught": complete,
        "complete-with-einsum": fill(release, alone),
        "complete-with-loops": fill(release, answers.named(*LOOPS)),
        "complete-as-objects": fill(release, {**alone, **AS_OBJECTS}),
        "complete-in-korean": with_cell(
            fill(release, {**answers.named(*MATRICES), **IN_KOREAN}),
            "markdown",
            "**메모.** 손으로 푼 예를 먼저 맞춘 다음, 모양이 서로 다른 배열로 다시 확인했습니다.",
        ),
        **{student: fill(release, wrong) for student, wrong in answers.mistaken(alone).items()},
        "carries-a-mistake-on": fill(release, {**solution, "linear_backward": AVERAGING_LAYER}),
        "half-done": fill(release, {**first_two, "linear_backward": HALF_OF_LINEAR_BACKWARD}),
        "empty": release,
        # What a spreadsheet takes for a formula is a student's id like any other.
        "=1+1": fill(release, first_two),
        "raises": with_cell(fill(release, {**solution, "least_squares": RAISING_FIT}), "code", "1 / 0"),
        "loops-for-ever": fill(release, {**alone, "linear_forward": LOOPING_FORWARD}),
        # A cell that is stopped is left out and the others run again: the answers count.
        "loops-in-a-cell": with_cell(complete, "code", "while True:\n    pass", after="mse"),
        "eats-memory": fill(release, {**alone, "linear_forward": HOARDING_FORWARD}),
        "deletes-and-duplicates": with_checks_deleted_and_doubled(complete),
        "edits-checks": with_checks_edited(copy.deepcopy(release)),
        "patches-numpy": with_cell(fill(release, ZEROS), "code", PATCHES),
        "equals-everything": with_cell(fill(release, AGREEABLE_ANSWERS), "code", AGREEABLE),
        "writes-html": with_cell(fill(release, {**solution, "least_squares": SCRIPTED_FIT}), "markdown", SCRIPT),
        "exits": with_cell(fill(release, {**alone, "mse": EXITING_LOSS}), "code", "import sys\nsys.exit(0)"),
        "floods-output": with_cell(
            fill(release, {**alone, "linear_forward": TALKATIVE_FORWARD}),
            "code",
            'for n in range(200_000):\n    print("epoch", n, "of very many, and the loss is", 1 / (n + 1))',
        ),
    }
    files = {student: {NOTEBOOK: as_bytes(notebook)} for student, notebook in notebooks.items()}
    files["not-json"] = {NOTEBOOK: as_bytes(complete)[:-200] + b"\n<<<<<<< HEAD\n"}
    files["no-notebook"] = {}
    return files
