"""Make the sample class: submissions of every assignment, good, half right and broken, and hostile ones of `linear`.

    python tests/sample_class/make_class.py DIR [ASSIGNMENT …]

writes DIR/submitted/<student>/<assignment>/ with notebooks and a timestamp, as `nbgrader collect` leaves it.
Students are called after what they did.  Their answers come from the instructor's own notebooks, alternatives and
misconceptions, and from hand-written ones; what each must score stands in expected/<assignment>.json.

Equal sources give equal bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))  # the modules beside this one are imported by their full names, as tests do

from sample_class.linear import linear_class  # noqa: E402
from sample_class.ordinary import ordinary_class  # noqa: E402

from autograder.course import Course  # noqa: E402
from autograder.tasks import ASSIGNMENTS  # noqa: E402

TIMESTAMP = "2026-03-09 09:00:00 UTC\n"


def sample_class(course: Course, assignment: str) -> dict[str, dict[str, bytes]]:
    """The notebook files of every student of an assignment, by file name."""
    return linear_class(course) if assignment == "linear" else ordinary_class(course, assignment)


def write_class(folder: Path, course: Course, assignment: str) -> None:
    """Write the submissions of an assignment under `folder`/submitted."""
    for student, files in sample_class(course, assignment).items():
        submission = folder / "submitted" / student / assignment
        submission.mkdir(parents=True, exist_ok=True)
        (submission / "timestamp.txt").write_text(TIMESTAMP, encoding="ascii")
        for name, file in files.items():
            (submission / name).write_bytes(file)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder of the class, such as classroom")
    parser.add_argument(
        "assignments", nargs="*", metavar="ASSIGNMENT", help=f"all where none is named: {', '.join(ASSIGNMENTS)}"
    )
    arguments = parser.parse_args()
    for assignment in arguments.assignments or ASSIGNMENTS:
        write_class(arguments.folder, Course(ROOT), assignment)


if __name__ == "__main__":
    main()
