"""Drawings of the title page, of *Start here* and of *Linear neural networks*."""

import numpy as np
from matplotlib.patches import Polygon

from .style import BACKWARD, BEST, COLOURS, DASHES, FORWARD, INK, OTHER, canvas

EYE = {"marker": "o", "color": OTHER, "ms": 8, "ls": "none", "mec": "white", "mew": 0.8}
STAR = {"marker": "*", "color": BEST, "ms": 15, "ls": "none", "mec": "white", "mew": 0.8}


def _data(axes, x, y):
    axes.plot(x, y, "o", color=INK, ms=5, alpha=0.9)
    axes.set(xlabel="$x$", ylabel="$y$", xlim=(0, 10), ylim=(4, 15.5))


def _line(axes, w, b, **look):
    ends = np.array([0.0, 10.0])
    axes.plot(ends, w * ends + b, **look)


def _bowl(axes, loss, w_range, b_range, levels=14):
    """Contours of loss(w, b), evenly spaced in the logarithm of the loss."""
    w, b = np.meshgrid(np.linspace(*w_range, 101), np.linspace(*b_range, 101))
    heights = np.log(np.vectorize(loss)(w, b))
    axes.contour(w, b, heights, levels=levels, colors=INK, linewidths=0.7, alpha=0.75, linestyles="solid")
    axes.set(xlabel="$w$", ylabel="$b$", xlim=w_range, ylim=b_range)


def data(x, y):
    figure, axes = canvas()
    _data(axes, x, y)
    return figure


def residuals(x, y, w, b):
    figure, axes = canvas()
    _data(axes, x, y)
    _line(axes, w, b, color=FORWARD)
    axes.vlines(x, y, w * x + b, color=BACKWARD, lw=1.4)
    return figure


def point_on_surface(x, y, loss, by_eye, best=None):
    """The same pair (w, b) twice: as a point on the loss surface and as a line through the data."""
    figure, (left, right) = canvas(2)
    _bowl(left, loss, (-0.2, 1.8), (0, 12))
    _data(right, x, y)
    left.plot(*by_eye, **EYE)
    _line(right, *by_eye, color=OTHER, label="$(w, b)$")
    if best is not None:
        left.plot(*best, **STAR)
        _line(right, *best, color=BEST, ls="--", label=r"$(w^{\ast}, b^{\ast})$")
    right.legend(loc="upper left")
    return figure


def descent(loss, path, losses, best):
    """The path of (w, b) over the surface, and the loss before each step."""
    figure, (left, right) = canvas(2)
    _bowl(left, loss, (-0.2, 2.2), (-0.5, 10))
    w, b = np.transpose(path)
    left.plot(w, b, "o-", color=BACKWARD, ms=2.5, lw=1)
    left.plot(w[0], b[0], **EYE)
    left.plot(*best, **STAR)
    right.plot(losses, color=BACKWARD)
    right.axhline(loss(*best), color=BEST, ls="--", lw=1.2)
    right.set(xlabel="$t$", ylabel="$L$", yscale="log")
    return figure


def rates(loss, runs, shown=9):
    """The first steps and all losses of several learning rates; `runs` maps eta to (path, losses)."""
    figure, (left, right) = canvas(2, height=3.4)
    _bowl(left, loss, (-0.9, 4.4), (-0.4, 1.6), levels=18)
    for (eta, (path, losses)), colour, dash in zip(runs.items(), COLOURS, DASHES, strict=True):
        left.plot(*np.transpose(path[:shown]), ls=dash, marker="o", ms=3, color=colour, lw=1.2)
        right.plot(losses, ls=dash, color=colour, label=rf"$\eta = {eta:g}$")
    right.set(xlabel="$t$", ylabel="$L$", yscale="log", ylim=(0.15, 1e4))
    right.legend(fontsize=10)
    return figure


def factors(eigenvalues, etas, measured):
    """|1 - eta * lambda| for each eigenvalue, with the measured factor per step as dots; right, the corner."""
    figure, (left, right) = canvas(2)
    low, high = eigenvalues
    grid = np.linspace(0, 1.15 * 2 / high, 300)
    for axes in (left, right):
        axes.plot(grid, abs(1 - grid * high), color=FORWARD, label=r"$|1 - \eta\,\lambda_{\max}|$")
        axes.plot(grid, abs(1 - grid * low), color=OTHER, ls="--", label=r"$|1 - \eta\,\lambda_{\min}|$")
        axes.plot(etas, measured, "o", color=BACKWARD, ms=6)
        axes.axhline(1, color=INK, lw=0.8)
        axes.axvline(2 / high, color=INK, lw=0.8, ls=":")
        axes.set(xlabel=r"$\eta$")
    left.set(ylim=(0, 1.35))
    right.legend(loc="upper left", fontsize=9)
    right.set(xlim=(0.022, 0.0415), ylim=(0.975, 1.05))
    right.annotate(r"$2/\lambda_{\max}$", (2 / high, 0.978), xytext=(5, 0), textcoords="offset points")
    return figure


def before_and_after(raw, scaled):
    """Bowl, path and minimiser for raw inputs (left) and standardised ones (right), each (loss, path, best)."""
    figure, (left, right) = canvas(2, height=3.2)
    _bowl(left, raw[0], (-0.6, 3.4), (-0.5, 7.5), levels=12)
    _bowl(right, scaled[0], (-4.5, 8), (-1, 12), levels=12)
    right.set(xlabel=r"$\tilde w$", ylabel=r"$\tilde b$")
    for axes, (_, steps, star) in ((left, raw), (right, scaled)):
        axes.plot(*np.transpose(steps), "o-", color=BACKWARD, ms=2.5, lw=1)
        axes.plot(*star, **STAR)
    return figure


def convergence(excess, factor):
    """Distance of the loss above its minimum, against the rate that the eigenvalues predict."""
    figure, axes = canvas()
    steps = np.arange(len(excess))
    axes.plot(steps, excess, color=BACKWARD, label=r"$L_t - L^{\ast}$")
    anchor = len(excess) // 2
    predicted = excess[anchor] * factor ** (steps - anchor)
    axes.plot(steps, predicted, color=FORWARD, ls="--", label=r"$\propto (1 - \eta\,\lambda_{\min})^{2t}$")
    axes.set(xlabel="$t$", yscale="log")
    axes.legend()
    return figure


def _grid(axes, move, limit):
    """A square grid, its first quarter tinted and the two unit vectors, after `move`."""
    ticks = np.linspace(-2, 2, 9)
    along = np.linspace(-2, 2, 65)
    for tick in ticks:
        for line in (np.c_[along, np.full_like(along, tick)], np.c_[np.full_like(along, tick), along]):
            axes.plot(*move(line).T, color=INK, lw=0.6, alpha=0.65)
    up, low, high = np.linspace(0, 1, 17), np.zeros(17), np.ones(17)
    square = np.r_[np.c_[up, low], np.c_[high, up], np.c_[up[::-1], high], np.c_[low, up[::-1]]]
    axes.add_patch(Polygon(move(square), facecolor=BEST, alpha=0.3))
    origin, first, second = move(np.array([[0.0, 0], [1, 0], [0, 1]]))
    arrow = {"arrowstyle": "-|>", "lw": 2, "shrinkA": 0, "shrinkB": 0}
    for tip, colour in ((first, FORWARD), (second, BACKWARD)):
        axes.annotate("", tip, origin, arrowprops=arrow | {"color": colour})
    axes.plot(*origin, "o", color=INK, ms=4)
    axes.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal", xticks=[-2, 0, 2], yticks=[-2, 0, 2])


def maps(cases, limit=3.8):
    """What each affine map (symbol, W, b) does to a grid of points, given as rows."""
    figure, axes = canvas(3, -(-len(cases) // 3), height=4.9, squeeze=False)
    for (symbol, W, b), place in zip(cases, axes.flat, strict=True):
        _grid(place, lambda points, W=W, b=b: points @ W + b, limit)
        place.set_title(symbol, fontsize=12)
    return figure


def stack(W1, b1, W2, b2, limit=4.6):
    """One grid as it passes a network with one hidden layer: affine, cut off at zero, affine."""
    stages = {
        "$X$": lambda points: points,
        "$XW_1 + b_1$": lambda points: points @ W1 + b1,
        r"$H = \max(\,\cdot\,, 0)$": lambda points: np.maximum(points @ W1 + b1, 0),
        "$HW_2 + b_2$": lambda points: np.maximum(points @ W1 + b1, 0) @ W2 + b2,
    }
    figure, axes = canvas(len(stages), height=2.1, width=6.6)
    for (symbol, move), place in zip(stages.items(), axes, strict=True):
        _grid(place, move, limit)
        place.set_title(symbol, fontsize=11)
    return figure


def training_mistakes(curves):
    """Loss curves of the right loop and of wrong ones; `curves` maps a symbol to losses."""
    figure, axes = canvas()
    for (symbol, losses), colour, dash in zip(curves.items(), COLOURS, DASHES, strict=True):
        axes.plot(np.arange(1, len(losses) + 1), losses, color=colour, ls=dash, label=symbol)
    axes.set(xlabel="$t + 1$", ylabel="$L$", xscale="log", yscale="log", ylim=(0.15, 3e4))
    axes.legend(fontsize=10)
    return figure


def cover(x, y, loss, path, best):
    """Descent over the loss surface (left) and the lines it passes on its way (right)."""
    figure, (left, right) = canvas(2, height=3.3)
    _bowl(left, loss, (-0.2, 2.2), (-0.5, 10), levels=18)
    left.plot(*np.transpose(path), "o-", color=BACKWARD, ms=3, lw=1.2)
    left.plot(*best, **STAR)
    shown = np.unique(np.geomspace(1, len(path), 14).astype(int)) - 1
    for share, step in zip(np.linspace(0.25, 0.9, len(shown)), shown, strict=True):
        _line(right, *path[step], color=BACKWARD, lw=1.1, alpha=share)
    _line(right, *best, color=BEST, lw=2)
    _data(right, x, y)
    return figure
