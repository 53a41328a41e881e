"""Claims about what goes out: a fork's own words alone, terms beside each other, and no solution in any wrapping.

A small course of two pages a language is built once, from a copy in which nothing but `autograder/course.toml` and the
pages is changed. Its settings are those of `tests/course.toml` with an instructor's changes.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
import yaml
from matplotlib.figure import Figure
from publishing.feeds import ATOM, changelog, feed, releases
from publishing.front import SITEMAP, published_terms, write_root
from publishing.leaks import Fingerprints, Inspector, Leak, find_leaks, read_secrets
from publishing.links import broken_links
from publishing.places import SiteError
from publishing.publish import demand_publishable, demand_usable
from publishing.server import make_server
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.course import read_settings, settings
from autograder.judge.versions import JUDGING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS = REPOSITORY / "tests" / "course.toml"
LANGUAGES = ("en", "ko")
OLD = {
    "Neural Networks from Scratch",
    "처음부터 만드는",
    "The authors of Forward",
    "저자들",
    "2027-spring",
    "localhost:8000",
    "book.example",
}
FORK = {
    '"http://localhost:8000"': '"https://example.org/nets"',
    '"2027-spring"': '"2031-autumn"',
    'gradebook = ""': 'gradebook = "postgresql://grader@db.example.org/nets"',
    '"forward-and-backward"': '"nets-101"',
    '"Forward and Backward: Neural Networks from Scratch"': '"Nets & Gradients"',
    '"순전파와 역전파: 처음부터 만드는 신경망"': '"신경망과 기울기"',
    '"The authors of Forward and Backward"': '"A department"',
    '"『순전파와 역전파』 저자들"': '"어느 학과"',
    "# linear = 2027-03-15T23:59:00+09:00": "linear = 2031-10-06T18:00:00+09:00",
    'forum = ""': 'forum = "https://forum.example.org/nets"',
}
"""What an instructor changes, each line in the one file."""
HEAD = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
"""
INDEX = "(index)=\n# {{ course_title }}\n\nA page that is long enough to be described by its first words alone.\n\n"
LINEAR = "(linear)=\n# Lines & planes\n\n(linear-exercise)=\n## Work\n\n"
LINEAR += "```{card} Work\n:class-card: exercise-card\n\nA task.\n\nA button.\n```\n"
QUOTED = "\n```{{literalinclude}} ../quoted_reports/check-report.{}.txt\n:language: text\n```\n"

CHANGES = """# Changes
## [Unreleased]
- Not yet.
## [1.1.0] - 2031-02-03
### Book
- A [page](book/en/linear.md#here) & a [file](pyproject.toml).
## [1.0.0] - 2030-01-02
- First.

[1.0.0]: https://example.org
"""


# --- One file makes the course another's ------------------------------------------------------------------------------


class Fork:
    """A small course of somebody else's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        skipped = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        for name in (
            "autograder",
            "solutions/linear",
            "exercises/linear",
            "book/_ext",
            "book/_theme",
            "book/publishing",
            "book/quoted_reports",
        ):
            shutil.copytree(REPOSITORY / name, folder / name, ignore=skipped)
        names = "nbgrader_config.py pyproject.toml README.md LICENSE _config.yml"
        for name in [*names.split(), "book/site.py", "book/_config.ko.yml", "book/references.bib"]:
            shutil.copy(REPOSITORY / name, folder / name)
        for name in ("CHANGELOG.md", "CHANGELOG.ko.md"):
            (folder / name).write_text(CHANGES, encoding="utf-8")
        shutil.copytree(REPOSITORY / "book" / "playgrounds", folder / "book" / "playgrounds", ignore=skipped)
        chapters = "chapters: [{file: book/en/linear}]"
        (folder / "_toc.yml").write_text(f"format: jb-book\nroot: book/en/index\n{chapters}\n", encoding="utf-8")
        for code in LANGUAGES:
            pages = folder / "book" / code
            pages.mkdir()
            (pages / "index.md").write_text(f"{HEAD}{INDEX}```{{course-dates}}\n```\n", encoding="utf-8")
            (pages / "linear.md").write_text(HEAD + LINEAR + QUOTED.format(code), encoding="utf-8")
        text = SETTINGS.read_text(encoding="utf-8")
        for old, new in FORK.items():
            assert old in text
            text = text.replace(old, new)
        self.settings.write_text(text, encoding="utf-8")

    @property
    def settings(self) -> Path:
        return self.folder / "autograder" / "course.toml"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": f"{self.folder}{os.pathsep}{self.folder / 'book'}"}
        return subprocess.run(
            [sys.executable, *command], cwd=self.folder, capture_output=True, text=True, check=False, env=environment
        )

    def publish(self, folder: Path) -> subprocess.CompletedProcess[str]:
        """`site.py publish` of what is built already."""
        program = "import sys; from pathlib import Path; from publishing.publish import publish, SiteError\n"
        program += "try: publish(Path(sys.argv[1]), steps=())\nexcept SiteError as error: sys.exit(str(error))"
        return self.run("-c", program, str(folder))


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Fork:
    """The small course, built by the command that authors use."""
    fork = Fork(tmp_path_factory.mktemp("fork"))
    result = fork.run("book/site.py", "build")
    assert result.returncode == 0, result.stdout + result.stderr
    return fork


@pytest.fixture(scope="module")
def published(fork: Fork, chromium: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course, published beside an older term's edition; Chromium draws its previews."""
    folder = tmp_path_factory.mktemp("published")
    for code in LANGUAGES:
        (folder / "2030-spring" / code).mkdir(parents=True)
        (folder / "2030-spring" / code / "index.html").write_text("as it was", encoding="utf-8")
    result = fork.publish(folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


def pages(folder: Path) -> dict[Path, str]:
    return {page: html.unescape(page.read_text(encoding="utf-8")) for page in folder.rglob("*.html")}


def test_a_fork_changes_one_file_and_every_page_is_its_own(fork: Fork) -> None:
    built = pages(fork.folder / "_site")
    assert len(built) >= 7
    for page, text in built.items():
        assert not [word for word in OLD if word in text], page
        applications = {"notebooks", "tree"} & set(page.parts)  # JupyterLite's own pages, which name themselves later
        assert applications or "Nets & Gradients" in text or "신경망과 기울기" in text, page
    for code, due in (("en", "6 October 2031, 18:00 (UTC+09:00)"), ("ko", "2031년 10월 6일 18:00 (UTC+09:00)")):
        for name in ("index", "linear"):
            text = built[fork.folder / "_site" / code / f"{name}.html"]
            assert due in text, (code, name)
            assert "2031-autumn" in text
            assert 'href="https://forum.example.org/nets"' in text
            assert ("A department" if code == "en" else "어느 학과") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quoted_report_leads_to_the_edition_that_quotes_it(language: str, fork: Fork) -> None:
    text = (fork.folder / "_site" / language / "linear.html").read_text(encoding="utf-8")
    assert f": https://example.org/nets/2031-autumn/{language}/linear.html#mistake-averaged-twice\n" in text


def test_a_fork_changes_one_file_and_nbgrader_follows(fork: Fork) -> None:
    program = "from traitlets.config.loader import PyFileConfigLoader as L; import json; "
    program += "c = L('nbgrader_config.py', path='.').load_config().CourseDirectory; print(c.course_id, c.db_url)"
    assert fork.run("-c", program).stdout.split() == ["nets-101", "postgresql://grader@db.example.org/nets"]


# --- Terms ------------------------------------------------------------------------------------------------------------


def test_publishing_a_term_touches_no_other(published: Path) -> None:
    old = published / "2030-spring"
    assert {file.name for file in old.rglob("*") if file.is_file()} == {"index.html"}
    assert {page.read_text(encoding="utf-8") for page in old.rglob("*.html")} == {"as it was"}
    assert json.loads((published / "versions.json").read_text(encoding="utf-8")) == {
        "newest": "2031-autumn",
        "terms": ["2030-spring", "2031-autumn"],
    }
    assert 'href="2031-autumn/ko/index.html"' in (published / "404.html").read_text(encoding="utf-8")
    assert not (published / "2031-autumn" / "404.html").exists()
    assert 'href="2031-autumn/ko/index.html"' in (published / "index.html").read_text(encoding="utf-8")


def test_a_correction_of_an_old_term_does_not_make_it_the_newest(tmp_path: Path, fork: Fork) -> None:
    for term in ("2031-autumn", "2030-spring"):
        (tmp_path / term / "en").mkdir(parents=True)
        (tmp_path / term / "en" / "index.html").touch()
    (tmp_path / "versions.json").write_text('{"terms": ["2030-spring", "2031-autumn", "gone"]}', encoding="utf-8")
    write_root(tmp_path, read_settings(fork.settings))
    assert published_terms(tmp_path) == ["2030-spring", "2031-autumn"]


def test_a_page_of_an_old_term_leads_to_the_newest_also_from_a_folder(published: Path, browser: Browser) -> None:
    old = published.with_name(f"{published.name}-later")
    shutil.copytree(published, old)
    shutil.copytree(old / "2031-autumn", old / "2032-spring")
    write_root(old, read_settings(SETTINGS))
    page = browser.new_page()
    page.goto((old / "2031-autumn" / "ko" / "linear.html").as_uri())
    assert page.get_attribute("meta[name=robots]", "content") == "noindex"
    page.click("article > .admonition a")
    assert page.url == (old / "2032-spring" / "ko" / "linear.html").as_uri()
    assert page.query_selector("meta[name=robots]") is None
    assert page.inner_text(".site-footer p:last-child") == "다른 학기: 2031-autumn 2030-spring"
    page.close()


# --- For machines -----------------------------------------------------------------------------------------------------


def test_a_published_page_says_where_it_is_and_how_it_is_shown(published: Path) -> None:
    edition = "https://example.org/nets/2031-autumn"
    text = (published / "2031-autumn" / "ko" / "linear.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{edition}/ko/linear.html">' in text
    said = dict(re.findall(r'<meta property="([\w:]+)" content="([^"]*)">', text))
    assert said["og:title"] == "Lines &amp; planes"
    assert said["og:site_name"] == "신경망과 기울기"
    picture = published / said["og:image"].removeprefix("https://example.org/nets/")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert b"\x00\x00\x04\xb0\x00\x00\x02\x76" in picture.read_bytes()[:32], "1200 by 630"
    assert picture.stat().st_size < 100_000


def test_the_languages_of_a_published_page_name_each_other_and_the_page_that_chooses(published: Path) -> None:
    """Whole addresses, and equal in all languages: what one page names alone, search engines ignore."""
    edition = "https://example.org/nets/2031-autumn"
    for name in ("index", "linear"):
        addresses = {code: f"{edition}/{code}/{name}.html" for code in LANGUAGES}
        for code, own in addresses.items():
            page = published / own.removeprefix("https://example.org/nets/")
            head = page.read_text(encoding="utf-8").split("</head>")[0]
            assert re.findall(r'<link rel="canonical" href="([^"]*)">', head) == [own]
            alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', head))
            assert alternates == {**addresses, "x-default": f"{edition}/index.html"}, (code, name)
    assert (published / "2031-autumn" / "index.html").is_file()


def test_the_sitemap_names_every_page_of_the_newest_term_in_every_language(published: Path) -> None:
    root = ElementTree.parse(published / "sitemap.xml").getroot()
    places = {url.text for url in root.iter(f"{{{SITEMAP}}}loc")}
    edition = "https://example.org/nets/2031-autumn"
    assert places == {f"{edition}/{code}/{name}.html" for code in LANGUAGES for name in ("index", "linear")}
    assert "Sitemap: https://example.org/nets/sitemap.xml" in (published / "robots.txt").read_text(encoding="utf-8")


def test_a_feed_has_an_entry_for_every_release_and_its_dates_are_the_changelogs(fork: Fork) -> None:
    course = read_settings(fork.settings)
    root = ElementTree.fromstring(feed("en", CHANGES, course))
    entries = root.findall(f"{{{ATOM}}}entry")
    assert [entry.findtext(f"{{{ATOM}}}title") for entry in entries] == ["Version 1.1.0", "Version 1.0.0"]
    assert root.findtext(f"{{{ATOM}}}updated") == "2031-02-03T00:00:00Z"
    content = entries[0].findtext(f"{{{ATOM}}}content") or ""
    assert '<a href="https://example.org/nets/2031-autumn/en/linear.html#here">page</a> &amp; a file.' in content
    assert entries[1].findtext(f"{{{ATOM}}}content") == "<ul>\n<li>First.</li>\n</ul>\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_changelogs_can_be_made_a_feed(language: str) -> None:
    assert list(releases(changelog(language).read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", ["nothing.html", "en/a/b/c", "ko/nothing.html"])
def test_what_is_not_there_is_said_at_any_depth(path: str, fork: Fork, browser: Browser) -> None:
    with make_server("localhost", 0, fork.folder / "_site") as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        address = f"http://localhost:{server.server_address[1]}/"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address + path)
        page = browser.new_page()
        page.goto(address + path)
        shown = page.inner_text("main")
        assert ("no page here" in shown) == (not path.startswith("ko/"))
        assert ("페이지가 없습니다" in shown) == (not path.startswith("en/"))
        assert page.get_attribute("base", "href") == "/nets/"
        page.close()
        server.shutdown()
        thread.join()


# --- No solution goes out ---------------------------------------------------------------------------------------------

SECRET = """    dW = X.T @ dY
    db = dY.sum(axis=0)
    dX = dY @ W.T
    return (dX, dW, db)[:3] if X.ndim == 2 else None
"""
NOTEBOOK = {"grade_id": "linear_backward", "solution": True}


def notebook(source: str) -> str:
    """A notebook with one answer cell."""
    cell = {"cell_type": "code", "metadata": {"nbgrader": NOTEBOOK}, "source": source.splitlines(keepends=True)}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


@pytest.fixture(scope="module")
def solutions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instructor's folder with one solution and one mistake."""
    folder = tmp_path_factory.mktemp("course") / "solutions"
    (folder / "linear").mkdir(parents=True)
    source = 'def linear_backward(dY, X, W):\n    """The gradients."""\n'
    source += f"    ### BEGIN SOLUTION\n{SECRET}    ### END SOLUTION"
    (folder / "linear" / "linear.ipynb").write_text(notebook(source), encoding="utf-8")
    bank = '@misconception("linear_backward", "x")\ndef averaged(dY, X, W):\n    N = len(X)  # the rows\n'
    bank += "    return dY @ W.T / N, X.T @ dY / N, dY.mean(axis=0)\n"
    (folder / "linear" / "misconceptions.py").write_text(bank, encoding="utf-8")
    return folder


def zipped(name: str, content: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return data.getvalue()


def tarred(name: str, content: str) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content.encode())
        archive.addfile(entry, io.BytesIO(content.encode()))
    return data.getvalue()


def printed(code: str) -> bytes:
    page = Figure(figsize=(8, 2))
    page.text(0, 0.2, code, parse_math=False, family="monospace")
    data = io.BytesIO()
    page.savefig(data, format="pdf")
    return data.getvalue()


def in_html(code: str) -> str:
    return f"<html><body>\n{highlight(code, PythonLexer(), HtmlFormatter())}</body></html>"


MAP = json.dumps({"version": 3, "sourcesContent": ["let a\n", SECRET]})
RENAMED = re.sub(r"\b(dW|db|dX|dY|X|W)\b", lambda name: f"my_{name[1]}", SECRET)
PLANTED: dict[str, tuple[str, str | bytes]] = {
    "in a plain file": ("notes.txt", SECRET),
    "in the middle of a page": ("en/page.html", in_html(SECRET)),
    "with the signature only": (
        "a.md",
        "averaged (dY, X, W):\n N = len(X)\n return dY @ W.T / N, X.T @ dY / N, dY.mean(axis=0)",
    ),
    "on one line": ("a.py", " ".join(SECRET.split())),
    "without the white space": ("a.js", re.sub(r"\s*([^\w\s])\s*", r"\1", SECRET)),
    "with comments between the lines": (
        "a.py",
        "def averaged(dY, X, W):\n    N = len(X)  # the rows\n    return dY @ W.T / N, X.T",
    ),
    "under other names": ("a.py", f"def f(my_dY, my_X, my_W):\n{RENAMED}"),
    "in a zip": ("all.zip", zipped("a.py", SECRET)),
    "in a wheel in a zip": ("all.zip", zipped("p.whl", zipped("p/a.py", SECRET))),
    "in a compressed tar file": ("all.tgz", tarred("a.py", SECRET)),
    "in a compressed file": ("a.js.gz", gzip.compress(SECRET.encode())),
    "in a file compressed by bzip2": ("a.js.bz2", bz2.compress(SECRET.encode())),
    "in a file compressed by xz": ("a.js.xz", lzma.compress(SECRET.encode())),
    "in a notebook without marks": ("a.ipynb", notebook(SECRET).replace("nbgrader", "other")),
    "in a notebook within a script": ("a.js", f"const files = {json.dumps({'a': notebook(SECRET)})};"),
    "in a PDF": ("book.pdf", printed(SECRET)),
    "in a source map": ("a.js.map", MAP),
    "in a search index": ("fragment.pf", gzip.compress(b"pagefind_dcd" + json.dumps({"content": SECRET}).encode())),
    "as a data address": (
        "a.html",
        f'<a href="data:text/plain;base64,{base64.b64encode(SECRET.encode()).decode()}">x</a>',
    ),
    "among bytes that are no text": ("a.bin", b"\xff\x00\xfe\x01" * 9 + SECRET.encode() + b"\xff\x00"),
}


@pytest.mark.parametrize("wrapping", PLANTED)
def test_a_solution_is_found(wrapping: str, solutions: Path, tmp_path: Path) -> None:
    name, content = PLANTED[wrapping]
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    leaks = find_leaks(tmp_path, solutions)
    assert leaks, wrapping
    assert str(leaks[0]).startswith(re.sub(r"\.(gz|bz2|xz)$", "", name))
    assert "tells the solution of 'linear_backward' in solutions/linear/" in leaks[0].why


def test_a_leak_names_its_line(solutions: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(in_html(f"# a title\n\nimport numpy\n\n{SECRET}"), encoding="utf-8")
    assert [(leak.file, leak.line) for leak in find_leaks(tmp_path, solutions)] == [("a.html", 6)]


@pytest.mark.parametrize(
    "name",
    [
        "solutions/linear/x.png",
        ".ipynb_checkpoints/a.txt",
        "misconceptions.cpython-312.pyc",
        "gradebook.db",
        "a/classroom/b",
    ],
)
def test_what_is_the_instructors_by_name_never_goes_out(name: str, solutions: Path, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("nothing", encoding="utf-8")
    assert [leak.file for leak in find_leaks(tmp_path, solutions)] == [name]


def test_a_notebook_with_an_answer_never_goes_out_whatever_the_answer(solutions: Path, tmp_path: Path) -> None:
    (tmp_path / "released.ipynb").write_text(notebook("def f(x):\n    raise NotImplementedError"), encoding="utf-8")
    assert find_leaks(tmp_path, solutions) == []
    (tmp_path / "handed-in.ipynb").write_text(notebook("def f(x):\n    return x"), encoding="utf-8")
    assert [leak.file for leak in find_leaks(tmp_path, solutions)] == ["handed-in.ipynb"]


def test_a_signature_and_a_statement_are_no_solution(solutions: Path, tmp_path: Path) -> None:
    text = 'def linear_backward(dY, X, W):\n    """The gradients."""\n    raise NotImplementedError\n\ndW = X.T @ dY\n'
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    assert find_leaks(tmp_path, solutions) == []


def test_nothing_is_compared_with_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no solutions to compare with"):
        find_leaks(tmp_path, tmp_path / "solutions")


@pytest.fixture(scope="module")
def inspect() -> Callable[[Path], list[Leak]]:
    """The check against all solutions of the course."""
    fingerprints = Fingerprints(read_secrets(REPOSITORY / "solutions"))
    return lambda folder: list(Inspector(fingerprints).leaks(folder))


@pytest.mark.parametrize(
    "folder", ["book/en", "book/ko", "book/figures", "book/playgrounds", "exercises", "autograder"]
)
def test_no_source_of_what_goes_out_tells_a_solution(folder: str, inspect: Callable[[Path], list[Leak]]) -> None:
    assert inspect(REPOSITORY / folder) == []


def test_every_solution_of_the_course_would_be_found(inspect: Callable[[Path], list[Leak]], tmp_path: Path) -> None:
    missed = []
    for path in sorted((REPOSITORY / "solutions").rglob("*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            source = "".join(cell["source"])
            if cell["cell_type"] == "code" and "### BEGIN SOLUTION" in source:
                folder = tmp_path / f"{path.stem}-{number}"
                folder.mkdir()
                (folder / "answer.txt").write_text(
                    re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", source), encoding="utf-8"
                )
                if not inspect(folder):
                    missed.append(source)
    assert missed == []


def test_a_leak_stops_the_publish_before_anything_is_there(fork: Fork, tmp_path: Path) -> None:
    planted = fork.folder / "_site" / "exercises" / "planted.txt"
    shutil.copy(fork.folder / "solutions" / "linear" / "alternatives.py", planted)
    try:
        result = fork.publish(tmp_path / "out")
    finally:
        planted.unlink()
    assert result.returncode == 1
    assert (
        "Nothing was published: this tells a solution, or cannot be read.\nexercises/planted.txt, line "
        in result.stderr
    )
    assert not (tmp_path / "out").exists()


def test_a_broken_link_stops_the_publish(fork: Fork, tmp_path: Path) -> None:
    page = fork.folder / "_site" / "en" / "linear.html"
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace('href="index.html"', 'href="gone.html"'), encoding="utf-8")
    try:
        result = fork.publish(tmp_path / "out")
    finally:
        page.write_text(before, encoding="utf-8")
    assert "Nothing was published: these links lead nowhere.\nen/linear.html: gone.html" in result.stderr
    assert not (tmp_path / "out").exists()


def test_links_to_the_editions_own_address_are_followed(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text('<a href="https://x.org/t/a.html"></a><a href="https://x.org/t/b.html"></a>', encoding="utf-8")
    assert broken_links(tmp_path, [page], "https://x.org/t") == ["a.html: https://x.org/t/b.html"]


# --- Workflows --------------------------------------------------------------------------------------------------------

WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (REPOSITORY / ".github" / "workflows").glob("*.yml")
}


def steps(workflow: str) -> Iterator[dict[str, str]]:
    for job in WORKFLOWS[workflow]["jobs"].values():
        yield from job["steps"]


def script(name: str) -> str:
    return next(step["run"] for step in steps("pages") if step.get("name") == name)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_may_do_little_and_uses_named_versions(workflow: str) -> None:
    assert WORKFLOWS[workflow]["permissions"] == {"contents": "read"}
    assert "concurrency" in WORKFLOWS[workflow]
    for step in steps(workflow):
        assert re.fullmatch(r"actions/[\w-]+@v\d+(\.\d+)*", step.get("uses", "actions/x@v1"))


def test_the_workflows_run_what_one_runs_by_hand() -> None:
    targets = re.findall(r"^(\w+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for workflow in ("pages", "static"):
        asked = [target for step in steps(workflow) for target in re.findall(r"make (\w+)", step.get("run", ""))]
        assert asked == ["publish"]
        assert set(asked) <= set(targets)
    assert [step["run"] for step in steps("test") if step.get("name") == "Tests"] == [".ci/run"]


def test_the_pages_workflow_keeps_earlier_terms_and_gives_colab_its_branch(fork: Fork, tmp_path: Path) -> None:
    if not shutil.which("git"):
        pytest.skip("the workflow's own steps need git")
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    environment = {**os.environ, **names}

    def shell(command: str, folder: Path) -> str:
        result = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", command],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    shell("git init --quiet --bare origin && git clone --quiet origin first 2>&1", tmp_path)
    (tmp_path / "first" / "autograder").mkdir()
    shutil.copy(fork.settings, tmp_path / "first" / "autograder")
    shell("git add . && git commit --quiet -m course && git push --quiet origin HEAD:main 2>&1", tmp_path / "first")
    for run, term in (("one", "2030-spring"), ("two", "2031-autumn")):
        shell(f"git clone --quiet --branch main origin {run}", tmp_path)
        course = tmp_path / run / "autograder" / "course.toml"
        course.write_text(course.read_text(encoding="utf-8").replace("2031-autumn", term), encoding="utf-8")
        shell(script("Fetch the editions of earlier terms"), tmp_path / run)
        (tmp_path / run / "published" / term / "colab").mkdir(parents=True)
        (tmp_path / run / "published" / term / "colab" / "a.ipynb").write_text(term, encoding="utf-8")
        shell(script("Keep the editions, and the notebooks for Colab"), tmp_path / run)
    kept = shell("git -C origin ls-tree -r --name-only published", tmp_path).split()
    assert kept == ["2030-spring/colab/a.ipynb", "2031-autumn/colab/a.ipynb"]
    assert shell("git -C origin show colab:a.ipynb", tmp_path) == "2031-autumn"


# --- Nothing is said to be right that nobody has looked at ------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zipped("a.py", SECRET)[:60]),
        ("all.zip", zipped("inner.zip", b"PK\x03\x04 and no more")),
        ("a.js.gz", gzip.compress(SECRET.encode())[:-9]),
        ("a.js.bz2", bz2.compress(SECRET.encode())[:-9]),
        ("a.js.xz", lzma.compress(SECRET.encode())[:-9]),
        ("a.tgz", gzip.compress(b"a.py".ljust(257, b"\0") + b"ustar and no more")),
        ("book.pdf", b"%PDF-1.7 and no more"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c and no more"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(name: str, content: bytes, solutions: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    (leak,) = find_leaks(tmp_path, solutions)
    assert leak.file.startswith(name)
    assert "cannot be read" in leak.why


def test_a_single_file_is_looked_into_and_what_is_not_there_is_refused(solutions: Path, tmp_path: Path) -> None:
    (tmp_path / "download.zip").write_bytes(zipped("a.py", SECRET))
    assert [leak.file for leak in find_leaks(tmp_path / "download.zip", solutions)] == ["download.zip!a.py"]
    (tmp_path / "empty").mkdir()
    for place, why in (("gone.zip", "is not there"), ("empty", "holds no file")):
        with pytest.raises(FileNotFoundError, match=why):
            find_leaks(tmp_path / place, solutions)


def test_the_leak_checks_command_refuses_what_is_not_there(tmp_path: Path) -> None:
    command = [sys.executable, str(REPOSITORY / "book" / "publishing" / "leaks.py"), str(tmp_path / "gone.zip")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.endswith("gone.zip is not there. Name what to read.\n")


@pytest.mark.parametrize("page", ["index.html", "lite/en/linear.html", "en/linear.html"])
def test_every_link_of_every_page_is_checked(page: str, tmp_path: Path) -> None:
    (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / page).write_text('<a href="gone.html"></a>', encoding="utf-8")
    with pytest.raises(SiteError, match=f"these links lead nowhere.\n{page}: gone.html"):
        demand_publishable(tmp_path, settings())


# --- The command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["README.md", "_site", "_site/new", ".", "..", "book/new", "solutions"])
def test_a_place_that_is_not_for_publishing_is_refused_before_anything_is_built(folder: str) -> None:
    with pytest.raises(SiteError, match="--to"):
        demand_usable(REPOSITORY / folder, "2031-autumn")


def test_a_place_to_which_nothing_can_be_written_is_refused_before_anything_is_built() -> None:
    with pytest.raises(SiteError, match="Nothing can be written to"):
        demand_usable(Path("/proc/published"), "2031-autumn")


def test_a_new_folder_and_one_with_other_terms_are_places_to_publish_to(tmp_path: Path) -> None:
    (tmp_path / "2030-spring").mkdir()
    for folder in (tmp_path, tmp_path / "new" / "deeper", REPOSITORY / "_published"):
        demand_usable(folder, "2031-autumn")
    assert [entry.name for entry in tmp_path.iterdir()] == ["2030-spring"]


def test_a_release_is_made_anew_when_what_decides_verdicts_has_changed() -> None:
    rule = re.search(r"^\.cache/released: .*find (.*) -name", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    assert rule
    looked_at = rule[1].split()
    assert [name for name in JUDGING if not f"autograder/{name}".startswith(tuple(looked_at))] == []
