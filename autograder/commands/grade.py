"""`autograder grade`: many submissions at once, one trusted writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ..course import CourseError, find_course
from ..gradebook.classroom import Classroom, new_seed, only_run
from ..gradebook.interruption import Interruption
from ..gradebook.workers import LocalWorkers, WorkerLost
from ..judge.grading import prepare_run, warm_up
from ..judge.submission import read_releases
from ..judge.versions import versions_of
from ..sandbox.client import IsolationUnavailable
from ..tasks import tasks_of
from .terminal import OUTPUT, classroom_of, classroom_option, err, gradebook_option, out, plainly, say

JOBS = 2
"""Submissions that are graded at a time on this machine by default."""


@click.command()
@click.argument("assignment")
@classroom_option
@click.option("--student", "students", multiple=True, metavar="ID", help="Grade this student only; may be repeated.")
@click.option("--seed", help="Draw the inputs from this seed, to repeat a run.  [default: a new secret one]")
@click.option("--jobs", type=click.IntRange(1), help=f"Submissions at a time on this machine.  [default: {JOBS}]")
@click.option("--dask", metavar="URL", help="Grade on the workers of this Dask scheduler, such as tcp://10.0.0.1:8786.")
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
    jobs: int | None,
    dask: str | None,
    json_file: Path | None,
    gradebook: str | None,
    regrade: bool,
    unprotected: bool,
) -> None:
    """Grade what was handed in for ASSIGNMENT.

    Submissions that stand graded are kept, so a run that was stopped is resumed by running it again.

    Example: autograder grade linear --jobs 2 --json results.json
    """
    if jobs and dask:
        raise CourseError("--jobs is for this machine and --dask for a cluster: give one of them.")
    from ..gradebook.database import recorded_students
    from ..gradebook.results import Results
    from ..gradebook.session import Watcher, grade_class, unfinished

    course = find_course()
    tasks_of(assignment)
    place = classroom_of(course, classroom)
    chosen = _chosen(place, assignment, students)
    releases = read_releases(course.exercises / assignment)
    database = gradebook or place.gradebook_url

    def open_writer() -> Any:
        from ..gradebook.writer import GradebookWriter, LatePenalties

        return GradebookWriter(database, assignment, releases, LatePenalties(course))

    graded = 0
    with Interruption() as interruption, only_run(place, assignment), Results(json_file) as results:
        to_grade = chosen
        versions = versions_of(course, assignment)
        if not (regrade or seed):
            recorded = recorded_students(database, assignment)
            to_grade = unfinished(place, assignment, chosen, releases, versions, recorded, results)
        if to_grade:
            opened = (
                _on_cluster(dask, assignment, unprotected) if dask else _here(jobs or JOBS, assignment, unprotected)
            )
            with opened as workers:
                run = prepare_run(course, place.root, assignment, seed or new_seed(), versions, unprotected)
                workers.ready()
                with _progress(len(to_grade)) as advance:
                    watcher = Watcher(advance, _not_graded)
                    graded = grade_class(
                        run, to_grade, workers.executor, workers.in_flight, open_writer, results, watcher, interruption
                    )
        results.write()
    failures = len(to_grade) - graded
    out.print(f"{graded} graded, {len(chosen) - len(to_grade)} kept, {failures} not graded: {assignment}")
    if failures:
        raise SystemExit(1)


@dataclass(frozen=True)
class _Workers:
    """Who grades: an executor, how many submissions it is given at a time, and how to wait until it can begin."""

    executor: Executor
    in_flight: int
    ready: Callable[[], None]


@contextmanager
def _here(jobs: int, assignment: str, unprotected: bool) -> Iterator[_Workers]:
    """Processes on this machine, which open their sandboxes while this one works out what to expect."""
    from ..gradebook.session import QUEUED_PER_JOB

    with LocalWorkers(jobs) as executor:
        warm = [executor.submit(warm_up, assignment, unprotected) for _ in range(jobs)]

        def ready() -> None:
            for opened in warm:
                _isolated(opened)

        yield _Workers(executor, jobs * QUEUED_PER_JOB, ready)


@contextmanager
def _on_cluster(url: str, assignment: str, unprotected: bool) -> Iterator[_Workers]:
    """The workers of a Dask scheduler."""
    from ..gradebook.cluster import dask_workers

    with dask_workers(url, say) as executor:
        yield _Workers(executor, executor.in_flight, lambda: executor.admit(assignment, unprotected))


def _not_graded(student: str, why: str) -> None:
    say(f"{student}: not graded. {why}")


def _isolated(opened: Future[None]) -> None:
    """Wait for a worker's sandbox; where there is none to be had, say also what can be done without."""
    try:
        opened.result()
    except WorkerLost:
        return  # it is replaced, and the next one opens its own
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
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """How far it is, how fast it goes and how long it will take: on a terminal; nothing elsewhere."""
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=err, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda student: bar.update(task, advance=1, description=student.replace("[", r"\["))


class _Rate(ProgressColumn):
    """Submissions a second, over the last half minute."""

    def render(self, task: Task) -> Text:
        """Nothing as long as it is not known."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")
