"""Drawings of *Loss functions*."""

import numpy as np
from matplotlib.patches import FancyArrowPatch

from .style import BACKWARD, BEST, COLOURS, DASHES, FORWARD, INK, OTHER, canvas

MARKS = "os^D"


def _lines(axes, grid, curves, **look):
    """One line per symbol, told apart by colour and dash."""
    for (symbol, curve), colour, dash in zip(curves.items(), COLOURS, DASHES, strict=False):
        axes.plot(grid, curve, color=colour, ls=dash, label=symbol, **look)


def beliefs(residuals, densities, losses, slopes):
    """Three kinds of noise: the density, minus its logarithm, and the slope of that."""
    figure, axes = canvas(3, height=2.8, width=7.0)
    symbols = (r"$p(r)$", r"$-\log p(r)$", r"$-(\log p)'$")
    for place, curves, symbol in zip(axes, (densities, losses, slopes), symbols, strict=True):
        _lines(place, residuals, curves)
        place.set(xlabel="$r$")
        place.set_title(symbol, fontsize=11)
    axes[2].legend(fontsize=9, loc="upper left")
    return figure


def outliers(x, y, bad, lines, shares, errors):
    """Lines through points, a few of them wrong (left); error of three estimates against the share of wrong ones."""
    figure, (left, right) = canvas(2, height=3.2, width=7.0)
    left.plot(x[~bad], y[~bad], "o", color=INK, ms=4.5)
    left.plot(x[bad], y[bad], "x", color=INK, ms=8, mew=2)
    ends = np.array([0.0, 10.0])
    _lines(left, ends, {symbol: w * ends + b for symbol, (w, b) in lines.items()})
    left.set(xlabel="$x$", ylabel="$y$", xlim=(0, 10))
    for (symbol, error), colour, dash, mark in zip(errors.items(), COLOURS, DASHES, MARKS, strict=False):
        right.plot(100 * np.array(shares), error, color=colour, ls=dash, marker=mark, ms=4, label=symbol)
    right.set(xlabel=r"$\%$", ylabel=r"$\sqrt{\overline{(\hat m - m)^2}}$", yscale="log")
    right.set_yticks([0.2, 0.5, 1.0], labels=["$0.2$", "$0.5$", "$1$"])
    right.minorticks_off()
    right.legend(fontsize=9)
    return figure


def log_variance(grid, curves, minima):
    """The Gaussian loss of one sample against s = log sigma^2, for several residuals; dots mark the minima."""
    figure, axes = canvas(height=2.8)
    _lines(axes, grid, curves)
    for (place, height), colour in zip(minima, COLOURS, strict=False):
        axes.plot(place, height, "o", color=colour, ms=7)
    axes.set(xlabel="$s$", ylabel="$L$", ylim=(-1.5, 8))
    axes.legend(fontsize=10)
    return figure


def bands(x, y, grid, truth, constant, learnt, sigma):
    """Predictions with a band of two deviations, one for all (left) or learnt (middle); the deviations (right)."""
    figure, (left, middle, right) = canvas(3, height=2.8, width=7.2)
    for axes, (mean, deviation) in ((left, constant), (middle, learnt)):
        axes.plot(x, y, ".", color=INK, ms=2.5)
        axes.fill_between(grid, mean - 2 * deviation, mean + 2 * deviation, color=FORWARD, alpha=0.25, lw=0)
        axes.plot(grid, mean, color=FORWARD)
        axes.plot(grid, truth, color=BEST, ls=":")
        axes.set(xlabel="$x$", ylim=(-3.2, 3.2))
    left.set_ylabel("$y$")
    left.set_title(r"$\sigma$", fontsize=12)
    middle.set_title(r"$\sigma(x)$", fontsize=12)
    right.plot(grid, np.full_like(grid, constant[1]), color=BACKWARD, ls="--")
    right.plot(grid, learnt[1], color=FORWARD)
    right.plot(grid, sigma, color=BEST, ls=":")
    right.set(xlabel="$x$", ylabel=r"$\sigma$", ylim=(0, None))
    return figure


def softmax(moving, probabilities, gaps, logarithms):
    """Probabilities while one logit moves (left); ways to get the logarithm of a small one (right)."""
    figure, (left, right) = canvas(2, height=3.0, width=7.0)
    _lines(left, moving, probabilities)
    left.set(xlabel="$z_1$", ylim=(0, 1))
    left.legend(fontsize=10)
    for (symbol, values), colour, dash in zip(logarithms.items(), (FORWARD, BACKWARD, OTHER), DASHES, strict=False):
        right.plot(gaps, values, color=colour, ls=dash, label=symbol)
        if not np.isfinite(values).all():
            end = np.flatnonzero(np.isfinite(values))[-1]
            right.plot(gaps[end], values[end], "x", color=colour, ms=9, mew=2)
    right.set(xlabel="$d$", ylabel=r"$\log p_2$")
    right.legend(fontsize=9, loc="lower left")
    return figure


def pulls(cases, label):
    """Probabilities as bars, and on each the descent step's direction and size, y - p; the right class is hatched."""
    figure, axes = canvas(len(cases), height=2.8, width=7.0, sharey=True)
    for place, (symbol, p) in zip(axes, cases.items(), strict=True):
        classes = np.arange(len(p)) + 1
        bars = place.bar(classes, p, width=0.55, color=FORWARD, alpha=0.35, edgecolor=FORWARD)
        bars[label].set_hatch("//")
        for k, height in zip(classes, p, strict=True):
            tip = 1.0 if k == label + 1 else 0.0
            if abs(tip - height) > 0.03:
                look = {"arrowstyle": "-|>", "mutation_scale": 12, "lw": 2, "color": BACKWARD}
                place.add_patch(FancyArrowPatch((k, height), (k, tip), shrinkA=0, shrinkB=0, **look))
        place.set(xticks=classes, xlim=(0.5, len(p) + 0.5), ylim=(-0.02, 1.05))
        place.set_xlabel("$k$")
        place.set_title(symbol, fontsize=11)
    axes[0].set_ylabel("$p_k$")
    return figure


def stall(logits, losses, slopes, paths, formula):
    """Two losses of a logit whose label is 1, the size of their slopes, and descent on each."""
    figure, (left, middle, right) = canvas(3, height=2.8, width=7.2)
    _lines(left, logits, losses)
    _lines(middle, logits, slopes)
    left.set(xlabel="$z$", ylabel="$L$", ylim=(-0.2, 5))
    middle.set(xlabel="$z$", ylabel=r"$|\mathrm{d}z|$", yscale="log", ylim=(1e-5, 3))
    for (symbol, path), colour, dash in zip(paths.items(), COLOURS, DASHES, strict=False):
        right.plot(np.arange(1, len(path) + 1), path, color=colour, ls=dash, label=symbol)
    right.axvline(formula, color=INK, ls=":", lw=1.2)
    right.set(xlabel="$t + 1$", ylabel="$z_t$", xscale="log")
    right.legend(fontsize=9, loc="upper left")
    return figure


def saturated(steps, curves):
    """Test accuracy while four networks learn: two losses, each from a modest and from a saturated start."""
    figure, axes = canvas(height=2.8)
    looks = zip((FORWARD, FORWARD, BACKWARD, BACKWARD), ("-", "--", "-", "--"), strict=True)
    for (symbol, curve), (colour, dash) in zip(curves.items(), looks, strict=True):
        axes.plot(steps, 100 * np.array(curve), color=colour, ls=dash, label=symbol)
    axes.set(xlabel="$t$", ylabel=r"$\%$", ylim=(0, 102))
    axes.legend(fontsize=9, loc="center right")
    return figure


def wrong_labels(p, pulls, shares, final, steps, curves):
    """The pull of three losses by the label's probability; accuracy by the share of wrong labels, and over time."""
    figure, (left, middle, right) = canvas(3, height=2.9, width=7.4)
    _lines(left, p, pulls)
    left.set(xlabel="$p_y$", ylabel=r"$|\mathrm{d}z_y|$")
    for (symbol, values), colour, dash, mark in zip(final.items(), COLOURS, DASHES, MARKS, strict=False):
        middle.plot(100 * np.array(shares), 100 * values, color=colour, ls=dash, marker=mark, ms=4, label=symbol)
    middle.set(xlabel=r"$\varepsilon\ (\%)$", ylabel=r"$\%$", ylim=(0, 102))
    middle.legend(fontsize=9, loc="lower left")
    _lines(right, steps, {symbol: 100 * values for symbol, values in curves.items()})
    right.set(xlabel="$t$", ylim=(0, 102))
    return figure
