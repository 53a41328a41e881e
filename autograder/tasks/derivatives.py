"""Assignment `derivatives`: slopes by differences, a scalar autograd engine, partial derivatives and descent by hand.

A case that needs a function names one of those below; the probe passes it on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .schema import Array, Case, Inputs, Object, Probe, Real, Stage, Task, Whole, fixed, made, scripted
from .work import collection_paused, default_recursion_limit, order_of_growth

x, x0 = Array("x", "..."), Array("x0", "n")

# numerical_gradient


def _cubes(x: np.ndarray) -> float:
    """Σ x³, by products alone, which every processor rounds alike."""
    return float(np.sum(x * x * x))


def _waves(x: np.ndarray) -> float:
    """Entries that differ in their slopes, and all of which touch each other."""
    weights = np.arange(1.0, x.size + 1.0).reshape(x.shape)
    return float(np.sum(np.sin(weights * x)) + np.sum(weights * x) ** 2 / x.size + np.exp(np.mean(x)))


def _two_layers(x: np.ndarray) -> float:
    """A function of a matrix with its rows and columns, which a flattened one is not."""
    hidden = np.tanh(x.dot(np.arange(1.0, x.shape[1] + 1.0)))
    return float(hidden.dot(np.arange(1.0, x.shape[0] + 1.0)) + np.prod(x[0]))


SCALARS: dict[str, Callable[[np.ndarray], float]] = {"cubes": _cubes, "waves": _waves, "two layers": _two_layers}


def _numerical(subject: Any, inputs: Inputs) -> Any:
    """`subject(f, x)` or `subject(f, x, h)`, with f by its name."""
    return subject(SCALARS[inputs["f"]], *[value for name, value in inputs.items() if name != "f"])


def _numerical_by_keywords(subject: Any, inputs: Inputs) -> Any:
    return subject(**{**inputs, "f": SCALARS[inputs["f"]]})


def _nudged(f: str, *shape: int, **more: Any) -> Case:
    """A gradient of `f` at a random point of this shape."""
    call = f"numerical_gradient(f, x{''.join(f', {name}={value}' for name, value in more.items())}) # x: {shape}"
    return made(lambda rng: {"f": f, "x": rng.standard_normal(shape), **more}, probe=_numerical, call=call)


def _whole_numbers(rng: np.random.RandomState) -> Inputs:
    return {"f": "waves", "x": rng.permutation(np.array([-3, -2, 1, 2, 4]))}


CUBES = "numerical_gradient(lambda x: np.sum(x ** 3), x={x}{more})"

numerical_gradient = Task(
    name="numerical_gradient",
    assignment="derivatives",
    section="derivatives-central-difference",
    parameters=(Object("f"), x, Real("h")),
    returns=(Array("gradient", "..."),),
    cases={
        "hand": fixed(_numerical, call=CUBES.replace("{more}", ", h={h}"), f="cubes", x=[1, 2], h=1.0),
        "default h": fixed(_numerical, call=CUBES.replace("{more}", ""), f="cubes", x=[0.75, -1.5, 3]),
        "values": _nudged("waves", 7, h=0.01),
        "matrix": _nudged("two layers", 4, 3),
        "keywords": made(
            lambda rng: {"f": "waves", "x": rng.standard_normal(6), "h": 1e-3},
            keywords=True,
            probe=_numerical_by_keywords,
            call="numerical_gradient(f=f, x={x}, h={h})",
        ),
        "whole numbers": made(_whole_numbers, probe=_numerical, call="numerical_gradient(f, x) # x.dtype: int64"),
        "three axes": _nudged("waves", 2, 3, 4),
        "one number": _nudged("waves"),
    },
    stages=(
        Stage("contract", "contract", 0.75, ("values", "matrix", "keywords")),
        Stage("hand", "hand", 0.75, ("hand",)),
        Stage("values", "values", 1.25, ("values", "matrix", "default h")),
        Stage("whole numbers", "edges", 0.75, ("whole numbers",), title=("x of whole numbers", "정수로 된 x")),
        Stage("edges", "edges", 0.5, ("three axes", "one number"), title=("x of other shapes", "다른 모양의 x")),
    ),
)

# relative_error

a, b = Array("a", "..."), Array("b", "...")


def _gradients(rng: np.random.RandomState) -> Inputs:
    """Two gradients that agree to some digits, with entries large and small, of either sign."""
    exact = rng.standard_normal((5, 4)) * 10.0 ** rng.randint(-3, 3, size=(5, 4))
    return {"a": exact * (1.0 + 0.1 * rng.uniform(-1.0, 1.0, size=(5, 4))), "b": exact}


relative_error = Task(
    name="relative_error",
    assignment="derivatives",
    section="derivatives-gradient-check",
    parameters=(a, b),
    returns=(Real("error"),),
    cases={
        "hand": fixed(a=[2, -3, 5], b=[2, 1, 15]),
        "values": made(_gradients),
        "keywords": made(_gradients, keywords=True),
        "zeros": fixed(a=[0, 3, 0], b=[0, 1, 0]),
        "below the floor": fixed(a=[3e-13, 0], b=[1e-13, 0]),
    },
    stages=(
        Stage("contract", "contract", 0.25, ("values", "keywords")),
        Stage("hand", "hand", 0.25, ("hand",)),
        Stage("values", "values", 0.25, ("values",)),
        Stage("edges", "edges", 0.25, ("zeros", "below the floor"), title=("entries that are 0", "0인 원소")),
    ),
)

# Value


def _graph(statements: str, *results: str, **numbers: float) -> Case:
    """A graph over the leaves that `results` ask about, such as "a.grad"; their values are fixed, or drawn."""
    leaves = sorted(set(re.findall(r"\b([a-d])\.grad", " ".join(results))))
    script = "; ".join([*(f"{leaf} = Value({{{leaf}}})" for leaf in leaves), statements])

    def draw(rng: np.random.RandomState) -> Inputs:
        return {leaf: round(float(rng.uniform(0.6, 1.9)), 2) for leaf in leaves}

    return scripted("Value", script, tuple(map(Real, results)), None if numbers else draw, **numbers)


def _formulas(*expressions: str) -> dict[str, Case]:
    """One case per expression, by the expression as it is printed: a case's name holds no slash."""
    return {expression.replace("/", "÷"): _formula(expression) for expression in expressions}


def _formula(expression: str, **numbers: float) -> Case:
    """`L = expression`, one backward pass, and the gradient of every leaf."""
    leaves = sorted(set(re.findall(r"\b[a-d]\b", expression)))
    return _graph(f"L = {expression}; L.backward()", "L.data", *(f"{leaf}.grad" for leaf in leaves), **numbers)


ARITHMETIC = _formulas("a + b", "a - b", "a * b", "a / b", "-a")
POWERS = _formulas("a ** 3", "a ** -2", "a ** 0.5")
FUNCTIONS = {
    **_formulas("a.exp()", "a.tanh()", "a.relu()"),
    "tanh below 0": _formula("a.tanh()", a=-0.75),
    "relu below 0": _formula("a.relu()", a=-1.5),
    "relu at 0": _formula("a.relu()", a=0.0),
}
BESIDE_NUMBERS = _formulas("((a + 2) * 3 - 1) / 4", "2 + a", "2 * a", "3 - a", "1 / a", "(2 - a) * (3 / b)")
CHAINED = _formulas(
    "(a + b) * c",
    "(a - b) * c",
    "(a * b) * c",
    "(a / b) * c",
    "(-a) * b",
    "(a ** 3) * b",
    "a.exp() * b",
    "a.tanh() * b",
    "a.relu() * b",
    "((a * b - c / d).tanh() + (b * d) ** 2 - (c - a).relu()) * (a / d).exp()",
)

FORKS = {
    **_formulas("a * a", "a + a", "a ** 2 - a * b"),
    "short way first": _graph("s = a.exp(); L = s + s * b; L.backward()", "L.data", "s.grad", "a.grad", "b.grad"),
    "long way first": _graph("s = a.exp(); L = s * b + s; L.backward()", "L.data", "s.grad", "a.grad", "b.grad"),
    "forks in a row": _graph(
        "s = a * b; t = s + a; u = t * s; L = u - t * b; L.backward()",
        "L.data",
        *("a.grad", "b.grad", "s.grad", "t.grad", "u.grad", "L.grad"),
    ),
}

AGAIN = {
    "backward twice": _graph(
        "s = a * b; L = s * a; L.backward(); L.backward()", "a.grad", "b.grad", "s.grad", "L.grad"
    ),
    "two roots": _graph(
        "s = a * b; L = s.tanh() + a; M = s * s; L.backward(); M.backward()", "a.grad", "b.grad", "s.grad", "M.grad"
    ),
    "grown graph": _graph(
        "s = a * b; s.backward(); L = s * s + a; L.backward()", "a.grad", "b.grad", "s.grad", "L.grad"
    ),
}

CHAIN, DEPTH = 50_000, 40
TOO_DEEP = "the recursion limit was reached in a chain of 50 000 nodes"


def _chain(subject: Any, start: float, length: int) -> Any:
    """x + x + x + …, one node after the other: the leaf and the gradient that it gets."""
    leaf = node = subject(start)
    for _ in range(length):
        node = node + leaf
    node.backward()
    return leaf.grad


def _doublings(subject: Any, start: float, depth: int) -> Any:
    """Each node is its predecessor plus itself: `depth` nodes, and 2 to the power of `depth` ways to the leaf."""
    leaf = node = subject(start)
    for _ in range(depth):
        node = node + node
    node.backward()
    return leaf.grad


def _growing(graph: Callable[[Any, float, int], Any], small: int, large: int, full: int, searched: bool) -> Probe:
    """How the work grows between two sizes, and the gradient at the full size, which is not tried if it grows fast.

    With `searched`, comparing nodes counts as work.
    """

    def probe(subject: Any, inputs: Inputs) -> list[Any]:
        start = inputs["x"]
        compared = type(subject(start)) if searched else None
        with default_recursion_limit(), collection_paused():
            try:
                order = order_of_growth(lambda size: graph(subject, start, size), small, large, compared)
                return [order, graph(subject, start, full) if order == 1 else math.nan]
            except RecursionError as error:  # its own words differ from one version of Python to another
                raise RecursionError(TOO_DEEP).with_traceback(error.__traceback__) from None

    return probe


GROWTH = (Real("p, where the work grows as nᵖ"), Real("x.grad"))

SIZES = {
    "long chain": fixed(
        _growing(_chain, 100, 400, CHAIN, searched=True),
        GROWTH,
        "x = y = Value({x}); for _ in range(50_000): y = y + x; y.backward()",
        x=0.5,
    ),
    "heavy sharing": fixed(
        _growing(_doublings, DEPTH // 4, DEPTH, DEPTH, searched=False),
        GROWTH,
        "x = y = Value({x}); for _ in range(40): y = y + y; y.backward()",
        x=0.5,
    ),
}

Value = Task(
    name="Value",
    assignment="derivatives",
    section="derivatives-autograd",
    parameters=(Real("data"),),
    returns=(Real("data"),),
    cases={
        "keywords": made(
            lambda rng: {"data": round(float(rng.uniform(1.0, 2.0)), 2)},
            keywords=True,
            probe=lambda subject, inputs: subject(**inputs).data,
        ),
        "hand": _formula("a * b + a", a=2.0, b=3.0),
        **ARITHMETIC,
        **POWERS,
        **FUNCTIONS,
        **BESIDE_NUMBERS,
        **CHAINED,
        **FORKS,
        **AGAIN,
        **SIZES,
    },
    stages=(
        Stage("contract", "contract", 0.5, ("keywords", "hand"), title=("form: data and grad", "형식: data와 grad")),
        Stage("hand", "hand", 0.75, ("hand",)),
        Stage("arithmetic", "values", 1.25, tuple(ARITHMETIC), title=("+ − × ÷, one at a time", "사칙연산 하나씩")),
        Stage("powers", "values", 0.5, tuple(POWERS), title=("powers", "거듭제곱")),
        Stage("functions", "values", 1.0, tuple(FUNCTIONS), title=("exp, tanh and relu", "exp, tanh, relu")),
        Stage("numbers", "values", 0.75, tuple(BESIDE_NUMBERS), title=("plain numbers beside it", "옆에 오는 보통 수")),
        Stage("chain", "values", 1.25, tuple(CHAINED), title=("the chain rule in a formula", "식 안에서의 연쇄 법칙")),
        Stage(
            "forks", "properties", 1.25, tuple(FORKS), title=("gradients add at forks", "갈라진 길에서 기울기 더하기")
        ),
        Stage("again", "properties", 0.75, tuple(AGAIN), title=("backward called again", "다시 부른 backward")),
        Stage("size", "properties", 1.0, tuple(SIZES), title=("long chains, heavy sharing", "긴 사슬과 많은 공유")),
    ),
    seconds=4.0,
)

# rosenbrock_gradient

px, py = Real("x"), Real("y")


def _point(rng: np.random.RandomState) -> Inputs:
    return {"x": float(rng.uniform(-2.0, -0.5)), "y": float(rng.uniform(0.5, 3.0))}


rosenbrock_gradient = Task(
    name="rosenbrock_gradient",
    assignment="derivatives",
    section="derivatives-partial",
    parameters=(px, py),
    returns=(Real("dx"), Real("dy")),
    cases={
        "hand": fixed(x=2, y=3),
        "values": made(_point),
        "keywords": made(_point, keywords=True),
        "minimum": fixed(x=1.0, y=1.0),
        "on the axes": fixed(x=0.0, y=2.0),
    },
    stages=(
        Stage("contract", "contract", 0.25, ("values", "keywords")),
        Stage("hand", "hand", 0.5, ("hand",)),
        Stage("dx", "values", 0.5, ("values",), ("dx",), title=("values of dx", "dx의 값")),
        Stage("dy", "values", 0.5, ("values",), ("dy",), title=("values of dy", "dy의 값")),
        Stage("minimum", "properties", 0.25, ("minimum", "on the axes"), title=("0 at the minimum", "최소점에서 0")),
    ),
)

# gradient_descent


def _bowl(x: np.ndarray) -> np.ndarray:
    """Gradient of ½(x₀² + 2x₁² + 3x₂² + …)."""
    slopes: np.ndarray = x * np.arange(1.0, len(x) + 1.0)
    return slopes


def _hills(x: np.ndarray) -> np.ndarray:
    """Gradient of a surface that bends differently in every place, and in which the coordinates touch."""
    slopes: np.ndarray = np.tanh(x) * np.arange(1.0, len(x) + 1.0) + 0.5 * np.sin(np.sum(x))
    return slopes


FIELDS: dict[str, Callable[[np.ndarray], np.ndarray]] = {"bowl": _bowl, "hills": _hills}


def _descend(subject: Any, inputs: Inputs) -> Any:
    """The function on the named gradient."""
    grad, *others = inputs.values()
    return subject(FIELDS[grad], *others)


def _descend_by_keywords(subject: Any, inputs: Inputs) -> Any:
    return subject(**{**inputs, "grad": FIELDS[inputs["grad"]]})


def _walk(grad: str, n: int, lr: float, steps: int, keywords: bool = False) -> Case:
    """A descent from a random start in n dimensions."""

    def draw(rng: np.random.RandomState) -> Inputs:
        return {"grad": grad, "x0": 2.0 * rng.standard_normal(n), "lr": lr, "steps": steps}

    probe = _descend_by_keywords if keywords else _descend
    names = "grad=grad, x0={x0}, lr={lr}, steps={steps}" if keywords else "grad, {x0}, {lr}, {steps}"
    return made(draw, keywords=keywords, probe=probe, call=f"gradient_descent({names})")


gradient_descent = Task(
    name="gradient_descent",
    assignment="derivatives",
    section="derivatives-descent",
    parameters=(Object("grad"), x0, Real("lr"), Whole("steps", axis="T")),
    returns=(Array("trajectory", "T+1 n"),),
    cases={
        "hand": fixed(
            _descend,
            call="gradient_descent(lambda x: x * [1, 2], x0={x0}, lr={lr}, steps={steps})",
            grad="bowl",
            x0=[4, 1],
            lr=0.25,
            steps=2,
        ),
        "values": _walk("hills", 3, 0.1, 6),
        "keywords": _walk("hills", 2, 0.2, 4, keywords=True),
        "no steps": _walk("hills", 4, 0.1, 0),
        "one coordinate": _walk("hills", 1, 0.3, 5),
        "long run": _walk("hills", 4, 0.05, 200),
    },
    stages=(
        Stage("contract", "contract", 0.5, ("values", "keywords", "no steps")),
        Stage("hand", "hand", 0.75, ("hand",)),
        Stage("values", "values", 1.25, ("values",)),
        Stage("edges", "edges", 0.75, ("no steps", "one coordinate")),
        Stage("training", "training", 0.75, ("long run",)),
    ),
)

TASKS = (numerical_gradient, relative_error, Value, rosenbrock_gradient, gradient_descent)
