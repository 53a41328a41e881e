"""`check`: what a learner calls on their own function, in their own notebook or terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

from ..tasks import UnknownName, find_task
from ..tasks.schema import Task
from .card import load_cards
from .evaluate import evaluate
from .probe import try_here
from .report import Report


def check(subject: object) -> None:
    """Try a solution on the visible cases and show one report: what passed, what failed first, and why.

    `subject` is the function or class that the task asks for, under the task's name: `check(linear_forward)`.
    A notebook shows the report as HTML, anything else prints it.
    """
    report = examine(subject, sys._getframe(1))
    interactive = sys.modules.get("IPython")
    if interactive is not None and interactive.get_ipython() is not None:
        interactive.display.display(report)
    else:
        print(report.text())


def examine(subject: object, frame: FrameType | None = None) -> Report:
    """The report that `check` shows.

    A function whose `__name__` is not the task's (a lambda, a decorated function, an object that can be called) is
    recognised by the name that it is bound to where `check` was called.
    Raises UnknownName where no task can be told from `subject`.
    """
    frame = frame or sys._getframe(1)
    scope: Mapping[str, Any] = {**frame.f_globals, **frame.f_locals}
    task = _task_of(subject, scope)
    card = load_cards(task.assignment)[task.name]
    namespace = {**scope, task.name: subject}
    verdict = evaluate(task, card, try_here(task, namespace, task.draw(card.seeds)))
    return Report(task, verdict, card.explanations.get(verdict.misconception or ""))


def _task_of(subject: object, scope: Mapping[str, Any]) -> Task:
    names = [getattr(subject, "__name__", None), *(name for name, value in scope.items() if value is subject)]
    for name in names:
        if isinstance(name, str):
            try:
                return find_task(name)
            except UnknownName:
                continue
    shown = next((n for n in names if isinstance(n, str)), type(subject).__name__)
    raise UnknownName(
        f"check() was given {shown!r}, which is not the name of a task. Give it the function that the task asks for, "
        "under exactly that name, without parentheses: check(linear_forward)."
    )
