/* <fb-activations-playground>: what an activation, the depth and the scale of the weights do to signals and gradients.
 * A batch of 32 normal rows goes through layers of 64 units, Z = A W, A = f(Z), without biases; the entries of W are normal
 * with standard deviation scale/√64. Backward a normal upstream gradient goes down: dA ← (dA · f′(Z)) Wᵀ. Nothing is stored
 * but the draws; each change computes both passes anew. How a page uses it: README.md.
 */

import { Playground } from "./element.js";
import { axes, buttons, clamp, clipped, normal, panel, plot, readout, show } from "./playground.js";

const BATCH = 32, WIDTH = 64, DEPTHS = [2, 20], SCALES = [0.1, 3], HE = Math.SQRT2, FLAT = 0.05;
const START = { activation: "sigmoid", depth: 10, scale: 1, seed: 1 };

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
/* The error function to 1.5 · 10⁻⁷ (Abramowitz and Stegun, 7.1.26). */
function erf(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
  return Math.sign(x) * (1 - tail);
}
const below = (z) => (1 + erf(z / Math.SQRT2)) / 2, density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/* Value and slope, each from z. */
const ACTIVATIONS = {
  identity: [(z) => z, () => 1],
  sigmoid: [sigmoid, (z) => sigmoid(z) * sigmoid(-z)],
  tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
  relu: [(z) => Math.max(0, z), (z) => (z > 0 ? 1 : 0)],
  leaky_relu: [(z) => (z > 0 ? z : 0.01 * z), (z) => (z > 0 ? 1 : 0.01)],
  elu: [(z) => (z > 0 ? z : Math.expm1(z)), (z) => (z > 0 ? 1 : Math.exp(z))],
  softplus: [(z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))), sigmoid],
  gelu: [(z) => z * below(z), (z) => below(z) + z * density(z)],
};

const STRINGS = {
  en: {
    forward: "Forward: log₁₀ of Var(Z), by layer", backward: "Backward: log₁₀ of |dA|, by layer",
    forwardLabel: "Bars: the variance of the pre-activations of each layer", backwardLabel: "Bars: the root mean square of the gradient below each layer",
    activation: "Activation", depth: "Layers", scale: "Deviation of W", redraw: "Draw again", reset: "Reset",
    first: "Var(Z), layer 1", last: "Var(Z), last layer", gradient: "|dA| at the input", factor: "|dA| per layer", flat: "flat slopes",
    steady: "<b>Steady.</b> Signals keep their size on the way up and gradients on the way down, within a factor of 100. Such a network can start to learn in every layer.",
    fades: "<b>The signal fades.</b> Each layer makes it smaller, so the last layers see almost nothing of the input. The weights are too small for this activation.",
    explodes: "<b>It explodes.</b> Each layer multiplies by more than 1, and the products grow exponentially with the depth. The weights are too large for this activation.",
    bounded: "<b>The gradient explodes behind a calm signal.</b> The curve is flat at both ends and keeps every value bounded; on the way down, though, its steep middle meets weights that are too large.",
    vanishes: "<b>The gradient vanishes, although the signal looks healthy.</b> On its way down it is multiplied by a slope below 1 in every layer, and the lowest layers hardly learn.",
  },
  ko: {
    forward: "순전파: 층별 Var(Z)의 log₁₀", backward: "역전파: 층별 |dA|의 log₁₀",
    forwardLabel: "막대: 층마다 활성화 전 값의 분산", backwardLabel: "막대: 층마다 그 아래로 내려온 기울기의 제곱평균제곱근",
    activation: "활성화 함수", depth: "층의 수", scale: "W의 표준 편차", redraw: "다시 뽑기", reset: "되돌리기",
    first: "첫 층의 Var(Z)", last: "마지막 층의 Var(Z)", gradient: "입력에서 |dA|", factor: "층마다 |dA|의 배율", flat: "평평한 기울기",
    steady: "<b>안정적입니다.</b> 올라가는 신호도 내려오는 기울기도 크기가 100배 안에서 유지됩니다. 모든 층이 배우기 시작할 수 있습니다.",
    fades: "<b>신호가 사라집니다.</b> 층을 지날 때마다 작아져서 마지막 층은 입력을 거의 보지 못합니다. 이 활성화 함수에는 가중치가 너무 작습니다.",
    explodes: "<b>폭발합니다.</b> 층마다 1보다 큰 수가 곱해져 깊이에 따라 지수적으로 커집니다. 이 활성화 함수에는 가중치가 너무 큽니다.",
    bounded: "<b>신호는 얌전한데 기울기가 폭발합니다.</b> 곡선의 양 끝이 평평해서 값은 갇혀 있지만, 내려오는 길에는 곡선의 가파른 가운데가 지나치게 큰 가중치와 만납니다.",
    vanishes: "<b>신호는 멀쩡해 보이지만 기울기가 사라집니다.</b> 내려오는 동안 층마다 1보다 작은 기울기가 곱해져서, 아래쪽 층은 거의 배우지 못합니다.",
  },
};

/* The batch, the upstream gradient, and a unit-variance W for each layer that can be asked for. */
function network(seed) {
  const draw = normal(seed), draws = (rows) => Float64Array.from({ length: rows * WIDTH }, draw);
  return { inputs: draws(BATCH), upstream: draws(BATCH), weights: Array.from({ length: DEPTHS[1] }, () => draws(WIDTH)) };
}

/* factor · A W, or factor · A Wᵀ; rows of A are samples. */
function product(A, W, factor, transposed) {
  const out = new Float64Array(A.length), [across, down] = transposed ? [WIDTH, 1] : [1, WIDTH];
  for (let n = 0; n < BATCH; n++)
    for (let k = 0; k < WIDTH; k++) {
      let sum = 0;
      for (let d = 0; d < WIDTH; d++) sum += A[n * WIDTH + d] * W[d * down + k * across];
      out[n * WIDTH + k] = factor * sum;
    }
  return out;
}

const mean = (values, f) => values.reduce((sum, v) => sum + f(v), 0) / values.length;
const rootMeanSquare = (values) => Math.sqrt(mean(values, (v) => v * v));
function variance(values) {
  const centre = mean(values, (v) => v);
  return mean(values, (v) => (v - centre) ** 2);
}

/* Both passes: Var(Z) of layers 1 … L, |dA| at the outputs of layers 0 … L relative to the top, flat slopes of the last layer. */
function passes({ inputs, upstream, weights }, { activation, depth, scale }) {
  const [value, slope] = ACTIVATIONS[activation], factor = scale / Math.sqrt(WIDTH), layers = weights.slice(0, depth);
  const zs = [];
  layers.reduce((A, W) => { zs.push(product(A, W, factor)); return zs.at(-1).map(value); }, inputs);
  const gradients = [upstream];
  for (let l = depth - 1; l >= 0; l--) gradients.unshift(product(gradients[0].map((g, i) => g * slope(zs[l][i])), layers[l], factor, true));
  const norms = gradients.map(rootMeanSquare), top = norms[depth];
  return { variances: zs.map(variance), gradients: norms.map((norm) => norm / top), flat: mean(zs[depth - 1], (z) => (Math.abs(slope(z)) < FLAT ? 1 : 0)) };
}

function judged({ variances, gradients }) {
  const growth = variances.at(-1) / variances[0], gradient = gradients[0];
  if (growth > 100) return "explodes";
  if (growth < 0.01) return "fades";
  return gradient > 100 ? "bounded" : gradient < 0.01 ? "vanishes" : "steady";
}

const MOST = 8; // decades that the plots show to either side
const layered = plot([-0.75, DEPTHS[1] + 0.75], [-MOST, MOST]);
const bars = (values, from) => values.map((v, i) => `M${layered.x(i + from)} ${layered.y(0)}V${layered.y(clamp(Math.log10(v), [-MOST - 1, MOST + 1]))}`).join("");

/* A number as one reads it: plain near 1, a power of ten far from it. */
function number(v) {
  if (v === 0 || (v >= 0.001 && v < 1000)) return show(v, v < 10 ? 3 : 1);
  const power = Math.floor(Math.log10(v));
  return `${show(v / 10 ** power, 1)} · 10<sup>${String(power).replace("-", "−")}</sup>`;
}

function markup(text) {
  const decades = [-8, -4, 0, 4, 8], place = (v) => (v - SCALES[0]) / (SCALES[1] - SCALES[0]);
  const bar = (name) => `<path class="fb-zero" d="M${layered.x(-0.75)} ${layered.y(0)}H${layered.x(DEPTHS[1] + 0.75)}"/><path class="fb-bars" data-part="${name}"/>`;
  const range = (part, label, [low, high], step) => `<label>${label}<input type="range" data-part="${part}" min="${low}" max="${high}" step="${step}"></label><span class="fb-math" data-part="${part}Text"></span>`;
  return `<div class="fb-panels">
    ${panel(text.forward, text.forwardLabel, axes(layered, [1, 5, 10, 15, 20], decades, "", "") + clipped(bar("variances")))}
    ${panel(text.backward, text.backwardLabel, axes(layered, [0, 5, 10, 15, 20], decades, "", "") + clipped(bar("gradients")))}
  </div>
  <div class="fb-controls">
    <div class="fb-choose"><label>${text.activation}<select data-part="activation">${Object.keys(ACTIVATIONS).map((name) => `<option>${name}</option>`).join("")}</select></label></div>
    ${buttons({ redraw: text.redraw, reset: text.reset })}
    <div class="fb-rate">${range("depth", text.depth, DEPTHS, 1)}</div>
    <div class="fb-rate" style="--half:${place(1)};--one:${place(HE)}">${range("scale", text.scale, SCALES, 0.01)}
      <div class="fb-marks fb-math" aria-hidden="true"><span>Xavier</span><span>He</span></div></div>
  </div>
  <p class="fb-verdict" role="status" aria-live="polite" data-part="verdict"></p>
  ${readout({ first: text.first, last: text.last, gradient: text.gradient, factor: text.factor, flat: text.flat })}`;
}

class ActivationsPlayground extends Playground {
  static strings = STRINGS;
  static markup = markup;

  #chosen = { ...START };
  #network = network(START.seed);
  #seen = null;

  ready(part) {
    part.activation.onchange = () => this.#choose({ activation: part.activation.value });
    part.depth.oninput = () => this.#choose({ depth: Number(part.depth.value) });
    part.scale.oninput = () => this.#choose({ scale: Number(part.scale.value) });
    part.redraw.onclick = () => this.#choose({ seed: this.#chosen.seed + 1 });
    part.reset.onclick = () => this.#choose(START);
    this.#choose(START);
  }

  /** The draws: `inputs` and `upstream` (32 × 64), and `weights`, one 64 × 64 matrix of unit variance per layer, all row by row. */
  get network() {
    const { inputs, upstream, weights } = this.#network;
    return { inputs: [...inputs], upstream: [...upstream], weights: weights.map((W) => [...W]) };
  }

  /** What is chosen and what is seen; status is steady, fades, vanishes, explodes or bounded. */
  get state() { return { ...this.#chosen, ...this.#seen, status: judged(this.#seen) }; }

  #choose(change) {
    const seed = this.#chosen.seed;
    Object.assign(this.#chosen, change);
    if (this.#chosen.seed !== seed) this.#network = network(this.#chosen.seed);
    this.#seen = passes(this.#network, this.#chosen);
    this.#render();
  }

  #render() {
    const part = this.parts, text = this.text, { activation, depth, scale, variances, gradients, flat, status } = this.state;
    Object.assign(part.activation, { value: activation });
    Object.assign(part.depth, { value: depth });
    Object.assign(part.scale, { value: scale });
    part.depthText.textContent = depth;
    part.scaleText.textContent = `${show(scale, 2)}/√fan-in`;
    part.scale.setAttribute("aria-valuetext", part.scaleText.textContent);
    part.variances.setAttribute("d", bars(variances, 1));
    part.gradients.setAttribute("d", bars(gradients, 0));
    const values = { first: variances[0], last: variances.at(-1), gradient: gradients[0], factor: gradients[0] ** (1 / depth) };
    for (const [name, value] of Object.entries(values)) part[name].innerHTML = number(value);
    part.flat.textContent = `${show(100 * flat, 0)} %`;
    this.say(text[status]);
    this.dataset.status = status;
  }
}

customElements.define("fb-activations-playground", ActivationsPlayground);
