"""Assignment `mlp`: a network of any depth, mini-batches, the loop that trains it, and two ways to look at the outcome.

Notation: N samples, D inputs, K classes; `sizes` holds the widths of the layers, from the inputs to the outputs.
The classes and functions below are what probes hand to a learner's functions: models to be trained or checked, and
losses.  None of them is a multi-layer perceptron.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from .schema import (
    Array,
    Case,
    Close,
    Inputs,
    Object,
    Real,
    Result,
    Stage,
    Statistic,
    Task,
    Whole,
    Within,
    fixed,
    made,
    scripted,
)

X, y = Array("X", "N D"), Array("y", "N")

# MLP

NEW = "_new"
"""What the names of a second set of parameters, inputs and gradients end in."""


def _shapes(sizes: tuple[int, ...], mark: str = "") -> dict[str, tuple[int, ...]]:
    """Names of a network's parameters with their shapes: W1, b1, W2, …"""
    shapes: dict[str, tuple[int, ...]] = {}
    for layer, (below, above) in enumerate(pairwise(sizes), start=1):
        shapes[f"W{layer}{mark}"] = (below, above)
        shapes[f"b{layer}{mark}"] = (above,)
    return shapes


def _setting(sizes: tuple[int, ...], mark: str = "") -> str:
    """Statements that replace the entries of a model's lists; by copies, so that a step in place spoils no input."""
    names = [f"{name}.copy()" for name in _shapes(sizes, mark)]
    return f"model.weights[:] = [{', '.join(names[::2])}]; model.biases[:] = [{', '.join(names[1::2])}]; "


def _writing(sizes: tuple[int, ...], mark: str) -> str:
    """Statements that write into the arrays of a model's lists."""
    names = list(enumerate(_shapes(sizes, mark)))
    lists = ("weights", "biases")
    return "".join(f"model.{lists[number % 2]}[{number // 2}][...] = {name}; " for number, name in names)


def _network(sizes: tuple[int, ...], statements: str, *returns: Result, **rows: int) -> Case:
    """A model of these sizes with drawn parameters, used by `statements`.

    `rows` gives the number of rows of the inputs (names that begin with X) and upstream gradients.  Weights are of
    the size that keeps signals alive; biases are not 0.
    """

    def draw(rng: np.random.RandomState) -> Inputs:
        inputs: Inputs = {}
        later = _shapes(sizes, NEW) if f"W1{NEW}" in statements else {}
        for name, shape in {**_shapes(sizes), **later}.items():
            inputs[name] = rng.standard_normal(shape) * (1.5 / np.sqrt(shape[0]) if len(shape) == 2 else 0.5)
        for name, count in rows.items():
            inputs[name] = rng.standard_normal((count, sizes[0] if name.startswith("X") else sizes[-1]))
        return inputs

    start = f"model = MLP({list(sizes)}, np.random.default_rng(0)); {_setting(sizes)}"
    return scripted("MLP", (start + statements).rstrip("; "), returns, draw)


def _entries(attribute: str, sizes: tuple[int, ...]) -> tuple[Array, ...]:
    """The entries of one of a model's lists, such as `model.dweights[0]`, with their shapes."""
    shapes = list(_shapes(sizes).values())[1 if attribute.endswith("biases") else 0 :: 2]
    return tuple(Array(f"model.{attribute}[{n}]", " ".join(map(str, shape))) for n, shape in enumerate(shapes))


def _parameters(sizes: tuple[int, ...]) -> tuple[Array, ...]:
    return (*_entries("weights", sizes), *_entries("biases", sizes))


def _gradients(sizes: tuple[int, ...], rows: int) -> tuple[Array, ...]:
    return (Array("dX", f"{rows} {sizes[0]}"), *_entries("dweights", sizes), *_entries("dbiases", sizes))


def _names(results: tuple[Array, ...]) -> tuple[str, ...]:
    return tuple(result.name for result in results)


FORWARD, BACKWARD = "Y = model.forward(X)", "model.forward(X); dX = model.backward(dY)"
ROUND = "model.forward(X); model.backward(dY); model.step(0.25); "


def _forward(sizes: tuple[int, ...], rows: int) -> Case:
    return _network(sizes, FORWARD, Array("Y", f"{rows} {sizes[-1]}"), X=rows)


def _backward(sizes: tuple[int, ...], rows: int, before: str = "") -> Case:
    return _network(sizes, before + BACKWARD, *_gradients(sizes, rows), X=rows, dY=rows)


TWO, THREE = (4, 6, 3), (3, 5, 4, 2)
"""The widths of a network of two layers, and of one of three."""

BY_HAND = (
    "model = MLP([2, 2, 1], np.random.default_rng(0)); "
    "model.weights[:] = [{W1}, {W2}]; model.biases[:] = [{b1}, {b2}]; Y = model.forward({X})"
)
SMALL: dict[str, Any] = {"W1": [[1, -1], [1, 2]], "b1": [0, -1], "W2": [[1], [-2]], "b2": [1], "X": [[1, 2], [3, -1]]}
KINKS: dict[str, Any] = {**SMALL, "b1": [-3, -1], "X": [[1, 2], [2, 1], [0, 0.5]], "dY": [[1], [2], [-3]]}
"""A network that can be worked by hand, and one whose hidden values are exactly 0 three times."""

THEN_BACKWARD = f"{BY_HAND}; dX = model.backward({{dY}})"

WIDE = "model = MLP([120, 80, 160], np.random.default_rng({seed}))"
SPREAD = tuple(Real(f"np.var(model.weights[{n}])") for n in range(2))
BELL = tuple(Real(f"np.mean(model.weights[{n}] ** 4) / np.mean(model.weights[{n}] ** 2) ** 2") for n in range(2))
"""What initial weights are asked: their variance, and whether they have the tails of a normal distribution."""

SEEDED = (
    "model, again, other = [MLP([5, 4, 3], np.random.default_rng(s)) for s in ({seed}, {seed}, {seed} + 1)]; "
    "same_seed = [np.sum(W == V) for W, V in zip(model.weights, again.weights)]; "
    "other_seed = [np.sum(W == V) for W, V in zip(model.weights, other.weights)]"
)
EQUAL = tuple(Real(f"{name}[{n}]") for name in ("same_seed", "other_seed") for n in range(2))
"""How many initial weights are equal for equal seeds, and for different ones."""


def _seed(rng: np.random.RandomState) -> Inputs:
    return {"seed": int(rng.randint(1, 10**6))}


def _by_keywords(subject: Any, inputs: Inputs) -> list[Any]:
    """A forward pass in which every argument has its name."""
    model = subject(sizes=list(TWO), rng=np.random.default_rng(0))
    return [model.forward(X=inputs["X"].copy()), *model.weights, *model.biases]


FORM = (
    Array("model.forward(X=X)", "5 3"),
    *(Array(result.name.removeprefix("model."), result.axes) for result in _parameters(TWO)),
)
"""What the contract looks at, under names of its own: the values are random, and no stage compares them."""

STEPS = {
    "one step": _network(THREE, ROUND, *_parameters(THREE), X=6, dY=6),
    "two steps": _network(TWO, f"{ROUND}model.step(0.125)", *_parameters(TWO), X=5, dY=5),
    "three rounds": _network(TWO, 3 * ROUND + FORWARD, Array("Y", "5 3"), *_parameters(TWO), X=5, dY=5),
}

AGAIN = {
    "latest forward": _network(
        TWO,
        "model.forward(X); model.backward(dY); model.forward(X_new); dX = model.backward(dY_new)",
        *_gradients(TWO, 7),
        X=5,
        dY=5,
        X_new=7,
        dY_new=7,
    ),
    "two forwards": _network(
        THREE,
        "model.forward(X); model.forward(X_new); dX = model.backward(dY)",
        *_gradients(THREE, 6),
        X=6,
        X_new=6,
        dY=6,
    ),
    "backward twice": _network(
        TWO,
        "model.forward(X); model.backward(dY); dX = model.backward(dY_new)",
        *_gradients(TWO, 5),
        X=5,
        dY=5,
        dY_new=5,
    ),
    "after a step": _backward(THREE, 6, before=ROUND),
}

OUTSIDE = {
    "written in place": _backward(TWO, 5, before=ROUND + _writing(TWO, NEW)),
    "entries replaced": _backward(TWO, 5, before=ROUND + _setting(TWO, NEW)),
    "then a step": _network(TWO, ROUND + _setting(TWO, NEW) + ROUND, *_parameters(TWO), X=5, dY=5),
}

FORWARD_EDGES = {
    "forward, one layer": _forward((4, 3), 5),
    "forward, one sample": _forward(TWO, 1),
    "forward, five layers": _forward((4, 3, 5, 2, 6, 8), 7),
    "forward, one unit": _forward((2, 1, 3), 4),
}

BACKWARD_EDGES = {
    "one layer": _backward((4, 3), 5),
    "one sample": _backward(TWO, 1),
    "five layers": _backward((4, 3, 5, 2, 6, 8), 7),
    "one unit": _backward((2, 1, 3), 4),
    "at the kink": scripted("MLP", THEN_BACKWARD, _gradients((2, 2, 1), 3), **KINKS),
}

MLP = Task(
    name="MLP",
    assignment="mlp",
    section="mlp-layers",
    parameters=(Object("sizes"), Object("rng")),
    returns=FORM,
    cases={
        "keywords": made(
            lambda rng: {"X": rng.standard_normal((5, 4))},
            keywords=True,
            probe=_by_keywords,
            call="model = MLP(sizes=[4, 6, 3], rng=np.random.default_rng(0)); model.forward(X={X})",
        ),
        "spread": scripted("MLP", WIDE, (*SPREAD, *BELL), _seed),
        "seeds": scripted("MLP", SEEDED, (*EQUAL, *_entries("biases", (5, 4, 3))), _seed),
        "hand": scripted("MLP", BY_HAND, (Array("Y", "2 1"),), **SMALL),
        "forward, two layers": _forward(TWO, 5),
        "forward, three layers": _forward(THREE, 6),
        **FORWARD_EDGES,
        "hand, backward": scripted("MLP", THEN_BACKWARD, _gradients((2, 2, 1), 2), **SMALL, dY=[[1], [2]]),
        "backward": _backward(THREE, 6),
        **STEPS,
        **AGAIN,
        **OUTSIDE,
        **BACKWARD_EDGES,
    },
    stages=(
        Stage(
            "contract", "contract", 0.75, ("keywords",), title=("form: weights, biases, Y", "형식: weights, biases, Y")
        ),
        Stage(
            "spread",
            "properties",
            0.75,
            ("spread",),
            comparison=Statistic(rtol=0.15),
            title=("initial weights: He-normal", "처음 가중치: He 정규 분포"),
        ),
        Stage("seeds", "properties", 0.5, ("seeds",), title=("initial values: rng, biases", "처음 값: rng와 편향")),
        Stage("hand", "hand", 0.5, ("hand",), title=("forward: a case worked by hand", "순전파: 손으로 푼 예")),
        Stage(
            "forward",
            "values",
            2.0,
            ("forward, two layers", "forward, three layers"),
            title=("forward: values of Y", "순전파: Y의 값"),
        ),
        Stage("forward edges", "edges", 0.5, tuple(FORWARD_EDGES), title=("forward: edge cases", "순전파: 경계 사례")),
        Stage(
            "hand, backward",
            "hand",
            0.75,
            ("hand, backward",),
            title=("backward: a case worked by hand", "역전파: 손으로 푼 예"),
        ),
        Stage(
            "dweights",
            "values",
            1.75,
            ("backward",),
            _names(_entries("dweights", THREE)),
            title=("backward: dweights", "역전파: dweights"),
        ),
        Stage(
            "dbiases",
            "values",
            1.0,
            ("backward",),
            _names(_entries("dbiases", THREE)),
            title=("backward: dbiases", "역전파: dbiases"),
        ),
        Stage("dX", "values", 1.25, ("backward",), ("dX",), title=("backward: dX", "역전파: dX")),
        Stage("step", "values", 1.0, tuple(STEPS), title=("step: the parameters after it", "step: 갱신된 매개변수")),
        Stage("again", "properties", 1.5, tuple(AGAIN), title=("called again and again", "여러 번 부르기")),
        Stage(
            "outside",
            "properties",
            0.75,
            tuple(OUTSIDE),
            title=("parameters set from outside", "밖에서 정한 매개변수"),
        ),
        Stage("edges", "edges", 1.0, tuple(BACKWARD_EDGES), title=("backward: edge cases", "역전파: 경계 사례")),
    ),
)

# minibatches


def _problem(samples: int, size: int) -> Callable[[np.random.RandomState], Inputs]:
    """Rows that are all different, with a number for each, and a seed."""

    def draw(rng: np.random.RandomState) -> Inputs:
        data = {"X": rng.standard_normal((samples, 3)), "y": rng.standard_normal(samples)}
        return {**data, "size": size, **_seed(rng)}

    return draw


def _sampled(subject: Any, inputs: Inputs, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All batches of one call, one below the other, and their sizes; rows that are missing are not-a-number."""
    given, targets = inputs["X"], inputs["y"]
    batches = list(subject(given, targets, inputs["size"], rng))
    rows = _filled([row for X_batch, _ in batches for row in X_batch], given.shape)
    ys = _filled([entry for _, y_batch in batches for entry in y_batch], targets.shape)
    return rows, ys, _filled([len(X_batch) for X_batch, _ in batches], targets.shape, 0.0)


def _filled(values: list[Any], shape: tuple[int, ...], missing: float = np.nan) -> np.ndarray:
    """The values in an array of this shape, whatever their number: there may be too few or too many."""
    array = np.full(shape, missing)
    flat = np.asarray(values, dtype=np.float64).ravel()[: array.size]
    array.flat[: flat.size] = flat
    return array


def _batches(subject: Any, inputs: Inputs) -> list[Any]:
    """Two calls that share a generator, and one whose generator starts from the same seed."""
    rng = np.random.default_rng(inputs["seed"])
    rows, ys, lengths = _sampled(subject, inputs, rng)
    later = _sampled(subject, inputs, rng)[0]
    again = _sampled(subject, inputs, np.random.default_rng(inputs["seed"]))[0]
    return [rows, ys, lengths, later, again]


def _first_batch(subject: Any, inputs: Inputs) -> list[Any]:
    """The first batch as it is, of a call with every argument by its name."""
    arguments = {name: inputs[name] for name in ("X", "y", "size")}
    return list(next(iter(subject(**arguments, rng=np.random.default_rng(inputs["seed"])))))


ONCE, PAIRED = "every row came once (1 = yes)", "every row came with its own y (1 = yes)"
ORDERS = "different orders: X's own, of a call, of a second call"
AS_SEEDED, MIXED = "an equal seed gives the same order (1 = yes)", "batches mix rows from all of X (1 = yes)"


def _shuffling(inputs: Inputs, results: Mapping[str, np.ndarray]) -> dict[str, float]:
    """What holds of any shuffle.  Every generator, and every way to use one, gives another order.

    Properties hold or not: how many rows are right by chance says nothing about the mistake.
    """
    if "all X_batch" not in results:
        return {}
    given, size, rows = inputs["X"], inputs["size"], results["all X_batch"]
    found = _found(rows, given)
    own = found & (results["all y_batch"][:, np.newaxis] == inputs["y"])
    sources = found.argmax(axis=1) // size
    slices = [len(set(sources[start : start + size])) == 1 for start in range(0, len(given), size)]
    return {
        ONCE: float(np.all(found.sum(axis=0) == 1)),
        PAIRED: float(np.all(own.any(axis=1) == found.any(axis=1))),
        ORDERS: float(len({order.tobytes() for order in (given, rows, results["X_batch of a second call"])})),
        AS_SEEDED: float(np.array_equal(rows, results["X_batch for an equal seed"], equal_nan=True)),
        MIXED: float(not all(slices)),
    }


def _found(rows: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Entry [i, j] says whether row i of `rows` is row j of `given`; both (N, D), the result (N, N)."""
    same: np.ndarray = np.all(rows[:, np.newaxis] == given[np.newaxis], axis=2)
    return same


ALL_BATCHES = (
    Array("all X_batch", "N D"),
    Array("all y_batch", "N"),
    Array("batch sizes", "N"),
    Array("X_batch of a second call", "N D"),
    Array("X_batch for an equal seed", "N D"),
)
ALL = "list(minibatches(X, y, {size}, np.random.default_rng({seed}))) # X: {X}"


def _sampling(samples: int, size: int) -> Case:
    return made(_problem(samples, size), probe=_batches, returns=ALL_BATCHES, call=ALL)


LAST_ONES = {"one batch": _sampling(7, 10), "batches of one": _sampling(6, 1), "one sample": _sampling(1, 4)}

minibatches = Task(
    name="minibatches",
    assignment="mlp",
    section="mlp-minibatches",
    parameters=(X, y, Whole("size", axis="S"), Object("rng")),
    returns=(Array("X_batch", "S D"), Array("y_batch", "S")),
    cases={
        "keywords": made(
            _problem(9, 2),
            keywords=True,
            probe=_first_batch,
            call="next(iter(minibatches(X={X}, y={y}, size={size}, rng=np.random.default_rng({seed}))))",
        ),
        "hand": fixed(
            _batches,
            ALL_BATCHES,
            ALL,
            X=[[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]],
            y=[10, 20, 30, 40, 50],
            size=2,
            seed=0,
        ),
        "values": _sampling(43, 8),
        "whole batches": _sampling(40, 8),
        **LAST_ONES,
    },
    stages=(
        Stage("contract", "contract", 0.5, ("keywords",)),
        Stage(
            "hand", "hand", 0.25, ("hand",), ("batch sizes", ONCE), title=("five rows, two at a time", "행 5개를 2개씩")
        ),
        Stage("sizes", "values", 0.5, ("values",), ("batch sizes",), title=("the sizes of the batches", "배치의 크기")),
        Stage(
            "rows",
            "properties",
            0.75,
            ("values", "whole batches"),
            (ONCE, PAIRED),
            title=("every row once, with its y", "모든 행이 한 번씩, 자기 y와 함께"),
        ),
        Stage(
            "shuffled",
            "properties",
            0.75,
            ("whole batches",),
            (ORDERS, AS_SEEDED, MIXED),
            title=("the whole is shuffled, by rng", "rng로 전체를 섞기"),
        ),
        Stage("edges", "edges", 0.25, tuple(LAST_ONES), ("batch sizes", ONCE, PAIRED)),
    ),
    measure=_shuffling,
)

# train


class ShiftModel:
    """A model with one number to learn, for the loop that trains it: it adds `shift` to the first column of X.

    It counts the calls of its methods and notes the rows of each batch whose gradient it is given.
    """

    def __init__(self, shift: float) -> None:
        self.shift = shift
        self.calls: Counter[str] = Counter()
        self.rows: list[float] = []
        self._slope = 0.0
        self._column = np.empty(0)

    def forward(self, X: np.ndarray) -> np.ndarray:
        """X (N, D) ↦ Y_hat (N, 1)."""
        self.calls["forward"] += 1
        self._column = X[:, 0].copy()
        return X[:, :1] + self.shift

    def backward(self, dY: np.ndarray) -> None:
        """The change of the loss with the shift is the sum of dY (N, 1); there is nothing below to hand a dX to."""
        self.calls["backward"] += 1
        self._slope = float(np.sum(dY))
        self.rows.extend(self._column.tolist())

    def step(self, lr: float) -> None:
        """One step of gradient descent."""
        self.calls["step"] += 1
        self.shift -= lr * self._slope


Loss = Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray]]


def _absolute(Y_hat: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean absolute difference of Y_hat (N, 1) and y (N,), and its gradient (N, 1)."""
    residual = Y_hat - y[:, np.newaxis]
    return float(np.mean(np.abs(residual))), np.sign(residual) / len(y)


def _log_cosh(Y_hat: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean of log cosh of the difference, round at 0 and straight far away, and its gradient (N, 1)."""
    residual = Y_hat - y[:, np.newaxis]
    return float(np.mean(np.log(np.cosh(residual)))), np.tanh(residual) / len(y)


LOSSES: dict[str, Loss] = {"mean |Y_hat − y|": _absolute, "mean log cosh(Y_hat − y)": _log_cosh}


def _trained(subject: Any, inputs: Inputs, by_name: bool = False) -> tuple[Any, ShiftModel]:
    """The history, list or array, as an array, and the model as training left it."""
    model = ShiftModel(inputs["shift"])
    arguments = {
        "model": model,
        **{name: inputs[name] for name in ("X", "y")},
        "loss": LOSSES[inputs["loss"]],
        **{name: inputs[name] for name in ("lr", "epochs", "size")},
        "rng": np.random.default_rng(inputs["seed"]),
    }
    history = subject(**arguments) if by_name else subject(*arguments.values())
    return np.array(history, dtype=np.float64) if isinstance(history, list | tuple) else history, model


def _history(subject: Any, inputs: Inputs) -> Any:
    """What `train` returns."""
    return _trained(subject, inputs)[0]


def _history_by_keywords(subject: Any, inputs: Inputs) -> Any:
    return _trained(subject, inputs, by_name=True)[0]


def _passes(subject: Any, inputs: Inputs) -> list[Any]:
    """The rows that gradients came from, by epoch, in two runs of one seed; and how often the model was called."""
    (_, model), (_, again) = _trained(subject, inputs), _trained(subject, inputs)
    shape = inputs["epochs"], len(inputs["y"])
    calls = [model.calls[method] for method in ("forward", "backward", "step")]
    return [*(_filled(run.rows, shape) for run in (model, again)), *calls]


WHOLE, ORDERS_SEEN = "epochs with every row once", "different orders: X's own, of each epoch"
ALIKE = "epochs in the same order for an equal seed"


def _epochs(inputs: Inputs, results: Mapping[str, np.ndarray]) -> dict[str, float]:
    """What holds of any way to shuffle anew in each epoch."""
    if "rows" not in results:
        return {}
    given, rows = inputs["X"][:, 0].copy(), results["rows"]
    return {
        WHOLE: float(sum(np.array_equal(np.sort(epoch), np.sort(given)) for epoch in rows)),
        ORDERS_SEEN: float(len({order.tobytes() for order in (given, *rows)})),
        ALIKE: float(np.sum(np.all(rows == results["rows, run again"], axis=1))),
    }


CALLS: tuple[Real, ...] = tuple(Real(f"calls of model.{method}") for method in ("forward", "backward", "step"))
ROWS: tuple[Result, ...] = (Array("rows", "T N"), Array("rows, run again", "T N"), *CALLS)


def _regression(
    samples: int, size: int, epochs: int, loss: str = "mean log cosh(Y_hat − y)", lr: float = 0.3
) -> Callable[[np.random.RandomState], Inputs]:
    """Targets at one distance from the first column, so that a batch costs the same whichever rows are in it.

    The loss then says nothing about the order of the rows, and everything about the steps; but a row with a foreign y
    shows.
    """

    def draw(rng: np.random.RandomState) -> Inputs:
        rows = rng.standard_normal((samples, 2))
        distance = float(rng.uniform(1.0, 2.0))
        run = {"loss": loss, "lr": lr, "epochs": epochs, "size": size}
        return {"X": rows, "y": rows[:, 0] - distance, **run, "shift": float(rng.uniform(0.5, 1.0)), **_seed(rng)}

    return draw


TRAINED = "train(model, X, y, loss, lr={lr}, epochs={epochs}, size={size}, rng=np.random.default_rng({seed})) # X: {X}"


def _training(samples: int, size: int, epochs: int) -> Case:
    return made(_regression(samples, size, epochs), probe=_history, call=TRAINED)


SHORT_OR_LONG = {
    "no epochs": _training(6, 2, 0),
    "one sample": _training(1, 3, 4),
    "one batch": _training(5, 8, 3),
    "batches of one": _training(4, 1, 3),
}

train = Task(
    name="train",
    assignment="mlp",
    section="mlp-train",
    parameters=(
        Object("model"),
        X,
        y,
        Object("loss"),
        Real("lr"),
        Whole("epochs", axis="T"),
        Whole("size"),
        Object("rng"),
    ),
    returns=(Array("history", "T"),),
    cases={
        "hand": fixed(
            _history,
            call="train(model, X={X}, y={y}, loss, lr={lr}, epochs={epochs}, size={size}, rng) # model.forward(X) "
            "is X plus the model's one number, at first {shift}; loss: {loss}",
            X=[[1], [2], [3], [4], [5]],
            y=[-5, -4, -3, -2, -1],
            loss="mean |Y_hat − y|",
            lr=1.0,
            epochs=2,
            size=2,
            shift=0.0,
            seed=0,
        ),
        "values": _training(14, 4, 3),
        "keywords": made(
            _regression(11, 3, 2),
            keywords=True,
            probe=_history_by_keywords,
            call="train(model=model, X={X}, y={y}, loss=loss, lr={lr}, epochs={epochs}, size={size}, "
            "rng=np.random.default_rng({seed}))",
        ),
        "many epochs": _training(10, 3, 12),
        "epochs": made(_regression(17, 5, 4), probe=_passes, returns=ROWS, call=TRAINED),
        **SHORT_OR_LONG,
    },
    stages=(
        Stage("contract", "contract", 0.5, ("values", "keywords", "no epochs")),
        Stage("hand", "hand", 0.5, ("hand",)),
        Stage("history", "values", 1.5, ("values", "many epochs"), title=("the history of the losses", "손실의 기록")),
        Stage(
            "rows",
            "properties",
            0.5,
            ("epochs",),
            (WHOLE,),
            title=("every row once an epoch", "에포크마다 모든 행을 한 번씩"),
        ),
        Stage(
            "calls",
            "properties",
            0.5,
            ("epochs",),
            tuple(result.name for result in CALLS),
            title=("forward, backward, step once a batch", "배치마다 순전파, 역전파, 갱신 한 번씩"),
        ),
        Stage(
            "shuffled",
            "properties",
            0.75,
            ("epochs",),
            (ORDERS_SEEN, ALIKE),
            title=("shuffled anew in each epoch, by rng", "에포크마다 rng로 새로 섞기"),
        ),
        Stage("edges", "edges", 0.75, tuple(SHORT_OR_LONG)),
    ),
    measure=_epochs,
)

# accuracy

logits, labels = Array("logits", "N K"), Array("labels", "N")


def _classified(samples: int, classes: int, offset: float = 0.0) -> Callable[[np.random.RandomState], Inputs]:
    """Logits, and labels of which about half are those of the largest logit."""

    def draw(rng: np.random.RandomState) -> Inputs:
        scores = 3.0 * rng.standard_normal((samples, classes)) + offset
        guesses = rng.randint(classes, size=samples)
        return {"logits": scores, "labels": np.where(rng.rand(samples) < 0.5, scores.argmax(axis=1), guesses)}

    return draw


def _all(right: bool) -> Callable[[np.random.RandomState], Inputs]:
    """Logits whose largest entry is always that of the label, or never."""

    def draw(rng: np.random.RandomState) -> Inputs:
        scores = rng.standard_normal((6, 4))
        return {"logits": scores, "labels": scores.argmax(axis=1) if right else scores.argmin(axis=1)}

    return draw


accuracy = Task(
    name="accuracy",
    assignment="mlp",
    section="mlp-checks",
    parameters=(logits, labels),
    returns=(Real("accuracy"),),
    cases={
        "hand": fixed(logits=[[1, 6, 0], [0, 3, 1], [1, 0, 4], [5, 0, 2]], labels=np.array([1, 0, 2, 0])),
        "values": made(_classified(23, 5)),
        "keywords": made(_classified(13, 4), keywords=True),
        "all below 0": made(_classified(19, 3, offset=-20.0)),
        "all right": made(_all(right=True)),
        "none right": made(_all(right=False)),
        "one sample": made(_classified(1, 3)),
    },
    stages=(
        Stage("contract", "contract", 0.25, ("values", "keywords")),
        Stage("hand", "hand", 0.25, ("hand",)),
        Stage("values", "values", 0.25, ("values", "all below 0")),
        Stage("edges", "edges", 0.25, ("all right", "none right", "one sample")),
    ),
)

# gradient_check

SHAPES = {"weights": ((4, 3), (3, 2)), "biases": ((3,), (2,))}
FREQUENCIES = np.linspace(0.2, 1.4, 23)
"""One wave per parameter."""


class WaveModel:
    """A smooth model with the lists of a network and none of its layers, for checks of gradients.

    Y_hat = Φ sin(p): p holds all parameters in one row, and Φ (N, 23) are positive waves of the inputs.  `spoilt` names
    a list and a place in it, as "weights[1]", where one entry of the gradient is `factor` times too large.
    """

    def __init__(self, parameters: np.ndarray, spoilt: str = "", factor: float = 1.0) -> None:
        self.weights, self.biases = self._shaped(parameters)
        self._spoilt, self._factor = spoilt, factor

    def forward(self, X: np.ndarray) -> np.ndarray:
        """X (N, D) ↦ Y_hat (N, 1)."""
        parameters = np.concatenate([entry.ravel() for entry in (*self.weights, *self.biases)])
        self._waves = (1.5 + np.cos(np.outer(X.sum(axis=1), FREQUENCIES))) / FREQUENCIES.size
        self._slopes = np.cos(parameters)
        Y_hat: np.ndarray = np.sum(self._waves * np.sin(parameters), axis=1, keepdims=True)
        return Y_hat

    def backward(self, dY: np.ndarray) -> None:
        """Sets `dweights` and `dbiases` for the upstream gradient dY (N, 1), at the latest forward."""
        self.dweights, self.dbiases = self._shaped(np.sum(dY * self._waves, axis=0) * self._slopes)
        for name, entries in (("weights", self.dweights), ("biases", self.dbiases)):
            for place, entry in enumerate(entries):
                if self._spoilt == f"{name}[{place}]":
                    entry.flat[-1] *= self._factor

    @staticmethod
    def _shaped(flat: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """A row of numbers as the two lists of arrays, which are new ones."""
        shapes = [*SHAPES["weights"], *SHAPES["biases"]]
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
        entries = [part.reshape(shape).copy() for part, shape in zip(np.split(flat, ends[:-1]), shapes, strict=True)]
        return entries[:2], entries[2:]


def _waves(spoilt: str = "", samples: int = 6) -> Callable[[np.random.RandomState], Inputs]:
    """A model whose every slope is positive, and steepest to change in the first parameter and the last."""

    def draw(rng: np.random.RandomState) -> Inputs:
        parameters = rng.uniform(0.3, 1.2, size=FREQUENCIES.size)
        parameters[[0, -1]] = np.pi / 2 - 0.02
        inputs = {"X": rng.standard_normal((samples, 4)), "y": rng.uniform(-1.0, -0.2, size=samples)}
        return {**inputs, "parameters": parameters, "spoilt": spoilt, "factor": round(float(rng.uniform(1.3, 1.9)), 2)}

    return draw


def _checked(subject: Any, inputs: Inputs) -> Any:
    """The error that is found, with the arguments in order."""
    return subject(_wave_model(inputs), inputs["X"], inputs["y"], _log_cosh)


def _checked_by_keywords(subject: Any, inputs: Inputs) -> Any:
    return subject(model=_wave_model(inputs), X=inputs["X"], y=inputs["y"], loss=_log_cosh)


def _afterwards(subject: Any, inputs: Inputs) -> list[Any]:
    """What became of the parameters of the model that was checked."""
    model = _wave_model(inputs)
    subject(model, inputs["X"], inputs["y"], _log_cosh)
    return [*model.weights, *model.biases]


def _wave_model(inputs: Inputs) -> WaveModel:
    return WaveModel(inputs["parameters"], inputs["spoilt"], inputs["factor"])


CHECKED = "gradient_check(model, X, y, loss) # {what}"


def _wrong_in(place: str) -> Case:
    what = f"one entry of model.d{place} is {{factor}} times too large"
    return made(_waves(place), probe=_checked, call=CHECKED.replace("{what}", what))


SPOILT = {f"wrong in d{place}": _wrong_in(place) for place in ("weights[0]", "weights[1]", "biases[0]", "biases[1]")}

gradient_check = Task(
    name="gradient_check",
    assignment="mlp",
    section="mlp-checks",
    parameters=(Object("model"), X, y, Object("loss")),
    returns=(Real("error"),),
    cases={
        "right model": made(_waves(), probe=_checked, call=CHECKED.replace("{what}", "the gradients are right")),
        "keywords": made(
            _waves("weights[1]", samples=3),
            keywords=True,
            probe=_checked_by_keywords,
            call="gradient_check(model=model, X=X, y=y, loss=loss)",
        ),
        **SPOILT,
        "afterwards": made(
            _waves(),
            probe=_afterwards,
            returns=_parameters((4, 3, 2)),
            call="gradient_check(model, X, y, loss)",
        ),
    },
    stages=(
        Stage("contract", "contract", 0.25, ("right model", "keywords")),
        Stage(
            "right model",
            "values",
            0.5,
            ("right model",),
            comparison=Within(0.0, 1e-5),
            title=("small on a right model", "올바른 모델에서는 작은 값"),
        ),
        Stage(
            "spoilt models",
            "values",
            0.75,
            tuple(SPOILT),
            comparison=Close(rtol=1e-4, atol=1e-6),
            title=("large on a model with one wrong entry", "원소 하나가 틀린 모델에서는 큰 값"),
        ),
        Stage(
            "unchanged",
            "properties",
            0.5,
            ("afterwards",),
            title=("the model is left as it was", "검사한 모델을 그대로 두기"),
        ),
    ),
)

TASKS = (MLP, minibatches, train, accuracy, gradient_check)
