"""The trusted side: starting, ending, restarting; what cells show."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import autograder
from autograder.sandbox.client import Job, Probe, Sandbox, SandboxError, probe_isolation
from autograder.tasks import find_task

from .conftest import SHORT, open_sandbox


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_this_machine_isolates(sandbox):
    assert probe_isolation() == []


def test_a_cell_shows_what_a_notebook_would(run):
    cell = "import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\ndisplay('d')\n1 + 1"
    outputs = run(cell).cells[0].outputs
    assert outputs == [
        {"output_type": "stream", "name": "stdout", "text": "a\nb\n"},
        {"output_type": "stream", "name": "stderr", "text": "c\n"},
        {"output_type": "display_data", "data": {"text/plain": "'d'"}, "metadata": {}},
        {"output_type": "execute_result", "execution_count": 1, "data": {"text/plain": "2"}, "metadata": {}},
    ]


def test_an_error_is_an_output_with_its_cell_and_line(run):
    result = run("pass", "x = 1\n1 / 0").cells[1]
    assert result.error == "ZeroDivisionError"
    (output,) = result.outputs
    assert output["output_type"] == "error"
    assert (output["ename"], output["evalue"]) == ("ZeroDivisionError", "division by zero")
    assert "Cell In[2], line 2" in "".join(output["traceback"])


def test_a_syntax_error_does_not_stop_the_next_cell(run):
    result = run("def f(:", "print('next')")
    assert result.cells[0].error == "SyntaxError"
    assert result.cells[1].outputs[0]["text"] == "next\n"


def test_the_course_s_own_probe_observes_a_task():
    with Sandbox(limits=SHORT) as sandbox:
        source = "def mse(Y_hat, Y):\n    return float(((Y_hat - Y) ** 2).sum() / len(Y))"
        task = find_task("mse")
        case = next(iter(task.cases))
        inputs = task.inputs(case, "a")
        found = sandbox.run(Job([source], [Probe("k", "mse", case, inputs)])).observations["k"]
    assert found["error"] is None
    assert isinstance(found["results"][0], float)


def test_a_warm_parent_that_was_killed_is_replaced():
    with open_sandbox() as sandbox:
        launcher = sandbox._warm._process.pid
        (warm,) = children_of(launcher)
        os.kill(warm, signal.SIGKILL)
        assert sandbox.run(Job(["print(1)"])).cells[0].outputs[0]["text"] == "1\n"


def test_after_an_interrupt_the_next_job_is_not_answered_by_the_last(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with open_sandbox() as sandbox:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr("autograder.wire.recv_sized_frame", interrupted)
            sandbox.run(Job(["print('last')"]))
        assert sandbox.run(Job(["print('next')"])).cells[0].outputs[0]["text"] == "next\n"


def test_nothing_is_left_when_the_sandbox_closes():
    with open_sandbox() as sandbox:
        launcher = sandbox._warm._process.pid
        (warm,) = children_of(launcher)
    assert not Path(f"/proc/{launcher}").exists()
    assert not Path(f"/proc/{warm}").exists()


@pytest.mark.parametrize("unprotected", [False, True])
def test_nothing_is_left_when_the_grader_is_killed(unprotected):
    program = f"""
from autograder.sandbox.client import Job, Sandbox
sandbox = Sandbox(unprotected={unprotected}).__enter__()
print(sandbox._warm._process.pid, flush=True)
sandbox.run(Job(["while True: pass"]))
"""
    grader = subprocess.Popen(
        [sys.executable, "-c", program], cwd=Path(autograder.__path__[0]).parent, stdout=subprocess.PIPE, text=True
    )
    launcher = int(grader.stdout.readline())
    (warm,) = children_of(launcher)
    while not (jobs := children_of(warm)):  # the job is being forked
        time.sleep(0.01)
    watched = [os.pidfd_open(pid) for pid in (launcher, warm, *jobs)]
    grader.kill()
    grader.communicate()
    for descriptor in watched:
        assert select.select([descriptor], [], [], 30)[0], "a process of the sandbox outlived the grader"
        os.close(descriptor)


def test_a_sandbox_that_is_not_open_says_so():
    with pytest.raises(SandboxError, match="with statement"):
        open_sandbox().run(Job(["pass"]))


def test_an_observer_that_does_not_exist_is_a_sentence():
    with pytest.raises(SandboxError, match="The sandbox could not start: No module named 'no_such_module'"):
        open_sandbox(observe="no_such_module:observe").__enter__()


def test_unprotected_needs_the_flag_warns_and_keeps_the_limits(tmp_path):
    with pytest.warns(RuntimeWarning, match="unprotected"):
        sandbox = open_sandbox(unprotected=True).__enter__()
    with contextlib.closing(sandbox):
        source = "def f():\n    while True: pass\ndef after(): return 1"
        found = sandbox.run(Job([source], [Probe("f", "f", "", {}), Probe("after", "after", "", {})])).observations
    assert found["f"].reason == "timeout"
    assert found["after"] == 1


ENTER = """
mount --bind "$1" /mnt && mount -t tmpfs -o mode=755 tmpfs "$2" && mkdir -p "$1" && mount --bind /mnt "$1" &&
exec setpriv --reuid 4321 --regid 4321 --clear-groups "$3" -c "$4" "$5"
"""
"""Become a user without a name, for whom the interpreter is within reach even where it lies in root's home."""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user, and others are ordinary already")
def test_an_ordinary_user_gets_the_same_walls():
    program = """
import os, sys
sys.path.insert(0, sys.argv[1])
from autograder.sandbox.client import Job, Sandbox
assert os.getuid() == 4321
with Sandbox() as sandbox:
    cell = "import os; print(os.getuid(), os.getpid(), os.path.exists('/etc'))"
    print(sandbox.run(Job([cell])).cells[0].outputs[0]["text"])
"""
    base, course = sys.base_prefix, str(Path(autograder.__path__[0]).parent)
    home = f"/{Path(base).parts[1]}"
    if home == "/usr":
        become = ["setpriv", "--reuid", "4321", "--regid", "4321", "--clear-groups"]
        command = [*become, sys.executable, "-c", program, course]
    else:
        command = ["unshare", "--mount", "sh", "-c", ENTER, "sh", base, home, sys.executable, program, course]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    assert done.stdout.strip() == "65534 1 False", done.stderr
