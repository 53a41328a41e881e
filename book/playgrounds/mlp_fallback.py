"""Draw mlp-fallback.svg, the picture that stands in for the playground where scripts do not run.

It is the network of the first choice, trained on three spirals; `fallback.py` says how it is drawn.

    python book/playgrounds/mlp_fallback.py      (needs Playwright and Chromium)
"""

from fallback import draw
from playwright.sync_api import Page

PRESSES = 20  # of ten epochs each


def train(page: Page) -> None:
    """Train, and take away the crosshair, which serves the keyboard, and the key, which is in one language."""
    for _ in range(PRESSES):
        page.click("[data-part=step]")
    page.locator("[data-part=crosshair], .fb-panels svg svg text, path[d^='M240 ']").evaluate_all(
        "nodes => nodes.forEach((node) => node.remove())"
    )


if __name__ == "__main__":
    draw("mlp", train)
