"""Claims about the site's text: what the sources must agree on, and what the pages contain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from site_pages import BOOK, LANGUAGES, PAGES, SITE_PAGES, broken_links, labels, outline, outlines

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


def test_every_page_has_a_title_of_its_own_and_the_width_of_its_reader(site: Path) -> None:
    titles = {}
    for page in SITE_PAGES:
        head = (site / page).read_text(encoding="utf-8").split("</head>")[0]
        assert head.count('<meta name="viewport" content="width=device-width') == 1, page
        titles[page] = re.search(r"<title>(.*?)</title>", head)[1]
    assert [page for page, title in titles.items() if not title.split(" · ")[0].strip()] == []
    assert len(set(titles.values())) == len(SITE_PAGES)


def test_no_module_of_a_playground_is_heavier_than_sixteen_kilobytes() -> None:
    modules = (BOOK / "playgrounds").glob("*.js")
    assert [module.name for module in modules if module.stat().st_size > 16 * 1024] == []


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
