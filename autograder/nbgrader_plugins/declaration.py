"""What a task's declaration says is put into its notebook when it is released, not written there a second time."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from ..course import settings
from ..gradebook.models import Gradebook
from ..gradebook.writer import set_due_date
from ..judge.judge import CHECK, STATEMENT
from ..judge.submission import is_check, nbgrader_marks
from ..tasks import tasks_of

POINTS = "{points}"
"""What stands for a task's points in its statement."""


class DeclaredPoints(NbGraderPreprocessor):
    """First step of `generate_assignment`: check cells and statements get the points that the tasks declare."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """The instructor's notebook with the points put in."""
        tasks = tasks_of(resources["nbgrader"]["assignment"])
        for cell in nb.cells:
            if is_check(cell):
                task = tasks.get(str(nbgrader_marks(cell)["grade_id"]).removeprefix(CHECK))
                if task:
                    cell.metadata.nbgrader.points = _plain(task.points)
            elif task := tasks.get(cell.get("id", "").removeprefix(STATEMENT)):
                cell.source = cell.source.replace(POINTS, str(_plain(task.points)))
        return nb, resources


class DueDate(NbGraderPreprocessor):
    """Last step of `generate_assignment`: the gradebook learns when the assignment is due, if the course says so."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Set the date; the notebook stays as it is."""
        ids = resources["nbgrader"]
        with Gradebook(ids["db_url"]) as gradebook:
            set_due_date(gradebook, ids["assignment"], settings()["due"].get(ids["assignment"]))
        return nb, resources


def _plain(points: float) -> int | float:
    """Points as people write them: 3, not 3.0."""
    return int(points) if points == int(points) else points
