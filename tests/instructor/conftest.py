"""Small classes for the instructor's tools, a browser, and a Jupyter server with the formgrader in it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from courses import PROGRAMS, SEED, Graded, Place

STUDENTS = (
    "complete-as-taught",
    "deletes-and-duplicates",
    "mistaken-05",
    "mistaken-12",
    "empty",
    "writes-html",
    "=1+1",
)
"""Two who handed in the same answers, two with known mistakes, and three who are empty or unkind."""

ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1[:/])")
"""Addresses that no page under test may need."""

TOKEN = "formgrader-test"


@pytest.fixture(scope="session")
def small_class(make_course: Callable[..., Place], grade: Callable[..., Graded]) -> Graded:
    """A class of a few students, graded; looked at by many tests and changed by none."""
    return grade(make_course(*STUDENTS), "--seed", SEED, jobs=2)


@contextmanager
def jupyter_server(root: Path, home: Path) -> Iterator[str]:
    """A Jupyter server in a course's folder, as an instructor starts it; ended with all that it started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AUTOGRADER_", "JUPYTER", "LC_"))}
    own = {"HOME": str(home), "LANG": "C.UTF-8", "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
    options = ("--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--port-retries=0")
    process = subprocess.Popen(
        [PROGRAMS / "jupyter", "server", *options, f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root}"],
        cwd=root,
        env={**kept, **own},
        stdout=subprocess.DEVNULL,
        stderr=(home / "jupyter-server.log").open("w"),
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, home / "jupyter-server.log")
        yield address
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"The Jupyter server does not answer: {log.read_text(encoding='utf-8')}")
