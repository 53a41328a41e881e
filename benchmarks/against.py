"""Grading by others on the same submissions: stock nbgrader, otter-grader, and the floor, which grades nothing."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from classes import BIN, ROOT, run

STOCK_CONFIG = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.ClearSolutions.code_stub = {{"python": "raise NotImplementedError"}}
"""

OTTER_TEST = """OK_FORMAT = True
test = {{
    "name": {name!r},
    "points": 1,
    "suites": [{{
        "cases": [{{
            "code": ">>> from autograder.checks.check import examine\\n"
                    ">>> examine({name}).verdict.status\\n'passed'",
            "hidden": False, "locked": False,
        }}],
        "scored": True, "setup": "", "teardown": "", "type": "doctest",
    }}],
}}
"""
"""A test as otter reads it: the same check, judged in the notebook's own process as otter does."""


def time_stock(root: Path, classroom: Path) -> float:
    """Seconds that nbgrader takes with its own preprocessors, a kernel per notebook."""
    (root / "source" / "linear").mkdir(parents=True)
    shutil.copy(ROOT / "solutions/linear/linear.ipynb", root / "source/linear")
    shutil.copytree(classroom / "submitted", root / "submitted")
    (root / "nbgrader_config.py").write_text(STOCK_CONFIG.format(root=str(root)), encoding="utf-8")
    run([str(BIN / "nbgrader"), "generate_assignment", "linear"], root)
    return run([str(BIN / "nbgrader"), "autograde", "linear"], root)


def otter_environment(folder: Path) -> Path:
    """A virtual environment with otter-grader, whose dependencies would change the course's own; its `otter`."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "otter-grader", "ipykernel"], check=True)
    return folder / "bin" / "otter"


def time_otter(otter: Path, root: Path, notebooks: list[Path]) -> float:
    """Seconds that `otter run` takes, a notebook at a time; without a container, which would cost more."""
    (root / "tests").mkdir(parents=True)
    (root / "submissions").mkdir()
    release = json.loads((ROOT / "exercises/linear/linear.ipynb").read_bytes())
    names = [name for name in map(task_checked, release["cells"]) if name]
    for name in names:
        (root / "tests" / f"{name}.py").write_text(OTTER_TEST.format(name=name), encoding="utf-8")
    for number, path in enumerate(notebooks):
        translated = for_otter(json.loads(path.read_bytes()))
        (root / "submissions" / f"{number:05}.ipynb").write_text(json.dumps(translated), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{otter.parent}:{os.environ['PATH']}"}
    run([str(otter), "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"], root, env)
    return sum(
        run([str(otter), "run", "-a", "autograder.zip", "-o", str(root), "--no-logo", str(path)], root, env)
        for path in sorted((root / "submissions").glob("*.ipynb"))
    )


def for_otter(notebook: dict[str, Any]) -> dict[str, Any]:
    """The same cells, with otter's check in the place of ours."""
    translated = copy.deepcopy(notebook)
    for cell in translated["cells"]:
        if name := task_checked(cell):
            cell["source"] = f'grader.check("{name}")'
    first: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    first["source"] = "import otter\ngrader = otter.Notebook()"
    if translated["nbformat_minor"] >= 5:
        first["id"] = "otter"
    translated["cells"].insert(0, first)
    return translated


def task_checked(cell: dict[str, Any]) -> str:
    """The name of the task whose check cell this is, or nothing."""
    marks = cell["metadata"].get("nbgrader", {})
    return marks["grade_id"].removeprefix("test_") if marks.get("grade") and cell["cell_type"] == "code" else ""


def time_floor_and_judge(classroom: Path, repeats: int) -> tuple[float, float]:
    """Seconds per submission of the floor and of the judge, in turns, so that both see the same machine."""
    from autograder.course import Course
    from autograder.judge.grading import Grader, close_sandboxes, prepare_run
    from autograder.judge.versions import versions_of

    course = Course(ROOT)
    students = sorted(path.name for path in (classroom / "submitted").iterdir())[:repeats]
    grader = Grader(prepare_run(course, classroom, "linear", "benchmark", versions_of(course, "linear"), False))
    floor = judged = 0.0
    try:
        grader.grade(students[0])  # warm, as the floor's interpreter is
        for student in students:
            started = time.perf_counter()
            run_in_fork(classroom / "submitted" / student / "linear" / "linear.ipynb")
            between = time.perf_counter()
            grader.grade(student)
            floor += between - started
            judged += time.perf_counter() - between
    finally:
        close_sandboxes()
    return floor / len(students), judged / len(students)


def run_in_fork(notebook: Path) -> None:
    """Run every code cell of a notebook in a fork of this interpreter, which has everything imported."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    namespace: dict[str, object] = {"__name__": "__main__"}
    for cell in json.loads(notebook.read_bytes())["cells"]:
        if cell["cell_type"] == "code":
            try:
                exec("".join(cell["source"]), namespace)
            except Exception:  # a cell that raises does not stop a notebook
                continue
    os._exit(0)
