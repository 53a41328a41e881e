"""The reports that pages quote are those that the program gives."""

from __future__ import annotations

import runpy
from pathlib import Path


def test_every_quoted_report_is_what_the_program_says(repository: Path) -> None:
    """Where this fails: python book/quoted_reports/write_reports.py"""
    folder = repository / "book" / "quoted_reports"
    made = dict(runpy.run_path(str(folder / "write_reports.py"))["reports"]())
    assert {path.name for path in folder.glob("*.txt")} == set(made)
    for name, text in made.items():
        assert (folder / name).read_text(encoding="utf-8") == text
