"""CONTRIBUTING is true: what it names is there, and its recipes are followed to the end in a copy of the course."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from adversary import engine, test_adversaries
from adversary.conftest import Aftermath, grade

from autograder.commands.cli import main as autograder

from .recipes import Guide

COURSE = ("autograder", "book/en", "book/ko", "exercises/linear", "solutions/linear")
SITE = ("book/publishing", "book/playgrounds", "tests/conftest.py", "tests/courses.py", "tests/site/conftest.py")
TO_BE = {"book/playgrounds/descent.js", "tests/site/test_descent_playground.py"}
"""Files that a recipe makes."""


@pytest.fixture(scope="module")
def guide(repository: Path) -> Guide:
    return Guide.at(repository / "CONTRIBUTING.md")


def copied(repository: Path, folder: Path, names: tuple[str, ...]) -> Path:
    """A course in a folder of its own, with these parts of it."""
    for name in names:
        source, target = repository / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


def run(course: Path, *command: str) -> str:
    """What a command says in a course; it must succeed."""
    programs = Path(sys.executable).parent
    own = {"PYTHONPATH": str(course), "LANG": "C.UTF-8", "PATH": f"{programs}:{os.environ['PATH']}"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("AUTOGRADER_", "JUPYTER", "LC_"))}
    process = subprocess.run(command, cwd=course, env={**kept, **own}, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


# --- What it names ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "CONTRIBUTING.ko.md"])
def test_every_path_is_there(name: str, repository: Path) -> None:
    paths = Guide.at(repository / name).paths
    assert len(paths) > 40
    assert {path for path in paths if not (repository / path).exists()} == TO_BE


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_path_of_the_design_decisions_is_there(language: str, repository: Path) -> None:
    paths = Guide.at(repository / "book" / language / "design-decisions.md").paths
    assert len(paths) > 10
    assert [path for path in paths if not (repository / path.partition("*")[0]).exists()] == []


def test_every_command_is_one(guide: Guide, repository: Path) -> None:
    """A subcommand with its options, a target of make, a program of the course."""
    targets = re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.M)
    for program, *words in guide.commands:
        if program == "make":
            assert set(words) <= set(targets), words
        elif program == "autograder":
            command = autograder.commands[words[0]]
            known = {option for parameter in command.params for option in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= known, words
        elif program == "python":
            assert words[0] == "-m" or (repository / words[0]).is_file(), words


def test_both_languages_have_the_same_blocks_and_the_same_sections(guide: Guide, repository: Path) -> None:
    korean = Guide.at(repository / "CONTRIBUTING.ko.md")
    assert guide.blocks == korean.blocks != []
    assert guide.text.count("\n## ") == korean.text.count("\n## ")
    assert guide.paths - {"book/en/write-an-exercise.md"} == korean.paths - {"book/ko/write-an-exercise.md"}


# --- What it tells to do ----------------------------------------------------------------------------------------------


def test_the_misconception_is_proved_released_and_recognised(guide: Guide, repository: Path, tmp_path: Path) -> None:
    recipe = guide.section("A misconception")
    course = copied(repository, tmp_path / "course", (*COURSE, "nbgrader_config.py"))
    for block in recipe.blocks:
        if block.path:
            path = course / block.path
            path.write_text(f"{path.read_text(encoding='utf-8')}\n\n{block.body}", encoding="utf-8")
    (release,) = (words for words in recipe.commands if words[:2] == ["autograder", "release"])
    run(course, *release)  # which audits, as the command before it does
    attempt = (
        "import numpy as np\nfrom autograder import check\n"
        "def mse(Y_hat, Y):\n    return max(((a - b) ** 2).sum() for a, b in zip(Y_hat, Y))\ncheck(mse)\n"
    )
    said = run(course, "python", "-c", attempt)
    assert "The largest error instead of the mean" in said
    assert "en/linear.html#mistake-largest-error" in said


def test_the_attack_is_handed_in_graded_and_earns_nothing(
    guide: Guide, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, isolation: None
) -> None:
    recipe = guide.section("An attack")
    ((name, entry),) = tomllib.loads(recipe.file("tests/adversary/attacks/reading.toml")).items()
    attack = engine.Attack(f"reading-{name}", **entry)
    (command,) = (command for command in recipe.commands if "-k" in command)
    assert command[command.index("-k") + 1] in name
    for names, only in (("ATTACKS", [attack]), ("NAMES", []), ("CONTROLS", {"control-1": "complete-as-taught"})):
        monkeypatch.setattr(engine, names, only)
    arena = engine.Arena(tmp_path, repository, engine.new_secret(), 9, tmp_path / "socket")
    arena.set_up()
    process, session = grade(arena, "--seed", test_adversaries.SEED, "--jobs", "1")
    assert process.returncode == 0, process.stderr
    aftermath = Aftermath(arena, process, session, {}, {}, 0)
    assert "overheard" in str(aftermath.notebook(attack.student))
    test_adversaries.test_no_point_is_unearned(aftermath, attack)
    test_adversaries.test_nothing_is_read(aftermath, attack)
    test_adversaries.test_what_is_shown_is_inert(aftermath, attack)


@pytest.mark.usefixtures("chromium")
def test_the_playground_runs_in_a_browser_and_passes_its_test(guide: Guide, repository: Path, tmp_path: Path) -> None:
    recipe = guide.section("A playground")
    needed = (*SITE, "tests/site/playground_page.py", "tests/site/site_pages.py", "_toc.yml", "pyproject.toml")
    course = copied(repository, tmp_path / "course", needed)
    for block in recipe.blocks:
        if block.path:
            (course / block.path).write_text(block.body, encoding="utf-8")
    (course / "book/playgrounds/descent-fallback.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (command,) = (words for words in recipe.commands if "tests/site/test_descent_playground.py" in words)
    said = run(course, *command, "-p", "no:cacheprovider", "-k", "ends or 390-light-en")
    assert "3 passed" in said
