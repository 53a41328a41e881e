"""How the book's cells are run: in plain kernels, once for both languages, and anew when what they import has changed.

jupyter-cache recognises a notebook by its code cells, kernel and cell metadata. Pages whose cells are equal in both
languages therefore run once, if both books name the same cache. What the key does not see is the code that a cell
imports: after a change in `book/figures` or a new version of a library, the old outputs would be served for ever. So
the cache's folder is named after a digest of those.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publishing.places import BOOK, EXECUTED, REPOSITORY

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

KERNELS = REPOSITORY / ".cache" / "ipython"
# The first figure of a page imports jsonschema, which builds a grammar of addresses (rfc3987_syntax) that no notebook
# has: three seconds of every page. It does without where that module is absent. Matplotlib writes the date into a
# vector picture, unless it is told one.
STARTUP = """import os, sys

sys.modules["rfc3987_syntax"] = None
os.environ.setdefault("SOURCE_DATE_EPOCH", "315532800")
"""
# Every figure twice: pages show the PNG, which is lighter; the printed book takes the drawing (publishing/figures.py).
SETTINGS = 'get_config().InlineBackend.figure_formats = {"png", "svg"}\n'
LIBRARIES = ("ipykernel", "matplotlib", "matplotlib-inline", "numpy", "scikit-learn", "scipy", "seaborn", "torch")
# The colophon prints the versions of these, too.
TOOLS = ("jupyter-book", "myst-nb", "nbgrader", "pagefind", "pygments", "sphinx", "sphinxcontrib-katex")


def imported_files() -> list[Path]:
    """The modules that the book's cells import from the repository: figures, and the capstone's digits."""
    return sorted([*(BOOK / "figures").rglob("*.py"), *(REPOSITORY / "autograder" / "tasks").glob("digits.*")])


def cache_digest() -> str:
    """A name that changes with Python, how kernels start, the libraries' versions and the code in the repository."""
    digest = hashlib.sha256(f"{sys.version}\n{STARTUP}{SETTINGS}".encode())
    for library in (*LIBRARIES, *TOOLS):
        try:
            digest.update(f"{library} {metadata.version(library)}\n".encode())
        except metadata.PackageNotFoundError:
            continue
    for file in imported_files():
        digest.update(file.relative_to(REPOSITORY).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def current_cache() -> Path:
    """The cache's folder; those that nothing can match any more are removed."""
    current = EXECUTED / cache_digest()
    if EXECUTED.is_dir():
        for outdated in EXECUTED.iterdir():
            if outdated != current:
                shutil.rmtree(outdated, ignore_errors=True)
    current.mkdir(parents=True, exist_ok=True)
    return current


def use_shared_cache(_app: Sphinx, config: Config) -> None:
    """Point MyST-NB at the current cache."""
    config.nb_execution_cache_path = str(current_cache())


def prepare_kernels() -> None:
    """Give kernels a profile of their own: what the author's machine runs at their start is none of the book's."""
    startup = KERNELS / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup / "quick.py").write_text(STARTUP, encoding="utf-8")
    (startup.parent / "ipython_kernel_config.py").write_text(SETTINGS, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(KERNELS)


def depend_on_imported_files(app: Sphinx, docname: str, _source: list[str]) -> None:
    """Have Sphinx read a page again when a module that its cells may import has changed."""
    for file in imported_files():
        app.env.dependencies[docname].add(str(file))


def setup(app: Sphinx) -> dict[str, Any]:
    # A page's small arrays gain nothing from threads, and two builds at once would fight over the cores.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    prepare_kernels()
    app.connect("config-inited", use_shared_cache, priority=100)
    app.connect("source-read", depend_on_imported_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
