"""Compare observations with a card, stage by stage, and say what was found.

Everything here is data in, data out.  An observation may come from hostile code: its values are looked at as plain
arrays and numbers (see `autograder.checks.probe.plain`) and nothing of it is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from ..tasks.schema import AtMost, Close, Comparison, Inputs, Stage, Statistic, Task, Within
from .card import Card, Prints, deviations
from .probe import Observation, Tried
from .results import Finding, check_forms, describe_call, quantities

Status = Literal["passed", "partial", "failed", "missing", "error", "timeout", "memory", "killed"]

CAUSES: Mapping[str, Status] = {
    "missing": "missing",
    "stub": "missing",
    "raised": "error",
    "timeout": "timeout",
    "memory": "memory",
    "killed": "killed",
}
"""The status of a task without points, by the kind of its first finding; any other kind is `failed`."""


@dataclass(frozen=True)
class StageVerdict:
    """What one stage earned of its points, and what was wrong if it failed."""

    name: str
    points: float
    earned: float
    passed: bool
    finding: Finding | None = None


@dataclass(frozen=True)
class TaskVerdict:
    """What one task earned, stage by stage, and the mistake behind it where exactly one fits."""

    task: str
    points: float
    max_points: float
    status: Status
    stages: tuple[StageVerdict, ...]
    misconception: str | None = None

    @property
    def failure(self) -> StageVerdict | None:
        """The first stage that failed."""
        return next((stage for stage in self.stages if not stage.passed), None)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON.  Shares what findings hold; `dataclasses.asdict` would copy every number."""
        stages = [{**vars(s), "finding": vars(s.finding) if s.finding else None} for s in self.stages]
        return {**vars(self), "stages": stages}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TaskVerdict:
        """The inverse of `to_dict`."""
        stages = tuple(
            StageVerdict(**{**s, "finding": Finding(**s["finding"]) if s["finding"] else None}) for s in data["stages"]
        )
        return cls(**{**data, "stages": stages})


def evaluate(task: Task, card: Card, tried: Tried) -> TaskVerdict:
    """Judge a task: each stage against the card, the points, and the misconception if exactly one explains it.

    Nothing is earned without a stage that compares values on drawn inputs: the contract asks for no value, and the
    hand cases' values are the same for everybody and stand in the package's own card.
    """
    verdicts = [_judge_stage(task, stage, card, tried) for stage in task.stages]
    if not any(v.passed for v, s in zip(verdicts, task.stages, strict=True) if _proves(task, s)):
        verdicts = [replace(v, earned=0.0) for v in verdicts]
    points = sum(v.earned for v in verdicts)
    failure = next((stage for stage, v in zip(task.stages, verdicts, strict=True) if not v.passed), None)
    misconception = _recognise(task, failure, card, tried) if failure else None
    return TaskVerdict(task.name, points, task.points, _status(points, verdicts), tuple(verdicts), misconception)


def _proves(task: Task, stage: Stage) -> bool:
    """Whether a stage compares values that nobody could know beforehand."""
    return stage.kind != "contract" and any(task.cases[case].seeded for case in stage.cases)


def _status(points: float, verdicts: list[StageVerdict]) -> Status:
    first = next((v.finding for v in verdicts if v.finding is not None), None)
    if first is None:
        return "passed"
    return "partial" if points > 0 else CAUSES.get(first.kind, "failed")


def _judge_stage(task: Task, stage: Stage, card: Card, tried: Tried) -> StageVerdict:
    for (seed, case), (inputs, observation) in tried.items():
        if case in stage.cases:
            finding = _contract(task, stage, case, inputs, observation)
            if finding is None and stage.kind != "contract":
                finding = _values(task, stage, card, seed, case, inputs, observation)
            if finding is None and stage.quiet and observation["warnings"]:
                finding = Finding("warned", describe_call(task, case, inputs), got=observation["warnings"][0])
            if finding is not None:
                return StageVerdict(stage.name, stage.points, 0.0, False, finding)
    return StageVerdict(stage.name, stage.points, stage.points, True)


def _contract(task: Task, stage: Stage, case: str, inputs: Inputs, observation: Observation) -> Finding | None:
    """Whether the call came back with results of the agreed form; outputs that a stage ignores may be wrong."""
    finding = _form(task, stage, case, inputs, observation)
    return None if finding is None else replace(finding, call=describe_call(task, case, inputs))


def _form(task: Task, stage: Stage, case: str, inputs: Inputs, observation: Observation) -> Finding | None:
    """What `_contract` finds, without the call."""
    error = observation["error"]
    if error is not None:
        names, parameters = [p.name for p in task.parameters], observation["parameters"]
        if task.cases[case].keywords and error["type"] == "TypeError" and parameters not in (None, names):
            return Finding("parameters", "", expected=names, got=parameters)
        return Finding(error["kind"], "", details=error)
    results, returns = observation["results"], task.results_of(case)
    if len(results) != len(returns):
        got = observation["form"] if len(results) == 1 else len(results)
        return Finding("count", "", expected=[r.name for r in returns], got=got)
    for name, finding in check_forms(task, case, inputs, results).items():
        ignored = stage.outputs and name not in stage.outputs and not task.measure
        if finding is not None and not ignored:
            return finding
    if stage.kind == "contract" and observation["touched"]:
        return Finding("touched", "", got=observation["touched"])
    return None


def _values(
    task: Task, stage: Stage, card: Card, seed: str, case: str, inputs: Inputs, observation: Observation
) -> Finding | None:
    got = quantities(task, case, inputs, observation)
    compared = stage.outputs or tuple(r.name for r in task.results_of(case))
    values = card.expected(stage.oracle, seed, case)
    for name in compared:
        expected = values.get(name, got[name])  # a card has none for what is judged by its bounds
        if not agree(got[name], expected, stage.comparison):
            kind = UNMET.get(type(stage.comparison), "values")
            return Finding(kind, describe_call(task, case, inputs), name, details=_worst(got[name], expected, stage))
    return None


UNMET = {AtMost: "above", Statistic: "statistic", Within: "outside"}
"""What is found where a comparison fails, by its type; for any other it is `values`."""


def agree(got: np.ndarray, expected: np.ndarray, comparison: Comparison) -> bool:
    """Whether values agree as the stage asks.  Not-a-number agrees with nothing."""
    return not np.any(_wrong(got, expected, comparison))


def _wrong(got: np.ndarray, expected: np.ndarray, comparison: Comparison) -> np.ndarray:
    """Which entries do not agree."""
    if isinstance(comparison, Within):
        return np.asarray(~((got >= comparison.low) & (got <= comparison.high)))
    with np.errstate(all="ignore"):
        slack = comparison.atol + comparison.rtol * np.abs(expected)
        if isinstance(comparison, Close):
            return np.asarray(~((np.abs(got - expected) <= slack) | (got == expected)))
        return np.asarray(~(got <= expected + slack))


def _worst(got: np.ndarray, expected: np.ndarray, stage: Stage) -> dict[str, Any]:
    """The three worst entries, how many are wrong, and the ratio if one factor explains them all."""
    with np.errstate(all="ignore"):
        error = np.abs(got - expected)
        wrong = _wrong(got, expected, stage.comparison)
        error = np.where(wrong, np.where(np.isfinite(error), error, np.inf), 0.0)
    order = np.argsort(-error, axis=None, kind="stable")[:3]
    entries = [
        {
            "index": [int(axis) for axis in np.unravel_index(i, got.shape)],
            "got": float(got.flat[i]),
            "expected": float(expected.flat[i]),
        }
        for i in order
        if wrong.flat[i]
    ]
    bounds = {"bounds": dict(vars(stage.comparison))} if isinstance(stage.comparison, Within) else {}
    return {
        **bounds,
        "oracle": stage.oracle,
        "entries": entries,
        "wrong": int(np.sum(wrong)),
        "size": int(got.size),
        "ratio": _ratio(got, expected),
    }


def _ratio(got: np.ndarray, expected: np.ndarray) -> float | None:
    """The factor c with got = c·expected in every entry, if one factor explains them all."""
    if got.size < 2 or not np.all(np.isfinite(got)) or not np.any(expected):
        return None
    factor = float(np.vdot(expected, got) / np.vdot(expected, expected))
    fits = abs(factor) > 1e-9 and np.allclose(got, factor * expected, rtol=1e-6, atol=1e-9)
    return factor if fits else None


def _recognise(task: Task, failure: Stage, card: Card, tried: Tried) -> str | None:
    """The one misconception that explains the first failure.

    A misconception explains it when everything in which it differs from the reference is just so in what was
    observed, something of that in the failed stage.  Of several, one that another includes is dropped; what is
    left must be one.
    """
    seen = _Deviations(task, card, tried)
    fitting = {
        name: prints
        for name, prints in card.misconceptions.items()
        if _concerns(prints, failure) and card.explains(prints, seen)
    }
    maximal = [a for a in fitting if not any(_includes(fitting[b], fitting[a]) for b in fitting)]
    return maximal[0] if len(maximal) == 1 else None


class _Deviations(Mapping[str, Mapping[str, Any]]):
    """The deviations of everything observed, by `seed/case`, each found out when it is first asked for.

    Most misconceptions are ruled out by the first case in which they would show.
    """

    def __init__(self, task: Task, card: Card, tried: Tried) -> None:
        self._task, self._card = task, card
        self._tried = {f"{seed}/{case}": ((seed, case), observed) for (seed, case), observed in tried.items()}
        self._found: dict[str, Mapping[str, Any]] = {}

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        if key not in self._found:
            (seed, case), (inputs, observation) = self._tried[key]
            self._found[key] = deviations(self._task, self._card, seed, case, inputs, observation)
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tried)

    def __len__(self) -> int:
        return len(self._tried)


def _concerns(prints: Prints, failure: Stage) -> bool:
    """Whether a misconception shows itself in the cases, and the outputs, of the failed stage."""
    return any(
        key.rpartition("/")[2] in failure.cases
        and (not failure.outputs or any(c in failure.outputs or c in ("error", "form", "warned") for c in components))
        for key, components in prints.items()
    )


def _includes(larger: Prints, smaller: Prints) -> bool:
    """Whether one misconception's differences strictly contain another's."""
    pairs = {(key, component) for key, components in larger.items() for component in components}
    fewer = {(key, component) for key, components in smaller.items() for component in components}
    return fewer < pairs
