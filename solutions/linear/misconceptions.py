"""What learners get wrong in `linear`, as they write it, and what one says to them.

For instructors only.  Each function stands alone, under the parameter names of its task, so that its body can take the
place of a solution.  The explanations name shapes and reasons, never the line that solves the task: they ship with
the cards.
"""

from __future__ import annotations

import numpy as np

from autograder.judge.bank import misconception

# linear_forward


@misconception(
    task="linear_forward",
    anchor="mistake-bias-forgotten",
    title=("The bias is missing", "편향이 빠졌습니다"),
    text=(
        "Every row of your result is off by the same vector, and that vector is b. The product of X and W looks "
        "like the whole layer, because it does all the mixing of inputs; but without its shift the map must send "
        "0 to 0. An affine map adds b, shape (K,), to each of the N rows.",
        "결과의 모든 행이 같은 벡터만큼 어긋나 있고, 그 벡터가 바로 b입니다. 입력을 섞는 일은 X와 W의 곱이 모두 "
        "하므로 이것이 층의 전부처럼 보이지만, 이동이 없으면 0은 언제나 0으로 갑니다. 아핀 변환은 모양이 (K,)인 "
        "b를 N개의 행 각각에 더합니다.",
    ),
)
def bias_forgotten(X, W, b):
    return X @ W


@misconception(
    task="linear_forward",
    anchor="mistake-columns-as-samples",
    title=("Samples stand in columns instead of rows", "표본이 행이 아니라 열에 놓였습니다"),
    text=(
        "Your result has shape (K, N): the right numbers, turned on their side. The lecture writes y = Wᵀx + b "
        "for one sample, a column; carried over to a batch, it makes every sample a column. In this course a "
        "batch keeps one sample per row, so X is (N, D) and the result must be (N, K): transpose the whole "
        "formula, and the order of the factors turns round with it.",
        "결과의 모양이 (K, N)입니다. 값은 맞지만 옆으로 누워 있습니다. 강의의 y = Wᵀx + b는 표본 하나를 열로 쓴 "
        "식이어서, 배치에 그대로 옮기면 모든 표본이 열이 됩니다. 이 강좌의 배치는 한 행에 표본 하나를 두므로 X는 "
        "(N, D), 결과는 (N, K)여야 합니다. 식 전체를 전치하면 곱하는 순서도 함께 뒤집힙니다.",
    ),
)
def samples_in_columns(X, W, b):
    return W.T @ X.T + b[:, np.newaxis]


@misconception(
    task="linear_forward",
    anchor="mistake-bias-inside-product",
    title=("The bias is multiplied by the inputs", "편향이 입력과 곱해졌습니다"),
    text=(
        "Your result contains b times the sum of the inputs of each sample, in place of b itself. W + b runs "
        "without complaint because (K,) broadcasts over the D rows of W, but then every input carries the bias "
        "once. The bias is the part of the output that does not depend on x: it is added after the product, to "
        "(N, K).",
        "결과에 b가 아니라, b에 각 표본의 입력 합을 곱한 값이 더해져 있습니다. (K,)가 W의 D개 행으로 "
        "브로드캐스팅되므로 W + b는 오류 없이 계산되지만, 그러면 모든 입력이 편향을 한 번씩 곱해 갖게 됩니다. "
        "편향은 출력에서 x에 의존하지 않는 부분이므로 곱을 마친 뒤 (N, K)에 더합니다.",
    ),
)
def bias_added_to_weights(X, W, b):
    return X @ (W + b)


@misconception(
    task="linear_forward",
    anchor="mistake-elementwise-product",
    title=("Elementwise product in place of the matrix product", "행렬 곱 대신 원소별 곱을 썼습니다"),
    text=(
        "The star multiplies entry by entry and asks for equal shapes, so NumPy refuses (N, D) with (D, K), or "
        "broadcasts them into something else where a size is 1. On paper both are written side by side without a "
        "sign, which hides the difference. Output k of sample n is a sum over the D inputs: the inner sizes D "
        "meet and vanish, and (N, K) is left.",
        "별표(*)는 같은 자리의 원소끼리 곱하므로 모양이 같아야 합니다. 그래서 NumPy는 (N, D)와 (D, K)를 "
        "거부하거나, 크기가 1인 축이 있으면 엉뚱한 모양으로 브로드캐스트합니다. 종이 위에서는 둘 다 기호 없이 "
        "나란히 적으니 차이가 보이지 않습니다. 표본 n의 출력 k는 D개의 입력에 대한 합입니다. 안쪽의 D가 만나 "
        "사라지고 (N, K)가 남습니다.",
    ),
)
def elementwise_product(X, W, b):
    return X * W + b


@misconception(
    task="linear_forward",
    anchor="mistake-float32",
    title=("Computed in float32", "float32로 계산했습니다"),
    text=(
        "Your numbers agree to about seven digits and then stop: the result is float32. Deep-learning libraries "
        "use it by default for speed, so it feels like the professional choice. This course checks gradients by "
        "small differences, which lose just those digits: keep float64, NumPy's own default, from input to "
        "result.",
        "값이 일곱 자리쯤까지만 맞습니다. 결과가 float32이기 때문입니다. 딥러닝 라이브러리는 속도 때문에 이것을 "
        "기본으로 쓰므로 더 전문적인 선택처럼 느껴집니다. 그러나 이 강좌는 작은 차이로 기울기를 검사하고, 그 "
        "차이는 바로 뒤쪽 자릿수에 있습니다. 입력부터 결과까지 NumPy의 기본형인 float64를 유지합니다.",
    ),
)
def computed_in_float32(X, W, b):
    X, W, b = (array.astype(np.float32) for array in (X, W, b))
    return X @ W + b


@misconception(
    task="linear_forward",
    anchor="mistake-last-row",
    title=("The loop stops one row short", "반복문이 마지막 행 앞에서 끝납니다"),
    text=(
        "All rows of your result are right but the last, which still holds what the array was made with. Rows "
        "are numbered 0 to N − 1, and range already leaves its end out: taking one off again drops a sample. Let "
        "the loop run over all N rows, or let the product of the whole batch do the loop for you.",
        "결과의 다른 행은 모두 맞고, 마지막 행만 배열을 만들 때의 값 그대로입니다. 행 번호는 0부터 N − 1까지이고 "
        "range는 이미 끝값을 제외하므로, 여기서 1을 더 빼면 표본 하나를 잃습니다. N개의 행을 모두 돌거나, 배치 "
        "전체의 곱에 반복을 맡기면 됩니다.",
    ),
)
def last_row_left_out(X, W, b):
    N, K = len(X), len(b)
    Y = np.zeros((N, K))
    for n in range(N - 1):
        Y[n] = X[n] @ W + b
    return Y


@misconception(
    task="linear_forward",
    anchor="mistake-bias-forgotten",
    title=("The bias reaches the first sample only", "편향이 첫 표본에만 더해졌습니다"),
    text=(
        "Row 0 of your result is right, and every other row lacks b. In the formula for one sample the bias "
        "appears once, so adding it once seems enough. It belongs to the outputs, not to a sample: the same b, "
        "shape (K,), is added to all N rows, which broadcasting over the last axis does by itself.",
        "결과의 0번 행은 맞지만 나머지 행에는 b가 없습니다. 표본 하나에 대한 식에는 편향이 한 번만 나오므로 한 "
        "번 더하면 충분해 보입니다. 편향은 표본이 아니라 출력에 속합니다. 모양이 (K,)인 같은 b를 N개의 행 모두에 "
        "더하며, 마지막 축을 맞추는 브로드캐스트가 그 일을 해 줍니다.",
    ),
)
def bias_on_first_row_only(X, W, b):
    Y = X @ W
    Y[0] = Y[0] + b
    return Y


@misconception(
    task="linear_forward",
    anchor="mistake-broadcast",
    title=("Axes of length 1 are squeezed away", "길이가 1인 축이 사라졌습니다"),
    text=(
        "For one sample or one output your result loses an axis: (K,) or (N,) in place of (1, K) or (N, 1). A "
        "flat vector looks tidier, and squeezing changes nothing in the common case, so this goes unseen. The "
        "next step pays for it: (N,) minus (N, 1) is N × N. A batch stays (N, K), whatever N and K are.",
        "표본이 하나이거나 출력이 하나일 때 결과의 축이 줄어, (1, K)나 (N, 1)이 아니라 (K,)나 (N,)가 됩니다. "
        "평평한 벡터가 더 깔끔해 보이고 보통의 크기에서는 squeeze가 아무것도 바꾸지 않으므로 눈에 띄지 않습니다. "
        "대가는 다음 단계에서 치릅니다. (N,)에서 (N, 1)을 빼면 N × N이 됩니다. N과 K가 얼마이든 배치의 모양은 "
        "(N, K)입니다.",
    ),
)
def single_axes_squeezed(X, W, b):
    return np.squeeze(X @ W + b)


@misconception(
    task="linear_forward",
    anchor="mistake-dw-order",
    title=("The factors stand in the wrong order", "곱하는 순서가 바뀌었습니다"),
    text=(
        "W is (D, K) and X is (N, D): with W in front, the inner sizes are K and N, which have nothing to do "
        "with each other, and NumPy refuses. The order comes from y = Wᵀx, where W does stand in front, but "
        "there x is a column. With samples in rows, X comes first: (N, D) times (D, K) is (N, K).",
        "W는 (D, K), X는 (N, D)입니다. W를 앞에 두면 안쪽에서 만나는 크기가 서로 상관없는 K와 N이어서 NumPy가 "
        "거부합니다. W가 앞에 오는 y = Wᵀx에서 온 순서이지만, 그 식의 x는 열입니다. 표본이 행일 때는 X가 먼저 "
        "옵니다. (N, D)와 (D, K)를 곱해 (N, K)가 됩니다.",
    ),
)
def weights_before_inputs(X, W, b):
    return W @ X + b


# mse


@misconception(
    task="mse",
    anchor="mistake-sum-for-mean",
    title=("Summed over the samples, not averaged", "표본에 대해 평균이 아니라 합을 구했습니다"),
    text=(
        "Your loss is N times too large: the squared errors of all samples are added, but the sum is never "
        "divided by N. The sum has the same minimiser, so it looks as good; but it grows with the size of the "
        "data, and a learning rate that suits ten samples explodes on a thousand. The mean squared error divides "
        "by the number of rows.",
        "손실이 N배로 나왔습니다. 모든 표본의 제곱 오차를 더하고 N으로 나누지 않았습니다. 합도 최소점은 같으므로 "
        "다를 것이 없어 보이지만, 데이터가 많을수록 값이 커져서 표본 열 개에 맞춘 학습률이 천 개에서는 "
        "발산합니다. 평균 제곱 오차는 행의 수로 나눕니다.",
    ),
)
def never_divided_by_samples(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2)


@misconception(
    task="mse",
    anchor="mistake-mean-over-entries",
    title=("Averaged over all N·K entries", "N·K개의 원소 전체로 평균을 냈습니다"),
    text=(
        "Your loss is K times too small, and right only where K is 1. np.mean without an axis divides by the "
        "number of entries, N·K, and many libraries define their loss so. Here the error of one sample is the "
        "squared length of its vector of K differences, a sum over outputs; only the samples are averaged, so "
        "divide by N.",
        "손실이 K분의 1로 나왔고, K가 1일 때만 맞습니다. 축을 주지 않은 np.mean은 원소의 수 N·K로 나누며, 손실을 "
        "그렇게 정의하는 라이브러리도 많습니다. 여기서 표본 하나의 오차는 차이 K개로 이루어진 벡터의 길이의 "
        "제곱, 즉 출력에 대한 합입니다. 평균은 표본에 대해서만 내므로 N으로 나눕니다.",
    ),
)
def averaged_over_entries(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2)


@misconception(
    task="mse",
    anchor="mistake-half",
    title=("A factor ½ that the definition does not have", "정의에 없는 ½이 붙었습니다"),
    text=(
        "Your loss is half of what is asked. Many texts put ½ in front so that the 2 of the derivative cancels, "
        "and both conventions train the same model with another learning rate. A loss is a definition, though, "
        "and its gradient must belong to it: this course's mean squared error has no ½, so its gradient keeps "
        "the 2.",
        "손실이 절반으로 나왔습니다. 미분할 때 나오는 2를 지우려고 앞에 ½을 붙이는 책이 많고, 학습률만 다르게 "
        "잡으면 같은 모델이 학습됩니다. 그러나 손실은 정의이고 기울기는 그 정의에서 나와야 합니다. 이 강좌의 "
        "평균 제곱 오차에는 ½이 없으므로 기울기에 2가 남습니다.",
    ),
)
def half_in_front(Y_hat, Y):
    return 0.5 * np.sum((Y_hat - Y) ** 2) / len(Y)


@misconception(
    task="mse",
    anchor="mistake-norm-not-squared",
    title=("Root of the mean squared error", "평균 제곱 오차의 제곱근을 구했습니다"),
    text=(
        "Your loss is the square root of what is asked: this is the RMSE. It has the units of y, which makes it "
        "the better number to report. As a loss to be derived it is another function: its gradient is divided by "
        "the loss itself and has no limit at 0. Leave the squares under no root.",
        "요구한 값의 제곱근, 곧 RMSE가 나왔습니다. RMSE는 y와 단위가 같아서 보고하기에는 더 좋은 수입니다. "
        "그러나 미분할 손실로서는 다른 함수입니다. 그 기울기는 손실 자신으로 나눈 것이어서 0에서 극한이 "
        "없습니다. 제곱에 근호를 씌우지 않습니다.",
    ),
)
def root_taken(Y_hat, Y):
    return np.sqrt(np.sum((Y_hat - Y) ** 2) / len(Y))


@misconception(
    task="mse",
    anchor="mistake-norm-not-squared",
    title=("Mean length of the errors, not squared", "오차의 길이를 제곱하지 않고 평균했습니다"),
    text=(
        "You average the lengths ‖ŷₙ − yₙ‖; the definition averages their squares. A norm already contains "
        "squares, so it seems that the squaring has been done, but the norm ends with a root that undoes it. "
        "Square each sample's length before the mean over the N samples is taken.",
        "길이 ‖ŷₙ − yₙ‖의 평균을 냈지만, 정의는 그 제곱의 평균입니다. 노름 안에 이미 제곱이 들어 있어 할 일을 다 "
        "한 것처럼 보이지만, 노름은 마지막에 근호로 그 제곱을 되돌립니다. N개의 표본에 대해 평균을 내기 전에 각 "
        "표본의 길이를 제곱합니다.",
    ),
)
def mean_of_lengths(Y_hat, Y):
    return np.mean(np.linalg.norm(Y_hat - Y, axis=1))


@misconception(
    task="mse",
    anchor="mistake-absolute-error",
    title=("Absolute errors in place of squares", "제곱 대신 절댓값을 썼습니다"),
    text=(
        "Your loss adds |ŷ − y|, so an error of 3 counts 3 and not 9. Both remove the sign, which is why they "
        "are easily taken for each other. The absolute error is a loss of its own, kinder to outliers and "
        "without a derivative at 0; the mean squared error squares each difference.",
        "|ŷ − y|를 더했으므로 크기가 3인 오차가 9가 아니라 3으로 계산됩니다. 둘 다 부호를 없애기 때문에 서로 "
        "바꾸어 쓰기 쉽습니다. 절대 오차는 이상치에 덜 민감하고 0에서 미분할 수 없는 별개의 손실입니다. 평균 "
        "제곱 오차는 차이를 하나하나 제곱합니다.",
    ),
)
def absolute_errors(Y_hat, Y):
    return np.sum(np.abs(Y_hat - Y)) / len(Y)


@misconception(
    task="mse",
    anchor="mistake-errors-cancel",
    title=("Signed errors cancel each other", "부호가 다른 오차가 서로 지워집니다"),
    text=(
        "Your loss adds the differences with their signs, so a prediction too high by 3 and one too low by 3 "
        "make a loss of 0. It can even be negative, and its minimum is nowhere. Make each entry's error "
        "non-negative by squaring it, before anything is added.",
        "차이를 부호째 더했으므로, 3만큼 높은 예측과 3만큼 낮은 예측이 만나면 손실이 0이 됩니다. 손실이 음수가 "
        "될 수도 있고 최솟값도 없습니다. 무엇이든 더하기 전에 원소마다 오차를 제곱하여 음수가 되지 않게 합니다.",
    ),
)
def signed_errors_cancel(Y_hat, Y):
    return np.sum(Y_hat - Y) / len(Y)


@misconception(
    task="mse",
    anchor="mistake-errors-cancel",
    title=("Squared after the sum, not before", "더한 다음에 제곱했습니다"),
    text=(
        "Your loss is the square of an average error: differences of opposite sign have cancelled before the "
        "square could save them. Sum and square do not change places, although both are there in the formula. "
        "The square belongs inside: entry by entry first, then the sum over outputs, then the mean over samples.",
        "평균 오차를 제곱한 값이 나왔습니다. 제곱이 지켜 주기 전에 부호가 반대인 차이들이 이미 지워졌습니다. "
        "합과 제곱이 식에 모두 들어 있어도 순서를 바꿀 수는 없습니다. 제곱이 가장 안쪽입니다. 먼저 원소마다 "
        "제곱하고, 출력에 대해 더한 다음, 표본에 대해 평균을 냅니다.",
    ),
)
def squared_after_averaging(Y_hat, Y):
    return float(np.sum(np.mean(Y_hat - Y, axis=0) ** 2))


@misconception(
    task="mse",
    anchor="mistake-broadcast",
    title=("A (N,) vector meets a (N, 1) column", "(N,) 벡터와 (N, 1) 열이 만났습니다"),
    text=(
        "With one output your loss compares every prediction with every target: (N, 1) minus (N,) broadcasts to "
        "N × N without an error. Flattening the targets looks harmless, and with several outputs it changes "
        "nothing. Keep both arrays (N, K), K = 1 included, and the differences stay sample by sample.",
        "출력이 하나일 때 모든 예측을 모든 정답과 비교했습니다. (N, 1)에서 (N,)를 빼면 오류 없이 N × N으로 "
        "브로드캐스트됩니다. 정답을 평평하게 만드는 일은 해가 없어 보이고 출력이 여럿일 때는 아무 차이가 "
        "없습니다. K가 1일 때도 두 배열을 (N, K)로 두면 차이는 표본끼리만 계산됩니다.",
    ),
)
def targets_squeezed(Y_hat, Y):
    return np.sum((Y_hat - np.squeeze(Y)) ** 2) / len(Y)


@misconception(
    task="mse",
    anchor="mistake-loss-per-output",
    title=("One loss per output, not one number", "손실 하나가 아니라 출력마다 하나씩 나왔습니다"),
    text=(
        "Your result has shape (K,): the mean over samples is taken, but the K outputs are kept apart. It is "
        "useful to see which output is hard, but gradient descent goes down one number, and a vector has no "
        "single slope. Add the outputs' losses as well; the result is a scalar.",
        "결과의 모양이 (K,)입니다. 표본에 대해서는 평균을 냈지만 출력 K개가 따로 남았습니다. 어느 출력이 "
        "어려운지 보기에는 좋지만, 경사 하강법은 하나의 수를 줄이는 방법이고 벡터에는 하나의 경사가 없습니다. "
        "출력별 손실도 더하여 스칼라 하나로 만듭니다.",
    ),
)
def loss_for_each_output(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2, axis=0)


# mse_backward


@misconception(
    task="mse_backward",
    anchor="mistake-factor-two",
    title=("The 2 of the square is lost", "제곱에서 나온 2가 빠졌습니다"),
    text=(
        "Your gradient points the right way and is half as long in every entry. Texts that write ½ in front of "
        "the loss cancel the 2, and their gradient is easily remembered without its loss. This loss has no ½, so "
        "the derivative of the square keeps its 2; central differences of mse show it.",
        "기울기의 방향은 맞지만 모든 원소가 절반입니다. 손실 앞에 ½을 두는 책에서는 2가 지워지는데, 그 기울기만 "
        "기억하고 손실의 정의는 잊기 쉽습니다. 이 손실에는 ½이 없으므로 제곱의 미분에서 나온 2가 남습니다. mse의 "
        "중앙 차분으로 확인할 수 있습니다.",
    ),
)
def two_lost(Y_hat, Y):
    return (Y_hat - Y) / len(Y)


@misconception(
    task="mse_backward",
    anchor="mistake-sign",
    title=("The sign is turned round", "부호가 뒤집혔습니다"),
    text=(
        "Your gradient is the right one with every sign changed. Inside the square the order of ŷ and y does not "
        "matter, so target minus prediction looks equal; the chain rule then brings a factor −1 for the minus in "
        "front of ŷ. The gradient points uphill: where the prediction is too high, it is positive.",
        "올바른 기울기에서 모든 부호가 바뀌었습니다. 제곱 안에서는 ŷ와 y의 순서가 상관없으므로 정답에서 예측을 "
        "빼도 같아 보이지만, 연쇄 법칙이 ŷ 앞의 빼기에서 −1을 가져옵니다. 기울기는 손실이 커지는 쪽을 "
        "가리킵니다. 예측이 너무 높은 곳에서는 양수입니다.",
    ),
)
def target_minus_prediction(Y_hat, Y):
    return 2 * (Y - Y_hat) / len(Y)


@misconception(
    task="mse_backward",
    anchor="mistake-square-kept",
    title=("The square is still there", "제곱이 남아 있습니다"),
    text=(
        "Your gradient is never negative, so descent could only ever lower the predictions. The 2 was brought "
        "down but the exponent was left at 2. By the power rule the derivative of r² is 2r: the error itself, "
        "with its sign, says in which direction to go and how far.",
        "기울기가 음수인 곳이 없으므로 경사 하강법은 예측을 낮추기만 합니다. 2는 앞으로 내려왔지만 지수가 2로 "
        "남았습니다. r²의 미분은 2r입니다. 부호를 가진 오차 자신이 어느 쪽으로 얼마나 움직일지 말해 줍니다.",
    ),
)
def square_kept(Y_hat, Y):
    return 2 * (Y_hat - Y) ** 2 / len(Y)


@misconception(
    task="mse_backward",
    anchor="mistake-gradient-averaged-away",
    title=("The gradient is averaged over the samples", "기울기를 표본에 대해 평균했습니다"),
    text=(
        "Your result has shape (K,), one number per output; the samples are gone. The loss is a mean over "
        "samples, so a mean seems due here too. But dY_hat asks how the loss reacts to each entry of the "
        "prediction: it has the prediction's shape, (N, K), and the mean leaves its trace only as the factor "
        "1/N.",
        "결과의 모양이 (K,)로, 출력마다 하나의 수만 있고 표본이 사라졌습니다. 손실이 표본에 대한 평균이므로 "
        "여기서도 평균을 내야 할 것 같습니다. 그러나 dY_hat은 예측의 원소 하나하나에 손실이 어떻게 반응하는지를 "
        "묻습니다. 모양은 예측과 같은 (N, K)이고, 평균은 1/N이라는 계수로만 남습니다.",
    ),
)
def averaged_over_samples(Y_hat, Y):
    return np.mean(2 * (Y_hat - Y), axis=0)


@misconception(
    task="mse_backward",
    anchor="mistake-in-place",
    title=("The predictions are overwritten", "예측 배열을 덮어썼습니다"),
    text=(
        "The numbers are right, but after the call the caller's Y_hat no longer holds the predictions. An "
        "augmented assignment such as -= writes into the very array that was passed in: a parameter is another "
        "name for it, not a copy. Give the difference a name of its own, and the caller's arrays stay as they "
        "were.",
        "값은 맞지만, 호출한 뒤에는 호출한 쪽의 Y_hat이 더 이상 예측이 아닙니다. -= 같은 복합 대입은 넘겨받은 "
        "바로 그 배열에 씁니다. 매개변수는 복사본이 아니라 같은 배열의 다른 이름이기 때문입니다. 차이에 새 "
        "이름을 주면 호출한 쪽의 배열은 그대로 남습니다.",
    ),
)
def predictions_overwritten(Y_hat, Y):
    Y_hat -= Y
    return 2 * Y_hat / len(Y)


@misconception(
    task="mse_backward",
    anchor="mistake-sum-for-mean",
    title=("The 1/N of the mean is missing", "평균의 1/N이 빠졌습니다"),
    text=(
        "Your gradient is N times too long: it belongs to the sum of the squared errors. When one differentiates "
        "a single term, the factor in front of the sum is easily left on the paper. The loss is a mean, so every "
        "entry of its gradient carries 1/N, and the step of descent does not grow with the data.",
        "기울기가 N배로 나왔습니다. 이것은 제곱 오차의 합에 대한 기울기입니다. 항 하나만 떼어 미분하다 보면 합 "
        "앞의 계수를 종이에 두고 오기 쉽습니다. 손실이 평균이므로 기울기의 모든 원소에 1/N이 붙고, 그래서 "
        "데이터가 많아져도 경사 하강의 한 걸음이 커지지 않습니다.",
    ),
)
def gradient_of_the_sum(Y_hat, Y):
    return 2 * (Y_hat - Y)


@misconception(
    task="mse_backward",
    anchor="mistake-mean-over-entries",
    title=("Divided by all N·K entries", "원소의 수 N·K로 나누었습니다"),
    text=(
        "Your gradient is K times too short, and right only where K is 1. It is the gradient of np.mean over all "
        "entries, which is how many libraries define the loss. Here the squared errors of one sample are added "
        "over its K outputs, and only the N samples are averaged: the factor is 1/N.",
        "기울기가 K분의 1로 나왔고, K가 1일 때만 맞습니다. 이것은 모든 원소에 대한 np.mean의 기울기이며, 손실을 "
        "그렇게 정의하는 라이브러리가 많습니다. 여기서는 표본 하나의 제곱 오차를 출력 K개에 대해 더하고 표본 "
        "N개에 대해서만 평균을 내므로 계수는 1/N입니다.",
    ),
)
def divided_by_entries(Y_hat, Y):
    return 2 * (Y_hat - Y) / Y.size


@misconception(
    task="mse_backward",
    anchor="mistake-absolute-error",
    title=("The gradient of the absolute error", "절대 오차의 기울기입니다"),
    text=(
        "All entries of your gradient have the same size, and only signs differ: this is the slope of |ŷ − y|. "
        "It tells the direction but forgets how large the error is. The slope of a square grows with the error, "
        "so a prediction that is off by 3 pulls three times as hard as one that is off by 1.",
        "기울기의 모든 원소가 크기는 같고 부호만 다릅니다. 이것은 |ŷ − y|의 기울기입니다. 방향은 알려 주지만 "
        "오차의 크기를 잊습니다. 제곱의 기울기는 오차에 비례하므로, 3만큼 벗어난 예측은 1만큼 벗어난 예측보다 세 "
        "배 세게 당깁니다.",
    ),
)
def slope_of_absolute_error(Y_hat, Y):
    return np.sign(Y_hat - Y) / len(Y)


@misconception(
    task="mse_backward",
    anchor="mistake-broadcast",
    title=("A (N,) vector meets a (N, 1) column", "(N,) 벡터와 (N, 1) 열이 만났습니다"),
    text=(
        "With one output your gradient has shape (N, N): (N, 1) minus (N,) broadcasts every prediction against "
        "every target. Squeezing the targets changes nothing while K is larger than 1, so it passes the usual "
        "tests. A gradient has the shape of what it is the gradient of: keep both arrays (N, K), K = 1 included.",
        "출력이 하나일 때 기울기의 모양이 (N, N)입니다. (N, 1)에서 (N,)를 빼면 모든 예측이 모든 정답과 "
        "브로드캐스트됩니다. K가 1보다 크면 정답을 squeeze해도 달라지는 것이 없어 흔한 검사를 통과합니다. "
        "기울기는 미분하는 대상과 모양이 같습니다. K가 1일 때도 두 배열을 (N, K)로 둡니다.",
    ),
)
def targets_squeezed_in_gradient(Y_hat, Y):
    return 2 * (Y_hat - np.squeeze(Y)) / len(Y)


@misconception(
    task="mse_backward",
    anchor="mistake-norm-not-squared",
    title=("The gradient of the root", "제곱근의 기울기입니다"),
    text=(
        "Your gradient has the right direction, but its length is the same however wrong the predictions are: "
        "the error is divided by its own norm. That is the gradient of the RMSE, whose root brings the loss into "
        "the denominator. The mean squared error has no root, so nothing is divided but by N.",
        "기울기의 방향은 맞지만, 오차를 자신의 노름으로 나누어서 예측이 얼마나 틀렸든 길이가 같습니다. 이것은 "
        "RMSE의 기울기로, 제곱근을 미분하면 손실이 분모에 옵니다. 평균 제곱 오차에는 근호가 없으므로 N 말고는 "
        "나눌 것이 없습니다.",
    ),
)
def gradient_of_the_root(Y_hat, Y):
    error = Y_hat - Y
    return error / (np.sqrt(len(Y)) * np.linalg.norm(error))


# linear_backward


@misconception(
    task="linear_backward",
    anchor="mistake-dw-transposed",
    title=("dW is turned on its side", "dW가 전치되어 있습니다"),
    text=(
        "Your dW has shape (K, D); W has (D, K). The numbers are right and stand in the wrong places, which a "
        "square W would hide. A gradient always has the shape of what it belongs to, since each entry of W has "
        "one slope: the input axis D must come first, so X is the factor that is transposed.",
        "dW의 모양이 (K, D)인데 W는 (D, K)입니다. 값은 맞지만 자리가 바뀌었고, W가 정사각형이면 드러나지 "
        "않습니다. W의 원소마다 기울기가 하나씩 있으므로 기울기의 모양은 언제나 그 대상과 같습니다. 입력의 축 "
        "D가 앞에 와야 하므로 전치할 쪽은 X입니다.",
    ),
)
def dW_transposed(dY, X, W):
    return dY @ W.T, dY.T @ X, dY.sum(axis=0)


@misconception(
    task="linear_backward",
    anchor="mistake-dw-order",
    title=("dW multiplies in an order whose shapes do not fit", "dW의 곱셈 순서가 모양과 맞지 않습니다"),
    text=(
        "NumPy stops at dY times X: (N, K) meets (N, D), and the inner sizes K and N differ. For single numbers "
        "the chain rule is a product in any order, so the order seems free. For a batch, dW sums over the "
        "samples, so the two axes N must meet inside and D and K remain outside.",
        "NumPy가 dY와 X의 곱에서 멈춥니다. (N, K)와 (N, D)가 만나면 안쪽의 K와 N이 다릅니다. 수 하나라면 연쇄 "
        "법칙의 곱은 순서가 자유로우므로 여기서도 그래 보입니다. 배치에서 dW는 표본에 대한 합이므로, 두 N이 "
        "안쪽에서 만나고 D와 K가 바깥에 남아야 합니다.",
    ),
)
def dW_in_forward_order(dY, X, W):
    return dY @ W.T, dY @ X, dY.sum(axis=0)


@misconception(
    task="linear_backward",
    anchor="mistake-averaged-twice",
    title=("The layer divides by N again", "층에서 N으로 한 번 더 나누었습니다"),
    text=(
        "Your dW and db are N times too small. The loss is a mean, so 1/N belongs somewhere, but mse_backward "
        "has already put it into the upstream gradient dY. A layer knows nothing of the loss above it: it adds "
        "the samples' shares. With N = 1 the two agree, so a check on one sample does not see it.",
        "dW와 db가 N분의 1로 나왔습니다. 손실이 평균이므로 1/N이 어딘가에 있어야 하지만, mse_backward가 이미 "
        "상류 기울기 dY에 넣었습니다. 층은 위에 있는 손실을 모르고 표본들의 몫을 더할 뿐입니다. N이 1이면 둘이 "
        "같으므로 표본 하나로 검사하면 보이지 않습니다.",
    ),
)
def averaged_twice(dY, X, W):
    N = len(X)
    return dY @ W.T, X.T @ dY / N, dY.sum(axis=0) / N


@misconception(
    task="linear_backward",
    anchor="mistake-averaged-twice",
    title=("dW is divided by N", "dW를 N으로 나누었습니다"),
    text=(
        "Your db is right, and dW is N times too small. Dividing by the number of samples looks like the averaging "
        "that a mean loss needs, but mse_backward has already put 1/N into the upstream gradient dY. The matrix "
        "product adds the samples' shares, and that sum is the gradient.",
        "db는 맞지만 dW가 N분의 1로 나왔습니다. 표본 수로 나누는 것이 평균 손실에 필요한 일처럼 보이지만, "
        "mse_backward가 이미 상류 기울기 dY에 1/N을 넣었습니다. 행렬 곱은 표본들의 몫을 더하며, 그 합이 곧 "
        "기울기입니다.",
    ),
)
def dW_averaged(dY, X, W):
    return dY @ W.T, X.T @ dY / len(X), dY.sum(axis=0)


@misconception(
    task="linear_backward",
    anchor="mistake-averaged-twice",
    title=("db is a mean over the samples", "db를 표본에 대해 평균했습니다"),
    text=(
        "Your dW is right, and db is N times too small. Averaging a vector per sample into one looks natural, "
        "and dW hides its own sum inside a matrix product, so the two seem to be treated alike. Both are sums "
        "over the rows: the 1/N of the loss is already in dY.",
        "dW는 맞지만 db가 N분의 1로 나왔습니다. 표본마다 있는 벡터를 하나로 만들 때 평균은 자연스러워 보이고, "
        "dW의 합은 행렬 곱 안에 숨어 있어 둘을 똑같이 다룬 것 같습니다. 둘 다 행에 대한 합입니다. 손실의 1/N은 "
        "이미 dY 안에 있습니다.",
    ),
)
def db_averaged(dY, X, W):
    return dY @ W.T, X.T @ dY, dY.mean(axis=0)


@misconception(
    task="linear_backward",
    anchor="mistake-db-axis",
    title=("db is summed over the outputs", "db를 출력에 대해 더했습니다"),
    text=(
        "Your db has shape (N,): one number per sample. The axis named in a NumPy sum is the one that "
        "disappears, not the one that stays, and this is easily read the other way round. The bias has one entry "
        "per output, so K must stay and the samples, axis 0, must go.",
        "db의 모양이 (N,)으로 표본마다 하나씩입니다. NumPy의 sum에 적는 축은 남는 축이 아니라 사라지는 축인데, "
        "거꾸로 읽기 쉽습니다. 편향은 출력마다 하나이므로 K가 남고 표본의 축인 0번 축이 사라져야 합니다.",
    ),
)
def db_over_outputs(dY, X, W):
    return dY @ W.T, X.T @ dY, dY.sum(axis=1)


@misconception(
    task="linear_backward",
    anchor="mistake-db-axis",
    title=("db is summed over everything", "db를 전부 더해 수 하나로 만들었습니다"),
    text=(
        "Your db is one number; b has K entries. Without an axis, a NumPy sum adds all N·K entries, and with one "
        "output that happens to be right, so it survives the first small example. Each output has a bias of its "
        "own: add over the samples only.",
        "db가 수 하나인데 b의 원소는 K개입니다. 축을 주지 않은 NumPy의 sum은 N·K개를 모두 더합니다. 출력이 "
        "하나면 우연히 맞으므로 처음의 작은 예제는 통과합니다. 출력마다 자기 편향이 있으니 표본에 대해서만 "
        "더합니다.",
    ),
)
def db_over_everything(dY, X, W):
    return dY @ W.T, X.T @ dY, dY.sum()


@misconception(
    task="linear_backward",
    anchor="mistake-db-not-summed",
    title=("db is dY itself", "db가 dY 그대로입니다"),
    text=(
        "Your db has shape (N, K). For one sample the derivative with respect to b is 1, so db = dY is right "
        "there, and a batch looks like more of the same. But one b is used in all N rows: what is used N times "
        "collects N shares, so they are added and (K,) remains.",
        "db의 모양이 (N, K)입니다. 표본 하나에서는 b에 대한 미분이 1이므로 db = dY가 맞고, 배치도 마찬가지일 것 "
        "같습니다. 그러나 b 하나를 N개의 행이 함께 씁니다. N번 쓰인 것은 N개의 몫을 모으므로, 그 몫을 더하여 "
        "(K,)가 됩니다.",
    ),
)
def db_not_summed(dY, X, W):
    return dY @ W.T, X.T @ dY, dY.copy()


@misconception(
    task="linear_backward",
    anchor="mistake-db-not-summed",
    title=("Only the last sample is left in dW and db", "dW와 db에 마지막 표본만 남았습니다"),
    text=(
        "Your dW and db are the shares of the last sample alone: each turn of the loop replaces what the one "
        "before had found. Each single formula is right, so the loop reads well. Weights and biases are shared "
        "by all samples, and at such a fork gradients add: start from zeros and accumulate.",
        "dW와 db가 마지막 표본의 몫뿐입니다. 반복할 때마다 앞에서 구한 값을 덮어썼습니다. 표본 하나에 대한 식은 "
        "맞으므로 코드를 읽어도 이상해 보이지 않습니다. 가중치와 편향은 모든 표본이 함께 쓰고, 이런 갈림길에서 "
        "기울기는 더해집니다. 0에서 시작하여 누적합니다.",
    ),
)
def last_sample_replaces_others(dY, X, W):
    dX = np.zeros_like(X)
    for n in range(len(X)):
        dX[n] = W @ dY[n]
        dW = np.outer(X[n], dY[n])
        db = dY[n].copy()
    return dX, dW, db


@misconception(
    task="linear_backward",
    anchor="mistake-last-row",
    title=("The loop stops one row short", "반복문이 마지막 행 앞에서 끝납니다"),
    text=(
        "The last row of your dX is zero, and dW and db lack the last sample's share. Rows are numbered 0 to N − "
        "1, and range leaves its end out by itself, so taking one off once more drops a sample. With N = 1 "
        "nothing at all is computed: let the loop run over all N rows.",
        "dX의 마지막 행이 0이고 dW와 db에는 마지막 표본의 몫이 없습니다. 행 번호는 0부터 N − 1까지이고 range가 "
        "끝값을 스스로 제외하므로, 1을 더 빼면 표본 하나를 잃습니다. N이 1이면 아무것도 계산되지 않습니다. N개의 "
        "행을 모두 돕니다.",
    ),
)
def last_sample_left_out(dY, X, W):
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[1])
    for n in range(len(X) - 1):
        dX[n] = W @ dY[n]
        dW += np.outer(X[n], dY[n])
        db += dY[n]
    return dX, dW, db


@misconception(
    task="linear_backward",
    anchor="mistake-dx-no-transpose",
    title=("dX multiplies by W without its transpose", "dX에서 W를 전치하지 않았습니다"),
    text=(
        "NumPy stops at dY times W: (N, K) meets (D, K), and K is not D. The forward pass multiplies by W, so "
        "the way back seems to do so too. But backwards each input collects from the K outputs it went into, so "
        "the two axes K must meet: W has to be turned, and (N, D) is left.",
        "NumPy가 dY와 W의 곱에서 멈춥니다. (N, K)와 (D, K)가 만나는데 K와 D가 다릅니다. 순전파에서 W를 곱했으니 "
        "돌아올 때도 그럴 것 같습니다. 그러나 거꾸로 갈 때는 입력마다 자신이 들어간 출력 K개에서 기울기를 "
        "모으므로 두 K가 만나야 합니다. W를 전치하면 (N, D)가 남습니다.",
    ),
)
def dX_without_transpose(dY, X, W):
    return dY @ W, X.T @ dY, dY.sum(axis=0)


@misconception(
    task="linear_backward",
    anchor="mistake-columns-as-samples",
    title=("dX has its samples in columns", "dX의 표본이 열에 놓였습니다"),
    text=(
        "Your dX has shape (D, N): the right numbers, turned on their side. It is the formula for one sample "
        "written as a column, W times dy, used on a whole batch. X keeps a sample per row, so its gradient does "
        "too: transpose the product, and dY comes first.",
        "dX의 모양이 (D, N)입니다. 값은 맞지만 옆으로 누워 있습니다. 표본 하나를 열로 쓴 식, 곧 W에 dy를 곱하는 "
        "식을 배치 전체에 쓴 것입니다. X는 한 행에 표본 하나를 두므로 그 기울기도 그렇습니다. 곱을 전치하면 dY가 "
        "앞에 옵니다.",
    ),
)
def dX_samples_in_columns(dY, X, W):
    return W @ dY.T, X.T @ dY, dY.sum(axis=0)


@misconception(
    task="linear_backward",
    anchor="mistake-upstream-ignored",
    title=("The upstream gradient is taken as ones", "상류 기울기를 1로 보았습니다"),
    text=(
        "Your gradients belong to the plain sum of the outputs: dY does not occur in them, as if each output "
        "counted equally. Checks that use an upstream gradient of ones cannot tell the difference. What arrives "
        "from above says how much the loss cares about each output of each sample; the chain rule multiplies by "
        "it.",
        "모든 출력이 똑같이 중요한 것처럼 dY 없이 계산되어, 출력의 단순한 합에 대한 기울기가 나왔습니다. 상류 "
        "기울기를 1로 두고 하는 검사로는 구별할 수 없습니다. 위에서 내려오는 값은 손실이 각 표본의 각 출력에 "
        "얼마나 민감한지를 말해 주며, 연쇄 법칙은 그 값을 곱합니다.",
    ),
)
def upstream_taken_as_ones(dY, X, W):
    ones = np.ones((len(X), W.shape[1]))
    return ones @ W.T, X.T @ ones, ones.sum(axis=0)


@misconception(
    task="linear_backward",
    anchor="mistake-upstream-ignored",
    title=("Local derivatives only", "국소 미분만 구했습니다"),
    text=(
        "You return the local derivatives of the layer: W turned for X, X turned for W, one for b. From school "
        "the derivative of xw with respect to x is w, and that is indeed one factor. The other is the upstream "
        "gradient dY: backward returns the slopes of the loss, in the shapes of X, W and b, and not those of the "
        "layer alone.",
        "X에 대해서는 W의 전치, W에 대해서는 X의 전치, b에 대해서는 1, 곧 층 자체의 국소 미분을 돌려주었습니다. "
        "xw를 x로 미분하면 w라는 것은 맞고, 그것이 인수 하나입니다. 다른 하나는 상류 기울기 dY입니다. 역전파는 "
        "층만의 미분이 아니라 손실의 기울기를 X, W, b의 모양으로 돌려줍니다.",
    ),
)
def local_derivatives_only(dY, X, W):
    return W.T.copy(), X.T.copy(), np.ones(W.shape[1])


@misconception(
    task="linear_backward",
    anchor="mistake-result-order",
    title=("The gradients come in another order", "기울기를 돌려주는 순서가 다릅니다"),
    text=(
        "All three gradients are right, but the first place holds dW and the second dX. Weights come first when "
        "one thinks of training, since they are what is updated. A caller unpacks by position, so the order is "
        "part of the contract: that of the forward arguments X, W, b, hence dX, dW, db.",
        "기울기 세 개는 모두 맞지만 첫째 자리에 dW, 둘째 자리에 dX가 있습니다. 학습을 생각하면 갱신할 가중치가 "
        "먼저 떠오릅니다. 호출하는 쪽은 자리에 따라 값을 받으므로 순서도 약속의 일부입니다. 순전파의 인수 X, W, "
        "b와 같이 dX, dW, db 순서로 돌려줍니다.",
    ),
)
def dW_returned_first(dY, X, W):
    return X.T @ dY, dY @ W.T, dY.sum(axis=0)


@misconception(
    task="linear_backward",
    anchor="mistake-kept-axis",
    title=("db keeps an axis that b does not have", "db에 b에는 없는 축이 남았습니다"),
    text=(
        "Your db has shape (1, K); b has (K,). Kept axes are handy for broadcasting, and an update with this db "
        "runs, but it silently turns b into a matrix of one row, and the shape spreads from there. Gradient and "
        "parameter have the same shape: let the summed axis go.",
        "db의 모양이 (1, K)인데 b는 (K,)입니다. 축을 남기면 브로드캐스트에 편하고 이 db로 갱신도 되지만, 그 순간 "
        "b가 조용히 한 행짜리 행렬이 되고 그 모양이 퍼져 나갑니다. 기울기와 매개변수의 모양은 같습니다. 더한 "
        "축은 없앱니다.",
    ),
)
def db_keeps_axis(dY, X, W):
    return dY @ W.T, X.T @ dY, dY.sum(axis=0, keepdims=True)


@misconception(
    task="linear_backward",
    anchor="mistake-factor-two",
    title=("The 2 of the loss appears in the layer", "손실의 2가 층에 나타났습니다"),
    text=(
        "All your gradients are twice too long. The 2 comes from deriving a square, and the layer squares "
        "nothing: it belongs to the loss, and mse_backward has already put it into dY. A layer adds no constants "
        "of its own, so the same layer works below any loss.",
        "모든 기울기가 두 배입니다. 2는 제곱을 미분할 때 나오는데 층은 아무것도 제곱하지 않습니다. 2는 손실의 "
        "것이고 mse_backward가 이미 dY에 넣었습니다. 층은 자기만의 상수를 덧붙이지 않으므로 어떤 손실 아래에서도 "
        "그대로 쓸 수 있습니다.",
    ),
)
def two_put_in_again(dY, X, W):
    return 2 * dY @ W.T, 2 * X.T @ dY, 2 * dY.sum(axis=0)


# least_squares


@misconception(
    task="least_squares",
    anchor="mistake-bias-forgotten",
    title=("The fit goes through the origin", "원점을 지나는 적합입니다"),
    text=(
        "Your b is zero, and W was found as if there were no bias: the best map through the origin, not the best "
        "affine one. The textbook formula is written with one matrix of inputs, and it is easy to miss that this "
        "matrix already contains a column of ones. Fit W and b together: give the bias a constant column, or "
        "take the means off first.",
        "b가 0이고 W도 편향이 없는 것처럼 구했습니다. 가장 좋은 아핀 사상이 아니라 원점을 지나는 사상 가운데 "
        "가장 좋은 것입니다. 교과서의 공식은 입력 행렬 하나로 쓰여 있어서, 그 행렬에 이미 1로 채운 열이 들어 "
        "있다는 점을 놓치기 쉽습니다. 편향에 상수 열을 주거나 먼저 평균을 빼서 W와 b를 함께 맞춥니다.",
    ),
)
def fit_through_the_origin(X, Y):
    W = np.linalg.lstsq(X, Y, rcond=None)[0]
    return W, np.zeros(Y.shape[1])


@misconception(
    task="least_squares",
    noisy=True,
    anchor="mistake-singular-normal-equations",
    title=("The normal equations are inverted", "정규 방정식의 역행렬을 구했습니다"),
    text=(
        "On plain data your fit is right, but with repeated, zero or too many columns it fails, by an error or "
        "by huge numbers. The formula with the inverse stands in every textbook, with its condition in small "
        "print: the columns must be independent. A minimiser exists even when the inverse does not; use a solver "
        "that is made for such matrices; it also loses fewer digits on the others.",
        "보통의 데이터에서는 맞지만 열이 겹치거나 0이거나 너무 많으면 오류가 나거나 터무니없이 큰 수가 나옵니다. "
        "역행렬 공식은 어느 교과서에나 있지만, 열들이 독립이어야 한다는 조건은 작은 글씨로 적혀 있습니다. "
        "역행렬이 없어도 최소점은 있습니다. 그런 행렬까지 다루도록 만든 풀이법을 쓰면 반올림 오차가 커지는 일도 "
        "줄어듭니다.",
    ),
)
def normal_equations_inverted(X, Y):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.inv(A.T @ A) @ A.T @ Y
    return theta[:-1], theta[-1]


@misconception(
    task="least_squares",
    anchor="mistake-bias-is-mean",
    title=("b is the mean of the targets", "b를 정답의 평균으로 두었습니다"),
    text=(
        "Your W is a minimiser, but b is just the mean of Y. With centred inputs that is right, and centring is "
        "how W was found, so it is easy to forget to go back. The best map passes through the point of means: "
        "what W makes of the mean input has to be taken off the mean target.",
        "W는 맞지만 b가 Y의 평균 그대로입니다. 평균을 뺀 입력에서는 이것이 맞고 W도 그렇게 구했으므로, 원래 "
        "좌표로 돌아오는 일을 잊기 쉽습니다. 가장 좋은 사상은 평균의 점을 지납니다. 평균 입력에 W를 적용한 값을 "
        "평균 정답에서 빼야 합니다.",
    ),
)
def bias_left_at_mean_target(X, Y):
    W = np.linalg.lstsq(X - X.mean(axis=0), Y - Y.mean(axis=0), rcond=None)[0]
    return W, Y.mean(axis=0)


@misconception(
    task="least_squares",
    anchor="mistake-bias-is-mean",
    title=("First W without a bias, then b", "W를 편향 없이 구한 다음 b를 구했습니다"),
    text=(
        "You fit W through the origin and set b to the mean of what is left. Each step is best for itself, but W "
        "has already bent to do the bias's work. The two depend on each other unless the inputs have mean zero: "
        "fit them together, or centre inputs and targets before W is found.",
        "원점을 지나게 W를 맞춘 다음 남은 오차의 평균을 b로 두었습니다. 각 단계만 보면 최선이지만 W는 이미 "
        "편향의 몫까지 떠맡느라 휘었습니다. 입력의 평균이 0이 아니면 둘은 서로 얽혀 있습니다. 함께 맞추거나, W를 "
        "구하기 전에 입력과 정답에서 평균을 뺍니다.",
    ),
)
def bias_fitted_afterwards(X, Y):
    W = np.linalg.lstsq(X, Y, rcond=None)[0]
    return W, np.mean(Y - X @ W, axis=0)


@misconception(
    task="least_squares",
    anchor="mistake-ridge",
    title=("A small ridge is added to the diagonal", "대각선에 작은 값을 더했습니다"),
    text=(
        "Your fit is close to the best one and never reaches it: λ times the identity makes the matrix "
        "invertible by solving another problem, which also punishes large weights. That is ridge regression, a "
        "fine method when it is what one wants. The task asks for a minimiser of the mse itself, and one exists "
        "without any λ.",
        "가장 좋은 적합에 가깝지만 닿지는 못합니다. 단위행렬의 λ배를 더하면 역행렬이 생기지만, 큰 가중치에 벌을 "
        "주는 다른 문제를 푸는 셈입니다. 이것은 릿지 회귀이고, 그것이 목적이라면 좋은 방법입니다. 과제는 mse "
        "자체의 최소점을 묻고, 최소점은 λ 없이도 있습니다.",
    ),
)
def ridge_for_stability(X, Y):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.solve(A.T @ A + 1e-2 * np.eye(A.shape[1]), A.T @ Y)
    return theta[:-1], theta[-1]


@misconception(
    task="least_squares",
    anchor="mistake-descent-for-closed-form",
    title=("Gradient descent stopped on the way", "경사 하강법이 도중에 멈췄습니다"),
    text=(
        "Your fit is still going down when it is returned. A fixed number of steps at a fixed rate looks "
        "converged on one data set and is far off on another: how many are enough depends on the curvature of "
        "the loss. For this loss the minimum can be computed at once, and that is what makes it an oracle for "
        "descent.",
        "손실이 아직 내려가는 중인데 돌려주었습니다. 정해 둔 학습률과 횟수는 어떤 데이터에서는 수렴한 것처럼 "
        "보여도 다른 데이터에서는 한참 모자랍니다. 몇 번이면 되는지는 손실의 곡률에 달려 있습니다. 이 손실은 "
        "최소점을 한 번에 계산할 수 있고, 그래서 경사 하강법을 검사하는 기준이 됩니다.",
    ),
)
def descent_stopped_early(X, Y):
    N, D = X.shape
    W, b = np.zeros((D, Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(100):
        dY = 2 * (X @ W + b - Y) / N
        W, b = W - 0.01 * X.T @ dY, b - 0.01 * dY.sum(axis=0)
    return W, b


@misconception(
    task="least_squares",
    anchor="mistake-zero-column",
    title=("Divided by a standard deviation of 0", "0인 표준 편차로 나누었습니다"),
    text=(
        "A column that never varies has a standard deviation of 0, and 0/0 is not a number. It spoils the whole "
        "fit, which NumPy may report as an SVD that does not converge. Standardising is good advice for gradient "
        "descent, so it seems a good start here. A closed form does not need it: subtract means if you like, and "
        "if you scale, leave constant columns alone.",
        "변하지 않는 열은 표준 편차가 0이고 0/0은 수가 아니므로 적합 전체가 망가집니다. NumPy는 이를 SVD가 "
        "수렴하지 않는다는 오류로 알리기도 합니다. 표준화는 경사 하강법에서 좋은 습관이어서 여기서도 좋은 "
        "출발처럼 보입니다. 닫힌 형태의 해에는 필요하지 않습니다. 평균은 빼도 좋고, 크기를 맞추려면 상수인 열은 "
        "그대로 둡니다.",
    ),
)
def standardised_by_zero(X, Y):
    mean, deviation = X.mean(axis=0), X.std(axis=0)
    scaled = np.linalg.pinv((X - mean) / deviation) @ (Y - Y.mean(axis=0))
    W = scaled / deviation[:, np.newaxis]
    return W, Y.mean(axis=0) - mean @ W


@misconception(
    task="least_squares",
    anchor="mistake-augmented-split",
    title=("The bias is read from the wrong end", "편향을 반대쪽 끝에서 읽었습니다"),
    text=(
        "Your solution is right until it is taken apart: the column of ones was appended as the last one, so the "
        "last row of the solution is the bias, but you take the first. Books put the ones in front as often as "
        "at the end. Rows of the solution follow the columns of the design matrix: split it where you joined it.",
        "해를 나누기 전까지는 맞습니다. 1로 채운 열을 맨 뒤에 붙였으므로 해의 마지막 행이 편향인데 첫 행을 "
        "가져갔습니다. 1을 앞에 두는 책과 뒤에 두는 책이 모두 있어 섞이기 쉽습니다. 해의 행은 설계 행렬의 열을 "
        "따르므로 붙인 자리에서 나눕니다.",
    ),
)
def bias_read_from_the_front(X, Y):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.lstsq(A, Y, rcond=None)[0]
    return theta[1:], theta[0]


@misconception(
    task="least_squares",
    anchor="mistake-kept-axis",
    title=("b keeps an axis of length 1", "b에 길이가 1인 축이 남았습니다"),
    text=(
        "Your fit is right, but b has shape (1, K) in place of (K,). It comes from kept means or from slicing a "
        "row where a single index is meant, and it broadcasts so well that predictions do not change. The "
        "contract of this layer is one entry per output: b is a vector of length K.",
        "적합은 맞지만 b의 모양이 (K,)가 아니라 (1, K)입니다. 평균을 낼 때 축을 남기거나, 번호 하나로 고를 행을 "
        "슬라이스로 잘라서 생깁니다. 브로드캐스트가 잘 되어 예측은 달라지지 않습니다. 이 층의 약속은 출력마다 "
        "원소 하나입니다. b는 길이가 K인 벡터입니다.",
    ),
)
def bias_as_a_row(X, Y):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.lstsq(A, Y, rcond=None)[0]
    return theta[:-1], theta[-1:]


@misconception(
    task="least_squares",
    anchor="mistake-result-order",
    title=("b comes before W", "b가 W보다 먼저 나왔습니다"),
    text=(
        "Both results are right, but b stands first. Formulas that begin with the intercept suggest this order. "
        "Callers unpack by position, so the order is part of the contract: W, shape (D, K), then b, shape (K,).",
        "두 결과는 모두 맞지만 b가 먼저 나왔습니다. 절편부터 쓰는 식을 보면 이 순서가 자연스럽습니다. 호출하는 "
        "쪽은 자리에 따라 값을 받으므로 순서도 약속의 일부입니다. 모양이 (D, K)인 W가 먼저, (K,)인 b가 "
        "다음입니다.",
    ),
)
def bias_returned_first(X, Y):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.lstsq(A, Y, rcond=None)[0]
    return theta[-1], theta[:-1]


# train_linear


@misconception(
    task="train_linear",
    anchor="mistake-bias-frozen",
    title=("The bias is never updated", "편향을 갱신하지 않았습니다"),
    text=(
        "Your b comes back as it went in, and W bends to do its work. The loss still falls, so the curve looks "
        "healthy; it settles at a higher floor. The bias is a parameter like any weight: db is there, so take "
        "its step too.",
        "b가 들어온 그대로 나왔고 W가 그 몫까지 떠맡습니다. 손실은 여전히 줄어들어 곡선은 건강해 보이지만 더 "
        "높은 곳에서 멈춥니다. 편향도 가중치와 같은 매개변수입니다. db를 구했으니 b도 한 걸음 움직입니다.",
    ),
)
def bias_frozen(X, Y, W, b, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.sum(error**2) / len(X)
        W = W - lr * X.T @ (2 * error / len(X))
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-gradient-once",
    title=("The gradient is computed once, before the loop", "기울기를 반복문 앞에서 한 번만 구했습니다"),
    text=(
        "Each of your steps is the same as the first, so W and b walk along a straight line, past the minimum if "
        "there are enough steps. Moving what does not change out of a loop is good practice, but the gradient "
        "does change: it is the slope at the present W and b. Make a new forward and backward pass in every "
        "step.",
        "모든 걸음이 첫 걸음과 같아서 W와 b가 직선을 따라 움직이고, 횟수가 많으면 최소점을 지나칩니다. 변하지 "
        "않는 계산을 반복문 밖에 두는 것은 좋은 습관이지만 기울기는 변합니다. 기울기는 지금의 W와 b에서 잰 "
        "경사입니다. 걸음마다 순전파와 역전파를 새로 합니다.",
    ),
)
def gradient_before_the_loop(X, Y, W, b, lr, steps):
    dY = 2 * (X @ W + b - Y) / len(X)
    dW, db = X.T @ dY, dY.sum(axis=0)
    losses = np.zeros(steps)
    for t in range(steps):
        losses[t] = np.sum((X @ W + b - Y) ** 2) / len(X)
        W, b = W - lr * dW, b - lr * db
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-sequential-update",
    title=("b is updated from weights that have already moved", "이미 움직인 가중치로 b를 갱신했습니다"),
    text=(
        "Your first W is right, and b is off from the first step on: its gradient was taken from a forward pass "
        "made after W had changed. It seems better to use the newest weights, and the loss does fall. But a "
        "gradient is the slope at one point, for all parameters together: take dW and db from the same pass, "
        "then move both.",
        "첫 번째 W는 맞지만 b는 첫 걸음부터 어긋납니다. W가 바뀐 뒤의 순전파에서 b의 기울기를 구했기 때문입니다. "
        "최신 가중치를 쓰는 편이 더 나아 보이고 손실도 줄어듭니다. 그러나 기울기는 한 점에서 모든 매개변수에 "
        "대해 함께 잰 경사입니다. 같은 순전파에서 dW와 db를 모두 구한 다음 둘을 움직입니다.",
    ),
)
def bias_from_moved_weights(X, Y, W, b, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.sum(error**2) / len(X)
        W = W - lr * X.T @ (2 * error / len(X))
        error = X @ W + b - Y
        b = b - lr * np.sum(2 * error / len(X), axis=0)
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-loss-after-update",
    title=("Losses are recorded after the update", "갱신한 뒤의 손실을 기록했습니다"),
    text=(
        "W and b are right, but your record is one step ahead: losses[0] is already the loss after update 0, and "
        "the loss at the start is nowhere. It feels right to report a step when it is done. The first entry is "
        "worth having, though, since it can be checked by hand before anything has been learned: record, then "
        "move.",
        "W와 b는 맞지만 기록이 한 걸음 앞서 있습니다. losses[0]이 이미 0번 갱신을 마친 뒤의 손실이고 출발점의 "
        "손실은 어디에도 없습니다. 걸음을 마친 다음 보고하는 것이 자연스러워 보입니다. 그러나 첫 값은 아무것도 "
        "배우기 전에 손으로 확인할 수 있어서 소중합니다. 먼저 기록하고 그다음에 움직입니다.",
    ),
)
def loss_recorded_after_update(X, Y, W, b, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        dY = 2 * (X @ W + b - Y) / len(X)
        W, b = W - lr * X.T @ dY, b - lr * dY.sum(axis=0)
        losses[t] = np.sum((X @ W + b - Y) ** 2) / len(X)
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-extra-loss",
    title=("One loss too many", "손실이 하나 더 많습니다"),
    text=(
        "Your losses have length steps + 1: the loss after the last update is there too. Posts and gaps: T "
        "updates have T + 1 points before, between and after them, and recording all is a sensible choice. Here "
        "losses[t] belongs to update t, so there are exactly as many as updates, and none when steps is 0.",
        "losses의 길이가 steps + 1입니다. 마지막 갱신 뒤의 손실까지 들어 있습니다. 갱신이 T번이면 그 앞과 사이와 "
        "뒤의 지점은 T + 1개이고, 모두 기록하는 것도 합리적인 선택입니다. 여기서는 losses[t]가 갱신 t에 속하므로 "
        "갱신의 횟수와 같고, steps가 0이면 비어 있습니다.",
    ),
)
def final_loss_recorded_too(X, Y, W, b, lr, steps):
    losses = np.zeros(steps + 1)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.sum(error**2) / len(X)
        dY = 2 * error / len(X)
        W, b = W - lr * X.T @ dY, b - lr * dY.sum(axis=0)
    losses[steps] = np.sum((X @ W + b - Y) ** 2) / len(X)
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-list-for-array",
    title=("losses is a list", "losses가 리스트입니다"),
    text=(
        "The numbers are right, but losses is a Python list, and an array is asked for. A list grows by append, "
        "which is convenient in a loop, and prints much the same. Whoever takes your result may want its shape, "
        "a mean along an axis or a difference of two runs: turn it into a float64 array before you return it.",
        "값은 맞지만 배열이 아니라 파이썬 리스트를 돌려주었습니다. 리스트는 append로 늘릴 수 있어 반복문에서 "
        "편하고, 출력해 보면 모습도 비슷합니다. 그러나 결과를 받는 쪽은 모양을 묻거나 축을 따라 평균을 내거나 두 "
        "실행의 차이를 구할 수 있습니다. 돌려주기 전에 float64 배열로 바꿉니다.",
    ),
)
def losses_in_a_list(X, Y, W, b, lr, steps):
    losses = []
    for _ in range(steps):
        error = X @ W + b - Y
        losses.append(float(np.sum(error**2) / len(X)))
        dY = 2 * error / len(X)
        W, b = W - lr * X.T @ dY, b - lr * dY.sum(axis=0)
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-sign",
    title=("Steps go uphill", "손실이 커지는 쪽으로 움직입니다"),
    text=(
        "Your losses grow from step to step. The gradient points to where the loss rises fastest, and adding it "
        'follows it there; "add the update" is a phrase that is easily taken at its word. Descent goes against '
        "the gradient: the step is subtracted, for W and for b.",
        "걸음마다 손실이 커집니다. 기울기는 손실이 가장 빠르게 커지는 방향을 가리키고, 그것을 더하면 그쪽으로 "
        '갑니다. "갱신을 더한다"는 말을 그대로 옮기면 이렇게 되기 쉽습니다. 하강은 기울기의 반대쪽으로 갑니다. '
        "W와 b 모두에서 걸음을 뺍니다.",
    ),
)
def ascent(X, Y, W, b, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.sum(error**2) / len(X)
        dY = 2 * error / len(X)
        W, b = W + lr * X.T @ dY, b + lr * dY.sum(axis=0)
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-in-place",
    title=("The caller's W and b are changed", "호출한 쪽의 W와 b가 바뀌었습니다"),
    text=(
        "The numbers are right, but the caller's starting weights are gone: -= writes into the arrays that were "
        "passed in. It looks like a short form of W = W − …, and for numbers it is; for arrays it is another "
        "operation. Compute new arrays, or copy once at the start; then a second run starts where the first did.",
        "값은 맞지만 호출한 쪽이 가진 출발점이 사라졌습니다. -=는 넘겨받은 바로 그 배열에 씁니다. W = W − …의 "
        "줄임말처럼 보이고 수에서는 정말 그렇지만, 배열에서는 다른 연산입니다. 새 배열을 만들거나 처음에 한 번 "
        "복사하면, 두 번째 실행도 첫 번째와 같은 곳에서 출발합니다.",
    ),
)
def start_overwritten(X, Y, W, b, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.sum(error**2) / len(X)
        dY = 2 * error / len(X)
        W -= lr * X.T @ dY
        b -= lr * dY.sum(axis=0)
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-averaged-twice",
    title=("The update divides by N again", "갱신할 때 N으로 한 번 더 나누었습니다"),
    text=(
        "Your steps are N times too short, as if the learning rate were lr/N; the loss falls, but slowly. An "
        "average over samples is expected in the update, and it is there already: mse_backward put 1/N into the "
        "gradient that everything below is made of. Multiply dW and db by lr and by nothing else.",
        "학습률이 lr/N인 것처럼 걸음이 N분의 1로 짧아서 손실이 느리게 줄어듭니다. 갱신에는 표본에 대한 평균이 "
        "있어야 할 것 같지만 이미 들어 있습니다. mse_backward가 1/N을 넣은 기울기에서 나머지가 모두 나왔습니다. "
        "dW와 db에는 lr만 곱합니다.",
    ),
)
def update_averaged_twice(X, Y, W, b, lr, steps):
    N = len(X)
    losses = np.zeros(steps)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.sum(error**2) / N
        dY = 2 * error / N
        W, b = W - lr * X.T @ dY / N, b - lr * dY.sum(axis=0) / N
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-factor-two",
    title=("Steps are half as long", "걸음이 절반입니다"),
    text=(
        "The first loss is right, and every step is half of what it should be: the gradient lost the 2 that "
        "comes from deriving the square. Code that was copied from a text with ½ in its loss does this. The loss "
        "here has no ½; use the gradient that belongs to it, or descent runs with half the learning rate that "
        "was asked for.",
        "첫 손실은 맞지만 모든 걸음이 절반입니다. 제곱을 미분할 때 나오는 2가 기울기에서 빠졌습니다. 손실에 ½이 "
        "있는 책의 코드를 옮기면 이렇게 됩니다. 이 손실에는 ½이 없습니다. 이 손실에서 나온 기울기를 쓰지 않으면 "
        "주어진 학습률의 절반으로 내려가게 됩니다.",
    ),
)
def steps_without_the_two(X, Y, W, b, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.sum(error**2) / len(X)
        dY = error / len(X)
        W, b = W - lr * X.T @ dY, b - lr * dY.sum(axis=0)
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-sum-for-mean",
    title=("The gradient is that of the sum", "합의 기울기로 갱신했습니다"),
    text=(
        "Your steps are N times too long: the recorded loss is a mean, but the gradient that drives the steps "
        "lacks 1/N. With few samples this only looks fast; with many it leaps over the minimum and diverges. "
        "Loss and gradient must belong to the same function, here the mean over the N rows.",
        "걸음이 N배로 깁니다. 기록한 손실은 평균인데, 움직이는 데 쓴 기울기에는 1/N이 없습니다. 표본이 적으면 "
        "그저 빨라 보이지만 많으면 최소점을 뛰어넘어 발산합니다. 손실과 기울기는 같은 함수, 여기서는 N개의 행에 "
        "대한 평균에서 나와야 합니다.",
    ),
)
def steps_on_the_sum(X, Y, W, b, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.sum(error**2) / len(X)
        W, b = W - lr * X.T @ (2 * error), b - lr * np.sum(2 * error, axis=0)
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-mean-over-entries",
    title=("Losses are averaged over all entries", "손실을 원소 전체로 평균했습니다"),
    text=(
        "W and b are right, but each recorded loss is K times too small: np.mean without an axis divides by N·K. "
        "The curve has the right form, so nothing looks wrong. The loss that you descend is the sum over "
        "outputs, averaged over the N samples; record that one, by your own mse.",
        "W와 b는 맞지만 기록한 손실이 모두 K분의 1입니다. 축을 주지 않은 np.mean은 N·K로 나눕니다. 곡선의 모양은 "
        "맞으므로 이상해 보이지 않습니다. 실제로 줄이고 있는 손실은 출력에 대해 더하고 표본 N개에 대해 평균한 "
        "값입니다. 직접 만든 mse로 그 값을 기록합니다.",
    ),
)
def losses_averaged_over_entries(X, Y, W, b, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.mean(error**2)
        dY = 2 * error / len(X)
        W, b = W - lr * X.T @ dY, b - lr * dY.sum(axis=0)
    return W, b, losses


@misconception(
    task="train_linear",
    anchor="mistake-half",
    title=("Recorded losses carry a ½", "기록한 손실에 ½이 붙었습니다"),
    text=(
        "W and b are right, but each recorded loss is half of the mean squared error. The ½ comes from texts "
        "whose gradient has no 2; yours has one, so loss and gradient no longer belong together. Record the mse "
        "of this course, without ½, whose gradient you follow.",
        "W와 b는 맞지만 기록한 손실이 모두 평균 제곱 오차의 절반입니다. ½은 기울기에 2가 없는 책에서 온 것인데, "
        "이 기울기에는 2가 있으므로 손실과 기울기가 서로 맞지 않습니다. 지금 따라가는 기울기의 손실, 곧 ½이 없는 "
        "이 강좌의 mse를 기록합니다.",
    ),
)
def losses_with_a_half(X, Y, W, b, lr, steps):
    losses = np.zeros(steps)
    for t in range(steps):
        error = X @ W + b - Y
        losses[t] = np.sum(error**2) / (2 * len(X))
        dY = 2 * error / len(X)
        W, b = W - lr * X.T @ dY, b - lr * dY.sum(axis=0)
    return W, b, losses
