"""Take what came out of a sandbox for what it is: the word of hostile code.

An observation that crossed the wire is plain data already (see `autograder.wire`); here its structure is checked, so
that the comparison may rely on it.  Anything out of form is an observation of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..checks.probe import Observation, Opaque, failed
from ..tasks.schema import Task

ERRORS = ("missing", "not callable", "stub", "raised", "memory")
"""The kinds of error that an observation may report of itself; the others are for the judge to say."""

MAX_RESULTS = 20
"""The most results that are looked at; no task returns as many."""

MAX_ENTRIES = 30_000
"""The most entries of an array that are looked at: no right answer has as many, and no known wrong one."""

ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
"""Where an object lay in memory, which differs from run to run."""

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
"""Terminal colours and cursor movements (ECMA-48 control sequences)."""

IMAGE = re.compile(r"[A-Za-z0-9+/=\n]*")

MAX_OUTPUTS = 100
"""Outputs that are kept of one cell; a cell that shows a figure in every step of a loop has as many."""

MAX_OUTPUT = 20_000
"""Characters of text output that are kept of one cell."""

MAX_IMAGE = 2 * 2**20
"""Characters of base64 that are kept of one picture."""


def accept(task: Task, observation: Any) -> Observation:
    """An observation whose every field has its type, or the observation of a process that did not answer."""
    if not isinstance(observation, Mapping):
        return failed("killed")
    error = observation.get("error")
    parameters = _names(observation.get("parameters"))
    if error is not None:
        accepted = _error(error)
        accepted["parameters"] = parameters
        return accepted
    results = observation.get("results")
    if not isinstance(results, list) or not 1 <= len(results) <= MAX_RESULTS or not all(map(_is_data, results)):
        return failed("killed")
    own = {p.name for p in task.parameters}
    warned = observation.get("warnings")
    return {
        "results": [_within_reason(result) for result in results],
        "form": _text(observation.get("form"), 60),
        "touched": [name for name in _names(observation.get("touched")) or [] if name in own],
        "warnings": [_text(text, 200) for text in warned[:MAX_RESULTS]] if isinstance(warned, list) else [],
        "error": None,
        "parameters": parameters,
    }


def _error(error: Any) -> Observation:
    kind = error.get("kind") if isinstance(error, Mapping) else None
    if not isinstance(kind, str) or kind not in ERRORS:  # an array in its place would compare entry by entry
        return failed("killed")
    accepted = failed(kind, _text(error.get("type"), 100), _text(error.get("message"), 500))
    number = error.get("number")
    accepted["error"]["line"] = _text(error.get("line"), 200)
    accepted["error"]["number"] = number if type(number) is int and 0 <= number < 10**6 else 0
    return accepted


def _is_data(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_data, value))
    return value is None or isinstance(value, (bool, int, float, complex, str, np.ndarray, Opaque))


def _within_reason(value: Any) -> Any:
    """A result as it is compared and described; of a giant, and of what is not data, only a short name."""
    if isinstance(value, Opaque):
        return Opaque(_text(value.type_name, 100))
    if isinstance(value, np.ndarray) and value.size > MAX_ENTRIES:
        return Opaque(f"ndarray of {value.size:,} entries")
    return value


def _names(value: Any) -> list[str] | None:
    return [_text(name, 60) for name in value[:MAX_RESULTS]] if isinstance(value, list) else None


def _text(value: Any, limit: int) -> str:
    return ADDRESS.sub("0x…", ESCAPES.sub("", value))[:limit] if isinstance(value, str) else ""


def accept_outputs(outputs: Any) -> list[dict[str, Any]]:
    """Cell outputs in nbformat 4 with plain text and PNG pictures only: no HTML, no scripts, no links."""
    accepted: list[dict[str, Any]] = []
    left = MAX_OUTPUT
    for output in outputs[:MAX_OUTPUTS] if isinstance(outputs, list) else []:
        clean = _output(output, left) if isinstance(output, Mapping) else None
        if clean is not None:
            left -= sum(len(text) for text in _texts(clean))
            accepted.append(clean)
        if left <= 0:
            break
    return accepted


def _output(output: Mapping[str, Any], limit: int) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if not isinstance(kind, str):
        return None
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": _text(output.get("text"), limit)}
    if kind == "error":
        trace = output.get("traceback")
        lines = [_text(line, 2000) for line in trace[:50]] if isinstance(trace, list) else []
        name, value = _text(output.get("ename"), 100), _text(output.get("evalue"), 500)
        return {"output_type": "error", "ename": name, "evalue": value, "traceback": lines}
    data = output.get("data")
    if kind not in ("execute_result", "display_data") or not isinstance(data, Mapping):
        return None
    kept: dict[str, str] = {"text/plain": _text(data.get("text/plain"), limit)}
    image = data.get("image/png")
    if isinstance(image, str) and len(image) <= MAX_IMAGE and IMAGE.fullmatch(image):
        kept["image/png"] = image
    return {"output_type": "display_data", "data": kept, "metadata": {}}


def _texts(output: Mapping[str, Any]) -> list[str]:
    return [output.get("text", ""), output.get("data", {}).get("text/plain", ""), *output.get("traceback", [])]
