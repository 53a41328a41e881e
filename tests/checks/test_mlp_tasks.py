"""The tasks of `mlp`: what each method earns by itself, what chance may do, and the models that probes provide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from differences import slopes

from autograder.checks.card import load_cards
from autograder.checks.evaluate import TaskVerdict, evaluate
from autograder.checks.probe import observe, try_here
from autograder.checks.report import Report
from autograder.checks.results import quantities
from autograder.course import Course
from autograder.judge.bank import Bank, load_bank
from autograder.tasks import find_task
from autograder.tasks.mlp import LOSSES, TASKS, ShiftModel, WaveModel
from autograder.tasks.schema import Statistic

Judge = Callable[[str, Any], TaskVerdict]
Pair = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def mlp(repository: Path) -> Bank:
    return load_bank(Course(repository), "mlp")


@pytest.fixture(scope="module")
def network(mlp: Bank) -> type:
    """The instructor's network."""
    solved: type = mlp.reference["MLP"]
    return solved


def failed(verdict: TaskVerdict) -> set[str]:
    return {stage.name for stage in verdict.stages if not stage.passed}


# MLP


def without(network: type, **methods: Any) -> type:
    """The network with other methods."""
    return type("MLP", (network,), methods)


def unfinished(*_: Any, **__: Any) -> None:
    raise NotImplementedError


def test_a_right_forward_earns_its_points_while_backward_is_unfinished(network: type, judge: Judge) -> None:
    verdict = judge("MLP", without(network, backward=unfinished, step=unfinished))
    passed = {"contract", "spread", "seeds", "hand", "forward", "forward edges"}
    assert failed(verdict) == {stage.name for stage in find_task("MLP").stages} - passed
    assert verdict.points == 5.0
    assert verdict.status == "partial"


def test_one_wrong_gradient_leaves_the_points_of_the_others(mlp: Bank, judge: Judge) -> None:
    lost = {
        "BiasGradientMissing": {"dbiases"},
        "PreActivationInDw": {"dweights"},
        "InputMaskAtFirstLayer": {"dX"},
    }
    for name, stages in lost.items():
        entry = next(m for m in mlp.misconceptions if m.id == name)
        assert failed(judge("MLP", entry.implementation)) & {"dweights", "dbiases", "dX"} == stages


def test_a_network_that_trains_though_its_step_forgets_a_bias_loses_the_step_alone(mlp: Bank, judge: Judge) -> None:
    entry = next(m for m in mlp.misconceptions if m.id == "OutputBiasNotStepped")
    verdict = judge("MLP", entry.implementation)
    assert failed(verdict) == {"step", "outside"}
    assert verdict.misconception == "OutputBiasNotStepped"


def columnwise(rng: np.random.Generator, fan_in: int, fan_out: int) -> np.ndarray:
    """Other draws of the same distribution: column by column."""
    return np.column_stack([rng.normal(0.0, np.sqrt(2 / fan_in), fan_in) for _ in range(fan_out)])


def started(network: type, draw: Callable[[np.random.Generator, int, int], np.ndarray]) -> type:
    """The network with initial weights by `draw`."""

    class MLP(network):
        def __init__(self, sizes: list[int], rng: np.random.Generator) -> None:
            super().__init__(sizes, np.random.default_rng(0))
            self.weights = [draw(rng, *W.shape) for W in self.weights]

    return MLP


def test_initial_weights_are_judged_by_statistics_and_not_by_their_draws(network: type, judge: Judge) -> None:
    assert judge("MLP", started(network, columnwise)).status == "passed"


def test_uniform_weights_of_the_right_variance_are_not_normal(network: type, judge: Judge) -> None:
    def uniform(rng: np.random.Generator, fan_in: int, fan_out: int) -> np.ndarray:
        bound = np.sqrt(6 / fan_in)
        return rng.uniform(-bound, bound, (fan_in, fan_out))

    assert failed(judge("MLP", started(network, uniform))) == {"spread"}


def test_a_wrong_spread_is_named_however_the_weights_are_drawn(network: type, judge: Judge) -> None:
    def by_outputs(rng: np.random.Generator, fan_in: int, fan_out: int) -> np.ndarray:
        return columnwise(rng, fan_in, fan_out) * np.sqrt(fan_in / fan_out)

    verdict = judge("MLP", started(network, by_outputs))
    assert failed(verdict) == {"spread"}
    assert verdict.misconception == "HeFanOut"


def test_chance_alone_never_fails_right_weights(mlp: Bank) -> None:
    """Over forty seeds the statistics spread by less than a sixth of the slack that a learner has."""
    task = find_task("MLP")
    (slack,) = [stage.comparison for stage in task.stages if stage.name == "spread"]
    runs = [observe(task, mlp.reference, "spread", {"seed": seed})["results"] for seed in range(40)]
    numbers = np.array(runs, dtype=np.float64)
    assert isinstance(slack, Statistic)
    assert np.all(np.sqrt(2) * numbers.std(axis=0) < slack.rtol * numbers.mean(axis=0) / 6)


def test_the_reference_agrees_with_central_differences_in_every_result(network: type) -> None:
    rng = np.random.default_rng(5)
    model = network([4, 5, 3, 2], rng)
    model.biases[:] = [0.3 * rng.standard_normal(b.shape) for b in model.biases]
    X, dY = rng.standard_normal((6, 4)), rng.standard_normal((6, 2))
    model.forward(X)
    dX = model.backward(dY)
    checked = [*zip(model.weights + model.biases, model.dweights + model.dbiases, strict=True), (X, dX)]
    for array, gradient in checked:
        assert np.allclose(slopes(lambda: float(np.sum(dY * model.forward(X))), array), gradient, rtol=1e-6, atol=1e-8)


def test_a_report_shows_a_script_that_one_can_run(mlp: Bank, judge: Judge) -> None:
    entry = next(m for m in mlp.misconceptions if m.id == "MaskMissing")
    shown = Report(find_task("MLP"), judge("MLP", entry.implementation), language="en").text()
    assert (
        "model = MLP([2, 2, 1], np.random.default_rng(0)); model.weights[:] = [[[1, -1], [1, 2]], [[1], [-2]]]" in shown
    )
    assert "dX = model.backward([[1], [2]])" in shown


def test_every_step_of_the_hand_case_is_what_the_notebook_says(network: type) -> None:
    model = network([2, 2, 1], np.random.default_rng(0))
    model.weights[:] = [np.array([[1.0, -1], [1, 2]]), np.array([[1.0], [-2]])]
    model.biases[:] = [np.array([0.0, -1]), np.array([1.0])]
    assert model.forward(np.array([[1.0, 2], [3, -1]])).tolist() == [[0], [3]]
    assert model.backward(np.array([[1.0], [2]])).tolist() == [[3, -3], [2, 2]]
    assert [dW.tolist() for dW in model.dweights] == [[[7, -2], [0, -4]], [[7], [2]]]
    assert [db.tolist() for db in model.dbiases] == [[3, -2], [3]]


# minibatches


def order_by_sorting(rng: np.random.Generator, count: int) -> np.ndarray:
    return np.argsort(rng.random(count))


def order_by_shuffle(rng: np.random.Generator, count: int) -> np.ndarray:
    order = np.arange(count)
    rng.shuffle(order)
    return order


ORDERS = [order_by_sorting, order_by_shuffle]


@pytest.mark.parametrize("order", ORDERS)
def test_a_torn_pair_is_named_however_the_order_is_drawn(order: Any, judge: Judge) -> None:
    def minibatches(X: np.ndarray, y: np.ndarray, size: int, rng: np.random.Generator) -> Iterator[Pair]:
        shuffled = X[order(rng, len(X))]
        for start in range(0, len(X), size):
            yield shuffled[start : start + size], y[start : start + size]

    verdict = judge("minibatches", minibatches)
    assert failed(verdict) >= {"rows"}
    assert verdict.misconception == "x_shuffled_alone"


@pytest.mark.parametrize("order", ORDERS)
def test_blocks_are_named_however_the_order_is_drawn(order: Any, judge: Judge) -> None:
    def minibatches(X: np.ndarray, y: np.ndarray, size: int, rng: np.random.Generator) -> Iterator[Pair]:
        for start in range(0, len(X), size):
            rows = start + order(rng, min(size, len(X) - start))
            yield X[rows], y[rows]

    verdict = judge("minibatches", minibatches)
    assert failed(verdict) == {"shuffled"}
    assert verdict.misconception == "shuffled_within_batches"


def test_chance_alone_never_fails_a_right_shuffle(mlp: Bank) -> None:
    task = find_task("minibatches")
    inputs = task.inputs("whole batches", "a seed")
    for seed in range(40):
        drawn = {**inputs, "seed": seed}
        measured = quantities(task, "whole batches", drawn, observe(task, mlp.reference, "whole batches", drawn))
        judged = next(stage.outputs for stage in task.stages if stage.name == "shuffled")
        assert [float(measured[name]) for name in judged] == [3.0, 1.0, 1.0]


def test_a_batch_too_many_is_found_and_breaks_nothing(mlp: Bank, judge: Judge) -> None:
    def minibatches(X: np.ndarray, y: np.ndarray, size: int, rng: np.random.Generator) -> list[Pair]:
        return [*mlp.reference["minibatches"](X, y, size, rng), (X[:size], y[:size])]

    assert "sizes" in failed(judge("minibatches", minibatches))


# train


def loop(
    model: Any, X: Any, y: Any, loss: Any, lr: float, epochs: int, size: int, rng: Any, order: Any = order_by_shuffle
) -> list[float]:
    """A right loop that shuffles by `order`."""
    history = []
    for _ in range(epochs):
        rows, losses = order(rng, len(X)), []
        for start in range(0, len(X), size):
            batch = rows[start : start + size]
            value, dY_hat = loss(model.forward(X[batch]), y[batch])
            losses.append(value)
            model.backward(dY_hat)
            model.step(lr)
        history.append(sum(losses) / len(losses))
    return history


@pytest.mark.parametrize("order", ORDERS)
def test_a_right_loop_passes_however_the_order_is_drawn(order: Any, judge: Judge) -> None:
    assert judge("train", partial(loop, order=order)).status == "passed"


def test_a_history_may_be_a_list_a_tuple_or_an_array(judge: Judge) -> None:
    for kind in (list, tuple, np.array):
        assert judge("train", lambda *args, kind=kind, **more: kind(loop(*args, **more))).status == "passed"


def test_the_model_that_train_is_given_is_no_network(mlp: Bank, judge: Judge) -> None:
    """Whatever a learner's MLP does, their train is judged on a model of the probe's."""
    entry = next(m for m in mlp.misconceptions if m.id == "inside_the_model")
    shown = Report(find_task("train"), judge("train", entry.implementation), language="en").text()
    assert "'ShiftModel' object has no attribute 'weights'" in shown


def test_forward_run_twice_costs_the_stage_of_calls_alone(mlp: Bank, judge: Judge) -> None:
    entry = next(m for m in mlp.misconceptions if m.id == "forward_twice")
    verdict = judge("train", entry.implementation)
    assert failed(verdict) == {"calls"}
    assert "expected `16`, got `32`" in Report(find_task("train"), verdict, language="en").text()


def test_a_loop_that_returns_nothing_still_earns_what_the_model_saw(judge: Judge) -> None:
    def train(*args: Any, **more: Any) -> None:
        loop(*args, **more)

    verdict = judge("train", train)
    assert failed(verdict) == {"contract", "hand", "history", "edges"}


@pytest.mark.parametrize("name", LOSSES)
def test_the_losses_of_the_probe_give_their_own_gradients(name: str) -> None:
    rng = np.random.default_rng(3)
    Y_hat, y = rng.standard_normal((7, 1)), rng.standard_normal(7)
    assert np.allclose(LOSSES[name](Y_hat, y)[1], slopes(lambda: LOSSES[name](Y_hat, y)[0], Y_hat), atol=1e-8)


def test_the_model_to_be_trained_goes_down_the_slope_of_its_loss() -> None:
    X, y = np.arange(5.0)[:, np.newaxis], np.arange(5.0) - 2.0
    model, moved = ShiftModel(1.0), ShiftModel(1.0 + 1e-6)
    value, dY_hat = LOSSES["mean log cosh(Y_hat − y)"](model.forward(X), y)
    slope = (LOSSES["mean log cosh(Y_hat − y)"](moved.forward(X), y)[0] - value) / 1e-6
    model.backward(dY_hat)
    model.step(0.5)
    assert model.shift == pytest.approx(1.0 - 0.5 * slope, abs=1e-6)
    assert model.rows == X[:, 0].tolist()


# accuracy and gradient_check


def test_labels_are_whole_numbers_by_which_one_can_index() -> None:
    task = find_task("accuracy")
    assert {task.inputs(case, "a seed")["labels"].dtype.kind for case in task.cases} == {"i"}


def test_the_model_to_be_checked_is_right_unless_it_is_spoilt() -> None:
    rng = np.random.default_rng(2)
    X, dY, parameters = rng.standard_normal((5, 4)), rng.uniform(0.5, 1.0, (5, 1)), rng.uniform(0.3, 1.2, 23)
    for spoilt, wrong in (("", 0), ("weights[1]", 1), ("biases[0]", 1)):
        model = WaveModel(parameters, spoilt, factor=1.5)
        model.forward(X)
        model.backward(dY)
        off = 0
        for array, gradient in zip(model.weights + model.biases, model.dweights + model.dbiases, strict=True):
            off += int(np.sum(~np.isclose(slopes(lambda m=model: float(np.sum(dY * m.forward(X))), array), gradient)))
        assert off == wrong


@pytest.mark.parametrize("h", [1e-4, 1e-5, 1e-6])
def test_any_reasonable_step_passes_the_check_of_the_check(h: float, judge: Judge) -> None:
    def gradient_check(model: Any, X: Any, y: Any, loss: Any) -> float:
        model.backward(loss(model.forward(X), y)[1])
        gradients = [g.copy() for g in model.dweights + model.dbiases]
        worst = 0.0
        for array, g in zip(model.weights + model.biases, gradients, strict=True):
            d = slopes(lambda: float(loss(model.forward(X), y)[0]), array, h)
            worst = max(worst, float(np.max(np.abs(g - d) / np.maximum(1e-12, np.abs(g) + np.abs(d)))))
        return worst

    assert judge("gradient_check", gradient_check).status == "passed"


def test_a_check_that_always_finds_nothing_earns_only_the_right_model(judge: Judge) -> None:
    verdict = judge("gradient_check", lambda model, X, y, loss: 0.0)
    assert failed(verdict) == {"spoilt models"}


# All of them


def test_points_are_those_of_the_course() -> None:
    assert {task.name: task.points for task in TASKS} == {
        "MLP": 14,
        "minibatches": 3,
        "train": 5,
        "accuracy": 1,
        "gradient_check": 2,
    }


def test_a_released_stub_is_no_attempt() -> None:
    MLP = type("MLP", (), {"__init__": unfinished, "forward": unfinished})
    task = find_task("MLP")
    card = load_cards("mlp")["MLP"]
    assert evaluate(task, card, try_here(task, {"MLP": MLP}, task.draw(card.seeds))).status == "missing"
