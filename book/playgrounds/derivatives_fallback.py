"""Draw derivatives-fallback.svg, the picture that stands in for the playground where scripts do not run.

It is the playground's own graph after both passes; `fallback.py` says how it is drawn.

    python book/playgrounds/derivatives_fallback.py      (needs Playwright and Chromium)
"""

from fallback import draw

# The graph with its colours written into it, without what only a hand or a screen reader needs.
GRAPH = """
() => {
  const kept = ["fill", "stroke", "stroke-width", "font-size", "font-weight", "text-anchor"];
  const shapes = "path, text, tspan, rect", source = document.querySelector(".fb-graph"), copy = source.cloneNode(true);
  const to = copy.querySelectorAll(shapes);
  source.querySelectorAll(shapes).forEach((node, i) => {
    const style = getComputedStyle(node), isText = /^t/.test(node.tagName);
    const used = kept.filter((name) => (isText ? !/stroke/.test(name) : !/font|anchor/.test(name)));
    to[i].setAttribute("style", used.map((name) => `${name}:${style[name]}`).join(";"));
  });
  copy.querySelectorAll(".fb-handle").forEach((node) => node.remove());
  for (const node of copy.querySelectorAll("*"))
    for (const { name } of [...node.attributes])
      if (/^(aria-|data-|class|role|tabindex|text-anchor)/.test(name)) node.removeAttribute(name);
  const { width, height } = source.viewBox.baseVal, size = `width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    `font-family="system-ui, sans-serif"><rect ${size} fill="#fff"/>${copy.innerHTML}</svg>`;
}
"""

if __name__ == "__main__":
    draw("derivatives", lambda page: page.click("[data-part=run]"), GRAPH)
