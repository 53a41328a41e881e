"""The browser that prints the book, draws the previews and the playgrounds' pictures, and runs the tests' pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile

from .places import SiteError

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""In the order of preference: the first has no window to care for, and takes half the processor's time."""
FLAGS = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-extensions"),
)


def find_chromium() -> str:
    """The program."""
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else NAMES:
        if found := shutil.which(name):
            return found
    looked = f"CHROMIUM={named}, which is no program" if named else f"none of {', '.join(NAMES)}"
    raise SiteError(
        f"This needs Chromium, and there is {looked}. Install it, with a font for Korean: "
        "apt-get install chromium fonts-noto-cjk; or name it in the environment: CHROMIUM=/path/to/chromium"
    )


def run_chromium(*arguments: str, seconds: int) -> subprocess.CompletedProcess[str]:
    """Chromium with a profile of its own, until it ends.  Raises subprocess.TimeoutExpired."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
    with tempfile.TemporaryDirectory() as profile:
        command = [find_chromium(), *FLAGS, *root, f"--user-data-dir={profile}", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)
