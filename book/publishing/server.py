"""A server of the built site on this machine."""

from __future__ import annotations

import contextlib
import errno
import gzip
from email.utils import formatdate
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from .places import SITE, SiteError, say

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".ipynb", ".txt", ".xml"}


@lru_cache(maxsize=256)
def compressed(path: Path, _modified: int) -> bytes:
    """The file, gzipped; `_modified` makes a changed file a new entry."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


class SiteHandler(SimpleHTTPRequestHandler):
    """Static files as a published site would send them: text compressed, nothing stale after a new build."""

    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".ipynb": "application/x-ipynb+json",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }

    def send_head(self) -> BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path /= "index.html"
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (accepts and path.is_file() and path.suffix in COMPRESSED):
            return super().send_head()
        status = path.stat()
        body = compressed(path, status.st_mtime_ns)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Last-Modified", formatdate(status.st_mtime, usegmt=True))
        self.end_headers()
        return BytesIO(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Say that there is no page with the site's own page for that, as web servers are set up to."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay quiet: the reader's terminal shows the address, not every request."""


def make_server(host: str, port: int, folder: Path = SITE) -> ThreadingHTTPServer:
    """A server of the built site, bound but not yet running."""
    if not (folder / "index.html").exists():
        raise SiteError("There is no site to serve yet. Build it first: python book/site.py build")
    return bind(host, port, folder)


def bind(host: str, port: int, folder: Path = SITE, handler: type[SiteHandler] = SiteHandler) -> ThreadingHTTPServer:
    """Take a port, or say in a sentence why it cannot be had."""
    try:
        return ThreadingHTTPServer((host, port), partial(handler, directory=str(folder)))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SiteError(
                f"Port {port} is taken by another program. Stop that one, or choose another port: "
                f"make course PORT={port + 1}, or python book/site.py serve --port {port + 1}"
            ) from error
        if error.errno == errno.EACCES:
            raise SiteError(f"Port {port} is reserved for the system. Choose one above 1024: --port 8000") from error
        raise SiteError(f"Cannot serve at {host}:{port}: {error.strerror}.") from error
    except OverflowError as error:
        raise SiteError(f"{port} is not a port: choose a number from 1 to 65535.") from error


def try_port(host: str, port: int) -> None:
    """Take a port and let it go again, so that a long build does not end in front of one that cannot be had."""
    bind(host, port).server_close()


def serve(host: str, port: int) -> None:
    """Serve the site until the reader presses Ctrl-C."""
    with make_server(host, port) as server, contextlib.suppress(KeyboardInterrupt):
        say(f"The course is at http://{host}:{port}/ (Ctrl-C stops it)")
        server.serve_forever()
