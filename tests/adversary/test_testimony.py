"""What the judge keeps of a hostile answer is small, whatever the answer was."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks.probe import Opaque
from autograder.judge.testimony import MAX_ENTRIES, MAX_OUTPUTS, accept, accept_outputs
from autograder.tasks import find_task

MSE = find_task("mse")


def said(**fields: Any) -> dict[str, Any]:
    return {"results": [0.0], "form": "float", "touched": [], "error": None, "parameters": None, **fields}


def test_of_a_giant_array_only_its_size_is_kept() -> None:
    accepted = accept(MSE, said(results=[np.zeros(MAX_ENTRIES + 1, dtype=np.int8)]))
    assert accepted["results"] == [Opaque(f"ndarray of {MAX_ENTRIES + 1:,} entries")]


def test_an_array_that_a_task_could_return_is_kept() -> None:
    array = np.arange(float(MAX_ENTRIES))
    assert accept(MSE, said(results=[array]))["results"][0] is array


def test_a_type_s_name_is_kept_short_and_without_terminal_commands() -> None:
    accepted = accept(MSE, said(results=[Opaque("\x1b[31m" + "x" * 10**6)]))
    assert accepted["results"] == [Opaque("x" * 100)]


@pytest.mark.parametrize("kind", [np.zeros(2), ["missing"], {}, 3, None, "timeout", "passed"], ids=repr)
def test_an_error_of_no_known_kind_is_the_silence_of_a_process_that_ended(kind: Any) -> None:
    accepted = accept(MSE, said(error={"kind": kind, "type": "x", "message": "y"}))
    assert accepted["error"]["kind"] == "killed"


def test_only_so_many_outputs_of_a_cell_are_kept() -> None:
    empty = {"output_type": "display_data", "data": {}, "metadata": {}}
    assert len(accept_outputs([empty] * 10_000)) == MAX_OUTPUTS
