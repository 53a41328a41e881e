"""The files with which the book is taken away, and the links to them on the title page.

A book that is only built has no PDF and no archive: they take minutes, and a browser. Its title page therefore carries
links without an address, and does not show them; they get their addresses once the files are there. What each file was
made from is stamped: after an edit its link has no address until the file is made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from .places import LANGUAGES
from .stamps import digest_of, files_under, read_stamps, stamp

NAME = "forward-and-backward"
ARCHIVE = f"{NAME}.zip"
LEFT_BEHIND = {
    "lite": "JupyterLite asks for a server, and its Python is 44 MB",
    "sample-class": "it is its author's alone",
    "404.html": "only a server is asked for what is not there",
    "exercises.zip": "the same notebooks and the same wheel lie in exercises/ and wheels/",
}
"""What of the site the archive does not hold, beside the files to take away, and why."""
LINK = re.compile(r'<a class="take-away" data-file="([^"]+)"(?: href="[^"]*")?>')


def pdf_name(language: str) -> str:
    """The printed book of one language."""
    return f"{NAME}.{language}.pdf"


PRINTED = {pdf_name(language): language for language in LANGUAGES}
FILES = (ARCHIVE, *PRINTED)


def title_pages(site: Path) -> list[Path]:
    """The pages that carry the links."""
    return [site / language / "index.html" for language in LANGUAGES]


def digest_as_built(site: Path, *without: str) -> str:
    """One digest of the names and contents of all that a build puts into `site`, but for some of its entries.

    Files to take away do not count, and neither do the addresses that links to them have got.
    """
    return digest_of_entries(site, {entry.name for entry in site.iterdir()} - {*without, *FILES})


def digest_of_entries(site: Path, names: Iterable[str]) -> str:
    """The same of some entries of `site` alone."""
    files = files_under(*(site / name for name in sorted(names)))
    return digest_of((file.relative_to(site).as_posix(), as_built(file, site)) for file in files)


def as_built(file: Path, site: Path) -> bytes:
    """A file of the site; a title page without the addresses that its links have got."""
    content = file.read_bytes()
    if file in title_pages(site):
        content = LINK.sub(r'<a class="take-away" data-file="\1">', content.decode()).encode()
    return content


def made_from(site: Path, file: str) -> str:
    """A digest of what a file to take away holds: the whole site, or the pages of one language."""
    if file == ARCHIVE:
        return digest_as_built(site, *LEFT_BEHIND)
    return digest_of_entries(site, [PRINTED[file]])


def stamp_file(site: Path, file: str) -> None:
    """Remember from what a file to take away was made just now."""
    stamp(file, made_from(site, file))


def link_files(site: Path) -> bool:
    """Give an address to every link on the title pages whose file lies in `site` and is not outdated, and to no other.

    Whether any link has changed.
    """
    stamps = read_stamps()
    ready = {file for file in FILES if (site / file).is_file() and stamps.get(file) == made_from(site, file)}

    def linked(found: re.Match[str]) -> str:
        address = f' href="../{found[1]}"' if found[1] in ready else ""
        return f'<a class="take-away" data-file="{found[1]}"{address}>'

    changed = False
    for page in title_pages(site):
        text = page.read_text(encoding="utf-8")
        if (new := LINK.sub(linked, text)) != text:
            page.write_text(new, encoding="utf-8")
            changed = True
    return changed
