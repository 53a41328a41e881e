"""What the tests of all folders share: where the checkout is, and a browser; courses.py has courses and classes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["courses"]

REPOSITORY = Path(__file__).resolve().parents[1]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout.  Tests read it and never write into it."""
    return REPOSITORY


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium. One per module: Playwright's synchronous interface allows one at a time."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need the Python package playwright")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("browser tests need Chromium: apt-get install chromium fonts-noto-cjk")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
