"""The trusted side of the sandbox: hand over cells and probes, get back plain data, believe none of it.

    with Sandbox() as sandbox:
        result = sandbox.run(Job(cells=["def double(x): return 2 * x"], probes=[Probe("a", "double", "small", inputs)]))

A job's items (its cells, then its probes) are answered in order, each against a deadline. Where an item makes
the child hang, die or flood, the child is killed, the item is marked with the reason, and the job runs again
without it; what was answered before counts as it was first received. A frame that is not exactly the next
answer ends the run.
"""

from __future__ import annotations

import signal
import socket
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder import wire
from autograder.sandbox.answers import CellResult, Failure, Item, Reason, read_cell, read_probe
from autograder.sandbox.jail import IsolationUnavailable
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.parent import (
    GRACE_SECONDS,
    START_SECONDS,
    Ended,
    SandboxError,
    WarmParent,
    WarmParentEnded,
    refuse_trouble,
)

__all__ = [
    "CellResult",
    "Failure",
    "IsolationUnavailable",
    "Job",
    "Probe",
    "Reason",
    "RunResult",
    "Sandbox",
    "SandboxError",
    "probe_isolation",
]

_JOB_LIMITS = wire.Limits(bytes=2**31, depth=64, elements=2**24)
"""What goes in is our own; nothing bounds it but the frame's length field."""


@dataclass(frozen=True)
class Probe:
    """One observation to make.

    :param key: names it in the result; unique within a job.
    :param task: the task whose probe observes.
    :param case: the task's case.
    :param inputs: plain data, handed to the probe as a fresh copy.
    """

    key: str
    task: str
    case: str
    inputs: Mapping[str, Any]

    @cached_property
    def encoded_inputs(self) -> bytes:
        """The inputs as they are sent; a judge sends the same ones to every submission."""
        return wire.encode(dict(self.inputs), _JOB_LIMITS)


@dataclass(frozen=True)
class Job:
    """A submission: sources of its cells, in order, and the observations to make when they have run."""

    cells: Sequence[str]
    probes: Sequence[Probe] = ()


@dataclass(frozen=True)
class RunResult:
    """What came of a job.

    :param cells: one per cell.
    :param observations: per probe's key, what its probe returned or a :class:`Failure`.
    :param runs: how often the job was started.
    :param cpu_seconds: CPU time of all runs, seconds.
    :param max_rss_bytes: the largest resident memory of any run, bytes.
    """

    cells: list[CellResult]
    observations: dict[str, Any]
    runs: int
    cpu_seconds: float
    max_rss_bytes: int


@dataclass
class _Progress:
    """A job under way: what has been answered, over however many runs it takes."""

    job: Job
    answers: dict[Item, CellResult | Failure | Any] = field(default_factory=dict)
    stopped: set[Item] = field(default_factory=set)
    runs: int = 0
    cpu_seconds: float = 0.0
    max_rss_bytes: int = 0
    received_bytes: int = 0

    def __post_init__(self) -> None:
        self.cells = [Item("cell", index) for index in range(len(self.job.cells))]
        self.probes = [Item("probe", probe.key, probe.task) for probe in self.job.probes]
        if len(set(self.probes)) != len(self.probes):
            raise ValueError("Two probes of one job have the same key.")

    def open_probes(self, at_most_stopped: int) -> list[Item]:
        """Probes to run next; of a task that had to be stopped too often, none."""
        stopped = [item.task for item in self.stopped]
        return [item for item in self.probes if item not in self.answers and stopped.count(item.task) < at_most_stopped]

    def stop(self, item: Item, failure: Failure) -> None:
        self.stopped.add(item)
        self.answers.setdefault(item, failure)

    def result(self) -> RunResult:
        """Every item's answer; what never ran is a failure too."""
        cells = [_as_cell(self.answers.get(item, _NOT_RUN)) for item in self.cells]
        observations = {
            probe.key: self.answers[item] if item in self.answers else self._why_not_run(item)
            for probe, item in zip(self.job.probes, self.probes, strict=True)
        }
        return RunResult(cells, observations, self.runs, self.cpu_seconds, self.max_rss_bytes)

    def _why_not_run(self, item: Item) -> Failure:
        for other in self.probes:
            answer = self.answers.get(other)
            if other in self.stopped and other.task == item.task and isinstance(answer, Failure):
                return Failure(answer.reason, f"Not run: other cases of {item.task} had to be stopped.")
        return _NOT_RUN


_NOT_RUN = Failure("timeout", "Not run: the submission had used up its time, or had to be stopped too often.")


def _as_cell(answer: CellResult | Failure) -> CellResult:
    return CellResult(failure=answer) if isinstance(answer, Failure) else answer


class Sandbox:
    """One warm parent and the jobs run in it, one after the other. A context manager.

    Not for several threads at once: give each worker its own.

    :param profile: ``"numpy"`` or ``"torch"``: what learner code may import.
    :param limits: what each job may use.
    :param unprotected: run without namespaces and seccomp where the machine has none. For trusted code only.
    :param observe: ``module:function`` that makes an observation, called inside as
        ``function(task, namespace, case, inputs)``.
    :param preload: modules to import once in the warm parent, for speed.
    :param library: a folder of further modules that jobs may import, shown read-only: what an assignment ships.
    """

    def __init__(
        self,
        profile: str = "numpy",
        limits: SandboxLimits | None = None,
        unprotected: bool = False,
        *,
        observe: str = "autograder.sandbox.child:observe",
        preload: Sequence[str] = (),
        library: Path | None = None,
    ) -> None:
        self.limits = limits or SandboxLimits()
        self._profile, self._unprotected = profile, unprotected
        self._observe, self._preload, self._library = observe, tuple(preload), library
        self._entered = False
        self._warm: WarmParent | None = None

    def __enter__(self) -> Sandbox:
        """Start the warm parent.

        :raises IsolationUnavailable: where this machine cannot isolate, with what to enable.
        """
        if self._unprotected:
            warnings.warn(
                "Learner code runs unprotected: it can read and change whatever you can.", RuntimeWarning, stacklevel=2
            )
        self._entered = True
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._entered = False
        self.close()

    def close(self) -> None:
        """End the warm parent and everything below it; within the with statement the next job starts a new one."""
        if self._warm is not None:
            self._warm.close()
            self._warm = None

    def run(self, job: Job) -> RunResult:
        """Run a job to its end. Whatever learner code does ends as data in the result.

        :raises SandboxError: when the warm parent ended during the job, and again when it was restarted. The
            next job starts a new one.
        """
        try:
            try:
                return self._run(job)
            except WarmParentEnded:
                self.close()
                return self._run(job)
        except WarmParentEnded as error:
            self.close()
            raise SandboxError(str(error)) from None
        except BaseException:  # a KeyboardInterrupt, say: what is under way must not answer for the next job
            self.close()
            raise

    def _open(self) -> WarmParent:
        if not self._entered:
            raise SandboxError("The sandbox is not open: use it in a with statement.")
        if self._warm is None:
            self._warm = WarmParent(
                profile=self._profile,
                observe=self._observe,
                preload=self._preload,
                library=None if self._library is None else str(self._library),
                limits=self.limits,
                unprotected=self._unprotected,
            )
        return self._warm

    def _run(self, job: Job) -> RunResult:
        progress = _Progress(job)
        deadline = time.monotonic() + self.limits.job_wall_seconds
        while progress.runs <= self.limits.reruns and time.monotonic() < deadline:
            progress.runs += 1
            if self._run_once(progress, deadline):
                break
        return progress.result()

    def _run_once(self, progress: _Progress, deadline: float) -> bool:
        """Start the job and read its answers; whether it came to its end."""
        warm = self._open()
        cells = [item for item in progress.cells if item not in progress.stopped]
        probes = progress.open_probes(self.limits.stopped_probes_per_task)
        if not probes and all(item in progress.answers for item in cells):
            return True
        with warm.start_job() as connection:
            trouble: _Trouble | None = None
            try:
                self._hand_over(connection, progress, cells, probes)
                self._read_answers(connection, progress, [*cells, *probes], deadline)
            except _Trouble as found:
                trouble = found
            # a child that has answered everything, or that is dying, ends by itself
            ends_by_itself = trouble is None or isinstance(trouble.error, wire.ConnectionEnded)
            ended = warm.end_job(GRACE_SECONDS if ends_by_itself else 0.0)
        progress.cpu_seconds += ended.cpu_seconds
        progress.max_rss_bytes = max(progress.max_rss_bytes, ended.max_rss_bytes)
        if trouble is not None:
            progress.stop(trouble.item, trouble.explain(ended, self.limits))
        return trouble is None

    def _hand_over(
        self,
        connection: socket.socket,
        progress: _Progress,
        cells: list[Item],
        probes: list[Item],
    ) -> None:
        """Wait for the child's walls to stand, then send the job. No learner code has run so far."""
        by_key = {probe.key: probe for probe in progress.job.probes}
        message = {
            "cells": [[item.key, progress.job.cells[int(item.key)]] for item in cells],
            "probes": [
                [probe.key, probe.task, probe.case, probe.encoded_inputs]
                for probe in (by_key[str(item.key)] for item in probes)
            ],
        }
        soon = time.monotonic() + START_SECONDS
        try:
            greeting = wire.recv_frame(connection, self.limits.answer, soon)
            refuse_trouble(greeting)
            wire.send_frame(connection, message, _JOB_LIMITS, soon)
        except wire.WireError as error:
            self._open().ask_what_happened()
            raise WarmParentEnded(f"The sandbox could not start a job: {error}") from None

    def _read_answers(self, connection: socket.socket, progress: _Progress, items: list[Item], deadline: float) -> None:
        """Read one answer per item, in order. The first trouble ends the reading."""
        for item in items:
            seconds = self.limits.cell_wall_seconds if item.kind == "cell" else self.limits.probe_wall_seconds
            item_deadline = min(deadline, time.monotonic() + seconds)
            left = self.limits.job_answer_bytes - progress.received_bytes
            allowed = replace(self.limits.answer, bytes=min(self.limits.answer.bytes, left))
            try:
                frame, size = wire.recv_sized_frame(connection, allowed, item_deadline)
                answer = read_cell(frame, item) if item.kind == "cell" else read_probe(frame, item)
            except wire.WireError as error:
                raise _Trouble(item, error) from None
            progress.received_bytes += size
            progress.answers.setdefault(item, answer)
            if isinstance(answer, Failure) and answer.reason == "memory":
                raise _Trouble(item, None)  # the child has ended; the rest deserves a fresh one


def probe_isolation() -> list[str]:
    """What this machine lacks for isolation and how to enable it, in sentences; nothing if it lacks nothing.

    It is tried, not guessed: a sandbox is opened and an empty function runs in it.
    """
    try:
        with Sandbox() as sandbox:
            sandbox.run(Job(cells=["pass"]))
    except IsolationUnavailable as error:
        return error.sentences
    except SandboxError as error:
        return [str(error)]
    return []


class _Trouble(Exception):
    """Why the reading of answers stopped, at which item."""

    def __init__(self, item: Item, error: wire.WireError | None) -> None:
        super().__init__(str(error))
        self.item, self.error = item, error

    def explain(self, ended: Ended, limits: SandboxLimits) -> Failure:
        """The failure to record, from what was seen on the wire and how the child ended."""
        seconds = limits.cell_cpu_seconds if self.item.kind == "cell" else limits.probe_cpu_seconds
        if isinstance(self.error, wire.DeadlinePassed):
            return Failure("timeout", "It did not come to an end in time.")
        if isinstance(self.error, wire.TooLarge):
            return Failure("output", str(self.error))
        if not isinstance(self.error, wire.ConnectionEnded):
            return Failure("killed", f"It interfered with its own grading. {self.error}")
        if ended.used_up_cpu(limits):
            return Failure("timeout", f"It used more than {seconds} s of processor time.")
        if ended.exit_code == -signal.SIGKILL and not ended.killed_here:
            # nobody else can send SIGKILL to a pid 1: neither learner code nor we did, the kernel's OOM killer did
            return Failure("memory", "The machine ran out of memory.")
        if ended.exit_code < 0 and ended.exit_code != -signal.SIGKILL:
            return Failure("killed", f"It was ended by {signal.Signals(-ended.exit_code).name}.")
        return Failure("killed", "It ended its own process.")
