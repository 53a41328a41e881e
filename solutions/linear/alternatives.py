"""Right but unusual ways to solve the tasks of `linear`.

Each must earn full points: a check that fails one of them judges style, not understanding.
"""

from __future__ import annotations

import functools
from functools import partial

import numpy as np

from autograder.judge.bank import alternative


def traced(function):
    """A decorator as learners write it: without functools.wraps, so that the signature is lost."""

    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def counting_calls(function):
    """A decorator that keeps the name, and counts."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


# linear_forward


@alternative("linear_forward")
def forward_by_einsum(X, W, b):
    return np.einsum("nd,dk->nk", X, W) + b


@alternative("linear_forward")
def forward_by_three_loops(X, W, b):
    N, D, K = len(X), len(W), len(b)
    Y = np.zeros((N, K))
    for n in range(N):
        for k in range(K):
            for d in range(D):
                Y[n, k] += X[n, d] * W[d, k]
            Y[n, k] += b[k]
    return Y


@alternative("linear_forward")
def forward_transposed_twice(X, W, b):
    return (W.T @ X.T + b[:, None]).T


@alternative("linear_forward")
def forward_from_list_of_columns(X, W, b):
    return np.array([X @ column + bias for column, bias in zip(W.T, b, strict=True)]).T


@alternative("linear_forward")
def forward_by_augmented_matrix(X, W, b):
    return np.hstack([np.ones((X.shape[0], 1)), X]) @ np.vstack([b[None, :], W])


@alternative("linear_forward")
class ForwardAsCallableClass:
    """A class called like a function: its construction returns the result."""

    def __new__(cls, X, W, b):
        return np.tensordot(X, W, axes=1) + b


forward_as_lambda = lambda X, W, b: np.dot(X, W) + b  # noqa: E731 — as a learner may write it
forward_as_lambda.__name__ = "forward_as_lambda"
alternative("linear_forward")(forward_as_lambda)

# mse


@alternative("mse")
def loss_by_squared_norm(Y_hat, Y):
    return np.linalg.norm(Y_hat - Y) ** 2 / Y.shape[0]


@alternative("mse")
def loss_by_plain_loops(Y_hat, Y):
    total = 0.0
    for predictions, targets in zip(Y_hat.tolist(), Y.tolist(), strict=True):
        for prediction, target in zip(predictions, targets, strict=True):
            total += (prediction - target) ** 2
    return total / len(Y)


@alternative("mse")
def loss_as_array_without_axes(Y_hat, Y):
    return np.array(((Y_hat - Y) ** 2).sum(axis=1).mean())


@alternative("mse")
def loss_by_trace(Y_hat, Y):
    R = Y_hat - Y
    return np.trace(R.T @ R) / len(R)


@alternative("mse")
def loss_by_multiplied_out_square(Y_hat, Y):
    return float((np.sum(Y_hat * Y_hat) - 2 * np.vdot(Y_hat, Y) + np.sum(Y * Y)) / len(Y))


loss_by_partial = partial(lambda power, Y_hat, Y: np.mean(np.sum(np.abs(Y_hat - Y) ** power, axis=1)), 2)
loss_by_partial.__name__ = "loss_by_partial"
alternative("mse")(loss_by_partial)

# mse_backward


@alternative("mse_backward")
def loss_gradient_by_loops(Y_hat, Y):
    N, K = Y.shape
    dY_hat = np.empty((N, K))
    for n in range(N):
        for k in range(K):
            dY_hat[n, k] = (2.0 / N) * (Y_hat[n, k] - Y[n, k])
    return dY_hat


@alternative("mse_backward")
def loss_gradient_as_sum_with_itself(Y_hat, Y):
    share = np.subtract(Y_hat, Y) / np.float64(len(Y_hat))
    return share + share


@alternative("mse_backward")
def loss_gradient_with_sign_turned_twice(Y_hat, Y):
    return -2 / Y.shape[0] * (Y - Y_hat)


@alternative("mse_backward")
def loss_gradient_in_place_on_copy(Y_hat, Y):
    gradient = Y_hat.copy()
    gradient -= Y
    gradient *= 2
    gradient /= len(gradient)
    return gradient


@alternative("mse_backward")
def loss_gradient_in_fortran_order(Y_hat, Y):
    return np.asfortranarray(2 * (Y_hat - Y) / len(Y))


loss_gradient_in_bare_wrapper = traced(lambda Y_hat, Y: (Y_hat - Y) * (2 / len(Y)))
loss_gradient_in_bare_wrapper.__name__ = "loss_gradient_in_bare_wrapper"
alternative("mse_backward")(loss_gradient_in_bare_wrapper)

# linear_backward


@alternative("linear_backward")
def layer_gradient_by_einsum(dY, X, W):
    return np.einsum("nk,dk->nd", dY, W), np.einsum("nd,nk->dk", X, dY), np.einsum("nk->k", dY)


@alternative("linear_backward")
def layer_gradient_by_outer_products(dY, X, W):
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[1])
    for n in range(len(X)):
        dX[n] = W @ dY[n]
        dW += np.outer(X[n], dY[n])
        db += dY[n]
    return dX, dW, db


@alternative("linear_backward")
def layer_gradient_transposed_back(dY, X, W):
    return [(W @ dY.T).T, (dY.T @ X).T, (np.ones(len(X)) @ dY)]


@alternative("linear_backward")
def layer_gradient_by_tensordot(dY, X, W):
    dX = np.tensordot(dY, W, axes=([1], [1]))
    dW = np.tensordot(X, dY, axes=([0], [0]))
    return dX, dW, np.add.reduce(dY, axis=0)


@alternative("linear_backward")
def layer_gradient_by_broadcast_sums(dY, X, W):
    dX = (dY[:, None, :] * W[None, :, :]).sum(axis=2)
    dW = (X[:, :, None] * dY[:, None, :]).sum(axis=0)
    db = np.array([sum(column) for column in dY.T.tolist()])
    return dX, dW, db


@alternative("linear_backward")
@counting_calls
def layer_gradient_counted(dY, X, W):
    augmented = np.hstack([X, np.ones((len(X), 1))])
    both = augmented.T @ dY
    return dY.dot(W.transpose()), both[:-1], both[-1]


# least_squares


@alternative("least_squares")
def fit_by_augmented_pinv(X, Y):
    theta = np.linalg.pinv(np.hstack([X, np.ones((len(X), 1))])) @ Y
    return theta[:-1], theta[-1]


@alternative("least_squares")
def fit_by_singular_values(X, Y):
    X_mean, Y_mean = X.mean(axis=0), Y.mean(axis=0)
    U, s, Vt = np.linalg.svd(X - X_mean, full_matrices=False)
    large = s > 1e-10 * s.max()
    W = Vt[large].T @ ((U[:, large].T @ (Y - Y_mean)) / s[large][:, None])
    return W, Y_mean - X_mean @ W


@alternative("least_squares")
def fit_by_pinv_of_normal_equations(X, Y):
    X_centred, Y_centred = X - X.mean(axis=0), Y - Y.mean(axis=0)
    W = np.linalg.pinv(X_centred.T @ X_centred, rcond=1e-10, hermitian=True) @ X_centred.T @ Y_centred
    return W, (Y - X @ W).mean(axis=0)


@alternative("least_squares")
def fit_in_the_span_of_samples(X, Y):
    """W as a combination of samples, Xᵀα: the dual of the normal equations."""
    X_centred = X - X.mean(axis=0)
    alpha = np.linalg.pinv(X_centred @ X_centred.T, rcond=1e-10) @ (Y - Y.mean(axis=0))
    W = X_centred.T @ alpha
    return [W, Y.mean(axis=0) - X.mean(axis=0) @ W]


@alternative("least_squares")
def fit_with_ones_in_front_one_output_at_a_time(X, Y):
    A = np.column_stack([np.ones(len(X)), X])
    columns = [np.linalg.lstsq(A, y, rcond=None)[0] for y in Y.T]
    theta = np.array(columns).T
    return theta[1:], theta[0]


@alternative("least_squares")
def fit_standardised_with_care(X, Y):
    deviation = X.std(axis=0)
    scale = np.where(deviation > 0, deviation, 1.0)
    scaled = np.linalg.lstsq((X - X.mean(axis=0)) / scale, Y - Y.mean(axis=0), rcond=None)[0]
    W = scaled / scale[:, None]
    return W, Y.mean(axis=0) - X.mean(axis=0) @ W


# train_linear


@alternative("train_linear")
def descent_with_list_made_array(X, Y, W, b, lr, steps):
    losses = []
    for _ in range(steps):
        error = X @ W + b - Y
        losses.append(np.vdot(error, error) / len(X))
        dY = 2 * error / len(X)
        W, b = W - lr * X.T @ dY, b - lr * dY.sum(axis=0)
    return W, b, np.array(losses, dtype=np.float64)


@alternative("train_linear")
def descent_in_place_on_copies(X, Y, W, b, lr, steps):
    W, b = W.copy(), b.copy()
    losses = np.empty(steps)
    t = 0
    while t < steps:
        residual = Y - (X @ W + b)
        losses[t] = (residual**2).sum(axis=1).mean()
        W += 2 * lr / len(X) * X.T @ residual
        b += 2 * lr / len(X) * residual.sum(axis=0)
        t += 1
    return [W, b, losses]


@alternative("train_linear")
def descent_on_augmented_weights(X, Y, W, b, lr, steps):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.vstack([W, b])
    losses = np.zeros(steps)
    for t in range(steps):
        residual = A @ theta - Y
        losses[t] = np.linalg.norm(residual) ** 2 / len(X)
        theta = theta - lr * (2 / len(X)) * A.T @ residual
    return theta[:-1], theta[-1], losses


@alternative("train_linear")
def descent_by_recursion_on_steps(X, Y, W, b, lr, steps):
    if steps == 0:
        return W, b, np.zeros(0)
    dY = 2 * (X @ W + b - Y) / len(X)
    loss = len(X) * np.sum(dY**2) / 4
    end_W, end_b, later = descent_by_recursion_on_steps(X, Y, W - lr * X.T @ dY, b - lr * dY.sum(0), lr, steps - 1)
    return end_W, end_b, np.concatenate([[loss], later])


@alternative("train_linear")
class DescentAsObject:
    """State kept in an object; the class is called like a function and gives back what it found."""

    def __new__(cls, X, Y, W, b, lr, steps):
        trainer = super().__new__(cls)
        trainer.W, trainer.b = np.array(W), np.array(b)
        losses = np.fromiter((trainer.step(X, Y, lr) for _ in range(steps)), dtype=np.float64, count=steps)
        return trainer.W, trainer.b, losses

    def step(self, X, Y, lr):
        """Move once; returns the loss before the move."""
        error = X @ self.W + self.b - Y
        self.W = self.W - lr * (2 / len(X)) * X.T @ error
        self.b = self.b - lr * (2 / len(X)) * error.sum(axis=0)
        return np.sum(error**2) / len(X)
