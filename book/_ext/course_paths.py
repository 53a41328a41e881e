"""Find the book's shared files from the repository's root, whichever folder Jupyter Book was asked to build.

The English book is built both from the root (`jupyter-book build .`) and from `book/en` (by `book/site.py`), and Sphinx
reads relative paths from the folder that it builds. This extension makes them absolute before anything uses them. It
is loaded before the others, and lets them import `publishing`, whoever runs Jupyter Book.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

sys.path.append(str(Path(__file__).resolve().parents[1]))
from publishing.places import REPOSITORY  # found there


def make_bibliography_absolute(_app: Sphinx, config: Config) -> None:
    """Turn the entries of `bibtex_bibfiles` into absolute paths."""
    config.bibtex_bibfiles = [str(REPOSITORY / name) for name in config.bibtex_bibfiles]


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("config-inited", make_bibliography_absolute, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
