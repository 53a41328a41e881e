"""Claims about what readers take away: the printed book, on a small one, and the archive of the site."""

from __future__ import annotations

import re
import shutil
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, Any

import pytest
from publishing import stamps
from publishing.chromium import find_chromium
from publishing.offline import lead_outside, write_archive
from publishing.pdf import finish, language_volume, print_document, typeset
from publishing.places import BOOK, LANGUAGES, SiteError
from publishing.settings import Part
from publishing.takeaway import ARCHIVE, digest_as_built, link_files, pdf_name, stamp_file
from publishing.volume import Edition, Volume, bind_volume
from pypdf import PdfReader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ADDRESS = "https://book.example.org"
DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
PAGES = {
    "index": """<section id="book"><h1>순전파와 역전파</h1>
        <p>머리말. <a href="first.html#start">첫 장</a>에서 시작합니다.</p>
        <p>함께 <a class="take-away" data-file="book.pdf">가져가기</a>,
        <a class="take-away" data-file="book.zip">모두</a></p></section>""",
    "first": """<section id="first"><h1>선형 신경망<a class="headerlink" href="#first">#</a></h1>
        <section id="start"><h2>기울기</h2><p>왜 평균인가?</p>
        <details class="sd-dropdown"><summary>답</summary><div class="sd-card-body">
        <p>부호가 지워지기 때문.</p></div></details>
        <fb-tiny-playground><img loading="lazy" src="dot.png" alt="점 하나"></fb-tiny-playground>
        <details class="admonition hide"><summary>코드 보기</summary><pre>glue("figure", draw.figure())</pre></details>
        <p>식 <span class="katex"><span class="katex-mathml"><math><semantics><mi>W</mi><annotation>W^2</annotation>
        </semantics></math></span><span class="katex-html" aria-hidden="true">W²</span></span>는 그대로.</p></section>
        <section id="end"><h2>끝</h2><p>다음은 <a href="second.html#deep">깊은 곳</a>,
        <a download href="../exercises/first/first.ipynb">노트북</a>, <a href="https://numpy.org">NumPy</a>.</p>
        <section id="under"><h3>더 작은 것</h3></section></section></section>""",
    "second": """<section id="second"><h1>손실 함수</h1><p style="height: 30cm">여기는 얕다.</p>
        <section id="deep"><h2>깊은 곳</h2><p>여기까지 왔다.</p></section></section>""",
}
EDITION = Edition("ko", "순전파와 역전파: 처음부터", "저자들", "2027-spring", ADDRESS)
PARTS = (Part("본문", ("first", "second")),)


@dataclass(frozen=True)
class Printed:
    """A small book, printed."""

    volume: Volume
    folder: Path
    reader: PdfReader

    @property
    def texts(self) -> list[str]:
        return [page.extract_text() for page in self.reader.pages]

    def page_of(self, words: str) -> int:
        """The only page, from 1, on which these words stand after the contents."""
        (page,) = [number for number, text in enumerate(self.texts, 1) if words in text and number > 2]
        return page


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    try:
        find_chromium()
    except SiteError as missing:
        pytest.skip(str(missing))
    folder = tmp_path_factory.mktemp("paper")
    (folder / "_static").mkdir()
    shutil.copyfile(BOOK / "_theme" / "course" / "static" / "course.css", folder / "_static" / "course.css")
    (folder / "dot.png").write_bytes(DOT)
    for name, text in PAGES.items():
        (folder / f"{name}.html").write_text(f"<html><body><article>{text}</article></body></html>", encoding="utf-8")
    volume = bind_volume(folder, EDITION, PARTS, drawings={})
    finish(volume, typeset(volume, folder), folder / "finished.pdf")
    return Printed(volume, folder, PdfReader(folder / "finished.pdf"))


def links(reader: PdfReader, number: int) -> Iterator[Any]:
    """The annotations of a page that are links."""
    for annotation in reader.pages[number - 1].get("/Annots", []):
        if annotation.get_object()["/Subtype"] == "/Link":
            yield annotation.get_object()


def test_a_link_to_another_chapter_leads_to_its_place_and_says_its_page(printed: Printed) -> None:
    source, target = printed.page_of("다음은"), printed.page_of("여기까지 왔다")
    reader = printed.reader
    destinations = [link["/Dest"] for link in links(reader, source) if "/Dest" in link]
    (name,) = [str(name) for name in destinations if "deep" in str(name)]
    destination = reader.named_destinations[name]
    assert reader.get_destination_page_number(destination) + 1 == target
    assert f"({target}쪽)" in printed.texts[source - 1]


def test_links_out_of_the_book_lead_to_the_published_site(printed: Printed) -> None:
    found = {link["/A"]["/URI"] for link in links(printed.reader, printed.page_of("다음은")) if "/A" in link}
    assert {f"{ADDRESS}/exercises/first/first.ipynb", "https://numpy.org/"} <= found


def test_the_contents_name_the_pages_of_chapters_and_sections(printed: Printed) -> None:
    contents = printed.texts[1]
    for title, words in (("손실 함수", "여기는 얕다"), ("깊은 곳", "여기까지 왔다")):
        assert re.search(rf"{title}\s*{printed.page_of(words)}\b", contents), contents


def test_bookmarks_are_nested_as_parts_chapters_and_sections(printed: Printed) -> None:
    def nested(entries: list[Any]) -> list[Any]:
        return [nested(entry) if isinstance(entry, list) else entry.title for entry in entries]

    first = ["기울기", "끝", ["더 작은 것"], "답"]
    chapters = ["선형 신경망", first, "손실 함수", ["깊은 곳"]]
    assert nested(printed.reader.outline)[-2:] == ["본문", chapters]
    titles = [entry for entry in printed.reader.outline if not isinstance(entry, list)]
    assert printed.reader.get_destination_page_number(titles[-1]) + 1 == printed.page_of("왜 평균인가")


def test_an_answer_stands_at_the_end_of_its_chapter_and_question_and_answer_name_each_other(printed: Printed) -> None:
    question, answer = printed.page_of("왜 평균인가"), printed.page_of("부호가 지워지기")
    text = "".join(printed.texts)
    assert text.index("더 작은 것", text.index("왜 평균인가")) < text.index("부호가 지워지기")
    assert text.count(f"답 {answer}쪽") == (2 if answer == question else 1)


def test_a_playground_is_its_picture_and_its_address(printed: Printed) -> None:
    page = printed.page_of("왜 평균인가")
    assert len(printed.reader.pages[page - 1].images) == 1
    assert f"{ADDRESS}/ko/first.html#start" in printed.texts[page - 1]


def test_formulas_stand_once_and_nothing_of_the_screen_is_left(printed: Printed) -> None:
    text = "".join(printed.texts)
    assert text.count("W²") == 1
    assert [words for words in ("W^2", "glue(", "코드 보기", "가져가기") if words in text] == []


def test_the_file_says_its_title_and_its_language_and_is_tagged(printed: Printed) -> None:
    root = printed.reader.trailer["/Root"]
    assert printed.reader.metadata["/Title"] == EDITION.title
    assert root["/Lang"] == "ko"
    assert root["/MarkInfo"]["/Marked"]


def test_the_same_book_is_the_same_file(printed: Printed) -> None:
    again = printed.folder / "again.pdf"
    print_document(printed.folder / "book.html", again)
    finish(printed.volume, again, printed.folder / "finished-again.pdf")
    first, second = (printed.folder / f"{name}.pdf" for name in ("finished", "finished-again"))
    assert first.read_bytes() == second.read_bytes()


def test_without_chromium_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(SiteError, match=r"CHROMIUM=/no/such/browser.*apt-get install chromium fonts-noto-cjk"):
        find_chromium()


TOO_WIDE = """() => {
  const boxes = "pre, table, img, figure, .katex-html .base, p, li, .admonition, .to-answer";
  return [...document.querySelectorAll(boxes)].filter((box) => {
    const room = box.closest(".mistake") ?? document.querySelector("main");
    return box.getBoundingClientRect().right > room.getBoundingClientRect().right + 1 || box.matches("pre")
      && box.scrollWidth > box.clientWidth + 1;
  }).map((box) => `${box.closest("article")?.id}: ${box.outerHTML.slice(0, 200)}`);
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_book_is_wider_than_the_paper(
    language: str, site: Path, browser: Browser, tmp_path: Path
) -> None:
    """The whole book, set as wide as the text of a page: A4 without its margins."""
    (tmp_path / "book.html").write_text(language_volume(language, site).markup(), encoding="utf-8")
    page = browser.new_page(viewport={"width": round(160 / 25.4 * 96), "height": 900})
    page.emulate_media(media="print")
    page.goto((tmp_path / "book.html").as_uri(), timeout=0)  # five megabytes
    assert page.evaluate(TOO_WIDE) == []
    page.close()


def test_a_page_is_printed_light_and_unfolded_and_is_itself_again(site: Path, browser: Browser) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto((site / "en" / "linear.html").as_uri())
    state = "[document.documentElement.dataset.theme, document.querySelectorAll('article details:not([open])').length]"
    before = page.evaluate(state)
    assert before[0] == "dark" and before[1] > 0
    page.emulate_media(media="print")
    assert page.evaluate(f"dispatchEvent(new Event('beforeprint')); {state}") == ["light", 0]
    for around in (".site-header", ".site-nav", ".page-turn", ".site-footer", ".copy-button"):
        assert not page.is_visible(around)
    assert page.evaluate(f"dispatchEvent(new Event('afterprint')); {state}") == before
    page.close()


# --- The archive ------------------------------------------------------------------------------------------------------


def test_links_to_what_stays_behind_lead_to_the_published_site() -> None:
    text = (
        '<link rel="alternate" href="../feed.xml"><a href="b.html#x">b</a>'
        '<a download href="../lite/en/b.html?q=1">try</a>'
        '<a href="https://numpy.org/">n</a><script>const a = \'<a href="missing.html">\';</script>'
    )
    led = lead_outside("en/a.html", text, frozenset({"en/a.html", "en/b.html"}), ADDRESS)
    assert f'<link rel="alternate" href="{ADDRESS}/feed.xml">' in led
    assert f'<a download href="{ADDRESS}/lite/en/b.html?q=1">' in led
    assert '<a href="b.html#x">' in led and '<a href="https://numpy.org/">' in led and '"missing.html"' in led


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the site, packed twice with the same bytes, and unpacked."""
    folder = tmp_path_factory.mktemp("offline")
    for name in ("first.zip", "second.zip"):
        write_archive(site, folder / name, ADDRESS)
    assert (folder / "first.zip").read_bytes() == (folder / "second.zip").read_bytes()
    with zipfile.ZipFile(folder / "first.zip") as archive:
        archive.extractall(folder)
    return folder / "forward-and-backward"


def test_the_unpacked_site_has_a_front_door_and_no_broken_link(unpacked: Path) -> None:
    assert {"index.html", "README.txt", "en", "ko", "exercises"} <= {entry.name for entry in unpacked.iterdir()}
    broken = []
    for page in unpacked.rglob("*.html"):
        text = re.sub(r"<script\b.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for address in re.findall(r'<[^>]*\b(?:href|src)="([^"#?:]+)["#?]', text):
            if not Path(normpath(page.parent / address)).is_file():
                broken.append(f"{page.relative_to(unpacked)}: {address}")
    assert broken == []


def test_the_unpacked_site_opens_from_its_folder_and_asks_nobody_for_anything(unpacked: Path, browser: Browser) -> None:
    page, complaints = browser.new_page(locale="ko-KR"), []
    page.on("request", lambda request: request.url.startswith(unpacked.as_uri()) or complaints.append(request.url))
    page.on("console", lambda said: said.type in {"error", "warning"} and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((unpacked / "index.html").as_uri())
    page.wait_for_url("**/ko/index.html")
    page.goto((unpacked / "ko" / "linear.html").as_uri())
    assert page.evaluate("customElements.get('fb-linear-playground') !== undefined")
    page.keyboard.press("/")
    page.keyboard.type("학습")
    page.wait_for_selector(".search-results a")
    page.click(".search-results a")
    page.wait_for_load_state("load")
    page.close()
    assert complaints == []


PLACEHOLDERS = f'<a class="take-away" data-file="{pdf_name("ko")}">PDF</a> <a class="take-away" data-file="{ARCHIVE}">'


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two title pages and a file to take away, made of them just now; its stamp is none of the course's."""
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps.json")
    site = tmp_path / "site"
    for language in LANGUAGES:
        (site / language).mkdir(parents=True)
        (site / language / "index.html").write_text(PLACEHOLDERS, encoding="utf-8")
    (site / pdf_name("ko")).touch()
    stamp_file(site, pdf_name("ko"))
    return site


def test_the_title_page_links_to_the_files_that_are_there_and_to_no_other(taken: Path) -> None:
    title = taken / "ko" / "index.html"
    assert link_files(taken)
    assert f'data-file="{pdf_name("ko")}" href="../{pdf_name("ko")}">' in title.read_text(encoding="utf-8")
    assert f'data-file="{ARCHIVE}">' in title.read_text(encoding="utf-8")
    assert not link_files(taken)
    (taken / pdf_name("ko")).unlink()
    assert link_files(taken)
    assert title.read_text(encoding="utf-8") == PLACEHOLDERS


def test_an_outdated_file_is_not_linked_until_it_is_made_anew(taken: Path) -> None:
    title, page = taken / "ko" / "index.html", taken / "ko" / "linear.html"
    link_files(taken)
    page.write_text("an edit", encoding="utf-8")
    (taken / ARCHIVE).touch()
    stamp_file(taken, ARCHIVE)
    link_files(taken)
    assert re.findall(r'href="../([^"]*)"', title.read_text(encoding="utf-8")) == [ARCHIVE]
    page.unlink()
    link_files(taken)
    assert re.findall(r'href="../([^"]*)"', title.read_text(encoding="utf-8")) == [pdf_name("ko")]


def test_the_digest_of_a_site_does_not_tell_whether_it_was_printed(taken: Path) -> None:
    linked = link_files(taken), digest_as_built(taken)
    (taken / pdf_name("ko")).unlink()
    assert (link_files(taken), digest_as_built(taken)) == linked
    (taken / "exercises.zip").touch()
    assert digest_as_built(taken) != linked[1]


def test_a_book_without_parts_is_bound_and_a_page_that_is_not_built_is_told(tmp_path: Path) -> None:
    for name in ("index", "first"):
        (tmp_path / f"{name}.html").write_text(
            f"<html><body><article>{PAGES[name].replace('dot.png', '')}</article></body></html>", encoding="utf-8"
        )
    volume = bind_volume(tmp_path, EDITION, (Part("", ("first",)),), drawings={})
    assert [heading.text for heading in volume.outline] == ["차례", "이 책에 대하여", "선형 신경망"]
    with pytest.raises(SiteError, match=r"no page .*second\.html.*Build it first"):
        bind_volume(tmp_path, EDITION, PARTS, drawings={})
