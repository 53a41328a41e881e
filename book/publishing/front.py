"""What stands at the site's root: the front door, the page for what is not there, the list of terms, and what is for
machines (robots.txt, the sitemap).

`build` writes the first two into `_site`, where there is one edition; `publish` writes all of it beside the folders of
the terms.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader

from autograder.course import CourseError, Settings, edition_url, is_public, read_settings

from .folders import write_if_different
from .places import BOOK, LANGUAGES, SETTINGS, SOURCE_LANGUAGE, SiteError

TEMPLATES = Environment(loader=FileSystemLoader(BOOK / "_theme"), autoescape=True, keep_trailing_newline=True)
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


def read_course() -> Settings:
    """What the instructor says of the course; in `autograder/course.toml`."""
    try:
        return read_settings(SETTINGS)
    except CourseError as error:
        raise SiteError(str(error)) from None


def book_address() -> str:
    """Where learners read this term's edition, from the course's settings."""
    return edition_url(read_course())


def render(name: str, **values: Any) -> str:
    """One of the theme's pages that Sphinx does not make."""
    return TEMPLATES.get_template(name).render(**values)


def write_front(folder: Path, course: Settings, term: str = "") -> None:
    """The front door and the page for what is not there, leading to a term's edition, or to the only one."""
    edition = f"{term}/" if term else ""
    address = course["book_url"] if is_public(course["book_url"]) else ""
    write_if_different(
        folder / "index.html", render("root.html", title=course["title"], edition=edition, address=address)
    )
    base = f"{urlsplit(course['book_url']).path}/"
    write_if_different(folder / "404.html", render("404.html", title=course["title"], edition=edition, base=base))


def published_terms(folder: Path) -> list[str]:
    """The terms whose editions lie in a folder, in the order in which they were first published."""
    try:
        listed = list(json.loads((folder / "versions.json").read_text(encoding="utf-8"))["terms"])
    except FileNotFoundError:
        listed = []
    except (ValueError, KeyError, TypeError):
        raise SiteError(f"{folder / 'versions.json'} is not a list of terms. Remove it: it is written anew.") from None
    found = {page.parts[-3] for page in folder.glob(f"*/{SOURCE_LANGUAGE}/index.html")}
    return [term for term in listed if term in found] + sorted(found - set(listed))


def write_root(folder: Path, course: Settings) -> None:
    """All that stands beside the folders of the terms."""
    terms = published_terms(folder)
    write_front(folder, course, terms[-1])
    write_if_different(folder / "versions.json", json.dumps({"newest": terms[-1], "terms": terms}, indent=1) + "\n")
    write_if_different(folder / "versions.js", render("versions.js", terms=terms))
    if is_public(course["book_url"]):
        # No term is disallowed: a search engine that may not read a page of an old one would not learn to leave it out.
        robots = f"User-agent: *\nAllow: /\nSitemap: {course['book_url']}/sitemap.xml\n"
        write_if_different(folder / "robots.txt", robots)
        write_if_different(folder / "sitemap.xml", sitemap(folder, terms[-1], course["book_url"]))


def sitemap(folder: Path, term: str, address: str) -> str:
    """The pages of the newest edition, each with its translations (https://www.sitemaps.org, and Google's hreflang)."""
    ElementTree.register_namespace("", SITEMAP)
    ElementTree.register_namespace("xhtml", XHTML)
    root = ElementTree.Element(f"{{{SITEMAP}}}urlset")
    names = sorted(page.name for page in (folder / term / SOURCE_LANGUAGE).glob("*.html") if page.name != "search.html")
    for name in names:
        addresses = {code: f"{address}/{term}/{code}/{name}" for code in LANGUAGES}
        for own in addresses.values():
            url = ElementTree.SubElement(root, f"{{{SITEMAP}}}url")
            ElementTree.SubElement(url, f"{{{SITEMAP}}}loc").text = own
            for code, href in addresses.items():
                ElementTree.SubElement(url, f"{{{XHTML}}}link", rel="alternate", hreflang=code, href=href)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def add_versions_script(page: str, depth: int) -> str:
    """A page with the script that knows of the other terms, which lies `depth` folders above it."""
    return re.sub(r"(?=</head>)", f'<script defer src="{"../" * depth}versions.js"></script>\n', page, count=1)
