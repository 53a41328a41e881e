"""Classes to measure on: submissions of the sample class that end by themselves, as often as it takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ORDINARY = ("complete-", "mistaken-", "half-done", "carries-")
"""Beginnings of the names of submissions in the sample class that end by themselves."""


def ordinary_submissions(folder: Path) -> list[Path]:
    """Notebooks of the sample class that end by themselves; the class is made in `folder`."""
    subprocess.run([sys.executable, str(ROOT / "tests/sample_class/make_class.py"), str(folder), "linear"], check=True)
    submitted = sorted((folder / "submitted").glob("*/linear/linear.ipynb"))
    return [path for path in submitted if path.parts[-3].startswith(ORDINARY)]


def make_class(folder: Path, sources: list[Path], size: int) -> Path:
    """A class of this size, by going round the sources."""
    for number in range(size):
        place = folder / "submitted" / f"student-{number:05}" / "linear"
        place.mkdir(parents=True)
        shutil.copy(sources[number % len(sources)], place)
    return folder


def run(command: list[str], folder: Path, env: Mapping[str, str] | None = None) -> float:
    """Seconds that a command takes; what it prints is shown only when it fails."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def grade_command(classroom: Path, *options: str) -> list[str]:
    """`autograder grade` for a class, nothing kept of an earlier run."""
    return [str(BIN / "autograder"), "grade", "linear", "--classroom", str(classroom), "--regrade", *options]
