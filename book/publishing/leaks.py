"""Whether anything that goes out tells a solution.

Whatever a build step copies by mistake, a learner must not be able to read how a graded task is solved: not in a page,
a notebook, a script, a search index or a source map, and not in an archive or a PDF. What must not be told is in
`solutions/`: the solution cells of the notebooks, and every implementation in `misconceptions.py` and
`alternatives.py`. Files are compared with it as sequences of tokens, without white space, comments, quotation marks,
tags and escapes, in two ways (the second is MOSS's idea of a fingerprint, with names renamed consistently):

* EXACT tokens in a row, or a whole function where it is shorter. Twenty are some two lines of code.
* RENAMED tokens in a row, in which every name stands for the place where it first occurs.

The two lengths are measured: the book's sources, which derive the same formulas as the solutions, its figures,
playgrounds, tasks and released notebooks hold not one such sequence at 20 and at 40 tokens; at 16 and at 32 they do,
and those are formulas (`python book/publishing/leaks.py --exact 16 --renamed 32`). So nothing needs an exception, and
the chapters are held to the same rule as everything else.

Some things are told by what they are called: a folder of solutions, a notebook's checkpoints, a gradebook. And in a
notebook that goes out, an answer cell is as released: empty.
"""

from __future__ import annotations

import argparse
import ast
import base64
import binascii
import bz2
import gzip
import hashlib
import html
import io
import json
import keyword
import lzma
import re
import sys
import tarfile
import tokenize
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

EXACT, RENAMED = 20, 40
SHORT = 28  # from here on a whole function that is shorter than RENAMED is one's own, whatever its names
OWN = 10  # so many of the tokens are of the solution itself, not of the signature and the statement before it
SMALLEST = 7  # tokens of the shortest function there is

INSTRUCTORS_FOLDERS = frozenset(
    {"solutions", "classroom", "submitted", "autograded", "sample-class", ".ipynb_checkpoints", ".git"}
)
INSTRUCTORS_FILES = ("misconceptions.*", "alternatives.*", "gradebook.db*")
SOLUTION_CELL = re.compile(r"### BEGIN SOLUTION\n(.*?)(?:### END SOLUTION|\Z)", re.DOTALL)
TOKEN = re.compile(r"[^\W\d]\w*|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[^\s\w\"'`\\]")
KEYWORDS = frozenset(keyword.kwlist)

Tokens = Sequence[str]


@dataclass(frozen=True)
class Secret:
    """One implementation that no learner may read: where it stands, which task it solves, and its tokens.

    From the token numbered `answer` on they are of the answer; the signature and the statement before it are
    everybody's.
    """

    file: str
    task: str
    tokens: tuple[str, ...]
    answer: int


@dataclass(frozen=True)
class Leak:
    """A place in something that goes out, and what is told there."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.why}" if self.line else f"{self.file}: {self.why}"


# --- What must not be told --------------------------------------------------------------------------------------------


def code_tokens(code: str, comments: bool) -> list[str]:
    """The tokens of Python code, with its comments and docstrings or without."""
    if comments:
        return TOKEN.findall(code)
    kept, before = [], tokenize.NEWLINE
    opening = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    try:
        for token in tokenize.generate_tokens(io.StringIO(f"{code}\n").readline):
            is_docstring = token.type == tokenize.STRING and before in opening
            if token.type not in {tokenize.COMMENT, tokenize.NL}:
                before = token.type
            if token.type != tokenize.COMMENT and not is_docstring:
                kept.append(token.string)
    except (tokenize.TokenError, IndentationError):
        return TOKEN.findall(re.sub(r"#.*", "", code))
    return TOKEN.findall(" ".join(kept))


def secrets_of(file: str, task: str, public: str, answer: str) -> Iterator[Secret]:
    """An answer after what is public before it, as it stands and without comments and docstrings."""
    told: set[tuple[str, ...]] = set()
    for comments in (False, True):
        both, before = code_tokens(public + answer, comments), code_tokens(public, comments)
        if tuple(both) not in told and len(both) > len(before):
            told.add(tuple(both))
            yield Secret(file, task, tuple(both), len(before))


def notebook_secrets(path: Path, name: str) -> Iterator[Secret]:
    """The solution cells of an instructor's notebook."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        for answer in SOLUTION_CELL.finditer(source):
            task = cell["metadata"].get("nbgrader", {}).get("grade_id", "?")
            public = SOLUTION_CELL.sub("", source[: answer.start()]).rstrip(" ")
            yield from secrets_of(name, task, public, answer.group(1))


def bank_secrets(path: Path, name: str) -> Iterator[Secret]:
    """The functions and classes of an instructor's Python file; decorators say which task they are for."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            named = [arg for d in node.decorator_list if isinstance(d, ast.Call) for arg in d.args[:1]]
            tasks = [arg.value for arg in named if isinstance(arg, ast.Constant)]
            header, body = node.lineno - 1, node.body[0].lineno - 1
            public = "".join(lines[header:body])
            yield from secrets_of(
                name, str(tasks[0] if tasks else node.name), public, "".join(lines[body : node.end_lineno])
            )


def read_secrets(solutions: Path) -> list[Secret]:
    """Everything that must not be told.

    Raises FileNotFoundError where there is nothing: a check against nothing would pass whatever goes out.
    """
    secrets = []
    for path in sorted(solutions.rglob("*")):
        name = path.relative_to(solutions.parent).as_posix()
        if path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            secrets += notebook_secrets(path, name)
        elif path.suffix == ".py":
            secrets += bank_secrets(path, name)
    if not secrets:
        raise FileNotFoundError(f"{solutions} holds no solutions to compare with. Publish from a complete checkout.")
    return secrets


# --- Sequences of tokens, found fast ----------------------------------------------------------------------------------


def renamed(tokens: Tokens) -> tuple[str | int, ...]:
    """The tokens with every name replaced by the number of its first occurrence."""
    numbers: dict[str, int] = {}
    return tuple(numbers.setdefault(t, len(numbers)) if _is_name(t) else t for t in tokens)


def _is_name(token: str) -> bool:
    return (token[0].isalpha() or token[0] == "_") and token not in KEYWORDS


def codes(tokens: Tokens, names: bool) -> NDArray[np.uint64]:
    """A number for each token; where names do not matter, one for all of them."""
    known = {
        token: zlib.crc32(token.encode("utf-8", "surrogatepass")) if names or not _is_name(token) else 1
        for token in set(tokens)
    }
    return np.fromiter(map(known.__getitem__, tokens), np.uint64, len(tokens))


def rolling(numbers: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """A hash of each run of `length` numbers (Karp and Rabin 1987), modulo 2**64."""
    count = len(numbers) - length + 1
    hashes = np.zeros(max(count, 0), dtype=np.uint64)
    for offset in range(length if count > 0 else 0):
        hashes = hashes * np.uint64(1_099_511_628_211) + numbers[offset : offset + count]
    return hashes


Run = tuple[str | int, ...]


class Runs:
    """Runs of tokens, compared with their names or without, and whose they are.

    A text is searched for the beginnings that all runs have in common length, by their hashes; what begins alike is
    then compared whole.
    """

    def __init__(self, names: bool, beginning: int) -> None:
        self._names, self._beginning = names, beginning
        self._found: dict[int, dict[Run, Secret]] = {}
        self._lengths: dict[int, set[int]] = defaultdict(set)

    def _as_compared(self, tokens: Tokens) -> Run:
        return tuple(tokens) if self._names else renamed(tokens)

    def add(self, secret: Secret, length: int) -> None:
        """The runs of one secret of a length, or the whole of it where it is shorter and yet long enough.

        A run is the secret's own if enough of its tokens are of the answer: with their names OWN, without them half of
        the run; and where the answer has fewer tokens, all of them. What stands before the answer is everybody's.
        """
        length = min(length, len(secret.tokens))
        if length < self._beginning:
            return
        of_the_answer = len(secret.tokens) - secret.answer
        needed = min(OWN if self._names else length // 2, of_the_answer)
        hashes = rolling(codes(secret.tokens, self._names), self._beginning).tolist()
        for start in range(len(secret.tokens) - length + 1):
            answered = start + length - max(start, secret.answer)
            if answered >= needed:
                run = self._as_compared(secret.tokens[start : start + length])
                self._found.setdefault(length, {}).setdefault(run, secret)
                self._lengths[hashes[start]].add(length)

    @cached_property
    def _beginnings(self) -> NDArray[np.uint64]:
        return np.array(sorted(self._lengths), dtype=np.uint64)

    def find(self, tokens: list[str]) -> Iterator[tuple[int, int, Secret]]:
        """Where a run stands: its first token, its length, and whose it is."""
        hashes = rolling(codes(tokens, self._names), self._beginning)
        places = np.searchsorted(self._beginnings[:-1], hashes)
        for start in np.flatnonzero(self._beginnings[places] == hashes).tolist():
            for length in self._lengths[int(hashes[start])]:
                secret = self._found[length].get(self._as_compared(tokens[start : start + length]))
                if secret:
                    yield start, length, secret


class Fingerprints:
    """The sequences by which secrets are recognised."""

    def __init__(self, secrets: Iterable[Secret], exact: int = EXACT, any_names: int = RENAMED) -> None:
        self._kinds = (Runs(True, SMALLEST), Runs(False, min(SHORT, any_names)))
        for secret in secrets:
            for runs, length in zip(self._kinds, (exact, any_names), strict=True):
                runs.add(secret, length)

    def find(self, tokens: list[str]) -> Iterator[tuple[int, int, Secret]]:
        """Where a run stands: its first token, its length, and whose it is. One place for each secret."""
        found: set[tuple[str, str]] = set()
        for runs in self._kinds:
            for start, length, secret in runs.find(tokens):
                if (secret.file, secret.task) not in found:
                    found.add((secret.file, secret.task))
                    yield start, length, secret


# --- What goes out, as text -------------------------------------------------------------------------------------------


class Unreadable(Exception):
    """A file that cannot be looked into, and why; nobody can say what it tells."""

    def __init__(self, name: str, why: object) -> None:
        super().__init__(f"{name}: {why}")
        self.leak = Leak(name, 0, f"cannot be read ({why}), and may tell anything: remove it, or make it anew")


@contextmanager
def unreadable_if_it_fails(name: str) -> Iterator[None]:
    """Whatever a library stumbles over in a broken file is a finding: no traceback, and never an all-clear."""
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(name, f"{type(error).__name__}: {error}") from error


DECOMPRESSORS: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ\x00": lzma.decompress,
}
"""How compressed files begin, and what undoes it."""
CLOSED = {b"7z\xbc\xaf\x27\x1c": "7-Zip", b"Rar!\x1a\x07": "RAR", b"\x28\xb5\x2f\xfd": "Zstandard"}
"""How files begin that are packed in a way that nothing here undoes."""


def contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in a file: itself, or what an archive or a compressed file holds, to any depth.

    Raises Unreadable.
    """
    with unreadable_if_it_fails(name):
        if data.startswith(b"PK\x03\x04"):
            yield from zipped_contents(name, data)
        elif data[257:262] == b"ustar":
            yield from tarred_contents(name, data)
        elif decompress := next((DECOMPRESSORS[start] for start in DECOMPRESSORS if data.startswith(start)), None):
            yield from contents(re.sub(r"\.(gz|bz2|xz)$", "", name), decompress(data))
        elif name.endswith(".br"):
            import brotli

            yield from contents(name.removesuffix(".br"), brotli.decompress(data))
        elif packing := next((CLOSED[start] for start in CLOSED if data.startswith(start)), None):
            raise Unreadable(name, f"it is packed by {packing}")
        else:
            yield name, data


def zipped_contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """What a zip file holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                yield from contents(f"{name}!{member.filename}", archive.read(member))


def tarred_contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """What a tar file holds."""
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file:
                yield from contents(f"{name}!{member.name}", file.read())


def text_of(name: str, data: bytes) -> str:
    """A file's text; of bytes that are none, the runs of letters among them, as Unix's `strings` finds them.

    Raises Unreadable.
    """
    if data.startswith(b"%PDF"):
        from pypdf import PdfReader

        with unreadable_if_it_fails(name):
            return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return b"\n".join(LETTERS.findall(data)).decode("ascii")


LETTERS = re.compile(rb"[\t\n\r -~]{8,}")
LINES_IN_JSON = re.compile(
    r'\\+n\\*"\s*,\s*\\*"'
)  # between the lines of a cell, in a notebook or a script that holds it
ESCAPED_CHARACTER = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
ESCAPED_SPACE = re.compile(r"\\+[nrt]")
DATA_ADDRESS = re.compile(r"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/=]{64,})")
TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")


def _newlines(match: re.Match[str]) -> str:
    """A space, and as many new lines as there were: line numbers stay."""
    return " " + "\n" * match.group().count("\n")


def readings(name: str, text: str) -> Iterator[str]:
    """A page as its reader sees it, without tags; anything else as code with its escapes undone, and as a page too."""
    if "\\" in text:
        text = LINES_IN_JSON.sub(_newlines, text)
        text = ESCAPED_SPACE.sub(" ", ESCAPED_CHARACTER.sub(lambda m: chr(int(m.group(1) or m.group(2), 16)), text))
    has_tags = "</" in text or "&" in text
    if not (has_tags and name.endswith((".html", ".svg", ".xml"))):
        yield text
    if has_tags:
        # Highlighting closes a tag within an expression, so that nothing takes its place; line numbers stay.
        yield html.unescape(TAG.sub(lambda match: "\n" * match.group().count("\n"), text))


def embedded(text: str) -> Iterator[bytes]:
    """Files that a page carries in its own text, as base64."""
    for match in DATA_ADDRESS.finditer(text):
        try:
            yield base64.b64decode(match.group(1), validate=True)
        except binascii.Error:
            continue


# --- The check --------------------------------------------------------------------------------------------------------


def told_by_name(name: str) -> Iterator[Leak]:
    """A file that is the instructor's by what it or its folder is called."""
    *folders, file = PurePosixPath(name.replace("!", "/")).parts
    for part in [folder for folder in folders if folder in INSTRUCTORS_FOLDERS]:
        yield Leak(name, 0, f"the folder {part!r} is the instructor's and never goes out")
    if any(fnmatch(file, pattern) for pattern in INSTRUCTORS_FILES):
        yield Leak(name, 0, "a file of this name is the instructor's and never goes out")


def told_by_answers(name: str, text: str) -> Iterator[Leak]:
    """A notebook in which an answer cell is filled in: an autograded or submitted one, or an unreleased one."""
    try:
        notebook: Any = json.loads(text)
        cells = notebook["cells"]
    except (ValueError, KeyError, TypeError):
        return
    for number, cell in enumerate(cells, 1):
        marks = cell.get("metadata", {}).get("nbgrader", {})
        if (
            cell.get("cell_type") == "code"
            and marks.get("solution")
            and "NotImplementedError" not in str(cell["source"])
        ):
            yield Leak(name, 0, f"cell {number}, the answer to {marks.get('grade_id')!r}, is filled in")


class Inspector:
    """Reads what goes out, each content once."""

    def __init__(self, fingerprints: Fingerprints) -> None:
        self._fingerprints = fingerprints
        self._read: set[bytes] = set()

    def leaks(self, place: Path) -> Iterator[Leak]:
        """All that a file tells, or the files of a folder.

        Raises FileNotFoundError where there is nothing to read: nothing was looked at then, which is no all-clear.
        """
        root = place.parent if place.is_file() else place
        files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
        if not files:
            raise FileNotFoundError(
                f"{place} {'holds no file' if place.is_dir() else 'is not there'}. Name what to read."
            )
        for path in files:
            yield from self.leaks_in(path.relative_to(root).as_posix(), path.read_bytes())

    def leaks_in(self, name: str, data: bytes) -> Iterator[Leak]:
        """All that one file tells, and what in it cannot be read."""
        try:
            for inner, content in contents(name, data):
                yield from told_by_name(inner)
                digest = hashlib.sha256(content).digest()
                if digest not in self._read:
                    self._read.add(digest)
                    yield from self._told_by_text(inner, text_of(inner, content))
        except Unreadable as unreadable:
            yield unreadable.leak

    def _told_by_text(self, name: str, text: str) -> Iterator[Leak]:
        if name.endswith(".ipynb"):
            yield from told_by_answers(name, text)
        told: set[str] = set()
        for reading in readings(name, text):
            for start, length, secret in self._fingerprints.find(TOKEN.findall(reading)):
                matches = list(islice(TOKEN.finditer(reading), start, start + length))
                first, last = matches[0].start(), matches[-1].end()
                why = f"tells the solution of {secret.task!r} in {secret.file}: {_excerpt(reading[first:last])}"
                if why not in told:
                    told.add(why)
                    yield Leak(name, reading.count("\n", 0, first) + 1, why)
        for number, data in enumerate(embedded(text), 1):
            yield from self.leaks_in(f"{name}!embedded-{number}", data)


def _excerpt(code: str, length: int = 90) -> str:
    """The code in one line, not longer than a line."""
    line = " ".join(code.split())
    return line if len(line) <= length else line[:length] + " …"


def find_leaks(folder: Path, solutions: Path, exact: int = EXACT, any_names: int = RENAMED) -> list[Leak]:
    """Every place in a folder that tells a solution, and every file there that cannot be read.

    Raises FileNotFoundError where there are no solutions to compare with, or nothing to read.
    """
    return list(Inspector(Fingerprints(read_secrets(solutions), exact, any_names)).leaks(folder))


def main() -> int:
    """Look at any files and folders, with any lengths: so were the lengths chosen; and at a suspicious download.

    The exit code is 0 if nothing is told, 1 if anything is or cannot be read, 2 if there was nothing to look at.
    """
    repository = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(
        description="Find solutions in files, archives and the files of folders (default: the book's sources)."
    )
    parser.add_argument("places", nargs="*", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--exact", type=int, default=EXACT, help="tokens in a row (default: %(default)s)")
    parser.add_argument("--renamed", type=int, default=RENAMED, help="the same, whatever names (default: %(default)s)")
    options = parser.parse_args()
    places = options.places or [repository / name for name in ("book", "exercises", "autograder")]
    try:
        inspector = Inspector(Fingerprints(read_secrets(repository / "solutions"), options.exact, options.renamed))
        leaks = [leak for place in places for leak in inspector.leaks(place)]
    except OSError as error:
        parser.error(str(error))
    print("\n".join(map(str, leaks)) or "No solution is told.")
    return int(bool(leaks))


if __name__ == "__main__":
    sys.exit(main())
