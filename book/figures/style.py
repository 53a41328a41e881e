"""One style for every figure: legible on a light and on a dark page, and to colour-blind readers.

The background is transparent. Ink and line colours are mid-tones, at least 3:1 in contrast
against both white and the dark theme (WCAG 2.2, 1.4.11 for graphics). The hues follow Okabe and Ito's
colour-blind safe set, and lines that must be told apart also differ in dash or marker.
"""

import matplotlib.pyplot as plt
import seaborn as sns

INK = "#7d7d7d"
FORWARD = "#2f7fc1"  # predictions, data flowing forward
BACKWARD = "#d55e00"  # gradients, steps of descent
BEST = "#009e73"  # the minimiser
OTHER = "#b866a0"
DASHES = ("-", "--", "-.", ":")
COLOURS = (FORWARD, BACKWARD, BEST, OTHER)

_RC = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "font.size": 11,
    "axes.linewidth": 0.8,
    "lines.linewidth": 1.8,
    "mathtext.fontset": "cm",
    "figure.dpi": 170,
    "svg.hashsalt": "forward and backward",  # the ids in a drawing are the same in every build
    **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "axes.titlecolor"), INK),
    **dict.fromkeys(("xtick.color", "ytick.color"), INK),
}


def canvas(columns=1, rows=1, height=3.0, width=6.4, **subplot_options):
    """A figure and its axes in the book's style, already closed: it shows only where it is glued."""
    sns.set_theme(context="notebook", style="ticks", rc=_RC)
    figure, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained", **subplot_options)
    sns.despine(figure)
    plt.close(figure)
    return figure, axes
