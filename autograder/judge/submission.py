"""Read what a learner handed in, and put the released assignment back around their answers.

The file is hostile: it may be a link, a pipe, gigabytes, not JSON, or a notebook in which every field lies.  Reading
never follows a link or blocks, and what is kept of a cell is its type and its source.  Everything else comes from the
release: which cells there are, which of them are checks, what they are worth.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
"""A notebook as nbformat 4 JSON."""

Cell = dict[str, Any]

MAX_BYTES = 16 * 2**20
"""The largest notebook file that is read, in bytes: outputs of a learner's plots fit, a bomb does not."""

MAX_CELLS = 2000
"""The most cells that are kept of a submission."""

CELL_TYPES = ("code", "markdown", "raw")


class Unreadable(Exception):
    """A submitted file is not a notebook; the message says why, in words for its learner."""


@dataclass(frozen=True)
class Submission:
    """A submitted notebook: its raw cells, or the reason for which there are none, and the hash of its bytes."""

    cells: tuple[Cell, ...]
    sha256: str
    unreadable: str = ""


def read_timestamp(path: Path) -> str:
    """The text of a submission's `timestamp.txt`, or an empty string where there is no such file to read."""
    try:
        return _read_regular_file(path).decode("ascii", "replace")[:60].strip()
    except Unreadable:
        return ""


def read_submission(path: Path) -> Submission:
    """Read one submitted notebook.  Never raises for what the file holds: an unreadable one says why."""
    try:
        data = _read_regular_file(path)
    except Unreadable as reason:
        return Submission((), "", str(reason))
    digest = hashlib.sha256(data).hexdigest()
    try:
        return Submission(tuple(_cells(data)), digest)
    except Unreadable as reason:
        return Submission((), digest, str(reason))


def _read_regular_file(path: Path) -> bytes:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise Unreadable(f"No notebook called {path.name} was handed in.") from None
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be opened as a file ({error.strerror}).") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)  # a folder, a pipe or a device: Python makes no file object of a folder
        raise Unreadable(f"{path.name} is not a regular file.")
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"{path.name} is larger than {MAX_BYTES // 2**20} MiB. Clear its outputs and hand it in again."
        )
    return data


def _cells(data: bytes) -> Iterable[Cell]:
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable("The file is not a notebook: it is not valid JSON. Save it again from Jupyter.") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise Unreadable("The file is JSON but not a notebook of format 4. Save it again from a current Jupyter.")
    if len(notebook["cells"]) > MAX_CELLS:
        raise Unreadable(f"The notebook has more than {MAX_CELLS} cells.")
    return [cell for cell in map(_cell, notebook["cells"]) if cell is not None]


def _cell(raw: Any) -> Cell | None:
    """Type, source and grade id of a submitted cell, or None for what is not a cell."""
    if not isinstance(raw, dict) or raw.get("cell_type") not in CELL_TYPES:
        return None
    source = raw.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    metadata = raw.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    encodable = source.encode("utf-8", "replace").decode("utf-8")
    return {"type": raw["cell_type"], "source": encodable, "grade_id": grade_id if isinstance(grade_id, str) else None}


def nbgrader_marks(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """The nbgrader metadata of a cell of our own, empty for a cell that has none."""
    marks: Mapping[str, Any] = cell["metadata"].get("nbgrader", {})
    return marks


def is_check(cell: Mapping[str, Any]) -> bool:
    """Whether a cell of a released or restored notebook is a check cell, whose points are the judge's to give.

    A cell that carries points and is also an answer is for a person to grade.
    """
    marks = nbgrader_marks(cell)
    return cell["cell_type"] == "code" and bool(marks.get("grade")) and not marks.get("solution")


def is_marked_by_hand(cell: Mapping[str, Any]) -> bool:
    """Whether a person gives this cell its points."""
    marks = nbgrader_marks(cell)
    return not is_check(cell) and bool(marks.get("grade") or marks.get("task"))


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Whether a cell of a released or restored notebook is one that the learner fills in."""
    return bool(nbgrader_marks(cell).get("solution"))


def read_releases(folder: Path) -> dict[str, Notebook]:
    """The released notebooks of an assignment, by name."""
    return {path.stem: read_release(path) for path in sorted(folder.glob("*.ipynb"))}


def read_release(path: Path) -> Notebook:
    """A released notebook, with sources as single strings."""
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def unanswered(notebook: Notebook, release: Notebook) -> frozenset[str]:
    """Grade ids of the answer cells that stand as they were released."""
    stubs = {nbgrader_marks(c)["grade_id"]: c["source"] for c in release["cells"] if is_answer(c)}
    answers = [(nbgrader_marks(c)["grade_id"], c["source"]) for c in notebook["cells"] if is_answer(c)]
    return frozenset(grade_id for grade_id, source in answers if stubs.get(grade_id) == source)


def restore(submission: Submission, release: Notebook) -> Notebook:
    """The release with the learner's answers in it, and with the cells that the learner added, in their order.

    Locked and check cells are those of the release.  Of several cells with one grade id the last is the answer, as
    in nbgrader; the others stay as ordinary cells.  Cells that are missing are put back after the cell that they
    follow in the release.  Outputs and metadata of the learner's are left behind.
    """
    released = {nbgrader_marks(c)["grade_id"]: c for c in release["cells"] if "grade_id" in nbgrader_marks(c)}
    last = {cell["grade_id"]: n for n, cell in enumerate(submission.cells) if cell["grade_id"] in released}
    cells: list[Cell] = []
    for number, cell in enumerate(submission.cells):
        grade_id = cell["grade_id"]
        if last.get(grade_id) == number:
            cells.append(_filled(released[grade_id], cell["source"]))
        else:
            cells.append(_own_cell(cell, number))
    _put_back(cells, release["cells"], set(released) - set(last))
    metadata = {**release["metadata"], "autograder": {"submission": submission.sha256, "notes": _notes(submission)}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _filled(released: Cell, source: str) -> Cell:
    """A cell of the release, with the learner's source if it is one that the learner fills in."""
    cell = _cleared(released)
    if is_answer(cell):
        cell["source"] = source
    return cell


def _cleared(cell: Cell) -> Cell:
    cleared = copy.deepcopy(cell)
    if cleared["cell_type"] == "code":
        cleared["outputs"], cleared["execution_count"] = [], None
    return cleared


def _own_cell(cell: Cell, number: int) -> Cell:
    """A cell that the learner added, as a new cell without metadata."""
    own: Cell = {"cell_type": cell["type"], "id": f"own-{number}", "metadata": {}, "source": cell["source"]}
    return _cleared(own)


def _put_back(cells: list[Cell], release: list[Cell], missing: set[str]) -> None:
    """Insert the missing cells of the release after the cell that each follows there."""
    position = 0
    for released in release:
        grade_id = nbgrader_marks(released).get("grade_id")
        if grade_id in missing:
            cells.insert(position, _cleared(released))
            position += 1
        elif grade_id is not None:
            ids = [nbgrader_marks(cell).get("grade_id") for cell in cells]
            position = ids.index(grade_id) + 1


def _notes(submission: Submission) -> list[str]:
    return [submission.unreadable] if submission.unreadable else []
