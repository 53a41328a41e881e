"""What an instructor says of the course in `autograder/course.toml`, put into the pages.

The title and the authors; the term, and the links in the last line; the due dates, in a table (`{course-dates}`) and on
the cards of the exercises; the book's address, in quoted output. Where the book is published for others, its pages also
say so to search engines and to the services that show a preview of a link (Open Graph), and name the feed of changes.
On one's own machine they do not: nothing there has an address that others could follow.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from docutils import nodes
from exercise_card import is_body
from markupsafe import Markup
from publishing.places import QUOTED_ADDRESS, SETTINGS
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from autograder.course import CourseError, Settings, edition_url, is_public, read_settings
from autograder.tasks import ASSIGNMENTS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

LOCALES = {"en": "en_GB", "ko": "ko_KR"}
WORDS = {
    "en": {
        "due": "Due {}",
        "assignment": "Assignment",
        "date": "Due",
        "changes": "Changes: {}",
        "links": {"submit": "Hand in", "forum": "Ask a question", "syllabus": "Syllabus", "contact": "Contact"},
    },
    "ko": {
        "due": "제출 마감: {}",
        "assignment": "과제",
        "date": "제출 마감",
        "changes": "바뀐 점: {}",
        "links": {"submit": "제출하기", "forum": "질문하기", "syllabus": "강의 계획서", "contact": "연락처"},
    },
}


def course_of(app_config: Config) -> Settings:
    """The settings, read once for a build."""
    settings: Settings = app_config.course_settings
    return settings


def apply_settings(_app: Sphinx, config: Config) -> None:
    """Give Sphinx the title, the authors and the address."""
    try:
        course = read_settings(SETTINGS)
    except CourseError as error:
        raise ExtensionError(str(error)) from None
    language = config.language
    config.course_settings = course
    config.project = config.html_title = course["title"][language]
    config.author = course["authors"][language]
    config.myst_substitutions = {**config.myst_substitutions, "course_title": course["title"][language]}
    config.course_published_at = edition_url(course) if is_public(course["book_url"]) else ""


def moment(when: datetime, language: str) -> str:
    """A date and a time of day as people of a language write them, with the offset from UTC."""
    zone = when.strftime("%z")
    clock = f"{when:%H:%M} (UTC{zone[:3]}:{zone[3:]})"
    if language == "ko":
        return f"{when.year}년 {when.month}월 {when.day}일 {clock}"
    return f"{when.day} {when:%B %Y}, {clock}"


class CourseDates(SphinxDirective):
    """`{course-dates}`: when each assignment is due; nothing while the course has no dates."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(SETTINGS))
        due, language = course_of(self.config)["due"], self.config.language
        dated = [name for name in ASSIGNMENTS if name in due]
        if not dated:
            return []
        words = WORDS[language]
        table = nodes.table("", classes=["course-dates"])
        group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.colspec(colwidth=2), cols=2)
        group += nodes.thead("", row(nodes.Text(words["assignment"]), nodes.Text(words["date"])))
        body = [row(nodes.literal(name, name), nodes.Text(moment(due[name], language))) for name in dated]
        group += nodes.tbody("", *body)
        table += group
        return [table]


def row(*cells: nodes.Node) -> nodes.row:
    """A row of a table, an inline node for each cell."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


def say_due_date(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """On the card of an exercise, above its last line: when it is due."""
    language = app.config.language
    when = course_of(app.config)["due"].get(docname.rsplit("/", 1)[-1])
    for card in doctree.findall(nodes.container) if when else ():
        if "exercise-card" in card["classes"]:
            body = next(card.findall(is_body))
            text = WORDS[language]["due"].format(moment(when, language))
            body.insert(len(body) - 1, nodes.paragraph("", "", nodes.strong("", text), classes=["due"]))


def say_address(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """In quoted output: where this edition stands, in place of the address that stands for it in the sources."""
    address = edition_url(course_of(app.config))
    for block in doctree.findall(nodes.literal_block):
        if QUOTED_ADDRESS in block.astext():
            text = block.astext().replace(QUOTED_ADDRESS, address)
            block.rawsource = text  # Sphinx takes a block whose text is another for one with markup inside
            block.children = []
            block += nodes.Text(text)


def add_edition_to_page(
    app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """What the template shows of the course's settings."""
    if app.builder.format != "html":
        return
    settings, language = course_of(app.config), app.config.language
    names = WORDS[language]["links"]
    context["author"] = settings["authors"][language]
    page = context["course"]
    page["term"] = settings["term"]
    page["links"] = [(names[name], settings["links"][name]) for name in names if settings["links"].get(name)]
    page["preview"] = preview(app, pagename, context) if page["canonical"] and doctree else []
    page["feed"] = page["canonical"] and {
        "title": WORDS[language]["changes"].format(settings["title"][language]),
        "address": f"{settings['book_url']}/changes.{language}.xml",
    }


def preview(app: Sphinx, pagename: str, context: dict[str, Any]) -> list[tuple[str, str]]:
    """Open Graph's properties of a page (https://ogp.me); the image is drawn when the book is published."""
    page, language = context["course"], app.config.language
    title = app.config.html_title if pagename == app.config.root_doc else str(Markup(context["title"]).striptags())
    image = f"{app.config.course_published_at}/previews/{language}/{pagename}.png"
    properties = [
        ("og:type", "article"),
        ("og:site_name", app.config.html_title),
        ("og:title", title),
        ("og:description", page["description"]),
        ("og:url", page["canonical"]),
        ("og:locale", LOCALES[language]),
        *(("og:locale:alternate", locale) for code, locale in LOCALES.items() if code != language),
        *(("og:image", image), ("og:image:width", "1200"), ("og:image:height", "630")),
        ("og:image:alt", title),
        ("twitter:card", "summary_large_image"),
    ]
    return [(name, content) for name, content in properties if content]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("course_settings", {}, "", [dict])
    app.add_directive("course-dates", CourseDates)
    app.connect("config-inited", apply_settings, priority=100)
    app.connect("doctree-resolved", say_due_date)
    app.connect("doctree-resolved", say_address)
    app.connect("html-page-context", add_edition_to_page, priority=450)  # after course_theme's
    return {"parallel_read_safe": True, "parallel_write_safe": True}
