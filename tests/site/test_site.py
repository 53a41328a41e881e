"""Claims about the site's text: what the sources must agree on, and what the pages contain."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from publishing.places import SiteError
from publishing.server import make_server
from site_pages import BOOK, LANGUAGES, PAGES, REPOSITORY, SITE_PAGES, broken_links, labels, outline, outlines

from autograder.checks.card import load_cards
from autograder.tasks import ASSIGNMENTS, tasks_of

# --- Sources ----------------------------------------------------------------------------------------------------------


def code_cells(page: Path) -> list[str]:
    """The code cells of a page, tags included."""
    return re.findall(r"^```{code-cell}.*?^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_every_page_exists_in_every_language() -> None:
    missing = [(code, page) for code in LANGUAGES for page in PAGES if not (BOOK / code / f"{page}.md").is_file()]
    assert PAGES
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_languages_have_equal_labels_and_equal_code(page: str) -> None:
    english, korean = (BOOK / code / f"{page}.md" for code in LANGUAGES)
    assert labels(english) == labels(korean)
    assert code_cells(english) == code_cells(korean)


# --- Building ---------------------------------------------------------------------------------------------------------


def jupyter_book(source: Path, output: Path) -> subprocess.CompletedProcess[str]:
    """`jupyter-book build . -W -n --keep-going`, with the pages going to `output`."""
    program = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", program, "build", ".", "-W", "-n", "--keep-going", "--path-output", str(output)]
    return subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)


def test_the_english_book_builds_from_the_root_without_a_warning(site: Path, tmp_path: Path) -> None:
    result = jupyter_book(REPOSITORY, tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    html = tmp_path / "_build" / "html"
    assert (html / "book" / "en" / "linear.html").is_file()
    assert broken_links(html) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("```{code-cell} ipython3\n1 / 0\n```\n", "ZeroDivisionError"),
        ("$\\nosuchmacro{x}$\n", "KaTeX cannot render"),
        ("[a page](#no-such-label)\n", "no-such-label"),
    ],
    ids=["failing cell", "unknown macro", "dangling link"],
)
def test_a_broken_page_fails_the_build(text: str, complaint: str, tmp_path: Path) -> None:
    for part in ("_ext", "_theme", "references.bib"):
        copy = shutil.copytree if (BOOK / part).is_dir() else shutil.copyfile
        (tmp_path / "book").mkdir(exist_ok=True)
        copy(BOOK / part, tmp_path / "book" / part)
    shutil.copyfile(REPOSITORY / "_config.yml", tmp_path / "_config.yml")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    text_file = "jupytext: {text_representation: {extension: .md, format_name: myst}}"
    kernel = f"---\n{text_file}\nkernelspec: {{name: python3, display_name: Python 3}}\n---\n"
    (tmp_path / "index.md").write_text(f"{kernel}# A page\n\n{text}")
    result = jupyter_book(tmp_path, tmp_path)
    assert result.returncode != 0
    assert complaint in result.stdout + result.stderr


def test_a_second_build_touches_nothing(site: Path) -> None:
    def state() -> dict[Path, tuple[int, int]]:
        return {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in site.rglob("*") if file.is_file()}

    before = state()
    result = subprocess.run(
        [sys.executable, str(BOOK / "site.py"), "build"], capture_output=True, text=True, check=True
    )
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


# --- Pages, as text ---------------------------------------------------------------------------------------------------


def test_no_link_within_the_site_is_broken(site: Path) -> None:
    assert broken_links(site) == []


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for page, content in outlines(site).items():
        assert sorted(content.ids) == sorted(set(content.ids)), page


@pytest.mark.parametrize("page", PAGES)
def test_every_label_is_an_id_in_every_language(page: str, site: Path) -> None:
    for code in LANGUAGES:
        assert set(labels(BOOK / code / f"{page}.md")) <= set(outline(site / code / f"{page}.html").ids)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_mistake_and_every_task_has_its_section_in_the_chapter(code: str, assignment: str, site: Path) -> None:
    """Where a report of `check` leads: the anchors that the package ships, those for later mistakes included."""
    cards, tasks = load_cards(assignment), tasks_of(assignment)
    anchors = {told.anchor for name in tasks for told in cards[name].explanations.values()}
    anchors |= {task.section for task in tasks.values()}
    assert anchors <= set(outline(site / code / f"{assignment}.html").ids)


def test_no_formula_is_red(site: Path) -> None:
    for page in SITE_PAGES:
        assert "#cc0000" not in (site / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", SITE_PAGES)
def test_every_page_names_its_language_and_leads_to_its_translation(page: str, site: Path) -> None:
    code, name = page.split("/")
    html = (site / page).read_text(encoding="utf-8")
    assert f'<html lang="{code}"' in html
    for other in set(LANGUAGES) - {code}:
        assert f'href="../{other}/{name}" hreflang="{other}" lang="{other}"' in html


def test_addresses_for_search_engines_are_whole_or_not_there(site: Path) -> None:
    """A relative address in `canonical` or `hreflang` is ignored, and may be taken for another page."""
    for page in SITE_PAGES:
        head = (site / page).read_text(encoding="utf-8").split("</head>")[0]
        for link in re.findall(r'<link rel="(?:canonical|alternate)"[^>]*>', head):
            assert 'href="http' in link, f"{page}: {link}"


@pytest.mark.parametrize("page", PAGES)
def test_nothing_around_the_korean_text_is_english(page: str, site: Path) -> None:
    html = (site / "ko" / f"{page}.html").read_text(encoding="utf-8")
    labels = r">Fig\. |Show the code|Hide the code|>Proof\. |>(?:Note|Warning|Tip)<"
    outside_text = rf'title="(?:Link|Permalink)[^"]*"|Toggle|{labels}'
    assert re.findall(outside_text, html) == []


def test_images_say_their_size_and_what_they_show(site: Path) -> None:
    for page in SITE_PAGES:
        for image in re.findall(r"<img\b[^>]*>", (site / page).read_text(encoding="utf-8")):
            assert re.search(r'\balt="[^"]+"', image), f"{page}: {image}"
            assert 'loading="lazy"' in image, f"{page}: {image}"
            assert "width" in image, f"{page}: {image}"
