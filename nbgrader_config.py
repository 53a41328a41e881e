"""nbgrader's configuration of this course: where things are, and the judge in place of in-notebook execution."""

import os
from pathlib import Path

from autograder.course import Course, CourseError, settings

root = Path(__file__).resolve().parent
classroom = Path(os.environ.get("AUTOGRADER_CLASSROOM", root / "classroom")).resolve()
try:
    course, gradebook = settings(), Course(root).gradebook
except CourseError as error:
    # An exception would be noted, and nbgrader would go on with its own settings, which run submissions unprotected.
    raise SystemExit(str(error)) from None
classroom.mkdir(parents=True, exist_ok=True)  # the gradebook's SQLite file needs its folder

c = get_config()  # noqa: F821  (traitlets provides get_config)

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = course["course_id"]
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = str(classroom / "submitted")
c.CourseDirectory.autograded_directory = str(classroom / "autograded")
c.CourseDirectory.feedback_directory = str(classroom / "feedback")
local_gradebook = f"sqlite:///{classroom / 'gradebook.db'}"
# The course's own gradebook is its own class's: another classroom, such as the sample class, has another.
own_gradebook = "" if "AUTOGRADER_CLASSROOM" in os.environ else gradebook
c.CourseDirectory.db_url = os.environ.get("AUTOGRADER_GRADEBOOK") or own_gradebook or local_gradebook
# The instructor's Python files lie beside the notebooks and stay there.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "__pycache__", "*.py", "*.pyc", "feedback"]

# A release has the points that its tasks declare, and no solutions.
c.GenerateAssignment.preprocessors = [
    "autograder.nbgrader_plugins.DeclaredPoints",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "autograder.nbgrader_plugins.DueDate",
]
# A learner sees one plain line where the solution was.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}

# Submissions are read, restored and judged by the autograder; nothing of theirs runs outside its sandbox.
c.Autograde.exporter_class = "autograder.nbgrader_plugins.SubmissionExporter"
c.Autograde.sanitize_preprocessors = ["autograder.nbgrader_plugins.RestoreCells"]
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugins.JudgeCells",
    "autograder.nbgrader_plugins.SaveVerdicts",
    "nbgrader.preprocessors.AssignLatePenalties",
]

# In the formgrader, Markdown of a learner's is text: its raw HTML is shown, not obeyed.
c.HTMLExporter.filters = {"markdown2html": "autograder.nbgrader_plugins.markdown.inert_markdown"}

# Feedback shows the verdict first, and no test code; exports quote what they write.
c.GenerateFeedback.exporter_class = "autograder.nbgrader_plugins.FeedbackExporter"
c.GenerateFeedback.preprocessors = ["autograder.nbgrader_plugins.GatherGrades"]
c.ExportApp.plugin_class = "autograder.nbgrader_plugins.CsvExport"
