"""Real servers, started by the tests and ended with them: a Dask scheduler with workers, and PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SEED = "scale-seed-52ab"

CLASS = (
    *(f"mistaken-{number:02}" for number in range(1, 13)),
    "complete-as-objects",
    "complete-as-taught",
    "empty",
    "exits",
    "half-done",
    "no-notebook",
    "not-json",
    "raises",
    "writes-html",
)
"""Students of the sample class: every kind of outcome that could depend on who grades it, and nobody who hangs."""

START_SECONDS = 180
"""How long a server may take to start; a test that waits longer fails."""


@dataclass
class Cluster:
    """A Dask scheduler on loopback and its workers, each a process group of its own."""

    folder: Path
    url: str
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start_worker(self, name: str, *around: str) -> None:
        """Start a worker, as a user does; `around` is a command that runs it."""
        dask = [str(Path(sys.executable).parent / "dask"), "worker", self.url, "--name", name]
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--death-timeout", "60"]
        self.start(name, [*around, *dask, *options, "--local-directory", str(self.folder)])

    def start(self, name: str, arguments: list[str], env: Mapping[str, str] | None = None) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                arguments,
                cwd=self.folder,
                env={**os.environ, **(env or {})},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End a process as a power cut does."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for name in list(self.processes):
            self.kill(name)


@pytest.fixture
def start_cluster(tmp_path: Path, isolation: None) -> Iterator[Callable[..., Cluster]]:
    """`start_cluster(2)`: a scheduler of its own with so many workers, called worker-1 and so on."""
    pytest.importorskip("distributed", reason="The extra 'cluster' is not installed.")
    started: list[Cluster] = []

    def start(workers: int, env: Mapping[str, str] | None = None) -> Cluster:
        port = free_port()
        cluster = Cluster(tmp_path, f"tcp://127.0.0.1:{port}")
        started.append(cluster)
        dask = [str(Path(sys.executable).parent / "dask"), "scheduler"]
        cluster.start("scheduler", [*dask, "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], env)
        wait_until(lambda: answers(port), "the scheduler listens")
        for number in range(1, workers + 1):
            cluster.start_worker(f"worker-{number}")
        return cluster

    yield start
    for cluster in started:
        cluster.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """`postgres("name")`: the URL of a new, empty database of a PostgreSQL server that these tests have started."""
    pytest.importorskip("psycopg", reason="The extra 'postgres' is not installed.")
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed: apt-get install postgresql")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="postgres-", dir="/tmp") as name:  # its socket's path must be short
        folder = Path(name)
        owner = unprivileged_owner()
        if owner is not None:
            shutil.chown(folder, owner)

        def run(program: str, *arguments: str) -> None:
            who = {} if owner is None else {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}
            done = subprocess.run(
                [programs / program, *arguments], cwd=folder, capture_output=True, text=True, check=False, **who
            )
            assert done.returncode == 0, done.stdout + done.stderr

        data, options = str(folder / "data"), f"-k {folder} -c listen_addresses=127.0.0.1 -p {port} -c fsync=off"
        run("initdb", "-D", data, "-A", "trust", "-U", "grader", "-E", "UTF8")
        # pg_ctl's own output goes to a file, or the server would hold our pipe open
        run("pg_ctl", "-w", "-s", "-t", str(START_SECONDS), "-D", data, "-o", options, "-l", f"{folder}/log", "start")
        try:

            def create(database: str) -> str:
                run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "grader", database)
                return f"postgresql+psycopg://grader@127.0.0.1:{port}/{database}"

            yield create
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them off the path, by version."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in candidates if (folder / "pg_ctl").exists()), None)


def unprivileged_owner() -> str | None:
    """Whom to run PostgreSQL as, which refuses to run as root; None for the present user."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something listens on this port of loopback."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def wait_until(happened: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Wait for something that other processes do."""
    for _ in range(int(seconds * 20)):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail(f"Waited {seconds:.0f} seconds in vain: {what}.")
