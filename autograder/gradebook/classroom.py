"""The folders of a class, as in nbgrader: `submitted/`, `autograded/`, `feedback/`, each `<student>/<assignment>/…`."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..course import CourseError
from ..judge.submission import Notebook
from ..tasks import ASSIGNMENTS


@dataclass(frozen=True)
class Classroom:
    """A class's folder, and where in it things are."""

    root: Path
    gradebook: str = ""

    @property
    def gradebook_url(self) -> str:
        """The class's gradebook: the one that is named, else the SQLite file that nbgrader keeps here."""
        return self.gradebook or f"sqlite:///{self.root.resolve() / 'gradebook.db'}"

    def submitted(self, student: str, assignment: str) -> Path:
        """What a student handed in."""
        return self.root / "submitted" / student / assignment

    def autograded(self, student: str, assignment: str) -> Path:
        """The judged notebooks."""
        return self.root / "autograded" / student / assignment

    def feedback(self, student: str, assignment: str) -> Path:
        """The feedback pages."""
        return self.root / "feedback" / student / assignment

    def students(self, assignment: str) -> list[str]:
        """Everyone with a folder for this assignment under `submitted/`, in order; links are not followed.

        Raises CourseError where there is nothing to grade.
        """
        submitted = self.root / "submitted"
        if not submitted.is_dir():
            raise CourseError(
                f"{submitted} does not exist. Collect submissions first (nbgrader collect {assignment}), "
                "or name the folder of the class with --classroom."
            )
        found = [
            folder.name
            for folder in sorted(submitted.iterdir())
            if not folder.is_symlink() and (folder / assignment).is_dir() and not (folder / assignment).is_symlink()
        ]
        if not found:
            raise CourseError(f"Nobody under {submitted} has handed in {assignment!r}. Collect submissions first.")
        return found

    def graded(self) -> list[str]:
        """The assignments of which somebody's work is judged, in the order of the course."""
        return [name for name in ASSIGNMENTS if next((self.root / "autograded").glob(f"*/{name}/*.ipynb"), None)]

    def judged(self, assignment: str) -> Iterator[tuple[str, str, Notebook]]:
        """Every judged notebook of an assignment: student, notebook name, notebook."""
        for path in sorted((self.root / "autograded").glob(f"*/{assignment}/*.ipynb")):
            yield path.parts[-3], path.stem, read_notebook(path)


def read_notebook(path: Path) -> Notebook:
    """A notebook that this package wrote, from its file."""
    return parse_notebook(path.read_bytes())


def parse_notebook(data: bytes) -> Notebook:
    """A notebook that this package wrote, with sources and outputs as single strings."""
    notebook: Notebook = json.loads(data)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = "".join(output["text"])
            for key, value in output.get("data", {}).items():
                output["data"][key] = "".join(value)
    return notebook


def notebook_bytes(notebook: dict[str, Any]) -> bytes:
    """A notebook as nbformat writes it: keys sorted, one space of indent, text as UTF-8."""
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file so that a reader sees all of the old one or all of the new one, whatever happens meanwhile."""
    write_atomically_from(path, [data], mode)


def write_atomically_from(path: Path, pieces: Iterable[bytes], mode: int = 0o644) -> None:
    """Write a file piece by piece, as `write_atomically` does, without holding all of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
            os.fchmod(descriptor, mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class CannotWrite(Exception):
    """Nothing can be written at present, whoever's grade it is: a full disk, a locked gradebook.  Says what to do."""


@contextmanager
def only_run(classroom: Classroom, assignment: str) -> Iterator[None]:
    """Keep a second run of the same assignment from writing at the same time.

    The lock is the system's: it ends with this process, however that ends, and worker processes do not inherit it.
    Raises CourseError where another run is under way.
    """
    path = classroom.root / f".grading-{assignment}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        if not _locked(descriptor):
            raise CourseError(
                f"Another run is grading {assignment!r} in {classroom.root}. Wait until it has ended, or stop it."
            )
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    """Lock an open file, unless another process has; one that has been removed meanwhile locks nobody out."""
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return os.fstat(descriptor).st_nlink > 0


def new_seed() -> str:
    """A seed that nobody can guess: 128 bits in hexadecimal."""
    return secrets.token_hex(16)
