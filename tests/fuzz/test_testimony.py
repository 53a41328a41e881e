"""Whatever a sandbox says of a task, the judge reaches a verdict, in words, and the verdict can be stored and read."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks.card import load_cards
from autograder.checks.evaluate import TaskVerdict, evaluate
from autograder.checks.report import Report
from autograder.judge.testimony import MAX_OUTPUT, MAX_OUTPUTS, accept, accept_outputs
from autograder.tasks import tasks_of

from .test_wire import ARRAYS, TEXTS, VALUES

TASKS = tasks_of("linear")
CARDS = load_cards("linear")
NASTY = st.sampled_from(
    [
        "{0}",
        "{expected.__class__}",
        "%s",
        "`",
        "``<b>`",
        "<script>alert(1)</script>",
        "\x1b[31m",
        "\x00",
        "\u202e",
        "NaN",
        "-0",
    ]
)
WORDS = TEXTS | NASTY | VALUES
FLOATS = hnp.arrays(np.dtype("f8"), hnp.array_shapes(min_dims=0, max_dims=2, max_side=6), elements=st.floats())
RESULTS = st.lists(VALUES | ARRAYS | FLOATS | st.floats() | st.integers(), max_size=4)
ERRORS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["missing", "not callable", "stub", "raised", "memory", "timeout", "passed"]) | VALUES},
    optional=dict.fromkeys(("type", "message", "line", "number", "points"), WORDS),
)
OBSERVATIONS = VALUES | st.fixed_dictionaries(
    {"results": RESULTS | VALUES, "error": st.none() | st.none() | ERRORS | VALUES},
    optional={
        "form": WORDS,
        "touched": st.lists(WORDS, max_size=3) | VALUES,
        "parameters": st.none() | st.lists(WORDS, max_size=3) | VALUES,
        "points": VALUES,
        "status": st.just("passed"),
    },
)


@given(st.sampled_from(sorted(TASKS)), st.lists(OBSERVATIONS, min_size=1, max_size=4))
@settings(max_examples=60)
def test_any_testimony_ends_in_a_verdict_that_can_be_shown_and_stored(name: str, said: list[Any]) -> None:
    task, card = TASKS[name], CARDS[name]
    drawn = task.draw(card.seeds)
    tried = {key: (inputs, accept(task, said[n % len(said)])) for n, (key, inputs) in enumerate(drawn.items())}
    verdict = evaluate(task, card, tried)
    assert 0 <= verdict.points <= task.points
    assert verdict.status in ("passed", "partial", "failed", "missing", "error", "timeout", "memory", "killed")
    for language in ("en", "ko"):
        report = Report(task, verdict, None, language)
        assert all(line.isprintable() for line in report.text().splitlines())
        assert _elements(report.html()) <= {"div", "p", "strong", "table", "tr", "td", "span", "code", "a"}
    stored = json.loads(json.dumps(verdict.to_dict()))
    assert TaskVerdict.from_dict(stored).points == verdict.points


OUTPUTS = st.fixed_dictionaries({"output_type": WORDS}, optional=dict.fromkeys(("text", "data", "traceback"), WORDS))


@given(st.lists(VALUES | OUTPUTS, max_size=4))
def test_any_outputs_become_a_few_plain_ones(outputs: list[Any]) -> None:
    accepted = accept_outputs(outputs)
    assert len(accepted) <= MAX_OUTPUTS
    for output in accepted:
        assert output["output_type"] in ("stream", "error", "display_data")
        assert set(output.get("data", {})) <= {"text/plain", "image/png"}
        assert len(output.get("text", "")) <= MAX_OUTPUT


def _elements(page: str) -> set[str]:
    found: set[str] = set()

    class Collector(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            assert not any(attribute.startswith("on") for attribute, _ in attrs)

    Collector().feed(page)
    return found
