"""Claims about building: what fails a build and how it says so, what a build leaves alone, and that equal sources give
equal bytes, whatever was built before, wherever and whenever.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbclient import NotebookClient
from publishing import languages, settings
from publishing.exercises import exercises
from publishing.places import SiteError
from publishing.press import SURROUNDINGS
from publishing.server import make_server
from site_pages import BOOK, REPOSITORY, broken_links
from small_book import SmallBook

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# --- The course's own book --------------------------------------------------------------------------------------------


def test_the_english_book_builds_from_the_root_without_a_warning(site: Path, tmp_path: Path) -> None:
    program = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", program, "build", ".", "-W", "-n", "--keep-going", "--path-output", str(tmp_path)]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    html = tmp_path / "_build" / "html"
    assert (html / "book" / "en" / "linear.html").is_file()
    assert broken_links(html) == []


def test_a_second_build_touches_nothing(site: Path) -> None:
    def state() -> dict[Path, tuple[int, int]]:
        return {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in site.rglob("*") if file.is_file()}

    before = state()
    command = [sys.executable, str(BOOK / "site.py"), "build"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout == "The site is up to date.\n"
    assert state() == before


def test_a_taken_port_is_one_sentence_that_says_what_to_do(site: Path) -> None:
    with socket.socket() as other:
        other.bind(("localhost", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, str(BOOK / "site.py"), "serve", "--port", str(port)]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {port} is taken")
    assert len(result.stderr.splitlines()) == 1


def test_serving_before_building_says_so(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="Build it first"):
        make_server("localhost", 0, tmp_path)


# --- A small book, built once -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Two pages in two languages, built from nothing. Who edits them puts the old words back."""
    book = SmallBook(tmp_path_factory.mktemp("small") / "book")
    result = book.build(PYTHONHASHSEED="1")
    assert result.returncode == 0, result.stdout + result.stderr
    return book


def test_cells_that_are_equal_in_both_languages_are_run_once_and_before_sphinx(book: SmallBook) -> None:
    assert (book.folder / "runs.txt").read_text() == "run\n"


def test_a_book_on_ones_own_machine_says_nothing_to_search_engines(book: SmallBook) -> None:
    text = (book.folder / "_site" / "en" / "first.html").read_text(encoding="utf-8")
    assert "og:" not in text
    assert "canonical" not in text
    assert "hreflang" not in text.split("</head>")[0]
    assert "versions.js" not in text
    assert not (book.folder / "_site" / "sitemap.xml").exists()


def append(text: str, page: Path) -> str:
    """Put text at a page's end; the page as it was."""
    good = page.read_text(encoding="utf-8")
    page.write_text(f"{good}\n{text}", encoding="utf-8")
    return good


def test_a_failing_cell_is_told_with_its_place_and_nothing_is_kept_of_it(book: SmallBook) -> None:
    page = book.page("ko", "second")
    executed = sorted(book.folder.glob(".cache/jupyter/*/executed/*"))
    good = append("```{code-cell}\n1 / 0\n```\n", page)
    line = page.read_text(encoding="utf-8").splitlines().index("```{code-cell}") + 1
    result = book.build()
    page.write_text(good, encoding="utf-8")
    told = re.sub(r"\x1b\[[\d;]*m", "", result.stderr)
    assert result.returncode == 1
    assert told.startswith(f"book/ko/second.md:{line}: this cell failed.")
    assert "1 / 0" in told
    assert "ZeroDivisionError: division by zero" in told
    assert sorted(book.folder.glob(".cache/jupyter/*/executed/*")) == executed


def test_warnings_fail_every_build_until_they_are_mended(book: SmallBook) -> None:
    before, page = book.site(), book.page("en", "second")
    good = append("$\\nosuchmacro{x}$ and [a page](#no-such-label)\n", page)
    for _ in range(2):
        result = book.build()
        assert result.returncode == 1
        assert "KaTeX cannot render" in result.stderr
        assert "no-such-label" in result.stderr
    page.write_text(good, encoding="utf-8")
    assert book.build().returncode == 0
    assert book.site() == before


def test_an_edited_book_equals_one_built_from_nothing(book: SmallBook, tmp_path: Path) -> None:
    """The edits show on the page that was not edited, too: a title, the number of an equation; and a picture goes.

    The last one is some words, after which the other page stays as it was written before.
    """
    title = ("en", "second", "# The second page", "# Another title")
    picture = ("ko", "first", "axes.plot([0, 1], [0, 1]", "axes.plot([0, 1], [1, 0]")
    equation = ("en", "first", "$$y = wx + b$$ (line)", "$$a = b$$ (before)\n\n$$y = wx + b$$ (line)")
    words = ("en", "first", "Some words, and what", "Other words, and what")
    other = SmallBook(tmp_path / "elsewhere")
    for edits in ([title, picture], [equation], [words]):
        for edit in edits:
            book.edit(*edit)
            other.edit(*edit)
        assert book.build().returncode == 0
    assert other.build(PYTHONHASHSEED="2", TZ="Asia/Seoul").returncode == 0
    edited, new = book.site(), other.site()
    for code, page, old, put in (title, picture, equation, words):
        book.edit(code, page, put, old)
    assert sorted(edited) == sorted(new)
    assert [name for name in new if edited[name] != new[name]] == []


PROBE = """
import os, random, sys, threading, warnings
import matplotlib, numpy as np
import matplotlib.pyplot as plt
np.random.seed(3)
print(sys.path, os.getcwd(), sys.argv[0], __name__, matplotlib.get_backend(), random.Random(1).random())
print(np.random.rand(), sorted(sys.flags), hash("text"), threading.current_thread().name)
print(sorted(dict(matplotlib.rcParams).items()), get_ipython().execution_count)
with warnings.catch_warnings(record=True) as caught:
    np.log(np.zeros(1))
    for kind in (UserWarning, DeprecationWarning, PendingDeprecationWarning, FutureWarning):
        warnings.warn("said", kind)
print([str(warning.message) for warning in caught])
print("error", file=sys.stderr)
matplotlib.rcParams["svg.hashsalt"] = "names that stay"  # as the book's figures set it
_ = plt.plot([1, 2])
"""


def test_a_forked_kernel_says_what_a_fresh_one_says(book: SmallBook, tmp_path: Path) -> None:
    """Import path, folder, random numbers, settings of Matplotlib, warnings, counts, a picture by its backend."""
    small = SmallBook(tmp_path / "kernel")
    page = small.page("en", "second")
    append(f"```{{code-cell}}\n{PROBE}```\n\n```{{code-cell}}\n1 + 1\n```\n", page)
    program = (
        "import sys; sys.path.insert(0, 'book'); from publishing.press import Press, Work\n"
        "with Press() as press: print(press.run(Work('execution:execute_missing', (['second'], 1))))"
    )
    subprocess.run([sys.executable, "-c", program], cwd=small.folder, check=True, capture_output=True)
    executed = [nbformat.read(file, 4) for file in small.folder.glob(".cache/jupyter/*/executed/*/base.ipynb")]
    forked = next(notebook for notebook in executed if len(notebook.cells) == 2)
    fresh = nbformat.from_dict(json.loads(json.dumps(forked)))
    for cell in fresh.cells:
        cell.update(outputs=[], execution_count=None)
    surroundings = {name: value for name, value in SURROUNDINGS.items() if name != "MPLBACKEND"}
    place = {"metadata": {"path": str(page.parent)}}
    client = NotebookClient(fresh, resources=place, coalesce_streams=True, record_timing=False)
    client.execute(env={**os.environ, **surroundings, "IPYTHONDIR": str(small.folder / ".cache" / "ipython")})
    assert fresh.cells == forked.cells
    assert fresh.metadata == forked.metadata


# --- What authors type ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("_toc.yml", "format: jb-book\nroot: [book/en/first\n", "_toc.yml, line 3: this is no YAML: "),
        (
            "_toc.yml",
            "format: jb-book\nroot: book/en/first\nparts: [{caption: A}]\n",
            "_toc.yml is no table of contents",
        ),
        ("_config.yml", "sphinx: {\n", "_config.yml, line 2: this is no YAML: "),
        ("_config.yml", "execute: {timeout: 9}\n", "_config.yml: `parse.myst_enable_extensions` is None"),
        ("book/_config.ko.yml", "", "book/_config.ko.yml holds nothing where"),
        (
            "book/_config.ko.yml",
            "sphinx:\n",
            "book/_config.ko.yml, laid over _config.yml: `sphinx.local_ext",
        ),
    ],
)
def test_a_half_typed_file_is_told_in_one_sentence(name: str, content: str, told: str, book: SmallBook) -> None:
    """The sentence is a SiteError, which `watch` shows and outlives."""
    file = book.folder / name
    good = file.read_text(encoding="utf-8")
    file.write_text(content, encoding="utf-8")
    result = book.build()
    file.write_text(good, encoding="utf-8")
    assert result.returncode == 1
    assert result.stderr.startswith(told)
    assert len(result.stderr.splitlines()) == 1


def test_one_reader_of_the_contents_knows_every_form_of_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "CONTENTS", tmp_path / "_toc.yml")
    toc = "format: jb-book\nroot: book/en/index\n"
    chapters = "[{file: book/en/a, sections: [{file: book/en/b}]}, {url: 'https://numpy.org'}, {file: book/en/c}]"
    for form, caption in (
        (f"chapters: {chapters}", ""),
        (f"parts: [{{caption: Chapters, chapters: {chapters}}}]", "본문"),
    ):
        (tmp_path / "_toc.yml").write_text(toc + form, encoding="utf-8")
        assert settings.book_pages() == ["index", "a", "b", "c"]
        assert settings.parts("ko") == (settings.Part(caption, ("a", "b", "c")),)
    (tmp_path / "_toc.yml").write_text(f"{toc}chapters: [{{glob: book/en/*}}]", encoding="utf-8")
    with pytest.raises(SiteError, match="List the pages"):
        settings.parts("en")


OURS = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
for name in sys.argv[2:]:
    __import__(name)
print(json.dumps([file for module in sys.modules.values() if (file := getattr(module, "__file__", None))]))
"""


def test_all_of_the_courses_code_that_makes_pages_is_in_their_fingerprint() -> None:
    extensions = settings.book_settings()["sphinx"]["local_extensions"]
    command = [sys.executable, "-c", OURS, json.dumps([str(BOOK), str(BOOK / "_ext")]), *extensions]
    loaded = map(Path, json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    counted = [BOOK / "_ext", *languages.IMPORTED, *(REPOSITORY / "autograder" / name for name in ("tasks", "cards"))]
    rooms = [file for file in loaded if file.is_relative_to(REPOSITORY / "autograder") or file.is_relative_to(BOOK)]
    assert [file for file in rooms if not any(file.is_relative_to(place) for place in counted)] == []
    assert len(rooms) > len(extensions)


def test_a_notebook_more_or_less_makes_every_card_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = languages.frame_of("ko")
    monkeypatch.setattr(languages, "exercises", lambda: list(exercises())[1:])
    assert languages.frame_of("ko") != before


# --- The command ------------------------------------------------------------------------------------------------------


def test_a_command_waits_for_another_one_in_the_same_folder(book: SmallBook) -> None:
    with (book.folder / ".cache" / "site" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = subprocess.Popen(book.command("offline"), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert waiting.stderr
        assert waiting.stderr.readline() == "Another command is at work on this site; waiting for it to end.\n"
        assert not (book.folder / "_site" / "forward-and-backward.zip").exists()
    waiting.communicate()
    assert waiting.returncode == 0


def test_a_command_that_cannot_go_on_says_so_in_one_sentence(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book")

    def digest() -> tuple[int, list[str]]:
        result = subprocess.run(book.command("digest"), capture_output=True, text=True, check=False)
        assert result.stdout == ""
        return result.returncode, result.stderr.splitlines()

    assert digest() == (1, ["There is no site to compare yet. Build it first: python book/site.py build"])
    shutil.rmtree(book.folder / ".cache")
    (book.folder / ".cache").write_text("where a folder should be", encoding="utf-8")
    code, (sentence,) = digest()
    assert code == 1
    assert sentence.startswith("digest could not go on: [Errno")


# --- Live reload ------------------------------------------------------------------------------------------------------


@contextmanager
def watching(book: SmallBook) -> Iterator[str]:
    """`python book/site.py watch`; its address, once it is there."""
    with closing(socket.socket()) as free:
        free.bind(("localhost", 0))
        port = str(free.getsockname()[1])
    process = subprocess.Popen(book.command("watch", "--port", port), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("Watching"):
                break
        yield f"http://localhost:{port}/"
    finally:
        process.terminate()
        process.communicate()


def test_what_is_saved_is_shown_and_what_is_broken_is_told(book: SmallBook, browser: Browser) -> None:
    good = book.page("en", "second").read_text(encoding="utf-8")
    with watching(book) as address:
        page = browser.new_page()
        page.set_default_timeout(120_000)  # a build on a busy machine takes its time
        page.goto(f"{address}en/second.html")
        book.edit("en", "second", "## A section", "## A section renamed")
        page.wait_for_selector("h2 >> text=A section renamed")
        book.edit("en", "second", "renamed", "renamed {ref}`nowhere`")
        page.wait_for_selector("#watch-note >> text=nowhere")
        book.page("en", "second").write_text(good, encoding="utf-8")
        page.wait_for_selector("#watch-note", state="hidden")
        page.close()
    assert not any(b"watch-note" in published for published in book.site().values())
