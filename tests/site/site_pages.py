"""The pages of the built site: which there are, what stands in their HTML, and a browser that opens them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from publishing import links
from publishing.links import Outline

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).resolve().parents[2]
BOOK = REPOSITORY / "book"
PAGES = re.findall(r"^[^#\n]*book/en/([\w/-]+)", (REPOSITORY / "_toc.yml").read_text(encoding="utf-8"), re.MULTILINE)
LANGUAGES = ("en", "ko")
SITE_PAGES = [f"{code}/{page}.html" for code in LANGUAGES for page in [*PAGES, "search"]]


def labels(page: Path) -> list[str]:
    """The explicit `(label)=` targets of a source, in order."""
    return re.findall(r"^\(([^()\s]+)\)=\s*$", page.read_text(encoding="utf-8"), re.MULTILINE)


@cache
def outline(page: Path) -> Outline:
    """What a page refers to and what can be referred to; each page is read once."""
    return Outline(page.read_text(encoding="utf-8"))


def outlines(folder: Path) -> dict[Path, Outline]:
    return {page: outline(page) for page in folder.rglob("*.html")}


def broken_links(folder: Path) -> list[str]:
    """Every link within `folder` that leads to no file or to no id.

    404.html is left out: it stands in for addresses of any depth, so that its links begin at the server's root.
    """
    return links.broken_links(folder, sorted(set(folder.rglob("*.html")) - {folder / "404.html"}))


Opener = Callable[..., "Page"]
"""`visit(path, width=1280, theme="light", base=address, **options)`; options are Playwright's `new_context`'s."""


@contextmanager
def site_pages(browser: Browser, address: str) -> Iterator[Opener]:
    """Opens pages of the site. A request to another host, an error or a warning in the console fails the test."""
    contexts, complaints = [], []

    def visit(path: str, *, base: str = address, width: int = 1280, theme: str = "light", **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **options)
        contexts.append(context)
        page = context.new_page()
        own = (base, "data:", "blob:")
        page.on("request", lambda request: request.url.startswith(own) or complaints.append(request.url))
        page.on("console", lambda said: said.type in {"error", "warning"} and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(base + path, wait_until="load")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []
