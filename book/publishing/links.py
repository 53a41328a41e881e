"""Whether every link within the site leads somewhere: to a file, and to a place in it."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Outline(HTMLParser):
    """The addresses that a page refers to, and the ids in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            is_image = name == "content" and ("property", "og:image") in attributes
            if value and (name in {"href", "src", "data-pagefind"} or is_image):
                self.links.append(value)
            elif name == "id" and value:
                self.ids.append(value)


def broken_links(folder: Path, pages: Iterable[Path], address: str = "") -> list[str]:
    """Every link on `pages` that leads to no file in `folder` or to no id; `address` is where the folder is published.

    Links to other hosts are not followed.
    """
    outlines = {page: Outline(page.read_text(encoding="utf-8")) for page in pages}
    broken = []
    for page, outline in outlines.items():
        for link in outline.links:
            own = bool(address) and link.startswith(f"{address}/")
            parts = urlsplit(link.removeprefix(f"{address}/") if own else link)
            if parts.scheme or parts.netloc:
                continue
            start = folder if own else page.parent
            target = (start / unquote(parts.path)).resolve() if parts.path else page
            anchor = unquote(parts.fragment)
            if not target.is_file() or (anchor and target in outlines and anchor not in outlines[target].ids):
                broken.append(f"{page.relative_to(folder)}: {link}")
    return broken
