"""The disk is full or the gradebook is locked while a class is graded; and the clock jumps."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from courses import PROGRAMS, Command, Graded, Place

from autograder.gradebook.classroom import CannotWrite, Classroom, only_run
from autograder.gradebook.database import recorded_students
from autograder.gradebook.writer import GradebookWriter
from autograder.judge.submission import read_releases

from .conftest import CLASS, Started

HERE = Path(__file__).parent
LONGER_THAN_NBGRADER_WAITS = 8.0
"""Seconds; nbgrader's own gradebook gives up after five."""

ENOUGH_FOR_SOME = 400
"""KiB in which the gradebook and a part of the class fit, but not all of it."""


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Another program is writing to the gradebook."""
    other = sqlite3.connect(place.classroom / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture(scope="module")
def begun(make_course: Callable[..., Place], grade: Callable[..., Graded]) -> Place:
    """A class of which one submission is graded."""
    return grade(make_course("empty", "half-done", "mistaken-03"), "--student", "empty").place


def test_a_gradebook_that_another_program_holds_is_waited_for(
    begun: Place, tmp_path: Path, start: Started, all_right: Callable[[Place], None]
) -> None:
    place = begun.copy_to(tmp_path)
    with locked(place):
        running = start(place)
        time.sleep(LONGER_THAN_NBGRADER_WAITS)
        assert running.process.poll() is None
    assert running.wait() == (0, "")
    all_right(place)


def test_a_gradebook_that_stays_locked_stops_the_run_with_a_sentence(begun: Place) -> None:
    releases = read_releases(begun.root / "exercises" / "linear")
    said = r"locked by another program, such as the formgrader\. Close what holds it"
    with (
        GradebookWriter(begun.gradebook, "linear", releases, patience=0.1) as writer,
        locked(begun),
        pytest.raises(CannotWrite, match=said),
    ):
        writer.record("half-done", {"linear": {}}, {}, "")
    assert recorded_students(begun.gradebook, "linear") == {"empty"}


def test_a_second_run_of_the_same_assignment_is_refused(begun: Place, command: Command) -> None:
    with only_run(Classroom(begun.classroom), "linear"):
        second = command("autograder", "grade", "linear", cwd=begun.root)
    assert second.returncode == 2
    assert "Another run is grading 'linear'" in second.stderr


def test_a_gradebook_that_was_lost_is_filled_again(
    begun: Place, tmp_path: Path, grade: Callable[..., Graded], all_right: Callable[[Place], None]
) -> None:
    place = begun.copy_to(tmp_path)
    (place.classroom / "gradebook.db").unlink()
    assert "3 graded, 0 kept" in grade(place).process.stdout
    all_right(place)


def test_a_verdict_that_a_crash_has_torn_is_made_again(
    begun: Place, tmp_path: Path, grade: Callable[..., Graded], all_right: Callable[[Place], None]
) -> None:
    place = begun.copy_to(tmp_path)
    whole = place.autograded("empty").read_bytes()
    place.autograded("empty").unlink()
    place.autograded("empty").write_bytes(whole[:1000])
    with (place.classroom / "journal-linear.jsonl").open("ab") as journal:
        journal.write(b'{"student": "hal')
    assert "3 graded, 0 kept" in grade(place).process.stdout
    lines = (place.classroom / "journal-linear.jsonl").read_bytes().splitlines(keepends=True)
    assert lines.pop(1) == b'{"student": "hal\n'
    (place.classroom / "journal-linear.jsonl").write_bytes(b"".join(lines))
    all_right(place)


@pytest.fixture(scope="module")
def own_mounts() -> list[str]:
    """The command that runs another one where it may mount; skips where this user may not.

    A user namespace of one's own would not do: the mounts that it inherits are locked, and the sandbox needs to
    mount them otherwise (mount_namespaces(7)).
    """
    unshare = ["unshare", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*unshare, "true"], capture_output=True).returncode:
        pytest.skip("Only root may mount a small disk: run this test as root, in a container for instance.")
    return unshare


def test_a_full_disk_stops_the_run_and_with_room_it_is_gone_on_with(
    make_course: Callable[..., Place],
    own_mounts: list[str],
    tmp_path: Path,
    isolation: None,
    all_right: Callable[[Place], None],
) -> None:
    place = make_course(*CLASS)
    arguments = [PROGRAMS / "autograder", place.classroom, tmp_path, ENOUGH_FOR_SOME]
    done = subprocess.run(
        [*own_mounts, sys.executable, HERE / "on_a_small_disk.py", *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    (code, complaints), second = json.loads(done.stdout)
    assert code == 1, complaints
    assert "Make room" in complaints
    assert f"of {len(CLASS)} submissions are graded, and stand. Run the same command again" in complaints
    assert complaints.count("\n") == 1
    assert second == [0, ""]
    all_right(place)


def test_a_clock_that_jumps_changes_nothing(
    make_course: Callable[..., Place], start: Started, grade: Callable[..., Graded], all_right: Callable[[Place], None]
) -> None:
    place = make_course("complete-as-taught", "exits", "half-done", "mistaken-08")
    assert start(place, script=HERE / "with_a_jumping_clock.py").wait() == (0, "")
    all_right(place)
    again: Any = grade(place)
    assert "0 graded, 4 kept" in again.process.stdout
