/* Times the playgrounds' training step against the same network as objects; benchmarks/playground.py runs it. */

import { scattered } from "./datasets.js";
import { crossEntropy, Network, Rows } from "./network.js";
import { random } from "./playground.js";

const ROUNDS = 25, LR = 0.01, CLASSES = 3, POINTS = 120;
const SIZES = [[2, 4, 2, CLASSES], [2, 8, 8, CLASSES], [2, 16, 16, 16, 16, CLASSES]], BATCHES = [1, 10, 30];

/* A unit of a network as one draws it: it knows the units below, and a weight for each. */
class Unit {
  constructor(below, weights) {
    Object.assign(this, { below, weights, slopes: weights.map(() => 0), bias: 0, biasSlope: 0, output: 0, upstream: 0, hidden: true });
  }

  forward() {
    let z = this.bias;
    for (let d = 0; d < this.below.length; d++) z += this.weights[d] * this.below[d].output;
    this.output = this.hidden ? Math.max(0, z) : z;
  }

  /* Takes dz from what the units above have left in `upstream`, and leaves w dz below. */
  backward() {
    const dz = this.hidden && this.output === 0 ? 0 : this.upstream;
    for (let d = 0; d < this.below.length; d++) {
      this.slopes[d] += dz * this.below[d].output;
      this.below[d].upstream += dz * this.weights[d];
    }
    this.biasSlope += dz;
    this.upstream = 0;
  }

  update(lr) {
    for (let d = 0; d < this.weights.length; d++) this.weights[d] -= lr * this.slopes[d];
    this.bias -= lr * this.biasSlope;
    this.slopes.fill(0);
    this.biasSlope = 0;
  }
}

class Objects {
  /* The same network as `network`, whose biases are still 0. */
  constructor(network) {
    this.inputs = Array.from({ length: network.layers[0].inputs }, () => ({ output: 0, upstream: 0 }));
    this.layers = [];
    let below = this.inputs;
    for (const { W } of network.matrices) this.layers.push(below = W[0].map((_, k) => new Unit(below, W.map((row) => row[k]))));
    for (const unit of below) unit.hidden = false;
  }

  step(X, T, n, _, lr) {
    const top = this.layers[this.layers.length - 1], D = this.inputs.length;
    for (let i = 0; i < n; i++) {
      for (let d = 0; d < D; d++) this.inputs[d].output = X[i * D + d];
      for (const layer of this.layers) for (const unit of layer) unit.forward();
      let largest = -Infinity, sum = 0;
      for (const unit of top) largest = Math.max(largest, unit.output);
      for (const unit of top) sum += unit.upstream = Math.exp(unit.output - largest);
      for (const unit of top) unit.upstream /= sum * n;
      top[T[i]].upstream -= 1 / n;
      for (let l = this.layers.length - 1; l >= 0; l--) for (const unit of this.layers[l]) unit.backward();
    }
    for (const layer of this.layers) for (const unit of layer) unit.update(lr);
  }
}

/* The largest difference between the weights of the two. */
const apart = (network, objects) => Math.max(...network.matrices.flatMap(({ W }, l) => W.flatMap((row, d) => row.map((w, k) => Math.abs(w - objects.layers[l][k].weights[d])))));

for (const sizes of SIZES)
  for (const size of BATCHES) {
    const network = new Network(sizes, "relu", 7), objects = new Objects(network), points = scattered("spirals", CLASSES, POINTS, 0.07, 3);
    const competitors = [network, objects].map((model) => ({ model, rows: new Rows(points), uniform: random(1), least: Infinity }));
    for (let round = 0; round < ROUNDS; round++)
      for (const competitor of competitors) {
        const { model, rows, uniform } = competitor, started = performance.now();
        for (let epoch = 0; epoch < 10; epoch++) rows.epoch(model, size, uniform, crossEntropy, LR);
        competitor.least = Math.min(competitor.least, performance.now() - started);
      }
    const [ours, theirs] = competitors.map(({ least }) => (1000 * least) / (10 * Math.ceil(POINTS / size)));
    console.log(JSON.stringify({ sizes, size, ours, theirs, apart: apart(network, objects) }));
  }
