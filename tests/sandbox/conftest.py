"""One warm sandbox for all tests here, with limits short enough to be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import wire
from autograder.sandbox.client import IsolationUnavailable, Job, Probe, RunResult, Sandbox
from autograder.sandbox.limits import SandboxLimits

LIBRARY = Path(__file__).parent / "library"
SHORT = SandboxLimits(
    cell_cpu_seconds=1,
    cell_wall_seconds=1.8,
    probe_cpu_seconds=1,
    probe_wall_seconds=1.8,
    job_cpu_seconds=12,
    job_wall_seconds=40.0,
    address_space_bytes=512 * 2**20,
    scratch_bytes=2**20,
    cell_output_bytes=10_000,
    answer=wire.Limits(bytes=2**20, depth=16, elements=10_000),
)

Run = Callable[..., RunResult]


def open_sandbox(**options: Any) -> Sandbox:
    options = {"limits": SHORT, "observe": "raw_probe:observe", "library": LIBRARY, **options}
    return Sandbox(**options)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    try:
        opened = open_sandbox().__enter__()
    except IsolationUnavailable as error:
        pytest.skip(str(error))
    yield opened
    opened.close()


@pytest.fixture
def run(sandbox: Sandbox) -> Run:
    """Run cells, then probe functions by name: ``run(source, …, probes=["f", "g"])``."""

    def run(*cells: str, probes: list[str] | None = None) -> RunResult:
        return sandbox.run(Job(cells, [Probe(name, name, "only", {}) for name in probes or []]))

    return run


@pytest.fixture
def value_of(run: Run) -> Callable[..., Any]:
    """What a function ``f`` that a cell defines returns, or the Failure that it ends in."""
    return lambda *cells: run(*cells, probes=["f"]).observations["f"]
