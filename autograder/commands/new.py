"""`autograder new`: begin an assignment, or another task of one, from a small task that works.

All of it is made up before any of it is written, and what cannot be written to the end is taken back.
"""

from __future__ import annotations

import ast
import builtins
import json
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from .. import tasks as declared
from ..course import Course, CourseError, find_course
from ..gradebook.classroom import notebook_bytes, write_atomically
from ..judge.bank import LANGUAGES
from ..judge.judge import CHECK, STATEMENT
from ..tasks import ASSIGNMENTS, tasks_of
from . import starter
from .terminal import out, plainly

WIDTH = 120
"""The longest line of a module, as in pyproject.toml."""

TAKEN = {"np", "check", *dir(builtins), *keyword.kwlist, *keyword.softkwlist}
"""Names that mean something else in a learner's notebook."""


@click.command()
@click.argument("assignment")
@click.argument("task", required=False)
@plainly
def new(assignment: str, task: str | None) -> None:
    """Begin ASSIGNMENT with a task called TASK (default: as the assignment), or add TASK to it.

    Makes the declaration, a notebook with statement, solution and check, one misconception, one alternative and, if
    there is no chapter yet, its first page in each language.  The task works as it stands; its author replaces it.

    Example: autograder new similarity cosine
    """
    course = find_course()
    _demand_own_package(course)
    texts = _texts(course, assignment, task)
    _write_all(texts)
    for path in texts:
        out.print(f"  {path.relative_to(course.root)}", markup=False)
    for line in _next(course, assignment, task or assignment, texts):
        out.print(line, markup=False)


def _next(course: Course, assignment: str, task: str, written: Mapping[Path, str]) -> Iterator[str]:
    """What the author does now."""
    yield f"{task} adds up the products of two vectors. Put your own task in its place in these files, then:"
    chapters = [course.book / language / f"{assignment}.md" for language in LANGUAGES]
    if there := [str(path.relative_to(course.root)) for path in chapters if path not in written]:
        labels = f"({starter.section(assignment, task)})= and ({starter.mistake(task)})="
        yield f"  add the labels {labels} to {' and '.join(there)}"
    yield f"  autograder audit {assignment}     says what its checks and its bank still lack"
    yield f"  autograder release {assignment}   makes the card and the learner's notebook"


def _demand_own_package(course: Course) -> None:
    """The package that runs is the one of this course, or a new assignment would not be found."""
    running = Path(declared.__file__).resolve().parents[2]
    if running != course.root:
        raise CourseError(
            f"This autograder is installed from {running}, so it would not see an assignment of {course.root}. "
            f"Install it from there: pip install --editable {course.root}"
        )


# --- What is written --------------------------------------------------------------------------------------------------


def _texts(course: Course, assignment: str, task: str | None) -> dict[Path, str]:
    """The files of a new assignment, or those of one with another task in them, by path."""
    if assignment in ASSIGNMENTS:
        if task is None:
            raise CourseError(f"There is an assignment {assignment}. To add a task: autograder new {assignment} TASK")
        _check_task(task)
        return _with_task(course, assignment, task, {})
    _check_assignment(assignment)
    _check_task(task or assignment)
    begun = _begun(course, assignment)
    for path in begun:
        if path.exists():
            raise CourseError(
                f"{path.relative_to(course.root)} is there already. Take it away, or choose another name."
            )
    listed = course.root / "autograder" / "tasks" / "__init__.py"
    texts = _with_task(course, assignment, task or assignment, begun)
    texts |= _chapters(course, assignment, task or assignment)
    return {**texts, listed: _with_assignment(listed.read_text(encoding="utf-8"), assignment)}


def _files(course: Course, assignment: str) -> tuple[Path, Path, Path, Path]:
    """Declaration, notebook, misconceptions and alternatives of an assignment."""
    folder = course.solutions / assignment
    module = course.root / "autograder" / "tasks" / f"{assignment}.py"
    return module, folder / f"{assignment}.ipynb", folder / "misconceptions.py", folder / "alternatives.py"


def _begun(course: Course, assignment: str) -> dict[Path, str]:
    """A new assignment without a task."""
    cells = [_markdown("title", starter.filled(starter.TITLE, assignment)), _code("setup", starter.SETUP, locked=True)]
    metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    begun = (starter.MODULE, notebook_bytes(notebook).decode(), starter.MISCONCEPTIONS, starter.ALTERNATIVES)
    return {
        path: starter.filled(text, assignment) for path, text in zip(_files(course, assignment), begun, strict=True)
    }


def _with_task(course: Course, assignment: str, task: str, texts: Mapping[Path, str]) -> dict[Path, str]:
    """The assignment's files with the starter's task added; `texts` has those that are not on the disk yet."""
    module, notebook, misconceptions, alternatives = _files(course, assignment)

    gap = "\n" if texts else "\n\n"  # one line below imports, two below a function

    def text(path: Path) -> str:
        return texts[path] if path in texts else path.read_text(encoding="utf-8")

    return {
        module: _declaring(text(module), assignment, task),
        notebook: _asking(text(notebook), assignment, task),
        misconceptions: text(misconceptions) + gap + starter.filled(starter.MISCONCEPTION, assignment, task),
        alternatives: text(alternatives) + gap + starter.filled(starter.ALTERNATIVE, assignment, task),
    }


def _chapters(course: Course, assignment: str, task: str) -> dict[Path, str]:
    """The first page of the chapter in each language that has none."""
    pages = {course.book / language / f"{assignment}.md": starter.CHAPTERS[language] for language in LANGUAGES}
    return {path: starter.filled(text, assignment, task) for path, text in pages.items() if not path.exists()}


# --- Python modules ---------------------------------------------------------------------------------------------------


def _declaring(module: str, assignment: str, task: str) -> str:
    """A module of tasks that declares one more."""
    imports, listed = _import_of_schema(module), _assigned(module, "TASKS")
    names = sorted({alias.name for alias in imports.names} | set(starter.IMPORTED), key=_import_order)
    known = [ast.unparse(element) for element in listed.value.elts]
    declaration = starter.filled(starter.DECLARATION, assignment, task)
    module = _replaced(module, listed, f"{declaration}\n{_tuple('TASKS', [*known, task])}")
    return _replaced(module, imports, _line("from .schema import ", names, "", "()"))


def _with_assignment(module: str, assignment: str) -> str:
    """`autograder/tasks/__init__.py` with one more assignment, the last of the course."""
    return _replaced(
        module,
        _assigned(module, "ASSIGNMENTS"),
        _tuple("ASSIGNMENTS", [json.dumps(name) for name in (*ASSIGNMENTS, assignment)]),
    )


def _assigned(module: str, name: str) -> Any:
    """The statement that assigns a tuple to this name, as a syntax tree."""
    for statement in ast.parse(module).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        is_tuple = isinstance(getattr(statement, "value", None), ast.Tuple)
        if is_tuple and any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return statement
    raise CourseError(f"The module has no line {name} = (…), to which the new name would be added.")


def _import_of_schema(module: str) -> ast.ImportFrom:
    for statement in ast.parse(module).body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "schema" and statement.level == 1:
            return statement
    raise CourseError("The module has no line 'from .schema import …', to which the new names would be added.")


def _replaced(module: str, statement: Any, text: str) -> str:
    """A module in which other text stands where this statement stood."""
    lines = module.splitlines(keepends=True)
    return "".join([*lines[: statement.lineno - 1], f"{text}\n", *lines[statement.end_lineno :]])


def _tuple(name: str, elements: Iterable[str]) -> str:
    """An assignment of a tuple, on one line if it fits."""
    listed = list(elements)
    return _line(f"{name} = (", listed, ",)" if len(listed) == 1 else ")", "")


def _line(before: str, elements: list[str], after: str, brackets: str) -> str:
    """Elements between `before` and `after`, on one line, or one to a line as the formatter has it."""
    line = f"{before}{', '.join(elements)}{after}"
    if len(line) <= WIDTH:
        return line
    opened = f"{before}{brackets[:1]}"
    return "\n".join([opened, *(f"    {element}," for element in elements), after.removeprefix(",") or brackets[1:]])


def _import_order(name: str) -> tuple[int, str]:
    """Constants, classes, functions, each by the alphabet: the order that the linter asks for."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


# --- The notebook -----------------------------------------------------------------------------------------------------


def _asking(notebook: str, assignment: str, task: str) -> str:
    """A notebook that asks for one more task: statement, solution, check."""
    content = json.loads(notebook)
    cells = content["cells"]
    number = 1 + sum(cell.get("id", "").startswith(STATEMENT) for cell in cells)
    statement, solution = (
        starter.filled(text, assignment, task, number) for text in (starter.STATEMENT, starter.SOLUTION)
    )
    cells += [
        _markdown(f"{STATEMENT}{task}", statement),
        _code(task, solution, solution=True),
        _code(f"{CHECK}{task}", f"check({task})", locked=True, grade=True, points=0),
    ]
    return notebook_bytes(content).decode()


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(name: str, text: str, **marks: Any) -> dict[str, Any]:
    """A code cell under nbgrader's care; the points of a check cell are put in when it is released."""
    ordinary = {
        "grade": False,
        "grade_id": name,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {"nbgrader": {**ordinary, **marks}},
        "outputs": [],
        "source": text.splitlines(keepends=True),
    }


# --- Names, and writing -----------------------------------------------------------------------------------------------


def _check_assignment(name: str) -> None:
    """An assignment's name is that of a module, a folder and a page."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) or keyword.iskeyword(name):
        raise CourseError(
            f"{name!r} cannot be the name of an assignment: it becomes a Python module, a folder and the address of a "
            "page. Use up to 40 lower-case letters, digits and underscores, and begin with a letter."
        )


def _check_task(name: str) -> None:
    """A task's name is that of a function or class, the only one of this name in the course."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) or name in TAKEN:
        raise CourseError(
            f"{name!r} cannot be the name of a task: it becomes the name of a Python function. "
            "Use up to 40 letters, digits and underscores, begin with a letter, and leave out words that Python knows."
        )
    for assignment in ASSIGNMENTS:
        if name in tasks_of(assignment):
            raise CourseError(f"{assignment} has a task {name}. Tasks are told apart by name in the whole course.")


def _write_all(texts: Mapping[Path, str]) -> None:
    """Write every file, or none: after a failure all is as it was."""
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    folders = [folder for path in texts for folder in path.parents if not folder.exists()]
    try:
        for path, text in texts.items():
            write_atomically(path, text.encode())
    except BaseException:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != content:
                write_atomically(path, content)
        for folder in sorted(set(folders), key=lambda folder: -len(folder.parts)):
            if folder.is_dir():
                folder.rmdir()
        raise
