"""The tasks of `derivatives`: what a class is tried on, how its work is counted, and what x must survive."""

from __future__ import annotations

import gc
import json
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.checks.card import load_cards
from autograder.checks.evaluate import TaskVerdict, evaluate
from autograder.checks.probe import observe, try_here
from autograder.checks.report import Report
from autograder.checks.results import describe_call
from autograder.course import Course
from autograder.judge.bank import Bank, load_bank
from autograder.tasks import find_task
from autograder.tasks.schema import Real, scripted
from autograder.tasks.work import HOPELESS, collection_paused, default_recursion_limit, order_of_growth

Judge = Callable[[str, Any], TaskVerdict]


@pytest.fixture(scope="module")
def derivatives(repository: Path) -> Bank:
    return load_bank(Course(repository), "derivatives")


def stages(verdict: TaskVerdict) -> dict[str, bool]:
    return {stage.name: stage.passed for stage in verdict.stages}


# Counting work


class Node:
    """Something to be looked up."""


def linear(size: int) -> None:
    for _ in range(size):
        pass


def quadratic(size: int) -> None:
    for _ in range(size):
        linear(size)


def doubling(size: int) -> None:
    if size:
        doubling(size - 1)
        doubling(size - 1)


def merge_sort(numbers: list[int]) -> list[int]:
    if len(numbers) < 2:
        return numbers
    half = len(numbers) // 2
    left, right, merged = merge_sort(numbers[:half]), merge_sort(numbers[half:]), []
    while left and right:
        merged.append((left if left[-1] > right[-1] else right).pop())
    return left + right + merged[::-1]


def searched(kind: type) -> Callable[[int], None]:
    """Looks each of n nodes up among those before it, in a container of this kind."""

    def run(size: int) -> None:
        seen: Any = kind()
        for node in [Node() for _ in range(size)]:
            if node not in seen:
                (seen.append if kind is list else seen.add)(node)

    return run


@pytest.mark.parametrize(
    ("run", "order"),
    [
        (linear, 1),
        (lambda size: merge_sort(list(range(size))), 1),
        (searched(set), 1),
        (searched(list), 2),
        (quadratic, 2),
    ],
    ids=["one loop", "n log n", "search in a set", "search in a list", "loop in a loop"],
)
def test_the_order_of_growth_is_told_without_a_clock(run: Callable[[int], object], order: int) -> None:
    assert order_of_growth(run, 100, 400, Node) == order


def test_counting_stops_work_that_would_never_end() -> None:
    calls = 0

    def run(size: int) -> None:
        nonlocal calls
        calls += 1
        doubling(size)

    assert order_of_growth(run, 10, 200) == HOPELESS  # 2²⁰⁰ calls, if it were not stopped
    assert calls == 2


def test_counting_leaves_everything_as_it_was() -> None:
    before = sys.gettrace(), sys.getrecursionlimit(), gc.isenabled(), sys.setrecursionlimit
    with default_recursion_limit(), collection_paused():
        order_of_growth(searched(list), 10, 20, Node)
    assert (sys.gettrace(), sys.getrecursionlimit(), gc.isenabled(), sys.setrecursionlimit) == before
    assert "__eq__" not in vars(Node)


def test_inside_the_default_recursion_limit_nobody_raises_it() -> None:
    def deep(levels: int) -> int:
        return 1 + deep(levels - 1) if levels else 0

    with default_recursion_limit():
        sys.setrecursionlimit(100_000)
        assert deep(900) == 900
        with pytest.raises(RecursionError):
            deep(2000)


# Value


MICROGRAD_WALK = """
    def backward(self):
        topo, visited = [], set()
        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child, _ in v.edges:
                    build_topo(child)
                topo.append(v)
        build_topo(self)
        for v in topo:
            v.grad = 0.0
        self.grad = 1.0
        for v in reversed(topo):
            for source, slope in v.edges:
                source.grad += slope * v.grad
"""

EVERY_PATH = """
    def backward(self):
        for node in self.inputs_first():
            node.grad = 0.0
        self.hand_down(1.0)

    def hand_down(self, amount):
        work = [(self, amount)]
        while len(work) > 0:
            node, share = work.pop(0)
            node.grad = node.grad + share
            for source, slope in node.edges:
                work.append((source, share * slope))
"""

SEARCHED_LIST = """
    def inputs_first(self):
        done, path = [], [self]
        while path:
            left = [source for source, _ in path[-1].edges if source not in done]
            if left:
                path.append(left[0])
            else:
                node = path.pop()
                if node not in done:
                    done.append(node)
        return done
"""


@pytest.fixture(scope="module")
def taught(repository: Path) -> str:
    """The instructor's class `Value`, as text."""
    notebook = json.loads((repository / "solutions/derivatives/derivatives.ipynb").read_text(encoding="utf-8"))
    (source,) = ["".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == "Value"]
    return source


def engine(taught: str, methods: str) -> type:
    """The instructor's engine with other methods, one of many ways in which a learner may write a mistake."""
    scope: dict[str, Any] = {"math": math}
    exec(taught + methods, scope)
    value: type = scope["Value"]
    return value


@pytest.mark.parametrize(
    ("methods", "misconception"),
    [(MICROGRAD_WALK, "RecursiveWalk"), (EVERY_PATH, "PathByPath"), (SEARCHED_LIST, "VisitedInList")],
)
def test_slow_engines_lose_only_the_stage_of_size_and_are_named_however_they_are_written(
    taught: str, judge: Judge, methods: str, misconception: str
) -> None:
    verdict = judge("Value", engine(taught, methods))
    assert {name for name, passed in stages(verdict).items() if not passed} == {"size"}
    assert verdict.misconception == misconception


def test_an_engine_with_equality_of_its_own_is_judged_too(taught: str, judge: Judge) -> None:
    equality = """
    def __eq__(self, other):
        return self is other

    __hash__ = object.__hash__
"""
    assert judge("Value", engine(taught, equality)).status == "passed"


def test_raising_the_recursion_limit_does_not_help(derivatives: Bank, judge: Judge) -> None:
    raised = next(m for m in derivatives.misconceptions if m.id == "RecursionLimitRaised")
    assert not stages(judge("Value", raised.implementation))["size"]


def test_a_report_shows_the_lines_that_were_run_with_their_numbers(derivatives: Bank, judge: Judge) -> None:
    turned = next(m for m in derivatives.misconceptions if m.id == "DivisionSign")
    verdict = judge("Value", turned.implementation)
    shown = Report(find_task("Value"), verdict, language="en").text()
    number = verdict.failure.finding.call.split("Value(")[2].split(")")[0]
    assert f"b = Value({number}); L = a / b; L.backward()" in shown
    assert float(number) > 0
    assert "`b.grad` is another number than it should be" in shown


def test_a_script_is_both_what_runs_and_what_is_shown() -> None:
    case = scripted("Box", "box = Box({size}); box.fill(2)", (Real("box.total"),), size=3.0)

    class Box:
        def __init__(self, size: float) -> None:
            self.size = size

        def fill(self, times: int) -> None:
            self.total = self.size * times

    assert case.probe is not None
    assert case.probe(Box, {"size": 3.0}) == 6.0
    assert case.call == "box = Box({size}); box.fill(2)"


def test_no_case_is_named_with_a_slash() -> None:
    """Keys of cards are seed/case, split at the slash."""
    names = [name for task in ("Value", "numerical_gradient") for name in find_task(task).cases]
    assert not [name for name in names if "/" in name]


# The functions


def test_x_that_comes_back_with_other_bits_costs_the_contract_and_nothing_else(derivatives: Bank, judge: Judge) -> None:
    entry = next(m for m in derivatives.misconceptions if m.id == "restored_by_arithmetic")
    verdict = judge("numerical_gradient", entry.implementation)
    assert {name for name, passed in stages(verdict).items() if not passed} == {"contract"}
    assert verdict.misconception == "restored_by_arithmetic"


def test_whole_numbers_reach_the_function_as_whole_numbers() -> None:
    seen: list[Any] = []

    def numerical_gradient(f: Any, x: Any, h: float = 1e-5) -> Any:
        seen.append((x.dtype.kind, h, f(x)))
        return np.zeros(x.shape)

    task = find_task("numerical_gradient")
    observe(task, {task.name: numerical_gradient}, "whole numbers", task.inputs("whole numbers", "a seed"))
    assert [(kind, h) for kind, h, _ in seen] == [("i", 1e-5)]
    assert math.isfinite(seen[0][2])


@pytest.mark.parametrize(("case", "shape"), [("matrix", (4, 3)), ("three axes", (2, 3, 4)), ("one number", ())])
def test_a_gradient_of_any_shape_has_the_shape_of_x(derivatives: Bank, case: str, shape: tuple[int, ...]) -> None:
    task = find_task("numerical_gradient")
    inputs = task.inputs(case, "a seed")
    assert np.shape(inputs["x"]) == shape
    assert observe(task, derivatives.reference, case, inputs)["results"][0].shape == shape
    assert str(shape) in describe_call(task, case, inputs)


def test_a_shape_without_names_of_axes_is_shown_by_its_lengths(derivatives: Bank, judge: Judge) -> None:
    flattened = next(m for m in derivatives.misconceptions if m.id == "gradient_flattened")
    verdict = judge("numerical_gradient", flattened.implementation)
    shown = Report(find_task("numerical_gradient"), verdict, language="en").text()
    assert "`gradient` should have shape (4, 3); yours has (12,)." in shown


def test_a_trajectory_has_one_row_more_than_steps(judge: Judge, derivatives: Bank) -> None:
    task = find_task("gradient_descent")
    inputs = task.inputs("no steps", "a seed")
    observation = observe(task, derivatives.reference, "no steps", inputs)
    assert observation["results"][0].shape == (1, len(inputs["x0"]))
    entry = next(m for m in derivatives.misconceptions if m.id == "last_point_missing")
    assert judge("gradient_descent", entry.implementation).failure.finding.kind == "shape"


def test_points_are_those_of_the_course() -> None:
    names = ("numerical_gradient", "relative_error", "Value", "rosenbrock_gradient", "gradient_descent")
    assert [find_task(name).points for name in names] == [4, 1, 9, 2, 4]


def test_stubs_are_not_attempts() -> None:
    class Value:
        """As it is released."""

        def __init__(self, data: float) -> None:
            raise NotImplementedError

    task = find_task("Value")
    verdict = evaluate(
        task,
        load_cards("derivatives")["Value"],
        try_here(task, {"Value": Value}, task.draw(["visible-1", "visible-2"])),
    )
    assert verdict.status == "missing"
