"""Markdown of a learner's in the formgrader: text, lists, tables and formulas, and nothing that acts.

nbgrader's page renders Markdown with the HTML that stands in it, whatever `sanitize_html` says; a script there would
run with the instructor's rights.  `nbgrader_config.py` names `inert_markdown` as the filter that renders it instead.
"""

from __future__ import annotations

import re

import bleach  # type: ignore[import-untyped]
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

NAMES = (
    "p br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em del strong a table thead tbody tr th td span div "
    "details summary kbd sub sup"
)
TAGS = frozenset(NAMES.split())
"""What Markdown makes and exercises use.  No pictures: one from elsewhere would tell its owner who reads, and when."""

ATTRIBUTES = {"a": ["href"], "th": ["align"], "td": ["align"], "ol": ["start"]}
PROTOCOLS = frozenset(("http", "https", "mailto"))

ACTING_MACRO = re.compile(r"\\(?=(?:href|require|cssId|class|style|data|unicode|def|let|newcommand|renewcommand)\b)")
"""The backslash of what lets a formula link, load extensions, style the page or redefine other formulas (MathJax 2)."""


def inert_markdown(source: str) -> str:
    """The HTML of a Markdown source: what could act is shown as it was written, and links lead to pages only."""
    rendered = MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(ACTING_MACRO.sub("", source))
    return str(bleach.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS))
