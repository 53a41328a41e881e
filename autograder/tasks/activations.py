"""Assignment `activations`: seven activation functions and their backward steps, initialisation, dead units.

Notation: Z is a pre-activation of any shape, A = f(Z), dA the upstream gradient, dZ the gradient with respect to Z, all
of one shape.  The seven functions are tried in the same ways, and so are their seven backward steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .schema import (
    Array,
    Case,
    Close,
    Differences,
    Inputs,
    Object,
    Real,
    Result,
    Stage,
    Statistic,
    Task,
    fixed,
    made,
)

Z, A = Array("Z", "..."), Array("A", "...")
dA, dZ = Array("dA", "..."), Array("dZ", "...")

LOG_3 = float(np.log(3.0))
"""Where the exponential is 3, so that sigmoid, tanh, softplus and ELU can be worked by hand."""

LARGE = [-10_000, -750, -40, -5, 5, 40, 750, 10_000]
"""From what overflows when exponentiated (e⁷¹⁰ does) to what is nearly saturated, and back."""
UPSTREAM = [3, -2, 1, 4, -1, 2, 5, -3]
"""An upstream gradient to go with it."""

# How an activation function, or its backward step, is tried


def _anywhere(rng: np.random.RandomState, *shape: int) -> np.ndarray:
    """Numbers of either sign, none so near to the kink at 0 that differences would see both sides of it."""
    return np.asarray(rng.choice([-1.0, 1.0], size=shape) * (0.1 + 2.0 * np.abs(rng.standard_normal(shape))))


def _far_out(rng: np.random.RandomState, *shape: int) -> np.ndarray:
    """Numbers of all sizes from 3 to 10 000, of either sign."""
    return np.asarray(rng.choice([-1.0, 1.0], size=shape) * 10.0 ** rng.uniform(0.5, 4.0, size=shape))


def _cases(arrays: tuple[Array, ...], hand: Inputs, option: Mapping[str, float]) -> dict[str, Case]:
    """The ways of trying a function of `arrays`, of which the last is Z, and of an option such as a slope.

    `option` holds the option's name and its value in the hand case.  The values and the keywords give one near it, the
    other cases leave it at its default.
    """
    large: Inputs = {array.name: UPSTREAM for array in arrays[:-1]}

    def draw(*shape: int, given: bool = False, far: bool = False) -> Callable[[np.random.RandomState], Inputs]:
        def inputs(rng: np.random.RandomState) -> Inputs:
            drawn = {array.name: _anywhere(rng, *shape) for array in arrays}
            if far:
                drawn["Z"] = _far_out(rng, *shape)
            chosen = {name: round(value * rng.uniform(0.6, 1.4), 3) for name, value in option.items()} if given else {}
            return {**drawn, **chosen}

        return inputs

    return {
        "hand": fixed(**{**hand, **option}),
        "values": made(draw(5, 3, given=True)),
        "keywords": made(draw(3, 4, given=True), keywords=True),
        "defaults": made(draw(4, 5)),
        "three axes": made(draw(2, 3, 4)),
        "one number": made(draw()),
        "large": fixed(**{**large, "Z": LARGE}),
        "far out": made(draw(2, 12, far=True)),
    }


DRAWN, SHAPED, FAR = ("values", "defaults"), ("three axes", "one number"), ("large", "far out")

CONTRACT = Stage("contract", "contract", 0.25, ("values", "keywords"))
HAND = Stage("hand", "hand", 0.25, ("hand",))
SHAPES = Stage("shapes", "edges", 0.25, SHAPED, title=("Z of other shapes", "다른 모양의 Z"))
GRADIENT = Stage("gradient", "gradient", 0.25, ("values",), oracle="differences", comparison=Close(1e-5, 1e-7))


def _values(points: float) -> Stage:
    return Stage("values", "values", points, DRAWN)


def _stable(points: float) -> Stage:
    title = ("large |Z|, without warnings", "|Z|가 커도 경고 없이")
    return Stage("stable", "edges", points, FAR, title=title, quiet=True)


ALL_AT_ONCE = Stage(
    "values",
    "values",
    0.25,
    ("hand", *DRAWN, *SHAPED, *FAR),
    title=("values, at every shape and size", "모든 모양과 크기에서의 값"),
    quiet=True,
)
EDGES = Stage(
    "edges",
    "edges",
    0.25,
    (*SHAPED, *FAR),
    title=("other shapes, large |Z|, no warnings", "다른 모양, 큰 |Z|, 경고 없음"),
    quiet=True,
)


def _forward(name: str, section: str, hand: list[Any], *stages: Stage, **option: float) -> Task:
    """An activation function A = f(Z), or f(Z, option)."""
    return Task(
        name=name,
        assignment="activations",
        section=section,
        parameters=(Z, *map(Real, option)),
        returns=(A,),
        cases=_cases((Z,), {"Z": hand}, option),
        stages=(CONTRACT, *stages),
    )


def _backward(of: str, hand: Inputs, *stages: Stage, more: Mapping[str, Case] | None = None, **option: float) -> Task:
    """The backward step of the activation `of`: dZ from the upstream gradient and the pre-activation."""
    return Task(
        name=f"{of}_backward",
        assignment="activations",
        section="activations-derivatives",
        parameters=(dA, Z, *map(Real, option)),
        returns=(dZ,),
        cases={**_cases((dA, Z), hand, option), **(more or {})},
        stages=(CONTRACT, *stages),
        differences=Differences(of=of, upstream="dA", wrt={"dZ": "Z"}),
    )


# The seven functions

relu = _forward("relu", "activations-curves", [[1, -2], [0, 3]], ALL_AT_ONCE)
leaky_relu = _forward("leaky_relu", "activations-curves", [[1, -2], [0, 3]], ALL_AT_ONCE, slope=0.1)
sigmoid = _forward("sigmoid", "activations-stable", [-LOG_3, 0, LOG_3], HAND, _values(0.25), SHAPES, _stable(0.5))
tanh = _forward("tanh", "activations-curves", [-LOG_3, 0, LOG_3], ALL_AT_ONCE)
elu = _forward("elu", "activations-stable", [-LOG_3, 0, LOG_3], HAND, _values(0.25), SHAPES, _stable(0.5), alpha=2.0)
softplus = _forward("softplus", "activations-stable", [-LOG_3, 0, LOG_3], HAND, _values(0.5), SHAPES, _stable(0.75))
gelu = _forward("gelu", "activations-curves", [-1, 0, 1], HAND, _values(0.5), SHAPES, _stable(0.25))

# Their backward steps

STEP = {"dA": [[5, -6], [7, 8]], "Z": [[1, -2], [-3, 4]]}
CURVE = {"dA": [16, 8, -16], "Z": [-LOG_3, 0, LOG_3]}
WITH_ZEROS = made(
    lambda rng: {"dA": _anywhere(rng, 3, 4), "Z": rng.permutation([0.0, -0.0, 0.0, 1.5] * 3).reshape(3, 4)}
)

relu_backward = _backward(
    "relu",
    STEP,
    Stage("values", "values", 0.25, ("hand", *DRAWN, *SHAPED)),
    GRADIENT,
    Stage("zero", "edges", 0.25, ("zeros", *FAR), title=("slope 0 at Z = 0", "Z = 0에서 기울기 0"), quiet=True),
    more={"zeros": WITH_ZEROS},
)
leaky_relu_backward = _backward(
    "leaky_relu", STEP, Stage("values", "values", 0.25, ("hand", *DRAWN)), GRADIENT, EDGES, slope=0.1
)
sigmoid_backward = _backward("sigmoid", CURVE, HAND, _values(0.25), GRADIENT, EDGES)
tanh_backward = _backward("tanh", {**CURVE, "dA": [25, 8, -25]}, HAND, _values(0.25), GRADIENT, EDGES)
elu_backward = _backward(
    "elu",
    {"dA": [15, 8, -16], "Z": [-LOG_3, 1, LOG_3]},
    HAND,
    _values(0.25),
    GRADIENT,
    SHAPES,
    _stable(0.25),
    alpha=2.0,
)
softplus_backward = _backward("softplus", CURVE, HAND, _values(0.25), GRADIENT, EDGES)
gelu_backward = _backward(
    "gelu", {"dA": [100, 8, -100], "Z": [-1, 0, 1]}, HAND, _values(0.5), GRADIENT, SHAPES, _stable(0.25)
)

# initialise

SIZES = [240, 40, 200]
"""Two layers whose fan-in and fan-out differ widely, with 9 600 and 8 000 weights: enough for variances to 2 %."""

LAYERS: tuple[Result, ...] = (
    Array("weights[0]", "240 40"),
    Array("weights[1]", "40 200"),
    Array("biases[0]", "40"),
    Array("biases[1]", "200"),
)
WEIGHTS = ("weights[0]", "weights[1]")
VARIANCES = tuple(f"{name}.var()" for name in WEIGHTS)
MOMENTS = tuple(
    f"{moment} of {name}" for name in WEIGHTS for moment in ("mean / deviation", "mean of (entry / deviation)⁴")
)
BIASES = "biases that are not 0"


def _arrays(returned: Any) -> Any:
    """Weights and biases in one row; what has another form is left to the judge."""
    lists = returned if type(returned) in (tuple, list) and len(returned) == 2 else ()
    if lists and all(type(part) in (tuple, list) for part in lists):
        return [array for part in lists for array in part]
    return returned


def _initialised(subject: Any, inputs: Inputs) -> Any:
    """The function with a fresh generator."""
    return _arrays(subject(inputs["sizes"], inputs["scheme"], np.random.default_rng(inputs["rng"])))


def _initialised_by_keywords(subject: Any, inputs: Inputs) -> Any:
    return _arrays(subject(**{**inputs, "rng": np.random.default_rng(inputs["rng"])}))


def _repeated(subject: Any, inputs: Inputs) -> Any:
    """How many weights differ between two runs with equal seeds, and how many are equal with another seed."""
    first, again, other = (
        np.concatenate([np.ravel(W) for W in subject(list(inputs["sizes"]), inputs["scheme"], rng)[0]])
        for rng in map(np.random.default_rng, (inputs["rng"], inputs["rng"], inputs["rng"] + 1))
    )
    return [float(np.sum(first != again)), float(np.sum(first == other))]


def _statistics(inputs: Inputs, results: Mapping[str, np.ndarray]) -> dict[str, float]:
    """What tells distributions apart, for layers large enough to estimate it; the biases by count."""
    if not set(WEIGHTS) <= set(results):
        return {}
    measures = {BIASES: float(sum(np.count_nonzero(b) for name, b in results.items() if name.startswith("biases")))}
    for name in WEIGHTS:
        scaled = results[name] / results[name].std()
        measures[f"{name}.var()"] = float(results[name].var())
        measures[f"mean / deviation of {name}"] = float(scaled.mean())
        measures[f"mean of (entry / deviation)⁴ of {name}"] = float(np.mean((scaled - scaled.mean()) ** 4))
    return measures


def _start(
    sizes: list[int], scheme: str, returns: tuple[Result, ...], probe: Any = _initialised, keywords: bool = False
) -> Case:
    names = "sizes={sizes}, scheme={scheme}, rng=rng" if keywords else "{sizes}, {scheme}, rng"
    return made(
        lambda rng: {"sizes": list(sizes), "scheme": scheme, "rng": int(rng.randint(2**31 - 1))},
        keywords=keywords,
        probe=probe,
        returns=returns,
        call=f"initialise({names})",
    )


def _variance(scheme: str) -> Stage:
    title = (f"variance for {scheme}", f"{scheme}의 분산")
    return Stage(scheme, "values", 0.5, (scheme,), VARIANCES, comparison=Statistic(rtol=0.15), title=title)


initialise = Task(
    name="initialise",
    assignment="activations",
    section="activations-initialisation",
    parameters=(Object("sizes"), Object("scheme"), Object("rng")),
    returns=LAYERS,
    cases={
        "xavier": _start(SIZES, "xavier", LAYERS),
        "he": _start(SIZES, "he", LAYERS),
        "keywords": _start(
            [4, 3],
            "he",
            (Array("weights[0]", "4 3"), Array("biases[0]", "3")),
            probe=_initialised_by_keywords,
            keywords=True,
        ),
        "again": _start(
            SIZES, "he", (Real("weights that differ, equal seeds"), Real("weights that agree, other seeds")), _repeated
        ),
    },
    stages=(
        Stage("contract", "contract", 0.25, ("xavier", "he", "keywords")),
        _variance("xavier"),
        _variance("he"),
        Stage(
            "normal",
            "properties",
            0.5,
            ("xavier", "he"),
            (*MOMENTS, BIASES),
            comparison=Statistic(0.15, 0.1),
            title=("weights normal around 0, biases 0", "0을 중심으로 하는 정규 분포의 가중치, 0인 편향"),
        ),
        Stage("seeds", "properties", 0.25, ("again",), title=("equal seeds, equal weights", "같은 시드, 같은 가중치")),
    ),
    measure=_statistics,
)

# dead_fraction


def _units(rng: np.random.RandomState, samples: int, units: int, dead: int) -> np.ndarray:
    """Pre-activations in which `dead` units are never positive, and those that live are often negative too."""
    values = rng.standard_normal((samples, units)) - 0.3
    values[0] = np.abs(values[0])
    values[:, :dead] = -np.abs(values[:, :dead])
    return np.asarray(values[:, rng.permutation(units)])


def _layer(samples: int, units: int, dead: int, keywords: bool = False) -> Case:
    return made(lambda rng: {"Z": _units(rng, samples, units, dead)}, keywords=keywords)


dead_fraction = Task(
    name="dead_fraction",
    assignment="activations",
    section="activations-dead",
    parameters=(Array("Z", "N H"),),
    returns=(Real("fraction"),),
    cases={
        "hand": fixed(Z=[[1, -1, -2, -5], [-3, -2, 4, -6], [-1, -7, 2, -3]]),
        "values": _layer(6, 11, 3),
        "keywords": _layer(5, 7, 2, keywords=True),
        "zero": fixed(Z=[[0, -1, -2, 3, -1], [-2, -3, 0, -1, 2]]),
        "none dead": _layer(4, 3, 0),
        "all dead": _layer(3, 5, 5),
        "one sample": _layer(1, 8, 3),
    },
    stages=(
        Stage("contract", "contract", 0.25, CONTRACT.cases),
        HAND,
        Stage("values", "values", 0.25, ("values",)),
        Stage("edges", "edges", 0.25, ("zero", "none dead", "all dead", "one sample")),
    ),
)

TASKS = (
    relu,
    leaky_relu,
    sigmoid,
    tanh,
    elu,
    softplus,
    gelu,
    relu_backward,
    leaky_relu_backward,
    sigmoid_backward,
    tanh_backward,
    elu_backward,
    softplus_backward,
    gelu_backward,
    initialise,
    dead_fraction,
)
