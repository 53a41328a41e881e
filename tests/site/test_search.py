"""The search finds what a reader means, in both languages, with the keyboard alone, also from a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from site_pages import Opener

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANSWERS = "[...document.querySelectorAll('.search-results a')].map((link) => link.getAttribute('href'))"
# A word or a formula's name, and the label of the section that teaches it, or the chapter.
QUESTIONS = {
    "en": [
        ("gradient", "derivatives.html"),
        ("loss", "losses.html"),
        ("softmax", "losses.html#losses-softmax"),
        ("cross-entropy", "losses.html#losses-cross-entropy"),
        ("ReLU", "activations.html"),
        ("chain rule", "derivatives.html#derivatives-chain"),
        ("learning rate", "linear.html"),
    ],
    "ko": [
        ("학습", "linear.html"),
        ("손실", "losses.html"),
        ("활성", "activations.html"),
        ("softmax", "losses.html#losses-softmax"),
        ("소프트맥스", "losses.html#losses-softmax"),
        ("교차 엔트로피", "losses.html#losses-cross-entropy"),
        ("ReLU", "activations.html"),
        ("연쇄 법칙", "derivatives.html#derivatives-chain"),
    ],
}


@pytest.mark.parametrize("language", QUESTIONS)
def test_what_teaches_a_word_comes_first_or_nearly(language: str, visit: Opener) -> None:
    page = visit(f"{language}/search.html")
    for question, lesson in QUESTIONS[language]:
        found = answers(page, question)
        places = [address.rsplit("/", 1)[-1] for address in found]
        pages = list(dict.fromkeys(place.split("#")[0] for place in places))
        assert lesson.split("#")[0] in pages[:3], f"{question}: {pages}"
        assert lesson in [*pages, *places], f"{question}: {places}"


def answers(page: Page, question: str) -> list[str]:
    """The addresses that the search page lists for a question, in its order."""
    page.evaluate("document.querySelector('.search-results').replaceChildren()")  # those of the question before
    page.fill(".search-page input", question)
    page.wait_for_selector(".search-results a")
    return page.evaluate(ANSWERS)


@pytest.mark.parametrize(("language", "word"), [("en", "gradient"), ("ko", "손실")])
def test_the_keyboard_alone_searches_and_goes_there(language: str, word: str, visit: Opener) -> None:
    page = visit(f"{language}/index.html")
    page.keyboard.press("/")
    page.keyboard.type(word)
    page.wait_for_selector(".search-results a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "index.html" not in address)
    assert f"/{language}/" in page.url
    assert word in page.inner_text("main").lower()


def test_the_search_page_answers_a_query_in_its_address(visit: Opener) -> None:
    page = visit("ko/search.html?q=손실")
    page.wait_for_selector(".search-results a")
    assert "결과" in page.inner_text(".search-status")


def test_what_is_not_there_is_said(visit: Opener) -> None:
    page = visit("en/search.html?q=жук")
    page.wait_for_function("document.querySelector('.search-status').textContent === 'Nothing found'")


def test_the_search_works_from_a_folder(site: Path, visit: Opener) -> None:
    page = visit("ko/linear.html", base=f"{site.as_uri()}/")
    page.keyboard.press("/")
    page.keyboard.type("학습")
    page.wait_for_selector(".search-results a")
