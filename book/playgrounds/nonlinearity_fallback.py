"""Draw nonlinearity-fallback.svg, the picture that stands in for the playground where scripts do not run.

It is a stack with ReLU between its layers, trained on the moons; `fallback.py` says how it is drawn.

    python book/playgrounds/nonlinearity_fallback.py      (needs Playwright and Chromium)
"""

from fallback import draw
from playwright.sync_api import Page

PRESSES = 20  # of ten steps each


def bend(page: Page) -> None:
    """Put ReLU between the layers and train."""
    page.select_option("[data-part=between]", "relu")
    for _ in range(PRESSES):
        page.click("[data-part=step]")


if __name__ == "__main__":
    draw("nonlinearity", bend)
