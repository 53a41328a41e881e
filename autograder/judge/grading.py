"""Grade one submission from its folder to its outcome.  Reads and judges; writing is for the one writer.

`grade` runs in worker processes, on this machine or a cluster's: a run, a student's name and an outcome are plain
data.  Each worker keeps one grader, with its own warm sandbox, for as long as the requests are of the same run.
"""

from __future__ import annotations

import atexit
import math
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..checks.card import read_cards, write_cards
from ..checks.evaluate import TaskVerdict
from ..course import Course, CourseError
from ..feedback.page import Marks, feedback_page
from ..gradebook.classroom import Classroom, notebook_bytes
from ..sandbox.client import Sandbox
from ..sandbox.limits import SandboxLimits
from ..tasks import module_of, tasks_of
from .bank import load_bank
from .judge import Judge, Judged, points_by_cell, secret_seeds
from .submission import read_releases, read_submission, read_timestamp, restore, unanswered

CELL_SECONDS = 10
"""CPU time that a learner's cell may take: cells define functions, and may try them out."""

WALL_FACTOR = 4
"""How much longer than its CPU time something may take by the clock: a busy machine is not the learner's fault."""


@dataclass(frozen=True)
class Run:
    """What all requests of one grading run share.

    `expectations` are the cards of the run's secret seed, compressed.  Paths are strings, so that a run crosses to
    another process or machine.
    """

    course: str
    classroom: str
    assignment: str
    seed: str
    expectations: bytes
    unprotected: bool = False


@dataclass(frozen=True)
class Outcome:
    """A graded submission, ready to be written.

    `scores` and `unanswered` are by notebook, as the gradebook takes them; `verdicts` are by task, as `--json`
    shows them; `seconds` is the time that grading took, by the wall clock.
    """

    student: str
    notebooks: Mapping[str, bytes]
    feedback: Mapping[str, bytes]
    scores: Mapping[str, Mapping[str, float]]
    unanswered: Mapping[str, frozenset[str]]
    verdicts: Mapping[str, Mapping[str, Any]]
    timestamp: str
    seconds: float


class Grader:
    """Grades the submissions of one run, one after the other."""

    def __init__(self, run: Run) -> None:
        course = Course(Path(run.course))
        self.run = run
        self.classroom = Classroom(Path(run.classroom))
        self.releases = read_releases(course.exercises / run.assignment)
        if not self.releases:
            folder = course.exercises / run.assignment
            raise CourseError(f"{folder} holds no notebook. Generate it with: autograder release {run.assignment}")
        cards = read_cards(zlib.decompress(run.expectations).decode(), "the run's expectations")
        sandbox = warm_sandbox(run.assignment, run.unprotected)
        self.judge = Judge(tasks_of(run.assignment), cards, run.seed, sandbox)

    def grade(self, student: str) -> Outcome:
        """Grade all notebooks of one student; one that is missing or unreadable earns nothing, with the reason."""
        started = time.monotonic()
        folder = self.classroom.submitted(student, self.run.assignment)
        judged: dict[str, Judged] = {}
        open_answers: dict[str, frozenset[str]] = {}
        for name, release in self.releases.items():
            restored = restore(read_submission(folder / f"{name}.ipynb"), release)
            open_answers[name] = unanswered(restored, release)
            judged[name] = self.judge.judge(restored)
        return Outcome(
            student,
            {name: notebook_bytes(j.notebook) for name, j in judged.items()},
            {name: self._feedback(student, j) for name, j in judged.items()},
            {name: points_by_cell(j.verdicts) for name, j in judged.items()},
            open_answers,
            {name: as_json(verdict) for j in judged.values() for name, verdict in j.verdicts.items()},
            read_timestamp(folder / "timestamp.txt"),
            time.monotonic() - started,
        )

    def _feedback(self, student: str, judged: Judged) -> bytes:
        return feedback_page(self.run.assignment, student, judged.notebook, Marks()).encode()


def as_json(verdict: TaskVerdict) -> dict[str, Any]:
    """A verdict as `autograder grade --json` shows it."""
    return {
        "points": verdict.points,
        "max_points": verdict.max_points,
        "status": verdict.status,
        "stage": verdict.failure.name if verdict.failure else None,
        "misconception": verdict.misconception,
    }


def expectations(course: Course, assignment: str, seed: str) -> bytes:
    """What a run's submissions are compared with: the cards of its secret seed, compressed.

    Runs the instructor's code in this process.
    """
    from .reckoning import make_cards  # needs SciPy, which workers do not

    cards = make_cards(load_bank(course, assignment), secret_seeds(seed))
    return zlib.compress(write_cards(cards).encode())


_sandboxes: dict[tuple[str, bool], Sandbox] = {}
_graders: dict[Run, Grader] = {}


def warm_sandbox(assignment: str, unprotected: bool) -> Sandbox:
    """This process's sandbox for an assignment, opened on first use; one for another assignment is closed.

    It allows each case the time that the assignment's tasks allow; a task that overran is not tried again.
    """
    if (assignment, unprotected) not in _sandboxes:
        close_sandboxes()
        seconds = max(math.ceil(task.seconds) for task in tasks_of(assignment).values())
        limits = SandboxLimits(
            probe_cpu_seconds=seconds,
            probe_wall_seconds=WALL_FACTOR * seconds,
            cell_cpu_seconds=CELL_SECONDS,
            cell_wall_seconds=WALL_FACTOR * CELL_SECONDS,
            stopped_probes_per_task=1,
        )
        sandbox = Sandbox(limits=limits, unprotected=unprotected, preload=[module_of(assignment)])
        _sandboxes[assignment, unprotected] = sandbox.__enter__()
    return _sandboxes[assignment, unprotected]


def warm_up(assignment: str, unprotected: bool) -> None:
    """Open this process's sandbox before there is anything to grade.

    Raises IsolationUnavailable where this machine cannot isolate.
    """
    warm_sandbox(assignment, unprotected)


def grade(run: Run, student: str) -> Outcome:
    """Grade one student's submission with this process's grader for the run, which is made on first use."""
    if run not in _graders:
        _graders.clear()
        _graders[run] = Grader(run)
    return _graders[run].grade(student)


@atexit.register
def close_sandboxes() -> None:
    """End this process's sandboxes."""
    for sandbox in _sandboxes.values():
        sandbox.close()
    _sandboxes.clear()
