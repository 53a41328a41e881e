"""axe on a page of the site in four views, without looking at the same thing twice.

axe on a chapter takes most of a minute, nearly all of it for the contrast of twenty thousand elements. Three things are
therefore left out, none of which can hide a violation:

- The drawn half of a formula is hidden from assistive technology. The other half is MathML, for which axe has no rules
  and which nobody sees: its text stays, its elements go.
- A token of code has nothing but a class: of each class in each kind of block one stays an element.
- Contrast depends on the colour, the size and the weight of a text and on what is painted behind it. Of all texts in
  which these are equal one is examined, on whichever page it comes first.

A theme changes colours alone, so dark views are examined for the rules about colour.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

ABOUT_COLOUR = ["color-contrast", "link-in-text-block"]
SIMPLIFY = """() => {
  document.querySelectorAll(".katex-html").forEach((drawn) => drawn.remove());
  document.querySelectorAll("math").forEach((formula) => formula.replaceChildren(formula.textContent));
  const seen = new Set();
  for (const token of document.querySelectorAll(".highlight pre span[class]")) {
    const block = token.closest(".cell_input, .cell_output, details, article");
    const kind = `${block.className} ${token.parentElement.className} ${token.className}`;
    if (seen.has(kind)) token.replaceWith(...token.childNodes);
    seen.add(kind);
  }
  document.body.normalize();
}"""
TEXTS = """(known) => {
  const behind = new Map();
  const painted = (element) => {
    if (!element) return "";
    if (!behind.has(element)) {
      const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
      const own = `${backgroundColor} ${backgroundImage} ${opacity} ${filter}`;
      const nothing = own === "rgba(0, 0, 0, 0) none 1 none";
      behind.set(element, painted(element.parentElement) + (nothing ? "" : `/${own}`));
    }
    return behind.get(element);
  };
  const examples = new Map(), before = new Set(known);
  for (const element of document.body.querySelectorAll("*")) {
    const speaks = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!speaks || !element.checkVisibility()) continue;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    const kind = `${color} ${fontSize} ${fontWeight} ${textShadow} ${painted(element)}`;
    if (!before.has(kind) && !examples.has(kind)) examples.set(kind, element);
  }
  window.examples = [...examples.values()];
  return [...examples.keys()];
}"""
RUN = """([examplesAlone, options]) => axe
  .run(examplesAlone ? { include: examples } : document, { reporter: "no-passes", ...options })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)))"""

Complaints = list[str]


class Examiner:
    """Runs axe on pages, and remembers the kinds of text whose contrast was enough."""

    def __init__(self) -> None:
        self.legible: set[str] = set()

    def prepare(self, page: Page) -> None:
        """Make a page that stays open ready for axe."""
        package = pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python")
        page.evaluate(SIMPLIFY)
        page.evaluate(next(Path(package.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8"))

    def structure(self, page: Page) -> Complaints:
        """What is wrong apart from colours."""
        rules = {rule: {"enabled": False} for rule in ABOUT_COLOUR} | {"target-size": {"enabled": True}}
        return page.evaluate(RUN, [False, {"rules": rules}])

    def colours(self, page: Page) -> Complaints:
        """Which texts differ too little from what is behind them, of those not known to be legible."""
        kinds = page.evaluate(TEXTS, list(self.legible))
        if not kinds:
            return []
        complaints = page.evaluate(RUN, [True, {"runOnly": ABOUT_COLOUR}])
        if not complaints:
            self.legible.update(kinds)
        return complaints
