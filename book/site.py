"""Build the published site, both languages and their shared search, and serve it on this machine.

    python book/site.py build
    python book/site.py serve --port 8000
    python book/site.py watch --port 8000
    python book/site.py digest
    python book/site.py pdf
    python book/site.py offline
    python book/site.py publish --to DIR

`_site/` then holds `index.html` (on to the reader's language) and `404.html`, `en/`, `ko/`, `exercises/` and
`exercises.zip` (the notebooks to download), `colab/` (the same for Colab), `wheels/` (the package with `check`),
`lite/` (JupyterLite) and `pagefind/` (the search index). It works from any web server's folder, and from a USB stick.
Jupyter Book builds each language from `book/<language>` with the settings of `_config.yml` and the pages of `_toc.yml`;
what is kept between runs lies in `.cache/`. Each step runs only when something that it reads has changed. Equal sources
and equal packages give an equal site, byte for byte, in any folder and at any time: `digest` prints what to compare.

`pdf` prints the built book, one file per language, and `offline` packs the built site into one archive; both lie in
`_site/` then, and the title page links to them. `publish` does all of it, checks it, and puts it into a folder with the
editions of earlier terms, ready for any web server.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from publishing.lock import alone
from publishing.places import PUBLISHED, SiteError

COMMANDS = {
    "build": ("bring _site/ up to date, in both languages", "whole:build"),
    "serve": ("serve _site/ on this machine", "server:serve"),
    "watch": ("serve it, build what is saved, and reload the browser", "watch:watch_and_publish"),
    "check": ("say whether it could be served there", "server:try_port"),
    "digest": ("print one digest of all that build has put into _site/", "whole:print_digest"),
    "pdf": ("print the built book, one PDF per language (needs Chromium)", "pdf:print_books"),
    "offline": ("pack the built site into an archive that opens from a folder", "offline:pack"),
    "publish": ("put all that goes out into a folder, once it is checked", "publish:publish"),
}
"""What each command is for, and the function that does it; a room is loaded only by the command that needs it."""
ALONE = {"build", "digest", "pdf", "offline", "publish"}
"""The commands that hold the folder from their beginning to their end; `watch` holds it while it builds."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    whole = argparse.ArgumentParser(
        description="Build and serve the course's site.", epilog="Example: python book/site.py build"
    )
    commands = whole.add_subparsers(dest="command", required=True)
    for name, (help, _) in COMMANDS.items():
        command = commands.add_parser(name, help=help)
        if name in ("serve", "watch", "check"):
            command.add_argument("--host", default="localhost", help="the address to listen at (default: %(default)s)")
            command.add_argument("--port", type=int, default=8000, help="the port (default: %(default)s)")
        elif name == "publish":
            command.add_argument(
                "--to",
                dest="folder",
                type=Path,
                default=PUBLISHED,
                metavar="DIR",
                help="the folder (default: _published)",
            )
    return whole


def main(arguments: Iterable[str] | None = None) -> int:
    """Run one command; the exit code."""
    options: dict[str, Any] = vars(parser().parse_args(list(arguments) if arguments is not None else None))
    command = options.pop("command")
    room, function = COMMANDS[command][1].split(":")
    try:
        with alone() if command in ALONE else nullcontext():
            getattr(importlib.import_module(f"publishing.{room}"), function)(**options)
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{command} could not go on: {error}. See that the disk has room and the place is yours.", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
