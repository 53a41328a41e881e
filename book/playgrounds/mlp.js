/* <fb-mlp-playground>: a multi-layer perceptron that trains in the page, by mini-batch gradient descent on softmax and
 * cross-entropy: two to four classes, given points or one's own, and a sentence on what goes on. How a page uses it: README.md.
 */

import { scattered } from "./datasets.js";
import { Playground, reducedMotion } from "./element.js";
import { arrows, axes, buttons, clamp, clipped, located, panel, plot, readout, show, trace } from "./playground.js";
import { GRID, hinges, marks, PLACES, plane, regions, X, Y } from "./regions.js";
import { Training } from "./training.js";

const POINTS = 120, SEED = 7, NOISE = { little: 0.07, much: 0.25 }, NEAR = 0.12;
const EPOCHS_PER_PRESS = 10, EPOCHS_PER_RUN = 1000, EPOCHS_PER_FRAME = 3, MS_PER_FRAME = 40, EPOCHS_PER_SENTENCE = 25;
const CHOICES = {
  data: ["moons", "spirals", "circles", "blobs", "own"], classes: [2, 3, 4], noise: Object.keys(NOISE),
  depth: [0, 1, 2, 3, 4], width: [1, 2, 3, 4, 6, 8, 12, 16], activation: ["relu", "tanh", "sigmoid", "none"],
  rate: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100], batch: [1, 10, 30, Infinity], place: [0, 1, 2, 3],
};
const START = { data: "spirals", classes: 3, noise: "little", depth: 2, width: 8, activation: "relu", rate: 0.1, batch: 10, place: 0 };
const WHILE_TRAINING = ["rate", "batch", "place"]; // these need no new network

const MARKS = "●■▲◆";

const STRINGS = {
  en: {
    plane: "Which class, where", planeLabel: "The plane, tinted by the class that the network gives to each place",
    curve: "Cross-entropy by epoch", train: "training", test: "test",
    data: "Data", moons: "moons", spirals: "spirals", circles: "rings", blobs: "blobs", own: "only mine", classes: "Classes", noise: "Noise", little: "little", much: "much",
    depth: "Hidden layers", width: "Units in each", activation: "Activation", relu: "ReLU", none: "none", rate: "Learning rate", batch: "Batch", Infinity: "all", place: "I place",
    marks: ["circles", "squares", "triangles", "diamonds"], hinges: "Hinges of the first layer", tests: "Test points",
    step: "10 epochs", run: "Run", pause: "Pause", redraw: "New weights", reset: "Reset",
    hint: "Click or tap the plane to place a point, and once more to take it away; or move the crosshair with the arrow keys and press Enter.",
    here: (place, mark, percent) => `At ${place} the network says ${mark}, ${percent} %.`,
    readout: { loss: "training loss", testLoss: "test loss", right: "training right", testRight: "test right", closed: "closed units", size: "parameters", epochs: "epochs" },
    counts: (at) => ` ${at.right} of ${at.points} training points are right${at.testPoints ? `, and ${at.testRight} of ${at.testPoints} test points` : ""}.`,
    empty: "<b>No points yet.</b> Choose a class beside “I place” and put points on the plane.",
    ready: "<b>Ready.</b> Predict first: what borders will this network find? Then press Run.",
    learns: "<b>It learns.</b> The loss falls: borders move so that points fall on their own side.",
    plateau: "<b>A plateau.</b> For 50 epochs the loss has hardly fallen, and some points are wrong. Can these units bend the border often enough? If so, change the learning rate, or wait.",
    solved: "<b>Every training point is right.</b> From here on the network mostly grows surer.",
    overfits: (at) => `<b>Overfitting.</b> The training loss has fallen further, but the test loss is up from ${show(at.best)} at epoch ${at.bestAt}: borders follow single points.`,
    dead: (at) => `<b>No gradient comes through.</b> In hidden layer ${at.dead} every ReLU is closed for every training point, and what lies below stands still. Reset, and take smaller steps.`,
    unstable: "<b>The steps are too large.</b> The loss is higher than before training. Lower the learning rate: does the network recover?",
    diverged: "<b>Diverged.</b> The parameters have grown past what numbers can hold. Reset, and choose a smaller learning rate.",
  },
  ko: {
    plane: "어디가 어느 클래스인가", planeLabel: "신경망이 자리마다 주는 클래스로 물들인 평면",
    curve: "에포크에 따른 교차 엔트로피", train: "훈련", test: "시험",
    data: "데이터", moons: "초승달", spirals: "나선", circles: "고리", blobs: "덩어리", own: "내 점만", classes: "클래스의 수", noise: "잡음", little: "적게", much: "많이",
    depth: "은닉층의 수", width: "층마다 유닛", activation: "활성화 함수", relu: "ReLU", none: "없음", rate: "학습률", batch: "배치", Infinity: "전부", place: "찍을 점",
    marks: ["동그라미", "네모", "세모", "마름모"], hinges: "첫 층의 접는 선", tests: "시험 점",
    step: "10에포크", run: "실행", pause: "멈춤", redraw: "새 가중치", reset: "되돌리기",
    hint: "평면을 누르면 점이 찍히고, 그 점을 다시 누르면 지워집니다. 화살표 키로 십자선을 옮겨 Enter를 눌러도 됩니다.",
    here: (place, mark, percent) => `${place}에서 신경망의 답은 ${mark}, ${percent} %입니다.`,
    readout: { loss: "훈련 손실", testLoss: "시험 손실", right: "맞힌 훈련 점", testRight: "맞힌 시험 점", closed: "닫힌 유닛", size: "매개변수", epochs: "에포크" },
    counts: (at) => ` 훈련 점 ${at.points}개 가운데 ${at.right}개${at.testPoints ? `, 시험 점 ${at.testPoints}개 가운데 ${at.testRight}개` : ""}를 맞혔습니다.`,
    empty: "<b>아직 점이 없습니다.</b> ‘찍을 점’에서 클래스를 고르고 평면에 점을 찍으세요.",
    ready: "<b>준비되었습니다.</b> 어떤 경계가 나올지 먼저 예상해 본 다음 ‘실행’을 누르세요.",
    learns: "<b>배우고 있습니다.</b> 손실이 줄고, 점들이 제 쪽에 놓이도록 경계가 움직입니다.",
    plateau: "<b>제자리걸음입니다.</b> 틀린 점이 남았는데 50에포크 동안 손실이 거의 줄지 않았습니다. 이 유닛들로 경계를 충분히 꺾을 수 있을까요? 그렇다면 학습률을 바꾸거나 더 기다려 보세요.",
    solved: "<b>훈련 점을 모두 맞힙니다.</b> 이제부터는 주로 신경망의 확신이 커집니다.",
    overfits: (at) => `<b>과적합입니다.</b> 훈련 손실은 더 줄었지만 시험 손실은 에포크 ${at.bestAt}의 ${show(at.best)}보다 커졌습니다. 경계가 점 하나하나를 따라갑니다.`,
    dead: (at) => `<b>기울기가 지나가지 못합니다.</b> 은닉층 ${at.dead}의 ReLU가 모든 훈련 점에서 닫혀, 그 아래는 움직이지 않습니다. 되돌린 다음 더 작은 걸음으로 시작하세요.`,
    unstable: "<b>걸음이 너무 큽니다.</b> 손실이 학습 전보다 커졌습니다. 학습률을 낮추면 신경망이 회복합니까?",
    diverged: "<b>발산했습니다.</b> 매개변수가 수의 한계를 넘었습니다. 되돌린 다음 더 작은 학습률을 고르세요.",
  },
};

function markup(text) {
  const name = (part, choice) => (part === "place" ? `${MARKS[choice]} ${text.marks[choice]}` : (text[choice] ?? choice));
  const select = (part) => `<label>${text[part]}<select data-part="${part}">${CHOICES[part].map((choice) => `<option>${name(part, choice)}</option>`).join("")}</select></label>`;
  const check = (part) => `<label><input type="checkbox" data-part="${part}">${text[part]}</label>`;
  const key = (y, looks, name) => `<path class="${looks}" d="M240 ${y}h28"/><text x="274" y="${y + 4}">${name}</text>`;
  return `<div class="fb-panels">
    ${panel(text.plane, text.plane, `<g class="fb-picture" role="img" aria-label="${text.planeLabel}">${axes(plane, [-1, 0, 1], [-1, 0, 1], "x₁", "x₂")}
      ${clipped('<g data-part="regions"></g><path class="fb-hinges" data-part="lines"/><g data-part="marks"></g>')}</g>
      <g class="fb-crosshair" role="application" tabindex="0" aria-label="${text.hint}" data-part="crosshair"><path d="M-12 0H-4M4 0H12M0-12V-4M0 4V12"/></g>`)}
    ${panel(text.curve, text.curve, `<g data-part="axes"></g>${clipped(`${key(24, "fb-path", text.train)}${key(44, "fb-path fb-test-curve", text.test)}<path class="fb-path fb-test-curve" data-part="testCurve"/><path class="fb-path" data-part="trainCurve"/>`)}`)}
  </div>
  <p class="fb-hint">${text.hint} <output data-part="here"></output></p>
  <div class="fb-controls">${buttons({ run: text.run, step: text.step, redraw: text.redraw, reset: text.reset })}</div>
  <p class="fb-verdict" role="status" aria-live="polite" data-part="verdict"></p>
  ${readout(text.readout)}
  <div class="fb-choose">${Object.keys(CHOICES).map(select).join("")}${check("hinges")}${check("tests")}</div>`;
}

class MLPPlayground extends Playground {
  static strings = STRINGS;
  static markup = markup;

  #chosen = { ...START };
  #seed = SEED;
  #own = [];
  #cross = [0, 0];
  #training = null;
  #said = {}; // the state for which the sentence was last made

  ready(part) {
    const svg = this.querySelector(".fb-panel > svg");
    for (const name of Object.keys(CHOICES)) part[name].onchange = () => this.#choose(name, CHOICES[name][part[name].selectedIndex]);
    part.hinges.checked = true;
    part.hinges.onchange = () => this.#render();
    part.tests.onchange = () => this.#gather();
    part.step.onclick = () => { this.stop(); this.#train(EPOCHS_PER_PRESS); this.#render(); };
    part.run.onclick = () => { if (this.running) this.stop(); else this.#run(); this.#render(); };
    part.redraw.onclick = () => { this.#seed++; this.#begin(); };
    part.reset.onclick = () => this.#reset();
    arrows(part.crosshair, (dx, dy) => this.#moveCrosshair(dx, dy), () => this.#place(...this.#cross));
    svg.onclick = (event) => this.#place(...located(event, svg, plane));
    this.#begin();
  }

  /** The training points [x₁, x₂, class], own ones last, and the test points. */
  get points() {
    const { data, classes, noise } = this.#chosen, own = data === "own";
    const draw = (seed, shift) => (own ? [] : scattered(data, classes, POINTS, NOISE[noise], seed, shift));
    return { train: [...draw(3, 0), ...this.#own], test: draw(4, 0.5) };
  }

  /** The layers as they are trained: { W, b } from the first to the last. */
  get layers() { return this.#training.network.matrices; }

  /** What is chosen and the numbers on the screen; README.md names them. */
  get state() {
    return { ...this.#chosen, ...this.#training.report, own: this.#own.length, seed: this.#seed, cross: [...this.#cross],
      size: this.#training.network.size, running: this.running };
  }

  #choose(name, choice) {
    const chosen = this.#chosen;
    chosen[name] = choice;
    if (name === "data") this.#own = [];
    this.#own = this.#own.filter(([, , c]) => c < chosen.classes);
    chosen.place = Math.min(chosen.place, chosen.classes - 1);
    if (WHILE_TRAINING.includes(name)) this.#render();
    else this.#begin();
  }

  #reset() {
    if (this.#training.epochs === 0) {
      Object.assign(this.#chosen, START);
      this.#seed = SEED;
      this.#own = [];
    }
    this.#begin();
  }

  /* A new network for what is chosen. */
  #begin() {
    this.stop();
    const { classes, depth, width, activation } = this.#chosen;
    this.#training = new Training([2, ...Array(depth).fill(width), classes], activation, this.#seed);
    this.#gather();
  }

  /* The points as they are now, for the network and for the eye. */
  #gather() {
    const { train, test } = this.points, given = train.length - this.#own.length;
    this.#training.take(train, test);
    this.parts.marks.innerHTML = marks(this.parts.tests.checked ? test : [], "fb-test") + marks(train.slice(0, given), "") + marks(this.#own, "fb-own");
    this.#render();
  }

  #train(epochs) { this.#training.train(epochs, this.#chosen.batch, this.#chosen.rate); }

  #run() {
    const end = this.#training.epochs + EPOCHS_PER_RUN;
    if (reducedMotion()) this.#train(EPOCHS_PER_RUN);
    else this.repeat(() => {
      this.#train(Math.min(EPOCHS_PER_FRAME, end - this.#training.epochs));
      if (this.#training.epochs >= end || !this.#training.goesOn) this.stop();
      this.#render();
    }, MS_PER_FRAME);
  }

  /* Places a point of the chosen class, or takes away the reader's own points that are there. */
  #place(x1, x2) {
    if (x1 < X[0] || x1 > X[1] || x2 < Y[0] || x2 > Y[1]) return;
    const others = this.#own.filter(([a, b]) => Math.hypot(a - x1, b - x2) > NEAR);
    this.#own = others.length < this.#own.length ? others : [...others, [x1, x2, this.#chosen.place]];
    this.#cross = [x1, x2];
    this.#gather();
  }

  #moveCrosshair(...change) {
    this.#cross = [X, Y].map((range, i) => clamp(Math.round(100 * (this.#cross[i] + change[i])) / 100, range));
    this.#render();
  }

  /* Where the crosshair is and, while nothing moves, what the network says there. */
  #here() {
    const [x, y] = this.#cross, K = this.#chosen.classes, text = this.text, place = `(${show(x, 2)}, ${show(y, 2)})`;
    if (this.running) return place;
    const z = this.#training.network.forward(Float64Array.of(x, y), 1).slice(0, K), top = Math.max(...z), k = Math.max(0, z.indexOf(top));
    return text.here(place, `${MARKS[k]} ${text.marks[k]}`, show(100 / z.reduce((sum, v) => sum + Math.exp(v - top), 0), 0));
  }

  #render() {
    const part = this.parts, text = this.text, chosen = this.#chosen, at = this.state, { network } = this.#training;
    const number = (loss) => (loss === null ? "–" : show(loss)), share = (some, all) => (all ? `${some} / ${all}` : "–");
    if (at.status !== "diverged") this.#drawPlane(network);
    this.#drawLosses(Math.max(100, 100 * 2 ** Math.ceil(Math.log2(at.epochs / 100))));
    for (const name of Object.keys(CHOICES)) part[name].selectedIndex = CHOICES[name].indexOf(chosen[name]);
    for (const option of part.place.options) option.disabled = option.index >= chosen.classes;
    const values = { loss: number(at.loss), testLoss: number(at.testLoss), right: share(at.right, at.points), testRight: share(at.testRight, at.testPoints),
      closed: chosen.activation === "relu" ? share(at.closed, chosen.depth * chosen.width) : "–", size: at.size, epochs: at.epochs,
      run: at.running ? text.pause : text.run, here: this.#here() };
    for (const [name, value] of Object.entries(values)) if (part[name].textContent !== String(value)) part[name].textContent = value;
    const said = this.#said, due = at.status !== said.status && at.epochs >= said.epochs + EPOCHS_PER_SENTENCE;
    if (!at.running || !said.running || due) this.#say(at);
  }

  #drawPlane(network) {
    const { classes, depth, activation } = this.#chosen, part = this.parts;
    part.regions.innerHTML = regions(network.forward(GRID, PLACES), classes).map((d, c) => `<path class="fb-region" data-class="${c}" d="${d}"/>`).join("");
    part.lines.setAttribute("d", part.hinges.checked && depth && activation !== "none" ? hinges(network.layers[0]) : "");
    part.crosshair.setAttribute("transform", `translate(${plane.x(this.#cross[0])} ${plane.y(this.#cross[1])})`);
  }

  #drawLosses(limit) {
    const part = this.parts, { train, test } = this.#training.losses, logarithmic = plot([0, limit], [-3, 1]);
    const scale = { ...logarithmic, y: (loss) => logarithmic.y(clamp(Math.log10(loss), [-4, 2])) };
    part.axes.innerHTML = axes(scale, [0, 1, 2, 3].map((k) => (k * limit) / 4), [0.01, 0.1, 1, 10], "", "");
    part.trainCurve.setAttribute("d", trace(train, scale));
    part.testCurve.setAttribute("d", trace(test, scale));
  }

  /* The sentence: rarely while the network trains; at rest, with the numbers. */
  #say(at) {
    const said = this.text[at.status], told = typeof said === "function" ? said(at) : said;
    this.say(told + (at.running || at.epochs === 0 ? "" : this.text.counts(at)));
    this.#said = at;
    this.dataset.status = at.status;
  }
}

customElements.define("fb-mlp-playground", MLPPlayground);
