/* A small fully connected network for playgrounds that train one in the page: forward, backward, gradient descent with
 * momentum, and two sets of points to tell apart. Everything is seeded: the same page shows the same run. */

import { normal } from "./playground.js";

/** Activations by name; the slope is given by the activation's value, which for these three is enough. */
export const ACTIVATIONS = {
  none: { value: (z) => z, slope: () => 1 },
  relu: { value: (z) => Math.max(0, z), slope: (a) => (a > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, slope: (a) => 1 - a * a },
};

/** x W + b for one row x; W is an array of rows. */
export const affine = (x, W, b) => b.map((bias, k) => x.reduce((sum, v, d) => sum + v * W[d][k], bias));

const zeros = (W) => W.map((row) => row.map(() => 0));

export class Network {
  /** `sizes` are the widths from input to output; the activation stands between the layers. Weights are normal, of variance
   * 2 / fan-in before a ReLU and 1 / fan-in elsewhere, which keeps the signal's size through the layers. */
  constructor(sizes, activation, seed) {
    const draw = normal(seed), { value, slope } = ACTIVATIONS[activation], gain = activation === "relu" ? 2 : 1;
    this.layers = sizes.slice(1).map((width, l) => ({
      W: Array.from({ length: sizes[l] }, () => Array.from({ length: width }, () => draw() * Math.sqrt(gain / sizes[l]))),
      b: Array(width).fill(0),
    }));
    for (const layer of this.layers) Object.assign(layer, { vW: zeros(layer.W), vb: layer.b.map(() => 0) });
    Object.assign(this, { value, slope });
  }

  /** How many numbers are trained. */
  get size() { return this.layers.reduce((sum, { W, b }) => sum + (W.length + 1) * b.length, 0); }

  /** What every layer gives for one row, the row itself first. */
  forward(x) {
    const outputs = [x], last = this.layers.length - 1;
    this.layers.forEach(({ W, b }, l) => {
      const z = affine(outputs[l], W, b);
      outputs.push(l < last ? z.map(this.value) : z);
    });
    return outputs;
  }

  output(x) { return this.forward(x).at(-1); }

  /** The gradients of the loss with respect to every W and b, from `upstream(y, n)`, the loss's slope in the output of row n. */
  backward(rows, upstream) {
    const grads = this.layers.map(({ W, b }) => ({ W: zeros(W), b: b.map(() => 0) }));
    rows.forEach((x, n) => {
      const outputs = this.forward(x);
      let dz = upstream(outputs.at(-1), n);
      for (let l = this.layers.length - 1; l >= 0; l--) {
        const a = outputs[l], { W } = this.layers[l], grad = grads[l];
        a.forEach((v, d) => dz.forEach((s, k) => { grad.W[d][k] += v * s; }));
        dz.forEach((s, k) => { grad.b[k] += s; });
        if (l) dz = a.map((v, d) => this.slope(v) * dz.reduce((sum, s, k) => sum + s * W[d][k], 0));
      }
    });
    return grads;
  }

  /** One update: every parameter keeps a velocity, v ← momentum · v − lr · gradient. */
  step(rows, upstream, lr, momentum) {
    this.backward(rows, upstream).forEach((grad, l) => {
      const layer = this.layers[l], move = (v, g) => momentum * v - lr * g;
      layer.vW = layer.vW.map((row, d) => row.map((v, k) => move(v, grad.W[d][k])));
      layer.vb = layer.vb.map((v, k) => move(v, grad.b[k]));
      layer.W = layer.W.map((row, d) => row.map((w, k) => w + layer.vW[d][k]));
      layer.b = layer.b.map((b, k) => b + layer.vb[k]);
    });
  }

  /** W and b of the stack multiplied out, as if no activation stood between the layers. */
  collapsed() {
    return this.layers.reduce(({ W, b }, next) => ({ W: W.map((row) => affine(row, next.W, next.b.map(() => 0))), b: affine(b, next.W, next.b) }));
  }
}

/* The t-th point of the first class, t in [0, 1): half a circle, or an arm of a spiral. The other class is its mirror image in 0. */
const SHAPES = {
  moons: (t) => [Math.cos(Math.PI * t) - 0.5, Math.sin(Math.PI * t) - 0.25],
  spirals: (t) => [0.1 + 1.4 * t].flatMap((r) => [r * Math.cos(5 * t), r * Math.sin(5 * t)]),
};

/** n points [x₁, x₂, class] with noise, class 1 and −1 in turn; `shape` is moons or spirals. */
export function twoClasses(shape, n, noise, seed) {
  const draw = normal(seed), round = (v) => Math.round(100 * v) / 100;
  return Array.from({ length: n }, (_, i) => {
    const side = i % 2 ? 1 : -1;
    return [...SHAPES[shape]((i >> 1) / (n >> 1)).map((v) => round(side * v + noise * draw())), side];
  });
}

/** The least mean squared error of any affine map w·x + b on such points: rows (x₁, x₂, 1) in A, AᵀA θ = Aᵀy by Gauss–Jordan. */
export function leastLossOfALine(points) {
  const rows = points.map(([x1, x2, y]) => [x1, x2, 1, y]), sum = (i, j) => rows.reduce((s, row) => s + row[i] * row[j], 0);
  const M = [0, 1, 2].map((i) => [0, 1, 2, 3].map((j) => sum(i, j)));
  for (let i = 0; i < 3; i++) for (let k = 0; k < 3; k++) {
    const factor = M[k][i] / M[i][i];
    if (k !== i) M[k] = M[k].map((v, j) => v - factor * M[i][j]);
  }
  const theta = M.map((row, i) => row[3] / row[i]);
  return rows.reduce((s, row) => s + (theta.reduce((y, t, i) => y + t * row[i], 0) - row[3]) ** 2, 0) / rows.length;
}
