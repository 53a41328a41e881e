"""The feedback page: the mistake first, in both languages, readable on a phone, without test code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from courses import SEED, Graded

from autograder.checks.card import load_cards
from autograder.feedback.page import Marks, feedback_page
from autograder.gradebook.classroom import read_notebook

from .conftest import ELSEWHERE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STUDENT = "mistaken-12"


def address(small_class: Graded, student: str = STUDENT) -> str:
    page: Path = small_class.place.classroom / "feedback" / student / "linear" / "linear.html"
    return page.as_uri()


@pytest.fixture()
def phone(browser: Browser) -> Any:
    """A page as wide as a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    yield context.new_page()
    context.close()


def test_the_mistake_comes_first_with_a_link_to_its_section(phone: Page, small_class: Graded) -> None:
    """Before any stage and before the code: what the mistake is, and where it is explained."""
    phone.goto(address(small_class))
    task = phone.locator("section.task").first
    name = task.get_attribute("id")
    mistake = small_class.results[STUDENT]["tasks"][name]["misconception"]
    explanation = load_cards("linear")[name].explanations[mistake]
    box = task.locator("[lang=en] .mistake")
    assert explanation.title["en"] in box.inner_text()
    assert str(box.locator("a").get_attribute("href")).endswith(f"/en/linear.html#{explanation.anchor}")
    tops = [task.locator(f"[lang=en] {part}").bounding_box()["y"] for part in (".mistake", ".evidence", ".stages")]
    assert tops == sorted(tops)


def test_tasks_with_mistakes_come_before_those_that_are_right(phone: Page, small_class: Graded) -> None:
    phone.goto(address(small_class))
    whole = phone.locator("section.task").evaluate_all("tasks => tasks.map(t => !!t.querySelector('.report.whole'))")
    assert whole == sorted(whole)
    assert set(whole) == {True, False}


def test_one_language_is_shown_and_the_other_a_tap_away(phone: Page, small_class: Graded) -> None:
    phone.goto(address(small_class))
    assert phone.locator(".score [lang=en]").is_visible() and not phone.locator(".score [lang=ko]").is_visible()
    phone.locator("header label[lang=ko]").click()
    assert phone.locator(".score [lang=ko]").is_visible() and not phone.locator(".score [lang=en]").is_visible()
    assert not phone.locator("main [lang=en]").locator("visible=true").count()
    assert "흔히 하는 실수와 결과가 같습니다" in phone.locator("section.task").first.inner_text()


def test_the_page_opens_in_the_language_of_the_instructor(small_class: Graded, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = read_notebook(small_class.place.autograded(STUDENT))
    monkeypatch.setenv("AUTOGRADER_LANG", "ko")
    page = feedback_page("linear", STUDENT, notebook, Marks())
    assert '<html lang="ko">' in page
    assert 'id="show-ko" checked' in page and 'id="show-en" checked' not in page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("student", [STUDENT, "writes-html"])
def test_the_page_is_accessible_and_fits(
    browser: Browser, small_class: Graded, student: str, width: int, scheme: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.route(ELSEWHERE, lambda route: (asked.append(route.request.url), route.abort()))
    page.goto(address(small_class, student))
    page.locator("details").evaluate_all("folded => folded.forEach(one => one.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == []
    context.close()


def test_html_of_a_learner_is_text(phone: Page, small_class: Graded) -> None:
    """In a docstring and in the message of an exception; the page's own rules forbid scripts besides."""
    dialogs: list[str] = []
    phone.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    phone.goto(address(small_class, "writes-html"))
    assert phone.locator("img, script").count() == 0
    assert "document.body.textContent = 'hacked'" in phone.inner_text("body")
    assert dialogs == []


def test_neither_tests_nor_seed_are_in_the_page(small_class: Graded) -> None:
    for student in small_class.results:
        page = small_class.place.feedback(student)
        assert SEED not in page
        assert "check(" not in page and "test_" not in page


def test_hostile_names_notes_and_comments_are_text(small_class: Graded) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    notebook = read_notebook(small_class.place.autograded(STUDENT))
    notebook["metadata"]["autograder"]["notes"] = [evil]
    page = feedback_page("linear", evil, notebook, Marks(comments={"mse": evil}, penalty=1.0))
    assert "<script" not in page and "<img" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert "A late penalty of 1 points" in page
