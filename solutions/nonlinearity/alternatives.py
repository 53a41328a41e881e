"""Right but unusual ways to solve the tasks of `nonlinearity`.

Each must earn full points: a check that fails one of them judges style, not understanding.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from autograder.judge.bank import alternative

# collapse


@alternative("collapse")
def collapse_from_the_end(weights, biases):
    """The tail of the stack first: every bias meets the product of all layers above it."""
    above = np.eye(weights[-1].shape[1])
    b = np.zeros(weights[-1].shape[1])
    for weight, bias in zip(reversed(weights), reversed(biases), strict=True):
        b += bias @ above
        above = weight @ above
    return above, b


@alternative("collapse")
def collapse_by_asking(weights, biases):
    """An affine map is known from what it does to 0 and to the unit vectors."""

    def stack(X):
        for weight, bias in zip(weights, biases, strict=True):
            X = X @ weight + bias
        return X

    D = len(weights[0])
    b = stack(np.zeros((1, D)))[0]
    return stack(np.eye(D)) - b, b


@alternative("collapse")
def collapse_by_augmented_matrices(weights, biases):
    """With a column of ones every affine map is a matrix, and the stack is their product."""

    def augmented(weight, bias):
        corner = np.zeros((len(weight) + 1, len(bias) + 1))
        corner[:-1, :-1], corner[-1, :-1], corner[-1, -1] = weight, bias, 1
        return corner

    M = reduce(np.matmul, map(augmented, weights, biases))
    return M[:-1, :-1], M[-1, :-1]


@alternative("collapse")
def collapse_recursively(weights, biases):
    if len(weights) == 1:
        return [weights[0].copy(), biases[0].copy()]
    W, b = collapse_recursively(weights[1:], biases[1:])
    return [weights[0] @ W, biases[0] @ W + b]


# hinge_forward


@alternative("hinge_forward")
def forward_by_loops(x, W1, b1, W2, b2):
    y = np.full((len(x), 1), b2[0])
    for n in range(len(x)):
        for h in range(len(b1)):
            y[n, 0] += W2[h, 0] * max(0.0, W1[0, h] * x[n, 0] + b1[h])
    return y


@alternative("hinge_forward")
def forward_by_mask(x, W1, b1, W2, b2):
    z = x * W1 + b1
    z[z < 0] = 0
    return z.dot(W2) + b2


@alternative("hinge_forward")
def forward_by_half_sums(x, W1, b1, W2, b2):
    """ReLU(z) = (z + |z|) / 2."""
    z = np.einsum("nd,dh->nh", x, W1) + b1
    return np.einsum("nh,hk->nk", (z + abs(z)) / 2, W2) + b2


@alternative("hinge_forward")
class ForwardAsObject:
    """A class called like a function: its construction returns the result."""

    def __new__(cls, x, W1, b1, W2, b2):
        hidden = [np.where(x * w + b > 0, x * w + b, 0.0) for w, b in zip(W1[0], b1, strict=True)]
        return sum(v * h for v, h in zip(W2[:, 0], hidden, strict=True)) + b2


# hinge_interpolant


@alternative("hinge_interpolant")
def interpolant_by_equations(x, y):
    """One unit per segment and the output bias: n equations for n numbers."""
    hidden = np.maximum(x[:, None] - x[None, :-1], 0)
    solution = np.linalg.solve(np.column_stack([hidden, np.ones(len(x))]), y)
    return np.ones((1, len(x) - 1)), -x[:-1], solution[:-1, None], solution[-1:]


@alternative("hinge_interpolant")
def interpolant_from_the_right(x, y):
    """Hinges that open to the left, built from the last point backward."""
    slopes = np.diff(y) / np.diff(x)
    changes = np.diff(slopes, append=0.0)
    return -np.ones((1, len(slopes))), x[1:].copy(), changes[:, np.newaxis], y[-1:].copy()


@alternative("hinge_interpolant")
def interpolant_of_hats(x, y):
    """A triangle of three hinges per point, as high as the point: 3n units."""
    left = np.concatenate([[x[0] - 1], x[:-1]])
    right = np.concatenate([x[1:], [x[-1] + 1]])
    knots = np.concatenate([left, x, right])
    up, down = 1 / (x - left), 1 / (right - x)
    heights = np.concatenate([y * up, -y * (up + down), y * down])
    return np.ones((1, len(knots))), -knots, heights[:, None], np.zeros(1)


@alternative("hinge_interpolant")
def interpolant_with_line_of_two_units(x, y):
    """z = ReLU(z) − ReLU(−z): a line through the first two points from two units, then a unit per inner point."""
    slopes = np.diff(y) / np.diff(x)
    W1 = np.concatenate([[1.0, -1.0], np.full(len(x) - 2, 0.5)])
    b1 = np.concatenate([[-x[1], x[1]], -0.5 * x[1:-1]])
    W2 = np.concatenate([[slopes[0], -slopes[0]], 2 * np.diff(slopes)])
    return W1[None], b1, W2[:, None], np.array([y[1]])


@alternative("hinge_interpolant")
def interpolant_by_walking(x, y):
    """Point by point, with lists: each unit turns the line so far to the next point."""
    knots, weights, slope = [], [], 0.0
    for i in range(len(x) - 1):
        wanted = (y[i + 1] - y[i]) / (x[i + 1] - x[i])
        if wanted != slope:
            knots.append(x[i])
            weights.append(wanted - slope)
        slope = wanted
    H = len(knots)
    return [np.ones((1, H)), -np.array(knots, dtype=float), np.array(weights, dtype=float).reshape(H, 1), y[:1]]


# xor_network


@alternative("xor_network")
def xor_of_whole_numbers():
    return np.array([[1, 1], [1, 1]]), np.array([0, -1]), np.array([[1], [-2]]), np.array([0])


@alternative("xor_network")
def xor_as_distance():
    """|x₁ − x₂| from two hinges."""
    W1 = np.array([[1.0, -1.0], [-1.0, 1.0]])
    return W1, np.zeros(2), np.ones((2, 1)), np.zeros(1)


@alternative("xor_network")
def xor_from_above():
    """1 less a hinge at either end of the sum."""
    W1 = np.array([[1.0, -1.0], [1.0, -1.0]])
    return W1, np.array([-1.0, 1.0]), -np.ones((2, 1)), np.ones(1)


@alternative("xor_network")
def xor_with_large_weights():
    return [np.full((2, 2), 1000.0), np.array([0.0, -1000.0]), np.array([[0.001], [-0.002]]), np.zeros(1)]
