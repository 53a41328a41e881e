"""Inside the walls: run a submission's cells, then its probes, and send what was seen, one frame an item.

Everything here shares a process with hostile code once the first cell has run. Nothing that it sends is
believed on the other side; it is written to serve honest submissions well.
"""

from __future__ import annotations

import gc
import math
import random
import resource
import signal
import socket
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder import wire
from autograder.checks import probe
from autograder.sandbox.limits import SandboxLimits
from autograder.tasks import find_task

__all__ = ["Observe", "make_shell", "observe", "run_job"]

Observe = Callable[[str, Mapping[str, Any], str, Mapping[str, Any]], Any]
"""``(task's name, the submission's namespace, case, inputs) → plain data``."""


def observe(task: str, namespace: Mapping[str, Any], case: str, inputs: Mapping[str, Any]) -> Any:
    """The course's own way to observe: the task's probe."""
    return probe.observe(find_task(task), namespace, case, dict(inputs))


def run_job(connection: socket.socket, shell: LearnerShell, observe: Observe, limits: SandboxLimits) -> None:
    """Receive one job, answer each of its items with a frame, in order.

    An item that runs out of memory is answered too, and is the last one: what filled the memory may still be
    alive, and the items after it deserve a fresh process.
    """
    wire.send_frame(connection, {"ready": True})
    job = wire.recv_frame(connection, _UNLIMITED)
    for index, source in job["cells"]:
        _begin_item(limits.cell_cpu_seconds, limits.job_cpu_seconds, seed=index)
        answer = _run_cell(shell, index, source, limits.cell_output_bytes)
        _send(connection, {"cell": index}, answer, limits.answer)
        if answer["error"] == "MemoryError":
            return
    for key, task, case, inputs in job["probes"]:
        _begin_item(limits.probe_cpu_seconds, limits.job_cpu_seconds, seed=zlib.crc32(key.encode()))
        answer = _run_probe(shell, observe, task, case, inputs)
        _send(connection, {"probe": key}, answer, limits.answer)
        if answer.get("failure") == "memory":
            return


_UNLIMITED = wire.Limits(bytes=2**31, depth=64, elements=2**24)
"""The job comes from the trusted side."""


def _send(connection: socket.socket, item: dict[str, Any], answer: dict[str, Any], limits: wire.Limits) -> None:
    """Send an answer or, where it is more than may pass, that it is."""
    try:
        wire.send_frame(connection, {**item, **answer}, limits)
    except wire.TooLarge as error:
        wire.send_frame(connection, {**item, "failure": "output", "text": str(error)}, limits)


def _begin_item(cpu_seconds: int, job_cpu_seconds: int, seed: int) -> None:
    """Give the item its CPU time, and random numbers that do not depend on what ran before it.

    RLIMIT_CPU counts whole seconds of the process: an item gets its time less up to a quarter of a second, or
    more up to three. The hard limit stays the whole job's; learner code can raise the soft one no further.
    """
    soft = min(math.ceil(time.process_time() + cpu_seconds - 0.25), job_cpu_seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, job_cpu_seconds))
    random.seed(seed)
    np.random.seed(seed)


def _run_cell(shell: LearnerShell, index: int, source: str, output_bytes: int) -> dict[str, Any]:
    outputs = shell.begin_cell(index, output_bytes)
    error: str | None = None
    try:
        result: Any = shell.run_cell(source, store_history=False)
        raised = result.error_before_exec or result.error_in_exec
        error = None if raised is None else _error_name(raised)
    except BaseException as escaped:  # IPython contains SystemExit and KeyboardInterrupt, but not everything
        error = _error_name(escaped)
    if error == "MemoryError":
        _forget_traceback(shell)
    return {"outputs": outputs.taken(), "truncated": outputs.truncated, "error": error}


def _run_probe(shell: LearnerShell, observe: Observe, task: str, case: str, encoded_inputs: bytes) -> dict[str, Any]:
    shell.begin_cell(0, 0)
    try:
        return {"observation": observe(task, shell.user_ns, case, wire.decode(encoded_inputs, _UNLIMITED))}
    except MemoryError:
        return {"failure": "memory", "text": "The memory limit was reached."}
    except BaseException as escaped:  # SystemExit and its like: the probe itself contains errors
        return {"failure": "error", "text": _error_name(escaped)}


def _error_name(error: BaseException) -> str:
    return "MemoryError" if isinstance(error, MemoryError) else wire.qualified_type_name(error)


def _forget_traceback(shell: LearnerShell) -> None:
    """Free what the frames of the last exception hold, so that the answer itself can be made."""
    sys.last_value = sys.last_traceback = None
    shell.user_ns.clear()
    gc.collect()


class _Outputs:
    """What a cell shows, as a notebook keeps it: plain dictionaries of strings, up to a number of bytes."""

    def __init__(self, limit_bytes: int) -> None:
        self._left = limit_bytes
        self._shown: list[dict[str, Any]] = []
        self._pieces: list[str] = []  # of the last stream; joined once, for a loop of prints adds thousands
        self.truncated = False

    def stream(self, name: str, text: str) -> None:
        """Text on stdout or stderr; what follows at once on the same one is joined."""
        text = self._afford(text)
        if not text:
            return
        if not (self._shown and self._shown[-1].get("name") == name):
            self._close_stream()
            self._shown.append({"output_type": "stream", "name": name, "text": ""})
        self._pieces.append(text)

    def show(self, output: dict[str, Any], *texts: str) -> None:
        """Another output, if its ``texts`` can still be afforded."""
        cost = sum(len(text.encode("utf-8", "backslashreplace")) for text in texts)
        if cost > self._left:
            self.truncated = True
            return
        self._left -= cost
        self._close_stream()
        self._shown.append(output)

    def clear(self) -> None:
        """What ``clear_output()`` asks for; the bytes stay spent."""
        self._shown, self._pieces = [], []

    def taken(self) -> list[dict[str, Any]]:
        """The outputs so far."""
        self._close_stream()
        return self._shown

    def _close_stream(self) -> None:
        if self._pieces:
            self._shown[-1]["text"] += "".join(self._pieces)
            self._pieces = []

    def _afford(self, text: str) -> str:
        size = len(text.encode("utf-8", "backslashreplace"))
        if size > self._left:
            self.truncated = True
            text = text.encode("utf-8", "backslashreplace")[: self._left].decode("utf-8", "ignore")
            size = self._left
        self._left -= size
        return text


class _Stream:
    """Stands for sys.stdout or sys.stderr."""

    encoding, errors = "utf-8", "backslashreplace"
    closed = False

    def __init__(self, shell: LearnerShell, name: str) -> None:
        self._shell, self.name = shell, name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shell.outputs.stream(self.name, str(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


def _strings(bundle: Mapping[str, Any]) -> dict[str, str]:
    """The entries of a MIME bundle that are text; IPython has made base64 of images."""
    return {kind: value for kind, value in bundle.items() if type(kind) is str and type(value) is str}


class _Publisher(DisplayPublisher):  # type: ignore[misc]
    """``display(...)``, into the shell's outputs."""

    shell: LearnerShell

    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        texts = _strings(data)
        output = {"output_type": "display_data", "data": texts, "metadata": {}}
        self.shell.outputs.show(output, *texts.values())

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear()


class _ResultHook(DisplayHook):  # type: ignore[misc]
    """The value of a cell's last line, into the shell's outputs."""

    shell: LearnerShell

    def write_output_prompt(self) -> None:
        """A notebook's front end writes it."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        texts = _strings(format_dict)
        count = self.shell.execution_count
        output = {"output_type": "execute_result", "execution_count": count, "data": texts, "metadata": {}}
        self.shell.outputs.show(output, *texts.values())

    def finish_displayhook(self) -> None:
        """Nothing waits to be written."""


class LearnerShell(InteractiveShell):  # type: ignore[misc]
    """IPython without history, colours, startup files or a terminal, whose outputs are kept as data."""

    outputs: _Outputs

    def begin_cell(self, index: int, output_bytes: int) -> _Outputs:
        """Start afresh: cell ``index`` (from 0) is numbered from 1 in tracebacks, as in a notebook."""
        self.execution_count = index + 1
        self.outputs = _Outputs(output_bytes)
        sys.stdout, sys.stderr = _Stream(self, "stdout"), _Stream(self, "stderr")
        return self.outputs

    def init_displayhook(self) -> None:
        self.displayhook_class = _ResultHook
        super().init_displayhook()

    def init_display_pub(self) -> None:
        self.display_pub_class = _Publisher
        super().init_display_pub()

    def enable_gui(self, gui: str | None = None) -> None:
        """There is none."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        try:
            message = str(evalue)
        except BaseException:  # a learner's exception may fail to describe itself
            message = ""
        name, lines = wire.qualified_type_name(evalue), [str(line) for line in stb]
        output = {"output_type": "error", "ename": name, "evalue": message, "traceback": lines}
        self.outputs.show(output, name, message, *lines)


def make_shell() -> LearnerShell:
    """The shell that every job's child inherits, unused."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autoindent = False
    shell: LearnerShell = LearnerShell.instance(config=config)
    shell.begin_cell(0, 0)
    for source in ("0", "raise Exception"):  # what IPython imports and compiles when it is first needed
        shell.run_cell(source, store_history=False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return shell
