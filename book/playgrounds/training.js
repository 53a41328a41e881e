/* A classifier in training: its points, its losses epoch by epoch, and what there is to say about them. */

import { crossEntropy, Network, Rows, winner } from "./network.js";
import { random } from "./playground.js";

const LOOKED_BACK = 50; // epochs whose mean loss is compared with that of the 50 before them

const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;

export class Training {
  #uniform;
  #hasRelu;

  constructor(sizes, activation, seed) {
    this.network = new Network(sizes, activation, seed);
    this.#uniform = random(seed);
    this.#hasRelu = activation === "relu";
    this.losses = { train: [], test: [] };
  }

  /** How many passes over the training points are done. */
  get epochs() { return Math.max(0, this.losses.train.length - 1); }

  /** Whether there is anything to train, and numbers to train with. */
  get goesOn() { return Number.isFinite(this.losses.train.at(-1)); }

  /** The points as they are now, [x₁, x₂, class]; the network keeps what it has learned. */
  take(train, test) {
    this.rows = { train: new Rows(train), test: new Rows(test) };
    if (this.epochs === 0) this.losses = { train: [], test: [] };
    if (this.epochs === 0 && train.length) this.#measure();
  }

  train(epochs, size, rate) {
    for (let epoch = 0; epoch < epochs && this.rows.train.n && this.goesOn; epoch++) {
      this.rows.train.epoch(this.network, size, this.#uniform, crossEntropy, rate);
      this.#measure();
    }
  }

  #measure() {
    for (const [kind, { X, T, n }] of Object.entries(this.rows)) if (n) this.losses[kind].push(this.network.loss(X, T, n, crossEntropy));
  }

  /** The numbers; `dead` is the first hidden layer whose ReLUs are all closed for all training points, or 0. */
  get report() {
    const { train, test } = this.losses, { rows } = this, bestAt = test.indexOf(Math.min(...test));
    const testRight = this.#right(rows.test), right = this.#right(rows.train); // in this order: #closed looks at the training points
    const closed = this.#hasRelu ? this.#closed() : [], hidden = this.network.layers.slice(0, -1);
    const report = { epochs: this.epochs, loss: train.at(-1) ?? null, testLoss: test.at(-1) ?? null, best: test[bestAt] ?? null, bestAt,
      right, points: rows.train.n, testRight, testPoints: rows.test.n, closed: closed.reduce((sum, n) => sum + n, 0),
      dead: closed.findIndex((n, l) => n === hidden[l].outputs) + 1 };
    return { ...report, status: this.#judge(report) };
  }

  #right({ X, T, n }) {
    const K = this.network.layers.at(-1).outputs, Z = this.network.forward(X, n);
    return T.reduce((sum, c, i) => sum + (winner(Z, i * K, K) === c), 0);
  }

  /* By hidden layer, how many units are 0 for all training points. */
  #closed() {
    const { n } = this.rows.train;
    return this.network.layers.slice(0, -1).map(({ A, outputs }) => {
      let closed = 0;
      for (let k = 0; k < outputs; k++) {
        let i = 0;
        while (i < n && A[i * outputs + k] === 0) i++;
        if (i === n && n) closed++;
      }
      return closed;
    });
  }

  #judge({ epochs, loss, points, right, dead, testLoss, best, bestAt }) {
    const { train } = this.losses, late = train.slice(-LOOKED_BACK), early = train.slice(-2 * LOOKED_BACK, -LOOKED_BACK);
    if (points === 0) return "empty";
    if (epochs === 0) return "ready";
    if (!this.goesOn) return "diverged";
    if (dead) return "dead";
    if (loss > train[0]) return "unstable";
    if (testLoss > 1.25 * best + 0.05 && loss < train[bestAt]) return "overfits";
    if (right === points) return "solved";
    return early.length === LOOKED_BACK && mean(late) > 0.98 * mean(early) ? "plateau" : "learns";
  }
}
