"""What a person puts into the gradebook stands: grading again leaves it there, and feedback shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from courses import Command, Graded, Place
from nbgrader.api import Gradebook

COMMENT = "A good idea on <paper>; see me about the bias."


@pytest.fixture(scope="module")
def commented(make_course: Callable[..., Place], grade: Callable[..., Graded]) -> Place:
    """A graded submission to which the instructor has given points and a comment."""
    place = grade(make_course("half-done", "empty")).place
    with Gradebook(place.gradebook) as gradebook:
        mark = gradebook.find_grade("test_linear_backward", "linear", "linear", "half-done")
        mark.manual_score = 3.5
        comment = gradebook.find_comment("linear_backward", "linear", "linear", "half-done")
        comment.manual_comment = COMMENT
        gradebook.db.commit()
    return place


@pytest.fixture(scope="module")
def regraded(commented: Place, grade: Callable[..., Graded]) -> Place:
    """The same submissions after they were graded again."""
    return grade(commented, "--regrade").place


def assert_kept(place: Place) -> None:
    with Gradebook(place.gradebook) as gradebook:
        mark = gradebook.find_grade("test_linear_backward", "linear", "linear", "half-done")
        comment = gradebook.find_comment("linear_backward", "linear", "linear", "half-done")
        assert (mark.auto_score, mark.manual_score, mark.score) == (2.0, 3.5, 3.5)
        assert comment.comment == COMMENT
        assert gradebook.find_submission("linear", "half-done").score == 8.5


def test_points_and_comments_by_hand_survive_regrading(regraded: Place) -> None:
    assert_kept(regraded)


def test_points_and_comments_by_hand_are_in_the_feedback(regraded: Place) -> None:
    page = regraded.feedback("half-done")
    assert "A good idea on &lt;paper&gt;; see me about the bias." in page
    assert "8.5 of 20 points" in page


def test_a_comment_made_later_is_in_the_feedback_written_again(regraded: Place, command: Command) -> None:
    with Gradebook(regraded.gradebook) as gradebook:
        gradebook.find_comment("mse", "linear", "linear", "empty").manual_comment = "Begin with this one."
        gradebook.db.commit()
    assert command("autograder", "feedback", "linear", cwd=regraded.root).returncode == 0
    assert "Begin with this one." in regraded.feedback("empty")


def test_points_and_comments_by_hand_survive_nbgrader_too(regraded: Place, command: Command) -> None:
    graded = command("nbgrader", "autograde", "linear", "--student", "half-done", "--force", cwd=regraded.root)
    assert graded.returncode == 0, graded.stderr
    assert_kept(regraded)
