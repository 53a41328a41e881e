"""nbgrader's plug-ins: the judge in its autograde step, our page in its feedback step, quoted CSV in its export.

They are named in `nbgrader_config.py`.  `nbgrader autograde` and the formgrader's button run them one submission at a
time; `autograder grade` does the same work, many submissions at once.
"""

from .autograde import JudgeCells, RestoreCells, SaveVerdicts, SubmissionExporter
from .export import CsvExport
from .feedback import FeedbackExporter, GatherGrades

__all__ = [
    "CsvExport",
    "FeedbackExporter",
    "GatherGrades",
    "JudgeCells",
    "RestoreCells",
    "SaveVerdicts",
    "SubmissionExporter",
]
