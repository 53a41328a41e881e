"""What learners get wrong in `capstone`, as they write it, and what one says to them.

For instructors only.  The trainings share a right network and get one thing wrong around it.  The explanations name
symptoms and reasons, never the line that solves the task: they ship with the cards.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from autograder.judge.bank import misconception
from autograder.tasks.digits import known_digits

# fit: a right network, for what is wrong around it


def softmax_gradient(Z, labels):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(labels)), labels] -= 1
    return P / len(labels)


def logits(parameters, X):
    W1, b1, W2, b2 = parameters
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


def classes(parameters, X):
    return logits(parameters, X).argmax(axis=1)


def trained(X, y, X_valid, y_valid, rng, lr=0.3, epochs=12, size=32, falling=True, keep_best=True):
    """The weights of a network with 96 hidden units, trained on images that are scaled already."""
    first, second = rng.normal(0, np.sqrt(2 / 64), (64, 96)), rng.normal(0, np.sqrt(2 / 96), (96, 10))
    parameters = [first, np.zeros(96), second, np.zeros(10)]
    best, kept = -1.0, parameters
    for epoch in range(epochs):
        step = lr * (1 - epoch / epochs) if falling else lr
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start : start + size]
            W1, b1, W2, b2 = parameters
            A = np.maximum(X[rows] @ W1 + b1, 0)
            dZ = softmax_gradient(A @ W2 + b2, y[rows])
            dA = dZ @ W2.T * (A > 0)
            gradients = X[rows].T @ dA, dA.sum(axis=0), A.T @ dZ, dZ.sum(axis=0)
            parameters = [p - step * g for p, g in zip(parameters, gradients, strict=True)]
        score = np.mean(classes(parameters, X_valid) == y_valid)
        if score >= best or not keep_best:
            best, kept = score, parameters
    return kept


def scaling(X):
    mean, deviation = X.mean(axis=0), X.std(axis=0)
    deviation[deviation == 0] = 1
    return lambda images: (images - mean) / deviation


@misconception(
    task="fit",
    anchor="mistake-raw-pixels",
    title=("The pixels are not scaled", "픽셀의 척도를 맞추지 않았습니다"),
    text=(
        "Every image gets the same answer, but the same program learns when it is given pixels of mean 0 and "
        "deviation 1. Raw pixels go up to 16 and all have one sign, so the first steps are tens of times too long in "
        "one common direction, and the hidden units die or overflow. Scale by what the training images say, once, "
        "and use the same numbers for every image that comes later.",
        "모든 이미지에 같은 답을 내놓지만, 평균 0, 표준 편차 1로 맞춘 픽셀을 주면 같은 프로그램이 제대로 학습합니다. "
        "원래 픽셀은 16까지 가고 부호가 모두 같아서, 처음 몇 걸음이 한 방향으로 수십 배나 길어지고 은닉 유닛이 죽거나 "
        "값이 넘칩니다. 훈련 이미지에서 얻은 수로 척도를 맞추고, 나중에 오는 이미지에도 같은 수를 씁니다.",
    ),
)
def raw_pixels(X_train, y_train, X_valid, y_valid, rng):
    network = trained(X_train, y_train, X_valid, y_valid, rng, lr=0.5, epochs=4, falling=False)
    return lambda X: classes(network, X)


@misconception(
    task="fit",
    anchor="mistake-statistics-of-each-batch",
    title=("New images are scaled by their own mean", "새 이미지의 척도를 그 이미지들의 평균으로 맞췄습니다"),
    text=(
        "An image gets one answer in a large batch and another in a small one. At prediction the pixels are scaled "
        "by the mean and deviation of whatever happens to be asked together, which looks right as long as the batch "
        "is large. The scale belongs to the model: it comes from the training images and stays.",
        "같은 이미지인데 여럿을 함께 물을 때와 몇 장만 물을 때 답이 다릅니다. 예측할 때 함께 물은 이미지들의 평균과 "
        "표준 편차로 척도를 맞추었기 때문이며, 여럿을 함께 물으면 맞는 것처럼 보입니다. 척도는 모델의 일부입니다. "
        "훈련 이미지에서 얻어 그대로 둡니다.",
    ),
)
def statistics_of_each_batch(X_train, y_train, X_valid, y_valid, rng):
    def standardise(X):
        return (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)

    network = trained(standardise(X_train), y_train, standardise(X_valid), y_valid, rng)
    return lambda X: classes(network, standardise(X))


@misconception(
    task="fit",
    anchor="mistake-zero-deviation",
    title=("Division by a deviation of zero", "0인 표준 편차로 나눴습니다"),
    text=(
        "Every image gets the same answer, and the program learns as soon as nothing is constant. Some of the 64 "
        "numbers are 0 in every image, like a pixel that is never inked; their deviation is 0, and 0/0 is not a "
        "number. One such entry makes every sum that it enters not a number, and the largest of these is said to be "
        "the first. Decide what an input that never varies should become.",
        "모든 이미지에 같은 답을 내놓는데, 변하지 않는 입력이 없으면 같은 프로그램이 제대로 학습합니다. 획이 닿지 "
        "않는 픽셀처럼 어떤 이미지에서도 0인 수가 있어서 표준 편차가 0이고, 0/0은 수가 아닙니다. 그런 원소가 하나라도 "
        "든 합은 모두 nan이 되고, 그 가운데 가장 큰 것을 찾으면 언제나 첫째가 나옵니다. 변하지 않는 입력을 어떤 "
        "값으로 둘지 정합니다.",
    ),
)
def zero_deviation(X_train, y_train, X_valid, y_valid, rng):
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0)
    network = trained((X_train - mean) / deviation, y_train, (X_valid - mean) / deviation, y_valid, rng, epochs=4)
    return lambda X: classes(network, (X - mean) / deviation)


@misconception(
    task="fit",
    anchor="mistake-validation-in-training",
    title=("Chosen by how well the training images are told", "훈련 이미지를 얼마나 맞히는지로 골랐습니다"),
    text=(
        "The images that were trained on are told almost perfectly and new ones hardly at all. Of several settings "
        "the one that knows the training images by heart always looks best on these. What is chosen, whether a "
        "width, a learning rate or a number of epochs, has to be chosen on images that took no part in training: "
        "that is what X_valid is for.",
        "훈련에 쓴 이미지는 거의 모두 맞히고 새 이미지는 거의 맞히지 못합니다. 여러 설정 가운데 훈련 이미지를 외운 "
        "것이 그 이미지에서는 언제나 가장 좋아 보입니다. 너비든 학습률이든 에포크 수든, 무엇을 고를 때에는 훈련에 "
        "쓰지 않은 이미지로 골라야 합니다. X_valid가 그러라고 있는 것입니다.",
    ),
)
def chosen_on_training_images(X_train, y_train, X_valid, y_valid, rng):
    centres, targets = X_train[:1000], np.eye(10)[y_train[:1000]]

    def scores(X, width):
        distances = (X**2).sum(axis=1)[:, None] - 2 * X @ centres.T + (centres**2).sum(axis=1)
        return np.exp(-distances / (2 * width**2)) @ targets

    def accuracy_on_training(width):
        return np.mean(scores(centres[:300], width).argmax(axis=1) == y_train[:300])

    best = max([0.2, 2.0, 20.0], key=accuracy_on_training)
    return lambda X: scores(X, best).argmax(axis=1)


@misconception(
    task="fit",
    anchor="mistake-last-not-best",
    title=("The last weights are kept, not the best", "가장 좋은 가중치가 아니라 마지막 가중치를 남겼습니다"),
    text=(
        "The program learns, but what it ends with is worse than what it had. With large steps the accuracy jumps up "
        "and down, and with wrong labels in the data later epochs only learn these by heart; the last epoch is as "
        "good as any other by luck alone. Watch the validation images after every epoch and keep a copy of the "
        "weights that did best.",
        "학습은 되지만 마지막에 남은 것이 도중에 있던 것보다 나쁩니다. 걸음이 크면 정확도가 오르내리고, 데이터에 틀린 "
        "레이블이 섞여 있으면 뒤의 에포크는 그것을 외울 뿐입니다. 마지막 에포크가 좋은 것은 운입니다. 에포크마다 검증 "
        "이미지에서 비교하여 가장 좋았던 가중치의 사본을 남깁니다.",
    ),
)
def last_not_best(X_train, y_train, X_valid, y_valid, rng):
    scaled = scaling(X_train)
    settings = {"lr": 0.9, "size": 16, "epochs": 20, "falling": False, "keep_best": False}
    network = trained(scaled(X_train), y_train, scaled(X_valid), y_valid, rng, **settings)
    return lambda X: classes(network, scaled(X))


@misconception(
    task="fit",
    anchor="mistake-too-few-epochs",
    title=("Training stops too early", "학습을 너무 일찍 그쳤습니다"),
    text=(
        "Everything points the right way, but not far enough: a few hundred images are learned hardly at all, and of "
        "a few thousand a part. The loss falls fastest in the first epoch, so it seems that little more will come. "
        "Plot loss and validation accuracy against epochs, and go on while the second still rises.",
        "방향은 모두 맞지만 충분히 가지 않았습니다. 이미지가 몇백 장이면 거의 배우지 못하고, 몇천 장이어도 일부만 "
        "배웁니다. 첫 에포크에 손실이 가장 빨리 줄어서 그 뒤로는 얻을 것이 없어 보입니다. 에포크에 따른 손실과 검증 "
        "정확도를 그려 보고, 검증 정확도가 오르는 동안은 계속합니다.",
    ),
)
def too_few_epochs(X_train, y_train, X_valid, y_valid, rng):
    scaled = scaling(X_train)
    network = trained(scaled(X_train), y_train, scaled(X_valid), y_valid, rng, lr=0.02, epochs=1, falling=False)
    return lambda X: classes(network, scaled(X))


@misconception(
    task="fit",
    anchor="mistake-lr-too-large-capstone",
    title=("The learning rate is too large", "학습률이 너무 큽니다"),
    text=(
        "Every image gets the same answer, whatever is done to the pixels beforehand. Each step overshoots by more "
        "than it corrects, until the weights are so large that all units are dead or nothing is a number any more. "
        "Try a tenth, and another tenth, and look whether the loss of the very first steps falls.",
        "픽셀을 미리 어떻게 바꾸어 주어도 모든 이미지에 같은 답을 내놓습니다. 한 걸음마다 고치는 것보다 더 많이 "
        "지나쳐서, 가중치가 너무 커져 모든 유닛이 죽거나 값이 모두 nan이 됩니다. 학습률을 10분의 1로, 다시 10분의 1로 "
        "줄이면서 처음 몇 걸음의 손실이 줄어드는지 봅니다.",
    ),
)
def learning_rate_too_large(X_train, y_train, X_valid, y_valid, rng):
    scaled = scaling(X_train)
    network = trained(scaled(X_train), y_train, scaled(X_valid), y_valid, rng, lr=50, epochs=4, falling=False)
    return lambda X: classes(network, scaled(X))


@misconception(
    task="fit",
    anchor="mistake-no-hidden-layer",
    title=("A linear classifier has no more to give", "선형 분류기로는 여기까지입니다"),
    text=(
        "The program learns well, yet where every second image is a negative it fails. A class whose score is a "
        "weighted sum of pixels cannot give a high score to an image and to its negative as well; more epochs will "
        "not change that. A hidden layer with a nonlinearity can.",
        "잘 학습하지만, 두 장에 한 장이 음화인 데이터에서는 실패합니다. 점수가 픽셀의 가중합인 분류기는 어떤 "
        "이미지와 그 음화에 함께 높은 점수를 줄 수 없고, 에포크를 늘려도 마찬가지입니다. 비선형성이 있는 은닉층은 할 "
        "수 있습니다.",
    ),
)
def no_hidden_layer(X_train, y_train, X_valid, y_valid, rng):
    scaled = scaling(X_train)
    X, W, b = scaled(X_train), np.zeros((64, 10)), np.zeros(10)
    for _ in range(6):
        order = rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            dZ = softmax_gradient(X[rows] @ W + b, y_train[rows])
            W, b = W - 0.03 * X[rows].T @ dZ, b - 0.03 * dZ.sum(axis=0)
    return lambda images: (scaled(images) @ W + b).argmax(axis=1)


@misconception(
    task="fit",
    anchor="mistake-labels-as-numbers",
    title=("The label is predicted as a number", "레이블을 수로 예측했습니다"),
    text=(
        "Wrong answers are mostly the number next to the right one. The network has one output that is fitted to the "
        "label by squared error, as if a 3 lay between a 2 and a 4; between the images of a 2 and a 4 there is no 3. "
        "A label is a name: give every class an output of its own.",
        "틀린 답이 대개 정답의 바로 옆 숫자입니다. 출력 하나를 제곱 오차로 레이블에 맞추어, 3이 2와 4 사이에 있는 "
        "것처럼 다룬 결과입니다. 2와 4의 이미지 사이에는 3이 없습니다. 레이블은 이름일 뿐이므로 클래스마다 출력을 "
        "하나씩 둡니다.",
    ),
)
def labels_as_numbers(X_train, y_train, X_valid, y_valid, rng):
    scaled = scaling(X_train)
    X = scaled(X_train)
    W1, b1 = rng.normal(0, np.sqrt(2 / 64), (64, 96)), np.zeros(96)
    W2, b2 = rng.normal(0, 0.1, (96, 1)), np.full(1, 4.5)
    for _ in range(12):
        order = rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            A = np.maximum(X[rows] @ W1 + b1, 0)
            error = 2 * (A @ W2 + b2 - y_train[rows, None]) / len(rows)
            dA = error @ W2.T * (A > 0)
            W2, b2 = W2 - 0.005 * A.T @ error, b2 - 0.005 * error.sum(axis=0)
            W1, b1 = W1 - 0.005 * X[rows].T @ dA, b1 - 0.005 * dA.sum(axis=0)
    return lambda images: np.clip(np.rint(logits((W1, b1, W2, b2), scaled(images))[:, 0]), 0, 9).astype(int)


@misconception(
    task="fit",
    anchor="mistake-digits-remembered",
    title=("The digits are looked up, not learned", "배우지 않고 찾아봤습니다"),
    text=(
        "Images that everybody knows get the names that everybody knows, although the training images here call them "
        "otherwise: your answers come from remembered digits. They seem to be the same task, but the images that you "
        "are graded on are turned, blended, mixed and renamed, and look like none of those. Learn from X_train and "
        "y_train alone.",
        "누구나 아는 이미지에 누구나 아는 이름을 붙였습니다. 여기의 훈련 데이터는 그것을 다른 이름으로 부르므로, "
        "기억해 둔 숫자에서 답을 찾은 것입니다. 같은 문제처럼 보이지만 채점에 쓰는 이미지는 돌리고 섞고 이름을 바꾼 "
        "것이어서 그 가운데 어느 것과도 닮지 않았습니다. X_train과 y_train만으로 배웁니다.",
    ),
)
def digits_remembered(X_train, y_train, X_valid, y_valid, rng):
    images, labels = known_digits()

    def predict(X):
        distances = (images**2).sum(axis=1) - 2 * X @ images.T
        return labels[distances.argmin(axis=1)]

    return predict


@misconception(
    task="fit",
    anchor="mistake-predict-returns-logits",
    title=("predict returns scores, not labels", "predict가 레이블이 아니라 점수를 돌려줍니다"),
    text=(
        "Your predict returns ten numbers per image, one for each class. Training needs them, so it is natural to "
        "return what the network gives; but who asks for a label wants the class of the largest score, one whole "
        "number per image.",
        "predict가 이미지마다 수를 열 개씩, 곧 클래스마다 하나씩 돌려줍니다. 학습에 필요한 것이 점수라서 그대로 "
        "돌려주기 쉽지만, 레이블을 묻는 쪽에서 바라는 것은 점수가 가장 큰 클래스, 곧 이미지마다 정수 하나입니다.",
    ),
)
def predict_returns_logits(X_train, y_train, X_valid, y_valid, rng):
    scaled = scaling(X_train)
    network = trained(scaled(X_train), y_train, scaled(X_valid), y_valid, rng, epochs=4)
    return lambda X: logits(network, scaled(X))


@misconception(
    task="fit",
    anchor="mistake-unseeded",
    title=("rng is taken for a seed", "rng를 시드로 여겼습니다"),
    text=(
        "rng is a generator of random numbers, made by np.random.default_rng, and you use it as the number from "
        "which one is made. Draw from it, with rng.permutation(…) or rng.normal(…): then the caller decides what is "
        "repeated, and nothing outside your function is changed.",
        "rng는 np.random.default_rng로 만든 난수 생성기인데, 생성기를 만드는 수처럼 썼습니다. rng.permutation(…)이나 "
        "rng.normal(…)처럼 그것에서 뽑아 씁니다. 그러면 무엇을 되풀이할지는 부르는 쪽이 정하고, 함수 밖의 것은 "
        "아무것도 바뀌지 않습니다.",
    ),
)
def rng_taken_for_a_seed(X_train, y_train, X_valid, y_valid, rng):
    np.random.seed(rng)
    scaled = scaling(X_train)
    network = trained(scaled(X_train), y_train, scaled(X_valid), y_valid, np.random)
    return lambda X: classes(network, scaled(X))


# build_mlp


@misconception(
    task="build_mlp",
    anchor="mistake-last-activation",
    title=("There is an activation after the last layer", "마지막 층 뒤에 활성화 함수가 있습니다"),
    text=(
        "Your outputs are never negative: a ReLU follows the last layer too. In a loop over the layers it comes by "
        "itself. Logits may have either sign, and a class whose logit is cut off at 0 gets no gradient; the last "
        "layer is affine and nothing more.",
        "출력에 음수가 없습니다. 마지막 층 뒤에도 ReLU가 있기 때문입니다. 층을 도는 반복문에서는 저절로 따라 "
        "붙습니다. 로짓은 양수일 수도 음수일 수도 있고, 0에서 잘린 클래스에는 기울기가 가지 않습니다. 마지막 층은 "
        "아핀 변환일 뿐입니다.",
    ),
)
def relu_after_the_last(sizes):
    layers = []
    for before, after in pairwise(sizes):
        layers += [nn.Linear(before, after), nn.ReLU()]
    return nn.Sequential(*layers)


@misconception(
    task="build_mlp",
    anchor="mistake-last-activation",
    title=("The outputs are probabilities", "출력이 확률입니다"),
    text=(
        "Every row of your outputs sums to 1: a softmax stands at the end. It makes the numbers easy to read, but "
        "the cross-entropy of PyTorch applies its own to what it is given, and twice is once too often. The module "
        "ends with logits, as MLP does.",
        "출력의 행마다 합이 1입니다. 끝에 소프트맥스가 있기 때문입니다. 읽기는 쉬워지지만 PyTorch의 교차 엔트로피가 "
        "받은 것에 스스로 소프트맥스를 적용하므로 두 번이 됩니다. MLP처럼 모듈은 로짓으로 끝납니다.",
    ),
)
def softmax_after_the_last(sizes):
    layers = []
    for before, after in pairwise(sizes):
        layers += [nn.Linear(before, after), nn.ReLU()]
    return nn.Sequential(*layers[:-1], nn.Softmax(dim=1))


@misconception(
    task="build_mlp",
    anchor="mistake-dropout-added",
    title=("There is dropout between the layers", "층 사이에 드롭아웃이 있습니다"),
    text=(
        "In training mode some of your hidden units are switched off, so equal weights and inputs do not give equal "
        "outputs. Many recipes have dropout in them, but it is another model than MLP, and no comparison with it can "
        "succeed. Build what is described and nothing else.",
        "학습 모드에서 은닉 유닛의 일부가 꺼지므로, 가중치와 입력이 같아도 출력이 같지 않습니다. 드롭아웃이 들어간 "
        "예제가 많지만 그것은 MLP와 다른 모델이고, MLP와 비교할 수 없습니다. 설명한 것만 만듭니다.",
    ),
)
def dropout_between(sizes):
    layers = []
    for before, after in pairwise(sizes):
        layers += [nn.Linear(before, after), nn.ReLU(), nn.Dropout(0.5)]
    return nn.Sequential(*layers[:-2])


@misconception(
    task="build_mlp",
    anchor="mistake-no-hidden-layer",
    title=("Nothing stands between the linear layers", "선형 층 사이에 아무것도 없습니다"),
    text=(
        "Your network is a stack of linear layers and therefore one linear layer. nn.Linear is named after a layer "
        "of a network, so it is easily taken for all of it; the nonlinearity is a module of its own.",
        "선형 층만 쌓았으므로 전체가 선형 층 하나와 같습니다. nn.Linear가 신경망의 층 하나처럼 보여서 그것이 "
        "전부라고 여기기 쉽지만, 비선형성은 따로 있는 모듈입니다.",
    ),
)
def nothing_between(sizes):
    return nn.Sequential(*[nn.Linear(before, after) for before, after in pairwise(sizes)])


@misconception(
    task="build_mlp",
    anchor="mistake-linear-transposed",
    title=("The sizes of the linear layers are turned round", "선형 층의 크기를 뒤바꿨습니다"),
    text=(
        "nn.Linear stores its weight as (out, in), and from that one concludes that it is made in this order as "
        "well. It is made with in_features first, then out_features.",
        "nn.Linear가 가중치를 (out, in)으로 저장하는 것을 보고 만들 때에도 그 순서라고 생각하기 쉽습니다. 만들 "
        "때에는 in_features가 먼저이고 out_features가 나중입니다.",
    ),
)
def sizes_turned_round(sizes):
    layers = []
    for before, after in pairwise(sizes):
        layers += [nn.Linear(after, before), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


@misconception(
    task="build_mlp",
    anchor="mistake-bias-not-copied",
    title=("The layers have no bias", "층에 편향이 없습니다"),
    text=(
        "Your module has fewer parameters than MLP: its layers were made with bias=False. That is usual where a "
        "normalisation follows and shifts by itself. Here nothing follows, and without b every map sends 0 to 0.",
        "모듈의 매개변수가 MLP보다 적습니다. 층을 bias=False로 만들었기 때문입니다. 뒤에 오는 정규화가 편향의 일을 "
        "대신할 때에는 흔한 방법이지만, 여기에는 그런 것이 없으므로 b가 없으면 0은 언제나 0으로 갑니다.",
    ),
)
def without_bias(sizes):
    layers = []
    for before, after in pairwise(sizes):
        layers += [nn.Linear(before, after, bias=False), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


# copy_weights


def linear_layers(module):
    return [layer for layer in module.modules() if isinstance(layer, nn.Linear)]


@misconception(
    task="copy_weights",
    anchor="mistake-linear-transposed",
    title=("The weights are copied as they lie", "가중치를 그대로 옮겼습니다"),
    text=(
        "PyTorch refuses: the sizes do not match. In this course W is (in, out), for X W; nn.Linear keeps (out, in), "
        "one row per output, and turns it round when it is used. What is a column here is a row there.",
        "크기가 맞지 않아 PyTorch가 거부합니다. 이 강좌에서 W는 X W를 위해 (in, out)이고, nn.Linear는 한 행에 출력 "
        "하나를 두는 (out, in)으로 저장했다가 쓸 때 전치합니다. 여기의 열이 거기의 행입니다.",
    ),
)
def copied_as_they_lie(module, weights, biases):
    with torch.no_grad():
        for layer, W, b in zip(linear_layers(module), weights, biases, strict=True):
            layer.weight.copy_(torch.tensor(W))
            layer.bias.copy_(torch.tensor(b))


@misconception(
    task="copy_weights",
    anchor="mistake-linear-transposed",
    title=("Reshaped in place of transposed", "전치가 아니라 모양만 바꿨습니다"),
    text=(
        "The shapes fit and the outputs are wrong: a reshape reads the numbers in the same order and cuts the rows "
        "elsewhere, so nearly every weight lands on another connection. Equal shapes are no proof; compare the "
        "outputs for one input.",
        "모양은 맞지만 출력이 틀립니다. reshape는 수를 같은 순서로 읽어 행을 다른 곳에서 끊으므로, 거의 모든 "
        "가중치가 다른 연결로 갑니다. 모양이 같다고 맞는 것은 아닙니다. 입력 하나에 대한 출력을 비교합니다.",
    ),
)
def reshaped(module, weights, biases):
    with torch.no_grad():
        for layer, W, b in zip(linear_layers(module), weights, biases, strict=True):
            layer.weight.copy_(torch.tensor(W.reshape(W.shape[::-1])))
            layer.bias.copy_(torch.tensor(b))


@misconception(
    task="copy_weights",
    anchor="mistake-memory-shared",
    title=("The module and the arrays share memory", "모듈과 배열이 메모리를 함께 씁니다"),
    text=(
        "When the arrays change, the module changes with them, and training the module changes the arrays. "
        "torch.from_numpy makes a tensor of the very memory of the array, which is quick, and invisible as long as "
        "nobody writes. A copy has memory of its own.",
        "배열을 바꾸면 모듈이 따라 바뀌고, 모듈을 학습시키면 배열이 바뀝니다. torch.from_numpy는 배열의 메모리를 "
        "그대로 텐서로 씁니다. 빠르고, 아무도 쓰지 않는 동안은 드러나지 않습니다. 사본은 자기 메모리를 가집니다.",
    ),
)
def memory_shared(module, weights, biases):
    for layer, W, b in zip(linear_layers(module), weights, biases, strict=True):
        layer.weight.data = torch.from_numpy(W.T)
        layer.bias.data = torch.from_numpy(b)


@misconception(
    task="copy_weights",
    anchor="mistake-bias-not-copied",
    title=("The biases are not copied", "편향을 옮기지 않았습니다"),
    text=(
        "Your module has the weights of the arrays and biases of its own. PyTorch initialises biases at random, "
        "unlike MLP, so that one cannot rely on their being zero. Each layer has two parameters to copy.",
        "가중치는 배열과 같지만 편향은 모듈이 원래 가지고 있던 값입니다. MLP와 달리 PyTorch는 편향도 무작위로 "
        "초기화하므로 0이라고 믿을 수 없습니다. 층마다 옮길 매개변수가 둘입니다.",
    ),
)
def biases_left(module, weights, biases):
    with torch.no_grad():
        for layer, W in zip(linear_layers(module), weights, strict=True):
            layer.weight.copy_(torch.tensor(W.T))


@misconception(
    task="copy_weights",
    anchor="mistake-grad-of-copy",
    title=("The copied parameters get no gradient", "옮긴 매개변수가 기울기를 받지 못합니다"),
    text=(
        "The outputs agree, and no gradient arrives: the new parameters were made with requires_grad=False, or as "
        "plain tensors. It stops autograd from complaining about the copying, and stops it for good. Copy the values "
        "into the parameters that are there, while autograd looks away.",
        "출력은 같지만 기울기가 오지 않습니다. 새 매개변수를 requires_grad=False로, 또는 그냥 텐서로 만들었기 "
        "때문입니다. 옮길 때 나는 오류는 없어지지만 자동 미분도 완전히 꺼집니다. 자동 미분이 기록하지 않는 동안 "
        "원래의 매개변수에 값을 옮깁니다.",
    ),
)
def frozen(module, weights, biases):
    for layer, W, b in zip(linear_layers(module), weights, biases, strict=True):
        layer.weight = nn.Parameter(torch.tensor(W.T), requires_grad=False)
        layer.bias = nn.Parameter(torch.tensor(b), requires_grad=False)


@misconception(
    task="copy_weights",
    anchor="mistake-grad-of-copy",
    title=("Copied while autograd is watching", "자동 미분이 기록하는 동안 옮겼습니다"),
    text=(
        "PyTorch refuses to write into a parameter of which it records the gradient: the copying would become part "
        "of the computation. It is no step of the model, so it has to be done where nothing is recorded.",
        "PyTorch는 기울기를 기록하고 있는 매개변수에 쓰는 것을 거부합니다. 옮기는 일까지 계산의 일부가 되기 "
        "때문입니다. 이것은 모델의 계산이 아니므로 기록하지 않는 곳에서 해야 합니다.",
    ),
)
def copied_while_recorded(module, weights, biases):
    for layer, W, b in zip(linear_layers(module), weights, biases, strict=True):
        layer.weight.copy_(torch.tensor(W.T))
        layer.bias.copy_(torch.tensor(b))


# train_step


@misconception(
    task="train_step",
    anchor="mistake-zero-grad-missing",
    title=("Gradients of earlier steps are still there", "앞 걸음의 기울기가 남아 있습니다"),
    text=(
        "The first step is right and every later one too long: backward adds to .grad, and nobody has emptied it. "
        "Adding is what makes forks come out right, so PyTorch does it across calls too. Start every step without "
        "old gradients.",
        "첫걸음은 맞고 그 뒤로는 걸음이 너무 깁니다. backward는 .grad에 더하는데, 아무도 비우지 않았습니다. "
        "갈림길에서는 더하는 것이 맞으므로, PyTorch는 호출이 바뀌어도 계속 더합니다. 걸음마다 이전 기울기가 없는 "
        "상태에서 시작합니다.",
    ),
)
def gradients_accumulate(module, optimiser, X, y):
    module.train()
    loss = F.cross_entropy(module(X), y)
    loss.backward()
    optimiser.step()
    return loss.item()


@misconception(
    task="train_step",
    anchor="mistake-softmax-before-cross-entropy",
    title=("Softmax twice", "소프트맥스가 두 번입니다"),
    text=(
        "Your loss is that of probabilities taken for logits. cross_entropy applies log-softmax itself; with another "
        "softmax before it all logits lie between 0 and 1, so the loss never comes near 0 and the gradients are "
        "small. It trains, only worse, which is why it is often overlooked.",
        "확률을 로짓으로 여기고 구한 손실입니다. cross_entropy가 로그 소프트맥스를 스스로 적용하는데, 앞에 "
        "소프트맥스를 또 두면 로짓이 모두 0과 1 사이가 되어 손실이 0에 가까워지지 않고 기울기도 작습니다. 학습은 "
        "되지만 더디어서 알아차리지 못하는 일이 많습니다.",
    ),
)
def softmax_twice(module, optimiser, X, y):
    module.train()
    optimiser.zero_grad()
    loss = F.cross_entropy(torch.softmax(module(X), dim=1), y)
    loss.backward()
    optimiser.step()
    return loss.item()


@misconception(
    task="train_step",
    anchor="mistake-loss-after-step-torch",
    title=("The loss is measured after the update", "갱신한 뒤의 손실을 돌려줬습니다"),
    text=(
        "The update is right, but the number that you return belongs to the new weights. It asks for another forward "
        "pass and is not the loss whose gradient was used. The loss before the update is already there.",
        "갱신은 맞지만 돌려준 수는 새 가중치의 손실입니다. 그러려면 순전파를 한 번 더 해야 하고, 기울기를 구하는 데 "
        "쓴 손실도 아닙니다. 갱신하기 전의 손실은 이미 가지고 있습니다.",
    ),
)
def loss_after_the_step(module, optimiser, X, y):
    module.train()
    optimiser.zero_grad()
    F.cross_entropy(module(X), y).backward()
    optimiser.step()
    return F.cross_entropy(module(X), y).item()


@misconception(
    task="train_step",
    anchor="mistake-loss-tensor-returned",
    title=("A tensor is returned in place of a number", "수가 아니라 텐서를 돌려줬습니다"),
    text=(
        "What you return prints like a number, but it is a tensor that holds on to the graph of its step. A list of "
        "such losses keeps every activation of every step in memory. Take the number out.",
        "출력하면 수처럼 보이지만, 그 걸음의 계산 그래프를 붙들고 있는 텐서입니다. 이런 손실을 리스트에 모으면 모든 "
        "걸음의 활성값이 메모리에 남습니다. 수만 꺼냅니다.",
    ),
)
def tensor_returned(module, optimiser, X, y):
    module.train()
    optimiser.zero_grad()
    loss = F.cross_entropy(module(X), y)
    loss.backward()
    optimiser.step()
    return loss


@misconception(
    task="train_step",
    anchor="mistake-eval-mode-left",
    title=("The module is not in training mode", "모듈이 학습 모드가 아닙니다"),
    text=(
        "The numbers are right here, where no layer cares; with dropout or batch normalisation they would not be. A "
        "module stays in the mode in which somebody left it, such as the evaluation after the last epoch. A step "
        "that trains says so first.",
        "모드에 따라 달라지는 층이 없는 여기서는 값이 맞지만, 드롭아웃이나 배치 정규화가 있으면 틀립니다. 모듈은 "
        "마지막에 정해 둔 모드, 예컨대 지난 에포크 뒤의 평가 모드에 그대로 있습니다. 학습하는 걸음에서는 먼저 학습 "
        "모드로 바꿉니다.",
    ),
)
def evaluation_mode_left(module, optimiser, X, y):
    optimiser.zero_grad()
    loss = F.cross_entropy(module(X), y)
    loss.backward()
    optimiser.step()
    return loss.item()


@misconception(
    task="train_step",
    anchor="mistake-step-missing-torch",
    title=("Nothing is updated", "아무것도 갱신하지 않았습니다"),
    text=(
        "The loss is right and the weights stay what they were: backward computes gradients and leaves it at that. "
        "The optimiser does the updating, when it is asked.",
        "손실은 맞지만 가중치가 그대로입니다. backward는 기울기를 구할 뿐입니다. 갱신은 옵티마이저가 하는데, 시켜야만 "
        "합니다.",
    ),
)
def never_updated(module, optimiser, X, y):
    module.train()
    optimiser.zero_grad()
    loss = F.cross_entropy(module(X), y)
    loss.backward()
    return loss.item()


@misconception(
    task="train_step",
    anchor="mistake-one-hot-labels",
    title=("The labels are made one-hot", "레이블을 원-핫으로 바꿨습니다"),
    text=(
        "PyTorch refuses a matrix of whole numbers as targets. By hand one writes the loss with one-hot rows; "
        "cross_entropy takes the class numbers themselves, of shape (N,), and picks the logits by them.",
        "정수 행렬을 정답으로 주면 PyTorch가 거부합니다. 손으로 쓸 때에는 손실을 원-핫 행으로 적지만, "
        "cross_entropy는 모양이 (N,)인 클래스 번호를 그대로 받아 로짓을 골라냅니다.",
    ),
)
def labels_made_one_hot(module, optimiser, X, y):
    module.train()
    optimiser.zero_grad()
    output = module(X)
    loss = F.cross_entropy(output, F.one_hot(y, output.shape[1]))
    loss.backward()
    optimiser.step()
    return loss.item()


# fit_torch: a right training, for what is wrong around it


def untrained(hidden=96):
    return nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10))


def scaled_tensors(X):
    mean, deviation = X.mean(axis=0), X.std(axis=0)
    deviation[deviation == 0] = 1
    return torch.tensor((X - mean) / deviation, dtype=torch.float32), torch.tensor(mean), torch.tensor(deviation)


class Scaled(nn.Module):
    """Raw pixels, scaled, through a network."""

    def __init__(self, inner, mean, deviation):
        super().__init__()
        self.inner = inner
        self.register_buffer("mean", mean.float())
        self.register_buffer("deviation", deviation.float())

    def forward(self, X):
        return self.inner((X - self.mean) / self.deviation)


def descend(module, X, y, lr=0.1, epochs=10, update=True):
    optimiser = torch.optim.SGD(module.parameters(), lr=lr, momentum=0.9)
    for _ in range(epochs):
        for rows in torch.randperm(len(X)).split(64):
            optimiser.zero_grad()
            F.cross_entropy(module(X[rows]), y[rows]).backward()
            if update:
                optimiser.step()


@misconception(
    task="fit_torch",
    anchor="mistake-standardise-outside",
    title=("The module expects pixels that are scaled already", "모듈이 이미 척도를 맞춘 픽셀을 기대합니다"),
    text=(
        "Trained on scaled pixels, your module is asked about raw ones and tells hardly any: the scaling was done "
        "before it and is not part of it. Whoever is given the module does not know your mean and deviation. Keep "
        "them inside, as buffers or as a first layer.",
        "척도를 맞춘 픽셀로 학습한 모듈에 원래 픽셀을 주면 거의 맞히지 못합니다. 척도를 모듈 앞에서 맞추었고 모듈 "
        "안에는 없기 때문입니다. 모듈을 받은 쪽은 그 평균과 표준 편차를 알지 못합니다. 버퍼나 첫 층으로 모듈 안에 "
        "둡니다.",
    ),
)
def scaled_outside(X_train, y_train, X_valid, y_valid, seed):
    torch.manual_seed(seed)
    X, _, _ = scaled_tensors(X_train)
    module = untrained()
    descend(module, X, torch.tensor(y_train), epochs=5)
    return nn.Sequential(nn.Flatten(), module)


@misconception(
    task="fit_torch",
    anchor="mistake-step-missing-torch",
    title=("The optimiser never takes a step", "옵티마이저가 한 걸음도 가지 않습니다"),
    text=(
        "After all the epochs your module is the one that was initialised: its answers are no better than chance. "
        "Gradients were computed and thrown away.",
        "모든 에포크가 지난 뒤에도 모듈이 초기화한 그대로여서 답이 우연보다 낫지 않습니다. 기울기를 구해 놓고 "
        "버렸습니다.",
    ),
)
def no_step_taken(X_train, y_train, X_valid, y_valid, seed):
    torch.manual_seed(seed)
    X, mean, deviation = scaled_tensors(X_train)
    module = untrained()
    descend(module, X, torch.tensor(y_train), epochs=1, update=False)
    return Scaled(module, mean, deviation)


@misconception(
    task="fit_torch",
    anchor="mistake-predict-returns-logits",
    title=("The module gives labels, not logits", "모듈이 로짓이 아니라 레이블을 내놓습니다"),
    text=(
        "Your module ends with the class of the largest output, one number per image. That is what one wants in the "
        "end, but nothing can be trained or weighed by it: a module gives logits, shape (N, 10), and the choice is "
        "the caller's.",
        "모듈이 점수가 가장 큰 클래스, 곧 이미지마다 수 하나를 내놓습니다. 결국 바라는 것이지만 그것으로는 학습할 "
        "수도 견주어 볼 수도 없습니다. 모듈은 모양이 (N, 10)인 로짓을 내놓고, 고르는 일은 부르는 쪽에서 합니다.",
    ),
)
def labels_in_place_of_logits(X_train, y_train, X_valid, y_valid, seed):
    class Labels(Scaled):
        def forward(self, X):
            return super().forward(X).argmax(dim=1)

    torch.manual_seed(seed)
    X, mean, deviation = scaled_tensors(X_train)
    module = untrained()
    descend(module, X, torch.tensor(y_train), epochs=2)
    return Labels(module, mean, deviation)


@misconception(
    task="fit_torch",
    anchor="mistake-lr-too-large-capstone",
    title=("The learning rate is too large", "학습률이 너무 큽니다"),
    text=(
        "Every image gets the same answer, although the pixels are scaled. Each step overshoots by more than it "
        "corrects, and momentum lengthens it tenfold. Try a tenth, and another tenth, and look whether the first "
        "losses fall.",
        "픽셀의 척도를 맞추었는데도 모든 이미지에 같은 답을 내놓습니다. 한 걸음마다 고치는 것보다 더 많이 지나치고, "
        "모멘텀은 걸음을 열 배로 늘입니다. 학습률을 10분의 1로, 다시 10분의 1로 줄이면서 처음 손실이 줄어드는지 "
        "봅니다.",
    ),
)
def steps_too_long(X_train, y_train, X_valid, y_valid, seed):
    torch.manual_seed(seed)
    X, mean, deviation = scaled_tensors(X_train)
    module = untrained()
    descend(module, X, torch.tensor(y_train), lr=1000.0, epochs=3)
    return Scaled(module, mean, deviation)


@misconception(
    task="fit_torch",
    anchor="mistake-labels-as-numbers",
    title=("The labels are floating-point numbers", "레이블을 실수로 바꿨습니다"),
    text=(
        "PyTorch refuses: all tensors were made float32, the labels too. The inputs have to be; labels are names of "
        "classes and stay whole numbers, torch.int64.",
        "PyTorch가 레이블을 거부합니다. 텐서를 모두 float32로 만들면서 레이블까지 바꾸었습니다. 입력은 그래야 하지만, "
        "레이블은 클래스의 이름이므로 정수(torch.int64)로 둡니다.",
    ),
)
def labels_made_float(X_train, y_train, X_valid, y_valid, seed):
    torch.manual_seed(seed)
    X, mean, deviation = scaled_tensors(X_train)
    module = untrained()
    descend(module, X, torch.tensor(y_train, dtype=torch.float32))
    return Scaled(module, mean, deviation)


@misconception(
    task="fit_torch",
    anchor="mistake-no-hidden-layer",
    title=("A linear classifier has no more to give", "선형 분류기로는 여기까지입니다"),
    text=(
        "The module learns well, yet where every second image is a negative it fails: a weighted sum of pixels "
        "cannot be high for an image and for its negative as well. A hidden layer with a nonlinearity can tell both.",
        "잘 학습하지만 두 장에 한 장이 음화인 데이터에서는 실패합니다. 픽셀의 가중합은 어떤 이미지와 그 음화에 함께 "
        "높을 수 없습니다. 비선형성이 있는 은닉층은 둘 다 알아봅니다.",
    ),
)
def linear_module(X_train, y_train, X_valid, y_valid, seed):
    torch.manual_seed(seed)
    X, mean, deviation = scaled_tensors(X_train)
    module = nn.Linear(64, 10)
    descend(module, X, torch.tensor(y_train), lr=0.01)
    return Scaled(module, mean, deviation)
