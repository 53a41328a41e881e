"""A Dask cluster as an executor: `autograder grade --dask tcp://…`.

Workers see no folder of the course or the class.  Each is sent the run once (what to expect and the released
notebooks) and then one submission at a time, and sends back an outcome; all reading and writing is done by the one
command.  A worker needs this package, in the same version, and a kernel with what the sandbox needs: one that has
not is refused when it joins, before it is given any work.

Dask itself gives a submission whose worker is gone to another one, and gives up when that has happened more often than
the scheduler's setting `distributed.scheduler.allowed-failures` says.

Imports Dask late: it is an extra.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

from .. import __version__
from ..checks.words import language
from ..course import Course, CourseError
from ..judge.grading import HandedIn, Outcome, Run, grade, grader_for, handed_in, warm_up
from ..judge.submission import Notebook, read_releases
from .classroom import Classroom
from .session import QUEUED_PER_JOB, NotGraded

CONNECT_SECONDS = 10
"""How long a scheduler may take to answer."""

WORKERS_SECONDS = 30
"""How long to wait for a first worker."""

WATCH_SECONDS = 5
"""How often to look whether any worker is left."""

QUEUED_AT_LEAST = 32
"""Submissions under way, at least: workers that join later find some waiting; few enough to keep memory flat."""

PROTOCOLS = ("tcp://", "tls://", "ws://", "wss://")
"""How the address of a scheduler may begin."""

ADMISSION = "autograder"
"""Name of the plug-in that looks at each worker before it is given work."""


class ClusterError(CourseError):
    """The cluster cannot be used, with what to do about it."""


@dataclass(frozen=True)
class SentRun:
    """A run as it is sent to workers: without paths, with the released notebooks, and by which package."""

    run: Run
    releases: dict[str, Notebook]
    package: str


def keep(run: SentRun) -> SentRun:
    """The task whose result each worker keeps; lost with all its holders, the scheduler makes it again."""
    return run


def grade_sent(sent: SentRun, work: HandedIn) -> Outcome:
    """Grade on a worker what was sent to it."""
    return grader_for(sent.run, sent.releases).grade_handed_in(work)


@dataclass(frozen=True)
class Admission:
    """Looks at a worker when it joins, and warms it up; what it raises keeps the worker out.  A Dask WorkerPlugin."""

    assignment: str
    unprotected: bool
    package: str
    name: str = ADMISSION

    def setup(self, worker: Any) -> None:
        """Refuse another version of this package and a machine without isolation; open the threads' sandboxes."""
        if self.package != __version__:
            raise ClusterError(
                f"The worker {worker.address} has version {__version__} of the course's package, this command has "
                f"{self.package}. Install the same version there."
            )
        threads = worker.executors["default"]
        opened = [threads.submit(warm_up, self.assignment, self.unprotected) for _ in range(worker.state.nthreads)]
        for future in opened:
            future.result()

    def teardown(self, worker: Any) -> None:
        """Sandboxes are kept for the next run; they end with the worker."""


class DaskWorkers(Executor):
    """The workers of a Dask scheduler.  Only `grade` can be asked of them.  A context manager.

    `say` is told, in a sentence, when no worker is left and when there are some again.
    """

    def __init__(self, client: Any, say: Callable[[str], None]) -> None:
        self._client = client
        self._dask = client.get_executor(pure=False)
        self._held: dict[Run, tuple[Any, dict[str, Notebook]]] = {}
        self._say = say
        self._ended = Event()
        self._watch = Thread(target=self._watch_workers, daemon=True)
        self._watch.start()

    @property
    def in_flight(self) -> int:
        """How many submissions to have under way at a time."""
        return max(QUEUED_AT_LEAST, QUEUED_PER_JOB * self.threads)

    @property
    def threads(self) -> int:
        """How many submissions the cluster can grade at a time, as it is now."""
        return sum(self._client.nthreads().values())

    def admit(self, assignment: str, unprotected: bool) -> None:
        """Look at every worker, and at those that join later, before there is anything to grade.

        Raises IsolationUnavailable where a worker's machine cannot isolate and ClusterError where it is not of this
        version or lacks this package.
        """
        from distributed.diagnostics.plugin import WorkerPlugin

        class WorkerAdmission(Admission, WorkerPlugin):
            """`Admission` with the base class that Dask asks for."""

        try:
            self._client.register_plugin(WorkerAdmission(assignment, unprotected, __version__), name=ADMISSION)
        except ImportError as error:
            raise ClusterError(
                f"A worker cannot import the course's package ({error}). Install it there: "
                "pip install 'forward-and-backward[grading,cluster]'"
            ) from None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have `grade(run, student)` done by a worker: what was handed in is read here and sent."""
        if fn is not grade or kwargs:
            raise TypeError(f"A cluster is sent submissions to grade and nothing else, not {fn!r}.")
        if self._client.status != "running":
            raise ClusterError(LOST)
        run, student = args
        held, releases = self._sent(run)
        work = handed_in(Classroom(Path(run.classroom)), run.assignment, student, releases)
        graded: Future[Any] = Future()
        self._dask.submit(grade_sent, held, work).add_done_callback(lambda done: _pass_on(done, graded))
        return graded

    def _sent(self, run: Run) -> tuple[Any, dict[str, Notebook]]:
        if run not in self._held:
            releases = read_releases(Course(Path(run.course)).exercises / run.assignment)
            bare = replace(run, course="", classroom="", language=run.language or language())
            self._held[run] = self._client.submit(keep, SentRun(bare, releases, __version__), pure=False), releases
        return self._held[run]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give up what is not finished unless it is waited for; the cluster itself goes on."""
        self._ended.set()
        self._dask.shutdown(wait=wait and not cancel_futures)
        self._held.clear()

    def _watch_workers(self) -> None:
        """A thread's life: say when the cluster has lost its last worker, for then nothing happens any more."""
        alone = False
        while not self._ended.wait(WATCH_SECONDS):
            try:
                threads = self.threads
            except (OSError, TimeoutError, RuntimeError, CancelledError):  # no scheduler: `submit` will tell
                continue
            if threads == 0 and not alone:
                self._say("No worker is left; waiting for one to join. Stop with Ctrl-C: what is graded stays graded.")
            if threads and alone:
                self._say("There are workers again.")
            alone = threads == 0


LOST = "The scheduler has ended or cannot be reached any more. What is graded stays graded; run the same command again."


def _pass_on(done: Future[Any], to: Future[Any]) -> None:
    """Give a Dask task's end to the future that was promised, in the course's own words."""
    try:
        result = done.result()
    except (CancelledError, OSError):
        to.set_exception(ClusterError(LOST))
    except Exception as error:
        to.set_exception(NotGraded(_why(error)) if type(error).__name__ == "KilledWorker" else error)
    else:
        to.set_result(result)


def _why(error: Any) -> str:
    deaths = error.allowed_failures + 1
    return (
        f"Every worker that had it ended ({deaths} of them, the last at {error.last_worker.address}). Look whether "
        "they are short of memory, and grade this one on this machine: --student … --jobs 1"
    )


@contextmanager
def dask_workers(url: str, say: Callable[[str], None]) -> Iterator[DaskWorkers]:
    """The workers of the scheduler at `url`, of which there must be at least one.

    TLS and other settings are taken from Dask's own configuration.  Left with an exception, as when the user
    interrupts, what is under way is cancelled.
    """
    try:
        import distributed
    except ImportError:
        raise ClusterError("--dask needs the extra 'cluster': pip install 'forward-and-backward[cluster]'") from None
    for name in ("distributed", "distributed.client", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # its tracebacks; ours are sentences
    client = _connected(distributed, url)
    try:
        workers = DaskWorkers(client, say)
        try:
            yield workers
        except BaseException as error:
            with suppress(OSError, TimeoutError):  # there may be no scheduler any more
                workers.shutdown(cancel_futures=True)
            if isinstance(error, OSError) and client.status != "running":
                raise ClusterError(LOST) from None
            raise
        # everything is graded, whatever has become of the scheduler; ValueError: nobody was admitted
        with suppress(OSError, TimeoutError, ValueError):
            workers.shutdown()
            client.unregister_worker_plugin(ADMISSION)
    finally:
        client.close(timeout=2)


def _connected(distributed: Any, url: str) -> Any:
    """A client of the scheduler at `url`, once it has a worker."""
    if not url.startswith(PROTOCOLS):
        schemes = ", ".join(PROTOCOLS)
        raise ClusterError(f"No Dask scheduler answers at {url}: an address begins with one of {schemes}.")
    try:
        client = distributed.Client(url, timeout=CONNECT_SECONDS, set_as_default=False, name="autograder")
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(
            f"No Dask scheduler answers at {url} ({error}). Start one with 'dask scheduler', or mend the address."
        ) from None
    try:
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
    except TimeoutError:
        client.close(timeout=2)
        raise ClusterError(
            f"The scheduler at {url} has no workers. Start some: dask worker {url} --nworkers auto --nthreads 1"
        ) from None
    return client
