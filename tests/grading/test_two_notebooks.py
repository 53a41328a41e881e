"""The capstone: an assignment of two notebooks, each judged where only what it may use can be imported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from courses import Command, Place
from nbgrader.api import Gradebook
from sample_class.answers import taught
from sample_class.notebooks import fill

from autograder.course import Course
from autograder.judge.submission import read_releases

ASSIGNMENT = "capstone"
FORM_ALONE = "def fit(X_train, y_train, X_valid, y_valid, rng):\n    return lambda X: X[:, 0].astype(int) * 0"
IMPORTS_TORCH = f"import torch\n\n{FORM_ALONE}"
NO_STEP = (
    "def train_step(module, optimiser, X, y):\n"
    "    module.train()\n"
    "    optimiser.zero_grad()\n"
    "    loss = F.cross_entropy(module(X), y)\n"
    "    loss.backward()\n"
    "    return loss.item()"
)
IMPORTS_SKLEARN = (
    "def fit_torch(X_train, y_train, X_valid, y_valid, seed):\n"
    "    from sklearn.datasets import load_digits\n"
    "    return nn.Linear(64, 10)"
)


def hand_in(place: Place, student: str, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Hand in the notebooks that are named, with these answers in them."""
    folder = place.classroom / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    releases = read_releases(place.root / "exercises" / ASSIGNMENT)
    for name, given in answers.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(fill(releases[name], given)), encoding="utf-8")


@pytest.fixture(scope="module")
def place(make_course: Callable[..., Place], repository: Path) -> Place:
    place = make_course("empty")
    shutil.rmtree(place.classroom / "submitted")
    right = taught(Course(repository), ASSIGNMENT)
    hand_in(place, "right", {"numpy": right, "pytorch": right})
    hand_in(place, "numpy-alone", {"numpy": right})
    wrong = {**right, "train_step": NO_STEP, "fit_torch": IMPORTS_SKLEARN}
    hand_in(place, "pytorch-wrong", {"numpy": {"fit": FORM_ALONE}, "pytorch": wrong})
    hand_in(place, "pytorch-in-numpy", {"numpy": {"fit": IMPORTS_TORCH}, "pytorch": {}})
    return place


@pytest.fixture(scope="module")
def results(place: Place, command: Command, isolation: None) -> Any:
    """What `--json` says of the class."""
    target = place.root / "results.json"
    options = ("--json", target, "--jobs", 1, "--seed", "two-notebooks")
    process = command("autograder", "grade", ASSIGNMENT, *options, cwd=place.root)
    assert process.returncode == 0, process.stdout + process.stderr
    return json.loads(target.read_text(encoding="utf-8"))


def points(results: Any, student: str) -> dict[str, float]:
    return {task: verdict["points"] for task, verdict in results[student]["tasks"].items()}


def test_two_right_notebooks_earn_everything(results: Any) -> None:
    full = {"fit": 18, "build_mlp": 2, "copy_weights": 4, "train_step": 3, "fit_torch": 3}
    assert points(results, "right") == full
    assert (results["right"]["score"], results["right"]["max_score"]) == (30, 30)


def test_a_missing_notebook_costs_its_own_points_only(results: Any, place: Place) -> None:
    assert results["numpy-alone"]["score"] == 18
    assert {results["numpy-alone"]["tasks"][name]["status"] for name in ("build_mlp", "fit_torch")} == {"missing"}
    page = place.classroom / "feedback" / "numpy-alone" / ASSIGNMENT / "pytorch.html"
    assert "No notebook called pytorch.ipynb was handed in" in page.read_text(encoding="utf-8")


def test_mistakes_in_pytorch_are_named_and_cost_their_own_tasks(results: Any) -> None:
    earned = points(results, "pytorch-wrong")
    assert (earned["build_mlp"], earned["copy_weights"]) == (2, 4)
    assert 0 < earned["train_step"] < 3
    assert results["pytorch-wrong"]["tasks"]["train_step"]["misconception"] == "never_updated"


def test_an_answer_without_learning_earns_nothing_for_its_form(results: Any) -> None:
    assert points(results, "pytorch-wrong")["fit"] == 0


def test_each_notebook_can_import_only_what_it_may_use(results: Any, place: Place) -> None:
    assert results["pytorch-in-numpy"]["tasks"]["fit"]["points"] == 0
    judged = place.classroom / "autograded" / "pytorch-in-numpy" / ASSIGNMENT / "numpy.ipynb"
    assert "No module named 'torch'" in judged.read_text(encoding="utf-8")
    assert points(results, "pytorch-wrong")["fit_torch"] == 0
    judged = place.classroom / "autograded" / "pytorch-wrong" / ASSIGNMENT / "pytorch.ipynb"
    assert "No module named 'sklearn'" in judged.read_text(encoding="utf-8")


def test_the_gradebook_holds_both_notebooks(results: Any, place: Place) -> None:
    with Gradebook(place.gradebook) as gradebook:
        found = {
            (submission.student.id, notebook.name): notebook.score
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
        }
    assert found["right", "numpy"] == 18
    assert found["right", "pytorch"] == 12
    assert found["numpy-alone", "pytorch"] == 0


def test_the_class_report_leads_to_the_feedback_of_both(results: Any, place: Place, command: Command) -> None:
    reported = command("autograder", "report", ASSIGNMENT, "--to", "report.html", cwd=place.root)
    assert reported.returncode == 0, reported.stderr
    page = (place.root / "report.html").read_text(encoding="utf-8")
    assert f"right/{ASSIGNMENT}/numpy.html" in page
    assert f"right/{ASSIGNMENT}/pytorch.html" in page
