"""The warm parent: imports the numeric stack once, behind walls, and forks a child for every job.

Started by :mod:`autograder.sandbox.client` as a program of its own, with an environment of its own, so that
nothing of the grader's memory (solutions, hidden inputs, gradebook) is in the pages that children inherit.
It passes a job's socket on without reading from it; nothing of one job is there for the next.

There are two processes. The first (*launcher*) leaves the host's namespaces and watches the grader; the second is
pid 1 of the new pid namespace, and when it ends, the kernel ends every process below it (pid_namespaces(7)).
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import wire
from autograder.sandbox import environment, jail
from autograder.sandbox.limits import SandboxLimits

__all__ = ["Orders", "main"]

KILL, RUN = b"kill", b"run"
_OWN_SCRATCH_BYTES = 2**20
_LONGEST_ORDER = 64


@dataclass(frozen=True)
class Orders:
    """What the warm parent is told when it starts; JSON on its command line, and nothing secret.

    :param grader: process id of the trusted side; when that ends, everything here ends.
    :param control: descriptor of the control socket.
    :param profile: a key of :data:`autograder.sandbox.environment.PROFILES`.
    :param observe: ``module:function`` of what observes a probe.
    :param preload: modules to import before forking, for speed.
    :param library: a folder of further modules to show, or ``None``.
    :param limits: the limits of every job.
    :param unprotected: no namespaces and no seccomp: only resource limits.
    """

    grader: int
    control: int
    profile: str
    observe: str
    preload: tuple[str, ...]
    library: str | None
    limits: SandboxLimits
    unprotected: bool

    def to_json(self) -> str:
        fields = {**vars(self), "limits": {**vars(self.limits), "answer": vars(self.limits.answer)}}
        return json.dumps(fields)

    @classmethod
    def from_json(cls, text: str) -> Orders:
        fields = json.loads(text)
        answer = wire.Limits(**fields["limits"].pop("answer"))
        limits = SandboxLimits(**fields.pop("limits"), answer=answer)
        return cls(**{**fields, "preload": tuple(fields["preload"])}, limits=limits)


def main(arguments: list[str]) -> None:
    """Launch the warm parent and stay until it, or the grader, ends."""
    orders = Orders.from_json(arguments[0])
    control = socket.socket(fileno=orders.control)
    try:
        proc = jail.open_proc()
        grader = os.pidfd_open(orders.grader)
        if os.getppid() != orders.grader:
            return  # it ended before it could be watched
        if not orders.unprotected:
            readable = environment.readable_paths(orders.profile, Path(orders.library) if orders.library else None)
            emptied = environment.emptied_folders()
            denied = jail.build_filter()
            jail.prepare()
            jail.leave_host(proc)
        warm = os.fork()
        if warm:
            control.close()
            _stay(grader, warm)
            return
        os.close(grader)
        jail.die_with_parent()
        if orders.unprotected:
            walls: Walls = NoWalls()
        else:
            jail.enter_root(readable, emptied, _OWN_SCRATCH_BYTES)
            jail.become_nobody()
            jail.die_with_parent()  # again: a change of user undoes it (prctl(2))
            walls = Walls(proc, denied)
        Zygote(control, orders, walls).serve()
    except jail.IsolationUnavailable as error:
        control.send(wire.encode({"unavailable": error.sentences}))
    except (environment.ProfileUnavailable, ImportError, AttributeError, OSError) as error:
        control.send(wire.encode({"failed": f"The sandbox could not start: {error}"}))


def _stay(grader: int, warm: int) -> None:
    """Wait until the warm parent ends; end it when the grader has ended."""
    watched = os.pidfd_open(warm)
    ended, _, _ = select.select([grader, watched], [], [])
    if watched not in ended:
        os.kill(warm, signal.SIGKILL)
    os.waitpid(warm, 0)


class Walls:
    """How a child comes to be and what surrounds it."""

    def __init__(self, proc: int, denied: jail.Filter) -> None:
        self._proc, self._denied = proc, denied

    def spawn(self) -> int:
        return jail.spawn()

    def close_behind(self, job: int, limits: SandboxLimits) -> int:
        return jail.close_behind(job, self._proc, limits, self._denied)

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)  # pid 1 of its namespace: the rest goes with it

    def tidy(self) -> None:
        """The kernel has removed the namespaces and the scratch in them."""


class NoWalls(Walls):
    """Unprotected: resource limits alone, a session and a temporary folder per job."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="autograder-")
        self._scratch = ""
        os.environ["IPYTHONDIR"] = self._home.name

    def spawn(self) -> int:
        self._scratch = tempfile.mkdtemp(dir=self._home.name)
        return os.fork()

    def close_behind(self, job: int, limits: SandboxLimits) -> int:
        jail.die_with_parent()
        os.setsid()
        os.chdir(self._scratch)
        os.environ["HOME"] = os.environ["TMPDIR"] = self._scratch
        job = jail.keep_only(job)
        jail.limit_resources(limits, in_own_namespace=False)
        return job

    def kill(self, pid: int) -> None:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:  # it has not called setsid yet
            os.kill(pid, signal.SIGKILL)

    def tidy(self) -> None:
        shutil.rmtree(self._scratch, ignore_errors=True)


class Zygote:
    """Serves jobs, one at a time, until the control socket closes."""

    def __init__(self, control: socket.socket, orders: Orders, walls: Walls) -> None:
        self._control, self._limits, self._walls = control, orders.limits, walls
        if orders.library:
            sys.path.append(orders.library)
        from autograder.sandbox import child

        for module in (*environment.PRELOADED[orders.profile], *orders.preload):
            importlib.import_module(module)
        module, _, function = orders.observe.partition(":")
        self._observe = getattr(importlib.import_module(module), function)
        self._run_job, self._shell = child.run_job, child.make_shell()
        gc.collect()
        gc.freeze()  # children's collections then leave inherited pages alone

    def serve(self) -> None:
        self._control.send(wire.encode({"warm": True}))
        while True:
            order, descriptors, _, _ = socket.recv_fds(self._control, _LONGEST_ORDER, 1)
            if not order:
                return
            if order == RUN and descriptors:
                self._run(descriptors[0])
            # a KILL that comes when its job has just ended needs nothing

    def _run(self, job: int) -> None:
        pid = self._walls.spawn()
        if pid == 0:
            self._be_child(job)
        os.close(job)
        watched = os.pidfd_open(pid)
        try:
            control = self._control.fileno()
            while watched not in select.select([watched, control], [], [])[0]:
                order = self._control.recv(_LONGEST_ORDER)
                self._walls.kill(pid)
                if not order:
                    break
        finally:
            os.close(watched)
        _, status, usage = os.wait4(pid, 0)
        self._walls.tidy()
        self._control.send(wire.encode(_report(status, usage)))

    def _be_child(self, job: int) -> None:
        """The child's life; it never returns into the warm parent's code."""
        try:
            connection = socket.socket(fileno=os.dup(job))
            try:
                descriptor = self._walls.close_behind(job, self._limits)
            except jail.IsolationUnavailable as error:
                wire.send_frame(connection, {"unavailable": error.sentences})
                return
            connection.detach()
            self._run_job(socket.socket(fileno=descriptor), self._shell, self._observe, self._limits)
        except wire.WireError:
            pass  # the trusted side has closed the job
        finally:
            os._exit(0)


def _report(status: int, usage: Any) -> dict[str, Any]:
    """How a job ended: exit code (negative: signal), CPU seconds, largest resident memory in bytes."""
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "max_rss_bytes": usage.ru_maxrss * 1024,
    }
