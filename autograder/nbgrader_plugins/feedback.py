"""Our feedback page as nbgrader's, for `nbgrader generate_feedback` and the formgrader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from ..feedback.page import feedback_page
from ..gradebook.classroom import read_notebook
from ..gradebook.writer import marks_of


class GatherGrades(NbGraderPreprocessor):
    """Take points, comments and penalty from the gradebook, where graders may have changed them by hand."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Put the marks into `resources`; the notebook stays as it is."""
        ids = resources["nbgrader"]
        with Gradebook(ids["db_url"]) as gradebook:
            resources["marks"] = marks_of(gradebook, ids["assignment"], ids["student"], ids["notebook"])
        return nb, resources


class FeedbackExporter(Exporter):
    """Exports a judged notebook as a feedback page."""

    export_from_notebook = "Feedback"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The page of the judged notebook in this file, as HTML."""
        notebook = read_notebook(Path(filename))
        _, found = super().from_notebook_node(nbformat.from_dict(notebook), resources, **kw)
        ids = found["nbgrader"]
        return feedback_page(ids["assignment"], ids["student"], notebook, found["marks"]), found
