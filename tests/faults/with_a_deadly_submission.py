"""`autograder`, whose workers are killed whenever they begin with one certain student."""

from __future__ import annotations

import os
import signal

from autograder.commands.cli import main
from autograder.judge.grading import Grader, Outcome

DEADLY = "half-done"

grade_as_always = Grader.grade


def grade_or_die(self: Grader, student: str) -> Outcome:
    """Grade, unless it is the one."""
    if student == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return grade_as_always(self, student)


Grader.grade = grade_or_die  # type: ignore[method-assign]

if __name__ == "__main__":
    main()
