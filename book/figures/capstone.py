"""Drawings of *Capstone*."""

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

from .style import BACKWARD, BEST, COLOURS, DASHES, FORWARD, INK, canvas

PITCH = 9.6
"""Pixels from one image of a table to the next."""


def _image(axes, image, largest=16, colour=INK):
    """Ink as opacity, so that it shows on light and dark pages."""
    image = np.asarray(image).reshape(8, 8)
    axes.imshow(np.zeros((8, 8)), alpha=np.clip(image / largest, 0, 1), cmap=ListedColormap([colour]))
    axes.set(xticks=[], yticks=[])
    for side in axes.spines.values():
        side.set(visible=True, color=INK, lw=0.5)


def choosing(chosen, honest, truth):
    """Accuracy of the best of m equal networks: where it was chosen, and on digits that had no part in the choice."""
    figure, axes = canvas()
    count = np.arange(1, len(chosen) + 1)
    axes.plot(count, chosen, color=BACKWARD, ls="--", label=r"$\max_{i \leq m}\, \hat q_i$")
    axes.plot(count, honest, color=FORWARD, label=r"$\hat q\,'_{\mathrm{argmax}}$")
    axes.axhline(truth, color=INK, ls=":", label="$q$")
    axes.set(xlabel="$m$", xscale="log", ylim=(0.96, 1.0))
    axes.legend()
    return figure


def neighbours(apart, n):
    """How far apart in the file a digit and its nearest neighbour lie, and two digits at random."""
    figure, axes = canvas()
    axes.hist(apart, bins=np.arange(0, n, 30), density=True, color=FORWARD, alpha=0.55)
    places = np.arange(n)
    axes.plot(places, 2 * (n - places) / n**2, color=BACKWARD, ls="--", label=r"$2(n - k)/n^2$")
    axes.set(xlabel="$k$", xlim=(0, n))
    axes.legend()
    return figure


def maps(mean, deviation):
    """Mean and deviation of each pixel, and the pixels whose deviation is 0 or below one level of grey."""
    figure, axes = canvas(3, height=2.1, width=6.4)
    _image(axes[0], mean, mean.max())
    _image(axes[1], deviation, deviation.max())
    _image(axes[2], deviation < 1, 2.5, BACKWARD)
    for pixel in np.flatnonzero(deviation == 0):
        axes[2].plot(pixel % 8, pixel // 8, "x", color=BACKWARD, ms=7)
    for place, symbol in zip(axes, (r"$\mu$", r"$\sigma$", r"$\sigma < 1,\ \sigma = 0\,(\times)$"), strict=True):
        place.set_title(symbol, fontsize=12)
    return figure


def rates(own, same):
    """Training loss of three versions of the pixels: each at its own safe rate (left), all at one rate (right)."""
    figure, (left, right) = canvas(2, height=3.0, width=7.0, sharey=True)
    for axes, paths in ((left, own), (right, same)):
        for (symbol, losses), colour, dash in zip(paths.items(), COLOURS, DASHES, strict=False):
            axes.plot(np.arange(1, len(losses) + 1), losses, color=colour, ls=dash, label=symbol, lw=1.5)
        axes.set(xlabel="$t + 1$", xscale="log", yscale="log", ylim=(0.03, 60))
    left.set(ylabel="$L$")
    left.set_title(r"$\eta = 4/\lambda_{\max}$", fontsize=11)
    right.set_title(r"$\eta = 0.5$", fontsize=11)
    left.legend(fontsize=10)
    return figure


def epochs(histories, chosen):
    """Losses above, accuracies below, training solid and validation dashed; circles on the epoch that is chosen."""
    figure, axes = canvas(2, 2, height=4.4, width=7.0, sharex=True, sharey="row")
    for column, (symbol, (loss, share, loss_new, share_new)) in enumerate(histories.items()):
        count = np.arange(1, len(loss) + 1)
        above, below = axes[:, column]
        above.plot(count, loss, color=FORWARD)
        above.plot(count, loss_new, color=BACKWARD, ls="--")
        below.plot(count, share, color=FORWARD)
        below.plot(count, share_new, color=BACKWARD, ls="--")
        best = chosen[symbol]
        for axis, values in ((above, loss_new), (below, share_new)):
            axis.plot(count[best], values[best], "o", color=BEST, ms=9, mfc="none", mew=2)
        above.set_yscale("log")
        above.set_title(symbol, fontsize=11)
        below.set(xlabel="$e$")
    axes[0, 0].set_ylabel("$L$")
    axes[1, 0].set_ylabel(r"$\hat q$")
    return figure


def sizes(counts, curves, scale, power):
    """Error against the number of training samples: network (blue), linear (orange); a line through the first five."""
    figure, axes = canvas()
    validated = 1 - curves[[1, 3]]
    for shares, colour, marker in zip(validated, (FORWARD, BACKWARD), ("o", "^"), strict=True):
        axes.plot(counts, shares, marker, color=colour, alpha=0.35, ms=5)
        axes.plot(counts, shares.mean(axis=1), color=colour, ls="-" if marker == "o" else "--")
    far = np.array([30, 2154])
    axes.plot(far, scale * far**power, color=INK, ls=":", label=rf"$c\,N^{{{power:.2f}}}$")
    axes.axvline(1077, color=INK, lw=0.6)
    axes.set(xlabel="$N$", ylabel=r"$1 - \hat q$", xscale="log", yscale="log")
    axes.set_yticks([0.02, 0.05, 0.1, 0.2, 0.3], labels=["0.02", "0.05", "0.1", "0.2", "0.3"])
    axes.minorticks_off()
    axes.legend()
    return figure


def confusion(matrix):
    """Counts of true class (rows) and answer (columns); errors are tinted, zeros are left out."""
    figure, axes = canvas(height=3.9)
    for (row, column), count in np.ndenumerate(matrix):
        if count:
            right = row == column
            colour = (FORWARD, 0.25) if right else (BACKWARD, 0.25 + 0.2 * count)
            axes.fill_between((column - 0.5, column + 0.5), row - 0.5, row + 0.5, color=colour, lw=0)
            axes.text(column, row, f"{count}", ha="center", va="center", fontsize=10)
    ticks = np.arange(10)
    axes.set(xlim=(-0.5, 9.5), ylim=(9.5, -0.5), xticks=ticks, yticks=ticks, aspect="equal")
    axes.set(xlabel=r"$\hat y$", ylabel="$y$")
    return figure


def errors(images, truth, answers, probabilities):
    """Each error as an image, with the probabilities of the ten classes below: truth green, answer orange."""
    figure, axes = canvas(len(images), 2, height=1.9, width=7.0, gridspec_kw={"height_ratios": [1, 0.8]})
    for n, (above, below) in enumerate(axes.T):
        _image(above, images[n])
        above.set_title(rf"${truth[n]} \to {answers[n]}$", fontsize=10)
        colours = [INK] * 10
        colours[truth[n]], colours[answers[n]] = BEST, BACKWARD
        below.bar(np.arange(10), probabilities[n], color=colours, width=0.9)
        below.set(ylim=(0, 1), yticks=[], xticks=[truth[n], answers[n]])
        below.tick_params(labelsize=8, length=2)
    return figure


def missing(walks):
    """A scalar in a valley (left) and the loss of a linear digit reader (right), with one call missing at a time."""
    figure, (left, right) = canvas(2, height=3.0, width=7.0)
    labels = {
        "": r"$\varnothing$",
        "zero_grad": r"$\mathtt{zero\_grad}$",
        "backward": r"$\mathtt{backward}$",
        "step": r"$\mathtt{step}$",
    }
    for (name, (w, loss)), colour, dash in zip(walks.items(), COLOURS, DASHES, strict=True):
        left.plot(w, color=colour, ls=dash)
        right.plot(loss, color=colour, ls=dash, label=labels[name])
    left.set(xlabel="$t$", ylabel="$w$")
    right.set(xlabel="$t$", ylabel="$L$", yscale="log")
    right.legend(fontsize=9)
    return figure


def drift(drifts):
    """Largest difference of any parameter from the NumPy run, by step: two learning rates, two precisions."""
    figure, axes = canvas(2, height=3.0, width=7.0, sharey=True)
    rates = sorted({rate for rate, _ in drifts})
    for place, rate in zip(axes, rates, strict=True):
        for name, colour, dash in (("64", FORWARD, "-"), ("32", BACKWARD, "--")):
            steps = drifts[rate, name]
            place.plot(np.arange(1, len(steps) + 1), steps, color=colour, ls=dash, label=rf"$\mathtt{{float{name}}}$")
        place.set(xlabel="$t$", yscale="log")
        place.set_title(rf"$\eta = {rate}$", fontsize=11)
    axes[0].set_ylabel(r"$\max |\theta - \theta'|$")
    axes[0].legend(loc="center right", bbox_to_anchor=(1, 0.33))
    return figure


def sheets(rows):
    """One row per source of images, one column per class name."""
    figure, axes = canvas(height=0.68 * len(rows), width=6.4)
    for row, images in enumerate(rows):
        for column, image in enumerate(images):
            left, top = PITCH * column, PITCH * row
            ink = np.clip(np.asarray(image).reshape(8, 8) / 16, 0, 1)
            look = {"cmap": ListedColormap([INK]), "extent": (left, left + 8, top + 8, top)}
            axes.imshow(np.zeros((8, 8)), alpha=ink, **look)
            axes.add_patch(Rectangle((left, top), 8, 8, fill=False, edgecolor=INK, lw=0.5))
    for name in range(10):
        axes.text(PITCH * name + 4, -1.2, f"${name}$", ha="center", fontsize=11)
    axes.set(xlim=(-0.2, PITCH * 10), ylim=(PITCH * len(rows), -3.5))
    axes.axis("off")
    return figure
