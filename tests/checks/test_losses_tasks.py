"""The tasks of `losses`: numbers worked by hand, large logits, absent classes, soft labels, variances of every size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from autograder.checks.card import load_cards
from autograder.checks.evaluate import TaskVerdict
from autograder.course import Course
from autograder.judge.bank import Bank, load_bank
from autograder.tasks import tasks_of

Judge = Callable[[str, Any], TaskVerdict]

TASKS = tasks_of("losses")
SEEDS = [str(number) for number in range(20)]
CLASSES = ("log_softmax", "softmax", "cross_entropy", "cross_entropy_backward")
BINARY = ("bce_with_logits", "bce_with_logits_backward")
GAUSSIAN = ("gaussian_nll", "gaussian_nll_backward")
ROBUST = ("huber", "huber_backward")


@pytest.fixture(scope="module")
def losses(repository: Path) -> Bank:
    return load_bank(Course(repository), "losses")


def failed(verdict: TaskVerdict) -> set[str]:
    return {stage.name for stage in verdict.stages if not stage.passed}


def points(*names: str) -> float:
    return sum(TASKS[name].points for name in names)


# Points and the cases worked by hand


def test_the_twenty_points_are_split_as_the_course_says() -> None:
    assert (points(*CLASSES[:2]), points(*CLASSES[2:]), points(*BINARY)) == (3, 5, 4)
    assert (points(*GAUSSIAN), points(*ROBUST), points(*TASKS)) == (5, 3, 20)
    assert all(stage.points > 0 and stage.points % 0.25 == 0 for task in TASKS.values() for stage in task.stages)


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("log_softmax", [[-1.386294, -0.693147, -1.386294], [-0.980829, -2.079442, -0.693147]]),
        ("softmax", [[1 / 4, 1 / 2, 1 / 4], [3 / 8, 1 / 8, 1 / 2]]),
        ("cross_entropy", 2.5 * np.log(2)),
        ("cross_entropy_backward", [[1 / 8, 1 / 4, -3 / 8], [3 / 16, -7 / 16, 1 / 4]]),
        ("bce_with_logits", 0.605939),
        ("bce_with_logits_backward", [1 / 12, -1 / 6, 1 / 12]),
        ("gaussian_nll", (2 + np.log(2) + 9 / 8) / 2 + np.log(2 * np.pi) / 2),
        ("gaussian_nll_backward", {"dmu": [-1, 3 / 8], "dlog_var": [-3 / 4, -5 / 16]}),
        ("huber", 3.25),
        ("huber_backward", [1 / 4, 1 / 2, -1 / 2, -1 / 4]),
    ],
)
def test_the_numbers_of_the_statement_are_those_of_the_card(name: str, by_hand: Any) -> None:
    card = load_cards("losses")[name]
    expected = card.expected("reference", card.seeds[0], "hand")
    wanted = by_hand if isinstance(by_hand, dict) else dict.fromkeys(expected, by_hand)
    assert expected.keys() == wanted.keys()
    assert all(np.allclose(expected[output], wanted[output], rtol=1e-6) for output in wanted)


# Other people's code


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("log_softmax", lambda Z: special.log_softmax(Z, axis=1)),
        ("softmax", lambda Z: special.softmax(Z, axis=1)),
        ("bce_with_logits", lambda z, y: np.mean(special.softplus(z) - y * z)),
        ("gaussian_nll", lambda mu, log_var, y: -np.mean(stats.norm.logpdf(y, mu, np.exp(log_var / 2)))),
        ("huber", lambda y_hat, y, delta: np.mean(special.huber(delta, y_hat - y))),
    ],
)
def test_the_answers_are_those_of_scipy(judge: Judge, name: str, theirs: Any) -> None:
    assert judge(name, theirs).status == "passed"


# Large logits


@pytest.mark.parametrize("name", [*CLASSES, *BINARY])
def test_logits_go_up_to_ten_thousand_either_way(name: str) -> None:
    task = TASKS[name]
    (stage,) = (stage for stage in task.stages if stage.quiet)
    logits = [task.inputs(case, "a seed")["Z" if "Z" in task.signature else "z"] for case in stage.cases]
    assert max(np.max(Z) for Z in logits) == 10_000
    assert min(np.min(Z) for Z in logits) == -10_000


def test_a_shift_by_the_largest_of_all_fails_far_below_it_only(judge: Judge) -> None:
    def shifted_globally(Z: np.ndarray) -> np.ndarray:
        e = np.exp(Z - Z.max())
        return e / e.sum(axis=1, keepdims=True)

    verdict = judge("softmax", shifted_globally)
    assert (verdict.points, failed(verdict), verdict.misconception) == (1.0, {"stable"}, "p_shifted_globally")


def test_a_logarithm_that_only_warns_fails_too(judge: Judge) -> None:
    """Where the probability is 0 the right answer is put in afterwards, as some repair it."""

    def repaired(Z: np.ndarray) -> np.ndarray:
        log_p = np.log(special.softmax(Z, axis=1))
        return np.where(np.isfinite(log_p), log_p, special.log_softmax(Z, axis=1))

    verdict = judge("log_softmax", repaired)
    assert verdict.failure is not None and verdict.failure.finding is not None
    assert (failed(verdict), verdict.failure.finding.kind) == ({"stable"}, "warned")


# What the cases are made of


def test_labels_name_every_class_or_all_but_those_left_out() -> None:
    task = TASKS["cross_entropy"]
    for seed in SEEDS:
        assert set(task.inputs("values", seed)["labels"]) == {0, 1, 2, 3}
        assert set(task.inputs("absent classes", seed)["labels"]) == {1, 2, 4}
    assert len({int(task.inputs("one sample", seed)["labels"][0]) for seed in SEEDS}) > 2
    assert task.inputs("values", "a seed")["labels"].dtype == np.int64


@pytest.mark.parametrize("case", ["values", "keywords", "far out"])
def test_soft_labels_stand_beside_hard_ones(case: str) -> None:
    for seed in SEEDS:
        y = TASKS["bce_with_logits"].inputs(case, seed)["y"]
        assert {0.0, 1.0} < set(y)
        assert np.all((y >= 0) & (y <= 1))
    assert set(TASKS["bce_with_logits"].inputs("hard labels", "a seed")["y"]) == {0.0, 1.0}


def test_variances_reach_as_far_as_their_reciprocals_are_finite() -> None:
    log_var = TASKS["gaussian_nll"].inputs("any scale", "a seed")["log_var"]
    assert (np.min(log_var), np.max(log_var)) == (-700, 700)


def test_residuals_keep_away_from_the_threshold_where_differences_are_taken() -> None:
    for seed in SEEDS:
        inputs = TASKS["huber_backward"].inputs("values", seed)
        r, delta = inputs["y_hat"] - inputs["y"], inputs["delta"]
        assert np.min(np.abs(np.abs(r) - delta)) > 0.15 * delta
        assert len(set(zip(np.abs(r) > delta, r > 0, strict=True))) == 4


def test_either_branch_may_hold_at_the_threshold(judge: Judge) -> None:
    def strictly_inside(y_hat: np.ndarray, y: np.ndarray, delta: float) -> float:
        size = np.abs(y_hat - y)
        return float(np.mean(np.where(size < delta, 0.5 * size**2, delta * (size - 0.5 * delta))))

    assert judge("huber", strictly_inside).status == "passed"


# Points for half


def test_a_right_dmu_earns_its_half(judge: Judge, losses: Bank) -> None:
    right = losses.reference["gaussian_nll_backward"]

    def without_residual(mu: np.ndarray, log_var: np.ndarray, y: np.ndarray) -> Any:
        return right(mu, log_var, y)[0], np.full(len(y), 0.5 / len(y))

    verdict = judge("gaussian_nll_backward", without_residual)
    assert "dmu" not in failed(verdict)
    assert (verdict.points, verdict.misconception) == (0.75, "dnll_without_residual_term")


def test_lists_and_generators_of_gradients_are_told_apart(judge: Judge, losses: Bank) -> None:
    right = losses.reference["gaussian_nll_backward"]
    assert judge("gaussian_nll_backward", lambda mu, log_var, y: list(right(mu, log_var, y))).status == "passed"
    verdict = judge("gaussian_nll_backward", lambda mu, log_var, y: np.array(right(mu, log_var, y)))
    assert verdict.failure is not None and verdict.failure.finding is not None
    assert verdict.failure.finding.kind == "count"
