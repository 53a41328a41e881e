"""The page for contributors is true: what it names is there, and both languages say it with the same diagram."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LANGUAGES = ("en", "ko")


def text_of(repository: Path, language: str) -> str:
    return (repository / "book" / language / "how-it-works.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_path_that_the_page_names_is_there(repository: Path, language: str) -> None:
    text = text_of(repository, language)
    named = set(re.findall(r"`([\w./-]+(?:/|\.py))`", text)) | set(re.findall(r">([\w/]+(?:/|\.py))[ <:(]", text))
    made = {"submitted/", "autograded/", "feedback/"}
    written = {"misconceptions.py", "alternatives.py"}
    missing = [
        path
        for path in named - made - written
        if not (repository / path).exists() and not (repository / "autograder" / path).exists()
    ]
    assert named and missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_room_of_the_package_is_on_the_page(repository: Path, language: str) -> None:
    text = text_of(repository, language)
    rooms = [p.parent.name for p in (repository / "autograder").glob("*/__init__.py")]
    assert [room for room in rooms if f"| `{room}/` |" not in text] == []


def test_both_languages_have_the_same_labels_and_the_same_diagram(repository: Path) -> None:
    english, korean = (text_of(repository, language) for language in LANGUAGES)
    labels = r"^\(([\w-]+)\)=$"
    assert re.findall(labels, english, re.MULTILINE) == re.findall(labels, korean, re.MULTILINE)
    shapes = r"<(?:rect|path) [^>]*>"
    assert re.findall(shapes, english) == re.findall(shapes, korean) != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_diagram_takes_its_colours_from_the_page(repository: Path, language: str) -> None:
    """So it is legible in light and in dark; and it has a text alternative."""
    diagram = re.search(r"<svg .*?</svg>", text_of(repository, language), re.DOTALL)
    assert diagram is not None
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', diagram[0])) <= {"currentColor", "none"}
    assert "<title" in diagram[0] and "<desc" in diagram[0]
    assert "\n\n" not in diagram[0]
