"""`autograder release` and `autograder audit`: the author's commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.table import Table

from ..course import Course, CourseError, find_course
from ..judge.bank import load_bank
from ..tasks import ASSIGNMENTS
from .terminal import err, out, plainly

if TYPE_CHECKING:
    from ..judge.audit import TaskAudit
    from ..judge.reckoning import Trials


@click.command()
@click.argument("assignment", required=False)
@click.option("--all", "everything", is_flag=True, help="Every assignment.")
@click.option("--seeds", type=click.IntRange(1), default=20, show_default=True, help="Seeds of the audit.")
@plainly
def release(assignment: str | None, everything: bool, seeds: int) -> None:
    """Audit ASSIGNMENT, build its cards and generate its notebooks under exercises/.

    Example: autograder release linear
    """
    from ..judge.reckoning import Trials
    from ..judge.release import build_cards, generate_exercises

    if (assignment is None) == (not everything):
        raise CourseError("Name one assignment, or give --all.")
    course = find_course()
    for name in ASSIGNMENTS if everything else (str(assignment),):
        trials = Trials(load_bank(course, name))
        if any(report.problems for report in _audited(course, trials, seeds)):
            raise CourseError(f"{name} is not released: mend what the audit found first.")
        notebooks = generate_exercises(course, name)
        cards = build_cards(course, trials)
        out.print(
            f"{name}: cards in {cards.relative_to(course.root)}, notebooks in {notebooks.relative_to(course.root)}"
        )


@click.command()
@click.argument("assignment", required=False)
@click.option("--seeds", type=click.IntRange(1), default=20, show_default=True, help="How many seeds to try.")
@plainly
def audit(assignment: str | None, seeds: int) -> None:
    """Prove that the checks of ASSIGNMENT (default: all) check.

    Solutions and alternatives must earn everything on every seed; misconceptions must lose points always and be
    recognised in 95 % of runs.  Each task must have six misconceptions and three alternatives; one that has fewer can
    be released, but its audit is not passed.

    Example: autograder audit linear
    """
    from ..judge.reckoning import Trials

    course = find_course()
    names = [assignment] if assignment else ASSIGNMENTS
    reports = [report for name in names for report in _audited(course, Trials(load_bank(course, name)), seeds)]
    if any(report.problems or report.lacking for report in reports):
        raise SystemExit(1)


def _audited(course: Course, trials: Trials, seeds: int) -> list[TaskAudit]:
    """Audit an assignment and show what was found."""
    from ..judge.audit import audit as run_audit

    reports = run_audit(trials, course, seeds)
    table = Table(
        "task",
        "alternatives",
        "misconceptions",
        "runs",
        "caught",
        "named",
        title=f"{trials.bank.assignment}, {seeds} seeds",
    )
    for report in reports:
        counts = (report.alternatives, report.misconceptions, report.runs, report.caught, report.named)
        table.add_row(report.task, *map(str, counts))
    out.print(table)
    for report in reports:
        for found in (*report.problems, *report.lacking):
            err.print(f"{report.task}: {found}", markup=False)
    return reports
