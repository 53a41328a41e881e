"""Right but unusual ways to solve the tasks of `activations`.

Each must earn full points: a check that fails one of them judges style, not understanding.
"""

from __future__ import annotations

import functools
import itertools
import math
import statistics
import warnings

import numpy as np
from scipy import special, stats

from autograder.judge.bank import alternative

# relu


@alternative("relu")
def relu_by_where(Z):
    return np.where(Z > 0, Z, 0.0)


@alternative("relu")
def relu_by_mask(Z):
    return np.asarray(Z * (Z > 0))


@alternative("relu")
def relu_by_absolute_value(Z):
    return (Z + np.abs(Z)) / 2


@alternative("relu")
def relu_clipped_below(Z):
    return Z.clip(min=0)


@alternative("relu")
def relu_entry_by_entry(Z):
    A = np.zeros(Z.shape)
    for index in np.ndindex(Z.shape):
        if Z[index] > 0:
            A[index] = Z[index]
    return A


# leaky_relu


@alternative("leaky_relu")
def leaky_as_maximum(Z, slope=0.01):
    return np.maximum(Z, slope * Z)


@alternative("leaky_relu")
def leaky_as_two_halves(Z, slope=0.01):
    return np.maximum(Z, 0) + slope * np.minimum(Z, 0)


@alternative("leaky_relu")
def leaky_written_into_a_copy(Z, slope=0.01):
    A = Z.copy()
    A[A < 0] *= slope
    return A


# sigmoid


@alternative("sigmoid")
def sigmoid_by_expit(Z):
    return special.expit(Z)


@alternative("sigmoid")
def sigmoid_by_tanh_of_half(Z):
    return 0.5 + 0.5 * np.tanh(0.5 * Z)


@alternative("sigmoid")
def sigmoid_with_exponent_clipped(Z):
    """Beyond ±700 the result no longer changes."""
    return 1 / (1 + np.exp(-np.clip(Z, -700, 700)))


@alternative("sigmoid")
def sigmoid_with_warning_silenced(Z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-Z))


@alternative("sigmoid")
def sigmoid_by_logaddexp(Z):
    return np.exp(-np.logaddexp(0, -Z))


@alternative("sigmoid")
def sigmoid_by_masks(Z):
    A = np.empty_like(Z)
    right = Z >= 0
    A[right] = 1 / (1 + np.exp(-Z[right]))
    e = np.exp(Z[~right])
    A[~right] = e / (1 + e)
    return A


# tanh


@alternative("tanh")
def tanh_by_expit(Z):
    return 2 * special.expit(2 * Z) - 1


@alternative("tanh")
def tanh_by_expm1(Z):
    e = np.expm1(-2 * np.abs(Z))
    return -np.sign(Z) * e / (2 + e)


@alternative("tanh")
def tanh_by_vectorised_math(Z):
    return np.vectorize(math.tanh, otypes=[float])(Z)


# elu


@alternative("elu")
def elu_by_masks(Z, alpha=1.0):
    A = np.array(Z)
    A[Z < 0] = alpha * (np.exp(Z[Z < 0]) - 1)
    return A


@alternative("elu")
def elu_as_two_halves(Z, alpha=1.0):
    return np.maximum(0, Z) + alpha * np.expm1(np.minimum(0, Z))


@alternative("elu")
def elu_by_where_argument(Z, alpha=1.0):
    """A universal function's `where` leaves out the entries that would overflow."""
    e = np.expm1(Z, where=Z <= 0, out=np.zeros_like(Z))
    return np.where(Z > 0, Z, alpha * e)


@alternative("elu")
def elu_with_warning_silenced(Z, alpha=1.0):
    with np.errstate(over="ignore"):
        return np.where(Z > 0, Z, alpha * (np.exp(Z) - 1))


# softplus


@alternative("softplus")
def softplus_by_logaddexp(Z):
    return np.logaddexp(0.0, Z)


@alternative("softplus")
def softplus_by_log_of_expit(Z):
    """−ln σ(−z)."""
    return -special.log_expit(-Z)


@alternative("softplus")
def softplus_by_logsumexp(Z):
    return special.logsumexp(np.stack([np.zeros_like(Z), Z]), axis=0)


@alternative("softplus")
def softplus_from_the_other_side(Z):
    return Z - np.minimum(Z, 0) + np.log(1 + np.exp(-np.abs(Z)))


@alternative("softplus")
def softplus_linear_far_out(Z):
    small = np.minimum(Z, 40)
    return np.where(Z > 40, Z, np.log1p(np.exp(small)))


# gelu


@alternative("gelu")
def gelu_by_normal_distribution(Z):
    return Z * stats.norm.cdf(Z)


@alternative("gelu")
def gelu_by_ndtr(Z):
    return np.asarray(Z) * special.ndtr(Z)


@alternative("gelu")
def gelu_by_erfc(Z):
    return np.multiply(Z / 2, special.erfc(-Z / math.sqrt(2)))


@alternative("gelu")
def gelu_by_vectorised_math(Z):
    return Z * (1 + np.vectorize(math.erf, otypes=[float])(Z / 2**0.5)) / 2


@alternative("gelu")
def gelu_by_normal_dist_of_the_standard_library(Z):
    below = np.frompyfunc(statistics.NormalDist().cdf, 1, 1)
    return Z * np.asarray(below(Z), dtype=float)


# Backward steps of the piecewise functions


@alternative("relu_backward")
def relu_backward_by_where(dA, Z):
    return np.where(Z > 0, dA, 0)


@alternative("relu_backward")
def relu_backward_on_a_copy(dA, Z):
    dZ = dA.copy()
    dZ[Z <= 0] = 0
    return dZ


@alternative("relu_backward")
def relu_backward_by_heaviside(dA, Z):
    return dA * np.heaviside(Z, 0.0)


@alternative("relu_backward")
def relu_backward_from_the_output(dA, Z):
    return np.sign(np.maximum(Z, 0)) * dA


@alternative("leaky_relu_backward")
def leaky_backward_on_a_copy(dA, Z, slope=0.01):
    dZ = np.array(dA)
    dZ[Z < 0] = slope * dA[Z < 0]
    return dZ


@alternative("leaky_relu_backward")
def leaky_backward_one_at_zero(dA, Z, slope=0.01):
    return dA * np.where(Z < 0, slope, 1)


@alternative("leaky_relu_backward")
def leaky_backward_by_masks(dA, Z, slope=0.01):
    return dA * ((Z > 0) + slope * (Z <= 0))


# Backward steps of the smooth functions


@alternative("sigmoid_backward")
def sigmoid_backward_by_expit(dA, Z):
    return dA * special.expit(Z) * special.expit(-Z)


@alternative("sigmoid_backward")
def sigmoid_backward_by_cosh(dA, Z):
    with np.errstate(over="ignore"):
        return dA / (2 * np.cosh(Z / 2)) ** 2


@alternative("sigmoid_backward")
def sigmoid_backward_by_tanh(dA, Z):
    return dA * (1 - np.tanh(Z / 2) ** 2) / 4


@alternative("sigmoid_backward")
def sigmoid_backward_in_steps(dA, Z):
    s = special.expit(Z)
    return np.multiply(dA, s - s * s)


@alternative("tanh_backward")
def tanh_backward_by_difference_of_squares(dA, Z):
    t = np.tanh(Z)
    return dA * (1 - t) * (1 + t)


@alternative("tanh_backward")
def tanh_backward_by_expit(dA, Z):
    return 4 * dA * special.expit(2 * Z) * special.expit(-2 * Z)


@alternative("tanh_backward")
def tanh_backward_in_place_on_its_own_array(dA, Z):
    dZ = np.tanh(Z)
    dZ *= -dZ
    dZ += 1
    dZ *= dA
    return dZ


@alternative("elu_backward")
def elu_backward_from_the_output(dA, Z, alpha=1.0):
    A = np.where(Z > 0, Z, alpha * np.expm1(np.minimum(Z, 0)))
    return np.where(A > 0, dA, dA * (A + alpha))


@alternative("elu_backward")
def elu_backward_by_masks(dA, Z, alpha=1.0):
    dZ = np.array(dA)
    dZ[Z < 0] *= alpha * np.exp(Z[Z < 0])
    return dZ


@alternative("elu_backward")
def elu_backward_with_warning_caught(dA, Z, alpha=1.0):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.where(Z > 0, dA, dA * alpha * np.exp(Z))


@alternative("softplus_backward")
def softplus_backward_by_expit(dA, Z):
    return dA * special.expit(Z)


@alternative("softplus_backward")
def softplus_backward_by_tanh(dA, Z):
    return dA * (1 + np.tanh(Z / 2)) / 2


@alternative("softplus_backward")
def softplus_backward_from_the_output(dA, Z):
    """e to the power of z − softplus(z)."""
    return dA * np.exp(Z - np.logaddexp(0, Z))


@alternative("gelu_backward")
def gelu_backward_by_normal_distribution(dA, Z):
    return dA * (stats.norm.cdf(Z) + Z * stats.norm.pdf(Z))


@alternative("gelu_backward")
def gelu_backward_by_ndtr(dA, Z):
    bell = np.exp(-np.square(Z) / 2) / math.sqrt(math.tau)
    return dA * special.ndtr(Z) + dA * Z * bell


@alternative("gelu_backward")
def gelu_backward_entry_by_entry(dA, Z):
    dZ = np.empty(Z.shape)
    for index in np.ndindex(Z.shape):
        z = float(Z[index])
        bell = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        dZ[index] = dA[index] * (0.5 * (1 + math.erf(z / math.sqrt(2))) + z * bell)
    return dZ


# initialise


@alternative("initialise")
def drawn_as_one_long_row(sizes, scheme, rng):
    """All weights of the network from one call, cut into layers; tuples in place of lists."""
    shapes = list(itertools.pairwise(sizes))
    row = rng.normal(size=sum(math.prod(shape) for shape in shapes))
    ends = np.cumsum([0, *(math.prod(shape) for shape in shapes)])
    weights = tuple(
        row[start:end].reshape(shape) / math.sqrt(sum(shape) / 2 if scheme == "xavier" else shape[0] / 2)
        for (start, end), shape in zip(itertools.pairwise(ends), shapes, strict=True)
    )
    return weights, tuple(np.zeros(shape[1]) for shape in shapes)


@alternative("initialise")
def drawn_from_the_last_layer(sizes, scheme, rng):
    weights, biases = [], []
    for layer in range(len(sizes) - 1, 0, -1):
        n, m = sizes[layer - 1], sizes[layer]
        variance = {"xavier": 2 / (n + m), "he": 2 / n}[scheme]
        weights.insert(0, rng.normal(0, variance**0.5, size=(m, n)).T)
        biases.insert(0, np.zeros(m))
    return [weights, biases]


@alternative("initialise")
def drawn_by_box_and_muller(sizes, scheme, rng):
    """Normal numbers out of uniform ones (Box and Muller, 1958)."""
    weights = []
    for n, m in itertools.pairwise(sizes):
        radius, angle = np.sqrt(-2 * np.log1p(-rng.random((n, m)))), 2 * np.pi * rng.random((n, m))
        weights.append(radius * np.cos(angle) * np.sqrt(2 / (n + m if scheme == "xavier" else n)))
    return weights, [np.zeros((m,)) for m in sizes[1:]]


# dead_fraction


@alternative("dead_fraction")
def share_of_units_never_on(Z):
    return float(1 - np.any(Z > 0, axis=0).mean())


@alternative("dead_fraction")
def share_column_by_column(Z):
    dead = [all(value <= 0 for value in column) for column in Z.T.tolist()]
    return sum(dead) / len(dead)


@alternative("dead_fraction")
def share_of_silent_columns(Z):
    """A unit is dead if what ReLU leaves of its column sums to 0."""
    return np.count_nonzero(np.maximum(Z, 0).sum(axis=0) == 0) / Z.shape[1]


@alternative("dead_fraction")
def share_by_reduction(Z):
    return np.mean(functools.reduce(np.maximum, Z) <= 0)
