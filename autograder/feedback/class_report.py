"""One page for the instructor: how the class did, stage by stage, and which mistakes to talk about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..checks.card import Card, load_cards
from ..checks.evaluate import TaskVerdict
from ..checks.words import STAGES
from ..course import CourseError, book_url
from ..judge.judge import verdicts_in
from ..judge.submission import Notebook
from ..tasks import tasks_of
from .page import environment

BINS = 10
"""Bars in the distribution of scores."""


def class_report(assignment: str, judged: Iterable[tuple[str, str, Notebook]]) -> str:
    """The report as a self-contained HTML page.

    `judged` gives student, notebook name and judged notebook, and is read once.  Raises CourseError where nothing is
    graded.
    """
    students: dict[str, dict[str, TaskVerdict]] = {}
    notes: dict[str, list[str]] = {}
    for student, _, notebook in judged:
        students.setdefault(student, {}).update(verdicts_in(notebook))
        notes.setdefault(student, []).extend(notebook["metadata"].get("autograder", {}).get("notes", []))
    if not students:
        raise CourseError(f"Nothing is graded yet. Run first: autograder grade {assignment}")
    scores = {student: sum(v.points for v in verdicts.values()) for student, verdicts in students.items()}
    most = sum(task.points for task in tasks_of(assignment).values())
    return (
        environment()
        .get_template("class_report.html.jinja")
        .render(
            assignment=assignment,
            max_score=most,
            mean=sum(scores.values()) / len(scores),
            median=sorted(scores.values())[len(scores) // 2],
            bins=_distribution(list(scores.values()), most),
            mistakes=_mistakes(assignment, students),
            stages=_stages(assignment, students),
            tasks=list(tasks_of(assignment).values()),
            students=[
                {"id": student, "score": scores[student], "verdicts": verdicts, "notes": notes[student]}
                for student, verdicts in sorted(students.items(), key=lambda item: (scores[item[0]], item[0]))
            ],
        )
    )


def _distribution(scores: list[float], most: float) -> list[dict[str, Any]]:
    counts = Counter(min(BINS - 1, int(BINS * score / most)) for score in scores)
    highest = max(counts.values())
    return [
        {"label": f"{most * n / BINS:g}–{most * (n + 1) / BINS:g}", "count": counts[n], "share": counts[n] / highest}
        for n in range(BINS)
    ]


def _mistakes(assignment: str, students: dict[str, dict[str, TaskVerdict]]) -> list[dict[str, Any]]:
    """The recognised misconceptions, most frequent first, with who has them and the sentence to say in class."""
    cards: dict[str, Card] = dict(load_cards(assignment))
    who: dict[tuple[str, str], list[str]] = {}
    for student, verdicts in students.items():
        for verdict in verdicts.values():
            if verdict.misconception in cards[verdict.task].explanations:
                who.setdefault((verdict.task, str(verdict.misconception)), []).append(student)
    ranked = sorted(who.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {
            "task": task,
            "explanation": cards[task].explanations[name],
            "students": sorted(found),
            "link": f"{book_url()}/en/{assignment}.html#{cards[task].explanations[name].anchor}",
        }
        for (task, name), found in ranked
    ]


def _stages(assignment: str, students: dict[str, dict[str, TaskVerdict]]) -> list[dict[str, Any]]:
    """Per task and stage, how many passed."""
    rows = []
    for task in tasks_of(assignment).values():
        for number, stage in enumerate(task.stages):
            passed = sum(v[task.name].stages[number].passed for v in students.values() if task.name in v)
            title = stage.title[0] or STAGES[stage.kind]["en"]
            rows.append({"task": task.name, "stage": title, "passed": passed, "share": passed / len(students)})
    return rows
