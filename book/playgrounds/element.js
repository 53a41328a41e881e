/* The element that every playground is: it takes its fallback's place, speaks the page's language, and may run by itself. */

import { parts } from "./playground.js";

/** Whether the reader has asked for as little movement as there can be. */
export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** An element in whose place its markup stands once the script has run, in the language of the page.
 *
 * A subclass has the static fields `strings`, by language, and `markup(text)`, and goes on in `ready`. */
export class Playground extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    if (this.parts) return;
    const { strings, markup } = this.constructor;
    this.text = strings[document.documentElement.lang.slice(0, 2)] ?? strings.en;
    this.innerHTML = markup(this.text);
    this.parts = parts(this);
    this.ready(this.parts);
  }

  disconnectedCallback() { this.stop(); }

  get running() { return this.#timer !== 0; }

  /** Calls `frame` every so many milliseconds until `stop`. */
  repeat(frame, milliseconds) { this.#timer = setInterval(frame, milliseconds); }

  stop() { clearInterval(this.#timer); this.#timer = 0; }

  /** Says a sentence where assistive technology announces it: once, however often it is said. */
  say(sentence) {
    const { verdict } = this.parts;
    if (verdict.dataset.said !== sentence) verdict.innerHTML = verdict.dataset.said = sentence;
  }
}
