"""Draw linear-fallback.svg, the picture that stands in for the playground where scripts do not run.

It is the playground's own two panels after a few steps of descent; `fallback.py` says how it is drawn.

    python book/playgrounds/linear_fallback.py      (needs Playwright and Chromium)
"""

from fallback import draw

STEPS = 4  # enough to see descent zigzag

if __name__ == "__main__":
    draw("linear", lambda page: [page.click("[data-part=step]") for _ in range(STEPS)])
