"""The adversarial class, graded once by the real command for all tests that look at what came of it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from .engine import Arena, Listening, new_secret

SEED = "adversary-seed-71c0"
PROGRAM = Path(__file__).with_name("with_short_limits.py")


@dataclass(frozen=True)
class Aftermath:
    """What is left when the class has been graded."""

    arena: Arena
    process: subprocess.CompletedProcess[str]
    session: int
    before: dict[str, tuple[bytes | str, int]]
    after: dict[str, tuple[bytes | str, int]]
    visitors: int

    @cached_property
    def results(self) -> dict[str, Any]:
        """What `--json` says."""
        results: dict[str, Any] = json.loads((self.arena.course / "results.json").read_text("utf-8"))
        return results

    def notebook_bytes(self, student: str) -> bytes:
        return (self.arena.classroom / "autograded" / student / "linear" / "linear.ipynb").read_bytes()

    def notebook(self, student: str) -> Any:
        return json.loads(self.notebook_bytes(student))

    def feedback(self, student: str) -> str:
        return (self.arena.classroom / "feedback" / student / "linear" / "linear.html").read_text("utf-8")

    def written_about(self, student: str) -> bytes:
        """All that was written of a student anywhere: notebook, feedback, timestamps, results."""
        folders = [self.arena.classroom / step / student for step in ("autograded", "feedback")]
        files = [path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()]
        return b"\n".join([*files, json.dumps(self.results[student]).encode()])


@pytest.fixture(scope="session")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    server = Listening(tmp_path_factory.mktemp("ears") / "socket")
    yield server
    server.close()


@pytest.fixture(scope="session")
def arena(tmp_path_factory: pytest.TempPathFactory, repository: Path, listening: Listening) -> Arena:
    """The class as it was handed in."""
    arena = Arena(tmp_path_factory.mktemp("arena"), repository, new_secret(), listening.port, listening.path)
    arena.set_up()
    return arena


def grade(arena: Arena, *options: str) -> tuple[subprocess.CompletedProcess[str], int]:
    """Grade the class, or the students that are named."""
    return run(arena, "grade", "linear", "--json", "results.json", *options)


def run(arena: Arena, *arguments: str) -> tuple[subprocess.CompletedProcess[str], int]:
    """Run the real command in the arena, in a session of its own; its output and the session's id."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUTOGRADER_", "JUPYTER", "LC_"))}
    with subprocess.Popen(
        [sys.executable, PROGRAM, *arguments],
        cwd=arena.course,
        env={**kept, **arena.open_ears()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        out, err = running.communicate()
    return subprocess.CompletedProcess(arguments, running.returncode, out, err), running.pid


@pytest.fixture(scope="session")
def aftermath(arena: Arena, listening: Listening, isolation: None) -> Aftermath:
    """The whole class, graded.  The gradebook is there before, with a secret in it."""
    process, _ = grade(arena, "--student", "control-1")
    assert process.returncode == 0, process.stderr
    with sqlite3.connect(arena.classroom / "gradebook.db") as gradebook:
        gradebook.execute("UPDATE student SET email = ?", (arena.secret,))
    before = arena.protected()
    process, session = grade(arena, "--seed", SEED, "--jobs", "2")
    return Aftermath(arena, process, session, before, arena.protected(), listening.visitors)
