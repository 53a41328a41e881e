"""The results of a run for `--json`, kept on disk while it lasts: memory does not grow with the class."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .classroom import write_atomically_from


class Results:
    """Results by student, in whatever order they come; a context manager.  Without a `target` nothing is kept.

    Of a student in memory there is only where in a temporary file the result lies.
    """

    def __init__(self, target: Path | None) -> None:
        self._target = target
        self._places: dict[str, int] = {}
        self._spool = tempfile.TemporaryFile() if target else None  # noqa: SIM115  (closed by __exit__)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._spool:
            self._spool.close()

    def add(self, student: str, result: Mapping[str, Any]) -> None:
        """Keep a student's result; a later one takes the place of an earlier one."""
        if self._spool:
            self._spool.seek(0, 2)
            self._places[student] = self._spool.tell()
            self._spool.write(json.dumps(result).encode() + b"\n")

    def write(self) -> None:
        """Write the target, students in order of their names, with the bytes that `json.dumps` would give for all."""
        if self._target:
            write_atomically_from(self._target, self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        """`{student: result}`, indented by one, a student at a time."""
        assert self._spool is not None
        for number, student in enumerate(sorted(self._places)):
            self._spool.seek(self._places[student])
            entry = {student: json.loads(self._spool.readline())}
            text = json.dumps(entry, indent=1, sort_keys=True, ensure_ascii=False).removeprefix("{").removesuffix("\n}")
            # a name that is no text, as a file system may hold, becomes an escape that JSON reads back
            yield ("{" if number == 0 else ",").encode() + text.encode("utf-8", "backslashreplace")
        yield b"\n}\n" if self._places else b"{}\n"
