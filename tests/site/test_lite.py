"""Claims about exercises in the browser: what is loaded and from where, what `check` says there, what is kept."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from browser_numpy import Missing, distribution_with_numpy
from publishing.downloads import build_wheel
from publishing.exercises import exercises
from publishing.pyodide import Distribution, distribution, write_pyodide
from publishing.server import make_server

from autograder.checks.check import examine

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, Route

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE = 180_000
"""Milliseconds until a test gives up on a kernel; no claim is about time."""


# --- What check says --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def python_with_numpy(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with a Python as the site puts it together from a distribution that is at hand."""
    try:
        source = distribution_with_numpy(REPOSITORY / ".cache" / "pyodide-with-numpy")
    except Missing as reason:
        pytest.skip(f"NumPy for browsers is not to be had from the registries: {reason}")
    folder = tmp_path_factory.mktemp("served")
    (folder / "index.html").write_text("<!DOCTYPE html><title>Python</title>", encoding="utf-8")
    write_pyodide(folder / "pyodide", build_wheel(), Distribution(source, "https://elsewhere.invalid/"))
    with make_server("localhost", 0, folder) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        page = browser.new_page()
        page.goto(f"http://localhost:{server.server_address[1]}/index.html")
        page.evaluate("""async () => {
            const { loadPyodide } = await import(new URL("pyodide/pyodide.mjs", location));
            globalThis.python = await loadPyodide({ env: { HOME: "/home/pyodide", AUTOGRADER_LANG: "ko" } });
        }""")
        yield page
        page.close()
        server.shutdown()
        thread.join()


def run_in_browser(page: Page, code: str, data: object) -> Any:
    """What the last expression of `code` says as JSON, where `data` is known by that name."""
    run = """async ([code, data]) => {
        await python.loadPackagesFromImports(code);
        python.globals.set("given", data);
        return await python.runPythonAsync(code);
    }"""
    return json.loads(page.evaluate(run, [code, json.dumps(data)]))


EXAMINE = """
import json
from autograder.checks.check import examine

reports = {}
for name, source in json.loads(given):
    namespace = {}
    exec(source, namespace)
    exec(f"from autograder.checks.check import examine\\nreport = examine({name})", namespace)
    reports[name] = [namespace["report"].text(), namespace["report"]._repr_html_()]
json.dumps(reports)
"""

ANSWERS = {
    "linear_forward": "def linear_forward(X, W, b):\n    return X @ W + b\n",
    "mse": "import numpy as np\n\n\ndef mse(Y_hat, Y):\n    return np.mean((Y_hat - Y) ** 2)\n",
    "mse_backward": "def mse_backward(Y_hat, Y):\n    raise NotImplementedError\n",
    "linear_backward": "def linear_backward(dY, X, W):\n    return dY @ W.T, X.T @ dX, dY.sum(axis=0)\n",
}
"""Right, a known mistake, untouched, and an error."""


def here(name: str, source: str) -> list[str]:
    """The report that the Python of this machine shows."""
    namespace: dict[str, Any] = {"examine": examine}
    exec(source, namespace)
    exec(f"report = examine({name})", namespace)
    return [namespace["report"].text(), namespace["report"]._repr_html_()]


def test_check_shows_the_same_reports_in_a_browser(python_with_numpy: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_LANG", "ko")
    expected = {name: here(name, source) for name, source in ANSWERS.items()}
    assert run_in_browser(python_with_numpy, EXAMINE, list(ANSWERS.items())) == expected
    assert "3점 중 3점" in expected["linear_forward"][0]
    assert "mistake-mean-over-entries" in expected["mse"][1]


TRAINS_FOR_LONG = {"capstone"}
"""What would take a minute of the test for one task, which needs nothing that the others do not."""
EVERY_TASK = """
import json
import numpy as np

lost = []
for assignment, source in json.loads(given).items():
    namespace = {"np": np}
    exec("from autograder.checks.check import examine\\n" + source, namespace)
    from autograder.tasks import tasks_of
    for name in tasks_of(assignment):
        if name in namespace:
            exec(f"report = examine({name})", namespace)
            verdict = namespace["report"].verdict
            if verdict.points != verdict.max_points:
                lost.append([name, namespace["report"].text()])
json.dumps(lost)
"""


def solved(notebook: Path) -> str:
    """The code of an instructor's notebook, but for its check cells."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return "\n\n".join(source for source in code if not source.startswith("check("))


def test_every_task_can_be_passed_in_a_browser(python_with_numpy: Page) -> None:
    """The instructor's answers earn everything there, as they do here: no check needs what a browser lacks."""
    answers = {
        exercise.assignment: solved(REPOSITORY / "solutions" / exercise.path)
        for exercise in exercises()
        if exercise.runs_in_browser and exercise.assignment not in TRAINS_FOR_LONG
    }
    assert run_in_browser(python_with_numpy, EVERY_TASK, answers) == []
    assert len(answers) == 6


# --- What is loaded, and what is kept ---------------------------------------------------------------------------------


@dataclass
class Visit:
    """A reader with an empty browser, who is told of nothing outside this machine; what was asked of others is kept."""

    page: Page
    address: str
    elsewhere: list[str] = field(default_factory=list)

    def begin(self, language: str, notebook: str) -> None:
        self.page.goto(f"{self.address}lite/{language}/{notebook}.html")

    def refuse(self, route: Route) -> None:
        self.elsewhere.append(route.request.url)
        route.abort()

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def cell(self, number: int) -> Any:
        return self.frame.locator(".jp-CodeCell").nth(number)

    def line(self, number: int, text: str) -> Any:
        """A line of a cell: cells come empty, and are filled when the notebook gets to them."""
        return self.cell(number).locator(".cm-line", has_text=text)

    def saved(self, path: str) -> dict[str, Any] | None:
        """The learner's copy in the browser's database."""
        read = """(path) => new Promise((resolve, reject) => {
            const asked = indexedDB.open(`JupyterLite Storage - ${new URL("..", location).pathname}`);
            asked.onerror = () => reject(asked.error);
            asked.onsuccess = () => {
                const found = asked.result.transaction("files").objectStore("files").get(path);
                found.onsuccess = () => { asked.result.close(); resolve(found.result ?? null); };
            };
        })"""
        copy: dict[str, Any] | None = self.page.evaluate(read, path)
        return copy


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page(), address)
    visit.page.set_default_timeout(PATIENCE)
    here = urlsplit(address).netloc
    context.route(lambda url: urlsplit(url).netloc not in ("", here), visit.refuse)
    yield visit
    context.close()


IN_THE_KERNEL = """\
import os
from importlib import metadata, resources
import pyodide_js
await pyodide_js.loadPackage("autograder")
card = next(file for file in metadata.files("forward-and-backward") if file.name == "linear.json").read_text()
print("ready", os.environ["AUTOGRADER_LANG"], metadata.version("forward-and-backward"), "mse_backward" in card)"""


def test_the_page_says_what_it_loads_and_loads_nothing_else(visit: Visit) -> None:
    """The whole of JupyterLite and its Python come from the site; NumPy alone from where the page says, and when."""
    visit.begin("ko", "linear")
    page, source = visit.page, distribution()
    assert source.host in page.locator("#panel").inner_text()
    assert page.locator("iframe").count() == 0
    page.get_by_role("button", name="시작하기").click()
    first = visit.cell(0)
    visit.line(0, "from autograder import check").wait_for()
    visit.frame.get_by_role("menuitem", name="파일").wait_for()
    first.locator(".jp-InputPrompt").click()
    page.keyboard.press("b")
    visit.cell(1).locator(".cm-content").click()
    page.keyboard.insert_text(IN_THE_KERNEL)
    assert visit.elsewhere == []
    page.keyboard.press("Shift+Enter")
    shown = visit.cell(1).locator(".jp-OutputArea-output", has_text="ready")
    shown.wait_for()
    assert re.search(r"ready ko [\d.]+ True", shown.inner_text())
    assert {url.rsplit("/", 1)[0] + "/" for url in visit.elsewhere} == {source.address}
    assert all("/numpy-" in url for url in visit.elsewhere)


def write_answer(visit: Visit, answer: str) -> None:
    """Put a line at the end of the first task's cell, and save."""
    cell = visit.cell(1).locator(".cm-content")
    cell.click()
    visit.page.keyboard.press("Control+End")
    visit.page.keyboard.insert_text(answer)
    visit.page.keyboard.press("Control+s")


def test_answers_survive_a_reload_and_a_new_release_is_not_hidden_by_them(visit: Visit) -> None:
    path, answer = "linear/linear.ipynb", "# mine"
    page = visit.page
    page.context.route("**/static/pyodide/**", lambda route: route.abort())  # what is kept needs no Python
    visit.begin("en", "linear")
    page.get_by_role("button", name="Start", exact=True).click()
    visit.line(1, "raise NotImplementedError").wait_for()
    write_answer(visit, answer)
    page.wait_for_function("() => indexedDB.databases().then((all) => all.length > 0)")
    while answer not in json.dumps(visit.saved(path)):
        page.wait_for_timeout(200)

    page.reload()
    visit.line(1, answer).wait_for()

    old = "an earlier release"
    page.evaluate(
        """([path, old]) => new Promise((resolve, reject) => {
            const asked = indexedDB.open(`JupyterLite Storage - ${new URL("..", location).pathname}`);
            asked.onsuccess = () => {
                const change = asked.result.transaction("files", "readwrite");
                const files = change.objectStore("files");
                files.get(path).onsuccess = ({ target }) => {
                    target.result.content.metadata.course.release = old;
                    files.put(target.result, path);
                };
                change.oncomplete = () => { asked.result.close(); resolve(); };
                change.onerror = reject;
            };
        })""",
        [path, old],
    )
    visit.begin("en", "linear")
    page.get_by_text("is of an earlier release").wait_for()
    assert page.locator("iframe").count() == 0
    kept = re.search(r"as (linear-[\d-]+\.ipynb)", page.locator("#copy").inner_text())
    assert kept is not None
    page.get_by_role("button", name="Start anew").click()
    visit.line(1, "raise NotImplementedError").wait_for()
    assert visit.line(1, answer).count() == 0
    aside = visit.saved(f"linear/{kept[1]}")
    assert aside is not None
    assert answer in json.dumps(aside["content"])


def test_a_page_from_a_folder_says_why_it_cannot_run(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site / "lite" / "en" / "linear.html").as_uri())
    assert page.locator("#folder").is_visible()
    assert not page.get_by_role("button", name="Start").is_visible()
    page.close()
