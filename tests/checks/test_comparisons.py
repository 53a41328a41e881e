"""What a stage may ask for besides closeness: silence, statistics of random draws, and bounds."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checks.card import fingerprint, same_print
from autograder.checks.evaluate import TaskVerdict, agree, evaluate
from autograder.checks.probe import observe, try_here
from autograder.checks.report import Report
from autograder.judge.bank import Bank, Misconception, misconception
from autograder.judge.reckoning import Trials, make_cards
from autograder.judge.testimony import accept
from autograder.tasks.schema import (
    Array,
    Comparison,
    Inputs,
    Object,
    Real,
    Result,
    Stage,
    Statistic,
    Task,
    Within,
    drawn,
    made,
)


def judged(task: Task, right: Any, function: Any, *mistakes: Any) -> tuple[TaskVerdict, Report]:
    """The verdict on a function, by the card that `right` and the mistakes make, and its report in English."""
    declared: tuple[Misconception, ...] = tuple(mistake.__declared__ for mistake in mistakes)
    bank = Bank("toy", {task.name: task}, {task.name: right}, declared, ())
    card = make_cards(Trials(bank), ["a seed"])[task.name]
    verdict = evaluate(task, card, try_here(task, {task.name: function}, task.draw(card.seeds)))
    return verdict, Report(task, verdict, card.explanations.get(verdict.misconception or ""), "en")


# Quiet stages

root = Task(
    name="root",
    assignment="toy",
    section="toy-root",
    parameters=(Array("Z", "N"),),
    returns=(Array("A", "N"),),
    cases={"values": drawn(N=9)},
    stages=(
        Stage("values", "values", 1.0, ("values",)),
        Stage("quiet", "edges", 0.5, ("values",), quiet=True),
    ),
)


def careful(Z):
    return np.sqrt(np.maximum(Z, 0.0))


@misconception("root", "mistake-toy", ("Both branches", "두 가지 모두"), ("Both are evaluated.", "둘 다 계산합니다."))
def both_branches(Z):
    return np.where(Z > 0, np.sqrt(Z), 0.0)


def stages(verdict: TaskVerdict) -> dict[str, bool]:
    return {stage.name: stage.passed for stage in verdict.stages}


def test_a_quiet_stage_fails_for_a_warning_alone() -> None:
    verdict, report = judged(root, careful, both_branches)
    assert stages(verdict) == {"values": True, "quiet": False}
    assert (verdict.status, verdict.points) == ("partial", 1.0)
    assert "gave a warning: invalid value encountered in sqrt." in report.text()


def test_a_mistake_that_shows_itself_by_a_warning_alone_is_named() -> None:
    verdict, _ = judged(root, careful, both_branches, both_branches)
    assert verdict.misconception == "both_branches"


def test_a_local_error_state_is_a_way_to_be_quiet() -> None:
    def local(Z):
        with np.errstate(invalid="ignore"):
            return both_branches(Z)

    assert judged(root, careful, local)[0].status == "passed"


def test_an_error_state_set_for_the_whole_process_changes_no_verdict() -> None:
    with np.errstate(all="ignore"):
        assert not stages(judged(root, careful, both_branches)[0])["quiet"]
    with np.errstate(all="raise"):
        assert stages(judged(root, careful, both_branches)[0])["values"]


def test_warnings_for_developers_of_libraries_do_not_count() -> None:
    def old_fashioned(Z):
        warnings.warn("will be gone in a year", DeprecationWarning, stacklevel=1)
        return careful(Z)

    assert judged(root, careful, old_fashioned)[0].status == "passed"


def test_warnings_cross_from_the_sandbox_as_text() -> None:
    inputs = root.inputs("values", "a seed")
    observed = observe(root, {"root": both_branches}, "values", inputs)
    assert accept(root, observed)["warnings"] == ["invalid value encountered in sqrt"]
    assert accept(root, {**observed, "warnings": 7})["warnings"] == []
    assert accept(root, {**observed, "warnings": [7, "x" * 1000]})["warnings"] == ["", "x" * 200]


# Statistics

Draw = Callable[[Any, tuple[int, int]], np.ndarray]


def _measured(subject: Any, inputs: Inputs) -> Any:
    return float(np.var(subject(np.random.default_rng(inputs["seed"]))))


noise = Task(
    name="noise",
    assignment="toy",
    section="toy-noise",
    parameters=(Object("rng"),),
    returns=(Real("variance"),),
    cases={"values": made(lambda rng: {"seed": int(rng.randint(2**31))}, probe=_measured, call="noise(rng).var()")},
    stages=(Stage("values", "values", 1.0, ("values",), comparison=Statistic(rtol=0.1)),),
)


def unit_normal(rng):
    return rng.standard_normal(20_000)


def the_same_drawn_otherwise(rng):
    return rng.standard_normal(50_000)[::2]


@misconception("noise", "mistake-toy", ("Half", "절반"), ("Half of it.", "절반입니다."))
def half(rng):
    return np.sqrt(0.5) * rng.standard_normal(20_000)


def half_drawn_otherwise(rng):
    return np.sqrt(0.5) * the_same_drawn_otherwise(rng)


def test_a_statistic_agrees_as_far_as_chance_allows() -> None:
    assert judged(noise, unit_normal, the_same_drawn_otherwise)[0].status == "passed"
    verdict, report = judged(noise, unit_normal, half)
    assert verdict.status == "failed"
    assert "chance does not explain the difference" in report.text()


def test_a_mistake_in_a_statistic_is_named_however_it_is_drawn() -> None:
    assert judged(noise, unit_normal, half_drawn_otherwise, half)[0].misconception == "half"


# Bounds


@pytest.mark.parametrize(
    ("value", "inside"), [(-0.1, False), (0.0, True), (1.0, True), (1.1, False), (np.nan, False), (np.inf, False)]
)
def test_a_bounded_value_lies_within_its_bounds(value: float, inside: bool) -> None:
    assert agree(np.array(value), np.array(0.5), Within(0.0, 1.0)) is inside


def test_of_a_bounded_value_only_the_side_is_remembered() -> None:
    bounds: Comparison = Within(0.0, 1.0)
    assert same_print(fingerprint(np.array(0.2), bounds), fingerprint(np.array(0.9), bounds))
    assert not same_print(fingerprint(np.array(0.2), bounds), fingerprint(np.array(1.9), bounds))
    assert not same_print(fingerprint(np.array(-0.2), bounds), fingerprint(np.array(1.9), bounds))


def test_what_lies_outside_is_told_with_its_bounds() -> None:
    bounded = Task(
        name="share",
        assignment="toy",
        section="toy-share",
        parameters=(Array("Z", "N"),),
        returns=(Real("share"),),
        cases={"values": drawn(N=4)},
        stages=(Stage("values", "values", 1.0, ("values",), comparison=Within(0.0, 1.0)),),
    )
    _, report = judged(bounded, lambda Z: 0.5, lambda Z: 1.5)
    assert "`share` should lie between 0 and 1; it is 1.5." in report.text()


# Forms


def test_an_axis_that_is_a_number_has_that_length() -> None:
    fixed_form: Result = Array("W1", "2 H")
    assert fixed_form.shape({"H": 5}) == [2, 5]


def test_a_list_that_was_written_to_is_found() -> None:
    task = Task(
        name="count",
        assignment="toy",
        section="toy-count",
        parameters=(Object("sizes"),),
        returns=(Real("count"),),
        cases={"values": made(lambda rng: {"sizes": [3, np.arange(2.0)]})},
        stages=(Stage("contract", "contract", 0.5, ("values",)), Stage("values", "values", 0.5, ("values",))),
    )

    def popping(sizes):
        sizes.pop()
        return 2.0

    def writing(sizes):
        sizes[1] += 1
        return 2.0

    for function in (popping, writing):
        finding = judged(task, lambda sizes: 2.0, function)[0].failure.finding
        assert (finding.kind, finding.got) == ("touched", ["sizes"])
    assert judged(task, lambda sizes: 2.0, lambda sizes: float(len(sizes)))[0].status == "passed"
