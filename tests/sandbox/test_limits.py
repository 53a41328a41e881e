"""What learner code cannot use up, and that the items after it are still answered."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox.client import Failure, Job, Probe

from .conftest import SHORT, open_sandbox

AFTER = "def after(): return 'answered'"

LOOPS = {
    "in Python": "while True: pass",
    "in C": "sum(range(10**12))",
    "in BLAS": "import numpy as np; a = np.ones((20_000, 300)); [a @ a.T[:, :300] for _ in range(10**6)]",
    "in a regular expression": "import re; re.match('(a+)+$', 'a' * 60 + 'b')",
    "past SIGXCPU and SIGALRM": (
        "import signal\n    for s in (signal.SIGXCPU, signal.SIGALRM): signal.signal(s, signal.SIG_IGN)\n"
        "    while True: pass"
    ),
    "past every exception": (
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass"
    ),
    "asleep": "import time; time.sleep(10**6)",
    "waiting for a lock": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
}


@pytest.mark.parametrize("code", LOOPS.values(), ids=LOOPS)
def test_an_endless_function_times_out_alone(run, code):
    result = run(f"def loops():\n    {code}", AFTER, probes=["loops", "after"])
    assert result.observations["loops"].reason == "timeout"
    assert result.observations["after"] == "answered"
    assert result.runs == 2


def test_an_endless_cell_times_out_and_the_cells_after_it_run(run):
    result = run("x = 1", "while True: pass", "print(x + 1)", AFTER, probes=["after"])
    assert [cell.failure and cell.failure.reason for cell in result.cells] == [None, "timeout", None, None]
    assert result.cells[2].outputs == [{"output_type": "stream", "name": "stdout", "text": "2\n"}]
    assert result.observations["after"] == "answered"


BOMBS = {
    "a list": "x = []\n    while True: x.append(bytes(10**6))",
    "one array": "import numpy as np; return np.ones(10**10)",
    "doubling text": "x = 'x'\n    while True: x += x",
}


@pytest.mark.parametrize("code", BOMBS.values(), ids=BOMBS)
def test_a_memory_bomb_is_contained(run, code):
    result = run(f"def bomb():\n    {code}", AFTER, probes=["bomb", "after"])
    assert result.observations["bomb"].reason == "memory"
    assert result.observations["after"] == "answered"


def test_a_memory_bomb_in_a_cell_is_contained(run):
    result = run("kept = []\nwhile True: kept.append(bytes(10**6))", AFTER, probes=["after"])
    assert result.cells[0].failure.reason == "memory"
    assert result.observations["after"] == "answered"


ENDS = {
    "os._exit": "import os; os._exit(0)",
    "os._exit with any code": "import os; os._exit(137)",
    "a segmentation fault": "import ctypes; ctypes.string_at(0)",
    "abort": "import os; os.abort()",
    "closing every descriptor": "import os; os.closerange(0, 100)",
}


@pytest.mark.parametrize("code", ENDS.values(), ids=ENDS)
def test_ending_the_process_loses_one_item(run, code):
    result = run(f"def ends():\n    {code}", AFTER, probes=["ends", "after"])
    assert result.observations["ends"].reason == "killed"
    assert result.observations["after"] == "answered"


def test_a_signal_to_itself_does_nothing_to_pid_1(value_of):
    assert value_of("import os, signal\ndef f():\n    os.kill(os.getpid(), signal.SIGKILL)\n    return 1") == 1


@pytest.mark.parametrize("code", ["import sys; sys.exit()", "raise KeyboardInterrupt", "raise BaseException('x')"])
def test_leaving_politely_is_an_error_of_that_item(run, code):
    result = run(code, f"def leaves():\n    {code}", AFTER, probes=["leaves", "after"])
    assert result.cells[0].error in ("SystemExit", "KeyboardInterrupt", "BaseException")
    assert result.observations["leaves"].reason == "error"
    assert result.observations["after"] == "answered"
    assert result.runs == 1


def test_a_flood_of_output_is_cut_and_costs_nothing_else(run):
    result = run("for _ in range(10**5): print('flood')", AFTER, probes=["after"])
    assert len(result.cells[0].outputs[0]["text"]) == SHORT.cell_output_bytes
    assert result.cells[0].truncated
    assert result.observations["after"] == "answered"


RETURNS = {
    "a giant array": "import numpy as np; return np.ones(10**6)",
    "an array that is giant by its strides": "import numpy as np; return np.broadcast_to(0.0, (10**6, 10**9))",
    "a giant list": "return [0] * 10**6",
    "a list in itself": "x = []; x.append(x); return x",
    "a deep list": "x = []\n    for _ in range(10**5): x = [x]\n    return x",
    "long text": "return 'x' * 10**8",
}


@pytest.mark.parametrize("code", RETURNS.values(), ids=RETURNS)
def test_a_value_that_is_too_large_is_refused(run, code):
    result = run(f"def large():\n    {code}", AFTER, probes=["large", "after"])
    assert result.observations["large"].reason == "output"
    assert result.observations["after"] == "answered"


def test_an_endless_iterator_is_named_not_read(value_of):
    assert value_of("import itertools\ndef f(): return itertools.count()").type_name == "itertools.count"


RUBBISH = {
    "text": "b'rubbish' * 1000",
    "a huge length": "b'\\xff\\xff\\xff\\xff'",
    "a frame of rubbish": "b'\\x00\\x00\\x00\\x03\\xc1\\xc1\\xc1'",
    "zeros without end": "bytes(2**22)",
}


@pytest.mark.parametrize("code", RUBBISH.values(), ids=RUBBISH)
def test_rubbish_on_every_descriptor_ends_that_item_alone(run, code):
    writes = f"""
import os
def writes():
    for number in range(64):
        try:
            os.write(number, {code})
        except OSError:
            pass
"""
    result = run(writes, AFTER, probes=["writes", "after"])
    assert result.observations["writes"].reason in ("killed", "output")
    assert result.observations["after"] == "answered"


def test_an_answer_to_another_question_is_not_taken(run):
    forges = """
import socket
from autograder import wire
def forges():
    connection = socket.socket(fileno=3)
    wire.send_frame(connection, {'probe': 'after', 'observation': 'forged'})
    connection.detach()
"""
    result = run(forges, AFTER, probes=["forges", "after"])
    assert result.observations["forges"].reason == "killed"
    assert result.observations["after"] == "answered"


def test_a_daemon_thread_does_not_outlive_its_job(sandbox, run):
    started = time.monotonic()
    result = run(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()", AFTER, probes=["after"]
    )
    assert result.observations["after"] == "answered"
    assert run("pass").cells[0].failure is None  # the next job starts: the warm parent has reaped this one
    assert time.monotonic() - started < 100


def test_a_task_that_had_to_be_stopped_twice_is_not_tried_a_third_time(sandbox):
    loops = [Probe(f"loops {n}", "loops", "only", {}) for n in range(5)]
    probes = [*loops, Probe("after", "after", "only", {})]
    result = sandbox.run(Job(["def loops():\n    while True: pass", AFTER], probes))
    assert all(result.observations[probe.key].reason == "timeout" for probe in loops)
    assert result.observations["after"] == "answered"
    assert result.runs == 3


def test_reruns_are_bounded_and_the_rest_fails_closed():
    with open_sandbox(limits=replace(SHORT, reruns=1)) as sandbox:
        ends = [Probe(f"{n}", f"ends{n}", "only", {}) for n in range(4)]
        source = "\n".join(f"def ends{n}():\n    import os; os._exit(0)" for n in range(4))
        result = sandbox.run(Job([source], ends))
    assert result.runs == 2
    assert all(isinstance(result.observations[probe.key], Failure) for probe in ends)


def test_random_numbers_of_an_item_do_not_depend_on_what_ran_before_it(sandbox):
    source = "import numpy as np\ndef f(): return [np.random.rand()]\n"
    alone = sandbox.run(Job([source], [Probe("last", "f", "", {})]))
    later = sandbox.run(Job([source], [Probe("first", "f", "", {}), Probe("last", "f", "", {})]))
    assert alone.observations["last"] == later.observations["last"] != later.observations["first"]


def test_two_hundred_jobs_leave_no_descriptor_open_and_no_memory_taken(sandbox):
    sandbox.run(Job(["pass"]))
    tracemalloc.start()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(200):
        sandbox.run(Job(["pass"]))
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 100_000


def test_inputs_and_values_pass_unchanged(sandbox):
    inputs = {"X": np.arange(6.0).reshape(2, 3), "name": "가", "rate": 0.1}
    source = "def f(X, name, rate): return {'X': X * 2, 'name': name, 'rate': rate}"
    found = sandbox.run(Job([source], [Probe("f", "f", "", inputs)])).observations["f"]
    np.testing.assert_array_equal(found["X"], inputs["X"] * 2)
    assert (found["name"], found["rate"]) == ("가", 0.1)
