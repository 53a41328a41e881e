"""Draw derivatives-fallback.svg, the picture that stands in for the playground where scripts do not run.

It is the playground's own graph after both passes, in the light theme's colours, on a paper of its own so that it reads
in both themes. It holds symbols and numbers only, and so serves every language.

    python book/playgrounds/derivatives_fallback.py      (needs Playwright and Chromium)
"""

import shutil

from linear_fallback import FLAGS, HERE, smaller
from playwright.sync_api import sync_playwright

# The graph with its colours written into it, without what only a hand or a screen reader needs.
DRAW = """
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


def main() -> None:
    page_text = (
        '<html data-theme="light"><link rel="stylesheet" href="playground.css">'
        '<fb-derivatives-playground></fb-derivatives-playground><script type="module" src="derivatives.js"></script>'
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(reduced_motion="reduce")
        page.route("**/*", lambda route: route.fulfill(path=HERE / route.request.url.rsplit("/", 1)[1]))
        page.route("**/page.html", lambda route: route.fulfill(body=page_text, content_type="text/html"))
        page.goto("http://playground.test/page.html")
        page.click("[data-part=run]")
        HERE.joinpath("derivatives-fallback.svg").write_text(smaller(page.evaluate(DRAW)), encoding="utf-8")
        browser.close()


if __name__ == "__main__":
    main()
