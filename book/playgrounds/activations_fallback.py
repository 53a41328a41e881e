"""Draw activations-fallback.svg, the picture that stands in for the playground where scripts do not run.

It shows ten layers of sigmoids: on the left the variance of the pre-activations, which stays, on the right the
gradient, which vanishes. Numbers only, on a paper of its own, so that it serves every language and both themes.

    python book/playgrounds/activations_fallback.py      (needs Playwright and Chromium)
"""

from fallback import draw

if __name__ == "__main__":
    draw("activations", lambda page: page.select_option("[data-part=activation]", "sigmoid"))
