"""The built site and a server of it, and pages with one playground each, for the tests of this folder.

The site is built once per session, into `_site`, by the command that authors use. Tests that need Chromium are skipped,
and say so, where it is missing.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playground_page import Opener, playground_pages
from publishing.server import make_server
from site_pages import REPOSITORY, site_pages
from site_pages import Opener as Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site. Building warns of nothing, or it fails."""
    command = [sys.executable, str(REPOSITORY / "book" / "site.py"), "build"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return REPOSITORY / "_site"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, as `python book/site.py serve` does it."""
    with make_server("localhost", 0, site) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    """Opens pages of the site, in as many windows as the test asks for."""
    with site_pages(browser, address) as visit:
        yield visit


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens the playground that the test's module names in `PLAYGROUND`, in as many pages as the test asks for."""
    with playground_pages(browser, request.module.PLAYGROUND) as open_page:
        yield open_page
