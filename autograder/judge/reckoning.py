"""Make cards: run the reference and every misconception on the cases of a seed and keep what they give.

The same function makes the cards that ship with the package (visible seeds) and the expectations of a grading run
(a secret seed), so that `check` and the judge cannot differ.  Where a task is costly the run takes over what ships.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.differentiate import derivative

from ..checks.card import Card, CardError, Prints, components, deviations, load_cards, same_print
from ..checks.evaluate import agree
from ..checks.probe import Observation, Tried, try_here
from ..checks.results import quantities
from ..course import Course, CourseError
from ..tasks.schema import Drawn, Inputs, Task, Within
from .bank import Bank, Misconception, load_bank
from .versions import code_of

NUDGES = tuple(1.0 + step * 1e-12 for step in (1.0, -2.0, 3.0, -5.0, 7.0, -11.0))
"""Factors, some ten thousand units in the last place from 1, by which inputs are scaled to find rounding noise."""

VISIBLE_SEEDS = ("visible-1", "visible-2")
"""The seeds of the cards that ship with the package.  No grading run uses them."""


class Trials:
    """Observes the instructor's implementations, each once on the same inputs: a card asks, and then an audit does.

    Cases without a seed have the same inputs for every seed.
    """

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self._drawn: dict[tuple[str, tuple[str, ...]], Drawn] = {}
        self._seen: dict[tuple[str, ...], tuple[Inputs, Observation]] = {}

    def draw(self, task: Task, seeds: Sequence[str]) -> Drawn:
        """The inputs of a task for these seeds, the same objects each time."""
        key = task.name, tuple(seeds)
        if key not in self._drawn:
            self._drawn[key] = task.draw(seeds)
        return self._drawn[key]

    def observe(self, task: Task, implementation: Any, drawn: Drawn) -> Tried:
        """What an implementation of the bank's gives on these inputs, beside the reference's other tasks."""
        namespace = {**self.bank.reference, task.name: implementation}
        known = {key: self._known(task, implementation, key, inputs) for key, inputs in drawn.items()}
        new = {key: inputs for key, inputs in drawn.items() if known[key] is None}
        tried = try_here(task, namespace, new)
        for key, (inputs, observation) in tried.items():
            self._seen[self._key(task, implementation, key)] = inputs, observation
        return {key: (inputs, known[key] or tried[key][1]) for key, inputs in drawn.items()}

    def forget(self, task: Task, seeds: Sequence[str]) -> None:
        """Let go of what was drawn for these seeds, and of what was seen on it."""
        self._drawn.pop((task.name, tuple(seeds)), None)
        self._seen = {key: seen for key, seen in self._seen.items() if key[0] != task.name or key[2] not in seeds}

    def _known(self, task: Task, implementation: Any, key: tuple[str, str], inputs: Inputs) -> Observation | None:
        """What was seen on these very inputs: others of the same seed and case may be scaled a little."""
        before, observation = self._seen.get(self._key(task, implementation, key), (None, None))
        return observation if before is inputs or not task.cases[key[1]].seeded else None

    @staticmethod
    def _key(task: Task, implementation: Any, key: tuple[str, str]) -> tuple[str, ...]:
        seed, case = key
        return task.name, str(id(implementation)), seed if task.cases[case].seeded else "", case


def make_cards(trials: Trials, seeds: Sequence[str]) -> dict[str, Card]:
    """The cards of an assignment for these seeds, by task."""
    return {name: make_card(trials, task, seeds) for name, task in trials.bank.tasks.items()}


def cards_of_run(course: Course, assignment: str, seeds: Sequence[str]) -> dict[str, Card]:
    """What a grading run compares with, on its secret seeds.

    Of a costly task it takes the card that ships, if that was made with the present code: every known mistake would
    train again to show the symptoms that it has on every seed, as the audit proves.
    Raises CourseError for an assignment whose folder under `solutions/` lacks something.
    """
    bank, code = load_bank(course, assignment), code_of(course, assignment)
    shipped = _shipped(assignment) if code else {}
    trials = Trials(bank)
    cards = {}
    for name, task in bank.tasks.items():
        known = shipped.get(name)
        moved = known.of_symptoms(seeds) if known and known.code == code.get(name) else None
        cards[name] = moved or card_on(trials, task, seeds)
    return cards


def _shipped(assignment: str) -> Mapping[str, Card]:
    """The cards of the package; none for an assignment that was never released."""
    try:
        return load_cards(assignment)
    except CardError:
        return {}


def card_on(trials: Trials, task: Task, seeds: Sequence[str]) -> Card:
    """The card of a task for other seeds than the visible ones: if it is costly, the symptoms seen on those."""
    moved = make_card(trials, task, VISIBLE_SEEDS).of_symptoms(seeds) if task.costly else None
    return moved or make_card(trials, task, seeds)


def make_card(trials: Trials, task: Task, seeds: Sequence[str]) -> Card:
    """The card of one task; `trials` remember earlier observations, for one who makes cards for many seeds."""
    if task.costly and len(seeds) > 1 and (card := _common_symptoms(trials, task, seeds)):
        return card
    bank, drawn = trials.bank, trials.draw(task, seeds)
    tried = trials.observe(task, bank.reference[task.name], drawn)
    values: dict[str, dict[str, Any]] = {"reference": {}, "differences": {}}
    reference: dict[str, dict[str, Any]] = {}
    by_differences = {case for stage in task.stages if stage.oracle == "differences" for case in stage.cases}
    for (seed, case), (inputs, observation) in tried.items():
        key = f"{seed}/{case}"
        expected = _quantities_of_reference(task, case, inputs, observation)
        values["reference"][key] = _lists({n: value for n, value in expected.items() if _is_compared(task, case, n)})
        reference[key] = components(task, case, inputs, observation)
        if case in by_differences:
            gradients = central_differences(task, bank.reference, inputs)
            _confirm(task, case, expected, gradients)
            values["differences"][key] = _lists(gradients)
    bare = Card(task.name, tuple(seeds), values, reference)
    kinds = [m for m in bank.misconceptions_of(task.name) if not m.same_as]
    prints = {m.id: _stable_prints(trials, task, bare, m, drawn) for m in kinds}
    explanations = {m.id: m.explanation for m in kinds}
    return Card(task.name, tuple(seeds), values, reference, prints, explanations)


def _common_symptoms(trials: Trials, task: Task, seeds: Sequence[str]) -> Card | None:
    """The card of a costly task for its first seed, with the symptoms that each mistake has on all of the seeds.

    One that is near its bound shows on some sheets and not on others.  None for a task with values to compare.
    """
    first, *others = (make_card(trials, task, [seed]) for seed in seeds)
    moved = [card for other in others if (card := other.of_symptoms(first.seeds))]
    if len(moved) < len(others):
        return None
    common = {
        name: {
            key: kept
            for key, found in prints.items()
            if (
                kept := {
                    c: v for c, v in found.items() if all(_shows(m.misconceptions[name], key, c, v) for m in moved)
                }
            )
        }
        for name, prints in first.misconceptions.items()
    }
    return replace(first, seeds=tuple(seeds), misconceptions=common)


def _shows(prints: Prints, key: str, component: str, value: Any) -> bool:
    return same_print(value, prints.get(key, {}).get(component))


def _is_compared(task: Task, case: str, name: str) -> bool:
    """Whether a stage compares a quantity with the reference's, which bounds do not."""
    return name in task.graded and not isinstance(task.comparison(case, name), Within)


def _lists(values: Mapping[str, np.ndarray]) -> dict[str, Any]:
    return {name: value.tolist() for name, value in values.items()}


def _quantities_of_reference(task: Task, case: str, inputs: Inputs, observation: Observation) -> dict[str, np.ndarray]:
    """What the reference gives, which must have the form that the task declares and be finite."""
    error = observation["error"]
    if error is not None:
        raise CourseError(f"The solution of {task.name} raises {error['type']} on {case!r}: {error['message']}")
    values = quantities(task, case, inputs, observation)
    wrong = [r.name for r in task.results_of(case) if r.name not in values or not np.all(np.isfinite(values[r.name]))]
    if wrong or observation["touched"] or (case in task.quiet and observation["warnings"]):
        raise CourseError(
            f"The solution of {task.name} on {case!r}: {', '.join(wrong) or 'its result'} is not as the task declares "
            f"(form, finite values, arguments untouched, no warning where none may be)."
        )
    return values


def _stable_prints(trials: Trials, task: Task, card: Card, entry: Misconception, drawn: Drawn) -> Prints:
    """In what a misconception differs from the reference, case by case.

    Of one that is `noisy`, only what stays when the inputs are scaled by next to nothing: an inverse of a singular
    matrix is rounding noise, which another processor makes differently.
    """
    prints = _prints(task, card, trials.observe(task, entry.implementation, drawn))
    for nudge in NUDGES if entry.noisy else ():
        nudged = {key: _scaled(inputs, nudge) if task.cases[key[1]].seeded else inputs for key, inputs in drawn.items()}
        again = _prints(task, card, trials.observe(task, entry.implementation, nudged))
        prints = {
            key: {c: value for c, value in found.items() if same_print(value, again.get(key, {}).get(c))}
            for key, found in prints.items()
        }
    return {key: differing for key, differing in prints.items() if differing}


def _prints(task: Task, card: Card, tried: Tried) -> Prints:
    return {
        f"{seed}/{case}": deviations(task, card, seed, case, inputs, observation)
        for (seed, case), (inputs, observation) in tried.items()
    }


def _scaled(inputs: Inputs, nudge: float) -> Inputs:
    """Each array times one factor next to 1, which keeps collinear columns collinear."""
    return {name: value * nudge if isinstance(value, np.ndarray) else value for name, value in inputs.items()}


def central_differences(task: Task, reference: Mapping[str, Any], inputs: Inputs) -> dict[str, np.ndarray]:
    """The gradients of a task by central differences of a reference forward, float64.

    Uses `scipy.differentiate.derivative`, which refines its step until the estimate settles.  The scalar that is
    differentiated is Σ upstream·forward(…).
    """
    spec = task.differences
    if spec is None:
        raise CourseError(f"{task.name} has a stage judged by differences but declares none.")
    lengths = task.sizes(inputs)
    missing = {name: np.zeros([lengths[axis] for axis in axes.split()]) for name, axes in spec.zeros.items()}
    values = {**inputs, **missing}
    upstream = values.pop(spec.upstream) if spec.upstream else 1.0

    def scalar(**arguments: Any) -> float:
        return float(np.sum(upstream * reference[spec.of](**arguments)))

    return {gradient: _gradient(scalar, values, name) for gradient, name in spec.wrt.items()}


def _gradient(scalar: Callable[..., float], values: Mapping[str, Any], name: str) -> np.ndarray:
    base = values[name]

    def along(step: float, entry: int) -> float:
        moved = base.copy()
        moved.flat[entry] += step
        return scalar(**{**values, name: moved})

    entries = np.arange(base.size)
    slopes = derivative(np.vectorize(along, otypes=[float]), np.zeros(base.size), args=(entries,)).df
    return np.asarray(slopes, dtype=np.float64).reshape(base.shape)


def _confirm(task: Task, case: str, expected: Mapping[str, np.ndarray], gradients: Mapping[str, np.ndarray]) -> None:
    """The reference must itself agree with the differences, or one of them is wrong."""
    stage = next(s for s in task.stages if s.oracle == "differences")
    for name, gradient in gradients.items():
        if not agree(expected[name], gradient, stage.comparison):
            raise CourseError(f"The solution of {task.name} disagrees with central differences in {name} on {case!r}.")
