"""`autograder new` makes all that an assignment needs to begin, or nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.commands import new as command
from autograder.commands.cli import main


@pytest.fixture
def course(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folders in which an author works, taken for the course of the running package."""
    for name in ("autograder/tasks", "solutions/linear"):
        shutil.copytree(repository / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for language in ("en", "ko"):
        chapter = tmp_path / "book" / language / "linear.md"
        chapter.parent.mkdir(parents=True)
        chapter.write_text("(linear)=\n# Linear\n", encoding="utf-8")
    shutil.copy(repository / "nbgrader_config.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command.declared, "__file__", str(tmp_path / "autograder" / "tasks" / "__init__.py"))
    return tmp_path


def new(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["new", *arguments])


def contents(folder: Path) -> dict[str, bytes]:
    """Every file and folder, with what it holds."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else b"" for p in folder.rglob("*")}


def test_a_new_assignment_has_everything_and_is_the_last_of_the_course(course: Path) -> None:
    result = new("similarity")
    assert result.exit_code == 0, result.output
    names = ("similarity.ipynb", "misconceptions.py", "alternatives.py")
    made = ["autograder/tasks/similarity.py", *(f"solutions/similarity/{name}" for name in names)]
    made += [f"book/{language}/similarity.md" for language in ("en", "ko")]
    assert [path for path in made if not (course / path).is_file()] == []
    assert all(path in result.output for path in made)
    listed = (course / "autograder" / "tasks" / "__init__.py").read_text(encoding="utf-8")
    assert '"similarity")' in listed


def test_another_task_joins_the_assignment_and_leaves_the_others_as_they_were(course: Path) -> None:
    before = contents(course)
    result = new("linear", "inner")
    assert result.exit_code == 0, result.output
    after = contents(course)
    changed = {path for path in after if after[path] != before.get(path)}
    files = ("linear.ipynb", "misconceptions.py", "alternatives.py")
    assert changed == {"autograder/tasks/linear.py", *(f"solutions/linear/{name}" for name in files)}
    for name in ("misconceptions.py", "alternatives.py"):
        assert after[f"solutions/linear/{name}"].startswith(before[f"solutions/linear/{name}"])
    cells, more = (json.loads(each["solutions/linear/linear.ipynb"])["cells"] for each in (before, after))
    assert more[: len(cells)] == cells
    assert [cell["id"] for cell in more[len(cells) :]] == ["task-inner", "inner", "test_inner"]
    assert "TASKS = (" in after["autograder/tasks/linear.py"].decode()
    assert ", train_linear, inner)" in after["autograder/tasks/linear.py"].decode()
    assert "(linear-inner)=" in result.output and "book/ko/linear.md" in result.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("linear",), "To add a task: autograder new linear TASK"),
        (("linear", "mse"), "linear has a task mse"),
        (("similarity", "mse"), "linear has a task mse"),
        (("schema",), "autograder/tasks/schema.py is there already"),
        (("Similarity",), "cannot be the name of an assignment"),
        (("../elsewhere",), "cannot be the name of an assignment"),
        (("lambda",), "cannot be the name of an assignment"),
        (("similarity", "sum"), "cannot be the name of a task"),
        (("similarity", "co-sine"), "cannot be the name of a task"),
        (("similarity", "np"), "cannot be the name of a task"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_changes_nothing(
    arguments: tuple[str, ...], reason: str, course: Path
) -> None:
    before = contents(course)
    result = new(*arguments)
    assert result.exit_code == 2
    assert reason in result.output and "Traceback" not in result.output
    assert contents(course) == before


def test_work_that_is_there_is_not_overwritten(course: Path) -> None:
    mine = course / "solutions" / "similarity" / "misconceptions.py"
    mine.parent.mkdir()
    mine.write_text("# mine", encoding="utf-8")
    result = new("similarity")
    assert result.exit_code == 2 and "solutions/similarity/misconceptions.py is there already" in result.output
    assert mine.read_text(encoding="utf-8") == "# mine"
    assert not (course / "autograder" / "tasks" / "similarity.py").exists()


def test_a_failure_half_way_leaves_nothing(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full when the last file, the list of assignments, is written."""
    before, write = contents(course), command.write_atomically

    def full(path: Path, data: bytes) -> None:
        if path.name == "__init__.py":
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(command, "write_atomically", full)
    result = new("similarity", "cosine")
    assert result.exit_code == 2 and "No space left on device" in result.output
    assert contents(course) == before


def test_a_package_of_another_course_says_how_to_install_this_one(
    course: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.declared, "__file__", str(repository / "autograder" / "tasks" / "__init__.py"))
    result = new("similarity")
    assert result.exit_code == 2 and f"pip install --editable {course}" in result.output
    assert not (course / "solutions" / "similarity").exists()


def test_a_list_that_grows_too_long_is_broken_as_the_formatter_breaks_it() -> None:
    names = [f'"assignment_{letter}"' for letter in "abcdefgh"]
    assert command._tuple("ASSIGNMENTS", names) == "ASSIGNMENTS = (\n" + "".join(f"    {n},\n" for n in names) + ")"
