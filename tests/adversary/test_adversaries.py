"""A hostile class, graded by `autograder grade`: no point unearned, nothing read, nothing written, nobody else hurt."""

from __future__ import annotations

import base64
import csv
import json
import sqlite3
import stat
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

import autograder

from .conftest import SEED, Aftermath, grade, run
from .engine import ATTACKS, CONTROLS, HONEST_WORK, MARK, NAMES, TASKS, Arena, Attack, Listening
from .pages import Inspector

each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.student)

MOST_WRITTEN = 12 * 2**20
"""Bytes of notebook and feedback that one submission may cause: each of many cells may show what one cell may."""


def test_the_class_is_graded_to_the_end_with_everybody_in_it(aftermath: Aftermath) -> None:
    assert aftermath.process.returncode == 0, aftermath.process.stderr
    assert "Traceback" not in aftermath.process.stderr
    assert set(aftermath.results) == {*CONTROLS, *NAMES, *(attack.student for attack in ATTACKS)}
    assert " 0 not graded" in aftermath.process.stdout


def test_there_are_attacks_of_every_family() -> None:
    families = [attack.student.partition("-")[0] for attack in ATTACKS]
    assert {family: families.count(family) for family in set(families)}.keys() == {
        "forging", "tampering", "reading", "exhaustion", "escape",
    }  # fmt: skip
    assert len(ATTACKS) == len({attack.student for attack in ATTACKS}) >= 60


@each_attack
def test_no_point_is_unearned(aftermath: Aftermath, attack: Attack) -> None:
    """What is worth nothing earns nothing; a right answer beside an attack keeps its points."""
    result = aftermath.results[attack.student]
    if attack.score is not None or attack.start != "solved":
        assert result["score"] <= (attack.score or 0.0), result
        return
    for task in TASKS:
        verdict = result["tasks"][task]
        if task in attack.loses:
            assert verdict["points"] == 0.0, (task, verdict)
            assert verdict["status"] in attack.loses[task], (task, verdict)
        else:
            assert verdict["status"] == "passed", (task, verdict)
            assert verdict["points"] == verdict["max_points"], (task, verdict)


@each_attack
def test_nothing_is_read(aftermath: Aftermath, attack: Attack) -> None:
    """No secret stands in anything that was written of the attacker, plain, in hexadecimal or in base64."""
    written = aftermath.written_about(attack.student)
    secret = aftermath.arena.secret.encode()
    for form in (secret, secret.hex().encode(), base64.b64encode(secret)[:-4], secret[::-1]):
        assert form not in written
    assert SEED.encode() not in aftermath.feedback(attack.student).encode()


@each_attack
def test_what_is_shown_is_inert(aftermath: Aftermath, attack: Attack) -> None:
    """A page has no element, attribute or address but its own, a notebook no output but text and pictures."""
    page = aftermath.feedback(attack.student)
    assert attack.shows in page
    assert Inspector(page).found == []
    notebook = nbformat.reads(aftermath.notebook_bytes(attack.student).decode("utf-8"), as_version=4)
    nbformat.validate(notebook)
    for cell in notebook["cells"]:
        judged = cell["metadata"].get("nbgrader", {}).get("grade", False)
        for output in cell.get("outputs", []):
            kinds = set(output.get("data", {}))
            assert kinds <= ({"text/plain", "text/html"} if judged else {"text/plain", "image/png"})
            assert Inspector(output.get("data", {}).get("text/html", "")).found == []
    text = json.dumps(notebook)
    for word in attack.never:
        assert word not in text


@each_attack
def test_what_is_written_is_bounded(aftermath: Aftermath, attack: Attack) -> None:
    assert len(aftermath.written_about(attack.student)) < MOST_WRITTEN


def test_every_control_has_exactly_the_result_that_it_has_in_a_friendly_class(
    aftermath: Aftermath, repository: Path
) -> None:
    expected = json.loads((repository / "tests/sample_class/expected/linear.json").read_text("utf-8"))
    found = {student: aftermath.results[student] for student in CONTROLS}
    assert found == {student: expected[original] for student, original in CONTROLS.items()}


def test_the_gradebook_has_the_judge_s_scores_and_nothing_else(aftermath: Aftermath) -> None:
    with Gradebook(f"sqlite:///{aftermath.arena.classroom / 'gradebook.db'}") as gradebook:
        scores = {s.student.id: s.score for s in gradebook.assignment_submissions("linear")}
        assert [assignment.name for assignment in gradebook.assignments] == ["linear"]
        assert {cell.max_score for cell in gradebook.find_notebook("linear", "linear").grade_cells} == {2, 3, 5}
    assert scores == {student: result["score"] for student, result in aftermath.results.items()}


def test_nothing_is_changed_in_the_course_the_submissions_or_the_machine(aftermath: Aftermath) -> None:
    assert aftermath.after == aftermath.before


def test_nothing_is_left_behind(aftermath: Aftermath) -> None:
    """No file under the attackers' name in any folder that the grader could write into."""
    package = Path(autograder.__path__[0])
    folders = [Path("/"), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/run"), Path.home(), Path.cwd()]
    folders += [package, package.parent, package / "cards", package / "tasks", Path(nbformat.__file__).parents[1]]
    assert [folder for folder in folders if (folder / MARK).exists()] == []
    assert list(aftermath.arena.root.rglob(MARK)) == []
    assert not Path("/dev/shm/adversary").exists()


def test_nobody_was_reached(aftermath: Aftermath) -> None:
    assert aftermath.visitors == 0


def test_nothing_outlives_the_command(aftermath: Aftermath) -> None:
    """The command ran in a session of its own; so did each warm parent, whose program names its module."""
    left = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                session = int((folder / "stat").read_text().rpartition(")")[2].split()[3])
                command = (folder / "cmdline").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                continue
            ours = b"autograder.sandbox.zygote" in command and str(aftermath.session).encode() in command
            if session == aftermath.session or ours:
                left.append(command)
    assert left == []


def test_each_secret_is_where_the_attacks_look_for_it(aftermath: Aftermath) -> None:
    """Otherwise it would be no wonder that none is read."""
    arena = aftermath.arena
    places = [arena.host / "secret.txt", arena.home / "secret.txt", arena.course / "solutions" / "linear" / "secret.py"]
    places += [arena.classroom / "submitted" / "control-1" / "linear" / name for name in ("secret.txt", "linear.ipynb")]
    for place in places:
        assert arena.secret in place.read_text("utf-8")
        assert stat.S_IMODE(place.stat().st_mode) & 0o044
    with sqlite3.connect(arena.classroom / "gradebook.db") as gradebook:
        assert (arena.secret,) in gradebook.execute("SELECT email FROM student").fetchall()
    assert arena.secret in arena.open_ears().values()


def test_without_walls_the_same_attacks_do_read_and_reach(aftermath: Aftermath, listening: Listening) -> None:
    """The proof that these tests can fail: where code is trusted, it finds the secrets and the server."""
    arena: Arena = aftermath.arena
    students = ("reading-reads-files-by-name", "escape-connects-to-loopback")
    chosen = [option for student in students for option in ("--student", student)]
    kept = {student: aftermath.written_about(student) for student in students}
    process, _ = grade(arena, "--unprotected", "--jobs", "1", "--seed", SEED, *chosen)
    assert process.returncode == 0, process.stderr
    after = Aftermath(arena, process, 0, {}, {}, 0)
    assert arena.secret.encode() in after.written_about(students[0])
    assert arena.secret.encode() not in kept[students[0]]
    assert listening.visitors > aftermath.visitors


@pytest.fixture(scope="module")
def exported(aftermath: Aftermath) -> list[dict[str, str]]:
    """The rows of `autograder export --format csv`."""
    process, _ = run(aftermath.arena, "export", "linear", "--to", "grades.csv")
    assert process.returncode == 0, process.stderr
    with (aftermath.arena.course / "grades.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", NAMES)
def test_an_odd_name_is_a_name_like_any_other(
    aftermath: Aftermath, exported: list[dict[str, str]], repository: Path, name: str
) -> None:
    expected = json.loads((repository / "tests/sample_class/expected/linear.json").read_text("utf-8"))[HONEST_WORK]
    assert aftermath.results[name] == expected
    assert Inspector(aftermath.feedback(name)).found == []
    assert "of 20 points" in aftermath.feedback(name)
    rows = [row for row in exported if row["student_id"] in (name, f"'{name}")]
    assert [float(row["score"]) for row in rows] == [expected["score"]]


def test_no_field_of_the_export_is_a_formula(exported: list[dict[str, str]]) -> None:
    fields = [value for row in exported for value in row.values()]
    assert [value for value in fields if value.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_the_class_report_shows_what_learners_wrote_and_obeys_none_of_it(aftermath: Aftermath) -> None:
    process, _ = run(aftermath.arena, "report", "linear", "--to", "report.html")
    assert process.returncode == 0, process.stderr
    page = Inspector((aftermath.arena.course / "report.html").read_text("utf-8"))
    assert page.acting == []
