"""Late penalties, extra credit and what people mark by hand are honoured, and survive regrading."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from courses import Command, Graded, Place
from nbgrader.api import Gradebook

LATE, IN_TIME = "half-done", "mistaken-12"
DUE = datetime(2026, 3, 1, 12)
POLICY = """
import sys
sys.path.insert(0, str(root))
c.AssignLatePenalties.plugin_class = "house_rules.PointPerHour"
"""
HOUSE_RULES = '''
from nbgrader.plugins import BasePlugin


class PointPerHour(BasePlugin):
    """One point less for each hour."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600
'''


def penalties(place: Place) -> dict[str, float | None]:
    with Gradebook(place.gradebook) as gradebook:
        return {
            submission.student.id: submission.notebooks[0].late_submission_penalty
            for submission in gradebook.assignment_submissions("linear")
        }


@pytest.fixture(scope="module")
def with_a_due_date(make_course: Callable[..., Place], grade: Callable[..., Graded]) -> Place:
    """A class with house rules for late work: one was two hours late, one a day early; graded after that was set."""
    place = make_course(LATE, IN_TIME)
    with (place.root / "nbgrader_config.py").open("a") as config:
        config.write(POLICY)
    (place.root / "house_rules.py").write_text(HOUSE_RULES)
    for student, time in ((LATE, "2026-03-01 14:00:00 UTC"), (IN_TIME, "2026-02-28 12:00:00 UTC")):
        (place.submitted(student).parent / "timestamp.txt").write_text(time)
    grade(place)
    with Gradebook(place.gradebook) as gradebook:
        gradebook.update_or_create_assignment("linear", duedate=DUE)
    return grade(place, "--regrade").place


def test_late_work_loses_what_the_courses_own_rules_say(with_a_due_date: Place) -> None:
    assert penalties(with_a_due_date) == {LATE: 2.0, IN_TIME: None}
    assert "5 of 20 points" in with_a_due_date.feedback(LATE)


def test_nbgrader_takes_off_the_same(with_a_due_date: Place, tmp_path: Path, command: Command) -> None:
    place = with_a_due_date.copy_to(tmp_path)
    graded = command("nbgrader", "autograde", "linear", "--force", cwd=place.root)
    assert graded.returncode == 0, graded.stderr
    assert penalties(place) == penalties(with_a_due_date)


def test_an_extension_that_is_granted_takes_the_penalty_back(
    with_a_due_date: Place, tmp_path: Path, grade: Callable[..., Graded]
) -> None:
    place = with_a_due_date.copy_to(tmp_path)
    with Gradebook(place.gradebook) as gradebook:
        gradebook.grant_extension("linear", LATE, hours=3)
    grade(place, "--regrade")
    assert penalties(place) == {LATE: None, IN_TIME: None}
    assert "7 of 20 points" in place.feedback(LATE)


def marked_cell(kind: str, name: str, points: float, source: str) -> dict[str, Any]:
    """A Markdown cell of nbgrader's that a person marks: an answer, or a task."""
    marks = {"grade_id": name, "points": points, "schema_version": 3, "locked": kind == "task"}
    marks |= {"grade": kind == "answer", "solution": kind == "answer", "task": kind == "task"}
    return {"cell_type": "markdown", "id": name, "metadata": {"nbgrader": marks}, "source": source}


def add_cells(path: Path, *cells: dict[str, Any]) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"] += cells
    path.write_text(json.dumps(notebook), "utf-8")


def marks_by_hand(place: Place, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
    """Automatic score, score by hand and whether it waits for a person, of each cell that a person marks."""
    with Gradebook(place.gradebook) as gradebook:
        grades = gradebook.find_submission_notebook("linear", "linear", student).grades
        return {
            g.name: (g.auto_score, g.manual_score, g.needs_manual_grade)
            for g in grades
            if not g.name.startswith("test_")
        }


@pytest.fixture(scope="module")
def with_essays(make_course: Callable[..., Place], grade: Callable[..., Graded]) -> Place:
    """A class whose assignment has an answer and a task that people mark; one student has answered, one has not."""
    place = make_course("half-done", "empty")
    stub = "Say in your own words why the bias has no axis N."
    essay = marked_cell("task", "essay", 4, "Write an essay.")
    add_cells(place.root / "exercises" / "linear" / "linear.ipynb", marked_cell("answer", "reflection", 3, stub), essay)
    add_cells(place.submitted("half-done"), marked_cell("answer", "reflection", 3, "It is one for all samples."), essay)
    add_cells(place.submitted("empty"), marked_cell("answer", "reflection", 3, stub), essay)
    return grade(place).place


def test_what_people_mark_waits_for_them(with_essays: Place) -> None:
    assert marks_by_hand(with_essays, "half-done") == {"reflection": (None, None, True), "essay": (None, None, True)}


def test_an_answer_that_was_left_empty_waits_for_nobody(with_essays: Place) -> None:
    assert marks_by_hand(with_essays, "empty") == {"reflection": (0.0, None, False), "essay": (None, None, True)}


def test_marks_by_hand_and_extra_credit_survive_regrading(
    with_essays: Place, tmp_path: Path, grade: Callable[..., Graded], command: Command
) -> None:
    place = with_essays.copy_to(tmp_path)
    with Gradebook(place.gradebook) as gradebook:
        for name, points in (("reflection", 2.5), ("essay", 4.0)):
            mark = gradebook.find_grade(name, "linear", "linear", "half-done")
            mark.manual_score, mark.needs_manual_grade = points, False
        gradebook.find_grade("test_mse", "linear", "linear", "half-done").extra_credit = 0.5
        gradebook.db.commit()
    grade(place, "--regrade")
    assert marks_by_hand(place, "half-done") == {"reflection": (None, 2.5, True), "essay": (None, 4.0, False)}
    with Gradebook(place.gradebook) as gradebook:
        assert gradebook.find_submission("linear", "half-done").score == 7.0 + 0.5 + 2.5 + 4.0
    explained = command("autograder", "explain", "linear", "--student", "half-done", cwd=place.root).stdout
    assert "half-done, linear: 14 of 27 points. Graded 2 times; the last one counts." in explained
    assert "reflection: 2.5 points by hand" in explained
    assert "14 of 27 points" in place.feedback("half-done")
    assert "mse: 0.5 points of extra credit by hand." in explained
