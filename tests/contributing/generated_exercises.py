"""Say which notebooks under exercises/ are not what solutions/ give: they are generated, never edited.

    python tests/contributing/generated_exercises.py FILE …

looks at the assignments to which the files belong. It generates and compares, in seconds; the audit, which proves the
checks, is `autograder release`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.course import Course
from autograder.judge.release import generate_exercises
from autograder.tasks import ASSIGNMENTS

ROOT = Path(__file__).resolve().parents[2]


def assignments_of(files: Iterable[str]) -> list[str]:
    """The assignments whose notebooks or declarations these are; all, where a file belongs to none of them."""
    named = {part for file in files for part in (*Path(file).parent.parts, Path(file).stem) if part in ASSIGNMENTS}
    return [name for name in ASSIGNMENTS if not named or name in named]


def edited(root: Path, assignment: str) -> Iterator[str]:
    """The notebooks of an assignment that differ from what its solutions give, or are there on one side only."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copy(root / "nbgrader_config.py", copy)
        shutil.copytree(root / "solutions" / assignment, copy / "solutions" / assignment)
        generate_exercises(Course(copy), assignment)
        made, kept = (
            {path.name: path.read_bytes() for path in (place / "exercises" / assignment).glob("*.ipynb")}
            for place in (copy, root)
        )
    yield from (f"exercises/{assignment}/{name}" for name in made | kept if made.get(name) != kept.get(name))


def main(files: list[str]) -> int:
    """The command line."""
    wrong = [(name, notebook) for name in assignments_of(files) for notebook in edited(ROOT, name)]
    for name, notebook in wrong:
        print(f"{notebook} is not what solutions/{name} gives. Change it there, then run: autograder release {name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
