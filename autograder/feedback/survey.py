"""What a graded class shows, counted: scores, stages, misconceptions, and whom to talk to.

Notebooks are read one by one and let go again; what stays of a student is a handful of numbers, so that a class of
thousands is counted in little memory.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from statistics import fmean, median
from typing import Any

from ..checks.card import Card, Explanation, load_cards
from ..checks.evaluate import Status, TaskVerdict
from ..checks.words import STAGES
from ..course import CourseError, book_url
from ..gradebook.classroom import Classroom, read_notebook
from ..judge.bank import LANGUAGES
from ..judge.judge import verdicts_in
from ..judge.submission import Notebook, is_answer
from ..tasks import tasks_of
from ..tasks.schema import Task
from .similarity import Pair, Similarity

LOW = 0.5
"""Below this share of the points a student is someone to talk to."""

STOPPED: tuple[Status, ...] = ("error", "timeout", "memory", "killed")
"""Statuses of code that did not come to an end by itself."""

REASONS: Mapping[str, Mapping[str, str]] = {
    "unreadable": {"en": "the notebook could not be read", "ko": "노트북을 읽을 수 없었습니다"},
    "nothing": {"en": "nothing was attempted", "ko": "시도한 과제가 없습니다"},
    "stopped": {"en": "code that does not run to its end", "ko": "끝까지 실행되지 않는 코드가 있습니다"},
    "low": {"en": "less than half of the points", "ko": "점수가 절반에 미치지 못합니다"},
    "form": {"en": "most tasks fail at their form", "ko": "과제 대부분이 형식 단계에서 막혔습니다"},
}
"""Why one would talk to a student, the most urgent first."""


@dataclass(frozen=True)
class Line:
    """One student: points, status and misconception by task, and the notes of the judge."""

    student: str
    points: Mapping[str, float]
    statuses: Mapping[str, Status]
    misconceptions: Mapping[str, str]
    at_form: int = 0
    notes: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The sum of the points."""
        return sum(self.points.values())


@dataclass(frozen=True)
class Mistake:
    """A misconception that this class has: who, and what there is to say."""

    task: str
    id: str
    students: tuple[str, ...]
    explanation: Explanation

    def sentence(self, language: str) -> str:
        """What to say in class: what was done, then what is right (an explanation's last sentence)."""
        last = re.split(r"(?<=[.!?])\s+", self.explanation.text[language].strip())[-1]
        return f"{self.explanation.title[language].rstrip('.')}. {last}"

    def link(self, language: str, assignment: str) -> str:
        """The section of the book that explains it."""
        return f"{book_url()}/{language}/{assignment}.html#{self.explanation.anchor}"


@dataclass(frozen=True)
class StageCount:
    """How many passed one stage of a task, of those who attempted the task."""

    task: str
    name: str
    title: Mapping[str, str]
    passed: int
    attempted: int

    @property
    def share(self) -> float:
        """The share of the attempts that passed."""
        return self.passed / self.attempted if self.attempted else 0.0


@dataclass
class Survey:
    """A class's results on one assignment, gathered notebook by notebook."""

    assignment: str
    release: Mapping[str, Notebook]
    lines: dict[str, Line] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tasks: Mapping[str, Task] = tasks_of(self.assignment)
        self.cards: Mapping[str, Card] = load_cards(self.assignment)
        self.similarity = Similarity("\n\n".join(map(answers_in, self.release.values())))
        self._passed: Counter[tuple[str, str]] = Counter()
        self._attempted: Counter[str] = Counter()
        self._who: dict[tuple[str, str], list[str]] = {}

    def add(self, student: str, notebooks: Iterable[Notebook]) -> None:
        """Count one student's judged notebooks."""
        verdicts: dict[str, TaskVerdict] = {}
        notes: list[str] = []
        answers: list[str] = []
        for notebook in notebooks:
            verdicts.update(verdicts_in(notebook))
            notes += map(str, notebook["metadata"].get("autograder", {}).get("notes", []))
            answers.append(answers_in(notebook))
        own = {name: verdict for name, verdict in verdicts.items() if name in self.tasks}
        self.lines[student] = _line(student, own, notes)
        self.similarity.add(student, "\n\n".join(answers))
        for verdict in own.values():
            self._count(student, verdict)

    def _count(self, student: str, verdict: TaskVerdict) -> None:
        if verdict.status != "missing":
            self._attempted[verdict.task] += 1
            self._passed.update((verdict.task, stage.name) for stage in verdict.stages if stage.passed)
        if verdict.misconception in self.cards[verdict.task].explanations:
            self._who.setdefault((verdict.task, str(verdict.misconception)), []).append(student)

    @property
    def max_score(self) -> float:
        """The most that the assignment can earn."""
        return sum(task.points for task in self.tasks.values())

    @property
    def scores(self) -> list[float]:
        """Everybody's points as judged; points given by hand and penalties are the gradebook's."""
        return [line.score for line in self.lines.values()]

    def mistakes(self) -> list[Mistake]:
        """The misconceptions that this class has, the most frequent first."""
        order = list(self.tasks)
        ranked = sorted(self._who.items(), key=lambda item: (-len(item[1]), order.index(item[0][0]), item[0][1]))
        return [
            Mistake(task, name, tuple(sorted(who)), self.cards[task].explanations[name]) for (task, name), who in ranked
        ]

    def stages(self) -> list[StageCount]:
        """Every stage of every task, in the order in which one solves them."""
        return [
            StageCount(
                task.name,
                stage.name,
                dict(zip(LANGUAGES, stage.title, strict=True))
                if stage.title[0]
                else {str(key): text for key, text in STAGES[stage.kind].items()},
                self._passed[task.name, stage.name],
                self._attempted[task.name],
            )
            for task in self.tasks.values()
            for stage in task.stages
        ]

    def to_talk_to(self) -> list[tuple[Line, list[str]]]:
        """The students with a reason to talk to them (keys of REASONS), the most urgent first."""
        found = [(line, self._reasons(line)) for line in self.lines.values()]
        order = list(REASONS)
        urgent = [(line, reasons) for line, reasons in found if reasons]
        return sorted(urgent, key=lambda item: (order.index(item[1][0]), item[0].score, item[0].student))

    def _reasons(self, line: Line) -> list[str]:
        statuses = list(line.statuses.values())
        holds = {
            "unreadable": bool(line.notes),
            "nothing": not line.notes and all(status == "missing" for status in statuses),
            "stopped": any(status in STOPPED for status in statuses),
            "low": line.score < LOW * self.max_score,
            "form": 2 * line.at_form > len(statuses),
        }
        if holds["unreadable"] or holds["nothing"]:
            holds["low"] = holds["form"] = False
        return [reason for reason in REASONS if holds[reason]]

    def to_json(self, similar: Iterable[Pair]) -> dict[str, Any]:
        """The survey as data, for other programs."""
        return {
            "assignment": self.assignment,
            "students": len(self.lines),
            "max_score": self.max_score,
            "mean": fmean(self.scores),
            "median": median(self.scores),
            "scores": {student: line.score for student, line in sorted(self.lines.items())},
            "stages": [
                {"task": s.task, "stage": s.name, "passed": s.passed, "attempted": s.attempted} for s in self.stages()
            ],
            "misconceptions": [
                {
                    "task": m.task,
                    "misconception": m.id,
                    "count": len(m.students),
                    "students": list(m.students),
                    "sentence": {language: m.sentence(language) for language in LANGUAGES},
                    "link": {language: m.link(language, self.assignment) for language in LANGUAGES},
                }
                for m in self.mistakes()
            ],
            "similar": [{"students": list(p.students), "shares": [round(s, 4) for s in p.shares]} for p in similar],
            "talk_to": [
                {"student": line.student, "score": line.score, "reasons": reasons}
                for line, reasons in self.to_talk_to()
            ],
        }


def answers_in(notebook: Notebook) -> str:
    """The code of a notebook's answer cells."""
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code" and is_answer(cell))
    return "\n\n".join(cell["source"] for cell in cells)


def answers_of(classroom: Classroom, assignment: str, student: str) -> str:
    """The code of a student's answer cells, read from the judged notebooks."""
    paths = sorted(classroom.autograded(student, assignment).glob("*.ipynb"))
    return "\n\n".join(answers_in(read_notebook(path)) for path in paths)


def _line(student: str, verdicts: Mapping[str, TaskVerdict], notes: list[str]) -> Line:
    at_form = [v for v in verdicts.values() if v.status != "missing" and v.stages and not v.stages[0].passed]
    return Line(
        student,
        {name: verdict.points for name, verdict in verdicts.items()},
        {name: verdict.status for name, verdict in verdicts.items()},
        {name: verdict.misconception for name, verdict in verdicts.items() if verdict.misconception},
        len(at_form),
        tuple(notes),
    )


def survey(assignment: str, release: Mapping[str, Notebook], judged: Iterable[tuple[str, str, Notebook]]) -> Survey:
    """Count a class.  `judged` gives student, notebook name and judged notebook, student by student, and is read once.

    Raises CourseError where nothing is graded.
    """
    found = Survey(assignment, release)
    for student, notebooks in groupby(judged, key=itemgetter(0)):
        found.add(student, (notebook for _, _, notebook in notebooks))
    if not found.lines:
        raise CourseError(f"Nothing is graded yet. Run first: autograder grade {assignment}")
    return found
