"""The search index of the whole site."""

from __future__ import annotations

import shutil
import subprocess
import sys

from .places import LANGUAGES, SITE, SiteError


def index_for_search() -> None:
    """One Pagefind index for each `<html lang>`; it finds Korean words by their beginning, whatever follows them.

    Formulas stay out: their sources would drown the words.
    """
    shutil.rmtree(SITE / "pagefind", ignore_errors=True)
    pages = "{" + ",".join(LANGUAGES) + "}/**/*.html"
    ignored = [".math", ".headerlink", ".eqno", "details.hide"]
    command = [sys.executable, "-m", "pagefind", "--site", str(SITE), "--glob", pages, "--quiet"]
    for selector in ignored:
        command += ["--exclude-selectors", selector]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        advice = "The search index was not built. Is `pagefind[bin]` installed?"
        raise SiteError(f"{result.stdout}{result.stderr}\n{advice}")
    for unused in (SITE / "pagefind").glob("pagefind-*ui*"):
        unused.unlink()
