"""`autograder feedback`, `export` and `report`: what is made of a graded class."""

from __future__ import annotations

from pathlib import Path

import click

from ..course import CourseError, find_course
from ..gradebook.classroom import write_atomically
from ..tasks import tasks_of
from .terminal import OUTPUT, classroom_of, classroom_option, gradebook_option, open_gradebook, out, plainly


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
        from ..gradebook.writer import marks_of

        count = 0
        for student, name, notebook in place.judged(assignment):
            page = feedback_page(assignment, student, notebook, marks_of(book, assignment, student, name))
            write_atomically(place.feedback(student, assignment) / f"{name}.html", page.encode())
            count += 1
    if not count:
        raise CourseError(f"Nothing is graded yet. Run first: autograder grade {assignment}")
    out.print(f"{count} feedback pages are in {place.root / 'feedback'}")


@click.command()
@click.argument("assignment")
@classroom_option
@click.option("--format", "form", type=click.Choice(["csv"]), default="csv", show_default=True)
@click.option("--to", type=OUTPUT, help="[default: grades-ASSIGNMENT.csv in the classroom]")
@gradebook_option
@plainly
def export(assignment: str, classroom: Path | None, form: str, to: Path | None, gradebook: str | None) -> None:
    """Write the grades of ASSIGNMENT to a file.

    Example: autograder export linear --format csv --to grades.csv
    """
    course = find_course()
    tasks_of(assignment)
    place = classroom_of(course, classroom)
    with open_gradebook(gradebook or place.gradebook_url) as book:
        from ..gradebook.export import grades_csv

        text = grades_csv(book, [assignment])
    target = to or place.root / f"grades-{assignment}.{form}"
    write_atomically(target.resolve(), text.encode())
    out.print(f"Grades are in {target}")


@click.command()
@click.argument("assignment")
@classroom_option
@click.option("--to", type=OUTPUT, help="[default: report-ASSIGNMENT.html in the classroom]")
@plainly
def report(assignment: str, classroom: Path | None, to: Path | None) -> None:
    """Write one page on how the class did on ASSIGNMENT: scores, stages, and the mistakes that this class makes.

    Example: autograder report linear
    """
    from ..feedback.class_report import class_report

    course = find_course()
    tasks_of(assignment)
    place = classroom_of(course, classroom)
    target = to or place.root / f"report-{assignment}.html"
    write_atomically(target.resolve(), class_report(assignment, place.judged(assignment)).encode())
    out.print(f"The report is in {target}")
