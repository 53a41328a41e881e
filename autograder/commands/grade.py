"""`autograder grade`: many submissions at once, one trusted writer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ..course import CourseError, find_course
from ..gradebook.classroom import Classroom, new_seed, write_atomically
from ..judge.grading import Run, expectations, warm_up
from ..judge.submission import read_releases
from ..sandbox.client import IsolationUnavailable
from ..tasks import tasks_of
from .terminal import OUTPUT, classroom_of, classroom_option, err, gradebook_option, out, plainly


@click.command()
@click.argument("assignment")
@classroom_option
@click.option("--student", "students", multiple=True, metavar="ID", help="Grade this student only; may be repeated.")
@click.option("--seed", help="Draw the inputs from this seed, to repeat a run.  [default: a new secret one]")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Submissions at a time.")
@click.option("--json", "json_file", type=OUTPUT, help="Write the results here.")
@gradebook_option
@click.option("--regrade", is_flag=True, help="Grade again what was already graded as it stands.")
@click.option("--unprotected", is_flag=True, help="Grade without isolation.  Only for code that you trust.")
@plainly
def grade(
    assignment: str,
    classroom: Path | None,
    students: tuple[str, ...],
    seed: str | None,
    jobs: int,
    json_file: Path | None,
    gradebook: str | None,
    regrade: bool,
    unprotected: bool,
) -> None:
    """Grade what was handed in for ASSIGNMENT.

    Submissions that stand graded are kept, so a run that was stopped is resumed by running it again.

    Example: autograder grade linear --jobs 2 --json results.json
    """
    from ..gradebook.session import Tally, grade_class, standing_result

    course = find_course()
    tasks_of(assignment)
    place = classroom_of(course, classroom)
    chosen = _chosen(place, assignment, students)
    releases = read_releases(course.exercises / assignment)
    standing = {} if regrade or seed else {s: standing_result(place, assignment, s, releases) for s in chosen}
    kept = {student: result for student, result in standing.items() if result is not None}

    def open_writer() -> Any:
        from ..gradebook.writer import GradebookWriter

        return GradebookWriter(gradebook or place.gradebook_url, assignment, releases)

    to_grade = [student for student in chosen if student not in kept]
    tally = Tally()
    if to_grade:
        with _workers(jobs) as executor:
            warm = [executor.submit(warm_up, assignment, unprotected) for _ in range(jobs)]
            secret = seed or new_seed()
            expected = expectations(course, assignment, secret)
            run = Run(str(course.root), str(place.root), assignment, secret, expected, unprotected)
            for opened in warm:
                _isolated(opened)
            with _progress(len(to_grade)) as advance:
                tally = grade_class(run, to_grade, executor, jobs, open_writer, advance)
    results = {**kept, **tally.results}
    if json_file:
        text = json.dumps(results, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        write_atomically(json_file.resolve(), text.encode())
    out.print(f"{len(tally.results)} graded, {len(kept)} kept, {len(tally.failures)} not graded: {assignment}")
    for student, reason in tally.failures.items():
        err.print(f"{student}: not graded. {reason}", markup=False)
    if tally.failures:
        raise SystemExit(1)


def _isolated(opened: Future[None]) -> None:
    """Wait for a worker's sandbox; where there is none to be had, say also what can be done without."""
    try:
        opened.result()
    except IsolationUnavailable as error:
        without = "Code that you trust can be graded without isolation: --unprotected."
        raise IsolationUnavailable([*error.sentences, without]) from None


def _chosen(place: Classroom, assignment: str, students: tuple[str, ...]) -> list[str]:
    """The students to grade: all who have handed in, or those named, who must be among them."""
    everyone = place.students(assignment)
    unknown = [student for student in students if student not in everyone]
    if unknown:
        folder = place.root / "submitted"
        raise CourseError(f"There is no submission of {assignment!r} by {', '.join(unknown)} under {folder}.")
    return list(students) or everyone


@contextmanager
def _workers(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes, forked while this one has no threads yet; stopped work is not waited for."""
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("fork"))
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=err, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda student: bar.update(task, advance=1, description=student.replace("[", r"\["))
