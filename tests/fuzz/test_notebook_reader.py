"""Whatever lies in a notebook's place, reading gives cells or a reason, restoring gives the released assignment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.judge.submission import Notebook, is_check, nbgrader_marks, read_release, read_submission, restore

TEXTS = st.text(st.characters(), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=10,
)
GRADE_IDS = st.sampled_from(["setup", "mse", "test_mse", "linear_forward", "test_linear_forward", "../x", ""]) | JSON
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | JSON,
        "source": TEXTS | st.lists(TEXTS, max_size=3) | JSON,
        "metadata": st.fixed_dictionaries(
            {
                "nbgrader": st.fixed_dictionaries({"grade_id": GRADE_IDS}, optional={"points": JSON, "grade": JSON})
                | JSON
            }
        )
        | JSON,
        "outputs": JSON,
        "id": JSON,
    },
)
NOTEBOOKS = st.fixed_dictionaries(
    {"cells": st.lists(CELLS | JSON, max_size=8)}, optional={"metadata": JSON, "nbformat": JSON}
)
PATIENT = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def release(repository: Path) -> Notebook:
    return read_release(repository / "exercises" / "linear" / "linear.ipynb")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "linear.ipynb"


def check_restored(restored: Notebook, release: Notebook) -> None:
    """Every cell of the release is there once, in its form; what carries points is the release's own."""
    ids = [nbgrader_marks(cell).get("grade_id") for cell in restored["cells"] if nbgrader_marks(cell)]
    released = {nbgrader_marks(c)["grade_id"]: c for c in release["cells"] if nbgrader_marks(c)}
    assert sorted(ids) == sorted(released)
    for cell in restored["cells"]:
        if nbgrader_marks(cell):
            original = released[nbgrader_marks(cell)["grade_id"]]
            assert cell["metadata"] == original["metadata"]
            assert cell["cell_type"] == original["cell_type"]
            assert cell["source"] == original["source"] or not is_check(cell)
        else:
            assert cell["metadata"] == {} or cell in release["cells"]
    assert len([cell for cell in restored["cells"] if is_check(cell)]) == 6
    nbformat.validate(nbformat.from_dict(json.loads(json.dumps(restored))))


@given(notebook=NOTEBOOKS)
@PATIENT
def test_any_notebook_is_restored_to_the_released_one(notebook: Any, place: Path, release: Notebook) -> None:
    place.write_text(json.dumps(notebook), encoding="ascii")
    submission = read_submission(place)
    assert submission.unreadable == ""
    assert len(submission.sha256) == 64
    check_restored(restore(submission, release), release)


@given(data=st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
@PATIENT
def test_any_file_is_cells_or_a_reason(data: bytes, place: Path, release: Notebook) -> None:
    place.write_bytes(data)
    submission = read_submission(place)
    assert bool(submission.unreadable) != bool(submission.cells) or submission.cells == ()
    check_restored(restore(submission, release), release)
