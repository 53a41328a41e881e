"""The sample class through `autograder grade`, `feedback`, `export` and `report`: every score is known beforehand."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from courses import SEED, Command, Graded, Place
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.judge.bank import load_bank

CHECKED = ["linear_forward", "mse", "mse_backward", "linear_backward", "least_squares", "train_linear"]
REPEATED = (
    "complete-as-objects",
    "mistaken-05",
    "half-done",
    "writes-html",
    "exits",
    "raises",
    "not-json",
    "no-notebook",
)
"""A handful of the class, in which each kind of outcome occurs that could differ from run to run."""


def gradebook_scores(place: Place) -> dict[str, dict[str, float]]:
    """Points by student and task, as nbgrader's own interface to the gradebook tells them."""
    with Gradebook(place.gradebook) as gradebook:
        return {
            submission.student.id: {
                grade.name.removeprefix("test_"): grade.score for grade in submission.notebooks[0].grades
            }
            for submission in gradebook.assignment_submissions("linear")
        }


def points(expected: dict[str, Any]) -> dict[str, dict[str, float]]:
    return {s: {task: v["points"] for task, v in result["tasks"].items()} for s, result in expected.items()}


def files_of(place: Place, students: tuple[str, ...]) -> dict[str, bytes]:
    """Autograded notebooks and feedback pages of these students, by their place in the classroom."""
    folders = (place.classroom / step / student for step in ("autograded", "feedback") for student in students)
    return {
        str(path.relative_to(place.classroom)): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_score_is_as_expected(graded: Graded, expected: dict[str, Any]) -> None:
    assert graded.results == expected


def test_nobody_is_left_out(graded: Graded, sample_class: Path) -> None:
    students = {folder.name for folder in (sample_class / "submitted").iterdir()}
    assert set(graded.results) == students
    assert f"{len(students)} graded, 0 kept, 0 not graded" in graded.process.stdout


def test_a_broken_notebook_does_not_stop_the_class(graded: Graded) -> None:
    assert graded.process.returncode == 0
    assert graded.results["not-json"]["score"] == 0
    assert graded.results["complete-as-taught"]["score"] == 20


def test_every_misconception_is_committed_once_and_named(expected: dict[str, Any], repository: Path) -> None:
    bank = load_bank(Course(repository), "linear")
    owed = [(entry.task, entry.same_as or entry.id) for entry in bank.misconceptions]
    named = [
        (task, verdict["misconception"])
        for student, result in expected.items()
        if student.startswith("mistaken-")
        for task, verdict in result["tasks"].items()
        if verdict["misconception"]
    ]
    assert sorted(named) == sorted(owed)


def test_the_gradebook_holds_the_same_scores(graded: Graded, expected: dict[str, Any]) -> None:
    assert gradebook_scores(graded.place) == points(expected)


@pytest.fixture(scope="module")
def rows(graded: Graded, command: Command) -> list[dict[str, str]]:
    """The grades as a spreadsheet reads them."""
    target = graded.place.root / "grades.csv"
    exported = command("autograder", "export", "linear", "--format", "csv", "--to", target, cwd=graded.place.root)
    assert exported.returncode == 0, exported.stderr
    with target.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_csv_holds_the_same_scores(rows: list[dict[str, str]], expected: dict[str, Any]) -> None:
    scores = {row["student_id"].removeprefix("'"): float(row["score"]) for row in rows}
    assert scores == {student: result["score"] for student, result in expected.items()}
    assert {float(row["max_score"]) for row in rows} == {20.0}


def test_no_student_id_is_a_formula_in_the_csv(rows: list[dict[str, str]]) -> None:
    fields = [field for row in rows for field in row.values()]
    assert "'=1+1" in fields
    assert not [field for field in fields if field.startswith(("=", "+", "@", "\t", "\r"))]


def test_every_student_gets_a_feedback_page(graded: Graded, expected: dict[str, Any]) -> None:
    for student, result in expected.items():
        page = graded.place.feedback(student)
        assert f"{result['score']:.4g} of 20 points" in page, student
        assert [name for name in CHECKED if f'id="{name}"' not in page] == [], student


def test_feedback_says_why_a_notebook_could_not_be_read(graded: Graded) -> None:
    assert "not valid JSON" in graded.place.feedback("not-json")
    assert "No notebook called linear.ipynb was handed in" in graded.place.feedback("no-notebook")


def test_feedback_explains_a_mistake_in_both_languages(graded: Graded) -> None:
    page = graded.place.feedback("mistaken-01")
    assert "The bias is missing" in page
    assert "편향이 빠졌습니다" in page
    assert "/en/linear.html#mistake-bias-forgotten" in page


def test_feedback_tells_neither_the_seed_nor_a_solution(graded: Graded, expected: dict[str, Any]) -> None:
    for student in expected:
        page = graded.place.feedback(student)
        assert SEED not in page, student
        assert "check(" not in page, student
    lines = re.findall(r"return .{12,}", (graded.place.submitted("complete-as-taught")).read_text(encoding="utf-8"))
    assert lines
    empty = graded.place.feedback("empty")
    assert not [line for line in lines if line.rstrip('",\n') in empty]


def test_what_a_learner_writes_is_shown_and_never_markup(graded: Graded) -> None:
    page = graded.place.feedback("writes-html")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page


def test_the_report_of_the_class_explains_its_mistakes(graded: Graded, command: Command) -> None:
    target = graded.place.root / "report.html"
    reported = command("autograder", "report", "linear", "--to", target, cwd=graded.place.root)
    assert reported.returncode == 0, reported.stderr
    page = target.read_text(encoding="utf-8")
    assert "The bias is missing" in page
    assert "mistaken-01" in page
    assert SEED not in page
    assert "<script" not in page


def test_feedback_can_be_written_again_from_what_is_stored(graded: Graded, command: Command) -> None:
    before = files_of(graded.place, REPEATED)
    written = command("autograder", "feedback", "linear", cwd=graded.place.root)
    assert written.returncode == 0, written.stderr
    assert files_of(graded.place, REPEATED) == before


def test_a_verdict_tells_where_it_comes_from(graded: Graded, sample_class: Path) -> None:
    record = graded.place.record("half-done")
    assert record["seed"] == SEED
    assert set(record["tasks"]) == set(CHECKED)
    assert re.fullmatch(r"\d+\.\d+\.\d+", record["package"])
    assert re.fullmatch(r"[0-9a-f]{64}", record["submission"])


def test_grading_again_with_the_same_seed_gives_the_same_bytes(
    graded: Graded, make_course: Callable[..., Place], grade: Callable[..., Graded]
) -> None:
    """By one worker what was graded by two, at another time and in other company."""
    again = grade(make_course(*REPEATED), "--seed", SEED, jobs=1)
    assert again.results == {student: graded.results[student] for student in REPEATED}
    assert files_of(again.place, REPEATED) == files_of(graded.place, REPEATED)


def test_nothing_of_the_course_is_changed_by_grading(graded: Graded, sample_class: Path, repository: Path) -> None:
    for student in (folder.name for folder in (sample_class / "submitted").iterdir()):
        if student != "no-notebook":
            original = sample_class / "submitted" / student / "linear" / "linear.ipynb"
            assert graded.place.submitted(student).read_bytes() == original.read_bytes()
    for name in ("exercises/linear/linear.ipynb", "solutions/linear/linear.ipynb"):
        assert (graded.place.root / name).read_bytes() == (repository / name).read_bytes()
