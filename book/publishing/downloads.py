"""What a learner takes home: the wheel of `check`, the notebooks for Colab, and all exercises in one archive.

Equal inputs give equal bytes, whenever and wherever they are built: dates are fixed, names sorted, modes set.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .archives import add_file
from .exercises import WHEEL, exercises, wheel_address
from .folders import copy_if_different, mirror
from .front import book_address, read_course
from .places import EXERCISES, REPOSITORY, SITE, WORK, SiteError
from .stamps import fingerprint, read_stamps, stamp

EPOCH = 315532800
"""The beginning of 1980, which is as early as an archive can say."""

PACKAGE = [REPOSITORY / name for name in ("pyproject.toml", "README.md", "LICENSE", "autograder")]
"""All that the wheel is made of: no solution is among it."""

INSTALL_CELL = """\
# The course's checker. · 과제 검사기를 설치합니다.
# For reports in Korean, take the # from the next line. · 보고서를 한국어로 보려면 다음 줄의 #을 지우세요.
# %env AUTOGRADER_LANG=ko
%pip install --quiet {address}"""

READ_ME = """\
{title[en]} - all exercises

    python -m venv .venv
    . .venv/bin/activate            (Windows: .venv\\Scripts\\activate)
    pip install notebook ./{wheel}
    jupyter notebook

The book: {book}/en/index.html. The second notebook of the capstone also asks for PyTorch: pip install torch

{title[ko]} - 모든 과제

위의 명령을 차례로 실행하면 노트북이 열립니다. 책은 {book}/ko/index.html에 있습니다. 캡스톤의 두 번째
노트북에는 PyTorch도 필요합니다(pip install torch). 보고서를 한국어로 보려면 환경 변수 AUTOGRADER_LANG을 ko로 둡니다.
"""


def copy_package(folder: Path) -> None:
    """The package's sources alone, with equal modes whatever the author's umask is."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for source in PACKAGE:
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(source, folder / source.name, ignore=ignored, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, folder / source.name)
    for file in folder.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


def build_wheel(anew: bool = False) -> Path:
    """The wheel of the learner's package, built if anything in it has changed, or `anew`."""
    wheel = WORK / "wheel" / WHEEL
    inputs = fingerprint(*PACKAGE) + version("setuptools")
    if not anew and wheel.is_file() and read_stamps().get("wheel") == inputs:
        return wheel
    checkout = WORK / "wheel" / "checkout"
    copy_package(checkout)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--disable-pip-version-check",
        "--no-index",
        "--no-deps",
    ]
    command += ["--no-build-isolation", "--wheel-dir", str(wheel.parent), str(checkout)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)}
    result = subprocess.run(
        command, cwd=checkout, env=environment, umask=0o022, capture_output=True, text=True, check=False
    )
    if result.returncode or not wheel.is_file():
        raise SiteError(f"{result.stdout}{result.stderr}\nThe wheel {WHEEL} did not build: see the messages above.")
    stamp("wheel", inputs)
    return wheel


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of named contents, the same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in sorted(files):
            add_file(made, name, content)
    return packed.getvalue()


def exercises_archive(wheel: Path) -> bytes:
    """All notebooks, the wheel, and how to begin."""
    read_me = READ_ME.format(wheel=wheel.name, book=book_address(), title=read_course()["title"])
    files = [("README.txt", read_me.encode()), (wheel.name, wheel.read_bytes())]
    files += [(exercise.path, exercise.source.read_bytes()) for exercise in exercises()]
    return archive((f"forward-and-backward/{name}", content) for name, content in files)


def for_colab(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with a first cell that installs the package; the exercise's own cells are as they were."""
    source = INSTALL_CELL.format(address=wheel_address()).splitlines(keepends=True)
    install = {"cell_type": "code", "execution_count": None, "id": "install", "metadata": {}, "outputs": []}
    return {**notebook, "cells": [{**install, "source": source}, *notebook["cells"]]}


def notebook_text(notebook: dict[str, Any]) -> str:
    """A notebook as nbformat writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_colab_copies(folder: Path) -> None:
    """`ASSIGNMENT/NOTEBOOK.ipynb` for a branch from which Colab opens them."""
    for exercise in exercises():
        notebook = json.loads(exercise.source.read_text(encoding="utf-8"))
        copy = folder / exercise.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(notebook_text(for_colab(notebook)), encoding="utf-8")


def publish_downloads() -> None:
    """Bring `exercises/`, `exercises.zip`, `wheels/` and `colab/` of the site up to date where they differ."""
    wheel, made = build_wheel(), WORK / "downloads"
    shutil.rmtree(made, ignore_errors=True)
    (made / "wheels").mkdir(parents=True)
    shutil.copyfile(wheel, made / "wheels" / wheel.name)
    (made / "exercises.zip").write_bytes(exercises_archive(wheel))
    write_colab_copies(made / "colab")
    for folder in ("wheels", "colab"):
        mirror(made / folder, SITE / folder)
    copy_if_different(made / "exercises.zip", SITE / "exercises.zip")
    mirror(EXERCISES, SITE / "exercises")
