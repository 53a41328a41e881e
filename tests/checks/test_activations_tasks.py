"""The tasks of `activations`: numbers worked by hand, large arguments, what is not judged, and statistics of draws."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.checks.card import load_cards
from autograder.checks.evaluate import TaskVerdict
from autograder.checks.probe import observe
from autograder.checks.results import quantities
from autograder.course import Course
from autograder.judge.bank import Bank, load_bank
from autograder.judge.testimony import MAX_ENTRIES
from autograder.tasks import tasks_of
from autograder.tasks.activations import MOMENTS, VARIANCES

Judge = Callable[[str, Any], TaskVerdict]

TASKS = tasks_of("activations")
CURVES = ("relu", "leaky_relu", "sigmoid", "tanh", "elu", "softplus", "gelu")


@pytest.fixture(scope="module")
def activations(repository: Path) -> Bank:
    return load_bank(Course(repository), "activations")


def failed(verdict: TaskVerdict) -> set[str]:
    return {stage.name for stage in verdict.stages if not stage.passed}


def naive_sigmoid(Z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-Z))


# Points and the cases worked by hand


def test_the_seven_functions_are_worth_eight_points_and_their_backward_steps_nine() -> None:
    points = {name: task.points for name, task in TASKS.items()}
    assert sum(points[name] for name in CURVES) == 8
    assert sum(points[f"{name}_backward"] for name in CURVES) == 9
    assert (points["initialise"], points["dead_fraction"], sum(points.values())) == (2, 1, 20)
    assert all(stage.points > 0 and stage.points % 0.25 == 0 for task in TASKS.values() for stage in task.stages)


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("relu", [[1, 0], [0, 3]]),
        ("leaky_relu", [[1, -0.2], [0, 3]]),
        ("sigmoid", [1 / 4, 1 / 2, 3 / 4]),
        ("tanh", [-4 / 5, 0, 4 / 5]),
        ("elu", [-4 / 3, 0, np.log(3)]),
        ("softplus", [np.log(4 / 3), np.log(2), np.log(4)]),
        ("gelu", [-0.1586553, 0, 0.8413447]),
        ("relu_backward", [[5, 0], [0, 8]]),
        ("leaky_relu_backward", [[5, -0.6], [0.7, 8]]),
        ("sigmoid_backward", [3, 2, -3]),
        ("tanh_backward", [9, 8, -9]),
        ("elu_backward", [10, 8, -16]),
        ("softplus_backward", [4, 4, -12]),
        ("gelu_backward", [-8.331547, 4, -108.331547]),
        ("dead_fraction", 0.5),
    ],
)
def test_the_numbers_of_the_statement_are_those_of_the_card(name: str, by_hand: Any) -> None:
    card = load_cards("activations")[name]
    (expected,) = card.expected("reference", card.seeds[0], "hand").values()
    assert np.allclose(expected, by_hand, rtol=1e-6)


# Large arguments, and what is not judged


def test_a_function_that_only_warns_keeps_all_other_points(judge: Judge) -> None:
    verdict = judge("sigmoid", naive_sigmoid)
    assert (verdict.points, failed(verdict)) == (1.0, {"stable"})
    assert verdict.failure is not None and verdict.failure.finding is not None
    assert (verdict.failure.finding.kind, verdict.misconception) == ("warned", "sigmoid_overflowing")


def test_infinite_values_are_told_before_the_warning(judge: Judge) -> None:
    verdict = judge("softplus", lambda Z: np.log1p(np.exp(Z)))
    assert verdict.failure is not None and verdict.failure.finding is not None
    assert (failed(verdict), verdict.failure.finding.kind) == ({"stable"}, "values")


@pytest.mark.parametrize("name", [*CURVES, *(f"{name}_backward" for name in CURVES)])
def test_every_function_is_tried_up_to_ten_thousand(name: str) -> None:
    task = TASKS[name]
    (stage,) = (stage for stage in task.stages if stage.quiet)
    tried = [task.inputs(case, "a seed")["Z"] for case in stage.cases]
    assert max(np.max(Z) for Z in tried) == 10_000
    assert min(np.min(Z) for Z in tried) == -10_000


@pytest.mark.parametrize(("name", "option"), [("leaky_relu_backward", "slope"), ("elu_backward", "alpha")])
def test_the_corner_at_zero_is_not_judged_where_the_two_slopes_differ(name: str, option: str) -> None:
    for (_, case), inputs in TASKS[name].draw(["one", "two", "three"]).items():
        slopes_agree = option == "alpha" and inputs.get("alpha", 1.0) == 1.0
        assert slopes_agree or np.all(inputs["Z"] != 0), case


def test_differences_are_taken_away_from_corners() -> None:
    for name in CURVES:
        for number in range(20):
            assert np.min(np.abs(TASKS[f"{name}_backward"].inputs("values", str(number))["Z"])) >= 0.1


def test_a_negative_zero_is_a_zero_to_relu_backward() -> None:
    Z = TASKS["relu_backward"].inputs("zeros", "a seed")["Z"]
    assert {bool(sign) for sign in np.signbit(Z[Z == 0])} == {True, False}


# initialise


def statistics(bank: Bank, scheme: str, seed: str) -> dict[str, np.ndarray]:
    task = TASKS["initialise"]
    inputs = task.inputs(scheme, seed)
    return quantities(task, scheme, inputs, observe(task, bank.reference, scheme, inputs))


@pytest.mark.parametrize("scheme", ["xavier", "he"])
def test_chance_alone_stays_far_inside_the_slack(activations: Bank, scheme: str) -> None:
    """Of fifty draws any two could be reference and submission; the slack is 15 %, and 0.1 for a mean of 0."""
    drawn = [statistics(activations, scheme, str(number)) for number in range(50)]
    for name in VARIANCES:
        values = [float(measured[name]) for measured in drawn]
        assert max(values) / min(values) < 1.12
    for name in MOMENTS:
        assert np.ptp([float(measured[name]) for measured in drawn]) < (0.08 if "mean /" in name else 0.5)


def test_weights_are_small_enough_for_the_judge_to_look_at() -> None:
    task = TASKS["initialise"]
    shapes = [result.shape({}) for result in task.results_of("he") if hasattr(result, "shape")]
    assert shapes == [[240, 40], [40, 200], [40], [200]]
    assert all(np.prod(shape) <= MAX_ENTRIES for shape in shapes)
    assert not {"weights[0]", "weights[1]"} & set(
        load_cards("activations")["initialise"].expected("reference", "visible-1", "he")
    )


@pytest.mark.parametrize(
    ("returned", "kind"),
    [
        (lambda weights, biases: (tuple(weights), list(biases)), None),
        (lambda weights, biases: [weights, biases], None),
        (lambda weights, biases: weights, "count"),
        (lambda weights, biases: list(zip(weights, biases, strict=True)), "shape"),
        (lambda weights, biases: (weights, [b[:, np.newaxis] for b in biases]), "shape"),
        (lambda weights, biases: (weights, [b.tolist() for b in biases]), "not an array"),
        (lambda weights, biases: None, "count"),
    ],
    ids=["tuple and list", "list of lists", "weights only", "pairs", "columns", "lists of numbers", "nothing"],
)
def test_two_lists_are_asked_for(judge: Judge, activations: Bank, returned: Any, kind: str | None) -> None:
    right = activations.reference["initialise"]
    verdict = judge("initialise", lambda sizes, scheme, rng: returned(*right(sizes, scheme, rng)))
    assert verdict.failure is None if kind is None else verdict.failure is not None
    if verdict.failure is not None and verdict.failure.finding is not None:
        assert verdict.failure.finding.kind == kind


def test_a_mistake_is_named_although_other_numbers_are_drawn(judge: Judge) -> None:
    def transposed_draws_with_variance_for_deviation(sizes, scheme, rng):
        pairs = list(pairwise(sizes))
        variance = [2 / (n + m) if scheme == "xavier" else 2 / n for n, m in pairs]
        weights = [rng.normal(0, v, (m, n)).T for v, (n, m) in zip(variance, pairs, strict=True)]
        return weights, [np.zeros(m) for _, m in pairs]

    verdict = judge("initialise", transposed_draws_with_variance_for_deviation)
    assert verdict.misconception == "variance_as_deviation"
