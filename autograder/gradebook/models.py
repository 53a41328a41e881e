"""nbgrader's gradebook, imported and created without the seconds that parts of it take which nothing here uses.

jsonschema, which nbgrader imports, builds a grammar of internationalised addresses (rfc3987_syntax) when it is
imported: more than half of nbgrader's import time.  It does without where that module is absent, and no notebook has a
field of that format.
"""

import sys

ABSENT = "rfc3987_syntax"

_had = ABSENT in sys.modules
if not _had:
    sys.modules[ABSENT] = None  # type: ignore[assignment]  # how Python marks a module that cannot be imported
try:
    from nbgrader import api, utils
    from nbgrader.api import (
        Assignment,
        Comment,
        Grade,
        Gradebook,
        MissingEntry,
        Student,
        SubmittedAssignment,
        SubmittedNotebook,
    )
    from nbgrader.dbutil import ALEMBIC_DIR
    from nbgrader.preprocessors import AssignLatePenalties, SaveCells
finally:
    if not _had:
        del sys.modules[ABSENT]


def newest_revision() -> str:
    """The revision of the gradebook's tables that a new database has, read in this process."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


# nbgrader starts the program `alembic` to learn this, which takes seconds and must be found by name on the PATH.
api.get_alembic_version = newest_revision

__all__ = [
    "AssignLatePenalties",
    "Assignment",
    "Comment",
    "Grade",
    "Gradebook",
    "MissingEntry",
    "SaveCells",
    "Student",
    "SubmittedAssignment",
    "SubmittedNotebook",
    "utils",
]
