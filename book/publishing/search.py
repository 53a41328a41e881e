"""The search index of the whole site."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pagefind_bin

from .folders import mirror
from .places import LANGUAGES, SITE, WORK, SiteError
from .stamps import read_stamps, stamp

IGNORED = (".math", ".headerlink", ".eqno", "details.hide")
"""Formulas stay out: their sources would drown the words."""
ENTRY = "pagefind-entry.json"


def index_for_search() -> bool:
    """Bring the index up to date where languages have changed; whether there was anything to do.

    Pagefind keeps one index for each `<html lang>`, and finds Korean words by their beginning, whatever follows them.
    It is asked for one language at a time, because the words of the others are as they were, and the answers are put
    together.
    """
    stamps = read_stamps()
    changed = [
        code
        for code in LANGUAGES
        if stamps.get(f"search {code}") != state_of(code, stamps) or not (index_of(code) / ENTRY).exists()
    ]
    if not changed and (SITE / "pagefind" / ENTRY).exists():
        return False
    running = {code: start_pagefind(code) for code in changed}
    output = {code: process.communicate()[0] for code, process in running.items()}
    for code, process in running.items():
        if process.returncode:
            raise SiteError(f"{output[code]}\nThe search index was not built. Is `pagefind[bin]` installed?")
    put_together()
    for code in changed:
        stamp(f"search {code}", state_of(code, stamps))
    return True


def state_of(code: str, stamps: Mapping[str, str]) -> str:
    """What the pages of one language were made from."""
    return f"{stamps.get(f'{code} frame')} {stamps.get(f'{code} sources')}"


def index_of(code: str) -> Path:
    """Where the index of one language is kept."""
    return WORK / f"pagefind-{code}"


def start_pagefind(code: str) -> subprocess.Popen[str]:
    """Pagefind on the pages of one language."""
    shutil.rmtree(index_of(code), ignore_errors=True)
    # The program itself: the module `pagefind`, which begins it, takes as long to load as it takes to index.
    command = [str(pagefind_bin.get_executable()), "--site", str(SITE), "--glob", f"{code}/**/*.html", "--quiet"]
    command += ["--output-path", str(index_of(code))]
    for selector in IGNORED:
        command += ["--exclude-selectors", selector]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def put_together() -> None:
    """One index of those of the languages: their files side by side, and one entry that names all."""
    whole = WORK / "pagefind"
    shutil.rmtree(whole, ignore_errors=True)
    entries = []
    for code in LANGUAGES:
        shutil.copytree(index_of(code), whole, dirs_exist_ok=True)
        entries.append(json.loads((index_of(code) / ENTRY).read_text(encoding="utf-8")))
    languages = {code: index for entry in entries for code, index in entry["languages"].items()}
    (whole / ENTRY).write_text(json.dumps({**entries[0], "languages": languages}), encoding="utf-8")
    for unused in whole.glob("pagefind-*ui*"):
        unused.unlink()
    mirror(whole, SITE / "pagefind")
