"""Which version of a task a score was judged by: a hash of all that decides the verdict.

A number that an author must remember to raise would be forgotten.  So the version of a task is taken from source
code: its declaration, its solution, its misconceptions, each with whatever they use in their own file, the cells that
the release adds, and the modules that compare.  Comments and layout do not count.  A test that is changed after
grading is thereby noticed, and a change to one task leaves the others' versions alone.

Nothing of the course is executed here.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib.resources import files

from ..course import Course
from ..tasks import tasks_of
from ..tasks.schema import Task
from .bank import notebooks_of
from .sources import closure
from .submission import is_answer, is_check, nbgrader_marks, read_releases

JUDGING = (
    "tasks/schema.py",
    "measures.py",
    "checks/probe.py",
    "checks/results.py",
    "checks/evaluate.py",
    "checks/card.py",
    "judge/reckoning.py",
    "judge/testimony.py",
)
"""The modules of this package that decide how an observation becomes points."""

DIGITS = 16
"""Hexadecimal digits that are kept of a hash: 64 bits, enough that no two versions are taken for the same."""


def versions_of(course: Course, assignment: str) -> dict[str, str]:
    """The version of each task of an assignment: the number that its author gave it, and the hash of its content."""
    code = _Code(course, assignment)
    shared = [*map(_module, dict.fromkeys([*JUDGING, *code.drawing])), _released(course, assignment)]
    return {name: f"{task.version}-{_digest([*shared, *code.of(task)])}" for name, task in tasks_of(assignment).items()}


def code_of(course: Course, assignment: str) -> dict[str, str]:
    """For each costly task, a hash of what gives its symptoms: how it is drawn, its solution and its misconceptions."""
    code = _Code(course, assignment)
    drawn = [*map(_module, code.drawing)]
    return {name: _digest([*drawn, *code.of(task)]) for name, task in tasks_of(assignment).items() if task.costly}


class _Code:
    """The source code of an assignment: its declaration, its solution, its misconceptions."""

    def __init__(self, course: Course, assignment: str) -> None:
        mistakes = course.solutions / assignment / "misconceptions.py"
        self.declared = _parsed((files("autograder") / "tasks" / f"{assignment}.py").read_text(encoding="utf-8"))
        self.solution = _parsed("\n".join(_solution(course, assignment)))
        self.mistakes = _parsed(mistakes.read_text(encoding="utf-8"))
        self.drawing = [f"tasks/{module}.py" for module in _neighbours(self.declared)]

    def of(self, task: Task) -> Iterator[str]:
        """What belongs to one task."""
        yield _normal(closure(self.declared, {task.name}))
        others = {task.differences.of} if task.differences else set()
        yield _normal(closure(self.solution, {task.name, *others}))
        yield _normal(closure(self.mistakes, _mistakes_of(self.mistakes, task.name)))


def _module(name: str) -> str:
    """A module of this package."""
    return _normal(_parsed((files("autograder") / name).read_text(encoding="utf-8")).body)


def _neighbours(declared: ast.Module) -> list[str]:
    """The modules beside a declaration that it imports, such as one that draws data."""
    imports = [statement for statement in declared.body if isinstance(statement, ast.ImportFrom)]
    return [statement.module for statement in imports if statement.level == 1 and statement.module]


def _solution(course: Course, assignment: str) -> Iterator[str]:
    """The code that the instructor's notebooks run, cell by cell."""
    for notebook in notebooks_of(course, assignment):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and not nbgrader_marks(cell).get("grade"):
                yield "".join(cell["source"])


def _released(course: Course, assignment: str) -> str:
    """What the release itself puts into every notebook that is judged: its own code, and what checks are worth."""
    releases = read_releases(course.exercises / assignment)
    kept = [
        [name, cell["source"], nbgrader_marks(cell).get("points")]
        for name, notebook in releases.items()
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and (is_check(cell) or not is_answer(cell))
    ]
    return json.dumps(kept)


def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


def _normal(statements: Iterable[ast.stmt]) -> str:
    """Source code without comments and layout."""
    return "\n".join(ast.unparse(statement) for statement in statements)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()[:DIGITS]


def _mistakes_of(mistakes: ast.Module, task: str) -> set[str]:
    """The names of the misconceptions, declared by `@misconception("task", …)`, of this task."""
    return {
        statement.name
        for statement in mistakes.body
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef))
        for decorator in statement.decorator_list
        if isinstance(decorator, ast.Call) and _first_argument(decorator) == task
    }


def _first_argument(decorator: ast.Call) -> object:
    """The value of `task`, by position or by name; None where it is not spelled out."""
    given = [*decorator.args[:1], *(keyword.value for keyword in decorator.keywords if keyword.arg == "task")]
    return given[0].value if given and isinstance(given[0], ast.Constant) else None
