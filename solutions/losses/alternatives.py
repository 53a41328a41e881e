"""Right but unusual ways to solve the tasks of `losses`.

Each must earn full points: a check that fails one of them judges style, not understanding.
"""

from __future__ import annotations

import math
import statistics

import numpy as np
from scipy import special, stats

from autograder.judge.bank import alternative

# log_softmax and softmax


@alternative("log_softmax")
def log_softmax_of_scipy(Z):
    return special.log_softmax(Z, axis=1)


@alternative("log_softmax")
def log_softmax_by_logaddexp(Z):
    return Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)


@alternative("log_softmax")
def log_softmax_row_by_row(Z):
    rows = []
    for row in Z.tolist():
        top = max(row)
        total = math.fsum(math.exp(z - top) for z in row)
        rows.append([z - top - math.log(total) for z in row])
    return np.array(rows)


@alternative("log_softmax")
def log_softmax_of_columns(Z):
    """Transposed, so that rows become columns and no axis has to be kept."""
    shifted = Z.T - Z.max(axis=1)
    return (shifted - np.log(np.exp(shifted).sum(axis=0))).T


@alternative("softmax")
def softmax_of_scipy(Z):
    return special.softmax(Z, axis=1)


@alternative("softmax")
def softmax_by_fractions(Z):
    e = np.exp(Z - np.amax(Z, axis=-1)[:, None])
    return e / np.einsum("nk->n", e)[:, None]


@alternative("softmax")
def softmax_with_overflow_silenced(Z):
    """1 / Σⱼ exp(zⱼ − zₖ): where an exponential overflows, the probability is 0, as it should be."""
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[:, np.newaxis, :] - Z[:, :, np.newaxis]).sum(axis=2)


@alternative("softmax")
def softmax_along_rows(Z):
    def of_row(row):
        e = np.exp(row - row.max())
        return e / e.sum()

    return np.apply_along_axis(of_row, 1, Z)


# Cross-entropy


@alternative("cross_entropy")
def cross_entropy_by_one_hot(Z, labels):
    one_hot = np.eye(Z.shape[1])[labels]
    return float(np.sum(one_hot * (special.logsumexp(Z, axis=1, keepdims=True) - Z)) / len(Z))


@alternative("cross_entropy")
def cross_entropy_by_margins(Z, labels):
    """A sample pays log Σⱼ exp(zⱼ − z of its class)."""
    margins = Z - np.take_along_axis(Z, labels[:, np.newaxis], axis=1)
    return np.mean(special.logsumexp(margins, axis=1))


@alternative("cross_entropy")
def cross_entropy_sample_by_sample(Z, labels):
    total = 0.0
    for row, label in zip(Z, labels, strict=True):
        total += np.logaddexp.reduce(row) - row[label]
    return total / len(labels)


@alternative("cross_entropy")
def cross_entropy_as_trace(Z, labels):
    """What p[:, labels] has too much of stands off the diagonal."""
    return -np.trace(special.log_softmax(Z, axis=1)[:, labels]) / Z.shape[0]


@alternative("cross_entropy_backward")
def cross_entropy_slope_by_one_hot(Z, labels):
    return (special.softmax(Z, axis=1) - np.eye(Z.shape[1])[labels]) / len(Z)


@alternative("cross_entropy_backward")
def cross_entropy_slope_by_comparison(Z, labels):
    return (special.softmax(Z, axis=1) - (labels[:, None] == np.arange(Z.shape[1]))) / Z.shape[0]


@alternative("cross_entropy_backward")
def cross_entropy_slope_row_by_row(Z, labels):
    dZ = np.empty_like(Z)
    for n, label in enumerate(labels):
        e = np.exp(Z[n] - Z[n].max())
        dZ[n] = e / e.sum()
        dZ[n, label] -= 1
    dZ /= len(labels)
    return dZ


@alternative("cross_entropy_backward")
def cross_entropy_slope_by_subtract_at(Z, labels):
    N, K = Z.shape
    dZ = np.exp(special.log_softmax(Z, axis=1)) / N
    np.subtract.at(dZ.ravel(), np.arange(N) * K + labels, 1 / N)
    return dZ


# Two classes


@alternative("bce_with_logits")
def bce_by_logaddexp(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)


@alternative("bce_with_logits")
def bce_by_log_expit(z, y):
    return -np.mean(y * special.log_expit(z) + (1 - y) * special.log_expit(-z))


@alternative("bce_with_logits")
def bce_as_cross_entropy_of_two_logits(z, y):
    log_p = special.log_softmax(np.column_stack([np.zeros_like(z), z]), axis=1)
    return -np.sum(np.column_stack([1 - y, y]) * log_p) / len(z)


@alternative("bce_with_logits")
def bce_sample_by_sample(z, y):
    return statistics.fmean(
        max(a, 0.0) - a * b + math.log1p(math.exp(-abs(a))) for a, b in zip(z.tolist(), y.tolist(), strict=True)
    )


@alternative("bce_with_logits_backward")
def bce_slope_by_expit(z, y):
    return (special.expit(z) - y) / z.size


@alternative("bce_with_logits_backward")
def bce_slope_by_tanh(z, y):
    return (np.tanh(z / 2) - (2 * y - 1)) / (2 * len(y))


@alternative("bce_with_logits_backward")
def bce_slope_of_both_terms(z, y):
    """Each label pulls with what it lacks: y with 1 − p, and 1 − y with p."""
    return ((1 - y) * special.expit(z) - y * special.expit(-z)) / len(z)


# A mean and a variance per sample


@alternative("gaussian_nll")
def nll_by_logpdf(mu, log_var, y):
    return -stats.norm.logpdf(y, loc=mu, scale=np.exp(log_var / 2)).mean()


@alternative("gaussian_nll")
def nll_by_standard_scores(mu, log_var, y):
    scores = (y - mu) / np.exp(0.5 * log_var)
    return (log_var.sum() + scores @ scores) / (2 * len(y)) + math.log(math.tau) / 2


@alternative("gaussian_nll")
def nll_by_variance(mu, log_var, y):
    var = np.exp(log_var)
    return np.average(np.log(2 * np.pi * var) / 2 + np.square(mu - y) / (2 * var))


@alternative("gaussian_nll")
def nll_sample_by_sample(mu, log_var, y):
    terms = []
    for m, s, t in zip(mu, log_var, y, strict=True):
        sigma = math.exp(s / 2)
        terms.append(math.log(sigma) + 0.5 * ((t - m) / sigma) ** 2)
    return np.array(math.fsum(terms) / len(terms) + 0.5 * math.log(2 * math.pi))


@alternative("gaussian_nll_backward")
def nll_slopes_by_standard_scores(mu, log_var, y):
    sigma = np.exp(log_var / 2)
    scores = (mu - y) / sigma
    return [scores / sigma / len(y), (1 - scores * scores) / (2 * len(y))]


@alternative("gaussian_nll_backward")
def nll_slopes_by_the_chain_through_the_variance(mu, log_var, y):
    """∂L/∂σ² times ∂σ²/∂log σ² = σ², written so that the squares of the variances never arise."""
    N, var = len(mu), np.exp(log_var)
    dmu = (mu - y) / (N * var)
    dlog_var = var * (1 / var - ((y - mu) ** 2 / var) / var) / (2 * N)
    return dmu, dlog_var


@alternative("gaussian_nll_backward")
def nll_slopes_as_two_rows(mu, log_var, y):
    """Both gradients from one array, sample by sample."""
    both = np.zeros((2, mu.size))
    for n in range(mu.size):
        pull = (mu[n] - y[n]) * math.exp(-log_var[n])
        both[:, n] = pull, 0.5 - 0.5 * pull * (mu[n] - y[n])
    return tuple(both / mu.size)


# Huber


@alternative("huber")
def huber_by_clipped_residual(y_hat, y, delta):
    """½c² + δ(|r| − c), where c is |r| or δ, whichever is smaller."""
    size = np.abs(y_hat - y)
    inner = np.minimum(size, delta)
    return np.mean(inner**2 / 2 + delta * (size - inner))


@alternative("huber")
def huber_of_scipy(y_hat, y, delta):
    return special.huber(delta, y_hat - y).mean()


@alternative("huber")
def huber_by_masks(y_hat, y, delta):
    r = np.abs(y - y_hat)
    inside = r < delta
    return float((0.5 * np.sum(r[inside] ** 2) + delta * np.sum(r[~inside] - delta / 2)) / len(r))


@alternative("huber")
def huber_sample_by_sample(y_hat, y, delta):
    total = 0
    for a, b in zip(y_hat, y, strict=True):
        r = abs(a - b)
        total += r * r / 2 if r <= delta else delta * r - delta * delta / 2
    return total / len(y)


@alternative("huber_backward")
def huber_slope_by_where(y_hat, y, delta):
    r = y_hat - y
    return np.where(np.abs(r) <= delta, r, delta * np.sign(r)) / len(r)


@alternative("huber_backward")
def huber_slope_by_minimum_and_maximum(y_hat, y, delta):
    return np.maximum(np.minimum(y_hat - y, delta), -delta) / y.shape[0]


@alternative("huber_backward")
def huber_slope_by_scaled_residual(y_hat, y, delta):
    """Each residual, shrunk to length δ where it is longer."""
    r = y_hat - y
    return r * (delta / np.maximum(np.abs(r), delta)) / r.size


@alternative("huber_backward")
def huber_slope_on_a_copy(y_hat, y, delta):
    slope = y_hat - y
    slope[slope > delta] = delta
    slope[slope < -delta] = -delta
    return slope / len(slope)
