"""Run a learner's function on one case and describe what happened, as plain data.

The same code runs in the learner's own notebook and, when graded, inside the sandbox; what it returns is an
*observation*, and nothing in it decides anything: comparing is done elsewhere (`autograder.checks.evaluate`), for a
graded submission in another process.
"""

from __future__ import annotations

import copy
import inspect
import linecache
import traceback
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np

from ..tasks.schema import Case, Drawn, Inputs, Task

Observation = dict[str, Any]
"""`{"results": [...], "form": str, "touched": [...], "warnings": [...], "error": {...} | None, "parameters": [...]}`;
`parameters` may be None, for a callable that shows none."""

Tried = Mapping[tuple[str, str], tuple[Inputs, Observation]]
"""What was observed: (seed, case) → the inputs drawn and the observation made on them."""

ABSENT = object()
"""What stands in a namespace's place where a learner has not defined the task's name."""

HIDDEN = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
"""Warnings that Python itself shows to developers only: they say nothing about a result."""


@dataclass(frozen=True)
class Opaque:
    """Stands for a value that is not data (a function, a string subclass, an object array): its type's name."""

    type_name: str


def plain(value: object) -> Any:
    """A value as data: real numbers, strings, arrays of numbers and containers of these; the rest is `Opaque`.

    Types are compared exactly, so that an object that only pretends to be an array is not asked anything.
    """
    kind = type(value)
    if value is None or kind in (bool, int, float, complex, str):
        return value
    if kind is np.ndarray:
        array: np.ndarray = value  # type: ignore[assignment]
        return array.copy() if array.dtype.kind in "biufc" else Opaque(f"ndarray of {array.dtype}")
    if issubclass(kind, np.generic):
        return np.asarray(value) if np.dtype(kind).kind in "biufc" else Opaque(kind.__name__)
    if kind in (list, tuple):
        return [plain(item) for item in value]  # type: ignore[attr-defined]
    return Opaque(kind.__name__)


def try_here(task: Task, namespace: Mapping[str, Any], drawn: Drawn) -> Tried:
    """Observe, in this process, the namespace's function on all of these inputs."""
    return {(seed, case): (inputs, observe(task, namespace, case, inputs)) for (seed, case), inputs in drawn.items()}


def observe(task: Task, namespace: Mapping[str, Any], case: str, inputs: Inputs) -> Observation:
    """Call the function that `namespace` has under the task's name on copies of `inputs`.

    Returns an observation; whatever the learner's code raises becomes its `error` and never propagates, except
    for exceptions that are not errors (KeyboardInterrupt), which are left to the caller.
    """
    subject = namespace.get(task.name, ABSENT)
    if subject is ABSENT:
        return failed("missing", "NameError", f"{task.name} is not defined")
    if not callable(subject):
        return failed("not callable", type(subject).__name__)
    arguments = copy.deepcopy(task.cases[case].shown(inputs))
    try:
        with warnings.catch_warnings(record=True) as caught, _default_errstate():
            warnings.simplefilter("always")
            returned = _drive(task.cases[case], subject, arguments)
    except Exception as error:  # whatever a learner's code raises is an observation about it
        return _raised(error, _parameters(subject))
    return {
        "results": _results(returned, len(task.results_of(case))),
        "form": type(returned).__name__,
        "touched": [name for name, value in arguments.items() if not _same(value, inputs[name])],
        "warnings": [str(w.message)[:200] for w in caught if not issubclass(w.category, HIDDEN)][:5],
        "error": None,
        "parameters": _parameters(subject),
    }


def _default_errstate() -> np.errstate:
    """NumPy's error state as it is before anybody calls `np.seterr`: what warns is the same for everyone."""
    return np.errstate(divide="warn", over="warn", under="ignore", invalid="warn")


def _drive(case: Case, subject: Any, arguments: Inputs) -> Any:
    """What the case's probe returns, or the function itself, called in order or by name."""
    if case.probe is not None:
        return case.probe(subject, arguments)
    return subject(**arguments) if case.keywords else subject(*arguments.values())


def _results(returned: object, count: int) -> list[Any]:
    """What was returned as a list of results: several may come as tuple or list, one comes as itself."""
    if count > 1 and type(returned) in (tuple, list):
        return [plain(item) for item in returned]  # type: ignore[attr-defined]
    return [plain(returned)]


def _same(after: object, before: object) -> bool:
    """Whether an argument is what it was, bit for bit."""
    if isinstance(before, np.ndarray) and isinstance(after, np.ndarray):
        return before.dtype == after.dtype and before.shape == after.shape and before.tobytes() == after.tobytes()
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_same, after, before))
    return after is before or after == before


def _parameters(subject: object) -> list[str] | None:
    """Parameter names by `inspect.signature`, or None for a callable that has none to show."""
    try:
        return [str(name)[:60] for name in inspect.signature(subject).parameters][:20]  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def failed(kind: str, type_name: str = "", message: str = "") -> Observation:
    """The observation of a call that gave nothing back: `kind` says why, as in `autograder.checks.words.FINDINGS`."""
    error = {"kind": kind, "type": type_name, "message": message, "line": "", "number": 0}
    return {"results": [], "form": "", "touched": [], "warnings": [], "error": error, "parameters": None}


def _raised(error: Exception, parameters: list[str] | None) -> Observation:
    """An observation of an exception, with the learner's own line where it happened."""
    kinds = {NotImplementedError: "stub", MemoryError: "memory"}
    kind = next((kind for cause, kind in kinds.items() if isinstance(error, cause)), "raised")
    observation = failed(kind, type(error).__name__, _message(error))
    observation["parameters"] = parameters
    observation["error"]["number"], observation["error"]["line"] = _own_line(error.__traceback__)
    return observation


def _message(error: Exception) -> str:
    try:
        return str(error)[:500]
    except Exception:  # a learner's exception may have a __str__ of its own that fails
        return ""


def _own_line(trace: TracebackType | None) -> tuple[int, str]:
    """Number and text of the innermost line that stands in a notebook cell or a file outside any package."""
    found = (0, "")
    for frame, number in traceback.walk_tb(trace):
        name = frame.f_code.co_filename
        if name != __file__ and "site-packages" not in name and not name.startswith("<frozen"):
            found = (number, linecache.getline(name, number, frame.f_globals).strip()[:200])
    return found
