"""What learners get wrong in `activations`, as they write it, and what one says to them.

For instructors only.  The explanations name reasons and symptoms, never the line that solves the task: they ship with
the cards.  Mistakes that people make in every one of the seven functions are explained once and declared for each.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from scipy.special import erf

from autograder.judge.bank import misconception

# Right functions, for learners who are right in everything but one


def logistic(Z):
    e = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1.0, e) / (1.0 + e)


def below(Z):
    """The standard normal distribution function."""
    return 0.5 * (1.0 + erf(Z / np.sqrt(2.0)))


def density(Z):
    """The standard normal density."""
    return np.exp(-0.5 * Z**2) / np.sqrt(2.0 * np.pi)


def logistic_slope(Z):
    return logistic(Z) * (1.0 - logistic(Z))


def tanh_slope(Z):
    return 1.0 - np.tanh(Z) ** 2


def elu_value(Z, alpha):
    return np.where(Z > 0, Z, alpha * np.expm1(np.minimum(Z, 0.0)))


def elu_slope(Z, alpha):
    return np.where(Z > 0, 1.0, alpha * np.exp(np.minimum(Z, 0.0)))


def gelu_slope(Z):
    return below(Z) + Z * density(Z)


# Explanations that several functions share

IN_PLACE = {
    "anchor": "mistake-activation-in-place",
    "title": ("The argument is overwritten", "인수를 덮어씁니다"),
    "text": (
        "The values are right, but after the call the caller's array holds them as well. It saves memory, and in a "
        "script that never looks back nothing seems wrong. The backward step needs Z as it was before the activation: "
        "put the result into a new array.",
        "값은 맞지만, 호출한 뒤 원래 배열에도 그 값이 들어 있습니다. 메모리가 절약되고, 다시 돌아보지 않는 코드에서는 "
        "아무 문제도 없어 보입니다. 그러나 역전파에는 활성화하기 전의 Z가 필요합니다. 결과를 새 배열에 담습니다.",
    ),
}
UPSTREAM_OVERWRITTEN = {
    "anchor": "mistake-activation-in-place",
    "title": ("The upstream gradient is overwritten", "상류 기울기를 덮어씁니다"),
    "text": (
        "The gradient is right, but it has been written into dA, the caller's array. Where one output feeds two "
        "branches, the second of them then receives a gradient that has already passed through the first. Leave dA as "
        "it was and return a new array.",
        "기울기는 맞지만 호출한 쪽의 배열인 dA에 썼습니다. 출력 하나가 두 갈래로 쓰이면, 둘째 갈래는 이미 첫째를 지난 "
        "기울기를 받게 됩니다. dA는 그대로 두고 새 배열을 돌려줍니다.",
    ),
}
ONE_NUMBER_ONLY = {
    "anchor": "mistake-scalar-only",
    "title": ("Written for one number, not for an array", "배열이 아니라 수 하나를 위한 코드입니다"),
    "text": (
        "For a single number this works; for an array Python raises an exception. `if`, `max` and the functions of "
        "`math` want one value and one truth, and an array has many. NumPy has a counterpart for each that works "
        "entry by entry.",
        "수 하나에는 통하지만 배열에서는 예외가 납니다. `if`와 `max`, `math`의 함수는 값 하나, 참거짓 하나를 원하는데 "
        "배열에는 여러 개가 있습니다. NumPy에는 저마다 원소별로 계산하는 짝이 있습니다.",
    ),
}
NO_ARRAY_LEFT = {
    "anchor": "mistake-scalar-only",
    "title": ("An array without axes cannot be written into", "축이 없는 배열에는 쓸 수 없습니다"),
    "text": (
        "Vectors and batches come out right; a 0-d array raises a TypeError. Arithmetic on an array without axes "
        "gives a plain NumPy number, and a number has no entries to assign to. A function that chooses between two "
        "values, entry by entry, has no need to write.",
        "벡터와 배치는 맞지만 0차원 배열에서 TypeError가 납니다. 축이 없는 배열로 계산하면 보통의 NumPy 수가 나오고, "
        "수에는 대입할 원소가 없습니다. 원소마다 두 값 가운데 하나를 고르는 함수를 쓰면 대입할 필요가 없습니다.",
    ),
}
UPSTREAM_DROPPED = {
    "anchor": "mistake-upstream-dropped",
    "title": ("The upstream gradient is left out", "상류 기울기가 빠졌습니다"),
    "text": (
        "You return the local slope f′(Z), which would be the gradient if the loss were the sum of A. The chain rule "
        "has two factors: how A reacts to Z, and how the loss reacts to A. The second is dA; multiply by it, entry by "
        "entry.",
        "국소 기울기 f′(Z)를 그대로 돌려주었습니다. 손실이 A의 합일 때에만 맞는 값입니다. 연쇄 법칙에는 인수가 둘 "
        "있습니다. Z가 변할 때 A가 변하는 정도와, A가 변할 때 손실이 변하는 정도입니다. 둘째가 dA이므로 원소끼리 "
        "곱합니다.",
    ),
}
UPSTREAM_ADDED = {
    "anchor": "mistake-upstream-dropped",
    "title": ("The upstream gradient is added", "상류 기울기를 더했습니다"),
    "text": (
        "You add dA to the local slope. Gradients do add, but at forks, where two branches bring their shares. Along "
        "one path each step scales what arrives: rates of change multiply, as gears do.",
        "국소 기울기에 dA를 더했습니다. 기울기를 더하는 것은 두 갈래의 몫이 모이는 갈림길에서입니다. 한 길을 따라갈 "
        "때는 단계마다 도착한 값의 배율이 바뀝니다. 변화율은 톱니바퀴처럼 곱해집니다.",
    ),
}
TAKEN_AT_UPSTREAM = {
    "anchor": "mistake-mask-from-upstream",
    "title": ("The slope is taken at dA", "기울기를 dA에서 구했습니다"),
    "text": (
        "The slope depends on where the activation stood on the way forward, and that is Z. You evaluate it at dA, "
        "which only says how much the loss cares. Both arrays have one shape, so nothing complains.",
        "기울기는 순전파에서 활성화 함수가 놓였던 자리, 곧 Z에서 정해집니다. 그런데 손실이 얼마나 민감한지를 나타낼 "
        "뿐인 dA에서 구했습니다. 두 배열의 모양이 같아서 오류는 나지 않습니다.",
    ),
}
TAKEN_AT_OUTPUT = {
    "anchor": "mistake-sigmoid-of-sigmoid",
    "title": ("The slope is taken at the output", "기울기를 출력에서 구했습니다"),
    "text": (
        "You evaluate f′ at A = f(Z), so the activation has been applied twice. It happens where one array is kept "
        "from the forward step and later taken for the other. f′ is the slope of the curve above the point z: it is "
        "taken at the input.",
        "f′을 A = f(Z)에서 구해 활성화 함수를 두 번 적용한 셈입니다. 순전파에서 배열 하나를 남겨 두었다가 나중에 다른 "
        "것으로 착각할 때 생깁니다. f′은 점 z에서의 곡선의 기울기이므로 입력에서 구합니다.",
    ),
}
VALUE_FOR_SLOPE = {
    "anchor": "activations-derivatives",
    "title": ("Multiplied by the function, not by its slope", "도함수가 아니라 함수를 곱했습니다"),
    "text": (
        "You multiply dA by f(Z), the value that went forward. Backward asks another question: if z moves a little, "
        "by how much does f(z) move? That is the slope f′(Z).",
        "앞으로 보낸 값 f(Z)를 dA에 곱했습니다. 역전파가 묻는 것은 다릅니다. z가 조금 움직이면 f(z)는 얼마나 "
        "움직입니까? 그것이 기울기 f′(Z)입니다.",
    ),
}

# relu


@misconception(
    task="relu",
    anchor="mistake-scalar-only",
    title=("The largest entry along an axis", "한 축을 따라 가장 큰 원소를 골랐습니다"),
    text=(
        "The result has lost an axis. The second argument of `np.max` is not a number to compare with: it is the axis "
        "along which to look for the largest entry, here axis 0. Comparing two arrays entry by entry is another "
        "function with a similar name.",
        "결과에서 축이 하나 사라졌습니다. `np.max`의 둘째 인수는 비교할 수가 아니라 최댓값을 찾을 축이며, 여기서는 축 "
        "0입니다. 두 배열을 원소끼리 비교하는 것은 이름이 비슷한 다른 함수입니다.",
    ),
)
def relu_maximum_over_axis(Z):
    return np.max(Z, 0)


@misconception(task="relu", **ONE_NUMBER_ONLY)
def relu_of_one_number(Z):
    return max(0.0, Z)


@misconception(task="relu", **IN_PLACE)
def relu_in_place(Z):
    Z[Z < 0] = 0.0
    return Z


@misconception(task="relu", **NO_ARRAY_LEFT)
def relu_writing_into_result(Z):
    A = 1.0 * Z
    A[Z < 0] = 0.0
    return A


@misconception(
    task="relu",
    anchor="mistake-leaky-below-one",
    title=("The smaller of the two, not the larger", "둘 중 큰 것이 아니라 작은 것입니다"),
    text=(
        "You keep the negative numbers and cut off the positive ones. 'Never below 0' sounds like a minimum, but the "
        "function that keeps a value from falling below 0 takes the larger of the two.",
        "음수를 남기고 양수를 잘랐습니다. '최소한 0'이라는 말 때문에 최솟값을 떠올리기 쉽지만, 값이 0보다 내려가지 "
        "않게 하려면 둘 가운데 큰 것을 골라야 합니다.",
    ),
)
def relu_minimum(Z):
    return np.minimum(0.0, Z)


@misconception(
    task="relu",
    anchor="activations-curves",
    title=("A step, not a ramp", "경사가 아니라 계단입니다"),
    text=(
        "You return 1 where Z is positive and 0 elsewhere: the step function, which is also the slope of ReLU. ReLU "
        "passes a positive number on as it is, so that larger inputs give larger outputs.",
        "Z가 양수이면 1, 아니면 0을 돌려주었습니다. 이것은 계단 함수이고, ReLU의 기울기이기도 합니다. ReLU는 양수를 "
        "그대로 통과시키므로 입력이 클수록 출력도 큽니다.",
    ),
)
def relu_step(Z):
    return np.where(Z > 0, 1.0, 0.0)


@misconception(
    task="relu",
    anchor="activations-curves",
    title=("Negative numbers are folded up", "음수를 위로 접었습니다"),
    text=(
        "You return |Z|, so −2 gives 2. 'Rectifier' is the word for this in electronics too, where a full-wave "
        "rectifier folds the negative half up. The linear unit is the half-wave kind: what is negative gives 0.",
        "|Z|를 돌려주어 −2가 2가 되었습니다. 전자공학의 전파 정류기는 실제로 음의 반쪽을 위로 접습니다. ReLU는 반파 "
        "정류기에 해당하며, 음수는 0이 됩니다.",
    ),
)
def relu_absolute(Z):
    return np.abs(Z)


@misconception(
    task="relu",
    anchor="activations-curves",
    title=("Cut off at 1", "1에서 잘렸습니다"),
    text=(
        "Values above 1 come out as 1. A function that clips needs an upper bound, and 1 suggests itself after the "
        "sigmoid. ReLU has no upper end: that is why it does not saturate for positive inputs.",
        "1보다 큰 값이 1이 되었습니다. 자르는 함수에는 상한이 필요하고, 시그모이드를 본 뒤라면 1이 떠오를 만합니다. "
        "ReLU에는 위쪽 끝이 없으며, 그래서 양수에서 포화되지 않습니다.",
    ),
)
def relu_clipped_at_one(Z):
    return np.clip(Z, 0.0, 1.0)


# leaky_relu


@misconception(
    task="leaky_relu",
    anchor="mistake-leaky-below-one",
    title=("The smaller of z and slope·z", "z와 slope·z 가운데 작은 것입니다"),
    text=(
        "Positive numbers are scaled down and negative ones pass: the leak is on the wrong side. With a slope below "
        "1, slope·z lies below z on the right and above it on the left, so it is the larger of the two that you want.",
        "양수가 줄어들고 음수가 그대로 지나갑니다. 새는 쪽이 바뀌었습니다. slope가 1보다 작으면 slope·z는 오른쪽에서 "
        "z보다 작고 왼쪽에서 z보다 큽니다. 그러므로 둘 가운데 큰 것이 맞습니다.",
    ),
)
def leaky_minimum(Z, slope=0.01):
    return np.minimum(Z, slope * Z)


@misconception(
    task="leaky_relu",
    anchor="mistake-alpha-lost",
    title=("The slope is always 0.01", "기울기가 언제나 0.01입니다"),
    text=(
        "With the default everything is right; with another slope nothing changes. The number 0.01 stands in the body "
        "where the parameter should. A default is what the parameter is when nobody gives one, not a constant.",
        "기본값으로는 모두 맞지만 다른 slope를 주어도 결과가 그대로입니다. 매개변수가 있어야 할 곳에 0.01이라는 수가 "
        "적혀 있습니다. 기본값은 아무것도 주지 않았을 때의 값이지 상수가 아닙니다.",
    ),
)
def leaky_slope_fixed(Z, slope=0.01):
    return np.where(Z > 0, Z, 0.01 * Z)


@misconception(
    task="leaky_relu",
    anchor="mistake-alpha-lost",
    title=("Nothing leaks", "새는 것이 없습니다"),
    text=(
        "Negative inputs give 0: this is the plain ReLU, and `slope` is not used. The little that leaks through is "
        "the point of the function, because it lets a gradient back on the negative side.",
        "음수에서 0이 나옵니다. 보통의 ReLU이고 `slope`를 쓰지 않았습니다. 조금 새어 나가는 것이 이 함수의 "
        "핵심입니다. 그 덕분에 음수 쪽에서도 기울기가 돌아옵니다.",
    ),
)
def leaky_without_leak(Z, slope=0.01):
    return np.maximum(Z, 0.0)


@misconception(
    task="leaky_relu",
    anchor="mistake-leaky-below-one",
    title=("The slope itself for negative inputs", "음수에서 slope 자체를 돌려줍니다"),
    text=(
        "Every negative input gives the same number, `slope`. That is a slope used as a height: the line below 0 "
        "rises by `slope` for each unit of z, so it has to be multiplied by z.",
        "음수이면 언제나 같은 수 `slope`가 나옵니다. 기울기를 높이로 쓴 것입니다. 0 아래의 직선은 z가 1만큼 커질 "
        "때마다 `slope`만큼 올라가므로 z를 곱해야 합니다.",
    ),
)
def leaky_constant(Z, slope=0.01):
    return np.where(Z > 0, Z, slope)


@misconception(
    task="leaky_relu",
    anchor="mistake-leaky-below-one",
    title=("The left side rises to the left", "왼쪽이 위로 올라갑니다"),
    text=(
        "Negative inputs give positive values: slope·|z|. A leak lets a little of the input through with its sign. "
        "Folded up like this, the function is no longer increasing, and its slope there has the wrong sign.",
        "음수에서 양수 slope·|z|가 나옵니다. 샌다는 것은 입력이 부호를 지닌 채 조금 통과한다는 뜻입니다. 이렇게 "
        "접으면 증가하는 함수가 아니게 되고, 그쪽의 기울기도 부호가 반대입니다.",
    ),
)
def leaky_folded(Z, slope=0.01):
    return np.where(Z > 0, Z, -slope * Z)


@misconception(task="leaky_relu", **IN_PLACE)
def leaky_in_place(Z, slope=0.01):
    Z[Z < 0] *= slope
    return Z


@misconception(task="leaky_relu", **ONE_NUMBER_ONLY)
def leaky_of_one_number(Z, slope=0.01):
    return Z if Z > 0 else slope * Z


# sigmoid


@misconception(
    task="sigmoid",
    anchor="mistake-overflow",
    title=("e⁻ᶻ overflows for very negative z", "z가 절댓값이 큰 음수이면 e⁻ᶻ이 넘칩니다"),
    text=(
        "The values are right: 1/∞ is 0. But on the way NumPy computes an exponential that is too large for float64 "
        "and says so. Today it is harmless; in the next formula the same ∞ is divided by ∞. Write the fraction so "
        "that the exponent is never positive.",
        "1/∞이 0이므로 값은 맞습니다. 그러나 그 사이에 float64로 나타낼 수 없는 지수 함수를 계산하여 경고가 나옵니다. "
        "여기서는 해가 없지만 다음 식에서는 같은 ∞를 ∞로 나누게 됩니다. 지수가 양수가 되지 않도록 분수를 고쳐 씁니다.",
    ),
)
def sigmoid_overflowing(Z):
    return 1.0 / (1.0 + np.exp(-Z))


@misconception(
    task="sigmoid",
    anchor="mistake-overflow",
    title=("∞ / ∞ for large z", "z가 크면 ∞ / ∞가 됩니다"),
    text=(
        "For z above 709 both numerator and denominator are infinite, and their quotient is nan. On paper eᶻ/(1 + eᶻ) "
        "and 1/(1 + e⁻ᶻ) are one function; in float64 each is good for one sign of z.",
        "z가 709를 넘으면 분자와 분모가 모두 무한대가 되어 몫이 nan입니다. eᶻ/(1 + eᶻ)과 1/(1 + e⁻ᶻ)은 종이 위에서는 "
        "같은 함수지만, float64에서는 저마다 z의 한쪽 부호에서만 쓸 수 있습니다.",
    ),
)
def sigmoid_infinite_fraction(Z):
    return np.exp(Z) / (1.0 + np.exp(Z))


@misconception(
    task="sigmoid",
    anchor="mistake-both-branches",
    title=("np.where computes both fractions", "np.where는 두 분수를 모두 계산합니다"),
    text=(
        "You chose the right fraction for each sign, and the values are right. But `np.where` is a function: both of "
        "its arrays are complete before it begins to choose, so each fraction has also been computed where it "
        "overflows. Make the exponent itself safe, and one array will do for both.",
        "부호마다 알맞은 분수를 골랐고 값도 맞습니다. 그러나 `np.where`는 함수이므로, 고르기 전에 두 배열이 모두 "
        "계산되어 있습니다. 넘치는 쪽에서도 분수를 계산한 것입니다. 지수 자체를 안전하게 만들면 배열 하나를 양쪽에 쓸 "
        "수 있습니다.",
    ),
)
def sigmoid_both_branches(Z):
    return np.where(Z >= 0, 1.0 / (1.0 + np.exp(-Z)), np.exp(Z) / (1.0 + np.exp(Z)))


@misconception(
    task="sigmoid",
    anchor="mistake-sigmoid-sign",
    title=("The sign in the exponent", "지수의 부호가 반대입니다"),
    text=(
        "Your curve falls from 1 to 0: a minus sign is missing in the exponent. At 0 both curves give ½, so a test "
        "there says nothing. Ask what happens for large z: the exponential in the denominator should vanish.",
        "곡선이 1에서 0으로 내려갑니다. 지수에 음의 부호가 빠졌습니다. 0에서는 두 곡선이 모두 ½이므로 거기서는 알 수 "
        "없습니다. z가 클 때를 생각해 보세요. 분모의 지수 함수가 사라져야 합니다.",
    ),
)
def sigmoid_falling(Z):
    return 1.0 / (1.0 + np.exp(Z))


@misconception(
    task="sigmoid",
    anchor="mistake-tanh-scale",
    title=("Made from tanh(z), which is twice as steep", "두 배 가파른 tanh(z)로 만들었습니다"),
    text=(
        "½(1 + tanh z) has the right ends and the right middle, but it is σ(2z). The two curves are one curve, "
        "stretched: going from tanh to σ, the argument is halved as well.",
        "½(1 + tanh z)는 양 끝과 가운데가 맞지만 σ(2z)입니다. 두 곡선은 늘이면 겹치는 같은 곡선입니다. tanh에서 σ로 "
        "갈 때는 인수도 절반으로 줄여야 합니다.",
    ),
)
def sigmoid_from_tanh(Z):
    return 0.5 * (1.0 + np.tanh(Z))


@misconception(
    task="sigmoid",
    anchor="mistake-overflow",
    title=("Clipped so tightly that values change", "너무 좁게 잘라 값이 달라집니다"),
    text=(
        "You clip Z to ±10 before the exponential. That stops the overflow, and beyond 10 it also stops the function: "
        "0.99995 is not what σ(40) is, and in a logarithm or a gradient the difference counts. Clipping is harmless "
        "only where the result no longer changes in float64.",
        "지수 함수에 넣기 전에 Z를 ±10으로 잘랐습니다. 넘침은 막지만 10부터는 함수도 멈춥니다. σ(40)은 0.99995가 "
        "아니고, 로그나 기울기에서는 이 차이가 중요합니다. 자르기는 float64에서 결과가 더는 변하지 않는 곳에서만 해가 "
        "없습니다.",
    ),
)
def sigmoid_clipped(Z):
    return 1.0 / (1.0 + np.exp(-np.clip(Z, -10.0, 10.0)))


@misconception(
    task="sigmoid",
    anchor="activations-curves",
    title=("Divided by the sum over all entries", "모든 원소의 합으로 나누었습니다"),
    text=(
        "Your values sum to 1 over the whole array: this is the softmax, which makes entries compete. The sigmoid "
        "treats each entry by itself; the 1 in its denominator is a constant, not the other entries.",
        "배열 전체의 합이 1입니다. 이것은 원소들이 서로 겨루게 하는 소프트맥스입니다. 시그모이드는 원소를 따로따로 "
        "다룹니다. 분모의 1은 다른 원소들이 아니라 상수입니다.",
    ),
)
def sigmoid_normalised(Z):
    return np.exp(Z) / np.sum(np.exp(Z))


@misconception(task="sigmoid", **IN_PLACE)
def sigmoid_in_place(Z):
    Z[...] = logistic(Z)
    return Z


@misconception(task="sigmoid", **ONE_NUMBER_ONLY)
def sigmoid_of_one_number(Z):
    return 1.0 / (1.0 + math.exp(-Z))


# tanh


@misconception(
    task="tanh",
    anchor="mistake-tanh-scale",
    title=("2σ(z) − 1 is half as steep", "2σ(z) − 1은 절반만큼 가파릅니다"),
    text=(
        "Ends and middle are right, the slope at 0 is ½ in place of 1: this is tanh(z/2). Moving the sigmoid to the "
        "range −1 to 1 doubles its height, and tanh is narrower as well, so the argument is doubled too.",
        "양 끝과 가운데는 맞지만 0에서의 기울기가 1이 아니라 ½입니다. tanh(z/2)를 구한 것입니다. 시그모이드를 −1에서 "
        "1까지로 옮기면 높이가 두 배가 되는데, tanh는 폭도 좁으므로 인수도 두 배로 해야 합니다.",
    ),
)
def tanh_too_wide(Z):
    return 2.0 * logistic(Z) - 1.0


@misconception(
    task="tanh",
    anchor="mistake-tanh-scale",
    title=("The curve runs from 0 to 1", "곡선이 0에서 1까지입니다"),
    text=(
        "You return σ(2z): the width is right, but the values are not centred. tanh is odd, with tanh(0) = 0; stretch "
        "the height to 2 and move it down by 1.",
        "σ(2z)를 돌려주었습니다. 폭은 맞지만 값의 중심이 0이 아닙니다. tanh는 기함수여서 tanh(0) = 0입니다. 높이를 "
        "2로 늘이고 1만큼 내립니다.",
    ),
)
def tanh_not_centred(Z):
    return logistic(2.0 * Z)


@misconception(
    task="tanh",
    anchor="mistake-overflow",
    title=("∞ − ∞ and ∞ / ∞ at both ends", "양 끝에서 ∞ − ∞와 ∞ / ∞가 됩니다"),
    text=(
        "The definition, typed as it stands in the book, gives nan on both sides: one of the two exponentials is "
        "infinite above and below the line. Definitions say what a function is, not how to compute it; a library "
        "function has the cases built in.",
        "책에 있는 정의를 그대로 옮기면 양쪽에서 nan이 나옵니다. 두 지수 함수 가운데 하나가 분자와 분모에서 모두 "
        "무한대가 되기 때문입니다. 정의는 함수가 무엇인지 말할 뿐 어떻게 계산하는지는 말하지 않습니다. 라이브러리 "
        "함수에는 이런 경우가 처리되어 있습니다.",
    ),
)
def tanh_of_four_exponentials(Z):
    return (np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z))


@misconception(
    task="tanh",
    anchor="mistake-overflow",
    title=("∞ / ∞ for large z", "z가 크면 ∞ / ∞가 됩니다"),
    text=(
        "With e²ᶻ in numerator and denominator the left end is fine and the right end is nan, already from z = 355 "
        "on. Dividing by the larger exponential before computing it, not after, would save it.",
        "분자와 분모에 e²ᶻ이 있어서 왼쪽 끝은 괜찮지만 오른쪽 끝은 z = 355부터 nan입니다. 계산한 다음이 아니라 "
        "계산하기 전에 큰 지수 함수로 나누면 피할 수 있습니다.",
    ),
)
def tanh_of_doubled_exponential(Z):
    return (np.exp(2.0 * Z) - 1.0) / (np.exp(2.0 * Z) + 1.0)


@misconception(
    task="tanh",
    anchor="mistake-overflow",
    title=("e⁻²ᶻ overflows for very negative z", "z가 절댓값이 큰 음수이면 e⁻²ᶻ이 넘칩니다"),
    text=(
        "The values are right, since 2/∞ − 1 = −1, but the exponential has overflowed on the way and NumPy warns. A "
        "warning that one has learned to overlook hides the next one.",
        "2/∞ − 1 = −1이므로 값은 맞지만, 그 사이에 지수 함수가 넘쳐서 경고가 나옵니다. 무시하는 데 익숙해진 경고는 "
        "다음 경고를 가립니다.",
    ),
)
def tanh_overflowing(Z):
    return 2.0 / (1.0 + np.exp(-2.0 * Z)) - 1.0


@misconception(
    task="tanh",
    anchor="mistake-sigmoid-sign",
    title=("The curve falls", "곡선이 내려갑니다"),
    text=(
        "You return −tanh(z): the two exponentials have changed places, or the exponent has lost its sign. tanh has "
        "the sign of its argument, so large z should give values near 1.",
        "−tanh(z)를 돌려주었습니다. 두 지수 함수의 자리가 바뀌었거나 지수의 부호가 빠졌습니다. tanh는 인수와 부호가 "
        "같으므로 z가 크면 1에 가까워야 합니다.",
    ),
)
def tanh_falling(Z):
    return 1.0 - 2.0 * logistic(2.0 * Z)


@misconception(
    task="tanh",
    anchor="activations-curves",
    title=("The tangent, not the hyperbolic one", "쌍곡 탄젠트가 아니라 탄젠트입니다"),
    text=(
        "tan(z) agrees with tanh(z) to first order at 0 and jumps to infinity at π/2. The h stands for hyperbolic: "
        "made from exponentials, it settles at ±1.",
        "tan(z)는 0 근처에서 tanh(z)와 비슷하지만 π/2에서 무한대로 갑니다. h는 쌍곡(hyperbolic)을 뜻하며, 지수 함수로 "
        "만든 이 함수는 ±1로 다가갑니다.",
    ),
)
def tangent(Z):
    return np.tan(Z)


@misconception(task="tanh", **IN_PLACE)
def tanh_in_place(Z):
    return np.tanh(Z, out=Z)


@misconception(task="tanh", **ONE_NUMBER_ONLY)
def tanh_of_one_number(Z):
    return math.tanh(Z)


# elu


@misconception(
    task="elu",
    anchor="mistake-alpha-lost",
    title=("α is not used", "α를 쓰지 않았습니다"),
    text=(
        "For α = 1 everything is right, and 1 is the default. With any other α the curve should settle at −α on the "
        "left; yours settles at −1.",
        "α = 1이면 모두 맞고, 1은 기본값이기도 합니다. 다른 α를 주면 곡선이 왼쪽에서 −α로 다가가야 하는데 −1로 "
        "다가갑니다.",
    ),
)
def elu_without_alpha(Z, alpha=1.0):
    return elu_value(Z, 1.0)


@misconception(
    task="elu",
    anchor="mistake-elu-shift",
    title=("The 1 is not subtracted", "1을 빼지 않았습니다"),
    text=(
        "Below 0 you have α·eᶻ, which is positive: at 0 the curve jumps from α to 0. Subtracting 1 from the "
        "exponential makes both sides meet at 0 and gives negative outputs their mean-shifting use.",
        "0 아래에서 α·eᶻ이라 값이 양수이고, 0에서 곡선이 α에서 0으로 뛰어내립니다. 지수 함수에서 1을 빼야 두 쪽이 "
        "0에서 만나고, 출력이 음수가 되어 평균을 0 쪽으로 옮기는 구실을 합니다.",
    ),
)
def elu_not_shifted(Z, alpha=1.0):
    return np.where(Z > 0, Z, alpha * np.exp(np.minimum(Z, 0.0)))


@misconception(
    task="elu",
    anchor="mistake-elu-shift",
    title=("α multiplies the exponential only", "α를 지수 함수에만 곱했습니다"),
    text=(
        "You have α·eᶻ − 1, the bracket is missing. For α = 1 nobody sees it. For another α the curve jumps at 0, by "
        "α − 1, and settles at −1 on the left.",
        "괄호가 빠져 α·eᶻ − 1이 되었습니다. α = 1이면 보이지 않습니다. 다른 α에서는 0에서 곡선이 α − 1만큼 끊어지고 "
        "왼쪽에서 −1로 다가갑니다.",
    ),
)
def elu_bracket_lost(Z, alpha=1.0):
    return np.where(Z > 0, Z, alpha * np.exp(np.minimum(Z, 0.0)) - 1.0)


@misconception(
    task="elu",
    anchor="mistake-both-branches",
    title=("np.where computes the exponential for positive Z too", "np.where는 양수 쪽에서도 지수 함수를 계산합니다"),
    text=(
        "The values are right, and for large Z there is a warning: the exponential has overflowed in the branch that "
        "is thrown away. `np.where` chooses among finished arrays. What stands in the exponent should be safe "
        "whichever branch is chosen.",
        "값은 맞지만 Z가 크면 경고가 나옵니다. 버려질 쪽에서 지수 함수가 넘친 것입니다. `np.where`는 이미 계산된 배열 "
        "가운데서 고릅니다. 어느 쪽이 뽑히든 지수에 안전한 값이 들어가게 합니다.",
    ),
)
def elu_both_branches(Z, alpha=1.0):
    return np.where(Z > 0, Z, alpha * (np.exp(Z) - 1.0))


@misconception(
    task="elu",
    anchor="mistake-both-branches",
    title=("0 · ∞ where the mask should delete", "마스크로 지우려던 곳이 0 · ∞가 됩니다"),
    text=(
        "You add the two branches, each times its mask. A mask of 0 deletes a finite number; where the exponential is "
        "infinite, 0 · ∞ is nan. Choosing is safer than multiplying by 0, and an exponent that cannot grow is safer "
        "still.",
        "두 쪽에 저마다 마스크를 곱해 더했습니다. 0을 곱하면 유한한 수는 지워지지만, 지수 함수가 무한대인 곳에서는 0 "
        "· ∞가 nan입니다. 0을 곱하기보다 고르는 것이 안전하고, 지수가 커지지 않게 하는 것이 더 안전합니다.",
    ),
)
def elu_by_masks(Z, alpha=1.0):
    return (Z > 0) * Z + (Z <= 0) * alpha * (np.exp(Z) - 1.0)


@misconception(
    task="elu",
    anchor="mistake-alpha-lost",
    title=("α stands in the exponent", "α가 지수에 있습니다"),
    text=(
        "You have e^(αz) − 1: the curve reaches its level sooner or later, but the level is −1 for every α. α is the "
        "depth to which the curve sinks, so it stands in front of the bracket.",
        "e^(αz) − 1입니다. 곡선이 더 빨리 또는 천천히 내려갈 뿐 α가 무엇이든 −1로 다가갑니다. α는 곡선이 가라앉는 "
        "깊이이므로 괄호 앞에 옵니다.",
    ),
)
def elu_alpha_in_exponent(Z, alpha=1.0):
    return np.where(Z > 0, Z, np.expm1(alpha * np.minimum(Z, 0.0)))


@misconception(
    task="elu",
    anchor="mistake-alpha-lost",
    title=("α scales both sides", "α를 양쪽에 곱했습니다"),
    text=(
        "Positive inputs come out α times too large. A factor on both sides is what SELU has (besides its α, and "
        "chosen with care). ELU is the identity above 0.",
        "양수가 α배로 나옵니다. 양쪽에 배율이 있는 것은 SELU이고, 거기서는 α와 별도로 공들여 정한 값입니다. ELU는 "
        "0보다 크면 항등 함수입니다.",
    ),
)
def elu_alpha_on_both_sides(Z, alpha=1.0):
    return alpha * elu_value(Z, 1.0)


@misconception(
    task="elu",
    anchor="mistake-leaky-below-one",
    title=("The larger of the two branches", "두 쪽 가운데 큰 것을 골랐습니다"),
    text=(
        "For α = 1 the curve α(eᶻ − 1) lies above the line z everywhere below 0, so the maximum picks the right "
        "branch, as it does for the leaky ReLU. For α above 1 curve and line cross. The sign of z decides, not the "
        "size of the branches.",
        "α = 1이면 0 아래에서 곡선 α(eᶻ − 1)이 언제나 직선 z보다 위에 있으므로, 리키 ReLU에서처럼 최댓값이 맞는 쪽을 "
        "고릅니다. α가 1보다 크면 곡선과 직선이 서로 엇갈립니다. 두 쪽의 크기가 아니라 z의 부호로 정해야 합니다.",
    ),
)
def elu_as_maximum(Z, alpha=1.0):
    return np.maximum(Z, alpha * np.expm1(np.minimum(Z, 0.0)))


@misconception(task="elu", **IN_PLACE)
def elu_in_place(Z, alpha=1.0):
    Z[...] = elu_value(Z, alpha)
    return Z


@misconception(task="elu", **ONE_NUMBER_ONLY)
def elu_of_one_number(Z, alpha=1.0):
    return Z if Z > 0 else alpha * (math.exp(Z) - 1.0)


# softplus


@misconception(
    task="softplus",
    anchor="mistake-log-of-exp",
    title=("The logarithm comes too late", "로그가 너무 늦습니다"),
    text=(
        "For z above 709 you get ∞: the exponential has overflowed before the logarithm could undo it. `log1p` does "
        "not help, since it is the exponential that breaks. Take the large part out of the logarithm first; what "
        "remains is at most ln 2.",
        "z가 709를 넘으면 ∞가 나옵니다. 로그가 되돌리기 전에 지수 함수가 넘친 것입니다. 넘치는 것은 지수 함수이므로 "
        "`log1p`로 바꾸어도 소용없습니다. 큰 부분을 먼저 로그 밖으로 꺼내면 남는 것은 ln 2 이하입니다.",
    ),
)
def softplus_as_defined(Z):
    return np.log(1.0 + np.exp(Z))


@misconception(
    task="softplus",
    anchor="mistake-both-branches",
    title=("The branch that is not used overflows", "쓰지 않는 쪽이 넘칩니다"),
    text=(
        "For large z you return z itself, and the values are right. The exponential is computed there all the same, "
        "because `np.where` takes two complete arrays, and NumPy warns. Use an exponent that is never positive.",
        "z가 크면 z 자신을 돌려주어 값은 맞습니다. 그러나 `np.where`는 다 계산된 배열 둘을 받으므로 그곳에서도 지수 "
        "함수를 계산하고, 경고가 나옵니다. 지수가 양수가 되지 않게 합니다.",
    ),
)
def softplus_both_branches(Z):
    return np.where(Z > 30.0, Z, np.log1p(np.exp(Z)))


@misconception(
    task="softplus",
    anchor="mistake-sigmoid-sign",
    title=("The sign in the exponent", "지수의 부호가 반대입니다"),
    text=(
        "You compute softplus(−z), a curve that falls to the right. It is the loss of logistic regression for the "
        "label 1, where the minus belongs. A smooth ReLU grows with z.",
        "softplus(−z)를 계산하여 오른쪽으로 내려가는 곡선이 되었습니다. 정답이 1일 때의 로지스틱 손실에서는 그 음의 "
        "부호가 맞습니다. 매끄러운 ReLU는 z와 함께 커집니다.",
    ),
)
def softplus_of_minus(Z):
    return np.maximum(-Z, 0.0) + np.log1p(np.exp(-np.abs(Z)))


@misconception(
    task="softplus",
    anchor="activations-curves",
    title=("The rounding is gone", "모서리가 둥글지 않습니다"),
    text=(
        "You return max(0, z): the limit of softplus far from 0. Near 0 the two differ by up to ln 2 = 0.693, and "
        "that round part is what gives softplus a slope everywhere.",
        "max(0, z)를 돌려주었습니다. 0에서 멀 때의 극한입니다. 0 근처에서는 ln 2 = 0.693까지 차이가 나며, 그 둥근 "
        "부분 덕분에 softplus는 어디서나 미분할 수 있습니다.",
    ),
)
def softplus_without_rounding(Z):
    return np.maximum(Z, 0.0)


@misconception(
    task="softplus",
    anchor="mistake-log-of-exp",
    title=("The sign is lost in the remaining exponent", "남은 지수에서 절댓값이 빠졌습니다"),
    text=(
        "Taking max(0, z) out of the logarithm is right. What remains is e to the minus |z|; with −z alone it "
        "explodes for negative z, and even moderate values are wrong there.",
        "max(0, z)를 로그 밖으로 꺼낸 것은 맞습니다. 남은 지수는 −|z|입니다. −z로 두면 z가 음수일 때 폭발하고, 보통 "
        "크기의 값도 틀립니다.",
    ),
)
def softplus_without_absolute(Z):
    return np.maximum(Z, 0.0) + np.log1p(np.exp(-Z))


@misconception(
    task="softplus",
    anchor="mistake-overflow",
    title=("The function stops growing", "함수가 더 커지지 않습니다"),
    text=(
        "You limit z before the exponential, so nothing overflows and every z above the limit gives the limit. "
        "Softplus grows without bound, like z. Keep the large part outside of what is limited.",
        "지수 함수에 넣기 전에 z를 제한하여 넘치지는 않지만, 한계보다 큰 z는 모두 한계값이 됩니다. softplus는 z처럼 "
        "끝없이 커집니다. 큰 부분은 제한하는 것 밖에 둡니다.",
    ),
)
def softplus_limited(Z):
    return np.log1p(np.exp(np.minimum(Z, 500.0)))


@misconception(
    task="softplus",
    anchor="mistake-log-of-exp",
    title=("z itself from too early on", "너무 일찍부터 z 자신입니다"),
    text=(
        "From z = 3 on you return z. Softplus comes near to z, but the difference is ln(1 + e⁻ᶻ): 0.05 at 3, 0.007 at "
        "5. It drops below float64's resolution only near 37; with a form that is right everywhere there is nothing "
        "to switch.",
        "z = 3부터 z를 돌려주었습니다. softplus가 z에 가까워지기는 하지만 ln(1 + e⁻ᶻ)만큼 차이가 있어서 3에서 0.05, "
        "5에서 0.007입니다. 37 근처에 가서야 float64로 구별할 수 없게 됩니다. 어디서나 맞는 식을 쓰면 바꿀 필요도 "
        "없습니다.",
    ),
)
def softplus_switched_early(Z):
    return np.where(Z > 3.0, Z, np.log1p(np.exp(np.minimum(Z, 3.0))))


@misconception(
    task="softplus",
    anchor="activations-curves",
    title=("Powers and logarithms of base 2", "밑이 2인 거듭제곱과 로그입니다"),
    text=(
        "At 0 you get 1 in place of ln 2 = 0.693: base 2 in both places. The shape is similar, and consistent in "
        "itself; but its slope is not the sigmoid. The natural base is meant.",
        "0에서 ln 2 = 0.693이 아니라 1이 나옵니다. 두 곳 모두 밑이 2입니다. 모양이 비슷하고 그 자체로는 앞뒤가 "
        "맞지만, 기울기가 시그모이드가 아닙니다. 자연로그의 밑 e를 씁니다.",
    ),
)
def softplus_of_base_two(Z):
    return np.logaddexp2(0.0, Z)


@misconception(task="softplus", **IN_PLACE)
def softplus_in_place(Z):
    return np.logaddexp(0.0, Z, out=Z)


@misconception(task="softplus", **ONE_NUMBER_ONLY)
def softplus_of_one_number(Z):
    return math.log(1.0 + math.exp(Z))


# gelu


@misconception(
    task="gelu",
    anchor="mistake-gelu-tanh",
    title=("The approximation by tanh", "tanh를 쓴 근사식입니다"),
    text=(
        "Three digits are right and no more: this is ½z(1 + tanh(√(2/π)(z + 0.044715z³))), the formula of many "
        "published models. It was faster once. Weights trained with one form do not belong to the other, and the "
        "exact form with erf is asked for.",
        "세 자리까지만 맞습니다. ½z(1 + tanh(√(2/π)(z + 0.044715z³)))는 공개된 여러 모델이 쓰는 식으로, 한때는 더 "
        "빨랐습니다. 한 식으로 학습한 가중치를 다른 식에 그대로 쓸 수는 없습니다. 여기서는 erf를 쓴 정확한 식을 "
        "씁니다.",
    ),
)
def gelu_by_tanh(Z):
    return 0.5 * Z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (Z + 0.044715 * Z**3)))


@misconception(
    task="gelu",
    anchor="mistake-gelu-sigmoid",
    title=("The approximation by a sigmoid", "시그모이드를 쓴 근사식입니다"),
    text=(
        "You have z·σ(1.702z), the quick approximation, off by up to 0.02. The logistic curve resembles the normal "
        "distribution function, but its tails are heavier. The exact form with erf is asked for.",
        "z·σ(1.702z)는 빠른 근사식이고 0.02까지 차이가 납니다. 로지스틱 곡선은 정규 분포 함수와 닮았지만 꼬리가 더 "
        "두껍습니다. 여기서는 erf를 쓴 정확한 식을 씁니다.",
    ),
)
def gelu_by_sigmoid(Z):
    return Z * logistic(1.702 * Z)


@misconception(
    task="gelu",
    anchor="mistake-gelu-sigmoid",
    title=("SiLU, another function", "다른 함수인 SiLU입니다"),
    text=(
        "z·σ(z) is SiLU, also called swish. The idea is the same, z times a gate between 0 and 1, and the curves look "
        "alike. GELU's gate is the normal distribution function, which opens more steeply.",
        "z·σ(z)는 SiLU(swish)입니다. 0과 1 사이의 문을 z에 곱한다는 생각은 같고 곡선도 닮았습니다. GELU의 문은 정규 "
        "분포 함수이며 더 가파르게 열립니다.",
    ),
)
def gelu_as_silu(Z):
    return Z * logistic(Z)


@misconception(
    task="gelu",
    anchor="activations-curves",
    title=("The gate alone", "문만 있고 z가 없습니다"),
    text=(
        "You return Φ(z), a curve from 0 to 1 like the sigmoid. In GELU it is the gate, a share of the input that "
        "passes: it is multiplied by z.",
        "시그모이드처럼 0에서 1로 가는 Φ(z)를 돌려주었습니다. GELU에서 Φ는 입력이 통과하는 비율, 곧 문입니다. 여기에 "
        "z를 곱합니다.",
    ),
)
def gelu_gate_alone(Z):
    return below(Z)


@misconception(
    task="gelu",
    anchor="activations-curves",
    title=("√2 is missing inside erf", "erf 안에 √2가 빠졌습니다"),
    text=(
        "erf belongs to the density with e to the minus z², the normal distribution to the one with minus z²/2. "
        "Without dividing by √2 the gate opens too steeply: at z = 1 it gives 0.921 in place of 0.841.",
        "erf는 e의 −z² 제곱에 대한 것이고, 정규 분포는 −z²/2 제곱에 대한 것입니다. √2로 나누지 않으면 문이 너무 "
        "가파르게 열려서 z = 1에서 0.841이 아니라 0.921이 됩니다.",
    ),
)
def gelu_without_root(Z):
    return 0.5 * Z * (1.0 + erf(Z))


@misconception(
    task="gelu",
    anchor="activations-curves",
    title=("The ½ is missing", "½이 빠졌습니다"),
    text=(
        "Large inputs come out doubled. erf runs from −1 to 1, so 1 + erf runs from 0 to 2; halved, it is a "
        "probability.",
        "큰 입력이 두 배로 나옵니다. erf는 −1에서 1까지이므로 1 + erf는 0에서 2까지입니다. 절반으로 나누어야 확률이 "
        "됩니다.",
    ),
)
def gelu_doubled(Z):
    return Z * (1.0 + erf(Z / np.sqrt(2.0)))


@misconception(
    task="gelu",
    anchor="mistake-gelu-density",
    title=("The density in place of the distribution function", "분포 함수가 아니라 밀도를 썼습니다"),
    text=(
        "You multiply z by φ(z), the bell curve, so everything far from 0 vanishes. Φ(z) is the area under the bell "
        "to the left of z: near 1 for large z, so that large inputs pass.",
        "종 모양의 밀도 φ(z)를 z에 곱하여 0에서 먼 값이 모두 사라집니다. Φ(z)는 z의 왼쪽에 있는 종 아래의 넓이입니다. "
        "z가 크면 1에 가까우므로 큰 입력이 통과합니다.",
    ),
)
def gelu_with_density(Z):
    return Z * density(Z)


@misconception(task="gelu", **IN_PLACE)
def gelu_in_place(Z):
    Z *= below(Z)
    return Z


@misconception(task="gelu", **ONE_NUMBER_ONLY)
def gelu_of_one_number(Z):
    return 0.5 * Z * (1.0 + math.erf(Z / math.sqrt(2.0)))


# relu_backward


@misconception(task="relu_backward", **UPSTREAM_DROPPED)
def relu_slope_alone(dA, Z):
    return np.where(Z > 0, 1.0, 0.0)


@misconception(task="relu_backward", **UPSTREAM_ADDED)
def relu_upstream_added(dA, Z):
    return dA + (Z > 0)


@misconception(task="relu_backward", **TAKEN_AT_UPSTREAM)
def relu_mask_from_upstream(dA, Z):
    return dA * (dA > 0)


@misconception(
    task="relu_backward",
    anchor="mistake-mask-from-upstream",
    title=("Negative gradients are cut off too", "음수인 기울기까지 잘랐습니다"),
    text=(
        "Where Z is positive you let dA pass only if it is positive as well. Nothing about ReLU makes gradients "
        "positive: a negative one says that the loss falls when the unit grows. (For pictures the trick exists, as "
        "guided backpropagation; it is not a gradient.)",
        "Z가 양수인 곳에서도 dA가 양수일 때만 통과시켰습니다. ReLU라고 해서 기울기가 양수여야 하는 것은 아닙니다. "
        "음의 기울기는 유닛이 커지면 손실이 줄어든다는 뜻입니다. (그림을 위한 guided backpropagation이 이렇게 하지만 "
        "그것은 기울기가 아닙니다.)",
    ),
)
def relu_guided(dA, Z):
    return dA * (Z > 0) * (dA > 0)


@misconception(task="relu_backward", **UPSTREAM_OVERWRITTEN)
def relu_backward_in_place(dA, Z):
    dA[Z <= 0] = 0.0
    return dA


@misconception(task="relu_backward", **NO_ARRAY_LEFT)
def relu_backward_writing_into_result(dA, Z):
    dZ = 1.0 * dA
    dZ[Z <= 0] = 0.0
    return dZ


@misconception(task="relu_backward", **ONE_NUMBER_ONLY)
def relu_backward_of_one_number(dA, Z):
    return dA if Z > 0 else 0.0


@misconception(task="relu_backward", **VALUE_FOR_SLOPE)
def relu_value_for_slope(dA, Z):
    return dA * np.maximum(Z, 0.0)


@misconception(
    task="relu_backward",
    anchor="mistake-slope-at-zero",
    title=("The slope at 0 is 1", "0에서의 기울기가 1입니다"),
    text=(
        "At Z = 0 you let the gradient pass. A corner has no derivative and every value from 0 to 1 could be "
        "defended; libraries choose 0, so that a unit that gives nothing also learns nothing. After zero biases and "
        "sparse inputs exact zeros are not rare.",
        "Z = 0에서 기울기를 통과시켰습니다. 꺾인 점에는 미분이 없으므로 0과 1 사이의 어떤 값도 가능하지만, "
        "라이브러리는 0을 택합니다. 아무것도 내지 않는 유닛은 배우지도 않는다는 뜻입니다. 편향이 0이고 입력이 "
        "희소하면 정확히 0인 값이 드물지 않습니다.",
    ),
)
def relu_passing_at_zero(dA, Z):
    return dA * (Z >= 0)


@misconception(
    task="relu_backward",
    anchor="mistake-slope-at-zero",
    title=("The slope at 0 is ½", "0에서의 기울기가 ½입니다"),
    text=(
        "At Z = 0 you take the mean of both sides, which is what central differences give there. It is one of the "
        "possible choices, but not the usual one: the course, like PyTorch, takes 0.",
        "Z = 0에서 양쪽의 평균을 택했습니다. 중앙 차분이 내놓는 값이기도 합니다. 가능한 선택이지만 흔한 선택은 "
        "아닙니다. 이 강좌는 PyTorch처럼 0을 택합니다.",
    ),
)
def relu_half_at_zero(dA, Z):
    return dA * np.heaviside(Z, 0.5)


@misconception(
    task="relu_backward",
    anchor="mistake-mask-from-output",
    title=("A mask that the output always meets", "출력이 언제나 만족하는 마스크입니다"),
    text=(
        "You ask whether the output is ≥ 0, and ReLU's output always is: every gradient passes. Taking the mask from "
        "the output is possible, but with the comparison that tells 0 from what is larger.",
        "출력이 0 이상인지 물었는데 ReLU의 출력은 언제나 그렇습니다. 그래서 모든 기울기가 통과합니다. 마스크를 "
        "출력에서 구할 수도 있지만, 0과 그보다 큰 것을 가르는 비교를 써야 합니다.",
    ),
)
def relu_mask_from_output(dA, Z):
    A = np.maximum(Z, 0.0)
    return dA * (A >= 0)


@misconception(
    task="relu_backward",
    anchor="mistake-derivative-of-wrong-side",
    title=("The gradient passes on the wrong side", "기울기가 반대쪽으로 지나갑니다"),
    text=(
        "You let dA through where Z is negative and block it where Z is positive. The mask marks what to keep; it is "
        "easily taken for a mark of what to delete. Where the unit was on, the gradient passes.",
        "Z가 음수인 곳에서 dA를 통과시키고 양수인 곳에서 막았습니다. 마스크는 남길 곳을 표시하는데 지울 곳의 표시로 "
        "착각하기 쉽습니다. 유닛이 켜져 있던 곳에서 기울기가 지나갑니다.",
    ),
)
def relu_wrong_side(dA, Z):
    return dA * (Z < 0)


# leaky_relu_backward


@misconception(task="leaky_relu_backward", **UPSTREAM_DROPPED)
def leaky_slope_alone(dA, Z, slope=0.01):
    return np.where(Z > 0, 1.0, slope)


@misconception(
    task="leaky_relu_backward",
    anchor="mistake-upstream-dropped",
    title=("The upstream gradient is left out below 0", "0 아래에서 상류 기울기가 빠졌습니다"),
    text=(
        "Above 0 you pass dA on, below 0 you return `slope` alone. For the plain ReLU the lower branch is 0 with or "
        "without dA, so the habit does no harm there. The chain rule multiplies on both sides.",
        "0 위에서는 dA를 넘기지만 0 아래에서는 `slope`만 돌려주었습니다. 보통의 ReLU에서는 아래쪽이 dA가 있든 없든 "
        "0이라 이 습관이 해롭지 않습니다. 연쇄 법칙은 양쪽 모두에서 곱합니다.",
    ),
)
def leaky_upstream_above_only(dA, Z, slope=0.01):
    return np.where(Z > 0, dA, slope)


@misconception(task="leaky_relu_backward", **UPSTREAM_ADDED)
def leaky_upstream_added(dA, Z, slope=0.01):
    return dA + np.where(Z > 0, 1.0, slope)


@misconception(task="leaky_relu_backward", **TAKEN_AT_UPSTREAM)
def leaky_mask_from_upstream(dA, Z, slope=0.01):
    return np.where(dA > 0, dA, slope * dA)


@misconception(task="leaky_relu_backward", **UPSTREAM_OVERWRITTEN)
def leaky_backward_in_place(dA, Z, slope=0.01):
    dA[Z <= 0] *= slope
    return dA


@misconception(task="leaky_relu_backward", **ONE_NUMBER_ONLY)
def leaky_backward_of_one_number(dA, Z, slope=0.01):
    return dA if Z > 0 else slope * dA


@misconception(task="leaky_relu_backward", **VALUE_FOR_SLOPE)
def leaky_value_for_slope(dA, Z, slope=0.01):
    return dA * np.where(Z > 0, Z, slope * Z)


@misconception(
    task="leaky_relu_backward",
    anchor="mistake-leaky-forward-only",
    title=("Nothing leaks on the way back", "돌아오는 길에는 새지 않습니다"),
    text=(
        "Below 0 your gradient is 0: the step of the plain ReLU. Then the leak of the forward step is idle, because "
        "its purpose is that a unit on the negative side still gets a gradient.",
        "0 아래에서 기울기가 0입니다. 보통 ReLU의 역전파입니다. 그러면 순전파에서 새게 한 보람이 없습니다. 음수 쪽에 "
        "있는 유닛도 기울기를 받게 하려는 것이기 때문입니다.",
    ),
)
def leaky_forward_only(dA, Z, slope=0.01):
    return dA * (Z > 0)


@misconception(
    task="leaky_relu_backward",
    anchor="mistake-leaky-forward-only",
    title=("The slope is always 0.01 on the way back", "돌아올 때는 기울기가 언제나 0.01입니다"),
    text=(
        "With the default all is right; with another slope forward and backward no longer belong together. The "
        "parameter is there so that both can be given the same number.",
        "기본값으로는 모두 맞지만, 다른 slope를 쓰면 순전파와 역전파가 서로 맞지 않습니다. 양쪽에 같은 수를 줄 수 "
        "있도록 매개변수가 있는 것입니다.",
    ),
)
def leaky_backward_slope_fixed(dA, Z, slope=0.01):
    return dA * np.where(Z > 0, 1.0, 0.01)


@misconception(
    task="leaky_relu_backward",
    anchor="mistake-derivative-of-wrong-side",
    title=("The two slopes have changed places", "두 기울기의 자리가 바뀌었습니다"),
    text=(
        "You multiply by `slope` where Z is positive and by 1 where it is negative. The order of the arguments of "
        "`np.where` is: condition, value where true, value where false.",
        "Z가 양수인 곳에 `slope`를, 음수인 곳에 1을 곱했습니다. `np.where`의 인수는 조건, 참일 때의 값, 거짓일 때의 "
        "값 순서입니다.",
    ),
)
def leaky_sides_exchanged(dA, Z, slope=0.01):
    return dA * np.where(Z > 0, slope, 1.0)


@misconception(
    task="leaky_relu_backward",
    anchor="activations-derivatives",
    title=("Below 0 the function is left undifferentiated", "0 아래쪽을 미분하지 않았습니다"),
    text=(
        "Above 0 you have the slope, 1; below 0 you still have the function, slope·z. Its derivative with respect to "
        "z is `slope` alone, the same for every negative z.",
        "0 위에서는 기울기 1을 썼지만 0 아래에는 함수 slope·z가 그대로 있습니다. 이를 z로 미분하면 `slope`만 남고, "
        "z가 음수이면 어디서나 같습니다.",
    ),
)
def leaky_branch_not_differentiated(dA, Z, slope=0.01):
    return dA * np.where(Z > 0, 1.0, slope * Z)


# sigmoid_backward


@misconception(task="sigmoid_backward", **UPSTREAM_DROPPED)
def sigmoid_slope_alone(dA, Z):
    return logistic_slope(Z)


@misconception(task="sigmoid_backward", **UPSTREAM_ADDED)
def sigmoid_upstream_added(dA, Z):
    return dA + logistic_slope(Z)


@misconception(task="sigmoid_backward", **TAKEN_AT_UPSTREAM)
def sigmoid_slope_at_upstream(dA, Z):
    return dA * logistic_slope(dA)


@misconception(task="sigmoid_backward", **TAKEN_AT_OUTPUT)
def sigmoid_slope_at_output(dA, Z):
    return dA * logistic_slope(logistic(Z))


@misconception(task="sigmoid_backward", **UPSTREAM_OVERWRITTEN)
def sigmoid_backward_in_place(dA, Z):
    dA *= logistic_slope(Z)
    return dA


@misconception(task="sigmoid_backward", **ONE_NUMBER_ONLY)
def sigmoid_backward_of_one_number(dA, Z):
    s = 1.0 / (1.0 + math.exp(-Z))
    return dA * s * (1.0 - s)


@misconception(task="sigmoid_backward", **VALUE_FOR_SLOPE)
def sigmoid_value_for_slope(dA, Z):
    return dA * logistic(Z)


@misconception(
    task="sigmoid_backward",
    anchor="mistake-sigmoid-of-sigmoid",
    title=("z(1 − z) of the input", "입력으로 z(1 − z)를 계산했습니다"),
    text=(
        "The formula s(1 − s) is meant for s = σ(z), and you have put Z in. Code that keeps the activation from the "
        "forward step may look like this and be right; here the function is given Z, and for most z your slope is "
        "negative, though σ always rises.",
        "s(1 − s)의 s는 σ(z)인데 Z를 넣었습니다. 순전파의 출력을 남겨 두는 코드라면 이런 모양이 맞을 수 있습니다. "
        "그러나 이 함수가 받는 것은 Z이고, 대부분의 z에서 언제나 증가하는 σ의 기울기가 음수로 나옵니다.",
    ),
)
def sigmoid_input_for_output(dA, Z):
    return dA * Z * (1.0 - Z)


@misconception(
    task="sigmoid_backward",
    anchor="mistake-sigmoid-square",
    title=("1 − s², the slope of tanh", "tanh의 기울기 1 − s²입니다"),
    text=(
        "1 − s² belongs to tanh. For the sigmoid it never falls below 0 either and looks plausible, but it stays near "
        "1 on the left, where the curve is flat. Check at 0: the slope is ¼.",
        "1 − s²은 tanh의 기울기입니다. 시그모이드에 써도 음수가 되지 않아 그럴듯하지만, 곡선이 평평한 왼쪽에서 1에 "
        "가깝습니다. 0에서 확인해 보면 기울기는 ¼입니다.",
    ),
)
def sigmoid_slope_of_tanh(dA, Z):
    return dA * (1.0 - logistic(Z) ** 2)


@misconception(
    task="sigmoid_backward",
    anchor="mistake-sigmoid-square",
    title=("s(1 + s)", "s(1 + s)가 되었습니다"),
    text=(
        "A sign has slipped: s(1 + s) grows to 2 on the right, where σ is flat. Both ends of the curve are flat, so "
        "the slope has a factor for each end: s vanishes on the left, 1 − s on the right.",
        "부호 하나가 바뀌어 s(1 + s)가 되었고, σ가 평평한 오른쪽에서 2까지 커집니다. 곡선의 양 끝이 평평하므로 "
        "기울기에는 끝마다 곱하는 수가 하나씩 있습니다. 왼쪽에서는 s가, 오른쪽에서는 1 − s가 0이 됩니다.",
    ),
)
def sigmoid_plus_for_minus(dA, Z):
    return dA * logistic(Z) * (1.0 + logistic(Z))


@misconception(
    task="sigmoid_backward",
    anchor="mistake-sigmoid-sign",
    title=("The slope is negative", "기울기가 음수입니다"),
    text=(
        "Every entry has the wrong sign: s(s − 1). Differentiating e⁻ᶻ brings down one minus and the reciprocal "
        "another; one of them got lost. σ rises everywhere, so its slope is positive.",
        "모든 원소의 부호가 반대인 s(s − 1)입니다. e⁻ᶻ을 미분할 때 음의 부호가 하나, 역수를 미분할 때 또 하나 "
        "나오는데 하나를 빠뜨렸습니다. σ는 어디서나 증가하므로 기울기는 양수입니다.",
    ),
)
def sigmoid_slope_negative(dA, Z):
    return dA * logistic(Z) * (logistic(Z) - 1.0)


@misconception(
    task="sigmoid_backward",
    anchor="mistake-backward-overflow",
    title=("∞ / ∞ for very negative z", "z가 절댓값이 큰 음수이면 ∞ / ∞가 됩니다"),
    text=(
        "e⁻ᶻ/(1 + e⁻ᶻ)² is right on paper; for very negative z both sides of the fraction are infinite and the "
        "gradient is nan. One nan in a gradient spoils every weight in one step. The slope is even: use the exponent "
        "that is not positive for both signs.",
        "e⁻ᶻ/(1 + e⁻ᶻ)²은 종이 위에서는 맞지만, z가 절댓값이 큰 음수이면 분자와 분모가 모두 무한대여서 기울기가 "
        "nan입니다. 기울기에 nan이 하나만 있어도 한 번의 갱신으로 모든 가중치가 망가집니다. 기울기가 좌우 대칭이므로 "
        "양쪽 모두 양수가 되지 않는 지수를 씁니다.",
    ),
)
def sigmoid_slope_infinite(dA, Z):
    return dA * np.exp(-Z) / (1.0 + np.exp(-Z)) ** 2


@misconception(
    task="sigmoid_backward",
    anchor="mistake-backward-overflow",
    title=("The sigmoid inside overflows", "안에 있는 시그모이드가 넘칩니다"),
    text=(
        "The gradient is right, and NumPy warns: the sigmoid that you take on the way back is the form that overflows "
        "for very negative z. A stable form forward helps only if backward uses it too.",
        "기울기는 맞지만 경고가 나옵니다. 역전파에서 쓴 시그모이드는 z가 절댓값이 큰 음수일 때 넘치는 식입니다. "
        "순전파를 안정하게 만들어도 역전파가 그것을 쓰지 않으면 소용없습니다.",
    ),
)
def sigmoid_slope_overflowing(dA, Z):
    s = 1.0 / (1.0 + np.exp(-Z))
    return dA * s * (1.0 - s)


# tanh_backward


@misconception(task="tanh_backward", **UPSTREAM_DROPPED)
def tanh_slope_alone(dA, Z):
    return tanh_slope(Z)


@misconception(task="tanh_backward", **UPSTREAM_ADDED)
def tanh_upstream_added(dA, Z):
    return dA + tanh_slope(Z)


@misconception(task="tanh_backward", **TAKEN_AT_UPSTREAM)
def tanh_slope_at_upstream(dA, Z):
    return dA * tanh_slope(dA)


@misconception(task="tanh_backward", **TAKEN_AT_OUTPUT)
def tanh_slope_at_output(dA, Z):
    return dA * tanh_slope(np.tanh(Z))


@misconception(task="tanh_backward", **UPSTREAM_OVERWRITTEN)
def tanh_backward_in_place(dA, Z):
    dA *= tanh_slope(Z)
    return dA


@misconception(task="tanh_backward", **ONE_NUMBER_ONLY)
def tanh_backward_of_one_number(dA, Z):
    return dA * (1.0 - math.tanh(Z) ** 2)


@misconception(task="tanh_backward", **VALUE_FOR_SLOPE)
def tanh_value_for_slope(dA, Z):
    return dA * np.tanh(Z)


@misconception(
    task="tanh_backward",
    anchor="mistake-tanh-linear",
    title=("1 − tanh without the square", "제곱이 빠진 1 − tanh입니다"),
    text=(
        "Your slope is 1 − tanh(z): right at 0 and near the right end, and almost 2 on the left, where tanh is flat. "
        "tanh is odd, so its slope is the same at z and −z; only a square forgets the sign.",
        "기울기가 1 − tanh(z)입니다. 0과 오른쪽 끝에서는 맞지만 tanh가 평평한 왼쪽에서 거의 2입니다. tanh는 "
        "기함수이므로 z와 −z에서 기울기가 같습니다. 부호를 지우는 것은 제곱입니다.",
    ),
)
def tanh_without_square(dA, Z):
    return dA * (1.0 - np.tanh(Z))


@misconception(
    task="tanh_backward",
    anchor="mistake-sigmoid-of-sigmoid",
    title=("1 − z² of the input", "입력으로 1 − z²을 계산했습니다"),
    text=(
        "In 1 − t² the t is the output, and you have put the input there. Near 0 the two are nearly equal, which "
        "hides it; for |z| above 1 your slope turns negative, and for large z it explodes.",
        "1 − t²에서 t는 출력인데 입력을 넣었습니다. 0 근처에서는 둘이 거의 같아서 드러나지 않습니다. |z|가 1보다 크면 "
        "기울기가 음수가 되고, z가 크면 폭발합니다.",
    ),
)
def tanh_input_for_output(dA, Z):
    return dA * (1.0 - Z**2)


@misconception(
    task="tanh_backward",
    anchor="mistake-sigmoid-square",
    title=("t(1 − t), the slope of the sigmoid", "시그모이드의 기울기 t(1 − t)입니다"),
    text=(
        "s(1 − s) belongs to the sigmoid. With t = tanh it is 0 at z = 0, where tanh is steepest, and negative on the "
        "left. tanh has its own formula, from the same chain rule.",
        "s(1 − s)는 시그모이드의 기울기입니다. t = tanh로 바꾸면 가장 가파른 z = 0에서 0이 되고 왼쪽에서 음수가 "
        "됩니다. tanh에는 같은 연쇄 법칙으로 얻는 다른 식이 있습니다.",
    ),
)
def tanh_slope_of_sigmoid(dA, Z):
    return dA * np.tanh(Z) * (1.0 - np.tanh(Z))


@misconception(
    task="tanh_backward",
    anchor="mistake-sigmoid-square",
    title=("1 + t²", "1 + t²이 되었습니다"),
    text=(
        "1 + t² is the slope of the ordinary tangent; the hyperbolic one has a minus. With a plus the slope is 2 at "
        "both ends, and gradients would grow from layer to layer where they should vanish.",
        "1 + t²은 보통 탄젠트의 기울기이고, 쌍곡 탄젠트에서는 빼기입니다. 더하면 양 끝에서 기울기가 2가 되어, "
        "사라져야 할 기울기가 층을 지날 때마다 커집니다.",
    ),
)
def tanh_plus_for_minus(dA, Z):
    return dA * (1.0 + np.tanh(Z) ** 2)


@misconception(
    task="tanh_backward",
    anchor="mistake-backward-overflow",
    title=("cosh overflows", "cosh가 넘칩니다"),
    text=(
        "1/cosh² is right, and 1/∞ gives 0, but cosh has overflowed on the way and NumPy warns. Written with tanh, "
        "which stays between −1 and 1, nothing can grow.",
        "1/cosh²은 맞는 식이고 1/∞은 0이지만, 그 사이에 cosh가 넘쳐서 경고가 나옵니다. −1과 1 사이에 머무는 tanh로 "
        "쓰면 커질 것이 없습니다.",
    ),
)
def tanh_slope_by_cosh(dA, Z):
    return dA / np.cosh(Z) ** 2


# elu_backward


@misconception(task="elu_backward", **UPSTREAM_DROPPED)
def elu_slope_alone(dA, Z, alpha=1.0):
    return elu_slope(Z, alpha)


@misconception(task="elu_backward", **UPSTREAM_ADDED)
def elu_upstream_added(dA, Z, alpha=1.0):
    return dA + elu_slope(Z, alpha)


@misconception(task="elu_backward", **TAKEN_AT_UPSTREAM)
def elu_slope_at_upstream(dA, Z, alpha=1.0):
    return dA * elu_slope(dA, alpha)


@misconception(task="elu_backward", **TAKEN_AT_OUTPUT)
def elu_slope_at_output(dA, Z, alpha=1.0):
    return dA * elu_slope(elu_value(Z, alpha), alpha)


@misconception(task="elu_backward", **UPSTREAM_OVERWRITTEN)
def elu_backward_in_place(dA, Z, alpha=1.0):
    dA *= elu_slope(Z, alpha)
    return dA


@misconception(task="elu_backward", **ONE_NUMBER_ONLY)
def elu_backward_of_one_number(dA, Z, alpha=1.0):
    return dA if Z > 0 else dA * alpha * math.exp(Z)


@misconception(task="elu_backward", **VALUE_FOR_SLOPE)
def elu_value_for_slope(dA, Z, alpha=1.0):
    return dA * elu_value(Z, alpha)


@misconception(
    task="elu_backward",
    anchor="mistake-elu-alpha",
    title=("α is lost in the derivative", "미분하면서 α를 잃었습니다"),
    text=(
        "Below 0 you have eᶻ, the slope for α = 1. A constant factor stays when one differentiates: the slope of α(eᶻ "
        "− 1) carries the same α.",
        "0 아래에서 α = 1일 때의 기울기인 eᶻ을 썼습니다. 상수배는 미분해도 남습니다. α(eᶻ − 1)의 기울기에도 같은 α가 "
        "있습니다.",
    ),
)
def elu_slope_without_alpha(dA, Z, alpha=1.0):
    return dA * elu_slope(Z, 1.0)


@misconception(
    task="elu_backward",
    anchor="mistake-elu-alpha",
    title=("elu(z) + 1 in place of elu(z) + α", "elu(z) + α가 아니라 elu(z) + 1입니다"),
    text=(
        "Using the output again is a good idea: α·eᶻ is the output plus α. With + 1 it is right for α = 1 only, and "
        "otherwise the slope does not go to 0 on the left.",
        "출력을 다시 쓰는 것은 좋은 생각입니다. α·eᶻ은 출력에 α를 더한 값입니다. 1을 더하면 α = 1일 때만 맞고, 그렇지 "
        "않으면 왼쪽 끝에서 기울기가 0이 되지 않습니다.",
    ),
)
def elu_output_plus_one(dA, Z, alpha=1.0):
    return dA * np.where(Z > 0, 1.0, elu_value(Z, alpha) + 1.0)


@misconception(
    task="elu_backward",
    anchor="mistake-elu-shift",
    title=("The −1 is still there", "−1이 그대로 남아 있습니다"),
    text=(
        "Below 0 you return the function, α(eᶻ − 1), not its slope. It looks differentiated, because eᶻ is its own "
        "derivative; but the constant goes. The slope of an increasing function is not negative.",
        "0 아래에서 기울기가 아니라 함수 α(eᶻ − 1)을 썼습니다. eᶻ은 미분해도 그대로라서 이미 미분한 것처럼 보이지만, "
        "상수는 사라져야 합니다. 증가하는 함수의 기울기는 음수가 아닙니다.",
    ),
)
def elu_constant_kept(dA, Z, alpha=1.0):
    return dA * np.where(Z > 0, 1.0, elu_value(Z, alpha))


@misconception(
    task="elu_backward",
    anchor="mistake-both-branches",
    title=("np.where computes the exponential for positive Z too", "np.where는 양수 쪽에서도 지수 함수를 계산합니다"),
    text=(
        "The gradient is right, and for large Z NumPy warns: the exponential of the branch that is thrown away has "
        "overflowed. Both arrays are finished before `np.where` chooses, so the exponent must be safe for every entry.",
        "기울기는 맞지만 Z가 크면 경고가 나옵니다. 버려질 쪽의 지수 함수가 넘친 것입니다. `np.where`가 고르기 전에 두 "
        "배열이 모두 계산되므로, 모든 원소에서 지수가 안전해야 합니다.",
    ),
)
def elu_slope_both_branches(dA, Z, alpha=1.0):
    return dA * np.where(Z > 0, 1.0, alpha * np.exp(Z))


@misconception(
    task="elu_backward",
    anchor="mistake-backward-overflow",
    title=("0 · ∞ in the gradient", "기울기에 0 · ∞가 생깁니다"),
    text=(
        "You add the two slopes, each times its mask. Where the exponential is infinite, a mask of 0 does not delete "
        "it: 0 · ∞ is nan, and one nan in a gradient spoils all weights in one step.",
        "두 기울기에 저마다 마스크를 곱해 더했습니다. 지수 함수가 무한대인 곳에서는 0을 곱해도 지워지지 않습니다. 0 · "
        "∞는 nan이고, 기울기에 nan이 하나만 있어도 한 번의 갱신으로 모든 가중치가 망가집니다.",
    ),
)
def elu_slope_by_masks(dA, Z, alpha=1.0):
    return dA * ((Z > 0) + (Z <= 0) * alpha * np.exp(Z))


@misconception(
    task="elu_backward",
    anchor="mistake-derivative-of-wrong-side",
    title=("The two slopes have changed places", "두 기울기의 자리가 바뀌었습니다"),
    text=(
        "You use the exponential's slope where Z is positive and 1 where it is negative. `np.where` takes the value "
        "for true first. For positive Z the function is the identity, so the gradient passes unchanged.",
        "Z가 양수인 곳에 지수 함수의 기울기를, 음수인 곳에 1을 썼습니다. `np.where`는 참일 때의 값을 먼저 받습니다. "
        "Z가 양수이면 항등 함수이므로 기울기가 그대로 지나갑니다.",
    ),
)
def elu_sides_exchanged(dA, Z, alpha=1.0):
    return dA * np.where(Z > 0, alpha * np.exp(np.minimum(Z, 0.0)), 1.0)


# softplus_backward


@misconception(task="softplus_backward", **UPSTREAM_DROPPED)
def softplus_slope_alone(dA, Z):
    return logistic(Z)


@misconception(task="softplus_backward", **UPSTREAM_ADDED)
def softplus_upstream_added(dA, Z):
    return dA + logistic(Z)


@misconception(task="softplus_backward", **TAKEN_AT_UPSTREAM)
def softplus_slope_at_upstream(dA, Z):
    return dA * logistic(dA)


@misconception(task="softplus_backward", **TAKEN_AT_OUTPUT)
def softplus_slope_at_output(dA, Z):
    return dA * logistic(np.logaddexp(0.0, Z))


@misconception(task="softplus_backward", **UPSTREAM_OVERWRITTEN)
def softplus_backward_in_place(dA, Z):
    dA *= logistic(Z)
    return dA


@misconception(task="softplus_backward", **ONE_NUMBER_ONLY)
def softplus_backward_of_one_number(dA, Z):
    return dA / (1.0 + math.exp(-Z))


@misconception(task="softplus_backward", **VALUE_FOR_SLOPE)
def softplus_value_for_slope(dA, Z):
    return dA * np.logaddexp(0.0, Z)


@misconception(
    task="softplus_backward",
    anchor="mistake-softplus-derivative",
    title=("The inner derivative is missing", "안쪽 미분이 빠졌습니다"),
    text=(
        "You have 1/(1 + eᶻ), the derivative of the logarithm, without that of what stands inside. The chain rule "
        "multiplies by eᶻ. Without it the slope falls from 1 to 0, though softplus becomes steeper to the right.",
        "로그를 미분한 1/(1 + eᶻ)만 있고 로그 안의 것을 미분하지 않았습니다. 연쇄 법칙은 여기에 eᶻ을 곱합니다. 그러지 "
        "않으면 softplus는 오른쪽으로 갈수록 가팔라지는데 기울기가 1에서 0으로 줄어듭니다.",
    ),
)
def softplus_inner_lost(dA, Z):
    return dA * logistic(-Z)


@misconception(
    task="softplus_backward",
    anchor="mistake-softplus-derivative",
    title=("One derivative too many", "한 번 더 미분했습니다"),
    text=(
        "s(1 − s) is the slope of the sigmoid, and the sigmoid is already the slope of softplus: you have the second "
        "derivative. Far to the right the gradient should pass unchanged; yours vanishes.",
        "s(1 − s)는 시그모이드의 기울기이고, 시그모이드가 이미 softplus의 기울기입니다. 두 번 미분한 셈입니다. 오른쪽 "
        "끝에서는 기울기가 그대로 지나가야 하는데 사라집니다.",
    ),
)
def softplus_second_derivative(dA, Z):
    return dA * logistic_slope(Z)


@misconception(
    task="softplus_backward",
    anchor="mistake-softplus-derivative",
    title=("The mask of ReLU", "ReLU의 마스크를 썼습니다"),
    text=(
        "You pass the gradient where Z is positive and block it elsewhere. Softplus is ReLU only from afar; near 0 "
        "its slope goes smoothly from 0 to 1 and is ½ at 0.",
        "Z가 양수이면 기울기를 통과시키고 아니면 막았습니다. softplus는 멀리서 볼 때만 ReLU입니다. 0 근처에서 "
        "기울기가 0에서 1로 매끄럽게 변하며, 0에서는 ½입니다.",
    ),
)
def softplus_mask_of_relu(dA, Z):
    return dA * (Z > 0)


@misconception(
    task="softplus_backward",
    anchor="mistake-backward-overflow",
    title=("e⁻ᶻ overflows on the way back", "역전파에서 e⁻ᶻ이 넘칩니다"),
    text=(
        "The gradient is right, and NumPy warns for very negative z. It is the sigmoid once more, in the form that "
        "overflows. The stable form serves here as it does forward.",
        "기울기는 맞지만 z가 절댓값이 큰 음수이면 경고가 나옵니다. 다시 나온 시그모이드를 넘치는 식으로 쓴 것입니다. "
        "순전파에서 쓴 안정한 식이 여기서도 통합니다.",
    ),
)
def softplus_slope_overflowing(dA, Z):
    return dA / (1.0 + np.exp(-Z))


@misconception(
    task="softplus_backward",
    anchor="mistake-backward-overflow",
    title=("∞ / ∞ for large z", "z가 크면 ∞ / ∞가 됩니다"),
    text=(
        "eᶻ/(1 + eᶻ) comes straight from the chain rule and is nan from z = 710 on. That is just where softplus was "
        "stable going forward; a stable function needs a stable derivative of its own.",
        "eᶻ/(1 + eᶻ)은 연쇄 법칙에서 바로 나온 식이지만 z = 710부터 nan입니다. 순전파에서는 안정하게 만들어 둔 바로 "
        "그 곳입니다. 함수를 안정하게 만들었다면 도함수도 따로 안정하게 만들어야 합니다.",
    ),
)
def softplus_slope_infinite(dA, Z):
    return dA * np.exp(Z) / (1.0 + np.exp(Z))


# gelu_backward


@misconception(task="gelu_backward", **UPSTREAM_DROPPED)
def gelu_slope_alone(dA, Z):
    return gelu_slope(Z)


@misconception(task="gelu_backward", **UPSTREAM_ADDED)
def gelu_upstream_added(dA, Z):
    return dA + gelu_slope(Z)


@misconception(task="gelu_backward", **TAKEN_AT_UPSTREAM)
def gelu_slope_at_upstream(dA, Z):
    return dA * gelu_slope(dA)


@misconception(task="gelu_backward", **TAKEN_AT_OUTPUT)
def gelu_slope_at_output(dA, Z):
    return dA * gelu_slope(Z * below(Z))


@misconception(task="gelu_backward", **UPSTREAM_OVERWRITTEN)
def gelu_backward_in_place(dA, Z):
    dA *= gelu_slope(Z)
    return dA


@misconception(task="gelu_backward", **ONE_NUMBER_ONLY)
def gelu_backward_of_one_number(dA, Z):
    return dA * (0.5 * (1.0 + math.erf(Z / math.sqrt(2.0))) + Z * math.exp(-0.5 * Z**2) / math.sqrt(2.0 * math.pi))


@misconception(task="gelu_backward", **VALUE_FOR_SLOPE)
def gelu_value_for_slope(dA, Z):
    return dA * Z * below(Z)


@misconception(
    task="gelu_backward",
    anchor="mistake-gelu-density",
    title=("The second term of the product rule is missing", "곱의 미분에서 둘째 항이 빠졌습니다"),
    text=(
        "You return Φ(z), as if the gate did not move with z. The product rule has two terms: the gate, and z times "
        "the slope of the gate. The second is 0 at 0 and at both ends, so it is felt only in between.",
        "문이 z와 함께 움직이지 않는 것처럼 Φ(z)만 썼습니다. 곱의 미분에는 항이 둘 있습니다. 문 자체와, z에 문의 "
        "기울기를 곱한 것입니다. 둘째 항은 0과 양 끝에서 0이므로 그 사이에서만 드러납니다.",
    ),
)
def gelu_gate_held(dA, Z):
    return dA * below(Z)


@misconception(
    task="gelu_backward",
    anchor="mistake-gelu-density",
    title=("Only the slope of the gate", "문의 기울기만 있습니다"),
    text=(
        "z·φ(z) is the second term of the product rule; the first, the gate itself, is missing. For large z, where "
        "GELU is nearly the identity, the slope should be 1, and yours is 0.",
        "z·φ(z)는 곱의 미분의 둘째 항이고, 첫째 항인 문 자체가 빠졌습니다. GELU가 거의 항등 함수인 큰 z에서는 "
        "기울기가 1이어야 하는데 0이 됩니다.",
    ),
)
def gelu_gate_slope_alone(dA, Z):
    return dA * Z * density(Z)


@misconception(
    task="gelu_backward",
    anchor="mistake-gelu-density",
    title=("The density is not multiplied by z", "밀도에 z를 곱하지 않았습니다"),
    text=(
        "You add φ(z) where z·φ(z) belongs. At z = 1 the two agree, and at 0 your slope is 0.9 in place of ½. In the "
        "product rule each factor is differentiated once while the other stays.",
        "z·φ(z)가 와야 할 곳에 φ(z)를 더했습니다. z = 1에서는 둘이 같지만 0에서는 기울기가 ½이 아니라 0.9입니다. 곱의 "
        "미분에서는 한쪽을 미분하는 동안 다른 쪽은 그대로 남습니다.",
    ),
)
def gelu_density_without_z(dA, Z):
    return dA * (below(Z) + density(Z))


@misconception(
    task="gelu_backward",
    anchor="mistake-gelu-density",
    title=("The second term is subtracted", "둘째 항을 뺐습니다"),
    text=(
        "You have Φ(z) − z·φ(z). The minus is taken over from the derivative of the density, −z·φ(z), or from the "
        "quotient rule. Φ rises, and in the product rule both terms are added.",
        "Φ(z) − z·φ(z)가 되었습니다. 밀도의 도함수 −z·φ(z)나 몫의 미분에서 음의 부호를 가져온 것입니다. Φ는 증가하고, "
        "곱의 미분에서는 두 항을 더합니다.",
    ),
)
def gelu_second_term_subtracted(dA, Z):
    return dA * (below(Z) - Z * density(Z))


@misconception(
    task="gelu_backward",
    anchor="mistake-gelu-density",
    title=("The density lacks the ½ in its exponent", "밀도의 지수에 ½이 빠졌습니다"),
    text=(
        "Your bell is too narrow: e to the minus z², without the half. The factor √(2π) in front belongs to the "
        "exponent −z²/2; with another exponent the area is no longer 1.",
        "½ 없이 e의 −z² 제곱을 써서 종이 너무 좁습니다. 앞의 √(2π)는 지수가 −z²/2일 때의 것입니다. 지수가 다르면 "
        "넓이가 1이 되지 않습니다.",
    ),
)
def gelu_density_too_narrow(dA, Z):
    return dA * (below(Z) + Z * np.exp(-(Z**2)) / np.sqrt(2.0 * np.pi))


@misconception(
    task="gelu_backward",
    anchor="mistake-gelu-density",
    title=("The density is not normalised", "밀도를 정규화하지 않았습니다"),
    text=(
        "The bell has the right shape and is √(2π) ≈ 2.5 times too high. The area under a density is 1; e to the "
        "minus z²/2 alone has the area √(2π).",
        "종의 모양은 맞지만 √(2π) ≈ 2.5배 높습니다. 밀도 아래의 넓이는 1인데, e의 −z²/2 제곱만으로는 넓이가 "
        "√(2π)입니다.",
    ),
)
def gelu_density_not_normalised(dA, Z):
    return dA * (below(Z) + Z * np.exp(-0.5 * Z**2))


@misconception(
    task="gelu_backward",
    anchor="mistake-gelu-tanh",
    title=("The derivative of the approximation by tanh", "tanh 근사식을 미분했습니다"),
    text=(
        "Your gradient is right for the approximation, and belongs to another forward step. A gradient check against "
        "the exact form fails in the third digit. Forward and backward must be of one function.",
        "근사식의 기울기로는 맞지만 다른 순전파에 딸린 것입니다. 정확한 식으로 기울기를 검사하면 셋째 자리에서 "
        "어긋납니다. 순전파와 역전파는 같은 함수의 것이어야 합니다.",
    ),
)
def gelu_slope_by_tanh(dA, Z):
    c = np.sqrt(2.0 / np.pi)
    t = np.tanh(c * (Z + 0.044715 * Z**3))
    return dA * (0.5 * (1.0 + t) + 0.5 * Z * (1.0 - t**2) * c * (1.0 + 3.0 * 0.044715 * Z**2))


@misconception(
    task="gelu_backward",
    anchor="mistake-gelu-sigmoid",
    title=("The derivative of the approximation by a sigmoid", "시그모이드 근사식을 미분했습니다"),
    text=(
        "You differentiate z·σ(1.702z). The product rule is right, but the function is the quick approximation. The "
        "exact gate is Φ, and its slope is the normal density.",
        "z·σ(1.702z)를 미분했습니다. 곱의 미분은 맞지만 함수가 빠른 근사식입니다. 정확한 문은 Φ이고 그 기울기는 정규 "
        "분포의 밀도입니다.",
    ),
)
def gelu_slope_by_sigmoid(dA, Z):
    s = logistic(1.702 * Z)
    return dA * (s + 1.702 * Z * s * (1.0 - s))


@misconception(
    task="gelu_backward",
    anchor="mistake-backward-overflow",
    title=("Divided by an exponential that overflows", "넘치는 지수 함수로 나누었습니다"),
    text=(
        "The gradient is right, but from |z| = 38 on the exponential of z²/2 is infinite and NumPy warns. Written "
        "with a minus in the exponent the same number quietly becomes 0.",
        "기울기는 맞지만 |z| = 38부터 z²/2의 지수 함수가 무한대여서 경고가 나옵니다. 지수에 음의 부호를 두면 같은 "
        "수가 조용히 0이 됩니다.",
    ),
)
def gelu_density_by_division(dA, Z):
    return dA * (below(Z) + Z / (np.exp(0.5 * Z**2) * np.sqrt(2.0 * np.pi)))


# initialise


def layers(sizes):
    """(fan_in, fan_out) of each layer."""
    return list(pairwise(sizes))


def deviation(scheme, fan_in, fan_out):
    return np.sqrt(2.0 / (fan_in + fan_out) if scheme == "xavier" else 2.0 / fan_in)


def zeros(sizes):
    return [np.zeros(size) for size in sizes[1:]]


@misconception(
    task="initialise",
    anchor="mistake-fans-swapped",
    title=("He's variance is taken from fan_out", "He의 분산을 fan_out으로 계산했습니다"),
    text=(
        "For square layers nobody sees it. A unit sums fan_in products, so it is fan_in that decides how large its "
        "pre-activation becomes; W has shape (fan_in, fan_out), and fan_in is the number of rows.",
        "정사각형 층에서는 드러나지 않습니다. 유닛 하나가 더하는 곱의 수가 fan_in이므로, 활성화 전 값의 크기는 "
        "fan_in이 정합니다. W의 모양은 (fan_in, fan_out)이고 fan_in은 행의 수입니다.",
    ),
)
def he_from_fan_out(sizes, scheme, rng):
    weights = [
        deviation(scheme, fan_out if scheme == "he" else fan_in, fan_in if scheme == "he" else fan_out)
        * rng.standard_normal((fan_in, fan_out))
        for fan_in, fan_out in layers(sizes)
    ]
    return weights, zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-fans-swapped",
    title=("The weights are transposed", "가중치가 전치되어 있습니다"),
    text=(
        "Your matrices have shape (fan_out, fan_in), as in PyTorch's `nn.Linear`, which computes XWᵀ. In this course "
        "a batch is multiplied from the left, XW, so the inputs run along the rows of W.",
        "행렬의 모양이 (fan_out, fan_in)입니다. XWᵀ을 계산하는 PyTorch의 `nn.Linear`는 이렇게 둡니다. 이 강좌에서는 "
        "배치를 왼쪽에서 곱해 XW를 계산하므로 입력이 W의 행을 따라 놓입니다.",
    ),
)
def weights_transposed(sizes, scheme, rng):
    weights = [deviation(scheme, n, m) * rng.standard_normal((m, n)) for n, m in layers(sizes)]
    return weights, zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-fans-swapped",
    title=("The two schemes have changed places", "두 방식이 서로 바뀌었습니다"),
    text=(
        '"xavier" gives the variance of "he" and the other way round. Xavier looks at both directions, forward and '
        "backward, and so has both fans; He looks forward through a ReLU, which halves the signal, and has fan_in "
        "alone.",
        '"xavier"를 주면 "he"의 분산이, "he"를 주면 "xavier"의 분산이 나옵니다. Xavier는 순전파와 역전파를 모두 '
        "보므로 두 크기가 다 들어 있고, He는 신호를 반으로 줄이는 ReLU를 지나는 순전파를 보므로 fan_in만 있습니다.",
    ),
)
def schemes_exchanged(sizes, scheme, rng):
    other = {"xavier": "he", "he": "xavier"}[scheme]
    weights = [deviation(other, n, m) * rng.standard_normal((n, m)) for n, m in layers(sizes)]
    return weights, zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-deviation-for-variance",
    title=("The variance is used as a standard deviation", "분산을 표준 편차로 썼습니다"),
    text=(
        "Your weights are far too small: the generator takes a standard deviation, and you gave it 2/fan. The "
        "variance is the square of that. After ten layers such a network gives nothing but its biases.",
        "가중치가 너무 작습니다. 생성기가 받는 것은 표준 편차인데 분산인 2/fan을 주었으므로, 실제 분산은 그 제곱이 "
        "됩니다. 이런 신경망은 열 층만 지나도 편향밖에 남지 않습니다.",
    ),
)
def variance_as_deviation(sizes, scheme, rng):
    weights = [rng.normal(0.0, deviation(scheme, n, m) ** 2, (n, m)) for n, m in layers(sizes)]
    return weights, zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-deviation-for-variance",
    title=("The same small scale for every layer", "모든 층에 똑같이 작은 배율을 썼습니다"),
    text=(
        "Your weights are 0.01 times a standard normal number, whatever the layer's size. It was common once, and "
        "works for two layers. The schemes exist because the right scale depends on how many inputs a unit sums.",
        "층의 크기와 상관없이 표준 정규 분포에 0.01을 곱했습니다. 예전에 흔히 쓰던 방법이고 두 층까지는 통합니다. "
        "알맞은 배율은 유닛이 더하는 입력의 수에 달려 있으며, 두 방식은 바로 그래서 있습니다.",
    ),
)
def one_scale_for_all(sizes, scheme, rng):
    return [0.01 * rng.standard_normal(shape) for shape in layers(sizes)], zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-deviation-for-variance",
    title=("The weights are not scaled at all", "가중치의 크기를 맞추지 않았습니다"),
    text=(
        "Your weights are standard normal, with variance 1. A unit that sums 240 such products has a pre-activation "
        "of variance 240 and more: sigmoids saturate at once, and a deep ReLU network overflows. Scale the draws by "
        "the standard deviation that the scheme asks for.",
        "가중치가 분산이 1인 표준 정규 분포입니다. 입력에 곱해 240개를 더하면 활성화 전 값의 분산이 240을 넘습니다. "
        "시그모이드는 곧바로 포화되고, 깊은 ReLU 신경망은 넘칩니다. 뽑은 수에 방식이 요구하는 표준 편차를 곱합니다.",
    ),
)
def weights_not_scaled(sizes, scheme, rng):
    return [rng.standard_normal(shape) for shape in layers(sizes)], zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-fans-swapped",
    title=("He's variance for both schemes", "두 방식 모두 He의 분산입니다"),
    text=(
        'You never look at `scheme`: "xavier" gives the variance 2/fan_in too. For a layer with as many outputs as '
        "inputs that is twice what Xavier asks for; here the fans are far apart and the difference shows.",
        '`scheme`을 보지 않아 "xavier"를 주어도 분산이 2/fan_in입니다. 입력과 출력의 수가 같은 층이라면 Xavier의 두 '
        "배입니다. 여기서는 두 수가 크게 달라 차이가 드러납니다.",
    ),
)
def he_for_both(sizes, scheme, rng):
    return [deviation("he", n, m) * rng.standard_normal((n, m)) for n, m in layers(sizes)], zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-uniform-for-normal",
    title=("Uniform numbers in place of normal ones", "정규 분포가 아니라 균등 분포입니다"),
    text=(
        "Mean and variance are right; the distribution is uniform, as in the other form of these schemes, with the "
        "bound √(3·variance). For training it makes little difference. Here the normal form is asked for.",
        "평균과 분산은 맞지만 균등 분포입니다. 이 방식들에는 경계가 √(3·분산)인 균등 분포로 된 형태도 있습니다. "
        "학습에는 큰 차이가 없지만, 여기서는 정규 분포를 씁니다.",
    ),
)
def uniform_of_equal_variance(sizes, scheme, rng):
    weights = [deviation(scheme, n, m) * np.sqrt(3.0) * rng.uniform(-1.0, 1.0, (n, m)) for n, m in layers(sizes)]
    return weights, zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-uniform-for-normal",
    title=("All weights are positive", "가중치가 모두 양수입니다"),
    text=(
        "`rng.random` gives numbers from 0 to 1, so your weights have a mean that is not 0. Every unit then sees much "
        "the same sum, and the layers shift instead of mixing. Normal numbers around 0 are asked for.",
        "`rng.random`은 0과 1 사이의 수를 내므로 가중치의 평균이 0이 아닙니다. 그러면 모든 유닛이 비슷한 합을 보게 "
        "되어, 층이 입력을 섞지 못하고 밀어 올리기만 합니다. 0을 중심으로 하는 정규 분포가 필요합니다.",
    ),
)
def weights_all_positive(sizes, scheme, rng):
    return [deviation(scheme, n, m) * rng.random((n, m)) for n, m in layers(sizes)], zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-zero-weights",
    title=("The weights are 0", "가중치가 0입니다"),
    text=(
        "A linear model may start at 0, and so it looks neutral. With a hidden layer all units are then alike and get "
        "the same gradient, here even 0, so nothing ever moves but the last biases.",
        "선형 모델은 0에서 시작해도 되므로 중립적으로 보입니다. 은닉층이 있으면 모든 유닛이 똑같고 기울기도 똑같은데, "
        "여기서는 그마저 0이라 마지막 편향 말고는 아무것도 움직이지 않습니다.",
    ),
)
def weights_zero(sizes, scheme, rng):
    return [np.zeros(shape) for shape in layers(sizes)], zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-constant-weights",
    title=("All weights of a layer are equal", "한 층의 가중치가 모두 같습니다"),
    text=(
        "Every weight is the standard deviation itself: the scale is there, and the chance is not. Units with equal "
        "weights compute the same, get the same gradient, and stay equal for ever, however many there are.",
        "모든 가중치가 표준 편차 그 자체입니다. 크기는 맞췄지만 무작위가 없습니다. 가중치가 같은 유닛은 같은 것을 "
        "계산하고 같은 기울기를 받아, 몇 개가 있든 영원히 똑같습니다.",
    ),
)
def weights_constant(sizes, scheme, rng):
    return [np.full((n, m), deviation(scheme, n, m)) for n, m in layers(sizes)], zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-bias-random",
    title=("The biases are random too", "편향도 무작위입니다"),
    text=(
        "Your biases are drawn as the weights are. The weights alone break the symmetry; a random bias only gives "
        "each unit a head start in one direction, and adds to the variance that the scheme has balanced. Biases begin "
        "at 0.",
        "편향도 가중치처럼 뽑았습니다. 대칭은 가중치만으로도 깨집니다. 무작위 편향은 유닛마다 한쪽으로 치우친 출발을 "
        "하게 하고, 방식이 맞추어 둔 분산을 키울 뿐입니다. 편향은 0에서 시작합니다.",
    ),
)
def biases_random(sizes, scheme, rng):
    weights = [deviation(scheme, n, m) * rng.standard_normal((n, m)) for n, m in layers(sizes)]
    return weights, [0.1 * rng.standard_normal(size) for size in sizes[1:]]


@misconception(
    task="initialise",
    anchor="mistake-global-random",
    title=("Drawn from the global generator", "전역 생성기에서 뽑았습니다"),
    text=(
        "`np.random.…` does not know your `rng`, so equal seeds give different weights. Whoever else draws from the "
        "global generator changes your network, and no run can be repeated. Draw from the generator that you are "
        "given.",
        "`np.random.…`은 `rng`를 모르므로 시드가 같아도 가중치가 다릅니다. 다른 코드가 전역 생성기에서 수를 뽑기만 "
        "해도 신경망이 달라지고, 실행을 되풀이할 수 없습니다. 받은 생성기에서 뽑습니다.",
    ),
)
def global_generator(sizes, scheme, rng):
    weights = [deviation(scheme, n, m) * np.random.standard_normal((n, m)) for n, m in layers(sizes)]
    return weights, zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-global-random",
    title=("A generator of its own, always the same", "언제나 똑같은 자기 생성기를 씁니다"),
    text=(
        "You make a generator with a fixed seed inside, so every call gives the same weights, whatever `rng` is. Runs "
        "repeat, but five runs with five seeds are then one run. The seed is the caller's choice.",
        "안에서 시드가 고정된 생성기를 만들어, `rng`가 무엇이든 부를 때마다 가중치가 같습니다. 되풀이는 되지만, 시드 "
        "다섯 개로 다섯 번 실행해도 한 번과 같습니다. 시드는 호출하는 쪽이 고릅니다.",
    ),
)
def generator_of_its_own(sizes, scheme, rng):
    rng = np.random.default_rng(0)
    weights = [deviation(scheme, n, m) * rng.standard_normal((n, m)) for n, m in layers(sizes)]
    return weights, zeros(sizes)


@misconception(
    task="initialise",
    anchor="mistake-sizes-consumed",
    title=("The list of sizes is used up", "크기 목록을 비워 버립니다"),
    text=(
        "You take sizes out of the list with `pop`, and it is the caller's list. The network is right; the next one "
        "that is made from the same list has a layer less, or none. Walk over neighbours without removing them.",
        "`pop`으로 크기를 꺼냈는데, 그것은 호출한 쪽의 리스트입니다. 이번 신경망은 맞지만 같은 리스트로 만드는 다음 "
        "신경망은 층이 모자라거나 하나도 없습니다. 꺼내지 말고 이웃을 차례로 훑습니다.",
    ),
)
def sizes_popped(sizes, scheme, rng):
    weights, biases = [], []
    fan_in = sizes.pop(0)
    while sizes:
        fan_out = sizes.pop(0)
        weights.append(deviation(scheme, fan_in, fan_out) * rng.standard_normal((fan_in, fan_out)))
        biases.append(np.zeros(fan_out))
        fan_in = fan_out
    return weights, biases


# dead_fraction


@misconception(
    task="dead_fraction",
    anchor="mistake-entries-for-units",
    title=("Entries are counted, not units", "유닛이 아니라 원소를 세었습니다"),
    text=(
        "You return the share of entries that are ≤ 0. About half of them are so in any healthy layer: a unit that is "
        "off for one sample is not dead. Ask about each column as a whole.",
        "0 이하인 원소의 비율을 돌려주었습니다. 건강한 층에서도 절반쯤은 그렇습니다. 한 표본에서 꺼졌다고 죽은 유닛은 "
        "아닙니다. 열마다 전체를 보고 판단합니다.",
    ),
)
def entries_counted(Z):
    return np.mean(Z <= 0)


@misconception(
    task="dead_fraction",
    anchor="mistake-rows-for-columns",
    title=("Samples are counted, not units", "유닛이 아니라 표본을 세었습니다"),
    text=(
        "Your maximum runs over the units of each sample, so you count samples that no unit responds to. `axis` is "
        "the axis that disappears: to keep the units, the samples have to go.",
        "표본마다 유닛들의 최댓값을 구하여, 어떤 유닛도 반응하지 않는 표본을 세었습니다. `axis`는 사라지는 축입니다. "
        "유닛을 남기려면 표본 축이 사라져야 합니다.",
    ),
)
def samples_counted(Z):
    return np.mean(np.max(Z, axis=1) <= 0)


@misconception(
    task="dead_fraction",
    anchor="mistake-any-for-all",
    title=("Off once counts as dead", "한 번만 꺼져도 죽은 것으로 셌습니다"),
    text=(
        "You count units that are off for some sample; dead are those that are off for all. Nearly every unit is off "
        "somewhere, and that is what makes ReLU nonlinear.",
        "어느 한 표본에서라도 꺼진 유닛을 세었습니다. 죽은 유닛은 모든 표본에서 꺼진 것입니다. 거의 모든 유닛이 "
        "어디선가는 꺼지며, ReLU가 비선형인 것도 그 때문입니다.",
    ),
)
def off_once(Z):
    return np.mean(np.min(Z, axis=0) <= 0)


@misconception(
    task="dead_fraction",
    anchor="mistake-positive-counted",
    title=("The living are counted", "살아 있는 유닛을 세었습니다"),
    text=(
        "You return the share of units that are on for some sample: one minus what is asked for. Where half of the "
        "units are dead the two agree.",
        "어느 표본에서든 켜지는 유닛의 비율을 돌려주었습니다. 1에서 답을 뺀 값입니다. 절반이 죽었을 때는 둘이 "
        "같습니다.",
    ),
)
def living_counted(Z):
    return np.mean(np.max(Z, axis=0) > 0)


@misconception(
    task="dead_fraction",
    anchor="mistake-mean-below-zero",
    title=("The mean decides, not the maximum", "최댓값이 아니라 평균으로 정했습니다"),
    text=(
        "You call a unit dead if its mean is not positive. A unit that fires for a few samples only has a negative "
        "mean as a rule, and learns from those few. One positive value is enough to live.",
        "평균이 양수가 아니면 죽은 것으로 보았습니다. 몇몇 표본에만 반응하는 유닛은 대개 평균이 음수이지만, 그 "
        "몇몇에서 배웁니다. 양수가 하나만 있어도 살아 있습니다.",
    ),
)
def mean_decides(Z):
    return np.mean(np.mean(Z, axis=0) <= 0)


@misconception(
    task="dead_fraction",
    anchor="mistake-positive-counted",
    title=("A largest value of 0 counts as alive", "최댓값이 0이면 살아 있다고 보았습니다"),
    text=(
        "You compare with < where the definition has ≤. At 0 ReLU gives 0 and, by the course's choice, has slope 0: a "
        "unit whose largest value is 0 neither speaks nor learns.",
        "정의는 ≤인데 <로 비교했습니다. 0에서 ReLU의 출력은 0이고, 이 강좌에서는 기울기도 0입니다. 최댓값이 0인 "
        "유닛은 말하지도 배우지도 않습니다.",
    ),
)
def zero_counts_as_alive(Z):
    return np.mean(np.max(Z, axis=0) < 0)


@misconception(
    task="dead_fraction",
    anchor="mistake-entries-for-units",
    title=("A number of units, not a share", "비율이 아니라 개수입니다"),
    text=(
        "You return how many units are dead. Layers differ in width, and three dead units of four are another matter "
        "than three of four hundred: divide by the number of units.",
        "죽은 유닛의 개수를 돌려주었습니다. 층마다 너비가 다르므로 네 개 중 셋과 사백 개 중 셋은 전혀 다릅니다. 유닛의 "
        "수로 나눕니다.",
    ),
)
def units_not_divided(Z):
    return np.sum(np.max(Z, axis=0) <= 0)
