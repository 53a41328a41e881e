"""The card of an exercise: what it asks for, and every way to work on it.

    ```{exercise-card} linear
    Six tasks, 20 points, …
    ```

names an assignment; the notebooks are those of `exercises/linear/`. The card offers to solve them in the browser, to
download them, to open them in Colab (for a course that is on GitHub) and to install the checker. A book that is built
alone, without book/site.py, has the notebooks only.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from publishing.exercises import Exercise, exercises, wheel_address
from sphinx.util.docutils import SphinxDirective
from sphinx_design.cards import CardDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

NAMES = {"numpy": "NumPy", "pytorch": "PyTorch"}
"""How the notebooks of one assignment are told apart, where it has several."""
WORDS = {
    "en": {
        "title": "Assignment: {assignment}",
        "solve": "Solve in the browser",
        "download": "Download the notebook",
        "colab": "Open in Colab",
        "solve named": "Solve the {name} notebook in the browser",
        "download named": "Download the {name} notebook",
        "colab named": "Open the {name} notebook in Colab",
        "note": "In the browser there is nothing to install: Python runs on the page, which first says what it loads.",
        "torch": "PyTorch does not run in a browser: the PyTorch notebook needs a computer or Colab.",
        "own": "On your own machine",
        "install": "Python 3.11 or newer and Jupyter; the checker is one package beside NumPy:",
        "all": "All exercises, with the checker, as one archive:",
    },
    "ko": {
        "title": "과제: {assignment}",
        "solve": "브라우저에서 풀기",
        "download": "노트북 내려받기",
        "colab": "Colab에서 열기",
        "solve named": "브라우저에서 {name} 노트북 풀기",
        "download named": "{name} 노트북 내려받기",
        "colab named": "Colab에서 {name} 노트북 열기",
        "note": (
            "브라우저에서 풀면 설치할 것이 없습니다. "
            "파이썬이 페이지 안에서 돌며, 무엇을 내려받는지는 페이지에서 먼저 알려 줍니다."
        ),
        "torch": "PyTorch는 브라우저에서 돌아가지 않습니다. PyTorch 노트북은 컴퓨터나 Colab에서 푸세요.",
        "own": "내 컴퓨터에서 풀기",
        "install": "Python 3.11 이상과 Jupyter가 필요합니다. 검사기는 NumPy만 있으면 되는 패키지 하나입니다.",
        "all": "모든 과제와 검사기를 묶은 파일:",
    },
}


class exercise_ways(nodes.General, nodes.Element):
    """The buttons of a card, and the way to one's own machine."""


class ExerciseCard(SphinxDirective):
    """`{exercise-card} ASSIGNMENT`, with what the exercise asks for as its text."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        assignment = self.arguments[0]
        notebooks = list(exercises(assignment))
        if not notebooks:
            raise self.error(
                f"exercises/{assignment} has no notebook: give the name of an assignment, or make its notebook with "
                f"`autograder release {assignment}`."
            )
        for notebook in notebooks:
            self.env.note_dependency(str(notebook.source))
        title = WORDS[self.config.language]["title"].format(assignment=assignment)
        card = CardDirective.create_card(self, [title], {"class-card": ["exercise-card"]})
        ways = exercise_ways(
            notebooks=notebooks, language=self.config.language, site=bool(self.config.course_languages)
        )
        next(card.findall(is_body)).append(ways)
        return [card]


def is_body(node: nodes.Node) -> bool:
    """Whether a node is the body of sphinx-design's card."""
    return isinstance(node, nodes.Element) and "sd-card-body" in node["classes"]


def buttons(exercise: Exercise, name: str, words: dict[str, str], language: str, site: bool) -> str:
    """The ways to work on one notebook, which has a name where an assignment has several."""

    def button(way: str, address: str) -> str:
        label = words[f"{way} named"].format(name=name) if name else words[way]
        return f'<a href="{escape(address)}">{escape(label)}</a>'

    links = [button("download", f"/exercises/{exercise.path}")]
    if site and exercise.runs_in_browser:
        links.insert(0, button("solve", f"/lite/{language}/{exercise.page}.html"))
    if site and exercise.colab_address:
        links.append(button("colab", exercise.colab_address))
    return f'<p class="exercise-buttons">{" ".join(links)}</p>\n'


def own_machine(words: dict[str, str]) -> str:
    """How to install the checker, and the archive of all exercises."""
    command = f"pip install notebook {wheel_address()}"
    return (
        f'<details class="exercise-own"><summary>{words["own"]}</summary>\n<p>{words["install"]}</p>\n'
        f'<div class="highlight-bash notranslate"><div class="highlight"><pre>{escape(command)}\n</pre></div></div>\n'
        f'<p>{words["all"]} <a download href="/exercises.zip">exercises.zip</a></p></details>\n'
    )


def visit_exercise_ways(self: HTML5Translator, node: exercise_ways) -> None:
    notebooks, language, site = node["notebooks"], node["language"], node["site"]
    words = WORDS[language]
    for notebook in notebooks:
        name = NAMES.get(notebook.source.stem, notebook.source.stem) if len(notebooks) > 1 else ""
        self.body.append(buttons(notebook, name, words, language, site))
    if site:
        note = words["note"] + ("" if all(notebook.runs_in_browser for notebook in notebooks) else f" {words['torch']}")
        self.body.append(f'<p class="exercise-note">{note}</p>\n{own_machine(words)}')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("exercise-card", ExerciseCard)
    app.add_node(exercise_ways, html=(visit_exercise_ways, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
