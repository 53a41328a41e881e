"""Reports: in the reader's language, as text and as HTML, and never more than text where a learner's words stand."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from autograder.checks.card import load_cards
from autograder.checks.report import Report
from autograder.checks.words import FINDINGS, LABELS, ORACLES, RATIO, SHAPE, STAGES, language
from autograder.judge.bank import Bank
from autograder.tasks import find_task

from .conftest import Judge

HANGUL = re.compile(r"[가-힣]")
ATTACK = "<script>alert('x')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def report(judge: Judge) -> Any:
    """`report("mse", function, "ko")`: what `check` would show."""

    def report(name: str, function: Any, lang: Any = "en") -> Report:
        task, card, verdict = find_task(name), load_cards("linear")[name], judge(name, function)
        return Report(task, verdict, card.explanations.get(verdict.misconception or ""), lang)

    return report


class Elements(HTMLParser):
    """The names of all elements of a page, and of all attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}


def attacking(Y_hat, Y):
    raise ValueError(ATTACK + " `code`")


def test_the_language_is_the_one_asked_for_then_the_locales(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("AUTOGRADER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    assert language() == "en"
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert language() == "ko"
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert language() == "en"
    monkeypatch.setenv("AUTOGRADER_LANG", "ko")
    assert language() == "ko"


def test_a_report_speaks_the_readers_language(report: Any, bank: Bank) -> None:
    wrong = {entry.id: entry for entry in bank.misconceptions_of("mse")}["half_in_front"]
    english, korean = (report("mse", wrong.implementation, lang) for lang in ("en", "ko"))
    for shown in (english.text(), english.html()):
        assert not HANGUL.search(shown)
        assert wrong.explanation.title["en"] in shown
    for shown in (korean.text(), korean.html()):
        assert HANGUL.search(shown)
        assert wrong.explanation.title["ko"] in shown
        assert wrong.explanation.title["en"] not in shown


def test_every_phrase_exists_in_both_languages() -> None:
    phrases = [*FINDINGS.values(), *LABELS.values(), *STAGES.values(), *ORACLES.values(), RATIO, SHAPE]
    for phrase in phrases:
        assert set(phrase) == {"en", "ko"}
        assert bool(phrase["en"]) == bool(phrase["ko"])
        assert not HANGUL.search(phrase["en"])
        assert set(re.findall(r"{\w+}", phrase["en"])) == set(re.findall(r"{\w+}", phrase["ko"]))


def test_the_shape_is_told_with_its_axes(report: Any) -> None:
    text = report("linear_forward", lambda X, W, b: (X @ W + b).T).text()
    assert "`Y` should have shape (N, K) = (5, 3); yours has (3, 5)." in text


def test_the_hand_case_is_told_with_its_numbers(report: Any) -> None:
    text = report("linear_forward", lambda X, W, b: X @ W + 2 * b).text()
    assert "linear_forward(X=[[1, 2], [3, 4], [5, 6]], W=[[1], [-1]], b=[10])" in text
    assert "`Y[0, 0]`: expected `9`, got `19`" in text


def test_one_factor_is_told_in_words(report: Any, bank: Bank) -> None:
    text = report("mse_backward", lambda Y_hat, Y: 3 * bank.reference["mse_backward"](Y_hat, Y)).text()
    assert "Every entry is 3 times what it should be." in text


def test_without_a_known_mistake_the_link_goes_to_the_section_that_teaches(report: Any, judge: Judge) -> None:
    assert report("mse", lambda Y_hat, Y: -1.0).link().endswith("/en/linear.html#linear-loss")


def test_the_book_may_stand_elsewhere(report: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_BOOK", "https://example.org/book/")
    assert report("mse", lambda Y_hat, Y: -1.0).link() == "https://example.org/book/en/linear.html#linear-loss"


def test_a_learners_message_is_text_in_html(report: Any) -> None:
    html = report("mse", attacking).html()
    assert "&lt;script&gt;" in html
    allowed = {"div", "p", "strong", "table", "tr", "td", "tbody", "span", "a", "code"}
    allowed |= {"lang", "class", "style", "role", "aria-label", "href"}
    assert Elements(html).names <= allowed


def test_a_learners_message_cannot_move_the_terminals_cursor(report: Any) -> None:
    def rewriting(Y_hat, Y):
        raise ValueError("\x1b[2J\x1b[1;1H\r20 of 20 points\u202e")

    text = report("mse", rewriting).text()
    assert not [c for c in text if c != "\n" and not c.isprintable()]


def test_a_message_of_many_lines_stays_one(report: Any) -> None:
    def talkative(Y_hat, Y):
        raise ValueError("first\nmse · 2 of 2 points\n  ✓ 2 / 2")

    assert "\nmse · 2 of 2" not in report("mse", talkative).text()


def test_an_exception_that_cannot_be_printed_is_reported(report: Any) -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    def refuses(Y_hat, Y):
        raise Mute

    assert "It raised Mute" in report("mse", refuses).text()


def test_infinite_results_are_shown_as_such(report: Any) -> None:
    text = report("linear_forward", lambda X, W, b: np.full((len(X), len(b)), np.inf)).text()
    assert "got `inf`" in text
