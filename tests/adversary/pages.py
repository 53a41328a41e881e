"""What a page of ours is made of; the rest would be a learner's."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from autograder.course import book_url

ELEMENTS = """
html head meta title style body main header footer section article aside nav h1 h2 h3 p div span ul ol li dl dt dd br hr
table thead tbody tr td th caption figure figcaption code pre strong em small kbd details summary input label button
img a svg path g
"""
"""The elements of reports and feedback."""


class Inspector(HTMLParser):
    """Finds what does not belong into a page of ours, and what in it would act."""

    own_elements = frozenset(ELEMENTS.split())
    ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href", "poster", "srcdoc", "background")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.acting: list[Any] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.own_elements:
            self.found.append(tag)
        if tag in ("script", "iframe", "object", "embed", "base", "form", "link"):
            self.acting.append(tag)
        for name, value in attrs:
            address = (value or "").strip()
            own = address.startswith(("#", book_url(), "data:image/png;base64,"))
            if name.startswith("on") or address.lower().startswith("javascript:"):
                self.acting.append((tag, name, value))
            if name.startswith("on") or (name in self.ADDRESSES and not own):
                self.found.append((tag, name, value))
