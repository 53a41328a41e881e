"""Assignment `nonlinearity`: a stack of affine maps is one, a hidden ReLU layer is a sum of hinges, and XOR needs it.

Notation: N samples, D inputs, H hidden units, K outputs; W1 (D, H), b1 (H,), W2 (H, 1), b2 (1,).  Where a learner makes
a network, many are right: it is judged by its outputs, computed outside the learner's process.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from .schema import Array, Case, Close, Inputs, Layers, Object, Stage, Task, fixed, made

# collapse


def _stack(*widths: int, keywords: bool = False) -> Case:
    """Affine layers from widths[0] inputs to widths[-1] outputs."""

    def draw(rng: np.random.RandomState) -> Inputs:
        return {
            "weights": [rng.standard_normal(shape) for shape in pairwise(widths)],
            "biases": [rng.standard_normal(width) for width in widths[1:]],
        }

    return made(draw, keywords=keywords)


def _two_by_hand(task: Task, rng: np.random.RandomState) -> Inputs:
    """Two square layers, for which every wrong order of the factors runs."""
    return {
        "weights": [np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[2.0, 0.0], [1.0, 1.0]])],
        "biases": [np.array([1.0, -1.0]), np.array([0.0, 5.0])],
    }


collapse = Task(
    name="collapse",
    assignment="nonlinearity",
    section="nonlinearity-collapse",
    parameters=(Layers("weights", "D", "K"), Object("biases")),
    returns=(Array("W", "D K"), Array("b", "K")),
    cases={
        "hand": Case(_two_by_hand, seeded=False),
        "two layers": _stack(4, 5, 3),
        "three layers": _stack(4, 6, 5, 3),
        "keywords": _stack(3, 5, 2, keywords=True),
        "one layer": _stack(3, 4),
        "bottleneck": _stack(5, 1, 4, 2),
        "six layers": _stack(3, 2, 5, 4, 6, 3, 2),
    },
    stages=(
        Stage("contract", "contract", 0.5, ("three layers", "keywords")),
        Stage("hand", "hand", 0.75, ("hand",)),
        Stage("W", "values", 1.0, ("two layers", "three layers"), ("W",), title=("values of W", "W의 값")),
        Stage("b", "values", 1.0, ("two layers", "three layers"), ("b",), title=("values of b", "b의 값")),
        Stage("edges", "edges", 0.75, ("one layer", "bottleneck", "six layers")),
    ),
)

# hinge_forward

W1, b1, W2, b2 = Array("W1", "1 H"), Array("b1", "H"), Array("W2", "H 1"), Array("b2", "1")


def _hinges(N: int, H: int, keywords: bool = False) -> Case:
    """A network of H random hinges at N random points."""

    def draw(rng: np.random.RandomState) -> Inputs:
        shapes = {"x": (N, 1), "W1": (1, H), "b1": (H,), "W2": (H, 1), "b2": (1,)}
        return {name: rng.standard_normal(shape) for name, shape in shapes.items()}

    return made(draw, keywords=keywords)


def _all_off(rng: np.random.RandomState) -> Inputs:
    """Biases so low that no unit is on at any of the points; the output is negative there."""
    return {
        "x": rng.uniform(-1.0, 1.0, (5, 1)),
        "W1": rng.uniform(-1.0, 1.0, (1, 3)),
        "b1": rng.uniform(-3.0, -2.0, 3),
        "W2": rng.standard_normal((3, 1)),
        "b2": rng.uniform(-2.0, -1.0, 1),
    }


hinge_forward = Task(
    name="hinge_forward",
    assignment="nonlinearity",
    section="nonlinearity-hinges",
    parameters=(Array("x", "N 1"), W1, b1, W2, b2),
    returns=(Array("y", "N 1"),),
    cases={
        "hand": fixed(x=[[-1], [0], [2]], W1=[[1, -2]], b1=[1, 1], W2=[[2], [-1]], b2=[-3]),
        "values": _hinges(N=7, H=4),
        "keywords": _hinges(N=3, H=5, keywords=True),
        "one point": _hinges(N=1, H=3),
        "one unit": _hinges(N=6, H=1),
        "all units off": made(_all_off),
    },
    stages=(
        Stage("contract", "contract", 0.5, ("values", "keywords")),
        Stage("hand", "hand", 0.5, ("hand",)),
        Stage("values", "values", 1.25, ("values",)),
        Stage("edges", "edges", 0.75, ("one point", "one unit", "all units off")),
    ),
)


# hinge_interpolant

x, y = Array("x", "n"), Array("y", "n")
BETWEEN = np.array([0.25, 0.5, 0.75])
"""How far between two neighbouring points the network is looked at, in parts of their distance."""


def _on_and_between(inputs: Inputs, results: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The network's outputs at the points, (n,), and between each two neighbours, (n − 1, 3)."""
    from ..measures import network_outputs

    x = inputs["x"]
    between = x[:-1, np.newaxis] + BETWEEN * np.diff(x)[:, np.newaxis]
    return {
        "f(x)": network_outputs(x[..., np.newaxis], results),
        "f(x + t·Δx)": network_outputs(between[..., np.newaxis], results),
    }


def _unevenly(n: int, rng: np.random.RandomState) -> Inputs:
    """n points of uneven spacing, whose slopes rise and fall, away from the origin in both coordinates."""
    return {"x": rng.uniform(-3.0, -2.0) + np.cumsum(rng.uniform(0.3, 1.7, n)), "y": 2.0 + 3.0 * rng.standard_normal(n)}


def _straight(rng: np.random.RandomState) -> Inputs:
    """Points on one line, at most of which nothing bends, but for the last, which lies below it."""
    x = _unevenly(6, rng)["x"]
    return {"x": x, "y": rng.uniform(1.0, 2.0) * x - 3.0 - np.where(x > x[4], rng.uniform(2.0, 3.0), 0.0)}


def _level(rng: np.random.RandomState) -> Inputs:
    """All points at one height."""
    return {"x": _unevenly(5, rng)["x"], "y": np.full(5, rng.uniform(1.0, 2.0))}


hinge_interpolant = Task(
    name="hinge_interpolant",
    assignment="nonlinearity",
    section="nonlinearity-interpolation",
    parameters=(x, y),
    returns=(W1, b1, W2, b2),
    cases={
        "hand": fixed(x=[0, 1, 3], y=[1, 3, 2]),
        "values": made(lambda rng: _unevenly(7, rng)),
        "keywords": made(lambda rng: _unevenly(4, rng), keywords=True),
        "two points": made(lambda rng: _unevenly(2, rng)),
        "almost straight": made(_straight),
        "level": made(_level),
    },
    stages=(
        Stage("contract", "contract", 0.75, ("values", "keywords")),
        Stage("hand", "hand", 0.75, ("hand",), ("f(x)", "f(x + t·Δx)")),
        Stage(
            "points", "values", 1.5, ("values", "keywords"), ("f(x)",), title=("through the points", "점을 지나는지")
        ),
        Stage(
            "between",
            "properties",
            1.25,
            ("values", "keywords"),
            ("f(x + t·Δx)",),
            title=("straight between the points", "점 사이에서 직선인지"),
        ),
        Stage("edges", "edges", 0.75, ("two points", "almost straight", "level"), ("f(x)", "f(x + t·Δx)")),
    ),
    measure=_on_and_between,
)

# xor_network

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _built(subject: Any, inputs: Inputs) -> Any:
    """The network as it is returned, arrays of whole numbers as float64."""
    results = subject()
    if type(results) not in (tuple, list):
        return results
    return [r.astype(np.float64) if isinstance(r, np.ndarray) and r.dtype.kind in "iu" else r for r in results]


def _batch_of_corners(rng: np.random.RandomState) -> Inputs:
    """Eleven corners in random order, each of the four among them."""
    order = rng.permutation(np.concatenate([np.arange(4), rng.randint(0, 4, size=7)]))
    return {"X": CORNERS[order]}


def _at_corners(inputs: Inputs, results: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The network's outputs on a batch of corners, (N,), which `xor_network` itself never sees."""
    from ..measures import network_outputs

    return {"f(X)": network_outputs(inputs["X"], results)}


BUILT = "W1, b1, W2, b2 = xor_network(); X = {X}"

xor_network = Task(
    name="xor_network",
    assignment="nonlinearity",
    section="nonlinearity-xor",
    parameters=(),
    returns=(Array("W1", "2 2"), Array("b1", "2"), Array("W2", "2 1"), Array("b2", "1")),
    cases={
        "corners": fixed(_built, call=BUILT, X=CORNERS.tolist()),
        "batch": made(_batch_of_corners, probe=_built, call=BUILT),
    },
    stages=(
        Stage("contract", "contract", 0.5, ("corners",)),
        Stage(
            "corners",
            "hand",
            1.0,
            ("corners",),
            ("f(X)",),
            comparison=Close(rtol=0.0, atol=1e-6),
            title=("XOR at the four corners", "네 꼭짓점에서의 XOR"),
        ),
        Stage(
            "batch",
            "values",
            1.5,
            ("batch",),
            ("f(X)",),
            comparison=Close(rtol=0.0, atol=1e-6),
            title=("a random batch of corners", "무작위로 뽑은 꼭짓점의 배치"),
        ),
    ),
    measure=_at_corners,
)

TASKS = (collapse, hinge_forward, hinge_interpolant, xor_network)
