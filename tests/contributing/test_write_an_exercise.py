"""The page *Write an exercise* is true: every block of it is executed, in order, in a copy of the course."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from publishing.places import QUOTED_ADDRESS

FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<kind>\{[\w-]+\}|\w+)(?P<argument>[^\n]*)\n(?P<body>.*?)^(?P=ticks)$", re.M | re.S
)
OPTION = re.compile(r"^:([\w-]+):[ ]*(.*)\n", re.M)
NEEDED = ("autograder", "exercises", "solutions", "book/en", "book/ko")
UNPASSED = "autograder audit similarity"
"""The one command that fails, as the page says: the new task's bank is small."""


@dataclass(frozen=True)
class Block:
    """A fenced block of the page: `bash`, `text`, `code-block` or `literalinclude`, with its options."""

    kind: str
    argument: str
    options: dict[str, str]
    body: str


def blocks(repository: Path, language: str) -> Iterator[Block]:
    page = (repository / "book" / language / "write-an-exercise.md").read_text(encoding="utf-8")
    for found in FENCE.finditer(page):
        kind, body = found["kind"].strip("{}"), found["body"]
        options = {name: value.strip("\"'") for name, value in OPTION.findall(body)} if found["kind"][0] == "{" else {}
        yield Block(kind, found["argument"].strip(), options, OPTION.sub("", body).lstrip("\n") if options else body)


def test_both_languages_have_the_same_blocks(repository: Path) -> None:
    assert list(blocks(repository, "en")) == list(blocks(repository, "ko")) != []


@pytest.mark.usefixtures("isolation")
def test_every_command_of_the_page_says_what_the_page_says(
    repository: Path, settings_file: Path, tmp_path: Path
) -> None:
    course = copy_of_the_course(repository, settings_file, tmp_path)
    said = ""
    for block in blocks(repository, "en"):
        match block.kind:
            case "bash":
                said = run(block.body, course, tmp_path)
            case "text":
                assert says(said, block.body), f"The page claims:\n{block.body}\nIt says:\n{said}"
            case "code-block":
                write(course, block.options["caption"], block.body)
            case "literalinclude":
                assert quoted(repository, block), f"{block.argument} has no lines between {block.options}."
            case _:
                pytest.fail(f"The test does not know what to do with a block of the kind {block.kind}.")


def copy_of_the_course(repository: Path, settings_file: Path, folder: Path) -> Path:
    """What an author has in front of them, with nothing that was made by a class, and no other gradebook."""
    course = folder / "course"
    for name in NEEDED:
        shutil.copytree(repository / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(settings_file, course / "autograder")
    shutil.copy(repository / "nbgrader_config.py", course)
    return course


def run(commands: str, course: Path, home: Path) -> str:
    """What the lines of a block print when an author types them."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("AUTOGRADER_", "JUPYTER", "LC_"))}
    own = {"HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": str(course), "PYTHONDONTWRITEBYTECODE": "1"}
    own["AUTOGRADER_BOOK"] = QUOTED_ADDRESS
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    said = subprocess.run(
        ["bash", "-e", "-c", commands],
        cwd=course,
        env={**kept, **own, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert said.returncode == (1 if commands.strip() == UNPASSED else 0), said.stdout
    return said.stdout


def says(said: str, claimed: str) -> bool:
    """Whether a claim is true, wherever its lines are broken; `…` stands for what differs each time, or goes on."""
    words = re.escape(" ".join(claimed.split())).replace("…", ".*")
    return re.fullmatch(words, " ".join(said.split())) is not None


def write(course: Path, caption: str, text: str) -> None:
    """Write a file, or where the caption names a cell, the source of that cell."""
    name, _, cell_id = caption.partition(", cell ")
    if not cell_id:
        (course / name).write_text(text, encoding="utf-8")
        return
    notebook = json.loads((course / name).read_text(encoding="utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == cell_id)
    cell["source"] = text.rstrip("\n").splitlines(keepends=True)
    (course / name).write_text(json.dumps(notebook), encoding="utf-8")


def quoted(repository: Path, block: Block) -> str:
    """The lines that a literalinclude shows."""
    text = (repository / "book" / "en" / block.argument).resolve().read_text(encoding="utf-8")
    start = text.index(block.options["start-at"])
    return text[start : text.index("\n", text.index(block.options["end-at"], start))]
