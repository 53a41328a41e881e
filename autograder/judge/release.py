"""Release an assignment: cards for the package, and the learner's notebook out of the instructor's.

The notebook is made by nbgrader's own converter, so that `nbgrader generate_assignment` gives the same.  Imports
nbgrader, which takes seconds: import this module late.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from ..checks.card import write_cards
from ..course import MARKER, Course, CourseError
from ..gradebook.classroom import write_atomically
from ..tasks import tasks_of
from .bank import notebooks_of
from .judge import CHECK
from .reckoning import VISIBLE_SEEDS, Trials, make_cards
from .submission import is_check, nbgrader_marks, read_release
from .versions import code_of

SAVES = ("nbgrader.preprocessors.SaveCells", "autograder.nbgrader_plugins.DueDate")
"""The steps that write into the gradebook, which a release leaves alone."""


def build_cards(course: Course, trials: Trials) -> Path:
    """Write the cards of an assignment for the visible seeds; equal solutions and banks give equal bytes."""
    assignment = trials.bank.assignment
    path, code = course.cards / f"{assignment}.json", code_of(course, assignment)
    made = make_cards(trials, VISIBLE_SEEDS)
    cards = {name: replace(card, code=code.get(name, "")) for name, card in made.items()}
    write_atomically(path, write_cards(cards).encode())
    return path


def generate_exercises(course: Course, assignment: str) -> Path:
    """Write the learner's notebooks of an assignment under `exercises/`, by nbgrader's converter."""
    _demand_checks(course, assignment)
    config: Config = PyFileConfigLoader(MARKER, path=str(course.root)).load_config()
    config.BaseConverter.force = True
    config.GenerateAssignment.no_database = True
    config.GenerateAssignment.preprocessors = [s for s in config.GenerateAssignment.preprocessors if s not in SAVES]
    directory = CourseDirectory(config=config, assignment_id=assignment)
    converter = GenerateAssignment(coursedir=directory, config=config)
    converter.start()
    folder = course.exercises / assignment
    if not list(folder.glob("*.ipynb")):
        raise CourseError(f"nbgrader wrote no notebook to {folder}.")
    return folder


def _demand_checks(course: Course, assignment: str) -> None:
    """Every task has one check cell, and every check cell a task: one without the other would never be graded."""
    cells = [cell for path in notebooks_of(course, assignment) for cell in read_release(path)["cells"]]
    found = sorted(str(nbgrader_marks(cell)["grade_id"]) for cell in cells if is_check(cell))
    asked = sorted(CHECK + name for name in tasks_of(assignment))
    if found != asked:
        raise CourseError(
            f"The tasks of {assignment} need the check cells {', '.join(asked)}, one of each; its notebooks in "
            f"{course.solutions / assignment} have {', '.join(found) or 'none'}."
        )
