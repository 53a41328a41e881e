"""What CONTRIBUTING.md tells people to write and to type, read from its fenced blocks."""

from __future__ import annotations

import re
import shlex
import textwrap
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)(?: (?P<path>\S+))?\n(?P<body>.*?)^(?P=indent)```$", re.M | re.S)
HEADING = re.compile(r"^## (.+)$", re.M)
CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """A fenced block: commands (`bash`), or what goes into the file at `path`."""

    kind: str
    path: str
    body: str


@dataclass(frozen=True)
class Guide:
    """A guide for contributors, in one language."""

    text: str

    @classmethod
    def at(cls, path: Path) -> Guide:
        return cls(path.read_text(encoding="utf-8"))

    @property
    def blocks(self) -> list[Block]:
        return [
            Block(found["kind"], found["path"] or "", textwrap.dedent(found["body"]))
            for found in FENCE.finditer(self.text)
        ]

    def section(self, heading: str) -> Guide:
        """What stands under a heading of the second level."""
        _, *parts = HEADING.split(self.text)
        return Guide(dict(zip(parts[::2], parts[1::2], strict=True))[heading])

    def file(self, path: str) -> str:
        """What goes into this file."""
        (body,) = (block.body for block in self.blocks if block.path == path)
        return body

    @property
    def commands(self) -> list[list[str]]:
        """Every command, from blocks and from the running text, in words."""
        lines = [line for block in self.blocks if block.kind == "bash" for line in block.body.splitlines()]
        lines += [code for code in self.code if code.startswith(("python ", "autograder ", "make "))]
        return [shlex.split(line) for line in lines]

    @property
    def code(self) -> list[str]:
        """What stands between backticks in the running text."""
        return CODE.findall(FENCE.sub("", self.text))

    @property
    def paths(self) -> set[str]:
        """Every file and folder of the course that is named; NAME stands for one that is to be."""
        roots = ("autograder/", "book/", "exercises/", "solutions/", "tests/", "benchmarks/", ".github/")
        named = [*self.code, *(word for command in self.commands for word in command)]
        named += [block.path for block in self.blocks]
        return {word for word in named if word.startswith(roots) and "NAME" not in word}
