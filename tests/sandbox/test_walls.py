"""What learner code cannot reach."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import autograder
from autograder.sandbox.client import Job, Probe
from autograder.sandbox.limits import SandboxLimits

from .conftest import open_sandbox

PACKAGE = Path(autograder.__path__[0])

READS = """
def f():
    try:
        return open({path!r}, 'rb').read(9).decode('latin-1')
    except OSError as error:
        return type(error).__name__
"""


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "/etc/hostname", "/proc/self/environ", "/proc/1/environ", "/sys/kernel/mm/ksm/run", sys.executable],
)
def test_a_file_of_the_host_is_not_there(value_of, path):
    assert value_of(READS.format(path=path)) in ("FileNotFoundError", "NotADirectoryError")


def test_the_course_the_judge_and_the_home_folder_are_not_there(value_of, tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    beside = [__file__, str(PACKAGE.parent / "solutions"), str(Path.home() / ".bashrc")]
    for path in [str(secret), str(PACKAGE / "judge" / "__init__.py"), *beside]:
        assert value_of(f"import os\ndef f(): return os.path.exists({path!r})") is False


def test_above_the_interpreter_every_folder_holds_only_what_leads_to_it(value_of):
    top = value_of("import os\ndef f(): return sorted(os.listdir('/'))")
    assert not {"etc", "proc", "sys", "var", "run"} & set(top)
    assert value_of("import os\ndef f(): return sorted(os.listdir('/dev'))") == ["null", "urandom", "zero"]


@pytest.mark.parametrize("folder", ["/", "/dev", str(PACKAGE), str(Path(os.__file__).parent)])
def test_nothing_can_be_written_outside_the_scratch(value_of, folder):
    source = """
    import os
    def f():
        try:
            open(os.path.join({folder!r}, 'left_behind'), 'w')
        except OSError as error:
            return error.errno
    """
    assert value_of(source.format(folder=folder)) in (13, 30)  # EACCES, EROFS
    assert not Path(folder, "left_behind").exists()


def test_the_scratch_is_writable_private_to_a_job_and_of_limited_size(value_of):
    writes = "def f():\n    open('mine', 'w').write('x')\n    import os\n    return os.listdir('.')"
    assert value_of(writes) == ["mine"]
    assert value_of("import os\ndef f(): return os.listdir('.')") == []
    fills = """
    def f():
        try:
            with open('big', 'wb') as file:
                for _ in range(64):
                    file.write(bytes(2**20)); file.flush()
        except OSError as error:
            return error.errno
    """
    assert value_of(fills) == 28  # ENOSPC


def test_there_is_no_network(value_of):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        source = """
        import socket
        def f():
            try:
                socket.create_connection(('127.0.0.1', {port}), timeout=1)
            except OSError as error:
                return error.errno
        """
        assert value_of(source.format(port=port)) == 1  # EPERM
        assert "URLError" in value_of(
            "import urllib.request\ndef f():\n"
            "    try: urllib.request.urlopen('http://192.0.2.1/', timeout=1)\n"
            "    except Exception as error: return type(error).__name__"
        )


STARTS = {
    "fork": "os.fork()",
    "forkpty": "os.forkpty()",
    "exec": "os.execv('/usr/bin/env', ['env'])",
    "subprocess": "__import__('subprocess').run(['true'])",
    "libc fork": "0 <= libc.fork() or denied()",
    "libc system": "libc.system(b'true') == 0 or denied()",
    "vfork by number": "0 <= libc.syscall(58) or denied()",
    "clone3 by number": "0 <= libc.syscall(435, 0, 0) or denied()",
}


@pytest.mark.parametrize("code", STARTS.values(), ids=STARTS)
def test_no_process_can_be_started(value_of, code):
    source = f"""
    import ctypes, os
    libc = ctypes.CDLL(None)
    def denied(): raise PermissionError
    def f():
        try:
            {code}
        except (OSError, AttributeError) as error:
            return type(error).__name__
        return 'started'
    """
    assert value_of(source) in ("PermissionError", "FileNotFoundError")


CALLS = {
    "unshare a user namespace": "libc.unshare(0x10000000)",
    "mount": "libc.mount(b'x', b'/scratch', b'tmpfs', 0, None)",
    "unmount the scratch": "libc.umount2(b'/scratch', 2)",
    "trace itself": "libc.ptrace(0, 0, 0, 0)",
    "become root": "libc.setuid(0)",
    "leave the root": "libc.chroot(b'/scratch')",
    "name a block device": "libc.mknod(b'/scratch/disk', 0o060666, 0xfd00)",
    "raise a hard limit": "libc.setrlimit(0, (ctypes.c_ulong * 2)(2**40, 2**40))",
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_system_call_that_opens_the_walls_is_denied(value_of, call):
    source = f"import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\ndef f(): return [{call}, ctypes.get_errno()]"
    assert value_of(source) in ([-1, 1], [-1, 22])  # EPERM; EINVAL: that user does not exist in here


def test_learner_code_is_nobody_alone_without_capabilities(value_of):
    source = """
    import ctypes, os
    libc = ctypes.CDLL(None)
    def f():
        bounding = [n for n in range(64) if libc.prctl(23, n, 0, 0, 0) == 1]
        return [os.getpid(), os.getuid(), os.getgid(), libc.prctl(39, 0, 0, 0, 0), libc.prctl(3, 0, 0, 0, 0), bounding]
    """
    assert value_of(source) == [1, 65534, 65534, 1, 0, []]


def test_threads_work_and_are_limited(value_of):
    source = """
    import threading
    def f():
        wait, started = threading.Event(), []
        try:
            for _ in range(1000):
                threading.Thread(target=wait.wait, daemon=True).start()
                started.append(1)
        except RuntimeError:
            return len(started)
        finally:
            wait.set()
    """
    assert 1 <= value_of(source) < 64


@pytest.mark.parametrize(
    "module",
    ["torch", "sklearn", "nbgrader", "pytest", "matplotlib", "autograder.judge", "autograder.measures"],
)
def test_a_module_that_is_not_for_learners_cannot_be_imported(value_of, module):
    source = """
    def f():
        try:
            __import__({module!r})
        except ImportError:
            return 'not there'
    """
    assert value_of(source.format(module=module)) == "not there"


def test_the_numeric_stack_and_the_standard_library_can_be_imported_whole(sandbox):
    numeric = ["numpy.linalg", "scipy.special", "scipy.optimize", "scipy.sparse.linalg", "IPython.display"]
    standard = ["decimal", "sqlite3", "ssl", "lzma", "ctypes", "autograder.checks.check"]
    with open_sandbox(limits=SandboxLimits()) as roomy:  # a cold disk is not to decide
        result = roomy.run(Job([f"import {module}" for module in [*numeric, *standard]]))
    assert [(cell.error, cell.failure) for cell in result.cells] == [(None, None)] * len(result.cells)


def test_a_module_in_the_scratch_does_not_replace_an_installed_one(run):
    result = run("open('wave.py', 'w').write('planted = True')", "import wave\nprint(hasattr(wave, 'planted'))")
    assert result.cells[1].outputs[0]["text"] == "False\n"


def test_the_environment_holds_no_secret(monkeypatch, value_of):
    monkeypatch.setenv("GRADEBOOK_PASSWORD", "hunter2")
    with open_sandbox() as sandbox:
        cell = "import os\ndef f(): return dict(os.environ)"
        environment = sandbox.run(Job([cell], [Probe("f", "f", "", {})])).observations["f"]
    assert "hunter2" not in str(environment)
    assert environment["HOME"] == "/scratch"
    assert environment["PYTHONHASHSEED"] == "0"


def test_one_descriptor_is_open_and_it_leads_to_the_job_alone(value_of):
    source = """
    import os, stat
    def f():
        found = {}
        for number in range(64):
            try:
                found[str(number)] = stat.S_IFMT(os.fstat(number).st_mode)
            except OSError:
                pass
        return found
    """
    device, end = stat.S_IFCHR, stat.S_IFSOCK
    assert value_of(source) == {"0": device, "1": device, "2": device, "3": end}


def test_a_job_sees_nothing_of_the_job_before(value_of, sandbox):
    marker = "marker" + "of the first job"
    first = f"""
    import builtins, numpy, sys
    builtins.left = numpy.left = sys.left = secret = {marker!r}
    def f(): return 1
    """
    assert value_of(first) == 1
    source = """
    import builtins, gc, numpy, sys
    def f():
        strings = [v for o in gc.get_objects() if type(o) is dict for v in list(o.values()) if type(v) is str]
        wanted = 'marker' + 'of the first job'
        left = [hasattr(place, 'left') for place in (builtins, numpy, sys)]
        return [*left, 'secret' in globals(), wanted in strings]
    """
    assert value_of(source) == [False, False, False, False, False]


@pytest.mark.parametrize(
    ("call", "rule"),
    [("unshare", "'unshare'"), ("clone", "'clone', pyseccomp.Arg(0, pyseccomp.MASKED_EQ, 0x40000000, 0x40000000)")],
    ids=["to the warm parent", "to its children"],
)
def test_where_namespaces_are_refused_the_sandbox_refuses_and_says_what_to_enable(call, rule):
    """Under a seccomp filter that forbids new namespaces, as a container has one."""
    program = f"""
import errno, pyseccomp
from autograder.sandbox.client import probe_isolation
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
rules.add_rule(pyseccomp.ERRNO(errno.EPERM), {rule})
rules.load()
print(*probe_isolation(), sep="\\n")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PACKAGE.parent, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert f"The kernel refuses new namespaces ({call}: Operation not permitted)." in done.stdout
    assert len(done.stdout.splitlines()) >= 2
