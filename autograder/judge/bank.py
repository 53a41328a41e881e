"""The instructor's knowledge of an assignment: its solution, right alternatives, and the mistakes that people make.

Read from `solutions/<assignment>/`: the notebook, `misconceptions.py` and `alternatives.py`.  None of it is ever
packaged, and nothing of a learner's is loaded here.
"""

from __future__ import annotations

import json
import linecache
import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ..checks.card import Explanation
from ..course import Course, CourseError
from ..tasks import tasks_of
from ..tasks.schema import Task

Implementation = TypeVar("Implementation", bound=Callable[..., Any])
LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class Misconception:
    """A wrong implementation as learners write it, with its explanation.

    `same_as` names another misconception of the task whose results are the same by nature; a learner is then
    shown that one.  `noisy` says that on some inputs its result is rounding noise, which is no fingerprint.
    """

    id: str
    task: str
    implementation: Callable[..., Any]
    explanation: Explanation
    same_as: str = ""
    noisy: bool = False


@dataclass(frozen=True)
class Alternative:
    """A right but different implementation, which must earn full points."""

    id: str
    task: str
    implementation: Callable[..., Any]


def misconception(
    task: str, anchor: str, title: tuple[str, str], text: tuple[str, str], same_as: str = "", noisy: bool = False
) -> Callable[[Implementation], Implementation]:
    """Declare the decorated function or class as a misconception of `task`; its name becomes the id.

    `title` and `text` are English and Korean: what was done, why one believes it, what is right.  `anchor` is the
    label of the section of the chapter that explains it.
    """

    def declare(implementation: Implementation) -> Implementation:
        explanation = Explanation(
            dict(zip(LANGUAGES, title, strict=True)), dict(zip(LANGUAGES, text, strict=True)), anchor
        )
        name = implementation.__name__
        implementation.__declared__ = Misconception(  # type: ignore[attr-defined]
            name, task, implementation, explanation, same_as, noisy
        )
        return implementation

    return declare


def alternative(task: str) -> Callable[[Implementation], Implementation]:
    """Declare the decorated function or class as a right way to solve `task`."""

    def declare(implementation: Implementation) -> Implementation:
        name = implementation.__name__
        implementation.__declared__ = Alternative(name, task, implementation)  # type: ignore[attr-defined]
        return implementation

    return declare


@dataclass(frozen=True)
class Bank:
    """All that the instructor knows of an assignment."""

    assignment: str
    tasks: Mapping[str, Task]
    reference: Mapping[str, Any]
    misconceptions: tuple[Misconception, ...]
    alternatives: tuple[Alternative, ...]

    def misconceptions_of(self, task: str) -> list[Misconception]:
        """The misconceptions of a task, in the order in which they are written."""
        return [m for m in self.misconceptions if m.task == task]

    def alternatives_of(self, task: str) -> list[Alternative]:
        """The alternatives of a task, in the order in which they are written."""
        return [a for a in self.alternatives if a.task == task]


def load_bank(course: Course, assignment: str) -> Bank:
    """Read an assignment's folder under `solutions/`.

    Raises UnknownName for an assignment that is not of this course and CourseError where its folder lacks
    something or declares what does not fit its tasks.
    """
    tasks = tasks_of(assignment)
    folder = course.solutions / assignment
    reference: dict[str, Any] = {}
    for notebook in notebooks_of(course, assignment):
        reference.update(run_solution(notebook))
    missing = [name for name in tasks if name not in reference]
    if missing:
        raise CourseError(f"The notebook in {folder} does not define {', '.join(missing)}.")
    declared = [*_declared(folder / "misconceptions.py"), *_declared(folder / "alternatives.py")]
    for entry in declared:
        if entry.task not in tasks:
            raise CourseError(f"{folder}: {entry.id} belongs to {entry.task!r}, which is no task of {assignment!r}.")
    return Bank(
        assignment,
        tasks,
        reference,
        tuple(entry for entry in declared if isinstance(entry, Misconception)),
        tuple(entry for entry in declared if isinstance(entry, Alternative)),
    )


def notebooks_of(course: Course, assignment: str) -> list[Path]:
    """The instructor's notebooks of an assignment."""
    tasks_of(assignment)
    notebooks = sorted((course.solutions / assignment).glob("*.ipynb"))
    if not notebooks:
        raise CourseError(f"{course.solutions / assignment} holds no notebook. Create one with: autograder new")
    return notebooks


def run_solution(notebook: Path) -> dict[str, Any]:
    """The namespace that an instructor's notebook leaves; its check cells are not run."""
    namespace: dict[str, Any] = {"__name__": "__solution__"}
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(cells):
        is_test = cell["metadata"].get("nbgrader", {}).get("grade", False)
        if cell["cell_type"] == "code" and not is_test:
            source, name = "".join(cell["source"]), f"<{notebook.name} cell {number}>"
            linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
            try:
                exec(compile(source, name, "exec"), namespace)
            except ModuleNotFoundError as error:
                raise CourseError(
                    f"{notebook} needs {error.name}, which is not installed here: pip install {error.name}"
                ) from None
    return namespace


def _declared(path: Path) -> list[Any]:
    if not path.is_file():
        raise CourseError(f"{path} is missing: every assignment has its misconceptions and its alternatives.")
    namespace = runpy.run_path(str(path))
    return [value.__declared__ for value in namespace.values() if hasattr(value, "__declared__")]
