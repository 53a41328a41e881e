"""Prove that checks check: right code always earns everything, wrong code never does, and is recognised.

Runs the instructor's own code in this process, on as many seeds as asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..checks.card import Card
from ..checks.evaluate import TaskVerdict, evaluate
from ..course import Course
from ..tasks.schema import Task
from .bank import LANGUAGES, Bank, Misconception
from .reckoning import Trials, card_on

SEEDS = 20
"""How many seeds an audit takes by default."""

NAMED = 0.95
"""The share of runs in which a misconception must be recognised."""

FEWEST_MISCONCEPTIONS = 6
FEWEST_ALTERNATIVES = 3


@dataclass
class TaskAudit:
    """What an audit found out about one task.

    Its checks are sound when there are no `problems`.  What its bank is `lacking` makes them poorer, not wrong: fewer
    mistakes are recognised, fewer unusual solutions have been tried.
    """

    task: str
    misconceptions: int
    alternatives: int
    runs: int = 0
    caught: int = 0
    named: int = 0
    problems: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)


def audit(trials: Trials, course: Course, seeds: int = SEEDS) -> list[TaskAudit]:
    """Audit every task of an assignment, by the cards that a grading run would have."""
    bank = trials.bank
    reports = {name: _start(bank, name) for name in bank.tasks}
    named: Counter[tuple[str, str]] = Counter()
    for asked in bank.tasks.values():
        for number in range(_seeds_of(asked, seeds)):
            seeds_tried = [f"audit-{number}"]
            card = card_on(trials, asked, seeds_tried)
            _audit_once(trials, asked, card, reports[asked.name], named)
            trials.forget(asked, seeds_tried)
    for entry in bank.misconceptions:
        recognised, tried = named[entry.task, entry.id], _seeds_of(bank.tasks[entry.task], seeds)
        reports[entry.task].named += recognised
        if recognised < NAMED * tried:
            reports[entry.task].problems.append(f"{entry.id} is recognised in {recognised} of {tried} runs.")
    for task, problem in _missing_anchors(bank, course):
        reports[task].problems.append(problem)
    return list(reports.values())


def _seeds_of(task: Task, seeds: int) -> int:
    """On how many of so many seeds a task is tried."""
    return seeds if task.audit_seeds is None else min(seeds, task.audit_seeds)


def _start(bank: Bank, name: str) -> TaskAudit:
    misconceptions, alternatives = bank.misconceptions_of(name), bank.alternatives_of(name)
    report = TaskAudit(name, len(misconceptions), len(alternatives))
    if len(misconceptions) < FEWEST_MISCONCEPTIONS:
        report.lacking.append(f"has {len(misconceptions)} of at least {FEWEST_MISCONCEPTIONS} misconceptions.")
    if len(alternatives) < FEWEST_ALTERNATIVES:
        report.lacking.append(f"has {len(alternatives)} of at least {FEWEST_ALTERNATIVES} alternatives.")
    return report


def _audit_once(trials: Trials, task: Task, card: Card, report: TaskAudit, named: Counter[tuple[str, str]]) -> None:
    """One seed: the reference and the alternatives earn everything, each misconception loses and is recognised."""
    bank = trials.bank
    right = {"the solution": bank.reference[task.name]}
    right.update({a.id: a.implementation for a in bank.alternatives_of(task.name)})
    for name, implementation in right.items():
        verdict = _verdict(trials, task, card, implementation)
        if verdict.status != "passed":
            stage = verdict.failure.name if verdict.failure else ""
            report.problems.append(
                f"{name} earns {verdict.points} of {task.points} on {card.seeds[0]} (stage {stage})."
            )
    for entry in bank.misconceptions_of(task.name):
        verdict = _verdict(trials, task, card, entry.implementation)
        report.runs += 1
        if verdict.points < task.points:
            report.caught += 1
        else:
            report.problems.append(f"{entry.id} earns full points on {card.seeds[0]}.")
        named[task.name, entry.id] += verdict.misconception in (entry.id, entry.same_as or entry.id)
    for first, second in _equal(card):
        report.problems.append(f"{first} and {second} cannot be told apart on {card.seeds[0]}.")


def _verdict(trials: Trials, task: Task, card: Card, implementation: Any) -> TaskVerdict:
    return evaluate(task, card, trials.observe(task, implementation, trials.draw(task, card.seeds)))


def _equal(card: Card) -> Iterator[tuple[str, str]]:
    """Pairs of misconceptions with equal fingerprints."""
    ids = list(card.misconceptions)
    for number, first in enumerate(ids):
        for second in ids[number + 1 :]:
            a, b = card.misconceptions[first], card.misconceptions[second]
            if _components(a) == _components(b) and card.explains(a, b):
                yield first, second


def _components(prints: Mapping[str, Mapping[str, Any]]) -> set[tuple[str, str]]:
    return {(key, component) for key, found in prints.items() for component in found}


def _missing_anchors(bank: Bank, course: Course) -> Iterator[tuple[str, str]]:
    """Sections that a task or a misconception links to and that a chapter does not have."""
    for language in LANGUAGES:
        path = course.book / language / f"{bank.assignment}.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        labels = set(re.findall(r"^\(([\w-]+)\)=", text, re.MULTILINE))
        for name, anchor in _anchors(bank):
            if anchor not in labels:
                yield name, f"{path.relative_to(course.root)} has no label ({anchor})=."


def _anchors(bank: Bank) -> list[tuple[str, str]]:
    entries: tuple[Misconception, ...] = bank.misconceptions
    return [(t.name, t.section) for t in bank.tasks.values()] + [(m.task, m.explanation.anchor) for m in entries]
