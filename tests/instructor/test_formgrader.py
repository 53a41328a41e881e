"""The formgrader in a browser: autograde by its button, read the verdict, comment, find the comment in the feedback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from courses import Command, Place
from nbgrader.api import Gradebook

from .conftest import ELSEWHERE, TOKEN, jupyter_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STUDENT = "writes-html"
COMMENT = "Think of <b>two points</b> first; we talk on Monday."


@dataclass
class Visit:
    """An instructor's browser in the formgrader, and what happened there that no page should do."""

    page: Page
    address: str
    place: Place
    dialogs: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}/formgrader/{path}")
        return self.page


@pytest.fixture(scope="module")
def visit(
    browser: Browser,
    make_course: Callable[..., Place],
    command: Command,
    isolation: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Visit]:
    """The formgrader of a course with two submissions, its assignment generated and nothing graded."""
    place = make_course(STUDENT, "half-done")
    generated = command("nbgrader", "generate_assignment", "linear", "--force", cwd=place.root)
    assert generated.returncode == 0, generated.stderr
    with jupyter_server(place.root, tmp_path_factory.mktemp("home")) as address:
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.route(ELSEWHERE, lambda route: route.abort())
        visit = Visit(page, address, place)
        page.on("dialog", lambda dialog: (visit.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(f"{address}/login?token={TOKEN}")
        yield visit
        page.close()


@pytest.fixture(scope="module")
def autograded(visit: Visit) -> Visit:
    """After one student was autograded by the button in the list of submissions."""
    page = visit.open("manage_submissions/linear")
    page.locator("tbody tr", has_text=STUDENT).locator(".autograde a").click()
    page.locator("#success-modal, #error-modal").wait_for(state="visible")
    assert "Successfully autograded" in page.inner_text(".modal.in"), page.inner_text(".modal.in")
    return visit


@pytest.fixture(scope="module")
def submission(autograded: Visit) -> Page:
    """The submission's page, with the scores and comments of the gradebook loaded into it."""
    page = autograded.open("gradebook/linear/linear")
    page.locator("tbody tr a").first.click()
    page.locator("#least_squares-comment").wait_for()
    page.wait_for_function("window.formgrader && formgrader.comments && formgrader.comments.loaded")
    return page


def test_the_button_grades_one_student_and_nobody_else(autograded: Visit) -> None:
    with Gradebook(autograded.place.gradebook) as gradebook:
        assert gradebook.find_submission("linear", STUDENT).score == 18
        assert [s.student_id for s in gradebook.assignment_submissions("linear")] == [STUDENT]


def test_the_submission_shows_the_report_and_the_points(submission: Page) -> None:
    cell = submission.locator(".nbgrader_cell", has=submission.locator("#test_least_squares"))
    assert cell.locator(".score").get_attribute("placeholder") == "0"
    whole = submission.inner_text("#notebook")
    assert "First failure" in whole
    assert "It raised ValueError" in whole


def test_html_of_a_learner_is_text_in_the_formgrader(submission: Page, autograded: Visit) -> None:
    """The learner's notebook has a script and an image that runs one: in a Markdown cell, a docstring, a message."""
    assert autograded.dialogs == []
    assert submission.locator("#notebook img[src='x'], #notebook script").count() == 0
    assert submission.inner_text("#notebook").count("document.body.textContent = 'hacked'") >= 3


def test_formulas_in_a_report_are_left_alone_by_mathjax(submission: Page) -> None:
    """A learner's exception message could hold TeX that makes a link."""
    assert submission.locator("#notebook [lang=en].tex2jax_ignore").count() == 6


def test_a_comment_made_in_the_formgrader_is_in_the_feedback(
    submission: Page, autograded: Visit, command: Command
) -> None:
    with submission.expect_response(lambda r: "/api/comment/" in r.url and r.request.method == "PUT") as saved:
        box = submission.locator("#least_squares-comment")
        box.fill(COMMENT)
        box.dispatch_event("change")
    assert saved.value.ok
    page = autograded.open("manage_submissions/linear")
    page.locator("tbody tr", has_text=STUDENT).locator(".generate-feedback a").click()
    page.locator("#success-modal, #error-modal").wait_for(state="visible")
    assert "Successfully generated feedback" in page.inner_text(".modal.in"), page.inner_text(".modal.in")
    feedback = autograded.place.feedback(STUDENT)
    assert "Think of &lt;b&gt;two points&lt;/b&gt; first; we talk on Monday." in feedback
    assert "18 of 20 points" in feedback
