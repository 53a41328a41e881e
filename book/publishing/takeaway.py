"""The files with which the book is taken away, and the links to them on the title page.

A book that is only built has no PDF and no archive: they take minutes, and a browser. Its title page therefore carries
links without an address, and does not show them; they get their addresses once the files are there. A new build of the
pages takes the addresses away again, since the files are then older than the pages.
"""

from __future__ import annotations

import re
from pathlib import Path

from .places import LANGUAGES

NAME = "forward-and-backward"
ARCHIVE = f"{NAME}.zip"
LINK = re.compile(r'<a class="take-away" data-file="([^"]+)"(?: href="[^"]*")?>')


def pdf_name(language: str) -> str:
    """The printed book of one language."""
    return f"{NAME}.{language}.pdf"


def link_files(site: Path) -> None:
    """Give an address to every link on the title pages whose file lies in `site`, and to no other."""

    def linked(found: re.Match[str]) -> str:
        address = f' href="../{found[1]}"' if (site / found[1]).is_file() else ""
        return f'<a class="take-away" data-file="{found[1]}"{address}>'

    for page in (site / language / "index.html" for language in LANGUAGES):
        text = page.read_text(encoding="utf-8")
        if (new := LINK.sub(linked, text)) != text:
            page.write_text(new, encoding="utf-8")
