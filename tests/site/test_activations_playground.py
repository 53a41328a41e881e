"""The activations playground in a real browser: both passes are NumPy's, and every control reaches them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playground_page import (
    PLAYGROUNDS,
    Opener,
    announcements,
    assert_panels_stack,
    assert_the_picture_stands_alone,
    in_every_view,
    on_a_narrow_screen,
    state,
    violations,
)
from scipy.special import erf, expit

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLAYGROUND = "activations"

Function = Callable[[np.ndarray], np.ndarray]


def below(z: np.ndarray) -> np.ndarray:
    return (1 + erf(z / np.sqrt(2))) / 2


CURVES: dict[str, tuple[Function, Function]] = {
    "identity": (lambda z: z, np.ones_like),
    "sigmoid": (expit, lambda z: expit(z) * expit(-z)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: 1.0 * (z > 0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1, 0.01)),
    "elu": (lambda z: np.where(z > 0, z, np.expm1(z)), lambda z: np.where(z > 0, 1, np.exp(z))),
    "softplus": (lambda z: np.logaddexp(0, z), expit),
    "gelu": (lambda z: z * below(z), lambda z: below(z) + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)),
}
"""Value and slope of each activation, by NumPy and SciPy."""


def choose(page: Page, activation: str = "sigmoid", depth: int = 10, scale: float = 1) -> dict[str, Any]:
    """Set the three controls; what is then seen."""
    page.select_option("[data-part=activation]", activation)
    page.locator("[data-part=depth]").fill(str(depth))
    page.locator("[data-part=scale]").fill(str(scale))
    return state(page)


def network(page: Page) -> dict[str, np.ndarray]:
    """The page's own draws: a batch, an upstream gradient, weights of unit variance."""
    drawn = page.evaluate("document.getElementById('playground').network")
    return {
        "inputs": np.reshape(drawn["inputs"], (32, 64)),
        "upstream": np.reshape(drawn["upstream"], (32, 64)),
        "weights": np.reshape(drawn["weights"], (20, 64, 64)),
    }


def test_the_draws_are_standard_normal(open_page: Opener) -> None:
    for drawn in network(open_page()).values():
        assert abs(np.mean(drawn)) < 5 / np.sqrt(drawn.size)
        assert np.var(drawn) == pytest.approx(1, abs=8 / np.sqrt(drawn.size))


def test_both_passes_are_numpys_for_every_activation(open_page: Opener) -> None:
    page = open_page()
    drawn = network(page)
    assert page.locator("[data-part=activation] option").all_inner_texts() == list(CURVES)
    for activation, (value, slope) in CURVES.items():
        seen = choose(page, activation, depth=5, scale=1.3)
        A, dA, zs = drawn["inputs"], drawn["upstream"], []
        weights = 1.3 / 8 * drawn["weights"][:5]
        for W in weights:
            zs.append(A @ W)
            A = value(zs[-1])
        norms = [np.sqrt(np.mean(dA**2))]
        for W, z in zip(weights[::-1], zs[::-1], strict=True):
            dA = (dA * slope(z)) @ W.T
            norms.insert(0, np.sqrt(np.mean(dA**2)))
        assert seen["variances"] == pytest.approx([np.var(z) for z in zs], rel=1e-5), activation
        assert seen["gradients"] == pytest.approx(np.array(norms) / norms[-1], rel=1e-5), activation
        assert seen["flat"] == pytest.approx(np.mean(np.abs(slope(zs[-1])) < 0.05)), activation


@pytest.mark.parametrize(
    ("activation", "depth", "scale", "status", "words"),
    [
        ("relu", 20, 1.41, "steady", "Steady"),
        ("relu", 20, 1, "fades", "The signal fades"),
        ("relu", 20, 3, "explodes", "It explodes"),
        ("sigmoid", 10, 1, "vanishes", "The gradient vanishes"),
        ("tanh", 20, 3, "bounded", "The gradient explodes behind a calm signal"),
    ],
)
def test_the_sentence_says_what_the_bars_show(
    open_page: Opener, activation: str, depth: int, scale: float, status: str, words: str
) -> None:
    page = open_page()
    seen = choose(page, activation, depth, scale)
    growth, gradient = seen["variances"][-1] / seen["variances"][0], seen["gradients"][0]
    assert {
        "steady": 0.01 <= growth <= 100 and 0.01 <= gradient <= 100,
        "fades": growth < 0.01,
        "explodes": growth > 100,
        "vanishes": 0.01 <= growth <= 100 and gradient < 0.01,
        "bounded": 0.01 <= growth <= 100 < gradient,
    }[status]
    assert seen["status"] == status
    assert page.inner_text(".fb-verdict").startswith(words)


def heights(page: Page, part: str) -> list[float]:
    """Each bar's height in decades, upwards; the plot shows 16 of them on 286 units."""
    path = page.locator(f"path[data-part={part}]").get_attribute("d")
    ends = [bar.replace("V", " ").split() for bar in path.split("M")[1:]]
    return [(float(base) - float(top)) / 286 * 16 for _, base, top in ends]


def test_the_bars_are_powers_of_ten_and_stop_at_the_edge(open_page: Opener) -> None:
    page = open_page()
    seen = choose(page, "sigmoid", depth=7)
    assert heights(page, "variances") == pytest.approx(np.log10(seen["variances"]))
    assert heights(page, "gradients") == pytest.approx(np.log10(seen["gradients"]), abs=1e-9)
    seen = choose(page, "relu", depth=20, scale=0.1)
    assert seen["gradients"][0] < 1e-12
    assert min(heights(page, "gradients")) == pytest.approx(-9)


def test_the_readout_shows_the_state(open_page: Opener) -> None:
    page = open_page()
    seen = choose(page, "tanh", depth=6, scale=1.2)
    shown = {part: page.inner_text(f"dd[data-part={part}]") for part in ("first", "last", "gradient", "factor", "flat")}
    assert shown == {
        "first": f"{seen['variances'][0]:.3f}",
        "last": f"{seen['variances'][-1]:.3f}",
        "gradient": f"{seen['gradients'][0]:.3f}",
        "factor": f"{seen['gradients'][0] ** (1 / 6):.3f}",
        "flat": f"{100 * seen['flat']:.0f} %",
    }
    seen = choose(page, "sigmoid", depth=20)
    mantissa, power = f"{seen['gradients'][0]:.1e}".split("e")
    sup = page.inner_html("dd[data-part=gradient]")
    assert sup == f"{mantissa} · 10<sup>{int(power)}</sup>".replace("-", "−")


def test_another_draw_changes_the_bars_and_reset_brings_the_first_back(open_page: Opener) -> None:
    page = open_page()
    first, drawn = state(page), network(page)
    page.click("[data-part=redraw]")
    again = state(page)
    assert again["seed"] == first["seed"] + 1
    assert again["gradients"] != first["gradients"]
    assert not np.any(network(page)["weights"][0] == drawn["weights"][0])
    choose(page, "gelu", depth=4, scale=2)
    page.click("[data-part=reset]")
    assert state(page) == first
    assert page.input_value("[data-part=activation]") == "sigmoid"


def test_the_keyboard_reaches_everything(open_page: Opener) -> None:
    page = open_page()
    first = state(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert state(page)["activation"] == "tanh"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert state(page)["seed"] == first["seed"] + 1
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert state(page)["depth"] == first["depth"] + 1
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert state(page)["scale"] == pytest.approx(first["scale"] - 0.01)
    assert page.locator("[data-part=scale]").get_attribute("aria-valuetext") == "0.99/√fan-in"


def test_the_mouse_drags_a_slider(open_page: Opener) -> None:
    page = open_page()
    box = page.locator("[data-part=scale]").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 4, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, y, steps=4)
    page.mouse.up()
    assert state(page)["scale"] == 3


def test_a_finger_sets_a_slider(open_page: Opener) -> None:
    page = open_page(width=390, has_touch=True, device_scale_factor=2)
    page.locator("[data-part=depth]").scroll_into_view_if_needed()
    box = page.locator("[data-part=depth]").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    assert state(page)["depth"] == 20
    assert len(state(page)["variances"]) == 20


def test_the_sentence_is_announced_only_when_it_changes(open_page: Opener) -> None:
    page = open_page()
    announced = announcements(page)
    for depth in (11, 12, 13):
        choose(page, "sigmoid", depth)
    assert announced() == 0
    choose(page, "tanh", 13)
    assert announced() == 1


@on_a_narrow_screen
def test_a_narrow_screen_stacks_the_panels_without_sideways_scrolling(open_page: Opener, width: int) -> None:
    page = open_page(lang="ko", width=width)
    assert_panels_stack(page, width)


@in_every_view
def test_axe_finds_nothing(open_page: Opener, lang: str, theme: str, width: int) -> None:
    page = open_page(lang, theme, width)
    assert violations(page) == []
    choose(page, "relu", 20, 3)
    assert violations(page) == []


def test_a_korean_page_speaks_korean(open_page: Opener) -> None:
    page = open_page(lang="ko")
    assert page.inner_text("[data-part=redraw]") == "다시 뽑기"
    assert page.inner_text(".fb-verdict").startswith("신호는 멀쩡해 보이지만 기울기가 사라집니다.")


def test_without_scripts_the_picture_stands_alone(open_page: Opener) -> None:
    assert_the_picture_stands_alone(open_page, least_width=1000)


def test_the_picture_is_small_and_has_no_words() -> None:
    picture = PLAYGROUNDS / "activations-fallback.svg"
    assert picture.stat().st_size < 8_000
    texts = [node.text or "" for node in ET.parse(picture).iter("{http://www.w3.org/2000/svg}text")]
    assert texts
    assert not any(character.isalpha() for text in texts for character in text)


def test_the_playground_is_light() -> None:
    assert (PLAYGROUNDS / "activations.js").stat().st_size <= 12 * 1024
