"""Drawings of *Multi-layer perceptrons*."""

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import FancyArrowPatch, Rectangle

from .style import BACKWARD, BEST, COLOURS, DASHES, FORWARD, INK, canvas

CLASSES = (FORWARD, BACKWARD, BEST)
MARKERS = ("o", "^", "s")


def _matrix(axes, values, colour, digits, crossed=None):
    """A grid of numbers; a cell's tint grows with the size of its number, and crossed cells carry a diagonal."""
    largest = max(abs(values).max(), 1e-12)
    rows, columns = values.shape
    for (row, column), value in np.ndenumerate(values):
        tint = 0.35 * abs(value) / largest
        axes.add_patch(Rectangle((column, row), 1, 1, facecolor=(colour, tint), edgecolor=INK, lw=0.6))
        if crossed is not None and crossed[row, column]:
            axes.plot((column, column + 1), (row + 1, row), color=INK, lw=0.9)
        else:
            text = f"{value + 0:z.{digits}f}".replace("-", "−")
            axes.text(column + 0.5, row + 0.53, text, ha="center", va="center", fontsize=8.5 - digits)
    axes.set(xlim=(-0.05, columns + 0.05), ylim=(rows + 0.05, -0.05), aspect="equal")
    axes.axis("off")


def arrays(values, gradients=None, stopped=None):
    """The arrays of a forward pass from left to right and, below each, its gradient; `stopped` marks closed ReLUs."""
    rows = 1 if gradients is None else 2
    widths = [array.shape[1] for array in values.values()]
    figure, axes = canvas(
        len(values), rows, height=1.5 * rows, width=5.6, squeeze=False, gridspec_kw={"width_ratios": widths}
    )
    for (symbol, array), place in zip(values.items(), axes[0], strict=True):
        _matrix(place, array, FORWARD, 1)
        place.set_title(rf"${symbol}$", fontsize=12)
    for (symbol, array), place in zip((gradients or {}).items(), axes[-1], strict=False):
        _matrix(place, array, BACKWARD, 2, stopped if symbol == "Z_1" else None)
        place.set_title(rf"$\mathrm{{d}}{symbol}$", fontsize=12)
    return figure


def _arrow(axes, start, end, colour, dash="-"):
    look = {"arrowstyle": "-|>", "mutation_scale": 11, "lw": 1.5, "color": colour, "linestyle": dash}
    axes.add_patch(FancyArrowPatch(start, end, shrinkA=14, shrinkB=14, **look))


def ladder():
    """Three layers: the forward pass on top, the backward pass below, and what is handed down between them."""
    top = ("A_0", "Z_1", "A_1", "Z_2", "A_2", "Z_3")
    steps = ("W_1,\\,b_1", r"\mathrm{relu}", "W_2,\\,b_2", r"\mathrm{relu}", "W_3,\\,b_3")
    figure, axes = canvas(height=2.6, width=7.0)
    for place, symbol in enumerate(top):
        axes.text(place, 1, rf"${symbol}$", ha="center", va="center", fontsize=14, color=FORWARD)
        axes.text(place, 0, rf"$\mathrm{{d}}{symbol}$", ha="center", va="center", fontsize=14, color=BACKWARD)
    for place, symbol in enumerate(steps):
        _arrow(axes, (place, 1), (place + 1, 1), FORWARD)
        _arrow(axes, (place + 1, 0), (place, 0), BACKWARD)
        axes.text(place + 0.5, 1.17, rf"${symbol}$", ha="center", fontsize=10)
    for layer in (1, 2, 3):
        axes.text(2 * layer - 1.3, 0.12, rf"$W_{layer}^{{\top}}$", ha="center", fontsize=10)
    for layer in (1, 2):
        axes.text(2 * layer - 0.5, 0.12, rf"$\odot\,\mathbf{{1}}[Z_{layer} > 0]$", ha="center", fontsize=9)
        _arrow(axes, (2 * layer - 1, 1), (2 * layer - 0.6, 0.14), INK, ":")
    for layer in (1, 2, 3):
        left, right = 2 * layer - 2, 2 * layer - 1
        symbols = rf"$\mathrm{{d}}W_{layer},\ \mathrm{{d}}b_{layer}$"
        axes.text(right - 0.25, -0.62, symbols, ha="center", fontsize=11, color=BACKWARD)
        _arrow(axes, (left, 1), (right - 0.3, -0.5), INK, ":")
        _arrow(axes, (right, 0), (right - 0.2, -0.5), BACKWARD)
    axes.set(xlim=(-0.4, 5.4), ylim=(-0.8, 1.4))
    axes.axis("off")
    return figure


def digits(images):
    """A row of handwritten digits; ink is drawn as opacity, so that it shows on light and dark pages."""
    figure, axes = canvas(len(images), height=0.85, width=7.0)
    for image, place in zip(images, axes, strict=True):
        place.imshow(np.zeros_like(image), alpha=image / 16, cmap=ListedColormap([INK]))
        place.axis("off")
    return figure


def noise(sizes, measured, sigma2, n, full):
    """Mean squared error of the mini-batch gradient: measured (dots), predicted (line), and the gradient's own size."""
    figure, axes = canvas()
    grid = np.geomspace(1, n - 1, 200)
    axes.plot(grid, sigma2 / grid * (n - grid) / (n - 1), color=FORWARD, label=r"$\frac{\sigma^2}{B}\,\frac{N-B}{N-1}$")
    axes.plot(sizes[:-1], measured[:-1], "o", color=BACKWARD, label=r"$\overline{\|g_B - g\|^2}$")
    axes.axhline(full, color=INK, ls=":", label=r"$\|g\|^2$")
    axes.set(xlabel="$B$", xscale="log", yscale="log")
    axes.legend()
    return figure


def batch_sizes(runs):
    """Training loss against updates (left) and against samples seen per sample owned (right)."""
    figure, (left, right) = canvas(2, sharey=True)
    for (size, (updates, epochs, losses)), colour, dash in zip(runs.items(), COLOURS, DASHES, strict=True):
        left.plot(updates + 1, losses, color=colour, ls=dash)
        right.plot(epochs, losses, color=colour, ls=dash, label=rf"$B = {size}$")
    left.set(xlabel="$t + 1$", ylabel="$L$", xscale="log", yscale="log")
    right.set(xlabel="$tB/N$")
    right.legend(fontsize=10)
    return figure


def initial_loss(scales, losses, variances, classes):
    """The loss of a network that knows nothing, against the scale of its last layer."""
    figure, axes = canvas()
    formula = np.log(classes) + (1 - 1 / classes) / 2 * np.array(variances)
    axes.plot(scales, formula, color=FORWARD, label=r"$\log K + \frac{v}{2}\,(1 - \frac{1}{K})$")
    axes.plot(scales, losses, "o", color=BACKWARD, label="$L$")
    axes.axhline(np.log(classes), color=INK, ls=":", label=r"$\log K$")
    axes.set(xlabel="$s$", xscale="log", yscale="log", ylim=(1.8, 60))
    axes.set_yticks([2, 5, 10, 20, 50], labels=["2", "5", "10", "20", "50"])
    axes.minorticks_off()
    axes.legend(loc="upper left")
    return figure


def loss_curves(curves, smooth=1):
    """Loss before each update on logarithmic axes; `smooth` averages over that many updates."""
    figure, axes = canvas()
    looks = zip((*COLOURS, INK), (*DASHES, (0, (5, 1, 1, 1, 1, 1))), strict=True)
    for (symbol, losses), (colour, dash) in zip(curves.items(), looks, strict=False):
        averaged = np.convolve(losses, np.ones(smooth) / smooth, mode="valid")
        axes.plot(np.arange(1, len(averaged) + 1), averaged, color=colour, ls=dash, label=symbol)
    axes.set(xlabel="$t + 1$", ylabel="$L$", yscale="log")
    axes.legend(fontsize=10)
    return figure


def bugs(symbols, accuracy, errors):
    """One row per network, numbered; left test accuracy with a line at 97 %, right the error of the gradient check."""
    figure, (left, right) = canvas(2, height=4.6, width=7.0, sharey=True)
    rows = np.arange(len(symbols))
    good = rows == 0
    for axes, values in ((left, 100 * np.array(accuracy)), (right, np.array(errors))):
        axes.hlines(rows, 0, 1, color=INK, lw=0.4, alpha=0.5, transform=axes.get_yaxis_transform())
        axes.plot(values[good], rows[good], "*", color=BEST, ms=14)
        axes.plot(values[~good], rows[~good], "o", color=BACKWARD, ms=6)
    left.axvline(97, color=INK, ls="--", lw=1)
    left.set(xlabel=r"$\%$", xlim=(0, 103), ylim=(len(symbols) - 0.4, -0.6))
    left.set_yticks(rows, labels=[f"${row}$    {symbol}" for row, symbol in enumerate(symbols)], fontsize=9.5)
    right.set(xscale="log", xlabel=r"$|c-a|\,/\,(|c|+|a|)$", xlim=(1e-11, 5))
    return figure


def learning_curves(panels, every):
    """Training loss (solid) and test loss (dashed) of several runs, one panel each."""
    figure, axes = canvas(2, 2, height=4.4, width=7.0, sharex=True, sharey=True)
    for (symbol, (train, test)), place in zip(panels.items(), axes.flat, strict=True):
        steps = every * np.arange(len(train))
        place.plot(steps, train, color=FORWARD)
        place.plot(steps, test, color=BACKWARD, ls="--")
        place.set(yscale="log", ylim=(1e-3, 30))
        place.set_title(symbol, fontsize=11)
    for place in axes[-1]:
        place.set_xlabel("$t$")
    for place in axes[:, 0]:
        place.set_ylabel("$L$")
    return figure


def boundaries(points, labels, snapshots, classify, limit=2.4):
    """The class that the network gives to each place of the plane, at several moments of its training."""
    figure, axes = canvas(3, 2, height=4.7, width=7.0)
    ticks = np.linspace(-limit, limit, 161)
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    extent = (-limit, limit, -limit, limit)
    look = {"cmap": ListedColormap(CLASSES), "vmin": 0, "vmax": 2, "alpha": 0.3, "interpolation": "nearest"}
    for (step, state), place in zip(snapshots.items(), axes.flat, strict=True):
        chosen = classify(state, grid.reshape(-1, 2)).argmax(axis=1).reshape(grid.shape[:2])
        place.imshow(chosen, extent=extent, origin="lower", **look)
        for label, (colour, marker) in enumerate(zip(CLASSES, MARKERS, strict=True)):
            place.plot(*points[labels == label].T, marker, color=colour, ms=2.2)
        place.set(xticks=[], yticks=[], aspect="equal")
        place.set_title(f"$t = {step}$", fontsize=11)
    return figure
