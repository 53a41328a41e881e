"""The losses playground in a real browser: softmax, losses and pulls are NumPy's, and every control reaches them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

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
    swipe,
    violations,
)
from scipy.differentiate import derivative
from scipy.special import log_softmax, softmax

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLAYGROUND = "losses"
LOSSES = {
    "cross-entropy": lambda z, label: -log_softmax(z)[label],
    "squared": lambda z, label: np.sum((softmax(z) - np.eye(4)[label]) ** 2),
}


def press(page: Page, k: int, *keys: str) -> None:
    """Keys on the handle of class k."""
    page.locator(f"[data-part=z{k}]").focus()
    for key in keys:
        page.keyboard.press(key)


def choose(page: Page, label: int, loss: str = "cross-entropy") -> dict[str, Any]:
    """Set both controls; what is then seen."""
    page.select_option("[data-part=label]", str(label))
    page.select_option("[data-part=loss]", loss)
    return state(page)


def sure(page: Page, label: int, loss: str = "cross-entropy") -> dict[str, Any]:
    """The logit of class 1 at the top and the others where they were."""
    press(page, 1, "End")
    return choose(page, label, loss)


def downhill(loss: str, logits: list[float], label: int) -> np.ndarray:
    """Minus the gradient, by differences of NumPy's and SciPy's own functions."""

    def along(step: float, k: int) -> float:
        return float(LOSSES[loss](np.array(logits) + step * np.eye(4)[k], label))

    return -derivative(np.vectorize(along, otypes=[float]), np.zeros(4), args=(np.arange(4),)).df


@pytest.mark.parametrize("loss", LOSSES)
def test_probabilities_value_and_pulls_are_numpys(open_page: Opener, loss: str) -> None:
    page = open_page()
    press(page, 3, "PageUp", "PageUp", "ArrowDown")
    for label in range(4):
        seen = choose(page, label, loss)
        assert seen["p"] == pytest.approx(softmax(seen["logits"]))
        assert seen["value"] == pytest.approx(LOSSES[loss](seen["logits"], label))
        assert seen["pulls"] == pytest.approx(downhill(loss, seen["logits"], label), abs=1e-8)
        assert sum(seen["pulls"]) == pytest.approx(0, abs=1e-12)


def test_cross_entropy_pulls_with_what_lacks_to_the_target(open_page: Opener) -> None:
    seen = choose(open_page(), label=3)
    assert seen["pulls"] == pytest.approx(np.eye(4)[3] - seen["p"])


def test_steps_go_along_the_pulls(open_page: Opener) -> None:
    page = open_page()
    before = state(page)
    page.click("[data-part=step]")
    after = state(page)
    assert after["logits"] == pytest.approx(np.add(before["logits"], before["pulls"]))
    assert after["value"] < before["value"]
    page.click("[data-part=ten]")
    assert state(page)["steps"] == 11
    assert state(page)["status"] == "right"


def test_cross_entropy_recovers_where_the_squared_error_stalls(open_page: Opener) -> None:
    page = open_page()
    stuck = sure(page, label=2, loss="squared")
    page.click("[data-part=ten]")
    after = state(page)
    assert stuck["status"] == after["status"] == "stalled"
    assert np.max(np.abs(np.subtract(after["logits"], stuck["logits"]))) < 0.1
    assert choose(page, 2)["status"] == "steep"
    page.click("[data-part=ten]")
    assert state(page)["status"] == "right"


@pytest.mark.parametrize(("button", "by"), [("up", 1), ("down", -1)])
def test_moving_all_logits_changes_nothing(open_page: Opener, button: str, by: int) -> None:
    page = open_page()
    before = state(page)
    page.click(f"[data-part={button}]")
    after = state(page)
    assert after["logits"] == pytest.approx([z + by for z in before["logits"]])
    assert after["p"] == pytest.approx(before["p"])
    assert after["value"] == pytest.approx(before["value"])
    assert page.inner_text(".fb-verdict").startswith("Nothing changes.")


def test_all_logits_stop_together_at_the_edge(open_page: Opener) -> None:
    page = open_page()
    before = state(page)
    for _ in range(9):
        page.click("[data-part=up]")
    after = state(page)
    assert max(after["logits"]) == 8
    assert after["p"] == pytest.approx(before["p"])


def test_the_sentence_says_what_is_seen(open_page: Opener) -> None:
    page = open_page()

    def said() -> str:
        return page.inner_text(".fb-verdict")

    assert state(page)["status"] == "wrong"
    assert said().startswith("Wrong. Class 1 leads, but class 2 is true.")
    assert choose(page, 1)["status"] == "right"
    assert said().startswith("Right, not yet sure. Class 1 leads")
    assert sure(page, 1)["status"] == "sure"
    assert sure(page, 0)["status"] == "steep"
    assert "almost 1 pulls class 0 up, and class 1 down" in said()
    assert choose(page, 0, "squared")["status"] == "stalled"
    for k in range(4):
        press(page, k, "Home")
    assert state(page)["p"] == [0.25] * 4
    assert said().startswith("It knows nothing.")


def test_the_arrows_are_the_pulls(open_page: Opener) -> None:
    """On the right a pull is drawn to the scale of the probabilities, and with cross-entropy ends at the target."""
    page = open_page()
    seen = state(page)
    for part, start, length, units in (("pulls", seen["logits"], 3, 18.5), ("gaps", seen["p"], 1, 1.3)):
        path = page.locator(f"path[data-part={part}]").get_attribute("d")
        ends = [arrow.split("m")[0].replace("V", " ").split() for arrow in path.split("M")[1:]]
        lengths = [(float(base) - float(tip)) / 286 * units for _, base, tip in ends]
        assert lengths == pytest.approx(np.multiply(length, seen["pulls"])), (part, start)


def test_the_readout_shows_the_state(open_page: Opener) -> None:
    page = open_page()
    page.click("[data-part=step]")
    seen = state(page)
    shown = {part: page.inner_text(f"dd[data-part={part}]") for part in ("value", "share", "strongest", "sum", "steps")}
    assert shown == {
        "value": f"{seen['value']:.3f}",
        "share": f"{seen['p'][2]:.3f}",
        "strongest": f"{max(map(abs, seen['pulls'])):.3f}",
        "sum": "0.000",
        "steps": "1",
    }
    assert [page.text_content(f"[data-part=p{k}]") for k in range(4)] == [f"{p:.2f}" for p in seen["p"]]


def test_a_logit_is_dragged_with_the_mouse(open_page: Opener) -> None:
    page = open_page()
    before = state(page)["logits"]
    drag(page, "z3", 0, -60)
    after = state(page)["logits"]
    assert after[3] > before[3] + 1
    assert after[:3] == before[:3]
    drag(page, "z3", 0, -2000)
    assert state(page)["logits"][3] == 8


def test_a_logit_is_dragged_with_a_finger(open_page: Opener) -> None:
    page = open_page(width=390, has_touch=True, device_scale_factor=2)
    before = state(page)["logits"]
    lift = swipe(page, *centre(page, "z0"), 80)
    lift()
    assert state(page)["logits"][0] < before[0] - 2
    assert page.evaluate("scrollY") == 0


def test_the_keyboard_reaches_everything(open_page: Opener) -> None:
    page = open_page()
    first = state(page)
    for k in range(4):
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowUp")
        assert state(page)["logits"][k] == pytest.approx(first["logits"][k] + 0.1)
    handle = page.locator("[data-part=z3]")
    assert handle.get_attribute("aria-valuenow") == "-0.90"
    assert handle.get_attribute("aria-valuetext").startswith("−0.90; p 0.02, pull −0.02")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert state(page)["label"] == 3
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert state(page)["loss"] == "squared"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert state(page)["steps"] == 1
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert state(page) == first


def test_the_sentence_is_announced_only_when_it_changes(open_page: Opener) -> None:
    page = open_page()
    announced = announcements(page)
    press(page, 0, "ArrowUp", "ArrowUp", "ArrowUp")
    assert announced() == 0
    choose(page, 1)
    assert announced() == 1


@on_a_narrow_screen
def test_a_narrow_screen_stacks_the_panels_without_sideways_scrolling(open_page: Opener, width: int) -> None:
    page = open_page(lang="ko", width=width)
    assert_panels_stack(page, width)


@in_every_view
def test_axe_finds_nothing(open_page: Opener, lang: str, theme: str, width: int) -> None:
    page = open_page(lang, theme, width)
    assert violations(page) == []
    sure(page, 2, "squared")
    assert violations(page) == []


def test_a_korean_page_speaks_korean(open_page: Opener) -> None:
    page = open_page(lang="ko")
    assert page.inner_text("[data-part=step]") == "한 걸음"
    assert page.inner_text(".fb-verdict").startswith("틀렸습니다. 1번 클래스가 앞서 있지만 참인 것은 2번입니다.")


def test_without_scripts_the_picture_stands_alone(open_page: Opener) -> None:
    assert_the_picture_stands_alone(open_page, least_width=1000)


def test_the_picture_is_small_and_has_no_words() -> None:
    picture = PLAYGROUNDS / "losses-fallback.svg"
    assert picture.stat().st_size < 8_000
    texts = [node.text or "" for node in ET.parse(picture).iter("{http://www.w3.org/2000/svg}text")]
    assert any(text == "+0.90" for text in texts)
    assert {text for text in texts if any(character.isalpha() for character in text)} == {"k", "p", "z"}


def test_the_playground_is_light() -> None:
    assert (PLAYGROUNDS / "losses.js").stat().st_size <= 14 * 1024
