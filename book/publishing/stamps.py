"""What has changed: each step of a build runs only when something that it reads is not what it was."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from .places import REPOSITORY, WORK

STAMPS = WORK / "stamps.json"


def files_under(*roots: Path) -> Iterator[Path]:
    """Every file that can matter, in a stable order."""
    for root in roots:
        candidates = [root] if root.is_file() else sorted(root.rglob("*"))
        for file in candidates:
            if file.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(file.parts):
                yield file


def digest_of(files: Iterable[tuple[str, bytes]]) -> str:
    """One digest of the names and contents of files, in their order."""
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def fingerprint(*roots: Path) -> str:
    """A digest of the files under some places of the repository."""
    return digest_of((file.relative_to(REPOSITORY).as_posix(), file.read_bytes()) for file in files_under(*roots))


@cache
def installed_versions() -> str:
    """A digest of all installed packages: a new version of any can change a page."""
    names = sorted(f"{package.name} {package.version}" for package in metadata.distributions())
    return hashlib.sha256("\n".join([sys.version, *names]).encode()).hexdigest()


def read_stamps() -> dict[str, str]:
    """What the last successful run of each step had read; nothing where that cannot be told."""
    try:
        stamps = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def stamp(step: str, value: str) -> None:
    """Remember that a step succeeded on these inputs."""
    WORK.mkdir(parents=True, exist_ok=True)
    STAMPS.write_text(json.dumps({**read_stamps(), step: value}, indent=1), encoding="utf-8")
