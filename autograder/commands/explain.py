"""`autograder explain`: where a score comes from."""

from __future__ import annotations

from pathlib import Path

import click

from ..course import find_course
from ..tasks import tasks_of
from .terminal import classroom_of, classroom_option, gradebook_option, open_gradebook, out, plainly


@click.command()
@click.argument("assignment")
@click.option("--student", required=True, metavar="ID", help="Whose score to explain.")
@classroom_option
@gradebook_option
@plainly
def explain(assignment: str, student: str, classroom: Path | None, gradebook: str | None) -> None:
    """Say where a student's score for ASSIGNMENT comes from.

    What was handed in, by which versions of the tasks and on which seed it was judged, what was given by hand, what
    was taken off for being late, and how to repeat it.  For the instructor alone: it shows the seed.

    Example: autograder explain linear --student ada
    """
    course = find_course()
    tasks_of(assignment)
    place = classroom_of(course, classroom)
    with open_gradebook(gradebook or place.gradebook_url) as book:
        from ..gradebook.explanation import explanation

        lines = explanation(course, place, book, assignment, student)
    for line in lines:
        out.print(line, markup=False)
