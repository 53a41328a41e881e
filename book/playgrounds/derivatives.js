/* <fb-derivatives-playground>: a computational graph. Values flow forward, then gradients backward, node by node: a
 * node's gradient is the sum, over what uses it, of upstream × local slope. How a page uses it: README.md.
 */

import { Playground, reducedMotion } from "./element.js";
import { buttons, clamp, draggable, keyboard, parts, readout, show, slider } from "./playground.js";

/* An operation: how it is written, its value and its slopes from the values of its inputs. */
const OPERATIONS = {
  "+": { value: (u, v) => u + v, slopes: () => [1, 1] },
  "−": { value: (u, v) => u - v, slopes: () => [1, -1] },
  "×": { value: (u, v) => u * v, slopes: (u, v) => [v, u] },
  "( )²": { value: (u) => u * u, slopes: (u) => [2 * u] },
  tanh: { value: Math.tanh, slopes: (u) => [1 - Math.tanh(u) ** 2] },
  relu: { value: (u) => Math.max(0, u), slopes: (u) => [u > 0 ? 1 : 0] },
  exp: { value: Math.exp, slopes: (u) => [Math.exp(u)] },
};

/* Nodes in the order of the forward pass: [name, operation, inputs, across, down]. A leaf has a start value instead. */
const GRAPHS = {
  loss: { formula: "L = (w · x + b − y)²", nodes: [
    ["w", -0.5, 0, 0], ["x", 2, 1, 0], ["b", 1, 2, 0], ["y", 1.5, 3, 0],
    ["p", "×", ["w", "x"], 0.5, 1], ["q", "+", ["p", "b"], 1.25, 2], ["r", "−", ["q", "y"], 2, 3], ["L", "( )²", ["r"], 2, 4]] },
  fork: { formula: "L = a · b + a", nodes: [
    ["a", 2, 0.5, 0], ["b", 3, 2.5, 0], ["p", "×", ["a", "b"], 2, 1.8], ["L", "+", ["a", "p"], 1, 3.6]] },
  order: { formula: "s = exp(a),  L = s + s · b", nodes: [
    ["a", 0.5, 0.5, 0], ["b", -1.5, 2.5, 0], ["s", "exp", ["a"], 0.5, 1.3], ["t", "×", ["s", "b"], 2, 2.6], ["L", "+", ["s", "t"], 1, 3.9]] },
  unit: { formula: "L = v · relu(x · w) + tanh(w)", nodes: [
    ["v", 1.5, 0, 0], ["x", -1, 1.2, 0], ["w", 0.75, 2.6, 0], ["p", "×", ["x", "w"], 1.6, 1], ["h", "relu", ["p"], 1.4, 2],
    ["q", "×", ["v", "h"], 0.5, 3], ["t", "tanh", ["w"], 2.8, 2], ["L", "+", ["q", "t"], 1.6, 4]] },
};

const STRINGS = {
  en: {
    graph: "Graph", names: { loss: "one error", fork: "a fork", order: "the order", unit: "a unit that is off" },
    picture: "The computational graph", leaf: (name) => `Value of ${name}`, drag: "Drag a leaf up or down, or use the arrow keys.",
    legend: "Blue numbers are <b class='fb-value'>values</b>, orange ones <b class='fb-gradient'>gradients</b>; beside each arrow stands its local slope.",
    step: "Step", run: "Run", pause: "Pause", back: "Back", reset: "Reset", gradient: "gradient",
    ready: "<b>Ready.</b> Only the leaves have values. Predict L, then press Step.",
    forward: (at) => `<b>Forward: ${at.sum}.</b> ${at.name} is computed from its inputs; the local slopes stand on its edges.`,
    seed: "<b>The backward pass starts at L.</b> The derivative of L with respect to itself is 1.",
    push: (at) => `<b>Backward from ${at.name}:</b> ${at.shares}. Each input receives upstream × slope.`,
    add: (name) => ` ${name} had a share already: the two <b>add</b>.`,
    done: " <b>Done in one pass:</b> every node was visited once. Move a leaf a little: L changes by about its gradient times the move.",
  },
  ko: {
    graph: "그래프", names: { loss: "오차 하나", fork: "갈라진 길", order: "순서", unit: "꺼진 유닛" },
    picture: "계산 그래프", leaf: (name) => `${name}의 값`, drag: "잎을 위아래로 끌거나 화살표 키를 씁니다.",
    legend: "파란 수는 <b class='fb-value'>값</b>, 주황 수는 <b class='fb-gradient'>기울기</b>이고, 화살표 옆의 수는 국소 기울기입니다.",
    step: "한 단계", run: "실행", pause: "멈춤", back: "뒤로", reset: "되돌리기", gradient: "기울기",
    ready: "<b>준비되었습니다.</b> 아직 잎에만 값이 있습니다. L을 예상해 본 다음 ‘한 단계’를 누르세요.",
    forward: (at) => `<b>순전파: ${at.sum}.</b> 입력으로 ${at.name}의 값을 구하고, 간선에 국소 기울기를 적습니다.`,
    seed: "<b>역전파는 L에서 시작합니다.</b> L을 L로 미분하면 1입니다.",
    push: (at) => `<b>${at.name}에서 역전파:</b> ${at.shares}. 입력마다 상류 기울기 × 국소 기울기가 도착합니다.`,
    add: (name) => ` ${name}에는 이미 도착한 몫이 있으므로 둘을 <b>더합니다</b>.`,
    done: " <b>한 번에 끝났습니다.</b> 모든 노드를 한 번씩만 방문했습니다. 잎을 조금 움직여 보세요. L은 약 기울기 × 움직인 거리만큼 변합니다.",
  },
};

const RANGE = [-3, 3], MS_PER_STEP = 1100, UNITS_PER_VALUE = 40;
const ACROSS = 108, DOWN = 114, LEFT = 48, TOP = 46, HALF_WIDTH = 42, HALF_HEIGHT = 35;
const WIDTH = LEFT * 2 + 3 * ACROSS, HEIGHT = TOP + HALF_HEIGHT + 4 * DOWN + 3;
const two = (v) => show(v, 2), signed = (v) => (v < 0 ? `(${two(v)})` : two(v));

/* A graph as nodes that know their inputs by name, in forward order. */
const build = (key) => GRAPHS[key].nodes.map((node) => {
  const [name, what] = node, [across, down] = node.slice(-2), inputs = node.length > 4 ? node[2] : [];
  const leaf = !inputs.length;
  return { name, leaf, operation: leaf ? "" : what, inputs, value: leaf ? what : NaN, x: LEFT + across * ACROSS, y: TOP + down * DOWN };
});

function markup(text) {
  const options = Object.keys(GRAPHS).map((key) => `<option value="${key}">${text.names[key]}</option>`);
  return `<div class="fb-panels"><svg class="fb-graph" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="group" aria-label="${text.picture}" data-part="picture"></svg>
    <div><div class="fb-choose"><label>${text.graph}<select data-part="choice">${options.join("")}</select></label><span class="fb-math" data-part="formula"></span></div>
    <p class="fb-hint">${text.drag} ${text.legend}</p>${buttons({ back: text.back, step: text.step, run: text.run, reset: text.reset })}
    <p class="fb-verdict" role="status" aria-live="polite" data-part="verdict"></p></div></div>`;
}

class DerivativesPlayground extends Playground {
  static strings = STRINGS;
  static markup = markup;

  #graph = "loss";
  #nodes = build("loss");
  #at = 0; // how many moves of the two passes have been made

  ready(part) {
    part.choice.onchange = () => this.#show(part.choice.value);
    part.step.onclick = () => { this.stop(); this.#move(1); };
    part.back.onclick = () => { this.stop(); this.#move(-1); };
    part.run.onclick = () => { if (this.running) this.stop(); else this.#run(); this.#render(); };
    part.reset.onclick = () => { if (this.#at) { this.stop(); this.#move(-this.#at); } else this.#show(this.#graph); };
    this.#show("loss");
  }

  /** Per node its value and gradient (null where the passes have not come), and where the passes are. */
  get state() {
    const passes = this.#passes(), shown = (v) => (Number.isNaN(v) ? null : v);
    return { graph: this.#graph, at: this.#at, moves: this.#moves, phase: passes.phase, running: this.running,
      values: Object.fromEntries(passes.nodes.map((n) => [n.name, shown(n.value)])),
      grads: Object.fromEntries(passes.nodes.map((n) => [n.name, shown(n.grad)])) };
  }

  get #inner() { return this.#nodes.filter((node) => !node.leaf); }

  /* Forward once per inner node, the seed, backward once per inner node. */
  get #moves() { return 2 * this.#inner.length + 1; }

  /* Both passes as far as they have come, from the leaves: nothing else is stored. */
  #passes() {
    const nodes = this.#nodes.map((node) => ({ ...node, grad: NaN, slopes: [] }));
    const named = Object.fromEntries(nodes.map((node) => [node.name, node])), inner = nodes.filter((node) => !node.leaf);
    const forward = inner.slice(0, this.#at), n = inner.length, passes = { nodes, named, phase: "ready", now: null, added: [] };
    for (const node of forward) {
      const inputs = node.inputs.map((name) => named[name].value), { value, slopes } = OPERATIONS[node.operation];
      Object.assign(node, { value: value(...inputs), slopes: slopes(...inputs) });
    }
    if (this.#at) Object.assign(passes, { phase: "forward", now: forward.at(-1) });
    if (this.#at > n) Object.assign(passes, { phase: "seed", now: inner[n - 1] }).now.grad = 1;
    for (const node of inner.toReversed().slice(0, Math.max(0, this.#at - n - 1))) {
      const added = node.inputs.filter((name) => !Number.isNaN(named[name].grad));
      Object.assign(passes, { phase: "push", now: node, added });
      node.inputs.forEach((name, i) => { named[name].grad = (named[name].grad || 0) + node.grad * node.slopes[i]; });
    }
    return passes;
  }

  #show(key) {
    this.stop();
    this.#graph = this.parts.choice.value = key;
    this.#nodes = build(key);
    this.#at = 0;
    this.#draw();
    this.#render();
  }

  #move(by) {
    this.#at = clamp(this.#at + by, [0, this.#moves]);
    this.#render();
  }

  #run() {
    if (this.#at === this.#moves) this.#at = 0;
    if (reducedMotion()) this.#at = this.#moves;
    else this.repeat(() => {
      if (this.#at + 1 >= this.#moves) this.stop();
      this.#move(1);
    }, MS_PER_STEP);
  }

  /* The picture of a graph: edges below, nodes above; the numbers come with #render. */
  #draw() {
    const find = (name) => this.#nodes.find((node) => node.name === name);
    const edges = this.#inner.flatMap((node) => node.inputs.map((name, i) => {
      const from = find(name), side = node.inputs.length > 1 ? (i ? 24 : -24) : 0, x = node.x + side;
      const start = from.y + HALF_HEIGHT, end = node.y - HALF_HEIGHT - 8, bend = Math.min(end - start, DOWN) * 0.6;
      return `<path class="fb-edge" data-part="edge-${node.name}-${i}" d="M${from.x} ${start}C${from.x} ${start + bend} ${x} ${end - bend} ${x} ${end}"/>
        <path class="fb-tip" d="M${x - 5} ${end}l5 8l5-8z"/><text class="fb-slope" data-part="slope-${node.name}-${i}" x="${x + (side < 0 ? -8 : 8)}" y="${end + 3}" text-anchor="${side < 0 ? "end" : "start"}"/>`;
    }));
    const boxes = this.#nodes.map(({ name, operation, x, y }) => `<g class="fb-node" data-part="node-${name}" aria-hidden="true">
      <rect x="${x - HALF_WIDTH}" y="${y - HALF_HEIGHT}" width="${2 * HALF_WIDTH}" height="${2 * HALF_HEIGHT}" rx="8"/>
      <text class="fb-symbol" x="${x}" y="${y - 14}">${name}${operation && `<tspan class="fb-operation"> ${operation}</tspan>`}</text>
      <text class="fb-value" data-part="value-${name}" x="${x}" y="${y + 7}"/><text class="fb-gradient" data-part="grad-${name}" x="${x}" y="${y + 27}"/></g>`);
    const handles = this.#nodes.filter(({ leaf }) => leaf).map(({ name, x, y }) => slider(`leaf-${name}`, this.text.leaf(name), RANGE)
      .replace("<g ", `<g transform="translate(${x - HALF_WIDTH} ${y})" `));
    const part = this.parts, cells = this.#nodes.map(({ name }) => [`cell-${name}`, name]);
    part.picture.innerHTML = `<g aria-hidden="true">${edges.join("")}</g>${boxes.join("")}${handles.join("")}`;
    part.verdict.nextElementSibling?.remove();
    part.verdict.insertAdjacentHTML("afterend", readout(Object.fromEntries(cells)));
    part.formula.textContent = GRAPHS[this.#graph].formula;
    Object.assign(part, parts(this));
    const set = (node, value) => { node.value = Math.round(100 * clamp(value, RANGE)) / 100; this.#render(); };
    for (const node of this.#nodes.filter(({ leaf }) => leaf)) {
      const handle = part[`leaf-${node.name}`];
      let start = null;
      draggable(handle, { at: (x, y) => [x, y] }, (_, y) => { start ??= { y, value: node.value }; set(node, start.value + (start.y - y) / UNITS_PER_VALUE); });
      handle.addEventListener("lostpointercapture", () => { start = null; });
      keyboard(handle, (by) => set(node, node.value + by));
    }
  }

  #render() {
    const part = this.parts, text = this.text, passes = this.#passes(), { nodes, named, now } = passes;
    const number = (v, empty) => (Number.isNaN(v) ? empty : two(v));
    for (const { name, leaf, inputs, slopes, value, grad } of nodes) {
      part[`value-${name}`].textContent = number(value, "?");
      part[`grad-${name}`].textContent = number(grad, "");
      part[`cell-${name}`].innerHTML = `${number(value, "?")}<br><span class="fb-gradient">${number(grad, "–")}</span>`;
      const active = now?.name === name;
      part[`node-${name}`].dataset.state = active ? passes.phase : Number.isNaN(grad) ? "" : "graded";
      inputs.forEach((_, i) => {
        part[`edge-${name}-${i}`].dataset.state = active && passes.phase !== "seed" ? passes.phase : "";
        part[`slope-${name}-${i}`].textContent = slopes.length ? `×${signed(slopes[i])}` : "";
      });
      if (leaf) {
        part[`leaf-${name}`].setAttribute("aria-valuenow", value);
        part[`leaf-${name}`].setAttribute("aria-valuetext", `${name} = ${two(value)}${Number.isNaN(grad) ? "" : `, ${text.gradient} ${two(grad)}`}`);
      }
    }
    part.run.textContent = this.running ? text.pause : text.run;
    const verdict = this.#sentence(passes, named);
    this.say(verdict);
    this.dataset.phase = this.#at === this.#moves ? "done" : passes.phase;
  }

  #sentence({ phase, now, added }, named) {
    const text = this.text;
    if (phase === "ready" || phase === "seed") return text[phase];
    if (phase === "forward") {
      const [u, v] = now.inputs.map((name) => signed(named[name].value)), symbol = now.operation;
      const written = v !== undefined ? `${u} ${symbol} ${v}` : symbol === "( )²" ? `(${u.replace(/[()]/g, "")})²` : `${symbol}(${u.replace(/[()]/g, "")})`;
      return text.forward({ name: now.name, sum: `${now.name} = ${written} = ${two(now.value)}` });
    }
    const shares = now.inputs.map((name, i) => `${name} += ${two(now.grad)} × ${signed(now.slopes[i])} = ${two(now.grad * now.slopes[i])}`).join(", ");
    const said = text.push({ name: now.name, shares }) + [...new Set(added)].map(text.add).join("");
    return this.#at < this.#moves ? said : said + text.done;
  }
}

customElements.define("fb-derivatives-playground", DerivativesPlayground);
