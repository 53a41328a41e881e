"""Build the published site, both languages and their shared search, and serve it on this machine.

    python book/site.py build
    python book/site.py serve --port 8000
    python book/site.py pdf
    python book/site.py offline
    python book/site.py publish --to DIR

`_site/` then holds `index.html` (on to the reader's language), `en/`, `ko/`, `exercises/` (the notebooks to download)
and `pagefind/` (the search index). It works from any web server's folder, and from a USB stick. Jupyter Book builds
each language from `book/<language>` with the settings of `_config.yml` and the pages of `_toc.yml`; what is kept
between runs lies in `.cache/`. Each step runs only when something that it reads has changed.

`pdf` prints the built book, one file per language, and `offline` packs the built site into one archive; both lie in
`_site/` then, and the title page links to them. `publish` does all of it, checks it, and puts it into a folder with the
editions of earlier terms, ready for any web server.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from publishing.offline import pack
from publishing.pdf import print_books
from publishing.places import SiteError
from publishing.publish import PUBLISHED, publish
from publishing.server import bind, serve
from publishing.whole import build


def main(arguments: Iterable[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Build and serve the course's site.", epilog="Example: python book/site.py build"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="bring _site/ up to date, in both languages")
    commands.add_parser("pdf", help="print the built book, one PDF per language (needs Chromium)")
    commands.add_parser("offline", help="pack the built site into an archive that opens from a folder")
    publishing = commands.add_parser("publish", help="put all that goes out into a folder, once it is checked")
    publishing.add_argument("--to", type=Path, default=PUBLISHED, metavar="DIR", help="(default: _published)")
    for name, help in (("serve", "serve _site/ on this machine"), ("check", "say whether it could be served there")):
        serving = commands.add_parser(name, help=help)
        serving.add_argument("--host", default="localhost", help="the address to listen at (default: %(default)s)")
        serving.add_argument("--port", type=int, default=8000, help="the port to listen at (default: %(default)s)")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    try:
        if options.command == "build":
            build()
        elif options.command == "pdf":
            print_books()
        elif options.command == "offline":
            pack()
        elif options.command == "publish":
            publish(options.to)
        elif options.command == "serve":
            serve(options.host, options.port)
        else:
            bind(options.host, options.port).server_close()
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
