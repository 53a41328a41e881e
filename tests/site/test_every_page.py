"""Claims about every page of the site as a browser shows it. Each page is loaded once, for all of them.

The tests of a page run in the order in which they stand here; the last ones change it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from accessibility import Examiner
from site_pages import LANGUAGES, SITE_PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = (1280, 390)
THEMES = ("light", "dark")
BYTES_PER_PAGE = 180_000
"""Of the 200 KB that a page may weigh, so that a new paragraph breaks nothing."""
BYTES_OF_SCRIPT = 130 * 1024
# Sections out of sight are not laid out (content-visibility), but measured like all the others here.
SHOW_ALL = "article section { content-visibility: visible !important }"


class Visit:
    """A page that stays open, what was sent to show it, and what went wrong."""

    def __init__(self, browser: Browser, address: str, path: str) -> None:
        self.path = path
        self.sent: list[tuple[str, int]] = []
        self.complaints: list[str] = []
        self.page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900}, color_scheme=THEMES[0])
        self.page.on("request", lambda request: request.url.startswith(address) or self.complaints.append(request.url))
        self.page.on("requestfinished", lambda request: self.sent.append((request.resource_type, body_size(request))))
        self.page.on("console", lambda said: said.type in {"error", "warning"} and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address + path, wait_until="load")
        # Everything a reader of the whole page needs, fonts of formulas far below included.
        self.page.add_style_tag(content=SHOW_ALL)
        self.page.evaluate("() => document.body.offsetHeight && document.fonts.ready.then(() => undefined)")

    def go_through(self) -> None:
        """Scroll from end to end: code that is too wide is made reachable when the reader comes near it."""
        self.page.evaluate("""async () => {
          const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          for (let top = 0; top < document.body.scrollHeight; top += 2 * innerHeight) {
            scrollTo({ top, behavior: "instant" });
            await frame();
          }
        }""")

    def views(self) -> Iterator[tuple[int, str]]:
        """Shows the page at each width in each theme."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            for theme in THEMES:
                self.page.emulate_media(color_scheme=theme)
                self.page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
                yield width, theme


def body_size(request) -> int:
    return request.sizes()["responseBodySize"]


@pytest.fixture(scope="module", params=SITE_PAGES)
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """One page of the site."""
    visit = Visit(browser, address, request.param)
    yield visit
    visit.page.close()


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    return Examiner()


def test_it_is_light_on_the_wire(visit: Visit) -> None:
    """Everything a first visit loads, compressed as it travels; the figures are not counted."""
    assert sum(size for kind, size in visit.sent if kind != "image") <= BYTES_PER_PAGE
    assert sum(size for kind, size in visit.sent if kind == "script") <= BYTES_OF_SCRIPT


FACES_IN_USE = """() => {
  const faces = new Map();
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!parent.closest(".katex-html")) continue;
    const { fontFamily, fontStyle, fontWeight } = getComputedStyle(parent);
    const face = JSON.stringify({ fontFamily, fontStyle, fontWeight });
    if (!faces.has(face)) faces.set(face, new Set());
    for (const character of texts.currentNode.data) {
      if (!/[\\s\\u200b\\p{Script=Hangul}]/u.test(character)) faces.get(face).add(character);
    }
  }
  for (const [face, characters] of faces) {
    const probe = document.createElement("p");
    Object.assign(probe.style, JSON.parse(face));
    probe.className = "probe";
    probe.textContent = [...characters].join("");
    document.querySelector("main").append(probe);
  }
  return document.body.offsetHeight && document.fonts.ready.then(() => undefined);
}"""


def test_its_formulas_are_drawn_with_katexs_own_glyphs(visit: Visit) -> None:
    """As the browser says, for every character in every face: the fonts are cut, and a missing glyph is another's.

    Korean words in formulas are drawn with the reader's own font.
    """
    visit.page.evaluate(FACES_IN_USE)
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    probes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".probe"})["nodeIds"]
    drawn = [session.send("CSS.getPlatformFontsForNode", {"nodeId": probe})["fonts"] for probe in probes]
    session.detach()
    visit.page.evaluate("document.querySelectorAll('.probe').forEach((probe) => probe.remove())")
    assert {font["familyName"] for fonts in drawn for font in fonts if not font["isCustomFont"]} == set()


def test_its_language_switch_leads_to_the_same_place(visit: Visit, address: str) -> None:
    code, name = visit.path.split("/")
    other = next(language for language in LANGUAGES if language != code)
    visit.page.evaluate("""() => {
      location.hash = "content";
      const link = document.querySelector(".language-switch");
      link.addEventListener("click", (event) => event.preventDefault());
      link.click();
    }""")
    assert visit.page.evaluate("document.querySelector('.language-switch').href") == f"{address}{other}/{name}#content"


def test_it_fits_its_window(visit: Visit) -> None:
    for width, theme in visit.views():
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, f"{width} px, {theme}"


def test_axe_finds_nothing(visit: Visit, examiner: Examiner) -> None:
    examiner.prepare(visit.page)
    for width, theme in visit.views():
        complaints = examiner.colours(visit.page)
        if theme == THEMES[0]:
            visit.go_through()
            complaints += examiner.structure(visit.page)
        assert complaints == [], f"{width} px, {theme}"


def test_it_asks_no_other_host_and_complains_of_nothing(visit: Visit) -> None:
    assert visit.complaints == []
