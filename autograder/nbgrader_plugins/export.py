"""Grades as CSV that a spreadsheet reads as text: every field quoted as needed, no field a formula."""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from ..gradebook.classroom import write_atomically
from ..gradebook.export import grades_csv


class CsvExport(ExportPlugin):
    """`nbgrader export`: the same columns as nbgrader's own, one row per student and assignment."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the grades of the assignments and students asked for, all by default."""
        wanted = [str(name) for name in self.assignment] or [a.name for a in gradebook.assignments]
        students = [str(name) for name in self.student] or None
        destination = Path(self.to or "grades.csv")
        write_atomically(destination, grades_csv(gradebook, wanted, students).encode())
        self.log.info("Grades are in %s", destination)
