"""The distribution of a class's scores as an inline SVG: drawn by seaborn, coloured by the page that holds it.

matplotlib and seaborn take a second to import, so they are imported when a figure is drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

INK, BAR = "#010203", "#040506"
"""Colours that are drawn, each to be replaced by a variable of the page, which knows light from dark."""

STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "distribution",
    "font.family": "sans-serif",
    "font.size": 11,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
"""Text stays text, in the page's own font; the same scores give the same bytes."""

BINS = 10


def distribution_svg(scores: Sequence[float], most: float) -> str:
    """A histogram of scores from 0 to `most` points; `<svg>` for a page that defines --ink and --bar."""
    import matplotlib as mpl
    import seaborn as sns
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7, 2.6), layout="constrained")
        FigureCanvasSVG(figure)
        axes: Any = figure.subplots()
        bins = [most * n / BINS for n in range(BINS + 1)]
        sns.histplot(
            x=[min(most, max(0.0, s)) for s in scores], bins=bins, color=BAR, alpha=1, edgecolor="none", ax=axes
        )
        axes.set(xlim=(0, most), xlabel=None, ylabel=None)
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        for bar in axes.patches:
            bar.set_width(bar.get_width() * 0.94)
        text = io.StringIO()
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    drawn = re.sub(r"<metadata>.*?</metadata>", "", text.getvalue(), flags=re.DOTALL)
    return drawn[drawn.index("<svg") :].replace(INK, "var(--ink)").replace(BAR, "var(--bar)")
