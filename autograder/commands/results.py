"""`autograder feedback`, `export` and `report`: what is made of a graded class."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

import click

from ..course import Course, CourseError, find_course
from ..gradebook.classroom import Classroom, write_atomically
from ..tasks import tasks_of
from .terminal import OUTPUT, classroom_of, classroom_option, err, gradebook_option, open_gradebook, out, plainly


@click.command()
@click.argument("assignment")
@classroom_option
@gradebook_option
@plainly
def feedback(assignment: str, classroom: Path | None, gradebook: str | None) -> None:
    """Write a feedback page per student of ASSIGNMENT, with points and comments from the gradebook.

    Example: autograder feedback linear
    """
    course = find_course()
    tasks_of(assignment)
    place = classroom_of(course, classroom)
    from ..feedback.page import feedback_page

    with open_gradebook(gradebook or place.gradebook_url) as book:
        from ..gradebook.writer import AllMarks

        marks, count = AllMarks(book, assignment), 0
        for student, name, notebook in place.judged(assignment):
            page = feedback_page(assignment, student, notebook, marks.of(student, name))
            write_atomically(place.feedback(student, assignment) / f"{name}.html", page.encode())
            count += 1
    if not count:
        raise CourseError(f"Nothing is graded yet. Run first: autograder grade {assignment}")
    out.print(f"{count} feedback pages are in {place.root / 'feedback'}")


@click.command()
@click.argument("assignment")
@classroom_option
@click.option("--format", "form", type=click.Choice(["csv", "canvas", "moodle"]), default="csv", show_default=True)
@click.option("--to", type=OUTPUT, help="[default: grades-ASSIGNMENT.csv in the classroom, -canvas or -moodle added]")
@gradebook_option
@plainly
def export(assignment: str, classroom: Path | None, form: str, to: Path | None, gradebook: str | None) -> None:
    """Write the grades of ASSIGNMENT to a file: for a spreadsheet, or as Canvas or Moodle import them.

    Names, ids and e-mail addresses are those of the gradebook (nbgrader db student import).

    Example: autograder export linear --format canvas --to canvas.csv
    """
    course = find_course()
    tasks_of(assignment)
    place = classroom_of(course, classroom)
    with open_gradebook(gradebook or place.gradebook_url) as book:
        from ..gradebook.export import FORMATS

        exported = FORMATS[form](book, assignment)
    name = f"grades-{assignment}.csv" if form == "csv" else f"grades-{assignment}-{form}.csv"
    target = to or place.root / name
    write_atomically(target.resolve(), exported.text.encode())
    out.print(f"{exported.grades} grades are in {target}", markup=False)
    for student, reason in exported.left_out.items():
        err.print(f"{student!r} is not in it; enter the grade by hand. {reason}", markup=False)


@click.command()
@click.argument("assignment", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="Every graded assignment, a page each, with links between them."
)
@classroom_option
@click.option("--to", type=OUTPUT, help="[default: report-ASSIGNMENT.html in the classroom]")
@click.option("--json", "json_file", type=OUTPUT, help="Write the same as data here.")
@plainly
def report(
    assignment: str | None, everything: bool, classroom: Path | None, to: Path | None, json_file: Path | None
) -> None:
    """Write one page on how the class did on ASSIGNMENT.

    Scores, stages, what to say in class about the mistakes that this class makes, whom to talk to, and answers that are
    nearly the same.

    Example: autograder report linear --json report.json
    """
    course = find_course()
    place = classroom_of(course, classroom)
    if bool(assignment) == everything:
        raise CourseError("Name one assignment, or give --all.")
    if everything and (to or json_file):
        raise CourseError("--to and --json name one file. Name the assignment that it is for.")
    graded = place.graded() if everything else [str(assignment)]
    if not graded:
        raise CourseError("Nothing is graded yet. Run first: autograder grade ASSIGNMENT")
    for name in graded:
        target = (to or place.root / f"report-{name}.html").resolve()
        _write_report(course, place, name, target, json_file, graded)
        out.print(f"The report is in {target}", markup=False)


def _write_report(
    course: Course, place: Classroom, assignment: str, target: Path, json_file: Path | None, graded: list[str]
) -> None:
    """Count one assignment's judged notebooks, and write what comes of it."""
    from ..feedback.class_report import class_report
    from ..feedback.survey import answers_of, survey
    from ..judge.submission import read_releases

    tasks_of(assignment)
    counted = survey(assignment, read_releases(course.exercises / assignment), place.judged(assignment))
    similar = counted.similarity.pairs(lambda student: answers_of(place, assignment, student))
    feedback = quote(os.path.relpath(place.root / "feedback", target.parent))
    write_atomically(target, class_report(counted, similar, feedback, graded).encode())
    if json_file:
        text = json.dumps(counted.to_json(similar), indent=1, ensure_ascii=False) + "\n"
        write_atomically(json_file.resolve(), text.encode())
