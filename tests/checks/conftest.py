"""Tasks, cards and the instructor's bank, for tests that try small functions on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.checks.card import load_cards
from autograder.checks.evaluate import TaskVerdict, evaluate
from autograder.checks.probe import try_here
from autograder.course import Course
from autograder.judge.bank import Bank, load_bank
from autograder.tasks import find_task

Judge = Callable[[str, Any], TaskVerdict]


@pytest.fixture(scope="session")
def bank(repository: Path) -> Bank:
    """The instructor's solution, alternatives and misconceptions of `linear`."""
    return load_bank(Course(repository), "linear")


@pytest.fixture(scope="session")
def judge() -> Judge:
    """`judge("mse", function)`: the verdict of the visible cases on a function."""

    def judge(name: str, function: Any) -> TaskVerdict:
        task = find_task(name)
        card = load_cards(task.assignment)[name]
        return evaluate(task, card, try_here(task, {name: function}, task.draw(card.seeds)))

    return judge
