/* The plane of two inputs: points by their class, the regions that a network gives to classes, and where its first layer folds. */

import { winner } from "./network.js";
import { plot } from "./playground.js";

/** What the plane shows: one scale in both directions. */
export const X = [-1.95, 1.95];
export const Y = [-1.79, 1.79];
export const plane = plot(X, Y);

const COLUMNS = 60, LINES = 104, LEFT = plane.x(X[0]), TOP = plane.y(Y[1]);
const WIDTH = (plane.x(X[1]) - LEFT) / COLUMNS, HEIGHT = (plane.y(Y[0]) - TOP) / LINES;

/** The places to ask a network about, row by row (x₁, x₂), and their number. */
export const PLACES = (COLUMNS + 1) * LINES;
export const GRID = Float64Array.from({ length: 2 * PLACES }, (_, i) => {
  const place = i >> 1, column = place % (COLUMNS + 1), line = Math.floor(place / (COLUMNS + 1));
  return plane.at(LEFT + column * WIDTH, TOP + (line + 0.5) * HEIGHT)[i % 2];
});

/** One path per class, from K outputs for each place: per line its stretches, whose ends are interpolated between two columns. */
export function regions(Z, K) {
  const paths = Array(K).fill("");
  for (let line = 0; line < LINES; line++) {
    const cell = (column) => (line * (COLUMNS + 1) + column) * K, y = (TOP + line * HEIGHT).toFixed(2);
    const stretch = (c, from, to) => { paths[c] += `M${from.toFixed(1)} ${y}H${to.toFixed(1)}v${HEIGHT.toFixed(2)}H${from.toFixed(1)}z`; };
    let from = LEFT, was = winner(Z, cell(0), K);
    for (let column = 0; column < COLUMNS; column++) {
      const is = winner(Z, cell(column + 1), K), lead = (at) => Z[at + was] - Z[at + is];
      if (is === was) continue;
      const to = LEFT + (column + lead(cell(column)) / (lead(cell(column)) - lead(cell(column + 1)))) * WIDTH;
      stretch(was, from, to);
      [from, was] = [to, is];
    }
    stretch(was, from, LEFT + COLUMNS * WIDTH);
  }
  return paths;
}

/** The lines w · x + b = 0 of the units of a layer on the plane. */
export const hinges = ({ W, b, outputs }) => Array.from(b, (bias, k) => {
  const w1 = W[k], w2 = W[outputs + k], norm = Math.hypot(w1, w2), far = 5, foot = -bias / norm;
  const end = (s) => `${plane.x((foot * w1 - s * w2) / norm).toFixed(1)} ${plane.y((foot * w2 + s * w1) / norm).toFixed(1)}`;
  return Math.abs(foot) < far ? `M${end(far)}L${end(-far)}` : "";
}).join("");

const SHAPES = ["M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z", "M-4-4H4V4H-4z", "M0-5.2L5 3.8H-5z", "M0-5.6L5 0L0 5.6L-5 0z"];

/** Points [x₁, x₂, class] as circles, squares, triangles and diamonds. */
export const marks = (points, looks) => points.map(([x1, x2, c]) => `<path class="fb-mark ${looks}" data-class="${c}" transform="translate(${plane.x(x1).toFixed(2)} ${plane.y(x2).toFixed(2)})" d="${SHAPES[c]}"/>`).join("");
