"""Which answers of a class are nearly the same: a hint for a conversation, never a verdict.

Answers are compared by winnowed fingerprints of their tokens (Schleimer, Wilkerson and Aiken, "Winnowing: Local
Algorithms for Document Fingerprinting", 2003), so that other names, comments and spacing do not hide a copy.  Tokens,
winnowing and the comparison of two texts are copydetect's.  What the release gives to everyone does not count, and
neither does what many in the class wrote: there are few ways to write a short formula.

Of a whole class only fingerprints are kept, some hundred numbers a student; the texts of the few pairs that are shown
are read again.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

LENGTH = 25
"""Characters of tokenised code in one fingerprint (a name is one character): about a statement."""

WINDOW = 6
"""Fingerprints of which winnowing keeps the least: a common passage of LENGTH + WINDOW - 1 is always found."""

ORDINARY_SHARE, FEWEST_ORDINARY, MOST_ORDINARY = 0.05, 5, 30
"""A fingerprint is ordinary when more than this share of the class has it, within these bounds of students."""

FEWEST_SHARED = 8
"""Unusual fingerprints that two answers must share to be looked at: some lines of code."""

ALIKE = 0.8
"""The share of each answer that must be found in the other."""

MAX_PAIRS = 20
"""Pairs that are shown: as many as one can talk about."""

MAX_CHARACTERS = 20_000
"""Characters of one student's answers that are compared."""


@dataclass(frozen=True)
class Passage:
    """A piece of an answer, and whether the other answer has it too."""

    text: str
    shared: bool


@dataclass(frozen=True)
class Pair:
    """Two students with nearly the same answers: the share of each found in the other, and both texts in pieces."""

    students: tuple[str, str]
    shares: tuple[float, float]
    passages: tuple[list[Passage], list[Passage]]


class Similarity:
    """Gathers the answers of a class one by one, then finds the pairs that are nearly the same."""

    def __init__(self, released: str) -> None:
        """`released` is the code of the answer cells as everyone receives them."""
        self.released = released
        self.students: list[str] = []
        self._prints: list[np.ndarray] = []

    def add(self, student: str, answers: str) -> None:
        """Take the code of one student's answer cells into account."""
        self.students.append(student)
        self._prints.append(np.setdiff1d(_fingerprints(answers), _fingerprints(self.released)))

    def pairs(self, answers_of: Callable[[str], str]) -> list[Pair]:
        """The most similar pairs, most similar first; `answers_of` gives a student's code again."""
        found = (
            self._compare(self.students[a], self.students[b], answers_of)
            for a, b in self._candidates()[: 5 * MAX_PAIRS]
        )
        alike = [pair for pair in found if min(pair.shares) >= ALIKE]
        return sorted(alike, key=lambda pair: (-min(pair.shares), pair.students))[:MAX_PAIRS]

    def _candidates(self) -> list[tuple[int, int]]:
        """Pairs of students who share unusual fingerprints, those who share the most first."""
        from scipy.sparse import coo_array

        if not self._prints:
            return []
        rows = np.repeat(np.arange(len(self._prints)), [len(p) for p in self._prints])
        _, columns, counts = np.unique(np.concatenate(self._prints), return_inverse=True, return_counts=True)
        most = np.clip(ORDINARY_SHARE * len(self.students), FEWEST_ORDINARY, MOST_ORDINARY)
        unusual = (counts[columns] > 1) & (counts[columns] <= most)
        ones = np.ones(int(unusual.sum()), dtype=np.int32)
        shape = (len(self._prints), len(counts))
        has = coo_array((ones, (rows[unusual], columns[unusual])), shape=shape).tocsr()
        shared = (has @ has.T).tocoo()
        pairs = [
            (-int(count), int(a), int(b))
            for count, a, b in zip(shared.data, shared.row, shared.col, strict=True)
            if a < b and count >= FEWEST_SHARED
        ]
        return [(a, b) for _, a, b in sorted(pairs)]

    def _compare(self, first: str, second: str, answers_of: Callable[[str], str]) -> Pair:
        """Two answers in full: every fingerprint, so that the result is the same on every run."""
        from copydetect import compare_files

        released = _every_fingerprint(self.released).hashes
        texts = [answers_of(student)[:MAX_CHARACTERS] for student in (first, second)]
        prints = [_every_fingerprint(text, without=released) for text in texts]
        if not all(p.token_coverage for p in prints):
            return Pair((first, second), (0.0, 0.0), ([], []))
        _, shares, slices = compare_files(*prints)
        a, b = (_passages(text, found) for text, found in zip(texts, slices, strict=True))
        return Pair((first, second), (min(1.0, float(shares[0])), min(1.0, float(shares[1]))), (a, b))


def _every_fingerprint(code: str, without: Collection[int] = ()) -> Any:
    """copydetect's fingerprints of a text, not winnowed, except those of `without`.

    copydetect's own way to leave boilerplate out also loses passages that occur twice in a text.
    """
    from copydetect import CodeFingerprint
    from copydetect.utils import get_token_coverage

    found = CodeFingerprint("answer.py", LENGTH, 1, fp=io.StringIO(code))
    for number in found.hashes.intersection(without):
        found.hashes.discard(number)
        del found.hash_idx[number]
    found.token_coverage = get_token_coverage(found.hash_idx, LENGTH, len(found.filtered_code))
    return found


def _fingerprints(code: str) -> np.ndarray:
    """The winnowed fingerprints of a text, sorted; the hash is the same in every process."""
    from copydetect.utils import filter_code, winnow

    tokens = filter_code(code[:MAX_CHARACTERS], "answer.py")[0]
    hashes = np.array(
        [zlib.crc32(tokens[n : n + LENGTH].encode("utf-8", "replace")) for n in range(len(tokens) - LENGTH + 1)]
    )
    return np.unique(winnow(hashes, WINDOW)[0]) if len(hashes) else hashes.astype(np.int64)


def _passages(text: str, slices: Any) -> list[Passage]:
    """A text cut into pieces that the other text shares and pieces that it does not."""
    bounds: Iterable[tuple[int, int]] = zip(*np.asarray(slices, dtype=int).tolist(), strict=True)
    pieces, position = [], 0
    for start, end in bounds:
        pieces += [Passage(text[position:start], False), Passage(text[start:end], True)]
        position = max(position, end)
    return [piece for piece in [*pieces, Passage(text[position:], False)] if piece.text]
