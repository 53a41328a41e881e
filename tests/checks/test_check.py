"""`check` as a learner calls it: on what they may hand it, in a terminal and in a notebook."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder import check, examine
from autograder.judge.bank import Bank
from autograder.tasks import UnknownName

SOLVED = "2 of 2 points"


@pytest.fixture
def right(bank: Bank) -> Callable[..., Any]:
    """A right loss, under a name that is not the task's."""

    def lost_and_found(Y_hat: Any, Y: Any) -> Any:
        return bank.reference["mse"](Y_hat, Y)

    return lost_and_found


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_LANG", "en")


def test_check_prints_one_report(bank: Bank, capsys: pytest.CaptureFixture[str]) -> None:
    check(bank.reference["mse"])
    assert capsys.readouterr().out.startswith(f"mse · {SOLVED}\n")


def test_a_lambda_is_known_by_the_name_that_it_is_bound_to() -> None:
    mse = lambda Y_hat, Y: np.sum((Y_hat - Y) ** 2) / len(Y)  # noqa: E731 — as a learner may write it
    assert SOLVED in examine(mse).text()


def test_a_decorated_function_is_known_by_its_name(right: Callable[..., Any]) -> None:
    def announced(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *arguments, **named: function(*arguments, **named)

    mse = announced(right)
    assert SOLVED in examine(mse).text()


def test_a_partial_is_known_by_its_name() -> None:
    def mean_power(power: float, Y_hat: Any, Y: Any) -> Any:
        return np.sum(np.abs(Y_hat - Y) ** power) / len(Y)

    mse = functools.partial(mean_power, 2)
    assert SOLVED in examine(mse).text()


def test_an_object_that_can_be_called_is_known_by_its_name(right: Callable[..., Any]) -> None:
    class Loss:
        def __call__(self, Y_hat: Any, Y: Any) -> Any:
            return right(Y_hat, Y)

    mse = Loss()
    assert SOLVED in examine(mse).text()


def test_a_method_is_known_by_the_name_that_it_is_bound_to(right: Callable[..., Any]) -> None:
    class Losses:
        @staticmethod
        def squared(Y_hat: Any, Y: Any) -> Any:
            return right(Y_hat, Y)

    mse = Losses.squared
    assert SOLVED in examine(mse).text()


def test_later_tasks_may_call_the_learners_earlier_ones() -> None:
    namespace: dict[str, Any] = {"np": np, "examine": examine}
    source = (
        "def linear_forward(X, W, b):\n    return X @ W + b\n"
        "def error_of(W, b, X, Y):\n    return linear_forward(X, W, b) - Y\n"
        "def mse(Y_hat, Y):\n    return np.vdot(Y_hat - Y, Y_hat - Y) / len(linear_forward(Y, np.eye(Y.shape[1]), 0))\n"
        "report = examine(mse)\n"
    )
    exec(source, namespace)
    assert SOLVED in namespace["report"].text()


def test_what_is_no_task_is_refused_with_what_to_do(right: Callable[..., Any]) -> None:
    with pytest.raises(UnknownName, match=r"'lost_and_found'.*without parentheses: check\(linear_forward\)"):
        check(right)


def test_a_result_in_place_of_a_function_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnknownName, match=r"'ndarray'.*without parentheses"):
        check(np.zeros(3))


def test_check_leaves_the_learners_random_numbers_alone(bank: Bank) -> None:
    np.random.seed(3)
    undisturbed = np.random.random(4)
    np.random.seed(3)
    examine(bank.reference["linear_forward"])
    assert np.array_equal(np.random.random(4), undisturbed)


def test_a_notebook_shows_html(bank: Bank) -> None:
    report = examine(bank.reference["mse"])
    shell = InteractiveShell()
    data, _ = shell.display_formatter.format(report)
    assert data["text/html"].startswith("<div lang='en'")
    assert SOLVED in data["text/html"]
    assert data["text/plain"].startswith("mse · ")
