"""Drawings of *Partial derivatives*."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, ListedColormap

from .style import BACKWARD, BEST, COLOURS, DASHES, FORWARD, INK, OTHER, canvas

POINT = {"marker": "o", "color": OTHER, "ms": 8, "ls": "none", "mec": "white", "mew": 0.8}
STAR = {"marker": "*", "color": BEST, "ms": 15, "ls": "none", "mec": "white", "mew": 0.8}
ARROW = {"arrowstyle": "-|>", "lw": 2, "shrinkA": 0, "shrinkB": 0}


def microscope(f, t, slope, spans=(2.0, 0.2, 0.02)):
    """The graph of f around t at growing magnification, with the tangent dashed; one panel per half-width."""
    figure, axes = canvas(len(spans), height=2.5)
    for place, span in zip(axes, spans, strict=True):
        grid = np.linspace(t - span, t + span, 101)
        place.plot(grid, f(grid), color=FORWARD)
        place.plot(grid, f(t) + slope * (grid - t), color=BACKWARD, ls="--")
        place.plot(t, f(t), **POINT)
        place.set(xlabel="$t$", xticks=[t - span, t, t + span])
        place.ticklabel_format(useOffset=False)
    axes[0].set_ylabel("$e^t$")
    return figure


def error_against_step(steps, errors, precisions):
    """Relative errors of difference quotients against h, one panel per precision, with the predicted bounds dotted.

    `errors` maps (method's symbol, dtype's name) to relative errors; `precisions` maps a dtype's name to its epsilon.
    """
    figure, axes = canvas(len(precisions), height=3.9, sharey=True)
    for place, (name, epsilon) in zip(axes, precisions.items(), strict=True):
        rows = [(symbol, error) for (symbol, dtype), error in errors.items() if dtype == name]
        for (symbol, error), colour, mark in zip(rows, (OTHER, FORWARD, BEST), "s.^", strict=False):
            place.plot(steps, np.maximum(error, 1e-17), marker=mark, ms=3.5, lw=0.9, color=colour, label=symbol)
        place.plot(steps, steps**2 / 6 + epsilon / steps, color=BACKWARD, ls=":", label=r"$h^2/6 + \varepsilon/h$")
        place.axvline((3 * epsilon) ** (1 / 3), color=INK, lw=0.8, ls="--")
        place.set(xscale="log", yscale="log", xlabel="$h$", ylim=(1e-17, 10), xticks=(1e-12, 1e-8, 1e-4, 1))
        place.set_title(rf"$\varepsilon = 2^{{{int(np.log2(epsilon))}}}$", fontsize=11)
    axes[0].legend(fontsize=12, loc="lower left", bbox_to_anchor=(0.0, -0.02), labelspacing=0.7)
    return figure


def _contours(axes, f, x_range, y_range, levels=11):
    """Contours of f(x, y): so many, evenly spaced in the square root of its height, or at the given levels."""
    x, y = np.meshgrid(np.linspace(*x_range, 161), np.linspace(*y_range, 161))
    heights = f(x, y)
    spaced = np.linspace(0.2, np.sqrt(heights.max()), levels) ** 2 if isinstance(levels, int) else levels
    axes.contour(x, y, heights, levels=spaced, colors=INK, linewidths=0.7, alpha=0.75)
    axes.set(xlabel="$x$", ylabel="$y$", xlim=x_range, ylim=y_range)


def slices(f, point, partials):
    """The map with a cut along each axis (left), and the two cuts with their tangents (middle, right)."""
    figure, (left, middle, right) = canvas(3, height=2.5, width=6.8)
    (x, y), (dx, dy) = point, partials
    _contours(left, f, (-5, 5), (-3, 3))
    left.axhline(y, color=FORWARD, lw=1.6)
    left.axvline(x, color=BEST, lw=1.6, ls="--")
    left.plot(x, y, **POINT)
    cuts = (
        (middle, "$x$", np.linspace(-5, 5, 161), x, dx, lambda at: f(at, y), FORWARD, "-"),
        (right, "$y$", np.linspace(-3, 3, 161), y, dy, lambda at: f(x, at), BEST, "--"),
    )
    for axes, symbol, grid, at, slope, cut, colour, dash in cuts:
        axes.plot(grid, cut(grid), color=colour, ls=dash)
        near = np.array([at - 0.9, at + 0.9])
        axes.plot(near, cut(at) + slope * (near - at), color=BACKWARD)
        axes.plot(at, cut(at), **POINT)
        axes.set(xlabel=symbol)
    middle.set_ylabel("$f$")
    return figure


def steepest(f, point, gradient, angles, rises):
    """The gradient on the map (left); slope against direction (right), dots measured, line |g| cos of the angle."""
    figure, (left, right) = canvas(2)
    _contours(left, f, (-1, 5), (-2.8, 3.2))
    _contours(left, f, (-1, 5), (-2.8, 3.2), levels=[f(*point)])
    left.set_aspect("equal")
    tip = np.add(point, gradient)
    left.annotate("", tip, point, arrowprops=ARROW | {"color": BACKWARD})
    left.annotate(r"$\nabla f$", tip, xytext=(6, 0), textcoords="offset points", color=BACKWARD)
    left.plot(*point, **POINT)
    grid = np.linspace(0, 360, 361)
    length, towards = np.hypot(*gradient), np.degrees(np.arctan2(gradient[1], gradient[0]))
    right.plot(grid, length * np.cos(np.radians(grid - towards)), color=FORWARD)
    right.plot(np.degrees(angles), rises, "o", color=INK, ms=5)
    right.axhline(0, color=INK, lw=0.8)
    right.axvline(towards % 360, color=BACKWARD, ls="--", lw=1.2)
    right.set(xlabel=r"$\varphi$", ylabel=r"$\nabla f \cdot u(\varphi)$", xticks=range(0, 361, 90))
    right.xaxis.set_major_formatter(r"${x:.0f}^\circ$")
    return figure


def descent(f, paths):
    """Paths over the winding valley (left) and heights against the step (right); `paths` maps a symbol to points."""
    figure, (left, right) = canvas(2, height=3.2)
    _contours(left, f, (-5, 5), (-3, 3))
    for (symbol, path), colour, dash in zip(paths.items(), (BACKWARD, FORWARD, OTHER, INK), DASHES, strict=False):
        x, y = np.transpose(path)
        left.plot(x, y, color=colour, ls=dash, marker="o", ms=2.2, lw=1.1, markevery=slice(0, 40))
        right.plot(f(x, y), color=colour, ls=dash, label=symbol)
    left.plot(*path[0], **POINT)
    left.plot(0, 0, zorder=5, **STAR)
    right.set(xlabel="$t$", ylabel="$f$", yscale="log", ylim=(1e-6, 1e3))
    right.legend(fontsize=10)
    return figure


_NEURON = {
    "w": (0, 3.0),
    "x": (0, 1.5),
    "u": (1, 1.5),
    "b": (1, 0.0),
    "z": (2, 1.5),
    "a": (3, 1.5),
    "y": (3, 0.0),
    "r": (4, 1.5),
    "s": (5, 1.5),
    "q": (3, 3.0),
    "L": (6, 2.25),
}
_ABOVE = {"b": -0.24, "y": -0.24, "u": 0.14}  # numbers step aside where a wire would cross them
_BELOW = {"w": -0.14, "z": 0.24, "r": 0.24}
_WIRES = ("wu", "xu", "uz", "bz", "za", "ar", "yr", "rs", "sL", "wq", "qL")


def _number(value):
    return f"{value:.3f}".replace("-", "\N{MINUS SIGN}")


def neuron(values, grads=None):
    """The graph of one neuron with its loss: values above the nodes and, if given, gradients below."""
    figure, axes = canvas(height=4.2, width=6.8)
    axes.set(xlim=(-0.5, 6.4), ylim=(-0.75, 3.7))
    axes.axis("off")
    for start, end in _WIRES:
        axes.annotate(
            "",
            _NEURON[end],
            _NEURON[start],
            arrowprops={"arrowstyle": "-|>", "color": INK, "shrinkA": 16, "shrinkB": 16, "lw": 1.2},
        )
    for name, (x, y) in _NEURON.items():
        axes.plot(x, y, "o", ms=27, mfc="none", mec=INK, mew=1.2)
        axes.text(x, y, f"${name}$", ha="center", va="center", fontsize=18)
        axes.text(
            x + _ABOVE.get(name, 0),
            y + 0.37,
            _number(values[name]),
            ha="center",
            va="bottom",
            fontsize=14.5,
            color=FORWARD,
        )
        if grads is not None:
            axes.text(
                x + _BELOW.get(name, 0),
                y - 0.37,
                _number(grads[name]),
                ha="center",
                va="top",
                fontsize=14.5,
                color=BACKWARD,
            )
    return figure


def fork(loss, w, right, overwritten):
    """The loss as a function of w, with its tangent and the line that the overwritten gradient claims."""
    figure, axes = canvas(height=2.8)
    grid = np.linspace(w - 2.2, w + 2.2, 201)
    axes.plot(grid, loss(grid), color=FORWARD, label="$L(w)$")
    near = np.array([w - 0.8, w + 0.8])
    axes.plot(near, loss(w) + right * (near - w), color=BEST, ls="--", label=r"$\mathrm{d}w\ {+}{=}\ \ldots$")
    axes.plot(near, loss(w) + overwritten * (near - w), color=BACKWARD, ls="-.", label=r"$\mathrm{d}w\ {=}\ \ldots$")
    axes.plot(w, loss(w), **POINT)
    axes.set(xlabel="$w$", ylabel="$L$")
    axes.legend(fontsize=10)
    return figure


def work(lengths, paths, edges):
    """Multiplications for the sum over all paths and for one walk over the edges, against the number of forks."""
    figure, axes = canvas(height=2.6)
    axes.plot(lengths, paths, color=BACKWARD, marker="o", ms=4, label="$2^{n+1} - 2$")
    axes.plot(lengths, edges, color=FORWARD, ls="--", marker="s", ms=4, label="$2n$")
    axes.set(xlabel="$n$", yscale="log")
    axes.legend()
    return figure


def cost(parameters, passes):
    """Cost of a whole gradient in forward passes, against P; `passes` maps a symbol to one number per network."""
    figure, axes = canvas()
    for (symbol, counts), colour, dash in zip(passes.items(), COLOURS, DASHES, strict=False):
        axes.plot(parameters, counts, color=colour, ls=dash, marker="o", ms=4, label=symbol)
    axes.set(xscale="log", yscale="log", xlabel="$P$")
    axes.legend(fontsize=10)
    return figure


def jacobians(panels):
    """Jacobians as pictures, one per symbol: blue above zero, orange below, empty where an output does not depend."""
    ratios = [matrix.shape[1] for matrix in panels.values()]
    figure, axes = canvas(len(panels), height=3.5, width=6.6, width_ratios=ratios)
    tones = LinearSegmentedColormap.from_list("signed", [BACKWARD, (0.5, 0.5, 0.5, 0.0), FORWARD])
    for place, (symbol, matrix) in zip(axes, panels.items(), strict=True):
        limit = abs(matrix).max()
        rows, columns = matrix.shape
        place.pcolormesh(matrix, cmap=tones, vmin=-limit, vmax=limit, edgecolors=INK, linewidth=0.35, clip_on=False)
        place.set(aspect="equal", xticks=[0, columns], yticks=[0, rows], ylim=(rows, 0))
        place.set_title(symbol, fontsize=11)
    return figure


def blind_spots(bugs, settings, errors, passed=1e-5):
    """Relative error of each wrong gradient (row) under each way of checking (column); a cross where it crashed."""
    figure, axes = canvas(height=3.3, width=6.8)
    tones = ListedColormap(["none", BACKWARD])
    axes.pcolormesh(~(errors < passed), cmap=tones, vmin=0, vmax=1, edgecolors=INK, linewidth=0.6, clip_on=False)
    for (row, column), error in np.ndenumerate(errors):
        text = r"$\times$" if np.isnan(error) else f"{error:.0e}" if error < passed else f"{error:.2f}"
        ink = INK if error < passed else "white"
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=13, color=ink)
    axes.set(ylim=(len(bugs), 0))
    axes.set_xticks(np.arange(len(settings)) + 0.5, settings, fontsize=12.5)
    axes.set_yticks(np.arange(len(bugs)) + 0.5, bugs, fontsize=13)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    return figure
