"""Measure grading, as ratios in one run on the same submissions.

    python benchmarks/grading.py [--submissions 30] [--many 300] [--jobs 2]

- `autograder grade` against stock nbgrader's `nbgrader autograde`, both as one reads them off a clock: the whole
  command.
- the judge against its floor: the same cells, their checks included, run in a fork of an already warm interpreter,
  without isolation, comparison, reports or files; seconds per submission, one after the other.
- peak memory of `autograder grade`, all of its processes together, for a small and for a large class.

Submissions are those of the sample class that stock nbgrader grades to the end, as often as it takes.  Numbers depend
on the machine and on what else it does; the ratios much less.  Needs the course installed (`make course` or
`make test`).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ORDINARY = ("complete-", "mistaken-", "half-done", "carries-")
"""Beginnings of the names of submissions in the sample class that end by themselves."""

STOCK_CONFIG = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.ClearSolutions.code_stub = {{"python": "raise NotImplementedError"}}
"""


def main() -> None:
    """Measure everything and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=30, help="submissions to grade (default: %(default)s)")
    parser.add_argument("--many", type=int, default=300, help="size of the large class (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="submissions at a time (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sources = ordinary_submissions(work / "sample")
        small, large = work / "small", work / "large"
        make_class(small, sources, options.submissions)
        make_class(large, sources, options.many)
        print("stock nbgrader …", file=sys.stderr)
        stock = time_stock(work / "stock", small)
        print("autograder grade …", file=sys.stderr)
        ours, memory_small = time_grade(small, options.jobs)
        print("autograder grade, the large class …", file=sys.stderr)
        ours_large, memory_large = time_grade(large, options.jobs)
        print("floor and judge …", file=sys.stderr)
        floor, judged = time_floor_and_judge(small)
    show(options, stock, ours, ours_large, floor, judged, memory_small, memory_large)


def show(
    options: argparse.Namespace,
    stock: float,
    ours: float,
    ours_large: float,
    floor: float,
    judged: float,
    memory_small: float,
    memory_large: float,
) -> None:
    """Print what was measured."""
    n, many, jobs = options.submissions, options.many, options.jobs
    rows = [
        (f"stock `nbgrader autograde`, {n} submissions", f"{stock:.1f} s", "1"),
        (f"`autograder grade --jobs {jobs}`, {n} submissions", f"{ours:.1f} s", f"{stock / ours:.0f} times faster"),
        (
            f"`autograder grade --jobs {jobs}`, {many} submissions",
            f"{ours_large:.1f} s",
            f"{stock / n / (ours_large / many):.0f} times faster per submission",
        ),
        ("floor: the same cells in a warm fork, per submission", f"{1000 * floor:.0f} ms", "1"),
        ("judge: sandbox, verdict, report, per submission", f"{1000 * judged:.0f} ms", f"{judged / floor:.2f} × floor"),
        (f"peak memory, {n} submissions", f"{memory_small:.0f} MiB", "1"),
        (f"peak memory, {many} submissions", f"{memory_large:.0f} MiB", f"{memory_large / memory_small:.2f} ×"),
    ]
    print("| measured | result | ratio |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def ordinary_submissions(folder: Path) -> list[Path]:
    """Notebooks of the sample class that end by themselves."""
    subprocess.run([sys.executable, str(ROOT / "tests/sample_class/make_class.py"), str(folder)], check=True)
    submitted = sorted((folder / "submitted").glob("*/linear/linear.ipynb"))
    return [path for path in submitted if path.parts[-3].startswith(ORDINARY)]


def make_class(folder: Path, sources: list[Path], size: int) -> None:
    """A class of this size, by going round the sources."""
    for number in range(size):
        place = folder / "submitted" / f"student-{number:04}" / "linear"
        place.mkdir(parents=True)
        shutil.copy(sources[number % len(sources)], place)


def time_stock(root: Path, small: Path) -> float:
    """Seconds that nbgrader takes with its own preprocessors, a kernel per notebook."""
    (root / "source" / "linear").mkdir(parents=True)
    shutil.copy(ROOT / "solutions/linear/linear.ipynb", root / "source/linear")
    shutil.copytree(small / "submitted", root / "submitted")
    (root / "nbgrader_config.py").write_text(STOCK_CONFIG.format(root=str(root)), encoding="utf-8")
    run([str(BIN / "nbgrader"), "generate_assignment", "linear"], root)
    return run([str(BIN / "nbgrader"), "autograde", "linear"], root)


def run(command: list[str], folder: Path) -> float:
    """Seconds that a command takes; what it prints is shown only when it fails."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def time_grade(classroom: Path, jobs: int) -> tuple[float, float]:
    """Seconds that `autograder grade` takes, and the peak memory of all its processes in MiB."""
    command = [str(BIN / "autograder"), "grade", "linear", "--classroom", str(classroom), "--jobs", str(jobs)]
    peak = 0.0
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.1):
            peak = max(peak, proportional_memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    if code:
        sys.exit(f"{' '.join(command)} failed.")
    return seconds, peak


def proportional_memory(pid: int) -> float:
    """MiB of a process and all below it, pages that they share counted once (PSS, see proc(5))."""
    total = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for member in family:
        try:
            total += member.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / 2**20


def time_floor_and_judge(small: Path) -> tuple[float, float]:
    """Seconds per submission of the floor and of the judge, in turns, so that both see the same machine."""
    from autograder.course import Course
    from autograder.judge.grading import Grader, Run, close_sandboxes, expectations

    students = sorted(path.name for path in (small / "submitted").iterdir())
    grader = Grader(
        Run(str(ROOT), str(small), "linear", "benchmark", expectations(Course(ROOT), "linear", "benchmark"))
    )
    floor = judged = 0.0
    try:
        grader.grade(students[0])  # warm, as the floor's interpreter is
        for student in students:
            started = time.perf_counter()
            run_in_fork(small / "submitted" / student / "linear" / "linear.ipynb")
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


if __name__ == "__main__":
    main()
