"""KaTeX's fonts, each cut down to the characters that the book's formulas draw with it.

Whole, the fonts that a chapter uses weigh more than its text; of the American Mathematical Society's, 28 KB, the book
draws a handful of letters. What is kept is read from the finished pages, so that nothing has to be listed by hand:
each character of a formula's drawn half goes to the face that KaTeX's style sheet gives it there. A font with no
character in use is not published. The same pages give the same bytes. Both steps are kept: which characters a page
draws, beside the pages' trees; a font that was cut, in `.cache/fonts`.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from importlib import metadata
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from publishing.places import BOOK, REPOSITORY

CACHE = REPOSITORY / ".cache" / "fonts"
KATEX = BOOK / "_theme" / "vendor" / "katex"
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
DRAWN = '<span class="katex-html"'
# Of KaTeX's HTML: the attributes of a span that begins, the end of one, text; and what is neither, such as a path.
PIECE = re.compile(r"<span([^>]*)>|(</span>)|([^<]+)|<[^>]*>")


class Face(NamedTuple):
    """What chooses a font file."""

    family: str = "KaTeX_Main"
    style: str = "normal"
    weight: str = "400"

    def changed(self, declarations: str) -> Face:
        """This face with what a rule of the style sheet says of it."""
        found = dict(re.findall(r"font-(family|style|weight):\"?([\w-]+)", declarations))
        return self._replace(**found)


class FontRule(NamedTuple):
    """A rule that changes the font of elements of all these classes, or of their children."""

    classes: frozenset[str]
    of_children: bool
    declarations: str


@cache
def style_sheet() -> str:
    return (KATEX / "katex.min.css").read_text(encoding="utf-8")


@cache
def font_rules() -> tuple[FontRule, ...]:
    """KaTeX's rules for fonts, the more specific ones later, as they win in a browser."""
    rules = []
    for selectors, declarations in RULE.findall(style_sheet()):
        if not re.search(r"font-(family|style|weight):", declarations) or selectors == "@font-face":
            continue
        for selector in selectors.split(","):
            classes = frozenset(re.findall(r"\.([\w-]+)", selector)) - {"katex"}
            rules.append(FontRule(classes, selector.endswith(">span"), declarations))
    return tuple(sorted(rules, key=lambda rule: len(rule.classes)))


@cache
def face_of(inherited: Face, classes: str, parent: str, ancestors: frozenset[str]) -> Face:
    """The face of a span of these classes, within that of its parent."""
    own, above = frozenset(classes.split()), frozenset(parent.split())
    for needed, of_children, declarations in font_rules():
        applies = needed & above and needed <= above | ancestors if of_children else needed <= own
        if applies:
            inherited = inherited.changed(declarations)
    return inherited


def drawn_characters(html: str) -> Iterator[tuple[Face, str]]:
    """The runs of text in the drawn halves of a page's formulas, each with its face."""
    for formula in re.finditer(DRAWN, html):
        around: list[tuple[Face, str, frozenset[str]]] = [(Face(), "", frozenset())]
        for piece in PIECE.finditer(html, formula.start()):
            attributes, end, text = piece.groups()
            face, parent, ancestors = around[-1]
            if attributes is not None:
                own = "".join(re.findall(r'class="([^"]*)"', attributes))
                around.append((face_of(face, own, parent, ancestors), own, ancestors.union(own.split())))
            elif end:
                around.pop()
                if len(around) == 1:
                    break
            elif text:
                yield face, unescape(text)


def characters_of_faces(html: str) -> dict[Face, set[str]]:
    """What the formulas of a page draw with each face."""
    drawn: dict[Face, set[str]] = defaultdict(set)
    for face, text in drawn_characters(html):
        drawn[face].update(text)
    return drawn


def font_file(declarations: str) -> str:
    """The file that a rule for a font names."""
    found = re.search(r"url\(fonts/([\w-]+\.woff2)\)", declarations)
    assert found, declarations
    return found.group(1)


def files_of_faces() -> dict[Face, str]:
    """The faces that have a font file of their own."""
    rules = [declarations for selector, declarations in RULE.findall(style_sheet()) if selector == "@font-face"]
    return {Face().changed(declarations): font_file(declarations) for declarations in rules}


def characters_of_files(html: str) -> dict[str, str]:
    """What a page needs of each font file. A face without a file of its own is drawn with those of its family."""
    files = files_of_faces()
    needed: dict[str, set[str]] = defaultdict(set)
    for face, characters in characters_of_faces(html).items():
        family = [file for other, file in files.items() if other.family == face.family]
        for file in [files[face]] if face in files else family:
            needed[file] |= characters
    return {file: "".join(sorted(characters)) for file, characters in sorted(needed.items())}


def characters_of_pages(pages: Iterable[Path], kept: Path) -> dict[str, set[str]]:
    """What all pages need of each font file; `kept` remembers it of the pages that stay as they are."""
    tools = hashlib.sha256(Path(__file__).read_bytes() + style_sheet().encode()).hexdigest()
    before = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    now = {}
    needed: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        html = page.read_text(encoding="utf-8")
        question = hashlib.sha256(f"{tools}{html}".encode()).hexdigest()
        now[question] = before.get(question) or characters_of_files(html)
        for file, characters in now[question].items():
            needed[file].update(characters)
    half_written = kept.with_suffix(".new")
    half_written.write_text(json.dumps(now, indent=1, sort_keys=True), encoding="utf-8")
    half_written.replace(kept)
    return needed


def cut_once(file: str, characters: set[str]) -> bytes:
    """The same, from the cache if these characters were cut out of this font before."""
    tools = f"{metadata.version('fonttools')} {metadata.version('brotli')} "
    question = tools.encode() + "".join(sorted(characters)).encode() + (KATEX / "fonts" / file).read_bytes()
    kept = CACHE / f"{Path(file).stem}-{hashlib.sha256(question).hexdigest()[:16]}.woff2"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=CACHE, delete=False) as half_written:
            cutter = importlib.import_module("font_cutter")  # loads fontTools, which a kept font does without
            half_written.write(cutter.cut_font(KATEX / "fonts" / file, characters))
        Path(half_written.name).replace(kept)  # at once: both languages may cut the same font at the same time
    return kept.read_bytes()


def cut_fonts(pages: Iterable[Path], kept: Path) -> dict[str, bytes]:
    """The fonts that these pages need, by the names of their files; `kept` is for `characters_of_pages`."""
    needed = characters_of_pages(pages, kept)
    fonts = {file: cut_once(file, needed[file]) for file in sorted(needed)}
    return {file: content for file, content in fonts.items() if content}


def style_for(fonts: Mapping[str, bytes]) -> str:
    """KaTeX's style sheet, naming these fonts alone, by digest: yesterday's may lack a character."""

    def named(rule: re.Match[str]) -> str:
        file = font_file(rule.group())
        digest = hashlib.sha256(fonts.get(file, b"")).hexdigest()[:10]
        return rule.group().replace(file, f"{file}?v={digest}") if file in fonts else ""

    return re.sub(r"@font-face\{[^}]*\}", named, style_sheet())
