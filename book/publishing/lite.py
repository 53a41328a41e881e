"""`lite/`: every exercise in the reader's browser, with JupyterLite, its Python served by the site.

One JupyterLite serves both languages. `lite/en/linear.html` is a page of ours: it says what will be loaded and from
where, keeps an eye on the learner's saved copy, and opens the notebook in a frame when the reader asks for it. The
frame's application lies in `lite/en/notebooks/`, whose settings add a language to those of `lite/`.

The builder of JupyterLite is called directly: the Sphinx extension jupyterlite-sphinx would build one JupyterLite per
language, within each book, anew with every full build of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jupyterlite_pyodide_kernel.constants import PYODIDE_KERNEL_PLUGIN_ID

from .downloads import EPOCH, build_wheel, notebook_text
from .exercises import Exercise, exercises
from .folders import mirror
from .front import book_address, read_course
from .places import BOOK, EXERCISES, LANGUAGES, SETTINGS, SITE, SOURCE_LANGUAGE, WORK, SiteError, say
from .pyodide import PRELOADED, Distribution, Unreachable, distribution, labextension_folder, write_pyodide
from .stamps import fingerprint, installed_versions, read_stamps, stamp

THEME = BOOK / "_theme" / "solve"
APPS = ("notebooks", "tree")
ASSETS = ("solve.js", "solve.css")
LOCALES = {"en": "en", "ko": "ko_KR"}
MEGABYTE = 1_000_000
SHELL_BYTES = 2_200_000
"""What JupyterLite itself sends to show a notebook, compressed, as a browser measured it."""
SCRIPT_WORDS = ("start", "resume", "current", "stale", "moved", "frame")
WORDS = tomllib.loads((THEME / "words.toml").read_text(encoding="utf-8"))


def marked(exercise: Exercise) -> str:
    """A notebook with its release in its metadata, where every copy of it keeps it."""
    notebook = json.loads(exercise.source.read_text(encoding="utf-8"))
    notebook["metadata"]["course"] = {"release": exercise.release}
    return notebook_text(notebook)


def browser_exercises() -> list[Exercise]:
    """The notebooks that run in a browser."""
    return [exercise for exercise in exercises() if exercise.runs_in_browser]


def settings_of_all() -> dict[str, Any]:
    """JupyterLite's settings for both languages."""
    return {
        "appName": read_course()["title"][SOURCE_LANGUAGE],
        "disabledExtensions": ["@jupyter-notebook/notebook-extension:checkpoints"],  # all files are as old as EPOCH
        "litePluginSettings": {PYODIDE_KERNEL_PLUGIN_ID: {"pyodideUrl": "./static/pyodide/pyodide.mjs"}},
        "settingsOverrides": {
            "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
            "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},
        },
    }


def settings_of_language(code: str) -> dict[str, Any]:
    """What one language adds: the words of the notebook's menus, and of the reports that `check` shows."""
    environment = {"HOME": "/home/pyodide", "AUTOGRADER_LANG": code}
    options = {"env": environment, "packages": PRELOADED}
    return {
        "litePluginSettings": {PYODIDE_KERNEL_PLUGIN_ID: {"loadPyodideOptions": options}},
        "settingsOverrides": {"@jupyterlab/translation-extension:plugin": {"locale": LOCALES[code]}},
    }


def lite_json(settings: dict[str, Any]) -> str:
    """The file jupyter-lite.json."""
    return json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}, indent=1, sort_keys=True)


def run_builder(folder: Path) -> Path:
    """Build JupyterLite with the exercises in it; the folder of the result."""
    source, output = folder / "source", folder / "built"
    for old in (source, output):
        shutil.rmtree(old, ignore_errors=True)
    for exercise in browser_exercises():
        copy = source / "contents" / exercise.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(marked(exercise), encoding="utf-8")
    options = {
        "apps": APPS,
        "contents": ["contents"],
        "federated_extensions": [str(labextension_folder())],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(output),
    }
    (source / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": options}), encoding="utf-8")
    (source / "jupyter-lite.json").write_text(lite_json(settings_of_all()), encoding="utf-8")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)}
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    result = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SiteError(f"{result.stdout}{result.stderr}\nJupyterLite did not build: see the messages above.")
    for unused in ("doc", "package.json", *(path.name for path in output.glob("rspack*"))):
        path = output / unused
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return output


def add_language(output: Path, code: str) -> None:
    """Give one language applications of its own: equal pages, one folder deeper, with the language's settings above."""
    for app in APPS:
        copy = output / code / app
        shutil.copytree(output / app, copy)
        for name in ("index.html", "jupyter-lite.json"):
            text = (copy / name).read_text(encoding="utf-8")
            text = re.sub(r"""(["'])\.\.(?=/|\1)""", r"\1../..", text)
            (copy / name).write_text(text, encoding="utf-8")
    (output / code / "jupyter-lite.json").write_text(lite_json(settings_of_language(code)), encoding="utf-8")
    shutil.copyfile(output / "jupyter-lite.ipynb", output / code / "jupyter-lite.ipynb")


def write_pages(output: Path, source: Distribution, available: bool) -> None:
    """A page per language and exercise, and one that lists them, which JupyterLite asks for its settings."""
    templates = Environment(loader=FileSystemLoader(THEME), autoescape=True, undefined=StrictUndefined)
    templates.trim_blocks = templates.lstrip_blocks = True
    offered = browser_exercises()
    sources, title = "the site" if source.folder else source.host, read_course()["title"]
    for code in LANGUAGES:
        words = {**WORDS[code], "book": title[code]}
        shared = {
            "available": available,
            "book_address": f"{book_address()}/{code}/index.html",
            "code": code,
            "exercises": offered,
            "host": source.host,
            "megabytes": round((SHELL_BYTES + bytes_under(output / "static" / "pyodide")) / MEGABYTE),
            "names": LANGUAGES,
            "numpy_here": source.folder is not None,
            "other": next(other for other in LANGUAGES if other != code),
            "version": hashlib.sha256(b"".join((THEME / asset).read_bytes() for asset in ASSETS)).hexdigest()[:10],
            "words": words,
        }
        (output / code).mkdir(parents=True, exist_ok=True)
        (output / code / "index.html").write_text(templates.get_template("list.html").render(shared), encoding="utf-8")
        for exercise in offered:
            data = {"path": exercise.path, "release": exercise.release, "sources": sources, "language": code}
            data["words"] = {word: words[word] for word in SCRIPT_WORDS}
            page = templates.get_template("solve.html").render(shared, exercise=exercise, data=data)
            (output / code / f"{exercise.page}.html").write_text(page, encoding="utf-8")
    (output / "index.html").write_text(templates.get_template("root.html").render(title=title), encoding="utf-8")
    for asset in ASSETS:
        shutil.copyfile(THEME / asset, output / asset)


def bytes_under(folder: Path) -> int:
    """The size of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def publish_lite() -> None:
    """Bring `lite/` of the site up to date, if anything that it is made of has changed."""
    wheel, source = build_wheel(), distribution()
    here = Path(__file__)
    inputs = fingerprint(
        EXERCISES, THEME, SETTINGS, wheel, *(here.with_name(f"{name}.py") for name in ("lite", "pyodide", "exercises"))
    )
    inputs += source.state() + installed_versions()
    if read_stamps().get("lite") == inputs and (SITE / "lite" / "index.html").is_file():
        return
    say("lite: building")
    output = run_builder(WORK / "lite")
    try:
        write_pyodide(output / "static" / "pyodide", wheel, source)
    except Unreachable as error:
        say(f"{error}\nThe site is whole but for lite/, whose pages say so; the next build tries again.")
        shutil.rmtree(output)
        write_pages(output, source, available=False)
        mirror(output, SITE / "lite")
        return
    for code in LANGUAGES:
        add_language(output, code)
    write_pages(output, source, available=True)
    mirror(output, SITE / "lite")
    stamp("lite", inputs)
