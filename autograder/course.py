"""Where a course keeps its things, and what it calls itself.

The learner's half uses `settings`; the folders are the instructor's.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

MARKER = "nbgrader_config.py"
"""The file that marks the root of a course."""


class CourseError(Exception):
    """The course, or something that it needs, is not where it should be; the message says what to do."""


@cache
def settings() -> Mapping[str, Any]:
    """The settings that ship with the package (`autograder/course.toml`): the address of the book."""
    text = (files(__package__) / "course.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def book_url() -> str:
    """The address under which learners read the book: AUTOGRADER_BOOK, else the course's own setting."""
    return os.environ.get("AUTOGRADER_BOOK", str(settings()["book_url"])).rstrip("/")


@dataclass(frozen=True)
class Course:
    """The folders of a course, from its root."""

    root: Path

    @property
    def solutions(self) -> Path:
        """Instructor notebooks, misconceptions and alternatives, a folder per assignment."""
        return self.root / "solutions"

    @property
    def exercises(self) -> Path:
        """Learner notebooks, generated, a folder per assignment."""
        return self.root / "exercises"

    @property
    def classroom(self) -> Path:
        """Gradebook and submissions, unless a command is given another folder."""
        return self.root / "classroom"

    @property
    def cards(self) -> Path:
        """The cards that ship with the package."""
        return self.root / "autograder" / "cards"

    @property
    def book(self) -> Path:
        """The chapters."""
        return self.root / "book"


def find_course(start: Path | None = None) -> Course:
    """The course that `start` (default: the current folder) is in.

    Raises CourseError where no folder upwards holds the marker file.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file() and (folder / "solutions").is_dir():
            return Course(folder)
    raise CourseError(
        f"{here} is not inside a course: no folder from there upwards holds {MARKER} and solutions/. "
        "Change to the folder of the course and run the command again."
    )
