"""The memory of the side that is trusted does not grow with the class."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from autograder.gradebook.interruption import Interruption
from autograder.gradebook.results import Results
from autograder.gradebook.session import Watcher, grade_class
from autograder.judge.grading import Outcome, Run

PER_STUDENT = 1000
"""Bytes by which another student may make memory grow: a name and where in a file the result lies."""

BIG = 20_000
"""Bytes of a notebook and of a page, each of which a run that kept them would show."""

VERDICT = {"points": 1.0, "max_points": 2.0, "status": "partial", "stage": "values", "misconception": None}


class AtOnce(Executor):
    """Answers every call at once with an outcome of the usual size."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """An outcome that is there already."""
        student = args[1]
        big = {"linear": bytes(BIG)}
        verdicts = {f"task_{number}": VERDICT for number in range(6)}
        future: Future[Any] = Future()
        future.set_result(Outcome(student, big, big, {"linear": {}}, {}, verdicts, {"linear": "0"}, "", 0.1))
        return future


class Forgetful:
    """In place of a gradebook: takes scores and keeps nothing."""

    def __enter__(self) -> Forgetful:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def record(self, *scores: Any) -> Any:
        """Nothing by hand, nobody late."""
        return SimpleNamespace(by_hand=False, penalties={})


def peak_of(classroom: Path, size: int) -> int:
    """The most memory, in bytes, that grading a class of this size takes beside the list of its names."""
    run = Run("", str(classroom), "linear", "seed", b"", ())
    names = [f"student-{number:06d}" for number in range(size)]
    target = classroom / "results.json"
    tracemalloc.start()
    watcher = Watcher(lambda student: None, lambda student, why: None)
    with Results(target) as results, Interruption() as interruption:
        graded = grade_class(run, names, AtOnce(), 6, Forgetful, results, watcher, interruption)  # type: ignore[arg-type]
        results.write()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert graded == size
    assert list(json.loads(target.read_text("utf-8"))) == names
    return peak


def test_memory_does_not_grow_with_the_class(tmp_path: Path) -> None:
    peak_of(tmp_path / "first", 20)  # imports and caches
    small, large = peak_of(tmp_path / "small", 50), peak_of(tmp_path / "large", 550)
    assert large - small < 500 * PER_STUDENT
