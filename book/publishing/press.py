"""The press: one process that has loaded Sphinx, and is forked for each piece of work.

Loading Sphinx, MyST-NB and what they need takes longer than writing a page. The press loads it once; executing the
chapters, and printing each language, then begin in a copy of it, side by side, and a copy that ends badly leaves the
press as it was. Its surroundings are fixed (hash seed, threads of numeric libraries, plotting backend), so that two
builds of the same sources are equal.

This file is both ends: `Press` is what the command line holds, `serve_requests` what runs in the process. They exchange
lines of JSON; whatever the work prints is kept and handed over when it ends.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import metadata
from multiprocessing.connection import Connection, wait
from typing import IO, Any

from .places import BOOK, REPOSITORY, SiteError, say
from .settings import book_settings

SURROUNDINGS = {
    "PYTHONHASHSEED": "0",
    # Many small arrays, and a process for each core: threads would only wait for each other, and a fork loses them.
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    # What a kernel sets at its start; Matplotlib reads it when it is imported, which is before that here.
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
START = "import sys; sys.path.insert(0, {book!r}); from publishing.press import serve_requests; serve_requests()"
LOADED = ("jupyter_book.sphinx", "myst_nb.sphinx_ext", "PIL.Image")
"""What every build asks for, beside the extensions of Sphinx and of the settings."""
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Work:
    """A function of one of the rooms, as `room:function`, and what it is called with; all of it fits into JSON."""

    function: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Done:
    """How a piece of work ended: what it printed, whether it failed, what it returned, the seconds that it took."""

    output: str
    failed: bool
    result: Any
    seconds: float


class Press(AbstractContextManager["Press"]):
    """The command line's end: started by the first work, ended with the `with` block."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> subprocess.Popen[str]:
        """The process, which begins to load at once; nobody needs to wait for it."""
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-c", START.format(book=str(BOOK))]
            surroundings = {**os.environ, **SURROUNDINGS}
            self._process = subprocess.Popen(
                command, cwd=REPOSITORY, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        return self._process

    def run(self, *works: Work) -> list[Done]:
        """Do all works at the same time; their results in the order in which they were given."""
        process = self.start()
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps([[work.function, work.arguments] for work in works]) + "\n")
        process.stdin.flush()
        done: dict[int, Done] = {}
        while len(done) < len(works):
            line = process.stdout.readline()
            if not line:
                raise SiteError("The process that prints the book has ended before its work was done; see above.")
            number, news = json.loads(line)
            if isinstance(news, str):
                say(news)
            else:
                done[number] = Done(**news)
        return [done[number] for number in sorted(done)]

    def close(self) -> None:
        """End the process; the next work starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __exit__(self, *_: object) -> None:
        self.close()


def serve_requests() -> None:
    """The press's end: load, then work until nobody asks any more."""
    replies, sys.stdout = sys.stdout, sys.stderr  # what an import prints is no reply
    load()
    for line in sys.stdin:
        for number, news in at_once(json.loads(line)):
            print(json.dumps([number, news]), file=replies, flush=True)


def load() -> None:
    """Import what every build needs, and take out costs that each build would pay again."""
    # Sphinx, pydata and pybtex each read the list of all installed packages many times; it does not change meanwhile.
    metadata.entry_points = functools.cache(metadata.entry_points)
    # jsonschema builds a grammar of addresses (rfc3987_syntax), seconds long, for a check that no schema here asks for;
    # it does without where that module is absent.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # None: importing it fails
    sys.path.insert(1, str(BOOK / "_ext"))
    builtin = importlib.import_module("sphinx.application").builtin_extensions
    for name in (*LOADED, *builtin, *book_settings()["sphinx"]["config"]["extensions"]):
        importlib.import_module(name)
    plugins, formatting = (importlib.import_module(f"pybtex.{name}") for name in ("plugin", "style.formatting"))
    plugins.find_plugin = functools.cache(plugins.find_plugin)
    formatting.BaseStyle.format_entry = once_for_each_label(formatting.BaseStyle.format_entry)
    gc.freeze()


def once_for_each_label(format_entry: Callable[..., Any]) -> Callable[..., Any]:
    """pybtex's `format_entry`, which a book asks for the same works on every page, and for tooltips once more."""
    formatted: dict[tuple[type, str, str], Any] = {}

    @functools.wraps(format_entry)
    def format_once(style: Any, label: str, entry: Any, bib_data: Any = None) -> Any:
        asked = (type(style), label, entry.key)
        if asked not in formatted:
            formatted[asked] = format_entry(style, label, entry, bib_data)
        return formatted[asked]

    return format_once


def at_once(works: list[list[Any]]) -> Iterator[tuple[int, Any]]:
    """Do all works at the same time; (number of the work, a line to show or how it ended), as it comes."""
    running: dict[Any, tuple[int, Any, IO[str], float]] = {}
    for number, (function, arguments) in enumerate(works):
        room, name = function.split(":")
        output = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 (closed below)
        process, news = fork(work_quietly, room, name, arguments, output.fileno())
        running[news] = (number, process, output, time.monotonic())
    while running:
        for news in wait(list(running)):
            number, process, output, started = running[news]
            try:
                message = news.recv()
            except EOFError:
                message = {"failed": True, "result": None}
            if isinstance(message, dict):
                del running[news]
                process.join()
                output.seek(0)
                message |= {"output": output.read(), "seconds": time.monotonic() - started}
                output.close()
            yield number, message


def fork(task: Callable[..., None], *arguments: Any) -> tuple[Any, Connection]:
    """`task(*arguments, tell)` in a copy of this process; the copy, and the end at which one hears what it tells."""
    hear, tell = FORK.Pipe(duplex=False)
    process = FORK.Process(target=task, args=(*arguments, tell))
    process.start()
    tell.close()
    return process, hear


def work_quietly(room: str, name: str, arguments: list[Any], output: int, tell: Connection) -> None:
    """In the copy: call the function with `tell` for its progress, and keep what it prints."""
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (ends with the process)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (likewise)
    result, failed = None, True
    try:
        result = getattr(importlib.import_module(f"publishing.{room}"), name)(*arguments, tell=tell.send)
        failed = False
    except SiteError as error:
        print(error, file=sys.stderr)
    except Exception:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    tell.send({"failed": failed, "result": result})
