"""Draw losses-fallback.svg, the picture that stands in for the playground where scripts do not run.

It shows four logits of which the wrong one leads: on the left each with its pull, on the right the probabilities with
their targets and the same pulls. Numbers only, on a paper of its own, so that it serves every language and both themes.

    python book/playgrounds/losses_fallback.py      (needs Playwright and Chromium)
"""

from fallback import draw

if __name__ == "__main__":
    draw("losses", lambda page: page.select_option("[data-part=label]", "2"))
