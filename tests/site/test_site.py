"""Claims about the built site: what its sources must agree on, what its pages contain, how a browser sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).resolve().parents[2]
BOOK = REPOSITORY / "book"
PAGES = re.findall(r"^[^#\n]*book/en/([\w/-]+)", (REPOSITORY / "_toc.yml").read_text(encoding="utf-8"), re.MULTILINE)
LANGUAGES = ("en", "ko")
SITE_PAGES = [f"{code}/{page}.html" for code in LANGUAGES for page in [*PAGES, "search"]]
BYTES_PER_PAGE = 200 * 1024
BYTES_OF_SCRIPT = 130 * 1024


# --- Sources ----------------------------------------------------------------------------------------------------------


def labels(page: Path) -> list[str]:
    """The explicit `(label)=` targets of a page, in order."""
    return re.findall(r"^\(([^()\s]+)\)=\s*$", page.read_text(encoding="utf-8"), re.MULTILINE)


def code_cells(page: Path) -> list[str]:
    """The code cells of a page, tags included."""
    return re.findall(r"^```{code-cell}.*?^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_every_page_exists_in_every_language() -> None:
    missing = [(code, page) for code in LANGUAGES for page in PAGES if not (BOOK / code / f"{page}.md").is_file()]
    assert PAGES
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_languages_have_equal_labels_and_equal_code(page: str) -> None:
    english, korean = (BOOK / code / f"{page}.md" for code in LANGUAGES)
    assert labels(english) == labels(korean)
    assert code_cells(english) == code_cells(korean)


# --- Pages, as text ---------------------------------------------------------------------------------------------------


class Outline(HTMLParser):
    """The addresses that a page refers to, and the ids in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in {"href", "src", "data-pagefind"} and value:
                self.links.append(value)
            elif name == "id" and value:
                self.ids.append(value)


def outlines(folder: Path) -> dict[Path, Outline]:
    return {page: Outline(page.read_text(encoding="utf-8")) for page in folder.rglob("*.html")}


def broken_links(folder: Path) -> list[str]:
    """Every link within `folder` that leads to no file or to no id."""
    pages, broken = outlines(folder), []
    for page, outline in pages.items():
        for link in outline.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            anchor = unquote(parts.fragment)
            if not target.is_file() or (anchor and target in pages and anchor not in pages[target].ids):
                broken.append(f"{page.relative_to(folder)}: {link}")
    return broken


def test_no_link_within_the_site_is_broken(site: Path) -> None:
    assert broken_links(site) == []


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for page, outline in outlines(site).items():
        assert sorted(outline.ids) == sorted(set(outline.ids)), page


@pytest.mark.parametrize("page", PAGES)
def test_every_label_is_an_id_in_every_language(page: str, site: Path) -> None:
    for code in LANGUAGES:
        ids = Outline((site / code / f"{page}.html").read_text(encoding="utf-8")).ids
        assert set(labels(BOOK / code / f"{page}.md")) <= set(ids)


def test_no_formula_is_red(site: Path) -> None:
    for page in SITE_PAGES:
        assert "#cc0000" not in (site / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", SITE_PAGES)
def test_every_page_names_its_language_and_its_translations(page: str, site: Path) -> None:
    code, name = page.split("/")
    html = (site / page).read_text(encoding="utf-8")
    assert f'<html lang="{code}"' in html
    assert f'<link rel="canonical" href="{name}">' in html
    for other in LANGUAGES:
        assert f'<link rel="alternate" hreflang="{other}" href="../{other}/{name}">' in html


@pytest.mark.parametrize("page", PAGES)
def test_nothing_around_the_korean_text_is_english(page: str, site: Path) -> None:
    html = (site / "ko" / f"{page}.html").read_text(encoding="utf-8")
    labels = r">Fig\. |Show the code|Hide the code|>Proof\. |>(?:Note|Warning|Tip)<"
    outside_text = rf'title="(?:Link|Permalink)[^"]*"|Toggle|{labels}'
    assert re.findall(outside_text, html) == []


def test_images_say_their_size_and_what_they_show(site: Path) -> None:
    for page in SITE_PAGES:
        for image in re.findall(r"<img\b[^>]*>", (site / page).read_text(encoding="utf-8")):
            assert re.search(r'\balt="[^"]+"', image), f"{page}: {image}"
            assert 'loading="lazy"' in image, f"{page}: {image}"
            assert "width" in image, f"{page}: {image}"


# --- Pages, in a browser ----------------------------------------------------------------------------------------------

Opener = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Opener]:
    """Opens a page of the site. Requests to another host, errors and warnings in the console fail the test."""
    contexts, complaints = [], []

    def open_page(
        path: str, *, base: str = address, width: int = 1280, theme: str = "light", **options: object
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **options)
        contexts.append(context)
        page = context.new_page()
        own = (base, "data:", "blob:")
        page.on("request", lambda request: request.url.startswith(own) or complaints.append(request.url))
        page.on("console", lambda said: said.type in {"error", "warning"} and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(base + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


VIEWS = [(path, width, theme) for path in SITE_PAGES for width, theme in ((1280, "light"), (390, "dark"))]
VIEWS += [("en/linear.html", 1280, "dark"), ("ko/linear.html", 390, "light")]
"""Every page in two views that differ in all, and the richest page in the other two."""


@pytest.mark.parametrize(("path", "width", "theme"), VIEWS)
def test_a_page_is_accessible_and_fits_its_window(path: str, width: int, theme: str, open_page: Opener) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(path, width=width, theme=theme)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # The drawn half of each formula is hidden from assistive technology, and axe takes a minute to walk it.
    page.evaluate("document.querySelectorAll('.katex-html').forEach((drawn) => drawn.remove())")
    results = axe.run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", SITE_PAGES)
def test_a_page_is_light_on_the_wire(path: str, browser: Browser, address: str) -> None:
    """Everything a first visit loads, compressed as it travels; the figures are not counted."""
    sent: list[tuple[str, int]] = []
    page = browser.new_page()
    page.on(
        "requestfinished",
        lambda request: sent.append((request.resource_type, request.sizes()["responseBodySize"])),
    )
    page.goto(address + path, wait_until="networkidle")
    page.close()
    assert sum(size for kind, size in sent if kind != "image") <= BYTES_PER_PAGE
    assert sum(size for kind, size in sent if kind == "script") <= BYTES_OF_SCRIPT


@pytest.mark.parametrize(("locale", "language"), [("ko-KR", "ko"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_front_door_leads_to_the_readers_language(locale: str, language: str, open_page: Opener) -> None:
    page = open_page("", locale=locale)
    page.wait_for_url(f"**/{language}/index.html")


def test_the_language_switch_leads_to_the_same_place_of_the_same_page(open_page: Opener) -> None:
    page = open_page("en/linear.html#mistake-sign")
    page.click(".language-switch")
    page.wait_for_url("**/ko/linear.html#mistake-sign")
    page.click(".language-switch")
    page.wait_for_url("**/en/linear.html#mistake-sign")


def test_a_chosen_theme_stays_on_the_next_page(open_page: Opener) -> None:
    page = open_page("en/index.html")
    page.click(".theme-switch")
    assert page.get_attribute(".theme-switch", "aria-pressed") == "true"
    page.click(".turn-on")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"


@pytest.mark.parametrize(
    ("language", "word"), [("en", "gradient"), ("en", "loss"), ("ko", "학습"), ("ko", "손실"), ("ko", "기울기")]
)
def test_search_finds_a_word_by_its_beginning_with_the_keyboard_alone(
    language: str, word: str, open_page: Opener
) -> None:
    page = open_page(f"{language}/index.html")
    page.keyboard.press("/")
    page.keyboard.type(word)
    page.wait_for_selector(".search-results a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.search-dialog')?.open === false")
    page.wait_for_load_state("networkidle")
    assert f"/{language}/" in page.url
    assert word in page.inner_text("main").lower()


def test_the_search_page_answers_a_query_in_its_address(open_page: Opener) -> None:
    page = open_page("ko/search.html?q=손실")
    page.wait_for_selector(".search-results a")
    assert "결과" in page.inner_text(".search-status")


def test_the_menu_of_a_narrow_window_opens_and_closes_with_the_keyboard(open_page: Opener) -> None:
    page = open_page("en/start.html", width=390)
    assert not page.is_visible(".site-nav")
    page.focus(".menu-button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".site-nav a[aria-current=page]", state="visible")
    page.keyboard.press("Escape")
    page.wait_for_selector(".site-nav", state="hidden")


def test_a_code_cell_can_be_copied(open_page: Opener) -> None:
    page = open_page("en/linear.html", permissions=["clipboard-read", "clipboard-write"])
    page.eval_on_selector(".cell_input .copy-button", "button => button.click()")
    shown = page.eval_on_selector(".cell_input pre", "pre => pre.textContent.trimEnd()")
    page.wait_for_function("text => navigator.clipboard.readText().then((copied) => copied === text)", arg=shown)


def test_the_site_works_from_a_folder(site: Path, open_page: Opener) -> None:
    page = open_page("ko/linear.html", base=f"{site.as_uri()}/")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).wordBreak") == "keep-all"
    assert page.evaluate("customElements.get('fb-linear-playground') !== undefined")
    page.keyboard.press("/")
    page.keyboard.type("학습")
    page.wait_for_selector(".search-results a")


def test_the_exercise_card_downloads_the_notebook(site: Path, open_page: Opener) -> None:
    page = open_page("en/linear.html")
    with page.expect_download() as download:
        page.click(".exercise-card a[download]")
    notebook = site / "exercises" / "linear" / "linear.ipynb"
    assert download.value.suggested_filename == notebook.name
    assert Path(download.value.path()).read_bytes() == notebook.read_bytes()


def test_the_site_reads_without_scripts(open_page: Opener) -> None:
    page = open_page("en/linear.html", java_script_enabled=False)
    assert page.is_visible("h1")
    assert page.is_visible(".katex")
    assert page.is_visible(".site-nav a")
