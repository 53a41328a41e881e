"""Drawings of *Nonlinearity*."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from .style import BACKWARD, BEST, COLOURS, DASHES, FORWARD, INK, OTHER, canvas

POINT = {"marker": "o", "color": OTHER, "ms": 8, "ls": "none", "mec": "white", "mew": 0.8}
STAR = {"marker": "*", "color": BEST, "ms": 15, "ls": "none", "mec": "white", "mew": 0.8}
MARKS = "os^D"


def _data(axes, x, y):
    axes.plot(x, y, "o", color=INK, ms=4, alpha=0.9)
    axes.set(xlabel="$x$", ylabel="$y$", xlim=(0, 9), ylim=(5, 12))


def spring(x, y, w, b):
    """The data and their best line."""
    figure, axes = canvas()
    _data(axes, x, y)
    ends = np.array([0.0, 9.0])
    axes.plot(ends, w * ends + b, color=FORWARD)
    return figure


def depths(runs, floor):
    """Losses against the step, one line per number of layers; dashed, the loss of the best line."""
    figure, axes = canvas()
    for (symbol, losses), colour, dash in zip(runs.items(), COLOURS, DASHES, strict=True):
        axes.plot(np.arange(1, len(losses) + 1), losses, color=colour, ls=dash, label=symbol)
    axes.axhline(floor, color=INK, lw=1, ls=(0, (1, 3)))
    axes.set(xlabel="$t + 1$", ylabel="$L$", xscale="log", yscale="log")
    axes.legend(fontsize=10)
    return figure


def two_factors(paths, target, times, runs, logistic):
    """Descent on (w1 w2 - target)^2 over its landscape (left) and products against time, by depth (right)."""
    figure, (left, right) = canvas(2, height=3.3)
    ticks = np.linspace(-2.2, 2.2, 161)
    first, second = np.meshgrid(ticks, ticks)
    heights = (first * second - target) ** 2
    left.contour(first, second, heights, levels=np.linspace(0.15, 4.2, 12) ** 2, colors=INK, linewidths=0.6, alpha=0.75)
    branch = np.linspace(target / 2.2, 2.2, 100)
    for sign in (1, -1):
        left.plot(sign * branch, sign * target / branch, color=BEST, ls="--", lw=1.4)
    for path in paths:
        left.plot(*np.transpose(path), color=BACKWARD, lw=1.4)
        left.plot(*path[0], **POINT)
    left.plot(0, 0, "x", color=FORWARD, ms=9, mew=2.2)
    left.set(xlabel="$w_1$", ylabel="$w_2$", xlim=(-2.2, 2.2), ylim=(-2.2, 2.2), aspect="equal")
    for (symbol, product), colour, dash in zip(runs.items(), (FORWARD, BACKWARD, OTHER), DASHES, strict=False):
        right.plot(times, product, color=colour, ls=dash, label=symbol)
    right.plot(times[::25], logistic[::25], "o", color=BACKWARD, ms=4)
    right.set(xlabel=r"$\eta\, t$", ylabel="$p$")
    right.legend(fontsize=10)
    return figure


def bending(x, y, grid, snapshots):
    """What a network computes as it learns, one panel per step; dashes on the floor mark the knees of its units."""
    figure, axes = canvas(len(snapshots), height=2.7, width=6.8, sharey=True)
    for place, (step, (curve, knees)) in zip(axes, snapshots.items(), strict=True):
        _data(place, x, y)
        place.plot(grid, curve, color=FORWARD)
        shown = knees[(knees > 0) & (knees < 9)]
        place.plot(shown, np.full_like(shown, 5.3), "|", color=BACKWARD, ms=11, mew=1.6)
        place.set_title(f"$t = {step}$", fontsize=11)
    for place in axes[1:]:
        place.set_ylabel("")
    return figure


def anatomy(grid, parts, total, knees):
    """Single hinges (left) and their sum (right); dots mark the knees."""
    figure, (left, right) = canvas(2, sharex=True)
    for part, colour, dash, knee in zip(parts, (BACKWARD, BEST, OTHER), ("--", "-.", ":"), knees, strict=True):
        left.plot(grid, part, color=colour, ls=dash)
        left.plot(knee, 0, "o", color=colour, ms=6)
        right.axvline(knee, color=colour, ls=dash, lw=0.9)
    right.plot(grid, total, color=FORWARD)
    right.plot(knees, np.interp(knees, grid, total), "o", color=FORWARD, ms=6)
    left.set(xlabel="$x$", ylabel=r"$v_h\,\mathrm{relu}(w_h x + c_h)$")
    right.set(xlabel="$x$", ylabel="$y$")
    return figure


def assembly(grid, stages, x, y):
    """A piecewise-linear curve as it is put together, one hinge more in each panel."""
    figure, axes = canvas(len(stages), height=2.4, width=6.8, sharey=True)
    for place, (symbol, curve) in zip(axes, stages.items(), strict=True):
        place.plot(x, y, "o", color=INK, ms=5)
        place.plot(grid, curve, color=FORWARD)
        place.set_title(symbol, fontsize=10)
        place.set(xlabel="$x$", ylim=(0, 5.5), xticks=x)
    return figure


def price(segments, errors, bound, found, dimensions, units):
    """Error against the number of pieces (left); units needed against the number of inputs (right)."""
    figure, (left, right) = canvas(2, height=3.3)
    for (symbol, error), colour, mark in zip(errors.items(), (FORWARD, BEST), MARKS, strict=False):
        left.plot(segments, error, marker=mark, ms=4, color=colour, label=symbol)
    left.plot(segments, bound, color=INK, ls=":", label=r"$\ell^2 M/8$")
    left.plot(*found, "x", color=BACKWARD, ms=8, mew=2, label=r"$\eta\,\nabla L$")
    left.set(xscale="log", yscale="log", xlabel="$H$", ylabel=r"$\max\,|f - \hat f|$")
    left.legend(fontsize=9)
    for (symbol, needed), colour, mark in zip(units.items(), (FORWARD, BACKWARD), MARKS, strict=False):
        right.plot(dimensions, needed, marker=mark, ms=4, color=colour, label=symbol)
    right.set(yscale="log", xlabel="$D$", ylabel="$m^D$", xticks=dimensions[::2])
    right.legend(fontsize=9)
    return figure


def folds(grid, curves):
    """A function applied to its own output again and again."""
    figure, axes = canvas(len(curves), height=2.0, width=6.8, sharey=True)
    for place, (symbol, curve) in zip(axes, curves.items(), strict=True):
        place.plot(grid, curve, color=FORWARD, lw=1.4)
        place.set_title(symbol, fontsize=11)
        place.set(xlabel="$x$", xticks=[0, 1], yticks=[0, 1])
    return figure


def applied(z, pairs, inside, outside):
    """Activations applied (solid) and multiplied with their argument (dashed); last, where the bias stands."""
    figure, axes = canvas(3, height=2.6, width=6.8)
    for place, (symbol, activation) in zip(axes, pairs.items(), strict=False):
        place.plot(z, activation, color=FORWARD)
        place.plot(z, z * activation, color=BACKWARD, ls="--")
        place.set(xlabel="$z$", ylim=(-2, 4))
        place.set_title(symbol, fontsize=11)
    axes[2].plot(z, inside, color=FORWARD)
    axes[2].plot(z, outside, color=BACKWARD, ls="--")
    axes[2].set(xlabel="$x$")
    axes[2].set_title(r"$\mathrm{relu}(wx + c)$", fontsize=11)
    return figure


def xor(success, plane, outputs, corners, hidden, labels, line):
    """Success by width; a trained network's output over the inputs; the same four corners in its hidden layer."""
    figure, (left, middle, right) = canvas(3, height=2.7, width=6.8)
    left.plot(list(success), list(success.values()), "o-", color=FORWARD, ms=5)
    left.set(xlabel="$H$", xticks=(1, 4, 8, 12), ylim=(-0.04, 1.04))
    tint = LinearSegmentedColormap.from_list("tint", [f"{FORWARD}00", f"{FORWARD}cc"])
    middle.contourf(plane[0], plane[1], outputs, levels=np.linspace(-0.5, 1.5, 9), cmap=tint, extend="both")
    middle.contour(plane[0], plane[1], outputs, levels=[0.5], colors=BACKWARD, linewidths=1.6)
    middle.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal", xticks=[0, 1], yticks=[0, 1])
    right.plot(*line, color=BACKWARD)
    right.set(xlabel="$h_1$", ylabel="$h_2$")
    for axes, places in ((middle, corners), (right, hidden)):
        for place, label in zip(places, labels, strict=True):
            fill = BEST if label else "white"
            axes.plot(
                *place, marker="s" if label else "o", ms=8, color=fill, mec=BEST, mew=1.6, ls="none", clip_on=False
            )
    return figure
