"""Build the published site, both languages and their shared search, and serve it on this machine.

    python book/site.py build
    python book/site.py serve --port 8000

`_site/` then holds `index.html` (on to the reader's language), `en/`, `ko/`, `exercises/` (the notebooks to download)
and `pagefind/` (the search index). It works from any web server's folder, and from a USB stick. Jupyter Book builds
each language from `book/<language>` with the settings of `_config.yml` and the pages of `_toc.yml`; what is kept
between runs lies in `.cache/`. Each step runs only when something that it reads has changed.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import filecmp
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from email.utils import formatdate
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
BOOK = REPOSITORY / "book"
SITE = REPOSITORY / "_site"
WORK = REPOSITORY / ".cache" / "site"
STAMPS = WORK / "stamps.json"
LANGUAGES = ("en", "ko")
SOURCE_LANGUAGE = "en"  # the one that _toc.yml and _config.yml speak of
UNPUBLISHED = shutil.ignore_patterns(".*", "__pycache__", "_sources", "objects.inv")


class SiteError(Exception):
    """Something that the reader of the message can put right."""


def say(line: str) -> None:
    """Show progress at once, also where the output is a file."""
    print(line, flush=True)


# --- What has changed -------------------------------------------------------------------------------------------------


def files_under(*roots: Path) -> Iterator[Path]:
    """Every file that can matter, in a stable order."""
    for root in roots:
        candidates = [root] if root.is_file() else sorted(root.rglob("*"))
        for file in candidates:
            if file.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(file.parts):
                yield file


def fingerprint(*roots: Path) -> str:
    """A digest of names and contents."""
    digest = hashlib.sha256()
    for file in files_under(*roots):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(REPOSITORY).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def installed_versions() -> str:
    """A digest of all installed packages: a new version of any can change a page."""
    names = sorted(f"{package.name} {package.version}" for package in metadata.distributions())
    return hashlib.sha256("\n".join([sys.version, *names]).encode()).hexdigest()


def read_stamps() -> dict[str, str]:
    """What the last successful run of each step had read; nothing where that cannot be told."""
    try:
        stamps = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def stamp(step: str, value: str) -> None:
    """Remember that a step succeeded on these inputs."""
    WORK.mkdir(parents=True, exist_ok=True)
    STAMPS.write_text(json.dumps({**read_stamps(), step: value}, indent=1), encoding="utf-8")


# --- One language -----------------------------------------------------------------------------------------------------


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


# --- The whole site ---------------------------------------------------------------------------------------------------


def mirror(source: Path, target: Path) -> None:
    """Make `target` equal to `source`, touching only files that differ."""
    target.mkdir(parents=True, exist_ok=True)
    names = {entry.name for entry in source.iterdir()}
    wanted = names - UNPUBLISHED(str(source), sorted(names))
    for stale in (entry for entry in target.iterdir() if entry.name not in wanted):
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    for name in sorted(wanted):
        here, there = source / name, target / name
        if here.is_dir():
            mirror(here, there)
        else:
            copy_if_different(here, there)


def copy_if_different(source: Path, target: Path) -> None:
    """Copy a file, unless the copy is there already."""
    if not target.exists() or not filecmp.cmp(source, target, shallow=False):
        shutil.copyfile(source, target)


def publish_exercises() -> None:
    """Copy the learners' notebooks, which are all that `exercises/` holds, for download."""
    exercises = REPOSITORY / "exercises"
    if exercises.is_dir():
        mirror(exercises, SITE / "exercises")


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


def build() -> None:
    """Bring `_site` up to date."""
    demand_parallel_pages()
    SITE.mkdir(exist_ok=True)
    changed = [build_language(code) for code in LANGUAGES]
    publish_exercises()
    copy_if_different(BOOK / "_theme" / "root.html", SITE / "index.html")
    if any(changed) or not (SITE / "pagefind" / "pagefind.js").exists():
        index_for_search()
    else:
        say("The site is up to date.")


# --- Serving ----------------------------------------------------------------------------------------------------------

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


def bind(host: str, port: int, folder: Path = SITE) -> ThreadingHTTPServer:
    """Take a port, or say in a sentence why it cannot be had."""
    try:
        return ThreadingHTTPServer((host, port), partial(SiteHandler, directory=str(folder)))
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


def serve(host: str, port: int) -> None:
    """Serve the site until the reader presses Ctrl-C."""
    with make_server(host, port) as server, contextlib.suppress(KeyboardInterrupt):
        say(f"The course is at http://{host}:{port}/ (Ctrl-C stops it)")
        server.serve_forever()


def main(arguments: Iterable[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Build and serve the course's site.", epilog="Example: python book/site.py build"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="bring _site/ up to date, in both languages")
    for name, help in (("serve", "serve _site/ on this machine"), ("check", "say whether it could be served there")):
        serving = commands.add_parser(name, help=help)
        serving.add_argument("--host", default="localhost", help="the address to listen at (default: %(default)s)")
        serving.add_argument("--port", type=int, default=8000, help="the port to listen at (default: %(default)s)")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    try:
        if options.command == "build":
            build()
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
