"""Where things lie, which languages there are, and how the commands speak to their user."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BOOK = REPOSITORY / "book"
EXERCISES = REPOSITORY / "exercises"
SETTINGS = REPOSITORY / "autograder" / "course.toml"
SITE = REPOSITORY / "_site"
PUBLISHED = REPOSITORY / "_published"
WORK = REPOSITORY / ".cache" / "site"
EXECUTED = REPOSITORY / ".cache" / "jupyter"
"""The outputs of the book's cells, in a folder for each state of what the cells import."""
LANGUAGES = {"en": "English", "ko": "한국어"}
"""The languages of the book, by the names of their folders, and what they call themselves."""
QUOTED_ADDRESS = "https://book.example"
"""Where the book stands in quoted output; a page shows its edition's address in its place (`_ext/edition.py`)."""
SOURCE_LANGUAGE = "en"  # the one that _toc.yml and _config.yml speak of


class SiteError(Exception):
    """Something that the reader of the message can put right."""


def say(line: str) -> None:
    """Show progress at once, also where the output is a file."""
    print(line, flush=True)
