/* <fb-nonlinearity-playground>: stack layers, with and without an activation between them, and train them in the page to
 * tell two classes apart. Without one, any stack draws one straight border, and Collapse multiplies it out into one layer.
 * The loss is the mean squared error against the classes ±1. How a page uses it: README.md.
 */

import { leastLossOfALine, scattered } from "./datasets.js";
import { Playground, reducedMotion } from "./element.js";
import { affine, meanSquares, Network, Rows } from "./network.js";
import { axes, buttons, clipped, panel, plot, readout, show, trace } from "./playground.js";
import { GRID, PLACES, plane, regions } from "./regions.js";

const WIDTH = 8, SEED = 7, RATE = 0.05, MOMENTUM = 0.9, MOST_STEPS = 400, STEPS_PER_FRAME = 3, STEPS_PER_PRESS = 10, MS_PER_FRAME = 50;
const START = { data: "moons", hidden: 2, between: "none" };
const POINTS = Object.fromEntries(["moons", "spirals"].map((shape) => [shape, scattered(shape, 2, 80, 0.07, 3).map(([x1, x2, c]) => [x1, x2, 2 * c - 1])]));
const CHOICES = { data: Object.keys(POINTS), hidden: [0, 1, 2, 3], between: ["none", "relu", "tanh"] };

const curve = plot([0, MOST_STEPS], [0, 1.3]);

const FLOORS = Object.fromEntries(CHOICES.data.map((shape) => [shape, leastLossOfALine(POINTS[shape])]));

/* 4.4e-16 as 4 · 10⁻¹⁶. */
const rough = (v) => v === 0 ? "0" : v.toExponential(0).replace(/e(.*)/, (_, power) => ` · 10<sup>${show(Number(power), 0)}</sup>`);
const equation = ({ W, b }) => [[W[0][0], "x₁"], [W[1][0], "x₂"], [b[0], ""]]
  .map(([v, name], i) => `${v < 0 ? (i ? " − " : "−") : i ? " + " : ""}${show(Math.abs(v), 2)}${name}`).join("");

const STRINGS = {
  en: {
    plane: "Which class, where", planeLabel: (at) => `The plane of the two inputs: ${at.right} of 80 points lie on their own side of ${at.straight ? "a straight border" : "a border that bends"}`,
    curve: "Loss while training", curveLabel: "Loss against steps, and the least loss that an affine map can have", steps: "steps", loss: "loss",
    data: "Data", moons: "moons", spirals: "spirals", hidden: "Hidden layers", between: "Between layers", none: "nothing", relu: "ReLU", tanh: "tanh",
    step: "10 steps", run: "Run", pause: "Pause", collapse: "Collapse", reset: "Reset", right: "on their side", size: "numbers", best: "best line",
    ready: "<b>Ready.</b> Predict first: can this stack tell the circles from the squares? Then press Run.",
    straight: (at) => `<b>The border is straight.</b> ${at.hidden ? `Nothing stands between the ${at.hidden + 1} layers, so they are` : "One layer is"} one affine map: no training brings its loss below that of the best line, ${show(at.floor)}.`,
    stuck: (at) => `<b>Straight, and as good as a line can be.</b> The loss has come down to ${show(at.floor)} and stays there${at.hidden ? ", however many such layers you stack. Press Collapse" : ": add hidden layers, and see whether they help"}.`,
    bends: (at) => `<b>The border bends.</b> Between the layers stands ${at.between}, and each of the ${8 * at.hidden} hidden units may bend the border.`,
    solved: (at) => `<b>All 80 points are on their own side.</b> The same layers as before; only ${at.between} between them is new.`,
    same: (at) => `<b>Collapsed: ${at.size} numbers became 3, and nothing moved.</b> ŷ = ${equation(at.map)} gives all points the outputs of the stack; the largest difference is ${rough(at.change)}, which is rounding.`,
    differs: (at) => `<b>This stack does not collapse.</b> Multiplied out as if ${at.between} were not there it becomes ŷ = ${equation(at.map)}: another function. ${at.moved} of 80 points changed sides.`,
  },
  ko: {
    plane: "어디가 어느 클래스인가", planeLabel: (at) => `두 입력의 평면: 점 80개 가운데 ${at.right}개가 ${at.straight ? "곧은" : "꺾인"} 경계의 제자리에 있습니다`,
    curve: "학습하는 동안의 손실", curveLabel: "단계에 따른 손실과, 아핀 변환으로 얻을 수 있는 가장 작은 손실", steps: "단계", loss: "손실",
    data: "데이터", moons: "초승달", spirals: "나선", hidden: "은닉층의 수", between: "층 사이", none: "없음", relu: "ReLU", tanh: "tanh",
    step: "10단계", run: "실행", pause: "멈춤", collapse: "합치기", reset: "되돌리기", right: "제자리", size: "수의 개수", best: "가장 좋은 직선",
    ready: "<b>준비되었습니다.</b> 이 신경망이 동그라미와 네모를 가를 수 있을지 먼저 예상해 본 다음 ‘실행’을 누르세요.",
    straight: (at) => `<b>경계가 곧습니다.</b> ${at.hidden ? `층 ${at.hidden + 1}개 사이에 아무것도 없으므로 전체가` : "층 하나는"} 아핀 변환 하나입니다. 아무리 학습해도 손실이 가장 좋은 직선의 ${show(at.floor)}보다 작아지지 않습니다.`,
    stuck: (at) => `<b>곧은 경계로서는 더 좋아질 수 없습니다.</b> 손실이 ${show(at.floor)}까지 내려와 그대로입니다. ${at.hidden ? "이런 층을 몇 개 쌓아도 마찬가지입니다. ‘합치기’를 눌러 보세요." : "은닉층을 더하면 나아지는지 보세요."}`,
    bends: (at) => `<b>경계가 꺾입니다.</b> 층 사이에 ${at.between}가 있어 은닉 유닛 ${8 * at.hidden}개가 저마다 경계를 꺾을 수 있습니다.`,
    solved: (at) => `<b>점 80개가 모두 제자리에 있습니다.</b> 층은 그대로이고, 사이에 ${at.between}가 있을 뿐입니다.`,
    same: (at) => `<b>합쳤습니다. 수 ${at.size}개가 3개가 되었지만 아무것도 움직이지 않았습니다.</b> ŷ = ${equation(at.map)}의 출력이 모든 점에서 쌓은 층과 같습니다. 가장 큰 차이는 ${rough(at.change)}이며, 반올림 오차입니다.`,
    differs: (at) => `<b>이 신경망은 합쳐지지 않습니다.</b> ${at.between}가 없는 것처럼 곱하면 ŷ = ${equation(at.map)}라는 다른 함수가 됩니다. 점 80개 가운데 ${at.moved}개가 반대편으로 넘어갔습니다.`,
  },
};

function markup(text) {
  const name = (choice) => text[choice] ?? choice;
  const select = (part) => `<label>${text[part]}<select data-part="${part}">${CHOICES[part].map((choice) => `<option value="${choice}">${name(choice)}</option>`).join("")}</select></label>`;
  return `<div class="fb-panels">
    ${panel(text.plane, "", axes(plane, [-1, 0, 1], [-1, 0, 1], "x₁", "x₂")
      + clipped(`<rect class="fb-side" width="100%" height="100%" x="34" y="8"/><path class="fb-side-up" data-part="region"/><g data-part="points"></g>`))}
    ${panel(text.curve, text.curveLabel, axes(curve, [0, 100, 200, 300, 400], [0, 0.5, 1], "", "L")
      + clipped(`<path class="fb-floor" data-part="floor"/><text class="fb-level" x="338" data-part="floorText"/><path class="fb-path" data-part="losses"/>`))}
  </div>
  <div class="fb-choose">${Object.keys(CHOICES).map(select).join("")}<span class="fb-math" data-part="stack"></span></div>
  <div class="fb-controls">${buttons({ step: text.step, run: text.run, collapse: text.collapse, reset: text.reset })}</div>
  <p class="fb-verdict" role="status" aria-live="polite" data-part="verdict"></p>
  ${readout({ lossNow: text.loss, right: text.right, size: text.size, stepsNow: text.steps })}`;
}

class NonlinearityPlayground extends Playground {
  static strings = STRINGS;
  static markup = markup;

  #chosen = { ...START };
  #network = null;
  #losses = [];
  #map = null; // the stack multiplied out, while it is shown in its place

  ready(part) {
    part.picture = this.querySelector(".fb-panel > svg");
    part.picture.setAttribute("role", "img");
    for (const name of Object.keys(CHOICES)) part[name].onchange = () => { this.#chosen[name] = name === "hidden" ? Number(part[name].value) : part[name].value; this.#begin(); };
    part.step.onclick = () => { this.stop(); this.#train(STEPS_PER_PRESS); this.#render(); };
    part.run.onclick = () => { if (this.running) this.stop(); else this.#run(); this.#render(); };
    part.collapse.onclick = () => { this.stop(); this.#map = this.#map ? null : this.#network.collapsed(); this.#render(); };
    part.reset.onclick = () => { if (this.#steps === 0) this.#chosen = { ...START }; this.#begin(); };
    this.#begin();
  }

  /** The points of the chosen data: [x₁, x₂, class], class ±1. */
  get points() { return POINTS[this.#chosen.data].map((point) => [...point]); }

  /** The layers as they are trained: { W, b } from the first to the last. */
  get layers() { return this.#network.matrices; }

  /** The numbers on the screen; status is ready, straight, stuck, bends, solved, same or differs. */
  get state() {
    const { data, hidden, between } = this.#chosen, outputs = this.points.map(([x1, x2]) => this.#output([x1, x2]));
    const sides = (values) => this.points.map(([, , side], n) => values[n] * side > 0), right = sides(outputs).filter(Boolean).length;
    const linear = hidden === 0 || between === "none", floor = FLOORS[data], map = this.#map, loss = this.#loss(outputs);
    let status = this.#steps === 0 ? "ready" : linear ? "straight" : right === outputs.length ? "solved" : "bends";
    if (status === "straight" && loss < floor + 0.001) status = "stuck";
    const state = { data, hidden, between, steps: this.#steps, loss, right, floor, size: this.#network.size, straight: linear || map !== null, status, running: this.running, map };
    if (!map) return state;
    const before = Array.from(this.#network.forward(new Rows(this.points).X, this.points.length)), was = sides(before), is = sides(outputs);
    return { ...state, status: linear ? "same" : "differs", moved: was.filter((side, n) => side !== is[n]).length,
      change: Math.max(...before.map((y, n) => Math.abs(y - outputs[n]))) };
  }

  get #steps() { return this.#losses.length - 1; }

  #output(x) { return this.#map ? affine(x, this.#map.W, this.#map.b)[0] : this.#network.forward(x, 1)[0]; }

  #loss(outputs) { return this.points.reduce((sum, [, , side], n) => sum + (outputs[n] - side) ** 2, 0) / outputs.length; }

  /* A new network, from the same seed, for what is chosen. */
  #begin() {
    this.stop();
    const { data, hidden, between } = this.#chosen;
    this.#network = new Network([2, ...Array(hidden).fill(WIDTH), 1], between, SEED);
    this.#map = null;
    this.#losses = [this.state.loss];
    for (const name of Object.keys(CHOICES)) this.parts[name].value = this.#chosen[name];
    this.parts.points.innerHTML = POINTS[data].map(([x1, x2, side]) => (side > 0 ? `<circle class="fb-up" r="4.5" cx="${plane.x(x1)}" cy="${plane.y(x2)}"/>`
      : `<rect class="fb-down" x="${plane.x(x1) - 4}" y="${plane.y(x2) - 4}" width="8" height="8"/>`)).join("");
    this.#render();
  }

  #train(steps) {
    const { X, T, n } = new Rows(this.points);
    this.#map = null;
    for (let step = 0; step < steps && this.#steps < MOST_STEPS; step++) {
      this.#network.step(X, T, n, meanSquares, RATE, MOMENTUM);
      this.#losses.push(this.#network.loss(X, T, n, meanSquares));
    }
  }

  #run() {
    if (this.#steps === MOST_STEPS) this.#begin();
    if (reducedMotion()) this.#train(MOST_STEPS);
    else this.repeat(() => {
      this.#train(STEPS_PER_FRAME);
      if (this.#steps === MOST_STEPS) this.stop();
      this.#render();
    }, MS_PER_FRAME);
  }

  /* Where the output is positive: the class 1 of a pair of outputs whose first is 0. */
  #region() {
    return regions(Float64Array.from({ length: 2 * PLACES }, (_, i) => (i % 2 ? this.#output(GRID.subarray(i - 1, i + 1)) : 0)), 2)[1];
  }

  #render() {
    const part = this.parts, text = this.text, state = this.state, level = curve.y(state.floor);
    part.region.setAttribute("d", this.#region());
    part.losses.setAttribute("d", trace(this.#losses, curve));
    part.floor.setAttribute("d", `M${curve.x(0)} ${level}H${curve.x(MOST_STEPS)}`);
    part.floorText.setAttribute("y", level - 6);
    part.picture.setAttribute("aria-label", text.planeLabel(state));
    const unit = state.between === "none" ? WIDTH : `${WIDTH} ${text[state.between]}`, stack = [2, ...Array(state.map ? 0 : state.hidden).fill(unit), 1].join(" → ");
    const values = { floorText: `${text.best} ${show(state.floor)}`, stack, run: state.running ? text.pause : text.run,
      lossNow: show(state.loss), right: `${state.right} / 80`, size: state.map ? 3 : state.size, stepsNow: state.steps };
    for (const [name, value] of Object.entries(values)) part[name].textContent = value;
    part.collapse.setAttribute("aria-pressed", state.map !== null);
    const named = { ...state, between: text[state.between] }, said = text[state.status], verdict = typeof said === "function" ? said(named) : said;
    this.say(verdict);
    this.dataset.status = state.status;
  }
}

customElements.define("fb-nonlinearity-playground", NonlinearityPlayground);
