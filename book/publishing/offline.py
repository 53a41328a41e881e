"""The site in one archive, to be read without a connection: unpack it, open `index.html`.

Everything is inside but what needs a server, what is inside in another form, and what is a file to take away itself;
`takeaway.LEFT_BEHIND` names it. Links to those lead to the published site. Equal pages give an equal archive, byte for
byte.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from posixpath import normpath

from .archives import add_file
from .front import book_address, read_course
from .places import SITE, SiteError, say
from .takeaway import ARCHIVE, FILES, LEFT_BEHIND, NAME, link_files, stamp_file

SCRIPTS = re.compile(r"(<script\b.*?</script>)", re.DOTALL | re.IGNORECASE)
ADDRESS = re.compile(r'(<(?:a|link|area)\b[^>]*?\bhref=")([^"#?]+)')
ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
README = """\
{title[en]}

This folder is the whole book, in English and in Korean. Open index.html in a browser: no connection and no server are
needed, and the search, the playgrounds and the switch between the languages work. The notebooks of the assignments are
in exercises/; the chapter "Start here" says how to set up what they need. Solving them in the browser does need the
book on the web: {address}

Text and figures: CC BY 4.0. Code: MIT.


{title[ko]}

이 폴더에는 책 전체가 영어와 한국어로 들어 있습니다. 브라우저에서 index.html을 여세요. 인터넷 연결도 서버도
필요 없고, 찾기와 놀이터, 언어 바꾸기가 모두 됩니다. 과제 노트북은 exercises/에 있으며, 준비하는 방법은
「시작하기」에 있습니다. 설치 없이 브라우저에서 푸는 기능만은 웹에 있는 책에서 쓸 수 있습니다: {address}

글과 그림은 CC BY 4.0, 코드는 MIT 라이선스를 따릅니다.
"""


def travelling_files(site: Path) -> Iterator[str]:
    """The files of the site that go into the archive, by their names seen from the site's root, in order."""
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site)
        if file.is_file() and name.parts[0] not in {*LEFT_BEHIND, *FILES}:
            yield name.as_posix()


def lead_outside(page: str, text: str, inside: frozenset[str], address: str) -> str:
    """The page with every link to a file of the site that stays behind leading to the published site."""
    folder = PurePosixPath(page).parent

    def led(link: re.Match[str]) -> str:
        if ELSEWHERE.match(link[2]):
            return link[0]
        target = normpath((folder / link[2]).as_posix())
        return link[0] if target in inside or target.startswith("..") else f"{link[1]}{address}/{target}"

    pieces = SCRIPTS.split(text)
    return "".join(piece if SCRIPTS.fullmatch(piece) else ADDRESS.sub(led, piece) for piece in pieces)


def write_archive(site: Path, target: Path, address: str) -> int:
    """Pack the site; how many files it has."""
    names = list(travelling_files(site))
    inside = frozenset(names)
    with zipfile.ZipFile(target, "w") as archive:
        add_file(archive, f"{NAME}/README.txt", README.format(address=address, title=read_course()["title"]).encode())
        for name in names:
            content = (site / name).read_bytes()
            if name.endswith(".html"):
                content = lead_outside(name, content.decode(), inside, address).encode()
            add_file(archive, f"{NAME}/{name}", content)
    return len(names) + 1


def pack(site: Path = SITE) -> Path:
    """Write the archive beside the site's front door."""
    if not (site / "index.html").is_file():
        raise SiteError("There is no site to pack yet. Build it first: python book/site.py build")
    target = site / ARCHIVE
    files = write_archive(site, target, book_address())
    stamp_file(site, ARCHIVE)
    link_files(site)
    left = ", ".join(sorted({*LEFT_BEHIND, *FILES} & {entry.name for entry in site.iterdir()}))
    say(f"{target.name}: {files} files, {target.stat().st_size / 2**20:.1f} MB, without {left}")
    return target
