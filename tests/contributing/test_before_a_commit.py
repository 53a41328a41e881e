"""What looks at a commit and what meets people on GitHub: the hooks, the forms, the log of changes."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from .generated_exercises import assignments_of, edited

FORM = "vendor.github-issue-forms"
OTHERS = {"config.yml": "vendor.github-issue-config"}
"""The schema of each file that is no issue form."""


def test_every_hook_runs_a_tool_that_is_installed(repository: Path) -> None:
    """Nothing is fetched: each is a module of the environment, or a program of the course."""
    pytest.importorskip("pre_commit_hooks", reason="The extra 'contributing' is not installed.")
    config = yaml.safe_load((repository / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (local,) = config["repos"]
    assert local["repo"] == "local"
    for hook in local["hooks"]:
        python, *words = hook["entry"].split()
        assert (hook["language"], python) == ("system", ".venv/bin/python"), hook["id"]
        if words[0] == "-m":
            assert importlib.util.find_spec(words[1]), hook["id"]
        else:
            assert (repository / words[0]).is_file(), hook["id"]


def test_an_edited_exercise_is_found_and_others_are_not(repository: Path, tmp_path: Path) -> None:
    for name in ("nbgrader_config.py", "solutions/capstone", "exercises/capstone"):
        source, target = repository / name, tmp_path / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    notebook = tmp_path / "exercises" / "capstone" / "numpy.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"][0]["source"] = ["# Another title"]
    notebook.write_text(json.dumps(content), encoding="utf-8")
    assert list(edited(tmp_path, "capstone")) == ["exercises/capstone/numpy.ipynb"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["exercises/linear/linear.ipynb"], ["linear"]),
        (["autograder/tasks/mlp.py", "solutions/capstone/numpy.ipynb"], ["mlp", "capstone"]),
    ],
)
def test_only_the_assignments_that_changed_are_generated(files: list[str], expected: list[str]) -> None:
    assert assignments_of(files) == expected


def test_a_change_to_the_schema_concerns_every_assignment() -> None:
    assert len(assignments_of(["autograder/tasks/schema.py"])) == 7


def test_the_issue_forms_are_what_github_reads(repository: Path) -> None:
    checker = pytest.importorskip("check_jsonschema", reason="The extra 'contributing' is not installed.")
    forms = sorted((repository / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    assert len(forms) == 5
    for schema in (FORM, *OTHERS.values()):
        files = [str(form) for form in forms if OTHERS.get(form.name, FORM) == schema]
        result = CliRunner().invoke(checker.main, ["--builtin-schema", schema, *files])
        assert result.exit_code == 0, result.output


def test_every_form_speaks_both_languages(repository: Path) -> None:
    for form in (repository / ".github" / "ISSUE_TEMPLATE").glob("*.yml"):
        for line in re.findall(r"^ *(?:- )?(?:name|description|label|about): (.+)$", form.read_text("utf-8"), re.M):
            assert re.search("[가-힣]", line) and re.search("[A-Za-z]", line), f"{form.name}: {line}"


def changes(path: Path) -> list[tuple[str, str, list[int]]]:
    """The versions of a log of changes, each with its date and the number of entries under each heading."""
    text = path.read_text(encoding="utf-8")
    releases = re.split(r"^## ", text, flags=re.M)[1:]
    found = []
    for release in releases:
        heading, _, body = release.partition("\n")
        named = re.fullmatch(r"\[([^\]]+)\](?: - (\d{4}-\d\d-\d\d))?", heading)
        assert named, heading
        counts = [len(re.findall(r"^- ", part, re.M)) for part in re.split(r"^### .+$", body, flags=re.M)[1:]]
        found.append((named[1], named[2] or "", counts))
    return found


def test_the_logs_of_changes_tell_the_same_in_both_languages(repository: Path) -> None:
    english = changes(repository / "CHANGELOG.md")
    assert english == changes(repository / "CHANGELOG.ko.md")
    assert english[0][:2] == ("Unreleased", "")
    assert all(date and sum(counts) for _, date, counts in english[1:])
