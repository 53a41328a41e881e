"""The MLP playground in a real browser: it trains as NumPy would; mouse, finger and keyboard all place points."""

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

PLAYGROUND = "mlp"

ACTIVATIONS = {
    "none": (lambda Z: Z, lambda A: np.ones_like(A)),
    "relu": (lambda Z: np.maximum(Z, 0), lambda A: (A > 0).astype(float)),
    "tanh": (np.tanh, lambda A: 1 - A**2),
    "sigmoid": (lambda Z: 1 / (1 + np.exp(-Z)), lambda A: A * (1 - A)),
}
"""f by Z and f' by A = f(Z)."""

Layers = list[tuple[np.ndarray, np.ndarray]]


def choose(page: Page, **chosen: str) -> None:
    """Select by the words on the page."""
    for part, words in chosen.items():
        page.select_option(f"[data-part={part}]", label=words)


def points(page: Page, kind: str = "train") -> tuple[np.ndarray, np.ndarray]:
    """X (N, 2) and the classes, (N,)."""
    values = np.array(page.evaluate("document.getElementById('playground').points")[kind], dtype=float).reshape(-1, 3)
    return values[:, :2], values[:, 2].astype(int)


def layers(page: Page) -> Layers:
    """W and b of each layer, as the page has them."""
    return to_arrays(page.evaluate("document.getElementById('playground').layers"))


def to_arrays(shown: list[dict[str, Any]]) -> Layers:
    return [(np.array(layer["W"], dtype=float), np.array(layer["b"], dtype=float)) for layer in shown]


def forward(X: np.ndarray, stack: Layers, activation: str) -> list[np.ndarray]:
    """What every layer gives, X first and the logits last."""
    outputs = [X]
    for W, b in stack:
        Z = outputs[-1] @ W + b
        outputs.append(Z if len(outputs) == len(stack) else ACTIVATIONS[activation][0](Z))
    return outputs


def cross_entropy(Z: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(len(y)), y]))


def backward(outputs: list[np.ndarray], y: np.ndarray, stack: Layers, activation: str) -> Layers:
    """The gradients of the mean cross-entropy in W and b of each layer."""
    P = np.exp(outputs[-1])
    dZ = (P / P.sum(axis=1, keepdims=True) - np.eye(P.shape[1])[y]) / len(y)
    gradients: Layers = []
    for A, (W, _) in zip(outputs[-2::-1], stack[::-1], strict=True):
        gradients.insert(0, (A.T @ dZ, dZ.sum(axis=0)))
        dZ = (dZ @ W.T) * ACTIVATIONS[activation][1](A)
    return gradients


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradients_are_numpys(open_page: Opener, activation: str) -> None:
    generator = np.random.default_rng(8)
    X, y = generator.normal(size=(7, 3)), generator.integers(0, 4, size=7)
    shown = open_page().evaluate(
        """async ([rows, activation]) => {
            const { crossEntropy, Network, Rows } = await import("./network.js");
            const network = new Network([3, 5, 6, 4], activation, 11), { X, T, n } = new Rows(rows);
            network.forward(new Float64Array(3 * 50), 50); // arrays with room for more rows than come next
            const loss = network.loss(X, T, n, crossEntropy), matrices = network.matrices;
            network.backward(X, n);
            network.parameters.set(network.gradients);
            return { loss, matrices, gradients: network.matrices };
        }""",
        [np.column_stack([X, y]).tolist(), activation],
    )
    stack = to_arrays(shown["matrices"])
    outputs = forward(X, stack, activation)
    assert shown["loss"] == pytest.approx(cross_entropy(outputs[-1], y), rel=1e-13)
    for got, expected in zip(to_arrays(shown["gradients"]), backward(outputs, y, stack, activation), strict=True):
        assert got[0] == pytest.approx(expected[0], rel=1e-10, abs=1e-15)
        assert got[1] == pytest.approx(expected[1], rel=1e-10, abs=1e-15)


@pytest.mark.parametrize("activation", ["ReLU", "tanh"])
def test_ten_epochs_on_whole_batches_are_ten_steps_of_gradient_descent(open_page: Opener, activation: str) -> None:
    page = open_page()
    choose(page, activation=activation, batch="all", rate="0.3", classes="4")
    stack, (X, y) = layers(page), points(page)
    for _ in range(10):
        gradients = backward(forward(X, stack, activation.lower()), y, stack, activation.lower())
        stack = [(W - 0.3 * dW, b - 0.3 * db) for (W, b), (dW, db) in zip(stack, gradients, strict=True)]
    step(page)
    for (W, b), (expected_W, expected_b) in zip(layers(page), stack, strict=True):
        assert pytest.approx(expected_W, abs=1e-12) == W
        assert pytest.approx(expected_b, abs=1e-12) == b


def test_an_epoch_of_mini_batches_visits_every_row_once(open_page: Opener) -> None:
    visits = open_page().evaluate("""async () => {
        const { Rows } = await import("./network.js"), { random } = await import("./playground.js");
        const rows = new Rows(Array.from({ length: 23 }, (_, i) => [i, -i, i % 2])), seen = [];
        const rowsOf = (X, T, n) => Array.from({ length: n }, (_, i) => [X[2 * i], X[2 * i + 1], T[i]]);
        const network = { step: (X, T, n) => seen.push(rowsOf(X, T, n)) };
        const uniform = random(1);
        rows.epoch(network, 5, uniform);
        rows.epoch(network, 5, uniform);
        return seen;
    }""")
    assert [len(batch) for batch in visits] == 2 * [5, 5, 5, 5, 3]
    first, second = ([row for batch in epoch for row in batch] for epoch in (visits[:5], visits[5:]))
    assert sorted(first) == sorted(second) == [[i, -i, i % 2] for i in range(23)]
    assert first != second


@pytest.mark.parametrize("data", ["moons", "spirals", "rings", "blobs"])
@pytest.mark.parametrize("classes", ["2", "4"])
def test_losses_and_counts_are_numpys(open_page: Opener, data: str, classes: str) -> None:
    page = open_page()
    choose(page, data=data, classes=classes)
    step(page)
    shown, stack = state(page), layers(page)
    for kind, loss, right in (("train", "loss", "right"), ("test", "testLoss", "testRight")):
        X, y = points(page, kind)
        logits = forward(X, stack, "relu")[-1]
        assert np.bincount(y).tolist() == [120 // int(classes)] * int(classes)
        assert shown[loss] == pytest.approx(cross_entropy(logits, y), rel=1e-12)
        assert shown[right] == np.sum(logits.argmax(axis=1) == y)
    assert shown["size"] == sum(W.size + b.size for W, b in stack)
    X, _ = points(page)
    hidden = forward(X, stack, "relu")[1:-1]
    assert shown["closed"] == sum(np.sum(np.all(A == 0, axis=0)) for A in hidden)


def test_the_regions_are_where_the_class_wins(open_page: Opener) -> None:
    page = open_page()
    choose(page, classes="4")
    step(page, 5)
    X, _ = points(page, "test")
    page.check("[data-part=tests]")
    regions = page.evaluate("""() => {
        const paths = [...document.querySelectorAll(".fb-region")];
        return [...document.querySelectorAll(".fb-test")].map((mark) => {
            const { e, f } = mark.transform.baseVal.consolidate().matrix;
            return paths.findIndex((path) => path.isPointInFill(new DOMPoint(e, f)));
        });
    }""")
    logits = forward(X, layers(page), "relu")[-1]
    ordered = np.sort(logits, axis=1)
    clear = ordered[:, -1] - ordered[:, -2] > 0.3  # a line of the grid is nearly three units high
    assert clear.sum() > 80
    assert np.array(regions)[clear].tolist() == logits.argmax(axis=1)[clear].tolist()


def test_the_hinges_lie_where_the_units_of_the_first_layer_are_zero(open_page: Opener) -> None:
    page = open_page()
    choose(page, width="3")
    step(page)
    W, b = layers(page)[0]
    ends = page.evaluate("""async () => {
        const { plane } = await import("./regions.js");
        const lines = document.querySelector("[data-part=lines]").getAttribute("d").match(/M[^M]+/g);
        return lines.map((line) => line.slice(1).split("L").map((end) => plane.at(...end.split(" ").map(Number))));
    }""")
    assert len(ends) == 3
    for unit, line in enumerate(ends):
        assert np.array(line) @ W[:, unit] + b[unit] == pytest.approx(np.zeros(2), abs=0.005)
    page.uncheck("[data-part=hinges]")
    assert page.locator("[data-part=lines]").get_attribute("d") == ""


def test_the_first_network_learns_three_spirals_and_says_so(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    assert page.inner_text(".fb-verdict").startswith("Ready.")
    page.click("[data-part=run]")
    shown = state(page)
    assert (shown["epochs"], shown["status"], shown["right"]) == (1000, "solved", 120)
    sentence = page.inner_text(".fb-verdict")
    assert sentence.startswith("Every training point is right.")
    assert f"120 of 120 training points are right, and {shown['testRight']} of 120 test points." in sentence
    assert page.inner_text("dd[data-part=loss]") == f"{shown['loss']:.3f}"


@pytest.mark.parametrize(
    ("chosen", "presses", "status", "words"),
    [
        ({}, 3, "learns", "It learns."),
        ({"depth": "1", "width": "2"}, 40, "plateau", "A plateau."),
        ({"noise": "much", "width": "16"}, 60, "overfits", "Overfitting."),
        ({"rate": "3"}, 5, "dead", "No gradient comes through."),
        ({"activation": "tanh", "rate": "10"}, 2, "unstable", "The steps are too large."),
        ({"activation": "none", "depth": "4", "rate": "100"}, 2, "diverged", "Diverged."),
    ],
)
def test_the_sentence_says_what_is_going_on(
    open_page: Opener, chosen: dict[str, str], presses: int, status: str, words: str
) -> None:
    page = open_page()
    choose(page, **chosen)
    step(page, presses)
    assert state(page)["status"] == status
    assert page.inner_text(".fb-verdict").startswith(words)
    assert page.locator("#playground").get_attribute("data-status") == status


def test_closed_units_stay_closed_when_the_learning_rate_is_lowered(open_page: Opener) -> None:
    page = open_page()
    choose(page, rate="3")
    step(page, 5)
    before = layers(page)
    dead = state(page)["dead"]
    choose(page, rate="0.01")
    step(page, 3)
    assert state(page)["status"] == "dead"
    for (W, b), (old_W, old_b) in zip(layers(page)[:dead], before[:dead], strict=True):
        assert np.array_equal(W, old_W)
        assert np.array_equal(b, old_b)


def spot(page: Page, x1: float, x2: float) -> tuple[float, float]:
    """Where a place of the plane is on the screen."""
    box = page.locator(".fb-frame").first.bounding_box()
    return box["x"] + (x1 + 1.95) / 3.9 * box["width"], box["y"] + (1.79 - x2) / 3.58 * box["height"]


def test_a_click_places_a_point_of_the_chosen_class_and_a_second_one_takes_it_away(open_page: Opener) -> None:
    page = open_page()
    step(page)
    learned = layers(page)
    choose(page, place="▲ triangles")
    page.mouse.click(*spot(page, 1.2, -1.0))
    X, y = points(page)
    assert (len(y), y[-1]) == (121, 2)
    assert X[-1] == pytest.approx([1.2, -1.0], abs=0.01)
    assert page.locator(".fb-own[data-class='2']").count() == 1
    for (W, _), (old_W, _) in zip(layers(page), learned, strict=True):
        assert np.array_equal(W, old_W)
    page.mouse.click(*spot(page, 1.22, -1.0))
    assert state(page)["points"] == 120


def test_a_network_learns_points_that_are_all_the_readers_own(open_page: Opener) -> None:
    page = open_page()
    choose(page, data="only mine", classes="2")
    assert state(page)["status"] == "empty"
    page.click("[data-part=run]")
    wait_until(page, "s => !s.running")
    for mark, x in (("● circles", -1.0), ("■ squares", 1.0)):
        choose(page, place=mark)
        for y in (-1.0, 0.0, 1.0):
            page.mouse.click(*spot(page, x, y))
    step(page, 10)
    shown = state(page)
    assert (shown["status"], shown["right"], shown["testPoints"], shown["testLoss"]) == ("solved", 6, 0, None)
    assert page.inner_text("dd[data-part=testRight]") == "–"


def test_the_keyboard_places_points_and_runs_everything(open_page: Opener) -> None:
    page = open_page()
    for key in ("Tab", "ArrowRight", "ArrowRight", "Shift+ArrowUp", "Enter"):
        page.keyboard.press(key)
    X, y = points(page)
    assert (X[-1].tolist(), y[-1], len(y)) == ([0.1, 0.5], 0, 121)
    page.keyboard.press("Space")
    assert state(page)["points"] == 120
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    assert state(page)["epochs"] == 10
    page.focus("[data-part=depth]")
    page.keyboard.press("ArrowDown")
    assert (state(page)["depth"], len(layers(page)), state(page)["epochs"]) == (3, 4, 0)


def test_a_finger_places_a_point_and_scrolls_without_placing_one(open_page: Opener) -> None:
    page = open_page(width=390, has_touch=True, device_scale_factor=2)
    page.touchscreen.tap(*spot(page, -1.2, 1.4))
    assert state(page)["own"] == 1
    lift = swipe(page, *spot(page, 0.5, -0.5), -200)
    page.wait_for_function("scrollY > 50")
    lift()
    assert state(page)["own"] == 1


def test_the_crosshair_tells_the_networks_answer(open_page: Opener) -> None:
    page = open_page()
    step(page, 5)
    page.focus("[data-part=crosshair]")
    page.keyboard.press("Shift+ArrowLeft")
    logits = forward(np.array([[-0.5, 0.0]]), layers(page), "relu")[-1][0]
    probabilities = np.exp(logits) / np.exp(logits).sum()
    name = ["● circles", "■ squares", "▲ triangles"][probabilities.argmax()]
    expected = f"At (−0.50, 0.00) the network says {name}, {100 * probabilities.max():.0f} %."
    assert page.inner_text("[data-part=here]") == expected


def test_a_run_can_be_paused_and_ends_by_itself(open_page: Opener) -> None:
    page = open_page()
    choose(page, depth="0", batch="all")
    page.click("[data-part=run]")
    wait_until(page, "s => s.epochs >= 3")
    assert page.inner_text("[data-part=run]") == "Pause"
    page.click("[data-part=run]")
    assert not state(page)["running"]
    choose(page, activation="none", depth="4", rate="100", batch="10")
    page.click("[data-part=run]")
    wait_until(page, "s => s.status === 'diverged' && !s.running")
    assert page.inner_text("[data-part=run]") == "Run"


def test_the_learning_rate_may_change_while_the_network_trains(open_page: Opener) -> None:
    page = open_page()
    page.click("[data-part=run]")
    choose(page, rate="0.03")
    shown = state(page)
    assert (shown["running"], shown["rate"]) == (True, 0.03)
    wait_until(page, "(s, epochs) => s.epochs > epochs", shown["epochs"])


def test_reset_goes_back_to_the_untrained_network_and_then_to_the_first_choice(open_page: Opener) -> None:
    page = open_page()
    first = state(page)
    choose(page, data="moons", activation="tanh")
    page.click("[data-part=redraw]")
    page.mouse.click(*spot(page, 1.7, 1.5))
    step(page)
    page.click("[data-part=reset]")
    shown = state(page)
    assert (shown["epochs"], shown["own"], shown["seed"], shown["data"]) == (0, 1, first["seed"] + 1, "moons")
    page.click("[data-part=reset]")
    assert state(page) == {**first, "cross": shown["cross"]}


def test_while_training_the_sentence_changes_rarely(open_page: Opener) -> None:
    page = open_page()
    announced = announcements(page)
    page.click("[data-part=run]")
    wait_until(page, "s => s.epochs >= 60")
    epochs = state(page)["epochs"]
    assert announced() <= 2 + epochs // 25


@on_a_narrow_screen
def test_a_narrow_screen_stacks_the_panels_without_sideways_scrolling(open_page: Opener, width: int) -> None:
    page = open_page(lang="ko", width=width)
    step(page, 3)
    assert_panels_stack(page, width)


@in_every_view
def test_axe_finds_nothing(open_page: Opener, lang: str, theme: str, width: int) -> None:
    page = open_page(lang, theme, width)
    step(page, 3)
    page.check("[data-part=tests]")
    assert violations(page) == []


def test_a_korean_page_speaks_korean(open_page: Opener) -> None:
    page = open_page(lang="ko")
    assert page.inner_text("[data-part=redraw]") == "새 가중치"
    assert page.inner_text(".fb-verdict").startswith("준비되었습니다.")
    step(page, 3)
    assert "시험 점 120개 가운데" in page.inner_text(".fb-verdict")


def test_without_scripts_the_picture_stands_alone(open_page: Opener) -> None:
    assert_the_picture_stands_alone(open_page, least_width=1000)


def test_the_picture_shows_the_points_of_the_playground(open_page: Opener) -> None:
    shown = open_page().locator(".fb-mark").evaluate_all("marks => marks.map((mark) => mark.getAttribute('transform'))")
    picture = PLAYGROUNDS / "mlp-fallback.svg"
    paths = ET.parse(picture).iter("{http://www.w3.org/2000/svg}path")
    assert [path.get("transform") for path in paths if path.get("transform")] == shown
    assert picture.stat().st_size <= 30_000


def test_what_the_playground_loads_beside_itself_is_light() -> None:
    assert sum((PLAYGROUNDS / name).stat().st_size for name in ("training.js", "regions.js", "datasets.js")) <= 9 * 1024
