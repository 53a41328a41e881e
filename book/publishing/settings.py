"""What `_config.yml`, `_config.<language>.yml` and `_toc.yml` say, read in one place for all rooms.

Authors save these files half-typed while `watch` runs. Whatever does not fit is therefore a SiteError that names the
file, and never a traceback.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sphinx_external_toc.api import FileItem, GlobItem, SiteMap, TocTree
from sphinx_external_toc.parsing import MalformedError, parse_toc_data

from .places import BOOK, LANGUAGES, REPOSITORY, SOURCE_LANGUAGE, SiteError

CONFIG = REPOSITORY / "_config.yml"
CONTENTS = REPOSITORY / "_toc.yml"
NEEDED = {
    ("execute", "timeout"): int,
    ("parse", "myst_enable_extensions"): list,
    ("sphinx", "local_extensions"): dict,
    ("sphinx", "config", "extensions"): list,
}
"""The settings that the rooms read themselves, by their keys; Jupyter Book looks at all others."""


@dataclass(frozen=True)
class Part:
    """A part of the table of contents: its caption, which may be empty, and its pages, each before those under it."""

    caption: str
    pages: tuple[str, ...]


def read_yaml(file: Path) -> dict[str, Any]:
    """The keys and values of a YAML file."""
    name = file.relative_to(REPOSITORY).as_posix() if file.is_relative_to(REPOSITORY) else str(file)
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SiteError(f"{name} is missing: the book is built from it. Put it back.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise SiteError(f"{name}{line}: this is no YAML: {error.problem}. Correct it, and build again.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise SiteError(f"{name}: this is no YAML: {error}. Correct it, and build again.") from None
    if not isinstance(content, dict):
        found = "nothing" if content is None else f"a {type(content).__name__}"
        raise SiteError(f"{name} holds {found} where lines of `key: value` are expected. Correct it, and build again.")
    return content


def demand_needed(config: Any, name: str) -> None:
    """Refuse settings in which something is missing, or not what it should be, that the rooms read themselves."""
    for keys, kind in NEEDED.items():
        value = config
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, kind):
            raise SiteError(f"{name}: `{'.'.join(keys)}` is {value!r}, expected a {kind.__name__}. Correct it there.")


def book_settings() -> dict[str, Any]:
    """Jupyter Book's settings for the source language; the others change some."""
    config = read_yaml(CONFIG)
    demand_needed(config, CONFIG.name)
    return config


def overlay(base: Any, changes: Any) -> Any:
    """`base` with `changes` laid over it, dictionaries key by key."""
    if isinstance(base, dict) and isinstance(changes, dict):
        return {**base, **{key: overlay(base.get(key), value) for key, value in changes.items()}}
    return changes


def language_changes(code: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What the book of one language changes in the settings, and its captions of _toc.yml."""
    file = BOOK / f"_config.{code}.yml"
    changes = read_yaml(file) if file.exists() else {}
    captions = changes.pop("captions", {})
    if not isinstance(captions, dict):
        raise SiteError(f"book/{file.name}: `captions` is {captions!r}, expected lines of `caption: translation`.")
    return changes, captions


def language_config(code: str) -> dict[str, Any]:
    """Jupyter Book's settings for one language of the published site."""
    config = overlay(book_settings(), language_changes(code)[0])
    demand_needed(config, f"book/_config.{code}.yml, laid over _config.yml")
    sphinx = config["sphinx"]
    sphinx["local_extensions"] = {name: str(REPOSITORY / path) for name, path in sphinx["local_extensions"].items()}
    sphinx["config"]["course_languages"] = list(LANGUAGES)
    return config


def seen_from_language(toc: Any, captions: Mapping[str, str]) -> Any:
    """_toc.yml as seen from the folder of one language: `book/en/linear` becomes `linear`, captions are translated."""
    if isinstance(toc, dict):
        return {key: seen_from_language(value, captions) for key, value in toc.items()}
    if isinstance(toc, list):
        return [seen_from_language(entry, captions) for entry in toc]
    return captions.get(toc, toc.removeprefix(f"book/{SOURCE_LANGUAGE}/")) if isinstance(toc, str) else toc


def language_toc(code: str) -> dict[str, Any]:
    """The table of contents of one language, as Jupyter Book reads it."""
    return dict(seen_from_language(read_yaml(CONTENTS), language_changes(code)[1]))


def site_map(code: str) -> SiteMap:
    """The same, understood by the library with which Sphinx understands it."""
    try:
        return parse_toc_data(language_toc(code))
    except (MalformedError, TypeError, ValueError) as error:
        raise SiteError(f"_toc.yml is no table of contents: {error}. Correct it, and build again.") from None


def parts(code: str) -> tuple[Part, ...]:
    """The parts of the book of one language; its title page is in none of them."""
    found = site_map(code)
    listed = (Part(tree.caption or "", tuple(pages_under(found, tree))) for tree in found.root.subtrees)
    return tuple(part for part in listed if part.pages)


def pages_under(found: SiteMap, tree: TocTree) -> Iterator[str]:
    """The pages of a list, each followed by those of its own lists. Addresses of other sites are no pages."""
    for item in tree.items:
        if isinstance(item, GlobItem):
            raise SiteError(f"_toc.yml: `glob: {item}` leaves the order to the names of files. List the pages.")
        if isinstance(item, FileItem):
            yield str(item)
            for under in found[item].subtrees:
                yield from pages_under(found, under)


def book_pages() -> list[str]:
    """The pages that _toc.yml names, the title page first."""
    root = site_map(SOURCE_LANGUAGE).root.docname
    return [root, *(page for part in parts(SOURCE_LANGUAGE) for page in part.pages)]
