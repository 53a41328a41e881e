"""A course and a class away from the checkout, and the real commands run on them: for the tests of every folder.

Loaded as a plugin by conftest.py, so that its fixtures are everywhere without being imported.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.client import probe_isolation

SEED = "sample-class-seed-8d1f"
PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True)
class Place:
    """A course's folder, and the folder of its class."""

    root: Path

    @property
    def classroom(self) -> Path:
        return self.root / "classroom"

    @property
    def gradebook(self) -> str:
        return f"sqlite:///{self.classroom / 'gradebook.db'}"

    def submitted(self, student: str) -> Path:
        return self.classroom / "submitted" / student / "linear" / "linear.ipynb"

    def autograded(self, student: str) -> Path:
        return self.classroom / "autograded" / student / "linear" / "linear.ipynb"

    def feedback(self, student: str) -> str:
        page = self.classroom / "feedback" / student / "linear" / "linear.html"
        return page.read_text(encoding="utf-8")

    def copy_to(self, root: Path) -> Place:
        """The same course and class in another folder, to be changed by one test."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        return Place(root)

    def record(self, student: str) -> Any:
        """What the judge wrote into a student's autograded notebook."""
        return json.loads(self.autograded(student).read_text(encoding="utf-8"))["metadata"]["autograder"]


Command = Callable[..., subprocess.CompletedProcess[str]]


def run(
    home: Path, program: str, *arguments: object, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of the course's programs as a user does, away from this user's own settings."""
    cleared = {key: value for key, value in os.environ.items() if not key.startswith(("AUTOGRADER_", "JUPYTER", "LC_"))}
    settings = {"HOME": str(home), "LANG": "C.UTF-8", "PATH": f"{PROGRAMS}:{os.environ['PATH']}", **(env or {})}
    return subprocess.run(
        [PROGRAMS / program, *map(str, arguments)],
        cwd=cwd,
        env={**cleared, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """`command("autograder", "grade", …, cwd=…)`: what a user would type."""
    return partial(run, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def isolation() -> None:
    """Skips what needs the sandbox where the kernel has none to offer."""
    if missing := probe_isolation():
        pytest.skip(" ".join(missing))


@pytest.fixture(scope="session")
def sample_class(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The folder in which `make_class.py` has written the class of `linear`.  Copied from, never graded."""
    folder = tmp_path_factory.mktemp("sample-class")
    script = repository / "tests" / "sample_class" / "make_class.py"
    subprocess.run([sys.executable, script, folder, "linear"], check=True)
    return folder


@pytest.fixture(scope="session")
def expected(repository: Path) -> dict[str, Any]:
    """Every student's score, task by task, as `autograder grade --json` must give it."""
    text = (repository / "tests" / "sample_class" / "expected" / "linear.json").read_text(encoding="utf-8")
    results: dict[str, Any] = json.loads(text)
    return results


@pytest.fixture(scope="session")
def make_course(tmp_path_factory: pytest.TempPathFactory, repository: Path, sample_class: Path) -> Callable[..., Place]:
    """`make_course("empty", "half-done")`: a new copy of the course with these students' submissions, or with all."""

    def make(*students: str) -> Place:
        place = Place(tmp_path_factory.mktemp("course"))
        shutil.copy(repository / "nbgrader_config.py", place.root)
        shutil.copytree(repository / "exercises", place.root / "exercises")
        unneeded = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(repository / "solutions", place.root / "solutions", ignore=unneeded)
        submitted = place.classroom / "submitted"
        for student in students or [folder.name for folder in (sample_class / "submitted").iterdir()]:
            shutil.copytree(sample_class / "submitted" / student, submitted / student)
        return place

    return make


@dataclass(frozen=True)
class Graded:
    """A class that was graded, with what the command said and the results it wrote."""

    place: Place
    process: subprocess.CompletedProcess[str]
    results: dict[str, Any]


@pytest.fixture(scope="session")
def grade(command: Command, isolation: None) -> Callable[..., Graded]:
    """`grade(place, "--seed", "s")`: grade a class with `autograder grade` and read its JSON."""

    def grade(place: Place, *options: str, jobs: int = 1) -> Graded:
        target = place.root / "results.json"
        always = ("--json", target, "--jobs", jobs)
        process = command("autograder", "grade", "linear", *always, *options, cwd=place.root)
        assert process.returncode == 0, process.stdout + process.stderr
        return Graded(place, process, json.loads(target.read_text(encoding="utf-8")))

    return grade
