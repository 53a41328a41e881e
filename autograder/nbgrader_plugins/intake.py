"""What nbgrader's converter may touch of a folder that a learner filled.

nbgrader copies every file of a submission into `autograded/`, and from there into what learners get as feedback; it
follows links on the way, reads `timestamp.txt` through whatever stands in its place, and a student's name that its
patterns do not match ends the run for everybody.  A course that shows a learner's code nothing of its own folder needs
no copies: here only notebooks are let in, and `read_submission` reads them.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from ..gradebook.classroom import write_atomically
from ..gradebook.writer import parse_timestamp
from ..judge.submission import read_timestamp

TIMESTAMP = "timestamp.txt"


class Intake(CourseDirectory):
    """A course's folders as the converter of one run sees them: of submissions, nothing but the notebooks."""

    @classmethod
    def of(cls, folders: CourseDirectory) -> Intake:
        """The same folders, the same selection of students and notebooks, and less that is copied."""
        intake = cls(
            parent=folders.parent, **{name: getattr(folders, name) for name in folders.trait_names(config=True)}
        )
        submission = folders.format_path(folders.submitted_directory, folders.student_id, folders.assignment_id)
        intake.ignore = [*folders.ignore, f"{submission}/*", f"{submission}/.*"]
        return intake

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """When a submission came in; None where its `timestamp.txt` is no plain file with a time in it."""
        return parse_timestamp(read_timestamp(Path(dest_path) / TIMESTAMP))


def admit(converter: Any) -> None:
    """Leave out, before the converter opens anything, the folders that are no submission; the log says which.

    `converter` is nbgrader's, about to start on the submissions in its `assignments` (path → notebooks).
    """
    converter.coursedir = Intake.of(converter.coursedir)
    pattern = converter._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
    refused = {path: reason for path in converter.assignments if (reason := _refusal(Path(path), pattern))}
    for path, reason in refused.items():
        converter.log.error("%r is not graded: %s", path, reason)
    converter.assignments = {path: found for path, found in converter.assignments.items() if path not in refused}


def keep_timestamp(converter: Any, ids: Mapping[str, str], submission: Path) -> None:
    """Write the time at which a submission came in beside its autograded notebook, where nbgrader looks for it."""
    graded = Path(converter._format_dest(ids["assignment"], ids["student"]))
    timestamp = read_timestamp(submission / TIMESTAMP)
    if timestamp and submission != graded:
        write_atomically(graded / TIMESTAMP, timestamp.encode())


def _refusal(folder: Path, pattern: str) -> str:
    """Why a folder is not graded, or an empty string."""
    links = [place for place in (folder, folder.parent) if place.is_symlink()]
    if links:
        return f"{links[0].name!r} is a link to another folder. Put the files themselves there."
    if not stat.S_ISDIR(folder.lstat().st_mode):
        return "it is not a folder."
    if re.match(pattern, str(folder)) is None:
        return "nbgrader cannot take the student's name apart; `autograder grade` can."
    return ""
