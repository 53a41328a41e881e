"""`autograder`: the command line's front door.

Each command says in one sentence what is wrong when something is, with exit code 2, and never ends in a traceback for
a mistake of its user's.
"""

from __future__ import annotations

import click

from .. import __version__
from .explain import explain
from .grade import grade
from .new import new
from .release import audit, release
from .results import export, feedback, report


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Write, release, grade and explain the assignments of the course.

    Run inside the folder of the course.
    """


for command in (new, release, audit, grade, explain, feedback, export, report):
    main.add_command(command)
