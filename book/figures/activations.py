"""Drawings of *Activation functions*."""

import numpy as np

from .style import BACKWARD, BEST, COLOURS, DASHES, FORWARD, INK, OTHER, canvas

MARKS = "os^D"


def _name(function):
    """A function's name, upright, as formulas have it."""
    return rf"$\mathrm{{{function}}}$"


def _formula(condition):
    """A condition such as `W ~ N(0, 1)`, as it is printed, set as a formula."""
    return f"${condition}$".replace("~", r"\sim")


def curves(z, shown):
    """Each activation (solid) with its slope (dashed); `shown` maps a symbol to (values, slopes) over z."""
    figure, axes = canvas(4, -(-len(shown) // 4), height=3.9, width=6.8, sharex=True, sharey=True)
    for place, (symbol, (values, slopes)) in zip(axes.flat, shown.items(), strict=True):
        jumps = np.abs(np.diff(values)) > 0.5
        place.axhline(0, color=INK, lw=0.6)
        place.axvline(0, color=INK, lw=0.6)
        place.plot(z, np.where(np.append(jumps, False), np.nan, values), color=FORWARD)
        breaks = np.append(np.abs(np.diff(slopes)) > 0.5, False)
        place.plot(z, np.where(breaks, np.nan, slopes), color=BACKWARD, ls="--")
        place.set_title(symbol, fontsize=12)
        place.set(xlim=(-4, 4), ylim=(-1.25, 2.6), xticks=(-3, 0, 3), yticks=(-1, 0, 1, 2))
    for place in axes[-1]:
        place.set_xlabel("$z$")
    return figure


def vanishing(gradients):
    """Size of the gradient by layer on a log scale, for each named function; dotted, a quarter per layer."""
    figure, axes = canvas(height=3.2)
    for (name, measured), colour, dash, mark in zip(gradients.items(), COLOURS, DASHES, MARKS, strict=True):
        layers = np.arange(len(measured))
        axes.plot(layers, measured, color=colour, ls=dash, marker=mark, ms=5, lw=1.2, label=_name(name))
    axes.plot(layers, 0.25 ** (layers[-1] - layers), color=INK, lw=1.2, ls=":")
    axes.set(xlabel=r"$l$", ylabel=r"$\mathrm{rms}(\mathrm{d}A_l)$", yscale="log", xticks=range(0, 11, 2))
    axes.legend(fontsize=10, loc="lower right")
    return figure


def losses(runs, level):
    """Loss curves, one per named function, with the loss of a coin toss dotted."""
    figure, axes = canvas(height=2.7)
    for (name, values), colour, dash in zip(runs.items(), COLOURS, DASHES, strict=False):
        axes.plot(values, color=colour, ls=dash, label=_name(name))
    axes.axhline(level, color=INK, lw=0.9, ls=":")
    axes.set(xlabel="$t$", ylabel="$L$", ylim=(-0.02, 1.1))
    axes.legend(fontsize=10)
    return figure


def histograms(rows):
    """How activations are spread, a row per start, a column per layer; `rows` maps a start to {layer: values}."""
    depth = len(next(iter(rows.values())))
    figure, axes = canvas(depth, len(rows), height=4.2, width=6.8, sharex=True)
    for line, (start, layers) in zip(axes, rows.items(), strict=True):
        for place, values in zip(line, layers.values(), strict=True):
            place.hist(values, bins=np.linspace(-1, 1, 42), color=FORWARD, histtype="stepfilled")
            place.set(yticks=[], xlim=(-1.05, 1.05), xticks=(-1, 0, 1))
            place.spines["left"].set_visible(False)
        line[0].set_ylabel(_formula(start), fontsize=12)
    for place, layer in zip(axes[0], layers, strict=True):
        place.set_title(rf"$A_{{{layer}}}$", fontsize=12)
    return figure


def scales(forward, backward, depth):
    """Mean square of activations (left) and of gradients (right) by layer; marks measured, lines (c/2) to the power."""
    figure, (left, right) = canvas(2, height=3.3, width=6.8)
    layers = np.arange(depth + 1)
    for c, colour, mark in zip(forward, COLOURS, MARKS, strict=False):
        left.plot(layers, forward[c], mark, color=colour, ms=3.5, label=f"$c = {c:g}$")
        left.plot(layers, (c / 2) ** layers, color=colour, lw=1)
        right.plot(layers, backward[c], mark, color=colour, ms=3.5)
        right.plot(layers, (c / 2) ** (depth - layers), color=colour, lw=1)
    left.set(xlabel=r"$l$", ylabel=r"$\overline{A_l^2}$", yscale="log")
    right.set(xlabel=r"$l$", ylabel=r"$\overline{\mathrm{d}A_l^2}$", yscale="log")
    left.legend(fontsize=9)
    return figure


def maps(panels):
    """From one layer's mean square to the next; `panels` maps a title to {c: (curve, measured pairs)} over q."""
    figure, axes = canvas(len(panels), height=3.5, width=6.6)
    for place, (title, cases) in zip(axes, panels.items(), strict=True):
        place.plot((0, 1.5), (0, 1.5), color=INK, lw=0.9, ls=":")
        for (c, (q, curve, pairs)), colour, mark in zip(cases.items(), COLOURS, MARKS, strict=False):
            place.plot(q, curve, color=colour, lw=1.2)
            place.plot(*pairs, mark, color=colour, ms=4.5, label=f"$c = {c:g}$")
        place.set(xlabel=r"$\overline{A_{l}^2}$", xlim=(0, 1.5), ylim=(0, 1.5), aspect="equal")
        place.set_title(title, fontsize=12)
        place.legend(fontsize=9, loc="upper left")
    axes[0].set_ylabel(r"$\overline{A_{l+1}^2}$")
    return figure


def symmetry(paths, curves, level):
    """Weights (w1, w2) of every hidden unit as they learn, a panel per start, and the losses on the right."""
    figure, axes = canvas(len(paths) + 1, height=2.5, width=6.8)
    limit = 1.1 * max(np.abs(path).max() for path in paths.values())
    for place, (start, path), colour, dash in zip(axes, paths.items(), COLOURS, DASHES, strict=False):
        for unit in range(path.shape[1]):
            place.plot(*path[:, unit].T, color=colour, lw=1.2, ls=dash)
            place.plot(*path[0, unit], "o", color=INK, ms=3)
            place.plot(*path[-1, unit], "o", color=colour, ms=6)
        place.set(xlabel="$w_1$", xlim=(-limit, limit), ylim=(-limit, limit), xticks=(-2, 0, 2), yticks=(-2, 0, 2))
        place.set_title(_formula(start), fontsize=12)
    axes[0].set_ylabel("$w_2$")
    for values, colour, dash in zip(curves.values(), COLOURS, DASHES, strict=False):
        axes[-1].plot(values, color=colour, ls=dash)
    axes[-1].axhline(level, color=INK, lw=0.9, ls=":")
    axes[-1].set(xlabel="$t$", ylim=(0, 0.9))
    axes[-1].set_title("$L$", fontsize=12)
    return figure


def dead(rates, shares, biases):
    """Share of silenced units against the learning rate (left); the bias of one unit that starts dead (right)."""
    figure, (left, right) = canvas(2, height=3.0, width=6.6)
    for share, colour, dash, mark in zip(shares.values(), COLOURS, DASHES, MARKS, strict=False):
        left.plot(rates, np.mean(share, axis=1), color=colour, ls=dash)
        left.plot(rates, share, mark, color=colour, ms=4, alpha=0.7)
    left.set(xlabel=r"$\eta$", xscale="log", ylim=(-0.05, 1.05), xticks=(1, 3, 10, 30), xticklabels=(1, 3, 10, 30))
    left.minorticks_off()
    for (symbol, values), colour, dash in zip(biases.items(), COLOURS, DASHES, strict=False):
        right.plot(values, color=colour, ls=dash, label=symbol)
    right.set(xlabel="$t$", ylabel="$b$")
    right.legend(fontsize=10)
    return figure


def errors(panels):
    """Relative errors; `panels` maps (title, x label, x scale) to (z, errors) of the textbook and the stable form."""
    figure, axes = canvas(len(panels), height=2.9, width=6.8, sharey=True)
    for place, ((title, label, scale), rows) in zip(axes, panels.items(), strict=True):
        for (z, error), colour, mark in zip(rows, (BACKWARD, BEST), "s.", strict=True):
            place.plot(z, np.maximum(error, 1e-17), mark, color=colour, ms=3.5)
        place.set(xlabel=label, xscale=scale, yscale="log", ylim=(4e-18, 8))
        place.set_title(title, fontsize=12)
    return figure


def approximations(z, differences):
    """How far stand-ins are from the exact function; `differences` maps a name to values over z."""
    figure, axes = canvas(height=2.6)
    axes.axhline(0, color=INK, lw=0.6)
    for (name, values), colour, dash in zip(differences.items(), (FORWARD, OTHER), DASHES, strict=False):
        axes.plot(z, values, color=colour, ls=dash, label=_name(name))
    axes.set(xlabel="$z$")
    axes.legend(fontsize=10)
    return figure
