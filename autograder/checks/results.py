"""The agreed form of results: type, shape and dtype, and the quantities that are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..tasks.schema import Array, Inputs, Real, Result, Sizes, Task
from .probe import Observation, Opaque


@dataclass(frozen=True)
class Finding:
    """The first thing that is wrong in a stage, as data that a report can put in words.

    `kind` says what was compared (the keys of `autograder.checks.words.FINDINGS`), `call` what was called,
    `output` which result was wrong.
    """

    kind: str
    call: str
    output: str = ""
    expected: Any = None
    got: Any = None
    details: dict[str, Any] = field(default_factory=dict)


def describe_type(value: Any) -> str:
    """The name of a value's type, as a learner knows it."""
    if isinstance(value, Opaque):
        return value.type_name
    if isinstance(value, np.ndarray):
        return "ndarray" if value.shape else f"np.{value.dtype}"
    return type(value).__name__


def check_form(declared: Result, value: Any, sizes: Sizes, call: str = "") -> Finding | None:
    """Type, shape and dtype of one result: the shape first, since most other differences follow from it."""
    if isinstance(declared, Real):
        scalar = isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind in "iuf"
        if type(value) in (int, float) or scalar:
            return None
        shape = list(value.shape) if isinstance(value, np.ndarray) and value.shape else None
        return Finding("not a number", call, declared.name, "float", describe_type(value), {"shape": shape})
    if not isinstance(value, np.ndarray):
        return Finding("not an array", call, declared.name, "ndarray", describe_type(value))
    expected = declared.shape(sizes)
    if list(value.shape) != expected:
        axes = {"axes": list(declared.dimensions)}
        return Finding("shape", call, declared.name, expected, list(value.shape), axes)
    if value.dtype != np.float64:
        return Finding("dtype", call, declared.name, "float64", str(value.dtype))
    return None


def check_forms(task: Task, case: str, inputs: Inputs, results: list[Any]) -> dict[str, Finding | None]:
    """What is wrong with the form of each result, by its name; as many results as the case returns.

    An axis that no input fixes is as long as the first result that has it.
    """
    sizes = task.sizes(inputs)
    findings: dict[str, Finding | None] = {}
    for declared, value in zip(task.results_of(case), results, strict=True):
        if isinstance(declared, Array) and isinstance(value, np.ndarray) and value.ndim == len(declared.dimensions):
            sizes = {**dict(zip(declared.dimensions, value.shape, strict=True)), **sizes}
        findings[declared.name] = check_form(declared, value, sizes)
    return findings


def quantities(task: Task, case: str, inputs: Inputs, observation: Observation) -> dict[str, np.ndarray]:
    """Results and measures by name, as float64 arrays; measures only where every result has its form."""
    returns = task.results_of(case)
    if len(observation["results"]) != len(returns):
        return {}
    found = check_forms(task, case, inputs, observation["results"])
    values = {
        name: np.asarray(value, dtype=np.float64)
        for (name, finding), value in zip(found.items(), observation["results"], strict=True)
        if finding is None
    }
    if task.measure and len(values) == len(returns):
        with np.errstate(all="ignore"):
            measured = task.measure(inputs, values)
        values.update({name: np.asarray(value, dtype=np.float64) for name, value in measured.items()})
    return values


def describe_call(task: Task, case: str, inputs: Inputs) -> str:
    """A call as one would write it: small cases worked by hand with their values, drawn ones with their shapes."""
    how = task.cases[case]
    arguments = {name: _argument(value, how.seeded) for name, value in inputs.items()}
    if how.call:
        return re.sub(r"\{(\w+)\}", lambda named: arguments.get(named[1], named[0]), how.call)
    return f"{task.name}({', '.join(f'{name}={value}' for name, value in arguments.items())})"


def _argument(value: Any, seeded: bool) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_argument(item, seeded) for item in value)}]"
    if not isinstance(value, np.ndarray):
        return repr(value)
    if seeded:
        return f"array of shape {value.shape}"
    numbers = np.array2string(value, separator=", ", formatter={"float_kind": lambda x: f"{x:g}"})
    return " ".join(numbers.split())
