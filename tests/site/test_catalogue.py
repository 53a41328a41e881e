"""The catalogue of mistakes: all that `check` can name, nothing that solves a task, and a field that filters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from autograder.checks.card import Explanation, load_cards
from autograder.course import Course
from autograder.judge.bank import load_bank
from autograder.tasks import ASSIGNMENTS, tasks_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LANGUAGES = ("en", "ko")
LONG = 14
"""Characters, spaces aside, from which a line of code is somebody's and not anybody's."""


def explanations() -> Iterator[tuple[str, Explanation]]:
    """Every explanation, with its assignment."""
    for assignment in ASSIGNMENTS:
        cards = load_cards(assignment)
        for task in tasks_of(assignment):
            yield from ((assignment, explanation) for explanation in cards[task].explanations.values())


def catalogue(site: Path, language: str) -> str:
    return (site / language / "mistakes.html").read_text(encoding="utf-8")


TYPEWRITER = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "…": "..."})
"""What a page sets in type, back to how an explanation is written."""


def plain(html: str) -> str:
    """The words of a piece of HTML, as on a typewriter."""
    return typed(unescape(re.sub(r"<[^>]+>", "", html)))


def typed(text: str) -> str:
    """A text in one line, as on a typewriter."""
    return " ".join(text.translate(TYPEWRITER).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_is_there_with_its_explanation_and_a_link_to_its_chapter(language: str, site: Path) -> None:
    entries = re.findall(r'<details class="mistake".*?</details>', catalogue(site, language), re.DOTALL)
    texts = [plain(entry) for entry in entries]
    known = list(explanations())
    assert len(entries) == len(known) > 0
    for assignment, explanation in known:
        title, text = (typed(each[language].replace("`", "")) for each in (explanation.title, explanation.text))
        found = [n for n, entry in enumerate(texts) if entry.startswith(title) and text in entry]
        assert found, title
        if (site / language / f"{assignment}.html").is_file():
            assert any(f'{assignment}.html#{explanation.anchor}"' in entries[n] for n in found), title


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_the_bank_is_on_the_page(language: str, site: Path, repository: Path) -> None:
    """Neither of a wrong implementation, which is one edit away from a right one, nor of a solution."""
    page = re.sub(r"\s", "", plain(catalogue(site, language)))
    for assignment in ASSIGNMENTS:
        bank = load_bank(Course(repository), assignment)
        code = [entry.implementation for entry in (*bank.misconceptions, *bank.alternatives)]
        for implementation in [*code, *(bank.reference[name] for name in bank.tasks)]:
            for line in own_lines(implementation):
                assert line not in page


def own_lines(implementation: Callable[..., object]) -> Iterator[str]:
    """The lines of a body that are long enough to be somebody's, without spaces."""
    try:
        lines = inspect.getsource(implementation).splitlines()
    except TypeError:  # such as a partial
        return
    for line in lines:
        bare = re.sub(r"\s", "", line)
        if len(bare) >= LONG and "=" in bare and not bare.startswith(("@", "def", "class", '"', "title", "text")):
            yield bare


def test_a_reader_with_scripts_can_filter(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}en/mistakes.html")
    field = page.get_by_role("searchbox", name="Filter the mistakes")
    total = page.locator("details.mistake").count()
    assert page.locator("output").inner_text() == f"{total} of {total} mistakes"

    field.fill("TRANSPOSED dW")
    shown = page.locator("details.mistake:visible")
    number = shown.count()
    assert 0 < number < total
    assert page.locator("output").inner_text() == f"{number} of {total} mistakes"
    assert all("transposed" in text.lower() and "dw" in text.lower() for text in shown.all_text_contents())
    assert page.locator("article h3:visible").count() < len([t for a in ASSIGNMENTS for t in tasks_of(a)])

    field.fill("no such mistake")
    assert shown.count() == 0
    field.fill("")
    assert shown.count() == total
    assert page.locator("details.mistake[open]").count() == 0
    page.close()


def test_what_matches_below_its_title_is_opened(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}en/mistakes.html")
    page.get_by_role("searchbox", name="Filter the mistakes").fill("turned on their side")
    assert page.get_by_text("turned on their side").first.is_visible()
    page.close()


def test_a_reader_without_scripts_has_every_mistake_and_no_dead_field(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}ko/mistakes.html")
    assert page.locator("details.mistake:visible").count() == len(list(explanations()))
    assert page.locator(".mistake-filter").is_hidden()
    context.close()
