"""Put a verdict in words: text for a terminal, HTML for a notebook or a feedback page.

Names, messages and numbers in a finding may come from a learner's code, so everything is escaped in HTML and
stripped of control characters in text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

from ..course import book_url
from ..tasks.schema import ANY_SHAPE, Stage, Task
from .card import Explanation
from .evaluate import UNMET, StageVerdict, TaskVerdict
from .results import Finding
from .words import FINDINGS, LABELS, ORACLES, RATIO, SHAPE, STAGES, Language, language


@dataclass(frozen=True)
class Report:
    """A verdict on one task, as it is shown to the learner.

    `explanation` is that of the recognised misconception, or None.
    """

    task: Task
    verdict: TaskVerdict
    explanation: Explanation | None = None
    language: Language = field(default_factory=language)

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.html()

    def text(self) -> str:
        """The report for a terminal."""
        lines = [f"{self.task.name} · {self._points()}"]
        for stage, verdict in self._rows():
            mark = "✓" if verdict.passed else "✗"
            lines.append(f"  {mark} {_score(verdict):<11}  {self._title(stage)}")
        failure = self.verdict.failure
        if failure is None or failure.finding is None:
            return "\n".join([*lines, self._label("all passed")])
        stage = next(s for s in self.task.stages if s.name == failure.name)
        lines += ["", f"{self._label('first failure')}: {self._title(stage)}"]
        lines += [f"  {line}" for line in self._finding_lines(failure.finding)]
        if self.explanation:
            lines += ["", f"{self._label('mistake')}: {self.explanation.title[self.language]}"]
            lines += [f"  {self.explanation.text[self.language]}"]
        lines.append(f"  {self._label('read')}: {self.link()}")
        return "\n".join(_printable(line) for line in lines)

    def html(self, heading: bool = True) -> str:
        """The report as a self-contained HTML fragment: no scripts, colours that suit light and dark.

        `heading` False leaves out the task's name and points, for a page that shows them itself.
        """
        rows = "".join(self._row(stage, verdict) for stage, verdict in self._rows())
        name, points = escape(self.task.name), escape(self._points())
        title = f"<p style='margin:0 0 .4em'><strong>{name}</strong> · {points}</p>" if heading else ""
        failure = self.verdict.failure
        passed = f"<p style='margin:.5em 0 0'>{escape(self._label('all passed'))}</p>"
        below = passed if failure is None or failure.finding is None else self._failure(failure, failure.finding)
        accent = "#2a9d62" if failure is None else "#c8641b"
        return (
            f"<div lang='{self.language}' class='tex2jax_ignore' "  # a learner's message is no formula for MathJax
            f"style='border-inline-start:4px solid {accent};padding:.3em 0 .3em 1em;max-width:46em;line-height:1.5'>"
            f"{title}<table style='border-collapse:collapse;margin:0'>{rows}</table>{below}</div>"
        )

    def link(self) -> str:
        """The address of the section to read: the mistake's, else the one that teaches the task."""
        anchor = self.explanation.anchor if self.explanation else self.task.section
        return f"{book_url()}/{self.language}/{self.task.assignment}.html#{anchor}"

    def _rows(self) -> list[tuple[Stage, StageVerdict]]:
        """The stages with their verdicts; none for a task that was not attempted, of which each says the same."""
        if self.verdict.status == "missing":
            return []
        return list(zip(self.task.stages, self.verdict.stages, strict=True))

    def _label(self, key: str) -> str:
        return LABELS[key][self.language]

    def _points(self) -> str:
        earned, points = _number(self.verdict.points), _number(self.verdict.max_points)
        return self._label("points").format(earned=earned, points=points)

    def _title(self, stage: Stage) -> str:
        english, korean = stage.title
        return (korean if self.language == "ko" else english) or STAGES[stage.kind][self.language]

    def _row(self, stage: Stage, verdict: StageVerdict) -> str:
        colour, mark, word = ("#2a9d62", "✓", "passed") if verdict.passed else ("#c8641b", "✗", "failed")
        cell = "padding:.1em .8em .1em 0;text-align:left;border:0;background:none"
        return (
            f"<tr style='background:none'><td style='{cell};color:{colour}'>"
            f"<span role='img' aria-label='{escape(self._label(word))}'>{mark}</span></td>"
            f"<td style='{cell}'>{escape(self._title(stage))}</td>"
            f"<td style='{cell};text-align:right'>{_score(verdict)}</td></tr>"
        )

    def _failure(self, failure: StageVerdict, finding: Finding) -> str:
        stage = next(s for s in self.task.stages if s.name == failure.name)
        lines = "".join(f"<div>{marked(line)}</div>" for line in self._finding_lines(finding))
        parts = [
            f"<p style='margin:.7em 0 .2em'><strong>{escape(self._label('first failure'))}: "
            f"{escape(self._title(stage))}</strong></p><div>{lines}</div>"
        ]
        target = "chapter"
        if self.explanation:
            target = "section"
            parts.append(
                f"<p style='margin:.7em 0 .2em'><strong>{escape(self._label('mistake'))}: "
                f"{marked(self.explanation.title[self.language])}</strong></p>"
                f"<p style='margin:0'>{marked(self.explanation.text[self.language])}</p>"
            )
        parts.append(
            f"<p style='margin:.4em 0 0'>{escape(self._label('read'))}: "
            f"<a href='{escape(self.link(), quote=True)}'>{escape(self._label(target))}</a></p>"
        )
        return "".join(parts)

    def _finding_lines(self, finding: Finding) -> list[str]:
        """What was called, then what was found: the shape first, then the worst entries."""
        lines = [f"{self._label('called')} `{finding.call}`"] if finding.call else []
        alone = finding.kind == "values" and not any(entry["index"] for entry in finding.details["entries"])
        sentence = FINDINGS["value" if alone else finding.kind]
        lines.append(sentence[self.language].format_map(self._details(finding)))
        if finding.details.get("line"):
            lines.append(
                self._label("line").format(number=finding.details["number"], line=f"`{finding.details['line']}`")
            )
        if finding.kind != "values":
            return lines
        for entry in finding.details["entries"]:
            index = "[" + ", ".join(map(str, entry["index"])) + "]" if entry["index"] else ""
            expected, got = _number(entry["expected"]), _number(entry["got"])
            lines.append(
                f"`{finding.output}{index}`: {self._label('expected')} `{expected}`, {self._label('got')} `{got}`"
            )
        ratio = finding.details["ratio"]
        if ratio is not None:
            lines.append(RATIO[self.language].format(ratio=_number(ratio)))
        return lines

    def _details(self, finding: Finding) -> dict[str, Any]:
        """The words that a finding's sentence needs."""
        details = finding.details
        axes = details.get("axes", [])
        words = {
            **details,
            "output": f"`{finding.output}`",
            "expected": _tuple(finding.expected),
            "got": _tuple(finding.got),
            "oracle": ORACLES[details.get("oracle", "reference")][self.language],
            "axes": "" if axes in ([ANY_SHAPE], _names(finding.expected)) else f"{_tuple(axes)} = ",
            "shape": SHAPE[self.language].format(shape=_tuple(details["shape"])) if details.get("shape") else "",
        }
        if finding.kind in UNMET.values():
            shown = {**details["entries"][0], **details.get("bounds", {})}
            digits = 3 if finding.kind == "statistic" else 7
            words |= {name: f"{shown[name]:.{digits}g}" for name in ("got", "expected", "low", "high") if name in shown}
        return words


def _names(shape: Any) -> list[str]:
    """Lengths as one writes them: a shape says no more than its axes where these are numbers, or free."""
    return list(map(str, shape)) if isinstance(shape, list) else []


def _tuple(value: Any) -> str:
    """A list as a tuple is written, anything else as it is."""
    if isinstance(value, list):
        inner = ", ".join(map(str, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return str(value)


def _score(verdict: StageVerdict) -> str:
    return f"{_number(verdict.earned)} / {_number(verdict.points)}"


def _number(value: float) -> str:
    return f"{value:.7g}"


def _printable(line: str) -> str:
    """A line without control characters, which could move the cursor or rewrite what stands above."""
    return line if line.isprintable() else "".join(c if c.isprintable() else "�" for c in line)


def marked(line: str) -> str:
    """Escaped, printable text in which `backquoted` parts are code."""
    parts = escape(_printable(line)).split("`")
    if len(parts) % 2 == 0:
        return "`".join(parts)
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))
