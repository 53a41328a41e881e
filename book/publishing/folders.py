"""Folders kept equal to others, with no file touched that is already right."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

UNPUBLISHED = shutil.ignore_patterns(".*", "__pycache__", "_sources", "objects.inv")


def mirror(source: Path, target: Path) -> None:
    """Make `target` equal to `source`, touching only files that differ."""
    target.mkdir(parents=True, exist_ok=True)
    names = {entry.name for entry in source.iterdir()}
    wanted = names - UNPUBLISHED(str(source), sorted(names))
    for stale in (entry for entry in target.iterdir() if entry.name not in wanted):
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    for name in sorted(wanted):
        here, there = source / name, target / name
        if here.is_dir():
            mirror(here, there)
        else:
            copy_if_different(here, there)


def copy_if_different(source: Path, target: Path) -> None:
    """Copy a file, unless the copy is there already."""
    if not target.exists() or not filecmp.cmp(source, target, shallow=False):
        shutil.copyfile(source, target)


def write_if_different(file: Path, text: str) -> None:
    """Write a file, unless it says this already."""
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
