"""The exercises as the site offers them: which notebooks there are, and every address under which one is found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder import __version__
from autograder.course import is_public

from .front import book_address, read_course
from .places import EXERCISES

WHEEL = f"forward_and_backward-{__version__}-py3-none-any.whl"
TORCH = re.compile(r'^\s*"?(?:import|from) torch\b', re.MULTILINE)


def wheel_address() -> str:
    """Where `pip install` finds the wheel that this site offers."""
    return f"{book_address()}/wheels/{WHEEL}"


@dataclass(frozen=True)
class Exercise:
    """A learner's notebook."""

    source: Path

    @property
    def assignment(self) -> str:
        """The assignment, and the chapter, that it belongs to."""
        return self.source.parent.name

    @property
    def path(self) -> str:
        """Where it lies under exercises/, on the site and in JupyterLite."""
        return f"{self.assignment}/{self.source.name}"

    @property
    def page(self) -> str:
        """The name of its page in lite/, without the ending."""
        name = self.source.stem
        return self.assignment if name == self.assignment else f"{self.assignment}-{name}"

    @property
    def release(self) -> str:
        """What a saved copy is compared with: other contents are another release."""
        return hashlib.sha256(self.source.read_bytes()).hexdigest()[:12]

    @property
    def runs_in_browser(self) -> bool:
        """Whether it needs NumPy alone: PyTorch does not exist for browsers."""
        return TORCH.search(self.source.read_text(encoding="utf-8")) is None

    @property
    def colab_address(self) -> str:
        """Where Colab opens it; empty for a course that is not on GitHub, or whose wheel Colab could not reach."""
        repository = read_course()["repository"]
        if not repository or not is_public(book_address()):
            return ""
        return f"https://colab.research.google.com/github/{repository}/blob/colab/{self.path}"


def exercises(assignment: str = "*") -> Iterator[Exercise]:
    """The notebooks of one assignment, or of all, in the order of their names."""
    yield from map(Exercise, sorted(EXERCISES.glob(f"{assignment}/*.ipynb")))
