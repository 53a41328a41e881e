"""The book's cells, executed before Sphinx asks for their outputs: once for both languages, on all cores, warm.

MyST-NB executes a page that jupyter-cache does not know, one page after another, each in a kernel that first imports
what every chapter imports. Here all unknown pages are found beforehand with MyST-NB's own reader and jupyter-cache's
own key, and executed by nbclient as MyST-NB does it, in as many kernels as there are cores; each kernel is forked from
a process that has imported the numeric libraries. The outputs go into the cache where Sphinx then finds them.

The line of processes: the press (see `press`) forks this room's work, which imports the libraries and forks a client
for each page; the client forks its kernel before it starts a thread or an event loop, because a fork keeps neither.
A kernel gets the import path, the folder and the environment that a plain one would have.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from .places import BOOK, LANGUAGES, REPOSITORY, SiteError
from .press import FORK, fork
from .settings import book_settings

KERNEL = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger")
LIBRARIES = ("numpy", "scipy.stats", "scipy.special", "matplotlib.pyplot", "seaborn", "sklearn.datasets", "torch")
OWN_PATHS = {"", str(BOOK), str(BOOK / "_ext")}
"""What the press has on its import path, and a plain kernel has not."""


@dataclass(frozen=True)
class Chapter:
    """A page whose cells jupyter-cache does not know: where it stands, its notebook, the key in the cache."""

    page: Path
    notebook: Any
    key: str

    @property
    def name(self) -> str:
        return self.page.relative_to(REPOSITORY).as_posix()

    @property
    def length(self) -> int:
        """Characters of code, which say well enough which chapters to begin with."""
        return sum(len(cell.source) for cell in self.notebook.cells if cell.cell_type == "code")


def execute_missing(pages: list[str], jobs: int, tell: Callable[[str], None]) -> int:
    """Execute those of `pages` (in every language) that the cache lacks; how many they were."""
    cache = shared_cache()
    settings = book_settings()
    sources = {page: page.read_text(encoding="utf-8") for page in places_of(pages)}
    seen = Seen(cache.path / "seen.json")
    unseen = {page: text for page, text in sources.items() if text not in seen}
    chapters = list(missing_chapters(cache, unseen, settings["parse"]["myst_enable_extensions"]))
    if chapters:
        execute_all(chapters, cache, jobs, settings["execute"]["timeout"], tell)
    if unseen:
        seen.remember(sources.values())
    return len(chapters)


def execute_all(chapters: list[Chapter], cache: Any, jobs: int, timeout: int, tell: Callable[[str], None]) -> None:
    """Execute the chapters and store their outputs; what failed is told at the end, all of it."""
    tell(f"Executing the cells of {len(chapters)} page{'s' * (len(chapters) > 1)}")
    warm_up(chapters)
    complaints = []
    for chapter, notebook, seconds, complaint in executed(chapters, jobs, timeout):
        if complaint:
            complaints.append(complaint)
        else:
            store(cache, chapter, notebook, seconds)
            if chapter.length:
                tell(f"{chapter.name}: executed in {seconds:.0f} s")
    if complaints:
        raise SiteError("\n\n".join(complaints))


class Seen:
    """Digests of the sources whose cells the cache has, so that a page that stays as it is need not be read again."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._digests = set(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else set()

    def __contains__(self, text: str) -> bool:
        return self._digest(text) in self._digests

    def remember(self, texts: Iterable[str]) -> None:
        """These sources, and no others."""
        self._file.write_text(json.dumps(sorted(map(self._digest, texts))), encoding="utf-8")

    @staticmethod
    def _digest(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()


def places_of(pages: list[str]) -> list[Path]:
    """The pages' files in all languages, those of the source language first."""
    return [BOOK / code / f"{name}.md" for code in LANGUAGES for name in pages]


def shared_cache() -> Any:
    """The cache that book/_ext/execution_cache.py gives to MyST-NB, and kernels' surroundings as it prepares them."""
    extension = importlib.import_module("execution_cache")
    extension.prepare_kernels()
    return importlib.import_module("jupyter_cache").get_cache(str(extension.current_cache()))


def missing_chapters(cache: Any, sources: dict[Path, str], extensions: list[str]) -> Iterator[Chapter]:
    """The notebooks that the cache does not know, each once, whichever languages have it."""
    config = importlib.import_module("myst_parser.config.main").MdParserConfig(enable_extensions=set(extensions))
    defaults = importlib.import_module("myst_nb.core.config").NbParserConfig()
    read = importlib.import_module("myst_nb.core.read")
    known = {record.hashkey for record in cache.list_cache_records()}
    for page, text in sources.items():
        reader = read.create_nb_reader(str(page), config, defaults, text)
        if reader is None:
            continue
        notebook = reader.read(text)
        key = cache.create_hashed_notebook(notebook)[1]
        if key not in known:
            known.add(key)
            yield Chapter(page, notebook, key)


def warm_up(chapters: list[Chapter]) -> None:
    """Import what a kernel does at its start, and the libraries that the chapters, or the figures for them, name."""
    code = [cell.source for chapter in chapters for cell in chapter.notebook.cells if cell.cell_type == "code"]
    code += [file.read_text(encoding="utf-8") for file in (BOOK / "figures").glob("*.py") if "figures" in "".join(code)]
    named = set(re.findall(r"\w+", "\n".join(code)))
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else the debugger, which nobody asks for, says that it warns
    for name in (*KERNEL, *(name for name in LIBRARIES if name.split(".")[0] in named)):
        # A chapter whose library is missing says so itself, by the cell that imports it.
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(name)
    del os.environ["PYDEVD_DISABLE_FILE_VALIDATION"]


def executed(chapters: list[Chapter], jobs: int, timeout: int) -> Iterator[tuple[Chapter, Any, float, str]]:
    """(chapter, its notebook with outputs, seconds, what went wrong or nothing), as they end; the longest begin."""
    waiting = sorted(chapters, key=lambda chapter: chapter.length)
    running: dict[Any, tuple[Chapter, Any]] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            chapter = waiting.pop()
            process, result = fork(execute, chapter, timeout)
            running[result] = (chapter, process)
        for result in wait(list(running)):
            chapter, process = running.pop(result)
            try:
                yield chapter, *result.recv()
            except EOFError:
                yield chapter, None, 0.0, f"{chapter.name}: the process that executed it has ended before its time."
            process.join()


def execute(chapter: Chapter, timeout: int, tell: Connection) -> None:
    """In a process of its own: execute one chapter, as MyST-NB does it, with a kernel that is forked now."""
    requests, ask = FORK.Pipe(duplex=False)
    kernel = FORK.Process(target=become_kernel, args=(requests, ask))
    kernel.start()
    utilities = importlib.import_module("jupyter_cache.executors.utils")
    manager = importlib.import_module("publishing.forked_kernel").manager_of(kernel, ask)
    started = time.monotonic()
    outcome = utilities.single_nb_execution(
        chapter.notebook,
        cwd=str(chapter.page.parent),
        timeout=timeout,
        allow_errors=False,
        coalesce_streams=True,  # a kernel sends what is printed in pieces cut by the clock, MyST-NB ends a line at each
        kernel_manager_class=manager,
    )
    complaint = complaint_of(chapter, outcome.err) if outcome.err is not None else ""
    if kernel.is_alive():
        kernel.kill()
    tell.send((chapter.notebook, time.monotonic() - started, complaint))


def become_kernel(requests: Connection, ask: Connection) -> None:
    """Wait for the request to be a kernel, then be one, as `python -m ipykernel_launcher` would."""
    ask.close()  # the client alone holds it, so that waiting ends when the client does
    os.setsid()
    arguments, folder, environment = requests.recv()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:] = [entry for entry in sys.path if entry not in OWN_PATHS]
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *arguments]
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    application = importlib.import_module("ipykernel.kernelapp").IPKernelApp
    application.launch_instance(arguments, parent_handle=os.getppid(), log_level=logging.ERROR)


def complaint_of(chapter: Chapter, error: Exception) -> str:
    """Page and line of the cell that failed, the cell, and its traceback."""
    lines = chapter.notebook.metadata.get("source_map", [])
    for number, cell in reversed(list(enumerate(chapter.notebook.cells))):  # those before may fail as they are meant to
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            line = lines[number] if number < len(lines) else 1
            return f"{chapter.name}:{line}: this cell failed.\n{error}"
    return f"{chapter.name}: {error}"


def store(cache: Any, chapter: Chapter, notebook: Any, seconds: float) -> None:
    """Put the outputs where MyST-NB will look for them."""
    bundle = importlib.import_module("jupyter_cache.base").CacheBundleIn
    entry = bundle(notebook, str(chapter.page), data={"execution_seconds": seconds})
    cache.cache_notebook_bundle(entry, check_validity=False, overwrite=True)
