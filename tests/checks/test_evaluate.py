"""Verdicts: what is found first, what it is worth, and when a mistake is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks.evaluate import TaskVerdict
from autograder.judge.bank import Bank

from .conftest import Judge


def first(verdict: TaskVerdict) -> Any:
    """The first finding of a verdict that has one."""
    assert verdict.failure is not None and verdict.failure.finding is not None
    return verdict.failure.finding


def passes(verdict: TaskVerdict) -> bool:
    return (verdict.status, verdict.points) == ("passed", verdict.max_points)


# What is found


def test_a_wrong_shape_is_found_before_wrong_values(judge: Judge) -> None:
    finding = first(judge("linear_forward", lambda X, W, b: 7 * (X @ W).T))
    assert (finding.kind, finding.expected, finding.got) == ("shape", [5, 3], [3, 5])
    assert finding.details["axes"] == ["N", "K"]


def test_the_contract_is_judged_before_the_hand_case(judge: Judge) -> None:
    verdict = judge("linear_forward", lambda X, W, b: (X @ W + b).tolist())
    assert verdict.failure is not None and verdict.failure.name == "contract"
    assert (first(verdict).kind, first(verdict).got) == ("not an array", "list")


def test_wrong_values_come_with_the_worst_entries_first(judge: Judge) -> None:
    def off_in_two_entries(X, W, b):
        Y = X @ W + b
        Y[1, 0] += 1.0
        Y[2, 0] -= 3.0
        return Y

    details = first(judge("linear_forward", off_in_two_entries)).details
    assert (details["wrong"], details["size"], details["ratio"]) == (2, 3, None)
    assert details["entries"] == [
        {"index": [2, 0], "got": 6.0, "expected": 9.0},
        {"index": [1, 0], "got": 10.0, "expected": 9.0},
    ]


def test_one_factor_behind_every_entry_is_told(judge: Judge, bank: Bank) -> None:
    right = bank.reference["mse_backward"]
    assert first(judge("mse_backward", lambda Y_hat, Y: 3 * right(Y_hat, Y))).details["ratio"] == pytest.approx(3)
    assert first(judge("mse_backward", lambda Y_hat, Y: 3 + right(Y_hat, Y))).details["ratio"] is None


def test_not_a_number_agrees_with_nothing(judge: Judge) -> None:
    verdict = judge("linear_forward", lambda X, W, b: np.full((len(X), len(b)), np.nan))
    assert (verdict.points, first(verdict).kind) == (0, "values")


def test_an_exception_is_found_with_its_line(judge: Judge) -> None:
    def refuses(Y_hat, Y):
        raise ValueError("I would rather not")

    verdict = judge("mse", refuses)
    assert (verdict.status, verdict.points) == ("error", 0)
    assert first(verdict).details["message"] == "I would rather not"
    assert "raise ValueError" in first(verdict).details["line"]


def test_a_stub_is_missing_work_and_not_an_error(judge: Judge) -> None:
    def stub(Y_hat, Y):
        raise NotImplementedError

    assert judge("mse", stub).status == "missing"


def test_an_argument_that_was_written_to_is_found(judge: Judge) -> None:
    def overwrites(Y_hat, Y):
        Y_hat -= Y
        return 2 * Y_hat / len(Y)

    verdict = judge("mse_backward", overwrites)
    assert (first(verdict).kind, first(verdict).got) == ("touched", ["Y_hat"])
    assert verdict.points == verdict.max_points - 0.5


def test_other_names_of_parameters_are_found(judge: Judge) -> None:
    verdict = judge("mse", lambda predictions, targets: np.sum((predictions - targets) ** 2) / len(targets))
    finding = first(verdict)
    assert (finding.kind, finding.expected, finding.got) == ("parameters", ["Y_hat", "Y"], ["predictions", "targets"])


def test_a_result_too_few_is_found(judge: Judge) -> None:
    finding = first(judge("linear_backward", lambda dY, X, W: (dY @ W.T, X.T @ dY)))
    assert (finding.kind, finding.expected, finding.got) == ("count", ["dX", "dW", "db"], 2)


@pytest.mark.parametrize(
    ("convert", "got"),
    [(np.float32, "float32"), (np.int64, "int64"), (np.complex128, "complex128"), (bool, "bool")],
    ids=["float32", "integers", "complex", "booleans"],
)
def test_entries_of_another_type_are_found(judge: Judge, convert: Any, got: str) -> None:
    finding = first(judge("linear_forward", lambda X, W, b: (X @ W + b).real.astype(convert)))
    assert (finding.kind, finding.expected, finding.got) == ("dtype", "float64", got)


# What passes


@pytest.mark.parametrize(
    "convert",
    [float, np.float64, np.array, lambda loss: np.array(loss)[()], np.longdouble],
    ids=["float", "NumPy scalar", "array without axes", "scalar out of an array", "longer float"],
)
def test_a_number_may_be_any_real_scalar(judge: Judge, convert: Any) -> None:
    assert passes(judge("mse", lambda Y_hat, Y: convert(np.sum((Y_hat - Y) ** 2) / len(Y))))


@pytest.mark.parametrize("convert", [lambda loss: np.array([loss]), complex, str], ids=["one entry", "complex", "text"])
def test_a_number_is_no_array_with_axes_and_nothing_else(judge: Judge, convert: Any) -> None:
    finding = first(judge("mse", lambda Y_hat, Y: convert(np.sum((Y_hat - Y) ** 2) / len(Y))))
    assert finding.kind == "not a number"


@pytest.mark.parametrize("container", [tuple, list])
def test_several_results_may_come_as_tuple_or_list(judge: Judge, bank: Bank, container: Any) -> None:
    right = bank.reference["linear_backward"]
    assert passes(judge("linear_backward", lambda dY, X, W: container(right(dY, X, W))))


def test_any_minimiser_passes(judge: Judge, bank: Bank) -> None:
    """Where columns are zero or more than the samples, W is not unique, and only the error it leaves is judged."""
    right = bank.reference["least_squares"]

    def with_something_on_unused_inputs(X, Y):
        W, b = right(X, Y)
        W = W + 5.0 * ~np.any(X, axis=0)[:, np.newaxis]
        return W, b

    assert passes(judge("least_squares", with_something_on_unused_inputs))


# What it is worth


def test_the_right_form_alone_earns_nothing(judge: Judge) -> None:
    verdict = judge("linear_forward", lambda X, W, b: np.zeros((len(X), len(b))))
    assert verdict.stages[0].passed
    assert (verdict.status, verdict.points) == ("failed", 0)


def test_one_gradient_of_three_earns_its_stage(judge: Judge, bank: Bank) -> None:
    right = bank.reference["linear_backward"]

    def only_dW(dY, X, W):
        return np.zeros_like(X), right(dY, X, W)[1], np.zeros(W.shape[1])

    verdict = judge("linear_backward", only_dW)
    assert {stage.name for stage in verdict.stages if stage.passed} == {"contract", "dW"}
    assert (verdict.status, verdict.points) == ("partial", 1.25)


def test_every_stage_is_worth_something_and_the_assignment_twenty_points(bank: Bank) -> None:
    assert [task.points for task in bank.tasks.values()] == [3, 2, 3, 5, 2, 5]
    assert all(stage.points > 0 for task in bank.tasks.values() for stage in task.stages)


def test_a_task_that_does_not_train_is_tried_a_few_times_only(bank: Bank, judge: Judge) -> None:
    """A report comes at once because a function is called twice per drawn case and once for the hand case."""
    for name, task in bank.tasks.items():
        calls = []

        def counting(*arguments: Any, right: Any = bank.reference[name], calls: list[int] = calls, **named: Any) -> Any:
            calls.append(1)
            return right(*arguments, **named)

        judge(name, counting)
        assert len(calls) == 2 * len(task.cases) - 1, name


# When a mistake is named


def test_right_work_has_no_misconception(bank: Bank, judge: Judge) -> None:
    for name in bank.tasks:
        assert judge(name, bank.reference[name]).misconception is None


def test_a_mistake_of_ones_own_is_not_named(judge: Judge) -> None:
    assert judge("mse", lambda Y_hat, Y: np.sum(np.abs(Y_hat - Y) ** 3) / len(Y)).misconception is None


def test_of_two_mistakes_at_once_none_is_named_alone(bank: Bank, judge: Judge) -> None:
    """Each of the two explains a part of what is seen; to name one would send the learner after half of it."""
    wrong = {entry.id: entry.implementation for entry in bank.misconceptions_of("linear_backward")}

    def dW_transposed_and_db_averaged(dY, X, W):
        dX, dW, _ = wrong["dW_transposed"](dY, X, W)
        return dX, dW, wrong["db_averaged"](dY, X, W)[2]

    assert judge("linear_backward", dW_transposed_and_db_averaged).misconception is None


def test_of_two_mistakes_of_which_one_includes_the_other_the_larger_is_named(bank: Bank, judge: Judge) -> None:
    """db alone averaged is a mistake of its own; dW and db both averaged is another, not both."""
    wrong = {entry.id: entry.implementation for entry in bank.misconceptions_of("linear_backward")}
    assert judge("linear_backward", wrong["averaged_twice"]).misconception == "averaged_twice"
    assert judge("linear_backward", wrong["db_averaged"]).misconception == "db_averaged"


def test_a_mistake_is_named_only_if_all_that_it_causes_is_seen(bank: Bank, judge: Judge) -> None:
    wrong = {entry.id: entry.implementation for entry in bank.misconceptions_of("linear_forward")}

    def bias_forgotten_for_batches_only(X, W, b):
        return X @ W + b if len(X) == 1 else wrong["bias_forgotten"](X, W, b)

    assert judge("linear_forward", bias_forgotten_for_batches_only).misconception is None
    assert judge("linear_forward", wrong["bias_forgotten"]).misconception == "bias_forgotten"
