"""nbgrader stays nbgrader: its own commands generate, release, fetch, submit, collect, grade, explain and export."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from courses import SEED, Command, Graded, Place

from .test_sample_class import gradebook_scores, points

COURSE = "forward-and-backward"
SUBMITTING = ("mistaken-01", "half-done")


def test_the_generated_assignment_is_the_one_in_the_checkout(graded_by_nbgrader: Graded, repository: Path) -> None:
    generated = graded_by_nbgrader.place.root / "exercises" / "linear"
    committed = repository / "exercises" / "linear"
    assert sorted(path.name for path in generated.iterdir()) == sorted(path.name for path in committed.iterdir())
    for path in committed.iterdir():
        assert json.loads((generated / path.name).read_text("utf-8")) == json.loads(path.read_text("utf-8"))


def test_nbgrader_grades_a_class_with_a_broken_notebook_to_the_end(graded_by_nbgrader: Graded) -> None:
    assert graded_by_nbgrader.process.returncode == 0, graded_by_nbgrader.process.stderr
    assert "Traceback" not in graded_by_nbgrader.process.stderr


def test_nbgrader_gives_the_same_scores(graded_by_nbgrader: Graded, expected: dict[str, Any]) -> None:
    """nbgrader passes over a folder without a notebook; everyone else has the score that is known beforehand."""
    known = points(expected)
    del known["no-notebook"]
    assert gradebook_scores(graded_by_nbgrader.place) == known


def test_both_ways_write_the_same_verdicts_and_the_same_cells(
    graded: Graded, graded_by_nbgrader: Graded, expected: dict[str, Any]
) -> None:
    for student in set(expected) - {"no-notebook"}:
        ours = json.loads(graded.place.autograded(student).read_text("utf-8"))
        theirs = json.loads(graded_by_nbgrader.place.autograded(student).read_text("utf-8"))
        assert graded_by_nbgrader.place.record(student) == graded.place.record(student), student
        for mine, other in zip(ours["cells"], theirs["cells"], strict=True):
            assert "".join(mine["source"]) == "".join(other["source"]), student
            assert mine["metadata"] == other["metadata"], student


def test_nbgrader_feedback_shows_the_verdict(
    graded_by_nbgrader: Graded, expected: dict[str, Any], command: Command
) -> None:
    place = graded_by_nbgrader.place
    written = command("nbgrader", "generate_feedback", "linear", cwd=place.root)
    assert written.returncode == 0, written.stderr
    for student in set(expected) - {"no-notebook"}:
        page = place.feedback(student)
        assert f"{expected[student]['score']:.4g} of 20 points" in page, student
        assert SEED not in page, student
        assert "check(" not in page, student
        assert "<script" not in page, student


def test_nbgrader_export_writes_the_scores(
    graded_by_nbgrader: Graded, expected: dict[str, Any], command: Command
) -> None:
    place = graded_by_nbgrader.place
    exported = command("nbgrader", "export", "--to", place.root / "grades.csv", cwd=place.root)
    assert exported.returncode == 0, exported.stderr
    with (place.root / "grades.csv").open(newline="", encoding="utf-8") as file:
        scores = {row["student_id"].removeprefix("'"): float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {student: expected[student]["score"] for student in set(expected) - {"no-notebook"}}


@pytest.fixture(scope="module")
def collected(
    make_course: Callable[..., Place], sample_class: Path, command: Command, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A course in which two students have fetched, filled in and submitted, and the instructor has collected."""
    place = make_course("empty")
    shutil.rmtree(place.classroom)
    exchange, cache = tmp_path_factory.mktemp("exchange"), tmp_path_factory.mktemp("cache")
    exchange.chmod(0o777)
    through = (f"--Exchange.root={exchange}", f"--course={COURSE}")

    def instructor(*arguments: str) -> None:
        done = command("nbgrader", *arguments, *through, cwd=place.root)
        assert done.returncode == 0, done.stderr

    def student(name: str, *arguments: str) -> None:
        desk = tmp_path_factory.getbasetemp() / "desks" / name
        desk.mkdir(parents=True, exist_ok=True)
        own = (f"--Exchange.cache={cache / name}", f"--student={name}")
        done = command("nbgrader", *arguments, *through, *own, cwd=desk)
        assert done.returncode == 0, done.stderr

    instructor("generate_assignment", "linear", "--force")
    instructor("release_assignment", "linear")
    for name in SUBMITTING:
        student(name, "fetch_assignment", "linear")
        fetched = tmp_path_factory.getbasetemp() / "desks" / name / "linear" / "linear.ipynb"
        assert fetched.read_bytes() == (place.root / "exercises" / "linear" / "linear.ipynb").read_bytes()
        shutil.copy(sample_class / "submitted" / name / "linear" / "linear.ipynb", fetched)
        student(name, "submit", "linear")
    instructor("collect", "linear", "--ExchangeCollect.check_owner=False")
    yield place


def test_submissions_come_through_the_exchange_unchanged(collected: Place, sample_class: Path) -> None:
    for name in SUBMITTING:
        original = sample_class / "submitted" / name / "linear" / "linear.ipynb"
        assert collected.submitted(name).read_bytes() == original.read_bytes()


def test_what_was_collected_is_graded_as_known(
    collected: Place, grade: Callable[..., Graded], expected: dict[str, Any]
) -> None:
    assert grade(collected).results == {name: expected[name] for name in SUBMITTING}
    assert gradebook_scores(collected) == {name: points(expected)[name] for name in SUBMITTING}
