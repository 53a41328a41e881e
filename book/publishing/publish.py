"""Everything that goes out, in one folder, checked before any of it is there.

The folder is what a web server serves, or GitHub Pages. An edition of the book lies in it for each term, and publishing
one never touches another; at its root is what leads to the newest. Upload the folder by whatever means: nothing in it
depends on the host.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course import Settings, edition_url, is_public

from .feeds import write_feeds
from .folders import mirror
from .front import add_versions_script, read_course, write_root
from .leaks import find_leaks
from .links import broken_links
from .offline import pack
from .pdf import print_books
from .places import LANGUAGES, PUBLISHED, REPOSITORY, SITE, WORK, SiteError, say
from .previews import add_previews
from .whole import build

STAGED = WORK / "edition"
STEPS: tuple[Callable[[], object], ...] = (build, print_books, pack)
"""What makes `_site` complete. A step that a build for oneself leaves out, and readers want, is added here."""
KEPT = (".cache", ".git", ".venv", "_site", "autograder", "benchmarks", "book", "exercises", "solutions", "tests")
"""The folders of the course, and those of its commands: nothing is published into them."""
OWN = ("sample-class",)
"""What lies in `_site` for its author alone: the sample class hands in solutions."""


def publish(folder: Path = PUBLISHED, steps: tuple[Callable[[], object], ...] = STEPS) -> None:
    """Build the edition of this term, check it, and put it into a folder with those of earlier terms."""
    course = read_course()
    demand_usable(folder, course["term"])
    for step in steps:
        step()
    stage(course)
    demand_publishable(STAGED, course)
    for page in pages(STAGED):
        page.write_text(add_versions_script(page.read_text(encoding="utf-8"), depth=2), encoding="utf-8")
    mirror(STAGED, folder / course["term"])
    write_root(folder, course)
    if is_public(course["book_url"]):
        write_feeds(folder, course)
        say(f"{folder} is what goes to {course['book_url']}/; this edition is in {course['term']}/")
    else:
        say(
            f"{folder} can be served on this machine: book_url in autograder/course.toml is {course['book_url']}. "
            "Before you upload the folder, let it say where: reports lead there; previews, sitemap and feeds need it."
        )


def demand_usable(folder: Path, term: str) -> None:
    """Refuse, before minutes of work, a place to which nothing can be written or where it would harm the sources."""
    for place in (folder, folder / term):
        if place.exists() and not place.is_dir():
            raise SiteError(f"{place} is a file; expected a folder, which may be new. Name another: --to DIR")
    place = folder.resolve()
    inside = place.relative_to(REPOSITORY).parts if place.is_relative_to(REPOSITORY) else ()
    if REPOSITORY.is_relative_to(place) or inside[:1] in {(name,) for name in KEPT}:
        why = "holds what the course is made from" if not inside else f"is part of {inside[0]}/, which is not for it"
        raise SiteError(f"{folder} {why}: what is published lies by itself. Name a folder of its own: --to _published")
    there = next(above for above in (place / term, *(place / term).parents) if above.exists())
    try:
        TemporaryDirectory(dir=there).cleanup()
    except OSError as error:
        why = f"Nothing can be written to {there} ({error.strerror})."
        raise SiteError(f"{why} Let it be yours, or name another folder: --to DIR") from None


def stage(course: Settings) -> None:
    """Put the edition together where nobody is served from."""
    mirror(SITE, STAGED)
    for name in OWN:
        shutil.rmtree(STAGED / name, ignore_errors=True)
    (STAGED / "404.html").unlink(missing_ok=True)  # web servers send the one at the root
    if is_public(course["book_url"]):
        say(f"{add_previews(STAGED)} previews")


def pages(folder: Path) -> list[Path]:
    """The pages of the book in an edition."""
    return sorted(page for code in LANGUAGES for page in (folder / code).rglob("*.html"))


def demand_publishable(edition: Path, course: Settings) -> None:
    """Refuse an edition with broken links or with anything in it that tells a solution.

    Raises SiteError that names every place.
    """
    broken = broken_links(edition, sorted(edition.rglob("*.html")), edition_url(course))
    if broken:
        raise SiteError("\n".join(["Nothing was published: these links lead nowhere.", *broken]))
    try:
        leaks = find_leaks(edition, REPOSITORY / "solutions")
    except FileNotFoundError as error:
        raise SiteError(f"Nothing was published: {error}") from None
    if leaks:
        found = "Nothing was published: this tells a solution, or cannot be read."
        raise SiteError("\n".join([found, *map(str, leaks)]))
