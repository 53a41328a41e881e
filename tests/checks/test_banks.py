"""The instructor's banks on the learner's own machine: each mistake has a name and words, each unusual way passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.checks.card import load_cards
from autograder.checks.report import Report
from autograder.course import Course
from autograder.judge.bank import Bank, load_bank
from autograder.tasks import ASSIGNMENTS

from .conftest import Judge


@pytest.fixture(scope="module", params=[name for name in ASSIGNMENTS if name != "capstone"])
def instructors(request: pytest.FixtureRequest, repository: Path) -> Bank:
    """The bank of each assignment whose code runs in an instant; the capstone's, which trains, is the audit's."""
    return load_bank(Course(repository), request.param)


def test_every_misconception_is_named_and_explained_in_both_languages(instructors: Bank, judge: Judge) -> None:
    cards = load_cards(instructors.assignment)
    for entry in instructors.misconceptions:
        verdict = judge(entry.task, entry.implementation)
        assert verdict.misconception == (entry.same_as or entry.id)
        explanation = cards[entry.task].explanations[verdict.misconception]
        for language in ("en", "ko"):
            text = Report(instructors.tasks[entry.task], verdict, explanation, language).text()
            assert f"/{language}/{instructors.assignment}.html#{explanation.anchor}" in text
            assert not re.search(r"{\w+}|\bNone\b", text), entry.id


def test_every_alternative_passes(instructors: Bank, judge: Judge) -> None:
    for entry in instructors.alternatives:
        verdict = judge(entry.task, entry.implementation)
        assert (verdict.status, verdict.misconception) == ("passed", None), entry.id
        assert verdict.points == instructors.tasks[entry.task].points
