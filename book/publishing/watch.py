"""Live reload for authors: serve the site, build what is saved, and have the browser show it.

The press stays loaded between builds. The browser hears of a build by server-sent events, from a script that this
server alone adds to the pages that it sends; `_site` holds what is published and nothing else. A page that does not
build is told in the terminal and in a note on the page, and the last good one stays. The search index follows after the
browser has been told, because nobody waits for it.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, ClassVar

from watchfiles import watch

from .lock import alone
from .places import BOOK, REPOSITORY, SITE, SiteError, say
from .press import Press
from .server import SiteHandler, bind
from .whole import complete_pages, publish_pages

EVENTS = "/watch-events"
SCRIPT = Path(__file__).with_name("watch.js")
WATCHED = (BOOK, *(REPOSITORY / name for name in ("_config.yml", "_toc.yml", "autograder", "exercises")))
LOADED_ONCE = (BOOK / "_ext", BOOK / "publishing", REPOSITORY / "autograder", REPOSITORY / "_config.yml")
"""What the press has read of ours, most of it code: after a change there, it has to be loaded again."""
DEBOUNCE = 50
"""Milliseconds of quiet after which a change counts as saved: editors write a file in several steps."""
IDLE = 500
"""Milliseconds without a change after which the watcher says so."""
SILENCE = 15.0
"""Seconds after which a line is sent to a browser that has nothing to hear, to find out whether it still listens."""


class News:
    """The number of the last good build, and what is broken now; whoever listens waits for either to change."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.version = 0
        self.broken = ""

    def tell(self, broken: str = "") -> None:
        """Say that a build has succeeded, or what is broken."""
        with self._changed:
            self.broken = broken
            self.version += not broken
            self._changed.notify_all()

    def heard(self) -> Iterator[bytes]:
        """Server-sent events: what is so now, then every change, and empty comments in between."""
        last = None
        while True:
            with self._changed:
                now = {"version": self.version, "broken": self.broken}
                if now == last:
                    self._changed.wait(SILENCE)
                    now = {"version": self.version, "broken": self.broken}
            yield b":\n\n" if now == last else f"data: {json.dumps(now)}\n\n".encode()
            last = now


class WatchHandler(SiteHandler):
    """The site's files, its pages with the script that listens."""

    news: ClassVar[News]

    def do_GET(self) -> None:
        if self.path != EVENTS:
            super().do_GET()
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with contextlib.suppress(OSError):  # the browser has gone
            for event in self.news.heard():
                self.wfile.write(event)

    def send_head(self) -> BytesIO | BinaryIO | None:
        page = Path(self.translate_path(self.path))
        if self.path.split("?")[0].endswith("/"):
            page /= "index.html"
        if page.suffix != ".html" or not page.is_file():
            return super().send_head()
        script = SCRIPT.read_text(encoding="utf-8").replace("VERSION", str(self.news.version))
        text = page.read_text(encoding="utf-8")
        body = text.replace("</body>", f"<script>{script}</script></body>").encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


@contextlib.contextmanager
def serving(host: str, port: int, news: News) -> Iterator[ThreadingHTTPServer]:
    """The server, running beside the builds."""
    handler = type("Handler", (WatchHandler,), {"news": news})
    with bind(host, port, SITE, handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def publish_and_tell(press: Press, news: News) -> None:
    """Build, tell every browser, then see to the search."""
    started = time.monotonic()
    try:
        with alone():
            if publish_pages(press) or news.broken:
                news.tell()
                say(f"Shown after {time.monotonic() - started:.1f} s")
            complete_pages()
    except SiteError as error:
        say(f"{error}\nThe site shows the last version that could be built.")
        news.tell(broken=str(error))


def watch_and_publish(host: str, port: int) -> None:
    """Build now and after every change, until the author presses Ctrl-C."""
    news, press = News(), Press()
    SITE.mkdir(exist_ok=True)
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as stack:
        stack.callback(press.close)
        server = stack.enter_context(serving(host, port, news))
        saved = watch(
            *(place for place in WATCHED if place.exists()),
            debounce=DEBOUNCE,
            step=DEBOUNCE,
            rust_timeout=IDLE,
            yield_on_timeout=True,
        )
        next(saved)  # the watcher is there: from now on nothing that is saved is missed, not even during a build
        publish_and_tell(press, news)
        say(f"Watching. The course is at http://{host}:{server.server_address[1]}/ (Ctrl-C stops it)")
        for changes in filter(None, saved):
            changed = [Path(path) for _, path in changes]
            if any(path.is_relative_to(folder) for path in changed for folder in LOADED_ONCE):
                press.close()
            publish_and_tell(press, news)
