"""The catalogue of mistakes: every misconception that `check` can name, on one page.

The directive `{mistakes}` puts a section per assignment and task there, with the titles, explanations and links of the
cards that ship with the package.  Cards hold no wrong implementation and no solution, so the page cannot show one.
Within a task the mistakes come in the order of the chapter.  A reader with scripts gets a field that filters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from publishing.places import BOOK
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from autograder.checks.card import CardError, Explanation, load_cards
from autograder.tasks import ASSIGNMENTS, tasks_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

FILTER = Path(__file__).with_suffix(".js")
CARDS = Path(str(files("autograder.cards")))
WORDS = {
    "en": {"label": "Filter the mistakes", "found": "{n} of {all} mistakes", "read": "Read on:"},
    "ko": {"label": "실수 골라 보기", "found": "실수 {all}개 중 {n}개", "read": "이어서 읽기:"},
}


class filter_field(nodes.General, nodes.Element):
    """Where the script puts its field."""


class mistake(nodes.General, nodes.Element):
    """One mistake, folded under its title: the title's nodes, then a paragraph, then a link."""


class mistake_title(nodes.Part, nodes.TextElement):
    """What is seen of a folded mistake."""


class Mistakes(SphinxDirective):
    """`{mistakes}`: all mistakes of all assignments, in the language of the book."""

    def run(self) -> list[nodes.Node]:
        language = self.config.language
        field = filter_field(words=WORDS[language])
        try:
            return [field, *(self.assignment(name, language) for name in ASSIGNMENTS)]
        except CardError as error:
            raise self.severe(str(error)) from None

    def assignment(self, name: str, language: str) -> nodes.section:
        """The mistakes of one assignment, a section per task."""
        chapter = chapter_of(name, language)
        self.env.note_dependency(str(CARDS / f"{name}.json"))
        heading, labels = outline(chapter)
        section = self.section(f"mistakes-{name}", nodes.Text(heading or name))
        places = {label: place for place, label in enumerate(labels)}
        cards = load_cards(name)
        for task in tasks_of(name):
            entries = sorted(
                cards[task].explanations.items(),
                key=lambda entry: (places.get(entry[1].anchor, len(places)), entry[1].title[language]),
            )
            part = self.section(f"mistakes-of-{task}", nodes.literal(task, task))
            part += [self.mistake(f"{task}-{id_}", explanation, language) for id_, explanation in entries]
            section += part
        return section

    def section(self, id_: str, title: nodes.Node) -> nodes.section:
        """An empty section with a heading, which the page's contents list."""
        section = nodes.section("", nodes.title("", "", title), ids=[id_.replace("_", "-").lower()])
        self.state.document.note_explicit_target(section, section)
        return section

    def mistake(self, id_: str, explanation: Explanation, language: str) -> mistake:
        """Title, explanation, and a link to the place in the chapter."""
        link = addnodes.pending_xref(
            "",
            nodes.inline("", explanation.title[language]),
            refdomain="std",
            reftype="ref",
            refexplicit=False,
            reftarget=explanation.anchor,
            refdoc=self.env.docname,
            mistake=True,
        )
        return mistake(
            "",
            mistake_title("", "", *marked(explanation.title[language])),
            nodes.paragraph("", "", *marked(explanation.text[language])),
            nodes.paragraph("", "", nodes.Text(WORDS[language]["read"] + " "), link),
            ids=[id_.replace("_", "-").lower()],
        )


def chapter_of(assignment: str, language: str) -> Path:
    """The page that an assignment's mistakes belong to."""
    return BOOK / language / f"{assignment}.md"


def outline(chapter: Path) -> tuple[str, list[str]]:
    """A chapter's heading and its labels in their order: all that the catalogue takes from it."""
    text = chapter.read_text(encoding="utf-8") if chapter.is_file() else ""
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    return heading.group(1) if heading else "", re.findall(r"^\(([\w-]+)\)=", text, re.MULTILINE)


def outlines(language: str) -> str:
    """The outlines of all chapters, to be compared."""
    return repr([outline(chapter_of(name, language)) for name in ASSIGNMENTS])


def marked(text: str) -> Iterator[nodes.Node]:
    """Text in which `backquoted` parts are code, as in a report."""
    for number, part in enumerate(text.split("`")):
        yield nodes.literal(part, part) if number % 2 else nodes.Text(part)


def leave_text(
    _app: Sphinx, _env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.Node
) -> nodes.Node | None:
    """A chapter that is not in this book has no link yet; that its labels are there is the audit's to prove."""
    return content if node.get("mistake") else None


def read_anew(
    app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """Pages with a catalogue, if a chapter's outline has changed; its prose does not matter to them."""
    now = outlines(app.config.language)
    return [name for name, data in env.metadata.items() if data.get("mistakes", now) != now]


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Remember that a page has a catalogue, and of which outlines."""
    if next(iter(doctree.findall(filter_field)), None) is not None:
        app.env.metadata[app.env.docname]["mistakes"] = outlines(app.config.language)


def add_filter(
    _app: Sphinx, _pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """The script of the field, inside the page, because a browser loads no module from a folder."""
    if doctree is not None and next(iter(doctree.findall(filter_field)), None) is not None:
        script = FILTER.read_text(encoding="utf-8")
        context["course"]["page_scripts"] += f'<script type="module">\n{script}</script>'


def visit_filter_field(self: HTML5Translator, node: filter_field) -> None:
    data = " ".join(f'data-{name}="{escape(text)}"' for name, text in node["words"].items() if name != "read")
    self.body.append(f'<div class="mistake-filter" {data} data-pagefind-ignore></div>\n')
    raise nodes.SkipNode


def visit_mistake(self: HTML5Translator, node: mistake) -> None:
    self.body.append(f'<details class="mistake" id="{node["ids"][0]}">')


def depart_mistake(self: HTML5Translator, _node: mistake) -> None:
    self.body.append("</details>\n")


def visit_mistake_title(self: HTML5Translator, _node: mistake_title) -> None:
    self.body.append("<summary>")


def depart_mistake_title(self: HTML5Translator, _node: mistake_title) -> None:
    self.body.append("</summary>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("mistakes", Mistakes)
    app.add_node(filter_field, html=(visit_filter_field, None))
    app.add_node(mistake, html=(visit_mistake, depart_mistake))
    app.add_node(mistake_title, html=(visit_mistake_title, depart_mistake_title))
    app.connect("doctree-read", note_page)
    app.connect("env-get-outdated", read_anew)
    app.connect("missing-reference", leave_text)
    app.connect("html-page-context", add_filter, priority=700)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
