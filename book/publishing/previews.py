"""The pictures that stand for pages where a link to them is shown (Open Graph's `og:image`), one for every page.

A page says itself what belongs on its picture. Chromium draws all of a language on one sheet, in the reader's script,
and the sheet is cut. A picture is kept until its page says something else.
"""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

from .chromium import run_chromium
from .front import render
from .places import BOOK, LANGUAGES, WORK, SiteError

WIDTH, HEIGHT = 1200, 630  # what the services that show previews ask for
PER_SHEET = 20  # Chromium draws no page that is higher than 16384 pixels
KEPT = WORK / "previews"


@dataclass(frozen=True)
class Preview:
    """What one picture says, and the name under which it is kept."""

    language: str
    book: str
    title: str
    about: str

    @property
    def kept(self) -> Path:
        """Where the picture is, once it is drawn."""
        template = (BOOK / "_theme" / "preview.html").read_bytes()
        return KEPT / f"{hashlib.sha256(template + repr(self).encode()).hexdigest()[:32]}.png"


def previews(site: Path) -> Iterator[tuple[str, Preview]]:
    """The picture that each page of an edition names, by its file."""
    for language in LANGUAGES:
        for page in sorted((site / language).glob("*.html")):
            said = dict(
                re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', page.read_text(encoding="utf-8"))
            )
            said = {name: html.unescape(content) for name, content in said.items()}
            if "image" in said:
                about = said.get("description", "")
                yield f"previews/{language}/{page.stem}.png", Preview(language, said["site_name"], said["title"], about)


def draw(sheet: Sequence[Preview]) -> None:
    """Draw some pictures, one under the other, and keep each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sheet.html").write_text(render("preview.html", cards=[asdict(each) for each in sheet]), "utf-8")
        size = f"--window-size={WIDTH},{HEIGHT * len(sheet)}"
        picture = f"--screenshot={folder / 'sheet.png'}"
        result = run_chromium("--hide-scrollbars", picture, size, (folder / "sheet.html").as_uri(), seconds=300)
        if not (folder / "sheet.png").is_file():
            raise SiteError(f"{result.stderr}\nChromium did not draw the previews: see its messages above.")
        KEPT.mkdir(parents=True, exist_ok=True)
        with Image.open(folder / "sheet.png") as drawn:
            for number, each in enumerate(sheet):
                card = drawn.convert("RGB").crop((0, HEIGHT * number, WIDTH, HEIGHT * (number + 1)))
                card.quantize(64, dither=Image.Dither.NONE).save(each.kept, optimize=True)


def add_previews(site: Path) -> int:
    """Put into an edition the pictures that its pages name; how many they are."""
    wanted = dict(previews(site))
    missing = [each for each in dict.fromkeys(wanted.values()) if not each.kept.is_file()]
    for start in range(0, len(missing), PER_SHEET):
        draw(missing[start : start + PER_SHEET])
    for file, each in wanted.items():
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(each.kept, site / file)
    return len(wanted)
