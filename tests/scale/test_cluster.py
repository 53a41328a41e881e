"""Grading on a Dask cluster: a real scheduler, workers in processes of their own that die, join and lack things."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from courses import Command, Graded, Place

from autograder.gradebook import cluster as dask

from .conftest import CLASS, SEED, Cluster, wait_until

PROGRAMS = Path(sys.executable).parent
Client = pytest.importorskip("distributed", reason="The extra 'cluster' is not installed.").Client
MakeCourse = Callable[..., Place]
StartCluster = Callable[..., Cluster]
HANDFUL = ("complete-as-objects", "mistaken-05", "half-done", "writes-html", "raises", "not-json", "no-notebook")


def results_of(place: Place) -> Any:
    return json.loads((place.root / "results.json").read_text(encoding="utf-8"))


def begin(place: Place, cluster: Cluster, *options: str) -> subprocess.Popen[str]:
    """Start the command and leave it running."""
    return subprocess.Popen(
        [PROGRAMS / "autograder", "grade", "linear", "--dask", cluster.url, "--json", "results.json", *options],
        cwd=place.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def graded_so_far(place: Place) -> int:
    return len(list((place.classroom / "autograded").glob("*/linear/linear.ipynb")))


def written(place: Place) -> dict[str, bytes]:
    """Autograded notebooks and feedback pages, by their place in the classroom."""
    return {
        str(path.relative_to(place.classroom)): path.read_bytes()
        for step in ("autograded", "feedback")
        for path in (place.classroom / step).rglob("*")
        if path.is_file()
    }


def test_a_class_is_graded_rightly_while_a_worker_dies_and_another_joins(
    make_course: MakeCourse, start_cluster: StartCluster, expected: dict[str, Any]
) -> None:
    place, cluster = make_course(*CLASS), start_cluster(2)
    command = begin(place, cluster)
    wait_until(lambda: graded_so_far(place) >= 4 or command.poll() is not None, "the first are graded")
    cluster.kill("worker-1")
    cluster.start_worker("worker-3")
    out, err = command.communicate()
    assert command.returncode == 0, out + err
    assert results_of(place) == {student: expected[student] for student in CLASS}


def test_a_cluster_writes_the_same_bytes_as_this_machine(
    make_course: MakeCourse, start_cluster: StartCluster, grade: Callable[..., Graded]
) -> None:
    here = grade(make_course(*HANDFUL), "--seed", SEED)
    there = grade_on(start_cluster(1), make_course(*HANDFUL), "--seed", SEED)
    assert results_of(there) == here.results
    assert written(there) == written(here.place)


def grade_on(cluster: Cluster, place: Place, *options: str) -> Place:
    command = begin(place, cluster, *options)
    out, err = command.communicate()
    assert command.returncode == 0, out + err
    return place


def test_workers_need_no_folder_of_the_course_or_the_class(
    make_course: MakeCourse, start_cluster: StartCluster, expected: dict[str, Any]
) -> None:
    """The worker runs where that folder is empty: in a mount namespace with another file system over it."""
    if os.getuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("Hiding a folder from a process takes root and util-linux's unshare.")
    place, cluster = make_course(*HANDFUL), start_cluster(0)
    hide = f'mount -t tmpfs tmpfs "{place.root}" && exec "$@"'
    cluster.start_worker("blind", "unshare", "--mount", "sh", "-c", hide, "sh")
    grade_on(cluster, place)
    assert results_of(place) == {student: expected[student] for student in HANDFUL}


def test_a_submission_that_every_worker_lost_is_reported(make_course: MakeCourse, start_cluster: StartCluster) -> None:
    """With a scheduler that allows no failures, one death is enough."""
    cluster = start_cluster(1, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"})
    command = begin(make_course("loops-for-ever"), cluster)
    with Client(cluster.url, timeout=60, set_as_default=False) as client:
        wait_until(lambda: any("grade_sent" in key for key in executing(client)), "a worker is busy with it")
    cluster.kill("worker-1")
    out, err = command.communicate()
    assert command.returncode == 1, out + err
    assert "0 graded, 0 kept, 1 not graded" in out
    assert "loops-for-ever: not graded. Every worker that had it ended (1 of them" in err


def executing(client: Any) -> list[str]:
    return [str(key) for keys in client.processing().values() for key in keys]


def test_what_is_graded_stays_when_the_scheduler_ends(
    make_course: MakeCourse, start_cluster: StartCluster, grade: Callable[..., Graded], expected: dict[str, Any]
) -> None:
    students = (*CLASS, "loops-for-ever")  # over which the only worker takes its time
    place, cluster = make_course(*students), start_cluster(1)
    command = begin(place, cluster)
    with Client(cluster.url, timeout=60, set_as_default=False) as client:
        wait_until(lambda: any("grade_sent" in key for key in executing(client)), "a worker is busy")
    cluster.kill("scheduler")
    out, err = command.communicate()
    assert command.returncode in (1, 2), out + err
    assert "The scheduler has ended or cannot be reached any more" in err
    assert "Traceback" not in err
    before = graded_so_far(place)
    resumed = grade(place)
    assert f"{len(students) - before} graded, {before} kept" in resumed.process.stdout
    assert resumed.results == {student: expected[student] for student in students}


def test_an_interrupted_run_leaves_the_cluster_usable(
    make_course: MakeCourse, start_cluster: StartCluster, expected: dict[str, Any]
) -> None:
    students = (*CLASS, "loops-for-ever")  # over which the only worker takes its time
    place, cluster = make_course(*students), start_cluster(1)
    command = begin(place, cluster)
    wait_until(lambda: graded_so_far(place) >= 2 or command.poll() is not None, "the first are graded")
    command.send_signal(signal.SIGINT)
    out, err = command.communicate()
    assert command.returncode == 130, out + err
    assert "Traceback" not in err
    grade_on(cluster, place)
    assert results_of(place) == {student: expected[student] for student in students}


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "nonsense://127.0.0.1:8786"])
def test_a_scheduler_that_does_not_answer_is_named_in_a_sentence(
    make_course: MakeCourse, command: Command, url: str
) -> None:
    process = command("autograder", "grade", "linear", "--dask", url, cwd=make_course("empty").root)
    assert process.returncode == 2
    assert f"No Dask scheduler answers at {url}" in process.stderr
    assert "Traceback" not in process.stderr


def test_where_dask_is_not_installed_the_command_says_what_to_install(
    make_course: MakeCourse, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError('not here')")
    place = make_course("empty")
    without = {"PYTHONPATH": str(tmp_path)}
    process = command("autograder", "grade", "linear", "--dask", "tcp://127.0.0.1:1", cwd=place.root, env=without)
    assert process.returncode == 2
    assert "pip install 'forward-and-backward[cluster]'" in process.stderr


def test_jobs_and_a_cluster_exclude_each_other(make_course: MakeCourse, command: Command) -> None:
    both = ("--jobs", "2", "--dask", "tcp://127.0.0.1:1")
    process = command("autograder", "grade", "linear", *both, cwd=make_course("empty").root)
    assert process.returncode == 2
    assert "give one of them" in process.stderr


def test_a_cluster_without_workers_is_said_to_have_none(
    start_cluster: StartCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "WORKERS_SECONDS", 1)
    with pytest.raises(dask.ClusterError, match="has no workers"), dask.dask_workers(start_cluster(0).url, print):
        pass


def test_a_worker_of_another_version_is_given_no_work(
    start_cluster: StartCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "__version__", "9.9.9")
    with (
        dask.dask_workers(start_cluster(1).url, print) as workers,
        pytest.raises(dask.ClusterError, match=r"Install the same version"),
    ):
        workers.admit("linear", False)


def test_that_no_worker_is_left_is_said_once_and_when_there_are_some_again(
    start_cluster: StartCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "WATCH_SECONDS", 0.2)
    said: list[str] = []
    cluster = start_cluster(1)
    with dask.dask_workers(cluster.url, said.append):
        cluster.kill("worker-1")
        wait_until(lambda: len(said) == 1, "the loss of the last worker is said")
        cluster.start_worker("worker-2")
        wait_until(lambda: len(said) == 2, "the arrival of a worker is said")
    assert said[0].startswith("No worker is left")
    assert said[1] == "There are workers again."
