/* Points in the plane to tell apart, in two or more classes, and the best line to compare with. All are seeded. */

import { normal } from "./playground.js";

const turned = ([x, y], angle) => [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];

/* Where the t-th point of class c of C stands, t in [0, 1). Class 1 of the moons and spirals is one arm, and the others are its
 * copies, turned by equal angles; circles are rings; blobs are discs around the corners of a polygon. */
const corner = (c, C) => (2 * Math.PI * (c - 1)) / C;
const SHAPES = {
  moons: (t, c, C) => turned([Math.cos(Math.PI * t) - 0.5, Math.sin(Math.PI * t) - 0.25], corner(c, C)),
  spirals: (t, c, C) => turned([(0.1 + 1.4 * t) * Math.cos(5 * t), (0.1 + 1.4 * t) * Math.sin(5 * t)], corner(c, C)),
  circles: (t, c, C) => turned([(1.4 * (c + 0.6)) / (C - 0.4), 0], 2 * Math.PI * t),
  blobs: (t, c, C) => turned([1.05 + 0.5 * Math.sqrt(t) * Math.cos(144 * t), 0.5 * Math.sqrt(t) * Math.sin(144 * t)], corner(c, C)),
};

/** n points [x₁, x₂, class] with normal noise, of classes 0 … C − 1 in turn; `shift` in [0, 1) moves them along their shape. */
export function scattered(shape, C, n, noise, seed, shift = 0) {
  const draw = normal(seed), round = (v) => Math.round(100 * v) / 100;
  return Array.from({ length: n }, (_, i) => {
    const c = i % C, t = (Math.floor(i / C) + shift) / Math.floor(n / C);
    return [...SHAPES[shape](t, c, C).map((v) => round(v + noise * draw())), c];
  });
}

/** The least mean squared error of any affine map w·x + b on points [x₁, x₂, y]: rows (x₁, x₂, 1) in A, AᵀA θ = Aᵀy by Gauss–Jordan. */
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
