"""The gradebook's database itself: waiting for others, saying what is wrong with it, and who is in it.

Does without nbgrader, whose import takes longer than asking.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from .classroom import CannotWrite

BUSY_SECONDS = 60.0
"""How long SQLite waits for another writer, such as the formgrader, before it gives up."""

SCORED = text(
    """
    SELECT DISTINCT submitted_assignment.student_id
    FROM submitted_assignment
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id
    JOIN grade ON grade.notebook_id = submitted_notebook.id
    WHERE assignment.name = :assignment AND grade.auto_score IS NOT NULL
    """
)
"""Students with an automatic score for an assignment, in nbgrader's tables."""


def patient(url: str, seconds: float = BUSY_SECONDS) -> str:
    """The URL with which SQLite waits so long for other writers, from the first connection on."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return url
    return parsed.update_query_dict({"timeout": str(seconds)}).render_as_string(hide_password=False)


@contextmanager
def reaching_database() -> Iterator[None]:
    """Turn what a database says when it is locked, full or gone into CannotWrite."""
    try:
        yield
    except DBAPIError as error:
        if not (error.connection_invalidated or type(error).__name__ == "OperationalError"):
            raise
        said = " ".join(str(error.orig).split())
        if "locked" in said:
            why = "The gradebook is locked by another program, such as the formgrader. Close what holds it"
        elif "full" in said or "disk" in said:
            why = f"The gradebook cannot be written ({said}). Make room on its disk"
        else:
            why = f"The gradebook cannot be reached ({said}). See to its database"
        raise CannotWrite(why) from None


def recorded_students(url: str, assignment: str) -> frozenset[str]:
    """The students whose scores for an assignment the gradebook at `url` holds; nobody where there is none yet.

    Raises CannotWrite where it cannot be reached.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return frozenset()
    engine = create_engine(patient(url))
    try:
        with reaching_database():
            if not inspect(engine).has_table("grade"):
                return frozenset()
            with engine.connect() as connection:
                return frozenset(connection.scalars(SCORED, {"assignment": assignment}))
    finally:
        engine.dispose()
