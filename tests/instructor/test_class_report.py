"""The report counts what the verdicts say, names who is alike, and holds nothing that runs or loads."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from courses import Command, Graded

from autograder.feedback.class_report import class_report
from autograder.feedback.similarity import Similarity
from autograder.feedback.survey import Survey, survey
from autograder.gradebook.classroom import read_notebook
from autograder.judge.submission import read_releases

from .conftest import ELSEWHERE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COPIED = """
def unusual(first, second, rate):
    kept = [first[n] * rate - second[-n] for n in range(len(first)) if second[n] > rate or first[n] < 0]
    while len(kept) > 3 and sum(kept) > rate ** 2:
        kept.pop(len(kept) // 2)
    return max(kept, default=rate) / (1 + min(kept, default=0) ** 2)
"""
RENAMED = (
    COPIED.replace("kept", "rest")
    .replace("first", "a")
    .replace("second", "b")
    .replace("    while", "    # mine\n    while")
)
RELEASED = "def given(X, Y):\n    raise NotImplementedError('the same statement for everyone, long enough to count')\n"


@pytest.fixture(scope="module")
def written(small_class: Graded, command: Command, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """The page and the data that `autograder report` writes."""
    folder = tmp_path_factory.mktemp("report")
    page, data = folder / "report.html", folder / "report.json"
    done = command("autograder", "report", "linear", "--to", page, "--json", data, cwd=small_class.place.root)
    assert done.returncode == 0, done.stderr
    return page, json.loads(data.read_text(encoding="utf-8"))


def test_scores_are_those_of_the_verdicts(written: tuple[Path, Any], small_class: Graded) -> None:
    assert written[1]["scores"] == {student: result["score"] for student, result in small_class.results.items()}


def test_misconceptions_are_counted_and_ranked(written: tuple[Path, Any], small_class: Graded) -> None:
    counts = Counter(
        (task, verdict["misconception"])
        for result in small_class.results.values()
        for task, verdict in result["tasks"].items()
        if verdict["misconception"]
    )
    found = {(m["task"], m["misconception"]): m["count"] for m in written[1]["misconceptions"]}
    assert found == dict(counts) and found
    ranked = [m["count"] for m in written[1]["misconceptions"]]
    assert ranked == sorted(ranked, reverse=True)


def test_each_misconception_comes_with_a_sentence_in_both_languages(written: tuple[Path, Any]) -> None:
    page = written[0].read_text(encoding="utf-8")
    for mistake in written[1]["misconceptions"]:
        for language in ("en", "ko"):
            sentence = mistake["sentence"][language]
            assert sentence.endswith((".", "!", "?")) and len(sentence) < 320
            assert f'<blockquote lang="{language}">' in page
        assert f"/linear.html#{mistake['link']['en'].partition('#')[2]}" in page


def test_stages_count_only_who_attempted_the_task(written: tuple[Path, Any], small_class: Graded) -> None:
    attempted = Counter(
        task
        for result in small_class.results.values()
        for task, verdict in result["tasks"].items()
        if verdict["status"] != "missing"
    )
    assert {stage["task"]: stage["attempted"] for stage in written[1]["stages"]} == dict(attempted)
    assert all(stage["passed"] <= stage["attempted"] for stage in written[1]["stages"])


def test_whom_to_talk_to_comes_with_a_reason(written: tuple[Path, Any]) -> None:
    talks = {entry["student"]: entry["reasons"] for entry in written[1]["talk_to"]}
    assert talks["empty"] == ["nothing"]
    assert talks["writes-html"] == ["stopped"]
    assert "complete-as-taught" not in talks


def test_the_same_answers_are_a_pair(written: tuple[Path, Any]) -> None:
    pairs = {tuple(pair["students"]): pair["shares"] for pair in written[1]["similar"]}
    assert pairs["complete-as-taught", "deletes-and-duplicates"] == [1.0, 1.0]
    assert not any("empty" in pair for pair in pairs)


def test_other_names_and_comments_do_not_hide_a_copy() -> None:
    texts = {"a": COPIED, "b": RENAMED, "c": "def other(x):\n    return [y for y in x if y]\n" * 4}
    similarity = Similarity(RELEASED)
    for student, text in texts.items():
        similarity.add(student, RELEASED + text)
    (pair,) = similarity.pairs(lambda student: RELEASED + texts[student])
    assert pair.students == ("a", "b")
    assert min(pair.shares) > 0.9
    assert "".join(piece.text for piece in pair.passages[0]) == RELEASED + COPIED
    assert not any(piece.shared and "def given" in piece.text for piece in pair.passages[0])


def test_what_everyone_was_given_makes_nobody_alike() -> None:
    similarity = Similarity(RELEASED * 3)
    for student in ("a", "b"):
        similarity.add(student, RELEASED * 3)
    assert similarity.pairs(lambda student: RELEASED * 3) == []


def test_what_many_wrote_makes_nobody_alike() -> None:
    """There are few ways to write a short formula; only unusual code is a hint."""
    similarity = Similarity(RELEASED)
    for number in range(12):
        similarity.add(f"s{number}", COPIED)
    assert similarity.pairs(lambda student: COPIED) == []


def test_the_page_holds_no_script_and_loads_nothing(written: tuple[Path, Any]) -> None:
    page = written[0].read_text(encoding="utf-8")
    tags = set(re.findall(r"<([a-z]+)", page))
    assert tags.isdisjoint({"script", "img", "link", "iframe", "object", "embed", "video", "audio", "form"})
    assert "default-src 'none'" in page
    assert all(address.startswith("#") for address in re.findall(r"url\(([^)]*)\)", page))


def test_hostile_text_is_text_in_the_page(small_class: Graded, repository: Path) -> None:
    """A student's id, the judge's notes and answers that look alike are all shown, and all of them as text."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    notebook = read_notebook(small_class.place.autograded("complete-as-taught"))
    notebook["metadata"]["autograder"]["notes"] = [evil]
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = f"{COPIED}# {evil}\n"
    releases = read_releases(repository / "exercises" / "linear")
    found = survey("linear", releases, [(evil, "linear", notebook), ("b", "linear", notebook)])
    similar = found.similarity.pairs(lambda student: f"{COPIED}# {evil}\n" * 6)
    page = class_report(found, similar)
    assert similar
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_reports_of_all_assignments_link_to_each_other(small_class: Graded, repository: Path) -> None:
    releases = read_releases(repository / "exercises" / "linear")
    notebook = read_notebook(small_class.place.autograded("complete-as-taught"))
    counted = survey("linear", releases, [("a", "linear", notebook)])
    page = class_report(counted, [], graded=["linear", "derivatives"])
    assert '<strong aria-current="page">linear</strong>' in page
    assert 'href="report-derivatives.html"' in page
    assert "report-" not in class_report(counted, [], graded=["linear"])


def test_all_reports_are_written_beside_each_other(small_class: Graded, command: Command, tmp_path: Path) -> None:
    place = small_class.place.copy_to(tmp_path)
    done = command("autograder", "report", "--all", cwd=place.root)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in place.classroom.glob("report-*.html")] == ["report-linear.html"]


def test_a_report_is_of_one_assignment_or_of_all(small_class: Graded, command: Command) -> None:
    for arguments in ((), ("linear", "--all")):
        refused = command("autograder", "report", *arguments, cwd=small_class.place.root)
        assert refused.returncode != 0
        assert "Name one assignment, or give --all." in refused.stderr


def test_memory_does_not_hold_the_notebooks(small_class: Graded, repository: Path) -> None:
    """What stays of a student is far smaller than the notebook that it was read from."""
    notebook = read_notebook(small_class.place.autograded("complete-as-taught"))
    size = small_class.place.autograded("complete-as-taught").stat().st_size
    counted = Survey("linear", read_releases(repository / "exercises" / "linear"))
    counted.add("first", [notebook])
    tracemalloc.start()
    for number in range(20):
        counted.add(f"s{number}", [notebook])
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept / 20 < size / 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible_and_fits(browser: Browser, written: tuple[Path, Any], scheme: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.route(ELSEWHERE, lambda route: (asked.append(route.request.url), route.abort()))
    page.goto(written[0].as_uri())
    page.locator("details").evaluate_all("folded => folded.forEach(one => one.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == []
    context.close()
