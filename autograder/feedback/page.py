"""One learner's feedback: what went wrong first, each mistake with its explanation, then the answers as handed in.

No test code and nothing of the seed reaches the page; all that comes from the learner is escaped by the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from ..checks.card import load_cards
from ..checks.evaluate import StageVerdict, TaskVerdict
from ..checks.report import Report, marked
from ..checks.results import Finding
from ..checks.words import language
from ..judge.judge import CHECK, verdicts_in
from ..judge.submission import Notebook, is_answer, is_marked_by_hand, nbgrader_marks
from ..tasks import tasks_of
from ..tasks.schema import Stage


@dataclass(frozen=True)
class Marks:
    """What the gradebook holds of one submitted notebook: points by check cell, comments by answer cell."""

    scores: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    penalty: float = 0.0


class PageReport(Report):
    """A report as a part of the page: the mistake, the evidence, then the stages, in the page's own style."""

    def html(self, heading: bool = False) -> str:
        """The report as an HTML fragment without a title; `heading` is the page's affair."""
        failure = self.verdict.failure
        broken = failure is not None and failure.finding is not None
        parts = [
            self._failure(failure, failure.finding) if failure and failure.finding else "",
            f"<table class='stages'><tbody>{''.join(self._row(*row) for row in self._rows())}</tbody></table>",
        ]
        return f"<div lang='{self.language}' class='report {'broken' if broken else 'whole'}'>{''.join(parts)}</div>"

    def _failure(self, failure: StageVerdict, finding: Finding) -> str:
        """What the mistake is and where it is explained, then what was called, expected and got."""
        stage = next(s for s in self.task.stages if s.name == failure.name)
        target = escape(self._label("section" if self.explanation else "chapter"))
        link = f"<p class='read'>{escape(self._label('read'))}: <a href='{escape(self.link())}'>{target}</a></p>"
        mistake = ""
        if self.explanation:
            title, text = self.explanation.title[self.language], self.explanation.text[self.language]
            mistake = (
                f"<div class='mistake'><p class='quiet'>{escape(self._label('mistake'))}</p>"
                f"<h3>{marked(title)}</h3><p>{marked(text)}</p>{link}</div>"
            )
        lines = "".join(f"<p>{marked(line)}</p>" for line in self._finding_lines(finding))
        heading = f"<h3>{escape(self._label('first failure'))}: {escape(self._title(stage))}</h3>"
        evidence = f"<div class='evidence'>{heading}{lines}{'' if self.explanation else link}</div>"
        return mistake + evidence

    def _row(self, stage: Stage, verdict: StageVerdict) -> str:
        mark, word = ("✓", "passed") if verdict.passed else ("✗", "failed")
        points = f"{verdict.earned:.4g} / {verdict.points:.4g}"
        return (
            f"<tr class='{word}'><td><span role='img' aria-label='{escape(self._label(word))}'>{mark}</span></td>"
            f"<td>{escape(self._title(stage))}</td><td class='n'>{points}</td></tr>"
        )


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
    by_hand = [_marked_by_hand(cell, marks) for cell in notebook["cells"] if is_marked_by_hand(cell)]
    return _template("page.html.jinja").render(
        assignment=assignment,
        preferred=language(),
        student=student,
        score=max(0.0, score + sum(cell["score"] for cell in by_hand) - marks.penalty),
        max_score=sum(v.max_points for v in verdicts.values()) + sum(cell["max_score"] for cell in by_hand),
        penalty=marks.penalty,
        notes=notebook["metadata"].get("autograder", {}).get("notes", []),
        tasks=[_task(assignment, verdict, notebook, marks) for verdict in verdicts.values()],
        by_hand=by_hand,
    )


def _marked_by_hand(cell: Mapping[str, Any], marks: Marks) -> dict[str, Any]:
    """A cell to which a person gives points, beside the tasks."""
    grade_id = nbgrader_marks(cell)["grade_id"]
    return {
        "name": grade_id,
        "score": marks.scores.get(grade_id, 0.0),
        "max_score": float(nbgrader_marks(cell)["points"]),
        "comment": marks.comments.get(grade_id, ""),
        "answer": cell["source"],
    }


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
        "reports": {lang: Markup(PageReport(task, verdict, explanation, lang).html()) for lang in ("en", "ko")},
        "comment": marks.comments.get(verdict.task, ""),
        "answer": "\n\n".join(cell["source"] for cell in answers),
        "outputs": [_shown(output) for cell in answers for output in cell.get("outputs", [])],
    }


def _shown(output: Mapping[str, Any]) -> dict[str, str]:
    """A cell output as text and picture."""
    data = output.get("data", {})
    text = output.get("text") or data.get("text/plain") or "\n".join(output.get("traceback", []))
    return {"text": str(text), "image": str(data.get("image/png", ""))}
