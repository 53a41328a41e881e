"""Grade one submission from its folder to its outcome.  Reads and judges; writing is for the one writer.

`grade` runs in worker processes, which read the class's folders; `grade_handed_in` on machines that do not see them.
A run, what was handed in and an outcome are plain data.  Each thread of a worker keeps one grader, with its own warm
sandbox, for as long as the requests are of the same run.
"""

from __future__ import annotations

import atexit
import math
import threading
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..checks.card import read_cards, write_cards
from ..checks.evaluate import TaskVerdict
from ..checks.words import Language
from ..course import Course, CourseError
from ..feedback.page import Marks, feedback_page
from ..gradebook.classroom import Classroom, notebook_bytes
from ..sandbox.client import Sandbox
from ..sandbox.limits import SandboxLimits
from ..tasks import module_of, tasks_of
from ..tasks.schema import Profile
from .judge import Judge, Judged, points_by_cell, secret_seeds
from .submission import Notebook, Submission, read_releases, read_submission, read_timestamp, restore, unanswered

CELL_SECONDS = 10
"""CPU time that a learner's cell may take: cells define functions, and may try them out."""

WALL_FACTOR = 4
"""How much longer than its CPU time something may take by the clock: a busy machine is not the learner's fault."""


@dataclass(frozen=True)
class Run:
    """What all requests of one grading run share.

    `expectations` are the cards of the run's secret seed, compressed; `versions` are those of its tasks, in pairs, so
    that a run can be hashed.  Paths are strings, so that a run crosses to
    another process or machine.  `language` is that of the reports in notebooks; without it, the process's own.
    """

    course: str
    classroom: str
    assignment: str
    seed: str
    expectations: bytes
    versions: tuple[tuple[str, str], ...]
    unprotected: bool = False
    language: Language | None = None


@dataclass(frozen=True)
class HandedIn:
    """What a student handed in, read from its folder: notebooks by name, and the text of the time stamp."""

    student: str
    submissions: Mapping[str, Submission]
    timestamp: str


def handed_in(classroom: Classroom, assignment: str, student: str, names: Iterable[str]) -> HandedIn:
    """Read what a student handed in for an assignment whose notebooks have these names."""
    folder = classroom.submitted(student, assignment)
    submissions = {name: read_submission(folder / f"{name}.ipynb") for name in names}
    return HandedIn(student, submissions, read_timestamp(folder / "timestamp.txt"))


@dataclass(frozen=True)
class Outcome:
    """A graded submission, ready to be written.

    `scores` and `unanswered` are by notebook, as the gradebook takes them; `verdicts` are by task, as `--json`
    shows them; `submission` are the hashes of the files by notebook; `seconds` is the time that grading took, by a
    clock that does not jump.
    """

    student: str
    notebooks: Mapping[str, bytes]
    feedback: Mapping[str, bytes]
    scores: Mapping[str, Mapping[str, float]]
    unanswered: Mapping[str, frozenset[str]]
    verdicts: Mapping[str, Mapping[str, Any]]
    submission: Mapping[str, str]
    timestamp: str
    seconds: float


class Grader:
    """Grades the submissions of one run, one after the other.

    `releases` are the released notebooks by name; without them they are read from the course's folder.
    """

    def __init__(self, run: Run, releases: Mapping[str, Notebook] | None = None) -> None:
        course = Course(Path(run.course))
        self.run = run
        self.classroom = Classroom(Path(run.classroom))
        self.releases = read_releases(course.exercises / run.assignment) if releases is None else releases
        if not self.releases:
            folder = course.exercises / run.assignment
            raise CourseError(f"{folder} holds no notebook. Generate it with: autograder release {run.assignment}")
        cards = read_cards(zlib.decompress(run.expectations).decode(), "the run's expectations")
        sandbox = partial(warm_sandbox, run.assignment, unprotected=run.unprotected)
        self.judge = Judge(tasks_of(run.assignment), cards, run.seed, sandbox, dict(run.versions), run.language)

    def grade(self, student: str) -> Outcome:
        """Read and grade what one student handed in."""
        return self.grade_handed_in(handed_in(self.classroom, self.run.assignment, student, self.releases))

    def grade_handed_in(self, work: HandedIn) -> Outcome:
        """Grade all notebooks of one student; one that is missing or unreadable earns nothing, with the reason."""
        started = time.monotonic()
        judged: dict[str, Judged] = {}
        open_answers: dict[str, frozenset[str]] = {}
        for name, release in self.releases.items():
            restored = restore(work.submissions[name], release)
            open_answers[name] = unanswered(restored, release)
            judged[name] = self.judge.judge(restored)
        return Outcome(
            work.student,
            {name: notebook_bytes(j.notebook) for name, j in judged.items()},
            {name: self._feedback(work.student, j) for name, j in judged.items()},
            {name: points_by_cell(j.verdicts) for name, j in judged.items()},
            open_answers,
            {name: as_json(verdict) for j in judged.values() for name, verdict in j.verdicts.items()},
            {name: submission.sha256 for name, submission in work.submissions.items()},
            work.timestamp,
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
    from .reckoning import cards_of_run  # needs SciPy, which workers do not

    return zlib.compress(write_cards(cards_of_run(course, assignment, secret_seeds(seed))).encode())


def prepare_run(
    course: Course,
    classroom: Path,
    assignment: str,
    seed: str,
    versions: Mapping[str, str],
    unprotected: bool,
    spoken: Language | None = None,
) -> Run:
    """All that the requests of a new run share.  `versions` are its tasks' (see `versions_of`).

    Runs the instructor's code in this process.
    """
    expected = expectations(course, assignment, seed)
    judged_by = tuple(versions.items())
    return Run(str(course.root), str(classroom), assignment, seed, expected, judged_by, unprotected, spoken)


class _Warm(threading.local):
    """What a thread keeps warm: a sandbox is for one thread at a time."""

    def __init__(self) -> None:
        self.sandboxes: dict[tuple[str, Profile, bool], Sandbox] = {}
        self.graders: dict[Run, Grader] = {}


_warm = _Warm()


def warm_sandbox(assignment: str, profile: Profile, unprotected: bool) -> Sandbox:
    """This thread's sandbox for notebooks of an assignment that have this profile, opened on first use.

    Those for other assignments are closed.  It allows each case the time that the tasks of the profile allow; a task
    that overran is not tried again.
    """
    key = assignment, profile, unprotected
    if key not in _warm.sandboxes:
        close_sandboxes(but=assignment)
        seconds = max(math.ceil(task.seconds) for task in tasks_of(assignment).values() if task.profile == profile)
        limits = SandboxLimits(
            probe_cpu_seconds=seconds,
            probe_wall_seconds=WALL_FACTOR * seconds,
            cell_cpu_seconds=CELL_SECONDS,
            cell_wall_seconds=WALL_FACTOR * CELL_SECONDS,
            job_wall_seconds=max(SandboxLimits().job_wall_seconds, 2 * WALL_FACTOR * seconds),
            stopped_probes_per_task=1,
        )
        sandbox = Sandbox(profile, limits, unprotected, preload=[module_of(assignment)])
        _warm.sandboxes[key] = sandbox.__enter__()
    return _warm.sandboxes[key]


def warm_up(assignment: str, unprotected: bool) -> None:
    """Open this thread's sandbox before there is anything to grade: that of the first task, which every run needs.

    Raises IsolationUnavailable where this machine cannot isolate.
    """
    first = next(iter(tasks_of(assignment).values()))
    warm_sandbox(assignment, first.profile, unprotected)


def grader_for(run: Run, releases: Mapping[str, Notebook] | None = None) -> Grader:
    """This thread's grader for a run, made on first use."""
    if run not in _warm.graders:
        _warm.graders.clear()
        _warm.graders[run] = Grader(run, releases)
    return _warm.graders[run]


def grade(run: Run, student: str) -> Outcome:
    """Read and grade one student's submission with this thread's grader for the run."""
    return grader_for(run).grade(student)


@atexit.register
def close_sandboxes(but: str = "") -> None:
    """End this thread's sandboxes, except those for an assignment; those of other threads end with the process."""
    for key in [key for key in _warm.sandboxes if key[0] != but]:
        _warm.sandboxes.pop(key).close()
