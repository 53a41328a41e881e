"""The book of one language: its settings, its list of pages, and Jupyter Book run on it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from .folders import mirror
from .places import BOOK, LANGUAGES, REPOSITORY, SITE, SOURCE_LANGUAGE, WORK, SiteError, say
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
    pages = list(listed_pages(yaml.safe_load((REPOSITORY / "_toc.yml").read_text(encoding="utf-8"))))
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
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def run_jupyter_book(code: str, everything: bool) -> Path:
    """Build one language; the folder of its pages. Any warning is an error, a failing cell is a warning."""
    folder = WORK / code
    write_yaml(folder / "_config.yml", language_config(code))
    toc = yaml.safe_load((REPOSITORY / "_toc.yml").read_text(encoding="utf-8"))
    write_yaml(folder / "_toc.yml", language_toc(toc, language_changes(code).get("captions", {})))
    command = [
        *(sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(BOOK / code)),
        *("--config", str(folder / "_config.yml"), "--toc", str(folder / "_toc.yml")),
        *("--path-output", str(folder), "-W", "-n", "--keep-going", "-q"),
        *(["--all"] if everything else []),
    ]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if result.returncode:
        # Sphinx does not repeat the warnings of pages that it need not read again: forget them, or a second run passes.
        shutil.rmtree(folder / "_build", ignore_errors=True)
        raise SiteError(f"{result.stdout}{result.stderr}\nbook/{code} did not build: see the messages above.")
    return folder / "_build" / "html"


def build_language(code: str) -> bool:
    """Build and publish one language if anything that it reads has changed; whether it did."""
    frame = fingerprint(BOOK / "_theme", BOOK / "_ext", REPOSITORY / "_config.yml", BOOK / f"_config.{code}.yml")
    frame += fingerprint(BOOK / "publishing" / "exercises.py", REPOSITORY / "autograder" / "course.toml")  # the cards
    frame += installed_versions()
    shared = [BOOK / name for name in ("_generated", "figures", "playgrounds", "references.bib")]
    shared += [REPOSITORY / "autograder" / name for name in ("tasks", "cards")]  # quoted, and the catalogue of mistakes
    inputs = frame + fingerprint(BOOK / code, *shared, REPOSITORY / "_toc.yml")
    stamps = read_stamps()
    if stamps.get(code) == inputs and (SITE / code / "index.html").exists():
        return False
    say(f"book/{code}: building")
    started = time.monotonic()
    mirror(run_jupyter_book(code, everything=stamps.get(f"{code} frame") != frame), SITE / code)
    stamp(f"{code} frame", frame)
    stamp(code, inputs)
    say(f"book/{code}: built in {time.monotonic() - started:.0f} s")
    return True
