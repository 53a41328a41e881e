"""Exports hold the columns and rows that Canvas and Moodle document, and no field that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from courses import Command, Graded
from nbgrader.api import Gradebook

from autograder.gradebook.export import FORMATS, Export

TO_A_SPREADSHEET_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNKIND = '=HYPERLINK("http://attacker.invalid","A")'


@pytest.fixture()
def gradebook(tmp_path: Path) -> Iterator[Gradebook]:
    """An assignment of 20 points; five students, four of whom have handed in."""
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        book.add_assignment("linear")
        book.add_notebook("linear", "linear")
        book.add_grade_cell("test_mse", "linear", "linear", max_score=20, cell_type="code")
        book.add_student("kim", first_name="Seo-yeon", last_name="Kim", email="kim@uni.example", lms_user_id="4711")
        book.add_student("20261234", first_name="Léa", last_name='O"Neil, Jr.', email="lea@uni.example")
        book.add_student("unkind", first_name="x", last_name=UNKIND, email="u@uni.example", lms_user_id="12abc")
        book.add_student("=1+1", first_name="F", last_name="F", email="f@uni.example")
        book.add_student("absent", first_name="A", last_name="B", email="a@uni.example")
        for student, points in (("kim", 17.25), ("20261234", 0.0), ("unkind", 20 / 3), ("=1+1", 5.0)):
            book.add_submission("linear", student)
            book.find_grade("test_mse", "linear", "linear", student).auto_score = points
        book.db.commit()
        yield book


def table(export: Export) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export.text)))


def rows(export: Export) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export.text)))


def test_canvas_finds_its_columns_in_its_order(gradebook: Gradebook) -> None:
    """Canvas requires these five before the assignments, and reads the maxima from the row below the header."""
    header, maxima, *_ = table(FORMATS["canvas"](gradebook, "linear"))
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "linear"]
    assert maxima[0].strip() == "Points Possible"
    assert maxima[1:] == ["", "", "", "", "20"]


def test_canvas_rows_identify_each_student_and_hold_the_points(gradebook: Gradebook) -> None:
    found = {row["SIS User ID"]: row for row in rows(FORMATS["canvas"](gradebook, "linear"))[1:]}
    assert found["kim"] == {
        "Student": "Kim, Seo-yeon",
        "ID": "4711",
        "SIS User ID": "kim",
        "SIS Login ID": "kim",
        "Section": "",
        "linear": "17.25",
    }
    assert found["20261234"]["Student"] == 'O"Neil, Jr., Léa'
    assert found["20261234"]["linear"] == "0"
    assert found["unkind"]["linear"] == "6.6667"


def test_canvas_takes_no_number_for_its_own_id_that_is_none(gradebook: Gradebook) -> None:
    """Canvas would read 12 from "12abc", and give the grade to whoever has the id 12."""
    found = {row["SIS User ID"]: row["ID"] for row in rows(FORMATS["canvas"](gradebook, "linear"))[1:]}
    assert found == {"kim": "4711", "20261234": "", "unkind": ""}


def test_moodle_finds_the_columns_of_its_own_export(gradebook: Gradebook) -> None:
    header, *_ = table(FORMATS["moodle"](gradebook, "linear"))
    assert header == ["First name", "Last name", "ID number", "Email address", "linear"]


def test_moodle_rows_identify_each_student_and_hold_the_points(gradebook: Gradebook) -> None:
    found = {row["ID number"]: row for row in rows(FORMATS["moodle"](gradebook, "linear"))}
    assert {student: row["linear"] for student, row in found.items()} == {
        "kim": "17.25",
        "20261234": "0",
        "unkind": "6.6667",
    }
    assert found["kim"]["Email address"] == "kim@uni.example"


def test_moodle_has_no_identifying_column_with_a_gap(gradebook: Gradebook) -> None:
    """Moodle gives a row without an identifier to the student of the row before it."""
    gradebook.update_or_create_student("kim", email=None)
    header, *body = table(FORMATS["moodle"](gradebook, "linear"))
    assert "Email address" not in header
    assert all(all(row[header.index("ID number") :]) for row in body)


def test_moodle_uses_the_ids_of_the_lms_where_everyone_has_one(gradebook: Gradebook) -> None:
    gradebook.update_or_create_student("20261234", lms_user_id="4712")
    found = {row["ID number"] for row in rows(FORMATS["moodle"](gradebook, "linear"))}
    assert found == {"4711", "4712", "12abc"}


@pytest.mark.parametrize("form", ["canvas", "moodle"])
def test_who_handed_in_nothing_keeps_what_the_lms_holds(gradebook: Gradebook, form: str) -> None:
    export = FORMATS[form](gradebook, "linear")
    assert "absent" not in export.text
    assert export.grades == 3


@pytest.mark.parametrize("form", ["canvas", "moodle"])
def test_an_id_that_is_a_formula_is_left_out_and_named(gradebook: Gradebook, form: str) -> None:
    """As it is it would be run, changed it would match nobody: in Moodle that aborts the whole import."""
    export = FORMATS[form](gradebook, "linear")
    assert list(export.left_out) == ["=1+1"]
    assert "1+1" not in export.text


@pytest.mark.parametrize("form", list(FORMATS))
def test_no_field_is_a_formula(gradebook: Gradebook, form: str) -> None:
    fields = [field for row in table(FORMATS[form](gradebook, "linear")) for field in row]
    assert [field for field in fields if field.startswith(TO_A_SPREADSHEET_A_FORMULA)] == []
    assert any(UNKIND in field for field in fields)


def test_a_late_penalty_is_taken_off_and_never_below_zero(gradebook: Gradebook) -> None:
    for student, penalty in (("kim", 2.0), ("20261234", 3.0)):
        gradebook.find_submission_notebook("linear", "linear", student).late_submission_penalty = penalty
    gradebook.db.commit()
    found = {row["SIS User ID"]: row["linear"] for row in rows(FORMATS["canvas"](gradebook, "linear"))[1:]}
    assert (found["kim"], found["20261234"]) == ("15.25", "0")


def test_the_command_writes_the_file_and_names_whom_it_left_out(
    small_class: Graded, command: Command, tmp_path: Path
) -> None:
    target = tmp_path / "canvas.csv"
    done = command("autograder", "export", "linear", "--format", "canvas", "--to", target, cwd=small_class.place.root)
    assert done.returncode == 0, done.stderr
    assert "'=1+1' is not in it; enter the grade by hand." in done.stderr
    with target.open(newline="", encoding="utf-8") as file:
        scores = {row["SIS User ID"]: float(row["linear"]) for row in list(csv.DictReader(file))[1:]}
    known = {student: result["score"] for student, result in small_class.results.items() if student != "=1+1"}
    assert scores == known
