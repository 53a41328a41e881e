"""Where a course keeps its things, and what it calls itself.

The learner's half uses `settings`, the content of `autograder/course.toml`; the folders are the instructor's.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypedDict, cast
from urllib.parse import urlsplit

MARKER = "nbgrader_config.py"
"""The file that marks the root of a course."""

LANGUAGES = ("en", "ko")
"""The languages that a course is written in."""

LINKS = ("submit", "forum", "syllabus", "contact")
"""The targets that an instructor can name; the book has words for them."""


class CourseError(Exception):
    """The course, or something that it needs, is not where it should be; the message says what to do."""


class Settings(TypedDict):
    """What `course.toml` says, validated: every key is there."""

    book_url: str
    """Where the site is published, without a slash at the end."""
    repository: str
    """`owner/name` on GitHub, or empty."""
    term: str
    """The name of this edition, fit for a folder and an address."""
    course_id: str
    """What nbgrader calls the course."""
    gradebook: str
    """The address of the gradebook's database, or empty for SQLite in the classroom."""
    title: Mapping[str, str]
    """The book's title by language."""
    authors: Mapping[str, str]
    """Its authors by language."""
    due: Mapping[str, datetime]
    """When assignments are due, with time zones; those without a date are not there."""
    links: Mapping[str, str]
    """Addresses by the names in LINKS, empty ones included."""
    lite: Mapping[str, str]
    """For exercises in the browser: `distribution`, a folder or an address of Pyodide's packages, or empty."""


@cache
def settings() -> Settings:
    """The settings that ship with the package."""
    return read_settings(Path(str(files(__package__) / "course.toml")))


def read_settings(file: Path) -> Settings:
    """The settings in a file.

    Raises CourseError that names the file, what was found and what was expected.
    """
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{file} is not TOML: {error}.") from None
    except OSError as error:
        raise CourseError(f"{file} cannot be read: {error.strerror}.") from None
    for complaint in _complaints(found):
        raise CourseError(f"{file}: {complaint}")
    return cast(Settings, found)


def is_public(address: str) -> bool:
    """Whether others than this machine's user can read the book at an address."""
    host = urlsplit(address).hostname or ""
    return host not in {"localhost", "::1"} and not host.startswith("127.")


def edition_url(course: Settings) -> str:
    """The address of this term's edition; on one's own machine there is one edition, and no folder for its term."""
    address = course["book_url"]
    return f"{address}/{course['term']}" if is_public(address) else address


def book_url() -> str:
    """The address under which learners read the book: AUTOGRADER_BOOK, else this edition's."""
    return os.environ.get("AUTOGRADER_BOOK", edition_url(settings())).rstrip("/")


# What can be wrong with the settings


def _complaints(found: Mapping[str, Any]) -> Iterable[str]:
    """Everything that is wrong, in sentences."""
    yield from _wrong_names(found, Settings.__annotations__, "setting", complete=True)
    for key, (fits, expected) in PLAIN.items():
        if key in found and not (isinstance(found[key], str) and fits(found[key])):
            yield f"{key} is {found[key]!r}; expected {expected}."
    for key, (names, complete, fits, expected) in _tables().items():
        table = found.get(key)
        if not isinstance(table, dict):
            yield f"{key} is {table!r}; expected a table, [{key}]."
            continue
        yield from _wrong_names(table, names, f"name in [{key}]", complete)
        for name, value in table.items():
            if name in names and not fits(value):
                yield f"{name} in [{key}] is {_shown(value)}; expected {expected}."


def _wrong_names(found: Iterable[str], known: Iterable[str], kind: str, complete: bool) -> Iterable[str]:
    """What is there and is not known, and, where all must be there, what is missing."""
    for name in found:
        if name not in known:
            from difflib import get_close_matches  # only for a mistake: learners import this module

            near = get_close_matches(name, known, n=1, cutoff=0.5)
            yield f"there is no {kind} {name!r}. {f'Did you mean {near[0]!r}?' if near else _listed(known)}"
    for name in known if complete else ():
        if name not in found:
            yield f"the {kind} {name!r} is missing. {_listed(known)}"


def _listed(known: Iterable[str]) -> str:
    return f"Known: {', '.join(known)}."


def _shown(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


def _is_web_address(value: str) -> bool:
    try:
        has_host = bool(urlsplit(value).hostname)
    except ValueError:  # a bracket of an IPv6 address alone
        return False
    return has_host and bool(re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value)) and not value.endswith("/")


def _is_gradebook(value: str) -> bool:
    """A database's URL that tells nobody a password: this file goes out with the package."""
    if not value:
        return True
    try:
        parts = urlsplit(value)
        return bool(re.fullmatch(r"[a-z]\w*(\+\w+)?", parts.scheme)) and "//" in value and parts.password is None
    except ValueError:
        return False


def _is_text(value: object) -> bool:
    return _is_line(value) and bool(str(value).strip())


def _is_line(value: object) -> bool:
    return isinstance(value, str) and "\n" not in value


def _is_link(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"(https?://[^\s/]\S*|mailto:\S+@\S+)?", value))


def _is_moment(value: object) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


PLAIN: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "book_url": (_is_web_address, "an address like https://example.org/course, without a slash at the end"),
    "repository": (lambda v: bool(re.fullmatch(r"([\w.-]+/[\w.-]+)?", v)), 'a GitHub repository "owner/name", or ""'),
    "term": (
        lambda v: bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", v)) and v not in LANGUAGES,
        "small letters, digits and hyphens, such as 2027-spring, and not the name of a language",
    ),
    "course_id": (lambda v: bool(re.fullmatch(r"[\w.-]+", v)), "letters, digits, dots and hyphens, without spaces"),
    "gradebook": (_is_gradebook, 'the URL of a database without a password (that goes into ~/.pgpass), or ""'),
}
"""For each plain setting, whether a value fits, and what was expected."""


def _tables() -> Mapping[str, tuple[tuple[str, ...], bool, Callable[[object], bool], str]]:
    """For each table: its names, whether all must be there, whether a value fits, and what was expected."""
    from .tasks import ASSIGNMENTS

    moment = "a date, a time and its offset from UTC, without quotation marks, such as 2027-03-15T23:59:00+09:00"
    address = 'an address (https://… or mailto:…), or "" for none'
    return {
        "title": (LANGUAGES, True, _is_text, "some text on one line"),
        "authors": (LANGUAGES, True, _is_text, "some text on one line"),
        "due": (ASSIGNMENTS, False, _is_moment, moment),
        "links": (LINKS, False, _is_link, address),
        "lite": (("distribution",), True, _is_line, 'a folder in the repository, an address, or ""'),
    }


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
    def gradebook(self) -> str:
        """The gradebook's database that `course.toml` in this folder names; empty for the classroom's own.

        It is this folder's file and not the one that ships with the package: a class that lies elsewhere, such as one
        made for a test, is not written into the gradebook of another.

        Raises CourseError where the file is not as it should be.
        """
        file = self.root / "autograder" / "course.toml"
        return read_settings(file)["gradebook"] if file.is_file() else ""

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
