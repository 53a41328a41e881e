"""What attacks do to a notebook file: every function takes the notebook as JSON and returns it, or the file's bytes."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from typing import Any

from autograder.judge.submission import MAX_BYTES, MAX_CELLS

Notebook = dict[str, Any]
Edit = Callable[[Notebook], Notebook | bytes]


def _marks(cell: dict[str, Any]) -> dict[str, Any]:
    marks: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return marks


def own_cell(source: str, kind: str = "code") -> dict[str, Any]:
    """A cell that a learner adds."""
    cell: dict[str, Any] = {"cell_type": kind, "id": os.urandom(4).hex(), "metadata": {}, "source": source}
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


def as_bytes(notebook: Notebook) -> bytes:
    """A notebook file as Jupyter saves it; characters that no encoding has are escaped, as in any JSON."""
    return json.dumps(notebook, indent=1).encode("ascii")


# Fields


def claim_points(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        if _marks(cell).get("grade"):
            cell["source"] = 'print("20 of 20 points")'
            outcome = {"text/plain": "1000.0", "text/html": "<script>alert(1)</script>"}
            cell["outputs"] = [
                {"output_type": "execute_result", "data": outcome, "metadata": {}, "execution_count": 1},
                {"output_type": "stream", "name": "stdout", "text": "5 of 5 points"},
            ]
            _marks(cell).update(points=1000, locked=False, grade=True, checksum="0" * 32)
    return notebook


def claim_verdict(notebook: Notebook) -> Notebook:
    verdicts = [
        {"task": _marks(cell)["grade_id"], "points": 5.0, "max_points": 5.0, "status": "passed", "stages": []}
        for cell in notebook["cells"]
        if _marks(cell).get("solution")
    ]
    notebook["metadata"]["autograder"] = {
        "submission": "0" * 64,
        "notes": ["20 of 20 points"],
        "seed": "mine",
        "verdicts": verdicts,
    }
    return notebook


def retype_cells(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        if _marks(cell).get("grade"):
            cell["cell_type"] = "markdown"
            _marks(cell)["cell_type"] = "markdown"
        elif _marks(cell).get("solution"):
            _marks(cell).update(grade=True, points=100, locked=True)
        elif cell["cell_type"] == "markdown":
            cell["metadata"]["nbgrader"] = {
                "grade": True,
                "solution": True,
                "task": True,
                "grade_id": "x",
                "points": 50,
            }
    return notebook


def relabel_cells(notebook: Notebook) -> Notebook:
    marked = [cell for cell in notebook["cells"] if _marks(cell)]
    ids = [_marks(cell)["grade_id"] for cell in marked]
    for cell, grade_id in zip(marked, [*ids[1:], ids[0]], strict=True):
        _marks(cell)["grade_id"] = grade_id
    return notebook


def name_cells_like_paths(notebook: Notebook) -> Notebook:
    """Beside the cells of the assignment, cells of the learner's under impossible names."""
    names = [
        "../../../evil",
        "/etc/passwd",
        "a/b",
        "..",
        "",
        "<img src=x onerror=alert(1)>",
        "x" * 10_000,
        "\x00",
        "\ud800",
    ]
    for name in names:
        cell = own_cell("pass")
        cell["id"] = name
        cell["metadata"]["nbgrader"] = {
            "grade": True,
            "grade_id": name,
            "points": 100,
            "locked": False,
            "solution": False,
        }
        notebook["cells"].append(cell)
    for cell in notebook["cells"][:3]:
        cell["id"] = "the-same"
    return notebook


def delete_checks(notebook: Notebook) -> Notebook:
    notebook["cells"] = [cell for cell in notebook["cells"] if not _marks(cell).get("grade")]
    return notebook


def double_cells(notebook: Notebook) -> Notebook:
    notebook["cells"] = [copy.deepcopy(cell) for cell in notebook["cells"] for _ in range(2)]
    return notebook


def double_checks(notebook: Notebook) -> Notebook:
    check = next(cell for cell in notebook["cells"] if _marks(cell).get("grade"))
    notebook["cells"] += [copy.deepcopy(check) for _ in range(1000)]
    return notebook


def foreign_schema(notebook: Notebook) -> Notebook:
    versions = [99, -1, "3", None, [], 1e300]
    for number, cell in enumerate(cell for cell in notebook["cells"] if _marks(cell)):
        _marks(cell)["schema_version"] = versions[number % len(versions)]
    return notebook


def odd_metadata(notebook: Notebook) -> Notebook:
    """The marks of the answers stay; everything around them is of a wrong type or a wrong size."""
    odd: list[Any] = [
        [],
        3,
        None,
        "nbgrader",
        {"nbgrader": []},
        {"nbgrader": {"grade_id": ["mse"]}},
        {"x": "y" * 10**6},
    ]
    for number, cell in enumerate(cell for cell in notebook["cells"] if not _marks(cell)):
        cell["metadata"] = odd[number % len(odd)]
    for cell in odd:
        notebook["cells"].append(
            {"cell_type": "code", "metadata": cell, "source": "pass", "outputs": 7, "execution_count": {}}
        )
    notebook["cells"] += [
        None,
        3,
        [],
        {"cell_type": ["code"]},
        {"cell_type": "code", "source": {"a": 1}},
        {"cell_type": "heading"},
    ]
    notebook["metadata"] = [1, 2, 3]
    return notebook


def foreign_kernel(notebook: Notebook) -> Notebook:
    notebook["metadata"]["kernelspec"] = {
        "name": "../../evil",
        "language": "bash",
        "display_name": "<script>alert(1)</script>",
    }
    notebook["metadata"]["language_info"] = {"name": "bash; touch adversary-was-here"}
    return notebook


def old_format(notebook: Notebook) -> Notebook:
    return {"worksheets": [{"cells": notebook["cells"]}], "nbformat": 3, "nbformat_minor": 0, "metadata": {}}


def future_format(notebook: Notebook) -> Notebook:
    return {**notebook, "nbformat": 99, "nbformat_minor": 10**9}


def odd_characters(notebook: Notebook) -> Notebook:
    odd = "\x00 \ud800 \u2028 \u202e \ufeff \x1b[2J \x07 \U0010ffff"
    notebook["cells"] += [
        own_cell(f"'{odd}'"),
        own_cell(odd, "markdown"),
        own_cell(odd, "raw"),
        own_cell(f"print({odd!r})"),
    ]
    return notebook


def many_printing_cells(notebook: Notebook) -> Notebook:
    notebook["cells"] += [
        own_cell("from IPython.display import display\nfor _ in range(3000): display({'text/plain': 'x'}, raw=True)")
    ]
    notebook["cells"] += [own_cell("print('x' * 10**6)") for _ in range(50)]
    return notebook


# Bytes


def repeat_keys(notebook: Notebook) -> bytes:
    return (
        as_bytes(notebook)
        .replace(b'"nbformat": 4,', b'"nbformat": 4, "cells_of_mine": [], "nbformat": 4,', 1)
        .replace(b'"cell_type": "code",', b'"cell_type": "raw", "cell_type": "code",')
    )


def nest_deeply(notebook: Notebook) -> bytes:
    return b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


def endless_number(notebook: Notebook) -> bytes:
    return b'{"cells": [' + b"9" * 10**6 + b"]}"


def enormous(notebook: Notebook) -> bytes:
    return as_bytes(notebook) + b" " * (MAX_BYTES + 2**20)


def many_small_things(notebook: Notebook) -> bytes:
    return b'{"cells": [' + b"[]," * ((MAX_BYTES - 100) // 3) + b"[]]}"


def many_cells(notebook: Notebook) -> Notebook:
    notebook["cells"] += [own_cell("pass") for _ in range(MAX_CELLS)]
    return notebook


def in_utf_16(notebook: Notebook) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode("utf-16")


def picture(notebook: Notebook) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10


def nothing(notebook: Notebook) -> bytes:
    return b""


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        claim_points, claim_verdict, retype_cells, relabel_cells, name_cells_like_paths, delete_checks, double_cells,
        double_checks, foreign_schema, odd_metadata, foreign_kernel, old_format, future_format, odd_characters,
        many_printing_cells, repeat_keys, nest_deeply, endless_number, enormous, many_small_things, many_cells,
        in_utf_16, picture, nothing,
    )
}  # fmt: skip
"""By the names under which attacks ask for them."""
