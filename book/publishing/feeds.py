"""Feeds of changes, in the Atom format (RFC 4287), from the changelogs of both languages.

An entry for each release; equal changelogs give equal feeds, for all dates come from them. The format is small and will
not change, so the standard library writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from autograder.course import Settings, edition_url

from .folders import write_if_different
from .places import LANGUAGES, REPOSITORY, SOURCE_LANGUAGE, SiteError

ATOM = "http://www.w3.org/2005/Atom"
RELEASE = re.compile(r"^## \[(?P<version>[^\]]+)\] - (?P<date>\d{4}-\d\d-\d\d)\s*$", re.MULTILINE)
WORDS = {"en": ("Changes: {}", "Version {}"), "ko": ("바뀐 점: {}", "{} 판")}


@dataclass(frozen=True)
class Release:
    """One section of a changelog: its version, its day, its Markdown."""

    version: str
    date: str
    text: str


def changelog(language: str) -> Path:
    """Where the changes are told in a language."""
    return REPOSITORY / ("CHANGELOG.md" if language == SOURCE_LANGUAGE else f"CHANGELOG.{language}.md")


def releases(text: str) -> Iterator[Release]:
    """The releases of a changelog (https://keepachangelog.com), newest first; what is unreleased has no day yet."""
    for found in RELEASE.finditer(text):
        rest = text[found.end() :]
        end = re.search(r"^(## |\[[^\]]+\]: )", rest, re.MULTILINE)
        yield Release(found["version"], found["date"], rest[: end.start() if end else None].strip())


def as_html(markdown: str, edition: str, repository: str) -> str:
    """The text of an entry. A link into the repository leads to the page that it became, or to GitHub, or nowhere."""

    def led(link: re.Match[str]) -> str:
        if re.match(r"[a-z]+:", link["href"]):
            return link[0]
        page = re.fullmatch(r"book/(\w\w)/([\w-]+)\.md(#.*)?", link["href"])
        if page:
            return f'<a href="{edition}/{page[1]}/{page[2]}.html{page[3] or ""}">{link["text"]}</a>'
        return (
            f'<a href="https://github.com/{repository}/blob/HEAD/{link["href"]}">{link["text"]}</a>'
            if repository
            else link["text"]
        )

    return re.sub(r'<a href="(?P<href>[^"]*)">(?P<text>.*?)</a>', led, MarkdownIt().render(markdown))


def feed(language: str, text: str, course: Settings) -> str:
    """The feed of one language."""
    title, version = WORDS[language]
    address, edition = f"{course['book_url']}/changes.{language}.xml", edition_url(course)
    ElementTree.register_namespace("", ATOM)

    def add(parent: ElementTree.Element, name: str, content: str = "", **attributes: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        element.text = content or None
        return element

    found = list(releases(text))
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": language})
    add(root, "id", address)
    add(root, "title", title.format(course["title"][language]))
    add(root, "updated", f"{max((each.date for each in found), default='1970-01-01')}T00:00:00Z")
    add(add(root, "author"), "name", course["authors"][language])
    add(root, "link", rel="self", href=address)
    add(root, "link", rel="alternate", href=f"{edition}/{language}/index.html")
    for each in found:
        entry = add(root, "entry")
        add(entry, "id", f"{address}#{each.version}")
        add(entry, "title", version.format(each.version))
        add(entry, "updated", f"{each.date}T00:00:00Z")
        add(entry, "link", rel="alternate", href=f"{edition}/{language}/index.html")
        add(entry, "content", as_html(each.text, edition, course["repository"]), type="html")
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def write_feeds(folder: Path, course: Settings) -> None:
    """The feeds, at addresses that stay the same from term to term."""
    for language in LANGUAGES:
        file = changelog(language)
        if not file.is_file():
            raise SiteError(f"{file} is missing: the feeds of changes are made from the changelogs of all languages.")
        text = file.read_text(encoding="utf-8")
        write_if_different(folder / f"changes.{language}.xml", feed(language, text, course))
