"""What learners get wrong in `nonlinearity`, as they write it, and what one says to them.

For instructors only.  Each function stands alone, under the parameter names of its task, so that its body can take the
place of a solution.  The explanations name shapes and reasons, never the line that solves the task: they ship with
the cards.
"""

from __future__ import annotations

import numpy as np

from autograder.judge.bank import misconception

# collapse


@misconception(
    task="collapse",
    anchor="mistake-product-order",
    title=("The weights are multiplied in reverse order", "가중치를 거꾸로 된 순서로 곱했습니다"),
    text=(
        "The last layer's weights stand in front. Composed functions are written that way, outermost first, and with "
        "samples in columns matrices are too. Here a sample is a row, and X meets W₁ first, so W₁ stands on the "
        "left: only in that order do the inner widths of the stack meet. Square matrices hide the error, for they "
        "multiply in any order.",
        "마지막 층의 가중치가 맨 앞에 있습니다. 합성 함수는 바깥쪽부터 적고, 표본을 열로 두면 행렬도 그렇게 "
        "적습니다. 그러나 여기서는 표본이 행이고 X가 가장 먼저 만나는 것이 W₁이므로 W₁이 맨 왼쪽에 옵니다. 그 순서로 "
        "곱해야 안쪽 너비끼리 맞습니다. 정사각 행렬은 어떤 순서로도 곱해지므로 이 실수를 감춥니다.",
    ),
)
def weights_in_reverse(weights, biases):
    W, b = weights[0], biases[0]
    for weight, bias in zip(weights[1:], biases[1:], strict=True):
        W = weight @ W
        b = b @ weight + bias
    return W, b


@misconception(
    task="collapse",
    anchor="mistake-inner-bias-dropped",
    title=("Only the last bias is left", "마지막 편향만 남았습니다"),
    text=(
        "Your W is right, and your b is the bias of the last layer. In the formula of a layer the bias stands at the "
        "end, so it looks as if the last one were the only one that is still there at the end. What an inner layer "
        "adds goes on through all the layers above it and arrives as a constant, which belongs to b.",
        "W는 맞지만 b가 마지막 층의 편향 그대로입니다. 층의 식에서 편향은 맨 끝에 더하므로 끝까지 남는 것은 마지막 "
        "편향뿐인 것처럼 보입니다. 그러나 안쪽 층이 더한 값도 위의 층을 모두 지나 상수로 도착하며, 그것도 b에 "
        "들어갑니다.",
    ),
)
def inner_biases_dropped(weights, biases):
    W = weights[0]
    for weight in weights[1:]:
        W = W @ weight
    return W, biases[-1].copy()


@misconception(
    task="collapse",
    anchor="mistake-inner-bias-not-multiplied",
    title=("The biases are just added up", "편향을 그냥 더했습니다"),
    text=(
        "You add b₁, b₂, … as they are. A sum of shifts is a shift, which is true of layers that do nothing but "
        "shift. A bias in the middle is followed by further layers, which scale and turn it as they do everything "
        "that passes: b₁ has H₁ entries and cannot even be added to the K outputs before W₂ has carried it there.",
        "b₁, b₂, …를 그대로 더했습니다. 이동만 하는 층이라면 이동의 합이 맞습니다. 그러나 중간의 편향은 그다음 층을 "
        "지나면서 다른 값과 똑같이 늘어나고 섞입니다. b₁의 원소는 H₁개이므로, W₂가 옮겨 주기 전에는 K개의 출력에 "
        "더할 수조차 없습니다.",
    ),
)
def biases_summed(weights, biases):
    W, b = weights[0], biases[0]
    for weight, bias in zip(weights[1:], biases[1:], strict=True):
        W = W @ weight
        b = b + bias
    return W, b


@misconception(
    task="collapse",
    anchor="mistake-last-bias-missing",
    title=("The last bias is missing", "마지막 편향이 빠졌습니다"),
    text=(
        "Your b lacks b_L, the bias of the last layer; all others have arrived. A loop that takes each bias on to "
        "the next layer stops when there is no next layer, before the last bias had its turn. That one is multiplied "
        "by nothing, and it counts all the same.",
        "b에 마지막 층의 편향 b_L이 없습니다. 나머지는 모두 들어 있습니다. 편향을 다음 층으로 보내는 반복문은 다음 "
        "층이 없으면 멈추므로 마지막 편향은 차례가 오지 않습니다. 그 편향에는 곱할 것이 없지만 더해야 하는 것은 "
        "마찬가지입니다.",
    ),
)
def last_bias_missing(weights, biases):
    W, b = weights[0], np.zeros(weights[0].shape[1])
    for weight, bias in zip(weights[1:], biases[:-1], strict=True):
        W = W @ weight
        b = (b + bias) @ weight
    return W, b


@misconception(
    task="collapse",
    anchor="mistake-single-layer-special",
    title=("One layer alone fails", "층이 하나뿐이면 실패합니다"),
    text=(
        "Your code starts from the first two layers, so a stack of one has nothing for it to take, and it raises an "
        "IndexError. A composition of two is where the idea begins, which is why one starts there. Start from one "
        "layer, or from the map that changes nothing: then a stack of one needs no case of its own.",
        "처음 두 층에서 시작하므로 층이 하나뿐이면 꺼낼 것이 없어 IndexError가 납니다. 두 층의 합성에서 생각을 "
        "시작하니 코드도 그렇게 시작하기 쉽습니다. 층 하나에서, 또는 아무것도 바꾸지 않는 사상에서 시작하면 층이 "
        "하나인 때를 따로 다루지 않아도 됩니다.",
    ),
)
def two_layers_at_least(weights, biases):
    W = weights[0] @ weights[1]
    b = biases[0] @ weights[1] + biases[1]
    for weight, bias in zip(weights[2:], biases[2:], strict=True):
        W = W @ weight
        b = b @ weight + bias
    return W, b


@misconception(
    task="collapse",
    anchor="mistake-elementwise-weights",
    title=("Weights multiplied entry by entry", "가중치를 원소끼리 곱했습니다"),
    text=(
        "The star multiplies entries in equal places and asks for equal shapes, which two layers have only by "
        "accident. On paper W₁W₂ has no sign between its factors, so it is easily typed as a star. Output k of the "
        "stack sums over all hidden units on the way from input d: a matrix product, in which the inner width "
        "vanishes.",
        "별표(*)는 같은 자리의 원소끼리 곱하므로 모양이 같아야 하는데, 두 층의 모양이 같은 것은 우연일 뿐입니다. "
        "종이에 쓰는 W₁W₂에는 기호가 없으므로 별표로 옮기기 쉽습니다. 출력 k는 입력 d에서 오는 길에 있는 모든 은닉 "
        "유닛에 대해 더한 것입니다. 곧 안쪽 너비가 사라지는 행렬 곱입니다.",
    ),
)
def weights_entry_by_entry(weights, biases):
    W, b = weights[0], biases[0]
    for weight, bias in zip(weights[1:], biases[1:], strict=True):
        W = W * weight
        b = b @ weight + bias
    return W, b


@misconception(
    task="collapse",
    anchor="mistake-transposed-stack",
    title=("The map is transposed: W is (K, D)", "사상이 전치되어 W가 (K, D)입니다"),
    text=(
        "Your numbers are right, and W lies on its side: (K, D) in place of (D, K). The lecture writes y = Wx with x "
        "a column, and there the collapsed matrix is (K, D). In this course samples are rows and the map is X ↦ XW + "
        "b, so W goes from D inputs down to K outputs across.",
        "값은 맞지만 W가 옆으로 누워 (D, K)가 아니라 (K, D)입니다. x가 열인 y = Wx에서는 합친 행렬이 (K, D)입니다. "
        "이 강좌에서는 표본이 행이고 사상이 X ↦ XW + b이므로 W의 행은 입력 D개, 열은 출력 K개입니다.",
    ),
)
def stack_of_columns(weights, biases):
    W, b = weights[0].T, biases[0]
    for weight, bias in zip(weights[1:], biases[1:], strict=True):
        W = weight.T @ W
        b = weight.T @ b + bias
    return W, b


@misconception(
    task="collapse",
    anchor="mistake-inner-bias-not-multiplied",
    title=("Each bias skips all layers but the last", "편향이 마지막 층만 지났습니다"),
    text=(
        "You send every inner bias through one layer only, the one after it. That is all for two layers, and so the "
        "case that one works out on paper is right. With three, b₁ has a second layer still before it: what comes "
        "out of layer 2 is the input of layer 3.",
        "안쪽 편향을 바로 다음 층 하나에만 통과시켰습니다. 층이 둘이면 그것으로 충분하므로 종이에 풀어 본 예는 "
        "맞습니다. 층이 셋이면 b₁은 한 층을 더 지나야 합니다. 2층의 출력이 3층의 입력이기 때문입니다.",
    ),
)
def biases_through_one_layer(weights, biases):
    W, b = weights[0], biases[-1].copy()
    for weight in weights[1:]:
        W = W @ weight
    if len(weights) > 1:
        b = b + biases[-2] @ weights[-1]
    return W, b


# hinge_forward


@misconception(
    task="hinge_forward",
    anchor="mistake-activation-forgotten",
    title=("The activation is missing", "활성화 함수가 빠졌습니다"),
    text=(
        "Your y is a straight line in x, however many units there are. Two products and two biases look like two "
        "layers, but without anything between them they collapse into one affine map. Between the layers stands "
        "ReLU, applied to each of the (N, H) entries.",
        "유닛이 아무리 많아도 y가 x의 직선입니다. 곱 두 번과 편향 두 개가 있어 두 층처럼 보이지만, 사이에 아무것도 "
        "없으면 아핀 변환 하나로 합쳐집니다. 두 층 사이에서 (N, H)의 원소마다 ReLU를 적용해야 합니다.",
    ),
)
def activation_forgotten(x, W1, b1, W2, b2):
    return (x @ W1 + b1) @ W2 + b2


@misconception(
    task="hinge_forward",
    anchor="mistake-activation-on-output",
    title=("ReLU on the output too", "출력에도 ReLU를 적용했습니다"),
    text=(
        "Your y is never negative: where it should be, it is 0. A layer feels like an affine map plus activation, so "
        "both layers get one. The output of a regression must be free to take any sign, and so the last layer of "
        "this network is affine alone.",
        "y가 음수가 되는 일이 없고, 음수여야 할 곳이 0입니다. 층이라면 아핀 변환과 활성화 함수가 한 벌인 것 같아 두 "
        "층 모두에 적용하기 쉽습니다. 회귀의 출력은 어떤 부호든 될 수 있어야 하므로 이 신경망의 마지막 층은 아핀 "
        "변환뿐입니다.",
    ),
)
def activation_on_output_too(x, W1, b1, W2, b2):
    hidden = np.maximum(x @ W1 + b1, 0)
    return np.maximum(hidden @ W2 + b2, 0)


@misconception(
    task="hinge_forward",
    anchor="mistake-activation-on-output",
    title=("ReLU after the last layer in place of the first", "첫 층이 아니라 마지막 층 뒤에 ReLU를 두었습니다"),
    text=(
        "The hidden layer has no activation, the output has one. The network then is one straight line, cut off at "
        "0: a single hinge, whatever H is. An activation at the end looks like the finishing touch; it belongs where "
        "it makes the hidden units differ from each other, before they are added up.",
        "은닉층에는 활성화 함수가 없고 출력에만 있습니다. 그러면 신경망은 0에서 잘린 직선 하나, 곧 H가 얼마이든 경첩 "
        "하나입니다. 마지막에 두면 마무리처럼 보이지만, 활성화 함수는 유닛을 더하기 전에, 유닛들이 서로 달라지게 "
        "하는 자리에 있어야 합니다.",
    ),
)
def activation_on_output_only(x, W1, b1, W2, b2):
    return np.maximum((x @ W1 + b1) @ W2 + b2, 0)


@misconception(
    task="hinge_forward",
    anchor="mistake-activation-multiplied",
    title=("The activation is multiplied with the affine output", "활성화 함수의 값을 아핀 출력에 곱했습니다"),
    text=(
        "Your hidden units are z · ReLU(z), which is z² where z is positive: parabolas in place of hinges. A diagram "
        "that puts the activation beside the unit reads like a factor. An activation is applied, not multiplied: it "
        "takes the affine output z and its value replaces z.",
        "은닉 유닛이 z · ReLU(z)입니다. z가 양수이면 z²이므로 경첩이 아니라 포물선입니다. 유닛 옆에 활성화 함수를 "
        "적은 그림은 곱하라는 뜻처럼 읽힙니다. 활성화 함수는 곱하는 것이 아니라 적용하는 것입니다. 아핀 출력 z를 "
        "받아서 낸 값이 z를 대신합니다.",
    ),
)
def activation_multiplied(x, W1, b1, W2, b2):
    z = x @ W1 + b1
    return (z * np.maximum(z, 0)) @ W2 + b2


@misconception(
    task="hinge_forward",
    anchor="mistake-activation-multiplied",
    title=("Only the gate, 0 or 1, is passed on", "0과 1의 문만 전달했습니다"),
    text=(
        "Your hidden units are 0 or 1, so y is a staircase. Whether a unit is on is half of what ReLU says, and it "
        "is the half that its derivative shows. The other half is how much: a unit that is on passes z itself.",
        "은닉 유닛이 0이나 1이어서 y가 계단이 됩니다. 유닛이 켜졌는지는 ReLU가 말하는 것의 절반이고, 도함수가 보여 "
        "주는 쪽입니다. 나머지 절반은 얼마나 켜졌는가입니다. 켜진 유닛은 z를 그대로 내보냅니다.",
    ),
)
def step_for_relu(x, W1, b1, W2, b2):
    hidden = (x @ W1 + b1 > 0).astype(float)
    return hidden @ W2 + b2


@misconception(
    task="hinge_forward",
    anchor="mistake-output-bias-missing",
    title=("The output's bias is missing", "출력의 편향이 빠졌습니다"),
    text=(
        "All entries of your y are off by the same number, b2. The hidden units bring so much freedom that one more "
        "number seems to add nothing. Where every unit is off, though, it is all there is: without b2 the network "
        "must give 0 there.",
        "y의 모든 원소가 같은 수, 곧 b2만큼 어긋나 있습니다. 은닉 유닛만으로도 자유도가 충분해 보여 수 하나쯤은 "
        "없어도 될 것 같습니다. 그러나 유닛이 모두 꺼진 곳에서는 b2가 전부입니다. b2가 없으면 그곳의 출력은 0일 "
        "수밖에 없습니다.",
    ),
)
def output_bias_missing(x, W1, b1, W2, b2):
    return np.maximum(x @ W1 + b1, 0) @ W2


@misconception(
    task="hinge_forward",
    anchor="mistake-absolute-for-relu",
    title=("Absolute value in place of ReLU", "ReLU 대신 절댓값을 썼습니다"),
    text=(
        "Your hidden units are |z|: they bend at the same place, but rise on both sides. Both functions make "
        "negative numbers disappear, one by turning them round, the other by setting them to 0. A unit that is off "
        "is silent, and that is what lets each one act on its own side only.",
        "은닉 유닛이 |z|입니다. 꺾이는 곳은 같지만 양쪽이 모두 올라갑니다. 두 함수 모두 음수를 없애는데, 하나는 "
        "부호를 뒤집고 다른 하나는 0으로 만듭니다. 꺼진 유닛은 아무 말도 하지 않습니다. 그래서 유닛마다 한쪽에서만 "
        "작용할 수 있습니다.",
    ),
)
def absolute_for_relu(x, W1, b1, W2, b2):
    return np.abs(x @ W1 + b1) @ W2 + b2


@misconception(
    task="hinge_forward",
    anchor="mistake-bias-after-activation",
    title=("The hidden bias is added after the activation", "은닉층의 편향을 활성화 함수 뒤에 더했습니다"),
    text=(
        "All your hinges bend at x = 0. The bias comes last in XW + b, and so it is easily added last of all. Before "
        "the activation b1 decides where a unit bends; after it, b1 only lifts the unit, which b2 can do as well.",
        "모든 경첩이 x = 0에서 꺾입니다. XW + b에서 편향이 마지막에 오니 맨 나중에 더하기 쉽습니다. 활성화 함수보다 "
        "앞에서는 b1이 어디서 꺾일지를 정하지만, 뒤에서는 유닛을 들어 올릴 뿐이고 그것은 b2도 하는 일입니다.",
    ),
)
def bias_after_activation(x, W1, b1, W2, b2):
    return (np.maximum(x @ W1, 0) + b1) @ W2 + b2


@misconception(
    task="hinge_forward",
    anchor="mistake-leaky-hinge",
    title=("The hinge leaks: slope 0.01 on the off side", "꺼진 쪽에 기울기 0.01이 남아 있습니다"),
    text=(
        "Your numbers are close, about a hundredth of z off wherever a unit should be off: this is leaky ReLU. It is "
        "the next chapter's cure for units that never wake up, and many code samples have it. The hinge asked for "
        "here is exactly 0 on its off side.",
        "값이 비슷하지만 유닛이 꺼져야 할 곳마다 z의 100분의 1쯤 어긋납니다. 리키 ReLU(leaky ReLU)를 쓴 것입니다. "
        "다음 장에서 깨어나지 않는 유닛을 고치는 방법이며 예제 코드에도 흔합니다. 여기서 요구하는 경첩은 꺼진 쪽에서 "
        "정확히 0입니다.",
    ),
)
def leaky_hinge(x, W1, b1, W2, b2):
    z = x @ W1 + b1
    return np.where(z > 0, z, 0.01 * z) @ W2 + b2


# hinge_interpolant


@misconception(
    task="hinge_interpolant",
    anchor="mistake-slopes-not-changes",
    title=("Slopes in place of changes of slope", "기울기의 변화가 아니라 기울기를 썼습니다"),
    text=(
        "Your network is right up to the second point and then leaves. Each unit carries the slope of its own "
        "segment, but a hinge that is on stays on: over the second segment the first unit still rises, and the "
        "slopes add up. What a unit has to carry is by how much the slope changes where it bends.",
        "둘째 점까지는 맞고 그다음부터 벗어납니다. 유닛마다 자기 구간의 기울기를 주었지만, 한번 켜진 경첩은 계속 "
        "켜져 있습니다. 둘째 구간에서도 첫 유닛은 여전히 올라가므로 기울기가 더해집니다. 유닛이 맡아야 할 것은 그 "
        "자리에서 기울기가 얼마나 변하는가입니다.",
    ),
)
def slopes_for_changes(x, y):
    slopes = np.diff(y) / np.diff(x)
    W1 = np.ones((1, len(slopes)))
    return W1, -x[:-1], slopes[:, np.newaxis], y[:1].copy()


@misconception(
    task="hinge_interpolant",
    anchor="mistake-knot-missing",
    title=("One knot too few: the last bend is missing", "꺾이는 점이 하나 모자라 마지막에 꺾이지 않습니다"),
    text=(
        "Every point is met but the last: your network goes straight on where it should bend for the last time. Of n "
        "points two are the ends, which suggests n − 2 bends, and so it is; but the first slope, too, needs a unit "
        "of its own. Count segments, not bends.",
        "마지막 점만 빗나갑니다. 마지막으로 꺾여야 할 곳에서 그대로 나아갑니다. 점 n개에서 양 끝을 빼면 꺾이는 곳은 "
        "n − 2개가 맞습니다. 그러나 첫 기울기를 만드는 데에도 유닛이 하나 필요합니다. 꺾이는 곳이 아니라 구간을 세어 "
        "봅니다.",
    ),
)
def last_knot_missing(x, y):
    slopes = np.diff(y) / np.diff(x)
    changes = np.diff(slopes, prepend=0.0)[: len(x) - 2]
    knots = x[: len(x) - 2]
    return np.ones((1, len(knots))), -knots, changes[:, np.newaxis], y[:1].copy()


@misconception(
    task="hinge_interpolant",
    anchor="mistake-even-spacing",
    title=("Even spacing is assumed", "점의 간격이 모두 같다고 보았습니다"),
    text=(
        "Your slopes all divide by the first distance. The points of a plot are often evenly spaced, and then one "
        "step serves for all. Here each segment has its own width Δxᵢ, and its slope is its own Δyᵢ over that.",
        "모든 기울기를 첫 간격으로 나누었습니다. 그림의 점은 간격이 같은 때가 많아서 하나로 충분해 보입니다. "
        "여기서는 구간마다 너비 Δxᵢ가 다르므로, 그 구간의 Δyᵢ를 그 구간의 너비로 나누어야 기울기가 됩니다.",
    ),
)
def spacing_of_first(x, y):
    slopes = np.diff(y) / (x[1] - x[0])
    changes = np.diff(slopes, prepend=0.0)
    return np.ones((1, len(slopes))), -x[:-1], changes[:, np.newaxis], y[:1].copy()


@misconception(
    task="hinge_interpolant",
    anchor="mistake-even-spacing",
    title=("Differences of y in place of slopes", "기울기 대신 y의 차이를 썼습니다"),
    text=(
        "You use Δyᵢ as if each segment were 1 wide. With points at 0, 1, 2, … that is even right, and examples are "
        "often drawn so. A slope is a change of y per unit of x: without the division the network rises too much "
        "over wide segments and too little over narrow ones.",
        "구간의 너비가 1인 것처럼 Δyᵢ를 그대로 썼습니다. 점이 0, 1, 2, …에 있으면 맞고, 예제도 흔히 그렇습니다. "
        "기울기는 x가 1 변할 때 y가 변하는 양입니다. 나누지 않으면 넓은 구간에서는 너무 많이, 좁은 구간에서는 너무 "
        "적게 변합니다.",
    ),
)
def differences_for_slopes(x, y):
    slopes = np.diff(y)
    changes = np.diff(slopes, prepend=0.0)
    return np.ones((1, len(slopes))), -x[:-1], changes[:, np.newaxis], y[:1].copy()


@misconception(
    task="hinge_interpolant",
    anchor="mistake-convex-only",
    title=("Right for convex points only", "볼록한 점에서만 맞습니다"),
    text=(
        "Your output weights are never negative, so your network can only bend upward. A hinge itself bends upward, "
        "and for y = x² nothing else is needed. To bend downward, a unit's output weight is negative: the sign of "
        "the change of slope has to stay.",
        "출력 가중치가 음수가 되지 않으므로 위로만 꺾입니다. 경첩 자체가 위로 꺾이고, y = x² 같은 점에서는 그것으로 "
        "충분합니다. 아래로 꺾으려면 출력 가중치가 음수여야 합니다. 기울기 변화의 부호를 그대로 두어야 합니다.",
    ),
)
def changes_without_sign(x, y):
    slopes = np.diff(y) / np.diff(x)
    changes = np.concatenate([slopes[:1], np.abs(np.diff(slopes))])
    return np.ones((1, len(slopes))), -x[:-1], changes[:, np.newaxis], y[:1].copy()


@misconception(
    task="hinge_interpolant",
    anchor="mistake-first-value-missing",
    title=("The first value is missing: the network starts at 0", "첫 값이 빠져 0에서 시작합니다"),
    text=(
        "Your network has the right shape and hangs too low or too high by one number everywhere. Slopes and their "
        "changes say how y moves, never where it starts; with y₀ = 0 one does not notice. At the first point all "
        "units are off, and what the network gives there is its output bias.",
        "생김새는 맞지만 어디에서나 같은 수만큼 위나 아래에 있습니다. 기울기와 그 변화는 y가 어떻게 움직이는지만 "
        "말하고 어디서 시작하는지는 말하지 않습니다. y₀ = 0이면 알아채지 못합니다. 첫 점에서는 유닛이 모두 꺼져 "
        "있으므로 그곳의 출력은 출력층의 편향입니다.",
    ),
)
def first_value_missing(x, y):
    slopes = np.diff(y) / np.diff(x)
    changes = np.diff(slopes, prepend=0.0)
    return np.ones((1, len(slopes))), -x[:-1], changes[:, np.newaxis], np.zeros(1)


@misconception(
    task="hinge_interpolant",
    anchor="mistake-hinge-wrong-side",
    title=("The hinges open to the left", "경첩이 왼쪽으로 열립니다"),
    text=(
        "Your units are ReLU(knot − x): they are on before their knot and off after it. The distance to the knot "
        "looks the same from either side. Built from left to right, starting at y₀, each unit must be silent until "
        "its knot is reached and act from there on.",
        "유닛이 ReLU(꺾이는 점 − x)여서 꺾이는 점보다 앞에서 켜지고 지나면 꺼집니다. 꺾이는 점까지의 거리는 어느 "
        "쪽에서 보아도 같아 보입니다. y₀에서 시작하여 왼쪽에서 오른쪽으로 만들어 가려면, 유닛은 그 점에 이를 때까지 "
        "꺼져 있다가 거기서부터 작용해야 합니다.",
    ),
)
def hinges_to_the_left(x, y):
    slopes = np.diff(y) / np.diff(x)
    changes = np.diff(slopes, prepend=0.0)
    return -np.ones((1, len(slopes))), x[:-1].copy(), changes[:, np.newaxis], y[:1].copy()


@misconception(
    task="hinge_interpolant",
    anchor="mistake-knot-at-wrong-end",
    title=("Each knot is at the wrong end of its segment", "꺾이는 점이 구간의 반대쪽 끝에 있습니다"),
    text=(
        "Your network bends one point too late: the slope of a segment begins where that segment ends. np.diff gives "
        "n − 1 numbers for n points, and it is not written on them to which end they belong. A slope takes effect at "
        "the left end of its segment.",
        "한 점씩 늦게 꺾입니다. 구간의 기울기가 그 구간이 끝나는 곳에서 시작합니다. np.diff는 점 n개에서 수 n − "
        "1개를 내놓지만, 그것이 어느 쪽 끝에 속하는지는 적혀 있지 않습니다. 기울기는 그 구간의 왼쪽 끝부터 효력이 "
        "있습니다.",
    ),
)
def knots_at_right_ends(x, y):
    slopes = np.diff(y) / np.diff(x)
    changes = np.diff(slopes, prepend=0.0)
    return np.ones((1, len(slopes))), -x[1:], changes[:, np.newaxis], y[:1].copy()


@misconception(
    task="hinge_interpolant",
    anchor="mistake-bias-sign",
    title=("The sign of the hidden bias: ReLU(x + knot)", "은닉층 편향의 부호: ReLU(x + 꺾이는 점)"),
    text=(
        "Your hinges bend at minus the knots. A bias is added, so putting the knot there looks right. A unit bends "
        "where its affine output is 0: set w x + b to 0 at the knot and solve for b.",
        "경첩이 꺾이는 점의 부호를 바꾼 자리에서 꺾입니다. 편향은 더하는 것이니 꺾이는 점을 그대로 넣으면 될 것 "
        "같습니다. 유닛은 아핀 출력이 0인 곳에서 꺾입니다. 꺾이는 점에서 w x + b를 0으로 놓고 b를 구해 봅니다.",
    ),
)
def knots_as_biases(x, y):
    slopes = np.diff(y) / np.diff(x)
    changes = np.diff(slopes, prepend=0.0)
    return np.ones((1, len(slopes))), x[:-1].copy(), changes[:, np.newaxis], y[:1].copy()


@misconception(
    task="hinge_interpolant",
    anchor="mistake-flat-start",
    title=("The first segment is flat", "첫 구간이 평평합니다"),
    text=(
        "Your network stays at y₀ until the second point, and its slope is wrong by the same amount ever after. The "
        "differences of the slopes begin with the second segment, and the first slope has fallen out of the list. "
        "Before the first point the slope is 0, so at x₀ it changes as well: from 0 to the first slope.",
        "둘째 점까지 y₀에 머물고, 그 뒤로도 기울기가 같은 만큼 계속 어긋납니다. 기울기의 차이는 둘째 구간부터 "
        "나오므로 첫 기울기가 목록에서 빠졌습니다. 첫 점보다 앞에서는 기울기가 0이므로 x₀에서도 기울기가 변합니다. "
        "0에서 첫 기울기로 변합니다.",
    ),
)
def flat_start(x, y):
    slopes = np.diff(y) / np.diff(x)
    changes = np.diff(slopes, prepend=slopes[:1])
    return np.ones((1, len(slopes))), -x[:-1], changes[:, np.newaxis], y[:1].copy()


# xor_network


@misconception(
    task="xor_network",
    anchor="mistake-and-or-only",
    title=("One hinge: this is AND", "경첩 하나로 만든 AND입니다"),
    text=(
        "Your network is 1 at (1, 1) only. A single unit draws a single straight border, on one side of which it is "
        "on; AND and OR need no more, and they look like most of the way to XOR. XOR is 0 at both ends of the "
        "diagonal and 1 between them: the sum of the inputs has to be bent twice.",
        "(1, 1)에서만 1입니다. 유닛 하나는 곧은 경계 하나를 긋고 그 한쪽에서 켜집니다. AND와 OR는 그것으로 되고, "
        "XOR도 거의 다 된 것처럼 보입니다. 그러나 XOR는 대각선의 양 끝에서 0이고 그 사이에서 1입니다. 입력의 합을 두 "
        "번 꺾어야 합니다.",
    ),
)
def and_alone():
    W1 = np.array([[1.0, 0.0], [1.0, 0.0]])
    b1 = np.array([-1.0, 0.0])
    W2 = np.array([[1.0], [0.0]])
    return W1, b1, W2, np.zeros(1)


@misconception(
    task="xor_network",
    anchor="mistake-linear-xor",
    title=("The sum of the inputs: 2 at (1, 1)", "입력의 합이라 (1, 1)에서 2입니다"),
    text=(
        "Your network adds its inputs, which is right at three corners and gives 2 at the fourth. On the corners "
        "ReLU never cuts anything off here, so the network is affine, and no affine map is XOR: its values at "
        "opposite corners have equal sums, and 0 + 0 is not 1 + 1. A unit must be off somewhere.",
        "입력을 더하는 신경망이어서 세 꼭짓점에서는 맞고 나머지 하나에서 2가 됩니다. 이 꼭짓점들에서는 ReLU가 "
        "아무것도 자르지 않으므로 신경망이 아핀 변환입니다. 아핀 변환은 마주 보는 꼭짓점끼리 값의 합이 같은데, 0 + "
        "0은 1 + 1과 다르므로 XOR가 될 수 없습니다. 어딘가에서 유닛이 꺼져야 합니다.",
    ),
)
def sum_of_inputs():
    return np.eye(2), np.zeros(2), np.ones((2, 1)), np.zeros(1)


@misconception(
    task="xor_network",
    anchor="mistake-linear-xor",
    title=("½ everywhere: the best affine map", "어디에서나 ½: 가장 좋은 아핀 변환입니다"),
    text=(
        "Your network gives ½ at every corner. That is what least squares finds for XOR when nothing bends: every "
        "slope that helps at one corner costs as much at another. The loss is as small as an affine map can make it, "
        "and it answers nothing.",
        "모든 꼭짓점에서 ½입니다. 꺾이는 것이 없을 때 최소 제곱법이 XOR에 대해 찾는 답입니다. 한 꼭짓점에 도움이 되는 "
        "기울기는 다른 꼭짓점에서 그만큼 손해를 봅니다. 아핀 변환으로 얻을 수 있는 가장 작은 손실이지만, 아무것도 "
        "답하지 못합니다.",
    ),
)
def half_everywhere():
    return np.zeros((2, 2)), np.zeros(2), np.zeros((2, 1)), np.array([0.5])


@misconception(
    task="xor_network",
    anchor="mistake-threshold-off",
    title=("The second unit bends at the wrong place", "둘째 유닛이 꺾이는 곳이 다릅니다"),
    text=(
        "Your second unit wakes too early: at one input it is already on, and takes away what should be left. A "
        "threshold between the classes, at ½, is right for a unit that answers yes or no. A ReLU is 0 at its bend "
        "and grows from there, so it must still be exactly 0 where the sum of the inputs is 1.",
        "둘째 유닛이 너무 일찍 깨어납니다. 입력이 하나일 때 이미 켜져서 남아야 할 값을 깎습니다. 예나 아니요로 "
        "답하는 유닛이라면 문턱을 두 경우의 중간인 ½에 두는 것이 맞습니다. 그러나 ReLU는 꺾이는 곳에서 0이고 "
        "거기서부터 커지므로, 입력의 합이 1인 곳에서 아직 정확히 0이어야 합니다.",
    ),
)
def threshold_at_half():
    W1 = np.ones((2, 2))
    b1 = np.array([0.0, -0.5])
    W2 = np.array([[1.0], [-2.0]])
    return W1, b1, W2, np.zeros(1)


@misconception(
    task="xor_network",
    anchor="mistake-output-weight-one",
    title=("The second unit takes away too little", "둘째 유닛이 너무 적게 뺍니다"),
    text=(
        "Three corners are right, and at (1, 1) your network gives 1: this is OR. Two units, one minus the other, "
        "look like the whole idea. But at (1, 1) the first unit has grown to 2 and the second only to 1: from slope "
        "+1 the network must turn to slope −1, a change of two.",
        "세 꼭짓점은 맞고 (1, 1)에서 1입니다. 이것은 OR입니다. 한 유닛에서 다른 유닛을 빼면 될 것 같습니다. 그러나 "
        "(1, 1)에서 첫 유닛은 2까지 커졌고 둘째 유닛은 1뿐입니다. 기울기가 +1에서 −1로 바뀌어야 하므로 변화는 "
        "2입니다.",
    ),
)
def one_minus_the_other():
    W1 = np.ones((2, 2))
    b1 = np.array([0.0, -1.0])
    W2 = np.array([[1.0], [-1.0]])
    return W1, b1, W2, np.zeros(1)


@misconception(
    task="xor_network",
    anchor="mistake-corners-only-three",
    title=("Right at three corners only", "세 꼭짓점에서만 맞습니다"),
    text=(
        "Your network is 1 at (1, 0) and 0 at (0, 1): it asks whether the first input is larger, not whether the two "
        "differ. Three of four looks like nearly done, but an affine map gets three as well. The mirror case needs a "
        "unit of its own.",
        "(1, 0)에서는 1인데 (0, 1)에서 0입니다. 두 입력이 다른지가 아니라 첫 입력이 더 큰지를 묻고 있습니다. 넷 중 "
        "셋이면 거의 다 된 것 같지만, 셋은 아핀 변환도 맞힙니다. 뒤집힌 경우를 맡을 유닛이 따로 있어야 합니다.",
    ),
)
def one_side_only():
    W1 = np.array([[1.0, 0.0], [-1.0, 0.0]])
    W2 = np.array([[1.0], [0.0]])
    return W1, np.zeros(2), W2, np.zeros(1)


@misconception(
    task="xor_network",
    anchor="mistake-signs-of-inputs",
    title=("Built for the corners −1 and 1", "꼭짓점이 −1과 1이라고 보았습니다"),
    text=(
        "Where 1 is asked for, your network gives ½: it would be right on the corners {−1, 1}². Many texts take XOR "
        "there, since it is symmetric about 0. Here the corners are {0, 1}²; the two inputs differ by 1, not by 2.",
        "1이어야 할 곳에서 ½입니다. 꼭짓점이 {−1, 1}²이라면 맞는 신경망입니다. 0을 중심으로 대칭이어서 그렇게 두는 "
        "책이 많습니다. 여기서는 꼭짓점이 {0, 1}²이므로 두 입력의 차이가 2가 아니라 1입니다.",
    ),
)
def corners_of_signs():
    W1 = np.array([[1.0, -1.0], [-1.0, 1.0]])
    W2 = np.array([[0.5], [0.5]])
    return W1, np.zeros(2), W2, np.zeros(1)


@misconception(
    task="xor_network",
    anchor="mistake-shape-of-layer",
    title=("The output weights are a vector, not a column", "출력 가중치가 열이 아니라 벡터입니다"),
    text=(
        "Your numbers may be right, but W2 has shape (2,). With one output a vector looks like all that is needed, "
        "and the product even runs; but it gives (N,), which broadcasts against (N, 1) into N × N later. A layer "
        "from H to K is always (H, K), with K = 1 too.",
        "값은 맞을지 몰라도 W2의 모양이 (2,)입니다. 출력이 하나이면 벡터로 충분해 보이고 곱도 계산되지만, 결과가 "
        "(N,)이 되어 나중에 (N, 1)과 만나면 N × N으로 브로드캐스팅됩니다. H개에서 K개로 가는 층은 K = 1일 때에도 (H, "
        "K)입니다.",
    ),
)
def output_weights_flat():
    W1 = np.ones((2, 2))
    b1 = np.array([0.0, -1.0])
    W2 = np.array([1.0, -2.0])
    return W1, b1, W2, np.zeros(1)


@misconception(
    task="xor_network",
    anchor="mistake-shape-of-layer",
    title=("The biases are rows, not vectors", "편향이 벡터가 아니라 행입니다"),
    text=(
        "Your b1 has shape (1, 2). It broadcasts over the N samples in the same way, so the outputs do not show it. "
        "The course's layers keep b as (K,), one number per output: its gradient has that shape, and an update with "
        "another one would change the shape of b itself.",
        "b1의 모양이 (1, 2)입니다. 표본 N개로 똑같이 브로드캐스팅되므로 출력에서는 드러나지 않습니다. 이 강좌의 "
        "층에서 b는 출력마다 수 하나인 (K,)입니다. 기울기도 그 모양이므로, 다른 모양으로 갱신하면 b의 모양까지 "
        "바뀝니다.",
    ),
)
def biases_as_rows():
    W1 = np.ones((2, 2))
    b1 = np.array([[0.0, -1.0]])
    W2 = np.array([[1.0], [-2.0]])
    return W1, b1, W2, np.zeros((1, 1))
