"""Worker processes on this machine that may be killed at any time.

Unlike `concurrent.futures.ProcessPoolExecutor`, of which one dead worker breaks everything under way, these are
independent: a worker that is killed costs the one call that it was busy with, and is replaced.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from multiprocessing import Pipe, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for_any
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

PRELOADED = ["autograder.judge.grading"]
"""What the process from which replacements are forked has imported already."""


class WorkerLost(Exception):
    """The process that was busy with a call ended before it answered."""


@dataclass(frozen=True)
class _Call:
    """A call that waits for a worker, and where its result goes."""

    future: Future[Any]
    message: bytes


class _Worker:
    """A process that answers one call after the other, and our end of the pipe to it."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self._process = process
        self._connection = connection

    def call(self, message: bytes) -> Any:
        """Have a pickled `(function, args, kwargs)` called there.  Raises what it raises, or WorkerLost."""
        try:
            self._connection.send_bytes(message)
            succeeded, value = pickle.loads(self._connection.recv_bytes())
        except (EOFError, OSError):
            self._process.join()
            raise WorkerLost(f"The worker process ended {_how(self._process.exitcode)}.") from None
        if succeeded:
            return value
        raise value

    def kill(self) -> None:
        """End the process at once; a call that it is busy with raises WorkerLost."""
        self._process.kill()

    def close(self) -> None:
        """Let the process end, and wait until it has."""
        self._connection.close()
        self._process.join()


def _how(exit_code: int | None) -> str:
    return f"by {signal.Signals(-exit_code).name}" if exit_code and exit_code < 0 else f"with exit code {exit_code}"


class LocalWorkers(Executor):
    """So many worker processes, one call at a time each.

    The first are forked when it is made, which must be before this process has threads.  Replacements come from a
    fork server, because by then it has threads, and connections to databases.  Left with an exception, as when the
    user interrupts, it does not wait for what is under way.
    """

    def __init__(self, jobs: int) -> None:
        self._waiting: SimpleQueue[_Call | None] = SimpleQueue()
        self._closing = False
        self._workers: list[_Worker] = []
        ours: list[Connection] = []
        for _ in range(jobs):
            self._workers.append(_started("fork", ours))
        self._threads = [Thread(target=self._serve, args=(number,), daemon=True) for number in range(jobs)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have `fn(*args, **kwargs)` called by the next worker that is free."""
        if self._closing:
            raise RuntimeError("These workers are shut down and take no more calls.")
        future: Future[T] = Future()
        self._waiting.put(_Call(future, pickle.dumps((fn, args, kwargs))))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers when what was submitted is done or, with `cancel_futures`, what is under way."""
        self._closing = True
        if cancel_futures:
            self._cancel_waiting()
        for _ in self._threads:
            self._waiting.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        if kind is not None:
            self._cancel_waiting()
            for worker in self._workers:
                worker.kill()
        self.shutdown()

    def _cancel_waiting(self) -> None:
        try:
            while True:
                call = self._waiting.get_nowait()
                if call is not None:
                    call.future.cancel()
        except Empty:
            return

    def _serve(self, number: int) -> None:
        """A thread's life: hand calls to worker `number` and, when it is lost, to the one that takes its place."""
        while (call := self._waiting.get()) is not None:
            if not call.future.set_running_or_notify_cancel():
                continue
            try:
                result = self._workers[number].call(call.message)
            except WorkerLost as error:
                if not self._closing:
                    self._workers[number] = _started("forkserver", [])
                call.future.set_exception(error)
            except Exception as error:
                call.future.set_exception(error)
            else:
                call.future.set_result(result)
        self._workers[number].close()


def _started(method: str, ours: list[Connection]) -> _Worker:
    """Start a worker process.

    `ours` are our ends of the pipes to earlier workers, to which the new one's is added: a forked process inherits
    them and must close them, or the others would not notice when this process is gone.
    """
    context = get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(PRELOADED)
    here, there = Pipe()
    ours.append(here)
    process = context.Process(  # type: ignore[attr-defined]  # typeshed: BaseContext lacks it
        target=_answer, args=(there, ours if method == "fork" else []), daemon=True
    )
    process.start()
    there.close()
    return _Worker(process, here)


def _answer(calls: Connection, inherited: Sequence[Connection]) -> None:
    """A worker's life: answer calls until there are no more, or the other side is gone.

    Whether to stop is the other side's business: an interrupt from the keyboard, which reaches every process of the
    terminal, is ignored.
    """
    for connection in inherited:
        connection.close()
    Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_DFL)
    while True:
        try:
            function, args, kwargs = pickle.loads(calls.recv_bytes())
        except (EOFError, OSError):
            return
        try:
            answer = pickle.dumps((True, function(*args, **kwargs)))
        except Exception as error:
            answer = pickle.dumps((False, _portable(error)))
        calls.send_bytes(answer)


def _end_with_parent() -> None:
    """When the process that wants the answers has been killed, end at once, whatever is under way."""
    parent = parent_process()
    if parent is not None:
        wait_for_any([parent.sentinel])
        os._exit(1)


def _portable(error: Exception) -> Exception:
    """An exception that survives pickling: itself, or its text."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
