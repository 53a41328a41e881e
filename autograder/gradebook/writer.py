"""Write verdicts into nbgrader's gradebook: one transaction per submission, by one writer.

Imports nbgrader, which takes seconds: import this module late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from traitlets.config.loader import PyFileConfigLoader

from ..course import MARKER, Course, CourseError, settings
from ..feedback.page import Marks
from ..judge.submission import Notebook, is_marked_by_hand, nbgrader_marks
from .database import BUSY_SECONDS, patient, reaching_database
from .models import (
    AssignLatePenalties,
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

UNANSWERED = "No response."
"""nbgrader's own comment on an answer cell that was left as it was released."""


class LatePenalties:
    """nbgrader's penalties for late work, by the plug-in and the settings that the course's configuration names."""

    def __init__(self, course: Course) -> None:
        config = PyFileConfigLoader(MARKER, path=str(course.root)).load_config()
        steps = config.Autograde.get("autograde_preprocessors", [AssignLatePenalties])
        self._wanted = any(str(getattr(step, "__name__", step)).endswith("AssignLatePenalties") for step in steps)
        self._nbgraders = AssignLatePenalties(config=config)
        self._nbgraders.init_plugin()

    def assign(self, session: Any, submission: Any, notebook: Any) -> None:
        """Set the penalty of one submitted notebook, as `nbgrader autograde` does, from its score as it now stands."""
        if not self._wanted:
            return
        notebook.late_submission_penalty = None
        late = submission.total_seconds_late
        if late <= 0:
            return
        session.flush()
        session.refresh(notebook, ["score"])
        penalty = self._nbgraders.plugin_inst.late_submission_penalty(submission.student_id, notebook.score, late)
        if penalty is not None:
            notebook.late_submission_penalty = self._nbgraders._check_late_penalty(notebook, penalty)


@dataclass(frozen=True)
class Recorded:
    """What the gradebook holds of a submission beside the verdicts: marks by hand, and penalties by notebook."""

    by_hand: bool
    penalties: Mapping[str, float]


@dataclass(frozen=True)
class _Cells:
    """A notebook in the gradebook: its name, and the names of its marked and of its commented cells by their keys."""

    name: str
    graded: Mapping[str, str]
    commented: Mapping[str, str]


@dataclass(frozen=True)
class _Structure:
    """An assignment in the gradebook: its key, and its notebooks by theirs."""

    id: str
    notebooks: Mapping[str, _Cells]


def set_due_date(gradebook: Gradebook, assignment: str, due: datetime | None) -> None:
    """Let the gradebook say when an assignment is due; without a date, what it says stays.

    nbgrader keeps moments in UTC, without saying so.
    """
    found = gradebook.find_assignment(assignment)
    if due and found.duedate != due.astimezone(UTC).replace(tzinfo=None):
        gradebook.update_or_create_assignment(assignment, duedate=due.isoformat())


class GradebookWriter:
    """The one writer of a class's gradebook.  Use as a context manager.

    `late` assigns penalties for late work; without it they are left to nbgrader.  Raises CannotWrite where the
    gradebook is locked for longer than `patience` seconds or cannot be written, CourseError where it holds
    submissions of an assignment with other cells.
    """

    def __init__(
        self,
        url: str,
        assignment: str,
        release: Mapping[str, Notebook],
        late: LatePenalties | None = None,
        patience: float = BUSY_SECONDS,
    ) -> None:
        self.assignment = assignment
        self._late = late
        self._by_hand = {name: _marked_by_hand(notebook) for name, notebook in release.items()}
        waiting = patient(url, patience)
        with reaching_database():
            self.gradebook = Gradebook(waiting)
            for name, notebook in release.items():
                if not self._is_known(name, notebook):
                    self._save_cells(waiting, name, notebook)
            set_due_date(self.gradebook, assignment, settings()["due"].get(assignment))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gradebook.close()

    def _is_known(self, name: str, notebook: Notebook) -> bool:
        """Whether the gradebook has this notebook's marked cells with these points."""
        marks = [nbgrader_marks(cell) for cell in notebook["cells"]]
        released = {m["grade_id"]: float(m["points"]) for m in marks if m.get("grade") or m.get("task")}
        try:
            found = self.gradebook.find_notebook(name, self.assignment)
        except MissingEntry:
            return False
        return released == {cell.name: cell.max_score for cell in [*found.grade_cells, *found.task_cells]}

    def _save_cells(self, url: str, name: str, notebook: Notebook) -> None:
        """Register a released notebook, as `nbgrader generate_assignment` does."""
        self.gradebook.update_or_create_assignment(self.assignment)
        import nbformat  # after nbgrader, whose import is quick only if it comes first (see models)

        resources = {"nbgrader": {"notebook": name, "assignment": self.assignment, "db_url": url}}
        try:
            SaveCells().preprocess(nbformat.from_dict(notebook), resources)
        except RuntimeError as error:  # nbgrader's word for cells that were added or removed
            raise CourseError(
                f"The gradebook holds submissions of {self.assignment!r} with other cells. {error}. Release with the "
                f"cells that it has, or remove what it has: nbgrader db assignment remove {self.assignment} --force"
            ) from None

    def record(
        self,
        student: str,
        scores: Mapping[str, Mapping[str, float]],
        unanswered: Mapping[str, frozenset[str]],
        timestamp: str,
    ) -> Recorded:
        """Record one submission in one transaction.

        `scores[notebook][grade_id]` are points; a check cell that is not named gets none, a notebook that is not
        named stays as it is.  `unanswered[notebook]` are the answer cells that were left as released; `timestamp`
        says when it was handed in, or is empty.  Scores and comments given by hand stay as they are; a score given
        by hand is marked for another look, as nbgrader does, and so is what waits for a person to mark it.  Raises
        CannotWrite where the gradebook cannot be written.
        """
        with reaching_database():
            return self._record(student, scores, unanswered, timestamp)

    def _record(
        self,
        student: str,
        scores: Mapping[str, Mapping[str, float]],
        unanswered: Mapping[str, frozenset[str]],
        timestamp: str,
    ) -> Recorded:
        session = self.gradebook.db
        by_hand = False
        penalties: dict[str, float] = {}
        try:
            submission = self._submission(student)
            submission.timestamp = parse_timestamp(timestamp)
            for notebook in submission.notebooks:
                cells = self._structure.notebooks[notebook.notebook_id]
                if cells.name not in scores:
                    continue
                empty = unanswered.get(cells.name, frozenset())
                for grade in notebook.grades:
                    self._mark(grade, cells.graded[grade.cell_id], cells.name, scores[cells.name], empty)
                    by_hand |= grade.manual_score is not None or grade.extra_credit is not None
                for comment in notebook.comments:
                    comment.auto_comment = UNANSWERED if cells.commented[comment.cell_id] in empty else None
                    by_hand |= comment.manual_comment is not None
                if self._late:
                    session.flush()  # rows that are not there yet do not know their assignment
                    self._late.assign(session, submission, notebook)
                penalties[cells.name] = notebook.late_submission_penalty or 0.0
            session.commit()
        except BaseException:
            session.rollback()
            raise
        session.expunge_all()
        return Recorded(by_hand, penalties)

    def _mark(self, grade: Any, name: str, notebook: str, points: Mapping[str, float], empty: frozenset[str]) -> None:
        """Set the automatic score of one cell: the judge's, zero for an empty answer, none where a person decides."""
        by_person = self._by_hand.get(notebook, {}).get(name)
        if by_person == "task":
            return
        if by_person == "answer":
            grade.auto_score = 0.0 if name in empty else None
        else:
            grade.auto_score = points.get(name, 0.0)
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None

    def marks(self, student: str, notebook: str) -> Marks:
        """What the gradebook holds of one submitted notebook."""
        return marks_of(self.gradebook, self.assignment, student, notebook)

    def _submission(self, student: str) -> Any:
        """The submission's rows, made from the assignment's structure where there are none yet.

        Nothing of them is loaded but the rows themselves: a load per cell would take longer than judging does.
        """
        session, assignment = self.gradebook.db, self._structure
        query = (
            select(SubmittedAssignment)
            .where(SubmittedAssignment.assignment_id == assignment.id, SubmittedAssignment.student_id == student)
            .options(
                selectinload(SubmittedAssignment.notebooks).options(
                    selectinload(SubmittedNotebook.grades), selectinload(SubmittedNotebook.comments)
                )
            )
        )
        found = session.execute(query).scalar_one_or_none()
        if found is not None:
            return found
        if session.get(Student, student) is None:
            session.add(Student(id=student))
        submission = SubmittedAssignment(assignment_id=assignment.id, student_id=student)
        for notebook, cells in assignment.notebooks.items():
            submitted = SubmittedNotebook(notebook_id=notebook)
            submitted.grades = [Grade(cell_id=cell) for cell in cells.graded]
            submitted.comments = [Comment(cell_id=cell) for cell in cells.commented]
            submission.notebooks.append(submitted)
        session.add(submission)
        return submission

    @cached_property
    def _structure(self) -> _Structure:
        """What the gradebook holds of the assignment, which does not change while it is graded."""
        session = self.gradebook.db
        assignment = session.execute(select(Assignment).where(Assignment.name == self.assignment)).scalar_one()
        return _Structure(
            assignment.id,
            {
                notebook.id: _Cells(
                    notebook.name,
                    {cell.id: cell.name for cell in [*notebook.grade_cells, *notebook.task_cells]},
                    {cell.id: cell.name for cell in [*notebook.solution_cells, *notebook.task_cells]},
                )
                for notebook in assignment.notebooks
            },
        )


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
    return _marks(gradebook.find_submission_notebook(notebook, assignment, student))


class AllMarks:
    """The marks of every submitted notebook of an assignment, read at once: asking for each is slower than its page."""

    def __init__(self, gradebook: Gradebook, assignment: str) -> None:
        query = (
            select(SubmittedNotebook)
            .join(SubmittedNotebook.assignment)
            .join(SubmittedAssignment.assignment)
            .where(Assignment.name == assignment)
            .options(
                joinedload(SubmittedNotebook.assignment),
                joinedload(SubmittedNotebook.notebook),
                selectinload(SubmittedNotebook.grades).joinedload(Grade.cell),
                selectinload(SubmittedNotebook.comments).joinedload(Comment.cell),
            )
        )
        self._assignment = assignment
        self._marks = {
            (submitted.assignment.student_id, submitted.notebook.name): _marks(submitted)
            for submitted in gradebook.db.execute(query).scalars()
        }

    def of(self, student: str, notebook: str) -> Marks:
        """What `marks_of` gives.  Raises nbgrader's MissingEntry, as that does."""
        try:
            return self._marks[student, notebook]
        except KeyError:
            raise MissingEntry(f"No such submission: {self._assignment}/{notebook} for {student}") from None


def _marks(submitted: Any) -> Marks:
    return Marks(
        scores={grade.cell.name: grade.score for grade in submitted.grades},
        comments={c.cell.name: c.manual_comment for c in submitted.comments if c.manual_comment},
        penalty=submitted.late_submission_penalty or 0.0,
    )


def _marked_by_hand(notebook: Notebook) -> dict[str, str]:
    """Grade ids of the cells that a person marks: "answer" for an answer with points of its own, "task" for a task."""
    marked = [nbgrader_marks(cell) for cell in notebook["cells"] if is_marked_by_hand(cell)]
    return {marks["grade_id"]: "task" if marks.get("task") else "answer" for marks in marked}
