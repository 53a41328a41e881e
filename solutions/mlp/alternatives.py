"""Right but unusual ways to solve the tasks of `mlp`.

Each must earn full points: a check that fails one of them judges style, not understanding.
"""

from __future__ import annotations

import math
from itertools import islice, pairwise
from types import SimpleNamespace

import numpy as np

from autograder.judge.bank import alternative

# MLP


@alternative("MLP")
class NetworkWithBiasColumn:
    """Each layer multiplies with one matrix whose last row is the bias, put together anew for every use."""

    def __init__(self, sizes, rng):
        self.weights = [rng.normal(scale=(2.0 / a) ** 0.5, size=(a, b)) for a, b in pairwise(sizes)]
        self.biases = [np.zeros(b) for b in sizes[1:]]
        self.cache = []

    def forward(self, X):
        self.cache = [np.column_stack([X, np.ones(len(X))])]
        for W, b in zip(self.weights, self.biases, strict=True):
            Z = self.cache[-1] @ np.vstack([W, b])
            self.cache.append(np.column_stack([np.where(Z > 0, Z, 0.0), np.ones(len(X))]))
        return Z

    def backward(self, dY):
        stacked = []
        for given, W in zip(self.cache[-2::-1], self.weights[::-1], strict=True):
            stacked.append(given.T @ dY)
            dX = dY @ W.T
            dY = dX * np.sign(np.maximum(given[:, :-1], 0))
        self.dweights = [G[:-1] for G in stacked[::-1]]
        self.dbiases = [G[-1] for G in stacked[::-1]]
        return dX

    def step(self, lr):
        for parameter, gradient in zip(self.weights + self.biases, self.dweights + self.dbiases, strict=True):
            parameter -= lr * gradient


@alternative("MLP")
class NetworkOfClosures:
    """Forward builds a list of functions, one per layer, that backward calls from the end."""

    def __init__(self, sizes, rng):
        self.weights, self.biases = [], []
        for a, b in pairwise(sizes):
            self.weights += [np.sqrt(2 / a) * rng.standard_normal(size=(a, b))]
            self.biases += [np.zeros((b,))]
        self.dweights, self.dbiases = [0.0] * len(self.weights), [0.0] * len(self.biases)

    def forward(self, X):
        self.way_back = []
        for layer in range(len(self.weights)):
            X = self._layer(X, layer)
        return X

    def _layer(self, A, layer):
        W = self.weights[layer]
        Z = np.einsum("nd,dk->nk", A, W) + self.biases[layer]
        hidden = layer + 1 < len(self.weights)

        def back(d):
            d = np.where(Z > 0, d, 0.0) if hidden else d
            self.dweights[layer] = np.einsum("nd,nk->dk", A, d)
            self.dbiases[layer] = np.einsum("nk->k", d)
            return np.einsum("nk,dk->nd", d, W)

        self.way_back.insert(0, back)
        return Z.clip(min=0) if hidden else Z

    def backward(self, dY):
        for back in self.way_back:
            dY = back(dY)
        return dY

    def step(self, lr):
        self.weights[:] = [W - lr * dW for W, dW in zip(self.weights, self.dweights, strict=True)]
        self.biases[:] = [b - lr * db for b, db in zip(self.biases, self.dbiases, strict=True)]


@alternative("MLP")
class NetworkByRecursion:
    """A layer's backward is the inner part of the recursion; caches are records."""

    def __init__(self, sizes, rng):
        shapes = [(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]
        self.weights = [rng.normal(0.0, math.sqrt(2.0 / shape[0]), shape) for shape in shapes]
        self.biases = [np.zeros(shape[1]) for shape in shapes]

    def forward(self, X):
        self.records = []
        return self._up(X, 0)

    def _up(self, A, layer):
        Z = A @ self.weights[layer] + self.biases[layer]
        self.records.append(SimpleNamespace(A=A, Z=Z))
        return Z if layer == len(self.weights) - 1 else self._up((Z + np.abs(Z)) / 2, layer + 1)

    def backward(self, dY):
        self.dweights, self.dbiases = [W * 0 for W in self.weights], [b * 0 for b in self.biases]
        return self._down(dY, 0)

    def _down(self, dY, layer):
        """The gradient at the input of this layer, after those above have been dealt with."""
        record = self.records[layer]
        d = dY if layer == len(self.weights) - 1 else self._down(dY, layer + 1) * np.heaviside(record.Z, 0)
        self.dweights[layer] += record.A.T.dot(d)
        self.dbiases[layer] += np.ones(len(d)) @ d
        return d.dot(self.weights[layer].T)

    def step(self, lr):
        for name in ("weights", "biases"):
            for parameter, gradient in zip(getattr(self, name), getattr(self, "d" + name), strict=True):
                np.subtract(parameter, lr * gradient, out=parameter)


@alternative("MLP")
class NetworkRowByRow:
    """Samples are dealt with one at a time, and their gradients added up; parameters are read when they are used."""

    def __init__(self, sizes, rng):
        self.weights = [rng.standard_normal((a, b)) * math.sqrt(2 / a) for a, b in pairwise(sizes)]
        self.biases = [np.zeros(b) for a, b in pairwise(sizes)]

    def forward(self, X):
        self.traces = [self._trace(x) for x in X]
        return np.array([trace[-1] for trace in self.traces])

    def _trace(self, x):
        """The input of each layer, and the output."""
        trace = [x]
        for layer, W in enumerate(self.weights):
            x = np.maximum(x, 0) if layer else x
            trace[-1] = x
            x = x @ W + self.biases[layer]
            trace.append(x)
        return trace

    def backward(self, dY):
        self.dweights = [np.zeros(W.shape) for W in self.weights]
        self.dbiases = [np.zeros(b.shape) for b in self.biases]
        return np.array([self._back(d, trace) for d, trace in zip(dY, self.traces, strict=True)])

    def _back(self, d, trace):
        for layer in range(len(self.weights) - 1, -1, -1):
            self.dweights[layer] += np.outer(trace[layer], d)
            self.dbiases[layer] += d
            d = self.weights[layer] @ d
            if layer:
                d = d * (trace[layer] > 0)
        return d

    def step(self, lr):
        for layer in range(len(self.weights)):
            self.weights[layer] += -lr * self.dweights[layer]
            self.biases[layer] += -lr * self.dbiases[layer]


# minibatches


@alternative("minibatches")
def batches_as_list(X, y, size, rng):
    order = np.arange(len(y))
    rng.shuffle(order)
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(y), size)]


@alternative("minibatches")
def batches_by_random_keys(X, y, size, rng):
    """Rows sorted by a random number each, then cut."""
    order = np.argsort(rng.random(len(X)))
    cuts = range(size, len(X), size)
    return zip(np.split(X[order], cuts), np.split(y[order], cuts), strict=True)


@alternative("minibatches")
def batches_by_islice(X, y, size, rng):
    """Takes row numbers from an iterator until there are none."""
    order = iter(rng.permutation(len(X)).tolist())
    return tuple([X[rows], y[rows]] for rows in iter(lambda: list(islice(order, size)), []))


@alternative("minibatches")
def batches_drawn_without_replacement(X, y, size, rng):
    left = set(range(len(X)))
    while left:
        rows = rng.choice(sorted(left), size=min(size, len(left)), replace=False)
        left -= set(rows.tolist())
        yield np.take(X, rows, axis=0), np.take(y, rows)


# train


def shuffled(X, y, size, rng):
    order = rng.permutation(len(X))
    return ((X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size))


@alternative("train")
def history_in_array(model, X, y, loss, lr, epochs, size, rng):
    history = np.zeros(epochs)
    for epoch in range(epochs):
        for number, (X_batch, y_batch) in enumerate(shuffled(X, y, size, rng), start=1):
            value, upstream = loss(model.forward(X_batch), y_batch)
            history[epoch] += (value - history[epoch]) / number  # the running mean
            model.backward(upstream)
            model.step(lr)
    return history


@alternative("train")
def history_by_comprehension(model, X, y, loss, lr, epochs, size, rng):
    def trained(X_batch, y_batch):
        value, dY_hat = loss(model.forward(X_batch), y_batch)
        model.backward(dY=dY_hat)
        model.step(lr=lr)
        return value

    losses = [[trained(*batch) for batch in shuffled(X, y, size, rng)] for _ in range(epochs)]
    return [sum(epoch) / len(epoch) for epoch in losses]


@alternative("train")
def one_flat_loop(model, X, y, loss, lr, epochs, size, rng):
    """One counter over all steps; the order is drawn anew when a pass is over."""
    per_epoch = math.ceil(len(X) / size)
    losses = []
    for step in range(epochs * per_epoch):
        place = step % per_epoch
        if place == 0:
            order = rng.permutation(len(X))
        rows = order[place * size : (place + 1) * size]
        outputs = model.forward(X[rows])
        losses.append(loss(outputs, y[rows]))
        model.backward(losses[-1][1])
        model.step(lr)
    return np.array([value for value, _ in losses]).reshape(epochs, per_epoch).mean(axis=1)


# accuracy


@alternative("accuracy")
def accuracy_by_loop(logits, labels):
    hits = 0
    for row, label in zip(logits, labels, strict=True):
        hits += max(range(len(row)), key=row.__getitem__) == label
    return hits / len(labels)


@alternative("accuracy")
def accuracy_by_own_logit(logits, labels):
    """Right if no logit of the row is above that of its label."""
    own = np.take_along_axis(logits, labels[:, np.newaxis], axis=1)
    return 1 - np.any(logits > own, axis=1).mean()


@alternative("accuracy")
def accuracy_by_sorting(logits, labels):
    hits = np.argsort(logits, axis=-1)[:, -1] == labels
    return np.array(np.count_nonzero(hits) / hits.size)


# gradient_check


@alternative("gradient_check")
def check_by_replaced_entries(model, X, y, loss):
    """Puts whole new arrays into the lists, and the old ones back."""
    h, errors = 1e-5, []
    model.backward(loss(model.forward(X), y)[1])
    gradients = [*map(np.copy, model.dweights)], [*map(np.copy, model.dbiases)]
    for entries, exact in zip((model.weights, model.biases), gradients, strict=True):
        for layer, original in enumerate(list(entries)):
            for i in range(original.size):
                values = []
                for sign in (1, -1):
                    entries[layer] = original.copy()
                    entries[layer].flat[i] += sign * h
                    values.append(loss(model.forward(X), y)[0])
                entries[layer] = original
                slope, g = (values[0] - values[1]) / (2 * h), exact[layer].flat[i]
                errors.append(abs(slope - g) / max(abs(slope) + abs(g), 1e-12))
    return max(errors)


@alternative("gradient_check")
def check_restored_by_arithmetic(model, X, y, loss):
    """Restores by adding and subtracting: right to rounding, which is what is asked."""
    h, worst = 2e-6, 0.0
    _, upstream = loss(model.forward(X), y)
    model.backward(upstream)
    pairs = list(zip(model.weights + model.biases, [g.copy() for g in model.dweights + model.dbiases], strict=True))
    for parameter, gradient in pairs:
        slopes = np.empty_like(parameter)
        for index, _ in np.ndenumerate(parameter):
            parameter[index] += h
            slopes[index] = loss(model.forward(X), y)[0] / (2 * h)
            parameter[index] -= 2 * h
            slopes[index] -= loss(model.forward(X), y)[0] / (2 * h)
            parameter[index] += h
        worst = max(worst, np.max(np.abs(slopes - gradient) / np.maximum(1e-12, abs(slopes) + abs(gradient))))
    return worst


@alternative("gradient_check")
def check_with_slopes_first(model, X, y, loss):
    """Measures all slopes before backward, and runs forward once more for it."""

    def value():
        return loss(model.forward(X), y)[0]

    def slope(parameter, index, h=1e-4):
        kept = float(parameter[index])
        values = []
        for moved in (kept + h, kept - h):
            parameter[index] = moved
            values.append(value())
        parameter[index] = kept
        return (values[0] - values[1]) / (2 * h)

    everything = [*model.weights, *model.biases]
    slopes = np.array([slope(p, index) for p in everything for index in np.ndindex(p.shape)])
    model.backward(loss(model.forward(X), y)[1])
    exact = np.concatenate([g.ravel() for g in (*model.dweights, *model.dbiases)])
    return float((np.abs(slopes - exact) / np.maximum(np.abs(slopes) + np.abs(exact), 1e-12)).max())
