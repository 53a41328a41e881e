"""The whole sample class, graded once in each way for all tests that only look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from courses import SEED, Command, Graded, Place


@pytest.fixture(scope="session")
def graded(make_course: Callable[..., Place], grade: Callable[..., Graded]) -> Graded:
    """The whole sample class, graded once by `autograder grade` for all tests that only look at it."""
    return grade(make_course(), "--seed", SEED, jobs=2)


@pytest.fixture(scope="session")
def graded_by_nbgrader(make_course: Callable[..., Place], command: Command, isolation: None) -> Graded:
    """The whole sample class, graded once by `nbgrader autograde` with the same seed; it has no results of its own.

    The assignment is generated first, from nothing, as an instructor does who uses nbgrader alone.
    """
    place = make_course()
    shutil.rmtree(place.root / "exercises")
    generated = command("nbgrader", "generate_assignment", "linear", cwd=place.root)
    assert generated.returncode == 0, generated.stderr
    process = command("nbgrader", "autograde", "linear", cwd=place.root, env={"AUTOGRADER_SEED": SEED})
    return Graded(place, process, {})
