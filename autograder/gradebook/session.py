"""Grade a class: many submissions at once in worker processes, written by this process as they come back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..feedback.page import feedback_page
from ..judge.grading import Outcome, Run, as_json, grade
from ..judge.judge import verdicts_in
from ..judge.submission import read_submission
from ..tasks import tasks_of
from .classroom import Classroom, parse_notebook, read_notebook, write_atomically

if TYPE_CHECKING:  # importing nbgrader takes seconds, in which workers can already grade
    from .writer import GradebookWriter

QUEUED_PER_JOB = 3
"""Submissions that are under way or waiting per worker: enough to keep it busy, few enough to keep memory flat."""

READ_ONLY = 0o444
"""Mode of autograded notebooks, as nbgrader writes them."""


@dataclass
class Tally:
    """What a run did: results as `--json` shows them, and who could not be graded, with the reason."""

    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def result_of(verdicts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A student's result as `--json` shows it."""
    return {
        "score": sum(v["points"] for v in verdicts.values()),
        "max_score": sum(v["max_points"] for v in verdicts.values()),
        "tasks": dict(verdicts),
    }


def standing_result(classroom: Classroom, assignment: str, student: str, names: Iterable[str]) -> dict[str, Any] | None:
    """The result that stands: of this very submission, by these versions of the tasks and the package; else None."""
    versions = {name: task.version for name, task in tasks_of(assignment).items()}
    verdicts: dict[str, dict[str, Any]] = {}
    for name in names:
        path = classroom.autograded(student, assignment) / f"{name}.ipynb"
        if not path.is_file():
            return None
        notebook = read_notebook(path)
        record = notebook["metadata"].get("autograder", {})
        submitted = read_submission(classroom.submitted(student, assignment) / f"{name}.ipynb")
        if (record.get("submission"), record.get("package")) != (submitted.sha256, __version__):
            return None
        judged_by = record.get("tasks", {})
        if any(versions.get(task) != version for task, version in judged_by.items()):
            return None
        verdicts.update({task: as_json(verdict) for task, verdict in verdicts_in(notebook).items()})
    return result_of(verdicts)


def grade_class(
    run: Run,
    students: Iterable[str],
    executor: Executor,
    jobs: int,
    open_writer: Callable[[], GradebookWriter],
    progress: Callable[[str], None],
) -> Tally:
    """Grade these students and write each as it comes back.

    One that cannot be graded is kept in the tally with its reason and costs nobody else anything.  `open_writer` is
    called once the first submissions are under way.
    """
    tally = Tally()
    finished = _grade_all(executor, run, students, jobs * QUEUED_PER_JOB)
    with open_writer() as writer:
        for student, future in finished:
            try:
                outcome = future.result()
                save(Classroom(Path(run.classroom)), run, outcome, writer)
            except Exception as error:  # whatever kept this one from being graded must not keep the others
                tally.failures[student] = f"{type(error).__name__}: {error}"
            else:
                tally.results[student] = result_of(outcome.verdicts)
            progress(student)
    return tally


def _grade_all(
    executor: Executor, run: Run, students: Iterable[str], in_flight: int
) -> Iterator[tuple[str, Future[Outcome]]]:
    """Submit the first students at once and the others as earlier ones finish; yield them as they finish."""
    waiting = iter(students)
    running = {executor.submit(grade, run, student): student for student in itertools.islice(waiting, in_flight)}

    def results() -> Iterator[tuple[str, Future[Outcome]]]:
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future
                for student in itertools.islice(waiting, 1):
                    running[executor.submit(grade, run, student)] = student

    return results()


def save(classroom: Classroom, run: Run, outcome: Outcome, writer: GradebookWriter) -> None:
    """Write an outcome: the gradebook in one transaction, then the files.

    The autograded notebook comes last; while it is missing a submission counts as not graded, so an interruption at
    any point is made good by running again.
    """
    by_hand = writer.record(outcome.student, outcome.scores, outcome.unanswered, outcome.timestamp)
    feedback = classroom.feedback(outcome.student, run.assignment)
    autograded = classroom.autograded(outcome.student, run.assignment)
    for name, page in outcome.feedback.items():
        if by_hand:
            marks = writer.marks(outcome.student, name)
            judged = parse_notebook(outcome.notebooks[name])
            page = feedback_page(run.assignment, outcome.student, judged, marks).encode()
        write_atomically(feedback / f"{name}.html", page)
    if outcome.timestamp:
        write_atomically(autograded / "timestamp.txt", outcome.timestamp.encode(), READ_ONLY)
    for name, notebook in outcome.notebooks.items():
        write_atomically(autograded / f"{name}.ipynb", notebook, READ_ONLY)
