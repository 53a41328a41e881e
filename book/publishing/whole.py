"""The whole site, step by step."""

from __future__ import annotations

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .downloads import publish_downloads
from .folders import digest_of
from .front import read_course, write_front
from .languages import build_languages, demand_parallel_pages
from .lite import publish_lite
from .places import EXERCISES, SITE, WORK, say
from .press import Press
from .search import index_for_search


@contextmanager
def alone() -> Iterator[None]:
    """One build at a time in this folder: another one waits here until it has ended."""
    WORK.mkdir(parents=True, exist_ok=True)
    with (WORK / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build of this site is running; waiting for it to end.", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def publish_pages(press: Press) -> list[str]:
    """All that a reader's browser asks for, except the search; the languages that have changed.

    A step that others need not wait for is a line here.
    """
    course = read_course()
    demand_parallel_pages()
    SITE.mkdir(exist_ok=True)
    changed = build_languages(press)
    if EXERCISES.is_dir():
        publish_downloads()
        publish_lite()
    write_front(SITE, course)
    return changed


def build() -> None:
    """Bring `_site` up to date."""
    with alone():
        with Press() as press:
            changed = publish_pages(press)
        if not index_for_search() and not changed:
            say("The site is up to date.")


def print_digest() -> None:
    """One digest of all that a build makes. The sample class, which `make course` adds, tells when it was graded."""
    print(digest_of(SITE, "sample-class"))
