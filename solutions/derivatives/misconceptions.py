"""What learners get wrong in `derivatives`, as they write it, and what one says to them.

For instructors only.  The explanations name reasons and symptoms, never the line that solves the task: they ship with
the cards.  The engines of `Value` are whole ones: each inherits a right engine and gets one thing wrong.
"""

from __future__ import annotations

import math
import sys

import numpy as np

from autograder.judge.bank import misconception

# numerical_gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-forward-difference",
    title=("Forward difference in place of the central one", "중앙 차분이 아니라 전방 차분입니다"),
    text=(
        "You compare f(x + h) with f(x), which leans to one side: the error is about h times half the second "
        "derivative. The limit in the school definition is just this, so it looks complete; but h never reaches 0. "
        "Stepping equally far to both sides cancels that term, and the error falls with h² at no more than one extra "
        "call per entry.",
        "f(x + h)를 f(x)와 비교했으므로 한쪽으로 치우쳐서, 이계도함수의 절반에 h를 곱한 만큼 어긋납니다. 학교에서 "
        "배운 극한의 정의가 바로 이 모양이라 충분해 보이지만, 여기서 h는 0이 되지 않습니다. 양쪽으로 똑같이 움직이면 "
        "그 항이 지워져서 오차가 h²에 비례하여 줄어듭니다.",
    ),
)
def forward_difference(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    here = f(x)
    for index in np.ndindex(x.shape):
        moved = np.array(x, dtype=np.float64)
        moved[index] += h
        gradient[index] = (f(moved) - here) / h
    return gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-not-restored",
    title=("An entry stays nudged", "움직인 원소를 되돌리지 않았습니다"),
    text=(
        "The first entry is right and the later ones drift, because each is measured at a point that the entries "
        "before it have left; and the caller's x comes back changed. After the second step the loop goes on, and it "
        "seems that nothing is owed. A partial derivative holds everything else fixed: put the entry back before you "
        "turn to the next.",
        "첫 원소는 맞고 뒤로 갈수록 어긋납니다. 앞의 원소들이 옮겨진 자리에서 재었기 때문이며, 호출한 쪽의 x도 바뀐 "
        "채 남습니다. 두 번째로 움직인 뒤 반복문이 바로 넘어가므로 할 일이 끝난 것처럼 보입니다. 편미분은 나머지를 "
        "모두 고정합니다. 다음 원소로 가기 전에 이 원소를 제자리에 돌려놓습니다.",
    ),
)
def entry_left_nudged(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] = x[index] + h
        above = f(x)
        x[index] = x[index] - 2 * h
        gradient[index] = (above - f(x)) / (2 * h)
    return gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-not-restored",
    title=("Restored by arithmetic, not by value", "값이 아니라 계산으로 되돌렸습니다"),
    text=(
        "Your gradient is right, and x is not what it was: its last bits have moved. On paper x + h − 2h + h is x; in "
        "floating point each of the three steps rounds, and the roundings do not cancel. Keep the old value and write "
        "it back, or work on a copy from the start.",
        "기울기는 맞지만 x가 원래와 다릅니다. 마지막 몇 비트가 바뀌었습니다. 종이 위에서는 x + h − 2h + h가 x이지만, "
        "부동소수점에서는 세 번의 계산이 저마다 반올림되고 그 오차는 지워지지 않습니다. 원래 값을 저장해 두었다가 "
        "그대로 다시 쓰거나, 처음부터 복사본에서 계산합니다.",
    ),
)
def restored_by_arithmetic(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        kept = x if x.dtype == np.float64 else x.astype(np.float64)
        kept[index] += h
        above = f(kept)
        kept[index] -= 2 * h
        gradient[index] = (above - f(kept)) / (2 * h)
        kept[index] += h
    return gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-integer-step",
    title=("The step is truncated away in a whole-number array", "정수 배열에서 h가 잘려 나갔습니다"),
    text=(
        "For whole-number x your entries are 0 or absurdly large. Writing 2.00001 into an array of integers stores 2, "
        "without a word, and 1.99999 becomes 1: the step has vanished, or grown to a whole unit. The same lines work "
        "for float x, so the fault looks random. Make a float64 copy before anything is nudged.",
        "x가 정수일 때 원소가 0이거나 터무니없이 큽니다. 정수 배열에 2.00001을 쓰면 아무 말 없이 2가 저장되고, "
        "1.99999를 쓰면 1이 됩니다. h가 사라지거나 1로 커진 것입니다. 실수 배열에서는 같은 코드가 잘 돌아가므로 까닭 "
        "없이 틀리는 것처럼 보입니다. 움직이기 전에 float64로 복사합니다.",
    ),
)
def step_truncated(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + h
        above = f(x)
        x[index] = old - h
        below = f(x)
        x[index] = old
        gradient[index] = (above - below) / (2 * h)
    return gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-integer-step",
    title=("The gradient inherits the integers of x", "기울기가 x의 정수형을 물려받았습니다"),
    text=(
        "You step correctly and then store the slopes in an array of whole numbers, which cuts off everything behind "
        "the point. zeros_like copies the type along with the shape, which is easily forgotten. A slope is a real "
        "number whatever x is: ask for float64 where the gradient is made.",
        "움직이는 일은 맞게 했지만, 결과를 정수 배열에 담아 소수점 아래가 모두 잘렸습니다. zeros_like가 모양뿐 아니라 "
        "자료형까지 물려받는다는 것은 잊기 쉽습니다. x가 무엇이든 기울기는 실수입니다. 기울기를 담을 배열을 float64로 "
        "만듭니다.",
    ),
)
def gradient_of_integers(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.astype(np.float64), x.astype(np.float64)
        above[index] += h
        below[index] -= h
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-view-not-copy",
    title=("Two names for one array", "배열 하나에 이름만 둘입니다"),
    text=(
        "Every slope comes out as 0: both points at which you evaluate f are the same array. Assignment gives an "
        "array a second name and makes no second array, so what is added through one name is taken off through the "
        "other before f looks. Two different points need two copies, or two evaluations, one after each move.",
        "모든 기울기가 0입니다. f를 계산한 두 점이 사실은 같은 배열입니다. 대입은 배열에 이름을 하나 더 붙일 뿐 새 "
        "배열을 만들지 않으므로, 한 이름으로 더한 것을 f가 보기도 전에 다른 이름으로 뺀 셈입니다. 서로 다른 두 점이 "
        "필요하면 복사본을 둘 만들거나, 한 번 움직일 때마다 f를 계산합니다.",
    ),
)
def one_array_twice(f, x, h=1e-5):
    x = x.astype(np.float64)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x, x
        above[index] += h
        below[index] -= h
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-missing-two-h",
    title=("Divided by h, not by 2h", "2h가 아니라 h로 나누었습니다"),
    text=(
        "Every entry is twice what it should be. The two points lie h to the left and h to the right of x, so they "
        "are 2h apart; the h of the one-sided formula has been kept while the second point moved. A slope is the "
        "change of f over the whole distance.",
        "모든 원소가 두 배입니다. 두 점은 x에서 양쪽으로 h씩 떨어져 있으므로 서로의 거리는 2h입니다. 점을 옮기면서 "
        "한쪽 차분의 h를 그대로 둔 것입니다. 기울기는 f의 변화를 두 점 사이의 거리 전체로 나눈 값입니다.",
    ),
)
def divided_by_h(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        gradient[index] = (f(x + step) - f(x - step)) / h
    return gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-step-relative",
    title=("The step is scaled by x", "h에 x의 크기를 곱했습니다"),
    text=(
        "You step by h times |x| where the task steps by h. Numerical libraries do scale the step, and for good "
        "reason; but then the caller's h no longer says how far f is probed, an entry near 0 hardly moves, and an "
        "entry at 0 divides by 0. Here h is the step itself, the same for every entry.",
        "h만큼이 아니라 h에 |x|를 곱한 만큼 움직였습니다. 수치 계산 라이브러리는 그럴 만한 까닭이 있어서 이렇게 "
        "하기도 합니다. 그러나 그러면 호출한 쪽이 준 h가 더는 거리를 뜻하지 않고, 0에 가까운 원소는 거의 움직이지 "
        "않으며, 0인 원소에서는 0으로 나눕니다. 여기서는 모든 원소가 똑같이 h만큼 움직입니다.",
    ),
)
def step_scaled_by_x(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h * abs(x[index])
        gradient[index] = (f(x + step) - f(x - step)) / (2 * step[index])
    return gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-flattened-gradient",
    title=("The gradient comes back flat", "기울기가 1차원으로 펴져 있습니다"),
    text=(
        "The numbers are right, but they stand in one long row: shape (n,), whatever x was. Walking over a flattened "
        "x makes the loop easy, and for a vector nobody sees the difference. A gradient has the shape of what it is "
        "taken with respect to, so that x − η·gradient makes sense entry by entry.",
        "값은 맞지만 x의 모양과 상관없이 (n,) 모양으로 늘어서 있습니다. x를 펴면 반복문이 쉬워지고, x가 벡터일 때는 "
        "차이가 보이지 않습니다. 기울기는 미분하는 변수와 모양이 같아야 합니다. 그래야 x − η·기울기를 원소끼리 계산할 "
        "수 있습니다.",
    ),
)
def gradient_flattened(f, x, h=1e-5):
    flat = x.astype(np.float64).ravel()
    gradient = np.zeros(flat.size)
    for i in range(flat.size):
        step = np.zeros(flat.size)
        step[i] = h
        gradient[i] = (f((flat + step).reshape(x.shape)) - f((flat - step).reshape(x.shape))) / (2 * h)
    return gradient


@misconception(
    task="numerical_gradient",
    anchor="mistake-all-entries-nudged",
    title=("All entries are nudged at once", "모든 원소를 한꺼번에 움직였습니다"),
    text=(
        "Every entry of your result is the same number, the sum of all partial derivatives. x + h adds h to the whole "
        "array, because a number broadcasts; that measures the slope along the diagonal. A partial derivative moves "
        "one entry and holds the others fixed, so f has to be asked twice for each entry.",
        "결과의 원소가 모두 같은 수, 곧 모든 편미분의 합입니다. 수는 브로드캐스팅되므로 x + h는 배열 전체에 h를 "
        "더하고, 그러면 대각선 방향의 기울기를 재게 됩니다. 편미분은 원소 하나만 움직이고 나머지를 고정하므로, "
        "원소마다 f를 두 번씩 계산해야 합니다.",
    ),
)
def all_entries_nudged(f, x, h=1e-5):
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.full(x.shape, slope)


@misconception(
    task="numerical_gradient",
    anchor="mistake-h-too-small",
    title=("h is so small that rounding wins", "h가 너무 작아 반올림 오차만 남았습니다"),
    text=(
        "With the default step only two or three digits of your slopes are right. A smaller h looks like a better "
        "limit, but f(x + h) and f(x − h) then agree in nearly all of their sixteen digits, and the difference keeps "
        "the rest: noise. Truncation wants a small h and rounding a large one; near 1e-5 the two balance.",
        "기본값 h로 구한 기울기가 두세 자리밖에 맞지 않습니다. h가 작을수록 극한에 가까워 보이지만, 그러면 f(x + h)와 "
        "f(x − h)의 열여섯 자리가 거의 다 같아져서 뺀 값에는 잡음만 남습니다. 절단 오차는 작은 h를, 반올림 오차는 큰 "
        "h를 좋아하며 1e-5 근처에서 둘이 균형을 이룹니다.",
    ),
    noisy=True,
)
def h_too_small(f, x, h=1e-14):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        gradient[index] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


# relative_error


@misconception(
    task="relative_error",
    anchor="mistake-mean-for-max",
    title=("The mean over entries, not the largest", "최댓값이 아니라 평균을 냈습니다"),
    text=(
        "You average the relative errors. A mean is calmer, and that is the trouble: one wrong entry among ten "
        "thousand right ones all but disappears in it. A gradient check asks whether any entry is wrong, so the worst "
        "one speaks for all.",
        "상대 오차의 평균을 냈습니다. 평균은 값이 고르게 나오는데, 바로 그것이 문제입니다. 맞는 원소 만 개 사이에 "
        "틀린 원소 하나가 있으면 거의 드러나지 않습니다. 기울기 검사는 틀린 원소가 하나라도 있는지 묻는 것이므로 가장 "
        "나쁜 원소가 전체를 대표합니다.",
    ),
)
def mean_of_errors(a, b):
    return float(np.mean(np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))))


@misconception(
    task="relative_error",
    anchor="mistake-mean-for-max",
    title=("Compared as two vectors, not entry by entry", "원소가 아니라 벡터 전체로 비교했습니다"),
    text=(
        "You divide the norm of the difference by the norms of a and b. That is a fine relative error for vectors, "
        "and the lecture notes of CS231n use the like; but the largest entries rule it, and a small entry may be "
        "wrong altogether without being noticed. Form the quotient for each entry, then take the largest.",
        "차이의 노름을 a와 b의 노름으로 나누었습니다. 벡터의 상대 오차로는 좋은 값이고 CS231n 강의 자료에도 비슷한 "
        "식이 나옵니다. 그러나 큰 원소가 값을 좌우하므로 작은 원소 하나가 완전히 틀려도 알 수 없습니다. 원소마다 "
        "비율을 구한 다음 가장 큰 것을 고릅니다.",
    ),
)
def ratio_of_norms(a, b):
    return float(np.linalg.norm(a - b) / max(1e-12, np.linalg.norm(a) + np.linalg.norm(b)))


@misconception(
    task="relative_error",
    anchor="mistake-mean-for-max",
    title=("One error per entry, not one number", "수 하나가 아니라 원소마다 하나씩 나왔습니다"),
    text=(
        "Your result has the shape of a: the quotients are right, and the last step is missing. Looking at all of "
        "them is useful when a check fails. To decide whether it fails, though, one number is compared with one "
        "threshold: the largest.",
        "결과의 모양이 a와 같습니다. 비율은 맞게 구했고 마지막 단계가 빠졌습니다. 검사에 실패했을 때는 전부 보는 것이 "
        "도움이 됩니다. 그러나 실패했는지를 판단하려면 수 하나를 기준값 하나와 비교해야 하며, 그 수는 가장 큰 "
        "값입니다.",
    ),
)
def error_of_each_entry(a, b):
    return np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))


@misconception(
    task="relative_error",
    anchor="mistake-signed-difference",
    title=("The difference keeps its sign", "차이의 부호가 남아 있습니다"),
    text=(
        "You take the largest of a − b with its sign, so an entry of a that is too small counts as a negative error "
        "and is never the largest. Half of all mistakes slip through. An error is a distance: take the absolute value "
        "before the maximum.",
        "a − b에 부호를 둔 채 최댓값을 골랐으므로, a가 너무 작은 원소는 오차가 음수가 되어 결코 뽑히지 않습니다. "
        "실수의 절반이 그냥 지나갑니다. 오차는 거리입니다. 최댓값을 고르기 전에 절댓값을 구합니다.",
    ),
)
def signed_differences(a, b):
    return float(np.max((a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))))


@misconception(
    task="relative_error",
    anchor="mistake-signed-difference",
    title=("Absolute value of the sum, not sum of the absolute values", "절댓값의 합이 아니라 합의 절댓값입니다"),
    text=(
        "Below the line you have |a + b|. Where a and b have opposite signs they cancel there, and the error shoots "
        "up without bound; where they are opposite exactly, only the floor is left. Each size is taken by itself and "
        "then added, which keeps the result between 0 and 1.",
        "분모에 |a + b|를 두었습니다. a와 b의 부호가 반대이면 분모에서 서로 지워져 오차가 끝없이 커집니다. 절댓값을 "
        "따로 구한 다음 더해야 결과가 0과 1 사이에 머뭅니다.",
    ),
)
def size_of_sum(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-12, np.abs(a + b))))


@misconception(
    task="relative_error",
    anchor="mistake-relative-to-one",
    title=("Relative to a alone", "a만을 기준으로 나누었습니다"),
    text=(
        "You divide by |a|, so the result changes when a and b change places, and it explodes where a is 0 and b is "
        "not. Dividing by the true value is how a relative error is first taught; here neither of the two is known to "
        "be true. Both sizes stand below the line.",
        "|a|로 나누었으므로 a와 b를 바꾸면 결과가 달라지고, a만 0인 곳에서는 값이 폭발합니다. 상대 오차는 흔히 "
        "참값으로 나눈다고 배우지만, 여기서는 어느 쪽이 참값인지 모릅니다. 분모에는 두 값의 크기가 모두 들어갑니다.",
    ),
)
def relative_to_first(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-12, np.abs(a))))


@misconception(
    task="relative_error",
    anchor="mistake-relative-to-one",
    title=("Relative to the larger of the two", "둘 중 큰 쪽을 기준으로 나누었습니다"),
    text=(
        "You divide by the larger of |a| and |b|; the definition here divides by their sum. Both are in use, and for "
        "nearly equal values yours is just twice as large, so the thresholds that people quote do not carry over. Use "
        "the sum, and the largest possible value is 1.",
        "|a|와 |b| 중 큰 값으로 나누었는데, 여기서 정한 분모는 둘의 합입니다. 두 정의 모두 쓰이며, 값이 거의 같을 "
        "때는 두 배 차이가 나서 흔히 말하는 기준값을 그대로 쓸 수 없습니다. 합으로 나누면 결과는 1을 넘지 않습니다.",
    ),
)
def relative_to_larger(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(np.abs(a), np.abs(b)))))


@misconception(
    task="relative_error",
    anchor="mistake-zero-over-zero",
    title=("0 / 0 where both entries are 0", "두 원소가 모두 0일 때 0 / 0이 됩니다"),
    text=(
        "Where both gradients are exactly 0, as behind a ReLU that is off, you divide 0 by 0, and one not-a-number "
        "makes the whole maximum not-a-number. Such entries agree perfectly and should count 0. The floor 1e-12 below "
        "the line is there for them.",
        "꺼진 ReLU 뒤에서처럼 두 기울기가 정확히 0인 곳에서 0을 0으로 나누게 되고, nan 하나가 최댓값 전체를 nan으로 "
        "만듭니다. 그런 원소는 완벽하게 일치하므로 오차가 0이어야 합니다. 분모의 하한 1e-12가 이때를 위한 것입니다.",
    ),
)
def floor_forgotten(a, b):
    with np.errstate(invalid="ignore"):
        return float(np.max(np.abs(a - b) / (np.abs(a) + np.abs(b))))


@misconception(
    task="relative_error",
    anchor="mistake-zero-over-zero",
    title=("The floor is added, not taken as a maximum", "하한을 최댓값으로 두지 않고 더했습니다"),
    text=(
        "You add 1e-12 to the denominator. It prevents 0 / 0 as well and is invisible for ordinary entries, but it "
        "changes every quotient a little and tiny entries a lot. The floor should act only where the sum falls below "
        "it: that is the larger of the two, not their sum.",
        "분모에 1e-12를 더했습니다. 0 / 0도 막아 주고 보통 크기의 원소에서는 티가 나지 않지만, 모든 비율을 조금씩, "
        "아주 작은 원소에서는 크게 바꿉니다. 하한은 합이 그보다 작을 때만 작용해야 합니다. 둘을 더하는 것이 아니라 둘 "
        "중 큰 쪽을 고릅니다.",
    ),
)
def floor_added(a, b):
    return float(np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-12)))


# Value


class WithoutReflection:
    """A right engine, in the manner of micrograd, that knows no numbers on the left."""

    def __init__(self, data):
        self.data, self.grad, self.edges = data, 0.0, ()

    def lift(self, other):
        """A plain number as a leaf of its own."""
        return other if isinstance(other, WithoutReflection) else type(self)(other)

    def node(self, data, *edges):
        """A result with an edge (parent, local slope) to each value that it was made from."""
        out = type(self)(data)
        out.edges = edges
        return out

    def __add__(self, other):
        other = self.lift(other)
        return self.node(self.data + other.data, (self, 1.0), (other, 1.0))

    def __sub__(self, other):
        other = self.lift(other)
        return self.node(self.data - other.data, (self, 1.0), (other, -1.0))

    def __mul__(self, other):
        other = self.lift(other)
        return self.node(self.data * other.data, (self, other.data), (other, self.data))

    def __truediv__(self, other):
        other = self.lift(other)
        return self.node(
            self.data / other.data, (self, 1.0 / other.data), (other, -self.data / (other.data * other.data))
        )

    def __pow__(self, n):
        return self.node(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return self.node(-self.data, (self, -1.0))

    def exp(self):
        y = math.exp(self.data)
        return self.node(y, (self, y))

    def tanh(self):
        y = math.tanh(self.data)
        return self.node(y, (self, 1.0 - y * y))

    def relu(self):
        return self.node(max(0.0, self.data), (self, 1.0 if self.data > 0 else 0.0))

    def receive(self, amount):
        self.grad += amount

    def push(self):
        """Give each parent its share of the gradient that has arrived here."""
        for parent, slope in self.edges:
            parent.receive(slope * self.grad)

    def order(self):
        """Every node that the root reaches, parents first."""
        nodes, seen, stack = [], set(), [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                nodes.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((parent, False) for parent, _ in node.edges)
        return nodes

    def backward(self):
        nodes = self.order()
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            node.push()


class Engine(WithoutReflection):
    """The right engine."""

    def __radd__(self, other):
        return self.lift(other) + self

    def __rsub__(self, other):
        return self.lift(other) - self

    def __rmul__(self, other):
        return self.lift(other) * self

    def __rtruediv__(self, other):
        return self.lift(other) / self


def called_value(engine):
    """Give an engine the name that a learner's has, since Python's error messages quote it."""
    engine.__name__ = "Value"
    return engine


@called_value
@misconception(
    task="Value",
    anchor="mistake-overwrite-at-fork",
    title=("The gradient is overwritten at a fork", "갈라진 곳에서 기울기를 덮어썼습니다"),
    text=(
        "Where a value is used twice, only the share that arrives last is left. With one use the result is the same, "
        "so every single operation looks right. The loss changes through all uses at once, and the changes add: what "
        "a node receives is added to what it already has.",
        "값이 두 번 쓰인 곳에서 마지막에 도착한 몫만 남았습니다. 한 번만 쓰이면 결과가 같으므로 연산 하나하나는 모두 "
        "맞아 보입니다. 손실은 그 값이 쓰인 모든 곳을 거쳐 한꺼번에 변하고, 그 변화는 더해집니다. 도착한 기울기는 "
        "이미 있는 것에 더합니다.",
    ),
)
class OverwrittenAtFork(Engine):
    def receive(self, amount):
        self.grad = amount


@called_value
@misconception(
    task="Value",
    anchor="mistake-walk-order",
    title=("The graph is walked level by level", "그래프를 층층이 훑었습니다"),
    text=(
        "You walk breadth first from the root, so a node that is one step away passes its gradient on before a longer "
        "way to it has delivered. In a graph without shortcuts this works. A node may push only when everything that "
        "uses it has pushed: reverse topological order, whatever the distances are.",
        "뿌리에서 가까운 순서로(너비 우선) 훑었으므로, 한 걸음 거리의 노드는 더 먼 길로 올 몫이 도착하기도 전에 "
        "기울기를 넘겨 버립니다. 지름길이 없는 그래프에서는 잘 됩니다. 노드는 자신을 사용한 노드가 모두 기울기를 보낸 "
        "뒤에야 보낼 수 있습니다. 거리와 상관없이 위상 정렬의 역순입니다.",
    ),
)
class BreadthFirst(Engine):
    def backward(self):
        nodes, seen = [self], {self}
        for node in nodes:
            for parent, _ in node.edges:
                if parent not in seen:
                    seen.add(parent)
                    nodes.append(parent)
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in nodes:
            node.push()


@called_value
@misconception(
    task="Value",
    anchor="mistake-walk-order",
    title=("A node is listed when it is met, not when it is finished", "노드를 끝낼 때가 아니라 만날 때 적었습니다"),
    text=(
        "You go depth first, but note a node on the way in. A value that is used twice is then pushed right after the "
        "first use that you meet, without the share of the second. List a node only after all that it was made from "
        "is listed, and read the list backwards.",
        "깊이 우선으로 훑되 노드를 들어가면서 적었습니다. 그러면 두 번 쓰인 값은 처음 만난 쓰임 바로 뒤에 처리되어, "
        "나머지 쓰임의 몫을 받지 못합니다. 그 노드를 만든 것들을 모두 적은 다음에 그 노드를 적고, 목록을 거꾸로 "
        "읽습니다.",
    ),
)
class ListedOnTheWayIn(Engine):
    def backward(self):
        nodes, seen, stack = [], set(), [self]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                nodes.append(node)
                stack.extend(parent for parent, _ in reversed(node.edges))
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in nodes:
            node.push()


@called_value
@misconception(
    task="Value",
    anchor="mistake-recursion-depth",
    title=("The walk recurses as deep as the graph", "그래프의 깊이만큼 재귀합니다"),
    text=(
        "All values are right, but a long chain ends in a RecursionError: each node opens a call inside the call of "
        "the one before, and Python stops at about a thousand. Depth-first search is taught recursively, and small "
        "graphs never complain. Keep the nodes that wait in a list of your own and loop.",
        "값은 모두 맞지만 긴 사슬에서 RecursionError가 납니다. 노드마다 앞 노드의 호출 안에서 다시 호출하는데, "
        "Python은 천 번쯤에서 멈춥니다. 깊이 우선 탐색은 흔히 재귀로 배우고, 작은 그래프에서는 아무 문제가 없습니다. "
        "기다리는 노드를 직접 만든 리스트에 두고 반복문으로 돕니다.",
    ),
)
class RecursiveWalk(Engine):
    def order(self):
        nodes, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.edges:
                    visit(parent)
                nodes.append(node)

        visit(self)
        return nodes


@called_value
@misconception(
    task="Value",
    anchor="mistake-recursion-depth",
    title=("The recursion limit is raised", "재귀 한도를 올렸습니다"),
    text=(
        "You lift Python's recursion limit so that the walk may recurse deeper. The limit protects the interpreter's "
        "own stack, and it belongs to the whole program, not to one method; at the next longer chain the trouble is "
        "back, or the process dies. A loop with a list of its own has no limit to lift.",
        "더 깊이 재귀하려고 Python의 재귀 한도를 올렸습니다. 이 한도는 인터프리터의 스택을 지키는 것이며 메서드 "
        "하나가 아니라 프로그램 전체의 설정입니다. 사슬이 더 길어지면 문제가 되살아나거나 프로세스가 죽습니다. 직접 "
        "만든 리스트와 반복문에는 올릴 한도가 없습니다.",
    ),
    same_as="RecursiveWalk",
)
class RecursionLimitRaised(RecursiveWalk):
    def backward(self):
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(1_000_000)
        super().backward()
        sys.setrecursionlimit(limit)


@called_value
@misconception(
    task="Value",
    anchor="mistake-visited-twice",
    title=("Every path is walked by itself", "모든 경로를 따로따로 걸었습니다"),
    text=(
        "Your gradients are right, but you get them by following each path from the root to the leaves. That is the "
        "chain rule as a sum over paths, correct and hopeless: forty doublings have 2⁴⁰ paths. Reverse mode visits "
        "each node once, after its whole gradient has been gathered, and so costs about as much as the forward pass.",
        "기울기는 맞지만, 뿌리에서 잎까지의 경로를 하나씩 따라가며 구했습니다. 연쇄 법칙을 경로의 합으로 쓴 것이라 "
        "옳지만 쓸 수는 없습니다. 두 배로 만들기를 40번 하면 경로가 2⁴⁰개입니다. 역방향 미분은 노드의 기울기를 다 "
        "모은 다음 한 번만 방문하므로 순전파와 비슷한 비용이 듭니다.",
    ),
)
class PathByPath(Engine):
    def backward(self):
        for node in self.order():
            node.grad = 0.0
        stack = [(self, 1.0)]
        while stack:
            node, upstream = stack.pop()
            node.grad += upstream
            stack.extend((parent, slope * upstream) for parent, slope in node.edges)


@called_value
@misconception(
    task="Value",
    anchor="mistake-visited-twice",
    title=("A shared node pushes its gradient several times", "공유된 노드가 기울기를 여러 번 보냅니다"),
    text=(
        "A node that is reached in two ways is visited twice, and each time it pushes all the gradient it holds, so "
        "the first share goes down twice. Without sharing nothing is visited twice and all is well. Mark what you "
        "have seen, and let each node push once, when its gradient is complete.",
        "두 길로 닿는 노드를 두 번 방문하고, 그때마다 모인 기울기를 전부 보내므로 먼저 온 몫이 두 번 내려갑니다. "
        "공유가 없으면 두 번 방문할 일이 없어 문제가 드러나지 않습니다. 방문한 노드를 표시해 두고, 기울기가 다 모였을 "
        "때 한 번만 보내게 합니다.",
    ),
)
class PushedPerVisit(Engine):
    def backward(self):
        for node in self.order():
            node.grad = 0.0
        self.grad = 1.0
        queue = [self]
        for node in queue:
            node.push()
            queue.extend(parent for parent, _ in node.edges)


@called_value
@misconception(
    task="Value",
    anchor="mistake-visited-twice",
    title=("Visited nodes are looked up in a list", "방문한 노드를 리스트에서 찾습니다"),
    text=(
        "Your gradients are right, but for each node you search the list of all nodes seen so far, entry by entry. "
        "The line is short and hides a loop, so the time grows with the square of the graph: 50 000 nodes need a "
        "billion comparisons. A set answers the same question in one look.",
        "기울기는 맞지만, 노드마다 지금까지 본 노드의 리스트를 처음부터 뒤집니다. 한 줄에 반복문이 숨어 있어서 시간이 "
        "그래프 크기의 제곱으로 늘어납니다. 노드가 5만 개이면 비교가 10억 번입니다. 집합(set)은 같은 물음에 한 번에 "
        "답합니다.",
    ),
)
class VisitedInList(Engine):
    def order(self):
        nodes, seen, stack = [], [], [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                nodes.append(node)
            elif node not in seen:
                seen.append(node)
                stack.append((node, True))
                stack.extend((parent, False) for parent, _ in node.edges)
        return nodes


@called_value
@misconception(
    task="Value",
    anchor="mistake-counted-once",
    title=("x * x counts its factor once", "x * x에서 인수를 한 번만 세었습니다"),
    text=(
        "For x * x and x + x your gradient is half of what it should be. A set or a dictionary of parents holds each "
        "node once, although it was used twice. Both operands pass a gradient back, even when they are one and the "
        "same node: keep the parents in a tuple, with their repetitions.",
        "x * x와 x + x에서 기울기가 절반입니다. 부모를 집합이나 사전에 담으면 두 번 쓰인 노드도 하나로 남습니다. 두 "
        "피연산자가 같은 노드라도 저마다 기울기를 돌려줍니다. 부모를 튜플에 중복된 그대로 담습니다.",
    ),
)
class CountedOnce(Engine):
    def node(self, data, *edges):
        return super().node(data, *dict(edges).items())


@called_value
@misconception(
    task="Value",
    anchor="mistake-power-without-chain",
    title=("The power rule without the chain rule", "거듭제곱에서 연쇄 법칙이 빠졌습니다"),
    text=(
        "A power passes back n·xⁿ⁻¹ whatever happens above it. At the end of a graph, where the upstream gradient is "
        "1, that is right, and a check of x ** n alone passes. Inside a graph the local slope is only one factor: it "
        "is multiplied by what arrives from above.",
        "거듭제곱이 위에서 무엇이 오든 n·xⁿ⁻¹만 돌려줍니다. 상류 기울기가 1인 그래프의 끝에서는 맞으므로 x ** n "
        "하나만 검사하면 통과합니다. 그래프의 안쪽에서 국소 기울기는 인수 하나일 뿐이며, 위에서 도착한 기울기를 "
        "곱해야 합니다.",
    ),
)
class PowerWithoutChain(Engine):
    def __pow__(self, n):
        out = super().__pow__(n)
        out.push = lambda: self.receive(n * self.data ** (n - 1))
        return out


@called_value
@misconception(
    task="Value",
    anchor="mistake-power-without-chain",
    title=("The exponent is not lowered", "지수를 낮추지 않았습니다"),
    text=(
        "Your slope of xⁿ is n·xⁿ: the exponent came down in front but also stayed. The two differ by a factor x, so "
        "at x = 1, a favourite of quick tests, nothing shows. The power that is left is one less.",
        "xⁿ의 기울기가 n·xⁿ입니다. 지수가 앞으로 내려왔지만 원래 자리에도 그대로 남았습니다. 둘은 x배만큼 다르므로, "
        "간단한 시험에 즐겨 쓰는 x = 1에서는 드러나지 않습니다. 남는 지수는 하나 작아집니다.",
    ),
)
class ExponentNotLowered(Engine):
    def __pow__(self, n):
        return self.node(self.data**n, (self, n * self.data**n))


@called_value
@misconception(
    task="Value",
    anchor="mistake-number-on-the-left",
    title=("A number on the left is not understood", "왼쪽에 오는 수를 다루지 못합니다"),
    text=(
        "v * 2 works and 2 * v raises a TypeError. Python asks the left operand first; an int knows nothing of Value "
        "and declines, and then Python looks for the reflected method on the right. Each of + − * / has one, whose "
        "name begins with r.",
        "v * 2는 되는데 2 * v는 TypeError가 납니다. Python은 왼쪽 피연산자에게 먼저 묻습니다. int는 Value를 모르므로 "
        "거절하고, 그러면 Python은 오른쪽에서 뒤집힌 연산의 메서드를 찾습니다. + − * / 에 저마다 이름이 r로 시작하는 "
        "메서드가 있습니다.",
    ),
)
class NothingReflected(WithoutReflection):
    pass


@called_value
@misconception(
    task="Value",
    anchor="mistake-number-on-the-left",
    title=("3 − v is computed as v − 3", "3 − v를 v − 3으로 계산했습니다"),
    text=(
        "The reflected subtraction is the plain one under another name, so the operands have changed places: value "
        "and gradient have the wrong sign. For + and * that trick is right, because there the order does not matter. "
        "In the reflected method the other operand stands on the left.",
        "뒤집힌 뺄셈에 보통의 뺄셈을 그대로 썼으므로 두 피연산자의 자리가 바뀌어 값과 기울기의 부호가 반대입니다. +와 "
        "*에서는 순서가 상관없으므로 이 요령이 통합니다. 뒤집힌 메서드에서는 상대가 왼쪽에 있습니다.",
    ),
)
class SubtractionTurned(Engine):
    __rsub__ = Engine.__sub__


@called_value
@misconception(
    task="Value",
    anchor="mistake-number-on-the-left",
    title=("1 / v is computed as v / 1", "1 / v를 v / 1로 계산했습니다"),
    text=(
        "The reflected division is the plain one under another name: 1 / v gives v. For products the trick works, and "
        "a quotient looks like its brother. In the reflected method the other operand is the numerator.",
        "뒤집힌 나눗셈에 보통의 나눗셈을 그대로 써서 1 / v가 v가 됩니다. 곱셈에서는 이 요령이 통하고 나눗셈도 닮아 "
        "보입니다. 뒤집힌 메서드에서는 상대가 분자입니다.",
    ),
)
class DivisionTurned(Engine):
    __rtruediv__ = Engine.__truediv__


@called_value
@misconception(
    task="Value",
    anchor="mistake-number-on-the-left",
    title=("Plain numbers are not wrapped", "보통 수를 감싸지 않았습니다"),
    text=(
        "v + 2 fails, because the method asks the number 2 for its .data. In examples both operands are Values, and "
        "the need does not show. Turn a plain number into a leaf at the start of each operation; its gradient is "
        "computed and ignored.",
        "v + 2에서 수 2에게 .data를 물어 실패합니다. 예제에서는 두 피연산자가 모두 Value이므로 그럴 필요가 보이지 "
        "않습니다. 연산을 시작할 때 보통 수를 잎 노드로 감쌉니다. 그 노드의 기울기는 계산되지만 아무도 쓰지 않습니다.",
    ),
)
class NumbersNotWrapped(WithoutReflection):
    def lift(self, other):
        return other

    __radd__, __rmul__ = WithoutReflection.__add__, WithoutReflection.__mul__

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return self**-1 * other


@called_value
@misconception(
    task="Value",
    anchor="mistake-gradient-accumulated",
    title=("Gradients pile up over calls of backward", "backward를 부를 때마다 기울기가 쌓입니다"),
    text=(
        "The first backward is right, and the second adds its gradients to those of the first. PyTorch behaves so on "
        "purpose and leaves zeroing to you; this engine promises a fresh gradient from every call. Adding belongs "
        "inside one pass: before it starts, every node that the root reaches begins at 0.",
        "첫 backward는 맞지만 두 번째는 앞의 기울기 위에 더합니다. PyTorch는 일부러 그렇게 하고 0으로 되돌리는 일을 "
        "사용자에게 맡기지만, 여기서는 부를 때마다 기울기를 새로 구하기로 했습니다. 더하는 일은 한 번의 역전파 "
        "안에서만 합니다. 시작하기 전에 뿌리에서 닿는 모든 노드를 0으로 둡니다.",
    ),
)
class Accumulated(Engine):
    def backward(self):
        self.grad = 1.0
        for node in reversed(self.order()):
            node.push()


@called_value
@misconception(
    task="Value",
    anchor="mistake-gradient-accumulated",
    title=("Only the leaves are set to 0", "잎만 0으로 되돌렸습니다"),
    text=(
        "You reset the leaves before a pass, and the nodes in between keep what the last pass left in them. It seems "
        "enough, since only the leaves' gradients are read in the end; but the old amounts in between are pushed down "
        "again. Every node that the root reaches starts at 0.",
        "역전파 전에 잎만 0으로 되돌려서, 중간 노드에는 지난번의 기울기가 남아 있습니다. 마지막에 읽는 것은 잎의 "
        "기울기이니 충분해 보이지만, 중간에 남은 값이 다시 아래로 내려갑니다. 뿌리에서 닿는 모든 노드가 0에서 "
        "시작해야 합니다.",
    ),
)
class LeavesResetOnly(Engine):
    def backward(self):
        nodes = self.order()
        for node in nodes:
            if not node.edges:
                node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            node.push()


@called_value
@misconception(
    task="Value",
    anchor="mistake-seed-missing",
    title=("The root's own gradient is not 1", "뿌리의 기울기가 1이 아닙니다"),
    text=(
        "All gradients are 0: the walk passes on what the root holds, and the root holds nothing. The rules for the "
        "operations are right, so the fault is hard to see in them. The derivative of L with respect to L is 1, and "
        "the pass starts from it.",
        "모든 기울기가 0입니다. 뿌리가 가진 것을 아래로 넘기는데 뿌리에 아무것도 없습니다. 연산의 규칙은 모두 "
        "맞으므로 거기서는 잘못을 찾기 어렵습니다. L을 L로 미분하면 1이고, 역전파는 그 1에서 시작합니다.",
    ),
)
class SeedMissing(Engine):
    def backward(self):
        nodes = self.order()
        for node in nodes:
            node.grad = 0.0
        for node in reversed(nodes):
            node.push()


@called_value
@misconception(
    task="Value",
    anchor="mistake-relu-at-zero",
    title=("The slope of relu at 0 is 1", "relu의 0에서의 기울기가 1입니다"),
    text=(
        "At 0 your relu passes the gradient on. There is no derivative at the kink, and any slope from 0 to 1 could "
        "be defended; libraries, and this course, choose 0, so that a unit which gives nothing also learns nothing. "
        "The comparison that decides is strict.",
        "입력이 0일 때 relu가 기울기를 그대로 통과시킵니다. 꺾인 점에는 미분이 없으므로 0과 1 사이의 어떤 값도 "
        "가능하지만, 라이브러리와 이 강좌는 0을 택합니다. 아무것도 내보내지 않는 유닛은 배우지도 않는다는 뜻입니다. "
        "등호가 없는 비교를 씁니다.",
    ),
)
class ReluSlopeAtZero(Engine):
    def relu(self):
        return self.node(max(0.0, self.data), (self, 1.0 if self.data >= 0 else 0.0))


@called_value
@misconception(
    task="Value",
    anchor="mistake-relu-slope-missing",
    title=("relu lets every gradient pass", "relu가 모든 기울기를 통과시킵니다"),
    text=(
        "Your relu cuts off negative values on the way forward and passes the gradient back as if it had not. For "
        "positive inputs that is right. Where the output is stuck at 0, moving the input changes nothing, so nothing "
        "flows back.",
        "순전파에서는 음수를 잘라 놓고, 역전파에서는 자르지 않은 것처럼 기울기를 통과시킵니다. 입력이 양수일 때는 "
        "맞습니다. 출력이 0에 묶여 있으면 입력을 움직여도 아무 변화가 없으므로 기울기도 흐르지 않습니다.",
    ),
)
class ReluPassesAll(Engine):
    def relu(self):
        return self.node(max(0.0, self.data), (self, 1.0))


@called_value
@misconception(
    task="Value",
    anchor="mistake-tanh-slope",
    title=("1 − x² of the input, not of the output", "출력이 아니라 입력으로 1 − x²을 계산했습니다"),
    text=(
        "The slope of tanh is written 1 − t², and t is the output; you have put the input there. Near 0 the two are "
        "nearly equal, which hides it; for an input above 1 your slope even turns negative, though tanh always rises. "
        "Keep the output of the forward step and use it on the way back.",
        "tanh의 기울기 1 − t²에서 t는 출력인데 입력을 넣었습니다. 0 근처에서는 둘이 거의 같아 드러나지 않지만, 입력이 "
        "1보다 크면 언제나 증가하는 tanh의 기울기가 음수로 나옵니다. 순전파의 출력을 남겨 두었다가 돌아올 때 씁니다.",
    ),
)
class TanhSlopeOfInput(Engine):
    def tanh(self):
        return self.node(math.tanh(self.data), (self, 1.0 - self.data**2))


@called_value
@misconception(
    task="Value",
    anchor="mistake-exp-slope",
    title=("The power rule applied to eˣ", "eˣ에 거듭제곱의 규칙을 썼습니다"),
    text=(
        "Your slope of eˣ is x·eˣ⁻¹. The power rule is for a variable base and a fixed exponent; here it is the other "
        "way round. eˣ is the function that is its own derivative, so the output of the forward step is all that you "
        "need.",
        "eˣ의 기울기를 x·eˣ⁻¹로 구했습니다. 거듭제곱의 미분 규칙은 밑이 변수이고 지수가 상수일 때의 것인데, 여기서는 "
        "반대입니다. eˣ는 미분해도 자기 자신인 함수이므로 순전파의 출력만 있으면 됩니다.",
    ),
)
class ExpByPowerRule(Engine):
    def exp(self):
        return self.node(math.exp(self.data), (self, self.data * math.exp(self.data - 1)))


@called_value
@misconception(
    task="Value",
    anchor="mistake-division-sign",
    title=("The denominator's gradient has the wrong sign", "분모의 기울기 부호가 반대입니다"),
    text=(
        "Your gradient of a / b with respect to b is positive for positive a: it says that a larger denominator makes "
        "a larger quotient. The size a / b² is right. Written as a · b⁻¹, the power rule brings down the −1 that is "
        "missing.",
        "a / b를 b로 미분한 값이 양수로 나와, 분모가 커지면 몫도 커진다고 말하고 있습니다. 크기 a / b²은 맞습니다. a "
        "· b⁻¹로 써 보면 거듭제곱의 규칙에서 내려오는 −1이 빠졌음을 알 수 있습니다.",
    ),
)
class DivisionSign(Engine):
    def __truediv__(self, other):
        other = self.lift(other)
        return self.node(self.data / other.data, (self, 1 / other.data), (other, self.data / other.data**2))


@called_value
@misconception(
    task="Value",
    anchor="mistake-upstream-missing",
    title=("Local slopes without the upstream gradient", "상류 기울기를 곱하지 않았습니다"),
    text=(
        "Each operation by itself is right, and in a longer formula every gradient is that of the last operation "
        "only. You hand back the local slope. The chain rule multiplies it by the upstream gradient, which tells how "
        "much the root reacts to this node; it is 1 only at the root.",
        "연산 하나씩은 맞지만, 식이 길어지면 기울기가 바로 위의 연산만 반영합니다. 국소 기울기를 그대로 돌려주고 "
        "있습니다. 연쇄 법칙은 여기에 상류 기울기, 곧 뿌리가 이 노드에 얼마나 반응하는지를 곱합니다. 그 값은 "
        "뿌리에서만 1입니다.",
    ),
)
class UpstreamMissing(Engine):
    def push(self):
        for parent, slope in self.edges:
            parent.receive(slope)


# rosenbrock_gradient


@misconception(
    task="rosenbrock_gradient",
    anchor="mistake-inner-derivative",
    title=("The inner derivative is missing in dx", "dx에서 안쪽 미분이 빠졌습니다"),
    text=(
        "In dx you differentiate the outer square and stop: 200(y − x²). The bracket itself depends on x, and its own "
        "derivative is a factor, as the chain rule says. For dy that factor is 1, which makes it easy to forget.",
        "dx에서 바깥의 제곱만 미분하고 200(y − x²)에서 멈추었습니다. 괄호 안도 x에 의존하므로 그 미분이 인수로 "
        "곱해집니다. 이것이 연쇄 법칙입니다. dy에서는 그 인수가 1이라서 잊기 쉽습니다.",
    ),
)
def inner_derivative_missing(x, y):
    return -2 * (1 - x) + 200 * (y - x**2), 200 * (y - x**2)


@misconception(
    task="rosenbrock_gradient",
    anchor="mistake-inner-derivative",
    title=("The x of the inner derivative is lost", "안쪽 미분의 x가 사라졌습니다"),
    text=(
        "Your dx has the factor −400 but no x beside it: the inner derivative has been taken as −2. The bracket "
        "contains x², not x, so its slope depends on where you stand. At x = 1 the two agree.",
        "dx에 −400은 있지만 그 옆의 x가 없습니다. 안쪽 미분을 −2로 본 것입니다. 괄호에는 x가 아니라 x²이 들어 있으므로 "
        "그 기울기는 x에 따라 달라집니다. x = 1에서는 우연히 같은 값이 나옵니다.",
    ),
)
def inner_x_lost(x, y):
    return -2 * (1 - x) - 400 * (y - x**2), 200 * (y - x**2)


@misconception(
    task="rosenbrock_gradient",
    anchor="mistake-inner-derivative",
    title=("The 2 of the square is lost", "제곱에서 나온 2가 빠졌습니다"),
    text=(
        "Both terms with 100 are half of what they should be: the outer square has lost its 2. It happens where 100 "
        "is carried along and taken for the whole factor. Squaring brings down a 2 in dx and in dy alike.",
        "100이 붙은 두 항이 모두 절반입니다. 바깥 제곱에서 나온 2가 빠졌습니다. 100을 옮겨 적다 보면 그것이 인수의 "
        "전부로 보이기 쉽습니다. 제곱을 미분하면 dx와 dy 모두에 2가 내려옵니다.",
    ),
)
def outer_two_lost(x, y):
    return -2 * (1 - x) - 200 * x * (y - x**2), 100 * (y - x**2)


@misconception(
    task="rosenbrock_gradient",
    anchor="mistake-sign-of-inner",
    title=("The inner derivative has lost its minus", "안쪽 미분의 음수 부호가 빠졌습니다"),
    text=(
        "The second term of your dx has the opposite sign. In the bracket x² is subtracted, so a larger x makes the "
        "bracket smaller, and the inner derivative is negative. Descent with this sign walks away from the valley.",
        "dx의 둘째 항의 부호가 반대입니다. 괄호에서 x²을 빼므로 x가 커지면 괄호는 작아지고, 안쪽 미분은 음수입니다. 이 "
        "부호로 경사 하강을 하면 골짜기에서 멀어집니다.",
    ),
)
def inner_sign_lost(x, y):
    return -2 * (1 - x) + 400 * x * (y - x**2), 200 * (y - x**2)


@misconception(
    task="rosenbrock_gradient",
    anchor="mistake-sign-of-inner",
    title=("The first term has lost its minus", "첫 항의 음수 부호가 빠졌습니다"),
    text=(
        "The first term of your dx is 2(1 − x), with the wrong sign. The square hides that x is subtracted inside; "
        "its inner derivative is −1. Beside the other term it is small, so a plot hardly shows the mistake.",
        "dx의 첫 항이 2(1 − x)로, 부호가 반대입니다. 제곱에 가려 있지만 그 안에서 x를 빼므로 안쪽 미분은 −1입니다. "
        "다른 항에 비해 작아서 그림으로는 거의 보이지 않습니다.",
    ),
)
def first_sign_lost(x, y):
    return 2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)


@misconception(
    task="rosenbrock_gradient",
    anchor="mistake-partial-total",
    title=("y is not held fixed in dx", "dx에서 y를 고정하지 않았습니다"),
    text=(
        "Your dx lets y follow x along the valley y = x²: that is a total derivative along a curve. In the formula x "
        "and y stand so close that they seem tied together. A partial derivative treats y as a number that does not "
        "move while x does.",
        "x가 변할 때 y도 골짜기 y = x²을 따라 움직인다고 보았습니다. 이것은 곡선을 따라 잰 전미분입니다. 식에 x와 y가 "
        "붙어 있어 함께 움직이는 것처럼 보이지만, 편미분에서는 x가 움직이는 동안 y를 움직이지 않는 수로 다룹니다.",
    ),
)
def total_derivative(x, y):
    dy = 200 * (y - x**2)
    return -2 * (1 - x) - 400 * x * (y - x**2) + 2 * x * dy, dy


@misconception(
    task="rosenbrock_gradient",
    anchor="mistake-partial-total",
    title=("The two partial derivatives are added up", "두 편미분을 더해 버렸습니다"),
    text=(
        "Both of your results are dx + dy. That is the slope when x and y grow together, along the diagonal. The "
        "gradient keeps the two apart: how f reacts to x alone, and how it reacts to y alone.",
        "두 결과가 모두 dx + dy입니다. 그것은 x와 y가 함께 커질 때, 곧 대각선 방향의 기울기입니다. "
        "기울기(그래디언트)는 둘을 나누어 적습니다. x만 움직일 때의 반응과 y만 움직일 때의 반응입니다.",
    ),
)
def partials_added(x, y):
    both = -2 * (1 - x) - 400 * x * (y - x**2) + 200 * (y - x**2)
    return both, both


@misconception(
    task="rosenbrock_gradient",
    anchor="mistake-order-of-partials",
    title=("dy before dx", "dy가 dx보다 먼저 나왔습니다"),
    text=(
        "Both numbers are right and have changed places. The term with y is the easier one and is often worked out "
        "first. The gradient lists its entries in the order of the arguments: dx, then dy.",
        "두 값은 맞지만 자리가 바뀌었습니다. y에 대한 미분이 더 쉬워 먼저 구하는 일이 많습니다. 기울기의 성분은 "
        "인수의 순서를 따릅니다. dx가 먼저이고 dy가 다음입니다.",
    ),
)
def order_of_partials(x, y):
    return 200 * (y - x**2), -2 * (1 - x) - 400 * x * (y - x**2)


# gradient_descent


@misconception(
    task="gradient_descent",
    anchor="mistake-ascent",
    title=("Uphill, not downhill", "내려가지 않고 올라갔습니다"),
    text=(
        "You add the gradient, so every step climbs. The gradient is the direction of steepest ascent, and its name "
        "sounds like the way to go. Descent moves against it: the step is subtracted.",
        "기울기를 더했으므로 한 걸음마다 올라갑니다. 기울기는 가장 가파르게 올라가는 방향인데, 이름만 들으면 따라가야 "
        "할 것 같습니다. 하강은 그 반대쪽으로 움직입니다. 걸음을 뺍니다.",
    ),
)
def ascended(grad, x0, lr, steps):
    trajectory = [x0]
    for _ in range(steps):
        trajectory.append(trajectory[-1] + lr * grad(trajectory[-1]))
    return np.array(trajectory)


@misconception(
    task="gradient_descent",
    anchor="mistake-last-point-missing",
    title=("The last point is missing", "마지막 점이 빠졌습니다"),
    text=(
        "Your trajectory has as many rows as there are steps; one is missing, and it is the point where descent "
        "ended. Recording before each move feels complete, but n moves join n + 1 points. Record once more after the "
        "last.",
        "행의 수가 걸음의 수와 같습니다. 한 행이 모자라며, 빠진 것은 하강이 끝난 점입니다. 움직이기 전에 매번 적으면 "
        "다 적은 것 같지만, n번 움직이면 점은 n + 1개입니다. 마지막 걸음 뒤에 한 번 더 적습니다.",
    ),
)
def last_point_missing(grad, x0, lr, steps):
    trajectory = np.zeros((steps, len(x0)))
    x = x0.copy()
    for t in range(steps):
        trajectory[t] = x
        x = x - lr * grad(x)
    return trajectory


@misconception(
    task="gradient_descent",
    anchor="mistake-start-not-recorded",
    title=("The start is not recorded", "출발점을 적지 않았습니다"),
    text=(
        "Your trajectory has as many rows as there are steps and begins after the first move. The start is known, so "
        "it seems needless to store it; a plot of the path then lacks its first stretch, and with no steps there is "
        "nothing at all. Row 0 is x0.",
        "행의 수가 걸음의 수와 같고, 첫걸음을 뗀 다음부터 시작합니다. 출발점은 이미 알고 있으니 적을 필요가 없어 "
        "보이지만, 그러면 경로 그림의 첫 구간이 사라지고 걸음이 0일 때는 아무것도 남지 않습니다. 0번 행이 x0입니다.",
    ),
)
def start_not_recorded(grad, x0, lr, steps):
    trajectory = np.zeros((steps, len(x0)))
    x = x0.copy()
    for t in range(steps):
        x = x - lr * grad(x)
        trajectory[t] = x
    return trajectory


@misconception(
    task="gradient_descent",
    anchor="mistake-aliased-rows",
    title=("All rows are one and the same array", "모든 행이 같은 배열입니다"),
    text=(
        "Every row of your trajectory shows the last point. You moved x in place and appended it each time: the list "
        "holds one array under many entries, and they all see the latest move. Append a copy, or let each step make a "
        "new array.",
        "모든 행이 마지막 점을 보여 줍니다. x를 제자리에서 바꾸면서 매번 리스트에 넣었으므로, 리스트에는 배열 하나가 "
        "여러 번 들어 있고 모두 마지막 움직임을 봅니다. 복사본을 넣거나, 걸음마다 새 배열을 만듭니다.",
    ),
)
def rows_aliased(grad, x0, lr, steps):
    x = x0.copy()
    trajectory = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory)


@misconception(
    task="gradient_descent",
    anchor="mistake-start-changed",
    title=("The caller's x0 is moved", "호출한 쪽의 x0이 움직였습니다"),
    text=(
        "Your trajectory is right, and x0 has walked along: after the call it stands at the last point. x = x0 gives "
        "the array a second name, and -= writes into it. Whoever starts a second run from the same x0 starts "
        "somewhere else. Copy the start first.",
        "경로는 맞지만 x0도 함께 움직여서, 호출이 끝나면 마지막 점에 가 있습니다. x = x0은 배열에 이름을 하나 더 붙일 "
        "뿐이고 -=는 그 배열에 씁니다. 같은 x0에서 다시 시작하려던 사람은 엉뚱한 곳에서 출발하게 됩니다. 출발점을 "
        "먼저 복사합니다.",
    ),
)
def start_moved(grad, x0, lr, steps):
    x = x0
    trajectory = [x.copy()]
    for _ in range(steps):
        x -= lr * grad(x)
        trajectory.append(x.copy())
    return np.array(trajectory)


@misconception(
    task="gradient_descent",
    anchor="mistake-gradient-at-start-only",
    title=("The gradient is taken once, at the start", "기울기를 출발점에서 한 번만 구했습니다"),
    text=(
        "Your path is a straight line with equal steps: the slope of the start is used all the way. Computing it "
        "before the loop saves calls, and the first step is right. A gradient belongs to a point; at each new point "
        "it is asked for again.",
        "경로가 보폭이 같은 직선입니다. 출발점의 기울기를 끝까지 썼습니다. 반복문 앞에서 구하면 계산이 줄고 첫걸음은 "
        "맞습니다. 그러나 기울기는 그 점에서의 값입니다. 새로운 점에 설 때마다 다시 구합니다.",
    ),
)
def gradient_at_start_only(grad, x0, lr, steps):
    slope = grad(x0)
    return np.array([x0 - t * lr * slope for t in range(steps + 1)])


@misconception(
    task="gradient_descent",
    anchor="mistake-normalised-step",
    title=("Every step has the same length", "모든 걸음의 길이가 같습니다"),
    text=(
        "You divide the gradient by its length, so each step is exactly lr long. It tames steep places, but near the "
        "minimum the steps no longer shrink and the path jumps to and fro. In plain descent the step is lr times the "
        "gradient, length included.",
        "기울기를 그 길이로 나누어 한 걸음의 길이가 언제나 lr입니다. 가파른 곳에서는 얌전해지지만, 최소점 근처에서 "
        "걸음이 줄지 않아 이리저리 건너뛰기만 합니다. 보통의 경사 하강법에서 한 걸음은 lr에 길이까지 포함한 기울기를 "
        "곱한 것입니다.",
    ),
)
def steps_normalised(grad, x0, lr, steps):
    trajectory = [x0]
    for _ in range(steps):
        slope = grad(trajectory[-1])
        trajectory.append(trajectory[-1] - lr * slope / np.linalg.norm(slope))
    return np.array(trajectory)


@misconception(
    task="gradient_descent",
    anchor="mistake-momentum-sneaked-in",
    title=("The step remembers the steps before it", "걸음이 이전 걸음을 기억합니다"),
    text=(
        "The first step is right, and the later ones carry a share of those before: this is descent with momentum. It "
        "is a good method, usually faster, and another one. What is asked for moves by lr times the present gradient "
        "alone.",
        "첫걸음은 맞고, 그다음부터는 이전 걸음의 일부가 더해집니다. 모멘텀을 쓴 경사 하강법입니다. 대개 더 빠른 좋은 "
        "방법이지만 다른 방법입니다. 여기서는 지금의 기울기에 lr을 곱한 만큼만 움직입니다.",
    ),
)
def momentum_kept(grad, x0, lr, steps):
    trajectory, velocity = [x0], np.zeros(len(x0))
    for _ in range(steps):
        velocity = 0.9 * velocity - lr * grad(trajectory[-1])
        trajectory.append(trajectory[-1] + velocity)
    return np.array(trajectory)
