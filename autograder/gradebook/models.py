"""nbgrader's gradebook, imported without the seconds that a part of it takes which nothing here uses.

jsonschema, which nbgrader imports, builds a grammar of internationalised addresses (rfc3987_syntax) when it is
imported: more than half of nbgrader's import time.  It does without where that module is absent, and no notebook has a
field of that format.
"""

import os
import sys
from pathlib import Path

ABSENT = "rfc3987_syntax"

_had = ABSENT in sys.modules
if not _had:
    sys.modules[ABSENT] = None  # type: ignore[assignment]  # how Python marks a module that cannot be imported
try:
    from nbgrader import utils
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
    from nbgrader.preprocessors import AssignLatePenalties, SaveCells
finally:
    if not _had:
        del sys.modules[ABSENT]

# For a new database nbgrader runs the program `alembic`, by name: the one of this environment, activated or not.
PROGRAMS = str(Path(sys.executable).parent)
if PROGRAMS not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([PROGRAMS, os.environ.get("PATH", os.defpath)])

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
