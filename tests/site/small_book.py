"""A book of two pages in both languages, with a figure, formulas, a citation and links between the pages, built by the
course's own commands in a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PARTS = ("site.py", "publishing", "_ext", "_theme", "_config.ko.yml", "references.bib")
HEAD = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---

"""
FIRST = """(first)=
# The first page

Some words, and what {ref}`second` says of {eq}`sum`, as {cite}`rumelhart1986` did. See {numref}`fig-line`.

$$y = wx + b$$ (line)

```{code-cell}
with open("../../runs.txt", "a") as runs:
    print("run", file=runs)
```

```{code-cell}
import matplotlib.pyplot as plt
from myst_nb import glue

figure, axes = plt.subplots(figsize=(2, 1))
axes.plot([0, 1], [0, 1], label="$x$")
axes.legend()
plt.close(figure)
glue("line", figure, display=False)
print(sorted({"a", "b", "c"}), end=" ")
print({"red", "green", "blue"})
```

:::{glue:figure} line
:name: fig-line
:alt: a line

A line.
:::

```{bibliography}
:filter: docname in docnames
```
"""
SECOND = """(second)=
# The second page

(a-label)=
## A section

As {eq}`line` and {ref}`first` say:

$$\\sum_i i$$ (sum)

:::{glossary}
term
  A word with an entry in the search index.
:::
"""
TABLE_OF_CONTENTS = "format: jb-book\nroot: book/en/first\nchapters: [{file: book/en/second}]\n"


class SmallBook:
    """The folder of a small book, and what is done in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "book").mkdir(parents=True)
        for part in PARTS:
            source = REPOSITORY / "book" / part
            copy = shutil.copytree if source.is_dir() else shutil.copyfile
            copy(source, folder / "book" / part)
        shutil.copytree(REPOSITORY / "autograder", folder / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(REPOSITORY / "tests" / "course.toml", folder / "autograder")
        shutil.copyfile(REPOSITORY / "_config.yml", folder / "_config.yml")
        (folder / "_toc.yml").write_text(TABLE_OF_CONTENTS, encoding="utf-8")
        for code in ("en", "ko"):
            self.page(code, "first").parent.mkdir()
            self.page(code, "first").write_text(HEAD + FIRST, encoding="utf-8")
            self.page(code, "second").write_text(HEAD + SECOND, encoding="utf-8")

    def page(self, code: str, name: str) -> Path:
        return self.folder / "book" / code / f"{name}.md"

    def edit(self, code: str, name: str, old: str, new: str) -> None:
        """Put other words into a page."""
        text = self.page(code, name).read_text(encoding="utf-8")
        assert old in text
        self.page(code, name).write_text(text.replace(old, new), encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.folder / "book" / "site.py"), *arguments]

    def build(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """`python book/site.py build` there."""
        surroundings = {**os.environ, **environment}
        return subprocess.run(self.command("build"), capture_output=True, text=True, check=False, env=surroundings)

    def site(self) -> dict[str, bytes]:
        """All files of the built site."""
        root = self.folder / "_site"
        return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}
