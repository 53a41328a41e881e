"""Assignment `linear`: an affine map, its mean squared error, their gradients, and two ways to fit it.

Notation: N samples, D inputs, K outputs; X (N, D), W (D, K), b (K,), Y (N, K).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .schema import Array, AtMost, Close, Differences, Inputs, Real, Stage, Task, Whole, drawn, fixed, made

X, W, b = Array("X", "N D"), Array("W", "D K"), Array("b", "K")
Y, Y_hat, dY = Array("Y", "N K"), Array("Y_hat", "N K"), Array("dY", "N K")

linear_forward = Task(
    name="linear_forward",
    assignment="linear",
    section="linear-batch-form",
    parameters=(X, W, b),
    returns=(Y,),
    cases={
        "hand": fixed(X=[[1, 2], [3, 4], [5, 6]], W=[[1], [-1]], b=[10]),
        "values": drawn(N=5, D=4, K=3),
        "keywords": drawn(N=4, D=2, K=3, keywords=True),
        "one sample": drawn(N=1, D=3, K=2),
        "one input": drawn(N=6, D=1, K=2),
        "one output": drawn(N=3, D=5, K=1),
    },
    stages=(
        Stage("contract", "contract", 0.5, ("values", "keywords")),
        Stage("hand", "hand", 0.5, ("hand",)),
        Stage("values", "values", 1.5, ("values",)),
        Stage("edges", "edges", 0.5, ("one sample", "one input", "one output")),
    ),
)

_LOSS_CASES = {
    "hand": fixed(Y_hat=[[1, 2, 3], [4, 5, 6]], Y=[[1, 0, 3], [3, 5, 9]]),
    "values": drawn(N=5, K=3),
    "keywords": drawn(N=4, K=2, keywords=True),
    "one sample": drawn(N=1, K=3),
    "one output": drawn(N=6, K=1),
}

mse = Task(
    name="mse",
    assignment="linear",
    section="linear-loss",
    parameters=(Y_hat, Y),
    returns=(Real("loss"),),
    cases=_LOSS_CASES,
    stages=(
        Stage("contract", "contract", 0.25, ("values", "keywords")),
        Stage("hand", "hand", 0.5, ("hand",)),
        Stage("values", "values", 0.75, ("values",)),
        Stage("edges", "edges", 0.5, ("one sample", "one output")),
    ),
)

mse_backward = Task(
    name="mse_backward",
    assignment="linear",
    section="linear-loss-gradient",
    parameters=(Y_hat, Y),
    returns=(Array("dY_hat", "N K"),),
    cases=_LOSS_CASES,
    stages=(
        Stage("contract", "contract", 0.5, ("values", "keywords")),
        Stage("hand", "hand", 0.5, ("hand",)),
        Stage("values", "values", 0.75, ("values",)),
        Stage("gradient", "gradient", 0.75, ("values",), oracle="differences", comparison=Close(1e-5, 1e-7)),
        Stage("edges", "edges", 0.5, ("one sample", "one output")),
    ),
    differences=Differences(of="mse", wrt={"dY_hat": "Y_hat"}),
)

linear_backward = Task(
    name="linear_backward",
    assignment="linear",
    section="linear-layer-gradient",
    parameters=(dY, X, W),
    returns=(Array("dX", "N D"), Array("dW", "D K"), Array("db", "K")),
    cases={
        "hand": fixed(dY=[[1], [-2], [3]], X=[[1, 2], [3, 4], [5, 6]], W=[[2], [-1]]),
        "values": drawn(N=5, D=4, K=3),
        "keywords": drawn(N=3, D=2, K=4, keywords=True),
        "one sample": drawn(N=1, D=3, K=2),
        "one output": drawn(N=6, D=3, K=1),
    },
    stages=(
        Stage("contract", "contract", 0.5, ("values", "keywords")),
        Stage("hand", "hand", 0.5, ("hand",)),
        Stage("dX", "values", 0.75, ("values",), ("dX",), title=("values of dX", "dX의 값")),
        Stage("dW", "values", 0.75, ("values",), ("dW",), title=("values of dW", "dW의 값")),
        Stage("db", "values", 0.75, ("values",), ("db",), title=("values of db", "db의 값")),
        Stage("gradient", "gradient", 1.0, ("values",), oracle="differences", comparison=Close(1e-5, 1e-7)),
        Stage("edges", "edges", 0.75, ("one sample", "one output")),
    ),
    differences=Differences(
        of="linear_forward", upstream="dY", wrt={"dX": "X", "dW": "W", "db": "b"}, zeros={"b": "K"}
    ),
)


def _collinear(rng: np.random.RandomState) -> Inputs:
    """Columns 2 and 3 repeat column 0 on another scale and sum columns 0 and 1: AᵀA is singular."""
    free = rng.standard_normal((9, 2))
    design = np.column_stack([free, 3.0 * free[:, 0], free.sum(axis=1)])
    return {"X": design, "Y": rng.standard_normal((9, 3))}


def _zero_column(rng: np.random.RandomState) -> Inputs:
    """One input never varies from 0, as a pixel at the rim of every image."""
    design = rng.standard_normal((8, 4))
    design[:, 2] = 0.0
    return {"X": design, "Y": rng.standard_normal((8, 2))}


def _offset(rng: np.random.RandomState) -> Inputs:
    """Inputs and targets far from the origin, so that the bias matters."""
    return {"X": 4.0 + rng.standard_normal((7, 3)), "Y": 10.0 + rng.standard_normal((7, 2))}


def _fit_quality(inputs: Inputs, results: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Mean squared residual of a fit, by which any minimiser is as good as another."""
    rows = len(inputs["X"])
    augmented = np.column_stack([inputs["X"], np.ones(rows)])
    residual = augmented.dot(np.vstack([results["W"], results["b"]])) - inputs["Y"]
    return {"fit": float(np.linalg.norm(residual) ** 2 / rows)}


least_squares = Task(
    name="least_squares",
    assignment="linear",
    section="linear-closed-form",
    parameters=(X, Y),
    returns=(W, b),
    cases={
        "hand": fixed(X=[[0], [1], [2]], Y=[[1], [3], [8]]),
        "values": made(_offset),
        "keywords": drawn(N=10, D=2, K=3, keywords=True),
        "more inputs than samples": drawn(N=3, D=5, K=2),
        "collinear": made(_collinear),
        "zero column": made(_zero_column),
    },
    stages=(
        Stage("contract", "contract", 0.25, ("values", "keywords")),
        Stage("hand", "hand", 0.25, ("hand",), ("fit",), comparison=AtMost()),
        Stage("minimum", "properties", 0.75, ("values",), ("fit",), comparison=AtMost()),
        Stage(
            "edges",
            "edges",
            0.75,
            ("more inputs than samples", "collinear", "zero column"),
            ("fit",),
            comparison=AtMost(),
        ),
    ),
    measure=_fit_quality,
)


def _descent(samples: int, inputs: int, outputs: int, lr: float, steps: int, rng: np.random.RandomState) -> Inputs:
    """A regression problem with noise, a start away from zero, and a learning rate below the stability limit."""
    design = rng.standard_normal((samples, inputs))
    truth = rng.standard_normal((inputs, outputs))
    noise = 0.1 * rng.standard_normal((samples, outputs))
    return {
        "X": design,
        "Y": design.dot(truth) + rng.standard_normal(outputs) + noise,
        "W": rng.standard_normal((inputs, outputs)),
        "b": rng.standard_normal(outputs),
        "lr": lr,
        "steps": steps,
    }


train_linear = Task(
    name="train_linear",
    assignment="linear",
    section="linear-gradient-descent",
    parameters=(X, Y, W, b, Real("lr"), Whole("steps", axis="T")),
    returns=(W, b, Array("losses", "T")),
    cases={
        "hand": fixed(X=[[1], [3]], Y=[[2], [4]], W=[[1]], b=[0], lr=0.1, steps=2),
        "values": made(lambda rng: _descent(7, 3, 2, 0.05, 5, rng)),
        "keywords": made(lambda rng: _descent(6, 2, 3, 0.04, 4, rng), keywords=True),
        "no steps": made(lambda rng: _descent(5, 3, 2, 0.1, 0, rng)),
        "one sample": made(lambda rng: _descent(1, 3, 2, 0.02, 4, rng)),
        "long run": made(lambda rng: _descent(40, 3, 2, 0.1, 300, rng)),
    },
    stages=(
        Stage("contract", "contract", 0.5, ("values", "keywords", "no steps")),
        Stage("hand", "hand", 0.75, ("hand",)),
        Stage("losses", "values", 0.75, ("values",), ("losses",), title=("the recorded losses", "기록된 손실")),
        Stage("updates", "values", 1.0, ("values",), ("W", "b"), title=("W and b after the updates", "갱신된 W와 b")),
        Stage("edges", "edges", 0.75, ("no steps", "one sample")),
        Stage("training", "training", 1.25, ("long run",)),
    ),
)

TASKS = (linear_forward, mse, mse_backward, linear_backward, least_squares, train_linear)
