"""Release an assignment: cards for the package, and the learner's notebook out of the instructor's.

The notebook is made by nbgrader's own converter, so that `nbgrader generate_assignment` gives the same.  Imports
nbgrader, which takes seconds: import this module late.
"""

from __future__ import annotations

from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from ..checks.card import write_cards
from ..course import MARKER, Course, CourseError
from ..gradebook.classroom import write_atomically
from .bank import Bank
from .reckoning import VISIBLE_SEEDS, make_cards


def build_cards(course: Course, bank: Bank) -> Path:
    """Write the cards of an assignment for the visible seeds; equal solutions and banks give equal bytes."""
    path = course.cards / f"{bank.assignment}.json"
    write_atomically(path, write_cards(make_cards(bank, VISIBLE_SEEDS)).encode())
    return path


def generate_exercises(course: Course, assignment: str) -> Path:
    """Write the learner's notebooks of an assignment under `exercises/`, by nbgrader's converter."""
    config: Config = PyFileConfigLoader(MARKER, path=str(course.root)).load_config()
    config.BaseConverter.force = True
    config.GenerateAssignment.no_database = True
    config.GenerateAssignment.preprocessors = [
        f"nbgrader.preprocessors.{name}"
        for name in ("LockCells", "ClearSolutions", "ClearOutput", "CheckCellMetadata", "ComputeChecksums")
    ]
    directory = CourseDirectory(config=config, assignment_id=assignment)
    converter = GenerateAssignment(coursedir=directory, config=config)
    converter.start()
    folder = course.exercises / assignment
    if not list(folder.glob("*.ipynb")):
        raise CourseError(f"nbgrader wrote no notebook to {folder}.")
    return folder
