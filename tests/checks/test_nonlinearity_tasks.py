"""The tasks of `nonlinearity`: networks that a learner makes are judged by what they give, and by nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks.evaluate import TaskVerdict
from autograder.tasks import find_task, tasks_of

from .conftest import Judge

Network = tuple[Any, Any, Any, Any]


def hinges(knots: np.ndarray, heights: np.ndarray, start: float, width: float = 1.0) -> Network:
    """start + Σ heights · ReLU(x − knot), with first-layer weights `width` in place of 1."""
    W1 = np.full((1, len(knots)), width)
    return W1, -width * knots, heights[:, np.newaxis] / width, np.array([start])


def changes(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.diff(np.diff(y) / np.diff(x), prepend=0.0)


def through(x: np.ndarray, y: np.ndarray) -> Network:
    return hinges(x[:-1], changes(x, y), y[0])


def xor() -> Network:
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0], [-2.0]]), np.zeros(1)


def passed(verdict: TaskVerdict) -> set[str]:
    return {stage.name for stage in verdict.stages if stage.passed}


def test_points_are_those_of_the_course() -> None:
    points = {"collapse": 4, "hinge_forward": 3, "hinge_interpolant": 5, "xor_network": 3}
    assert {name: task.points for name, task in tasks_of("nonlinearity").items()} == points


def test_a_list_that_loses_its_layers_was_changed(judge: Judge) -> None:
    def popping(weights: list[np.ndarray], biases: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        W, b = weights.pop(0), biases[0]
        for weight, bias in zip(weights, biases[1:], strict=True):
            W, b = W @ weight, b @ weight + bias
        return W, b

    verdict = judge("collapse", popping)
    assert verdict.points == 3.5
    assert verdict.failure.finding.kind == "touched"
    assert verdict.failure.finding.got == ["weights"]


def test_layers_changed_in_place_are_noticed(judge: Judge) -> None:
    def overwriting(weights: list[np.ndarray], biases: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        W, b = weights[0].copy(), biases[0]
        for weight, bias in zip(weights[1:], biases[1:], strict=True):
            bias += b @ weight
            W, b = W @ weight, bias
        return W, b.copy()

    assert judge("collapse", overwriting).failure.finding.got == ["biases"]


@pytest.mark.parametrize("width", [1.0, 0.25, -0.0])
def test_a_network_may_have_more_units_than_it_needs(judge: Judge, width: float) -> None:
    def with_idle_units(x: np.ndarray, y: np.ndarray) -> Network:
        W1, b1, W2, b2 = through(x, y)
        idle = np.zeros((5, 1))
        return np.hstack([W1, np.full((1, 5), width)]), np.concatenate([b1, np.arange(5.0)]), np.vstack([W2, idle]), b2

    assert judge("hinge_interpolant", with_idle_units).status == "passed"


def test_a_network_may_have_no_unit_where_nothing_bends(judge: Judge) -> None:
    def only_what_bends(x: np.ndarray, y: np.ndarray) -> Network:
        bends = changes(x, y) != 0
        return hinges(x[:-1][bends], changes(x, y)[bends], y[0])

    level = find_task("hinge_interpolant").inputs("level", "any")
    assert only_what_bends(**level)[0].shape == (1, 0)
    assert judge("hinge_interpolant", only_what_bends).status == "passed"


def test_layers_of_one_network_have_one_width(judge: Judge) -> None:
    def one_bias_too_many(x: np.ndarray, y: np.ndarray) -> Network:
        W1, _, W2, b2 = through(x, y)
        return W1, -x, W2, b2

    finding = judge("hinge_interpolant", one_bias_too_many).failure.finding
    assert (finding.kind, finding.output, finding.expected, finding.got) == ("shape", "b1", [6], [7])


def test_a_width_that_is_free_is_named_and_not_numbered(judge: Judge) -> None:
    def flat(x: np.ndarray, y: np.ndarray) -> Network:
        W1, b1, W2, b2 = through(x, y)
        return W1[0], b1, W2, b2

    assert judge("hinge_interpolant", flat).failure.finding.expected == [1, "H"]


def test_a_network_that_meets_the_points_but_bulges_between_them_earns_the_points_alone(judge: Judge) -> None:
    def bulging(x: np.ndarray, y: np.ndarray) -> Network:
        left, right = x[:-1], x[1:]
        knots = np.concatenate([x[:-1], left, (left + right) / 2, right])
        ones = np.ones(len(left))
        return hinges(knots, np.concatenate([changes(x, y), ones, -2 * ones, ones]), y[0])

    assert passed(judge("hinge_interpolant", bulging)) == {"contract", "points"}


@pytest.mark.parametrize("width", [1.0, 3.0])
def test_a_mistake_is_recognised_by_what_the_network_gives_not_by_its_weights(judge: Judge, width: float) -> None:
    def slopes(x: np.ndarray, y: np.ndarray) -> Network:
        return hinges(x[:-1], np.diff(y) / np.diff(x), y[0], width)

    assert judge("hinge_interpolant", slopes).misconception == "slopes_for_changes"


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e308])
def test_a_network_without_finite_outputs_earns_nothing(judge: Judge, number: float) -> None:
    def broken(x: np.ndarray, y: np.ndarray) -> Network:
        return np.full((1, 3), number), np.full(3, number), np.full((3, 1), number), np.full(1, number)

    def broken_xor() -> Network:
        return np.full((2, 2), number), np.zeros(2), np.ones((2, 1)), np.zeros(1)

    assert judge("hinge_interpolant", broken).points == 0
    assert judge("xor_network", broken_xor).points == 0


def test_xor_may_be_built_of_whole_numbers(judge: Judge) -> None:
    assert judge("xor_network", lambda: [array.astype(int) for array in xor()]).status == "passed"


def test_xor_may_not_be_built_of_lists(judge: Judge) -> None:
    verdict = judge("xor_network", lambda: [array.tolist() for array in xor()])
    assert (verdict.points, verdict.failure.finding.kind) == (0, "not an array")


@pytest.mark.parametrize("answer", [0.0, 0.5, 1.0])
def test_a_constant_network_is_no_xor_and_earns_nothing(judge: Judge, answer: float) -> None:
    def constant() -> Network:
        return np.zeros((2, 2)), np.zeros(2), np.zeros((2, 1)), np.array([answer])

    assert judge("xor_network", constant).points == 0


def test_an_answer_remembered_for_the_corners_in_order_is_no_network(judge: Judge) -> None:
    verdict = judge("xor_network", lambda: np.array([0.0, 1.0, 1.0, 0.0]))
    assert (verdict.points, verdict.failure.finding.kind) == (0, "count")


def test_the_batches_of_corners_differ_from_seed_to_seed_and_miss_no_corner() -> None:
    task = find_task("xor_network")
    batches = [task.inputs("batch", f"seed-{number}")["X"] for number in range(20)]
    assert len({batch.tobytes() for batch in batches}) == 20
    assert {len(np.unique(batch, axis=0)) for batch in batches} == {4}


@pytest.mark.parametrize("first", [1.0, -7.5])
def test_a_shape_is_recognised_whatever_numbers_are_in_it(judge: Judge, first: float) -> None:
    def flat() -> Network:
        W1, b1, _, b2 = xor()
        return first * W1, b1, np.array([first, 2.0]), b2

    assert judge("xor_network", flat).misconception == "output_weights_flat"
