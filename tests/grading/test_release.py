"""What is committed is what the sources give: every assignment's audit, cards and learner notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from courses import Command

from autograder.checks.card import read_cards
from autograder.tasks import ASSIGNMENTS


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory, repository: Path, command: Command) -> Path:
    """A copy of the course in which everything was audited (20 seeds) and released anew.

    Right code earns everything, and each misconception is caught and named: a release refuses anything less.
    """
    root = tmp_path_factory.mktemp("released")
    shutil.copy(repository / "nbgrader_config.py", root)
    shutil.copytree(repository / "solutions", root / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
    for language in ("en", "ko"):
        shutil.copytree(repository / "book" / language, root / "book" / language)
    process = command("autograder", "release", "--all", cwd=root)
    assert process.returncode == 0, process.stdout + process.stderr
    return root


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_committed_cards_are_those_of_the_solutions(assignment: str, released: Path, repository: Path) -> None:
    """To rounding: another processor adds in another order."""
    built, committed = (
        read_cards((root / "autograder" / "cards" / f"{assignment}.json").read_text(encoding="utf-8"), str(root))
        for root in (released, repository)
    )
    assert set(built) == set(committed)
    for name, card in built.items():
        assert card.explanations == committed[name].explanations
        assert_same(card.values, committed[name].values)
        assert_same(card.reference, committed[name].reference)
        assert_same(card.misconceptions, committed[name].misconceptions)


def assert_same(built: Any, committed: Any) -> None:
    """Equal structures whose numbers agree to rounding."""
    if isinstance(built, dict):
        assert set(built) == set(committed)
        for key, value in built.items():
            assert_same(value, committed[key])
    elif isinstance(built, list):
        assert len(built) == len(committed)
        for a, b in zip(built, committed, strict=True):
            assert_same(a, b)
    elif isinstance(built, float):
        assert np.isclose(built, committed, rtol=1e-6, atol=1e-9, equal_nan=True)
    else:
        assert built == committed


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_committed_exercises_are_those_of_the_solutions(assignment: str, released: Path, repository: Path) -> None:
    notebooks = sorted((released / "exercises" / assignment).glob("*.ipynb"))
    assert notebooks
    for notebook in notebooks:
        committed = repository / notebook.relative_to(released)
        assert notebook.read_bytes() == committed.read_bytes()
