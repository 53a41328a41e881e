"""The real `autograder`, with limits that dozens of attacks can reach: `python with_short_limits.py grade …`.

Everything else is as it is delivered; workers are forked from this process and share the limits.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from autograder.commands.cli import main
from autograder.judge import grading
from autograder.sandbox.limits import SandboxLimits


def short_limits(**asked: Any) -> SandboxLimits:
    """What grading asks for, cut to what a right answer to a course's task needs many times over."""
    return replace(
        SandboxLimits(**asked),
        cell_cpu_seconds=1,
        cell_wall_seconds=3.0,
        probe_cpu_seconds=1,
        probe_wall_seconds=3.0,
        job_cpu_seconds=10,
        job_wall_seconds=25.0,
        address_space_bytes=512 * 2**20,
        scratch_bytes=4 * 2**20,
        scratch_files=256,
    )


grading.SandboxLimits = short_limits  # type: ignore[assignment, misc]

if __name__ == "__main__":
    main()
