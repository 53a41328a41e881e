"""Draw the pictures that stand in for the playgrounds where scripts do not run.

A picture is what the playground itself shows in a browser, with the light theme's colours written into it, on a paper
of its own so that it reads in both themes. It holds symbols and numbers only, and so serves every language. Beside each
element, `NAME_fallback.py` brings it to what is shown.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.append(str(Path(__file__).resolve().parents[1]))  # book/, whose `publishing` finds the browser

from publishing.chromium import find_chromium

HERE = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu"]

# The two plots side by side, without what only a hand or a screen reader needs.
PANELS = """
() => {
  const kept = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
                "stroke-linecap", "paint-order", "font-size", "font-style", "text-anchor"];
  const shapes = "path, text, circle, ellipse, rect";
  const plain = document.createElementNS("http://www.w3.org/2000/svg", "g");
  document.querySelector(".fb-panels").append(plain);
  const usual = getComputedStyle(plain);
  const panels = Array.from(document.querySelectorAll(".fb-panel > svg"), (source) => {
    const copy = source.cloneNode(true);
    const to = copy.querySelectorAll(shapes);
    source.querySelectorAll(shapes).forEach((node, i) => {
      const style = getComputedStyle(node), isText = node.tagName === "text";
      const differs = kept.filter((name) => style[name] !== usual[name] && (isText || !/font|anchor/.test(name)));
      to[i].setAttribute("style", differs.map((name) => `${name}:${style[name]}`).join(";"));
    });
    copy.querySelectorAll('.fb-handle circle:first-child').forEach((node) => node.remove());
    for (const node of copy.querySelectorAll("*"))
      for (const { name } of [...node.attributes])
        if (/^(aria-|data-|class|role|tabindex)/.test(name)) node.removeAttribute(name);
    return copy.innerHTML;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 724 328" font-family="system-ui, sans-serif">` +
    `<rect width="724" height="328" fill="#fff"/><g transform="translate(2 4)">${panels[0]}</g>` +
    `<g transform="translate(364 4)">${panels[1]}</g></svg>`;
}
"""


def smaller(svg: str) -> str:
    """The same picture with two decimals, short colours and one style attribute per look."""
    svg = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), svg)
    svg = re.sub(r"rgb\((\d+), (\d+), (\d+)\)", lambda c: "#" + "".join(f"{int(v):02x}" for v in c.groups()), svg)
    looks = sorted(set(re.findall(r' style="([^"]+)"', svg)))
    for number, look in enumerate(looks):
        svg = svg.replace(f' style="{look}"', f' class="s{number}"')
    rules = "".join(f".s{number}{{{look}}}" for number, look in enumerate(looks))
    return re.sub(r">\s+<", "><", svg.replace("<rect", f"<style>{rules}</style><rect", 1)) + "\n"


def draw(name: str, prepare: Callable[[Page], object], script: str = PANELS) -> None:
    """Draw NAME-fallback.svg by `script`, when `prepare` has brought the playground's page to what is shown."""
    page_text = (
        '<html data-theme="light"><link rel="stylesheet" href="playground.css">'
        f'<fb-{name}-playground></fb-{name}-playground><script type="module" src="{name}.js"></script>'
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(reduced_motion="reduce")
        page.route("**/*", lambda route: route.fulfill(path=HERE / route.request.url.rsplit("/", 1)[1]))
        page.route("**/page.html", lambda route: route.fulfill(body=page_text, content_type="text/html"))
        page.goto("http://playground.test/page.html")
        prepare(page)
        HERE.joinpath(f"{name}-fallback.svg").write_text(smaller(page.evaluate(script)), encoding="utf-8")
        browser.close()
