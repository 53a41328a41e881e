"""What is wrong is said in a sentence, with exit code 2 and no traceback, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from courses import PROGRAMS, Command, Graded, Place

from autograder.judge.submission import read_submission

NEVER_GRADED = ("complete-as-taught",)


def said(process: subprocess.CompletedProcess[str]) -> str:
    """The sentence that a command ended with, having refused."""
    assert process.returncode == 2, process.stdout + process.stderr
    assert process.stdout == ""
    assert "Traceback" not in process.stderr
    assert process.stderr.strip().endswith(".") or "\n" not in process.stderr.strip()
    return process.stderr


@pytest.fixture(scope="module")
def place(make_course: Callable[..., Place]) -> Place:
    """A course with one submission, never graded."""
    return make_course(*NEVER_GRADED)


def test_an_assignment_that_does_not_exist(place: Place, command: Command) -> None:
    message = said(command("autograder", "grade", "quadratic", cwd=place.root))
    assert "no assignment called 'quadratic'" in message
    assert "linear" in message


@pytest.mark.parametrize("name", ["feedback", "export", "report"])
def test_an_assignment_that_does_not_exist_has_no_results(place: Place, command: Command, name: str) -> None:
    assert "no assignment called 'quadratic'" in said(command("autograder", name, "quadratic", cwd=place.root))


def test_a_folder_that_is_no_course(tmp_path: Path, command: Command) -> None:
    assert "is not inside a course" in said(command("autograder", "grade", "linear", cwd=tmp_path))


def test_a_classroom_without_submissions(place: Place, command: Command, tmp_path: Path) -> None:
    message = said(command("autograder", "grade", "linear", "--classroom", tmp_path, cwd=place.root))
    assert "nbgrader collect linear" in message
    assert list(tmp_path.iterdir()) == []


def test_a_submission_folder_that_is_empty(place: Place, command: Command, tmp_path: Path) -> None:
    (tmp_path / "submitted").mkdir()
    message = said(command("autograder", "grade", "linear", "--classroom", tmp_path, cwd=place.root))
    assert "has handed in 'linear'" in message


def test_a_student_who_has_not_handed_in(place: Place, command: Command) -> None:
    message = said(command("autograder", "grade", "linear", "--student", "nobody", cwd=place.root))
    assert "no submission of 'linear' by nobody" in message


def test_a_student_who_has_not_handed_in_stops_no_grading_by_half(place: Place, command: Command) -> None:
    students = ("--student", NEVER_GRADED[0], "--student", "nobody")
    said(command("autograder", "grade", "linear", *students, cwd=place.root))
    assert not place.autograded(NEVER_GRADED[0]).exists()


@pytest.mark.parametrize("name", ["feedback", "export", "report"])
def test_results_before_anything_is_graded(place: Place, command: Command, name: str) -> None:
    message = said(command("autograder", name, "linear", cwd=place.root))
    assert "autograder grade" in message
    assert not (place.classroom / "gradebook.db").exists()


def test_results_that_cannot_be_written(place: Place, command: Command, isolation: None) -> None:
    target = place.root / "nbgrader_config.py" / "results.json"
    process = command("autograder", "grade", "linear", "--json", target, "--jobs", 1, cwd=place.root)
    assert process.returncode == 2
    assert "Traceback" not in process.stderr
    assert "nbgrader_config.py" in process.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not valid JSON"),
        (b"\x89PNG\r\n", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"worksheets": []}', "not a notebook of format 4"),
        (b'"cells"', "not a notebook of format 4"),
    ],
    ids=["empty file", "picture", "deep nesting", "format 3", "string"],
)
def test_a_file_that_is_no_notebook_earns_nothing_and_says_why(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "linear.ipynb").write_bytes(content)
    submission = read_submission(tmp_path / "linear.ipynb")
    assert submission.cells == ()
    assert reason in submission.unreadable


def test_an_environment_that_is_not_activated_grades_all_the_same(
    make_course: Callable[..., Place], command: Command, isolation: None
) -> None:
    place = make_course("empty")
    process = command("autograder", "grade", "linear", cwd=place.root, env={"PATH": os.defpath})
    assert process.returncode == 0, process.stderr


def without_namespaces(*arguments: object) -> tuple[object, ...]:
    return (Path(__file__).with_name("without_namespaces.py"), PROGRAMS / "autograder", *arguments)


def test_a_kernel_without_namespaces_is_refused_with_what_to_enable(
    make_course: Callable[..., Place], command: Command
) -> None:
    place = make_course(*NEVER_GRADED)
    process = command("python", *without_namespaces("grade", "linear"), cwd=place.root)
    assert process.returncode == 2, process.stdout + process.stderr
    assert "Traceback" not in process.stderr
    assert "--unprotected" in process.stderr
    assert "namespace" in process.stderr
    assert sorted(path.name for path in place.classroom.iterdir()) == ["submitted"]


def test_a_kernel_without_namespaces_grades_trusted_code_when_told_to(
    make_course: Callable[..., Place], command: Command, expected: dict[str, Any]
) -> None:
    place = make_course(*NEVER_GRADED)
    options = ("grade", "linear", "--unprotected", "--json", "results.json")
    process = command("python", *without_namespaces(*options), cwd=place.root)
    assert process.returncode == 0, process.stderr
    results = json.loads((place.root / "results.json").read_text("utf-8"))
    assert results == {student: expected[student] for student in NEVER_GRADED}


def test_a_refused_run_leaves_earlier_grades_alone(graded: Graded, command: Command) -> None:
    files = {path: path.read_bytes() for path in graded.place.classroom.rglob("*") if path.is_file()}
    said(command("autograder", "grade", "linear", "--student", "nobody", cwd=graded.place.root))
    said(command("autograder", "grade", "quadratic", cwd=graded.place.root))
    assert {path: path.read_bytes() for path in graded.place.classroom.rglob("*") if path.is_file()} == files
