"""Count the work that a piece of code does, so that time can be judged without a clock.

Work is counted in events of the interpreter: lines and calls of Python code, and comparisons of nodes, which a
search through a list makes by the thousand inside one line.  How the count grows with the size of a problem says
whether an algorithm is linear, whatever the processor and however long-winded the code.
"""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

HOPELESS = 3
"""The order at which counting stops: cubic growth, or worse."""

RECURSION_LIMIT = 1000
"""Python's default (`sys.getrecursionlimit` of a fresh interpreter)."""


class _TooMuch(Exception):
    """Raised in the code that is counted when it has done more than its allowance."""


def order_of_growth(run: Callable[[int], object], small: int, large: int, compared: type | None = None) -> int:
    """The whole power p with work ∝ sizeᵖ between two sizes: 1 for linear and for n log n, at most `HOPELESS`.

    `run(size)` does the work.  Comparisons of instances of `compared` count, if that class leaves `==` alone.
    """
    base = _count(run, small, math.inf, compared)
    most = base * (large / small) ** HOPELESS
    ratio = _count(run, large, most, compared) / base
    return min(HOPELESS, round(math.log(ratio) / math.log(large / small)))


def _count(run: Callable[[int], object], size: int, most: float, compared: type | None) -> float:
    """Events while `run(size)` runs; `most`, where it is stopped for having more."""
    events = 0

    def event(*_: Any) -> Any:
        nonlocal events
        events += 1
        if events > most:
            raise _TooMuch
        return event

    before = sys.gettrace()
    with _comparisons(compared, event):
        sys.settrace(event)
        try:
            run(size)
        except _TooMuch:
            return most
        finally:
            sys.settrace(before)
    return events


@contextmanager
def _comparisons(compared: type | None, event: Callable[[], object]) -> Iterator[None]:
    """Report each `==` of two instances to `event`, if the class has no `__eq__` of its own."""
    if compared is None or "__eq__" in {name for kind in compared.__mro__[:-1] for name in vars(kind)}:
        yield
        return

    def same(self: object, other: object) -> bool:
        event()
        return self is other

    compared.__eq__ = same  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        del compared.__eq__


@contextmanager
def collection_paused() -> Iterator[None]:
    """No garbage collection, which would look again and again through a large graph that is all in use."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def default_recursion_limit() -> Iterator[None]:
    """Python's default recursion limit above the present depth, which the code inside does not raise."""
    before, assign = sys.getrecursionlimit(), sys.setrecursionlimit
    assign(RECURSION_LIMIT + _depth())
    sys.setrecursionlimit = lambda limit, /: None
    try:
        yield
    finally:
        sys.setrecursionlimit = assign
        assign(before)


def _depth() -> int:
    """How many frames are open."""
    frame: FrameType | None = sys._getframe()
    depth = 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    return depth
