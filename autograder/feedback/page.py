"""One learner's feedback: the verdict first, each mistake with its explanation, then the answers as handed in.

No test code and nothing of the seed reaches the page; all that comes from the learner is escaped by the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from ..checks.card import load_cards
from ..checks.evaluate import TaskVerdict
from ..checks.report import Report
from ..judge.judge import CHECK, verdicts_in
from ..judge.submission import Notebook, is_answer, nbgrader_marks
from ..tasks import tasks_of


@dataclass(frozen=True)
class Marks:
    """What the gradebook holds of one submitted notebook: points by check cell, comments by answer cell."""

    scores: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    penalty: float = 0.0


@cache
def environment() -> Environment:
    """The templates of this package; everything is escaped unless it is Markup."""
    return Environment(
        loader=PackageLoader(__package__, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _template(name: str) -> Template:
    return environment().get_template(name)


def feedback_page(assignment: str, student: str, notebook: Notebook, marks: Marks) -> str:
    """The HTML of a judged notebook's feedback, in English and Korean, self-contained."""
    verdicts = verdicts_in(notebook)
    score = sum(marks.scores.get(CHECK + name, verdict.points) for name, verdict in verdicts.items())
    return _template("page.html.jinja").render(
        assignment=assignment,
        student=student,
        score=max(0.0, score - marks.penalty),
        max_score=sum(verdict.max_points for verdict in verdicts.values()),
        penalty=marks.penalty,
        notes=notebook["metadata"].get("autograder", {}).get("notes", []),
        tasks=[_task(assignment, verdict, notebook, marks) for verdict in verdicts.values()],
    )


def _task(assignment: str, verdict: TaskVerdict, notebook: Notebook, marks: Marks) -> dict[str, Any]:
    card = load_cards(assignment)[verdict.task]
    task = tasks_of(assignment)[verdict.task]
    explanation = card.explanations.get(verdict.misconception or "")
    answers = [
        cell for cell in notebook["cells"] if is_answer(cell) and nbgrader_marks(cell)["grade_id"] == verdict.task
    ]
    return {
        "name": verdict.task,
        "score": marks.scores.get(CHECK + verdict.task, verdict.points),
        "max_score": verdict.max_points,
        "passed": verdict.status == "passed",
        "reports": {
            lang: Markup(Report(task, verdict, explanation, lang).html(heading=False)) for lang in ("en", "ko")
        },
        "comment": marks.comments.get(verdict.task, ""),
        "answer": "\n\n".join(cell["source"] for cell in answers),
        "outputs": [_shown(output) for cell in answers for output in cell.get("outputs", [])],
    }


def _shown(output: Mapping[str, Any]) -> dict[str, str]:
    """A cell output as text and picture."""
    data = output.get("data", {})
    text = output.get("text") or data.get("text/plain") or "\n".join(output.get("traceback", []))
    return {"text": str(text), "image": str(data.get("image/png", ""))}
