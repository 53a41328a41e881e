"""The tasks of `capstone`: what sheets of digits are made of, what an accuracy earns, what is told of a bad one."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from autograder.checks.card import load_cards
from autograder.checks.evaluate import TaskVerdict, evaluate
from autograder.checks.probe import observe
from autograder.checks.report import Report
from autograder.tasks import digits, tasks_of
from autograder.tasks.capstone import BATCH, SHEETS, TESTED, TRAINED, fit
from autograder.tasks.digits import CLASSES, INK, known_digits, practice_sheet, secret_sheet
from autograder.tasks.schema import Inputs

SEED = "visible-1"


def sheet(seed: int = 3) -> digits.Sheet:
    return secret_sheet(np.random.RandomState(seed))


# Sheets


def test_the_known_digits_are_those_of_scikit_learn() -> None:
    sklearn = pytest.importorskip("sklearn.datasets")
    theirs, (images, labels) = sklearn.load_digits(), known_digits()
    assert np.array_equal(images, theirs.data)
    assert np.array_equal(labels, theirs.target)


def test_images_are_raw_pixels_and_labels_are_classes() -> None:
    drawn = sheet()
    for images in (drawn.X_train, drawn.X_valid, drawn.X_test):
        assert images.dtype == np.float64
        assert np.array_equal(images, np.rint(images))
        assert images.min() == 0
        assert 0.8 * INK < images.max() <= INK
    for labels in (drawn.y_train, drawn.y_valid, drawn.y_test):
        assert labels.dtype == np.int64
        assert set(labels) == set(range(CLASSES))


def test_every_part_has_its_share_of_every_class() -> None:
    drawn = sheet()
    for labels in (drawn.y_train, drawn.y_valid, drawn.y_test):
        shares = np.bincount(labels) / len(labels)
        assert np.all(np.abs(shares - 0.1) < 0.01)


def test_no_known_digit_is_in_two_parts() -> None:
    parts = digits._parts(np.random.RandomState(5))
    rows = np.concatenate(parts)
    assert len(set(rows)) == len(rows) == len(known_digits()[0])


def test_equal_seeds_give_equal_sheets_and_others_do_not() -> None:
    assert all(np.array_equal(a, b) for a, b in zip(sheet(), sheet(), strict=True))
    assert not np.array_equal(sheet(3).X_test, sheet(4).X_test)


def test_no_image_of_a_secret_sheet_is_a_known_one() -> None:
    known = {image.tobytes() for image in known_digits()[0]}
    assert not any(image.tobytes() in known for image in np.vstack([sheet().X_train, sheet().X_test]))


def test_secret_sheets_have_sensors_and_names_of_their_own() -> None:
    views = [digits._secret_view(np.random.RandomState(seed)) for seed in range(20)]
    assert len({view.sensors.tobytes() for view in views}) == len({tuple(view.names) for view in views}) == 20


def test_a_sensor_reads_a_mean_of_pixels_or_is_dead() -> None:
    sums = digits._secret_view(np.random.RandomState(0)).sensors.sum(axis=1)
    assert np.allclose(np.sort(sums), np.r_[np.zeros(digits.DEAD), np.ones(digits.PIXELS - digits.DEAD)])


def test_some_inputs_are_the_same_in_every_image() -> None:
    """Who divides by the deviation meets a zero, on every sheet."""
    for seed in range(10):
        assert np.any(sheet(seed).X_train.std(axis=0) == 0)


def test_a_sheet_to_practise_on_is_upright_under_its_own_names() -> None:
    drawn = practice_sheet(1)
    images, labels = known_digits()
    nearest = ((images**2).sum(axis=1) - 2 * drawn.X_test @ images.T).argmin(axis=1)
    assert np.mean(labels[nearest] == drawn.y_test) > 0.9


# What is given and what is withheld


def test_the_tasks_load_where_there_is_no_pytorch() -> None:
    program = "import sys; sys.modules['torch'] = None; from autograder.tasks import tasks_of; tasks_of('capstone')"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_tasks_of_a_notebook_have_one_profile() -> None:
    profiles = {name: task.profile for name, task in tasks_of("capstone").items()}
    assert profiles.pop("fit") == "numpy"
    assert set(profiles.values()) == {"torch"}


def test_the_learner_s_process_is_not_given_what_is_withheld() -> None:
    given: list[str] = []

    def spy(**arguments: Any) -> Any:
        given.extend(arguments)
        return lambda X: np.zeros(len(X), dtype=int)

    inputs = fit.inputs("small", SEED)
    shown = observe(fit, {"fit": spy}, "small", inputs)
    assert shown["error"] is None
    assert given == ["X_train", "y_train", "X_valid", "y_valid", "rng"]
    assert not {"y_test", "y_known", "enough"} & set(fit.cases["sheets"].shown(fit.inputs("sheets", SEED)))


def test_costly_cases_are_tried_on_the_first_seed_of_a_run_only() -> None:
    assert {seed for seed, _ in fit.tries(["first", "second"])} == {"first"}


def test_the_card_holds_bounds_and_symptoms_and_no_prediction() -> None:
    card = load_cards("capstone")["fit"]
    assert all(values == {} for values in card.values["reference"].values())


# What an accuracy earns


def observation(results: list[np.ndarray]) -> dict[str, Any]:
    return {"results": results, "form": "list", "touched": [], "warnings": [], "error": None, "parameters": None}


def answered(inputs: Inputs, right: float, how: str = "") -> list[np.ndarray]:
    """Answers to the sheets of which this share is right; the others are another class, or as `how` says."""
    labels = inputs["y_test"].copy()
    wrong = np.arange(len(labels)) >= np.rint(right * len(labels))
    labels[wrong] = (labels[wrong] + (1 if how == "neighbours" else 3)) % CLASSES
    together = np.roll(labels, 1) if how == "company" else labels
    trained = np.concatenate([part[:TRAINED] for part in np.split(inputs["y_train"], SHEETS)])
    if how == "one answer":
        labels = together = np.zeros_like(labels)
    known = inputs["y_known"] if how == "remembered" else np.zeros_like(inputs["y_known"])
    return [array.astype(np.float64) for array in (labels, together, trained, known)]


def judged(right: float) -> TaskVerdict:
    """The verdict on a program whose answers are right in this share."""
    tried = {}
    for case in fit.cases:
        inputs = fit.inputs(case, SEED)
        results = answered(inputs, right) if case == "sheets" else [inputs["y_test"].astype(np.float64)]
        tried[SEED, case] = (inputs, observation(results))
    return evaluate(fit, load_cards("capstone")["fit"], tried)


@pytest.mark.parametrize(
    ("accuracy", "points"), [(0.10, 0), (0.899, 0), (0.901, 6), (0.941, 10), (0.956, 14), (0.966, 18), (1.0, 18)]
)
def test_thresholds_earn_what_the_course_says(accuracy: float, points: float) -> None:
    assert judged(accuracy).points == points


def test_a_report_says_which_accuracy_was_reached_and_which_is_asked_for() -> None:
    text = Report(fit, judged(0.95), language="en").text()
    assert "0.95" in text
    assert "0.955" in text


@pytest.mark.parametrize("how", ["neighbours", "company", "one answer", "remembered"])
def test_a_symptom_is_seen_where_it_is_and_nowhere_else(how: str) -> None:
    assert fit.measure is not None
    inputs = fit.inputs("sheets", SEED)
    names = [r.name for r in fit.results_of("sheets")]
    for shown in ("", how):
        results = dict(zip(names, answered(inputs, 0.8, shown), strict=True))
        assert fit.measure(inputs, results)[how] == (shown == how)


def test_test_images_are_asked_about_in_small_batches_and_all_together() -> None:
    asked: list[int] = []

    def spy(**arguments: Any) -> Any:
        def predict(X: np.ndarray) -> np.ndarray:
            asked.append(len(X))
            return np.zeros(len(X), dtype=int)

        return predict

    observe(fit, {"fit": spy}, "sheets", fit.inputs("sheets", SEED))
    assert asked.count(BATCH) == SHEETS * TESTED // BATCH
    assert asked.count(TESTED) == SHEETS


def test_another_name_for_a_parameter_is_explained() -> None:
    def renamed(X: Any, y: Any, Xv: Any, yv: Any, rng: Any) -> Any:
        return lambda X: np.zeros(len(X), dtype=int)

    inputs = fit.inputs("small", SEED)
    tried = {(SEED, case): (inputs, observe(fit, {"fit": renamed}, "small", inputs)) for case in ("small",)}
    verdict = evaluate(fit, load_cards("capstone")["fit"], {**tried, (SEED, "sheets"): tried[SEED, "small"]})
    assert verdict.stages[0].finding is not None
    assert verdict.stages[0].finding.kind == "parameters"
