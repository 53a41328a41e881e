"""Grading can be stopped, resumed, repeated and narrowed to some students."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from courses import PROGRAMS, Graded, Place

CLASS = ("complete-as-taught", "empty", "half-done", "mistaken-03")


@pytest.fixture(scope="module")
def half_graded(make_course: Callable[..., Place], grade: Callable[..., Graded]) -> Graded:
    """A class of four of whom two are graded, as after a run that was stopped."""
    return grade(make_course(*CLASS), "--student", "empty", "--student", "half-done")


@pytest.fixture
def begun(half_graded: Graded, tmp_path: Path) -> Place:
    """The class of four, for one test to go on with."""
    return half_graded.place.copy_to(tmp_path)


def test_only_the_students_named_are_graded(half_graded: Graded, expected: dict[str, Any]) -> None:
    assert half_graded.results == {student: expected[student] for student in ("empty", "half-done")}
    assert not half_graded.place.autograded("mistaken-03").exists()


def test_a_resumed_run_keeps_what_stands_and_grades_the_rest(
    begun: Place, grade: Callable[..., Graded], expected: dict[str, Any]
) -> None:
    before = begun.autograded("half-done").read_bytes()
    resumed = grade(begun)
    assert "2 graded, 2 kept" in resumed.process.stdout
    assert resumed.results == {student: expected[student] for student in CLASS}
    assert begun.autograded("half-done").read_bytes() == before


def test_work_handed_in_again_is_graded_again(
    begun: Place, grade: Callable[..., Graded], expected: dict[str, Any]
) -> None:
    new = begun.submitted("complete-as-taught").read_bytes()
    begun.submitted("half-done").write_bytes(new)
    resumed = grade(begun)
    assert "3 graded, 1 kept" in resumed.process.stdout
    assert resumed.results["half-done"]["score"] == expected["complete-as-taught"]["score"]


def test_regrade_keeps_nothing_and_draws_new_inputs(begun: Place, grade: Callable[..., Graded]) -> None:
    seed = begun.record("half-done")["seed"]
    regraded = grade(begun, "--regrade")
    assert "4 graded, 0 kept" in regraded.process.stdout
    assert regraded.place.record("half-done")["seed"] != seed


def test_all_of_a_run_are_graded_on_the_same_secret_seed(begun: Place) -> None:
    seeds = {begun.record(student)["seed"] for student in ("empty", "half-done")}
    assert len(seeds) == 1
    assert len(seeds.pop()) == 32


def stop_in_the_middle(place: Place, how: signal.Signals) -> tuple[str, set[int]]:
    """Begin to grade, and send a signal once something is graded.

    Returns what the command said on standard error, and the processes that it had started by then.
    """
    command = [PROGRAMS / "autograder", "grade", "linear", "--jobs", "2"]
    complaints = place.root / "stderr.txt"
    with complaints.open("w") as stderr:
        process = subprocess.Popen(
            command, cwd=place.root, stdout=subprocess.DEVNULL, stderr=stderr, start_new_session=True
        )
        while process.poll() is None and not list(place.classroom.glob("autograded/*/linear/linear.ipynb")):
            time.sleep(0.02)
        started = descendants(process.pid)
        if how is signal.SIGINT:  # Ctrl-C in a terminal reaches the whole group
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
        process.wait()
    return complaints.read_text(), started


def status_of(pid: int) -> list[str]:
    """State, parent and so on of a process (/proc/PID/stat from its third field on, proc(5)); empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def descendants(pid: int) -> set[int]:
    """The processes that this one has started, and those that they have."""
    everyone = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    children = {child for child in everyone if status_of(child)[1:2] == [str(pid)]}
    return children.union(*map(descendants, children))


def test_ctrl_c_stops_a_run_without_a_traceback_and_it_can_be_resumed(
    make_course: Callable[..., Place], grade: Callable[..., Graded], expected: dict[str, Any], isolation: None
) -> None:
    place = make_course(*CLASS, "loops-for-ever", "mistaken-01", "mistaken-02")
    complaints, _ = stop_in_the_middle(place, signal.SIGINT)
    assert "Traceback" not in complaints
    done = len(list(place.classroom.glob("autograded/*/linear/linear.ipynb")))
    assert 1 <= done < 7
    resumed = grade(place)
    assert f"{7 - done} graded, {done} kept" in resumed.process.stdout
    assert resumed.results == {student: expected[student] for student in resumed.results}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["terminated", "killed"])
def test_nothing_is_left_running_after_a_run_was_killed(
    make_course: Callable[..., Place], how: signal.Signals, isolation: None
) -> None:
    _, started = stop_in_the_middle(make_course("complete-as-taught", "loops-for-ever", "loops-in-a-cell"), how)
    assert started
    left = started
    for _ in range(500):  # the last of them end a moment after the first
        left = {pid for pid in started if status_of(pid)[:1] not in ([], ["Z"])}
        if not left:
            break
        time.sleep(0.02)
    for pid in left:
        os.kill(pid, signal.SIGTERM)
    assert left == set()
