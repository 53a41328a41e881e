"""A book brought up to date equals a book built from nothing, page for page.

Sphinx reads and writes only what an edit has touched, and misses two things. A page shows what other pages say: titles
in the contents and in links, numbers of figures, equations and theorems, labels of works cited; so when any of that
changes, all pages are written again. A picture, a page or a word of the search index stays in the output when the book
has lost it; so it is taken out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def seen_elsewhere(env: BuildEnvironment) -> Iterator[object]:
    """All that a page can show of another one, in an order that does not depend on which page was read last."""
    for titles in (env.titles, env.longtitles, env.tocs):
        yield sorted((name, str(title)) for name, title in titles.items())
    yield sorted(env.toctree_includes.items())
    for numbers in (env.toc_secnumbers, env.toc_fignumbers):
        yield sorted((name, str(sorted(found.items()))) for name, found in numbers.items())
    standard, equations = env.domaindata["std"], env.domaindata["math"]
    for names in (standard["labels"], standard["anonlabels"], standard["objects"], equations["objects"]):
        yield sorted((str(name), str(place)) for name, place in names.items())
    yield sorted(
        (cited.key, cited.formatted_entry.label) for cited in env.domaindata.get("cite", {}).get("citations", ())
    )
    for registry in (getattr(env, "proof_list", {}), getattr(env, "sphinx_exercise_registry", {})):
        for label, entry in sorted(registry.items()):
            yield label, sorted((key, str(value)) for key, value in entry.items() if key != "line")


def write_all_if_seen_elsewhere(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Every page, when anything has changed that pages show of each other; else none."""
    digest = hashlib.sha256("\n".join(map(repr, seen_elsewhere(env))).encode()).hexdigest()
    before = getattr(env, "course_seen_elsewhere", digest)
    env.course_seen_elsewhere = digest  # type: ignore[attr-defined]  # ours, kept with the environment
    return sorted(env.all_docs) if before != digest else []


def remove_pages(
    app: Sphinx, _env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Take out pages that the book no longer has."""
    for name in removed:
        (Path(app.outdir) / f"{name}.html").unlink(missing_ok=True)
    return []


def remove_pictures(app: Sphinx, exception: Exception | None) -> None:
    """Take out pictures that no page names any more."""
    if exception is None and app.builder.format == "html":
        named = {name for _, name in app.env.images.values()}
        for picture in (Path(app.outdir) / "_images").glob("*"):
            if picture.name not in named:
                picture.unlink()


def put_search_index_right(app: Sphinx) -> list[str]:
    """Take out of Sphinx's search index, before it is written, what the way here has left in it.

    Those are words that no page has any more, and the terms of the glossary, which Sphinx knows only if it has just
    read their page; the book's search does not ask for them.
    """
    indexer = getattr(app.builder, "indexer", None)
    for words in (indexer._mapping, indexer._title_mapping) if indexer else ():
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]
    if indexer:
        indexer._index_entries.clear()
    return []


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("env-get-updated", write_all_if_seen_elsewhere, priority=900)  # after figures have got their numbers
    app.connect("env-get-outdated", remove_pages)
    app.connect("html-collect-pages", put_search_index_right)
    app.connect("build-finished", remove_pictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
