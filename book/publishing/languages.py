"""The books of the languages: Jupyter Book run in the press on the pages and the settings of each.

The languages are printed side by side. Within one, Sphinx reads and writes a page after the other: its parallel readers
merge in an order that depends on the clock, and equal sources are to give equal bytes.
"""

from __future__ import annotations

import gc
import importlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from .exercises import exercises
from .folders import mirror, write_if_different
from .places import BOOK, EXERCISES, LANGUAGES, REPOSITORY, SETTINGS, SITE, WORK, SiteError, say
from .press import Done, Press, Work
from .settings import book_pages, language_config, language_toc
from .stamps import fingerprint, installed_versions, read_stamps, stamp


def demand_parallel_pages() -> None:
    """Every page of the book exists in every language, under the same name."""
    pages = book_pages()
    for code in LANGUAGES:
        missing = [f"{page}.md" for page in pages if not (BOOK / code / f"{page}.md").is_file()]
        if missing:
            lacking = ", ".join(missing)
            raise SiteError(f"_toc.yml lists {lacking}, which book/{code} lacks: all languages have all pages.")


def write_yaml(file: Path, content: Any) -> None:
    """Write only what differs, so that nothing downstream looks new without being so."""
    write_if_different(file, yaml.safe_dump(content, allow_unicode=True, sort_keys=False))


def write_settings(code: str) -> None:
    """Leave for Jupyter Book what `print_language` gives to it."""
    write_yaml(WORK / code / "_config.yml", language_config(code))
    write_yaml(WORK / code / "_toc.yml", language_toc(code))


def print_language(code: str, everything: bool, tell: Callable[[str], None]) -> None:
    """In the press: `jupyter-book build -W -n --keep-going -q`, without its start. Any warning is an error."""
    folder = WORK / code
    gc.disable()  # trees of pages are full of cycles that live until the end; to look for others costs a third of it
    with undone_by_failure(folder / "_build", everything):
        outcome = importlib.import_module("jupyter_book.sphinx").build_sphinx(
            BOOK / code,
            folder / "_build" / "html",
            noconfig=True,
            path_config=folder / "_config.yml",
            confoverrides={
                "external_toc_path": (folder / "_toc.yml").as_posix(),
                "latex_individualpages": False,
                "nitpicky": True,
            },
            warningiserror=True,
            keep_going=True,
            quiet=True,
            freshenv=everything,
        )
        if outcome:  # a status, or the exception that was printed
            raise SiteError(f"book/{code} did not build: see the messages above.")


@contextmanager
def undone_by_failure(folder: Path, everything: bool) -> Iterator[None]:
    """Leave `folder` as it was unless all goes well: Sphinx does not repeat the warnings of pages that it has read.

    A copy that is there already was left by a build that was killed.
    """
    before = folder.with_name(f"{folder.name}-before")
    if before.exists():
        shutil.rmtree(folder, ignore_errors=True)
        before.rename(folder)
    if everything:
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        copying = folder.with_name(f"{folder.name}-copying")
        shutil.rmtree(copying, ignore_errors=True)
        shutil.copytree(folder, copying)
        copying.rename(before)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if before.exists():
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


ROOMS = ("__init__", "exercises", "folders", "front", "languages", "places", "settings")
IMPORTED = (
    *(BOOK / "publishing" / f"{room}.py" for room in ROOMS),
    *(REPOSITORY / "autograder" / name for name in ("__init__.py", "checks", "course.py")),
)
"""The code that the extensions import or that writes their settings; the tasks, too, are counted by `sources_of`."""


def frame_of(code: str) -> str:
    """A digest of what makes every page of one language anew when it changes.

    That there is a notebook is told by all cards, of which Sphinx knows only which notebooks they have had.
    """
    settings = (REPOSITORY / "_config.yml", BOOK / f"_config.{code}.yml", SETTINGS)
    notebooks = " ".join(exercise.path for exercise in exercises())
    return f"{fingerprint(BOOK / '_theme', BOOK / '_ext', *settings, *IMPORTED)} {installed_versions()} {notebooks}"


def sources_of(code: str) -> str:
    """A digest of what the pages of one language are made from."""
    shared = [BOOK / name for name in ("figures", "quoted_reports", "playgrounds", "references.bib")]
    shared += [REPOSITORY / "autograder" / name for name in ("tasks", "cards")]  # quoted, and the catalogue of mistakes
    return fingerprint(BOOK / code, *shared, EXERCISES, REPOSITORY / "_toc.yml")


def build_languages(press: Press) -> list[str]:
    """Build and publish the languages of which anything has changed, side by side; which they were."""
    for code in LANGUAGES:
        write_settings(code)  # before the press reads them: what is wrong with them is told once, in a sentence
    stamps = read_stamps()
    sources = {code: sources_of(code) for code in LANGUAGES}
    unlike = {code for code in LANGUAGES if stamps.get(f"{code} sources") != sources[code]}
    if unlike:
        press.start()  # it loads while the rest is compared
    frames = {code: frame_of(code) for code in LANGUAGES}
    reframed = {code for code in LANGUAGES if stamps.get(f"{code} frame") != frames[code]}
    absent = {code for code in LANGUAGES if not (SITE / code / "index.html").exists()}
    changed = [code for code in LANGUAGES if code in unlike | reframed | absent]
    if not changed:
        return []
    cores = len(os.sched_getaffinity(0))
    show_failures(press.run(Work("execution:execute_missing", (book_pages(), cores))))
    say(f"Building {' and '.join(f'book/{code}' for code in changed)}")
    printed = press.run(*(Work("languages:print_language", (code, code in reframed)) for code in changed))
    for code, done in zip(changed, printed, strict=True):
        if not done.failed:
            mirror(WORK / code / "_build" / "html", SITE / code)
            stamp(f"{code} frame", frames[code])
            stamp(f"{code} sources", sources[code])
            say(f"book/{code}: built in {done.seconds:.0f} s")
    show_failures(printed)
    return changed


def show_failures(finished: list[Done]) -> None:
    """Stop with what the failed works have printed, in their order."""
    failures = [done.output for done in finished if done.failed]
    if failures:
        raise SiteError("\n".join(failures))
