"""nbgrader's plug-ins: declared points in its releases, the judge in its autograde step, our page in its feedback
step, quoted CSV in its export.

They are named in `nbgrader_config.py`.  `nbgrader autograde` and the formgrader's button run them one submission at a
time; `autograder grade` does the same work, many submissions at once.
"""

from .autograde import JudgeCells, RestoreCells, SaveVerdicts, SubmissionExporter
from .declaration import DeclaredPoints, DueDate
from .export import CsvExport
from .feedback import FeedbackExporter, GatherGrades

__all__ = [
    "CsvExport",
    "DeclaredPoints",
    "DueDate",
    "FeedbackExporter",
    "GatherGrades",
    "JudgeCells",
    "RestoreCells",
    "SaveVerdicts",
    "SubmissionExporter",
]
