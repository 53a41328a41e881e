"""Grades for a spreadsheet or a learning management system, from nbgrader's gradebook.

Three forms of one list.  `csv` has nbgrader's own columns, everybody in it.  `canvas` and `moodle` are what those
systems import; there a wrong row gives a grade to the wrong person, so only rows that are certain are written, and
`Export.left_out` says who has to be entered by hand.

No field is a formula to a spreadsheet.  Text that identifies nobody, such as a name, is made inert by an apostrophe;
what identifies a student would then no longer match, so such a student is left out instead.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .models import Gradebook

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
"""nbgrader's own columns, so that what reads its CSV reads this."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a field for a formula (OWASP, CSV Injection)."""

CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""What Canvas's gradebook exports before the assignments, and requires in this order when it imports."""

POINTS_POSSIBLE = "    Points Possible"
"""The first field of Canvas's row of maxima, indented as in its own exports."""


@dataclass(frozen=True)
class Mark:
    """One student's grade for one assignment; `score` is None where nothing was handed in, else what counts.

    `lms_id` is nbgrader's `lms_user_id`: how the learning management system itself knows the student.
    """

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    timestamp: Any = None
    raw_score: float = 0.0
    penalty: float = 0.0
    score: float | None = None

    @property
    def name(self) -> str:
        """`Last, First`, as Canvas sorts by; the id for a student whose name the gradebook does not know."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.student


@dataclass(frozen=True)
class Export:
    """A file's text, how many grades are in it, and who is not in it although graded, with the reason."""

    text: str
    grades: int
    left_out: Mapping[str, str]


def marks(gradebook: Gradebook, assignment: str) -> Iterator[Mark]:
    """Everybody's grade for an assignment, by name, in two queries however large the class is."""
    submissions = {s.student_id: s for s in gradebook.find_assignment(assignment).submissions}
    for student in gradebook.students:
        known = {
            "student": student.id,
            "first_name": student.first_name or "",
            "last_name": student.last_name or "",
            "email": student.email or "",
            "lms_id": student.lms_user_id or "",
        }
        submission = submissions.get(student.id)
        if submission is None:
            yield Mark(**known)
        else:
            raw, penalty = submission.score or 0.0, submission.late_submission_penalty or 0.0
            yield Mark(
                **known, timestamp=submission.timestamp, raw_score=raw, penalty=penalty, score=max(0.0, raw - penalty)
            )


def grades_csv(gradebook: Gradebook, assignments: Sequence[str], students: Sequence[str] | None = None) -> str:
    """One row per assignment and student, by name; a student without a submission has zero points."""
    return _written(COLUMNS, _csv_rows(gradebook, assignments, students))


def csv_export(gradebook: Gradebook, assignment: str) -> Export:
    """The grades of one assignment with nbgrader's columns."""
    graded = sum(mark.score is not None for mark in marks(gradebook, assignment))
    return Export(grades_csv(gradebook, [assignment]), graded, {})


def canvas_export(gradebook: Gradebook, assignment: str) -> Export:
    """The grades of one assignment as Canvas's gradebook imports them.

    Required, in this order: Student, ID, SIS User ID, SIS Login ID, Section; then a column per assignment, whose title
    finds the assignment or makes a new one, and a row of points possible before the students.  Canvas looks a student
    up by its own numeric ID, then by the SIS ids, then by name.  nbgrader's id stands in both SIS columns, for it is
    the login under a JupyterHub and often the student number; ID is nbgrader's LMS id where that is a number.  Who
    handed in nothing has no row, since an empty grade would erase what Canvas holds.

    Sources: Canvas Instructor Guide, "How do I import grades in the Gradebook?" and "How do I export grades in the
    Gradebook?"; the rules of the importer are in instructure/canvas-lms, lib/gradebook_importer.rb.
    """
    maximum = gradebook.find_assignment(assignment).max_score
    certain, left_out = _certain(marks(gradebook, assignment))
    columns = (*CANVAS_COLUMNS, assignment)
    rows = [(POINTS_POSSIBLE, "", "", "", "", _points(maximum))]
    for mark in certain:
        own = mark.lms_id if mark.lms_id.isascii() and mark.lms_id.isdigit() else ""
        rows.append((inert(mark.name), own, mark.student, mark.student, "", _points(mark.score)))
    return Export(_written(columns, (dict(zip(columns, row, strict=True)) for row in rows)), len(certain), left_out)


def moodle_export(gradebook: Gradebook, assignment: str) -> Export:
    """The grades of one assignment as Moodle's grade import (CSV file) takes them.

    The columns are those of Moodle's own export: names, ID number, Email address, then the grade under the
    assignment's name, which Moodle maps to a grade item or makes a new one of.  In the import's form one maps
    ID number to `useridnumber` (or to `username`), or Email address to `useremail`.

    One row that matches no user aborts Moodle's whole import, and a row whose identifying field is empty is given to
    the user of the row before it.  So a column that identifies is written only where everybody has a value in it:
    ID number is nbgrader's LMS id if all have one and its student id otherwise; Email address may be absent.

    Sources: MoodleDocs, "Grade import" (https://docs.moodle.org/en/Grade_import); the rules of the importer are in
    moodle/moodle, grade/import/csv/classes/load_data.php.
    """
    certain, left_out = _certain(marks(gradebook, assignment))
    own = all(_identifies(mark.lms_id) for mark in certain)
    columns: dict[str, Callable[[Mark], str]] = {
        "First name": lambda mark: inert(mark.first_name),
        "Last name": lambda mark: inert(mark.last_name),
        "ID number": lambda mark: mark.lms_id if own else mark.student,
    }
    if all(_identifies(mark.email) for mark in certain):
        columns["Email address"] = lambda mark: mark.email
    columns[assignment] = lambda mark: _points(mark.score)
    rows = ({name: field(mark) for name, field in columns.items()} for mark in certain)
    return Export(_written(tuple(columns), rows), len(certain), left_out)


FORMATS: Mapping[str, Callable[[Gradebook, str], Export]] = {
    "csv": csv_export,
    "canvas": canvas_export,
    "moodle": moodle_export,
}
"""The forms in which `autograder export` writes grades."""


def inert(value: Any) -> str:
    """A field that no spreadsheet takes for a formula: text that starts like one gets an apostrophe before it."""
    text = "" if value is None else str(value)
    is_text = not isinstance(value, (int, float))
    return f"'{text}" if is_text and text.startswith(FORMULA_STARTS) else text


def _csv_rows(
    gradebook: Gradebook, assignments: Sequence[str], students: Sequence[str] | None
) -> Iterator[dict[str, str]]:
    for name in assignments:
        assignment = gradebook.find_assignment(name)
        for mark in marks(gradebook, name):
            if students is None or mark.student in students:
                row = {
                    "assignment": name,
                    "duedate": assignment.duedate,
                    "timestamp": mark.timestamp,
                    "student_id": mark.student,
                    "last_name": mark.last_name,
                    "first_name": mark.first_name,
                    "email": mark.email,
                    "raw_score": mark.raw_score,
                    "late_submission_penalty": mark.penalty,
                    "score": mark.score or 0.0,
                    "max_score": assignment.max_score,
                }
                yield {column: inert(value) for column, value in row.items()}


def _certain(everybody: Iterator[Mark]) -> tuple[list[Mark], dict[str, str]]:
    """The graded students whose id a file can carry as it is, and the others with the reason."""
    graded = [mark for mark in everybody if mark.score is not None]
    left_out = {
        mark.student: "A spreadsheet would take this id for a formula, and a changed id would match nobody."
        for mark in graded
        if not _identifies(mark.student)
    }
    return [mark for mark in graded if mark.student not in left_out], left_out


def _identifies(field: str) -> bool:
    """Whether a field can stand in a file exactly as it is: not empty, printable, no formula."""
    return bool(field) and field.isprintable() and field == field.strip() and not field.startswith(FORMULA_STARTS)


def _points(score: float | None) -> str:
    """Points with a decimal point and no more digits than an LMS shows."""
    return f"{round(score or 0.0, 4):.12g}"


def _written(columns: Sequence[str], rows: Iterator[dict[str, str]]) -> str:
    """RFC 4180: a header, fields quoted as needed."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
