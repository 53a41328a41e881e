"""What of this machine learner code may see: the interpreter, its libraries, an allow-list of distributions.

Only paths are computed here; :mod:`autograder.sandbox.jail` shows them. A distribution is named with what it
requires, so that a new dependency of NumPy's needs no change here, and what is not named is not importable:
not scikit-learn, not nbgrader, not the judge.
"""

from __future__ import annotations

import importlib.metadata
import sysconfig
from pathlib import Path

from packaging.requirements import Requirement

import autograder

__all__ = ["PRELOADED", "PROFILES", "ProfileUnavailable", "emptied_folders", "readable_paths"]

_NUMERIC = ("numpy", "scipy", "ipython", "msgpack")
PROFILES = {"numpy": _NUMERIC, "torch": (*_NUMERIC, "torch")}
"""Profile → the distributions that learner code may import, with their requirements."""

_WARM = ("numpy", "numpy.linalg", "numpy.random", "scipy.special", "autograder.tasks")
PRELOADED = {"numpy": _WARM, "torch": (*_WARM, "torch", "torch._dynamo")}
"""Profile → the modules that are imported before the first fork.

The first optimiser that a process makes imports torch._dynamo, which takes longer than most trainings here.
"""

LEARNER_HALF = ("__init__.py", "course.py", "course.toml", "wire.py", "tasks", "checks", "cards", "sandbox")
"""What is seen of the autograder package: what a learner has too, and the child's side of the sandbox."""


class ProfileUnavailable(Exception):
    """A distribution of the profile is not installed so that it can be shown. The message says what to do."""


def readable_paths(profile: str, library: Path | None) -> list[Path]:
    """Files and folders to show, read-only, folders before what is inside them.

    :param profile: a key of :data:`PROFILES`.
    :param library: a folder of further modules, which the assignment ships, or ``None``.
    """
    package = Path(autograder.__path__[0])
    half = [package / name for name in LEARNER_HALF if (package / name).exists()]
    entries = {entry for name in _closure(PROFILES[profile]) for entry in _entries(name)}
    return [*_interpreter_trees(), *sorted(entries), *half, *([library.resolve()] if library else [])]


def emptied_folders() -> list[Path]:
    """Folders of installed packages that lie inside the interpreter's own: shown empty."""
    patterns = ("site-packages", "dist-packages", "python3*/site-packages", "python3*/dist-packages")
    found = {folder for tree in _interpreter_trees() for pattern in patterns for folder in tree.glob(pattern)}
    return sorted(folder for folder in found if folder.is_dir())


def _interpreter_trees() -> list[Path]:
    """The standard library and the folders of shared libraries, none inside another."""
    folders = {Path(sysconfig.get_path("stdlib"))}
    folders |= {file.parent for file in _mapped_files() if ".so" in file.name}
    folders = {f for f in folders if not {"site-packages", "dist-packages"} & set(f.parts)}
    return sorted(f for f in folders if not any(other in f.parents for other in folders))


def _mapped_files() -> set[Path]:
    """The files that this interpreter has loaded: libc, the dynamic loader, libpython, extension modules."""
    lines = Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    return {Path(line[line.index("/") :]) for line in lines if "/" in line}


def _closure(names: tuple[str, ...]) -> list[str]:
    """``names`` and everything that they require on this machine, without extras."""
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            requirements = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            if name in names:
                raise ProfileUnavailable(f"{name} is not installed: `pip install {name}`.") from None
            continue
        found[name] = None
        for text in requirements:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return list(found)


def _entries(name: str) -> set[Path]:
    """The files and folders that a distribution put at the top of its site-packages folder."""
    distribution = importlib.metadata.distribution(name)
    if distribution.files is None:
        raise ProfileUnavailable(f"{name} has no record of its files: install it with pip.")
    tops = {file.parts[0] for file in distribution.files if not file.is_absolute()} - {"..", "__pycache__"}
    return {path for top in tops if (path := Path(str(distribution.locate_file(top)))).exists()}
