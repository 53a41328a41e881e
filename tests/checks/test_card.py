"""Cards: data that survives being written and read, and fingerprints that tell values apart."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autograder.checks.card import CardError, fingerprint, load_cards, read_cards, same_print, write_cards
from autograder.course import Course
from autograder.judge.bank import Bank
from autograder.judge.reckoning import VISIBLE_SEEDS, Trials, make_cards
from autograder.judge.versions import code_of


def test_a_card_is_the_same_after_being_written_and_read(bank: Bank) -> None:
    cards = make_cards(Trials(bank), ["a seed", "another"])
    text = write_cards(cards)
    read = read_cards(text, "here")
    assert list(read["mse"].seeds) == ["a seed", "another"]
    for name, card in cards.items():
        assert read[name].explanations == card.explanations
        assert json.dumps(read[name].values, sort_keys=True) == json.dumps(card.values, sort_keys=True)
        assert json.dumps(read[name].misconceptions, sort_keys=True) == json.dumps(card.misconceptions, sort_keys=True)
    assert write_cards(read) == text


def test_the_cards_that_ship_are_those_of_the_present_bank(bank: Bank) -> None:
    assert write_cards(load_cards("linear")) == write_cards(make_cards(Trials(bank), VISIBLE_SEEDS))


def test_costly_tasks_ship_with_the_symptoms_that_the_present_code_gives(repository: Path) -> None:
    """Otherwise every known mistake trains again before a class is graded. Mend it with: autograder release capstone"""
    code = code_of(Course(repository), "capstone")
    assert set(code) == {"fit", "fit_torch"}
    assert {name: card.code for name, card in load_cards("capstone").items() if card.code} == code


def test_symptoms_are_the_same_on_every_seed_and_values_are_not() -> None:
    card = load_cards("capstone")["fit"]
    moved = card.of_symptoms(["secret/1", "secret/2"])
    assert moved is not None
    assert moved.seeds == ("secret/1", "secret/2")
    assert moved.reference["secret/1/sheets"] == card.reference["visible-1/sheets"]
    assert moved.misconceptions["raw_pixels"]["secret/1/small"] == card.misconceptions["raw_pixels"]["visible-1/small"]
    assert load_cards("linear")["mse"].of_symptoms(["secret/1", "secret/2"]) is None


def test_a_card_of_another_format_is_refused() -> None:
    with pytest.raises(CardError, match="card format 99"):
        read_cards('{"format": 99, "tasks": {}}', "some card")


def test_a_missing_card_says_how_to_get_it() -> None:
    with pytest.raises(CardError, match="autograder release quadratic"):
        load_cards("quadratic")


def test_fingerprints_tell_values_apart_that_share_shape_and_norm() -> None:
    value = np.random.RandomState(1).standard_normal((4, 3))
    assert same_print(fingerprint(value), fingerprint(value.copy()))
    assert not same_print(fingerprint(value), fingerprint(value[::-1]))
    assert not same_print(fingerprint(value), fingerprint(-value))
    assert not same_print(fingerprint(value), fingerprint(value.reshape(3, 4)))
    assert not same_print(fingerprint(value), fingerprint(value.astype(np.float32)))


def test_fingerprints_agree_to_rounding_only() -> None:
    value = np.random.RandomState(2).standard_normal((4, 3))
    assert same_print(fingerprint(value), fingerprint(value * (1 + 1e-12)))
    assert not same_print(fingerprint(value), fingerprint(value * (1 + 1e-4)))


def test_values_that_are_not_finite_have_a_fingerprint() -> None:
    value = np.array([1.0, np.nan, np.inf])
    assert same_print(fingerprint(value), fingerprint(value.copy()))
    assert not same_print(fingerprint(value), fingerprint(np.array([1.0, np.inf, np.inf])))
