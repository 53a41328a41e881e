"""Where a student's score comes from, in words: what was handed in, how it was judged, what people and rules added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..checks.card import load_cards
from ..course import Course, CourseError
from ..judge.judge import CHECK
from ..judge.submission import read_submission
from ..judge.versions import versions_of
from .classroom import Classroom
from .journal import Entry, Journal
from .models import Gradebook


def explanation(course: Course, classroom: Classroom, gradebook: Gradebook, assignment: str, student: str) -> list[str]:
    """The lines that explain a score.

    Raises CourseError where the journal knows nothing of it, nbgrader's MissingEntry where the gradebook does not.
    """
    entries = Journal(classroom.root, assignment).of_student(student)
    if not entries:
        raise CourseError(
            f"The journal of {classroom.root} has nothing on {student!r} in {assignment!r}. "
            f"Grade first: autograder grade {assignment} --student {student}"
        )
    submission = gradebook.find_submission(assignment, student)
    penalty = submission.late_submission_penalty or 0.0
    lines = [
        f"{student}, {assignment}: {max(0.0, submission.score - penalty):.4g} of {submission.max_score:.4g} points. "
        f"Graded {len(entries)} time{'s' if len(entries) > 1 else ''}; the last one counts."
    ]
    versions = versions_of(course, assignment)
    for notebook in submission.notebooks:
        latest = [entry for entry in entries if notebook.name in entry.submission]
        if latest:
            lines += _of_judge(classroom, assignment, notebook.name, latest[-1], versions)
            lines += _beside_judge(notebook, latest[-1])
    last = entries[-1]
    lines.append(f"To repeat it: autograder grade {assignment} --student {student} --seed {last.seed}")
    return lines


def _of_judge(
    classroom: Classroom, assignment: str, notebook: str, entry: Entry, versions: Mapping[str, str]
) -> Iterator[str]:
    """What was judged, when and by what, and the verdict on each task."""
    graded = entry.submission[notebook]
    now = read_submission(classroom.submitted(entry.student, assignment) / f"{notebook}.ipynb").sha256
    what = f"SHA-256 {graded}" if graded else "no file that could be read"
    still = "which lies in submitted/ now" if graded == now else "which is not what lies in submitted/ now: grade again"
    handed_in = f", handed in {entry.handed_in}" if entry.handed_in else ""
    yield f"  {notebook}.ipynb: {what}, {still}{handed_in}."
    tries = f", at try {entry.tries}" if entry.tries > 1 else ""
    yield (
        f"  Judged {entry.graded} in {entry.seconds:.3g} s{tries} by autograder {entry.package}, "
        f"on inputs drawn from the seed {entry.seed}."
    )
    for task, verdict in entry.verdicts.items():
        version = entry.tasks.get(task, "unknown")
        changed = "" if versions.get(task) == version else ", which has been changed since: grade again"
        yield f"    {task}: {_verdict(assignment, task, verdict)} Version {version}{changed}."


def _verdict(assignment: str, task: str, verdict: Mapping[str, Any]) -> str:
    """Points, how far it came, and the mistake that was recognised."""
    text = f"{verdict['points']:.4g} of {verdict['max_points']:.4g}, {verdict['status']}"
    if verdict["stage"]:
        text += f" at the stage {verdict['stage']!r}"
    if verdict["misconception"]:
        card = load_cards(assignment).get(task)
        known = card.explanations.get(verdict["misconception"]) if card else None
        text += f"; recognised: {known.title['en'].rstrip('.') if known else verdict['misconception']}"
    return f"{text}."


def _beside_judge(notebook: Any, entry: Entry) -> Iterator[str]:
    """What the gradebook adds to the verdicts, or has instead of them."""
    for grade in notebook.grades:
        name = grade.name.removeprefix(CHECK)
        judged = entry.verdicts.get(name, {}).get("points")
        if judged is not None and grade.auto_score != judged:
            yield f"    {name}: the gradebook has {grade.auto_score} of the judge, so another program has changed it."
        if grade.manual_score is not None:
            yield f"    {name}: {grade.manual_score:.4g} points by hand, in place of the judge's."
        elif grade.auto_score is None:
            yield f"    {name}: waits for points by hand."
        if grade.extra_credit:
            yield f"    {name}: {grade.extra_credit:.4g} points of extra credit by hand."
        if grade.needs_manual_grade and grade.manual_score is not None:
            yield f"    {name}: marked for another look, because it was judged again after that."
    if notebook.late_submission_penalty:
        yield f"    Handed in late: {notebook.late_submission_penalty:.4g} points taken off."
