"""The same trust on nbgrader's own path: `nbgrader autograde` follows nothing, copies nothing, waits for nobody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from .conftest import SEED
from .engine import ATTACKS, Arena, Listening, new_secret

PROGRAM = Path(sys.executable).with_name("nbgrader")

CHOSEN = [
    attack
    for attack in ATTACKS
    if attack.student
    in {
        "tampering-brings-a-gradebook",
        "tampering-brings-links",
        "tampering-comes-from-another-schema",
        "tampering-doubles-cells",
        "tampering-is-a-folder",
        "tampering-is-a-pipe",
        "tampering-is-no-json",
        "tampering-links-its-timestamp",
        "tampering-links-to-the-gradebook",
        "tampering-links-to-the-solution",
        "tampering-makes-up-its-timestamp",
        "tampering-names-cells-like-paths",
        "tampering-pipes-its-timestamp",
        "tampering-retypes-cells",
        "tampering-shadows-modules",
    }
]
"""Attacks on whoever opens the folder; what runs in the sandbox is the same on both paths."""

TWICE = "tampering-pipes-its-timestamp"
LINKED, SPLIT = "linked-folder", "two\nlines"


@pytest.fixture(scope="module")
def autograded(
    tmp_path_factory: pytest.TempPathFactory, repository: Path, listening: Listening, isolation: None
) -> Iterator[tuple[Arena, list[subprocess.CompletedProcess[str]]]]:
    """The chosen attacks and two controls, autograded by nbgrader; one of them twice, as after a resubmission."""
    arena = Arena(tmp_path_factory.mktemp("nbgrader"), repository, new_secret(), listening.port, listening.path)
    arena.set_up()
    submitted = arena.classroom / "submitted"
    keep = {"control-1", "zz-control", *(attack.student for attack in CHOSEN)}
    for folder in submitted.iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder)
    (submitted / LINKED).symlink_to("control-1")
    shutil.copytree(submitted / "control-1", submitted / SPLIT)
    commands = ("generate_assignment linear --force", "autograde linear", f"autograde linear --force --student={TWICE}")
    yield arena, [nbgrader(arena, *command.split()) for command in (*commands, "generate_feedback linear")]


def nbgrader(arena: Arena, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader in the arena.  A wait for a pipe would never end: it fails instead."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUTOGRADER_", "JUPYTER", "LC_"))}
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=arena.course,
        env={**kept, **arena.open_ears(), "AUTOGRADER_SEED": SEED},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


Autograded = tuple[Arena, list[subprocess.CompletedProcess[str]]]


def test_nbgrader_comes_to_the_end_of_the_class(autograded: Autograded) -> None:
    for process in autograded[1]:
        assert process.returncode == 0, process.stderr
        assert "Traceback" not in process.stderr


def test_everybody_but_the_two_that_are_no_submissions_is_graded(autograded: Autograded) -> None:
    arena, processes = autograded
    with Gradebook(f"sqlite:///{arena.classroom / 'gradebook.db'}") as gradebook:
        scores = {s.student.id: s.score for s in gradebook.assignment_submissions("linear")}
    solved = {attack.student: 20.0 if attack.start == "solved" else 0.0 for attack in CHOSEN}
    assert scores == {"control-1": 20.0, "zz-control": 20.0, **solved}
    assert "'linked-folder' is a link to another folder" in processes[1].stderr
    assert "cannot take the student's name apart" in processes[1].stderr


def test_nothing_that_lay_beside_a_notebook_is_copied(autograded: Autograded) -> None:
    arena, _ = autograded
    for step, suffix in (("autograded", ".ipynb"), ("feedback", ".html")):
        for attack in CHOSEN:
            folder = arena.classroom / step / attack.student
            files = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
            assert files <= {f"linear/linear{suffix}", "linear/timestamp.txt"}, attack.student


def test_no_secret_reaches_what_nbgrader_writes_of_an_attacker(autograded: Autograded) -> None:
    arena, _ = autograded
    for attack in CHOSEN:
        for step in ("autograded", "feedback"):
            for path in (arena.classroom / step / attack.student).rglob("*"):
                assert path.is_dir() or arena.secret.encode() not in path.read_bytes(), path


def test_the_time_of_a_submission_is_kept_where_it_is_one(autograded: Autograded) -> None:
    arena, _ = autograded
    with Gradebook(f"sqlite:///{arena.classroom / 'gradebook.db'}") as gradebook:
        times = {s.student.id: s.timestamp for s in gradebook.assignment_submissions("linear")}
    assert str(times["control-1"]) == "2026-03-09 09:00:00"
    assert times[TWICE] is None
    assert times["tampering-makes-up-its-timestamp"] is None
