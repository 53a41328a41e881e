/* A fully connected network that trains in the page: forward, backward, gradient descent with momentum, two losses, mini-batches.
 * Matrices are Float64Arrays, row by row. Every layer keeps the arrays it writes into, so that a step allocates nothing.
 * Everything is seeded: the same page shows the same run. */

import { normal } from "./playground.js";

/* Activations work on the first n numbers of an array, in place. `slope` multiplies dA by f′, which for these follows from A = f(Z). */
const ACTIVATIONS = {
  none: { value() {}, slope() {} },
  relu: {
    value(A, n) { for (let i = 0; i < n; i++) if (A[i] < 0) A[i] = 0; },
    slope(dA, A, n) { for (let i = 0; i < n; i++) if (A[i] <= 0) dA[i] = 0; },
  },
  tanh: {
    value(A, n) { for (let i = 0; i < n; i++) A[i] = Math.tanh(A[i]); },
    slope(dA, A, n) { for (let i = 0; i < n; i++) dA[i] *= 1 - A[i] * A[i]; },
  },
  sigmoid: {
    value(A, n) { for (let i = 0; i < n; i++) A[i] = 1 / (1 + Math.exp(-A[i])); },
    slope(dA, A, n) { for (let i = 0; i < n; i++) dA[i] *= A[i] * (1 - A[i]); },
  },
};

/* Losses: the mean over n rows of K outputs Z against targets T; the loss's slope in Z goes to dZ. */

/** Mean squared error of one output against numbers. */
export function meanSquares(Z, T, dZ, n) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const error = Z[i] - T[i];
    sum += error * error;
    dZ[i] = (2 * error) / n;
  }
  return sum / n;
}

/** Softmax and cross-entropy against classes 0 … K − 1; the largest logit is taken off first, so that no exp overflows. */
export function crossEntropy(Z, T, dZ, n, K) {
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const row = i * K, target = row + T[i];
    let top = Z[row], sum = 0;
    for (let k = 1; k < K; k++) top = Math.max(top, Z[row + k]);
    for (let k = 0; k < K; k++) sum += dZ[row + k] = Math.exp(Z[row + k] - top);
    for (let k = 0; k < K; k++) dZ[row + k] /= sum * n;
    dZ[target] -= 1 / n;
    loss += Math.log(sum) + top - Z[target];
  }
  return loss / n;
}

/** The class of one row of K outputs: where the largest stands. */
export function winner(Z, row, K) {
  let best = 0;
  for (let k = 1; k < K; k++) if (Z[row + k] > Z[row + best]) best = k;
  return best;
}

/* C = A B, with A rows × inner and B inner × columns. The strides say how far apart the neighbours of a column and of a row stand
 * in A and in B, so that a transpose costs nothing. Four columns at a time share what is read of A. */
function product(C, A, B, rows, inner, columns, aDown, aAcross, bDown, bAcross) {
  for (let i = 0; i < rows; i++) {
    const c = i * columns;
    let k = 0;
    for (; k + 3 < columns; k += 4) {
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (let j = 0, a = i * aDown, b = k * bAcross; j < inner; j++, a += aAcross, b += bDown) {
        const v = A[a];
        s0 += v * B[b];
        s1 += v * B[b + bAcross];
        s2 += v * B[b + 2 * bAcross];
        s3 += v * B[b + 3 * bAcross];
      }
      C[c + k] = s0;
      C[c + k + 1] = s1;
      C[c + k + 2] = s2;
      C[c + k + 3] = s3;
    }
    for (; k < columns; k++) {
      let sum = 0;
      for (let j = 0, a = i * aDown, b = k * bAcross; j < inner; j++, a += aAcross, b += bDown) sum += A[a] * B[b];
      C[c + k] = sum;
    }
  }
}

/* layer.A = X W + b for n rows. */
function affineForward({ W, b, A, inputs, outputs }, X, n) {
  product(A, X, W, n, inputs, outputs, inputs, 1, outputs, 1);
  for (let i = 0, at = 0; i < n; i++) for (let k = 0; k < outputs; k++, at++) A[at] += b[k];
}

/* dW = Xᵀ dZ and db, the sum of dZ's rows; layer.dA holds dZ by now. */
function gradientsOf({ dW, db, dA, inputs, outputs }, X, n) {
  product(dW, X, dA, inputs, n, outputs, 1, inputs, outputs, 1);
  for (let k = 0; k < outputs; k++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += dA[i * outputs + k];
    db[k] = sum;
  }
}

/* dX = dZ Wᵀ. */
function affineBackward({ W, dA, inputs, outputs }, dX, n) {
  product(dX, dA, W, n, outputs, inputs, outputs, 1, 1, outputs);
}

export class Network {
  /** `sizes` are the widths from input to output; the activation stands between the layers. Weights are normal, of variance
   * 2 / fan-in before a ReLU and 1 / fan-in elsewhere, which keeps the signal's size through the layers. */
  constructor(sizes, activation, seed) {
    const draw = normal(seed), gain = activation === "relu" ? 2 : 1;
    /** How many numbers are trained. */
    this.size = sizes.slice(1).reduce((sum, width, l) => sum + (sizes[l] + 1) * width, 0);
    this.activation = ACTIVATIONS[activation];
    for (const name of ["parameters", "gradients", "velocities"]) this[name] = new Float64Array(this.size);
    let start = 0;
    this.layers = sizes.slice(1).map((outputs, l) => {
      const inputs = sizes[l], split = start + inputs * outputs, end = split + outputs;
      const [W, dW] = [this.parameters, this.gradients].map((all) => all.subarray(start, split));
      const [b, db] = [this.parameters, this.gradients].map((all) => all.subarray(split, end));
      start = end;
      for (let i = 0; i < W.length; i++) W[i] = draw() * Math.sqrt(gain / inputs);
      return { inputs, outputs, W, b, dW, db };
    });
    this.#makeRoom(1);
  }

  #makeRoom(rows) {
    this.room = rows;
    for (const layer of this.layers) for (const name of ["A", "dA"]) layer[name] = new Float64Array(rows * layer.outputs);
  }

  /** The outputs for n rows X; they stand in the last layer's A until the next call. */
  forward(X, n) {
    if (n > this.room) this.#makeRoom(n);
    const { layers, activation } = this;
    for (let l = 0; l < layers.length; l++) {
      affineForward(layers[l], l ? layers[l - 1].A : X, n);
      if (l < layers.length - 1) activation.value(layers[l].A, n * layers[l].outputs);
    }
    return layers[layers.length - 1].A;
  }

  /** The loss for n rows; its slope in the outputs goes to the last layer's dA. */
  loss(X, T, n, loss) {
    const Z = this.forward(X, n), { dA, outputs } = this.layers[this.layers.length - 1];
    return loss(Z, T, dA, n, outputs);
  }

  /** The gradients of the loss that was last computed, for the same rows. */
  backward(X, n) {
    const { layers, activation } = this;
    for (let l = layers.length - 1; l >= 0; l--) {
      const below = layers[l - 1];
      gradientsOf(layers[l], l ? below.A : X, n);
      if (!l) continue;
      affineBackward(layers[l], below.dA, n);
      activation.slope(below.dA, below.A, n * below.outputs);
    }
  }

  /** One update: every parameter keeps a velocity, v ← momentum · v − lr · gradient. */
  step(X, T, n, loss, lr, momentum = 0) {
    this.loss(X, T, n, loss);
    this.backward(X, n);
    const { parameters, gradients, velocities } = this;
    for (let i = 0; i < parameters.length; i++) parameters[i] += velocities[i] = momentum * velocities[i] - lr * gradients[i];
  }

  /** W, as an array of rows, and b of each layer. */
  get matrices() {
    return this.layers.map(({ W, b, inputs, outputs }) => ({ W: Array.from({ length: inputs }, (_, d) => [...W.subarray(d * outputs, (d + 1) * outputs)]), b: [...b] }));
  }

  /** W and b of the stack multiplied out, as if no activation stood between the layers. */
  collapsed() {
    return this.matrices.reduce(({ W, b }, next) => ({ W: W.map((row) => affine(row, next.W, next.b.map(() => 0))), b: affine(b, next.W, next.b) }));
  }
}

/** x W + b for one row x; W is an array of rows. */
export const affine = (x, W, b) => b.map((bias, k) => x.reduce((sum, v, d) => sum + v * W[d][k], bias));

/** Points [x₁, …, target] as a network takes them: X, T and their number n, and room for a mini-batch. */
export class Rows {
  constructor(points) {
    this.n = points.length;
    this.X = Float64Array.from(points.flatMap((point) => point.slice(0, -1)));
    this.T = Float64Array.from(points, (point) => point.at(-1));
    this.order = Uint32Array.from(points, (_, i) => i);
    this.batch = { X: this.X.slice(), T: this.T.slice() };
  }

  /** One epoch: every row once, `size` rows a step, in an order that `uniform` draws; all rows are one step. */
  epoch(network, size, uniform, loss, lr, momentum) {
    const { n, X, T, order, batch } = this, D = X.length / n;
    if (size >= n) return network.step(X, T, n, loss, lr, momentum);
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(uniform() * (i + 1)), kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    for (let first = 0; first < n; first += size) {
      const rows = Math.min(size, n - first);
      for (let i = 0; i < rows; i++) {
        const from = order[first + i];
        for (let d = 0; d < D; d++) batch.X[i * D + d] = X[from * D + d];
        batch.T[i] = T[from];
      }
      network.step(batch.X, batch.T, rows, loss, lr, momentum);
    }
  }
}
