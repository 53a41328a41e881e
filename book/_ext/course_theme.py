"""The book's look: one template, one packed style sheet, one script, and the words around the text in both languages.

The theme inherits only Sphinx's `basic` templates. Everything that a page loads is named in
`_theme/course/layout.html`; style sheets and scripts that other extensions register are neither asked for nor
published. Weight and accessibility are measured in `tests/site`.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from math_fonts import cut_fonts, style_for, style_sheet
from publishing.places import BOOK, LANGUAGES
from pygments.formatters import HtmlFormatter
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

THEME = BOOK / "_theme" / "course"
PYGMENTS_STYLES = (
    ("a11y-high-contrast-light", ".highlight"),
    ("a11y-high-contrast-dark", 'html[data-theme="dark"] .highlight'),
)
ASSETS = {"course.css", "course.js", "favicon.svg", "fonts", "playgrounds"}
# Runs before anything is painted, so that a page never flashes in the other theme.
THEME_SCRIPT = (
    '{let t;try{t=localStorage.getItem("theme")}catch{}'
    'document.documentElement.dataset.theme=t||(matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light")}'
)
WORDS = {
    "en": {
        "skip": "Skip to the text",
        "menu": "Contents of the book",
        "contents": "Contents of the book",
        "title_page": "Title page",
        "search": "Search",
        "dark": "Dark theme",
        "turn": "Previous and next page",
        "previous": "Previous",
        "next": "Next",
        "on_this_page": "On this page",
        "licence": "Text CC BY 4.0, code MIT",
        "search_needs_script": "The search needs JavaScript. The contents list all pages.",
    },
    "ko": {
        "skip": "본문으로 건너뛰기",
        "menu": "책 차례",
        "contents": "책 차례",
        "title_page": "표지",
        "search": "찾기",
        "dark": "어두운 화면",
        "turn": "앞뒤 페이지",
        "previous": "이전",
        "next": "다음",
        "on_this_page": "이 페이지에서",
        "licence": "글 CC BY 4.0, 코드 MIT",
        "search_needs_script": "찾기에는 자바스크립트가 필요합니다. 모든 페이지는 차례에 있습니다.",
    },
}
SEARCH_WORDS = {
    "en": {
        "label": "Search the book",
        "none": "Nothing found",
        "found": "{n} results",
        "close": "Close",
        "copy": "Copy",
        "copied": "Copied",
    },
    "ko": {
        "label": "책에서 찾을 말",
        "none": "찾은 것이 없습니다",
        "found": "결과 {n}개",
        "close": "닫기",
        "copy": "복사",
        "copied": "복사했습니다",
    },
}


def syntax_colours() -> list[str]:
    """The style sheets of code, for the light and the dark theme."""
    return [HtmlFormatter(style=style, nobackground=True).get_style_defs(scope) for style, scope in PYGMENTS_STYLES]


@cache
def plain_tokens() -> frozenset[str]:
    """The classes of Pygments' tokens that look like white space in both themes: names, punctuation."""
    themes = [dict(re.findall(r"\.highlight \.(\w+) (\{[^}]*\})", css)) for css in syntax_colours()]
    return frozenset(token for token in themes[0] if all(look.get(token) == look.get("w") for look in themes))


def packed_style(katex_style: str) -> str:
    """One style sheet out of KaTeX's, sphinx-design's, the two Pygments styles and the book's own.

    sphinx-design's goes into a cascade layer, so that the book's own rules win without counting selectors.
    """
    design = (files("sphinx_design") / "static" / "sphinx-design.min.css").read_text(encoding="utf-8")
    return "\n".join(
        [
            katex_style,
            f"@layer design {{\n{design}\n}}",
            *syntax_colours(),
            (THEME / "static" / "course.css").read_text(encoding="utf-8"),
        ]
    )


def write_assets(app: Sphinx, exception: Exception | None) -> None:
    """Leave in `_static` what pages ask for: packed style sheet, script, fonts of formulas, playgrounds, icon."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for entry in static.iterdir():
        if entry.name not in ASSETS:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    fonts = cut_fonts(sorted(Path(app.outdir).rglob("*.html")), Path(app.doctreedir) / "drawn-characters.json")
    (static / "course.css").write_text(packed_style(style_for(fonts)), encoding="utf-8")
    shutil.rmtree(static / "fonts", ignore_errors=True)
    (static / "fonts").mkdir()
    for file, content in fonts.items():
        (static / "fonts" / file).write_bytes(content)


def demand_known_language(app: Sphinx) -> None:
    """Refuse a language for which the theme has no words."""
    if app.config.language not in WORDS:
        raise ExtensionError(
            f"The theme has no words for the language {app.config.language!r}. "
            "Add them to WORDS and SEARCH_WORDS in book/_ext/course_theme.py, "
            "and its name to LANGUAGES in book/publishing/places.py."
        )
    digest = hashlib.sha256(packed_style(style_sheet()).encode() + (THEME / "static" / "course.js").read_bytes())
    app.config.course_version = digest.hexdigest()[:10]


def page_contents(context: dict[str, Any]) -> str:
    """The headings of this page as nested lists, without the page's own title; empty if there are fewer than two."""
    headings = re.search(r"<li>.*?</a>\s*(<ul>.*</ul>)\s*</li>", context.get("toc") or "", re.DOTALL)
    return headings.group(1) if headings and headings.group(1).count("<li>") > 1 else ""


def navigation(context: dict[str, Any]) -> str:
    """The list of the book's pages, the current one and the captions marked for assistive technology."""
    pages = str(context["toctree"](maxdepth=1, collapse=False, includehidden=True, titles_only=True) or "")
    pages = pages.replace('role="heading"', 'role="heading" aria-level="2"')
    return pages.replace('<a class="current reference internal"', '<a class="current" aria-current="page"')


def description(doctree: nodes.document | None) -> str:
    """The first paragraph that says something and has no formula in it, for search engines and link previews."""
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        text = " ".join(paragraph.astext().split())
        if len(text) >= 40 and not any(paragraph.findall(nodes.math)):
            return text if len(text) <= 200 else text[:200].rsplit(" ", 1)[0] + " …"
    return ""


def alternates(published: str, languages: list[str], file: str) -> list[tuple[str, str]]:
    """(hreflang, address) of this page in every language, and of the page that chooses one.

    Search engines take whole addresses alone, so there are none until it is known where the book is published.
    """
    if not languages or not published:
        return []
    pages = [(code, f"{published}/{code}/{file}") for code in languages]
    return [*pages, ("x-default", f"{published}/index.html")]


def add_course_to_page(
    app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template everything it needs under one name, `course`."""
    if app.builder.format != "html":
        return
    language, languages = app.config.language, list(app.config.course_languages)
    to_content = context["content_root"].removeprefix("./")
    root = f"{to_content}../" if languages else to_content
    file = f"{pagename}.html"
    other = next((code for code in languages if code != language), None)
    published = app.config.course_published_at
    context["course"] = {
        "language": language,
        "words": WORDS[language],
        "search_words": SEARCH_WORDS[language],
        "root": root,
        "static": f"{to_content}_static/",
        "canonical": f"{published}/{language}/{file}" if languages and published else "",
        "search": f"{to_content}search.html",
        "pagefind": f"{root}pagefind/pagefind.js" if languages else "",
        "alternates": alternates(published, languages, file),
        "switch": other and {"code": other, "name": LANGUAGES[other], "href": f"{root}{other}/{file}"},
        "description": description(doctree),
        "theme_script": THEME_SCRIPT,
        "version": app.config.course_version,
        "navigation": navigation(context),
        "page_contents": page_contents(context) if doctree else "",
        "indexed": doctree is not None,
        "page_styles": [],
        "page_scripts": "",
    }


def setup(app: Sphinx) -> dict[str, Any]:
    # The languages of the published site, whose folders stand side by side; empty when one book is built alone.
    app.add_config_value("course_languages", [], "html", [list])
    # Where they are published, without a slash at the end; empty on this machine.
    app.add_config_value("course_published_at", "", "html", [str])
    app.add_config_value("course_version", "", "html", [str])
    # Jupyter Book always sets this option of sphinx_comments, which this book does not load; unknown, it is a warning.
    app.add_config_value("comments_config", {}, "", [dict])
    app.add_html_theme("course", str(THEME))
    app.connect("builder-inited", demand_known_language)
    app.connect("html-page-context", add_course_to_page, priority=400)
    app.connect("build-finished", write_assets, priority=900)  # after the extensions that copy style sheets then
    return {"parallel_read_safe": True, "parallel_write_safe": True}
