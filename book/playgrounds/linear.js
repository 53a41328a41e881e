/* <fb-linear-playground>: a line, twenty points, gradient descent on their loss surface.
 * L(w, b) = (1/N) Σ (w x + b − y)² is a quadratic: with rows (x, 1) in A its Hessian is (2/N) AᵀA, its contours are
 * ellipses, and descent is stable for learning rates below 2/λmax. How a page uses it: README.md.
 */

import { Playground, reducedMotion } from "./element.js";
import { axes, buttons, clamp, clipped, draggable, keyboard, knob, panel, plot, random, readout, show, slider } from "./playground.js";

const round = (v) => Math.round(100 * v) / 100;

/* y = 0.8 x + 0.6 + noise. The noise is a sum of twelve uniforms, so every engine draws the same points. */
function samples(n, seed) {
  const uniform = random(seed);
  return Array.from({ length: n }, (_, i) => {
    const x = -1 + (4 * (i + uniform())) / n;
    let noise = -6;
    for (let k = 0; k < 12; k++) noise += uniform();
    return [x, 0.8 * x + 0.6 + 0.5 * noise].map(round);
  });
}
const POINTS = samples(20, 1);
const mean = (f) => POINTS.reduce((sum, [x, y]) => sum + f(x, y), 0) / POINTS.length;
const lossAt = ([w, b]) => mean((x, y) => (w * x + b - y) ** 2);
const gradAt = ([w, b]) => [mean((x, y) => 2 * (w * x + b - y) * x), mean((x, y) => 2 * (w * x + b - y))];

/* The Hessian [[p, q], [q, 2]], its eigenvalues, the minimum. */
const p = mean((x) => 2 * x * x), q = mean((x) => 2 * x);
const spread = Math.hypot((p - 2) / 2, q);
const LAMBDA_MAX = (p + 2) / 2 + spread, LAMBDA_MIN = (p + 2) / 2 - spread;
const LIMIT = 2 / LAMBDA_MAX;
const [gw, gb] = gradAt([0, 0]);
const BEST = [(q * gb - 2 * gw) / (2 * p - q * q), (q * gw - p * gb) / (2 * p - q * q)];

const LAMBDA = "λ<sub>max</sub>", AT_LIMIT = `2/${LAMBDA} = ${show(LIMIT)}`, AT_HALF = `1/${LAMBDA} = ${show(LIMIT / 2)}`;

const STRINGS = {
  en: {
    data: "Data and your line", surface: "Loss over (w, b)",
    dataLabel: "Scatter plot and a line with two handles",
    surfaceLabel: "Contours of the loss, your line as a point, its descent",
    bias: "Bias b: where the line meets x = 0", weight: "Weight w: how steep the line is",
    rate: "Learning rate", step: "Step", run: "Run", pause: "Pause", reset: "Reset",
    loss: "loss", steps: "steps",
    converges: `<b>Converges.</b> Up to ${AT_HALF} the point glides down the valley and never crosses it.`,
    oscillates: `<b>Oscillates, and still converges.</b> Each step jumps across the valley and lands closer: the learning rate is below ${AT_LIMIT}.`,
    limit: `<b>Exactly at the limit ${AT_LIMIT}.</b> The point jumps to and fro and gets no closer.`,
    diverges: `<b>Diverges: past the limit ${AT_LIMIT}</b> each jump across the valley is wider than the last.`,
    arrived: (at) => `<b>Arrived at step ${at.steps}.</b> The gradient is almost zero: no line has a smaller loss.`,
    out: (at) => `<b>Off the map at step ${at.steps}</b>, with a loss of ${show(at.loss)}. Press Reset and take a learning rate below ${AT_LIMIT}.`,
  },
  ko: {
    data: "데이터와 직선", surface: "(w, b)에 따른 손실",
    dataLabel: "산점도와 손잡이가 두 개 달린 직선",
    surfaceLabel: "손실의 등고선, 지금의 직선을 나타내는 점, 경사 하강법의 경로",
    bias: "편향 b: x = 0에서 직선의 높이", weight: "가중치 w: 직선의 가파른 정도",
    rate: "학습률", step: "한 단계", run: "실행", pause: "멈춤", reset: "되돌리기",
    loss: "손실", steps: "단계",
    converges: `<b>수렴합니다.</b> 학습률이 ${AT_HALF} 이하이면 점은 골짜기를 건너뛰지 않고 내려갑니다.`,
    oscillates: `<b>진동하면서 수렴합니다.</b> 단계마다 골짜기를 건너뛰지만, 학습률이 ${AT_LIMIT}보다 작아 점점 가까워집니다.`,
    limit: `<b>정확히 한계 ${AT_LIMIT}입니다.</b> 골짜기 양쪽을 오가기만 할 뿐 더 가까워지지 않습니다.`,
    diverges: `<b>발산합니다. 한계는 ${AT_LIMIT}입니다.</b> 이를 넘으면 골짜기를 건너뛰는 폭이 단계마다 커집니다.`,
    arrived: (at) => `<b>${at.steps}단계에서 도착했습니다.</b> 기울기(그래디언트)가 거의 0입니다. 손실이 더 작은 직선은 없습니다.`,
    out: (at) => `<b>${at.steps}단계에서 그림 밖으로 나갔습니다.</b> 손실은 ${show(at.loss)}입니다. 되돌리기를 누르고 학습률을 ${AT_LIMIT}보다 작게 골라 보세요.`,
  },
};

const START = [-0.7, 2.4], START_RATIO = 0.8, MIN_RATIO = 0.05, MAX_RATIO = 1.5;
const RANGE = { w: [-2, 4], b: [-2, 3.5] };
const HANDLE_X = 2.5, TINY = 1e-3, STEPS_PER_RUN = 1000, MS_PER_STEP = 140;
/* On the surface w and b have one scale, so descent leaves its contour at a right angle. */
const DATA_X = [-1.5, 3.5], DATA_Y = [-2.5, 4.5];
const data = plot(DATA_X, DATA_Y), surface = plot(RANGE.w, RANGE.b);

const inside = ([w, b]) => w === clamp(w, RANGE.w) && b === clamp(b, RANGE.b);

function contours() {
  const angle = (Math.atan2(2 * q, p - 2) * 90) / Math.PI, least = lossAt(BEST);
  const [x, y] = [surface.x(BEST[0]), surface.y(BEST[1])], unit = surface.x(1) - surface.x(0);
  const radius = (level, curvature) => unit * Math.sqrt((level - least) / curvature);
  const ring = (v) => `<ellipse class="fb-contour" cx="${x}" cy="${y}" rx="${radius(v, LAMBDA_MAX / 2)}" ry="${radius(v, LAMBDA_MIN / 2)}" transform="rotate(${-angle} ${x} ${y})"/>`;
  const label = (v) => `<text class="fb-level" x="${x + radius(v, p / 2)}" y="${y + 4}">${v}</text>`;
  return `${[64, 32, 16, 8, 4, 2, 1, 0.5].map(ring).join("")}${[2, 4, 8, 16].map(label).join("")}<path class="fb-best" d="M${x - 6} ${y}h12M${x} ${y - 6}v12"/>`;
}

function markup(text) {
  const dots = POINTS.map(([x, y]) => `<circle class="fb-point" r="4" cx="${data.x(x)}" cy="${data.y(y)}"/>`).join("");
  const place = (ratio) => (ratio - MIN_RATIO) / (MAX_RATIO - MIN_RATIO);
  const path = (name) => `<path class="fb-${name}" data-part="${name}"/>`;
  return `<div class="fb-panels">
    ${panel(text.data, text.dataLabel, axes(data, [-1, 0, 1, 2, 3], [-2, 0, 2, 4], "x", "y")
      + clipped(`${path("residuals")}${dots}${path("line")}<text class="fb-equation" x="44" y="28" data-part="equation"/>`)
      + slider("bias", text.bias, RANGE.b) + slider("weight", text.weight, RANGE.w))}
    ${panel(text.surface, text.surfaceLabel, axes(surface, [-2, -1, 0, 1, 2, 3], [-2, -1, 0, 1, 2, 3], "w", "b")
      + clipped(contours() + ["next", "path", "dots"].map(path).join("")) + knob("point"))}
  </div>
  <div class="fb-controls">
    <div class="fb-rate" style="--half:${place(0.5)};--one:${place(1)}">
      <label>${text.rate}<input type="range" data-part="rate" min="${MIN_RATIO}" max="${MAX_RATIO}" step="0.01" value="${START_RATIO}"></label>
      <span class="fb-math" data-part="rateText"></span>
      <div class="fb-marks fb-math" aria-hidden="true"><span>1/${LAMBDA}</span><span>${AT_LIMIT}</span></div>
    </div>
    ${buttons({ step: text.step, run: text.run, reset: text.reset })}
  </div>
  <p class="fb-verdict" role="status" aria-live="polite" data-part="verdict"></p>
  ${readout({ w: "w", b: "b", loss: text.loss, dw: "∂L/∂w", db: "∂L/∂b", steps: text.steps })}`;
}

class LinearPlayground extends Playground {
  static strings = STRINGS;
  static markup = markup;

  #path = [START];
  #ratio = START_RATIO;

  ready(part) {
    draggable(part.bias, data, (x, y) => this.#place(this.#here[0], y));
    draggable(part.weight, data, (x, y) => this.#place((y - this.#here[1]) / Math.max(x, 0.5), this.#here[1]));
    draggable(part.point, surface, (w, b) => this.#place(w, b));
    keyboard(part.bias, (by) => this.#place(this.#here[0], round(this.#here[1] + by)));
    keyboard(part.weight, (by) => this.#place(round(this.#here[0] + by), this.#here[1]));
    part.rate.oninput = () => { this.#ratio = Number(part.rate.value); this.#render(); };
    part.step.onclick = () => { this.stop(); this.#step(); this.#render(); };
    part.run.onclick = () => { if (this.running) this.stop(); else this.#run(); this.#render(); };
    part.reset.onclick = () => this.#reset();
    this.#render();
  }

  /** The samples: [x, y] pairs. */
  get points() { return POINTS.map((point) => [...point]); }

  /** The numbers on the screen; status is converges, oscillates, limit, diverges, arrived or out. */
  get state() {
    const here = this.#here, grad = gradAt(here), steps = this.#path.length - 1, ratio = this.#ratio;
    let status = ratio > 1 ? "diverges" : ratio === 1 ? "limit" : ratio > 0.5 ? "oscillates" : "converges";
    if (!inside(here)) status = "out";
    else if (steps && Math.hypot(...grad) < TINY) status = "arrived";
    return { w: here[0], b: here[1], loss: lossAt(here), grad, lr: ratio * LIMIT, lambdaMax: LAMBDA_MAX, limit: LIMIT,
      steps, status, running: this.running };
  }

  get #here() { return this.#path.at(-1); }

  /* A line that the reader places is a new start. */
  #place(w, b) {
    this.stop();
    this.#path = [[clamp(w, RANGE.w), clamp(b, RANGE.b)]];
    this.#render();
  }

  #step() {
    const { w, b, grad, lr, status } = this.state;
    if (status !== "out") this.#path.push([w - lr * grad[0], b - lr * grad[1]]);
  }

  #run() {
    const done = () => --left < 0 || ["arrived", "out"].includes(this.state.status);
    let left = STEPS_PER_RUN;
    if (reducedMotion()) {
      while (!done()) this.#step();
      return;
    }
    this.repeat(() => {
      this.#step();
      if (done()) this.stop();
      this.#render();
    }, MS_PER_STEP);
  }

  /* Back to where the reader started; from there, to how the page began. */
  #reset() {
    if (this.#path.length > 1) return this.#place(...this.#path[0]);
    this.parts.rate.value = this.#ratio = START_RATIO;
    this.#place(...START);
  }

  #render() {
    const part = this.parts, text = this.text, state = this.state, { w, b, grad, lr, steps, status } = state;
    const put = (name, attribute, value) => part[name].setAttribute(attribute, value);
    const move = (name, x, y) => put(name, "transform", `translate(${x} ${y})`);
    const line = (x) => data.y(w * x + b), on = ([u, v]) => `${surface.x(u)} ${surface.y(v)}`;

    put("line", "d", `M${data.x(DATA_X[0])} ${line(DATA_X[0])}L${data.x(DATA_X[1])} ${line(DATA_X[1])}`);
    put("residuals", "d", POINTS.map(([x, y]) => `M${data.x(x)} ${data.y(y)}V${line(x)}`).join(""));
    move("bias", data.x(0), data.y(clamp(b, DATA_Y)));
    const x = w ? Math.max(0.5, Math.min(HANDLE_X, (DATA_Y[w > 0 ? 1 : 0] - b) / w)) : HANDLE_X; // stays in the picture
    move("weight", data.x(x), data.y(clamp(w * x + b, DATA_Y)));
    for (const [name, symbol, value] of [["bias", "b", b], ["weight", "w", w]]) {
      put(name, "aria-valuenow", clamp(value, RANGE[symbol]).toFixed(2));
      put(name, "aria-valuetext", `${symbol} = ${show(value, 2)}, ${text.loss} ${show(state.loss, 2)}`);
    }

    put("path", "d", `M${this.#path.map(on).join("L")}`);
    put("dots", "d", this.#path.map((at) => `M${on(at)}h0`).join(""));
    put("next", "d", status === "out" ? "" : `M${on([w, b])}L${on([w - lr * grad[0], b - lr * grad[1]])}`);
    move("point", surface.x(clamp(w, RANGE.w)), surface.y(clamp(b, RANGE.b)));

    const values = { w: show(w), b: show(b), loss: show(state.loss), dw: show(grad[0]), db: show(grad[1]), steps,
      equation: `ŷ = ${show(w, 2)}x ${b < 0 ? "−" : "+"} ${show(Math.abs(b), 2)}`, run: state.running ? text.pause : text.run };
    for (const [name, value] of Object.entries(values)) part[name].textContent = value;
    part.rateText.innerHTML = `${show(lr)} = ${this.#ratio.toFixed(2)} × 2/${LAMBDA}`;
    put("rate", "aria-valuetext", part.rateText.textContent);
    const verdict = typeof text[status] === "function" ? text[status](state) : text[status];
    this.say(verdict);
    this.dataset.status = status;
  }
}

customElements.define("fb-linear-playground", LinearPlayground);
