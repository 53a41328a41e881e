"""Every score can be explained later, and a changed test, solution or submission is noticed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from courses import Command, Graded, Place

import autograder
from autograder.course import Course
from autograder.gradebook.journal import Entry, Journal
from autograder.judge.versions import versions_of

from .conftest import lines_of

STUDENT = "mistaken-12"
SEED = "a-seed-for-the-journal"


@pytest.fixture(scope="module")
def graded(make_course: Callable[..., Place], grade: Callable[..., Graded]) -> Place:
    """Two submissions, graded on a known seed."""
    return grade(make_course(STUDENT, "empty"), "--seed", SEED).place


def test_the_journal_holds_what_a_score_comes_from(graded: Place, expected: dict[str, Any]) -> None:
    line = next(line for line in lines_of(graded) if line["student"] == STUDENT)
    assert line["submission"] == {"linear": hashlib.sha256(graded.submitted(STUDENT).read_bytes()).hexdigest()}
    assert line["seed"] == SEED
    assert line["package"] == autograder.__version__
    assert line["tasks"] == versions_of(Course(graded.root), "linear")
    assert line["verdicts"] == expected[STUDENT]["tasks"]
    assert line["seconds"] > 0


def test_only_its_owner_reads_the_journal(graded: Place) -> None:
    assert stat.S_IMODE((graded.classroom / "journal-linear.jsonl").stat().st_mode) == 0o600


def test_the_same_seed_gives_the_same_bytes_but_for_time_in_the_journal(
    graded: Place, tmp_path: Path, grade: Callable[..., Graded]
) -> None:
    place = graded.copy_to(tmp_path)
    before = place.autograded(STUDENT).read_bytes(), place.feedback(STUDENT)
    grade(place, "--seed", SEED)
    assert (place.autograded(STUDENT).read_bytes(), place.feedback(STUDENT)) == before
    first, second = ({**line, "seconds": 0, "graded": ""} for line in lines_of(place) if line["student"] == STUDENT)
    assert first == second


def test_a_score_is_explained_in_words(graded: Place, command: Command) -> None:
    said = command("autograder", "explain", "linear", "--student", STUDENT, cwd=graded.root)
    assert said.returncode == 0, said.stderr
    digest = hashlib.sha256(graded.submitted(STUDENT).read_bytes()).hexdigest()
    assert said.stdout.startswith(f"{STUDENT}, linear: 13.75 of 20 points. Graded 1 time; the last one counts.")
    assert f"linear.ipynb: SHA-256 {digest}, which lies in submitted/ now" in said.stdout
    assert f"on inputs drawn from the seed {SEED}." in said.stdout
    assert "linear_forward: 3 of 3, passed. Version 1-" in said.stdout
    assert "; recognised: " in said.stdout
    assert "changed since" not in said.stdout
    assert said.stdout.endswith(f"To repeat it: autograder grade linear --student {STUDENT} --seed {SEED}\n")


def test_a_score_of_nobody_is_not_explained(graded: Place, command: Command) -> None:
    said = command("autograder", "explain", "linear", "--student", "nobody", cwd=graded.root)
    assert (said.returncode, said.stdout) == (2, "")
    assert "has nothing on 'nobody' in 'linear'. Grade first: autograder grade linear --student nobody" in said.stderr


def test_nbgraders_own_way_keeps_the_journal_too(graded: Place, tmp_path: Path, command: Command) -> None:
    place = graded.copy_to(tmp_path)
    again = ("--student", STUDENT, "--force")
    done = command("nbgrader", "autograde", "linear", *again, cwd=place.root, env={"AUTOGRADER_SEED": SEED})
    assert done.returncode == 0, done.stderr
    ours, theirs = ({**line, "seconds": 0, "graded": ""} for line in lines_of(place) if line["student"] == STUDENT)
    assert ours == theirs


def test_a_solution_that_changed_is_noticed_and_what_it_judged_is_graded_again(
    graded: Place, tmp_path: Path, grade: Callable[..., Graded], command: Command
) -> None:
    place = graded.copy_to(tmp_path)
    before = versions_of(Course(place.root), "linear")
    change_solution(place.root, "def mse(Y_hat, Y):", "def mse(Y_hat, Y, unused=None):")
    after = versions_of(Course(place.root), "linear")
    explained = command("autograder", "explain", "linear", "--student", STUDENT, cwd=place.root).stdout
    assert f"Version {before['mse']}, which has been changed since: grade again." in explained
    assert "2 graded, 0 kept" in grade(place).process.stdout
    assert place.record(STUDENT)["tasks"] == after
    assert "0 graded, 2 kept" in grade(place).process.stdout


def change_solution(root: Path, old: str, new: str) -> None:
    """Replace text in the instructor's notebook."""
    path = root / "solutions" / "linear" / "linear.ipynb"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def course(repository: Path, tmp_path: Path) -> Course:
    """A course without a class, to be changed by one test."""
    for folder in ("solutions", "exercises"):
        shutil.copytree(repository / folder / "linear", tmp_path / folder / "linear")
    return Course(tmp_path)


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {task for task in before if before[task] != after[task]}


def test_a_changed_solution_changes_the_versions_of_what_depends_on_it(course: Course) -> None:
    before = versions_of(course, "linear")
    change_solution(course.root, "def mse(Y_hat, Y):", "def mse(Y_hat, Y, unused=None):")
    after = versions_of(course, "linear")
    assert {"mse", "mse_backward"} <= changed(before, after)
    assert changed(before, after).isdisjoint({"linear_forward", "linear_backward", "least_squares"})


def test_comments_and_layout_change_no_version(course: Course) -> None:
    before = versions_of(course, "linear")
    path = course.solutions / "linear" / "misconceptions.py"
    path.write_text("# a comment\n\n" + path.read_text("utf-8") + "\n# another\n", "utf-8")
    assert versions_of(course, "linear") == before


def test_a_new_misconception_changes_the_version_of_its_task_alone(course: Course) -> None:
    before = versions_of(course, "linear")
    path = course.solutions / "linear" / "misconceptions.py"
    text = (
        '\n\n@misconception("mse", "linear-loss", ("a", "b"), ("c", "d"))\ndef always_one(Y_hat, Y):\n    return 1.0\n'
    )
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    assert changed(before, versions_of(course, "linear")) == {"mse"}


def versions_with(package: Path, root: Path) -> dict[str, str]:
    """The versions by another copy of the package."""
    program = (
        "import json, sys; from pathlib import Path; from autograder.course import Course; "
        "from autograder.judge.versions import versions_of; "
        "print(json.dumps(versions_of(Course(Path(sys.argv[1])), 'linear')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, root],
        env={**os.environ, "PYTHONPATH": str(package)},
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_a_changed_test_changes_its_version_without_its_author_raising_a_number(
    course: Course, repository: Path, tmp_path: Path
) -> None:
    package = tmp_path / "package"
    shutil.copytree(repository / "autograder", package / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    before = versions_with(package, course.root)
    declared = package / "autograder" / "tasks" / "linear.py"
    text = declared.read_text("utf-8")
    assert text.count('"one input": drawn(N=6, D=1, K=2)') == 1
    declared.write_text(text.replace('"one input": drawn(N=6, D=1, K=2)', '"one input": drawn(N=7, D=1, K=2)'), "utf-8")
    assert changed(before, versions_with(package, course.root)) == {"linear_forward"}


def entry(student: str) -> Entry:
    return Entry(student, {"linear": "0"}, {"mse": "1-0"}, "seed", "0", {}, "", 1, 0.1)


def test_what_cannot_be_written_whole_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path, "linear")
    journal.append(entry("ada"))
    before = journal.path.read_bytes()

    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space left"):
        journal.append(entry("grace"))
    assert journal.path.read_bytes() == before


def test_a_torn_line_spoils_no_other(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "linear")
    journal.append(entry("ada"))
    with journal.path.open("ab") as file:
        file.write(b'{"student": "gra')
    journal.append(entry("alan"))
    assert [found.student for found in journal.entries()] == ["ada", "alan"]
