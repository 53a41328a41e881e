"""The whole site, step by step."""

from __future__ import annotations

from .downloads import publish_downloads
from .front import read_course, write_front
from .languages import build_languages, demand_parallel_pages
from .lite import publish_lite
from .places import EXERCISES, SITE, SiteError, say
from .press import Press
from .search import index_for_search
from .takeaway import digest_as_built, link_files


def publish_pages(press: Press) -> list[str]:
    """All that a reader's browser asks for, except the search; the languages that have changed.

    A step that others need not wait for is a line here.
    """
    course = read_course()
    demand_parallel_pages()
    SITE.mkdir(exist_ok=True)
    changed = build_languages(press)
    if EXERCISES.is_dir():
        publish_downloads()
        publish_lite()
    write_front(SITE, course)
    return changed


def complete_pages() -> bool:
    """What follows the pages: the search, and the links to what was made of them; whether there was anything to do."""
    indexed = index_for_search()
    return link_files(SITE) or indexed


def build() -> None:
    """Bring `_site` up to date."""
    with Press() as press:
        changed = publish_pages(press)
    if not complete_pages() and not changed:
        say("The site is up to date.")


def print_digest() -> None:
    """One digest of all that a build makes. The sample class, which `make course` adds, tells when it was graded."""
    if not (SITE / "index.html").is_file():
        raise SiteError("There is no site to compare yet. Build it first: python book/site.py build")
    print(digest_as_built(SITE, "sample-class"))
