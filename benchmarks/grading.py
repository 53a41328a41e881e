"""Measure grading, as ratios in one run on the same submissions.

    python benchmarks/grading.py [--quick] [--jobs 2] [--otter PATH]

- `autograder grade` against stock nbgrader's `nbgrader autograde` and against `otter run`, each as one reads it off a
  clock: whole commands, divided by the number of submissions.
- the judge against its floor: the same cells, their checks included, run in a fork of an already warm interpreter,
  without isolation, comparison, reports or files; seconds per submission, one after the other.
- the cost curve: whole commands from 30 to 3 000 submissions, and the line that fits them.
- peak memory of `autograder grade`, all of its processes together, by the size of the class.
- a Dask cluster with as many workers on this machine as `--jobs` has processes.

Submissions are those of the sample class that stock nbgrader grades to the end, as often as it takes.  Numbers depend
on the machine and on what else it does; the ratios much less.  Needs the course installed (`make course` or
`make test`); otter-grader is installed into a virtual environment of its own unless `--otter` names one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from against import otter_environment, time_floor_and_judge, time_otter, time_stock
from classes import make_class, ordinary_submissions
from scale import cost_curve, fit_line, time_cluster


@dataclass(frozen=True)
class Plan:
    """How many submissions each measurement takes."""

    stock: int
    otter: int
    floor: int
    curve: tuple[int, ...]
    cluster: int


FULL = Plan(stock=24, otter=12, floor=96, curve=(30, 100, 300, 1000, 3000), cluster=300)
QUICK = Plan(stock=6, otter=3, floor=24, curve=(30, 90, 270), cluster=90)


def main() -> None:
    """Measure everything and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer submissions: some three minutes in place of twelve")
    parser.add_argument("--jobs", type=int, default=2, help="submissions at a time (default: %(default)s)")
    parser.add_argument("--otter", type=Path, help="the program `otter` of an environment that has it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), QUICK if options.quick else FULL, options.jobs, options.otter)
    print("| measured | result | ratio |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def measure(work: Path, plan: Plan, jobs: int, otter: Path | None) -> list[tuple[str, str, str]]:
    """Rows of the table: what, its result, and the ratio to what it is compared with."""
    sources = ordinary_submissions(work / "sample")
    say("cost curve")
    curve = cost_curve(work, sources, plan.curve, jobs)
    start, cost, off = fit_line({size: seconds for size, (seconds, _) in curve.items()})
    smallest, largest = min(curve), max(curve)
    ours = curve[largest][0] / largest
    say("stock nbgrader")
    stock = time_stock(work / "stock", make_class(work / "for-stock", sources, plan.stock)) / plan.stock
    say("otter-grader")
    program = otter or otter_environment(work / "otter-environment")
    others = time_otter(program, work / "otter", sources[: plan.otter]) / min(plan.otter, len(sources))
    say("floor and judge")
    floor, judged = time_floor_and_judge(make_class(work / "for-floor", sources, plan.floor), plan.floor)
    say("cluster")
    there = time_cluster(make_class(work / "for-cluster", sources, plan.cluster), jobs, work)
    here = start + cost * plan.cluster
    return [
        (f"`autograder grade --jobs {jobs}`, class of {largest}, per submission", f"{1000 * ours:.0f} ms", "1"),
        ("stock `nbgrader autograde`, per submission", f"{1000 * stock:.0f} ms", f"{stock / ours:.0f} times slower"),
        ("`otter run`, per submission", f"{1000 * others:.0f} ms", f"{others / ours:.0f} times slower"),
        ("floor: the same cells in a warm fork, per submission", f"{1000 * floor:.0f} ms", "1"),
        ("judge: sandbox, verdict, report, per submission", f"{1000 * judged:.0f} ms", f"{judged / floor:.2f} × floor"),
        *((f"class of {n}", f"{t:.1f} s", f"{t / (start + cost * n):.2f} × the line") for n, (t, _) in curve.items()),
        ("the line: start-up, and per submission", f"{start:.1f} s, {1000 * cost:.0f} ms", f"off by {100 * off:.0f} %"),
        (f"peak memory, class of {smallest}", f"{curve[smallest][1]:.0f} MiB", "1"),
        (
            f"peak memory, class of {largest}",
            f"{curve[largest][1]:.0f} MiB",
            f"{curve[largest][1] / curve[smallest][1]:.2f} ×",
        ),
        (
            f"`--dask`, {jobs} workers, class of {plan.cluster}",
            f"{there:.1f} s",
            f"{there / here:.2f} × `--jobs {jobs}`",
        ),
    ]


def say(what: str) -> None:
    """Tell on stderr what is measured now."""
    print(f"{what} …", file=sys.stderr)


if __name__ == "__main__":
    main()
