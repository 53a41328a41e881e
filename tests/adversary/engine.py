"""Read the attacks, lay them out as submissions of one class, and plant what they must not find.

An attack is data (see `attacks/README.md`); this module turns it into a folder under `submitted/`.
"""

from __future__ import annotations

import copy
import json
import os
import secrets
import shutil
import socket
import threading
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sample_class.answers import Answers
from sample_class.linear import NOTEBOOK, STANDING_ALONE, ZEROS, linear_class
from sample_class.make_class import TIMESTAMP
from sample_class.notebooks import fill

from autograder.course import Course

from .notebooks import EDITS, Notebook, as_bytes, own_cell

HERE = Path(__file__).parent
MARK = "adversary-was-here"
"""The name of every file that an attack tries to leave behind."""

TASKS = ("linear_forward", "mse", "mse_backward", "linear_backward", "least_squares", "train_linear")

CONTROLS = {
    "control-1": "complete-as-taught",
    "escape-control": "half-done",
    "exhaustion-control": "complete-with-loops",
    "forging-control": "mistaken-03",
    "reading-control": "mistaken-07",
    "tampering-control": "raises",
    "zz-control": "complete-as-objects",
}
"""Students who want nothing but a grade, and what they hand in: they come before, between and after the attacks."""


@dataclass(frozen=True)
class Attack:
    """One attack: `student` is the name under which it is handed in."""

    student: str
    tries: str
    start: str = "wrong"
    cells: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    answer: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[str, ...] = ()
    files: tuple[Mapping[str, str], ...] = ()
    score: float | None = None
    loses: Mapping[str, list[str]] = field(default_factory=dict)
    shows: str = ""
    never: tuple[str, ...] = ()


def read_attacks() -> list[Attack]:
    """All attacks of all families, in the order in which they are written."""
    return [
        Attack(f"{path.stem}-{name}", **entry)
        for path in sorted((HERE / "attacks").glob("*.toml"))
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    ]


ATTACKS = read_attacks()

NAMES: list[str] = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))["names"]
"""Odd names under which honest work is handed in."""

HONEST_WORK = "half-done"
"""What students of odd names hand in, by its name in the sample class."""


class Listening:
    """Servers that nobody in a sandbox can reach: on loopback, and on a Unix socket by path and by abstract name."""

    def __init__(self, path: Path) -> None:
        self.path, self.visitors = path, 0
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._sockets[0].getsockname()[1]
        for address in (str(path), f"\0{path}"):
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(address)
            listener.listen()
            self._sockets.append(listener)
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind(("127.0.0.1", self.port))
        for listener in self._sockets:
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        threading.Thread(target=self._receive, args=(datagrams,), daemon=True).start()
        self._sockets.append(datagrams)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.visitors += 1
            connection.close()

    def _receive(self, datagrams: socket.socket) -> None:
        while True:
            try:
                datagrams.recv(100)
            except OSError:
                return
            self.visitors += 1

    def close(self) -> None:
        for listener in self._sockets:
            listener.shutdown(socket.SHUT_RDWR) if listener.type == socket.SOCK_STREAM else None
            listener.close()


@dataclass(frozen=True)
class Arena:
    """A course with its class, and a machine around it in which secrets lie."""

    root: Path
    repository: Path
    secret: str
    port: int
    socket: Path

    @property
    def course(self) -> Path:
        return self.root / "course"

    @property
    def classroom(self) -> Path:
        return self.course / "classroom"

    @property
    def host(self) -> Path:
        return self.root / "host"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @cached_property
    def _answers(self) -> Mapping[str, Mapping[str, str]]:
        solved = Answers(Course(self.repository), "linear").named(*STANDING_ALONE)
        return {"wrong": ZEROS, "released": {}, "solved": solved}

    @cached_property
    def _release(self) -> Notebook:
        released: Notebook = json.loads((self.repository / "exercises/linear/linear.ipynb").read_text("utf-8"))
        return released

    def told(self, text: str) -> str:
        """An attack's text with the places and numbers of this machine in it."""
        for name, value in (
            ("COURSE", self.course),
            ("CLASSROOM", self.classroom),
            ("HOST", self.host),
            ("HOME", self.home),
            ("PORT", self.port),
            ("SOCKET", self.socket),
            ("PID", os.getpid()),
        ):
            text = text.replace(f"@{name}@", str(value))
        return text

    def set_up(self) -> None:
        """The course, the secrets, the controls and the attacks."""
        for folder in ("exercises", "solutions"):
            shutil.copytree(self.repository / folder, self.course / folder)
        shutil.copy(self.repository / "nbgrader_config.py", self.course)
        (self.course / "solutions" / "linear" / "secret.py").write_text(f"# {self.secret}")
        for folder in (self.host, self.home):
            folder.mkdir()
            folder.chmod(0o777)
            (folder / "secret.txt").write_text(self.secret)
        everyone = linear_class(Course(self.repository))
        for student, original in CONTROLS.items():
            self.hand_in(student, everyone[original][NOTEBOOK])
        notebook = json.loads((self._submission("control-1") / "linear.ipynb").read_bytes())
        notebook["cells"].append(own_cell(self.secret, "markdown"))
        self.hand_in("control-1", as_bytes(notebook))
        (self._submission("control-1") / "secret.txt").write_text(self.secret)
        for name in NAMES:
            self.hand_in(name, everyone[HONEST_WORK][NOTEBOOK])
        for attack in ATTACKS:
            self.lay_out(attack)

    def _submission(self, student: str) -> Path:
        return self.classroom / "submitted" / student / "linear"

    def hand_in(self, student: str, notebook: bytes) -> None:
        """A submission as `nbgrader collect` leaves it."""
        folder = self._submission(student)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "timestamp.txt").write_text(TIMESTAMP, encoding="ascii")
        (folder / "linear.ipynb").write_bytes(notebook)

    def lay_out(self, attack: Attack) -> None:
        """An attack's submission."""
        self.hand_in(attack.student, self._file(attack))
        for entry in attack.files:
            _place(self._submission(attack.student) / entry["path"], {k: self.told(v) for k, v in entry.items()})

    def _file(self, attack: Attack) -> bytes:
        answers = dict(self._answers[attack.start])
        if "all" in attack.answer:
            answers.update({task: attack.answer["all"].replace("TASK", task) for task in TASKS})
        answers.update({task: source for task, source in attack.answer.items() if task != "all"})
        notebook = fill(self._release, {task: self.told(source) for task, source in answers.items()})
        first = next(n for n, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code") + 1
        notebook["cells"][first:first] = [own_cell(self.told(source).strip("\n")) for source in attack.cells]
        notebook["cells"] += [own_cell(self.told(source).strip("\n")) for source in attack.last]
        for name in attack.edits:
            edited = EDITS[name](copy.deepcopy(notebook))
            if isinstance(edited, bytes):
                return edited
            notebook = edited
        return as_bytes(notebook)

    def protected(self) -> dict[str, tuple[bytes | str, int]]:
        """Everything that no attack may change: content and mode of each file, target of each link, by path."""
        written = {self.classroom / name for name in ("autograded", "feedback")}
        found: dict[str, tuple[bytes | str, int]] = {}
        for path in _below(self.root, written):
            if path.name.startswith(("gradebook.db", "results.json", "journal-")):
                continue
            mode = path.lstat().st_mode
            content: bytes | str = (
                str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else b""
            )
            found[str(path)] = (content, mode)
        return found

    def open_ears(self) -> dict[str, str]:
        """The environment of the grading command: a secret is in it too."""
        return {"HOME": str(self.home), "GRADEBOOK_PASSWORD": self.secret, "LANG": "C.UTF-8"}


def _below(folder: Path, without: set[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path in without:
            continue
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _below(path, without)


def _place(path: Path, entry: Mapping[str, str]) -> None:
    """Put a file, a link, a pipe, a folder or a socket where a submission has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if "link" in entry:
        path.symlink_to(entry["link"])
    elif "text" in entry:
        path.write_text(entry["text"], encoding="utf-8")
    elif entry["is"] == "pipe":
        os.mkfifo(path)
    elif entry["is"] == "folder":
        path.mkdir()
    else:
        here = Path.cwd()
        os.chdir(path.parent)  # the path of a socket has at most 107 bytes
        try:
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(path.name)
        finally:
            os.chdir(here)


def new_secret() -> str:
    """What stands in every place that an attack must not read; 128 bits, so that nothing has it by chance."""
    return f"kept-{secrets.token_hex(16)}"
