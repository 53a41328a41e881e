"""Measure the build of the site, as ratios to plain `jupyter-book build` in one run on the same pages.

    python benchmarks/site.py [--rounds 3] [--uncached]

- cold: `python book/site.py build` from nothing (both languages, the search), against `jupyter-book build` of English
  and of Korean, each with an execution cache of its own that is empty.
- a prose edit: some words of linear.md are changed where everything is built already; ours, plain with its execution
  cache and, with `--uncached`, plain without one, which executes the chapter again. The median of the rounds, in turn.
- watch: from saving the same edit until the page that the server sends has the new words.
- bytes: after all those edits, a cold build in another folder, with another hash seed and in another time zone, must
  give the same site, or the benchmark stops.

Plain is Jupyter Book on the course's own settings, so that it makes the same pages, without the two extensions that are
about building (`execution_cache`, `incremental`). Everything happens in copies in a temporary folder. Numbers depend on
the machine and on what else it does; the ratios less. Needs the course installed (`make course` or `make test`); some
ten minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("book", "autograder", "exercises", "_config.yml", "_toc.yml", "pyproject.toml", "README.md", "LICENSE")
WITHOUT = ("execution_cache", "incremental")
SETTINGS = """
import json, sys
sys.path.insert(0, "book")
from publishing import languages, places
code, mode, without = json.loads(sys.argv[1])
config = languages.language_config(code)
config["execute"]["execute_notebooks"] = mode
config["sphinx"]["config"]["extensions"] = [
    name for name in config["sphinx"]["config"]["extensions"] if name not in without
]
languages.write_settings(code)
languages.write_yaml(places.WORK / code / f"_config-{mode}.yml", config)
"""
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"
Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Spent:
    """What a command took: seconds on the clock, and seconds of all processors together."""

    clock: float
    processor: float

    def row(self, what: str, ours: Spent) -> Row:
        return what, f"{self.clock:.1f} s", f"{self.processor:.1f} s", f"{self.clock / ours.clock:.1f} ×"


def main() -> None:
    """Measure everything and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--rounds", type=int, default=3, help="edits of which the median is taken (default: %(default)s)"
    )
    parser.add_argument("--uncached", action="store_true", help="plain edits without a cache, too: some minutes more")
    options = parser.parse_args()
    print("| measured | clock | processors | to ours |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for row in measure(Path(folder), options.rounds, options.uncached):
            print("| " + " | ".join(row) + " |", flush=True)


def measure(folder: Path, rounds: int, uncached: bool) -> Iterator[Row]:
    """Rows of the table, as they are measured: what, seconds on the clock and of all processors, the ratio to ours."""
    ours, plain = copy_of_the_course(folder / "ours"), copy_of_the_course(folder / "plain")
    first = timed("cold: ours", lambda: build_ours(ours))
    yield first.row("cold build of both languages, ours", first)
    english = timed("cold: jupyter-book, en", lambda: build_plain(plain, "en"))
    yield english.row("cold `jupyter-book build`, en", first)
    yield from edits(ours, plain, rounds, uncached)
    korean = timed("cold: jupyter-book, ko", lambda: build_plain(plain, "ko"))
    yield korean.row("cold `jupyter-book build`, ko", first)
    both = Spent(english.clock + korean.clock, english.processor + korean.processor)
    yield both.row("cold `jupyter-book build`, en and ko", first)
    elsewhere = copy_of_the_course(folder / "elsewhere")
    edit(elsewhere, words_of(ours))
    timed("cold: ours, elsewhere", lambda: build_ours(elsewhere, PYTHONHASHSEED="7", TZ="Asia/Seoul"))
    if digest(ours) != digest(elsewhere):
        sys.exit("Two builds of the same sources differ.")
    yield "a cold build elsewhere, after those edits", "", "", "equal bytes"


def copy_of_the_course(folder: Path) -> Path:
    """What the site is built from, and nothing that was built."""
    folder.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        elif source.exists():
            shutil.copyfile(source, folder / part)
    return folder


def edits(ours: Path, plain: Path, rounds: int, uncached: bool) -> Iterator[Row]:
    """Some words of one page changed, in turn here and there; the medians."""
    builds = {
        "ours": (ours, lambda: build_ours(ours)),
        "with its cache": (plain, lambda: build_plain(plain, "en")),
    }
    if uncached:
        builds["without a cache"] = (plain, lambda: build_plain(plain, "en", "force"))
        timed("jupyter-book without a cache, en", builds["without a cache"][1])
    spent: dict[str, list[Spent]] = {what: [] for what in builds}
    for number in range(rounds):
        for what, (tree, build) in builds.items():
            edit(tree, f"{what.split()[0]}{number}")
            spent[what].append(timed(f"edit {number + 1} of {rounds}: {what}", build))
    shown = watched(ours, rounds)
    mine, theirs = medians(spent.pop("ours")), medians(spent["with its cache"])
    yield mine.row("a prose edit of one page, ours", mine)
    for what, measured in spent.items():
        yield medians(measured).row(f"a prose edit, `jupyter-book build` {what}", mine)
    yield "a prose edit, `watch`: from saved to served", f"{shown:.1f} s", "", f"{shown / mine.clock:.2f} ×"
    yield "`jupyter-book build` with its cache, to `watch`", "", "", f"{theirs.clock / shown:.1f} ×"


def medians(spent: list[Spent]) -> Spent:
    """The medians of some measurements."""
    return Spent(statistics.median(each.clock for each in spent), statistics.median(each.processor for each in spent))


def timed(what: str, work: Callable[[], object]) -> Spent:
    """Clock and processors of a command and of all that it starts, told on stderr as well."""
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    clock, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what}: {clock:.1f} s, processors {processor:.1f} s", file=sys.stderr, flush=True)
    return Spent(clock, processor)


def run(folder: Path, *arguments: str, **environment: str) -> str:
    """A Python command in a copy, or the end with what it said."""
    surroundings = {**os.environ, "OMP_NUM_THREADS": "1", **environment}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout


def build_ours(folder: Path, **environment: str) -> None:
    """`python book/site.py build`."""
    run(folder, "book/site.py", "build", **environment)


def build_plain(folder: Path, code: str, mode: str = "cache") -> None:
    """`jupyter-book build` of one language, executing with its own cache, or `force`: whenever a page is read."""
    settings = folder / ".cache" / "site" / code
    if not (settings / f"_config-{mode}.yml").exists():
        run(folder, "-c", SETTINGS, json.dumps([code, mode, WITHOUT]))
    arguments = ["--config", str(settings / f"_config-{mode}.yml"), "--toc", str(settings / "_toc.yml")]
    arguments += ["--path-output", str(folder / mode / code), "-W", "-n", "--keep-going", "-q"]
    run(folder, "-c", JUPYTER_BOOK, "build", f"book/{code}", *arguments)


def digest(folder: Path) -> str:
    """`python book/site.py digest`."""
    return run(folder, "book/site.py", "digest")


def edit(folder: Path, words: str) -> None:
    """Put words into the first paragraph of linear.md, in place of those of the last edit."""
    page = folder / "book" / "en" / "linear.md"
    old, new = r"^A neural network(?: \w+)? stacks", f"A neural network {words} stacks"
    text, found = re.subn(old, new, page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if not found:
        sys.exit("linear.md does not say any more that “A neural network stacks”: change the benchmark's edit.")
    page.write_text(text, encoding="utf-8")


def words_of(folder: Path) -> str:
    """What the last edit has put there."""
    page = (folder / "book" / "en" / "linear.md").read_text(encoding="utf-8")
    return re.search(r"^A neural network (\w+) stacks", page, re.MULTILINE)[1]


@contextmanager
def watching(folder: Path) -> Iterator[str]:
    """`python book/site.py watch` in a copy; its address."""
    with closing(socket.socket()) as free:
        free.bind(("localhost", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "book/site.py", "watch", "--port", port]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        next(line for line in process.stdout if line.startswith("Watching"))
        yield f"http://localhost:{port}/"
    finally:
        process.terminate()
        process.communicate()


def watched(folder: Path, rounds: int) -> float:
    """Median of the seconds from saving to the page with the new words."""
    seconds = []
    with watching(folder) as address:
        for number in range(rounds + 1):  # the first loads the press, which was idle till then
            words = f"saved{number}"
            started = time.monotonic()
            edit(folder, words)
            while words not in urllib.request.urlopen(f"{address}en/linear.html").read().decode():
                time.sleep(0.02)
            seconds.append(time.monotonic() - started)
            time.sleep(5)  # the search index follows, as it would before an author saves again
    return statistics.median(seconds[1:])


if __name__ == "__main__":
    main()
