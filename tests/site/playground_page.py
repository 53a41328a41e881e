"""A page that holds one playground and nothing else, and the ways in which a reader moves what is on it.

A test module names its playground in `PLAYGROUND = "linear"` and takes the fixture `open_page` of this folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLAYGROUNDS = Path(__file__).parents[2] / "book" / "playgrounds"
HOST = "http://playground.test/"
PAGE = """<!doctype html><html lang="{lang}" data-theme="{theme}"><head><meta charset="utf-8"><title>Playground</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="playground.css">
<style>body {{ margin: 0; background: {paper}; color: {ink} }}</style>
<script type="module" src="{name}.js"></script></head><body><main><h1>Playground</h1>
<fb-{name}-playground id="playground"><img src="{name}-fallback.svg" alt="Its picture"></fb-{name}-playground>
</main></body></html>"""
COLOURS = {"light": {"paper": "#fff", "ink": "#000"}, "dark": {"paper": "#14181e", "ink": "#fff"}}

Opener = Callable[..., "Page"]
"""`open_page(lang="en", theme="light", width=1280, **options)`; options are those of Playwright's `new_context`."""


@contextmanager
def playground_pages(browser: Browser, name: str) -> Iterator[Opener]:
    """Opens pages with this playground; an error in one of them or a request to another host fails the test."""
    contexts, wrong = [], []

    def open_page(lang: str = "en", theme: str = "light", width: int = 1280, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: request.url.startswith(HOST) or wrong.append(request.url))
        page.route("**/*", lambda route: route.fulfill(path=PLAYGROUNDS / route.request.url.removeprefix(HOST)))
        body = PAGE.format(name=name, lang=lang, theme=theme, **COLOURS[theme])
        page.route("**/page.html", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(HOST + "page.html")  # returns after the load event, so after modules have run
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def state(page: Page) -> dict[str, Any]:
    """The numbers on the screen, as the playground's `state` gives them."""
    return page.evaluate("document.getElementById('playground').state")


def wait_until(page: Page, condition: str, value: object = None) -> None:
    """Wait until a JavaScript function of the state and a value, such as "(s, b) => s.b > b", is true."""
    page.wait_for_function(f"value => ({condition})(document.getElementById('playground').state, value)", arg=value)


def step(page: Page, times: int = 1) -> None:
    """Press the button Step."""
    for _ in range(times):
        page.click("[data-part=step]")


def centre(page: Page, part: str) -> tuple[float, float]:
    """Where a handle's knob is on the screen."""
    box = page.locator(f"[data-part={part}] .fb-knob").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, part: str, dx: float, dy: float) -> None:
    """Move a handle with the mouse, by so many pixels."""
    x, y = centre(page, part)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()


def swipe(page: Page, x: float, y: float, dy: float) -> Callable[[], None]:
    """Puts a finger down and moves it by dy; the function that comes back lifts it."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", (x, y))
    for part in range(1, 6):
        touch("touchMove", (x, y + dy * part / 5))
    return lambda: touch("touchEnd")


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds wrong on the page: the rule and the element."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    found = axe.run(page).response["violations"]
    return [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]]


def in_every_view(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test of `open_page, lang, theme, width` in both languages and themes, on a telephone and on a desk."""
    for name, values in (("width", [390, 1280]), ("theme", ["light", "dark"]), ("lang", ["en", "ko"])):
        test = pytest.mark.parametrize(name, values)(test)
    return test


on_a_narrow_screen = pytest.mark.parametrize("width", [320, 390])
"""Run a test of `open_page, width` as wide as a telephone, and as a small one."""


def assert_panels_stack(page: Page, width: int) -> None:
    """Nothing scrolls sideways, and the second panel lies below the first."""
    assert page.evaluate("document.documentElement.scrollWidth") == width
    upper, lower = (panel.bounding_box() for panel in page.locator(".fb-panel").all())
    assert lower["y"] >= upper["y"] + upper["height"]


def announcements(page: Page) -> Callable[[], int]:
    """Counts from now on how often the sentence is announced."""
    page.evaluate("""() => {
        window.announced = 0;
        const observer = new MutationObserver(() => window.announced++);
        observer.observe(document.querySelector('.fb-verdict'), { childList: true, subtree: true });
    }""")
    return lambda: page.evaluate("announced")


def assert_the_picture_stands_alone(open_page: Opener, least_width: int) -> None:
    """Without scripts the picture fills the element; with them it is gone."""
    page = open_page(java_script_enabled=False)
    picture = page.locator("#playground img").bounding_box()
    element = page.locator("#playground").bounding_box()
    assert picture["width"] > least_width
    assert element["height"] - picture["height"] < 40
    assert open_page().locator("#playground img").count() == 0
