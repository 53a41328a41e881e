"""What a child may answer: the shape of every frame that comes from beside learner code.

A frame that is not exactly the answer to the question that was asked is a :class:`~autograder.wire.WireError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder import wire

__all__ = ["CellResult", "Failure", "Item", "Reason", "read_cell", "read_probe"]

_LONGEST_TEXT = 500

Reason = Literal["error", "timeout", "memory", "killed", "output"]
"""Why an item has no answer: it raised past its probe, took too long, ran out of memory, ended its process or
sent what it should not, sent too much."""


@dataclass(frozen=True)
class Failure:
    """An item without an answer.

    :param reason: see :data:`Reason`.
    :param text: a sentence about it, of the sandbox's own or of the child's: to be escaped where shown.
    """

    reason: Reason
    text: str


@dataclass(frozen=True)
class CellResult:
    """One cell as it ran.

    :param outputs: as a notebook keeps them (``output_type`` stream, display_data, execute_result or error), every
        value a string; the learner's text, to be escaped where shown.
    :param error: the name of the exception's type, or ``None``.
    :param truncated: some output was cut off.
    :param failure: why the cell had to be stopped, or ``None``.
    """

    outputs: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None
    truncated: bool = False
    failure: Failure | None = None


@dataclass(frozen=True)
class Item:
    """A cell, ``key`` being its index, or a probe, ``key`` being its key."""

    kind: Literal["cell", "probe"]
    key: int | str
    task: str | None = None


def read_cell(frame: Any, item: Item) -> CellResult | Failure:
    """The answer to a cell, if ``frame`` is exactly that."""
    failure = _read_failure(frame, item)
    if failure is not None:
        return failure
    _expect(frame, {"cell", "outputs", "truncated", "error"})
    outputs, truncated, error = frame["outputs"], frame["truncated"], frame["error"]
    if not (type(outputs) is list and type(truncated) is bool and type(error) in (str, type(None))):
        raise wire.WireError("Its answer has the wrong types.")
    if error == "MemoryError":
        return Failure("memory", "The memory limit was reached.")
    return CellResult([_read_output(output) for output in outputs], error and error[:_LONGEST_TEXT], truncated)


def read_probe(frame: Any, item: Item) -> Any:
    """The observation, if ``frame`` is exactly the answer to this probe."""
    failure = _read_failure(frame, item)
    if failure is not None:
        return failure
    _expect(frame, {"probe", "observation"})
    return frame["observation"]


def _read_failure(frame: Any, item: Item) -> Failure | None:
    """A failure that the child itself reports; checks on the way that ``frame`` is about ``item``."""
    if type(frame) is not dict or type(frame.get(item.kind)) is not type(item.key) or frame[item.kind] != item.key:
        raise wire.WireError("Its answer is to another question.")
    if "failure" not in frame:
        return None
    _expect(frame, {item.kind, "failure", "text"})
    reason, text = frame["failure"], frame["text"]
    if not (type(reason) is str and reason in ("error", "memory", "output") and type(text) is str):
        raise wire.WireError("Its answer has the wrong types.")
    return Failure(reason, text[:_LONGEST_TEXT])  # type: ignore[arg-type]  # one of the three


def _expect(frame: dict[str, Any], names: set[str]) -> None:
    if set(frame) != names:
        raise wire.WireError("Its answer has the wrong parts.")


_OUTPUT_PARTS: Mapping[str, dict[str, type]] = {
    "stream": {"name": str, "text": str},
    "display_data": {"data": dict, "metadata": dict},
    "execute_result": {"data": dict, "metadata": dict, "execution_count": int},
    "error": {"ename": str, "evalue": str, "traceback": list},
}


def _read_output(output: Any) -> dict[str, Any]:
    """One output of a cell, if it is what a notebook may keep: strings, all the way down."""
    if type(output) is not dict or type(output.get("output_type")) is not str:
        raise wire.WireError("Its output is not an output.")
    parts = {"output_type": str, **_OUTPUT_PARTS.get(output["output_type"], {"": str})}
    if {name: type(value) for name, value in output.items()} != parts:
        raise wire.WireError("Its output has the wrong parts.")
    texts = [*output.get("data", {}).values(), *output.get("traceback", [])]
    if not all(type(text) is str for text in texts) or output.get("metadata", {}):
        raise wire.WireError("Its output has the wrong types.")
    if output.get("name", "stdout") not in ("stdout", "stderr"):
        raise wire.WireError("Its output is on a stream that is none.")
    return dict(output)
