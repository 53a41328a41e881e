"""The whole book as a PDF, one per language: the pages joined (`volume`), printed by Chromium, finished by pikepdf.

Chromium and not LaTeX: the book is then printed as it was designed, from the one style and the formulas that are
already set, with Korean, drawings and code as on the site; it needs one program and a Korean font where LaTeX needs a
distribution, a second set of templates, and a rewrite of everything that is HTML in the pages.

The book is printed twice. The first print tells on which page each place is, the second one says so in the contents
and beside links: Chromium does not know CSS's `target-counter` yet.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, String

from .chromium import run_chromium
from .figures import write_drawings
from .front import book_address, read_course
from .places import LANGUAGES, SITE, WORK, SiteError, say
from .settings import parts
from .takeaway import link_files, pdf_name, stamp_file
from .volume import Edition, Heading, Volume, bind_volume

PRINT = ("--no-pdf-header-footer", "--export-tagged-pdf")
MINUTES = 30
PASSES = 4


def print_document(document: Path, target: Path) -> None:
    """Have Chromium print a local page into a PDF."""
    target.unlink(missing_ok=True)  # what lies there afterwards is new
    try:
        result = run_chromium(*PRINT, f"--print-to-pdf={target}", document.resolve().as_uri(), seconds=60 * MINUTES)
    except subprocess.TimeoutExpired as late:
        raise SiteError(f"Chromium did not print {document} in {MINUTES} minutes. Is the machine busy?") from late
    if result.returncode or not target.is_file():
        raise SiteError(f"{result.stderr}\nChromium did not print {document}: see its messages above.")


@dataclass(frozen=True)
class Place:
    """Where a link leads to: the number of the page, from 1, and the height on it, in points."""

    page: int
    top: float


def places_of(pdf: Pdf) -> dict[str, Place]:
    """Every place that a link of the document leads to, by the id of its element."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    named = pdf.Root.get(Name.Dests, Dictionary())
    return {
        name.removeprefix("/"): Place(numbers[place[0].objgen], float(place[3])) for name, place in dict(named).items()
    }


def demand_places(volume: Volume, places: Mapping[str, Place]) -> None:
    """Every link within the book leads to a page of it."""
    lost = sorted(set(volume.targets()) - places.keys())
    if lost:
        raise SiteError(f"In the printed book {len(lost)} links lead nowhere: {', '.join(lost[:10])}.")


def typeset(volume: Volume, folder: Path) -> Path:
    """Print until every page number that the book says is the right one; the file."""
    source, printed = folder / "book.html", folder / "book.pdf"
    pages: dict[str, int] = {}
    for _ in range(PASSES):
        volume.number_pages(pages)
        source.write_text(volume.markup(), encoding="utf-8")
        print_document(source, printed)
        with Pdf.open(printed) as pdf:
            places = places_of(pdf)
        demand_places(volume, places)
        before, pages = pages, {name: place.page for name, place in places.items()}
        if pages == before:
            return printed
    raise SiteError(f"The page numbers of {printed} change with every print, {PASSES} times: some line breaks anew.")


def bookmarks(headings: Iterable[Heading], places: Mapping[str, Place], depth: int = 0) -> list[OutlineItem]:
    """The outline's entries, nested; those below the parts are folded."""
    items = []
    for heading in headings:
        place = places[heading.target]
        item = OutlineItem(heading.text, place.page - 1, "XYZ", left=0, top=place.top)
        item.is_closed = depth > 0
        item.children.extend(bookmarks(heading.under, places, depth + 1))
        items.append(item)
    return items


def finish(volume: Volume, printed: Path, target: Path) -> int:
    """Add bookmarks, title and language, and take out dates: the same book is the same file. The number of pages."""
    edition = volume.edition
    with Pdf.open(printed) as pdf:
        with pdf.open_outline() as outline:
            outline.root.extend(bookmarks(volume.outline, places_of(pdf)))
        del pdf.docinfo
        pdf.docinfo[Name.Title] = edition.title
        pdf.docinfo[Name.Author] = edition.authors
        pdf.Root.Lang = String(edition.language)
        pdf.Root.PageMode = Name.UseOutlines
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        # Half the size, because the tags of seventy thousand elements are packed; pages show before all has arrived.
        packed = ObjectStreamMode.generate
        pdf.save(target, object_stream_mode=packed, compress_streams=True, linearize=True, deterministic_id=True)
        return len(pdf.pages)


def language_volume(language: str, site: Path = SITE) -> Volume:
    """The book of one language, joined from its built pages."""
    if not (site / language / "index.html").is_file():
        raise SiteError("There are no pages to print yet. Build them first: python book/site.py build")
    course = read_course()
    edition = Edition(language, course["title"][language], course["authors"][language], course["term"], book_address())
    drawings = write_drawings(WORK / "print" / "drawings")
    return bind_volume(site / language, edition, parts(language), drawings)


def print_books(site: Path = SITE) -> list[Path]:
    """Print the book of every language into `site`."""
    files = []
    for language in LANGUAGES:
        started = time.monotonic()
        folder = WORK / "print" / language
        folder.mkdir(parents=True, exist_ok=True)
        volume = language_volume(language, site)
        target = site / pdf_name(language)
        pages = finish(volume, typeset(volume, folder), target)
        stamp_file(site, target.name)
        size = target.stat().st_size / 2**20
        say(f"{target.name}: {pages} pages, {size:.1f} MB, in {time.monotonic() - started:.0f} s")
        files.append(target)
    link_files(site)
    return files
