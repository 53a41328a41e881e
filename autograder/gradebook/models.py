"""nbgrader's gradebook, imported without the seconds that a part of it takes which nothing here uses.

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
