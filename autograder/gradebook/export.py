"""Grades for a spreadsheet or a learning management system."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from .models import Gradebook, MissingEntry

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

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a field for a formula (OWASP, CSV Injection)."""


def grades_csv(gradebook: Gradebook, assignments: Sequence[str], students: Sequence[str] | None = None) -> str:
    """One row per assignment and student, by name; a student without a submission has zero points."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in _rows(gradebook, assignments, students):
        writer.writerow({key: inert(value) for key, value in row.items()})
    return text.getvalue()


def _rows(gradebook: Gradebook, assignments: Sequence[str], students: Sequence[str] | None) -> Iterable[dict[str, Any]]:
    for assignment in (gradebook.find_assignment(name) for name in assignments):
        for student in gradebook.students:
            if students is None or student.id in students:
                yield {
                    "assignment": assignment.name,
                    "duedate": assignment.duedate,
                    "student_id": student.id,
                    "last_name": student.last_name,
                    "first_name": student.first_name,
                    "email": student.email,
                    "max_score": assignment.max_score,
                    **_score(gradebook, assignment.name, student.id),
                }


def _score(gradebook: Gradebook, assignment: str, student: str) -> dict[str, Any]:
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return {"timestamp": None, "raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
    penalty = submission.late_submission_penalty
    return {
        "timestamp": submission.timestamp,
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
    }


def inert(value: Any) -> str:
    """A field that no spreadsheet takes for a formula: text that starts like one gets an apostrophe before it."""
    text = "" if value is None else str(value)
    is_text = not isinstance(value, (int, float))
    return f"'{text}" if is_text and text.startswith(FORMULA_STARTS) else text
