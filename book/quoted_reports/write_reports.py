"""Write the reports that pages of the book quote, as a terminal shows them, so that what a page shows is what happens.

    python book/quoted_reports/write_reports.py

Each is the report on one misconception of the bank: of `check` on the visible seeds, or of the judge on another. The
book's address is that of nowhere, so that the files are the same in every course; a page shows its edition's address.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len

from autograder.checks.evaluate import evaluate
from autograder.checks.report import Report
from autograder.checks.words import Language
from autograder.course import Course, book_url
from autograder.judge.bank import Bank, load_bank
from autograder.judge.judge import secret_seeds
from autograder.judge.reckoning import VISIBLE_SEEDS, Trials, make_card

sys.path.append(str(Path(__file__).resolve().parents[1]))  # book/, whose `publishing` knows the address

from publishing.places import QUOTED_ADDRESS

FOLDER = Path(__file__).resolve().parent
COURSE = Course(FOLDER.parents[1])
WIDTH = 78
"""Columns of a page; a Korean letter takes two."""

LANGUAGES: tuple[Language, ...] = ("en", "ko")


@dataclass(frozen=True)
class Quoted:
    """A report that a page quotes: of which misconception, on which seeds."""

    assignment: str
    misconception: str
    seeds: tuple[str, ...]


QUOTED = {
    "check-report": Quoted("linear", "averaged_twice", VISIBLE_SEEDS),
    "graded-half-right": Quoted("linear", "loss_recorded_after_update", secret_seeds("quoted")),
    "graded-form-only": Quoted("linear", "bias_from_moved_weights", secret_seeds("quoted")),
}


def reports() -> Iterator[tuple[str, str]]:
    """Name of the file, and text."""
    banks = {quoted.assignment: load_bank(COURSE, quoted.assignment) for quoted in QUOTED.values()}
    for name, quoted in QUOTED.items():
        for language in LANGUAGES:
            text = report(banks[quoted.assignment], quoted, language)
            yield f"{name}.{language}.txt", "\n".join(map(wrapped, text.splitlines())) + "\n"


def report(bank: Bank, quoted: Quoted, language: Language) -> str:
    """The report on a misconception."""
    entry = next(m for m in bank.misconceptions if m.id == quoted.misconception)
    task, trials = bank.tasks[entry.task], Trials(bank)
    card = make_card(trials, task, quoted.seeds)
    verdict = evaluate(task, card, trials.observe(task, entry.implementation, task.draw(quoted.seeds)))
    shown = Report(task, verdict, card.explanations.get(verdict.misconception or ""), language).text()
    return shown.replace(book_url(), QUOTED_ADDRESS)


def wrapped(line: str) -> str:
    """A line broken between words; what follows is indented as its beginning."""
    indent = line[: len(line) - len(line.lstrip())]
    lines, current = [], ""
    for word in line.strip().split(" "):
        longer = f"{current} {word}" if current else indent + word
        if current and cell_len(longer) > WIDTH:
            lines.append(current)
            longer = indent + word
        current = longer
    return "\n".join([*lines, current])


if __name__ == "__main__":
    for name, text in reports():
        (FOLDER / name).write_text(text, encoding="utf-8")
