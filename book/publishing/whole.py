"""The whole site, step by step."""

from __future__ import annotations

from .downloads import publish_downloads
from .folders import copy_if_different
from .languages import build_language, demand_parallel_pages
from .lite import publish_lite
from .places import BOOK, LANGUAGES, SITE, say
from .search import index_for_search


def build() -> None:
    """Bring `_site` up to date."""
    demand_parallel_pages()
    SITE.mkdir(exist_ok=True)
    changed = [build_language(code) for code in LANGUAGES]
    publish_downloads()
    publish_lite()
    copy_if_different(BOOK / "_theme" / "root.html", SITE / "index.html")
    if any(changed) or not (SITE / "pagefind" / "pagefind.js").exists():
        index_for_search()
    else:
        say("The site is up to date.")
