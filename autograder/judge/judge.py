"""The judge: run a restored notebook in the sandbox, compare what comes back, and write the verdict into it.

Nothing that the notebook does in its own process decides anything.  The judge draws inputs from a seed that the
submission has never seen, receives plain data, and compares it here, in another process, with what the reference
gives.  What cannot be judged earns nothing, with a reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .. import __version__
from ..checks.card import Card
from ..checks.evaluate import TaskVerdict, evaluate
from ..checks.probe import Observation, failed
from ..checks.report import Report
from ..checks.words import Language, language
from ..course import CourseError
from ..sandbox.client import CellResult, Failure, Job, Probe, RunResult, Sandbox
from ..tasks.schema import Drawn, Inputs, Profile, Task
from .submission import Notebook, is_check, nbgrader_marks
from .testimony import accept, accept_outputs

CHECK = "test_"
"""What a check cell's grade id puts before the name of its task."""

STATEMENT = "task-"
"""What the id of the Markdown cell that states a task begins with; the task's name follows."""


def secret_seeds(seed: str) -> tuple[str, str]:
    """The two seeds on which a grading run draws its inputs."""
    return (f"{seed}/1", f"{seed}/2")


@dataclass(frozen=True)
class Judged:
    """A judged notebook: the verdict on each of its tasks, and the notebook that carries them."""

    notebook: Notebook
    verdicts: Mapping[str, TaskVerdict]

    @property
    def points(self) -> float:
        """What the notebook earned."""
        return sum(verdict.points for verdict in self.verdicts.values())


class Judge:
    """Judges notebooks of one assignment, all on the inputs of one seed.

    `cards` hold what the reference and the misconceptions give on `secret_seeds(seed)`; `sandbox` gives the open
    sandbox of a profile, when it is needed; `versions` are those of the tasks, for the record.  A judge holds nothing
    of any submission.  Reports in notebooks are in the language `spoken`, without it in the process's own.
    """

    def __init__(
        self,
        tasks: Mapping[str, Task],
        cards: Mapping[str, Card],
        seed: str,
        sandbox: Callable[[Profile], Sandbox],
        versions: Mapping[str, str],
        spoken: Language | None = None,
    ) -> None:
        self.tasks = tasks
        self.cards = cards
        self.seed = seed
        self.sandbox = sandbox
        self.versions = versions
        self.language = spoken or language()
        self.inputs: Mapping[str, Drawn] = {name: task.draw(secret_seeds(seed)) for name, task in tasks.items()}
        self.probes = {name: self._probes(task) for name, task in tasks.items()}

    def _probes(self, task: Task) -> list[Probe]:
        return [
            Probe(f"{task.name}/{number}", task.name, case, task.cases[case].shown(inputs))
            for number, ((_, case), inputs) in enumerate(self.inputs[task.name].items())
        ]

    def judge(self, notebook: Notebook) -> Judged:
        """Run a restored notebook (see `restore`), judge its tasks, and write outputs and verdicts into a copy."""
        names = [name for name in map(_task_checked, notebook["cells"]) if name in self.tasks]
        runnable = [n for n, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code" and not is_check(cell)]
        probes = [probe for name in names for probe in self.probes[name]]
        sandbox = self.sandbox(self._profile(names))
        run = sandbox.run(Job([notebook["cells"][n]["source"] for n in runnable], probes))
        verdicts = {name: self._verdict(self.tasks[name], run) for name in names}
        outputs = {n: _outputs(cell) for n, cell in zip(runnable, run.cells, strict=True)}
        cells = [self._written(n, cell, outputs, verdicts) for n, cell in enumerate(notebook["cells"])]
        record = {**notebook["metadata"]["autograder"], **self._provenance(names), "verdicts": _as_data(verdicts)}
        return Judged(
            {**notebook, "cells": cells, "metadata": {**notebook["metadata"], "autograder": record}}, verdicts
        )

    def _profile(self, names: list[str]) -> Profile:
        """What the code of a notebook with these tasks may import."""
        profiles = {self.tasks[name].profile for name in names}
        if len(profiles) > 1:
            raise CourseError(f"{', '.join(names)} stand in one notebook but are of different profiles: part them.")
        return profiles.pop() if profiles else "numpy"

    def _verdict(self, task: Task, run: RunResult) -> TaskVerdict:
        tried: dict[tuple[str, str], tuple[Inputs, Observation]] = {}
        for (key, inputs), probe in zip(self.inputs[task.name].items(), self.probes[task.name], strict=True):
            tried[key] = (inputs, _observation(task, run, probe))
        return evaluate(task, self.cards[task.name], tried)

    def _provenance(self, names: list[str]) -> dict[str, Any]:
        """What it takes to explain a score later."""
        versions = {name: self.versions[name] for name in names}
        return {"seed": self.seed, "package": __version__, "tasks": versions}

    def _written(
        self, number: int, cell: dict[str, Any], outputs: Mapping[int, Any], verdicts: Mapping[str, TaskVerdict]
    ) -> dict[str, Any]:
        name = _task_checked(cell)
        if name in verdicts:
            return {**cell, "outputs": [self._report(verdicts[name])]}
        return {**cell, "outputs": outputs[number]} if number in outputs else cell

    def _report(self, verdict: TaskVerdict) -> dict[str, Any]:
        explanation = self.cards[verdict.task].explanations.get(verdict.misconception or "")
        report = Report(self.tasks[verdict.task], verdict, explanation, self.language)
        data = {"text/html": report.html(), "text/plain": report.text()}
        return {"output_type": "display_data", "data": data, "metadata": {}}


def points_by_cell(verdicts: Mapping[str, TaskVerdict]) -> dict[str, float]:
    """Points by the grade id of the check cell, as the gradebook takes them."""
    return {CHECK + name: verdict.points for name, verdict in verdicts.items()}


def _task_checked(cell: Mapping[str, Any]) -> str:
    """The name of the task whose check cell this is, or an empty string."""
    return str(nbgrader_marks(cell)["grade_id"]).removeprefix(CHECK) if is_check(cell) else ""


def _observation(task: Task, run: RunResult, probe: Probe) -> Observation:
    answer = run.observations.get(probe.key)
    if isinstance(answer, Failure):
        return failed(answer.reason if answer.reason in ("timeout", "memory") else "killed")
    return accept(task, answer)


def _outputs(cell: CellResult) -> list[dict[str, Any]]:
    """What a cell showed, and why it was stopped if it was."""
    stopped = {"output_type": "stream", "name": "stderr", "text": cell.failure.text} if cell.failure else None
    return accept_outputs([*cell.outputs, stopped] if stopped else cell.outputs)


def _as_data(verdicts: Mapping[str, TaskVerdict]) -> list[dict[str, Any]]:
    """Verdicts as they stand in a notebook's metadata: strict JSON, in which not-a-number is a string."""
    text = json.dumps([verdict.to_dict() for verdict in verdicts.values()])
    data: list[dict[str, Any]] = json.loads(text, parse_constant=str)
    return data


def verdicts_in(notebook: Notebook) -> dict[str, TaskVerdict]:
    """The verdicts that a judged notebook carries, by task; empty for a notebook that was not judged."""
    stored = notebook["metadata"].get("autograder", {}).get("verdicts", [])
    return {entry["task"]: TaskVerdict.from_dict(_numbers(entry)) for entry in stored}


def _numbers(value: Any) -> Any:
    """The inverse of the strings that stand for numbers which JSON lacks."""
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    return float(value) if value in ("NaN", "Infinity", "-Infinity") else value
