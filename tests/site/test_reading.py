"""What a reader does with a page: comes in, changes language and theme, unfolds, copies, prints, takes away."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_pages import Opener

FOLDED = "details.sd-dropdown"
"""An answer that waits for the reader's own."""


@pytest.mark.parametrize(("locale", "language"), [("ko-KR", "ko"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_front_door_leads_to_the_readers_language(locale: str, language: str, visit: Opener) -> None:
    page = visit("", locale=locale)
    page.wait_for_url(f"**/{language}/index.html")


def test_the_language_switch_leads_to_the_same_place_and_back(visit: Opener) -> None:
    """Of one page, by clicks; that the switch of every page does is asserted in test_every_page.py."""
    page = visit("en/linear.html#mistake-sign")
    page.click(".language-switch")
    page.wait_for_url("**/ko/linear.html#mistake-sign")
    page.click(".language-switch")
    page.wait_for_url("**/en/linear.html#mistake-sign")


@pytest.mark.parametrize("width", [1280, 390])
def test_an_address_shows_its_section_although_those_before_it_were_never_laid_out(width: int, visit: Opener) -> None:
    """Where a report of `check` leads, from outside and from within the page."""
    page = visit("en/linear.html#mistake-sign", width=width)
    for label in ("mistake-sign", "linear-model", "mistake-ridge"):
        page.evaluate("label => { location.hash = label; }", label)
        page.wait_for_timeout(300)
        top = page.evaluate("label => document.getElementById(label).getBoundingClientRect().top", label)
        assert 0 <= top < 150, label


def test_a_chosen_theme_stays_on_the_next_page(visit: Opener) -> None:
    page = visit("en/index.html")
    page.click(".theme-switch")
    assert page.get_attribute(".theme-switch", "aria-pressed") == "true"
    page.click(".turn-on")
    page.wait_for_url(lambda address: "index.html" not in address)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"


def test_the_menu_of_a_narrow_window_opens_and_closes_with_the_keyboard(visit: Opener) -> None:
    page = visit("en/start.html", width=390)
    assert not page.is_visible(".site-nav")
    page.focus(".menu-button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".site-nav a[aria-current=page]", state="visible")
    page.keyboard.press("Escape")
    page.wait_for_selector(".site-nav", state="hidden")


# --- Folded answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ko"])
def test_an_answer_is_folded_until_it_is_asked_for_by_mouse_or_keyboard(language: str, visit: Opener) -> None:
    page = visit(f"{language}/linear.html")
    by_mouse, by_keyboard = page.locator(FOLDED).nth(0), page.locator(FOLDED).nth(1)
    for answer in (by_mouse, by_keyboard):
        assert not answer.locator(".sd-summary-content").is_visible()
    by_mouse.locator("summary").click()
    by_keyboard.locator("summary").press("Enter")
    for answer in (by_mouse, by_keyboard):
        answer.locator(".sd-summary-content").wait_for(state="visible")
    by_keyboard.locator("summary").press("Enter")
    by_keyboard.locator(".sd-summary-content").wait_for(state="hidden")


@pytest.mark.parametrize("path", ["en/mlp.html", "ko/mistakes.html"])
def test_an_address_into_something_folded_opens_it(path: str, visit: Opener) -> None:
    """A citation in an answer, and an entry of the catalogue, which is folded itself."""
    page = visit(path)
    selector = "article details:not([open]) [id], article details[id]:not([open])"
    inside = page.eval_on_selector(selector, "element => element.id")
    page.evaluate("id => { location.hash = id; }", inside)
    page.wait_for_function("id => document.getElementById(id).closest('details').open", arg=inside)


# --- Copies and paper -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "block"), [("en/linear.html", ".cell_input"), ("ko/write-an-exercise.html", "article")]
)
def test_code_is_copied_as_it_would_be_typed(path: str, block: str, visit: Opener) -> None:
    """Without prompts, line numbers or the button's own word."""
    page = visit(path, permissions=["clipboard-read", "clipboard-write"])
    code = page.locator(f"{block} .highlight:visible").first
    code.hover()
    code.locator(".copy-button").click()
    shown = code.locator("pre").evaluate("pre => pre.textContent.trimEnd()")
    page.wait_for_function("text => navigator.clipboard.readText().then((copied) => copied === text)", arg=shown)
    assert not any(line.startswith((">>> ", "In [")) for line in shown.splitlines())


def test_on_paper_everything_is_unfolded_and_nothing_is_left_to_click(visit: Opener) -> None:
    page = visit("en/linear.html")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open])").count() == 0
    for part in (".site-header", ".site-nav", ".page-turn", ".copy-button"):
        assert not page.locator(part).first.is_visible(), part
    # Sections that a screen has not yet laid out are on paper too.
    skipped = page.evaluate("""() => [...document.querySelectorAll("article > section > section > p")]
      .filter((text) => !text.checkVisibility({ contentVisibilityAuto: true })).map((text) => text.textContent)""")
    assert skipped == []


def test_the_exercise_card_downloads_the_notebook(site: Path, visit: Opener) -> None:
    page = visit("en/linear.html")
    with page.expect_download() as download:
        page.click(".exercise-card a[download]")
    notebook = site / "exercises" / "linear" / "linear.ipynb"
    assert download.value.suggested_filename == notebook.name
    assert Path(download.value.path()).read_bytes() == notebook.read_bytes()


# --- Without a server, without scripts --------------------------------------------------------------------------------


def test_the_site_works_from_a_folder(site: Path, visit: Opener) -> None:
    page = visit("ko/linear.html", base=f"{site.as_uri()}/")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).wordBreak") == "keep-all"
    assert page.evaluate("customElements.get('fb-linear-playground') !== undefined")


def test_the_site_reads_without_scripts(visit: Opener) -> None:
    page = visit("en/linear.html", java_script_enabled=False)
    assert page.is_visible("h1")
    assert page.is_visible(".katex")
    assert page.is_visible(".site-nav a")
