"""Claims about autograder/course.toml: what it may say, and how it is told that it says something else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.course import Course, CourseError, book_url, edition_url, read_settings, settings
from autograder.gradebook.models import Gradebook
from autograder.gradebook.writer import set_due_date


@pytest.fixture
def file(settings_file: Path, tmp_path: Path) -> Path:
    """A file of settings, to be changed."""
    return Path(shutil.copy(settings_file, tmp_path))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("term =", "trem =", "there is no setting 'trem'. Did you mean 'term'?"),
        ('term = "2027-spring"', "", "the setting 'term' is missing. Known: book_url, "),
        ('"2027-spring"', '"Spring 2027"', "term is 'Spring 2027'; expected small letters, digits and hyphens"),
        ('"2027-spring"', "2027", "term is 2027; expected"),
        ('"2027-spring"', '"2027.spring"', "term is '2027.spring'; expected small letters, digits and hyphens"),
        (":8000", ":8000/", "without a slash at the end"),
        ("localhost:8000", "[::1", "book_url is 'http://[::1'; expected an address like https://"),
        ("http://", "ftp://", "book_url is 'ftp://localhost:8000'; expected an address like https://"),
        ('repository = ""', 'repository = "https://github.com/a/b"', 'expected a GitHub repository "owner/name"'),
        (
            'gradebook = ""',
            'gradebook = "postgresql://me:secret@db/course"',
            "without a password (that goes into ~/.pgp",
        ),
        ('gradebook = ""', 'gradebook = "grades"', "expected the URL of a database"),
        ("# linear = 2027", "liner = 2027", "there is no name in [due] 'liner'. Did you mean 'linear'?"),
        ("# linear = 2027-03-15T23:59:00+09:00", "linear = 2027-03-15T23:59:00", "its offset from UTC"),
        (
            "# linear = 2027-03-15T23:59:00+09:00",
            'linear = "15 March"',
            "linear in [due] is '15 March'; expected a date",
        ),
        (
            'forum = ""',
            'forum = "javascript:alert(1)"',
            "forum in [links] is 'javascript:alert(1)'; expected an address",
        ),
        ("[links]", "[link]", "there is no setting 'link'. Did you mean 'links'?"),
        ("[title]", "[title", "is not TOML"),
    ],
)
def test_what_cannot_be_is_named_with_what_was_expected(file: Path, old: str, new: str, complaint: str) -> None:
    change(file, old, new)
    with pytest.raises(CourseError) as caught:
        read_settings(file)
    assert complaint in str(caught.value)
    assert str(file) in str(caught.value)


def test_reports_lead_to_the_edition_of_their_term(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert edition_url(read_settings(file)) == "http://localhost:8000"
    change(file, "http://localhost:8000", "https://example.org/course")
    assert edition_url(read_settings(file)) == "https://example.org/course/2027-spring"
    monkeypatch.setenv("AUTOGRADER_BOOK", "https://mirror.example.org/")
    assert book_url() == "https://mirror.example.org"


def test_a_due_date_reaches_the_gradebook_and_one_given_there_stays_without(tmp_path: Path) -> None:
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment("linear")
        set_due_date(gradebook, "linear", datetime.fromisoformat("2027-03-15T23:59:00+09:00"))
        assert gradebook.find_assignment("linear").duedate == datetime(2027, 3, 15, 14, 59)
        set_due_date(gradebook, "linear", None)
        assert gradebook.find_assignment("linear").duedate.replace(tzinfo=UTC) == datetime(
            2027, 3, 15, 14, 59, tzinfo=UTC
        )


def test_nbgrader_stops_where_the_file_is_wrong_and_never_goes_on_without_the_judge(
    repository: Path, file: Path, tmp_path: Path
) -> None:
    package = tmp_path / "autograder"
    shutil.copytree(repository / "autograder", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(repository / "nbgrader_config.py", tmp_path)
    change(file, "term =", "trem =")
    shutil.copy(file, package)
    command = [str(Path(sys.executable).with_name("nbgrader")), "db", "assignment", "list"]
    result = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tmp_path)}
    )
    assert result.returncode != 0
    assert "Did you mean 'term'?" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_course_has_the_gradebook_of_its_own_file_and_not_that_of_the_package(file: Path, tmp_path: Path) -> None:
    assert Course(tmp_path).gradebook == ""
    change(file, 'gradebook = ""', 'gradebook = "postgresql://grader@db/course"')
    (tmp_path / "autograder").mkdir()
    file.rename(tmp_path / "autograder" / "course.toml")
    assert Course(tmp_path).gradebook == "postgresql://grader@db/course"


def test_the_settings_that_ship_are_those_of_the_file(repository: Path) -> None:
    assert settings() == read_settings(repository / "autograder" / "course.toml")
