"""Assignment `capstone`: digits end to end, in NumPy (`fit`) and in PyTorch.

What is trained freely is judged by its outcome: the mean accuracy on images that no program can have seen (see
`autograder.tasks.digits`).  The labels of these images stay outside the learner's process.  Beside what earns points,
`fit` is tried on small doctored sets; together with the accuracy they tell one cause of a bad outcome from another.

PyTorch is imported by the probes that need it, so that this module loads without.

Notation: N images to train on, V to validate with, as many to be tested on, 64 pixels, 10 classes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from .digits import CLASSES, INK, PIXELS, Sheet, known_digits, secret_sheet
from .schema import Array, Case, Close, Inputs, Object, Real, Stage, Task, Whole, Within, fixed, made

SHEETS = 3
"""Problems over which the accuracy is averaged."""

TESTED = 900
"""Images of each sheet to validate with, and to be tested on."""

BATCH = 6
"""Test images that are asked about at a time: an answer must not depend on the company."""

TRAINED, KNOWN = 300, 100
"""Images of each sheet that were trained on, and that everybody knows, of which the answers are looked at too."""

SECONDS = 60
"""CPU time in all: for every sheet of a case together."""

THRESHOLDS = (0.9, 0.94, 0.955, 0.965)
"""Mean accuracies that earn points."""

X_TRAIN, Y_TRAIN = Array("X_train", f"N {PIXELS}"), Array("y_train", "N")
X_VALID, Y_VALID = Array("X_valid", f"V {PIXELS}"), Array("y_valid", "V")


# Free training: what is drawn


def _sheets(rng: np.random.RandomState) -> Inputs:
    """So many sheets, one below the other; the labels of the test images are withheld."""
    sheets = [secret_sheet(rng) for _ in range(SHEETS)]
    images, labels = known_digits()
    rows = rng.choice(len(images), SHEETS * KNOWN, replace=False)
    return {
        **_joined(sheets, TESTED),
        "X_known": images[rows],
        "y_known": labels[rows],
        "sheets": SHEETS,
        "seed": int(rng.randint(2**31)),
    }


def _joined(sheets: list[Sheet], tested: int) -> Inputs:
    """Sheets one below the other, with `tested` images each to validate with and to be tested on."""
    names = Sheet._fields
    lengths = {name: None if name.endswith("train") else tested for name in names}
    return {name: np.concatenate([getattr(sheet, name)[: lengths[name]] for sheet in sheets]) for name in names}


Draw = Callable[[np.random.RandomState], Inputs]
"""Makes the inputs of a case."""

Doctor = Callable[[Sheet, np.random.RandomState], Sheet]
"""Changes a small sheet in one respect."""


def _small(doctor: Doctor, enough: float) -> Draw:
    """Draws a sheet with 400 images to train on and 200 each to validate with and to be tested on, and doctors it.

    `enough` is the share of right answers that shows that something was learned.
    """

    def draw(rng: np.random.RandomState) -> Inputs:
        whole = secret_sheet(rng)
        small = Sheet(*(array[: 400 if name.endswith("train") else 200] for name, array in whole._asdict().items()))
        return {**doctor(small, rng)._asdict(), "enough": enough, "sheets": 1, "seed": int(rng.randint(2**31))}

    return draw


def _as_it_is(sheet: Sheet, rng: np.random.RandomState) -> Sheet:
    return sheet


def _on_images(change: Callable[[np.ndarray], np.ndarray], sheet: Sheet) -> Sheet:
    """The sheet with every array of images changed alike."""
    return Sheet(*(change(array) if name.startswith("X") else array for name, array in sheet._asdict().items()))


def _every_pixel_inked(sheet: Sheet, rng: np.random.RandomState) -> Sheet:
    """A little noise, so that no pixel is the same in every image."""
    return _on_images(lambda X: np.clip(X + rng.uniform(0, 1, X.shape), 0, INK), sheet)


def _scaled_already(sheet: Sheet, rng: np.random.RandomState) -> Sheet:
    """Every pixel inked, then of mean 0 and deviation 1 already."""
    inked = _every_pixel_inked(sheet, rng)
    mean, deviation = inked.X_train.mean(axis=0), inked.X_train.std(axis=0)
    return _on_images(lambda X: (X - mean) / deviation, inked)


def _half_negatives(sheet: Sheet, rng: np.random.RandomState) -> Sheet:
    """Every second image becomes its negative, which no weighted sum of pixels takes for the same digit."""

    def change(X: np.ndarray) -> np.ndarray:
        changed = X.copy()
        changed[::2] = INK - changed[::2]
        return changed

    return _on_images(change, sheet)


def _mislabelled(sheet: Sheet, rng: np.random.RandomState) -> Sheet:
    """Every second training image has some class for its label: learning these by heart harms, as validation shows."""
    wrong = sheet.y_train.copy()
    wrong[::2] = rng.randint(CLASSES, size=len(wrong[::2]))
    return sheet._replace(y_train=wrong)


# Free training: how it is driven

Answer = Callable[[np.ndarray], Any]
"""What a trained program says of images (rows, 64)."""

Trainer = Callable[[Any, dict[str, np.ndarray], int], Answer]
"""Trains the learner's way: `(subject, arrays by parameter name, seed) → Answer`."""


def _by_numpy(subject: Any, data: dict[str, np.ndarray], seed: int) -> Answer:
    predict: Answer = subject(**data, rng=np.random.default_rng(seed))
    return predict


def _by_torch(subject: Any, data: dict[str, np.ndarray], seed: int) -> Answer:
    """The logits of the module, in its own precision, after `.eval()`."""
    import torch

    module = subject(**data, seed=seed).eval()
    kind = next((p.dtype for p in module.parameters()), torch.float32)

    def logits(X: np.ndarray) -> Any:
        with torch.no_grad():
            given = module(torch.as_tensor(X, dtype=kind))
        return given.numpy().astype(np.float64)

    return logits


def _classes_by_torch(subject: Any, data: dict[str, np.ndarray], seed: int) -> Answer:
    """The classes that the module's logits name."""
    logits = _by_torch(subject, data, seed)
    return lambda X: _classes(logits(X))


def _split(inputs: Inputs, sheet: int) -> Inputs:
    """What belongs to one of the sheets that stand one below the other."""
    arrays = {name: value for name, value in inputs.items() if isinstance(value, np.ndarray)}
    return {name: np.split(value, inputs["sheets"])[sheet] for name, value in arrays.items()}


def _trained_on(train: Trainer, subject: Any, inputs: Inputs, sheet: int) -> tuple[Answer, Inputs]:
    own = _split(inputs, sheet)
    data = {name: own[name] for name in ("X_train", "y_train", "X_valid", "y_valid")}
    return train(subject, data, inputs["seed"] + sheet), own


def _answers(train: Trainer) -> Callable[[Any, Inputs], Any]:
    """A probe that trains on every sheet and gives what is said of its test images."""

    def probe(subject: Any, inputs: Inputs) -> Any:
        given = []
        for sheet in range(inputs["sheets"]):
            answer, own = _trained_on(train, subject, inputs, sheet)
            given.append(answer(own["X_test"]))
        return _stacked(given)

    return probe


def _answers_and_more(train: Trainer) -> Callable[[Any, Inputs], Any]:
    """A probe that asks about test images in small batches and together, about trained ones and about known ones."""

    def probe(subject: Any, inputs: Inputs) -> list[Any]:
        given: list[list[Any]] = [[], [], [], []]
        for sheet in range(inputs["sheets"]):
            answer, own = _trained_on(train, subject, inputs, sheet)
            given[0] += [answer(batch) for batch in np.split(own["X_test"], TESTED // BATCH)]
            given[1].append(answer(own["X_test"]))
            given[2].append(answer(own["X_train"][:TRAINED]))
            given[3].append(answer(own["X_known"]))
        return [_stacked(each) for each in given]

    return probe


def _stacked(given: list[Any]) -> Any:
    """Answers about several batches one below the other, as float64 if they are numbers."""
    joined = np.concatenate([np.atleast_1d(np.asarray(each)) for each in given])
    return joined.astype(np.float64) if joined.dtype.kind in "iuf" else joined


# Free training: what is measured


def _measures(inputs: Inputs, results: Mapping[str, np.ndarray]) -> dict[str, float]:
    """The accuracy, and the symptoms by which causes are told apart: each is 1 where it is seen, else 0.

    - lost: hardly any answers are right.
    - one answer: nearly all images get the same one.
    - company: an image gets another answer in a small batch than in a large one.
    - neighbours: wrong answers are mostly the number next to the right one.
    - by heart: the images that were trained on are told far better than new ones.
    - remembered: images that everybody knows get the names that everybody knows.
    - learns: on a small sheet, about enough of the answers are right.

    Every bound lies in a gap between what the known mistakes and right programs reach, so that a symptom belongs to
    the program and not to the sheet: half a dozen seeds were looked at.
    """
    right = inputs["y_test"]
    if "enough" in inputs:
        (answers,) = results.values()
        return {"learns": float(np.mean(_classes(answers) == right) >= inputs["enough"])}
    labels = results["together"]
    hit = labels == right
    missed = np.abs(labels - right)[~hit]
    trained = np.concatenate([part[:TRAINED] for part in np.split(inputs["y_train"], inputs["sheets"])])
    seen = {
        "lost": hit.mean() < 0.2,
        "one answer": min(_commonest(part) for part in np.split(labels, inputs["sheets"])) > 0.9,
        "company": np.mean(results["labels"] != labels) > 0.02,
        "neighbours": len(missed) > 0.02 * len(hit) and np.mean(missed == 1) > 0.5,
        "by heart": np.mean(results["trained"] == trained) - hit.mean() > 0.17,
        "remembered": np.mean(results["known"] == inputs["y_known"]) > 0.7,
    }
    accuracy = float(np.mean(results["labels"] == right))
    return {"accuracy": accuracy, **{name: float(symptom) for name, symptom in seen.items()}}


def _commonest(labels: np.ndarray) -> float:
    """The share of the answer that is given most often."""
    return float(np.unique(labels, return_counts=True)[1].max() / len(labels))


def _classes(answers: np.ndarray) -> np.ndarray:
    """Labels as they are, of logits the class of the largest; one that is not a number names no class."""
    if answers.ndim == 1:
        return answers
    return np.where(np.isnan(answers).any(axis=1), -1, answers.argmax(axis=1))


def _free_training(
    train: Trainer, naming: Trainer, form: Array, call: str, doctored: Mapping[str, tuple[Doctor, float]]
) -> dict[str, Case]:
    """The cases of a free training: a small sheet for the form, the sheets that count, and doctored small ones.

    What `train` gives has the form declared; `naming` gives classes.  Of each doctored sheet it is said which share of
    right answers is enough.
    """

    def case(draw: Draw, probe: Callable[[Any, Inputs], Any], *returns: Array) -> Case:
        return Case(
            lambda task, rng: draw(rng),
            keywords=True,
            probe=probe,
            returns=returns,
            call=call,
            once=True,
            withheld=frozenset({"y_test", "y_known", "enough"}),
        )

    sheets = (
        Array("labels", "V"),
        Array("together", "V"),
        Array("trained", str(SHEETS * TRAINED)),
        Array("known", str(SHEETS * KNOWN)),
    )
    return {
        "small": case(_small(_as_it_is, 0.75), _answers(train), form),
        "sheets": case(_sheets, _answers_and_more(naming), *sheets),
        **{name: case(_small(*how), _answers(train), form) for name, how in doctored.items()},
    }


def _reaches(threshold: float, points: float) -> Stage:
    """The stage of a mean accuracy."""
    return Stage(
        f"{threshold:g}",
        "training",
        points,
        ("sheets",),
        ("accuracy",),
        comparison=Within(threshold, 1.0),
        title=(f"mean accuracy of {threshold:g} on unseen digits", f"처음 보는 숫자에서 평균 정확도 {threshold:g}"),
    )


fit = Task(
    name="fit",
    assignment="capstone",
    section="capstone-train",
    parameters=(X_TRAIN, Y_TRAIN, X_VALID, Y_VALID, Object("rng")),
    returns=(Array("labels", "V"),),
    cases=_free_training(
        _by_numpy,
        _by_numpy,
        Array("labels", "V"),
        "predict = fit(X_train, y_train, X_valid, y_valid, rng); predict(X)",
        {
            "every pixel inked": (_every_pixel_inked, 0.65),
            "scaled already": (_scaled_already, 0.65),
            "half negatives": (_half_negatives, 0.65),
            "mislabelled": (_mislabelled, 0.59),
        },
    ),
    stages=(
        Stage("contract", "contract", 0.5, ("small",)),
        *map(_reaches, THRESHOLDS, (5.5, 4.0, 4.0, 4.0)),
    ),
    measure=_measures,
    seconds=SECONDS,
    audit_seeds=1,
)


# PyTorch

SIZES = Object("sizes")


def _pretended(module: Any, entries: np.ndarray) -> None:
    """Give a module's parameters, in their order, these entries, again from the first where they are too few."""
    import torch

    with torch.no_grad():
        start = 0
        for parameter in module.parameters():
            own = np.take(entries, np.arange(start, start + parameter.numel()), mode="wrap")
            parameter.copy_(torch.as_tensor(own.reshape(parameter.shape)))
            start += parameter.numel()


def _built(subject: Any, inputs: Inputs) -> list[Any]:
    """The widths of a network's linear layers, how many parameters it has, and its outputs with given ones.

    The last result is 1 for a network that gives other outputs in training mode, else 0.
    """
    import torch

    module = subject(inputs["sizes"]).double()
    layers = [(m.in_features, m.out_features) for m in module.modules() if isinstance(m, torch.nn.Linear)]
    _pretended(module, inputs["entries"])
    X = torch.as_tensor(inputs["X"])
    with torch.no_grad():
        training, outputs = module.train()(X), module.eval()(X)
    count = sum(parameter.numel() for parameter in module.parameters())
    differs = float(not torch.equal(training, outputs))
    return [np.array(layers, dtype=np.float64), count, outputs.numpy(), differs]


def _network(*sizes: int, samples: int) -> Case:
    """A network of these sizes, drawn entries for its parameters, and inputs for it."""

    def draw(rng: np.random.RandomState) -> Inputs:
        return {
            "sizes": list(sizes),
            "entries": rng.standard_normal(101),
            "X": rng.standard_normal((samples, sizes[0])),
        }

    returns = (
        Array("layers", f"{len(sizes) - 1} 2"),
        Real("parameters"),
        Array("outputs", f"{samples} {sizes[-1]}"),
        Real("differs in training mode"),
    )
    return made(draw, probe=_built, returns=returns, call="module = build_mlp({sizes}); module(X)")


build_mlp = Task(
    name="build_mlp",
    assignment="capstone",
    section="capstone-torch",
    parameters=(SIZES,),
    returns=(Array("outputs", "N K"),),
    cases={
        "three layers": _network(4, 6, 5, 3, samples=7),
        "two layers": _network(5, 8, 2, samples=6),
        "one layer": _network(3, 2, samples=4),
    },
    stages=(
        Stage("contract", "contract", 0.25, ("three layers", "one layer")),
        Stage(
            "layers",
            "properties",
            0.5,
            ("three layers", "two layers"),
            ("layers", "parameters"),
            title=("the linear layers and their parameters", "선형 층과 그 매개변수"),
        ),
        Stage("outputs", "values", 1.0, ("three layers", "two layers"), ("outputs", "differs in training mode")),
        Stage("edges", "edges", 0.25, ("one layer",)),
    ),
    seconds=10.0,
    profile="torch",
)


HALVES = np.array([0.5])
"""What every parameter is before weights are copied: what is left out shows, and shows alike every time."""


def _layered(weights: list[np.ndarray]) -> Any:
    """A network of linear layers for these weights, with tanh between them."""
    from torch import nn

    first, *later = (nn.Linear(*weight.shape) for weight in weights)
    return nn.Sequential(first, *(part for layer in later for part in (nn.Tanh(), layer)))


def _copied(subject: Any, inputs: Inputs) -> list[Any]:
    """Outputs of a network that weights were copied into, and every gradient one after the other."""
    import torch

    module = _layered(inputs["weights"])
    _pretended(module, HALVES)
    subject(module=module, weights=inputs["weights"], biases=inputs["biases"])
    module.double()
    X = torch.tensor(inputs["X"], requires_grad=True)
    outputs = module(X)
    outputs.backward(torch.tensor(inputs["upstream"]))
    gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in (X, *module.parameters())]
    return [outputs.detach().numpy(), torch.cat([gradient.flatten() for gradient in gradients]).numpy()]


def _shared(subject: Any, inputs: Inputs) -> Any:
    """How far a network moves when the arrays that were copied are changed, plus how far they move with it."""
    import torch

    weights, biases = ([array.copy() for array in inputs[name]] for name in ("weights", "biases"))
    module = _layered(weights).double()
    subject(module=module, weights=weights, biases=biases)
    before = [parameter.detach().clone() for parameter in module.parameters()]
    for array in (*weights, *biases):
        array += 1.0
    moved = max(float((a - b).abs().max()) for a, b in zip(module.parameters(), before, strict=True))
    kept = [array.copy() for array in (*weights, *biases)]
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.add_(1.0)
    return moved + max(float(np.abs(a - b).max()) for a, b in zip((*weights, *biases), kept, strict=True))


def _weights(*sizes: int, samples: int) -> Callable[[np.random.RandomState], Inputs]:
    """Draws weights and biases in the convention of the course, inputs, and an upstream gradient."""

    def draw(rng: np.random.RandomState) -> Inputs:
        return {
            "weights": [rng.standard_normal(shape) for shape in pairwise(sizes)],
            "biases": [rng.standard_normal(width) for width in sizes[1:]],
            "X": rng.standard_normal((samples, sizes[0])),
            "upstream": rng.standard_normal((samples, sizes[-1])),
        }

    return draw


def _copy(*sizes: int, samples: int) -> Case:
    count = samples * sizes[0] + sum((before + 1) * after for before, after in pairwise(sizes))
    returns = (Array("outputs", f"{samples} {sizes[-1]}"), Array("gradients", str(count)))
    call = "copy_weights(module, weights, biases); module(X)"
    return made(_weights(*sizes, samples=samples), probe=_copied, returns=returns, call=call)


AGREE = Close(1e-6, 1e-6)
"""To single precision, in which a module may have held the weights before it was made double."""

copy_weights = Task(
    name="copy_weights",
    assignment="capstone",
    section="capstone-parity",
    parameters=(Object("module"), Object("weights"), Object("biases")),
    returns=(Array("outputs", "N K"), Array("gradients", "G")),
    cases={
        "hand": fixed(
            _copied,
            (Array("outputs", "2 1"), Array("gradients", "7")),
            "copy_weights(nn.Linear(2, 1), [[[2], [-1]]], [[10]]); module([[1, 2], [3, 4]])",
            weights=[np.array([[2.0], [-1.0]])],
            biases=[np.array([10.0])],
            X=[[1, 2], [3, 4]],
            upstream=[[1], [1]],
        ),
        "values": _copy(4, 5, 3, samples=6),
        "three layers": _copy(3, 6, 4, 2, samples=5),
        "one layer": _copy(2, 3, samples=1),
        "memory": made(
            _weights(4, 5, 3, samples=1),
            probe=_shared,
            returns=(Real("shared"),),
            call="copy_weights(module, weights, biases); weights[0] += 1",
        ),
    },
    stages=(
        Stage("contract", "contract", 0.5, ("values",)),
        Stage("hand", "hand", 0.25, ("hand",), comparison=AGREE),
        Stage("outputs", "values", 1.0, ("values", "three layers"), ("outputs",), comparison=AGREE),
        Stage(
            "gradients",
            "values",
            1.0,
            ("values", "three layers"),
            ("gradients",),
            comparison=AGREE,
            title=("gradients equal to NumPy's", "NumPy와 같은 기울기"),
        ),
        Stage(
            "memory",
            "properties",
            0.75,
            ("memory",),
            ("shared",),
            title=("no memory is shared", "메모리를 함께 쓰지 않음"),
        ),
        Stage("edges", "edges", 0.5, ("one layer",), comparison=AGREE),
    ),
    seconds=10.0,
    profile="torch",
)


def _stepped(subject: Any, inputs: Inputs) -> list[Any]:
    """The loss of the last of some steps, the weights after it, and whether the module is in training mode then."""
    import torch

    module = torch.nn.Linear(*inputs["W"].shape).double().eval()
    with torch.no_grad():
        module.weight.copy_(torch.as_tensor(inputs["W"].T))
        module.bias.zero_()
    optimiser = torch.optim.SGD(module.parameters(), lr=inputs["lr"], momentum=inputs["momentum"])
    X, y = torch.as_tensor(inputs["X"]), torch.as_tensor(inputs["y"])
    for _ in range(inputs["steps"]):
        loss = subject(module=module, optimiser=optimiser, X=X, y=y)
    return [loss, module.weight.detach().numpy(), float(module.training)]


def _steps(samples: int, inputs: int, classes: int, steps: int, momentum: float = 0.0) -> Case:
    """Steps of a linear classifier on drawn samples."""

    def draw(rng: np.random.RandomState) -> Inputs:
        return {
            "X": rng.standard_normal((samples, inputs)),
            "y": rng.randint(classes, size=samples),
            "W": rng.standard_normal((inputs, classes)),
            "lr": 0.3,
            "momentum": momentum,
            "steps": steps,
        }

    return _step(made(draw), f"{classes} {inputs}")


def _step(case: Case, axes: str) -> Case:
    """The same case, driven as a step."""
    returns = (Real("loss"), Array("module.weight", axes), Real("module.training"))
    call = "train_step(module, optimiser, X, y)  # {steps} times"
    return Case(case.draw, case.seeded, probe=_stepped, returns=returns, call=call)


train_step = Task(
    name="train_step",
    assignment="capstone",
    section="capstone-torch",
    parameters=(Object("module"), Object("optimiser"), Array("X", "N D"), Array("y", "N")),
    returns=(Real("loss"), Array("module.weight", "K D"), Real("module.training")),
    cases={
        "hand": _step(
            fixed(X=[[1, 0], [0, 1]], y=np.array([0, 1]), W=[[0, 0], [0, 0]], lr=1.0, momentum=0.0, steps=1), "2 2"
        ),
        "one step": _steps(6, 4, 3, steps=1),
        "three steps": _steps(7, 3, 5, steps=3),
        "momentum": _steps(5, 2, 4, steps=3, momentum=0.9),
        "one sample": _steps(1, 3, 4, steps=2),
    },
    stages=(
        Stage("contract", "contract", 0.25, ("one step",)),
        Stage("hand", "hand", 0.25, ("hand",), ("loss", "module.weight")),
        Stage("loss", "values", 0.75, ("one step",), ("loss",), title=("the loss before the update", "갱신 전의 손실")),
        Stage(
            "updates",
            "values",
            1.0,
            ("one step", "three steps", "momentum"),
            ("module.weight",),
            title=("the weights after one step and after several", "한 단계와 여러 단계 뒤의 가중치"),
        ),
        Stage(
            "mode",
            "properties",
            0.25,
            ("three steps",),
            ("module.training",),
            title=("the module is left in training mode", "모듈이 학습 모드로 남음"),
        ),
        Stage("edges", "edges", 0.5, ("one sample",), ("loss", "module.weight")),
    ),
    seconds=10.0,
    profile="torch",
)

fit_torch = Task(
    name="fit_torch",
    assignment="capstone",
    section="capstone-torch",
    parameters=(X_TRAIN, Y_TRAIN, X_VALID, Y_VALID, Whole("seed")),
    returns=(Array("logits", f"V {CLASSES}"),),
    cases=_free_training(
        _by_torch,
        _classes_by_torch,
        Array("logits", f"V {CLASSES}"),
        "module = fit_torch(X_train, y_train, X_valid, y_valid, seed).eval(); module(X)",
        {"scaled already": (_scaled_already, 0.5), "half negatives": (_half_negatives, 0.42)},
    ),
    stages=(Stage("contract", "contract", 0.5, ("small",)), _reaches(THRESHOLDS[-1], 2.5)),
    measure=_measures,
    seconds=SECONDS,
    audit_seeds=1,
    profile="torch",
)

TASKS = (fit, build_mlp, copy_weights, train_step, fit_torch)
