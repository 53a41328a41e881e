"""What learners get wrong in `mlp`, as they write it, and what one says to them.

For instructors only.  The explanations name reasons and symptoms, never the line that solves the task: they ship with
the cards.  The networks are whole ones: each inherits a right network and gets one thing wrong.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from autograder.judge.bank import misconception

# MLP


class Network:
    """A right network."""

    def __init__(self, sizes, rng):
        self.weights, self.biases = [], []
        for fan_in, fan_out in pairwise(sizes):
            self.weights.append(self.initial(fan_in, fan_out, rng))
            self.biases.append(np.zeros(fan_out))

    def initial(self, fan_in, fan_out, rng):
        return rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)

    def forward(self, X):
        self.inputs, self.pre_activations = [], []
        A = X
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            Z = A @ W + b
            self.keep(A, Z)
            A = self.activate(Z, layer)
        return A

    def keep(self, A, Z):
        """Remember what a layer was given, and what it made of it before the activation."""
        self.inputs.append(A)
        self.pre_activations.append(Z)

    def activate(self, Z, layer):
        return Z if self.is_last(layer) else np.maximum(Z, 0)

    def is_last(self, layer):
        return layer == len(self.weights) - 1

    def backward(self, dY):
        self.dweights, self.dbiases = [None] * len(self.weights), [None] * len(self.biases)
        d = dY
        for layer in reversed(range(len(self.weights))):
            d = self.through_activation(d, layer)
            self.dweights[layer] = self.weight_gradient(d, layer)
            self.dbiases[layer] = d.sum(axis=0)
            d = d @ self.weights[layer].T
        return d

    def through_activation(self, d, layer):
        return d if self.is_last(layer) else d * (self.pre_activations[layer] > 0)

    def weight_gradient(self, d, layer):
        return self.inputs[layer].T @ d

    def step(self, lr):
        for layer in range(len(self.weights)):
            self.weights[layer] = self.weights[layer] - lr * self.dweights[layer]
            self.biases[layer] = self.biases[layer] - lr * self.dbiases[layer]


def called_mlp(network):
    """Give a network the name that a learner's has, since Python's error messages quote it."""
    network.__name__ = "MLP"
    return network


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-zero-weights-mlp",
    title=("All weights start at 0", "가중치를 모두 0에서 시작했습니다"),
    text=(
        "With zero weights every hidden unit gives 0, and the gradient of every weight is 0 as well: nothing but "
        "the output bias ever moves. For a single linear layer zero is a fine start, which is why it looks "
        "harmless. Units must begin differently to become different, so the weights are drawn at random; zeros are "
        "for the biases.",
        "가중치가 0이면 은닉 유닛의 출력이 모두 0이고 모든 가중치의 기울기도 0이어서, 출력층의 편향만 움직입니다. "
        "선형 층 하나에서는 0에서 시작해도 괜찮았으므로 문제없어 보입니다. 유닛은 서로 다르게 출발해야 서로 달라질 "
        "수 있으므로 가중치는 무작위로 뽑습니다. 0은 편향의 몫입니다.",
    ),
)
class ZeroWeights(Network):
    def initial(self, fan_in, fan_out, rng):
        return np.zeros((fan_in, fan_out))


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-constant-init",
    title=("All weights start at one constant", "가중치가 모두 같은 값입니다"),
    text=(
        "Every weight has the same value, so all units of a layer compute the same number, get the same gradient, "
        "and stay equal for ever: the layer is one unit wide, whatever its size says. Not being 0, the gradients "
        "look alive, and the loss even falls a little. Only random draws break the symmetry.",
        "모든 가중치가 같아서 한 층의 유닛이 모두 같은 값을 내고 같은 기울기를 받으며 끝까지 똑같습니다. 너비가 "
        "얼마이든 유닛이 하나뿐인 층입니다. 0이 아니니 기울기가 살아 있는 듯하고 손실도 조금은 줄어듭니다. 이 "
        "대칭은 무작위로 뽑은 값만이 깨뜨립니다.",
    ),
)
class ConstantWeights(Network):
    def initial(self, fan_in, fan_out, rng):
        return np.full((fan_in, fan_out), 0.1)


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-small-init-mlp",
    title=("Weights are 0.01 times a normal draw", "정규 분포에 0.01을 곱했습니다"),
    text=(
        "Your initial weights have one small size, whatever the layer. Many old examples do so, and two layers "
        "survive it; but each layer then shrinks the signal, and after five of them outputs and gradients have all "
        "but vanished. He's rule takes the size from the number of inputs, so that a layer gives on what it gets.",
        "층과 상관없이 처음 가중치의 크기가 똑같이 작습니다. 오래된 예제에서 흔히 보이고 두 층까지는 견디지만, 층을 "
        "지날 때마다 신호가 줄어 다섯 층쯤이면 출력도 기울기도 거의 사라집니다. He의 규칙은 입력의 수에 맞추어 "
        "크기를 정하므로 층이 받은 만큼 내보냅니다.",
    ),
)
class SmallWeights(Network):
    def initial(self, fan_in, fan_out, rng):
        return 0.01 * rng.standard_normal((fan_in, fan_out))


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-small-init-mlp",
    title=("The variance is used as the standard deviation", "분산을 표준 편차로 썼습니다"),
    text=(
        "A standard normal draw is multiplied by the variance itself, so the variance of your weights is its "
        "square, far too small for a wide layer. Rules of initialisation are written as variances, and it is easily "
        "overlooked. What a draw is multiplied by is a standard deviation.",
        "표준 정규 분포에서 뽑은 값에 분산을 그대로 곱해서 가중치의 분산이 그 제곱이 되었습니다. 층이 넓을수록 너무 "
        "작아집니다. 초기화 규칙은 분산으로 적혀 있어 지나치기 쉽습니다. 뽑은 값에 곱하는 것은 표준 편차입니다.",
    ),
)
class VarianceForDeviation(Network):
    def initial(self, fan_in, fan_out, rng):
        return rng.standard_normal((fan_in, fan_out)) * 2 / fan_in


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-he-fan-out",
    title=("He's rule with the outputs of the layer", "He 초기화에 출력의 수를 썼습니다"),
    text=(
        "You divide by the number of outputs. In a square layer it makes no difference, so an example with equal "
        "widths hides it. An output is a sum over the layer's inputs; their number decides how large it becomes.",
        "출력의 수로 나누었습니다. 입력과 출력의 수가 같은 층에서는 차이가 없으므로 너비가 같은 예제에서는 드러나지 "
        "않습니다. 출력 하나는 그 층의 입력을 모두 더한 값입니다. 그 크기를 정하는 것은 입력의 수입니다.",
    ),
)
class HeFanOut(Network):
    def initial(self, fan_in, fan_out, rng):
        return rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_out)


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-he-fan-out",
    title=("Xavier's variance in a network of ReLUs", "ReLU 신경망에 Xavier의 분산을 썼습니다"),
    text=(
        "Your variance is 2/(fan_in + fan_out), which is Xavier's rule. It was made for tanh, whose slope at 0 is 1 "
        "on both sides. ReLU silences half of its inputs, and He's rule doubles the variance per input to make up "
        "for it.",
        "분산이 2/(fan_in + fan_out)이므로 Xavier의 규칙입니다. 0의 양쪽에서 기울기가 1인 tanh를 위해 만든 "
        "것입니다. ReLU는 입력의 절반을 0으로 만들기 때문에, He의 규칙은 입력 하나에 대한 분산을 두 배로 하여 이를 "
        "메웁니다.",
    ),
)
class XavierWeights(Network):
    def initial(self, fan_in, fan_out, rng):
        return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-global-generator",
    title=("The weights do not come from rng", "가중치를 rng에서 뽑지 않았습니다"),
    text=(
        "Two models made from equal seeds differ: you draw from NumPy's global generator and leave the one you were "
        "given unused. The statistics are right, so nothing looks wrong until somebody tries to repeat a run. "
        "Whoever passes a generator wants to own the randomness.",
        "같은 시드로 만든 두 모델이 서로 다릅니다. 받은 생성기를 쓰지 않고 NumPy의 전역 생성기에서 뽑았습니다. "
        "통계는 맞으므로 누군가 실행을 되풀이해 보기 전에는 티가 나지 않습니다. 생성기를 넘긴다는 것은 난수를 직접 "
        "관리하겠다는 뜻입니다.",
    ),
)
class GlobalWeights(Network):
    def initial(self, fan_in, fan_out, rng):
        return np.random.randn(fan_in, fan_out) * np.sqrt(2 / fan_in)


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-relu-after-last",
    title=("ReLU after the last layer too", "마지막 층 뒤에도 ReLU를 두었습니다"),
    text=(
        "Your outputs are never below 0. A loop that treats all layers alike is tempting, but logits and regression "
        "values may have either sign, and a network whose last ReLU is off learns nothing from that sample. The "
        "last layer stays affine.",
        "출력이 0보다 작아지는 일이 없습니다. 모든 층을 똑같이 다루는 반복문이 편해 보이지만, 로짓이나 회귀값은 "
        "음수일 수도 있고, 마지막 ReLU가 꺼진 표본에서는 아무것도 배우지 못합니다. 마지막 층은 아핀 변환으로 "
        "끝납니다.",
    ),
)
class ReluAfterLast(Network):
    def is_last(self, layer):
        return False


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-relu-missing",
    title=("No activation between the layers", "층 사이에 활성화 함수가 없습니다"),
    text=(
        "Your network is a product of matrices: however many layers, it can do what one can. The shapes are right, "
        "the gradients are right for what it computes, and training works, up to the best straight line. ReLU "
        "stands between every two layers.",
        "행렬을 곱하기만 했으므로 층이 몇 개이든 층 하나가 하는 일밖에 못 합니다. 모양도 맞고, 그 계산에 대한 "
        "기울기도 맞고, 학습도 가장 좋은 직선까지는 됩니다. 두 층 사이마다 ReLU가 있어야 합니다.",
    ),
)
class ReluMissing(Network):
    def is_last(self, layer):
        return True


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-mask-missing",
    title=("The gradient passes through units that were off", "꺼진 유닛으로도 기울기가 지나갑니다"),
    text=(
        "Forward is right and backward treats ReLU as if it were not there: the last layer's gradients are right, "
        "those below are too large. Such a network still learns, often well, so accuracy does not tell. Where ReLU "
        "gave 0, the output did not depend on the input, and no gradient comes back.",
        "순전파는 맞는데 역전파에서는 ReLU가 없는 것처럼 계산했습니다. 마지막 층의 기울기는 맞고 그 아래는 너무 "
        "큽니다. 이런 신경망도 배우고 때로는 꽤 잘 배우므로 정확도로는 알 수 없습니다. ReLU가 0을 낸 곳에서는 "
        "출력이 입력과 무관했으므로 기울기가 돌아오지 않습니다.",
    ),
)
class MaskMissing(Network):
    def through_activation(self, d, layer):
        return d


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-mask-missing",
    title=("The mask lets the gradient through at exactly 0", "정확히 0인 곳에서 기울기를 통과시켰습니다"),
    text=(
        "Your mask compares with ≥, so a unit whose pre-activation is exactly 0 passes its gradient on. Drawn "
        "weights hardly ever give a 0, but blank pixels and zero biases do. At the kink any slope from 0 to 1 could "
        "be defended; this course, like PyTorch, takes 0.",
        "마스크를 ≥로 비교해서 활성화 전 값이 정확히 0인 유닛이 기울기를 통과시킵니다. 무작위 가중치에서는 0이 "
        "나오는 일이 거의 없지만, 빈 픽셀과 0인 편향이 만나면 나옵니다. 꺾인 점에서는 0과 1 사이의 어떤 기울기도 "
        "가능하며, 이 강좌는 PyTorch처럼 0을 택합니다.",
    ),
)
class MaskAtZero(Network):
    def through_activation(self, d, layer):
        return d if self.is_last(layer) else d * (self.pre_activations[layer] >= 0)


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-cache-overwritten",
    title=("ReLU in place overwrites what backward needs", "제자리 ReLU가 역전파에 쓸 값을 덮어썼습니다"),
    text=(
        "You keep the pre-activation and then apply ReLU into the same array, so what you kept is not below 0 "
        "anywhere and the mask ≥ 0 is on everywhere. It saves memory and the forward pass is right, which is why it "
        "is hard to see. What is kept must stay as it was when it was kept.",
        "활성화 전 값을 저장한 다음 바로 그 배열에 ReLU를 적용했습니다. 저장한 값에 음수가 남지 않아 ≥ 0 마스크가 "
        "모두 켜집니다. 메모리를 아끼고 순전파도 맞으므로 알아채기 어렵습니다. 저장한 값은 저장할 때 그대로 남아 "
        "있어야 합니다.",
    ),
    same_as="MaskMissing",
)
class ReluInPlace(MaskAtZero):
    def activate(self, Z, layer):
        return Z if self.is_last(layer) else np.maximum(Z, 0, out=Z)


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-mask-of-next-layer",
    title=("The mask comes from another layer", "다른 층의 마스크를 썼습니다"),
    text=(
        "The gradient at the hidden units of one layer is masked with the pre-activation of the layer above, and "
        "NumPy cannot fit the two widths together. With equal widths it would not complain: the numbers would only "
        "be wrong. A mask belongs to the very ReLU that the gradient passes on its way down.",
        "한 층의 은닉 유닛에 도착한 기울기에 위층의 활성화 전 값으로 만든 마스크를 곱했고, 두 층의 너비가 달라 "
        "NumPy가 계산하지 못합니다. 너비가 같았다면 아무 말 없이 값만 틀렸을 것입니다. 마스크는 기울기가 내려가며 "
        "지나는 바로 그 ReLU의 것이어야 합니다.",
    ),
)
class MaskOfNextLayer(Network):
    def through_activation(self, d, layer):
        return d if self.is_last(layer) else d * (self.pre_activations[layer + 1] > 0)


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-mask-of-next-layer",
    title=("The mask looks at the gradient, not at the forward pass", "순전파가 아니라 기울기로 마스크를 만들었습니다"),
    text=(
        "You apply ReLU to the gradient itself: its negative entries vanish, whether the unit was on or off. It "
        "looks symmetric, ReLU forward and ReLU backward. A unit is on or off by its pre-activation in the forward "
        "pass, and a negative gradient has as much to say as a positive one.",
        "기울기 자체에 ReLU를 적용해서, 유닛이 켜졌든 꺼졌든 음수인 기울기가 사라집니다. 순전파에서도 ReLU, "
        "역전파에서도 ReLU이니 짝이 맞아 보입니다. 유닛이 켜졌는지는 순전파에서의 활성화 전 값이 정하며, 음수인 "
        "기울기도 양수만큼 중요합니다.",
    ),
)
class MaskFromGradient(Network):
    def through_activation(self, d, layer):
        return d if self.is_last(layer) else d * (d > 0)


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-pre-activation-in-dw",
    title=("dW uses Z where the layer was given relu(Z)", "relu(Z)를 받은 층의 dW에 Z를 썼습니다"),
    text=(
        "The first layer's dW is right and the others are not: they are formed with the pre-activation below, "
        "negative values and all. Both arrays lie in the cache and have one shape. A weight multiplies what the "
        "layer really received, so its gradient contains the activation.",
        "첫 층의 dW는 맞고 나머지는 틀립니다. 아래층의 활성화 전 값을 음수까지 그대로 써서 구했습니다. 두 배열은 "
        "모양이 같고 나란히 저장되어 있습니다. 가중치는 그 층이 실제로 받은 값에 곱해졌으므로, 가중치의 기울기에는 "
        "활성화를 거친 값이 들어갑니다.",
    ),
)
class PreActivationInDw(Network):
    def weight_gradient(self, d, layer):
        given = self.pre_activations[layer - 1] if layer > 0 else self.inputs[0]
        return given.T @ d


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-off-by-one-layer",
    title=("dW is formed with the layer's output", "층의 출력으로 dW를 구했습니다"),
    text=(
        "Your dweights have the wrong shapes: for layer l you take the activation that the layer gave, not the one "
        "it was given. A list of activations that begins with X has one entry more than there are layers, and the "
        "numbering slips by one. Write down the shape of each factor: inputs go with the rows of W.",
        "dweights의 모양이 틀립니다. 층 l에서 그 층이 받은 값이 아니라 내보낸 값을 썼습니다. X에서 시작하는 활성값 "
        "목록은 층보다 하나가 많아서 번호가 하나씩 밀리기 쉽습니다. 곱하는 배열마다 모양을 적어 봅니다. W의 행에는 "
        "입력이 대응합니다.",
    ),
)
class OffByOneLayer(Network):
    def weight_gradient(self, d, layer):
        activations = [*self.inputs, self.activate(self.pre_activations[-1], len(self.weights) - 1)]
        return activations[layer + 1].T @ d


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-off-by-one-layer",
    title=("Every dW is formed with the network's input", "모든 dW를 신경망의 입력으로 구했습니다"),
    text=(
        "You use X in every layer. The formula of the linear layer has an X in it, and in the first layer that is "
        "the network's. For every other layer, the input is the activation of the layer below.",
        "모든 층에서 X를 썼습니다. 선형 층의 공식에 X가 있고, 첫 층에서는 그것이 신경망의 입력이 맞습니다. 나머지 "
        "층에서 입력은 바로 아래층의 활성값입니다.",
    ),
)
class InputInEveryDw(Network):
    def weight_gradient(self, d, layer):
        return self.inputs[0].T @ d


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-aliased-layers",
    title=("Two names for one list", "리스트 하나에 이름이 둘입니다"),
    text=(
        "dweights and dbiases hold the same arrays, because a = b = [...] makes one list with two names. What is "
        "written last for a layer, the bias gradient, stands in both. Make two lists, and none of them by "
        "multiplying a list that holds an array.",
        "dweights와 dbiases에 같은 배열이 들어 있습니다. a = b = [...]는 리스트 하나에 이름을 둘 붙입니다. 층마다 "
        "나중에 쓴 편향의 기울기가 두 곳에 모두 남습니다. 리스트를 따로 만들어야 하며, 배열이 든 리스트를 곱해서 "
        "만들어서도 안 됩니다.",
    ),
)
class AliasedLists(Network):
    def backward(self, dY):
        self.dweights = self.dbiases = [None] * len(self.weights)
        d = dY
        for layer in reversed(range(len(self.weights))):
            d = self.through_activation(d, layer)
            self.dweights[layer] = self.weight_gradient(d, layer)
            self.dbiases[layer] = d.sum(axis=0)
            d = d @ self.weights[layer].T
        return d


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-aliased-layers",
    title=("Bias gradients share one array", "편향의 기울기가 배열 하나를 나누어 씁니다"),
    text=(
        "All entries of dbiases are one array: multiplying a list repeats the reference, not what it refers to, so "
        "each layer writes over the one before, or finds no room. A comprehension makes a new array in every turn.",
        "dbiases의 원소가 모두 같은 배열입니다. 리스트를 곱하면 배열이 아니라 배열을 가리키는 참조가 되풀이되므로, "
        "층마다 앞의 값을 덮어쓰거나 자리가 맞지 않습니다. 리스트 컴프리헨션은 되풀이할 때마다 새 배열을 만듭니다.",
    ),
)
class OneArrayForAllBiases(Network):
    def backward(self, dY):
        dX = super().backward(dY)
        shared = [np.zeros(max(len(b) for b in self.biases))] * len(self.biases)
        for layer in reversed(range(len(self.biases))):
            shared[layer][: len(self.biases[layer])] = self.dbiases[layer]
        self.dbiases = [shared[layer][: len(b)] for layer, b in enumerate(self.biases)]
        return dX


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-stale-cache",
    title=("Backward refers to the first forward", "backward가 첫 forward의 값을 씁니다"),
    text=(
        "The lists of the cache are made once and only ever grow, so backward finds at place l what the very first "
        "forward left there. One forward and one backward are right, and from the second batch on the gradients "
        "belong to old data. Each forward begins with a fresh cache.",
        "캐시 리스트를 한 번만 만들고 계속 덧붙이기만 해서, backward가 l번 자리에서 찾는 것은 맨 처음 forward의 "
        "값입니다. 한 번씩 부르면 맞지만 두 번째 배치부터는 지난 데이터의 기울기입니다. forward는 부를 때마다 "
        "캐시를 새로 시작해야 합니다.",
    ),
)
class StaleCache(Network):
    def __init__(self, sizes, rng):
        super().__init__(sizes, rng)
        self.kept_inputs, self.kept_pre_activations = [], []

    def keep(self, A, Z):
        self.kept_inputs.append(A)
        self.kept_pre_activations.append(Z)
        self.inputs, self.pre_activations = self.kept_inputs, self.kept_pre_activations


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-cache-overwritten",
    title=("Backward turns the cache into masks", "backward가 저장한 값을 마스크로 바꾸었습니다"),
    text=(
        "The first backward is right and the second is not: to make a mask you write 0 and 1 into the kept "
        "activation itself. In a training loop every backward has its forward, and nobody notices. Backward only "
        "reads what forward kept; a comparison gives a new array.",
        "첫 번째 backward는 맞고 두 번째는 틀립니다. 마스크를 만들려고 저장해 둔 활성값에 0과 1을 써 넣었습니다. "
        "학습할 때는 backward마다 forward가 앞서므로 아무도 모릅니다. backward는 forward가 저장한 값을 읽기만 해야 "
        "합니다. 비교 연산은 새 배열을 만들어 줍니다.",
    ),
)
class CacheTurnedIntoMask(Network):
    def through_activation(self, d, layer):
        if self.is_last(layer):
            return d
        mask = self.inputs[layer + 1]
        mask[mask > 0] = 1
        return d * mask


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-cache-overwritten",
    title=("Backward uses the cache up", "backward가 캐시를 꺼내 없앴습니다"),
    text=(
        "You pop each layer's values from the cache, which walks the list from the end so naturally; but a second "
        "backward finds it empty. Gradient checks and two losses on one forward need to call it again. Read by "
        "index, and leave the list as it is.",
        "층의 값을 캐시에서 pop으로 꺼냈습니다. 리스트를 뒤에서부터 훑기에 편하지만, 두 번째로 backward를 부르면 "
        "비어 있습니다. 기울기 검사를 하거나 forward 하나에 손실이 둘이면 다시 불러야 합니다. 번호로 읽고 리스트는 "
        "그대로 둡니다.",
    ),
)
class CacheUsedUp(Network):
    def weight_gradient(self, d, layer):
        return self.inputs.pop().T @ d


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-bias-gradient-missing",
    title=("The bias gradients stay 0", "편향의 기울기가 0입니다"),
    text=(
        "dbiases holds zeros: the list is there, and backward never fills it. The network trains all the same, "
        "since weights do most of the work, only worse than it could. A bias is added to every row, so it receives "
        "the sum of what arrives at the rows.",
        "dbiases가 0으로 남아 있습니다. 리스트는 만들었지만 backward에서 채우지 않았습니다. 일은 대부분 가중치가 "
        "하므로 학습은 되지만 더 잘될 수 있었습니다. 편향은 모든 행에 더해지므로, 행마다 도착한 기울기를 모두 더한 "
        "것을 받습니다.",
    ),
)
class BiasGradientMissing(Network):
    def backward(self, dY):
        dX = super().backward(dY)
        self.dbiases = [np.zeros_like(b) for b in self.biases]
        return dX


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-bias-gradient-missing",
    title=("The bias gradients are means over the rows", "편향의 기울기를 행의 평균으로 구했습니다"),
    text=(
        "dweights is right and dbiases is N times too small, because you take a mean where the rows are summed. "
        "With N = 1 nothing shows. The loss has already divided by N; the bias receives every row's share in full.",
        "dweights는 맞고 dbiases는 N배만큼 작습니다. 행을 더할 자리에서 평균을 냈습니다. N = 1이면 드러나지 "
        "않습니다. N으로 나누는 일은 손실에서 이미 끝났으므로, 편향은 행마다 온 몫을 그대로 모두 받습니다.",
    ),
)
class BiasGradientMean(Network):
    def backward(self, dY):
        dX = super().backward(dY)
        self.dbiases = [db / len(dY) for db in self.dbiases]
        return dX


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-gradients-reversed-order",
    title=("The gradients are listed from the last layer to the first", "기울기가 마지막 층부터 적혀 있습니다"),
    text=(
        "All gradients are there, in the order in which backward meets them, so dweights[0] belongs to the last "
        "layer. Appending while walking down feels natural. Place l of every list means layer l; step relies on it.",
        "기울기를 모두 구했지만 backward가 만난 순서대로 적어서 dweights[0]이 마지막 층의 것입니다. 내려가면서 "
        "append하면 자연스럽게 이렇게 됩니다. 모든 리스트에서 l번 자리는 층 l의 것이고, step은 이것을 믿습니다.",
    ),
)
class GradientsReversed(Network):
    def backward(self, dY):
        dX = super().backward(dY)
        self.dweights.reverse()
        self.dbiases.reverse()
        return dX


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-gradients-piling-up",
    title=("Gradients pile up over calls of backward", "backward를 부를 때마다 기울기가 쌓입니다"),
    text=(
        "The first backward is right, and every later one adds to it, so your steps grow and turn towards old "
        "batches. PyTorch does add, and leaves zeroing to you; here backward promises the gradients of this pass "
        "alone. Within one pass each parameter is met once, so nothing needs adding.",
        "첫 backward는 맞지만 그다음부터는 앞의 값에 더해져서, 걸음이 점점 커지고 지난 배치 쪽으로 쏠립니다. "
        "PyTorch는 더하고 0으로 되돌리는 일을 사용자에게 맡기지만, 여기서 backward는 이번 역전파의 기울기만 "
        "남기기로 했습니다. 한 번의 역전파에서 매개변수는 한 번씩만 만나므로 더할 것이 없습니다.",
    ),
)
class GradientsPilingUp(Network):
    def __init__(self, sizes, rng):
        super().__init__(sizes, rng)
        self.piled = [0.0] * (2 * len(self.weights))

    def backward(self, dY):
        dX = super().backward(dY)
        self.piled = [old + new for old, new in zip(self.piled, (*self.dweights, *self.dbiases), strict=True)]
        self.dweights, self.dbiases = self.piled[: len(self.weights)], self.piled[len(self.weights) :]
        return dX


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-averaged-in-network",
    title=("The network divides by N again", "신경망이 또 N으로 나누었습니다"),
    text=(
        "dweights and dbiases are N times too small. The loss is a mean, and its gradient, which arrives as dY, "
        "carries the 1/N already; dividing once more makes the learning rate depend on the batch size. The network "
        "multiplies and adds what arrives, and averages nothing.",
        "dweights와 dbiases가 N배만큼 작습니다. 손실이 평균이므로 도착한 dY에는 1/N이 이미 들어 있습니다. 한 번 더 "
        "나누면 학습률의 뜻이 배치 크기에 따라 달라집니다. 신경망은 도착한 것을 곱하고 더할 뿐, 평균은 내지 "
        "않습니다.",
    ),
)
class AveragedInNetwork(Network):
    def backward(self, dY):
        dX = super().backward(dY)
        self.dweights = [dW / len(dY) for dW in self.dweights]
        self.dbiases = [db / len(dY) for db in self.dbiases]
        return dX


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-output-bias-not-stepped",
    title=("The output bias never moves", "출력층의 편향이 움직이지 않습니다"),
    text=(
        "step updates all weights, and the biases of all layers but the last. A loop over the hidden layers, with "
        "the last one dealt with afterwards, forgets it easily, and the network learns to do without. Every array "
        "of both lists takes the step.",
        "step이 모든 가중치를 갱신하지만 편향은 마지막 층의 것만 빠졌습니다. 은닉층을 반복문으로 돌고 마지막 층을 "
        "따로 다루다 보면 잊기 쉽고, 신경망은 그 편향 없이도 배웁니다. 두 리스트의 모든 배열이 함께 움직여야 합니다.",
    ),
)
class OutputBiasNotStepped(Network):
    def step(self, lr):
        last = self.biases[-1]
        super().step(lr)
        self.biases[-1] = last


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-output-bias-not-stepped",
    title=("The step changes a name, not the list", "리스트가 아니라 변수 이름만 바꾸었습니다"),
    text=(
        "After step every parameter is what it was. In `for W in self.weights`, the assignment W = … gives the name "
        "W to a new array; the list still holds the old one. Assign to the list's entry, or write into the array.",
        "step 뒤에도 매개변수가 모두 그대로입니다. `for W in self.weights` 안에서 W = …라고 쓰면 W라는 이름이 새 "
        "배열을 가리킬 뿐, 리스트에는 옛 배열이 남습니다. 리스트의 원소에 대입하거나 배열 안에 씁니다.",
    ),
)
class StepOnNames(Network):
    def step(self, lr):
        for W, b, dW, db in zip(self.weights, self.biases, self.dweights, self.dbiases, strict=True):
            W = W - lr * dW
            b = b - lr * db


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-update-in-backward",
    title=("Backward already takes the step", "backward에서 벌써 갱신했습니다"),
    text=(
        "backward changes the parameters with a learning rate of its own, and step has nothing left to do. It saves "
        "a loop, but then lr has no say, and a second backward sees other weights than its forward did. backward "
        "computes gradients; step, and step alone, moves parameters.",
        "backward가 자신이 정한 학습률로 매개변수를 바꾸어서 step이 할 일이 없습니다. 반복문이 하나 줄지만, lr이 "
        "쓰이지 않고 두 번째 backward는 forward 때와 다른 가중치를 보게 됩니다. backward는 기울기를 구하고, "
        "매개변수는 step만이 움직입니다.",
    ),
)
class UpdateInBackward(Network):
    def backward(self, dY):
        dX = super().backward(dY)
        super().step(0.1)
        return dX

    def step(self, lr):
        pass


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-updated-weight-in-dx",
    title=("The gradient goes down through weights already updated", "이미 갱신한 가중치로 기울기를 내려보냈습니다"),
    text=(
        "You update a layer's weights on the way down and then send the gradient through the new ones, so only the "
        "last layer is right. With a small learning rate the error is small, and training hides it. All gradients "
        "belong to the weights that the forward pass used.",
        "내려가면서 층의 가중치를 갱신한 다음, 그 새 가중치로 기울기를 내려보냈습니다. 그래서 마지막 층만 맞습니다. "
        "학습률이 작으면 오차도 작아 학습 중에는 보이지 않습니다. 모든 기울기는 순전파에서 쓴 가중치에 대한 "
        "것입니다.",
    ),
)
class UpdatedWeightInDx(Network):
    def backward(self, dY):
        self.dweights, self.dbiases = [None] * len(self.weights), [None] * len(self.biases)
        d = dY
        for layer in reversed(range(len(self.weights))):
            d = self.through_activation(d, layer)
            self.dweights[layer] = self.weight_gradient(d, layer)
            self.dbiases[layer] = d.sum(axis=0)
            self.weights[layer] = self.weights[layer] - 0.1 * self.dweights[layer]
            self.biases[layer] = self.biases[layer] - 0.1 * self.dbiases[layer]
            d = d @ self.weights[layer].T
        return d

    def step(self, lr):
        pass


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-copy-at-start",
    title=("The network works with a private copy", "따로 복사해 둔 매개변수로 계산합니다"),
    text=(
        "weights and biases can be set from outside, and your network does not notice: it computes with copies made "
        "at the start. Everything seems consistent as long as nobody touches the lists; loading saved weights or "
        "checking gradients does. There is one home for each parameter, and forward, backward and step all look "
        "there.",
        "밖에서 weights와 biases를 바꾸어도 신경망이 알지 못합니다. 처음에 만든 복사본으로 계산하기 때문입니다. "
        "아무도 리스트를 건드리지 않으면 문제가 없지만, 저장한 가중치를 불러오거나 기울기를 검사할 때는 건드려야 "
        "합니다. 매개변수는 한곳에만 두고 forward, backward, step이 모두 그곳을 봅니다.",
    ),
)
class CopyAtStart(Network):
    def __init__(self, sizes, rng):
        self.private = Network(sizes, rng)
        self.show()

    def show(self):
        self.weights = [W.copy() for W in self.private.weights]
        self.biases = [b.copy() for b in self.private.biases]

    def forward(self, X):
        return self.private.forward(X)

    def backward(self, dY):
        dX = self.private.backward(dY)
        self.dweights, self.dbiases = self.private.dweights, self.private.dbiases
        return dX

    def step(self, lr):
        self.private.step(lr)
        self.show()


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-dx-not-returned",
    title=("backward returns nothing", "backward가 아무것도 돌려주지 않습니다"),
    text=(
        "The gradients of the parameters are right, and backward ends without a return value. For training that is "
        "enough. But a network can itself be a layer of something larger, and what stands below it needs the "
        "gradient of its input.",
        "매개변수의 기울기는 맞지만 backward가 값을 돌려주지 않고 끝납니다. 학습에는 그것으로 충분합니다. 그러나 "
        "신경망도 더 큰 것의 한 층이 될 수 있고, 그때 아래에 있는 것은 입력에 관한 기울기가 필요합니다.",
    ),
)
class DxNotReturned(Network):
    def backward(self, dY):
        super().backward(dY)


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-dx-not-returned",
    title=("The walk stops before the first layer's weights", "첫 층의 가중치를 지나기 전에 멈췄습니다"),
    text=(
        "What you return is the gradient at the first layer's output, which has the width of the hidden layer. The "
        "parameters' gradients are complete by then, and it is easy to stop. One more multiplication leads to the "
        "input: dX has the shape of X.",
        "돌려준 것은 첫 층의 출력에서의 기울기여서 너비가 은닉층과 같습니다. 그때 이미 매개변수의 기울기를 다 "
        "구했으므로 멈추기 쉽습니다. 입력까지는 곱셈이 한 번 더 남았습니다. dX는 X와 모양이 같습니다.",
    ),
)
class DxStopsEarly(Network):
    def backward(self, dY):
        self.dweights, self.dbiases = [None] * len(self.weights), [None] * len(self.biases)
        d = dY
        for layer in reversed(range(len(self.weights))):
            d = self.through_activation(d, layer)
            self.dweights[layer] = self.weight_gradient(d, layer)
            self.dbiases[layer] = d.sum(axis=0)
            if layer > 0:
                d = d @ self.weights[layer].T
        return d


@called_mlp
@misconception(
    task="MLP",
    anchor="mistake-input-mask-first-layer",
    title=("A mask at the input, where there is no ReLU", "ReLU가 없는 입력에도 마스크를 씌웠습니다"),
    text=(
        "All parameters' gradients are right, but dX is 0 wherever X is not above 0. The loop masks after every "
        "layer on the way down, also after the first, as if X had come out of a ReLU. Count them: one ReLU less "
        "than layers, all of them inside.",
        "매개변수의 기울기는 모두 맞지만, X가 0보다 크지 않은 곳에서 dX가 0입니다. 내려가는 반복문이 층마다 "
        "마스크를 씌우면서, X도 ReLU에서 나온 것처럼 첫 층 뒤에까지 씌웠습니다. ReLU의 수는 층보다 하나 적고, 모두 "
        "안쪽에 있습니다.",
    ),
)
class InputMaskAtFirstLayer(Network):
    def backward(self, dY):
        return super().backward(dY) * (self.inputs[0] > 0)


# minibatches


@misconception(
    task="minibatches",
    anchor="mistake-x-shuffled-alone",
    title=("X is shuffled, y is not", "X만 섞고 y는 섞지 않았습니다"),
    text=(
        "The rows of X change places and the entries of y stay, so most samples get the label of another. Nothing "
        "fails; the loss just stays where guessing is, which looks like a learning rate that is too small. One "
        "order is drawn, and both arrays are indexed with it.",
        "X의 행은 자리를 바꾸는데 y는 그대로여서 표본 대부분이 남의 레이블을 받습니다. 오류는 나지 않고 손실이 "
        "무작위로 고르는 수준에 머무를 뿐이라, 학습률이 너무 작은 것처럼 보입니다. 순서를 하나 뽑아 두 배열에 "
        "똑같이 씁니다.",
    ),
)
def x_shuffled_alone(X, y, size, rng):
    shuffled = X[rng.permutation(len(X))]
    for start in range(0, len(X), size):
        yield shuffled[start : start + size], y[start : start + size]


@misconception(
    task="minibatches",
    anchor="mistake-x-shuffled-alone",
    title=("X and y are shuffled by two different orders", "X와 y를 서로 다른 순서로 섞었습니다"),
    text=(
        "Each of the two arrays gets a permutation of its own, so the pairs are torn. Both are shuffled, and the "
        "two lines look alike; but a generator that is asked twice answers twice. Ask once, and use the answer for "
        "both.",
        "두 배열에 저마다 다른 순열을 써서 짝이 흩어졌습니다. 둘 다 섞었고 두 줄이 똑같아 보이지만, 생성기는 물을 "
        "때마다 다른 답을 줍니다. 한 번만 묻고 그 답을 두 배열에 씁니다.",
    ),
    same_as="x_shuffled_alone",
)
def shuffled_apart(X, y, size, rng):
    xs, ys = X[rng.permutation(len(X))], y[rng.permutation(len(y))]
    for start in range(0, len(X), size):
        yield xs[start : start + size], ys[start : start + size]


@misconception(
    task="minibatches",
    anchor="mistake-last-batch-dropped",
    title=("The last, smaller batch is dropped", "마지막 작은 배치를 버렸습니다"),
    text=(
        "You make N // size batches, and what is left over never comes. When size divides N nothing is missing, so "
        "the usual powers of 2 hide it; with a size above N there is no batch at all. The last batch is allowed to "
        "be smaller.",
        "배치를 N // size개만 만들어서 나머지 행은 나오지 않습니다. size가 N을 나누면 빠지는 것이 없으므로 2의 "
        "거듭제곱만 쓰면 드러나지 않고, size가 N보다 크면 배치가 하나도 없습니다. 마지막 배치는 작아도 됩니다.",
    ),
)
def last_batch_dropped(X, y, size, rng):
    order = rng.permutation(len(X))
    for number in range(len(X) // size):
        rows = order[number * size : (number + 1) * size]
        yield X[rows], y[rows]


@misconception(
    task="minibatches",
    anchor="mistake-with-replacement",
    title=("Rows are drawn with replacement", "행을 복원 추출했습니다"),
    text=(
        "Each batch is drawn anew from all rows, so within one epoch some come twice and about a third not at all. "
        "That is stochastic gradient descent as theory likes it; an epoch, though, is a pass in which every sample "
        "is seen once. Put all rows in a random order and cut it into pieces.",
        "배치마다 전체에서 새로 뽑아서, 한 에포크에 어떤 행은 두 번 나오고 3분의 1쯤은 나오지 않습니다. 이론에서 "
        "다루는 확률적 경사 하강법이 이런 모습이기는 합니다. 그러나 에포크는 모든 표본을 한 번씩 보는 것입니다. "
        "전체를 무작위로 늘어놓고 잘라서 씁니다.",
    ),
)
def with_replacement(X, y, size, rng):
    for start in range(0, len(X), size):
        rows = rng.integers(0, len(X), size=min(size, len(X) - start))
        yield X[rows], y[rows]


@misconception(
    task="minibatches",
    anchor="mistake-not-shuffled",
    title=("The batches come in the order of the data", "데이터의 순서 그대로입니다"),
    text=(
        "Nothing is shuffled. Many data sets are sorted by class or by date; then each batch pulls the network "
        "towards one class, and the next one pulls it back. The order is to be drawn from rng, afresh for each call.",
        "전혀 섞지 않았습니다. 데이터가 클래스나 날짜 순서로 놓인 일이 많은데, 그러면 배치마다 한 클래스 쪽으로 "
        "끌려갔다가 다음 배치에서 되돌아옵니다. 부를 때마다 rng에서 순서를 새로 뽑습니다.",
    ),
)
def not_shuffled(X, y, size, rng):
    return [(X[start : start + size], y[start : start + size]) for start in range(0, len(X), size)]


@misconception(
    task="minibatches",
    anchor="mistake-global-generator",
    title=("The order comes from NumPy's global generator", "NumPy의 전역 생성기로 섞었습니다"),
    text=(
        "The batches are shuffled, but by np.random, not by the generator that was passed: equal seeds give "
        "different orders, and a run cannot be repeated. The old functions of np.random are everywhere in examples. "
        "All randomness comes from rng.",
        "섞기는 했지만 받은 생성기가 아니라 np.random으로 섞었습니다. 시드가 같아도 순서가 달라서 실행을 되풀이할 "
        "수 없습니다. 예제에서 np.random의 옛 함수를 흔히 쓰기 때문입니다. 난수는 모두 rng에서 나와야 합니다.",
    ),
)
def global_generator(X, y, size, rng):
    order = np.random.permutation(len(X))
    for start in range(0, len(X), size):
        rows = order[start : start + size]
        yield X[rows], y[rows]


@misconception(
    task="minibatches",
    anchor="mistake-global-generator",
    title=("Every call shuffles in the same way", "부를 때마다 똑같이 섞입니다"),
    text=(
        "A generator with a fixed seed is made inside the function, so each call, and thus each epoch, has one and "
        "the same order. It makes runs repeatable, which seems to be the point. The generator that is passed does "
        "that too, and moves on from call to call.",
        "함수 안에서 시드가 고정된 생성기를 만들어서 부를 때마다, 곧 에포크마다 순서가 똑같습니다. 실행을 되풀이할 "
        "수 있으니 잘한 것 같습니다. 그러나 넘겨받은 생성기도 그렇게 해 주며, 부를 때마다 다음 난수로 나아갑니다.",
    ),
)
def own_seed(X, y, size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]


@misconception(
    task="minibatches",
    anchor="mistake-order-within-batches-only",
    title=("Rows are shuffled inside their batches only", "배치 안에서만 섞었습니다"),
    text=(
        "The data is cut into batches first and shuffled afterwards, so the same rows stay together in every epoch. "
        "A sum over a batch does not depend on the order inside it: for training this is no shuffle at all. Shuffle "
        "the whole, then cut.",
        "데이터를 먼저 배치로 자르고 나서 섞었으므로 에포크마다 같은 행끼리 묶입니다. 배치의 합은 그 안의 순서와 "
        "상관없으니 학습에는 섞지 않은 것과 같습니다. 전체를 먼저 섞고 나서 자릅니다.",
    ),
)
def shuffled_within_batches(X, y, size, rng):
    for start in range(0, len(X), size):
        rows = start + rng.permutation(min(size, len(X) - start))
        yield X[rows], y[rows]


@misconception(
    task="minibatches",
    anchor="mistake-order-within-batches-only",
    title=("Only the order of the batches is shuffled", "배치의 순서만 섞었습니다"),
    text=(
        "Neighbours in the data always share a batch; what you shuffle is which batch comes when. It is half a "
        "shuffle: in sorted data every batch still holds one class, and the small batch no longer comes last. "
        "Shuffle the rows, then cut.",
        "데이터에서 이웃한 행은 언제나 같은 배치에 들어가고, 배치가 나오는 순서만 바뀝니다. 절반만 섞은 셈입니다. "
        "정렬된 데이터라면 배치마다 여전히 한 클래스뿐이고, 작은 배치가 마지막에 오지도 않습니다. 행을 섞은 다음 "
        "자릅니다.",
    ),
)
def batch_order_only(X, y, size, rng):
    for start in size * rng.permutation(-(-len(X) // size)):
        yield X[start : start + size], y[start : start + size]


@misconception(
    task="minibatches",
    anchor="mistake-shuffled-in-place",
    title=("The caller's arrays are shuffled", "호출한 쪽의 배열을 섞었습니다"),
    text=(
        "The batches are right, but X and y come back in another order: you write the shuffled rows into the arrays "
        "that were passed. Whoever holds predictions or indices for these rows finds them misplaced. Indexing with "
        "an order makes new arrays; the caller's stay.",
        "배치는 맞지만 호출한 쪽의 X와 y가 뒤섞였습니다. 섞은 행을 받은 배열에 그대로 썼기 때문입니다. 이 행들의 "
        "예측값이나 번호를 가지고 있던 쪽에서는 짝이 어긋납니다. 순서로 인덱싱하면 새 배열이 만들어지고 원래 배열은 "
        "그대로 남습니다.",
    ),
)
def shuffled_in_place(X, y, size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    for start in range(0, len(X), size):
        yield X[start : start + size].copy(), y[start : start + size].copy()


# train


def batches(X, y, size, rng):
    """Right mini-batches."""
    order = rng.permutation(len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]


@misconception(
    task="train",
    anchor="mistake-loss-after-step",
    title=("The loss is taken after the update", "갱신한 다음의 손실을 적었습니다"),
    text=(
        "You run the model again after its step and record that loss, so the history looks better than it is: each "
        "batch is judged by a model that has just learned it. The loss that belongs to a step is the one whose "
        "gradient it follows, and it is known before the step, for free.",
        "갱신한 뒤 모델을 다시 실행해 그 손실을 적었습니다. 방금 그 배치를 배운 모델로 재었으므로 기록이 실제보다 "
        "좋아 보입니다. 한 걸음에 해당하는 손실은 그 걸음의 기울기를 낳은 손실이며, 갱신하기 전에 이미 구해 "
        "두었습니다.",
    ),
)
def loss_after_step(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in batches(X, y, size, rng):
            model.backward(loss(model.forward(X_batch), y_batch)[1])
            model.step(lr)
            losses.append(loss(model.forward(X_batch), y_batch)[0])
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-shuffled-once",
    title=("Shuffled once, for all epochs", "처음에 한 번만 섞었습니다"),
    text=(
        "The batches are made before the loop, so every epoch sees the same groups in the same order. It saves "
        "time, and the history looks as usual. The noise of mini-batches helps because it changes: ask for new "
        "batches at the start of each epoch.",
        "반복문 앞에서 배치를 만들어 두어 에포크마다 같은 묶음이 같은 순서로 나옵니다. 시간이 절약되고 기록도 "
        "평소와 다름없어 보입니다. 미니배치의 잡음은 매번 달라지기에 도움이 됩니다. 에포크를 시작할 때마다 배치를 "
        "새로 만듭니다.",
    ),
)
def shuffled_once(model, X, y, loss, lr, epochs, size, rng):
    history, prepared = [], batches(X, y, size, rng)
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in prepared:
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            model.backward(dY_hat)
            model.step(lr)
            losses.append(value)
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-shuffled-once",
    title=("Never shuffled", "한 번도 섞지 않았습니다"),
    text=(
        "You slice X and y in the order in which they lie, in every epoch. On data that somebody has shuffled "
        "before it does well; on sorted data each epoch ends with the last class, and the network leans to it. Let "
        "the batches come in a new random order each time.",
        "에포크마다 X와 y를 놓인 순서대로 잘라 썼습니다. 누가 미리 섞어 둔 데이터라면 잘됩니다. 정렬된 데이터라면 "
        "에포크가 늘 마지막 클래스로 끝나서 신경망이 그쪽으로 기웁니다. 배치는 매번 새로운 무작위 순서로 나와야 "
        "합니다.",
    ),
)
def never_shuffled(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for start in range(0, len(X), size):
            value, dY_hat = loss(model.forward(X[start : start + size]), y[start : start + size])
            model.backward(dY_hat)
            model.step(lr)
            losses.append(value)
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-global-generator",
    title=("A generator of its own does the shuffling", "스스로 만든 생성기로 섞었습니다"),
    text=(
        "You make a new generator without a seed instead of using rng. The epochs are shuffled well, but a run with "
        "the same seed goes another way, so no result can be repeated or compared. Hand rng on to whatever draws.",
        "rng를 쓰지 않고 시드 없는 생성기를 새로 만들었습니다. 에포크마다 잘 섞이기는 하지만, 시드가 같아도 다른 "
        "길을 가므로 결과를 되풀이하거나 비교할 수 없습니다. 난수를 뽑는 곳에 rng를 그대로 넘깁니다.",
    ),
)
def generator_of_its_own(model, X, y, loss, lr, epochs, size, rng):
    return right_loop(model, X, y, loss, lr, epochs, size, np.random.default_rng())


def right_loop(model, X, y, loss, lr, epochs, size, rng):
    """A right loop."""
    history = []
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in batches(X, y, size, rng):
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            model.backward(dY_hat)
            model.step(lr)
            losses.append(value)
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-weighted-epoch-loss",
    title=("The epoch's loss is weighted by batch size", "배치 크기로 가중한 평균을 적었습니다"),
    text=(
        "You weight each batch's loss by its rows. That is the mean over samples and a sensible number, but not the "
        "one that is asked for, and since the weights move within the epoch it is not the loss of any one model "
        "either. Here each batch counts once.",
        "배치의 손실에 행의 수를 곱해 평균을 냈습니다. 표본에 대한 평균으로서 뜻있는 값이지만 여기서 물은 값은 "
        "아니고, 에포크 도중에 가중치가 움직이므로 어느 한 모델의 손실도 아닙니다. 여기서는 배치 하나가 한 번씩 "
        "셈에 들어갑니다.",
    ),
)
def weighted_epoch_loss(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in batches(X, y, size, rng):
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            model.backward(dY_hat)
            model.step(lr)
            total += value * len(X_batch)
        history.append(total / len(X))
    return history


@misconception(
    task="train",
    anchor="mistake-last-batch-loss",
    title=("Only the last batch's loss is recorded", "마지막 배치의 손실만 적었습니다"),
    text=(
        "Each entry of your history is the loss of one batch, the last of its epoch, because the value is appended "
        "after the inner loop. The curve is noisy, and lower than it should be. Gather the losses of all batches "
        "and take their mean.",
        "기록의 원소가 에포크의 마지막 배치 하나의 손실입니다. 안쪽 반복문이 끝난 뒤에 남은 값을 적었기 때문입니다. "
        "곡선이 들쭉날쭉하고 실제보다 낮습니다. 모든 배치의 손실을 모아 평균을 냅니다.",
    ),
)
def last_batch_loss(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        for X_batch, y_batch in batches(X, y, size, rng):
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            model.backward(dY_hat)
            model.step(lr)
        history.append(value)
    return history


@misconception(
    task="train",
    anchor="mistake-last-batch-loss",
    title=("One entry per batch, not per epoch", "에포크가 아니라 배치마다 적었습니다"),
    text=(
        "Your history is as long as there were batches. Each loss is right, and for a close look at the noise one "
        "wants just this. What is asked for has one entry per epoch: append outside the inner loop.",
        "기록의 길이가 배치의 수와 같습니다. 손실 하나하나는 맞고, 잡음을 자세히 보려면 이것이 좋습니다. 여기서는 "
        "에포크마다 하나씩 적습니다. 안쪽 반복문 밖에서 덧붙입니다.",
    ),
)
def entry_per_batch(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        for X_batch, y_batch in batches(X, y, size, rng):
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            model.backward(dY_hat)
            model.step(lr)
            history.append(value)
    return history


@misconception(
    task="train",
    anchor="mistake-sum-of-batch-losses",
    title=("The losses of the batches are summed", "배치의 손실을 더하기만 했습니다"),
    text=(
        "Each entry is the sum over the epoch's batches, so it grows with their number: halving the batch size "
        "doubles the curve. Divide by the number of batches, and runs of different sizes can be compared.",
        "기록이 에포크 안 배치 손실의 합이어서 배치의 수에 따라 커집니다. 배치 크기를 절반으로 줄이면 곡선이 두 "
        "배가 됩니다. 배치의 수로 나누어야 크기가 다른 실행끼리 비교할 수 있습니다.",
    ),
)
def sum_of_batch_losses(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in batches(X, y, size, rng):
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            model.backward(dY_hat)
            model.step(lr)
            total += value
        history.append(total)
    return history


@misconception(
    task="train",
    anchor="mistake-step-missing",
    title=("No step is ever taken", "한 걸음도 움직이지 않았습니다"),
    text=(
        "The gradients are computed, batch after batch, and never used: the history stays level but for its noise. "
        "After backward so much seems to have happened that the update is easily forgotten. backward only writes "
        "gradients down; step moves the parameters.",
        "배치마다 기울기를 구하고 쓰지 않았습니다. 기록이 잡음 말고는 제자리입니다. backward까지 하고 나면 할 일을 "
        "다 한 듯해서 갱신을 잊기 쉽습니다. backward는 기울기를 적어 둘 뿐이고, 매개변수는 step이 움직입니다.",
    ),
)
def step_missing(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in batches(X, y, size, rng):
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            model.backward(dY_hat)
            losses.append(value)
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-one-step-an-epoch",
    title=("One step an epoch", "에포크마다 한 걸음만 갔습니다"),
    text=(
        "step stands outside the inner loop, so of all the gradients of an epoch only the last batch's is used. One "
        "level of indentation makes the difference. Mini-batches pay because each of them moves the model.",
        "step이 안쪽 반복문 밖에 있어서 한 에포크의 기울기 가운데 마지막 배치의 것만 쓰입니다. 들여쓰기 한 칸의 "
        "차이입니다. 배치마다 모델이 움직여야 미니배치를 쓰는 보람이 있습니다.",
    ),
)
def one_step_an_epoch(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in batches(X, y, size, rng):
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            model.backward(dY_hat)
            losses.append(value)
        model.step(lr)
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-full-batch-train",
    title=("The whole data set is one batch", "데이터 전체를 한 배치로 썼습니다"),
    text=(
        "size is not used: every epoch is a single step on all rows, as in train_linear. That is gradient descent "
        "too, with fewer steps for the same work. An epoch here has as many steps as there are batches.",
        "size를 쓰지 않았습니다. train_linear에서처럼 에포크마다 모든 행으로 한 걸음을 갔습니다. 이것도 경사 "
        "하강법이지만 같은 계산으로 걸음이 더 적습니다. 여기서 한 에포크의 걸음 수는 배치의 수와 같습니다.",
    ),
)
def full_batch(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        value, dY_hat = loss(model.forward(X), y)
        model.backward(dY_hat)
        model.step(lr)
        history.append(value)
    return history


@misconception(
    task="train",
    anchor="mistake-loss-gradient-ignored",
    title=("backward is given the loss, not its gradient", "backward에 기울기 대신 손실을 넘겼습니다"),
    text=(
        "The value of the loss goes into backward. One says that the loss is propagated back, and PyTorch even "
        "writes loss.backward(); but what travels back is a gradient, with one entry per output. loss gives two "
        "results, and the second is the upstream gradient.",
        "손실의 값을 backward에 넘겼습니다. 흔히 손실을 역전파한다고 말하고 PyTorch에서도 loss.backward()라고 "
        "쓰지만, 거꾸로 흐르는 것은 출력마다 하나씩 있는 기울기입니다. loss의 두 결과 가운데 둘째가 상류 "
        "기울기입니다.",
    ),
)
def loss_value_passed(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in batches(X, y, size, rng):
            value, _ = loss(model.forward(X_batch), y_batch)
            model.backward(value)
            model.step(lr)
            losses.append(value)
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-loss-gradient-ignored",
    title=("The gradient of another loss is propagated", "다른 손실의 기울기를 전파했습니다"),
    text=(
        "You pass prediction minus target to backward, which is, up to a factor, the gradient of the squared error, "
        "whatever loss was handed in. With that loss it even works. train does not know its loss, and need not: the "
        "gradient comes with the value.",
        "어떤 손실을 받았든 예측에서 목표를 뺀 값을 backward에 넘겼습니다. 상수배를 빼면 제곱 오차의 기울기이므로 "
        "그 손실에서는 잘되기도 합니다. train은 손실이 무엇인지 모르고 알 필요도 없습니다. 기울기는 값과 함께 "
        "나옵니다.",
    ),
)
def residual_passed(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in batches(X, y, size, rng):
            Y_hat = model.forward(X_batch)
            losses.append(loss(Y_hat, y_batch)[0])
            model.backward((Y_hat - y_batch.reshape(Y_hat.shape)) / len(y_batch))
            model.step(lr)
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-inside-the-model",
    title=("The loop updates the weights itself", "반복문이 가중치를 직접 갱신했습니다"),
    text=(
        "You reach for weights and dweights, so your loop trains networks with such lists and nothing else, and "
        "knows twice how a step is taken. Here the model has other parameters, and there is no such attribute. A "
        "model is asked through forward, backward and step.",
        "weights와 dweights를 직접 꺼내 썼으므로, 그런 리스트를 가진 신경망만 학습할 수 있고 갱신하는 방법이 두 "
        "곳에 적히게 됩니다. 여기의 모델은 매개변수가 달라서 그런 속성이 없습니다. 모델은 forward, backward, "
        "step으로만 다룹니다.",
    ),
)
def inside_the_model(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in batches(X, y, size, rng):
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            losses.append(value)
            model.backward(dY_hat)
            for layer in range(len(model.weights)):
                model.weights[layer] -= lr * model.dweights[layer]
                model.biases[layer] -= lr * model.dbiases[layer]
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-lr-decayed-silently",
    title=("The learning rate shrinks from epoch to epoch", "학습률이 에포크마다 줄어듭니다"),
    text=(
        "The first epoch is right, and then your steps get smaller, by a rule that the caller does not know of. A "
        "schedule often helps, and it is a decision of whoever chooses lr: with it inside, two learning rates can "
        "no longer be compared. Pass lr on as it is.",
        "첫 에포크는 맞고 그다음부터는 호출한 쪽이 모르는 규칙으로 걸음이 작아집니다. 학습률을 줄이면 도움이 될 "
        "때가 많지만, 그것은 lr을 고르는 사람이 정할 일입니다. 안에서 줄이면 학습률을 비교할 수 없게 됩니다. lr을 "
        "받은 그대로 넘깁니다.",
    ),
)
def lr_decayed(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for epoch in range(epochs):
        losses = []
        for X_batch, y_batch in batches(X, y, size, rng):
            value, dY_hat = loss(model.forward(X_batch), y_batch)
            model.backward(dY_hat)
            model.step(lr / (1 + epoch))
            losses.append(value)
        history.append(np.mean(losses))
    return history


@misconception(
    task="train",
    anchor="mistake-forward-twice",
    title=("Forward is run twice for each batch", "배치마다 순전파를 두 번 했습니다"),
    text=(
        "One forward is run for the loss and another for the gradient, with the same weights and the same batch. "
        "The numbers are right and a third of the time is wasted; in a network with dropout the two would not even "
        "agree. loss gives value and gradient at once.",
        "손실을 구하려고 한 번, 기울기를 구하려고 또 한 번, 같은 가중치와 같은 배치로 순전파를 했습니다. 값은 "
        "맞지만 시간의 3분의 1이 낭비되고, 드롭아웃이 있는 신경망이라면 두 결과가 서로 다르기까지 합니다. loss는 "
        "값과 기울기를 한꺼번에 줍니다.",
    ),
)
def forward_twice(model, X, y, loss, lr, epochs, size, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in batches(X, y, size, rng):
            losses.append(loss(model.forward(X_batch), y_batch)[0])
            model.backward(loss(model.forward(X_batch), y_batch)[1])
            model.step(lr)
        history.append(np.mean(losses))
    return history


# accuracy


@misconception(
    task="accuracy",
    anchor="mistake-argmax-axis",
    title=("The largest logit of each column, not of each row", "행이 아니라 열에서 최댓값을 찾았습니다"),
    text=(
        "argmax over axis 0 says which sample is strongest in each class: K answers, where there are N labels to "
        "compare with. The axis that is named is the one that disappears, so to keep the N rows it is the classes' "
        "axis that has to go.",
        "axis 0의 argmax는 클래스마다 어느 표본이 가장 큰지를 알려 줍니다. 비교할 레이블은 N개인데 답이 K개입니다. "
        "지정한 축이 없어지는 것이므로, 행 N개를 남기려면 클래스의 축을 없애야 합니다.",
    ),
)
def argmax_of_columns(logits, labels):
    return np.mean(np.argmax(logits, axis=0) == labels)


@misconception(
    task="accuracy",
    anchor="mistake-argmax-axis",
    title=("The largest place in the whole matrix", "행렬 전체에서 가장 큰 자리를 찾았습니다"),
    text=(
        "Without an axis, argmax flattens the logits and gives a single number, which is then compared with every "
        "label. It broadcasts without complaint, and the result even lies between 0 and 1. Each row needs an answer "
        "of its own.",
        "축을 주지 않은 argmax는 로짓을 1차원으로 펴서 번호 하나만 내놓고, 그 하나를 모든 레이블과 비교했습니다. "
        "아무 말 없이 브로드캐스팅되고 결과도 0과 1 사이입니다. 답은 행마다 하나씩 있어야 합니다.",
    ),
)
def argmax_of_all(logits, labels):
    return np.mean(np.argmax(logits) == labels)


@misconception(
    task="accuracy",
    anchor="mistake-argmax-axis",
    title=("The largest logit itself is compared with the label", "번호가 아니라 로짓의 값을 비교했습니다"),
    text=(
        "You take the largest value of each row, a score such as 2.7, and compare it with the class number. They "
        "agree by accident at most. What names a class is the place of the largest logit.",
        "행마다 가장 큰 값, 이를테면 2.7이라는 점수를 구해 클래스 번호와 비교했습니다. 우연이 아니면 같을 수 "
        "없습니다. 클래스를 가리키는 것은 가장 큰 로짓의 자리입니다.",
    ),
)
def value_for_place(logits, labels):
    return np.mean(np.max(logits, axis=1) == labels)


@misconception(
    task="accuracy",
    anchor="mistake-argmax-axis",
    title=("The size of the logits decides, not their value", "로짓의 절댓값으로 골랐습니다"),
    text=(
        "You look for the largest absolute value, so a class that the network firmly rules out, with a logit of −8, "
        "wins. A logit is a score with a sign: the most negative one is the least likely.",
        "절댓값이 가장 큰 것을 골라서, 신경망이 단호하게 아니라고 한 로짓 −8짜리 클래스가 뽑힙니다. 로짓은 부호가 "
        "있는 점수입니다. 가장 작은 음수가 가장 가능성이 낮습니다.",
    ),
)
def largest_size(logits, labels):
    return np.mean(np.argmax(np.abs(logits), axis=1) == labels)


@misconception(
    task="accuracy",
    anchor="mistake-percent",
    title=("Percent in place of a share", "비율이 아니라 백분율입니다"),
    text=(
        "Your result is 100 times too large. People say 97 percent, and plots are labelled so; in a program a share "
        "from 0 to 1 is what other code expects. Multiply where it is printed.",
        "결과가 100배입니다. 말할 때는 97퍼센트라고 하고 그림에도 그렇게 적지만, 프로그램에서 다른 코드가 기대하는 "
        "것은 0과 1 사이의 비율입니다. 100은 출력할 때 곱합니다.",
    ),
)
def percent(logits, labels):
    return 100.0 * np.mean(np.argmax(logits, axis=1) == labels)


@misconception(
    task="accuracy",
    anchor="mistake-count-not-share",
    title=("The number of hits, not their share", "비율이 아니라 맞힌 개수입니다"),
    text=(
        "You count the rows that are right and do not divide by N. A count cannot be compared between a validation "
        "set of 100 and a training set of 1000.",
        "맞힌 행을 세기만 하고 N으로 나누지 않았습니다. 개수로는 100개짜리 검증 데이터와 1000개짜리 훈련 데이터를 "
        "비교할 수 없습니다.",
    ),
)
def count_of_hits(logits, labels):
    return float(np.sum(np.argmax(logits, axis=1) == labels))


@misconception(
    task="accuracy",
    anchor="mistake-count-not-share",
    title=("The hits are divided by all entries, not by the rows", "행의 수가 아니라 원소의 수로 나누었습니다"),
    text=(
        "You divide by N·K, the number of logits, so even a perfect network has only 1/K. logits.size counts "
        "entries; there is one answer per row, and N of them.",
        "로짓의 개수인 N·K로 나누어서 완벽한 신경망도 1/K밖에 받지 못합니다. logits.size는 원소를 셉니다. 답은 "
        "행마다 하나씩 N개입니다.",
    ),
)
def hits_per_entry(logits, labels):
    return float(np.sum(np.argmax(logits, axis=1) == labels)) / logits.size


# gradient_check


def analytic(model, X, y, loss):
    """Copies of a model's gradients, weights first."""
    model.backward(loss(model.forward(X), y)[1])
    return [g.copy() for g in (*model.dweights, *model.dbiases)]


def central(model, X, y, loss, parameter, h=1e-5):
    """Central differences of the loss with every entry of one parameter."""
    slopes = np.zeros(parameter.shape)
    for index in np.ndindex(parameter.shape):
        kept = parameter[index]
        parameter[index] = kept + h
        above = loss(model.forward(X), y)[0]
        parameter[index] = kept - h
        below = loss(model.forward(X), y)[0]
        parameter[index] = kept
        slopes[index] = (above - below) / (2 * h)
    return slopes


def relative(a, b):
    return np.abs(a - b) / np.maximum(1e-12, np.abs(a) + np.abs(b))


@misconception(
    task="gradient_check",
    anchor="mistake-check-mean-error",
    title=("The mean error of all entries", "모든 원소의 평균 오차입니다"),
    text=(
        "One wrong entry among many right ones all but disappears in your mean. A single number for the whole "
        "network sounds fair, but a gradient is right only if every entry is. The worst entry decides.",
        "맞는 원소 여럿 사이에서 틀린 원소 하나가 평균에 묻혀 버립니다. 신경망 전체를 대표하는 수로는 평균이 공정해 "
        "보이지만, 기울기는 원소가 모두 맞아야 맞는 것입니다. 가장 나쁜 원소가 결과를 정합니다.",
    ),
)
def mean_error(model, X, y, loss):
    gradients = analytic(model, X, y, loss)
    parameters = [*model.weights, *model.biases]
    errors = [relative(central(model, X, y, loss, p), g).ravel() for p, g in zip(parameters, gradients, strict=True)]
    return float(np.mean(np.concatenate(errors)))


@misconception(
    task="gradient_check",
    anchor="mistake-check-mean-error",
    title=("One error per array, from its norms", "배열마다 노름으로 오차를 구했습니다"),
    text=(
        "You compare the norms of whole arrays. It is a usual relative error for vectors; but large entries rule a "
        "norm, and a small one may be wrong altogether without being seen. Form the quotient entry by entry, then "
        "take the largest.",
        "배열 전체의 노름을 비교했습니다. 벡터의 상대 오차로 흔히 쓰지만, 노름은 큰 원소가 좌우하므로 작은 원소 "
        "하나가 완전히 틀려도 보이지 않습니다. 원소마다 비율을 구한 다음 가장 큰 것을 고릅니다.",
    ),
)
def ratio_of_norms(model, X, y, loss):
    worst = 0.0
    for p, g in zip([*model.weights, *model.biases], analytic(model, X, y, loss), strict=True):
        slopes = central(model, X, y, loss, p)
        worst = max(worst, np.linalg.norm(slopes - g) / (np.linalg.norm(slopes) + np.linalg.norm(g)))
    return float(worst)


@misconception(
    task="gradient_check",
    anchor="mistake-check-weights-only",
    title=("The biases are not checked", "편향을 검사하지 않았습니다"),
    text=(
        "A wrong gradient of a bias goes unseen: you walk through weights and leave out biases. Weights are the "
        "many and biases the few, yet a bias gradient is what is forgotten most often. Both lists are checked.",
        "편향의 기울기가 틀려도 알지 못합니다. weights만 훑고 biases를 빠뜨렸습니다. 수는 가중치가 훨씬 많지만, "
        "가장 자주 틀리는 것이 바로 편향의 기울기입니다. 두 리스트를 모두 검사합니다.",
    ),
)
def weights_only(model, X, y, loss):
    gradients = analytic(model, X, y, loss)[: len(model.weights)]
    pairs = zip(model.weights, gradients, strict=True)
    return max(float(relative(central(model, X, y, loss, p), g).max()) for p, g in pairs)


@misconception(
    task="gradient_check",
    anchor="mistake-check-first-layer-only",
    title=("Only the first layer is checked", "첫 층만 검사했습니다"),
    text=(
        "You look at weights[0] and biases[0]. The gradient of the first layer passes through all the others, so it "
        "seems to speak for them; but a mistake in an upper layer's dW touches nothing below it. Every layer is "
        "checked.",
        "weights[0]과 biases[0]만 보았습니다. 첫 층의 기울기는 나머지 층을 모두 지나오므로 다른 층까지 대표하는 "
        "듯합니다. 그러나 위층의 dW가 틀려도 아래에는 아무 영향이 없습니다. 모든 층을 검사합니다.",
    ),
)
def first_layer_only(model, X, y, loss):
    gradients = analytic(model, X, y, loss)
    checked = [(model.weights[0], gradients[0]), (model.biases[0], gradients[len(model.weights)])]
    return max(float(relative(central(model, X, y, loss, p), g).max()) for p, g in checked)


@misconception(
    task="gradient_check",
    anchor="mistake-check-one-entry",
    title=("One entry of each array is checked", "배열마다 원소 하나만 검사했습니다"),
    text=(
        "You try the first entry of each array and trust the rest. Spot checks save time in large networks, but "
        "then the places must be drawn; a mistake that spares the first row or column is common. In small networks, "
        "check all.",
        "배열마다 첫 원소만 보고 나머지를 믿었습니다. 큰 신경망에서는 일부만 검사하여 시간을 아끼기도 하지만 그럴 "
        "때는 자리를 무작위로 골라야 합니다. 첫 행이나 첫 열만 멀쩡한 실수가 흔합니다. 작은 신경망에서는 모두 "
        "검사합니다.",
    ),
)
def one_entry(model, X, y, loss):
    gradients = analytic(model, X, y, loss)
    pairs = zip([*model.weights, *model.biases], gradients, strict=True)
    return max(float(relative(central(model, X, y, loss, p), g).flat[0]) for p, g in pairs)


@misconception(
    task="gradient_check",
    anchor="mistake-check-model-not-restored",
    title=("The model comes back nudged", "모델의 매개변수를 되돌리지 않았습니다"),
    text=(
        "Each entry stays where the second nudge left it, so the checked model is no longer the one that was handed "
        "in, and the later entries were measured beside the earlier ones' nudges. The error is small enough not to "
        "show in the result. Put the old value back before the next entry.",
        "원소가 두 번째로 움직인 자리에 그대로 남아서, 검사한 모델이 더는 받은 모델이 아니고, 뒤의 원소는 앞의 "
        "원소가 움직인 채로 재었습니다. 오차가 작아 결과에는 드러나지 않습니다. 다음 원소로 가기 전에 원래 값을 "
        "돌려놓습니다.",
    ),
)
def model_not_restored(model, X, y, loss):
    h, worst = 1e-5, 0.0
    for p, g in zip([*model.weights, *model.biases], analytic(model, X, y, loss), strict=True):
        for index in np.ndindex(p.shape):
            p[index] += h
            above = loss(model.forward(X), y)[0]
            p[index] -= 2 * h
            slope = (above - loss(model.forward(X), y)[0]) / (2 * h)
            worst = max(worst, float(relative(slope, g[index])))
    return worst


@misconception(
    task="gradient_check",
    anchor="mistake-check-absolute-error",
    title=("The absolute difference, not the relative one", "상대 오차가 아니라 차이 그대로입니다"),
    text=(
        "You take the largest difference as it is. Whether 0.001 is much depends on the gradient: beside 100 it is "
        "rounding, beside 0.002 it is half. Divided by the sizes of both, one threshold suits every layer.",
        "차이의 최댓값을 그대로 썼습니다. 0.001이 큰지는 기울기에 달렸습니다. 100 옆에서는 반올림 오차이고 0.002 "
        "옆에서는 절반입니다. 두 값의 크기로 나누어야 모든 층에 같은 기준을 쓸 수 있습니다.",
    ),
)
def absolute_error(model, X, y, loss):
    pairs = zip([*model.weights, *model.biases], analytic(model, X, y, loss), strict=True)
    return max(float(np.abs(central(model, X, y, loss, p) - g).max()) for p, g in pairs)


@misconception(
    task="gradient_check",
    anchor="mistake-check-stale-gradient",
    title=("backward is called after the last nudge", "마지막으로 움직인 뒤에 backward를 불렀습니다"),
    text=(
        "The slopes are measured first, and then backward runs without a forward of its own: it refers to the "
        "latest one, in which the last entry was still nudged. The parameters are back in place, so all looks well, "
        "but the cache is not. Run forward, then backward, and copy the gradients, before you nudge.",
        "기울기를 수치로 먼저 재고 나서 forward 없이 backward를 불렀습니다. backward는 가장 최근의 forward, 곧 "
        "마지막 원소가 아직 움직인 상태를 따릅니다. 매개변수는 제자리에 돌아왔으니 괜찮아 보이지만 캐시는 그렇지 "
        "않습니다. 움직이기 전에 forward와 backward를 하고 기울기를 복사해 둡니다.",
    ),
)
def stale_gradient(model, X, y, loss):
    dY_hat = loss(model.forward(X), y)[1]
    slopes = [central(model, X, y, loss, p) for p in (*model.weights, *model.biases)]
    model.backward(dY_hat)
    pairs = zip(slopes, (*model.dweights, *model.dbiases), strict=True)
    return max(float(relative(slope, g).max()) for slope, g in pairs)


@misconception(
    task="gradient_check",
    anchor="mistake-check-forward-difference",
    title=("Forward differences", "전방 차분을 썼습니다"),
    text=(
        "You nudge to one side only, and a right model gets an error above 1e-5 where its loss bends. You save half "
        "of the forward passes, and cannot tell a small mistake from the method's own error any more. Nudge to both "
        "sides.",
        "한쪽으로만 움직여서, 손실이 휘는 곳에서는 올바른 모델도 오차가 1e-5를 넘습니다. 순전파가 절반으로 줄지만 "
        "작은 실수와 방법 자체의 오차를 구별할 수 없게 됩니다. 양쪽으로 움직입니다.",
    ),
)
def forward_difference(model, X, y, loss):
    h, worst = 1e-5, 0.0
    for p, g in zip([*model.weights, *model.biases], analytic(model, X, y, loss), strict=True):
        here = loss(model.forward(X), y)[0]
        for index in np.ndindex(p.shape):
            kept = p[index]
            p[index] = kept + h
            slope = (loss(model.forward(X), y)[0] - here) / h
            p[index] = kept
            worst = max(worst, float(relative(slope, g[index])))
    return worst
