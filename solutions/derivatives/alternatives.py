"""Right but unusual ways to solve the tasks of `derivatives`.

Each must earn full points: a check that fails one of them judges style, not understanding.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, count

import numpy as np

from autograder.judge.bank import alternative

# numerical_gradient


@alternative("numerical_gradient")
def slopes_by_nditer_in_place(f, x, h=1e-5):
    """Nudges the caller's array when it holds floats, and writes the old value back."""
    x = np.asarray(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for old in (walk := np.nditer(x, flags=["multi_index"])):
        index, kept = walk.multi_index, float(old)
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        below = f(x)
        x[index] = kept
        gradient[index] = (above - below) / (2 * h)
    return gradient


@alternative("numerical_gradient")
def slopes_by_identity_matrix(f, x, h=1e-5):
    flat = x.reshape(-1) * 1.0
    rows = h * np.eye(flat.size)
    slopes = [(f((flat + r).reshape(x.shape)) - f((flat - r).reshape(x.shape))) / 2 / h for r in rows]
    return np.array(slopes, dtype=float).reshape(x.shape)


@alternative("numerical_gradient")
def slopes_as_mean_of_both_sides(f, x, h=1e-5):
    """The mean of the forward and the backward difference is the central one."""
    x = np.array(x, dtype=float)
    here, gradient = f(x), np.empty(x.shape)
    for i in range(x.size):
        moved = x.copy()
        moved.flat[i] += h
        forward = (f(moved) - here) / h
        moved.flat[i] = x.flat[i] - h
        gradient.flat[i] = (forward + (here - f(moved)) / h) / 2
    return gradient


@alternative("numerical_gradient")
def slopes_by_recursion_over_axes(f, x, h=1e-5):
    point = x.astype(float)

    def slope(index):
        if len(index) < x.ndim:
            return [slope((*index, i)) for i in range(x.shape[len(index)])]
        step = np.zeros(x.shape)
        step[index] = h
        return (f(point + step) - f(point - step)) / (2.0 * h)

    return np.array(slope(()))


# relative_error


@alternative("relative_error")
def error_by_loop(a, b):
    worst = 0.0
    for p, q in zip(np.ravel(a).tolist(), np.ravel(b).tolist(), strict=True):
        worst = max(worst, abs(p - q) / max(1e-12, abs(p) + abs(q)))
    return worst


@alternative("relative_error")
def error_by_where(a, b):
    size = np.abs(a) + np.abs(b)
    return np.where(size < 1e-12, np.abs(a - b) * 1e12, np.abs(a - b) / np.where(size == 0, 1, size)).max()


@alternative("relative_error")
def error_by_clip_as_array(a, b):
    return np.array(np.abs((a - b) / np.clip(abs(a) + abs(b), 1e-12, None))).max(keepdims=False)


# Value


@alternative("Value")
class ValueWithClosures:
    """As micrograd does it, with a closure per operation, and a loop in place of its recursion."""

    def __init__(self, data, children=(), op=""):
        self.data, self.grad = data, 0
        self._backward = lambda: None
        self._prev, self._op = children, op

    def __add__(self, other):
        other = other if isinstance(other, ValueWithClosures) else ValueWithClosures(other)
        out = ValueWithClosures(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, ValueWithClosures) else ValueWithClosures(other)
        out = ValueWithClosures(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, n):
        out = ValueWithClosures(self.data**n, (self,), f"**{n}")

        def _backward():
            self.grad += n * self.data ** (n - 1) * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = ValueWithClosures(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        out = ValueWithClosures(math.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = ValueWithClosures(0 if self.data < 0 else self.data, (self,), "relu")

        def _backward():
            self.grad += (out.data > 0) * out.grad

        out._backward = _backward
        return out

    def backward(self):
        topo, visited, stack = [], set(), [iter([self])]
        path = [None]
        while stack:
            for child in stack[-1]:
                if child not in visited:
                    visited.add(child)
                    stack.append(iter(child._prev))
                    path.append(child)
                    break
            else:
                stack.pop()
                topo.append(path.pop())
        topo.pop()
        for v in topo:
            v.grad = 0
        self.grad = 1
        for v in reversed(topo):
            v._backward()

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __rsub__(self, other):
        return (-self) + other

    def __rtruediv__(self, other):
        return self**-1 * other

    __radd__ = __add__
    __rmul__ = __mul__


@alternative("Value")
class ValueOnTape:
    """Every node has a number on one long tape, which is played backwards."""

    serial = count()

    def __init__(self, data, *sources):
        self.data, self.grad, self.sources, self.number = float(data), 0.0, sources, next(ValueOnTape.serial)

    def backward(self):
        reached, waiting = {self.number: self}, [self]
        while waiting:
            for source, _ in waiting.pop().sources:
                if source.number not in reached:
                    reached[source.number] = source
                    waiting.append(source)
        gradients = defaultdict(float, {self.number: 1.0})
        for number in sorted(reached, reverse=True):
            node = reached[number]
            node.grad = gradients[number]
            for source, slope in node.sources:
                gradients[source.number] += slope * node.grad

    @staticmethod
    def of(value):
        return value if isinstance(value, ValueOnTape) else ValueOnTape(value)

    def __add__(self, other):
        other = ValueOnTape.of(other)
        return ValueOnTape(self.data + other.data, (self, 1), (other, 1))

    def __mul__(self, other):
        other = ValueOnTape.of(other)
        return ValueOnTape(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, n):
        return ValueOnTape(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + ValueOnTape.of(other) * -1

    def __rsub__(self, other):
        return ValueOnTape.of(other) - self

    def __truediv__(self, other):
        return self * ValueOnTape.of(other) ** -1

    def __rtruediv__(self, other):
        return ValueOnTape.of(other) / self

    def exp(self):
        return ValueOnTape(np.exp(self.data), (self, np.exp(self.data)))

    def tanh(self):
        return ValueOnTape(np.tanh(self.data), (self, 1 / np.cosh(self.data) ** 2))

    def relu(self):
        return ValueOnTape(np.maximum(self.data, 0), (self, np.heaviside(self.data, 0)))

    __radd__, __rmul__ = __add__, __mul__


@alternative("Value")
@dataclass(eq=False, slots=True)
class ValueCountingUses:
    """Kahn's algorithm: a node passes its gradient on when as many shares have come as it has uses."""

    data: float
    parents: tuple = ()
    slopes: tuple = ()
    grad: float = field(default=0.0, init=False)

    def _with(self, other, data, mine, theirs):
        return ValueCountingUses(data, (self, other), (mine, theirs))

    def __add__(self, other):
        other = _counting(other)
        return self._with(other, self.data + other.data, 1.0, 1.0)

    __radd__ = __add__

    def __sub__(self, other):
        other = _counting(other)
        return self._with(other, self.data - other.data, 1.0, -1.0)

    def __rsub__(self, other):
        return _counting(other) - self

    def __mul__(self, other):
        other = _counting(other)
        return self._with(other, self.data * other.data, other.data, self.data)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = _counting(other)
        quotient = self.data / other.data
        return self._with(other, quotient, 1 / other.data, -quotient / other.data)

    def __rtruediv__(self, other):
        return _counting(other) / self

    def __neg__(self):
        return 0 - self

    def __pow__(self, n):
        return ValueCountingUses(math.pow(self.data, n), (self,), (n * math.pow(self.data, n - 1),))

    def exp(self):
        e = math.exp(self.data)
        return ValueCountingUses(e, (self,), (e,))

    def tanh(self):
        e = math.exp(-2 * self.data)
        t = (1 - e) / (1 + e)
        return ValueCountingUses(t, (self,), ((1 - t) * (1 + t),))

    def relu(self):
        return ValueCountingUses(self.data, (self,), (1.0,)) if self.data > 0 else ValueCountingUses(0.0, (self,), (0,))

    def backward(self):
        uses, found = {self: 0}, [self]
        for node in found:
            for parent in node.parents:
                if parent not in uses:
                    uses[parent] = 0
                    found.append(parent)
                uses[parent] += 1
        for node in found:
            node.grad = 0.0
        self.grad = 1.0
        complete = [self]
        while complete:
            node = complete.pop()
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * node.grad
                uses[parent] -= 1
                if uses[parent] == 0:
                    complete.append(parent)


def _counting(value):
    return value if isinstance(value, ValueCountingUses) else ValueCountingUses(value)


# rosenbrock_gradient


@alternative("rosenbrock_gradient")
def partials_multiplied_out(x, y):
    return 2 * x - 2 + 400 * x**3 - 400 * x * y, 200 * y - 200 * x * x


@alternative("rosenbrock_gradient")
def partials_by_complex_step(x, y):
    """The imaginary part of f(x + ih) / h, exact to rounding."""
    h = 1e-30

    def f(u, v):
        return (1 - u) ** 2 + 100 * (v - u**2) ** 2

    return [f(x + h * 1j, y).imag / h, f(x, y + h * 1j).imag / h]


@alternative("rosenbrock_gradient")
def partials_as_jacobian_product(x, y):
    """The sum of squares of r = (1 − x, 10(y − x²)): the gradient is 2Jᵀr."""
    r = np.array([1.0 - x, 10.0 * (y - x * x)])
    J = np.array([[-1.0, 0.0], [-20.0 * x, 10.0]])
    return tuple(2.0 * J.T @ r)


@alternative("rosenbrock_gradient")
def partials_by_fractions(x, y):
    p, q = Fraction(x), Fraction(y)
    return float(-2 * (1 - p) - 400 * p * (q - p * p)), float(200 * (q - p * p))


# gradient_descent


@alternative("gradient_descent")
def path_in_allocated_array(grad, x0, lr, steps):
    trajectory = np.empty((steps + 1, x0.size))
    trajectory[0] = x0
    for t in range(steps):
        trajectory[t + 1] = trajectory[t] - lr * grad(trajectory[t])
    return trajectory


@alternative("gradient_descent")
def path_by_accumulate(grad, x0, lr, steps):
    return np.stack(list(accumulate(range(steps), lambda x, _: x - lr * grad(x), initial=x0)))


@alternative("gradient_descent")
def path_in_place_on_copy(grad, x0, lr, steps):
    x = np.array(x0)
    rows = [x.tolist()]
    for _ in range(steps):
        x -= np.multiply(lr, grad(x))
        rows.append(x.tolist())
    return np.array(rows)


@alternative("gradient_descent")
def path_by_recursion(grad, x0, lr, steps):
    if steps == 0:
        return x0[np.newaxis].copy()
    path = path_by_recursion(grad, x0, lr, steps - 1)
    return np.vstack([path, path[-1] + (-lr) * grad(path[-1])])


path_by_partial = functools.partial(path_in_allocated_array)
path_by_partial.__name__ = "path_by_partial"
alternative("gradient_descent")(path_by_partial)
