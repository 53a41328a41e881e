"""The vocabulary in which a task is declared.

A task says what is asked of a learner: a name, parameters and results with their axes, the cases on which it is
tried and the stages in which it is judged.  It is data that both `check` (on the learner's machine) and the judge
read, and it never knows the answer: expected values come from a card (see `autograder.cards`).

Needs NumPy and the standard library only, so that it loads wherever a learner works.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

Inputs = dict[str, Any]
"""Arguments by parameter name: arrays, numbers and strings, never code."""

Drawn = Mapping[tuple[str, str], Inputs]
"""Inputs by seed and case."""

Sizes = dict[str, Any]
"""Lengths by axis name; under "..." the whole shape, where a task has arrays of any shape."""

ANY_SHAPE = "..."
"""The axes of an array of any shape."""

Kind = Literal["contract", "hand", "values", "gradient", "properties", "edges", "training"]
"""The stages in the order in which a person would debug."""

Profile = Literal["numpy", "torch"]
"""What learner code may import beside the standard library (see `autograder.sandbox.environment`)."""

Oracle = Literal["reference", "differences"]
"""Where expected values come from: the reference solution, or central differences of a reference forward."""


@dataclass(frozen=True)
class Array:
    """A float64 ndarray whose shape is spelled by axis names: `Array("X", "N D")` has shape (N, D).

    The axes "..." stand for any shape, the same one wherever a task writes them: `Array("Z", "...")`.  An axis that is
    a number has that length: `Array("W1", "2 H")`.  An axis of results that no input fixes, such as the number of units
    of a network that a learner makes, is as long as the first result that has it.
    """

    name: str
    axes: str

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The axis names, outermost first."""
        return tuple(self.axes.split())

    def shape(self, sizes: Sizes) -> list[Any]:
        """The shape at these axis lengths; an axis without one keeps its name."""
        if self.axes == ANY_SHAPE:
            return list(sizes[ANY_SHAPE])
        return [int(axis) if axis.isdecimal() else sizes.get(axis, axis) for axis in self.dimensions]


@dataclass(frozen=True)
class Real:
    """A real scalar: float, NumPy scalar or 0-d array."""

    name: str


@dataclass(frozen=True)
class Whole:
    """A whole number, such as a count of steps; `axis` names the axis length that it fixes, if any.

    With axis "T" an `Array("losses", "T")` has one entry per step, an `Array("path", "T+1 n")` one row more.
    """

    name: str
    axis: str = ""


@dataclass(frozen=True)
class Layers:
    """A list of matrices, one per layer, each as wide as the next is high: from `first` inputs to `last` outputs."""

    name: str
    first: str
    last: str


@dataclass(frozen=True)
class Object:
    """Any other parameter, such as a function: a case's inputs describe it as data, and its probe makes it."""

    name: str


Parameter = Array | Real | Whole | Layers | Object
Result = Array | Real


@dataclass(frozen=True)
class Close:
    """Entries agree when |got − expected| ≤ atol + rtol·|expected|, as in `numpy.isclose`."""

    rtol: float = 1e-6
    atol: float = 1e-9


@dataclass(frozen=True)
class AtMost:
    """A measure may not exceed the expected one by more than atol + rtol·|expected|: any minimiser passes."""

    rtol: float = 1e-6
    atol: float = 1e-9


@dataclass(frozen=True)
class Statistic(Close):
    """As `Close`, for one number that is estimated from random draws, such as a variance.

    The reference draws other numbers than the learner does, so the slack is what chance may do to both.  Mistakes are
    recognised to within the slack as well.
    """

    rtol: float = 0.1
    atol: float = 0.0


@dataclass(frozen=True)
class Within:
    """Every entry lies in [low, high], whatever the reference gives; mistakes are recognised by the side they miss."""

    low: float
    high: float


Comparison = Close | AtMost | Statistic | Within

Probe = Callable[[Any, Inputs], Any]
"""Drives a learner's function or class on one case and returns its results as data: `(subject, inputs) → results`.

It runs in the learner's own process, so it may help nobody who lies; it must only be fair to those who do not.
"""


@dataclass(frozen=True)
class Case:
    """One way of trying the learner's code.

    `draw` makes the inputs.  Without a `probe` the function is called with them, in order or, with `keywords`, by
    name.  `returns` are the results of this case's probe, where they are not the task's, and `call` is what a
    report says was called, where that is not the function with its inputs; inputs that it names in braces, as in
    "a = Value({a})", are filled in.  A case that is not `seeded` is the same for every seed: small enough to be
    worked by hand.  One that is tried `once` is drawn from the first seed of a run only, because it costs seconds.
    Inputs that are `withheld`, such as the labels of test images, reach `measure` and never the learner's process.
    """

    draw: Callable[[Task, np.random.RandomState], Inputs]
    seeded: bool = True
    keywords: bool = False
    probe: Probe | None = None
    returns: tuple[Result, ...] = ()
    call: str = ""
    once: bool = False
    withheld: frozenset[str] = frozenset()

    def shown(self, inputs: Inputs) -> Inputs:
        """What of a case's inputs the learner's process is given."""
        return {name: value for name, value in inputs.items() if name not in self.withheld}


def drawn(keywords: bool = False, **sizes: int) -> Case:
    """A case whose array parameters are standard normal, with axis lengths from `sizes` (N=5, D=4, …)."""

    def draw(task: Task, rng: np.random.RandomState) -> Inputs:
        return {p.name: rng.standard_normal(p.shape(sizes)) for p in task.parameters if isinstance(p, Array)}

    return Case(draw, keywords=keywords)


def made(
    function: Callable[[np.random.RandomState], Inputs],
    keywords: bool = False,
    probe: Probe | None = None,
    returns: tuple[Result, ...] = (),
    call: str = "",
) -> Case:
    """A case whose inputs `function` makes from a seeded generator; see `Case` for the rest."""
    return Case(lambda task, rng: function(rng), keywords=keywords, probe=probe, returns=returns, call=call)


def fixed(probe: Probe | None = None, returns: tuple[Result, ...] = (), call: str = "", **inputs: Any) -> Case:
    """A case small enough to be worked by hand; nested lists become float64 arrays."""

    def draw(task: Task, rng: np.random.RandomState) -> Inputs:
        return {
            name: np.array(value, dtype=np.float64) if isinstance(value, list) else value
            for name, value in inputs.items()
        }

    return Case(draw, seeded=False, probe=probe, returns=returns, call=call)


def scripted(
    subject: str,
    script: str,
    returns: tuple[Result, ...],
    function: Callable[[np.random.RandomState], Inputs] | None = None,
    **inputs: Any,
) -> Case:
    """A case that uses a class as a reader would write it: `script` is both what runs and what a report shows.

    The script calls the class by its name, `subject`, and has an input wherever it names one in braces, as in
    "a = Value({a}); L = a * a; L.backward()"; it may use `np`.  Each result is named by the expression that gives it
    after the script has run, such as `Real("a.grad")`.  Inputs are drawn by `function`, or fixed.
    """
    code = compile(re.sub(r"\{(\w+)\}", r"\1", script), "<script>", "exec")
    shown = [compile(result.name, "<script>", "eval") for result in returns]

    def probe(implementation: Any, arguments: Inputs) -> Any:
        scope = {"np": np, **arguments, subject: implementation}
        exec(code, scope)
        values = [eval(expression, scope) for expression in shown]
        return values if len(values) > 1 else values[0]

    if function is None:
        return fixed(probe, returns, script, **inputs)
    return made(function, probe=probe, returns=returns, call=script)


@dataclass(frozen=True)
class Differences:
    """Central differences of a reference forward, as an oracle for a gradient.

    `of` names the forward task.  Its scalar is Σ upstream·forward(…), or the forward itself where `upstream` is
    empty.  `wrt` maps each gradient returned to the forward's parameter that it belongs to; a parameter that the
    case does not provide is zero, with the axes given in `zeros`.
    """

    of: str
    wrt: Mapping[str, str]
    upstream: str = ""
    zeros: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """One step of judging: which results are compared, on which cases, and what that is worth.

    `outputs` empty means every result.  The contract's points are earned only together with a stage that compares
    values: the right shapes with nothing right in them are not work.  In a `quiet` stage a Python warning fails too.
    """

    name: str
    kind: Kind
    points: float
    cases: tuple[str, ...]
    outputs: tuple[str, ...] = ()
    oracle: Oracle = "reference"
    comparison: Comparison = Close()
    title: tuple[str, str] = ("", "")
    quiet: bool = False


Measure = Callable[[Inputs, Mapping[str, np.ndarray]], Mapping[str, float | np.ndarray]]
"""What is judged in place of the results themselves, where many results are right."""


@dataclass(frozen=True)
class Task:
    """What is asked of a learner.

    `section` is the anchor in the chapter that teaches it.  `seconds` is the CPU time that one case may take, and
    `audit_seeds` the most seeds on which an audit tries it, where each costs seconds.  `profile` says what learner code
    may import; the tasks of one notebook have the same.
    `measure` computes quantities from inputs and results, outside the learner's process; a stage names them in
    its `outputs`.
    """

    name: str
    assignment: str
    section: str
    parameters: tuple[Parameter, ...]
    returns: tuple[Result, ...]
    cases: Mapping[str, Case]
    stages: tuple[Stage, ...]
    differences: Differences | None = None
    measure: Measure | None = None
    seconds: float = 2.0
    audit_seeds: int | None = None
    profile: Profile = "numpy"
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse case names with a slash, which parts a seed from a case in cards."""
        if any("/" in case for case in self.cases):
            raise ValueError(f"A case of {self.name} has a slash in its name; cards write cases as seed/case.")

    @property
    def points(self) -> float:
        """The most that this task can earn."""
        return sum(stage.points for stage in self.stages)

    @property
    def costly(self) -> bool:
        """Whether all that is tried is tried once, since it takes seconds, such as a training."""
        return all(case.once for case in self.cases.values())

    @property
    def signature(self) -> str:
        """As one would write the call: `linear_forward(X, W, b)`."""
        return f"{self.name}({', '.join(p.name for p in self.parameters)})"

    @cached_property
    def graded(self) -> frozenset[str]:
        """Names of the results and measures that some stage compares."""
        compared = (
            stage.outputs or [r.name for case in stage.cases for r in self.results_of(case)]
            for stage in self.stages
            if stage.kind != "contract"
        )
        return frozenset().union(*compared)

    @cached_property
    def quiet(self) -> frozenset[str]:
        """The cases on which a warning is a fault."""
        return frozenset(case for stage in self.stages if stage.quiet for case in stage.cases)

    def comparison(self, case: str, output: str) -> Comparison:
        """How a result or measure is compared with the reference on a case; closely, where no stage asks about it.

        Of several stages that ask, the last asks most.
        """
        asked = [
            stage.comparison
            for stage in self.stages
            if stage.kind != "contract" and stage.oracle == "reference" and case in stage.cases
            if not stage.outputs or output in stage.outputs
        ]
        return asked[-1] if asked else Close()

    def results_of(self, case: str) -> tuple[Result, ...]:
        """What a case returns."""
        return self.cases[case].returns or self.returns

    def tries(self, seeds: Sequence[str]) -> list[tuple[str, str]]:
        """The (seed, case) pairs of a run: drawn cases once per seed, hand cases and costly ones under the first only.

        Cases come in the order of their declaration, so that one which never ends costs only those after it.
        """
        return [
            (seed, case)
            for case, how in self.cases.items()
            for number, seed in enumerate(seeds)
            if (how.seeded and not how.once) or number == 0
        ]

    def draw(self, seeds: Sequence[str]) -> Drawn:
        """The inputs of every (seed, case) pair of a run."""
        return {(seed, case): self.inputs(case, seed) for seed, case in self.tries(seeds)}

    def inputs(self, case: str, seed: str) -> Inputs:
        """Draw a case's inputs.  The same task, case and seed give the same inputs on every platform.

        `numpy.random.RandomState` is used because its streams are frozen (NEP 19), so a card made with one
        version of NumPy is right with another.
        """
        key = f"{seed}/{self.name}/{case}" if self.cases[case].seeded else f"{self.name}/{case}"
        digest = hashlib.sha256(key.encode()).digest()
        rng = np.random.RandomState(np.frombuffer(digest, dtype="<u4"))
        return self.cases[case].draw(self, rng)

    def sizes(self, inputs: Inputs) -> Sizes:
        """Axis lengths of a case, read from its inputs: {"N": 5, "D": 4, …}; "..." has a whole shape."""
        lengths: Sizes = {}
        for parameter in self.parameters:
            value = inputs.get(parameter.name)
            if isinstance(parameter, Array) and value is not None:
                if parameter.axes == ANY_SHAPE:
                    lengths[ANY_SHAPE] = np.shape(value)
                else:
                    lengths.update(zip(parameter.dimensions, np.shape(value), strict=True))
            elif isinstance(parameter, Layers) and value is not None:
                lengths[parameter.first], lengths[parameter.last] = value[0].shape[0], value[-1].shape[1]
            elif isinstance(parameter, Whole) and parameter.axis and value is not None:
                lengths[parameter.axis], lengths[f"{parameter.axis}+1"] = value, value + 1
        return lengths
