"""The whole site, step by step."""

from __future__ import annotations

from .folders import mirror
from .front import read_course, write_front
from .languages import build_language, demand_parallel_pages
from .places import EXERCISES, LANGUAGES, SITE, say
from .search import index_for_search


def publish_exercises() -> None:
    """Copy the learners' notebooks, which are all that `exercises/` holds, for download."""
    if EXERCISES.is_dir():
        mirror(EXERCISES, SITE / "exercises")


def build() -> None:
    """Bring `_site` up to date."""
    course = read_course()
    demand_parallel_pages()
    SITE.mkdir(exist_ok=True)
    changed = [build_language(code) for code in LANGUAGES]
    publish_exercises()
    write_front(SITE, course)
    if any(changed) or not (SITE / "pagefind" / "pagefind.js").exists():
        index_for_search()
    else:
        say("The site is up to date.")
