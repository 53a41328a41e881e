"""The trusted side's hold on the warm parent: start it, have it fork, learn how a child ended, end it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import autograder
from autograder import wire
from autograder.sandbox.jail import SCRATCH, IsolationUnavailable
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.zygote import KILL, RUN, Orders

__all__ = ["GRACE_SECONDS", "START_SECONDS", "Ended", "SandboxError", "WarmParent", "WarmParentEnded", "refuse_trouble"]

START_SECONDS = 30.0  # to fork a child and build its walls takes some ten milliseconds
_IMPORT_SECONDS = 180.0  # to start the warm parent takes about a second; torch from a cold disk much longer
_CLOSE_SECONDS = 5.0
GRACE_SECONDS = 1.0  # for a child to end by itself; it takes a few milliseconds


class SandboxError(Exception):
    """The sandbox itself failed, twice; no fault of a submission's."""


class WarmParentEnded(Exception):
    """The warm parent is gone, or does not answer."""


@dataclass(frozen=True)
class Ended:
    """How a job's child ended. ``exit_code`` is negative for a signal."""

    exit_code: int
    cpu_seconds: float
    max_rss_bytes: int
    killed_here: bool

    def used_up_cpu(self, limits: SandboxLimits) -> bool:
        """SIGXCPU, in either guise (see :func:`autograder.sandbox.jail.limit_resources`), or the hard limit."""
        at_hard_limit = self.exit_code == -signal.SIGKILL and self.cpu_seconds >= limits.job_cpu_seconds - 1
        return self.exit_code in (signal.SIGXCPU, -signal.SIGXCPU) or at_hard_limit


class WarmParent:
    """The process of :mod:`autograder.sandbox.zygote` and the socket that leads to it."""

    def __init__(self, **orders: Any) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, *_interpreter_options(), _packages(), _orders(theirs, orders)],
                env=_ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        try:
            greeting = self._receive(_IMPORT_SECONDS)
        except WarmParentEnded as error:
            self.close()
            raise SandboxError(str(error)) from None
        try:
            refuse_trouble(greeting)
        except Exception:
            self.close()
            raise

    def start_job(self) -> socket.socket:
        """Fork a child; returns our end of its socket."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [RUN], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise WarmParentEnded(f"The warm parent has ended: {error.strerror}.") from None
        return ours

    def ask_what_happened(self) -> None:
        """When a child did not come to life: raise what the warm parent has to say about it, if anything."""
        refuse_trouble(self._receive(GRACE_SECONDS))

    def end_job(self, grace_seconds: float) -> Ended:
        """Wait for the child's end for so many seconds, then kill it and everything that it started."""
        killed_here = False
        try:
            report = self._receive(grace_seconds)
        except WarmParentEnded:
            killed_here = True
            try:
                self._control.send(KILL)
            except OSError as error:
                raise WarmParentEnded(f"The warm parent has ended: {error.strerror}.") from None
            report = self._receive(START_SECONDS)
        return Ended(report["exit"], report["cpu_seconds"], report["max_rss_bytes"], killed_here)

    def close(self) -> None:
        """End the process; returns when everything below it is dead."""
        self._control.close()
        try:
            self._process.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _receive(self, seconds: float) -> dict[str, Any]:
        self._control.settimeout(seconds)
        try:
            message = self._control.recv(2**16)
        except TimeoutError:
            raise WarmParentEnded("The warm parent does not answer.") from None
        except OSError as error:
            raise WarmParentEnded(f"The warm parent has ended: {error.strerror}.") from None
        if not message:
            raise WarmParentEnded("The warm parent has ended.")
        report: dict[str, Any] = wire.decode(message)
        return report


def refuse_trouble(message: Mapping[str, Any]) -> None:
    """Raise what the warm parent, or a child before any learner code, reports instead of being ready."""
    if "unavailable" in message:
        raise IsolationUnavailable(message["unavailable"])
    if "failed" in message:
        raise SandboxError(message["failed"])


_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": SCRATCH,
    "TMPDIR": SCRATCH,
    "IPYTHONDIR": f"{SCRATCH}/.ipython",
    "USER": "learner",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",  # the same submission gives the same bytes
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",  # the warm parent must have one thread, or a fork copies locks that nobody opens
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""The whole environment of learner code: nothing of the grader's own is inherited."""


def _interpreter_options() -> list[str]:
    """No user site-packages, no current folder on the path; then a program that is told where the package lies."""
    program = "import sys; sys.path.append(sys.argv[1]); from autograder.sandbox.zygote import main; main(sys.argv[2:])"
    return ["-s", "-P", "-c", program]


def _packages() -> str:
    """The folder that holds the autograder package, which may be a checkout."""
    return str(Path(autograder.__path__[0]).parent)


def _orders(control: socket.socket, orders: Mapping[str, Any]) -> str:
    return Orders(grader=os.getpid(), control=control.fileno(), **orders).to_json()
