"""Handwritten digits that nobody has seen before: drawn for a seed out of the well-known ones.

The images that scikit-learn ships are everywhere, with their labels; a program could simply remember them. So they
are never shown as they are. A *sheet* is one problem drawn from a seed: the known digits are parted class by class
into those to train on, to validate with and to be tested on, and every image is then made of two digits of one part
and one class, shifted a little, a few of them as negatives, under the sheet's own view. The view turns, slants and
perhaps mirrors all images alike, darkens them by a curve, names the ten classes in an order of its own and, above
all, reads the paper with sensors of its own: each of the 64 numbers is a weighted mean of a few pixels anywhere in
the image, and a few sensors are dead.

The first layer of a network takes weighted sums anyway, so a program that learns from the sheet's own training images
loses little by all this. One that remembers the known digits, or was trained on them beforehand, would have to guess
which pixels each number came from. The negatives keep out linear classifiers, which cannot take an image and its
negative for the same digit. What memory earns is measured in `tests/adversary/test_memorisers.py`.

Data: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository (1998),
doi:10.24432/C50P49, CC BY 4.0; its 1797 test images, as in scikit-learn's `load_digits`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np

SIDE, PIXELS, CLASSES, INK = 8, 64, 10, 16
"""Pixels along one side, pixels of an image, digits, and the value of a pixel that is all ink."""

TRAINED, VALIDATED = 0.65, 0.17
"""Shares of the known digits of each class that go into training and validation; the rest is for the test."""

COPIES = 3
"""Images that are made of each known digit."""

TURN, TURN_SPREAD = np.pi / 4, 0.2
"""Angle of a view from the nearest right angle, and how far it may be from that, in radians."""

SLANT = 0.25
"""Largest shear of a view, pixels per pixel."""

SHRINK = 1.05
"""Pixels of a known digit per pixel of a view: a turned square needs a little more room."""

DARKENING = 0.4
"""Largest |log γ| of a view's intensity curve, ink ↦ inkᵞ."""

BLENDED, DEAD = 3, 4
"""Pixels that a sensor of a view reads, and sensors that always read 0."""

MAIN = 0.5
"""Share of the pixel that a sensor reads most of."""

JITTER = 0.05
"""Standard deviation of an image's own shift, pixels."""

NEGATIVES = 0.03
"""Share of the images that are negatives."""


class Sheet(NamedTuple):
    """One problem: images as raw pixels, whole numbers 0 to 16, shape (rows, 64), and labels 0 to 9, shape (rows,)."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_valid: np.ndarray
    y_valid: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


@dataclass(frozen=True)
class View:
    """How a sheet shows a digit.

    A linear map of the plane (2, 2), an exponent for ink, the shares of all pixels in what each sensor reads (64, 64),
    a row per sensor, and a name for each class (10,).
    """

    map: np.ndarray
    exponent: float
    sensors: np.ndarray
    names: np.ndarray


UPRIGHT = View(np.eye(2), 1.0, np.eye(PIXELS), np.arange(CLASSES))
"""The view in which the known digits are known."""


@cache
def known_digits() -> tuple[np.ndarray, np.ndarray]:
    """The known digits as scikit-learn ships them: images (1797, 64), float64, and labels (1797,)."""
    with as_file(files(__package__) / "digits.npz") as path, np.load(path) as stored:
        return stored["images"].astype(np.float64), stored["labels"].astype(np.int64)


def secret_sheet(rng: np.random.RandomState) -> Sheet:
    """A sheet under a view of its own: a new problem."""
    return _sheet(_secret_view(rng), rng)


def practice_sheet(seed: int = 0) -> Sheet:
    """A sheet for one's own experiments: upright, pixels row by row, and every digit by its own name."""
    return _sheet(UPRIGHT, np.random.RandomState(seed))


def _secret_view(rng: np.random.RandomState) -> View:
    angle = rng.randint(4) * np.pi / 2 + TURN + TURN_SPREAD * rng.uniform(-1, 1)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    slanted = np.array([[1.0, SLANT * rng.uniform(-1, 1)], [0.0, 1.0]])
    mirrored = np.diag([1.0, rng.choice([-1.0, 1.0])])
    exponent = float(np.exp(DARKENING * rng.uniform(-1, 1)))
    plane = SHRINK * turned @ slanted @ mirrored
    return View(plane, exponent, _sensors(rng), rng.permutation(CLASSES))


def _sensors(rng: np.random.RandomState) -> np.ndarray:
    """The shares of all pixels in what each sensor reads: every pixel is the main one of one sensor."""
    sensors = np.zeros((PIXELS, PIXELS))
    rows = np.arange(PIXELS)
    for share in (MAIN, *np.full(BLENDED - 1, (1 - MAIN) / (BLENDED - 1))):
        np.add.at(sensors, (rows, rng.permutation(PIXELS)), share)
    sensors[rng.permutation(PIXELS)[:DEAD]] = 0.0
    return sensors


def _sheet(view: View, rng: np.random.RandomState) -> Sheet:
    parts = [_drawn(part, view, rng) for part in _parts(rng)]
    return Sheet(*(array for part in parts for array in part))


def _parts(rng: np.random.RandomState) -> list[np.ndarray]:
    """Which known digits to train on, to validate with and to test on: in each, every class has its share."""
    labels = known_digits()[1]
    parts: list[list[np.ndarray]] = [[], [], []]
    for digit in range(CLASSES):
        rows = rng.permutation(np.flatnonzero(labels == digit))
        bounds = [int(TRAINED * len(rows)), int((TRAINED + VALIDATED) * len(rows))]
        for part, share in zip(parts, np.split(rows, bounds), strict=True):
            part.append(share)
    return [np.concatenate(part) for part in parts]


def _drawn(rows: np.ndarray, view: View, rng: np.random.RandomState) -> tuple[np.ndarray, np.ndarray]:
    """Images made of these known digits under a view, shuffled, and their labels."""
    images, labels = known_digits()
    first = np.tile(rows, COPIES)
    second = _partners(first, labels, rng)
    share = rng.uniform(0, 1, (len(first), 1))
    blended = (share * images[first] + (1 - share) * images[second]) / INK
    negative = rng.uniform(0, 1, (len(first), 1)) < NEGATIVES
    shifts = JITTER * rng.standard_normal((len(first), 2))
    seen = _seen(np.where(negative, 1 - blended, blended), view, shifts)
    order = rng.permutation(len(first))
    return seen[order], view.names[labels[first]][order]


def _partners(rows: np.ndarray, labels: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """For each known digit another one of its class, from among the same rows."""
    partners = rows.copy()
    for digit in range(CLASSES):
        places = np.flatnonzero(labels[rows] == digit)
        partners[places] = rows[rng.permutation(places)]
    return partners


def _seen(ink: np.ndarray, view: View, shifts: np.ndarray) -> np.ndarray:
    """Images (rows, 64) of ink 0 to 1 under a view, each moved by its shift, as whole numbers 0 to 16.

    A pixel of the view takes the ink where it lies in the known digit, between pixels by bilinear interpolation.  What
    lies beyond the digit's own square is blank.
    """
    middle = (SIDE - 1) / 2
    grid = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE), indexing="ij"), axis=-1).reshape(PIXELS, 2) - middle
    places = grid @ view.map.T
    covered = np.all(np.abs(places) <= SIDE / 2, axis=1)
    framed = np.pad(ink.reshape(-1, SIDE, SIDE), ((0, 0), (1, 1), (1, 1)))
    points = np.clip(places + middle + 1 + shifts[:, np.newaxis], 0, SIDE + 1 - 1e-9)
    corner = points.astype(int)
    part = points - corner
    value = np.zeros((len(ink), PIXELS))
    row = np.arange(len(ink))[:, np.newaxis]
    for down in (0, 1):
        for right in (0, 1):
            weight = np.abs(1 - down - part[..., 0]) * np.abs(1 - right - part[..., 1])
            value += weight * framed[row, corner[..., 0] + down, corner[..., 1] + right]
    shade = np.where(covered, np.clip(value, 0, 1) ** view.exponent, 0.0)
    read: np.ndarray = INK * shade @ view.sensors.T
    return read.round()
