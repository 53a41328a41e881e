"""The gradebook on a PostgreSQL server, by URL: the same scores, by our commands and by nbgrader's."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from courses import Command, Graded, Place
from nbgrader.api import Gradebook

STUDENTS = ("=1+1", "complete-as-taught", "half-done", "mistaken-03", "not-json")
NOWHERE = "postgresql+psycopg://grader@127.0.0.1:1/course"


@dataclass(frozen=True)
class OnServer:
    """A class graded into a database of a server."""

    graded: Graded
    url: str


def points(url: str) -> dict[str, dict[str, float]]:
    """Points by student and task, as nbgrader's own interface tells them."""
    with Gradebook(url) as gradebook:
        return {
            submission.student.id: {g.name.removeprefix("test_"): g.score for g in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions("linear")
        }


def awaited(expected: dict[str, Any], *students: str) -> dict[str, dict[str, float]]:
    return {s: {task: v["points"] for task, v in expected[s]["tasks"].items()} for s in students}


@pytest.fixture(scope="module")
def on_server(
    make_course: Callable[..., Place], grade: Callable[..., Graded], postgres: Callable[[str], str]
) -> OnServer:
    url = postgres("course")
    return OnServer(grade(make_course(*STUDENTS), "--gradebook", url), url)


def test_the_server_holds_every_score(on_server: OnServer, expected: dict[str, Any]) -> None:
    assert on_server.graded.results == {student: expected[student] for student in STUDENTS}
    assert points(on_server.url) == awaited(expected, *STUDENTS)


def test_no_file_is_made_beside_the_server(on_server: OnServer) -> None:
    assert not (on_server.graded.place.classroom / "gradebook.db").exists()


def test_what_stands_on_the_server_is_kept(on_server: OnServer, grade: Callable[..., Graded]) -> None:
    again = grade(on_server.graded.place, "--gradebook", on_server.url)
    assert f"0 graded, {len(STUDENTS)} kept" in again.process.stdout


def test_marks_given_by_hand_survive_grading_again(
    make_course: Callable[..., Place], grade: Callable[..., Graded], postgres: Callable[[str], str]
) -> None:
    url = postgres("by_hand")
    place = make_course("half-done")
    grade(place, "--gradebook", url)
    with Gradebook(url) as gradebook:
        given = gradebook.find_grade("test_mse", "linear", "linear", "half-done")
        given.manual_score = 1.5
        gradebook.db.commit()
    grade(place, "--gradebook", url, "--regrade")
    assert points(url)["half-done"]["mse"] == 1.5


def test_grades_are_exported_from_the_server(on_server: OnServer, expected: dict[str, Any], command: Command) -> None:
    place = on_server.graded.place
    target = place.root / "grades.csv"
    exported = command("autograder", "export", "linear", "--gradebook", on_server.url, "--to", target, cwd=place.root)
    assert exported.returncode == 0, exported.stderr
    with target.open(newline="", encoding="utf-8") as file:
        scores = {row["student_id"].removeprefix("'"): float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {student: expected[student]["score"] for student in STUDENTS}


def test_the_environment_names_the_server_for_our_commands_and_for_nbgraders(
    make_course: Callable[..., Place], command: Command, postgres: Callable[[str], str], expected: dict[str, Any]
) -> None:
    """One student by `autograder grade`, another by `nbgrader autograde`, into one gradebook."""
    url = postgres("by_environment")
    place = make_course("half-done", "mistaken-03")
    names = {"AUTOGRADER_GRADEBOOK": url}
    ours = command("autograder", "grade", "linear", "--student", "half-done", cwd=place.root, env=names)
    theirs = command("nbgrader", "autograde", "linear", "--student", "mistaken-03", cwd=place.root, env=names)
    assert (ours.returncode, theirs.returncode) == (0, 0), ours.stderr + theirs.stderr
    assert points(url) == awaited(expected, "half-done", "mistaken-03")
    assert not (place.classroom / "gradebook.db").exists()


@pytest.mark.parametrize("arguments", [("grade", "linear"), ("export", "linear"), ("feedback", "linear")])
def test_a_server_that_cannot_be_reached_is_named_in_a_sentence(
    make_course: Callable[..., Place], command: Command, arguments: tuple[str, ...]
) -> None:
    pytest.importorskip("psycopg", reason="The extra 'postgres' is not installed.")
    process = command("autograder", *arguments, "--gradebook", NOWHERE, cwd=make_course("empty").root)
    assert process.returncode in (1, 2)
    assert "The gradebook cannot be reached" in process.stderr
    assert "Traceback" not in process.stderr


def test_where_the_driver_is_missing_the_command_says_what_to_install(
    make_course: Callable[..., Place], command: Command, tmp_path: Path
) -> None:
    (tmp_path / "psycopg.py").write_text("raise ImportError('not here')")
    place, without = make_course("empty"), {"PYTHONPATH": str(tmp_path)}
    process = command("autograder", "grade", "linear", "--gradebook", NOWHERE, cwd=place.root, env=without)
    assert process.returncode == 2
    assert "forward-and-backward[postgres]" in process.stderr


@pytest.mark.parametrize("url", ["gradebook.db", "nonsense://host/course"])
def test_what_is_no_database_is_refused_with_examples(
    make_course: Callable[..., Place], command: Command, url: str
) -> None:
    process = command("autograder", "grade", "linear", "--gradebook", url, cwd=make_course("empty").root)
    assert process.returncode == 2
    assert "names no database" in process.stderr
    assert "Traceback" not in process.stderr
