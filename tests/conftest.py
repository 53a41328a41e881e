"""What the tests of all folders share: where the checkout is."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout.  Tests read it and never write into it."""
    return REPOSITORY
