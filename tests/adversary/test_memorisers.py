"""Who remembers the well-known digits, or looks for labels, earns nothing; who learns earns everything.

Each program of `memorisers.toml` runs in the sandbox as a submission does, on sheets that are drawn anew.
"""

from __future__ import annotations

import json
import secrets
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sample_class.answers import BankFile

from autograder.checks.results import quantities
from autograder.course import Course
from autograder.judge.bank import load_bank
from autograder.judge.testimony import accept
from autograder.sandbox.client import Failure, Job, Probe, Sandbox
from autograder.sandbox.limits import SandboxLimits
from autograder.tasks.capstone import SHEETS, THRESHOLDS, fit
from autograder.tasks.digits import known_digits, practice_sheet

PROGRAMS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("memorisers.toml").read_text(encoding="utf-8")
)


def as_source(**arrays: np.ndarray) -> str:
    """Cell source that defines these arrays, as one would paste them into a notebook."""
    lines = (f"{name} = np.array({json.dumps(array.tolist())})" for name, array in arrays.items())
    return "\n".join(["import numpy as np", *lines])


@pytest.fixture(scope="module")
def known() -> str:
    images, labels = known_digits()
    return as_source(known_images=images, known_labels=labels)


@pytest.fixture(scope="module")
def network() -> str:
    """A network with one hidden layer, trained on upright sheets by their own names, as source."""
    sheet, rng = practice_sheet(7), np.random.default_rng(7)
    mean, deviation = sheet.X_train.mean(axis=0), sheet.X_train.std(axis=0) + 1.0
    X, T = (sheet.X_train - mean) / deviation, np.eye(10)[sheet.y_train]
    W1, b1, W2, b2 = rng.normal(0, 0.18, (64, 96)), np.zeros(96), rng.normal(0, 0.14, (96, 10)), np.zeros(10)
    for rows in (rows for _ in range(12) for rows in np.array_split(rng.permutation(len(X)), len(X) // 32)):
        A = np.maximum(X[rows] @ W1 + b1, 0)
        P = np.exp(A @ W2 + b2)
        dZ = (P / P.sum(axis=1, keepdims=True) - T[rows]) / len(rows)
        dA = dZ @ W2.T * (A > 0)
        W1, b1 = W1 - 0.2 * X[rows].T @ dA, b1 - 0.2 * dA.sum(axis=0)
        W2, b2 = W2 - 0.2 * A.T @ dZ, b2 - 0.2 * dZ.sum(axis=0)
    told = (np.maximum((sheet.X_test - mean) / deviation @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)
    assert np.mean(told == sheet.y_test) > THRESHOLDS[-1], "as good as can be, where digits are upright"
    return as_source(mean=mean, deviation=deviation, W1=W1, b1=b1, W2=W2, b2=b2)


@pytest.fixture(scope="module")
def sandbox(isolation: None) -> Iterator[Sandbox]:
    limits = SandboxLimits(cell_cpu_seconds=20, cell_wall_seconds=120, probe_cpu_seconds=30, probe_wall_seconds=240)
    with Sandbox(limits=limits) as sandbox:
        yield sandbox


def observed(sandbox: Sandbox, source: str, inputs: dict[str, Any]) -> Any:
    shown = fit.cases["sheets"].shown(inputs)
    run = sandbox.run(Job([source], [Probe("sheets", "fit", "sheets", shown)]))
    assert run.cells[0].error is None, run.cells[0]
    return run.observations["sheets"]


def accuracy(sandbox: Sandbox, source: str) -> float:
    inputs = fit.inputs("sheets", secrets.token_hex(8))
    answer = observed(sandbox, source, inputs)
    assert not isinstance(answer, Failure), answer
    observation = accept(fit, answer)
    assert observation["error"] is None, observation["error"]
    return float(quantities(fit, "sheets", inputs, observation)["accuracy"])


@pytest.mark.parametrize("name", PROGRAMS)
def test_remembering_and_searching_earn_nothing(sandbox: Sandbox, name: str, known: str, network: str) -> None:
    source = PROGRAMS[name]["fit"].replace("{known}", known).replace("{network}", network)
    assert accuracy(sandbox, "import numpy as np\n" + source) < THRESHOLDS[0] - 0.1


def test_the_same_sandbox_lets_a_learner_earn_everything(sandbox: Sandbox, repository: Path) -> None:
    """Nearest neighbours among the images that were given, the plainest way to learn from them."""
    bank, alternatives = load_bank(Course(repository), "capstone"), repository / "solutions/capstone/alternatives.py"
    entry = next(e for e in bank.alternatives if e.id == "fit_by_nearest_neighbours")
    source = "import numpy as np\n" + BankFile(alternatives).written_as(entry)
    assert accuracy(sandbox, source) > THRESHOLDS[-1]


def test_no_label_of_a_test_image_enters_the_sandbox() -> None:
    inputs = fit.inputs("sheets", "any")
    shown = fit.cases["sheets"].shown(inputs)
    assert {"y_test", "y_known"} <= set(inputs)
    assert not {"y_test", "y_known"} & set(shown)
    assert len(inputs["y_test"]) % SHEETS == 0
    arrays = [value for value in shown.values() if isinstance(value, np.ndarray)]
    assert all(not np.array_equal(array, inputs["y_test"]) for array in arrays)


def test_a_training_that_never_ends_is_stopped(isolation: None) -> None:
    limits = SandboxLimits(probe_cpu_seconds=1, probe_wall_seconds=20)
    source = "def fit(X_train, y_train, X_valid, y_valid, rng):\n    while True:\n        pass"
    with Sandbox(limits=limits) as sandbox:
        answer = observed(sandbox, source, fit.inputs("sheets", "any"))
    assert isinstance(answer, Failure)
    assert answer.reason == "timeout"
