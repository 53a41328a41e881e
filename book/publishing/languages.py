"""The books of the languages: their settings, their lists of pages, and Jupyter Book run on them in the press.

The languages are printed side by side. Within one, Sphinx reads and writes a page after the other: its parallel readers
merge in an order that depends on the clock, and equal sources are to give equal bytes.
"""

from __future__ import annotations

import gc
import importlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .folders import mirror, write_if_different
from .places import BOOK, LANGUAGES, REPOSITORY, SETTINGS, SITE, SOURCE_LANGUAGE, WORK, SiteError, say
from .press import Done, Press, Work
from .stamps import fingerprint, installed_versions, read_stamps, stamp


def listed_pages(toc: Any) -> Iterator[str]:
    """The pages that _toc.yml names, as seen from the folder of one language."""
    if isinstance(toc, dict):
        yield from (language_toc(toc[key], {}) for key in ("root", "file") if key in toc)
        toc = [part for part in toc.values() if isinstance(part, list)]
    for part in toc if isinstance(toc, list) else []:
        yield from listed_pages(part)


def demand_parallel_pages() -> None:
    """Every page of the book exists in every language, under the same name."""
    pages = book_pages()
    for code in LANGUAGES:
        missing = [f"{page}.md" for page in pages if not (BOOK / code / f"{page}.md").is_file()]
        if missing:
            lacking = ", ".join(missing)
            raise SiteError(f"_toc.yml lists {lacking}, which book/{code} lacks: all languages have all pages.")


def overlay(base: Any, changes: Any) -> Any:
    """`base` with `changes` laid over it, dictionaries key by key."""
    if isinstance(base, dict) and isinstance(changes, dict):
        return {**base, **{key: overlay(base.get(key), value) for key, value in changes.items()}}
    return changes


def language_changes(code: str) -> dict[str, Any]:
    """What the book of one language changes in the settings, and its captions of _toc.yml."""
    changes = BOOK / f"_config.{code}.yml"
    return dict(yaml.safe_load(changes.read_text(encoding="utf-8"))) if changes.exists() else {}


def language_config(code: str) -> dict[str, Any]:
    """Jupyter Book's settings for one language of the published site."""
    config = yaml.safe_load((REPOSITORY / "_config.yml").read_text(encoding="utf-8"))
    config = overlay(config, {key: value for key, value in language_changes(code).items() if key != "captions"})
    sphinx = config["sphinx"]
    sphinx["local_extensions"] = {name: str(REPOSITORY / path) for name, path in sphinx["local_extensions"].items()}
    sphinx["config"]["course_languages"] = list(LANGUAGES)
    return config


def language_toc(toc: Any, captions: Mapping[str, str]) -> Any:
    """_toc.yml as seen from the folder of one language: `book/en/linear` becomes `linear`, captions are translated."""
    if isinstance(toc, dict):
        return {key: language_toc(value, captions) for key, value in toc.items()}
    if isinstance(toc, list):
        return [language_toc(entry, captions) for entry in toc]
    return captions.get(toc, toc.removeprefix(f"book/{SOURCE_LANGUAGE}/")) if isinstance(toc, str) else toc


def write_yaml(file: Path, content: Any) -> None:
    """Write only what differs, so that nothing downstream looks new without being so."""
    write_if_different(file, yaml.safe_dump(content, allow_unicode=True, sort_keys=False))


def book_pages() -> list[str]:
    """The pages that _toc.yml names."""
    return list(listed_pages(yaml.safe_load((REPOSITORY / "_toc.yml").read_text(encoding="utf-8"))))


def write_settings(code: str) -> None:
    """Leave for Jupyter Book what `print_language` gives to it."""
    write_yaml(WORK / code / "_config.yml", language_config(code))
    toc = yaml.safe_load((REPOSITORY / "_toc.yml").read_text(encoding="utf-8"))
    write_yaml(WORK / code / "_toc.yml", language_toc(toc, language_changes(code).get("captions", {})))


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


@dataclass(frozen=True)
class Inputs:
    """Digests of what one language is made from: the frame, whose change makes every page anew, and all of it."""

    frame: str
    all: str


def inputs_of(code: str) -> Inputs:
    """What the book of one language reads."""
    settings = (
        REPOSITORY / "_config.yml",
        BOOK / f"_config.{code}.yml",
        SETTINGS,
        BOOK / "publishing" / "exercises.py",
    )
    frame = fingerprint(BOOK / "_theme", BOOK / "_ext", *settings)
    frame += installed_versions()
    return Inputs(frame, frame + sources_of(code))


def sources_of(code: str) -> str:
    """A digest of what the pages of one language are made from."""
    shared = [BOOK / name for name in ("figures", "quoted_reports", "playgrounds", "references.bib")]
    shared += [REPOSITORY / "autograder" / name for name in ("tasks", "cards")]  # quoted, and the catalogue of mistakes
    return fingerprint(BOOK / code, *shared, REPOSITORY / "_toc.yml")


def build_languages(press: Press) -> list[str]:
    """Build and publish the languages of which anything has changed, side by side; which they were."""
    stamps = read_stamps()
    if not all(stamps.get(code, "").endswith(sources_of(code)) for code in LANGUAGES):
        press.start()  # it loads while the rest is compared
    inputs = {code: inputs_of(code) for code in LANGUAGES}
    changed = [
        code for code in LANGUAGES if stamps.get(code) != inputs[code].all or not (SITE / code / "index.html").exists()
    ]
    if not changed:
        return []
    for code in changed:
        write_settings(code)
    cores = len(os.sched_getaffinity(0))
    show_failures(press.run(Work("execution:execute_missing", (book_pages(), cores))))
    say(f"Building {' and '.join(f'book/{code}' for code in changed)}")
    everything = [stamps.get(f"{code} frame") != inputs[code].frame for code in changed]
    printed = press.run(*(Work("languages:print_language", each) for each in zip(changed, everything, strict=True)))
    for code, done in zip(changed, printed, strict=True):
        if not done.failed:
            mirror(WORK / code / "_build" / "html", SITE / code)
            stamp(f"{code} frame", inputs[code].frame)
            stamp(code, inputs[code].all)
            say(f"book/{code}: built in {done.seconds:.0f} s")
    show_failures(printed)
    return changed


def show_failures(finished: list[Done]) -> None:
    """Stop with what the failed works have printed, in their order."""
    failures = [done.output for done in finished if done.failed]
    if failures:
        raise SiteError("\n".join(failures))
