"""Grade a class: many submissions at once in worker processes, written by this process as they come back.

Whatever happens in between, at the end each submission has exactly one score, the right one.  A worker that is killed
costs its submission another try.  What cannot be written now stops the run, with what is written standing.  A run that
was stopped, in whatever way, is gone on with by running it again.  No decision depends on the time of day.
"""

from __future__ import annotations

import errno
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..feedback.page import feedback_page
from ..judge.grading import Outcome, Run, as_json, grade
from ..judge.judge import verdicts_in
from ..judge.submission import read_submission
from ..sandbox.client import SandboxError
from .classroom import CannotWrite, Classroom, parse_notebook, read_notebook, write_atomically
from .interruption import Interruption, Stopped
from .journal import Entry, Journal
from .results import Results
from .workers import WorkerLost

if TYPE_CHECKING:  # importing nbgrader takes seconds, in which workers can already grade
    from .writer import GradebookWriter

TRIES = 3
"""How many workers or sandboxes may be lost over one submission before it is reported as not graded."""

QUEUED_PER_JOB = 3
"""Submissions that are under way or waiting per worker: enough to keep it busy, few enough to keep memory flat."""

NO_FAULT_OF_ITS_OWN = (WorkerLost, SandboxError)
"""What may happen to a submission because processes were killed: it is tried again."""

READ_ONLY = 0o444
"""Mode of autograded notebooks, as nbgrader writes them."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
"""Errors of the disk itself, which the next submission would meet as well."""


class NotGraded(Exception):
    """A submission could not be graded; the message says why, in a sentence for the instructor."""


@dataclass
class Watcher:
    """Who is told of what a run does, as it happens.

    `finished(student)` after each submission; `failed(student, why)` before it, for one that could not be graded.
    """

    finished: Callable[[str], None]
    failed: Callable[[str, str], None]


def result_of(verdicts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A student's result as `--json` shows it."""
    return {
        "score": sum(v["points"] for v in verdicts.values()),
        "max_score": sum(v["max_points"] for v in verdicts.values()),
        "tasks": dict(verdicts),
    }


def unfinished(
    classroom: Classroom,
    assignment: str,
    students: Iterable[str],
    notebooks: Collection[str],
    versions: Mapping[str, str],
    recorded: Collection[str],
    results: Results,
) -> list[str]:
    """The students who are to be graded; the results of the others, whose score stands, go into `results`.

    `notebooks` are the names of those that the assignment has, `versions` those of its tasks as they are now, and
    `recorded` the students whom the gradebook has a score of: without one, a verdict on the disk does not stand.
    """
    to_grade = []
    for student in students:
        standing = student in recorded and standing_result(classroom, assignment, student, notebooks, versions)
        if standing:
            results.add(student, standing)
        else:
            to_grade.append(student)
    return to_grade


def standing_result(
    classroom: Classroom, assignment: str, student: str, notebooks: Iterable[str], versions: Mapping[str, str]
) -> dict[str, Any] | None:
    """The result that stands: of this very submission, by these versions of the tasks and the package; else None."""
    verdicts: dict[str, dict[str, Any]] = {}
    for name in notebooks:
        try:
            notebook = read_notebook(classroom.autograded(student, assignment) / f"{name}.ipynb")
        except (OSError, ValueError):  # not graded yet, or torn by a crash of the machine
            return None
        record = notebook["metadata"].get("autograder", {})
        submitted = read_submission(classroom.submitted(student, assignment) / f"{name}.ipynb")
        if (record.get("submission"), record.get("package")) != (submitted.sha256, __version__):
            return None
        if any(versions.get(task) != version for task, version in record.get("tasks", {}).items()):
            return None
        verdicts.update({task: as_json(verdict) for task, verdict in verdicts_in(notebook).items()})
    return result_of(verdicts)


def grade_class(
    run: Run,
    students: Collection[str],
    executor: Executor,
    in_flight: int,
    open_writer: Callable[[], GradebookWriter],
    results: Results,
    watcher: Watcher,
    interruption: Interruption,
) -> int:
    """Grade these students and write each as it comes back; returns how many were graded.

    One that cannot be graded is told to the watcher and costs nobody else anything.  `in_flight` submissions are under
    way or wait for a worker at a time.  `open_writer` is called once the first are under way.  Raises CannotWrite
    where nothing more can be written, and Stopped between two submissions where the user asks for it; what is
    written until then stands.
    """
    graded = 0
    finished = _grade_all(executor, run, students, in_flight)
    classroom = Classroom(Path(run.classroom))
    journal = Journal(classroom.root, run.assignment)
    try:
        with open_writer() as writer:
            for student, tries, future in finished:
                with interruption.held():
                    try:
                        outcome = _outcome(student, future)
                        with _room():
                            save(classroom, run, outcome, writer, journal, tries)
                            results.add(student, result_of(outcome.verdicts))
                    except CannotWrite:
                        raise
                    except Exception as error:  # whatever kept this one from being graded must not keep the others
                        watcher.failed(student, _reason(error))
                    else:
                        graded += 1
                    watcher.finished(student)
    except CannotWrite as error:
        raise CannotWrite(f"{error}. {_so_far(graded, students)}") from None
    except Stopped as stopped:
        raise Stopped(stopped.number, f"Stopped. {_so_far(graded, students)}") from None
    return graded


def _so_far(graded: int, students: Collection[str]) -> str:
    return (
        f"{graded} of {len(students)} submissions are graded, and stand. Run the same command again to grade the rest."
    )


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "The name of the submission's folder is not UTF-8. Rename it."
    return str(error) if isinstance(error, NotGraded) else f"{type(error).__name__}: {error}"


def _outcome(student: str, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except NO_FAULT_OF_ITS_OWN as error:
        raise NotGraded(
            f"{error} This happened {TRIES} times. Look whether the machine is short of memory, and grade this one "
            f"alone: --student {student} --jobs 1"
        ) from None


@contextmanager
def _room() -> Iterator[None]:
    """Turn errors of the disk itself into CannotWrite."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        where = f" {error.filename}" if error.filename else ""
        raise CannotWrite(f"Grades cannot be written{where}: {error.strerror}. Make room there") from None


def _grade_all(
    executor: Executor, run: Run, students: Iterable[str], in_flight: int
) -> Iterator[tuple[str, int, Future[Outcome]]]:
    """Submit the first students at once and the others as earlier ones finish; yield them as they finish.

    With each comes the number of workers that it took.  A submission whose worker or sandbox was lost is tried again.
    """
    waiting = iter(students)
    running: dict[Future[Outcome], tuple[str, int]] = {}

    def start(student: str, tries: int) -> None:
        running[executor.submit(grade, run, student)] = (student, tries)

    for student in itertools.islice(waiting, in_flight):
        start(student, 1)

    def results() -> Iterator[tuple[str, int, Future[Outcome]]]:
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                student, tries = running.pop(future)
                lost = not future.cancelled() and isinstance(future.exception(), NO_FAULT_OF_ITS_OWN)
                if lost and tries < TRIES:
                    start(student, tries + 1)
                    continue
                yield student, tries, future
                for following in itertools.islice(waiting, 1):
                    start(following, 1)

    return results()


def save(
    classroom: Classroom, run: Run, outcome: Outcome, writer: GradebookWriter, journal: Journal, tries: int = 1
) -> None:
    """Write an outcome: the gradebook in one transaction, then the files and the journal.

    The autograded notebook comes last; while it is missing a submission counts as not graded, so an interruption at
    any point is made good by running again.
    """
    recorded = writer.record(outcome.student, outcome.scores, outcome.unanswered, outcome.timestamp)
    feedback = classroom.feedback(outcome.student, run.assignment)
    autograded = classroom.autograded(outcome.student, run.assignment)
    for name, page in outcome.feedback.items():
        if recorded.by_hand or recorded.penalties.get(name):
            marks = writer.marks(outcome.student, name)
            judged = parse_notebook(outcome.notebooks[name])
            page = feedback_page(run.assignment, outcome.student, judged, marks).encode()
        write_atomically(feedback / f"{name}.html", page)
    if outcome.timestamp:
        write_atomically(autograded / "timestamp.txt", outcome.timestamp.encode(), READ_ONLY)
    journal.append(
        Entry(
            student=outcome.student,
            submission=outcome.submission,
            tasks=dict(run.versions),
            seed=run.seed,
            package=__version__,
            verdicts=outcome.verdicts,
            handed_in=outcome.timestamp,
            tries=tries,
            seconds=round(outcome.seconds, 3),
        )
    )
    for name, notebook in outcome.notebooks.items():
        write_atomically(autograded / f"{name}.ipynb", notebook, READ_ONLY)
