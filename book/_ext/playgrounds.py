"""Interactive figures: the module of an `<fb-NAME-playground>` element travels with the page that contains one.

`book/playgrounds/NAME.js` is a hand-written module; what it imports from its folder is written into it. It stands
inside the page as `<script type="module">`, because a browser refuses to load a module file from a folder or a USB
stick. The shared `playground.css` and the pictures that stand in for a playground without scripts go to
`_static/playgrounds`.
"""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publishing.places import BOOK
from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

PLAYGROUNDS = BOOK / "playgrounds"
ELEMENT = re.compile(r"<fb-([a-z0-9]+(?:-[a-z0-9]+)*)-playground\b")
IMPORT = re.compile(r'^import\s*\{([\w$,\s]+)\}\s*from\s*"\./([\w.-]+\.js)";?', re.MULTILINE)
EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function|class|const|let)\b)", re.MULTILINE)
EXPORTED = re.compile(r"^export\s+(?:async\s+)?(?:function|class|const|let)\s+([\w$]+)", re.MULTILINE)
LEFT_OVER = re.compile(r"^\s*(?:import\b|export\b)", re.MULTILINE)
logger = logging.getLogger(__name__)


def bundled(file: Path) -> str:
    """The text of a module after those that it needs, each written once and in a scope of its own.

    Understands what the playgrounds use: `import { a, b } from "./other.js"`, and `export` before a declaration of one
    name.
    """
    scopes: dict[str, str] = {}

    def linked(file: Path) -> str:
        return IMPORT.sub(partial(link, file), file.read_text(encoding="utf-8"))

    def link(file: Path, found: re.Match[str]) -> str:
        names, other = found[1].strip().rstrip(","), file.with_name(found[2])
        scope = f"module_{other.stem.replace('-', '_')}"
        if scope not in scopes:
            text = linked(other)
            exported = ", ".join(EXPORTED.findall(text))
            scopes[scope] = f"const {scope} = (() => {{\n{EXPORT.sub('', text)}\nreturn {{ {exported} }};\n}})();\n"
        return f"const {{ {names} }} = {scope};"

    text = linked(file)
    return "".join(scopes.values()) + text


def inline_module(name: str, pagename: str) -> str:
    """The module of one playground as a script element, or nothing and a warning that says what is missing."""
    try:
        module = bundled(PLAYGROUNDS / f"{name}.js")
    except FileNotFoundError as missing:
        logger.warning("<fb-%s-playground> needs %s, which is not there", name, missing.filename, location=pagename)
        return ""
    if LEFT_OVER.search(module):
        advice = 'book/playgrounds/%s.js: write imports as `import { a } from "./b.js";`'
        logger.warning(advice, name, location=pagename)
    if "</script" in module.lower():
        logger.warning("book/playgrounds/%s.js contains </script, which ends it too early", name, location=pagename)
    return f'<script type="module">\n{module}</script>'


def add_playgrounds(
    app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add modules and style to a page that has a playground, and find the pictures named `playgrounds/…`."""
    names = sorted(set(ELEMENT.findall(context.get("body", "")))) if doctree else []
    if not names or app.builder.format != "html":
        return
    course = context["course"]
    folder = f"{course['static']}playgrounds/"
    course["page_styles"].append(f"{folder}playground.css?v={course['version']}")
    course["page_scripts"] += "\n".join(inline_module(name, pagename) for name in names)
    context["body"] = re.sub(r'(src|data|href)="(?:\.\./)*(?:_static/)?playgrounds/', rf'\1="{folder}', context["body"])


def depend_on_playgrounds(app: Sphinx, docname: str, source: list[str]) -> None:
    """Write a page again when a module that it may contain has changed."""
    if ELEMENT.search(source[0]):
        app.env.dependencies[docname].update(str(file) for file in PLAYGROUNDS.glob("*.js"))


def copy_playgrounds(app: Sphinx, exception: Exception | None) -> None:
    """Copy what pages load by address: style and pictures."""
    if exception is not None or app.builder.format != "html" or not PLAYGROUNDS.is_dir():
        return
    target = Path(app.outdir) / "_static" / "playgrounds"
    target.mkdir(parents=True, exist_ok=True)
    for file in PLAYGROUNDS.iterdir():
        if file.suffix in {".css", ".svg", ".png", ".webp"}:
            shutil.copyfile(file, target / file.name)


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("source-read", depend_on_playgrounds)
    app.connect("html-page-context", add_playgrounds, priority=700)
    app.connect("build-finished", copy_playgrounds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
