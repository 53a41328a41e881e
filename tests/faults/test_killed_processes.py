"""Processes are killed while a class is graded: workers, sandboxes, and the command itself."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from courses import Graded, Place

from .conftest import CLASS, Running, Started, lines_of

HERE = Path(__file__).parent
KILLS = 6
"""How many processes are killed in one run."""


def processes() -> dict[int, tuple[int, str]]:
    """Parent and command line of every process that there is (/proc, proc(5))."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            found[int(folder.name)] = (parent, (folder / "cmdline").read_bytes().decode(errors="replace"))
        except (OSError, IndexError):  # it has ended meanwhile
            continue
    return found


def below(pid: int, everyone: dict[int, tuple[int, str]]) -> set[int]:
    """The processes that this one has started, and those that they have."""
    children = {child for child, (parent, _) in everyone.items() if parent == pid}
    return children.union(*(below(child, everyone) for child in children))


def victims(running: Running) -> list[int]:
    """Worker processes and the warm parents of their sandboxes."""
    everyone = processes()
    warm = {
        pid
        for pid in below(running.process.pid, everyone)
        if "autograder.sandbox.zygote" in everyone[pid][1]
        and "autograder.sandbox.zygote" not in everyone.get(everyone[pid][0], (0, ""))[1]
    }
    return sorted(warm | {everyone[pid][0] for pid in warm})


def kill_at_random(running: Running, rng: random.Random) -> int:
    """Kill workers and warm parents, each once, until the run ends or enough are dead."""
    killed: set[int] = set()
    while running.process.poll() is None and len(killed) < KILLS:
        alive = [pid for pid in victims(running) if pid not in killed]
        if alive and running.graded():
            pid = rng.choice(alive)
            killed.add(pid)
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(rng.uniform(0.02, 0.3))
    return len(killed)


def test_workers_and_sandboxes_killed_at_random_cost_nobody_a_point(
    make_course: Callable[..., Place],
    start: Started,
    grade: Callable[..., Graded],
    all_right: Callable[[Place], None],
) -> None:
    place = make_course(*CLASS)
    running = start(place)
    assert kill_at_random(running, random.Random(7)) > 1
    code, complaints = running.wait()
    if code == 1:  # chance hit one submission as often as it is tried: it is named, and another run grades it
        assert all("This happened 3 times." in line for line in complaints.splitlines())
        grade(place)
    else:
        assert (code, complaints) == (0, "")
    all_right(place)


def test_a_submission_that_kills_each_worker_is_reported_and_costs_nobody_else_anything(
    make_course: Callable[..., Place], start: Started
) -> None:
    place = make_course("complete-as-taught", "empty", "half-done", "mistaken-03")
    running = start(place, script=HERE / "with_a_deadly_submission.py")
    code, complaints = running.wait()
    assert code == 1
    assert complaints.count("not graded") == 1
    assert complaints.startswith("half-done: not graded. The worker process ended by SIGKILL. This happened 3 times.")
    assert set(json.loads(running.results.read_text("utf-8"))) == {"complete-as-taught", "empty", "mistaken-03"}
    assert all(line["tries"] == 1 for line in lines_of(place))
    assert not place.autograded("half-done").exists()


def test_a_run_that_is_killed_again_and_again_ends_with_one_right_score_each(
    make_course: Callable[..., Place],
    start: Started,
    grade: Callable[..., Graded],
    all_right: Callable[[Place], None],
) -> None:
    place = make_course(*CLASS)
    for more in (1, 3):
        running = start(place)
        goal = running.graded() + more
        while running.process.poll() is None and running.graded() < goal:
            time.sleep(0.01)
        running.process.send_signal(signal.SIGKILL)
        running.wait()
    assert 1 <= running.graded() < len(CLASS)
    resumed = grade(place, jobs=2)
    assert "0 not graded" in resumed.process.stdout
    all_right(place)


@pytest.mark.parametrize(
    "how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["Ctrl-C", "asked to end", "terminal closed"]
)
def test_a_run_that_is_asked_to_stop_says_what_stands_and_is_gone_on_with(
    make_course: Callable[..., Place],
    start: Started,
    grade: Callable[..., Graded],
    all_right: Callable[[Place], None],
    how: signal.Signals,
) -> None:
    place = make_course(*CLASS)
    running = start(place)
    while running.process.poll() is None and not running.graded():
        time.sleep(0.01)
    os.killpg(running.process.pid, how)
    code, complaints = running.wait()
    assert code == 128 + how
    done = running.graded()
    assert complaints == (
        f"Stopped. {done} of {len(CLASS)} submissions are graded, and stand. "
        "Run the same command again to grade the rest.\n"
    )
    assert not running.results.exists()
    assert f"{len(CLASS) - done} graded, {done} kept" in grade(place, jobs=2).process.stdout
    all_right(place)
