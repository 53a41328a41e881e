"""Claims about what learners take home: the wheel, the archive of all exercises, the notebooks for Colab, the cards."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from publishing import downloads, exercises, front
from publishing.front import read_course
from publishing.places import LANGUAGES

REPOSITORY = Path(__file__).resolve().parents[2]
ELSEWHERE = {
    **read_course(),
    "book_url": "https://example.org/course",
    "repository": "someone/course",
    "term": "2031-autumn",
}
"""The settings of a course that is on the web and on GitHub."""


@pytest.fixture
def published_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "read_settings", lambda file: ELSEWHERE)


def test_the_wheel_is_the_same_bytes_wherever_it_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = downloads.build_wheel().read_bytes()
    monkeypatch.setattr(downloads, "WORK", tmp_path / "elsewhere")
    mask = os.umask(0o077)
    try:
        again = downloads.build_wheel(anew=True)
    finally:
        os.umask(mask)
    assert again.read_bytes() == built


def test_the_site_offers_the_wheel_of_the_learners_package_alone(site: Path) -> None:
    (wheel,) = (site / "wheels").iterdir()
    assert wheel.name == exercises.WHEEL
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"autograder"}
    assert not [name for name in names if "solution" in name or "misconceptions" in name or name.endswith(".ipynb")]


def test_the_archive_holds_all_exercises_and_what_they_need(site: Path) -> None:
    with zipfile.ZipFile(site / "exercises.zip") as archive:
        held = {name.removeprefix("forward-and-backward/"): archive.read(name) for name in archive.namelist()}
    notebooks = {exercise.path: exercise.source.read_bytes() for exercise in exercises.exercises()}
    assert {name: content for name, content in held.items() if name.endswith(".ipynb")} == notebooks
    assert set(held) - set(notebooks) == {"README.txt", exercises.WHEEL}
    assert exercises.WHEEL in held["README.txt"].decode()


def test_an_archive_does_not_depend_on_order_or_time() -> None:
    files = [("b.txt", b"2"), ("a.txt", b"1")]
    packed = downloads.archive(files)
    assert packed == downloads.archive(reversed(files))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.usefixtures("published_elsewhere")
def test_a_notebook_for_colab_first_installs_the_sites_own_wheel(tmp_path: Path) -> None:
    downloads.write_colab_copies(tmp_path)
    for exercise in exercises.exercises():
        copy = json.loads((tmp_path / exercise.path).read_text(encoding="utf-8"))
        first, *others = copy["cells"]
        install = f"%pip install --quiet https://example.org/course/2031-autumn/wheels/{exercises.WHEEL}"
        assert "".join(first["source"]).splitlines()[-1] == install
        assert others == json.loads(exercise.source.read_text(encoding="utf-8"))["cells"]
        assert exercise.colab_address.endswith(f"/github/someone/course/blob/colab/{exercise.path}")


def test_a_course_that_is_not_on_github_has_no_colab_button(monkeypatch: pytest.MonkeyPatch) -> None:
    exercise = next(exercises.exercises())
    for missing, offered in (({}, True), ({"repository": ""}, False), ({"book_url": "http://localhost:8000"}, False)):
        settings = ELSEWHERE | missing
        monkeypatch.setattr(front, "read_settings", lambda file, settings=settings: settings)
        assert bool(exercise.colab_address) == offered, missing


def test_a_notebook_that_needs_torch_is_not_offered_for_the_browser() -> None:
    elsewhere = {exercise.path for exercise in exercises.exercises() if not exercise.runs_in_browser}
    assert elsewhere == {"capstone/pytorch.ipynb"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_offers_every_way(site: Path, language: str) -> None:
    for exercise in exercises.exercises():
        page = (site / language / f"{exercise.assignment}.html").read_text(encoding="utf-8")
        card = page[page.index('class="exercise-buttons"') :]
        links = re.findall(r'href="([^"]+)"', card[: card.index("</details>")])
        assert f"../exercises/{exercise.path}" in links
        assert (f"../lite/{language}/{exercise.page}.html" in links) == exercise.runs_in_browser
        assert "../exercises.zip" in links
        assert f"pip install notebook {exercises.wheel_address()}" in card
        assert all((site / language / link).is_file() for link in links if link.startswith(".."))


def test_the_dev_container_does_what_the_makefile_knows() -> None:
    """Its commands exist, and it is JSON once the comments are gone, which its readers allow."""
    text = (REPOSITORY / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    container = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))
    make, target = container["updateContentCommand"].split()
    assert make == "make"
    make = shutil.which("make")
    if make is None:
        pytest.skip("needs make")
    asked = subprocess.run([make, "--dry-run", target, f"PYTHON={sys.executable}"], cwd=REPOSITORY, check=False)
    assert asked.returncode == 0
