"""How cost and memory grow with the class, and what a cluster costs over one machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
from classes import BIN, ROOT, grade_command, make_class, run


def time_grade(classroom: Path, jobs: int) -> tuple[float, float]:
    """Seconds that `autograder grade` takes, and the peak memory of all its processes in MiB."""
    command = grade_command(classroom, "--jobs", str(jobs))
    peak = 0.0
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.5):
            peak = max(peak, proportional_memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    if code:
        sys.exit(f"{' '.join(command)} failed.")
    return seconds, peak


def proportional_memory(pid: int) -> float:
    """MiB of a process and all below it, pages that they share counted once (PSS, see proc(5))."""
    total = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for member in family:
        try:
            total += member.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / 2**20


def cost_curve(work: Path, sources: list[Path], sizes: Sequence[int], jobs: int) -> dict[int, tuple[float, float]]:
    """Seconds and peak memory in MiB by the size of the class."""
    return {size: time_grade(make_class(work / f"curve-{size}", sources, size), jobs) for size in sizes}


def fit_line(seconds: dict[int, float]) -> tuple[float, float, float]:
    """Start-up in seconds, cost in seconds per submission, and the largest relative distance of a point from that line.

    Least squares of the relative distances, (start + cost·n)/t − 1, so that small classes weigh as much as large ones.
    """
    n, t = (np.array(list(values), dtype=float) for values in (seconds.keys(), seconds.values()))
    columns = np.stack([1 / t, n / t], axis=1)
    (start, cost), *_ = np.linalg.lstsq(columns, np.ones(len(n)), rcond=None)
    return float(start), float(cost), float(np.max(np.abs(columns @ np.array([start, cost]) - 1)))


def time_cluster(classroom: Path, workers: int, work: Path) -> float:
    """Seconds that `autograder grade --dask` takes with so many workers on this machine, which run already."""
    with cluster(workers, work) as url:
        return run(grade_command(classroom, "--dask", url), ROOT)


@contextmanager
def cluster(workers: int, work: Path) -> Iterator[str]:
    """A Dask scheduler on loopback with worker processes; its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    url, dask = f"tcp://127.0.0.1:{port}", str(BIN / "dask")
    commands = [[dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
    commands += workers * [[dask, "worker", url, "--nthreads", "1", "--no-dashboard", "--local-directory", str(work)]]
    quiet = subprocess.DEVNULL
    started = [subprocess.Popen(c, cwd=work, stdout=quiet, stderr=quiet, start_new_session=True) for c in commands]
    try:
        from distributed import Client

        with Client(url, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield url
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
