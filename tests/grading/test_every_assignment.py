"""A class for each assignment, made from its bank and graded: every score is known, every mistake named.

The class of `linear`, which holds odd, broken and hostile submissions too, is looked at in test_sample_class.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from courses import SEED, Command

from autograder.course import Course
from autograder.judge.bank import Bank, load_bank
from autograder.tasks import ASSIGNMENTS, tasks_of

OTHERS = [name for name in ASSIGNMENTS if name != "linear"]


@pytest.fixture(scope="module", params=OTHERS)
def assignment(request: pytest.FixtureRequest) -> str:
    """Each assignment in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def results(
    assignment: str, repository: Path, tmp_path_factory: pytest.TempPathFactory, command: Command, isolation: None
) -> dict[str, Any]:
    """The graded class, as `autograder grade --json` tells it."""
    classroom = tmp_path_factory.mktemp(assignment)
    script = repository / "tests" / "sample_class" / "make_class.py"
    subprocess.run([sys.executable, script, classroom, assignment], check=True)
    target = classroom / "results.json"
    options = ("--classroom", classroom, "--json", target, "--seed", SEED, "--jobs", 1)
    process = command("autograder", "grade", assignment, *options, cwd=repository)
    assert process.returncode == 0, process.stdout + process.stderr
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def bank(assignment: str, repository: Path) -> Bank:
    """What the instructor knows of the assignment."""
    return load_bank(Course(repository), assignment)


def test_every_score_is_as_expected(results: dict[str, Any], assignment: str, repository: Path) -> None:
    """To write the expected scores anew, grade the class with this seed and `--json expected/<assignment>.json`."""
    expected = repository / "tests" / "sample_class" / "expected" / f"{assignment}.json"
    assert results == json.loads(expected.read_text(encoding="utf-8"))


def test_what_is_right_earns_everything_however_it_is_written(results: dict[str, Any], assignment: str) -> None:
    full = sum(task.points for task in tasks_of(assignment).values())
    complete = {student: result["score"] for student, result in results.items() if student.startswith("complete-")}
    assert complete
    assert set(complete.values()) == {full}


def test_every_mistake_costs_points_and_is_named(results: dict[str, Any], bank: Bank) -> None:
    """A mistake may carry on into a task that uses the spoilt function; what is named there is not counted."""
    found = {
        (task, verdict["misconception"])
        for student, result in results.items()
        if student.startswith("mistaken-")
        for task, verdict in result["tasks"].items()
        if verdict["points"] < verdict["max_points"]
    }
    owed = {(entry.task, entry.same_as or entry.id) for entry in bank.misconceptions}
    assert owed - found == set()


def test_nothing_done_earns_nothing(results: dict[str, Any]) -> None:
    assert results["empty"]["score"] == 0
