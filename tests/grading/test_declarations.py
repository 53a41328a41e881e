"""What a task declares is what its notebook asks and gives points for, and its bank is as large as the course wants."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course, CourseError
from autograder.judge.audit import FEWEST_ALTERNATIVES, FEWEST_MISCONCEPTIONS
from autograder.judge.bank import load_bank
from autograder.judge.release import generate_exercises
from autograder.nbgrader_plugins import DeclaredPoints
from autograder.tasks import ASSIGNMENTS, tasks_of


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_task_has_the_misconceptions_and_alternatives_that_the_course_wants(
    assignment: str, repository: Path
) -> None:
    bank = load_bank(Course(repository), assignment)
    for task in bank.tasks:
        assert len(bank.misconceptions_of(task)) >= FEWEST_MISCONCEPTIONS, task
        assert len(bank.alternatives_of(task)) >= FEWEST_ALTERNATIVES, task


def test_a_release_puts_in_the_points_that_a_task_declares() -> None:
    marks = {"grade": True, "grade_id": "test_mse", "points": 99, "solution": False}
    statement = nbformat.v4.new_markdown_cell("{points} points", id="task-mse")
    other = nbformat.v4.new_markdown_cell("{points} points", id="notes")
    check = nbformat.v4.new_code_cell("check(mse)", metadata={"nbgrader": marks})
    notebook = nbformat.v4.new_notebook(cells=[statement, other, check])
    released, _ = DeclaredPoints().preprocess(notebook, {"nbgrader": {"assignment": "linear"}})
    points = tasks_of("linear")["mse"].points
    assert [cell.source for cell in released.cells] == [f"{points:g} points", "{points} points", "check(mse)"]
    assert released.cells[2].metadata.nbgrader.points == points


@pytest.mark.parametrize("grade_id", ["test_mse_backward", "test_nothing"])
def test_a_task_without_its_check_cell_is_not_released(grade_id: str, repository: Path, tmp_path: Path) -> None:
    """Nobody would be graded for it, without a word."""
    shutil.copytree(repository / "solutions" / "linear", tmp_path / "solutions" / "linear")
    shutil.copy(repository / "nbgrader_config.py", tmp_path)
    path = tmp_path / "solutions" / "linear" / "linear.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == "test_mse")
    cell["metadata"]["nbgrader"]["grade_id"] = grade_id
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(CourseError, match="test_mse, test_mse_backward"):
        generate_exercises(Course(tmp_path), "linear")
    assert not (tmp_path / "exercises").exists()
