"""The nonlinearity playground in a real browser: it trains as NumPy would; mouse, finger and keyboard all run it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import numpy as np
import pytest
from differences import slopes
from playground_page import (
    PLAYGROUNDS,
    Opener,
    announcements,
    assert_panels_stack,
    assert_the_picture_stands_alone,
    in_every_view,
    on_a_narrow_screen,
    state,
    step,
    swipe,
    violations,
    wait_until,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLAYGROUND = "nonlinearity"

ACTIVATIONS = {"none": lambda Z: Z, "relu": lambda Z: np.maximum(Z, 0), "tanh": np.tanh}
RATE, MOMENTUM = 0.05, 0.9

Layers = list[tuple[np.ndarray, np.ndarray]]


def choose(page: Page, **chosen: str) -> None:
    """Select the data, the number of hidden layers, and what stands between them."""
    for part, value in chosen.items():
        page.select_option(f"[data-part={part}]", value)


def points(page: Page) -> tuple[np.ndarray, np.ndarray]:
    """X (N, 2) and the classes ±1, (N,)."""
    values = np.array(page.evaluate("document.getElementById('playground').points"))
    return values[:, :2], values[:, 2]


def layers(page: Page) -> Layers:
    """W and b of each layer, as the page has them."""
    shown = page.evaluate("document.getElementById('playground').layers")
    return [(np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)) for layer in shown]


def outputs(X: np.ndarray, stack: Layers, between: str) -> np.ndarray:
    for W, b in stack[:-1]:
        X = ACTIVATIONS[between](X @ W + b)
    W, b = stack[-1]
    return (X @ W + b)[:, 0]


def loss(X: np.ndarray, y: np.ndarray, stack: Layers, between: str) -> float:
    return float(np.mean((outputs(X, stack, between) - y) ** 2))


@pytest.mark.parametrize("data", ["moons", "spirals"])
@pytest.mark.parametrize("between", ACTIVATIONS)
def test_loss_and_sides_are_numpys(open_page: Opener, data: str, between: str) -> None:
    page = open_page()
    choose(page, data=data, between=between, hidden="3")
    step(page)
    shown, (X, y) = state(page), points(page)
    assert X.shape == (80, 2)
    assert [W.shape for W, _ in layers(page)] == [(2, 8), (8, 8), (8, 8), (8, 1)]
    assert shown["loss"] == pytest.approx(loss(X, y, layers(page), between), rel=1e-12)
    assert shown["right"] == np.sum(outputs(X, layers(page), between) * y > 0)
    assert shown["size"] == sum(W.size + b.size for W, b in layers(page))


@pytest.mark.parametrize("between", ACTIVATIONS)
def test_ten_steps_are_those_of_descent_with_momentum(open_page: Opener, between: str) -> None:
    page = open_page()
    choose(page, between=between, hidden="1")
    stack, (X, y) = layers(page), points(page)
    parameters = [array for layer in stack for array in layer]
    velocities = [np.zeros_like(array) for array in parameters]
    for _ in range(10):
        gradient = [slopes(lambda: loss(X, y, stack, between), array) for array in parameters]
        for array, velocity, slope in zip(parameters, velocities, gradient, strict=True):
            velocity[...] = MOMENTUM * velocity - RATE * slope
            array += velocity
    step(page)
    for (W, b), (expected_W, expected_b) in zip(layers(page), stack, strict=True):
        assert pytest.approx(expected_W, abs=1e-6) == W
        assert pytest.approx(expected_b, abs=1e-6) == b


@pytest.mark.parametrize("hidden", ["0", "3"])
def test_without_an_activation_no_stack_is_better_than_the_best_line(open_page: Opener, hidden: str) -> None:
    page = open_page()
    choose(page, hidden=hidden)
    X, y = points(page)
    A = np.column_stack([X, np.ones(len(X))])
    best = np.mean((A @ np.linalg.lstsq(A, y)[0] - y) ** 2)
    step(page, 40)
    shown = state(page)
    assert shown["floor"] == pytest.approx(best, rel=1e-12)
    assert -1e-12 < shown["loss"] - shown["floor"] < 1e-3
    assert (shown["status"], shown["straight"]) == ("stuck", True)
    assert f"{best:.3f}" in page.inner_text(".fb-verdict")


@pytest.mark.parametrize("data", ["moons", "spirals"])
def test_with_relu_the_same_layers_bring_every_point_to_its_side(open_page: Opener, data: str) -> None:
    page = open_page(reduced_motion="reduce")
    choose(page, data=data, between="relu")
    page.click("[data-part=run]")
    shown = state(page)
    assert (shown["right"], shown["status"], shown["steps"]) == (80, "solved", 400)
    assert shown["loss"] < shown["floor"] / 5


def test_collapsing_a_linear_stack_changes_no_output(open_page: Opener) -> None:
    page = open_page()
    step(page, 3)
    before, picture = state(page), page.locator("[data-part=region]").get_attribute("d")
    page.click("[data-part=collapse]")
    shown, X = state(page), points(page)[0]
    W, b = np.array(shown["map"]["W"]), np.array(shown["map"]["b"])
    assert (X @ W + b)[:, 0] == pytest.approx(outputs(X, layers(page), "none"), abs=1e-12)
    assert (shown["status"], shown["moved"], shown["right"]) == ("same", 0, before["right"])
    assert shown["change"] < 1e-13
    assert page.locator("[data-part=region]").get_attribute("d") == picture
    assert page.inner_text("dd[data-part=size]") == "3"
    assert page.inner_text("[data-part=stack]") == "2 → 1"
    page.click("[data-part=collapse]")
    assert state(page) == before


def test_collapsing_a_stack_with_relu_changes_the_function_and_says_so(open_page: Opener) -> None:
    page = open_page()
    choose(page, between="relu")
    step(page, 10)
    X, y = points(page)
    stack = layers(page)
    page.click("[data-part=collapse]")
    shown = state(page)
    as_if_linear = outputs(X, stack, "none")
    assert shown["right"] == np.sum(as_if_linear * y > 0)
    assert shown["moved"] == np.sum((as_if_linear > 0) != (outputs(X, stack, "relu") > 0)) > 0
    assert page.inner_text(".fb-verdict").startswith("This stack does not collapse.")
    assert page.locator("[data-part=collapse]").get_attribute("aria-pressed") == "true"
    step(page)
    assert state(page)["map"] is None


def test_the_readout_and_the_picture_say_what_is_seen(open_page: Opener) -> None:
    page = open_page()
    assert page.inner_text(".fb-verdict").startswith("Ready.")
    choose(page, between="tanh")
    step(page, 5)
    shown = state(page)
    for part, value in {"lossNow": f"{shown['loss']:.3f}", "right": f"{shown['right']} / 80", "stepsNow": "50"}.items():
        assert page.inner_text(f"dd[data-part={part}]") == value
    assert page.inner_text("[data-part=stack]") == "2 → 8 tanh → 8 tanh → 1"
    label = page.locator("[role=img]").get_attribute("aria-label")
    assert f"{shown['right']} of 80" in label
    assert "bends" in label


def test_the_region_is_where_the_output_is_positive(open_page: Opener) -> None:
    page = open_page()
    choose(page, between="relu")
    step(page, 10)
    X, _ = points(page)
    inside = page.evaluate("""() => {
        const region = document.querySelector('[data-part=region]');
        return [...document.querySelectorAll('[data-part=points] > *')].map((node) => {
            const box = node.getBBox();
            return region.isPointInFill(new DOMPoint(box.x + box.width / 2, box.y + box.height / 2));
        });
    }""")
    values = outputs(X, layers(page), "relu")
    clear = np.abs(values) > 0.2  # a row of the region is two units high
    assert clear.sum() > 60
    assert np.array(inside)[clear].tolist() == (values > 0)[clear].tolist()


def test_a_run_can_be_paused_and_ends_by_itself(open_page: Opener) -> None:
    page = open_page()
    choose(page, hidden="0")
    page.click("[data-part=run]")
    wait_until(page, "s => s.steps >= 3")
    assert page.inner_text("[data-part=run]") == "Pause"
    page.click("[data-part=run]")
    assert not state(page)["running"]
    step(page, 38)
    page.click("[data-part=run]")
    wait_until(page, "s => s.steps === 400 && !s.running")
    assert page.inner_text("[data-part=run]") == "Run"


def test_the_keyboard_chooses_and_runs_everything(open_page: Opener) -> None:
    page = open_page()
    for key in ("Tab", "ArrowDown", "Tab", "ArrowUp", "Tab", "ArrowDown"):
        page.keyboard.press(key)
    shown = state(page)
    assert (shown["data"], shown["hidden"], shown["between"]) == ("spirals", 1, "relu")
    for key in ("Tab", "Enter", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    assert (state(page)["steps"], state(page)["status"]) == (10, "differs")


def test_a_finger_presses_buttons_and_scrolls_beside_them(open_page: Opener) -> None:
    page = open_page(width=390, has_touch=True, device_scale_factor=2)
    page.tap("[data-part=step]")
    assert state(page)["steps"] == 10
    page.evaluate("scrollTo(0, 0)")
    box = page.locator(".fb-frame").last.bounding_box()
    lift = swipe(page, box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"], -200)
    page.wait_for_function("scrollY > 50")
    lift()


def test_reset_goes_back_to_the_untrained_network_and_then_to_the_first_choice(open_page: Opener) -> None:
    page = open_page()
    first = state(page)
    choose(page, data="spirals", between="tanh")
    chosen = state(page)
    step(page, 2)
    page.click("[data-part=reset]")
    assert state(page) == chosen
    page.click("[data-part=reset]")
    assert state(page) == first


def test_the_sentence_is_announced_only_when_it_changes(open_page: Opener) -> None:
    page = open_page()
    choose(page, between="relu")
    step(page)
    announced = announcements(page)
    step(page, 2)
    assert announced() == 0
    page.click("[data-part=collapse]")
    assert announced() == 1


@on_a_narrow_screen
def test_a_narrow_screen_stacks_the_panels_without_sideways_scrolling(open_page: Opener, width: int) -> None:
    page = open_page(lang="ko", width=width)
    choose(page, hidden="3", between="tanh")
    assert_panels_stack(page, width)


@in_every_view
def test_axe_finds_nothing(open_page: Opener, lang: str, theme: str, width: int) -> None:
    page = open_page(lang, theme, width)
    choose(page, between="relu")
    step(page, 3)
    page.click("[data-part=collapse]")
    assert violations(page) == []


def test_a_korean_page_speaks_korean(open_page: Opener) -> None:
    page = open_page(lang="ko")
    assert page.inner_text("[data-part=collapse]") == "합치기"
    assert page.inner_text(".fb-verdict").startswith("준비되었습니다.")
    assert "경계" in page.locator("[role=img]").get_attribute("aria-label")


def test_without_scripts_the_picture_stands_alone(open_page: Opener) -> None:
    assert_the_picture_stands_alone(open_page, least_width=1000)


def test_the_picture_shows_the_points_of_the_playground(open_page: Opener) -> None:
    places = "nodes => nodes.map((node) => [node.cx.baseVal.value, node.cy.baseVal.value])"
    circles = open_page().locator("circle.fb-up").evaluate_all(places)
    picture = PLAYGROUNDS / "nonlinearity-fallback.svg"
    drawn = [
        [float(c.get("cx")), float(c.get("cy"))] for c in ET.parse(picture).iter("{http://www.w3.org/2000/svg}circle")
    ]
    assert np.array(drawn) == pytest.approx(np.array(circles), abs=0.006)
    assert picture.stat().st_size <= 15_000


def test_the_playground_is_light() -> None:
    assert (PLAYGROUNDS / "nonlinearity.js").stat().st_size <= 14 * 1024
    assert (PLAYGROUNDS / "network.js").stat().st_size <= 9 * 1024
