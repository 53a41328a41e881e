"""Assignment `losses`: softmax and cross-entropy, their two-class form, a likelihood that learns σ, and Huber's loss.

Notation: N samples, K classes; Z (N, K) logits, labels (N,) whole numbers from 0 to K − 1; in the losses of one output
everything is (N,).  Every loss is the mean over the N samples.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from .schema import Array, Case, Close, Differences, Inputs, Parameter, Real, Result, Stage, Task, fixed, made

Z, labels = Array("Z", "N K"), Array("labels", "N")
y, y_hat, delta = Array("y", "N"), Array("y_hat", "N"), Real("delta")
LOSS = (Real("loss"),)

Rng = np.random.RandomState
Draw = Callable[[Rng], Inputs]

LOG_2, LOG_3, LOG_4 = (float(np.log(n)) for n in (2, 3, 4))
"""Logits whose exponentials are whole numbers, so that probabilities can be worked by hand."""

# Stages that the tasks share

CONTRACT = Stage("contract", "contract", 0.25, ("values", "keywords"))
HAND = Stage("hand", "hand", 0.25, ("hand",))
DIFFERENCES = Close(1e-5, 1e-7)


def _values(points: float) -> Stage:
    return Stage("values", "values", points, ("values",))


def _gradient(points: float) -> Stage:
    return Stage("gradient", "gradient", points, ("values",), oracle="differences", comparison=DIFFERENCES)


def _stable(points: float, *cases: str, title: tuple[str, str]) -> Stage:
    return Stage("stable", "edges", points, cases, title=title, quiet=True)


def _either_sign(rng: Rng, sizes: np.ndarray) -> np.ndarray:
    return np.asarray(rng.choice([-1.0, 1.0], size=sizes.shape) * sizes)


def _far_out(rng: Rng, *shape: int) -> np.ndarray:
    """Numbers of all sizes from 3 to 10 000, of either sign."""
    return _either_sign(rng, 10.0 ** rng.uniform(0.5, 4.0, size=shape))


# Logits of K classes

LARGE_Z = [[10_000, 0, -10_000, 9_999], [-9_000, -9_002, -9_001, -9_026], [800, 774, 798, -800]]
"""Rows too high, too low and too far from each other for exponentials; two probabilities are e⁻²⁶, about 5 · 10⁻¹²."""
UNLIKELY = np.array([1, 3, 1])
"""Labels to go with them, none of them likely."""

HAND_Z = [[0, LOG_2, 0], [LOG_3, 0, LOG_4]]
HAND_LABELS = np.array([2, 1])


def _logits(rng: Rng, samples: int, classes: int) -> np.ndarray:
    return np.asarray(2.0 * rng.standard_normal((samples, classes)))


def _apart(rng: Rng, samples: int, classes: int) -> np.ndarray:
    """Ordinary rows, moved up or down by some hundreds each, so that the largest entry of all is far from most rows."""
    levels = 400.0 * rng.permutation(np.arange(samples) - samples // 2)
    return _logits(rng, samples, classes) + levels[:, np.newaxis]


Rows = Callable[[Rng, int, int], np.ndarray]


def _of_logits(rows: Rows, samples: int, classes: int) -> Draw:
    return lambda rng: {"Z": rows(rng, samples, classes)}


def _labelled(rows: Rows, samples: int, classes: int, absent: tuple[int, ...] = ()) -> Draw:
    """Logits, and labels among which every class that is not `absent` occurs, if there are samples enough."""
    present = np.array([k for k in range(classes) if k not in absent], dtype=np.int64)

    def draw(rng: Rng) -> Inputs:
        enough = np.resize(rng.permutation(present), samples)
        return {"Z": rows(rng, samples, classes), "labels": rng.permutation(enough)}

    return draw


def _by_rows(of: Callable[[Rows, int, int], Draw]) -> dict[str, Case]:
    """The ways of trying what works on rows of logits, with labels or without."""
    return {
        "values": made(of(_logits, 7, 4)),
        "keywords": made(of(_logits, 5, 3), keywords=True),
        "one sample": made(of(_logits, 1, 5)),
        "two classes": made(of(_logits, 6, 2)),
        "rows apart": made(of(_apart, 6, 3)),
        "far out": made(of(_far_out, 8, 5)),
    }


LARGE_LOGITS = ("large |Z|, without warnings", "|Z|가 커도 경고 없이")
FEW = Stage("edges", "edges", 0.25, ("one sample", "two classes"))
FAR = ("large", "rows apart", "far out")


def _softmax(name: str, result: Result) -> Task:
    return Task(
        name=name,
        assignment="losses",
        section="losses-softmax",
        parameters=(Z,),
        returns=(result,),
        cases={"hand": fixed(Z=HAND_Z), "large": fixed(Z=LARGE_Z), **_by_rows(_of_logits)},
        stages=(CONTRACT, HAND, _values(0.25), FEW, _stable(0.5, *FAR, title=LARGE_LOGITS)),
    )


log_softmax = _softmax("log_softmax", Array("log_p", "N K"))
softmax = _softmax("softmax", Array("p", "N K"))

LABELLED = {
    "hand": fixed(Z=HAND_Z, labels=HAND_LABELS),
    "large": fixed(Z=LARGE_Z, labels=UNLIKELY),
    "absent classes": made(_labelled(_logits, 9, 6, absent=(0, 3, 5))),
    **_by_rows(_labelled),
}
PRESENT = Stage(
    "edges",
    "edges",
    0.25,
    ("one sample", "two classes", "absent classes"),
    title=("one sample, absent classes", "표본 하나, 나오지 않은 클래스"),
)

cross_entropy = Task(
    name="cross_entropy",
    assignment="losses",
    section="losses-cross-entropy",
    parameters=(Z, labels),
    returns=LOSS,
    cases=LABELLED,
    stages=(CONTRACT, HAND, _values(0.75), PRESENT, _stable(0.75, *FAR, title=LARGE_LOGITS)),
)

cross_entropy_backward = Task(
    name="cross_entropy_backward",
    assignment="losses",
    section="losses-cross-entropy",
    parameters=(Z, labels),
    returns=(Array("dZ", "N K"),),
    cases=LABELLED,
    stages=(CONTRACT, HAND, _values(0.75), _gradient(0.75), PRESENT, _stable(0.5, *FAR, title=LARGE_LOGITS)),
    differences=Differences(of="cross_entropy", wrt={"dZ": "Z"}),
)

# One logit per sample, for two classes

LARGE_z = [-10_000, -10_000, -750, -40, -26, 26, 40, 750, 10_000, 10_000]
LARGE_y = [0, 1, 0.25, 1, 1, 0, 0, 0.75, 1, 0]


def _two_classes(logits: Callable[..., np.ndarray], samples: int, soft: bool = True) -> Draw:
    """Logits, and the share of class 1: some 0, some 1 and, where `soft`, some between."""

    def draw(rng: Rng) -> Inputs:
        shares = rng.permutation(np.resize([0.5, 1.0, 0.0], samples))
        between = np.round(rng.uniform(0.1, 0.9, size=samples), 2)
        return {"z": logits(rng, samples), "y": np.where(shares == 0.5, between if soft else 1.0, shares)}

    return draw


def _scores(rng: Rng, samples: int) -> np.ndarray:
    return np.asarray(2.0 * rng.standard_normal(samples))


BINARY: Mapping[str, Case] = {
    "hand": fixed(z=[-LOG_3, 0, LOG_3], y=[0, 1, 0.5]),
    "large": fixed(z=LARGE_z, y=LARGE_y),
    "hard labels": made(_two_classes(_scores, 6, soft=False)),
    "values": made(_two_classes(_scores, 9)),
    "keywords": made(_two_classes(_scores, 5), keywords=True),
    "one sample": made(_two_classes(_scores, 1)),
    "far out": made(_two_classes(_far_out, 12)),
}
HARD = Stage("edges", "edges", 0.25, ("one sample", "hard labels"))


def _binary(name: str, result: Result, *stages: Stage, differences: Differences | None = None) -> Task:
    title = ("large |z|, without warnings", "|z|가 커도 경고 없이")
    return Task(
        name=name,
        assignment="losses",
        section="losses-binary",
        parameters=(Array("z", "N"), y),
        returns=(result,),
        cases=BINARY,
        stages=(CONTRACT, HAND, *stages, HARD, _stable(0.5, "large", "far out", title=title)),
        differences=differences,
    )


bce_with_logits = _binary("bce_with_logits", LOSS[0], _values(0.75))
bce_with_logits_backward = _binary(
    "bce_with_logits_backward",
    Array("dz", "N"),
    _values(0.5),
    _gradient(0.25),
    differences=Differences(of="bce_with_logits", wrt={"dz": "z"}),
)

# A mean and a variance per sample


def _normal(samples: int, offset: float = 0.0) -> Draw:
    """Targets some deviations away from their means; the deviations differ by sample, from ½ to 2 about `offset`."""

    def draw(rng: Rng) -> Inputs:
        log_var = offset + rng.uniform(-1.4, 1.4, size=samples)
        mu, noise = rng.standard_normal(samples), rng.standard_normal(samples)
        return {"mu": mu, "log_var": log_var, "y": mu + np.exp(log_var / 2) * noise}

    return draw


def _any_scale(rng: Rng) -> Inputs:
    """Variances of every size that float64 has together with its reciprocal, and means of that order around 0."""
    log_var = rng.permutation(np.linspace(-700.0, 700.0, 11))
    return {"mu": np.exp(log_var / 2) * rng.standard_normal(11), "log_var": log_var, "y": np.zeros(11)}


def _surprising(rng: Rng) -> Inputs:
    """Targets 45 to 90 deviations away: their density is below the smallest number there is, its logarithm is not."""
    log_var = rng.uniform(-1.0, 1.0, size=8)
    mu = rng.standard_normal(8)
    return {"mu": mu, "log_var": log_var, "y": mu + np.exp(log_var / 2) * _either_sign(rng, rng.uniform(45, 90, 8))}


GAUSSIAN: Mapping[str, Case] = {
    "hand": fixed(mu=[1, 4], log_var=[0, LOG_4], y=[3, 1]),
    "values": made(_normal(7)),
    "keywords": made(_normal(5), keywords=True),
    "one sample": made(_normal(1)),
    "narrow": made(_normal(6, offset=-18.0)),
    "wide": made(_normal(4, offset=18.0)),
    "any scale": made(_any_scale),
    "surprising": made(_surprising),
}
ONE = Stage("edges", "edges", 0.25, ("one sample",))
EXTREME = ("narrow", "wide", "any scale", "surprising")
EXTREMES = ("tiny and huge variances, no clamp", "아주 작거나 큰 분산, 잘라 내지 않고")


def _gaussian(name: str, returns: tuple[Result, ...], *stages: Stage, differences: Differences | None = None) -> Task:
    return Task(
        name=name,
        assignment="losses",
        section="losses-gaussian",
        parameters=(Array("mu", "N"), Array("log_var", "N"), y),
        returns=returns,
        cases=GAUSSIAN,
        stages=(CONTRACT, HAND, *stages, ONE, _stable(0.5, *EXTREME, title=EXTREMES)),
        differences=differences,
    )


gaussian_nll = _gaussian("gaussian_nll", LOSS, _values(1.0))
gaussian_nll_backward = _gaussian(
    "gaussian_nll_backward",
    (Array("dmu", "N"), Array("dlog_var", "N")),
    Stage("dmu", "values", 0.5, ("values",), ("dmu",), title=("values of dmu", "dmu의 값")),
    Stage("dlog_var", "values", 0.5, ("values",), ("dlog_var",), title=("values of dlog_var", "dlog_var의 값")),
    _gradient(0.5),
    differences=Differences(of="gaussian_nll", wrt={"dmu": "mu", "dlog_var": "log_var"}),
)

# Residuals with outliers among them


def _residuals(samples: int, near: bool = True, far: bool = True) -> Draw:
    """Residuals r = ŷ − y, of either sign and `near` (|r| < δ), `far`, or some of each; none just at δ."""

    def draw(rng: Rng) -> Inputs:
        threshold = round(rng.uniform(0.4, 2.5), 2)
        kind = rng.permutation(np.arange(samples) + rng.randint(4)) % 4
        inside = kind < 2 if near and far else np.full(samples, near)
        size = threshold * np.where(inside, rng.uniform(0.1, 0.8, samples), rng.uniform(1.3, 5.0, samples))
        target = rng.standard_normal(samples)
        return {"y_hat": target + np.where(kind % 2, -size, size), "y": target, "delta": threshold}

    return draw


ROBUST: Mapping[str, Case] = {
    "hand": fixed(y_hat=[3, 5, -2, 0], y=[2, 0, 1, 1], delta=2.0),
    "values": made(_residuals(9)),
    "keywords": made(_residuals(5), keywords=True),
    "all inside": made(_residuals(6, far=False)),
    "all outside": made(_residuals(7, near=False)),
    "at the threshold": fixed(y_hat=[3, -1, 1, 4, 1], y=[1, 1, 1, 1, 2], delta=2.0),
    "one sample": made(_residuals(1, near=False)),
}
SIDES = Stage(
    "sides",
    "values",
    0.25,
    ("all inside", "all outside"),
    title=("residuals all inside or all outside", "모두 δ 안, 또는 모두 밖인 잔차"),
)
AT_DELTA = Stage("edges", "edges", 0.25, ("one sample", "at the threshold"))


def _robust(name: str, result: Result, *stages: Stage, differences: Differences | None = None) -> Task:
    parameters: tuple[Parameter, ...] = (y_hat, y, delta)
    return Task(
        name=name,
        assignment="losses",
        section="losses-robust",
        parameters=parameters,
        returns=(result,),
        cases=ROBUST,
        stages=(CONTRACT, HAND, *stages, SIDES, AT_DELTA),
        differences=differences,
    )


huber = _robust("huber", LOSS[0], _values(0.5))
huber_backward = _robust(
    "huber_backward",
    Array("dy_hat", "N"),
    _values(0.25),
    _gradient(0.25),
    differences=Differences(of="huber", wrt={"dy_hat": "y_hat"}),
)

TASKS = (
    log_softmax,
    softmax,
    cross_entropy,
    cross_entropy_backward,
    bce_with_logits,
    bce_with_logits_backward,
    gaussian_nll,
    gaussian_nll_backward,
    huber,
    huber_backward,
)
