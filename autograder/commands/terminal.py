"""What the commands share: consoles, options, and plain words in place of tracebacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from ..checks.card import CardError
from ..course import Course, CourseError
from ..gradebook.classroom import CannotWrite, Classroom
from ..gradebook.interruption import Stopped
from ..sandbox.client import IsolationUnavailable, SandboxError
from ..tasks import UnknownName

PLAIN_ERRORS = (CourseError, CardError, UnknownName, IsolationUnavailable, SandboxError)
"""Errors whose message is written for the user."""

OUTPUT = click.Path(dir_okay=False, path_type=Path)
"""A file that a command writes."""

Command = TypeVar("Command", bound=Callable[..., Any])

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def plainly(command: Command) -> Command:
    """Turn errors that are meant for the user into one sentence and exit code 2."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except PLAIN_ERRORS as error:
            raise SystemExit(_say(str(error))) from None
        except CannotWrite as error:
            _say(str(error))
            raise SystemExit(1) from None
        except Stopped as stopped:
            _say(str(stopped))
            raise SystemExit(stopped.code) from None
        except OSError as error:
            raise SystemExit(_say(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))) from None

    return wrapped  # type: ignore[return-value]


def say(message: str) -> None:
    """Write a sentence to stderr; what cannot be printed, such as control characters in a name, is replaced."""
    err.print("".join(c if c.isprintable() else "�" for c in message), markup=False)


def _say(message: str) -> int:
    say(message)
    return 2


def classroom_option(command: Command) -> Command:
    """The option that names the folder of the class."""
    return click.option(
        "--classroom",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the class, with submitted/ in it.  [default: classroom]",
    )(command)


def gradebook_option(command: Command) -> Command:
    """The option that names the gradebook's database, as SQLAlchemy does."""
    return click.option(
        "--gradebook",
        metavar="URL",
        envvar="AUTOGRADER_GRADEBOOK",
        callback=_usable_database,
        help="Database of the gradebook, such as postgresql+psycopg://grader@host/course; or set AUTOGRADER_GRADEBOOK."
        "  [default: gradebook.db in the classroom]",
    )(command)


def _usable_database(context: click.Context, parameter: click.Parameter, url: str | None) -> str | None:
    """The URL, if it is one and its driver is installed."""
    if not url:
        return None
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(url).get_dialect().import_dbapi()
    except ArgumentError:  # no URL, or a kind of database that SQLAlchemy does not know
        raise click.BadParameter(
            f"{url!r} names no database. Examples: sqlite:////home/me/gradebook.db, postgresql+psycopg://grader@host/course"
        ) from None
    except ImportError as error:
        raise click.BadParameter(
            f"{url!r} needs a driver that is not installed ({error}). For postgresql+psycopg://…: "
            "pip install 'forward-and-backward[postgres]'"
        ) from None
    return url


def classroom_of(course: Course, folder: Path | None) -> Classroom:
    """The class in `folder`, or the course's own, whose gradebook `course.toml` may name."""
    if folder:
        return Classroom(folder.resolve())
    return Classroom(course.classroom.resolve(), course.gradebook)


@contextmanager
def open_gradebook(url: str) -> Iterator[Any]:
    """An existing gradebook; nbgrader would make an empty one without a word."""
    from ..gradebook.database import reaching_database
    from ..gradebook.models import Gradebook, MissingEntry

    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not path.is_file():
        raise CourseError(f"There is no gradebook at {path}. Grade first: autograder grade ASSIGNMENT")
    with reaching_database():
        book = Gradebook(url)
    try:
        yield book
    except MissingEntry as error:
        raise CourseError(
            f"The gradebook does not know this: {error}. Grade first: autograder grade ASSIGNMENT"
        ) from None
    finally:
        book.close()
