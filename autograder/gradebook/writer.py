"""Write verdicts into nbgrader's gradebook: one transaction per submission, by one writer.

Imports nbgrader, which takes seconds: import this module late.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import event, select
from sqlalchemy.orm import selectinload

from ..feedback.page import Marks
from ..judge.submission import Notebook, is_check, nbgrader_marks
from .models import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    SaveCells,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    utils,
)

BUSY_MILLISECONDS = 60_000
"""How long SQLite waits for another writer, such as the formgrader, before it gives up."""

UNANSWERED = "No response."
"""nbgrader's own comment on an answer cell that was left as it was released."""


class GradebookWriter:
    """The one writer of a class's gradebook.  Use as a context manager."""

    def __init__(self, url: str, assignment: str, release: Mapping[str, Notebook]) -> None:
        self.assignment = assignment
        self.gradebook = Gradebook(url)
        if self.gradebook.engine.dialect.name == "sqlite":
            event.listen(self.gradebook.engine, "connect", _wait_when_busy)
            self.gradebook.engine.dispose()
        for name, notebook in release.items():
            if not self._is_known(name, notebook):
                self._save_cells(url, name, notebook)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gradebook.close()

    def _is_known(self, name: str, notebook: Notebook) -> bool:
        """Whether the gradebook has this notebook's check cells with these points."""
        released = {
            nbgrader_marks(c)["grade_id"]: float(nbgrader_marks(c)["points"]) for c in notebook["cells"] if is_check(c)
        }
        try:
            known = {
                cell.name: cell.max_score for cell in self.gradebook.find_notebook(name, self.assignment).grade_cells
            }
        except MissingEntry:
            return False
        return known == released

    def _save_cells(self, url: str, name: str, notebook: Notebook) -> None:
        """Register a released notebook, as `nbgrader generate_assignment` does."""
        self.gradebook.update_or_create_assignment(self.assignment)
        import nbformat  # after nbgrader, whose import is quick only if it comes first (see models)

        resources = {"nbgrader": {"notebook": name, "assignment": self.assignment, "db_url": url}}
        SaveCells().preprocess(nbformat.from_dict(notebook), resources)

    def record(
        self,
        student: str,
        scores: Mapping[str, Mapping[str, float]],
        unanswered: Mapping[str, frozenset[str]],
        timestamp: str,
    ) -> bool:
        """Record one submission in one transaction.

        `scores[notebook][grade_id]` are points; a check cell that is not named gets none, a notebook that is not
        named stays as it is.  `unanswered[notebook]` are the answer cells that were left as released; `timestamp`
        says when it was handed in, or is empty.  Scores and comments given by hand stay as they are; a score given
        by hand is marked for another look, as nbgrader does.  Returns whether anything was given by hand, so that
        feedback has to show it.
        """
        session = self.gradebook.db
        by_hand = False
        try:
            if session.get(Student, student) is None:
                session.add(Student(id=student))
            submission = self._submission(student)
            submission.timestamp = parse_timestamp(timestamp)
            for notebook in (n for n in submission.notebooks if n.name in scores):
                points = scores[notebook.name]
                for grade in notebook.grades:
                    grade.auto_score = points.get(grade.cell.name, 0.0)
                    grade.needs_manual_grade = grade.manual_score is not None
                    by_hand |= grade.manual_score is not None or grade.extra_credit is not None
                for comment in notebook.comments:
                    empty = comment.cell.name in unanswered.get(notebook.name, ())
                    comment.auto_comment = UNANSWERED if empty else None
                    by_hand |= comment.manual_comment is not None
            session.commit()
        except BaseException:
            session.rollback()
            raise
        session.expunge_all()
        return by_hand

    def marks(self, student: str, notebook: str) -> Marks:
        """What the gradebook holds of one submitted notebook."""
        return marks_of(self.gradebook, self.assignment, student, notebook)

    def _submission(self, student: str) -> Any:
        """The submission's rows, made from the assignment's structure where there are none yet."""
        session = self.gradebook.db
        assignment = session.execute(select(Assignment).where(Assignment.name == self.assignment)).scalar_one()
        query = (
            select(SubmittedAssignment)
            .where(SubmittedAssignment.assignment_id == assignment.id, SubmittedAssignment.student_id == student)
            .options(
                selectinload(SubmittedAssignment.notebooks).options(
                    selectinload(SubmittedNotebook.grades).selectinload(Grade.cell),
                    selectinload(SubmittedNotebook.comments).selectinload(Comment.cell),
                )
            )
        )
        found = session.execute(query).scalar_one_or_none()
        if found is not None:
            return found
        submission = SubmittedAssignment(assignment_id=assignment.id, student_id=student)
        session.add(submission)
        for notebook in assignment.notebooks:
            submitted = SubmittedNotebook(notebook_id=notebook.id)
            submitted.grades = [Grade(cell_id=cell.id) for cell in notebook.grade_cells]
            submitted.comments = [Comment(cell_id=cell.id) for cell in notebook.solution_cells]
            submission.notebooks.append(submitted)
        session.flush()
        return submission


def parse_timestamp(text: str) -> datetime | None:
    """A time as nbgrader writes it, in UTC; None where the text is not one."""
    try:
        return utils.parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None


def marks_of(gradebook: Gradebook, assignment: str, student: str, notebook: str) -> Marks:
    """What the gradebook holds of one submitted notebook, for its feedback.

    nbgrader's automatic comment on empty answers is left out: the report says so already.
    """
    submitted = gradebook.find_submission_notebook(notebook, assignment, student)
    return Marks(
        scores={grade.cell.name: grade.score for grade in submitted.grades},
        comments={c.cell.name: c.manual_comment for c in submitted.comments if c.manual_comment},
        penalty=submitted.late_submission_penalty or 0.0,
    )


def _wait_when_busy(connection: Any, record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
