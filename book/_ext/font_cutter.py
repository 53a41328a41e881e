"""A font cut down to some characters, by fontTools."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools import subset


def cut_font(file: Path, characters: set[str]) -> bytes:
    """The font with these characters alone: shapes, metrics and hints as they are; empty if it has none of them."""
    options = subset.Options(flavor="woff2", name_IDs=[0, 13, 14], notdef_outline=True, recalc_timestamp=False)
    font = subset.load_font(str(file), options)
    wanted = {ord(character) for character in characters if not character.isspace()}
    if not wanted & set(font.getBestCmap()):
        return b""
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    content = BytesIO()
    subset.save_font(font, content, options)
    return content.getvalue()
