"""`autograder`: release, grade, feedback, export, report, audit.

Each command says in one sentence what is wrong when something is, with exit code 2, and never ends in a traceback for
a mistake of its user's.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import wraps
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from .. import __version__
from ..checks.card import CardError
from ..course import Course, CourseError, find_course
from ..gradebook.classroom import Classroom, new_seed, write_atomically
from ..judge.bank import load_bank
from ..judge.grading import Run, expectations, warm_up
from ..judge.submission import read_releases
from ..sandbox.client import IsolationUnavailable, SandboxError
from ..tasks import ASSIGNMENTS, UnknownName, tasks_of

PLAIN_ERRORS = (CourseError, CardError, UnknownName, IsolationUnavailable, SandboxError)
"""Errors whose message is written for the user."""

Command = TypeVar("Command", bound=Callable[..., Any])

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def plainly(command: Command) -> Command:
    """Turn errors that are meant for the user into one sentence and exit code 2."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except PLAIN_ERRORS as error:
            raise SystemExit(_say(str(error))) from None
        except OSError as error:
            raise SystemExit(_say(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))) from None

    return wrapped  # type: ignore[return-value]


def _say(message: str) -> int:
    err.print(message, markup=False)
    return 2


def classroom_option(command: Command) -> Command:
    """The option that names the folder of the class."""
    return click.option(
        "--classroom",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the class, with submitted/ in it.  [default: classroom]",
    )(command)


def _classroom(course: Course, folder: Path | None) -> Classroom:
    return Classroom((folder or course.classroom).resolve())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Release, grade and explain the assignments of the course.

    Run inside the folder of the course.
    """


@main.command()
@click.argument("assignment")
@classroom_option
@click.option("--student", "students", multiple=True, metavar="ID", help="Grade this student only; may be repeated.")
@click.option("--seed", help="Draw the inputs from this seed, to repeat a run.  [default: a new secret one]")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Submissions at a time.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the results here.")
@click.option("--gradebook", metavar="URL", help="Database of the gradebook.  [default: gradebook.db in the classroom]")
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
    place = _classroom(course, classroom)
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
                opened.result()
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


@main.command()
@click.argument("assignment", required=False)
@click.option("--all", "everything", is_flag=True, help="Every assignment.")
@click.option("--seeds", type=click.IntRange(1), default=20, show_default=True, help="Seeds of the audit.")
@plainly
def release(assignment: str | None, everything: bool, seeds: int) -> None:
    """Audit ASSIGNMENT, build its cards and generate its notebooks under exercises/.

    Example: autograder release linear
    """
    from ..judge.release import build_cards, generate_exercises

    if (assignment is None) == (not everything):
        raise CourseError("Name one assignment, or give --all.")
    course = find_course()
    for name in ASSIGNMENTS if everything else (str(assignment),):
        bank = load_bank(course, name)
        if not _audited(course, name, seeds):
            raise CourseError(f"{name} is not released: mend what the audit found first.")
        cards = build_cards(course, bank)
        notebooks = generate_exercises(course, name)
        out.print(
            f"{name}: cards in {cards.relative_to(course.root)}, notebooks in {notebooks.relative_to(course.root)}"
        )


@main.command()
@click.argument("assignment", required=False)
@click.option("--seeds", type=click.IntRange(1), default=20, show_default=True, help="How many seeds to try.")
@plainly
def audit(assignment: str | None, seeds: int) -> None:
    """Prove that the checks of ASSIGNMENT (default: all) check.

    Solutions and alternatives must earn everything on every seed; misconceptions must lose points always and be
    recognised in 95 % of runs.

    Example: autograder audit linear
    """
    course = find_course()
    results = [_audited(course, name, seeds) for name in ([assignment] if assignment else ASSIGNMENTS)]
    if not all(results):
        raise SystemExit(1)


def _audited(course: Course, assignment: str, seeds: int) -> bool:
    """Audit an assignment, show what was found, and say whether it holds."""
    from ..judge.audit import audit as run_audit

    reports = run_audit(load_bank(course, assignment), course, seeds)
    table = Table(
        "task", "alternatives", "misconceptions", "runs", "caught", "named", title=f"{assignment}, {seeds} seeds"
    )
    for report in reports:
        counts = (report.alternatives, report.misconceptions, report.runs, report.caught, report.named)
        table.add_row(report.task, *map(str, counts))
    out.print(table)
    for report in reports:
        for problem in report.problems:
            err.print(f"{report.task}: {problem}", markup=False)
    return not any(report.problems for report in reports)


@main.command()
@click.argument("assignment")
@classroom_option
@click.option("--gradebook", metavar="URL", help="Database of the gradebook.  [default: gradebook.db in the classroom]")
@plainly
def feedback(assignment: str, classroom: Path | None, gradebook: str | None) -> None:
    """Write a feedback page per student of ASSIGNMENT, with points and comments from the gradebook.

    Example: autograder feedback linear
    """
    course = find_course()
    tasks_of(assignment)
    place = _classroom(course, classroom)
    from ..feedback.page import feedback_page

    with _gradebook(gradebook or place.gradebook_url) as book:
        from ..gradebook.writer import marks_of

        count = 0
        for student, name, notebook in place.judged(assignment):
            page = feedback_page(assignment, student, notebook, marks_of(book, assignment, student, name))
            write_atomically(place.feedback(student, assignment) / f"{name}.html", page.encode())
            count += 1
    if not count:
        raise CourseError(f"Nothing is graded yet. Run first: autograder grade {assignment}")
    out.print(f"{count} feedback pages are in {place.root / 'feedback'}")


@main.command()
@click.argument("assignment")
@classroom_option
@click.option("--format", "form", type=click.Choice(["csv"]), default="csv", show_default=True)
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), help="[default: grades-ASSIGNMENT.csv in the classroom]"
)
@click.option("--gradebook", metavar="URL", help="Database of the gradebook.  [default: gradebook.db in the classroom]")
@plainly
def export(assignment: str, classroom: Path | None, form: str, to: Path | None, gradebook: str | None) -> None:
    """Write the grades of ASSIGNMENT to a file.

    Example: autograder export linear --format csv --to grades.csv
    """
    course = find_course()
    tasks_of(assignment)
    place = _classroom(course, classroom)
    with _gradebook(gradebook or place.gradebook_url) as book:
        from ..gradebook.export import grades_csv

        text = grades_csv(book, [assignment])
    target = to or place.root / f"grades-{assignment}.{form}"
    write_atomically(target.resolve(), text.encode())
    out.print(f"Grades are in {target}")


@main.command()
@click.argument("assignment")
@classroom_option
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), help="[default: report-ASSIGNMENT.html in the classroom]"
)
@plainly
def report(assignment: str, classroom: Path | None, to: Path | None) -> None:
    """Write one page on how the class did on ASSIGNMENT: scores, stages, and the mistakes that this class makes.

    Example: autograder report linear
    """
    from ..feedback.class_report import class_report

    course = find_course()
    tasks_of(assignment)
    place = _classroom(course, classroom)
    target = to or place.root / f"report-{assignment}.html"
    write_atomically(target.resolve(), class_report(assignment, place.judged(assignment)).encode())
    out.print(f"The report is in {target}")


@contextmanager
def _gradebook(url: str) -> Iterator[Any]:
    """An existing gradebook; nbgrader would make an empty one without a word."""
    from ..gradebook.models import Gradebook, MissingEntry

    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not path.is_file():
        raise CourseError(f"There is no gradebook at {path}. Grade first: autograder grade ASSIGNMENT")
    book = Gradebook(url)
    try:
        yield book
    except MissingEntry as error:
        raise CourseError(
            f"The gradebook does not know this: {error}. Grade first: autograder grade ASSIGNMENT"
        ) from None
    finally:
        book.close()


if __name__ == "__main__":
    sys.exit(main())
