"""The tasks of the course, one module per assignment, and how to find them by name."""

from __future__ import annotations

from importlib import import_module

from .schema import Task

ASSIGNMENTS = ("linear", "derivatives", "nonlinearity", "activations", "mlp", "losses", "capstone")
"""Every assignment, in the order of the course."""


class UnknownName(LookupError):
    """No assignment or task bears this name; the message lists those that exist."""


def tasks_of(assignment: str) -> dict[str, Task]:
    """The tasks of an assignment by name, in the order of its notebook."""
    if assignment not in ASSIGNMENTS:
        known = ", ".join(ASSIGNMENTS)
        raise UnknownName(f"There is no assignment called {assignment!r}. Assignments: {known}.")
    return {task.name: task for task in import_module(module_of(assignment)).TASKS}


def module_of(assignment: str) -> str:
    """The full name of the module that declares an assignment's tasks."""
    return f"{__name__}.{assignment}"


def find_task(name: str) -> Task:
    """The task of this name, in whichever assignment it stands."""
    for assignment in ASSIGNMENTS:
        tasks = tasks_of(assignment)
        if name in tasks:
            return tasks[name]
    known = ", ".join(task for assignment in ASSIGNMENTS for task in tasks_of(assignment))
    raise UnknownName(f"There is no task called {name!r}. Tasks: {known}.")
