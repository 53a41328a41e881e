/* <fb-losses-playground>: one sample's logits, their softmax, a loss, and the pull on each logit: minus the gradient.
 * With cross-entropy the pull is y − p, just what a probability lacks to its target; the squared error of the probabilities,
 * Σ (p − y)², pulls 2p((y − p) − Σ p(y − p)), next to nothing where the softmax is sure. How a page uses it: README.md.
 */

import { Playground } from "./element.js";
import { axes, buttons, clamp, clipped, draggable, keyboard, panel, plot, readout, show, slider } from "./playground.js";

const CLASSES = [0, 1, 2, 3], RANGE = [-8, 8], SURE = 0.95, RATE = 1;
const LONG = 3; // units of a logit that a pull of 1 is long in the picture
const START = { logits: [1, 2.5, 0.5, -1], label: 2, loss: "cross-entropy", steps: 0, moved: false };

const total = (values) => values.reduce((sum, v) => sum + v, 0);

function softmax(logits) {
  const top = Math.max(...logits), powers = logits.map((z) => Math.exp(z - top)), sum = total(powers);
  return powers.map((power) => power / sum);
}

/* Value and pulls, from the probabilities, their gaps y − p, and the true class. */
const LOSSES = {
  "cross-entropy": (p, gaps, label) => [-Math.log(p[label]), gaps],
  squared(p, gaps) {
    const common = total(p.map((share, k) => share * gaps[k]));
    return [total(gaps.map((gap) => gap * gap)), p.map((share, k) => 2 * share * (gaps[k] - common))];
  },
};

const STRINGS = {
  en: {
    logits: "Logits, and the pull on each", shares: "Probabilities, and their targets",
    logitsLabel: "One handle per class: its logit; an arrow shows which way the loss pulls it, and how hard",
    sharesLabel: "One bar per class: its probability; a line shows the target, an arrow the pull",
    handle: "Logit of class", label: "True class", loss: "Loss", names: { "cross-entropy": "cross-entropy", squared: "squared error of p" },
    step: "Step", ten: "10 steps", up: "All + 1", down: "All − 1", reset: "Reset",
    value: "loss", share: "p, true class", strongest: "strongest pull", sum: "sum of pulls", steps: "steps", pull: "pull",
    tied: () => "<b>It knows nothing.</b> Equal logits give every class ¼. The true class is pulled up, and each of the others down by a third as much.",
    moved: () => "<b>Nothing changes.</b> All logits have moved together, and the softmax sees only their differences. Probabilities, loss and pulls are what they were.",
    sure: (truth) => `<b>Right and sure.</b> Class ${truth} has nearly all of the probability. The gaps to the targets are small, and so are the pulls: learning comes to rest.`,
    right: (truth) => `<b>Right, not yet sure.</b> Class ${truth} leads, and is still pulled up; the others are pushed down, the likeliest hardest. The pulls sum to 0.`,
    wrong: (truth, first) => `<b>Wrong.</b> Class ${first} leads, but class ${truth} is true. It is pulled up, and the others are pushed down, class ${first} hardest. The pulls sum to 0.`,
    steep: (truth, first) => `<b>Sure and wrong.</b> Class ${first} has nearly all of the probability, but class ${truth} is true. Here cross-entropy is steepest: almost 1 pulls class ${truth} up, and class ${first} down.`,
    stalled: (truth, first) => `<b>Sure, wrong, and stuck.</b> Class ${first} has nearly all of the probability, but class ${truth} is true, and hardly anything pulls. A softmax that is sure hardly reacts to its logits, and so the squared error is flat. Compare cross-entropy.`,
  },
  ko: {
    logits: "로짓과 저마다 받는 힘", shares: "확률과 그 목표",
    logitsLabel: "클래스마다 손잡이 하나: 그 로짓. 화살표는 손실이 끌어당기는 방향과 세기",
    sharesLabel: "클래스마다 막대 하나: 그 확률. 선은 목표, 화살표는 끌어당기는 힘",
    handle: "로짓, 클래스", label: "정답 클래스", loss: "손실 함수", names: { "cross-entropy": "교차 엔트로피", squared: "p의 제곱 오차" },
    step: "한 걸음", ten: "열 걸음", up: "모두 + 1", down: "모두 − 1", reset: "되돌리기",
    value: "손실", share: "정답 클래스의 p", strongest: "가장 센 힘", sum: "힘의 합", steps: "걸음 수", pull: "힘",
    tied: () => "<b>아무것도 모릅니다.</b> 로짓이 같으면 모든 클래스의 확률이 ¼입니다. 정답 클래스는 위로, 나머지는 저마다 그 3분의 1의 힘으로 아래로 끌립니다.",
    moved: () => "<b>아무것도 변하지 않습니다.</b> 모든 로짓이 함께 움직였고, 소프트맥스는 로짓의 차이만 봅니다. 확률도 손실도 힘도 그대로입니다.",
    sure: (truth) => `<b>맞았고, 확신합니다.</b> ${truth}번 클래스가 확률을 거의 다 가졌습니다. 목표까지의 차이가 작아서 힘도 작습니다. 학습이 잦아듭니다.`,
    right: (truth) => `<b>맞았지만, 아직 확신하지 못합니다.</b> ${truth}번 클래스가 앞서 있고 계속 위로 끌립니다. 나머지는 확률이 큰 것일수록 세게 아래로 밀립니다. 힘의 합은 0입니다.`,
    wrong: (truth, first) => `<b>틀렸습니다.</b> ${first}번 클래스가 앞서 있지만 참인 것은 ${truth}번입니다. ${truth}번은 위로 끌리고 나머지는 아래로 밀리며, ${first}번이 가장 세게 밀립니다. 힘의 합은 0입니다.`,
    steep: (truth, first) => `<b>확신하는데 틀렸습니다.</b> ${first}번 클래스가 확률을 거의 다 가졌지만 참인 것은 ${truth}번입니다. 교차 엔트로피는 여기서 가장 가파릅니다. 거의 1인 힘이 ${truth}번을 위로, ${first}번을 아래로 끕니다.`,
    stalled: (truth, first) => `<b>확신하는데 틀렸고, 움직이지 못합니다.</b> ${first}번 클래스가 확률을 거의 다 가졌지만 참인 것은 ${truth}번인데, 끌어당기는 힘이 거의 없습니다. 확신하는 소프트맥스는 로짓에 거의 반응하지 않아서 제곱 오차가 평평합니다. 교차 엔트로피와 비교해 보세요.`,
  },
};

const columns = [CLASSES[0] - 0.6, CLASSES.at(-1) + 0.6], left = plot(columns, [-9.5, 9]), right = plot(columns, [-0.15, 1.15]);

/* An arrow beside column k, with a head that shrinks with it. */
function arrow(scale, k, from, to) {
  const x = scale.x(k) + 22, start = scale.y(from), end = scale.y(to), head = Math.sign(end - start) * Math.min(7, Math.abs(end - start));
  const wide = Math.abs(head) * 0.85;
  return `M${x} ${start}V${end}m${-wide} ${-head}l${wide} ${head}l${wide} ${-head}`;
}

const arrows = (scale, from, pulls, length) => CLASSES.map((k) => arrow(scale, k, from[k], from[k] + length * pulls[k])).join("");
const column = (scale, k) => `M${scale.x(k - 0.5)} 0H${scale.x(k + 0.5)}V320H${scale.x(k - 0.5)}Z`;
const signed = (v) => show(v, 2).replace(/^(?=\d.*[1-9])/, "+");

function markup(text) {
  const numbers = (part, scale, y) => CLASSES.map((k) => `<text class="fb-level" data-part="${part}${k}" x="${scale.x(k)}" y="${y}"></text>`).join("");
  const options = (names) => names.map(([value, name]) => `<option value="${value}">${name}</option>`).join("");
  const choose = (part, label, names) => `<div class="fb-choose"><label>${label}<select data-part="${part}">${options(names)}</select></label></div>`;
  const zero = (scale) => `<path class="fb-zero" d="M${scale.x(columns[0])} ${scale.y(0)}H${scale.x(columns[1])}"/>`;
  return `<div class="fb-panels">
    ${panel(text.logits, text.logitsLabel, axes(left, CLASSES, [-8, -4, 0, 4, 8], "k", "z")
      + clipped(`<path class="fb-true" data-part="trueLeft"/>${zero(left)}<path class="fb-pulls" data-part="pulls"/>${numbers("pull", left, 288)}`)
      + CLASSES.map((k) => slider(`z${k}`, `${text.handle} ${k}`, RANGE)).join(""))}
    ${panel(text.shares, text.sharesLabel, axes(right, CLASSES, [0, 0.25, 0.5, 0.75, 1], "k", "p")
      + clipped(`<path class="fb-true" data-part="trueRight"/>${zero(right)}<path class="fb-share" data-part="shares"/><path class="fb-target" data-part="targets"/>
        <path class="fb-pulls" data-part="gaps"/>${numbers("p", right, 288)}`))}
  </div>
  <div class="fb-controls">
    ${choose("label", text.label, CLASSES.map((k) => [k, k]))}
    ${choose("loss", text.loss, Object.entries(text.names))}
    ${buttons({ step: text.step, ten: text.ten, up: text.up, down: text.down, reset: text.reset })}
  </div>
  <p class="fb-verdict" role="status" aria-live="polite" data-part="verdict"></p>
  ${readout({ value: text.value, share: text.share, strongest: text.strongest, sum: text.sum, steps: text.steps })}`;
}

class LossesPlayground extends Playground {
  static strings = STRINGS;
  static markup = markup;

  #chosen = { ...START };

  ready(part) {
    for (const k of CLASSES) {
      draggable(part[`z${k}`], left, (_, z) => this.#place(k, z));
      keyboard(part[`z${k}`], (change) => this.#place(k, this.#chosen.logits[k] + 2 * change));
    }
    part.label.onchange = () => this.#choose({ label: Number(part.label.value), steps: 0 });
    part.loss.onchange = () => this.#choose({ loss: part.loss.value, steps: 0 });
    part.step.onclick = () => this.#descend(1);
    part.ten.onclick = () => this.#descend(10);
    part.up.onclick = () => this.#shift(1);
    part.down.onclick = () => this.#shift(-1);
    part.reset.onclick = () => this.#choose(START);
    this.#choose(START);
  }

  /** What is chosen and what follows; status is tied, moved, sure, right, wrong, steep or stalled. */
  get state() {
    const { logits, label, loss, steps, moved } = this.#chosen, p = softmax(logits);
    const gaps = p.map((share, k) => (k === label) - share), [value, pulls] = LOSSES[loss](p, gaps, label);
    const first = p.indexOf(Math.max(...p));
    const isRight = p[label] === p[first], isSure = p[first] > SURE, isTied = Math.max(...logits) - Math.min(...logits) < 0.01;
    const wrong = isSure ? (loss === "squared" ? "stalled" : "steep") : "wrong";
    const status = moved ? "moved" : isTied ? "tied" : isRight ? (isSure ? "sure" : "right") : wrong;
    return { logits: [...logits], label, loss, steps, p, value, pulls, first, status };
  }

  #choose(change) {
    Object.assign(this.#chosen, { moved: false }, change);
    this.#render();
  }

  #place(k, z) {
    const logit = Math.round(10 * clamp(z, RANGE)) / 10;
    this.#choose({ logits: this.#chosen.logits.with(k, logit), steps: 0 });
  }

  /* All logits by the same amount, as far as there is room. */
  #shift(amount) {
    const { logits } = this.#chosen, by = clamp(amount, [RANGE[0] - Math.min(...logits), RANGE[1] - Math.max(...logits)]);
    this.#choose({ logits: logits.map((z) => z + by), moved: true });
  }

  #descend(times) {
    for (let t = 0; t < times; t++) {
      const { logits, pulls, steps } = this.state;
      this.#choose({ logits: logits.map((z, k) => clamp(z + RATE * pulls[k], RANGE)), steps: steps + 1 });
    }
  }

  #render() {
    const part = this.parts, text = this.text, { logits, label, loss, steps, p, value, pulls, first, status } = this.state;
    for (const k of CLASSES) {
      const handle = part[`z${k}`];
      handle.setAttribute("transform", `translate(${left.x(k)} ${left.y(logits[k])})`);
      handle.setAttribute("aria-valuenow", logits[k].toFixed(2));
      handle.setAttribute("aria-valuetext", `${show(logits[k], 2)}; p ${show(p[k], 2)}, ${text.pull} ${signed(pulls[k])}`);
      part[`pull${k}`].textContent = signed(pulls[k]);
      part[`p${k}`].textContent = show(p[k], 2);
    }
    const drawn = {
      trueLeft: column(left, label), trueRight: column(right, label),
      pulls: arrows(left, logits, pulls, LONG), gaps: arrows(right, p, pulls, 1),
      shares: CLASSES.map((k) => `M${right.x(k)} ${right.y(0)}V${right.y(p[k])}`).join(""),
      targets: CLASSES.map((k) => `M${right.x(k) - 30} ${right.y(k === label)}h60`).join(""),
    };
    for (const [name, path] of Object.entries(drawn)) part[name].setAttribute("d", path);
    Object.assign(part.label, { value: label });
    Object.assign(part.loss, { value: loss });
    const numbers = { value, share: p[label], strongest: Math.max(...pulls.map(Math.abs)), sum: total(pulls) };
    for (const [name, number] of Object.entries(numbers)) part[name].textContent = show(number);
    part.steps.textContent = steps;
    const said = text[status](label, first);
    this.say(said);
    this.dataset.status = status;
  }
}

customElements.define("fb-losses-playground", LossesPlayground);
