"""Answers as students would have written them, taken from the instructor's folder."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path

from autograder.course import Course
from autograder.judge.bank import Alternative, Misconception, load_bank, notebooks_of
from autograder.judge.sources import closure, defined_by

DECLARING = ("misconception", "alternative")
"""Decorators that make a function an entry of the bank."""


def taught(course: Course, assignment: str) -> dict[str, str]:
    """The solutions as the instructor's notebooks have them, without the marks around them."""
    marks = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: marks.sub("", "".join(cell["source"])).rstrip()
        for path in notebooks_of(course, assignment)
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


class Answers:
    """The answers of an assignment's bank."""

    def __init__(self, course: Course, assignment: str) -> None:
        folder = course.solutions / assignment
        self.taught = taught(course, assignment)
        self._bank = load_bank(course, assignment)
        self._alternatives = BankFile(folder / "alternatives.py")
        self._misconceptions = BankFile(folder / "misconceptions.py")

    def named(self, *ids: str) -> dict[str, str]:
        """These alternatives, by task."""
        return {e.task: self._alternatives.written_as(e) for e in self._bank.alternatives if e.id in ids}

    def another_way(self, number: int) -> dict[str, str]:
        """The alternative of this number, from 0, in each task; a task that has fewer takes its last."""
        ways = {task: self._bank.alternatives_of(task) for task in self._bank.tasks}
        return {
            task: self._alternatives.written_as(entries[min(number, len(entries) - 1)])
            for task, entries in ways.items()
            if entries
        }

    def mistaken(self, right: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Every misconception of the bank in exactly one submission, and at most one per task in each.

        Tasks have different numbers of misconceptions: the last of these submissions are `right` in the tasks that
        have run out of them.  They leave those alone that train for seconds, which is seen to go right elsewhere.
        """
        by_task = {task: self._bank.misconceptions_of(task) for task in self._bank.tasks}
        return {
            f"mistaken-{number + 1:02}": {
                task: self._misconceptions.written_as(wrong[number]) if number < len(wrong) else right[task]
                for task, wrong in by_task.items()
                if number < len(wrong) or not self._bank.tasks[task].costly
            }
            for number in range(max(map(len, by_task.values())))
        }


class BankFile:
    """A file of the bank as text."""

    def __init__(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8")
        self._text = source.splitlines()
        self._module = ast.parse(source)
        for statement in self._module.body:
            _undeclare(statement)

    def written_as(self, entry: Alternative | Misconception) -> str:
        """The source of an entry under its task's name, after what it uses of its file; the notebook imports NumPy."""
        needed = [s for s in closure(self._module, {entry.id}) if defined_by(s) != {"np"}]
        return re.sub(rf"\b{entry.id}\b", entry.task, "\n\n\n".join(map(self._source, needed)))

    def _source(self, statement: ast.stmt) -> str:
        start = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
        return "\n".join(self._text[start - 1 : statement.end_lineno])


def _undeclare(node: ast.stmt) -> None:
    """Take away the decorator that declares an entry, and those above it, which are the bank's too."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        for number, decorator in enumerate(node.decorator_list):
            if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") in DECLARING:
                del node.decorator_list[: number + 1]
