"""A learner's install: the wheel alone, with nothing but NumPy beside it, and no solution in it."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from autograder.course import Course

LONG = 14
"""Characters, spaces aside, from which a line is somebody's and not anybody's."""

NOTEBOOK_LIKE = """
import numpy as np
from autograder import check

def linear_forward(X, W, b):
    return X @ W + b

check(linear_forward)

def mse(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2)

check(mse)
"""


def run(*command: object, cwd: Path) -> str:
    process = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of all that an author has, solutions and class included."""
    folder = tmp_path_factory.mktemp("wheel")
    made = (".*", "*.egg-info", "__pycache__", "build", "dist", "_build", "_site", "classroom", "node_modules")
    shutil.copytree(repository, folder / "checkout", ignore=shutil.ignore_patterns(*made))
    assert (folder / "checkout" / "solutions" / "linear" / "misconceptions.py").is_file()
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ".", cwd=folder / "checkout")
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def learners_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment in which there is the wheel, and NumPy."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    install = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps")
    run(*install, wheel, f"numpy=={version('numpy')}", cwd=folder)
    return python


def written_files(wheel: Path) -> dict[str, str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def solution_lines(repository: Path) -> Iterator[str]:
    """Every line of code that solves a task, rightly or wrongly, in the instructor's folder."""
    course = Course(repository)
    for notebook in course.solutions.rglob("*.ipynb"):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            for body in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", source, re.DOTALL):
                yield from body.splitlines()
    for path in course.solutions.rglob("*.py"):
        source = path.read_bytes()
        lines = source.splitlines()
        for defined in ast.parse(source).body:
            if isinstance(defined, (ast.FunctionDef, ast.ClassDef)):
                for statement in defined.body:
                    yield from segment(lines, statement)
            elif isinstance(defined, ast.Assign):
                yield from segment(lines, defined.value)


def segment(lines: list[bytes], node: ast.stmt | ast.expr) -> list[str]:
    """The lines of a node. `ast.get_source_segment` takes the whole file apart for each."""
    own = lines[node.lineno - 1 : node.end_lineno]
    own[-1] = own[-1][: node.end_col_offset]
    own[0] = own[0][node.col_offset :]
    return [line.decode() for line in own]


def test_check_works_beside_numpy_alone_and_names_a_mistake(learners_python: Path, tmp_path: Path) -> None:
    (tmp_path / "notebook.py").write_text(NOTEBOOK_LIKE, encoding="utf-8")
    shown = run(learners_python, "notebook.py", cwd=tmp_path)
    assert "linear_forward · 3 of 3 points" in shown
    assert "Averaged over all N·K entries" in shown
    assert "/linear.html#mistake-mean-over-entries" in shown


def test_the_learners_environment_holds_nothing_else(learners_python: Path) -> None:
    installed = {path.name.split("-")[0].lower() for path in learners_python.parents[1].rglob("*.dist-info")}
    assert installed == {"numpy", "forward_and_backward"}


def test_the_wheel_holds_the_package_and_its_cards_only(wheel: Path) -> None:
    names = written_files(wheel)
    assert "autograder/cards/linear.json" in names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"autograder"}
    assert not [name for name in names if name.endswith(".ipynb") or "solution" in name or "misconceptions" in name]


IDIOMS = {
    'with np.errstate(all="ignore"):',
    "with torch.no_grad():",
    "module.train()",
    "for parameter in module.parameters():",
    "loss.backward()",
    "images, labels = known_digits()",
}
"""Lines that anybody writes and that solve nothing."""


def test_no_line_of_a_solution_is_in_the_wheel(wheel: Path, repository: Path) -> None:
    lines = {line.strip() for line in solution_lines(repository)}
    lines = {line for line in lines if len("".join(line.split())) >= LONG} - IDIOMS
    assert len(lines) > 100
    found = {(name, line) for name, text in written_files(wheel).items() for line in lines_in(text, lines)}
    assert found == set()


def lines_in(text: str, lines: set[str]) -> Iterator[str]:
    """The lines that stand anywhere in a text; it is searched only for those whose beginnings occur in it."""
    beginnings = {text[start : start + LONG] for start in range(len(text))}
    return (line for line in lines if line[:LONG] in beginnings and line in text)


def test_importing_check_imports_nothing_of_the_graders(repository: Path) -> None:
    """Asked where all of it is installed, so that it could be imported."""
    heavy = ("scipy", "IPython", "nbgrader", "nbformat", "msgpack", "click", "rich", "jinja2", "sqlalchemy", "pandas")
    script = f"import sys, autograder; autograder.check; print([name for name in {heavy} if name in sys.modules])"
    assert run(sys.executable, "-c", script, cwd=repository).strip() == "[]"
