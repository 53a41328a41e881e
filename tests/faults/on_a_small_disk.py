"""Grade a class on a disk that is too small, then on the same disk made larger.

    on_a_small_disk.py AUTOGRADER CLASSROOM DISK KIBIBYTES

Runs in a mount namespace of its own.  Mounts a tmpfs at DISK, copies the class there, and leaves that many KiB free.
Prints as JSON how the command ended the first time and the second, with what it said.  The class is copied back.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

autograder, classroom, disk, free = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])


def grade() -> list[object]:
    """Exit code and standard error of the command."""
    options = ["--classroom", disk, "--json", classroom.parent / "results.json"]
    done = subprocess.run(
        [autograder, "grade", "linear", *options], cwd=classroom.parent, capture_output=True, text=True
    )
    return [done.returncode, done.stderr]


def resize(kibibytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kibibytes}k", disk], check=True)


subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", disk], check=True)
shutil.copytree(classroom, disk, dirs_exist_ok=True)
resize(shutil.disk_usage(disk).used // 1024 + free)
first = grade()
resize(64 * 1024)
second = grade()
shutil.copytree(disk, classroom, dirs_exist_ok=True)
print(json.dumps([first, second]))
