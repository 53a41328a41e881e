"""The judge as preprocessors of nbgrader's Autograde converter.

The converter passes twice over a notebook: it sanitises the submitted file into `autograded/`, then grades that file.
Here the first pass reads the submission without trusting it and restores the release around it; the second judges it
in the sandbox and saves the verdict.  No kernel is started, and one unreadable file stops nobody else's grading.
"""

from __future__ import annotations

import os
import time
from functools import cache, partial
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters.base import BaseConverter
from nbgrader.preprocessors import NbGraderPreprocessor

from ..checks.evaluate import TaskVerdict
from ..course import Course, find_course
from ..gradebook.classroom import new_seed, read_notebook
from ..gradebook.journal import Entry, Journal
from ..gradebook.writer import GradebookWriter
from ..judge.grading import as_json, warm_sandbox
from ..judge.judge import Judge, points_by_cell, secret_seeds, verdicts_in
from ..judge.reckoning import cards_of_run
from ..judge.submission import Notebook, read_releases, read_submission, read_timestamp, restore, unanswered
from ..judge.versions import versions_of
from ..tasks import tasks_of
from .intake import admit, keep_timestamp

SEED = "AUTOGRADER_SEED"
"""Environment variable that fixes the seed of a run, so that it can be repeated."""

UNPROTECTED = "AUTOGRADER_UNPROTECTED"
"""Environment variable that, set to 1, allows grading without isolation: only for code that one trusts."""


class SubmissionExporter(NotebookExporter):
    """Leaves a file to the preprocessors below, which read it without trusting it, instead of parsing it here.

    nbgrader makes its exporter after it has looked for submissions and before it opens one: what is not to be opened
    is taken from its list here.
    """

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        if isinstance(self.parent, BaseConverter):
            admit(self.parent)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Run the preprocessors on an empty notebook, with the file's path in `resources["autograder"]`."""
        resources = {**(resources or {}), "autograder": Path(filename)}
        if isinstance(self.parent, BaseConverter):
            keep_timestamp(self.parent, resources["nbgrader"], Path(filename).parent)
        result: tuple[Any, dict[str, Any]] = self.from_notebook_node(nbformat.v4.new_notebook(), resources, **kw)
        return result


class RestoreCells(NbGraderPreprocessor):
    """First pass: the released assignment, with the learner's answers in it."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """The restored notebook, in place of the empty one."""
        submission = read_submission(resources["autograder"])
        if submission.unreadable:
            self.log.warning("%s earns nothing: %s", resources["autograder"], submission.unreadable)
        ids = resources["nbgrader"]
        return nbformat.from_dict(restore(submission, _releases(ids["assignment"])[ids["notebook"]])), resources


class JudgeCells(NbGraderPreprocessor):
    """Second pass: the learner's cells are run in the sandbox, and the check cells carry the judge's verdicts."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """The judged notebook, in place of the empty one."""
        judge = _judge(resources["nbgrader"]["assignment"])
        started = time.monotonic()
        judged = judge.judge(read_notebook(resources["autograder"])).notebook
        resources["judging seconds"] = time.monotonic() - started
        return nbformat.from_dict(judged), resources


class SaveVerdicts(NbGraderPreprocessor):
    """Save the judge's verdicts in the gradebook, and where they come from in the journal."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Write the scores of one judged notebook; the notebook stays as it is."""
        ids = resources["nbgrader"]
        releases = _releases(ids["assignment"])
        verdicts: dict[str, TaskVerdict] = verdicts_in(nb)
        name = ids["notebook"]
        timestamp = read_timestamp(resources["autograder"].parent / "timestamp.txt")
        with GradebookWriter(ids["db_url"], ids["assignment"], releases) as writer:
            writer.record(
                ids["student"], {name: points_by_cell(verdicts)}, {name: unanswered(nb, releases[name])}, timestamp
            )
        record = nb["metadata"]["autograder"]
        entry = Entry(
            student=ids["student"],
            submission={name: record["submission"]},
            tasks=dict(record["tasks"]),
            seed=record["seed"],
            package=record["package"],
            verdicts={task: as_json(verdict) for task, verdict in verdicts.items()},
            handed_in=timestamp,
            tries=1,
            seconds=round(resources["judging seconds"], 3),
        )
        Journal(resources["autograder"].parents[3], ids["assignment"]).append(entry)
        return nb, resources


@cache
def _course() -> Course:
    return find_course()


@cache
def _releases(assignment: str) -> dict[str, Notebook]:
    return read_releases(_course().exercises / assignment)


@cache
def _judge(assignment: str) -> Judge:
    """This process's judge for an assignment, with its sandbox; one seed for as long as the process lives."""
    seed = os.environ.get(SEED) or new_seed()
    sandbox = partial(warm_sandbox, assignment, unprotected=os.environ.get(UNPROTECTED) == "1")
    cards = cards_of_run(_course(), assignment, secret_seeds(seed))
    return Judge(tasks_of(assignment), cards, seed, sandbox, versions_of(_course(), assignment))
