"""What learners get wrong in `losses`, as they write it, and what one says to them.

For instructors only.  The explanations name reasons and symptoms, never the line that solves the task: they ship with
the cards.  Mistakes that people make in several of these functions are explained once and declared for each.
"""

from __future__ import annotations

import numpy as np

from autograder.judge.bank import misconception

# Right functions, for learners who are right in everything but one


def log_probabilities(Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def probabilities(Z):
    return np.exp(log_probabilities(Z))


def of_labels(A, labels):
    """The entry of each row that belongs to its label."""
    return A[np.arange(len(labels)), labels]


def one_hot(Z, labels):
    return np.eye(Z.shape[1])[labels]


def logistic(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def binary_losses(z, y):
    return np.maximum(z, 0.0) - y * z + np.log1p(np.exp(-np.abs(z)))


def standardised(mu, log_var, y):
    """The squared residual in units of its variance."""
    return (y - mu) ** 2 * np.exp(-log_var)


def huber_losses(r, delta):
    size = np.abs(r)
    return np.where(size <= delta, 0.5 * size**2, delta * (size - 0.5 * delta))


CONSTANT = 0.5 * np.log(2.0 * np.pi)

# Explanations that several functions share

NO_SHIFT = {
    "anchor": "mistake-softmax-no-shift",
    "title": ("The rows are not shifted", "행에서 최댓값을 빼지 않았습니다"),
    "text": (
        "For small logits everything is right; above 709 the exponential is infinite, and in a row far below 0 all "
        "exponentials are 0. Softmax does not change when a number is subtracted from a whole row. Subtract, before "
        "the exponential, what makes the largest exponent 0.",
        "로짓이 작으면 모두 맞지만, 709를 넘으면 지수 함수가 무한대가 되고 0보다 훨씬 작은 행에서는 모두 0이 됩니다. "
        "한 행 전체에서 같은 수를 빼도 소프트맥스는 변하지 않습니다. 지수 함수를 취하기 전에, 가장 큰 지수가 0이 "
        "되도록 뺍니다.",
    ),
}
GLOBAL_SHIFT = {
    "anchor": "mistake-global-shift",
    "title": ("Every row is shifted by the largest logit of the batch", "모든 행에서 배치 전체의 최댓값을 뺐습니다"),
    "text": (
        "`Z.max()` looks at the whole array. Nothing overflows any more, but a row that lies 800 below the largest "
        "has exponentials of 0 only: its sum is 0, and 0/0 or log 0 follows. Each row needs a largest logit of its "
        "own.",
        "`Z.max()`는 배열 전체를 봅니다. 이제 오버플로는 없지만, 최댓값보다 800쯤 작은 행에서는 지수 함수가 모두 "
        "0입니다. 합도 0이 되어 0/0이나 log 0이 나옵니다. 행마다 그 행의 최댓값을 빼야 합니다.",
    ),
}
WRONG_AXIS = {
    "anchor": "mistake-softmax-axis",
    "title": ("The softmax runs down the columns", "소프트맥스를 열 방향으로 취했습니다"),
    "text": (
        "With `axis=0` the samples compete with each other for each class, and the columns sum to 1. A sample's "
        "probabilities are spread over its classes, so it is the rows that sum to 1. `axis` names the axis that is "
        "summed away.",
        "`axis=0`으로 더하면 클래스마다 표본들이 서로 겨루고, 열의 합이 1이 됩니다. 확률은 한 표본의 클래스들에 "
        "나누어 주는 것이므로 행의 합이 1이어야 합니다. `axis`는 더해서 없어지는 축입니다.",
    ),
}
GLOBAL_SUM = {
    "anchor": "mistake-softmax-global-sum",
    "title": ("All entries together sum to 1", "배열 전체의 합이 1입니다"),
    "text": (
        "`sum()` without an axis adds up the whole batch, so a sample's probabilities depend on the samples beside it "
        "and sum to far less than 1. Each row is a distribution by itself. With a single sample the mistake does not "
        "show.",
        "축을 지정하지 않은 `sum()`은 배치 전체를 더합니다. 그래서 한 표본의 확률이 옆의 표본에 따라 달라지고 합이 "
        "1보다 훨씬 작습니다. 행 하나하나가 분포 하나입니다. 표본이 하나이면 드러나지 않습니다.",
    ),
}
AXIS_LOST = {
    "anchor": "mistake-softmax-kept-axis",
    "title": ("(N,) does not line up with (N, K)", "(N,)은 (N, K)와 맞지 않습니다"),
    "text": (
        "A sum or maximum over `axis=1` has shape (N,). Shapes are lined up from the right, so NumPy tries to pair "
        "its N numbers with the K classes and raises an exception; for N = K it would silently divide by the wrong "
        "rows. Keep the summed axis as one of length 1.",
        "`axis=1`로 구한 합이나 최댓값의 모양은 (N,)입니다. 모양은 오른쪽부터 맞추므로 NumPy는 N개의 수를 클래스 "
        "K개와 짝지으려다 예외를 냅니다. N = K이면 오류도 없이 다른 행의 값으로 나눕니다. 더한 축을 길이 1로 남겨 "
        "둡니다.",
    ),
}
EPSILON = {
    "anchor": "mistake-epsilon-in-log",
    "title": ("A small ε inside the logarithm", "로그 안에 작은 ε을 더했습니다"),
    "text": (
        "ε keeps log 0 away, and replaces it by a constant: with ε = 10⁻¹² no sample ever pays more than 27.6, "
        "however wrong it is, and where p is small its gradient is gone. Written in logits, the formula needs the "
        "logarithm of no single probability, and nothing has to be kept away.",
        "ε은 log 0을 막아 주지만, 그 자리에 상수를 넣습니다. ε = 10⁻¹²이면 아무리 틀려도 손실이 27.6을 넘지 않고, p가 "
        "작은 곳에서는 기울기가 사라집니다. 식을 로짓으로 쓰면 확률 하나하나의 로그가 필요 없고, 그러면 막을 것도 "
        "없습니다.",
    ),
}
CLIPPED = {
    "anchor": "mistake-clipped-probabilities",
    "title": ("Probabilities are clipped", "확률을 잘라 냈습니다"),
    "text": (
        "You hold probabilities away from 0 before taking the logarithm, as many code bases do. The loss is then flat "
        "for samples that are badly wrong, and those are the ones that should pull hardest. Work with logits "
        "throughout: log p needs no p.",
        "로그를 취하기 전에 확률이 0에 닿지 않게 잘랐습니다. 흔히 보는 코드이지만, 크게 틀린 표본에서 손실이 "
        "평평해집니다. 그런 표본이야말로 가장 세게 당겨야 합니다. 끝까지 로짓으로 계산합니다. log p를 구하는 데 p는 "
        "필요 없습니다.",
    ),
}
LOGITS_CLIPPED = {
    "anchor": "mistake-softmax-no-shift",
    "title": ("The logits are clipped", "로짓을 잘라 냈습니다"),
    "text": (
        "Clipping to ±500 stops the overflow, and makes all logits beyond it equal: 9 000 and 10 000 come out as a "
        "tie. Moving a whole row keeps the differences, and the differences are all that the softmax sees.",
        "±500으로 자르면 오버플로는 없지만 그 밖의 로짓이 모두 같아집니다. 9 000과 10 000이 비긴 셈이 됩니다. 한 행 "
        "전체에서 같은 수를 빼면 차이가 그대로이고, 소프트맥스는 차이만 봅니다.",
    ),
}
LOG_OF_SOFTMAX = {
    "anchor": "mistake-log-of-softmax",
    "title": ("The logarithm of a probability that is already 0", "이미 0이 된 확률의 로그를 취했습니다"),
    "text": (
        "Your softmax is stable, but a probability below 10⁻³²³ is stored as 0, and its logarithm is −∞, with a "
        "warning. In exact numbers log p would be a harmless −1000 or so. Take the logarithm on paper: log of e to "
        "the power of something is that something.",
        "소프트맥스는 안정적이지만 10⁻³²³보다 작은 확률은 0으로 저장되고, 그 로그는 경고와 함께 −∞가 됩니다. 정확히 "
        "계산하면 log p는 −1000쯤 되는 평범한 수입니다. 로그는 종이 위에서 취합니다. e의 거듭제곱에 로그를 취하면 "
        "지수만 남습니다.",
    ),
}
DOUBLE_SOFTMAX = {
    "anchor": "mistake-double-softmax",
    "title": ("Softmax is applied twice", "소프트맥스를 두 번 취했습니다"),
    "text": (
        "The loss takes logits and applies the softmax itself. Given probabilities, it treats them as logits between "
        "0 and 1, so that the surest answer gets at most e/(e + K − 1). Training still goes down, slowly, and never "
        "to 0.",
        "이 손실은 로짓을 받아 스스로 소프트맥스를 취합니다. 확률을 한 번 더 넣으면 0과 1 사이의 로짓으로 다루게 "
        "되어, 가장 확실한 답도 e/(e + K − 1)을 넘지 못합니다. 학습은 느리게나마 되지만 손실이 0까지 내려가지 "
        "않습니다.",
    ),
}
LOGITS_AS_PROBABILITIES = {
    "anchor": "mistake-probabilities-for-logits",
    "title": ("Logits are taken for probabilities", "로짓을 확률로 여겼습니다"),
    "text": (
        "You use the logits as if they were probabilities. Logits are any real numbers: they can be larger than 1, or "
        "negative, where a logarithm is nan. The step that turns them into probabilities belongs inside the loss.",
        "로짓을 확률인 것처럼 썼습니다. 로짓은 임의의 실수라서 1보다 클 수도 있고, 로그가 nan이 되는 음수일 수도 "
        "있습니다. 확률로 바꾸는 일은 손실 안에서 합니다.",
    ),
}
SUM_FOR_MEAN = {
    "anchor": "mistake-sum-over-samples",
    "title": ("The sum over samples, not the mean", "표본에 대한 평균이 아니라 합입니다"),
    "text": (
        "Your loss is N times too large: the samples are added up and not averaged. Gradients grow with the batch "
        "too, and a learning rate that suits one batch size fails for another. In this course every loss is a mean "
        "over the N samples.",
        "손실이 N배입니다. 표본마다 구한 손실을 더하기만 하고 평균을 내지 않았습니다. 기울기도 배치 크기에 따라 "
        "커져서, 한 배치 크기에 맞춘 학습률이 다른 크기에서는 맞지 않습니다. 이 강좌의 손실은 모두 표본 N개에 대한 "
        "평균입니다.",
    ),
}
NOT_AVERAGED = {
    "title": ("One loss per sample, not one number", "손실이 하나가 아니라 표본마다 하나씩입니다"),
    "text": (
        "You return an array with one loss per sample. Each of them is right, but what is minimised has to be one "
        "number: a gradient belongs to a scalar. Take their mean.",
        "표본마다 손실이 하나씩 든 배열을 돌려주었습니다. 하나하나는 맞지만, 줄이려는 것은 수 하나여야 합니다. "
        "기울기는 스칼라에서 구하는 것이기 때문입니다. 평균을 냅니다.",
    ),
}
SIGN = {
    "title": ("The minus is missing", "음의 부호가 빠졌습니다"),
    "text": (
        "You return the mean log-likelihood, and it comes out negative of what it should be. Likelihood is something "
        "to be made large; a loss is something to be made small. Descent on this one would make the right answers as "
        "improbable as possible.",
        "로그 가능도의 평균을 그대로 돌려주어 부호가 반대입니다. 가능도는 키울 것이고 손실은 줄일 것입니다. 이 값을 "
        "경사 하강법으로 줄이면 정답의 확률을 가능한 한 낮추게 됩니다.",
    ),
}
COLUMNS_BY_LABEL = {
    "anchor": "mistake-columns-by-label",
    "title": ("p[:, labels] takes whole columns", "p[:, labels]는 열을 통째로 꺼냅니다"),
    "text": (
        "The colon takes every row, so p[:, labels] is (N, N): each sample's column for all samples. One entry of "
        "each row is wanted, and that takes two index arrays which pair up, the row's number and its label. For N = 1 "
        "the two are the same.",
        "콜론은 모든 행을 뜻하므로 p[:, labels]는 (N, N)입니다. 표본마다 그 클래스의 열을 통째로 꺼냅니다. 행마다 "
        "원소 하나가 필요하고, 그러려면 짝을 이루는 첨자 배열 두 개, 곧 행 번호와 레이블이 있어야 합니다. N = 1이면 "
        "둘이 같습니다.",
    ),
}
CLASSES_FROM_LABELS = {
    "anchor": "mistake-classes-from-labels",
    "title": ("K is taken from the labels that occur", "나온 레이블에서 K를 구했습니다"),
    "text": (
        "You count the classes by the largest label of the batch. That works until a batch happens to lack the last "
        "class: then the one-hot rows are too short and the shapes do not fit. The number of classes is the number of "
        "columns of Z.",
        "배치에서 가장 큰 레이블로 클래스의 수를 세었습니다. 마지막 클래스가 우연히 없는 배치가 올 때까지는 맞습니다. "
        "그때는 원-핫 행이 짧아서 모양이 맞지 않습니다. 클래스의 수는 Z의 열의 수입니다.",
    ),
}
MEAN_OVER_CLASSES = {
    "anchor": "mistake-mean-over-classes",
    "title": ("Divided by N·K", "N·K로 나누었습니다"),
    "text": (
        "`mean()` over an (N, K) array divides by all its entries, although only N of them count: the others are 0 "
        "because they are not the true class. Your result is K times too small. Sum over the classes, then take the "
        "mean over the samples.",
        "(N, K) 배열에 `mean()`을 쓰면 모든 원소의 수로 나눕니다. 그러나 정답 클래스가 아닌 원소는 0이고, 셈에 드는 "
        "것은 N개뿐입니다. 결과가 K분의 1입니다. 클래스에 대해서는 합을, 표본에 대해서는 평균을 냅니다.",
    ),
}
MISSING_N = {
    "title": ("1/N is missing", "1/N이 빠졌습니다"),
    "text": (
        "Each sample has the gradient of a loss of its own. The loss is a mean, so moving one sample's prediction "
        "changes it by a share of 1/N only. Without it steps grow with the batch.",
        "표본마다 그 표본만의 손실을 미분한 것입니다. 손실은 평균이므로 한 표본의 예측을 움직여도 그 1/N만큼만 "
        "변합니다. 이것이 없으면 배치가 클수록 걸음이 커집니다.",
    ),
}
DESCENT_SIGN = {
    "title": ("Label minus prediction", "정답에서 예측을 뺐습니다"),
    "text": (
        "Your gradient points the other way. Target minus prediction is the direction in which the output should "
        "move, and that is *minus* the gradient; descent subtracts once more. With this sign a step makes the loss "
        "larger.",
        "기울기의 방향이 반대입니다. 정답에서 예측을 뺀 것은 출력이 가야 할 방향이고, 그것은 기울기에 음의 부호를 "
        "붙인 것입니다. 경사 하강법이 한 번 더 빼므로, 이 부호로는 한 걸음 갈 때마다 손실이 커집니다.",
    ),
}
OVERWRITTEN = {
    "title": ("The argument is overwritten", "인수를 덮어씁니다"),
    "text": (
        "The result is right, but after the call the caller's array holds something else: `-=` and assignments to "
        "entries write into the array that was passed. The backward step, called with the same array, then starts "
        "from other numbers. Make a new array.",
        "결과는 맞지만, 호출한 뒤 원래 배열의 값이 달라져 있습니다. `-=`와 원소 대입은 넘겨받은 배열에 그대로 씁니다. "
        "그러면 같은 배열로 부르는 역전파가 다른 수에서 출발합니다. 새 배열을 만듭니다.",
    ),
}
LABELS_AS_NUMBERS = {
    "title": ("Labels are used as numbers", "레이블을 수로 썼습니다"),
    "text": (
        "The label 3 enters your formula as the number 3. Labels are names: they say which entry of the row is meant, "
        "and class 3 is not three times class 1. Use them as an index, or turn each into a row with a single 1.",
        "레이블 3이 식에 수 3으로 들어갔습니다. 레이블은 이름입니다. 행의 어느 원소인지를 가리킬 뿐, 클래스 3이 "
        "클래스 1의 세 배는 아닙니다. 첨자로 쓰거나, 1이 하나뿐인 행으로 바꿉니다.",
    ),
}
HARD_LABELS = {
    "anchor": "mistake-bce-hard-labels",
    "title": ("Soft labels are rounded", "0과 1 사이의 레이블을 반올림했습니다"),
    "text": (
        "You turn y into 0 or 1. For hard labels nothing changes; a label of 0.6 becomes a certainty that nobody "
        "stated, and the best p is then 1 and not 0.6. The formula takes y as it is, as the weight of each term.",
        "y를 0이나 1로 바꾸었습니다. 원래 0이나 1이면 변하지 않지만, 0.6은 아무도 말하지 않은 확신이 되고 가장 좋은 "
        "p도 0.6이 아니라 1이 됩니다. 식에서는 y가 그대로 두 항의 비중이 됩니다.",
    ),
}
ONLY_ONES = {
    "anchor": "mistake-bce-hard-labels",
    "title": ("Every label that is not 1 counts as 0", "1이 아닌 레이블을 모두 0으로 보았습니다"),
    "text": (
        "A comparison with 1 has two outcomes, and a label of 0.9 falls on the side of 0. Labels may lie anywhere "
        "from 0 to 1: use y and 1 − y as weights, so that both terms have their share.",
        "1과 같은지 비교하면 결과는 둘뿐이고, 0.9는 0 쪽으로 갑니다. 레이블은 0과 1 사이의 어떤 값이든 될 수 "
        "있습니다. y와 1 − y를 비중으로 써서 두 항이 제 몫을 갖게 합니다.",
    ),
}
CLAMPED = {
    "anchor": "mistake-nll-variance-clamped",
    "title": ("The variance has a floor", "분산에 하한을 두었습니다"),
    "text": (
        "You keep the variance above 10⁻⁶, as some libraries do. Whoever predicts to a thousandth has a smaller one: "
        "there the loss no longer says how sure the model may be, and its gradient is that of another function. log "
        "σ² was chosen as the parameter so that no floor is needed.",
        "어떤 라이브러리처럼 분산이 10⁻⁶보다 작아지지 않게 했습니다. 천분의 일까지 맞히는 모델의 분산은 그보다 "
        "작습니다. 거기서는 모델이 얼마나 확신해도 되는지를 손실이 더는 말해 주지 못하고, 기울기도 다른 함수의 것이 "
        "됩니다. 하한이 필요 없도록 log σ²을 매개변수로 고른 것입니다.",
    ),
}
LOG_VAR_CLIPPED = {
    "anchor": "mistake-nll-variance-clamped",
    "title": ("log σ² is clipped to ±10", "log σ²을 ±10으로 잘랐습니다"),
    "text": (
        "Clipping keeps exponentials small, and makes all variances outside e^±10 count as equal. Data in units of "
        "metres or of nanometres lie outside. The exponential of a number up to ±709 is finite, so nothing has to be "
        "cut.",
        "자르면 지수 함수가 커지지 않지만, e^±10 밖의 분산이 모두 같아집니다. 단위가 미터나 나노미터인 데이터는 그 "
        "밖에 있습니다. ±709까지는 지수 함수가 유한하므로 자를 필요가 없습니다.",
    ),
}
SIGMA_FOR_VARIANCE = {
    "anchor": "mistake-sigma-for-variance",
    "title": ("log σ² is read as log σ", "log σ²을 log σ로 읽었습니다"),
    "text": (
        "You take e to the power of `log_var` for σ and square it, so the variance is squared once too often. At σ = "
        "1 both readings agree. log σ² is 2 log σ: the exponential of `log_var` is the variance already.",
        "`log_var`의 지수를 σ로 보고 제곱하여 분산을 한 번 더 제곱했습니다. σ = 1이면 둘이 같습니다. log σ²은 2 log "
        "σ이므로, `log_var`의 지수는 이미 분산입니다.",
    ),
}
NOT_SQUARED = {
    "anchor": "mistake-nll-residual-not-squared",
    "title": ("The residual is not squared", "잔차를 제곱하지 않았습니다"),
    "text": (
        "The residual enters with its first power, so too high and too low predictions cancel, and a worse prediction "
        "can cost less. In the exponent of the normal density stands (y − μ)², which has the units of the variance "
        "that it is divided by.",
        "잔차를 제곱하지 않아서, 너무 높은 예측과 너무 낮은 예측이 서로 지워지고 더 나쁜 예측의 손실이 더 작을 수도 "
        "있습니다. 정규 분포의 밀도에서 지수에는 (y − μ)²이 있고, 그 단위는 나누는 분산과 같습니다.",
    ),
}
BRANCHES_SWAPPED = {
    "anchor": "mistake-huber-branches-swapped",
    "title": ("The branches have changed places", "두 식이 뒤바뀌었습니다"),
    "text": (
        "Small residuals get the line and large ones the parabola: the condition and the two values do not belong "
        "together. So outliers count with their square, which the loss was made to avoid. `np.where` takes what holds "
        "*where the condition is true* first.",
        "작은 잔차에 직선을, 큰 잔차에 포물선을 썼습니다. 조건과 두 값의 짝이 맞지 않습니다. 그래서 이상치가 제곱으로 "
        "들어오는데, 그것을 피하려고 만든 손실입니다. `np.where`에는 *조건이 참일 때*의 값을 먼저 씁니다.",
    ),
}
ONE_SIDE = {
    "anchor": "mistake-huber-negative-side",
    "title": ("r > δ is asked, not |r| > δ", "|r| > δ가 아니라 r > δ를 물었습니다"),
    "text": (
        "Predictions far too high are treated as outliers; those far too low satisfy r ≤ δ and keep the parabola. "
        "Half of the outliers still pull with all of their distance. Ask about the size of the residual.",
        "너무 높은 예측은 이상치로 다루지만, 너무 낮은 예측은 r ≤ δ이므로 포물선에 남습니다. 이상치의 절반이 여전히 "
        "먼 만큼 다 당깁니다. 잔차의 크기를 물어야 합니다.",
    ),
}
FIXED_AT_ONE = {
    "anchor": "mistake-huber-slope-one",
    "title": ("δ is always 1", "δ가 언제나 1입니다"),
    "text": (
        "The number 1 stands where the parameter should, or δ has been left out because it was 1 in an example. δ has "
        "the units of the target: it says from where on a residual counts as an outlier, and no one number suits all "
        "data.",
        "매개변수가 있어야 할 곳에 1이 있거나, 예제에서 1이어서 δ를 빠뜨렸습니다. δ의 단위는 정답과 같습니다. "
        "어디서부터 이상치로 볼지를 정하므로, 모든 데이터에 맞는 수는 없습니다.",
    ),
}

# log_softmax


@misconception(task="log_softmax", **NO_SHIFT)
def log_p_not_shifted(Z):
    return Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))


@misconception(task="log_softmax", **GLOBAL_SHIFT)
def log_p_shifted_globally(Z):
    shifted = Z - Z.max()
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


@misconception(task="log_softmax", **WRONG_AXIS)
def log_p_down_the_columns(Z):
    return log_probabilities(Z.T).T


@misconception(task="log_softmax", **GLOBAL_SUM)
def log_p_of_the_whole_array(Z):
    shifted = Z - Z.max()
    return shifted - np.log(np.sum(np.exp(shifted)))


@misconception(task="log_softmax", **AXIS_LOST)
def log_p_with_axis_lost(Z):
    return Z - np.log(np.sum(np.exp(Z), axis=1))


@misconception(task="log_softmax", **LOG_OF_SOFTMAX)
def log_p_after_softmax(Z):
    return np.log(probabilities(Z))


@misconception(task="log_softmax", **EPSILON)
def log_p_with_epsilon(Z):
    return np.log(probabilities(Z) + 1e-12)


@misconception(task="log_softmax", **EPSILON)
def log_p_with_smaller_epsilon(Z):
    return np.log(probabilities(Z) + 1e-15)


@misconception(task="log_softmax", **CLIPPED)
def log_p_of_clipped(Z):
    return np.log(np.clip(probabilities(Z), 1e-12, 1.0))


@misconception(task="log_softmax", **LOGITS_CLIPPED)
def log_p_of_clipped_logits(Z):
    return log_probabilities(np.clip(Z, -500.0, 500.0))


@misconception(
    task="log_softmax",
    anchor="mistake-softmax-no-shift",
    title=("Shifted in the sum, not in front of it", "합 안에서만 최댓값을 뺐습니다"),
    text=(
        "The exponentials are shifted by the row's maximum, the logit in front is not, so every row is off by its "
        "maximum. A shift changes nothing only if it is made everywhere: subtract it from both, or add it to the "
        "logarithm again.",
        "지수 함수에서는 행의 최댓값을 뺐지만 앞의 로짓에서는 빼지 않아, 행마다 최댓값만큼 어긋납니다. 모든 곳에서 "
        "똑같이 빼야 결과가 변하지 않습니다. 양쪽에서 빼거나, 로그에 다시 더합니다.",
    ),
)
def log_p_shifted_in_the_sum_only(Z):
    return Z - np.log(np.sum(np.exp(Z - Z.max(axis=1, keepdims=True)), axis=1, keepdims=True))


@misconception(
    task="log_softmax",
    anchor="mistake-nll-sign",
    title=("−log p, not log p", "log p가 아니라 −log p입니다"),
    text=(
        "All your results are positive: you return the cost, −log p. The logarithm of a number up to 1 is at most 0. "
        "The minus belongs to the loss that is made from it.",
        "결과가 모두 양수입니다. 손실인 −log p를 돌려주었습니다. 1 이하인 수의 로그는 0 이하입니다. 음의 부호는 "
        "이것으로 만드는 손실에 붙습니다.",
    ),
)
def log_p_negated(Z):
    return -log_probabilities(Z)


@misconception(
    task="log_softmax",
    anchor="losses-softmax",
    title=("The probabilities, not their logarithms", "로그가 아니라 확률입니다"),
    text=(
        "You return p itself: the softmax. Asked for is log p, which is computed from the logits directly so that "
        "tiny probabilities keep their digits.",
        "p, 곧 소프트맥스를 돌려주었습니다. 구할 것은 log p입니다. 아주 작은 확률도 제 숫자를 잃지 않도록 로짓에서 "
        "바로 계산합니다.",
    ),
)
def log_p_without_log(Z):
    return probabilities(Z)


@misconception(task="log_softmax", anchor="losses-softmax", **OVERWRITTEN)
def log_p_in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


# softmax


@misconception(task="softmax", **NO_SHIFT)
def p_not_shifted(Z):
    return np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)


@misconception(task="softmax", **GLOBAL_SHIFT)
def p_shifted_globally(Z):
    e = np.exp(Z - np.max(Z))
    return e / np.sum(e, axis=1, keepdims=True)


@misconception(task="softmax", **WRONG_AXIS)
def p_down_the_columns(Z):
    return probabilities(Z.T).T


@misconception(task="softmax", **GLOBAL_SUM)
def p_of_the_whole_array(Z):
    e = np.exp(Z - Z.max())
    return e / e.sum()


@misconception(task="softmax", **AXIS_LOST)
def p_with_axis_lost(Z):
    e = np.exp(Z - Z.max())
    return e / e.sum(axis=1)


@misconception(task="softmax", **LOGITS_CLIPPED)
def p_of_clipped_logits(Z):
    return probabilities(np.clip(Z, -500.0, 500.0))


@misconception(
    task="softmax",
    anchor="losses-softmax",
    title=("Logits divided by their sum", "로짓을 그 합으로 나누었습니다"),
    text=(
        "Your rows sum to 1, but logits may be negative, and then so are your probabilities; a row that sums to 0 "
        "gives infinities. The exponential comes first: it makes every number positive and turns differences of "
        "logits into ratios of probabilities.",
        "행의 합은 1이지만, 로짓이 음수이면 확률도 음수가 되고 합이 0인 행에서는 무한대가 됩니다. 지수 함수를 먼저 "
        "취합니다. 모든 수를 양수로 만들고, 로짓의 차를 확률의 비로 바꿉니다.",
    ),
)
def p_without_exponential(Z):
    return Z / np.sum(Z, axis=1, keepdims=True)


@misconception(
    task="softmax",
    anchor="losses-softmax",
    title=("A sigmoid for each logit", "로짓마다 시그모이드를 취했습니다"),
    text=(
        "Each of your numbers lies between 0 and 1, but a row does not sum to 1. The sigmoid answers K separate "
        "yes-or-no questions; the softmax answers one question with K answers, which share the probability.",
        "수는 저마다 0과 1 사이에 있지만 행의 합이 1이 아닙니다. 시그모이드는 ‘예’나 ‘아니요’로 답하는 질문 K개에 "
        "따로따로 답합니다. 소프트맥스는 답이 K개인 질문 하나에 답하므로 확률을 서로 나누어 가집니다.",
    ),
)
def p_by_sigmoid(Z):
    return logistic(Z)


@misconception(
    task="softmax",
    anchor="losses-softmax",
    title=("Shifted and exponentiated, not divided", "지수 함수만 취하고 나누지 않았습니다"),
    text=(
        "The largest entry of each row is 1: you have the numerators. They say by which factors the classes differ; "
        "to be probabilities they have to sum to 1, so divide each row by its sum.",
        "행마다 가장 큰 원소가 1입니다. 분자만 구한 것입니다. 분자는 클래스들이 서로 몇 배인지를 말합니다. 확률이 "
        "되려면 합이 1이어야 하므로 행마다 합으로 나눕니다.",
    ),
)
def p_not_normalised(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


@misconception(
    task="softmax",
    anchor="losses-softmax",
    title=("The largest takes all", "가장 큰 것이 모두 가집니다"),
    text=(
        "You give probability 1 to the largest logit and 0 to the others. That is the maximum without the *soft*: it "
        "is flat nearly everywhere, so it has no gradient to learn from, and a narrow win looks like a clear one.",
        "가장 큰 로짓에 확률 1을, 나머지에 0을 주었습니다. *부드러운* 최댓값이 아니라 그냥 최댓값입니다. 거의 모든 "
        "곳에서 평평하여 배울 기울기가 없고, 간신히 이긴 것과 크게 이긴 것이 같아 보입니다.",
    ),
)
def p_of_the_largest_only(Z):
    return np.eye(Z.shape[1])[Z.argmax(axis=1)]


@misconception(
    task="softmax",
    anchor="losses-softmax",
    title=("Logarithms, not probabilities", "확률이 아니라 로그입니다"),
    text=(
        "Your numbers are negative: you return log p, as task 1 does. A probability is its exponential, and lies "
        "between 0 and 1.",
        "결과가 음수입니다. 문제 1처럼 log p를 돌려주었습니다. 확률은 그 지수이고 0과 1 사이에 있습니다.",
    ),
)
def p_as_logarithm(Z):
    return log_probabilities(Z)


@misconception(task="softmax", anchor="losses-softmax", **OVERWRITTEN)
def p_in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


# cross_entropy


@misconception(task="cross_entropy", **DOUBLE_SOFTMAX)
def ce_of_double_softmax(Z, labels):
    return -np.mean(of_labels(log_probabilities(probabilities(Z)), labels))


@misconception(task="cross_entropy", **LOGITS_AS_PROBABILITIES)
def ce_of_logits_as_probabilities(Z, labels):
    return -np.mean(np.log(of_labels(Z, labels)))


@misconception(task="cross_entropy", **SUM_FOR_MEAN)
def ce_summed(Z, labels):
    return -np.sum(of_labels(log_probabilities(Z), labels))


@misconception(task="cross_entropy", anchor="mistake-sum-over-samples", **NOT_AVERAGED)
def ce_per_sample(Z, labels):
    return -of_labels(log_probabilities(Z), labels)


@misconception(task="cross_entropy", **COLUMNS_BY_LABEL)
def ce_of_whole_columns(Z, labels):
    return -np.mean(log_probabilities(Z)[:, labels])


@misconception(task="cross_entropy", anchor="mistake-nll-sign", **SIGN)
def ce_positive_log(Z, labels):
    return np.mean(of_labels(log_probabilities(Z), labels))


@misconception(task="cross_entropy", **MEAN_OVER_CLASSES)
def ce_averaged_over_classes(Z, labels):
    return -np.mean(one_hot(Z, labels) * log_probabilities(Z))


@misconception(task="cross_entropy", **CLASSES_FROM_LABELS)
def ce_with_classes_from_labels(Z, labels):
    targets = np.eye(labels.max() + 1)[labels]
    return -np.sum(targets * log_probabilities(Z)) / len(labels)


@misconception(task="cross_entropy", **CLIPPED)
def ce_of_clipped_probabilities(Z, labels):
    return -np.mean(np.log(np.clip(of_labels(probabilities(Z), labels), 1e-12, 1.0)))


@misconception(task="cross_entropy", **CLIPPED)
def ce_of_probabilities_clipped_early(Z, labels):
    return -np.mean(np.log(np.clip(of_labels(probabilities(Z), labels), 1e-7, 1.0)))


@misconception(task="cross_entropy", **EPSILON)
def ce_with_epsilon(Z, labels):
    return -np.mean(np.log(of_labels(probabilities(Z), labels) + 1e-12))


@misconception(task="cross_entropy", **EPSILON)
def ce_with_larger_epsilon(Z, labels):
    return -np.mean(np.log(of_labels(probabilities(Z), labels) + 1e-8))


@misconception(task="cross_entropy", **LOG_OF_SOFTMAX)
def ce_of_log_of_softmax(Z, labels):
    return -np.mean(np.log(of_labels(probabilities(Z), labels)))


@misconception(task="cross_entropy", **NO_SHIFT)
def ce_not_shifted(Z, labels):
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - of_labels(Z, labels))


@misconception(task="cross_entropy", **GLOBAL_SHIFT)
def ce_shifted_globally(Z, labels):
    shifted = Z - Z.max()
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - of_labels(shifted, labels))


@misconception(task="cross_entropy", **WRONG_AXIS)
def ce_down_the_columns(Z, labels):
    return -np.mean(of_labels(log_probabilities(Z.T).T, labels))


@misconception(task="cross_entropy", anchor="losses-cross-entropy", **LABELS_AS_NUMBERS)
def ce_weighted_by_labels(Z, labels):
    return -np.sum(labels[:, np.newaxis] * log_probabilities(Z)) / len(labels)


@misconception(
    task="cross_entropy",
    anchor="losses-cross-entropy",
    title=("The logarithm is missing", "로그가 빠졌습니다"),
    text=(
        "You return minus the mean probability of the true class. It does fall as the answers get better, but between "
        "−1 and 0, and it hardly reacts to a true class that has got 10⁻⁶ in place of 10⁻². The likelihood of N "
        "samples is a product of probabilities; its logarithm is a sum.",
        "정답 클래스의 확률을 평균하여 음의 부호를 붙였습니다. 답이 좋아지면 손실이 줄기는 하지만 −1과 0 사이에 "
        "머물고, 정답 클래스의 확률이 10⁻²이든 10⁻⁶이든 거의 반응하지 않습니다. 표본 N개의 가능도는 확률의 곱이고, 그 "
        "로그가 합이 됩니다.",
    ),
)
def ce_without_log(Z, labels):
    return -np.mean(of_labels(probabilities(Z), labels))


@misconception(
    task="cross_entropy",
    anchor="losses-cross-entropy",
    title=("Squared errors of the probabilities", "확률의 제곱 오차입니다"),
    text=(
        "You sum (p − y)² over the classes: the Brier score, a mean squared error. It is a loss, but not the "
        "likelihood of labels, and where the softmax is saturated its gradient vanishes although the answer is wrong. "
        "Only the probability of the true class enters, through its logarithm.",
        "클래스마다 (p − y)²을 더했습니다. 브라이어 점수라고 하는 평균 제곱 오차입니다. 이것도 손실이지만 레이블의 "
        "가능도가 아니고, 소프트맥스가 포화된 곳에서는 답이 틀려도 기울기가 사라집니다. 정답 클래스의 확률만 로그를 "
        "거쳐 들어갑니다.",
    ),
)
def ce_as_squared_error(Z, labels):
    return np.mean(np.sum((probabilities(Z) - one_hot(Z, labels)) ** 2, axis=1))


@misconception(
    task="cross_entropy",
    anchor="losses-binary",
    title=("Two-class loss on every class", "모든 클래스에 이진 손실을 썼습니다"),
    text=(
        "You add −log(1 − p) for the classes that are not true. That is the loss of K separate yes-or-no questions. "
        "Softmax probabilities sum to 1, so a high p for a wrong class has already cost the true class its share: "
        "counted again, it counts twice.",
        "참이 아닌 클래스의 −log(1 − p)를 더했습니다. 이것은 ‘예’나 ‘아니요’로 답하는 질문 K개의 손실입니다. "
        "소프트맥스의 확률은 합이 1이어서, 틀린 클래스의 p가 크면 정답 클래스의 몫이 이미 줄어 있습니다. 또 세면 두 "
        "번 세는 것입니다.",
    ),
)
def ce_of_every_class(Z, labels):
    p = probabilities(Z)
    with np.errstate(all="ignore"):
        costs = np.where(one_hot(Z, labels) == 1, -log_probabilities(Z), -np.log1p(-p))
    return np.mean(np.sum(costs, axis=1))


@misconception(
    task="cross_entropy",
    anchor="losses-cross-entropy",
    title=("Logarithms to base 2", "밑이 2인 로그입니다"),
    text=(
        "Your result is 1.4427 times the right one, 1/ln 2: the unit is the bit. Information theory counts so; the "
        "losses of this course, and of PyTorch, use the natural logarithm, for which the gradient is free of factors.",
        "결과가 정답의 1.4427배, 곧 1/ln 2배입니다. 단위가 비트입니다. 정보 이론에서는 그렇게 세지만, 이 강좌와 "
        "PyTorch의 손실은 자연로그를 씁니다. 그래야 기울기에 계수가 붙지 않습니다.",
    ),
)
def ce_in_bits(Z, labels):
    return -np.mean(of_labels(log_probabilities(Z), labels)) / np.log(2.0)


@misconception(task="cross_entropy", anchor="losses-cross-entropy", **OVERWRITTEN)
def ce_in_place(Z, labels):
    Z -= Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - of_labels(Z, labels))


# cross_entropy_backward


@misconception(task="cross_entropy_backward", anchor="mistake-missing-one-over-n", **MISSING_N)
def dce_without_mean(Z, labels):
    return probabilities(Z) - one_hot(Z, labels)


@misconception(
    task="cross_entropy_backward",
    anchor="mistake-p-without-y",
    title=("The labels have no say", "레이블이 들어가지 않았습니다"),
    text=(
        "You return the probabilities themselves: every class is pushed down and none pulled up. The logit of the "
        "true class stands in the loss once more, with a minus, and gives its entry a −1. Then each row sums to 0.",
        "확률을 그대로 돌려주어, 모든 클래스가 내려가기만 하고 올라가는 클래스가 없습니다. 정답 클래스의 로짓은 음의 "
        "부호를 달고 손실에 한 번 더 나오므로 그 원소에 −1이 붙습니다. 그러면 행의 합이 0입니다.",
    ),
)
def dce_without_labels(Z, labels):
    return probabilities(Z) / len(labels)


@misconception(task="cross_entropy_backward", anchor="mistake-y-minus-p", **DESCENT_SIGN)
def dce_label_minus_p(Z, labels):
    return (one_hot(Z, labels) - probabilities(Z)) / len(labels)


@misconception(
    task="cross_entropy_backward",
    anchor="mistake-softmax-jacobian-twice",
    title=("The softmax's derivative is taken twice", "소프트맥스의 도함수를 두 번 곱했습니다"),
    text=(
        "p − y is the gradient at the logits: the softmax is behind you. You pass it through the softmax's Jacobian "
        "again, as if it were the gradient at p, and everything gets smaller, most where the softmax is sure. Either "
        "−y/p and the Jacobian, or p − y and nothing more.",
        "p − y는 이미 로짓에 관한 기울기입니다. 소프트맥스는 벌써 지나왔습니다. 그런데 p에 관한 기울기인 것처럼 "
        "소프트맥스의 야코비 행렬을 또 곱하여 모두 작아졌습니다. 소프트맥스가 확신하는 곳에서 가장 심합니다. −y/p에 "
        "야코비 행렬을 곱하거나, p − y에서 끝내거나 둘 중 하나입니다.",
    ),
)
def dce_through_the_jacobian_again(Z, labels):
    p = probabilities(Z)
    upstream = (p - one_hot(Z, labels)) / len(labels)
    return p * (upstream - np.sum(p * upstream, axis=1, keepdims=True))


@misconception(
    task="cross_entropy_backward",
    anchor="mistake-softmax-jacobian-twice",
    title=("Multiplied by p(1 − p)", "p(1 − p)를 곱했습니다"),
    text=(
        "p(1 − p) is the slope of a probability with respect to its own logit. In p − y it is contained already, "
        "together with what the logit does to the other probabilities. With it, a confident wrong answer gets almost "
        "no gradient.",
        "p(1 − p)는 확률을 그 자신의 로짓으로 미분한 것입니다. p − y에는 이것이, 그 로짓이 다른 확률에 미치는 영향과 "
        "함께 이미 들어 있습니다. 또 곱하면 틀린 답을 확신하는 표본의 기울기가 거의 사라집니다.",
    ),
)
def dce_times_slope(Z, labels):
    p = probabilities(Z)
    return (p - one_hot(Z, labels)) * p * (1.0 - p) / len(labels)


@misconception(
    task="cross_entropy_backward",
    anchor="mistake-one-over-p",
    title=("The gradient with respect to p, not to the logits", "로짓이 아니라 p로 미분했습니다"),
    text=(
        "−1/p for the true class is the derivative with respect to its probability. Between probability and logit "
        "lies the softmax, and each logit moves all K probabilities. Multiplied by the softmax's derivative the 1/p "
        "cancels, and with it the infinities.",
        "정답 클래스의 −1/p는 확률로 미분한 것입니다. 확률과 로짓 사이에는 소프트맥스가 있고, 로짓 하나가 확률 K개를 "
        "모두 움직입니다. 소프트맥스의 도함수를 곱하면 1/p이 약분되고 무한대도 사라집니다.",
    ),
)
def dce_by_probability(Z, labels):
    return -one_hot(Z, labels) / probabilities(Z) / len(labels)


@misconception(
    task="cross_entropy_backward",
    anchor="mistake-one-at-first-label-only",
    title=("Only the first sample's label is subtracted", "첫 표본의 레이블만 뺐습니다"),
    text=(
        "The first row sums to 0, the others to 1/N: the 1 has been subtracted in one row only. It happens when "
        "`return` is indented into the loop, or when row 0 is written where the row's number belongs. With N = 1 "
        "nothing is wrong.",
        "첫 행의 합은 0인데 나머지 행은 1/N입니다. 한 행에서만 1을 뺐습니다. `return`을 반복문 안에 들여 썼거나, 행 "
        "번호가 있어야 할 곳에 0을 썼을 때 생깁니다. N = 1이면 드러나지 않습니다.",
    ),
)
def dce_return_in_the_loop(Z, labels):
    dZ = probabilities(Z)
    for n, label in enumerate(labels):
        dZ[n, label] -= 1.0
        return dZ / len(labels)


@misconception(
    task="cross_entropy_backward",
    anchor="mistake-gradient-of-true-class-only",
    title=("Only the true class gets a gradient", "정답 클래스에만 기울기가 있습니다"),
    text=(
        "Your rows have one entry each, p − 1 at the true class. The loss reads off one probability only, but that "
        "probability has all K logits in its denominator: raising a wrong logit lowers it. Each wrong class is pushed "
        "down by its p.",
        "행마다 정답 클래스의 p − 1 하나뿐입니다. 손실이 읽는 확률은 하나지만, 그 확률의 분모에는 로짓 K개가 모두 "
        "있습니다. 틀린 로짓을 올리면 그 확률이 내려갑니다. 틀린 클래스는 저마다 자기 p만큼 아래로 밀립니다.",
    ),
)
def dce_of_true_class_only(Z, labels):
    targets = one_hot(Z, labels)
    return targets * (probabilities(Z) - targets) / len(labels)


@misconception(task="cross_entropy_backward", **MEAN_OVER_CLASSES)
def dce_averaged_over_classes(Z, labels):
    return (probabilities(Z) - one_hot(Z, labels)) / Z.size


@misconception(task="cross_entropy_backward", **COLUMNS_BY_LABEL)
def dce_in_whole_columns(Z, labels):
    dZ = probabilities(Z)
    dZ[:, labels] -= 1.0
    return dZ / len(labels)


@misconception(task="cross_entropy_backward", **CLASSES_FROM_LABELS)
def dce_with_classes_from_labels(Z, labels):
    return (probabilities(Z) - np.eye(labels.max() + 1)[labels]) / len(labels)


@misconception(task="cross_entropy_backward", anchor="losses-cross-entropy", **LABELS_AS_NUMBERS)
def dce_minus_labels(Z, labels):
    return (probabilities(Z) - labels[:, np.newaxis]) / len(labels)


@misconception(task="cross_entropy_backward", **DOUBLE_SOFTMAX)
def dce_of_double_softmax(Z, labels):
    return (probabilities(probabilities(Z)) - one_hot(Z, labels)) / len(labels)


@misconception(task="cross_entropy_backward", **LOGITS_AS_PROBABILITIES)
def dce_of_logits_as_probabilities(Z, labels):
    return (Z - one_hot(Z, labels)) / len(labels)


@misconception(task="cross_entropy_backward", **NO_SHIFT)
def dce_not_shifted(Z, labels):
    e = np.exp(Z)
    return (e / e.sum(axis=1, keepdims=True) - one_hot(Z, labels)) / len(labels)


@misconception(task="cross_entropy_backward", **GLOBAL_SHIFT)
def dce_shifted_globally(Z, labels):
    e = np.exp(Z - Z.max())
    return (e / e.sum(axis=1, keepdims=True) - one_hot(Z, labels)) / len(labels)


@misconception(task="cross_entropy_backward", **WRONG_AXIS)
def dce_down_the_columns(Z, labels):
    return (probabilities(Z.T).T - one_hot(Z, labels)) / len(labels)


@misconception(
    task="cross_entropy_backward",
    anchor="losses-cross-entropy",
    title=("log p − y", "log p − y입니다"),
    text=(
        "The labels are subtracted from log p. The logarithm belongs to the loss; differentiating log Σ e^z gives e^z "
        "over the sum, which is p. Rows that should sum to 0 come out negative throughout.",
        "log p에서 레이블을 뺐습니다. 로그는 손실에 있는 것이고, log Σ e^z를 미분하면 e^z를 합으로 나눈 것, 곧 p가 "
        "됩니다. 합이 0이어야 할 행이 모두 음수입니다.",
    ),
)
def dce_of_log_p(Z, labels):
    return (log_probabilities(Z) - one_hot(Z, labels)) / len(labels)


# bce_with_logits


@misconception(
    task="bce_with_logits",
    anchor="mistake-bce-naive-log",
    title=("log σ where σ is 0 or 1", "σ가 0이나 1이 된 곳에서 로그를 취했습니다"),
    text=(
        "The sigmoid rounds to exactly 1 from z = 37 on and to 0 below −745. There one of the two logarithms is −∞, "
        "and with its weight of 0 the product is nan. log σ(z) and log(1 − σ(z)) are both softplus functions of z: "
        "combine them before any σ is computed.",
        "시그모이드는 z = 37부터 정확히 1로, −745 아래에서는 0으로 반올림됩니다. 거기서 두 로그 가운데 하나가 −∞이고, "
        "비중 0을 곱하면 nan입니다. log σ(z)와 log(1 − σ(z))는 둘 다 소프트플러스로 쓸 수 있습니다. σ를 구하기 전에 "
        "식을 정리합니다.",
    ),
)
def bce_of_naive_logs(z, y):
    p = logistic(z)
    return -np.mean(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))


@misconception(
    task="bce_with_logits",
    anchor="mistake-bce-exp-overflow",
    title=("log(1 + eᶻ) overflows", "log(1 + eᶻ)에서 오버플로가 납니다"),
    text=(
        "You have simplified the loss to log(1 + eᶻ) − yz, which is right, and computed eᶻ for z up to 10 000. From "
        "710 on it is infinite. For large z the softplus is nearly z: take that part out, and what is left has the "
        "exponent −|z|.",
        "손실을 log(1 + eᶻ) − yz로 정리한 것은 맞지만, z가 10 000일 때도 eᶻ을 계산했습니다. 710부터는 무한대입니다. "
        "z가 크면 소프트플러스는 거의 z입니다. 그만큼을 떼어 내면 남는 것의 지수는 −|z|입니다.",
    ),
)
def bce_overflowing(z, y):
    return np.mean(np.log1p(np.exp(z)) - y * z)


@misconception(
    task="bce_with_logits",
    anchor="mistake-bce-half",
    title=("Only samples of class 1 pay", "클래스 1인 표본의 손실만 셌습니다"),
    text=(
        "The term (1 − y) log(1 − p) is missing, so samples of class 0 cost nothing and the best model says 1 to "
        "everything. In the K-class form one term is enough, since it names the true class; here a sample of class 0 "
        "has its own.",
        "(1 − y) log(1 − p)가 빠져서, 클래스 0인 표본은 손실이 없고, 무엇에나 1이라고 답하는 모델이 가장 좋아 "
        "보입니다. 클래스가 K개일 때는 정답 클래스의 항 하나면 되지만, 여기서는 클래스 0인 표본에도 제 항이 있습니다.",
    ),
)
def bce_of_positives_only(z, y):
    return np.mean(y * binary_losses(z, 1.0))


@misconception(task="bce_with_logits", **HARD_LABELS)
def bce_of_rounded_labels(z, y):
    return np.mean(binary_losses(z, np.where(y > 0.5, 1.0, 0.0)))


@misconception(task="bce_with_logits", **ONLY_ONES)
def bce_of_ones_against_the_rest(z, y):
    return np.mean(np.where(y == 1, binary_losses(z, 1.0), binary_losses(z, 0.0)))


@misconception(task="bce_with_logits", **{**SUM_FOR_MEAN, "anchor": "mistake-bce-sum"})
def bce_summed(z, y):
    return np.sum(binary_losses(z, y))


@misconception(task="bce_with_logits", anchor="mistake-bce-sum", **NOT_AVERAGED)
def bce_per_sample(z, y):
    return binary_losses(z, y)


@misconception(task="bce_with_logits", anchor="mistake-bce-sign", **SIGN)
def bce_positive_log(z, y):
    return -np.mean(binary_losses(z, y))


@misconception(
    task="bce_with_logits",
    anchor="mistake-bce-sign",
    title=("The labels have changed places", "레이블이 뒤바뀌었습니다"),
    text=(
        "Samples of class 1 pay −log(1 − p) and those of class 0 −log p, or the z of the product has lost its sign. z "
        "is the logit of class 1: the larger z, the less a sample with y = 1 pays.",
        "클래스 1의 표본에 −log(1 − p)를, 클래스 0의 표본에 −log p를 매겼거나, 곱의 z에서 부호가 빠졌습니다. z는 "
        "클래스 1의 로짓입니다. z가 클수록 y = 1인 표본의 손실이 작아야 합니다.",
    ),
)
def bce_of_swapped_labels(z, y):
    return np.mean(binary_losses(z, 1.0 - y))


@misconception(task="bce_with_logits", **EPSILON)
def bce_with_epsilon(z, y):
    p = logistic(z)
    return -np.mean(y * np.log(p + 1e-12) + (1.0 - y) * np.log(1.0 - p + 1e-12))


@misconception(task="bce_with_logits", **CLIPPED)
def bce_of_clipped_probabilities(z, y):
    p = np.clip(logistic(z), 1e-12, 1.0 - 1e-12)
    return -np.mean(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))


@misconception(task="bce_with_logits", **LOGITS_AS_PROBABILITIES)
def bce_of_logits_as_probabilities(z, y):
    return -np.mean(y * np.log(z) + (1.0 - y) * np.log(1.0 - z))


@misconception(
    task="bce_with_logits",
    anchor="mistake-double-softmax",
    title=("The sigmoid is applied twice", "시그모이드를 두 번 취했습니다"),
    text=(
        "The function takes logits and has the sigmoid inside. Given probabilities, it takes them for logits between "
        "0 and 1, so that p never leaves the range from 0.5 to 0.73. Models end in logits; the loss does the rest.",
        "이 함수는 로짓을 받고 시그모이드는 안에 있습니다. 확률을 한 번 더 넣으면 0과 1 사이의 로짓으로 여기게 되어 "
        "p가 0.5와 0.73 사이를 벗어나지 못합니다. 모델은 로짓에서 끝나고, 나머지는 손실이 합니다.",
    ),
)
def bce_of_double_sigmoid(z, y):
    return np.mean(binary_losses(logistic(z), y))


# bce_with_logits_backward


@misconception(
    task="bce_with_logits_backward",
    anchor="mistake-bce-backward-sigmoid-slope",
    title=("Multiplied by σ′ once more", "σ′을 한 번 더 곱했습니다"),
    text=(
        "p − y is the gradient at the logit: the slope p(1 − p) of the sigmoid has cancelled against ∂L/∂p. "
        "Multiplied in again, it makes the gradient vanish where the model is sure and wrong. That is how the squared "
        "error on a sigmoid stalls, and what cross-entropy is there to avoid.",
        "p − y는 이미 로짓에 관한 기울기입니다. 시그모이드의 기울기 p(1 − p)는 ∂L/∂p와 약분되었습니다. 또 곱하면 "
        "모델이 틀린 답을 확신하는 곳에서 기울기가 사라집니다. 시그모이드에 제곱 오차를 쓰면 학습이 멈추는 까닭이 "
        "이것이고, 이것을 피하려고 교차 엔트로피를 씁니다.",
    ),
)
def dbce_times_slope(z, y):
    p = logistic(z)
    return (p - y) * p * (1.0 - p) / len(z)


@misconception(task="bce_with_logits_backward", anchor="mistake-bce-backward-missing-n", **MISSING_N)
def dbce_without_mean(z, y):
    return logistic(z) - y


@misconception(task="bce_with_logits_backward", anchor="mistake-bce-sign", **DESCENT_SIGN)
def dbce_label_minus_p(z, y):
    return (y - logistic(z)) / len(z)


@misconception(task="bce_with_logits_backward", **HARD_LABELS)
def dbce_of_rounded_labels(z, y):
    return (logistic(z) - (y > 0.5)) / len(z)


@misconception(task="bce_with_logits_backward", **ONLY_ONES)
def dbce_of_ones_against_the_rest(z, y):
    return (logistic(z) - (y == 1)) / len(z)


@misconception(
    task="bce_with_logits_backward",
    anchor="mistake-bce-half",
    title=("The gradient of one term only", "한 항만 미분했습니다"),
    text=(
        "You have differentiated y log p and left (1 − y) log(1 − p) out: samples of class 0 get no gradient at all. "
        "Both terms react to z, in opposite directions.",
        "y log p만 미분하고 (1 − y) log(1 − p)를 빠뜨려, 클래스 0의 표본에는 기울기가 전혀 없습니다. 두 항 모두 z에 "
        "반응하며 방향은 서로 반대입니다.",
    ),
)
def dbce_of_positives_only(z, y):
    return y * (logistic(z) - 1.0) / len(z)


@misconception(
    task="bce_with_logits_backward",
    anchor="mistake-one-over-p",
    title=("The gradient with respect to p, not to z", "z가 아니라 p로 미분했습니다"),
    text=(
        "(p − y) / (p(1 − p)) is the derivative with respect to the probability. z moves p by p(1 − p) only, so this "
        "factor is still to come; it cancels the denominator, and with it the division by 0 for large |z|.",
        "(p − y) / (p(1 − p))는 확률로 미분한 것입니다. z가 움직일 때 p는 p(1 − p)배만큼만 움직이므로 그 인수를 더 "
        "곱해야 합니다. 그러면 분모가 약분되고, |z|가 클 때 0으로 나누는 일도 없어집니다.",
    ),
)
def dbce_by_probability(z, y):
    p = logistic(z)
    return (p - y) / (p * (1.0 - p)) / len(z)


@misconception(
    task="bce_with_logits_backward",
    anchor="mistake-p-without-y",
    title=("The labels have no say", "레이블이 들어가지 않았습니다"),
    text=(
        "You return the probabilities: every logit is pushed down, whatever its label says. The loss contains −yz, "
        "and its derivative is −y.",
        "확률을 그대로 돌려주어, 레이블과 상관없이 모든 로짓이 내려갑니다. 손실에는 −yz가 있고, 이것을 미분하면 "
        "−y입니다.",
    ),
)
def dbce_without_labels(z, y):
    return logistic(z) / len(z)


@misconception(task="bce_with_logits_backward", **LOGITS_AS_PROBABILITIES)
def dbce_of_logits_as_probabilities(z, y):
    return (z - y) / len(z)


@misconception(
    task="bce_with_logits_backward",
    anchor="mistake-bce-exp-overflow",
    title=("e⁻ᶻ overflows for very negative z", "z가 크기가 큰 음수이면 e⁻ᶻ에서 오버플로가 납니다"),
    text=(
        "The values are right, since 1/∞ is 0, but the exponential has overflowed on the way and NumPy warns. Choose "
        "the fraction whose exponent is never positive: with e⁻|z| in both branches nothing can overflow.",
        "1/∞이 0이므로 값은 맞지만, 도중에 지수 함수가 오버플로하여 경고가 나옵니다. 지수가 양수가 되지 않는 분수를 "
        "고릅니다. 두 경우 모두 e⁻|z|로 쓰면 오버플로가 날 수 없습니다.",
    ),
)
def dbce_overflowing(z, y):
    return (1.0 / (1.0 + np.exp(-z)) - y) / len(z)


@misconception(
    task="bce_with_logits_backward",
    anchor="mistake-bce-exp-overflow",
    title=("∞ / ∞ for large z", "z가 크면 ∞ / ∞가 됩니다"),
    text=(
        "eᶻ/(1 + eᶻ) is infinite above and below the line from z = 710 on, and the quotient is nan. It is good for "
        "negative z; for positive ones the other fraction, 1/(1 + e⁻ᶻ), is.",
        "eᶻ/(1 + eᶻ)은 z = 710부터 분자와 분모가 모두 무한대여서 nan이 됩니다. 이 식은 z가 음수일 때 좋고, 양수일 "
        "때는 다른 분수 1/(1 + e⁻ᶻ)이 좋습니다.",
    ),
)
def dbce_infinite_fraction(z, y):
    return (np.exp(z) / (1.0 + np.exp(z)) - y) / len(z)


@misconception(
    task="bce_with_logits_backward",
    anchor="losses-binary",
    title=("Averaged to one number", "수 하나로 평균을 냈습니다"),
    text=(
        "You return the mean of the gradients, one number. The mean in the loss shows as a factor 1/N in each entry; "
        "the gradient itself has one entry per logit, since each is asked how the loss reacts to it alone.",
        "기울기들의 평균인 수 하나를 돌려주었습니다. 손실의 평균은 원소마다 1/N이라는 계수로 나타납니다. 기울기에는 "
        "로짓마다 원소가 하나씩 있습니다. 저마다 그 로짓만 움직일 때 손실이 어떻게 변하는지를 말합니다.",
    ),
)
def dbce_averaged(z, y):
    return np.mean(logistic(z) - y)


# gaussian_nll


@misconception(
    task="gaussian_nll",
    anchor="mistake-variance-for-log-variance",
    title=("The logarithm of a logarithm", "로그에 로그를 취했습니다"),
    text=(
        "You use `log_var` as if it were the variance, and take its logarithm: nan wherever σ < 1. A network's output "
        "can be any real number, so it gives log σ²; the variance is its exponential, and log σ² is there as it "
        "stands.",
        "`log_var`를 분산인 것처럼 쓰고 그 로그를 취하여, σ < 1이면 nan이 됩니다. 신경망의 출력은 어떤 실수든 될 수 "
        "있으므로 log σ²으로 받습니다. 분산은 그 지수이고, log σ²은 받은 그대로입니다.",
    ),
)
def nll_of_log_var_as_variance(mu, log_var, y):
    return np.mean(0.5 * np.log(log_var) + 0.5 * (y - mu) ** 2 / log_var + CONSTANT)


@misconception(
    task="gaussian_nll",
    anchor="mistake-variance-for-log-variance",
    title=("Divided by log σ²", "log σ²으로 나누었습니다"),
    text=(
        "The term ½ log σ² is right, but the squared residual is divided by the logarithm of the variance. That is 0 "
        "for σ = 1 and negative below, so a bad prediction can lower the loss without end. Divide by the variance: "
        "its exponential.",
        "½ log σ²은 맞지만 잔차의 제곱을 분산의 로그로 나누었습니다. 로그는 σ = 1이면 0이고 그보다 작으면 음수라서, "
        "예측이 나쁠수록 손실이 끝없이 줄 수도 있습니다. 로그의 지수인 분산으로 나눕니다.",
    ),
)
def nll_divided_by_log_var(mu, log_var, y):
    return np.mean(0.5 * log_var + 0.5 * (y - mu) ** 2 / log_var + CONSTANT)


@misconception(task="gaussian_nll", **SIGMA_FOR_VARIANCE)
def nll_of_log_var_as_log_sigma(mu, log_var, y):
    return np.mean(log_var + 0.5 * standardised(mu, 2.0 * log_var, y) + CONSTANT)


@misconception(
    task="gaussian_nll",
    anchor="mistake-sigma-for-variance",
    title=("Divided by σ, not by σ²", "σ²이 아니라 σ로 나누었습니다"),
    text=(
        "The squared residual is divided by the standard deviation. The units show it: metres squared over metres is "
        "not a pure number, and what stands in an exponential has to be one. Divide by σ².",
        "잔차의 제곱을 표준 편차로 나누었습니다. 단위를 보면 알 수 있습니다. 제곱미터를 미터로 나누면 단위가 남는데, "
        "지수에 오는 것은 단위가 없어야 합니다. σ²으로 나눕니다.",
    ),
)
def nll_divided_by_sigma(mu, log_var, y):
    return np.mean(0.5 * log_var + 0.5 * standardised(mu, 0.5 * log_var, y) + CONSTANT)


@misconception(
    task="gaussian_nll",
    anchor="losses-gaussian",
    title=("Multiplied by the variance", "분산을 곱했습니다"),
    text=(
        "The sign in the exponent is lost: r²·σ² in place of r²/σ². A model that claims to be sure would pay less for "
        "its errors. A small variance has to make the same residual dearer.",
        "지수의 부호가 빠져 r²/σ²이 아니라 r²·σ²이 되었습니다. 그러면 확신한다고 말하는 모델이 오차의 대가를 덜 "
        "치릅니다. 분산이 작을수록 같은 잔차가 더 비싸야 합니다.",
    ),
)
def nll_times_variance(mu, log_var, y):
    return np.mean(0.5 * log_var + 0.5 * standardised(mu, -log_var, y) + CONSTANT)


@misconception(
    task="gaussian_nll",
    anchor="mistake-nll-half-lost",
    title=("The ½ of the residual's term is lost", "잔차 항의 ½이 빠졌습니다"),
    text=(
        "In the exponent of the density stands r²/(2σ²), and your term is r²/σ². The ½ is not a matter of taste here: "
        "it decides against the other term which σ is best, and without it that σ is √2 times too large.",
        "밀도의 지수는 r²/(2σ²)인데 r²/σ²을 썼습니다. 여기서 ½은 취향의 문제가 아닙니다. 다른 항과 견주어 가장 좋은 "
        "σ가 정해지므로, ½이 없으면 그 σ가 √2배로 커집니다.",
    ),
)
def nll_without_half_of_residual(mu, log_var, y):
    return np.mean(0.5 * log_var + standardised(mu, log_var, y) + CONSTANT)


@misconception(
    task="gaussian_nll",
    anchor="mistake-nll-half-lost",
    title=("The ½ in front of log σ² is lost", "log σ² 앞의 ½이 빠졌습니다"),
    text=(
        "The density is divided by σ, the root of the variance, so its logarithm costs log σ = ½ log σ². With a full "
        "log σ² the best variance comes out as half of the mean squared residual.",
        "밀도는 분산의 제곱근인 σ로 나누므로, 로그를 취하면 log σ = ½ log σ²입니다. log σ²을 다 세면 가장 좋은 분산이 "
        "평균 제곱 잔차의 절반으로 나옵니다.",
    ),
)
def nll_without_half_of_log(mu, log_var, y):
    return np.mean(log_var + 0.5 * standardised(mu, log_var, y) + CONSTANT)


@misconception(
    task="gaussian_nll",
    anchor="mistake-nll-half-lost",
    title=("Twice the loss", "손실이 두 배입니다"),
    text=(
        "Both terms and the constant lack their ½: you return −2 log of the likelihood, as statistics calls the "
        "deviance. The best μ and σ are the same, but values and gradients are doubled.",
        "두 항과 상수에서 모두 ½이 빠졌습니다. 통계학에서 이탈도라고 하는 −2 log(가능도)를 돌려주었습니다. 가장 좋은 "
        "μ와 σ는 같지만 값과 기울기가 두 배입니다.",
    ),
)
def nll_doubled(mu, log_var, y):
    return np.mean(log_var + standardised(mu, log_var, y) + 2.0 * CONSTANT)


@misconception(
    task="gaussian_nll",
    anchor="mistake-nll-constant-missing",
    title=("The constant is missing", "상수가 빠졌습니다"),
    text=(
        "Your loss is too small by ½ log 2π = 0.9189 throughout. For training it does not matter, since it has no "
        "gradient. As a likelihood, to be compared with that of another family of distributions, it is wrong without "
        "it, and the task asks for it.",
        "손실이 어디서나 ½ log 2π = 0.9189만큼 작습니다. 기울기가 없으므로 학습에는 상관없지만, 다른 분포의 가능도와 "
        "비교하려면 있어야 합니다. 이 문제에서는 넣습니다.",
    ),
)
def nll_without_constant(mu, log_var, y):
    return np.mean(0.5 * (log_var + standardised(mu, log_var, y)))


@misconception(
    task="gaussian_nll",
    anchor="mistake-nll-constant-missing",
    title=("The constant lacks its ½", "상수의 ½이 빠졌습니다"),
    text=(
        "You add log 2π; the density has √(2π) in its denominator, and the logarithm of the root is half of that. "
        "Your loss is too large by 0.9189.",
        "log 2π를 더했습니다. 밀도의 분모에는 √(2π)가 있고, 제곱근의 로그는 그 절반입니다. 손실이 0.9189만큼 큽니다.",
    ),
)
def nll_with_constant_doubled(mu, log_var, y):
    return np.mean(0.5 * (log_var + standardised(mu, log_var, y))) + 2.0 * CONSTANT


@misconception(
    task="gaussian_nll",
    anchor="mistake-nll-log-term-missing",
    title=("½ log σ² is missing", "½ log σ²이 빠졌습니다"),
    text=(
        "Only the weighted residual is left. Then a larger variance always costs less, and a network that learns σ "
        "makes it infinite. The term ½ log σ² is the price of being unsure.",
        "분산으로 나눈 잔차의 제곱만 남았습니다. 그러면 분산이 클수록 언제나 손실이 작아서, σ를 배우는 신경망은 "
        "그것을 무한대로 키웁니다. ½ log σ²은 확신하지 않는 대가입니다.",
    ),
)
def nll_without_log_term(mu, log_var, y):
    return np.mean(0.5 * standardised(mu, log_var, y)) + CONSTANT


@misconception(
    task="gaussian_nll",
    anchor="mistake-nll-log-term-missing",
    title=("½ log σ² has the wrong sign", "½ log σ²의 부호가 반대입니다"),
    text=(
        "You subtract ½ log σ², so both terms ask for a larger variance and nothing holds it back. The density is "
        "*divided* by σ; minus its logarithm *adds* log σ.",
        "½ log σ²을 뺐습니다. 두 항이 모두 분산을 키우려고 하고 막는 것이 없습니다. 밀도는 σ로 *나누므로*, 로그에 "
        "음의 부호를 붙이면 log σ를 *더하게* 됩니다.",
    ),
)
def nll_with_log_term_subtracted(mu, log_var, y):
    return np.mean(0.5 * (standardised(mu, log_var, y) - log_var)) + CONSTANT


@misconception(task="gaussian_nll", **CLAMPED)
def nll_with_a_floor(mu, log_var, y):
    var = np.maximum(np.exp(log_var), 1e-6)
    return np.mean(0.5 * np.log(var) + 0.5 * (y - mu) ** 2 / var) + CONSTANT


@misconception(task="gaussian_nll", **LOG_VAR_CLIPPED)
def nll_of_clipped_log_var(mu, log_var, y):
    s = np.clip(log_var, -10.0, 10.0)
    return np.mean(0.5 * s + 0.5 * standardised(mu, s, y)) + CONSTANT


@misconception(
    task="gaussian_nll",
    anchor="mistake-nll-variance-clamped",
    title=("A small ε is added to the variance", "분산에 작은 ε을 더했습니다"),
    text=(
        "ε = 10⁻⁸ guards against a division by 0 that cannot happen: an exponential is positive. Where the true "
        "variance is smaller than ε, the loss is that of another model.",
        "ε = 10⁻⁸은 일어날 수 없는 0 나눗셈을 막으려는 것입니다. 지수 함수는 언제나 양수입니다. 실제 분산이 ε보다 "
        "작으면 다른 모델의 손실이 됩니다.",
    ),
)
def nll_with_epsilon(mu, log_var, y):
    return np.mean(0.5 * log_var + 0.5 * (y - mu) ** 2 / (np.exp(log_var) + 1e-8)) + CONSTANT


@misconception(task="gaussian_nll", **NOT_SQUARED)
def nll_of_plain_residual(mu, log_var, y):
    return np.mean(0.5 * log_var + 0.5 * (y - mu) * np.exp(-log_var)) + CONSTANT


@misconception(
    task="gaussian_nll",
    anchor="mistake-nll-residual-not-squared",
    title=("The absolute residual, not its square", "제곱이 아니라 절댓값입니다"),
    text=(
        "You divide |r| by the variance. Absolute residuals belong to the Laplace distribution, with its own scale; "
        "the normal density has the square. Where residuals are large, this loss is far too mild.",
        "|r|을 분산으로 나누었습니다. 절댓값이 나오는 것은 라플라스 분포이고 거기에는 그 나름의 척도가 있습니다. 정규 "
        "분포의 밀도에는 제곱이 있습니다. 잔차가 크면 이 손실은 너무 너그럽습니다.",
    ),
)
def nll_of_absolute_residual(mu, log_var, y):
    return np.mean(0.5 * log_var + 0.5 * np.abs(y - mu) * np.exp(-log_var)) + CONSTANT


@misconception(task="gaussian_nll", **SUM_FOR_MEAN)
def nll_summed(mu, log_var, y):
    return np.sum(0.5 * (log_var + standardised(mu, log_var, y)) + CONSTANT)


@misconception(task="gaussian_nll", anchor="mistake-sum-over-samples", **NOT_AVERAGED)
def nll_per_sample(mu, log_var, y):
    return 0.5 * (log_var + standardised(mu, log_var, y)) + CONSTANT


@misconception(task="gaussian_nll", anchor="mistake-nll-sign", **SIGN)
def nll_positive_log(mu, log_var, y):
    return -np.mean(0.5 * (log_var + standardised(mu, log_var, y))) - CONSTANT


@misconception(
    task="gaussian_nll",
    anchor="losses-gaussian",
    title=("The logarithm of a density that is already 0", "이미 0이 된 밀도의 로그를 취했습니다"),
    text=(
        "You compute the density and then its logarithm. For a target 40 deviations away e⁻⁸⁰⁰ is stored as 0, and "
        "log 0 is −∞. Outliers are what a likelihood has to survive: take the logarithm on paper, where it removes "
        "the exponential.",
        "밀도를 구한 다음 로그를 취했습니다. 정답이 표준 편차의 40배만큼 떨어져 있으면 e⁻⁸⁰⁰이 0으로 저장되고 log 0은 "
        "−∞입니다. 가능도는 이상치를 견뎌야 합니다. 종이 위에서 로그를 취하면 지수 함수가 없어집니다.",
    ),
)
def nll_of_the_density(mu, log_var, y):
    density = np.exp(-0.5 * standardised(mu, log_var, y)) / np.sqrt(2.0 * np.pi * np.exp(log_var))
    return -np.mean(np.log(density))


# gaussian_nll_backward


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-nll-backward-sign",
    title=("dmu points the other way", "dmu의 방향이 반대입니다"),
    text=(
        "You have y − μ. Differentiating (y − μ)² with respect to μ brings a −1 from inside the bracket. Check with "
        "one number: where μ lies above y, raising it makes the loss larger, so dmu is positive.",
        "y − μ를 썼습니다. (y − μ)²을 μ로 미분하면 괄호 안에서 −1이 나옵니다. 수 하나로 확인할 수 있습니다. μ가 y보다 "
        "크면 더 키울수록 손실이 커지므로 dmu는 양수입니다.",
    ),
)
def dnll_mu_negated(mu, log_var, y):
    return (y - mu) * np.exp(-log_var) / len(y), 0.5 * (1.0 - standardised(mu, log_var, y)) / len(y)


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-nll-backward-sign",
    title=("dlog_var points the other way", "dlog_var의 방향이 반대입니다"),
    text=(
        "The two parts of dlog_var have changed signs. Where a residual is larger than its σ, the variance should "
        "grow, and descent subtracts the gradient, so it has to be negative there.",
        "dlog_var의 두 부분의 부호가 서로 바뀌었습니다. 잔차가 σ보다 크면 분산이 커져야 하는데, 경사 하강법은 "
        "기울기를 빼므로 거기서 기울기가 음수여야 합니다.",
    ),
)
def dnll_log_var_negated(mu, log_var, y):
    return (mu - y) * np.exp(-log_var) / len(y), 0.5 * (standardised(mu, log_var, y) - 1.0) / len(y)


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-nll-backward-sign",
    title=("The residual's term of dlog_var is added", "dlog_var에서 잔차의 항을 더했습니다"),
    text=(
        "Your dlog_var is positive for every sample, so every variance shrinks, fastest where the residual is large. "
        "The residual is multiplied by e⁻ˢ, whose derivative with respect to s has a minus.",
        "dlog_var가 모든 표본에서 양수라서 모든 분산이 줄어들고, 잔차가 큰 곳에서 가장 빨리 줄어듭니다. 잔차에는 "
        "e⁻ˢ이 곱해져 있고, 이것을 s로 미분하면 음의 부호가 붙습니다.",
    ),
)
def dnll_residual_term_added(mu, log_var, y):
    return (mu - y) * np.exp(-log_var) / len(y), 0.5 * (1.0 + standardised(mu, log_var, y)) / len(y)


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-nll-backward-log-var",
    title=("dlog_var lacks the residual's term", "dlog_var에 잔차의 항이 없습니다"),
    text=(
        "dlog_var is the same number for every sample, ½/N: only the term ½ log σ² has been differentiated. The "
        "variance stands in the other term too, under the residual. With this gradient every variance shrinks, step "
        "by step, to 0.",
        "dlog_var가 표본마다 똑같이 ½/N입니다. ½ log σ²만 미분한 것입니다. 분산은 다른 항에서도 잔차를 나누고 "
        "있습니다. 이 기울기로는 모든 분산이 한 걸음씩 0으로 줄어듭니다.",
    ),
)
def dnll_without_residual_term(mu, log_var, y):
    return (mu - y) * np.exp(-log_var) / len(y), np.full(len(y), 0.5 / len(y))


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-nll-log-term-missing",
    title=("dlog_var lacks the 1 of ½ log σ²", "dlog_var에 ½ log σ²의 1이 없습니다"),
    text=(
        "dlog_var is never positive: only the residual's term has been differentiated. The term ½ log σ² has slope ½ "
        "everywhere and keeps variances from growing without end.",
        "dlog_var가 결코 양수가 되지 않습니다. 잔차의 항만 미분한 것입니다. ½ log σ²의 기울기는 어디서나 ½이고, "
        "이것이 분산이 끝없이 커지는 것을 막습니다.",
    ),
)
def dnll_without_log_term(mu, log_var, y):
    return (mu - y) * np.exp(-log_var) / len(y), -0.5 * standardised(mu, log_var, y) / len(y)


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-nll-backward-one-over-sigma",
    title=("dmu is divided by σ, not by σ²", "dmu를 σ²이 아니라 σ로 나누었습니다"),
    text=(
        "r/σ is the standardised residual. The derivative of r²/(2σ²) leaves the whole σ² in the denominator: one "
        "factor σ makes the residual a pure number, the other is the chain rule's.",
        "r/σ는 표준화된 잔차입니다. r²/(2σ²)을 미분하면 분모에 σ²이 그대로 남습니다. σ 하나는 잔차의 단위를 없애고, "
        "다른 하나는 연쇄 법칙에서 옵니다.",
    ),
)
def dnll_divided_by_sigma(mu, log_var, y):
    return (mu - y) * np.exp(-0.5 * log_var) / len(y), 0.5 * (1.0 - standardised(mu, log_var, y)) / len(y)


@misconception(task="gaussian_nll_backward", anchor="mistake-nll-backward-missing-n", **MISSING_N)
def dnll_without_mean(mu, log_var, y):
    return (mu - y) * np.exp(-log_var), 0.5 * (1.0 - standardised(mu, log_var, y))


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-nll-backward-order",
    title=("The two gradients have changed places", "두 기울기의 순서가 바뀌었습니다"),
    text=(
        "Both are right, but dlog_var comes first. They have one shape, so nothing complains, and a training loop "
        "moves the means by the gradient of the variances. The order is that of the parameters: mu, log_var.",
        "둘 다 맞지만 dlog_var가 먼저 왔습니다. 모양이 같아서 오류는 나지 않고, 학습할 때 분산의 기울기로 평균을 "
        "움직이게 됩니다. 순서는 매개변수의 순서인 mu, log_var입니다.",
    ),
)
def dnll_in_other_order(mu, log_var, y):
    return 0.5 * (1.0 - standardised(mu, log_var, y)) / len(y), (mu - y) * np.exp(-log_var) / len(y)


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-variance-for-log-variance",
    title=("The gradient with respect to σ², not to its logarithm", "로그가 아니라 σ²으로 미분했습니다"),
    text=(
        "½(1/σ² − r²/σ⁴) is the derivative with respect to the variance. The parameter is s = log σ², and σ² = eˢ "
        "moves by σ² per unit of s: one factor is still to come, and makes the expression simpler.",
        "½(1/σ² − r²/σ⁴)은 분산으로 미분한 것입니다. 매개변수는 s = log σ²이고 σ² = eˢ은 s가 1만큼 움직일 때 σ²의 "
        "비율로 움직입니다. 이 인수를 더 곱해야 하며, 그러면 식도 간단해집니다.",
    ),
)
def dnll_by_variance(mu, log_var, y):
    slope = 0.5 * (1.0 - standardised(mu, log_var, y)) * np.exp(-log_var)
    return (mu - y) * np.exp(-log_var) / len(y), slope / len(y)


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-sigma-for-variance",
    title=("The gradient with respect to log σ", "log σ로 미분했습니다"),
    text=(
        "dlog_var is twice as large as it should be: 1 − r²/σ² belongs to log σ. log σ² is twice log σ, so for the "
        "same change of σ it moves twice as far, and the gradient is half as large.",
        "dlog_var가 두 배입니다. 1 − r²/σ²은 log σ로 미분한 것입니다. log σ²은 log σ의 두 배이므로, σ가 같은 만큼 "
        "변할 때 두 배로 움직이고 기울기는 절반입니다.",
    ),
)
def dnll_by_log_sigma(mu, log_var, y):
    return (mu - y) * np.exp(-log_var) / len(y), (1.0 - standardised(mu, log_var, y)) / len(y)


@misconception(task="gaussian_nll_backward", **SIGMA_FOR_VARIANCE)
def dnll_of_log_var_as_log_sigma(mu, log_var, y):
    return (mu - y) * np.exp(-2.0 * log_var) / len(y), (1.0 - standardised(mu, 2.0 * log_var, y)) / len(y)


@misconception(
    task="gaussian_nll_backward",
    anchor="mistake-nll-half-lost",
    title=("The 2 of the square stays in dmu", "dmu에 제곱의 2가 남았습니다"),
    text=(
        "dmu is twice too large. The square brings a 2 down, and the ½ in front of it takes it away again: that is "
        "what the ½ is good for.",
        "dmu가 두 배입니다. 제곱을 미분하면 2가 내려오고, 앞의 ½이 그것을 없앱니다. ½은 이 때문에도 편리합니다.",
    ),
)
def dnll_mu_doubled(mu, log_var, y):
    return 2.0 * (mu - y) * np.exp(-log_var) / len(y), 0.5 * (1.0 - standardised(mu, log_var, y)) / len(y)


@misconception(task="gaussian_nll_backward", **NOT_SQUARED)
def dnll_of_plain_residual(mu, log_var, y):
    pull = (mu - y) * np.exp(-log_var)
    return pull / len(y), 0.5 * (1.0 - pull) / len(y)


@misconception(
    task="gaussian_nll_backward",
    anchor="losses-gaussian",
    title=("dmu without the variance", "dmu에 분산이 없습니다"),
    text=(
        "r/N is the gradient of the squared error: every sample pulls alike. Under the likelihood a sample with a "
        "small variance pulls harder, by 1/σ². That weighting is where the two losses part.",
        "r/N은 제곱 오차의 기울기이며 모든 표본이 똑같이 당깁니다. 가능도에서는 분산이 작은 표본이 1/σ²배로 더 세게 "
        "당깁니다. 두 손실은 이 비중 때문에 갈라집니다.",
    ),
)
def dnll_mu_unweighted(mu, log_var, y):
    return (mu - y) / len(y), 0.5 * (1.0 - standardised(mu, log_var, y)) / len(y)


@misconception(task="gaussian_nll_backward", **CLAMPED)
def dnll_with_a_floor(mu, log_var, y):
    var = np.maximum(np.exp(log_var), 1e-6)
    return (mu - y) / var / len(y), 0.5 * (1.0 - (mu - y) ** 2 / var) / len(y)


@misconception(task="gaussian_nll_backward", **LOG_VAR_CLIPPED)
def dnll_of_clipped_log_var(mu, log_var, y):
    s = np.clip(log_var, -10.0, 10.0)
    return (mu - y) * np.exp(-s) / len(y), 0.5 * (1.0 - standardised(mu, s, y)) / len(y)


# huber


@misconception(
    task="huber",
    anchor="mistake-huber-not-continuous",
    title=("The branches do not meet", "두 식이 이어지지 않습니다"),
    text=(
        "Outside you have δ|r| without −½δ². At |r| = δ the parabola has reached ½δ² and your line starts at δ²: the "
        "loss jumps. The line has to go on where the parabola ends, with the same slope.",
        "바깥쪽이 −½δ²이 없는 δ|r|입니다. |r| = δ에서 포물선은 ½δ²인데 직선은 δ²에서 시작하여 손실이 끊어집니다. "
        "포물선이 끝난 곳에서 같은 기울기로 이어져야 합니다.",
    ),
)
def huber_with_a_jump(y_hat, y, delta):
    r = np.abs(y_hat - y)
    return np.mean(np.where(r <= delta, 0.5 * r**2, delta * r))


@misconception(
    task="huber",
    anchor="mistake-huber-not-continuous",
    title=("The line starts at 0", "직선이 0에서 시작합니다"),
    text=(
        "Outside you have δ(|r| − δ): the ½ in the bracket is lost. At |r| = δ the loss falls from ½δ² to 0, so a "
        "residual just outside costs less than one just inside.",
        "바깥쪽이 δ(|r| − δ)입니다. 괄호 안의 ½이 빠졌습니다. |r| = δ에서 손실이 ½δ²에서 0으로 떨어져, δ를 조금 넘은 "
        "잔차의 손실이 조금 못 미친 잔차보다 작아집니다.",
    ),
)
def huber_from_zero(y_hat, y, delta):
    r = np.abs(y_hat - y)
    return np.mean(np.where(r <= delta, 0.5 * r**2, delta * (r - delta)))


@misconception(
    task="huber",
    anchor="mistake-huber-half-lost",
    title=("r² inside, without its ½", "안쪽이 ½ 없는 r²입니다"),
    text=(
        "Inside you have r², so at |r| = δ the loss falls from δ² to ½δ², and the slopes do not agree either: 2δ "
        "against δ. With the ½ both value and slope go over smoothly.",
        "안쪽이 r²이라서, |r| = δ에서 손실이 δ²에서 ½δ²으로 떨어지고 기울기도 2δ와 δ로 다릅니다. ½이 있어야 값도 "
        "기울기도 매끄럽게 이어집니다.",
    ),
)
def huber_without_half(y_hat, y, delta):
    r = np.abs(y_hat - y)
    return np.mean(np.where(r <= delta, r**2, delta * (r - 0.5 * delta)))


@misconception(task="huber", **BRANCHES_SWAPPED)
def huber_swapped(y_hat, y, delta):
    r = np.abs(y_hat - y)
    return np.mean(np.where(r > delta, 0.5 * r**2, delta * (r - 0.5 * delta)))


@misconception(
    task="huber",
    anchor="mistake-huber-slope-one",
    title=("δ does not multiply the line", "직선에 δ를 곱하지 않았습니다"),
    text=(
        "Outside you have |r| − ½δ, a line of slope 1. That is right for δ = 1 only. The parabola leaves with slope "
        "δ, and the line has to go on with it.",
        "바깥쪽이 기울기가 1인 직선 |r| − ½δ입니다. δ = 1일 때만 맞습니다. 포물선이 기울기 δ로 끝나므로 직선도 그 "
        "기울기로 이어져야 합니다.",
    ),
)
def huber_of_slope_one(y_hat, y, delta):
    r = np.abs(y_hat - y)
    return np.mean(np.where(r <= delta, 0.5 * r**2, r - 0.5 * delta))


@misconception(
    task="huber",
    anchor="mistake-huber-slope-one",
    title=("The line is that of δ = 1", "δ = 1일 때의 직선입니다"),
    text=(
        "Outside you have |r| − ½, the line for δ = 1, while the condition asks for δ. The two branches then meet for "
        "δ = 1 only. Where the parabola ends it has the value ½δ² and the slope δ; the line goes on from there.",
        "조건에는 δ를 썼는데 바깥쪽은 δ = 1일 때의 직선 |r| − ½입니다. 그래서 δ = 1일 때만 두 식이 이어집니다. "
        "포물선이 끝나는 곳의 값은 ½δ², 기울기는 δ이고, 직선은 거기서 이어집니다.",
    ),
)
def huber_with_line_of_one(y_hat, y, delta):
    r = np.abs(y_hat - y)
    return np.mean(np.where(r <= delta, 0.5 * r**2, r - 0.5))


@misconception(task="huber", **FIXED_AT_ONE)
def huber_at_one(y_hat, y, delta):
    return np.mean(huber_losses(y_hat - y, 1.0))


@misconception(
    task="huber",
    anchor="mistake-huber-clip-loss",
    title=("The loss is cut off, not continued", "손실을 잘라 내고 잇지 않았습니다"),
    text=(
        "Beyond δ your loss stays at ½δ². A sample that is far off then has no gradient and is given up, be it an "
        "outlier or only badly predicted at the start. Huber's loss goes on growing, in a straight line.",
        "δ를 넘으면 손실이 ½δ²에 머뭅니다. 그러면 멀리 있는 표본은 기울기가 없어 버려집니다. 정말 이상치이든, 처음에 "
        "예측이 나빴을 뿐이든 마찬가지입니다. 후버 손실은 직선을 따라 계속 커집니다.",
    ),
)
def huber_cut_off(y_hat, y, delta):
    return np.mean(np.minimum(0.5 * (y_hat - y) ** 2, 0.5 * delta**2))


@misconception(
    task="huber",
    anchor="mistake-huber-clip-loss",
    title=("The smaller of the two branches", "두 식 가운데 작은 것을 골랐습니다"),
    text=(
        "The line touches the parabola at |r| = δ and lies below it everywhere else, so the minimum always picks the "
        "line, also inside, where it falls below 0. The size of the residual decides, not the size of the branches.",
        "직선은 |r| = δ에서 포물선에 접하고 다른 곳에서는 언제나 아래에 있습니다. 그래서 최솟값은 안쪽에서도 늘 "
        "직선을 고르고, 거기서는 0보다 작아집니다. 두 식의 크기가 아니라 잔차의 크기로 정합니다.",
    ),
)
def huber_as_minimum(y_hat, y, delta):
    r = np.abs(y_hat - y)
    return np.mean(np.minimum(0.5 * r**2, delta * (r - 0.5 * delta)))


@misconception(task="huber", **{**SUM_FOR_MEAN, "anchor": "mistake-huber-sum"})
def huber_summed(y_hat, y, delta):
    return np.sum(huber_losses(y_hat - y, delta))


@misconception(task="huber", anchor="mistake-huber-sum", **NOT_AVERAGED)
def huber_per_sample(y_hat, y, delta):
    return huber_losses(y_hat - y, delta)


@misconception(task="huber", **ONE_SIDE)
def huber_on_one_side(y_hat, y, delta):
    r = y_hat - y
    return np.mean(np.where(r > delta, delta * (r - 0.5 * delta), 0.5 * r**2))


@misconception(
    task="huber",
    anchor="mistake-huber-negative-side",
    title=("The line takes r, not |r|", "직선에 |r|이 아니라 r을 썼습니다"),
    text=(
        "The condition asks about |r|, but the line outside is δ(r − ½δ): for predictions far too low it is negative, "
        "and the worse they are the lower the loss. Both sides of 0 cost alike.",
        "조건은 |r|을 물었지만 바깥쪽 직선이 δ(r − ½δ)입니다. 예측이 너무 낮으면 음수가 되고, 더 나쁠수록 손실이 "
        "작아집니다. 0의 양쪽은 같은 값이어야 합니다.",
    ),
)
def huber_of_signed_line(y_hat, y, delta):
    r = y_hat - y
    return np.mean(np.where(np.abs(r) <= delta, 0.5 * r**2, delta * (r - 0.5 * delta)))


@misconception(
    task="huber",
    anchor="losses-robust",
    title=("Residuals are averaged before the loss", "손실을 구하기 전에 잔차를 평균했습니다"),
    text=(
        "You take the mean of the residuals, and Huber's loss of that one number. Residuals of opposite sign cancel, "
        "so that a model wrong by ±10 pays nothing. Each sample has its own loss; the mean comes last.",
        "잔차를 평균한 수 하나에 후버 손실을 적용했습니다. 부호가 반대인 잔차가 서로 지워져, ±10씩 틀리는 모델의 "
        "손실이 0이 됩니다. 표본마다 손실을 구하고 평균은 마지막에 냅니다.",
    ),
)
def huber_of_mean_residual(y_hat, y, delta):
    return np.mean(huber_losses(np.mean(y_hat - y), delta))


@misconception(task="huber", anchor="losses-robust", **OVERWRITTEN)
def huber_in_place(y_hat, y, delta):
    y_hat -= y
    return np.mean(huber_losses(y_hat, delta))


# huber_backward


@misconception(task="huber_backward", anchor="mistake-huber-backward-missing-n", **MISSING_N)
def dhuber_without_mean(y_hat, y, delta):
    return np.clip(y_hat - y, -delta, delta)


@misconception(
    task="huber_backward",
    anchor="mistake-huber-clip-loss",
    title=("Outliers get no gradient", "이상치의 기울기가 0입니다"),
    text=(
        "Outside δ your gradient is 0, as if the loss were flat there. It is a line of slope δ: an outlier pulls with "
        "a bounded force, not with none, and so a sample that is far off at the start can still come back.",
        "δ 밖에서 손실이 평평한 것처럼 기울기가 0입니다. 실제로는 기울기가 δ인 직선입니다. 이상치가 당기는 힘은 "
        "제한될 뿐 없어지지 않으며, 그래서 처음에 멀리 있던 표본도 돌아올 수 있습니다.",
    ),
)
def dhuber_zero_outside(y_hat, y, delta):
    r = y_hat - y
    return np.where(np.abs(r) <= delta, r, 0.0) / len(y)


@misconception(
    task="huber_backward",
    anchor="mistake-huber-slope-one",
    title=("Slope 1 outside, not δ", "바깥쪽 기울기가 δ가 아니라 1입니다"),
    text=(
        "Outside you have the sign of r alone, the slope of |r|. The line is δ times |r|. At |r| = δ the gradient "
        "would jump from δ to 1, though the loss has no corner there.",
        "바깥쪽이 |r|의 기울기인 r의 부호뿐입니다. 직선은 |r|의 δ배입니다. 손실은 꺾이는 곳이 없는데 |r| = δ에서 "
        "기울기가 δ에서 1로 뛰게 됩니다.",
    ),
)
def dhuber_of_slope_one(y_hat, y, delta):
    r = y_hat - y
    return np.where(np.abs(r) <= delta, r, np.sign(r)) / len(y)


@misconception(task="huber_backward", **FIXED_AT_ONE)
def dhuber_at_one(y_hat, y, delta):
    return np.clip(y_hat - y, -1.0, 1.0) / len(y)


@misconception(task="huber_backward", anchor="mistake-huber-sign", **DESCENT_SIGN)
def dhuber_negated(y_hat, y, delta):
    return np.clip(y - y_hat, -delta, delta) / len(y)


@misconception(task="huber_backward", **BRANCHES_SWAPPED)
def dhuber_swapped(y_hat, y, delta):
    r = y_hat - y
    return np.where(np.abs(r) > delta, r, delta * np.sign(r)) / len(y)


@misconception(task="huber_backward", **ONE_SIDE)
def dhuber_on_one_side(y_hat, y, delta):
    return np.minimum(y_hat - y, delta) / len(y)


@misconception(
    task="huber_backward",
    anchor="mistake-huber-negative-side",
    title=("+δ on both sides", "양쪽 모두 +δ입니다"),
    text=(
        "Outside your gradient is δ whatever the sign of r. The derivative of |r| is −1 for negative r: a prediction "
        "that is far too low has to be pulled up, and yours is pushed further down.",
        "바깥쪽 기울기가 r의 부호와 상관없이 δ입니다. r이 음수이면 |r|의 미분은 −1입니다. 너무 낮은 예측은 끌어올려야 "
        "하는데 더 아래로 밀어내고 있습니다.",
    ),
)
def dhuber_without_sign(y_hat, y, delta):
    r = y_hat - y
    return np.where(np.abs(r) <= delta, r, delta) / len(y)


@misconception(
    task="huber_backward",
    anchor="mistake-huber-half-lost",
    title=("2r inside", "안쪽이 2r입니다"),
    text=(
        "Inside you have 2r, the slope of r². The loss has ½r² there, so that its slope r reaches just δ where the "
        "line takes over.",
        "안쪽이 r²의 기울기인 2r입니다. 손실은 ½r²이므로 기울기는 r이고, 직선으로 넘어가는 곳에서 꼭 δ가 됩니다.",
    ),
)
def dhuber_doubled_inside(y_hat, y, delta):
    r = y_hat - y
    return np.where(np.abs(r) <= delta, 2.0 * r, delta * np.sign(r)) / len(y)


@misconception(
    task="huber_backward",
    anchor="losses-robust",
    title=("The gradient of the squared error", "제곱 오차의 기울기입니다"),
    text=(
        "Every residual pulls with its full size, outliers most of all: this is the gradient of ½r², and `delta` is "
        "not used. Beyond δ the pull stays the same.",
        "모든 잔차가 제 크기대로 당기고 이상치가 가장 셉니다. ½r²의 기울기이고 `delta`를 쓰지 않았습니다. δ를 넘으면 "
        "당기는 힘이 더 커지지 않아야 합니다.",
    ),
)
def dhuber_of_squared_error(y_hat, y, delta):
    return (y_hat - y) / len(y)


@misconception(
    task="huber_backward",
    anchor="losses-robust",
    title=("The value outside, not its slope", "바깥쪽에서 기울기가 아니라 값을 돌려줍니다"),
    text=(
        "Outside you return δ(|r| − ½δ), the loss itself. A gradient says how fast it changes: of this line only the "
        "factor of |r| is left, with the side's sign.",
        "바깥쪽에서 손실의 값 δ(|r| − ½δ)를 돌려주었습니다. 기울기는 그것이 얼마나 빠르게 변하는지를 말합니다. "
        "직선에서 남는 것은 |r|의 계수와 그쪽의 부호뿐입니다.",
    ),
)
def dhuber_of_value_outside(y_hat, y, delta):
    r = y_hat - y
    return np.where(np.abs(r) <= delta, r, delta * (np.abs(r) - 0.5 * delta)) / len(y)


@misconception(task="huber_backward", anchor="losses-robust", **OVERWRITTEN)
def dhuber_in_place(y_hat, y, delta):
    y_hat -= y
    return np.clip(y_hat, -delta, delta) / len(y)
