"""The derivatives playground in a real browser: its numbers are NumPy's, and mouse, finger and keyboard all move it."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playground_page import (
    PLAYGROUNDS,
    Opener,
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

PLAYGROUND = "derivatives"

FORMULAS: dict[str, Callable[..., Any]] = {
    "loss": lambda w, x, b, y: (w * x + b - y) ** 2,
    "fork": lambda a, b: a * b + a,
    "order": lambda a, b: np.exp(a) + np.exp(a) * b,
    "unit": lambda v, x, w: v * np.maximum(x * w, 0) + np.tanh(w),
}
LEAVES = {"loss": "wxby", "fork": "ab", "order": "ab", "unit": "vxw"}


def choose(page: Page, graph: str) -> None:
    page.select_option("[data-part=choice]", graph)


def leaves(shown: dict) -> dict[str, float]:
    return {name: shown["values"][name] for name in LEAVES[shown["graph"]]}


def slopes(graph: str, values: dict[str, float], h: float = 1e-6) -> dict[str, float]:
    """∂L/∂leaf by central differences."""
    formula = FORMULAS[graph]
    return {
        name: (formula(**{**values, name: value + h}) - formula(**{**values, name: value - h})) / (2 * h)
        for name, value in values.items()
    }


@pytest.mark.parametrize("graph", FORMULAS)
def test_values_and_gradients_are_those_of_the_formula(open_page: Opener, graph: str) -> None:
    page = open_page()
    choose(page, graph)
    step(page, state(page)["moves"])
    shown = state(page)
    assert shown["values"]["L"] == pytest.approx(FORMULAS[graph](**leaves(shown)), rel=1e-12)
    for name, slope in slopes(graph, leaves(shown)).items():
        assert shown["grads"][name] == pytest.approx(slope, rel=1e-7, abs=1e-8), name
    assert shown["grads"]["L"] == 1


def test_values_come_first_and_gradients_come_back_one_node_at_a_time(open_page: Opener) -> None:
    page = open_page()
    nodes = ["p", "q", "r", "L"]
    for count in range(1, len(nodes) + 1):
        step(page)
        shown = state(page)
        assert [name for name in nodes if shown["values"][name] is not None] == nodes[:count]
        assert set(shown["grads"].values()) == {None}
    step(page)
    assert {name for name, grad in state(page)["grads"].items() if grad is not None} == {"L"}
    arrived = {"L": {"r"}, "r": {"q", "y"}, "q": {"p", "b"}, "p": {"w", "x"}}
    reached = {"L"}
    for node in reversed(nodes):
        step(page)
        reached |= arrived[node]
        shown = state(page)
        assert {name for name, grad in shown["grads"].items() if grad is not None} == reached
        assert page.inner_text(".fb-verdict").startswith(f"Backward from {node}:")
    assert shown["at"] == shown["moves"]


def test_at_a_fork_the_shares_add_and_the_sentence_says_so(open_page: Opener) -> None:
    page = open_page()
    choose(page, "fork")
    step(page, 4)
    assert state(page)["grads"]["a"] == 1
    step(page)
    assert state(page)["grads"]["a"] == 1 + state(page)["values"]["b"]
    assert "a had a share already: the two add" in page.inner_text(".fb-verdict")


def test_a_node_waits_for_all_its_shares(open_page: Opener) -> None:
    page = open_page()
    choose(page, "order")
    step(page, 5)  # forward s, t, L; the seed; backward from L
    assert state(page)["grads"]["s"] == 1
    step(page)
    shown = state(page)
    assert shown["grads"]["a"] is None
    assert shown["grads"]["s"] == 1 + shown["values"]["b"]
    step(page)
    assert state(page)["grads"]["a"] == pytest.approx((1 + shown["values"]["b"]) * math.exp(shown["values"]["a"]))


def test_the_picture_and_the_table_show_the_state(open_page: Opener) -> None:
    page = open_page()
    step(page, 7)
    shown = state(page)
    for name, value in shown["values"].items():
        written = f"{value:.2f}".replace("-", "−")
        assert page.text_content(f"[data-part=value-{name}]") == written
        grad = shown["grads"][name]
        slope = "" if grad is None else f"{grad:.2f}".replace("-", "−")
        assert page.text_content(f"[data-part=grad-{name}]") == slope
        assert page.inner_text(f"dd[data-part=cell-{name}]").split("\n") == [written, slope or "–"]
    assert page.text_content("[data-part=slope-L-0]") == "×(−3.00)"


def test_back_undoes_a_step(open_page: Opener) -> None:
    page = open_page()
    step(page, 6)
    before = state(page)
    step(page)
    page.click("[data-part=back]")
    assert state(page) == before


def test_with_reduced_motion_run_goes_to_the_end_at_once(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    page.click("[data-part=run]")
    shown = state(page)
    assert (shown["at"], shown["running"]) == (shown["moves"], False)
    assert "Done in one pass" in page.inner_text(".fb-verdict")


def test_a_run_can_be_paused_and_ends_by_itself(open_page: Opener) -> None:
    page = open_page()
    choose(page, "fork")
    page.click("[data-part=run]")
    wait_until(page, "s => s.at >= 1")
    assert page.inner_text("[data-part=run]") == "Pause"
    page.click("[data-part=run]")
    assert not state(page)["running"]
    page.click("[data-part=run]")
    wait_until(page, "s => s.at === s.moves && !s.running")
    assert page.inner_text("[data-part=run]") == "Run"


def pixels_per_value(page: Page) -> float:
    """Screen pixels for which a leaf changes by 1: 40 units of the picture, whose nodes are 84 wide."""
    return page.locator(".fb-node rect").first.bounding_box()["width"] / 84 * 40


def test_the_mouse_drags_a_leaf_and_all_numbers_follow(open_page: Opener) -> None:
    page = open_page()
    step(page, 9)
    start = state(page)
    drag(page, "leaf-w", 0, -pixels_per_value(page))
    moved = state(page)
    assert moved["values"]["w"] == pytest.approx(start["values"]["w"] + 1, abs=0.3)
    assert moved["values"]["x"] == start["values"]["x"]
    assert moved["values"]["L"] == pytest.approx(FORMULAS["loss"](**leaves(moved)))
    assert moved["grads"]["w"] == pytest.approx(slopes("loss", leaves(moved))["w"])


def test_a_finger_on_a_leaf_changes_it(open_page: Opener) -> None:
    page = open_page(width=390, has_touch=True, device_scale_factor=2)
    start = state(page)["values"]["b"]
    lift = swipe(page, *centre(page, "leaf-b"), pixels_per_value(page))
    wait_until(page, "(s, b) => s.values.b <= b - 0.7", start)
    lift()
    assert page.evaluate("scrollY") == 0


def test_a_finger_beside_the_leaves_scrolls_the_page(open_page: Opener) -> None:
    page = open_page(width=390, has_touch=True, device_scale_factor=2)
    start = state(page)
    box = page.locator(".fb-graph").bounding_box()
    lift = swipe(page, box["x"] + 0.85 * box["width"], box["y"] + 0.9 * box["height"], -200)
    page.wait_for_function("scrollY > 50")
    lift()
    assert state(page) == start


def test_the_keyboard_changes_leaves_and_runs_everything(open_page: Opener) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("PageDown")
    assert state(page)["values"]["w"] == pytest.approx(-0.5 + 0.05 - 0.5)
    leaf = page.locator("[role=slider][data-part=leaf-w]")
    assert float(leaf.get_attribute("aria-valuenow")) == state(page)["values"]["w"]
    assert leaf.get_attribute("aria-valuetext") == "w = −0.95"
    page.keyboard.press("End")
    assert state(page)["values"]["w"] == float(leaf.get_attribute("aria-valuemax"))
    for _ in range(4):  # x, b, y, then the choice of graph
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert state(page)["graph"] == "fork"
    for _ in range(2):  # Back, Step
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert state(page)["at"] == 1
    step(page, 4)
    assert page.locator("[data-part=leaf-a]").get_attribute("aria-valuetext") == "a = 2.00, gradient 4.00"


def test_reset_goes_back_to_the_leaves_and_then_to_their_first_values(open_page: Opener) -> None:
    page = open_page()
    first = state(page)
    page.locator("[data-part=leaf-w]").press("ArrowUp")
    placed = state(page)
    step(page, 5)
    page.click("[data-part=reset]")
    assert state(page) == placed
    page.click("[data-part=reset]")
    assert state(page) == first


@on_a_narrow_screen
def test_a_narrow_screen_stacks_without_sideways_scrolling(open_page: Opener, width: int) -> None:
    page = open_page(lang="ko", width=width)
    step(page, 9)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    picture, controls = page.locator(".fb-graph").bounding_box(), page.locator(".fb-choose").bounding_box()
    assert controls["y"] >= picture["y"] + picture["height"]
    text = page.locator("[data-part=value-L]").bounding_box()
    assert text["height"] >= 10


@in_every_view
def test_axe_finds_nothing(open_page: Opener, lang: str, theme: str, width: int) -> None:
    page = open_page(lang=lang, theme=theme, width=width)
    for moves in (2, 7):
        step(page, moves)
        assert violations(page) == []


def test_a_korean_page_speaks_korean(open_page: Opener) -> None:
    page = open_page(lang="ko")
    assert page.inner_text("[data-part=step]") == "한 단계"
    assert page.inner_text(".fb-verdict").startswith("준비되었습니다.")
    assert page.locator("[data-part=leaf-w]").get_attribute("aria-label") == "w의 값"


def test_without_scripts_the_picture_stands_alone(open_page: Opener) -> None:
    assert_the_picture_stands_alone(open_page, least_width=400)


def test_the_picture_shows_the_numbers_of_the_playground(open_page: Opener) -> None:
    page = open_page()
    step(page, 9)
    picture = PLAYGROUNDS / "derivatives-fallback.svg"
    drawn = ["".join(text.itertext()) for text in ET.parse(picture).iter("{http://www.w3.org/2000/svg}text")]
    assert drawn == page.locator(".fb-graph text").all_text_contents()
    assert picture.stat().st_size <= 15_000


def test_the_playground_is_light() -> None:
    assert (PLAYGROUNDS / "derivatives.js").stat().st_size <= 14 * 1024
