"""Stop a run when the user or the system asks for it, but never in the middle of writing a grade."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a polite kill, a terminal that was closed."""


class Stopped(KeyboardInterrupt):
    """The run was asked to stop.  `code` is the exit code by which shells know the signal."""

    def __init__(self, number: int, sentence: str = "Stopped.") -> None:
        super().__init__(sentence)
        self.number = number
        self.code = 128 + number


class Interruption:
    """While this context is entered, a signal raises Stopped in the main thread, at once or when `held` ends.

    Outside the main thread, where Python delivers no signals, it does nothing.
    """

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._held = False
        self._pending = 0

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._asked) for number in SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        if self._held:
            self._pending = number
        else:
            raise Stopped(number)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is done in this context is done to its end first."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            if self._pending:
                raise Stopped(self._pending)
