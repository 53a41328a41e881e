"""A small class for each fault, and the real commands run on it, as in `tests/grading`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from courses import PROGRAMS, Place
from nbgrader.api import Gradebook

CLASS = (
    "complete-as-taught",
    "complete-with-loops",
    "empty",
    "exits",
    "half-done",
    "mistaken-03",
    "mistaken-08",
    "mistaken-12",
    "no-notebook",
    "not-json",
    "raises",
    "writes-html",
)
"""A dozen of the sample class in which each kind of outcome occurs that takes no time to come to."""


@dataclass
class Running:
    """`autograder grade` under way on a class, in a session of its own."""

    place: Place
    process: subprocess.Popen[str]
    results: Path
    before: int = 0

    def graded(self) -> int:
        """How many submissions have an autograded notebook."""
        return len(list(self.place.classroom.glob("autograded/*/linear/linear.ipynb")))

    def wait(self) -> tuple[int, str]:
        """Wait for the end; the exit code, and what was said on standard error."""
        _, complaints = self.process.communicate()
        return self.process.returncode, complaints


@dataclass
class Started:
    """Starts runs, and ends what is left of them when the test is over."""

    running: list[Running] = field(default_factory=list)

    def __call__(
        self, place: Place, *options: str, script: Path | None = None, env: Mapping[str, str] | None = None
    ) -> Running:
        """Start to grade; `script` is run in place of the command, and runs it itself with a fault built in."""
        results = place.root / "results.json"
        program = [PROGRAMS / "python", script] if script else [PROGRAMS / "autograder"]
        process = subprocess.Popen(
            [*map(str, program), "grade", "linear", "--jobs", "2", "--json", str(results), *options],
            cwd=place.root,
            env={**os.environ, "LANG": "C.UTF-8", **(env or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.running.append(Running(place, process, results))
        return self.running[-1]

    def end_all(self) -> None:
        for running in self.running:
            if running.process.poll() is None:
                os.killpg(running.process.pid, signal.SIGKILL)
                running.process.wait()


@pytest.fixture
def start(isolation: None) -> Any:
    """`start(place)`: begin to grade and go on with the test meanwhile."""
    started = Started()
    yield started
    started.end_all()


def lines_of(place: Place) -> list[dict[str, Any]]:
    """The lines of the journal."""
    return [json.loads(line) for line in (place.classroom / "journal-linear.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def all_right(expected: dict[str, Any]) -> Callable[[Place], None]:
    """`all_right(place)`: everyone in the class has exactly one score, the right one, wherever one looks."""

    def check(place: Place) -> None:
        students = {folder.name for folder in (place.classroom / "submitted").iterdir()}
        known = {student: expected[student] for student in students}
        assert json.loads((place.root / "results.json").read_text("utf-8")) == known
        with Gradebook(place.gradebook) as gradebook:
            scores = [(s.student.id, s.score) for s in gradebook.assignment_submissions("linear")]
        assert sorted(scores) == sorted((student, result["score"]) for student, result in known.items())
        last = {line["student"]: line for line in lines_of(place)}
        assert {student: line["verdicts"] for student, line in last.items()} == {
            student: result["tasks"] for student, result in known.items()
        }
        for student in students:
            assert place.record(student)["seed"] == last[student]["seed"], student
            assert f"{known[student]['score']:.4g} of 20 points" in place.feedback(student), student
        leftovers = [path for path in place.classroom.rglob(".*") if not path.name.endswith(".lock")]
        assert leftovers == []

    return check
