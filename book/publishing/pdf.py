"""The whole book as a PDF, one per language: the pages joined (`volume`), printed by Chromium, finished by pypdf.

Chromium and not LaTeX: the book is then printed as it was designed, from the one style and the formulas that are
already set, with Korean, drawings and code as on the site; it needs one program and a Korean font where LaTeX needs a
distribution, a second set of templates, and a rewrite of everything that is HTML in the pages.

The book is printed twice. The first print tells on which page each place is, the second one says so in the contents
and beside links: Chromium does not know CSS's `target-counter` yet.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, Fit, IndirectObject, NameObject, TextStringObject

from autograder.course import book_url, settings

from .figures import write_drawings
from .languages import language_changes, language_config, language_toc
from .places import LANGUAGES, SITE, WORK, SiteError, say
from .takeaway import link_files, pdf_name
from .volume import Heading, Volume, bind_volume, edition_of, parts, read_toc

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-extensions"),
)
PRINT = ("--no-pdf-header-footer", "--export-tagged-pdf")
MINUTES = 10
PASSES = 4


def find_chromium() -> str:
    """The browser that prints."""
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else NAMES:
        if found := shutil.which(name):
            return found
    looked = f"CHROMIUM={named}, which is no program" if named else f"none of {', '.join(NAMES)}"
    raise SiteError(
        f"The book is printed by Chromium, and there is {looked}. Install it, with a font for Korean: "
        "apt-get install chromium fonts-noto-cjk; or name it: CHROMIUM=/path/to/chromium python book/site.py pdf"
    )


def print_document(document: Path, target: Path) -> None:
    """Have Chromium print a local page into a PDF."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
    with tempfile.TemporaryDirectory() as profile:
        command = [find_chromium(), *FLAGS, *root, *PRINT, f"--user-data-dir={profile}"]
        command += [f"--print-to-pdf={target}", document.resolve().as_uri()]
        try:
            result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60 * MINUTES)
        except subprocess.TimeoutExpired as late:
            raise SiteError(f"Chromium did not print {document} in {MINUTES} minutes. Is the machine busy?") from late
    if result.returncode or not target.is_file():
        raise SiteError(f"{result.stderr}\nChromium did not print {document}: see its messages above.")


def pages_of_places(reader: PdfReader) -> dict[str, int]:
    """The number of the page, from 1, for every place that a link leads to."""
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}
    found = {}
    for name, destination in reader.named_destinations.items():
        page = destination.get("/Page")
        if isinstance(page, IndirectObject):
            found[name.removeprefix("/")] = numbers[page.idnum]
    return found


def demand_places(volume: Volume, pages: Mapping[str, int]) -> None:
    """Every link within the book leads to a page of it."""
    lost = sorted(set(volume.targets()) - pages.keys())
    if lost:
        raise SiteError(f"In the printed book {len(lost)} links lead nowhere: {', '.join(lost[:10])}.")


def typeset(volume: Volume, folder: Path) -> tuple[PdfReader, dict[str, int]]:
    """Print until every page number that the book says is the right one."""
    source, printed = folder / "book.html", folder / "book.pdf"
    pages: dict[str, int] = {}
    for _ in range(PASSES):
        volume.number_pages(pages)
        source.write_text(volume.markup(), encoding="utf-8")
        printed.unlink(missing_ok=True)
        print_document(source, printed)
        reader = PdfReader(printed)
        before, pages = pages, pages_of_places(reader)
        demand_places(volume, pages)
        if pages == before:
            return reader, pages
    raise SiteError(
        f"The page numbers of {printed} change with every print, {PASSES} times: a line breaks here, then there."
    )


def add_outline(
    writer: PdfWriter, headings: Iterable[Heading], reader: PdfReader, above: IndirectObject | None = None
) -> None:
    """Nested bookmarks, folded below the parts."""
    destinations = {name.removeprefix("/"): place for name, place in reader.named_destinations.items()}
    numbers = pages_of_places(reader)

    def add(headings: Iterable[Heading], above: IndirectObject | None, depth: int) -> None:
        for heading in headings:
            top = destinations[heading.target].top
            item = writer.add_outline_item(
                title=heading.text,
                page_number=numbers[heading.target] - 1,
                parent=above,
                fit=Fit.xyz(0, top, None),
                is_open=depth == 0,
            )
            add(heading.under, item, depth + 1)

    add(headings, above, 0)


def finish(volume: Volume, reader: PdfReader, target: Path) -> None:
    """Bookmarks, title and language; and no date or id, so that the same book is the same file."""
    writer = PdfWriter(clone_from=reader)
    add_outline(writer, volume.outline, reader)
    edition = volume.edition
    writer.metadata = {"/Title": edition.title, "/Author": edition.authors, "/Subject": edition.address}
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(edition.language)
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    with target.open("wb") as file:
        writer.write(file)


def language_volume(language: str, site: Path = SITE) -> Volume:
    """The book of one language, joined from its built pages."""
    if not (site / language / "index.html").is_file():
        raise SiteError("There are no pages to print yet. Build them first: python book/site.py build")
    toc = language_toc(read_toc(), language_changes(language).get("captions", {}))
    edition = edition_of(language, language_config(language), settings(), book_url())
    drawings = write_drawings(WORK / "print" / "drawings")
    return bind_volume(site / language, edition, parts(toc), drawings)


def print_books(site: Path = SITE) -> list[Path]:
    """Print the book of every language into `site`."""
    files = []
    for language in LANGUAGES:
        started = time.monotonic()
        folder = WORK / "print" / language
        folder.mkdir(parents=True, exist_ok=True)
        volume = language_volume(language, site)
        reader, _ = typeset(volume, folder)
        target = site / pdf_name(language)
        finish(volume, reader, target)
        size = target.stat().st_size / 2**20
        say(f"{target.name}: {len(reader.pages)} pages, {size:.1f} MB, in {time.monotonic() - started:.0f} s")
        files.append(target)
    link_files(site)
    return files
