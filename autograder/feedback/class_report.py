"""One page for the instructor: how the class did, what to say in class, and whom to talk to."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

from markupsafe import Markup

from ..checks.words import language
from .distribution import distribution_svg
from .page import environment
from .similarity import Pair
from .survey import REASONS, Survey

MOST_NAMED = 12
"""Students who are named beside a mistake or called on; the others are counted (`--json` names all)."""

FIRST_MISTAKES = 8
"""Misconceptions that are shown at once; the rarer ones are folded."""

MOST_TALKS = 40
"""Rows of the list of whom to talk to."""


def class_report(
    survey: Survey, similar: Sequence[Pair], feedback: str = "feedback", graded: Sequence[str] = ()
) -> str:
    """The report as a self-contained HTML page, in English and Korean.

    `feedback` is the address, seen from the page, of the folder with the feedback pages.  `graded` names the
    assignments whose reports lie beside this one.
    """
    scores = survey.scores
    talks = survey.to_talk_to()
    return (
        environment()
        .get_template("class_report.html.jinja")
        .render(
            assignment=survey.assignment,
            max_score=survey.max_score,
            count=len(scores),
            mean=fmean(scores),
            median=median(scores),
            complete=sum(score >= survey.max_score for score in scores),
            figure=Markup(distribution_svg(scores, survey.max_score)),
            mistakes=survey.mistakes(),
            first_mistakes=FIRST_MISTAKES,
            stages=survey.stages(),
            tasks=survey.tasks,
            talks=talks[:MOST_TALKS],
            more_talks=max(0, len(talks) - MOST_TALKS),
            reasons=REASONS,
            similar=similar,
            most_named=MOST_NAMED,
            preferred=language(),
            feedback=feedback,
            graded=graded,
            notebooks=list(survey.release),
            lines=sorted(survey.lines.values(), key=lambda line: (line.score, line.student)),
        )
    )
