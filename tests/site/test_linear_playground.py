"""The linear playground in a real browser: its numbers are NumPy's, and mouse, finger and keyboard all move it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import numpy as np
import pytest
from playground_page import (
    PLAYGROUNDS,
    Opener,
    announcements,
    assert_panels_stack,
    assert_the_picture_stands_alone,
    centre,
    drag,
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

PLAYGROUND = "linear"


def design(page: Page) -> tuple[np.ndarray, np.ndarray]:
    """A, with rows (x, 1), and y: from the page's own points."""
    x, y = np.array(page.evaluate("document.getElementById('playground').points")).T
    return np.column_stack([x, np.ones_like(x)]), y


def gradient(A: np.ndarray, y: np.ndarray, theta: np.ndarray) -> np.ndarray:
    return 2 / len(y) * A.T @ (A @ theta - y)


def set_rate(page: Page, ratio: float) -> None:
    page.locator("[data-part=rate]").fill(str(ratio))


def pixels_per_unit(page: Page, span: float) -> float:
    """Screen pixels to one unit along the vertical axis of a plot that shows `span` units."""
    return page.locator(".fb-frame").first.bounding_box()["height"] / span


def test_loss_gradient_and_limit_are_numpys(open_page: Opener) -> None:
    page = open_page()
    A, y = design(page)
    shown = state(page)
    theta = np.array([shown["w"], shown["b"]])
    assert A.shape == (20, 2)
    assert shown["loss"] == pytest.approx(np.mean((A @ theta - y) ** 2), rel=1e-12)
    assert shown["grad"] == pytest.approx(gradient(A, y, theta), rel=1e-12)
    largest = np.linalg.eigvalsh(2 / len(y) * A.T @ A)[-1]
    assert shown["lambdaMax"] == pytest.approx(largest, rel=1e-12)
    assert shown["limit"] == pytest.approx(2 / largest, rel=1e-12)


def test_the_readout_shows_the_state(open_page: Opener) -> None:
    page = open_page()
    step(page, 3)
    shown = state(page)
    dw, db = shown["grad"]
    for part, value in {"w": shown["w"], "b": shown["b"], "loss": shown["loss"], "dw": dw, "db": db}.items():
        assert page.inner_text(f"dd[data-part={part}]") == f"{value:.3f}".replace("-", "−")
    assert page.inner_text("dd[data-part=steps]") == "3"


@pytest.mark.parametrize("ratio", [0.3, 0.9, 1.1])
def test_steps_are_those_of_gradient_descent(open_page: Opener, ratio: float) -> None:
    page = open_page()
    A, y = design(page)
    set_rate(page, ratio)
    shown = state(page)
    theta = np.array([shown["w"], shown["b"]])
    for count in range(1, 7):
        step(page, 1)
        theta = theta - ratio * shown["limit"] * gradient(A, y, theta)
        after = state(page)
        assert [after["w"], after["b"]] == pytest.approx(theta, rel=1e-9)
        assert after["steps"] == count


@pytest.mark.parametrize(
    ("ratio", "status", "word"),
    [
        (0.4, "converges", "Converges"),
        (0.8, "oscillates", "Oscillates"),
        (1, "limit", "Exactly at the limit"),
        (1.2, "diverges", "Diverges"),
    ],
)
def test_the_sentence_agrees_with_the_eigenvalues(open_page: Opener, ratio: float, status: str, word: str) -> None:
    page = open_page()
    A, y = design(page)
    set_rate(page, ratio)
    shown = state(page)
    factor = 1 - shown["lr"] * np.linalg.eigvalsh(2 / len(y) * A.T @ A)[-1]  # of one step, in the steepest direction
    assert {
        "converges": 0 <= factor < 1,
        "oscillates": -1 < factor < 0,
        "limit": np.isclose(factor, -1),
        "diverges": factor < -1,
    }[status]
    assert shown["status"] == status
    assert page.inner_text(".fb-verdict").startswith(word)
    assert page.locator("[data-part=rate]").get_attribute("aria-valuetext").startswith(f"{shown['lr']:.3f}")


def test_past_the_limit_a_run_grows_until_it_leaves_the_map_and_says_so(open_page: Opener) -> None:
    page = open_page()
    set_rate(page, 1.3)
    before = state(page)["loss"]
    page.click("[data-part=run]")
    wait_until(page, "s => s.status === 'out'")
    stopped = state(page)
    assert not stopped["running"]
    assert stopped["loss"] > before
    assert f"{stopped['limit']:.3f}" in page.inner_text(".fb-verdict")
    step(page, 1)
    assert state(page) == stopped
    page.click("[data-part=reset]")
    assert state(page)["status"] == "diverges"


def test_with_reduced_motion_a_run_arrives_at_least_squares_at_once(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    page.click("[data-part=run]")
    arrived = state(page)
    assert arrived["status"] == "arrived"
    assert not arrived["running"]
    assert [arrived["w"], arrived["b"]] == pytest.approx(np.linalg.lstsq(*design(page))[0], abs=1e-3)


def test_a_run_can_be_paused(open_page: Opener) -> None:
    page = open_page()
    set_rate(page, 0.05)
    page.click("[data-part=run]")
    wait_until(page, "s => s.steps >= 2")
    assert page.inner_text("[data-part=run]") == "Pause"
    page.click("[data-part=run]")
    assert not state(page)["running"]
    assert page.inner_text("[data-part=run]") == "Run"


def test_the_mouse_drags_bias_weight_and_point(open_page: Opener) -> None:
    page = open_page()
    start = state(page)

    unit = pixels_per_unit(page, 7)
    drag(page, "bias", 0, unit)
    lower = state(page)
    assert (lower["w"], lower["b"]) == pytest.approx((start["w"], start["b"] - 1), abs=0.01)
    drag(page, "weight", 0, -unit)  # the handle sits at x = 2.5
    steeper = state(page)
    assert (steeper["w"], steeper["b"]) == pytest.approx((lower["w"] + 1 / 2.5, lower["b"]), abs=0.01)
    unit = pixels_per_unit(page, 5.5)
    drag(page, "point", unit, -unit)
    moved = state(page)
    assert (moved["w"], moved["b"]) == pytest.approx((steeper["w"] + 1, steeper["b"] + 1), abs=0.02)


def test_a_finger_on_a_handle_drags_the_line(open_page: Opener) -> None:
    page = open_page(width=390, has_touch=True, device_scale_factor=2)
    start = state(page)
    lift = swipe(page, *centre(page, "bias"), -pixels_per_unit(page, 7))
    wait_until(page, "(s, b) => Math.abs(s.b - b) < 0.01", start["b"] + 1)
    lift()
    assert state(page)["w"] == start["w"]
    assert page.evaluate("scrollY") == 0


def test_a_finger_beside_the_handles_scrolls_the_page(open_page: Opener) -> None:
    page = open_page(width=390, has_touch=True, device_scale_factor=2)
    start = state(page)
    box = page.locator(".fb-frame").last.bounding_box()
    lift = swipe(page, box["x"] + 0.8 * box["width"], box["y"] + 0.8 * box["height"], -200)
    page.wait_for_function("scrollY > 50")
    lift()
    assert state(page) == start


def test_the_keyboard_moves_the_line_and_runs_everything(open_page: Opener) -> None:
    page = open_page()
    start = state(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("PageDown")
    assert state(page)["b"] == pytest.approx(start["b"] + 0.05 - 0.5)
    bias = page.locator("[role=slider][data-part=bias]")
    assert float(bias.get_attribute("aria-valuenow")) == pytest.approx(state(page)["b"])
    assert bias.get_attribute("aria-valuetext").startswith("b = 1.95, loss ")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert state(page)["w"] == float(page.locator("[role=slider][data-part=weight]").get_attribute("aria-valuemax"))
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert state(page)["w"] == pytest.approx(-1.95)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert state(page)["lr"] == pytest.approx(start["lr"] + 0.01 * start["limit"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert state(page)["steps"] == 1


def test_reset_returns_to_the_readers_line_and_then_to_the_first(open_page: Opener) -> None:
    page = open_page()
    first = state(page)
    page.locator("[data-part=bias]").press("ArrowUp")
    placed = state(page)
    set_rate(page, 0.4)
    step(page, 5)
    page.click("[data-part=reset]")
    again = state(page)
    assert (again["w"], again["b"], again["steps"]) == (placed["w"], placed["b"], 0)
    page.click("[data-part=reset]")
    assert state(page) == first


def test_the_sentence_is_announced_only_when_it_changes(open_page: Opener) -> None:
    page = open_page()
    announced = announcements(page)
    step(page, 4)
    assert announced() == 0
    set_rate(page, 1.1)
    step(page, 1)
    assert announced() == 1


@on_a_narrow_screen
def test_a_narrow_screen_stacks_the_panels_without_sideways_scrolling(open_page: Opener, width: int) -> None:
    page = open_page(lang="ko", width=width)
    assert_panels_stack(page, width)


@in_every_view
def test_axe_finds_nothing(open_page: Opener, lang: str, theme: str, width: int) -> None:
    page = open_page(lang, theme, width)
    for ratio in (0.4, 1.3):
        set_rate(page, ratio)
        step(page, 6)
        assert violations(page) == []


def test_a_korean_page_speaks_korean(open_page: Opener) -> None:
    page = open_page(lang="ko")
    assert page.inner_text("[data-part=step]") == "한 단계"
    assert page.inner_text(".fb-verdict").startswith("진동하면서 수렴합니다.")
    assert "편향" in page.locator("[data-part=bias]").get_attribute("aria-label")


def test_without_scripts_the_picture_stands_alone(open_page: Opener) -> None:
    assert_the_picture_stands_alone(open_page, least_width=1000)


def test_the_picture_shows_the_data_of_the_playground(open_page: Opener) -> None:
    at = "nodes => nodes.map((node) => [node.cx.baseVal.value, node.cy.baseVal.value])"
    points = open_page().locator(".fb-point").evaluate_all(at)
    picture = PLAYGROUNDS / "linear-fallback.svg"
    circles = ET.parse(picture).iter("{http://www.w3.org/2000/svg}circle")
    drawn = [[float(c.get("cx")), float(c.get("cy"))] for c in circles if c.get("r") == "4"]
    assert np.array(drawn) == pytest.approx(np.array(points), abs=0.006)
    assert picture.stat().st_size <= 15_000


def test_the_playground_is_light() -> None:
    assert (PLAYGROUNDS / "linear.js").stat().st_size <= 12 * 1024
