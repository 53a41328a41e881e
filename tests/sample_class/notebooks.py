"""Notebooks as students hand them in: the released one with answers in its cells, and cells of their own."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]
Solved = Mapping[str, str]
"""The source that a student writes into the answer cell of a task, by the task's name."""


def fill(release: Notebook, answers: Solved) -> Notebook:
    """The released notebook with these answers in their cells; tasks without an answer stay as released."""
    notebook = copy.deepcopy(release)
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution") and marks["grade_id"] in answers:
            cell["source"] = answers[marks["grade_id"]].strip("\n")
    return notebook


def own_cell(kind: str, source: str) -> Cell:
    """A cell that a learner adds."""
    cell: Cell = {"cell_type": kind, "id": f"added-{kind}", "metadata": {}, "source": source.strip("\n")}
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


def with_cell(notebook: Notebook, kind: str, source: str, after: str = "setup") -> Notebook:
    """The notebook with one more cell after the one that has this grade id."""
    cells = []
    for cell in notebook["cells"]:
        cells.append(cell)
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == after:
            cells.append(own_cell(kind, source))
    return {**notebook, "cells": cells}


def as_bytes(notebook: Notebook) -> bytes:
    """A notebook file as Jupyter saves it."""
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
