"""The journal of an assignment: where each score comes from, one line per graded submission, only ever added to.

`journal-<assignment>.jsonl` in the folder of the class holds what it takes to repeat and to explain a score: the
hashes of what was handed in, the versions of the tasks, the seed, the version of the package, the verdicts.  It is
readable by its owner alone, because whoever knows the seed knows the hidden inputs.  The order of the lines counts,
not their times: a clock may jump.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MODE = 0o600
"""Of the journal: it holds seeds."""


@dataclass(frozen=True)
class Entry:
    """One graded submission.

    `submission` are SHA-256 hashes of the files by notebook, empty where there was no file; `tasks` are versions and
    `verdicts` results by task; `tries` counts the workers that it took; `seconds` is the time that grading took and
    `graded` when that was, in UTC by the clock of the machine.
    """

    student: str
    submission: Mapping[str, str]
    tasks: Mapping[str, str]
    seed: str
    package: str
    verdicts: Mapping[str, Mapping[str, Any]]
    handed_in: str
    tries: int
    seconds: float
    graded: str = field(default_factory=lambda: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))


class Journal:
    """The journal of one assignment of a class."""

    def __init__(self, classroom: Path, assignment: str) -> None:
        self.path = classroom / f"journal-{assignment}.jsonl"

    def append(self, entry: Entry) -> None:
        """Add a line; when this returns it is on the disk.

        Where it cannot be written whole, nothing of it stays.  A torn line that a crash of the machine has left is
        closed first, so that it spoils no other.
        """
        line = json.dumps(asdict(entry), sort_keys=True).encode() + b"\n"
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, MODE)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            size = os.fstat(descriptor).st_size
            torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            try:
                _write_whole(file.write, b"\n" + line if torn else line)
                os.fsync(descriptor)
            except BaseException:
                os.ftruncate(descriptor, size)
                raise

    def entries(self) -> Iterator[Entry]:
        """Every graded submission, oldest first; lines that a crash has torn are passed over."""
        if not self.path.is_file():
            return
        with self.path.open("rb") as file:
            for line in file:
                try:
                    entry = Entry(**json.loads(line))
                except (ValueError, TypeError):
                    continue
                yield entry

    def of_student(self, student: str) -> list[Entry]:
        """What there is on one student, oldest first."""
        return [entry for entry in self.entries() if entry.student == student]


def _write_whole(write: Callable[[bytes], int | None], data: bytes) -> None:
    """Write all of `data`; a write may take only a part, as on a disk that is nearly full."""
    while data:
        data = data[write(data) or 0 :]
