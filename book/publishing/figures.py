"""The book's figures as drawings, for paper.

Each figure that a cell makes is kept twice in the notebook that ran: as the PNG that pages show, and as SVG
(`_ext/execution_cache.py` asks for both). MyST-NB names a picture by the digest of its bytes, and by that name a page's
picture is found again here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from .places import EXECUTED

GLUED = "application/papermill.record/"  # how MyST-NB's glue() marks what is shown elsewhere
METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)  # the date of drawing, and whose program drew


def figures_in(notebook: Path) -> Iterator[tuple[str, str]]:
    """The digest of each figure's PNG, and its SVG."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            data = {kind.removeprefix(GLUED): content for kind, content in output.get("data", {}).items()}
            if {"image/png", "image/svg+xml"} <= data.keys():
                picture = base64.b64decode("".join(data["image/png"]))
                yield hashlib.sha256(picture).hexdigest(), "".join(data["image/svg+xml"])


def write_drawings(folder: Path, caches: Path = EXECUTED) -> dict[str, Path]:
    """Write the drawings of all executed pages to `folder`; their files by the names of the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    drawings: dict[str, Path] = {}
    for notebook in sorted(caches.glob("*/executed/*/*.ipynb")):
        for name, drawing in figures_in(notebook):
            drawings[name] = folder / f"{name}.svg"
            drawings[name].write_text(METADATA.sub("", drawing), encoding="utf-8")
    return drawings
