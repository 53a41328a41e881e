/* What the playgrounds share: a plot in SVG, handles for mouse, finger and keyboard, a few controls, seeded numbers. */

/* A plot of 312 × 286 units in a picture of 352 × 320. */
const LEFT = 34, TOP = 8, WIDTH = 312, HEIGHT = 286, BOTTOM = TOP + HEIGHT, RIGHT = LEFT + WIDTH;

export const clamp = (v, [low, high]) => Math.min(high, Math.max(low, v));

/** A number as text, with a real minus sign and no minus before zero. */
export const show = (v, digits = 3) => v.toFixed(digits).replace(/^-(?=.*[1-9])/, "−").replace(/^-/, "");

/** Data to picture (`x`, `y`) and back (`at`). */
export const plot = ([x0, x1], [y0, y1]) => ({
  x: (v) => LEFT + ((v - x0) / (x1 - x0)) * WIDTH,
  y: (v) => TOP + ((y1 - v) / (y1 - y0)) * HEIGHT,
  at: (px, py) => [x0 + ((px - LEFT) / WIDTH) * (x1 - x0), y1 - ((py - TOP) / HEIGHT) * (y1 - y0)],
});

/** The path of values against their index, as far as they are numbers; a long one by some 300 of them. */
export function trace(values, scale) {
  const every = Math.ceil(values.length / 300);
  const places = values.map((v, i) => Number.isFinite(v) && (i % every === 0 || i === values.length - 1) && `${scale.x(i).toFixed(1)} ${scale.y(v).toFixed(1)}`);
  return places.filter(Boolean).join("L").replace(/^(?=.)/, "M");
}

export function axes(scale, xs, ys, xName, yName) {
  const tick = (x, y, v) => `<text x="${x}" y="${y}">${String(v).replace("-", "−")}</text>`;
  return `<g aria-hidden="true">
    <path class="fb-grid" d="${xs.map((v) => `M${scale.x(v)} ${TOP}V${BOTTOM}`).join("")}${ys.map((v) => `M${LEFT} ${scale.y(v)}H${RIGHT}`).join("")}"/>
    <g class="fb-ticks-x">${xs.map((v) => tick(scale.x(v), BOTTOM + 17, v)).join("")}</g>
    <g class="fb-ticks-y">${ys.map((v) => tick(LEFT - 7, scale.y(v) + 4, v)).join("")}</g>
    <text class="fb-name" x="${RIGHT - 7}" y="${BOTTOM + 18}">${xName}</text><text class="fb-name" x="10" y="${TOP + 9}">${yName}</text></g>`;
}

/** What must not leave the plot: a nested <svg> clips without ids. */
export const clipped = (content) => `<svg aria-hidden="true" x="${LEFT}" y="${TOP}" width="${WIDTH}" height="${HEIGHT}" viewBox="${LEFT} ${TOP} ${WIDTH} ${HEIGHT}">${content}</svg>
  <rect class="fb-frame" x="${LEFT}" y="${TOP}" width="${WIDTH}" height="${HEIGHT}"/>`;

export const panel = (title, label, content) => `<div class="fb-panel"><div class="fb-title">${title}</div>
  <svg viewBox="0 0 352 320" role="group" aria-label="${label}">${content}</svg></div>`;

/** A handle for the pointer: 44 units wide to the finger, 16 to the eye. */
export const knob = (part, attributes = "") => `<g class="fb-handle" data-part="${part}" ${attributes}><circle r="22"/><circle class="fb-knob" r="8"/></g>`;

/** A handle for the pointer and the keyboard; its owner keeps aria-valuenow and aria-valuetext. */
export const slider = (part, label, [low, high]) => knob(part, `role="slider" tabindex="0" aria-orientation="vertical" aria-label="${label}" aria-valuemin="${low}" aria-valuemax="${high}"`);

/** A table of numbers: part → its name on the page. */
export const readout = (cells) => `<dl>${Object.entries(cells).map(([part, name]) => `<div><dt>${name}</dt><dd data-part="${part}"></dd></div>`).join("")}</dl>`;

export const buttons = (names) => `<div class="fb-buttons">${Object.entries(names).map(([part, name]) => `<button type="button" data-part="${part}">${name}</button>`).join("")}</div>`;

/** The elements that a playground moves and fills, by their data-part. */
export const parts = (root) => Object.fromEntries(Array.from(root.querySelectorAll("[data-part]"), (node) => [node.dataset.part, node]));

/** Where an event of the pointer is on a plot, in data coordinates. */
export function located(event, svg, scale) {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return scale.at(x, y);
}

/** Calls `move` with the pointer's place in data coordinates for as long as it holds the handle. */
export function draggable(node, scale, move) {
  node.onpointerdown = (event) => {
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    if (node.hasAttribute("tabindex")) node.focus({ preventScroll: true });
  };
  node.ontouchstart = (event) => event.preventDefault(); // inside an SVG touch-action alone does not keep the page from scrolling
  node.onpointermove = (event) => {
    if (node.hasPointerCapture(event.pointerId)) move(...located(event, node.ownerSVGElement, scale));
  };
}

const STEPS = { ArrowUp: 0.05, ArrowRight: 0.05, ArrowDown: -0.05, ArrowLeft: -0.05, PageUp: 0.5, PageDown: -0.5, Home: -Infinity, End: Infinity };

/** Calls `move` with the change that a key of the slider pattern asks for: arrows, Page Up and Down, Home, End. */
export function keyboard(node, move) {
  node.onkeydown = (event) => {
    if (!(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(STEPS[event.key]);
  };
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Calls `move` with the change in both coordinates that an arrow key asks for, larger with Shift, and `press` for Enter or Space. */
export function arrows(node, move, press) {
  node.onkeydown = (event) => {
    const direction = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(direction || event.key === "Enter" || event.key === " ")) return;
    event.preventDefault();
    if (direction) move(...direction.map((v) => v * (event.shiftKey ? 0.5 : 0.05)));
    else press();
  };
}

/** A function that gives uniform numbers in [0, 1), the same ones for the same seed (a linear congruential generator). */
export const random = (seed) => () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;

/** A function that gives standard normal numbers: sums of twelve uniforms, so that every engine draws the same ones. */
export function normal(seed) {
  const uniform = random(seed);
  return () => {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += uniform();
    return sum;
  };
}
