"""Cards: what a task's cases should give, and what each misconception gives instead.  Data, not code.

A card holds, for some seeds, the expected results of every case and the *fingerprint* of every misconception: for
each result in which it differs from the reference, a few numbers that identify its value.  `check` recognises a
mistake by its fingerprint without containing a solution or a wrong implementation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from ..tasks.schema import Close, Comparison, Inputs, Oracle, Statistic, Task, Within
from .probe import Observation
from .results import check_forms, describe_type, quantities

Prints = Mapping[str, Mapping[str, Any]]
"""Fingerprints by "seed/case" and component: a result, a measure, `form`, `touched`, `warned` or `error`."""

CLOSELY = Close()
"""How values are compared where nothing else is asked for."""

ABOUT = "about"
"""What the fingerprint of a statistic begins with."""

FORMAT = 1
"""Version of the card format; a card of another format is refused."""


class CardError(Exception):
    """A card is missing or not one; the message says what to do."""


@dataclass(frozen=True)
class Explanation:
    """A misconception in words: a title and two or three sentences by language, and the section that explains it."""

    title: Mapping[str, str]
    text: Mapping[str, str]
    anchor: str


@dataclass(frozen=True)
class Card:
    """Expected values and fingerprints of one task.

    Hand cases are the same for every seed and stand under the first seed only.
    `values[oracle][seed/case][output]` is the expected value as nested lists.  `misconceptions[id][seed/case]`
    holds the fingerprints of the components in which that misconception differs from the reference.
    `code` is a hash of the code that gave all this, where it is costly to run again (see `Task.costly`).
    """

    task: str
    seeds: tuple[str, ...]
    values: Mapping[str, Mapping[str, Mapping[str, Any]]]
    reference: Prints
    misconceptions: Mapping[str, Prints] = field(default_factory=dict)
    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    code: str = ""

    def of_symptoms(self, seeds: Sequence[str]) -> Card | None:
        """The same card for other seeds, if all that it holds are symptoms: sides of bounds, yes or no, errors.

        Symptoms belong to a mistake, not to the inputs on which it is made.  None for a card with values to compare.
        """
        if any(values for by_case in self.values.values() for values in by_case.values()):
            return None

        def moved(found: Mapping[str, Any]) -> dict[str, Any]:
            return {f"{seeds[0]}/{key.rpartition('/')[2]}": value for key, value in found.items()}

        return replace(
            self,
            seeds=tuple(seeds),
            values={oracle: moved(by_case) for oracle, by_case in self.values.items()},
            reference=moved(self.reference),
            misconceptions={name: moved(prints) for name, prints in self.misconceptions.items()},
        )

    def expected(self, oracle: Oracle, seed: str, case: str) -> dict[str, np.ndarray]:
        """Expected values of a case by output name, float64."""
        key = oracle, f"{seed}/{case}"
        if key not in self._arrays:
            stored = self.values[oracle][key[1]]
            self._arrays[key] = {name: np.asarray(value, dtype=np.float64) for name, value in stored.items()}
        return self._arrays[key]

    @cached_property
    def _arrays(self) -> dict[tuple[str, str], dict[str, np.ndarray]]:
        """Expected values as they were first asked for: a judge asks for the same ones for every submission."""
        return {}

    def explains(self, prints: Prints, seen: Prints) -> bool:
        """Whether all that a misconception does differently was seen, value for value."""
        return all(
            component in seen.get(key, {}) and same_print(value, seen[key][component])
            for key, components in prints.items()
            for component, value in components.items()
        )


def fingerprint(value: Any, comparison: Comparison = CLOSELY) -> Any:
    """A value as a few numbers: its form, two fixed random projections and its norm.

    Projections stand for the whole value: two different arrays agree in both only by chance of measure zero, and
    a card stays small.  Entries that are not finite are counted apart.  A statistic is kept with the slack that chance
    has, and of what is judged by its bounds only the side is kept.
    """
    if not isinstance(value, np.ndarray):
        return describe_type(value)
    if isinstance(comparison, Within):
        return "below" if np.any(value < comparison.low) else "within" if np.all(value <= comparison.high) else "above"
    if isinstance(comparison, Statistic) and np.all(np.isfinite(value)):
        return [ABOUT, float(value), comparison.atol + comparison.rtol * abs(float(value))]
    form = f"{value.dtype}{list(value.shape)}"
    if value.dtype.kind not in "biuf":
        return form
    flat = value.astype(np.float64).ravel()
    clean = np.where(np.isfinite(flat), flat, 0.0)
    weights = _directions(flat.size)
    with np.errstate(all="ignore"):
        numbers = [float(weights[0].dot(clean)), float(weights[1].dot(clean)), float(np.linalg.norm(clean))]
    return [form, int(np.isnan(flat).sum()), int(np.isinf(flat).sum()), *numbers]


@lru_cache(maxsize=64)
def _directions(size: int) -> np.ndarray:
    """The two fixed directions onto which a value of this size is projected."""
    return np.random.RandomState(20).standard_normal((2, size))


def same_print(a: Any, b: Any) -> bool:
    """Whether two fingerprints are of the same value, to rounding, or of the same statistic, to chance."""
    if isinstance(a, list) and isinstance(b, list) and a[:1] == b[:1] == [ABOUT]:
        return bool(abs(a[1] - b[1]) <= max(a[2], b[2]))
    if not (isinstance(a, list) and isinstance(b, list) and len(a) == len(b) == 6):
        return bool(a == b)
    with np.errstate(all="ignore"):
        tolerance = 1e-9 + 1e-6 * max(a[5], b[5])
        close = all(x == y or abs(x - y) <= tolerance for x, y in zip(a[3:], b[3:], strict=True))
    return bool(a[:3] == b[:3] and close)


def components(task: Task, case: str, inputs: Inputs, observation: Observation) -> dict[str, Any]:
    """The fingerprints of everything that an observation shows: results, measures, form, touched, warned or error.

    A result that no stage compares, such as the weights of a fit that is judged by its error, shows only what is wrong
    with its form.
    """
    error = observation["error"]
    if error is not None:
        return {"error": f"{error['type']}: {error['message']}"}
    shown: dict[str, Any] = {"touched": sorted(observation["touched"])}
    if case in task.quiet:
        shown["warned"] = sorted({warning.partition(" encountered")[0] for warning in observation["warnings"]})
    results = observation["results"]
    if len(results) != len(task.results_of(case)):
        return {**shown, "form": f"{observation['form']} of {len(results)}"}
    findings = check_forms(task, case, inputs, results)
    values = {**dict(zip(findings, results, strict=True)), **quantities(task, case, inputs, observation)}
    for name, value in values.items():
        if name in task.graded or name not in findings:
            shown[name] = fingerprint(value, task.comparison(case, name))
        elif findings[name] is not None:
            shown[name] = _form(value)
    return shown


def _form(value: Any) -> Any:
    """The form alone: type, dtype and shape."""
    found = fingerprint(value)
    return found[0] if isinstance(found, list) else found


def deviations(
    task: Task, card: Card, seed: str, case: str, inputs: Inputs, observation: Observation
) -> dict[str, Any]:
    """The components in which an observation differs from the reference."""
    return {
        name: value
        for name, value in components(task, case, inputs, observation).items()
        if not same_print(card.reference[f"{seed}/{case}"].get(name), value)
    }


@cache
def load_cards(assignment: str) -> Mapping[str, Card]:
    """The cards of an assignment that ship with the package, by task."""
    resource = files("autograder.cards") / f"{assignment}.json"
    if not resource.is_file():
        raise CardError(
            f"The card {assignment}.json is missing from the installed autograder package. Install the package "
            "again; authors build cards with: autograder release " + assignment
        )
    return read_cards(resource.read_text(encoding="utf-8"), str(resource))


def read_cards(text: str, source: str) -> Mapping[str, Card]:
    """Cards from the JSON text that `write_cards` makes."""
    data = json.loads(text)
    if data.get("format") != FORMAT:
        raise CardError(f"{source} has card format {data.get('format')!r}; this package reads {FORMAT}.")
    return {
        name: Card(
            name,
            tuple(entry["seeds"]),
            entry["values"],
            entry["reference"],
            entry["misconceptions"],
            {key: Explanation(**value) for key, value in entry["explanations"].items()},
            entry.get("code", ""),
        )
        for name, entry in data["tasks"].items()
    }


def write_cards(cards: Mapping[str, Card]) -> str:
    """Cards as JSON text: keys sorted, so that equal cards are equal bytes."""
    tasks = {
        name: {
            **({"code": card.code} if card.code else {}),
            "seeds": list(card.seeds),
            "values": card.values,
            "reference": card.reference,
            "misconceptions": card.misconceptions,
            "explanations": {
                key: {"title": dict(e.title), "text": dict(e.text), "anchor": e.anchor}
                for key, e in card.explanations.items()
            },
        }
        for name, card in cards.items()
    }
    return (
        json.dumps({"format": FORMAT, "tasks": tasks}, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    )
