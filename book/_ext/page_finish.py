"""The last touches to a page's HTML, each for a reason that no setting of Sphinx or of an extension covers.

Images say their size and load when they come near; wide tables scroll by themselves; code has no spans without colour;
roles that assistive technology reads wrongly are taken out; words left in English are said in the page's language;
links to exercise notebooks lead to the site's own copies, from any depth and from a folder.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_theme import plain_tokens
from PIL import Image
from publishing.places import EXERCISES

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# Words that Sphinx and its extensions leave in English although their catalogues know the language.
UNTRANSLATED = {
    "ko": {
        'title="Link to this heading"': 'title="이 제목의 주소"',
        'title="Link to this image"': 'title="이 그림의 주소"',
        'title="Link to this table"': 'title="이 표의 주소"',
        'title="Link to this code"': 'title="이 코드의 주소"',
        'title="Link to this equation"': 'title="이 식의 주소"',
        'title="Link to this definition"': 'title="이 정의의 주소"',
        'title="Link to this term"': 'title="이 용어의 주소"',
        'title="Permalink to this equation"': 'title="이 식의 주소"',
        "<p>Proof. ": "<p>증명. ",
    }
}


def svg_size(file: Path) -> tuple[int, int] | None:
    """Width and height in CSS pixels, from the root element's own attributes or its viewBox."""
    head = file.read_text(encoding="utf-8", errors="replace")[:4000]
    root = re.search(r"<svg\b[^>]*>", head, re.DOTALL)
    box = root and re.search(r'viewBox="[\d.+-]+[ ,]+[\d.+-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"', root.group())
    if not root or not box:
        return None
    width, height = float(box.group(1)), float(box.group(2))
    points = 4 / 3 if re.search(r'width="[\d.]+pt"', root.group()) else 1  # Matplotlib writes points
    return round(width * points), round(height * points)


def image_size(file: Path) -> tuple[int, int] | None:
    """Width and height of an image file, or None if it is not one that we can measure."""
    if file.suffix == ".svg":
        return svg_size(file)
    try:
        with Image.open(file) as image:
            return image.size
    except OSError:
        return None


def size_and_defer_images(body: str, sources: dict[str, Path]) -> str:
    """Add width, height and lazy loading to every image, so that text never jumps when one arrives."""

    def finished(match: re.Match[str]) -> str:
        tag = match.group()
        source = re.search(r'src="([^"]*)"', tag)
        file = sources.get(source.group(1).rsplit("/", 1)[-1]) if source else None
        size = image_size(file) if file else None
        extra = "" if "loading=" in tag else ' loading="lazy" decoding="async"'
        if size and " width=" not in tag and " height=" not in tag and "style=" not in tag:
            extra += f' width="{size[0]}" height="{size[1]}"'
        return f"<img{extra}{tag[4:]}"

    return re.sub(r"<img\b[^>]*>", finished, body)


def wrap_tables(body: str) -> str:
    """Let a wide table scroll within itself instead of widening the page."""
    body = re.sub(r"<table\b", r'<div class="table-scroll"><table', body)
    return body.replace("</table>", "</table></div>")


def mend_roles(body: str) -> str:
    """Take out what axe reports.

    MyST-NB's summary has a label that differs from its words, and only in English; docutils marks a bibliography as a
    list whose entries are no list items.
    """
    body = body.replace('<summary aria-label="Toggle hidden content">', "<summary>")
    body = re.sub(r'(<div [^>]*class="[^"]*citation-list[^"]*")[^>]*role="list"', r"\1", body)
    body = re.sub(r'<div role="list" class="([^"]*citation-list[^"]*)"', r'<div class="\1"', body)
    return body.replace(' role="doc-biblioentry"', "")


def unwrap_plain_tokens(body: str) -> str:
    """Take the spans off tokens of code that have no colour of their own: they are a sixth of a chapter's elements."""

    def unwrapped(token: re.Match[str]) -> str:
        return token.group(2) if token.group(1) in plain_tokens() else token.group()

    def plain(block: re.Match[str]) -> str:
        return re.sub(r'<span class="(\w+)">([^<]*)</span>', unwrapped, block.group())

    return re.sub(r'<div class="highlight"><pre>.*?</pre>', plain, body, flags=re.DOTALL)


def drop_repeated_ids(body: str) -> str:
    """Without the ids that every proof has alike: an id stands once on a page, and nothing links to these."""
    return re.sub(r' id="proof(?:-content)?"', "", body)


def name_headings(body: str) -> str:
    """Give headings ids, by which Pagefind finds sections and not only pages; course.js takes the ending off.

    Of a section's two names the label is taken, the same in every language, and not what docutils counts (id2).
    """

    def named(heading: re.Match[str]) -> str:
        opening, section, other = heading.groups()
        name = other if other and not re.fullmatch(r"id\d+", other) else section
        return f'{opening} id="{name}--title">'

    return re.sub(r'(<section id="([^"]+)">\s*(?:<span id="([^"]*)"></span>)*<h[2-6])>', named, body)


def point_to_exercises(body: str, root: str) -> str:
    """Make addresses that begin at the site's root relative to the page, and have the browser save a notebook."""
    body = re.sub(r'href="(/exercises/[^"]*\.ipynb")', r'download href="\1', body)
    return re.sub(r'href="/(?=exercises/|exercises\.zip|lite/)', f'href="{root}', body)


def translate_left_overs(body: str, language: str) -> str:
    """Say in the page's language what reached it in English."""
    for english, translated in UNTRANSLATED.get(language, {}).items():
        body = body.replace(english, translated)
    return body


def image_sources(app: Sphinx) -> dict[str, Path]:
    """File names under `_images`, and the files that Sphinx will copy there."""
    return {name: Path(app.srcdir) / source for source, name in app.builder.images.items()}


def finish_page(
    app: Sphinx, _pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Apply every touch to the body of a page of the book."""
    if doctree is None or app.builder.format != "html":
        return
    body = unwrap_plain_tokens(size_and_defer_images(context["body"], image_sources(app)))
    body = translate_left_overs(drop_repeated_ids(mend_roles(wrap_tables(name_headings(body)))), app.config.language)
    context["body"] = point_to_exercises(body, context["course"]["root"])


def copy_exercises(app: Sphinx, exception: Exception | None) -> None:
    """Put the notebooks beside a book that is built alone; book/site.py does it for the whole site."""
    if exception is None and not app.config.course_languages and EXERCISES.is_dir():
        skipped = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
        shutil.copytree(EXERCISES, Path(app.outdir) / "exercises", dirs_exist_ok=True, ignore=skipped)


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("html-page-context", finish_page, priority=600)
    app.connect("build-finished", copy_exercises)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
