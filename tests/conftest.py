"""What the tests of all folders share: where the checkout is, and a browser; courses.py has courses and classes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from publishing.chromium import find_chromium
from publishing.places import SiteError

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


LONGEST = (
    "site/test_every_page.py",
    "grading/test_release.py",
    "site/test_publishing.py",
    "site/test_building.py",
    "site/test_lite.py",
    "site/test_paper.py",
    "grading/test_nbgrader.py",
    "scale/test_cluster.py",
    "grading/test_every_assignment.py",
    "faults/test_killed_processes.py",
    "adversary/test_adversaries.py",
    "grading/test_bad_input.py",
    "adversary/test_nbgrader_path.py",
    "scale/test_postgres.py",
    "faults/test_no_writing.py",
    "faults/test_what_people_add.py",
    "faults/test_accountability.py",
    "grading/test_resuming.py",
    "instructor/test_formgrader.py",
    "instructor/test_class_report.py",
)
"""Files that grade, train or build for long, in the order in which they begin: a worker that met one last would work on
alone.  pytest-xdist's own order, by the number of tests in a file, does not know this."""


def pytest_configure() -> None:
    """Let no made-up class into the gradebook of whoever runs the tests."""
    os.environ.pop("AUTOGRADER_GRADEBOOK", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; everything else keeps its order."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.relative_to(REPOSITORY / "tests").as_posix(), len(place)))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout.  Tests change nothing in it but what is built (`_site`, `.cache`)."""
    return REPOSITORY


@pytest.fixture(scope="session")
def settings_file(repository: Path) -> Path:
    """A course's settings that stay the same when the course becomes another's by `autograder/course.toml`."""
    return repository / "tests" / "course.toml"


@pytest.fixture(scope="session")
def chromium() -> list[str]:
    """Chromium's program, and the flags without which it cannot run everywhere or asks other hosts."""
    try:
        return [find_chromium(), *CHROMIUM_FLAGS]
    except SiteError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def browser(chromium: list[str]) -> Iterator[Browser]:
    """Headless Chromium. One per module: Playwright's synchronous interface allows one at a time."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need the Python package playwright")
    program, *flags = chromium
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()
