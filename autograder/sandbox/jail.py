"""The walls around learner code: namespaces, a read-only root, resource limits, no capabilities, seccomp.

Bubblewrap gives the same walls, but it ends in ``execve`` and so throws away the warm interpreter: importing
the numeric stack anew would cost every submission some 400 ms. Therefore the few system calls that it makes are
made here. The seccomp filter is libseccomp's, through pyseccomp.

Walls are built in two steps. :func:`leave_host`, :func:`enter_root` and :func:`become_nobody` are called once
by the warm parent; :func:`spawn` and :func:`close_behind` once per job. Sources: namespaces(7),
user_namespaces(7), pid_namespaces(7), mount_namespaces(7), pivot_root(2), mount_setattr(2), clone(2),
capabilities(7), prctl(2), seccomp(2), getrlimit(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox.limits import SandboxLimits

__all__ = [
    "SCRATCH",
    "Filter",
    "IsolationUnavailable",
    "become_nobody",
    "build_filter",
    "close_behind",
    "die_with_parent",
    "enter_root",
    "leave_host",
    "limit_resources",
    "namespace_advice",
    "open_proc",
    "prepare",
    "spawn",
]

NOBODY = 65534
"""The user and group that learner code runs as; /proc/sys/kernel/overflowuid, owner of nothing."""

SCRATCH = "/scratch"
"""The one writable folder, the home and the working directory of learner code."""

_CLONE_NEWNS, _CLONE_NEWCGROUP, _CLONE_NEWUTS = 0x00020000, 0x02000000, 0x04000000
_CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWPID, _CLONE_NEWNET = 0x08000000, 0x10000000, 0x20000000, 0x40000000
_CLONE_THREAD = 0x00010000
_JOB_NAMESPACES = (
    _CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWPID | _CLONE_NEWNET | _CLONE_NEWIPC | _CLONE_NEWUTS | _CLONE_NEWCGROUP
)
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 4096, 16384, 1 << 18
_MNT_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MOUNT_ATTR_RDONLY, _MOUNT_ATTR_NOSUID = 1, 2
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP = 1, 4, 22
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4
_SECCOMP_MODE_FILTER = 2
_MOST_DESCRIPTORS = 2**20  # /proc/sys/fs/nr_open as the kernel sets it
_CAPABILITY_VERSION_3 = 0x20080522
_HOST_NAME = b"sandbox"  # the machine's own is nobody's business, and outputs should not depend on it
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")

# PyDLL, not CDLL: spawn() must not give up the interpreter's lock between the two sides of a fork.
_libc = ctypes.PyDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.signal.restype = ctypes.c_void_p
_libc.signal.argtypes = (ctypes.c_int, ctypes.c_void_p)
_libc.mount.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p)
_libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong)


class IsolationUnavailable(Exception):
    """This machine does not give the isolation that hostile code needs.

    :ivar sentences: what is missing and how to enable it, one sentence or two each.
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)

    def __reduce__(self) -> tuple[type[IsolationUnavailable], tuple[list[str]]]:
        """Cross from a worker process whole."""
        return IsolationUnavailable, (self.sentences,)


# --- once, in the warm parent -------------------------------------------------------------------------------


def leave_host(proc: int) -> None:
    """Enter new mount and pid namespaces: as root directly, otherwise inside a user namespace of one's own.

    The pid namespace is entered by the next child: it becomes pid 1, and with it ends everything it started.

    :param proc: what :func:`open_proc` gave.
    :raises IsolationUnavailable: with what to enable.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0 and _libc.unshare(_CLONE_NEWNS | _CLONE_NEWPID) == 0:
        return
    if _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWPID) != 0:
        raise IsolationUnavailable(namespace_advice("unshare", ctypes.get_errno()))
    _map_ids(proc, user, group)


def open_proc() -> int:
    """A descriptor of /proc. User namespaces are set up by writing there, and the jail has none."""
    return os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)


def enter_root(readable: Sequence[Path], emptied: Sequence[Path], scratch_bytes: int) -> None:
    """Make a root that holds ``readable``, three devices and :data:`SCRATCH`, and nothing else; move into it.

    :param readable: files and folders of the host, seen under their own names, read-only. Folders above
        them are empty and made here, so that /root being 0700 hides nothing that is wanted.
    :param emptied: folders below ``readable`` ones that are to be seen empty, apart from what is in ``readable``.
    :param scratch_bytes: size of the warm parent's own scratch; every job covers it with a fresh one.
    """
    root = Path("/proc")  # exists everywhere, and nothing below it is to be seen in the jail
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE)
    _mount("tmpfs", str(root), "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=4m")
    os.umask(0o022)
    for link in (Path("/lib"), Path("/lib64")):
        if link.is_symlink():
            _inside(root, link).symlink_to(link.readlink())
    inside = [path for path in readable if any(folder in path.parents for folder in emptied)]
    for path in [p for p in readable if p not in inside]:
        _show(path, root)
    for folder in emptied:
        _inside(root, folder).mkdir(parents=True, exist_ok=True)
        _mount("tmpfs", str(_inside(root, folder)), "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=1m")
    for path in [*inside, *map(Path, _DEVICES)]:
        _show(path, root)
    _inside(root, Path(SCRATCH)).mkdir()
    os.chdir(root)
    _check(_libc.syscall(_number("pivot_root"), b".", b"."), "pivot_root")
    _check(_libc.umount2(b".", _MNT_DETACH), "umount2")
    os.chdir("/")
    _set_read_only("/")
    _mount("tmpfs", SCRATCH, "tmpfs", _MS_NOSUID | _MS_NODEV, f"mode=777,size={scratch_bytes}")
    os.chdir(SCRATCH)


def become_nobody() -> None:
    """Give up root, if one has it, and every capability.

    Only as another user than root does RLIMIT_NPROC bind (getrlimit(2)).
    """
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    _drop_capabilities()


def die_with_parent() -> None:
    """Be killed when the parent ends, however it ends. For trusted code: learner code could undo it."""
    _check(_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "prctl")


# --- once per job -------------------------------------------------------------------------------------------


def spawn() -> int:
    """Like :func:`os.fork`, but the child is pid 1 of new user, mount, pid, net, ipc, uts and cgroup namespaces.

    One clone(2) in place of fork, unshare and fork again: copying a warm interpreter is what costs here, and
    a job pays it once. Python is told through the hooks that its own ``os.fork`` calls. glibc's fork handlers
    do not run; they guard locks that other threads may hold, and the warm parent has one thread.
    """
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    pid = int(_libc.syscall(_number("clone"), _JOB_NAMESPACES | signal.SIGCHLD, 0, 0, 0, 0))
    if pid == 0:
        python.PyOS_AfterFork_Child()
        return 0
    error = ctypes.get_errno()
    python.PyOS_AfterFork_Parent()
    if pid < 0:
        raise IsolationUnavailable(namespace_advice("clone", error))
    return pid


def close_behind(job: int, proc: int, limits: SandboxLimits, denied: Filter) -> int:
    """In the child that :func:`spawn` made: shut every door. Returns the job socket's descriptor.

    :param job: the job socket's descriptor, which moves to 3; 0 to 2 become /dev/null, the rest is closed.
    """
    _check(_libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0), "prctl")  # else /proc/self is root's (proc(5))
    _map_ids(proc, NOBODY, NOBODY)
    _check(_libc.sethostname(_HOST_NAME, len(_HOST_NAME)), "sethostname")
    options = f"mode=700,size={limits.scratch_bytes},nr_inodes={limits.scratch_files}"
    _mount("tmpfs", SCRATCH, "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    os.chdir(SCRATCH)
    job = keep_only(job)
    limit_resources(limits)
    _drop_bounding_set()
    _drop_capabilities()
    _check(_libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl")
    denied.apply()
    return job


def keep_only(job: int) -> int:
    """Move ``job`` to descriptor 3, point 0 to 2 at /dev/null and close everything else."""
    os.dup2(job, 3, inheritable=False)
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    os.closerange(4, most if 0 < most < _MOST_DESCRIPTORS else _MOST_DESCRIPTORS)
    return 3


def limit_resources(limits: SandboxLimits, in_own_namespace: bool = True) -> None:
    """Set every resource limit of this process.

    RLIMIT_NPROC counts within a user namespace; without one of its own it would count the user's desktop too, and
    is left alone.

    A pid 1 is not ended by SIGXCPU's default action (pid_namespaces(7)), so the signal is given a handler in
    C, ``_exit`` itself, which works in the middle of any C loop. Learner code may take it off; then the hard
    limit ends it, or the clock outside.
    """
    for name, value in (
        (resource.RLIMIT_AS, limits.address_space_bytes),
        (resource.RLIMIT_NPROC, limits.threads),
        (resource.RLIMIT_FSIZE, limits.file_size_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CPU, limits.job_cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        if in_own_namespace or name != resource.RLIMIT_NPROC:
            resource.setrlimit(name, (value, value))
    _libc.signal(signal.SIGXCPU, ctypes.cast(_libc._exit, ctypes.c_void_p).value)


# --- seccomp ------------------------------------------------------------------------------------------------

_DENIED = (
    # starting programs and processes; clone is judged by its flags below
    "fork", "vfork", "execve", "execveat",
    # the outside; queues and shared memory, also memory that RLIMIT_AS does not see
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "mq_open", "msgget", "semget",
    "shmget", "memfd_create", "memfd_secret",
    # namespaces, mounts, roots
    "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "fsopen", "fsmount", "fsconfig", "fspick",
    "open_tree", "move_mount", "mount_setattr", "open_by_handle_at", "name_to_handle_at", "fanotify_init",
    "quotactl", "quotactl_fd", "swapon", "swapoff",
    # other processes
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "pidfd_open",
    "pidfd_getfd", "pidfd_send_signal", "kcmp",
    # parts of the kernel with a history of holes and no use in a notebook
    "bpf", "perf_event_open", "io_uring_setup", "io_uring_enter", "io_uring_register", "userfaultfd", "keyctl",
    "add_key", "request_key", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module",
    "modify_ldt", "lookup_dcookie", "vmsplice", "personality", "syslog", "acct", "reboot", "iopl", "ioperm",
    "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "vhangup",
    "uselib", "ustat", "sysfs", "nfsservctl",
)  # fmt: skip


class _Program(ctypes.Structure):
    """``struct sock_fprog`` of seccomp(2)."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


@dataclass(frozen=True)
class Filter:
    """A compiled seccomp filter: made once, applied by every job."""

    instructions: bytes

    def apply(self) -> None:
        """Bind this process, for good, to the filter."""
        _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
        program = _Program(len(self.instructions) // 8, self.instructions)
        _check(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0), "seccomp")


def build_filter() -> Filter:
    """The filter that answers EPERM to every call of ``_DENIED``, and to ``clone`` unless it makes a thread.

    ``clone3`` passes its flags by pointer, where seccomp cannot see them: ENOSYS makes glibc use ``clone``.
    Calls by another instruction set (32-bit on x86-64) end the process, as libseccomp sets it.
    """
    seccomp = _seccomp()
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in _DENIED:
        try:
            number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
        except OSError:
            continue  # this libseccomp, or this processor, does not know the call
        if number >= 0:
            rules.add_rule(seccomp.ERRNO(errno.EPERM), number)
    not_a_thread = seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, 0)
    rules.add_rule(seccomp.ERRNO(errno.EPERM), "clone", not_a_thread)
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    descriptor = os.memfd_create("seccomp")
    with os.fdopen(descriptor, "w+b") as file:
        rules.export_bpf(file)
        file.seek(0)
        return Filter(file.read())


def _seccomp() -> Any:
    try:
        import pyseccomp
    except (ImportError, RuntimeError):
        raise IsolationUnavailable(
            [
                "libseccomp, or its Python binding, is missing: "
                "install the system package libseccomp2 (Debian, Ubuntu) or libseccomp (Fedora), "
                "and `pip install pyseccomp`."
            ]
        ) from None
    return pyseccomp


# --- advice -------------------------------------------------------------------------------------------------


def namespace_advice(call: str, error: int) -> list[str]:
    """Sentences that say why namespaces are refused here and what to enable."""
    sentences = [f"The kernel refuses new namespaces ({call}: {os.strerror(error)})."]
    for name, bad, cure in (
        ("user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=15000"),
        ("kernel/unprivileged_userns_clone", "0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
        ),
    ):
        try:
            value = Path("/proc/sys", name).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if value == bad:
            sentences.append(f"{name.replace('/', '.')} is {value}: enable it with `{cure}`.")
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        sentences.append(
            "This is a container: start it with `--security-opt seccomp=unconfined --security-opt apparmor=unconfined "
            "--cap-add SYS_ADMIN`, or grade outside of it."
        )
    if len(sentences) == 1:
        sentences.append(
            "Something above the kernel's own settings forbids it, such as a seccomp filter or a container: "
            "lift it, or grade on another machine."
        )
    return sentences


# --- system calls -------------------------------------------------------------------------------------------


def _number(name: str) -> int:
    """The number of a system call on this processor, from libseccomp."""
    if name not in _numbers:
        seccomp = _seccomp()
        _numbers[name] = int(seccomp.resolve_syscall(seccomp.Arch.NATIVE, name))
    return _numbers[name]


_numbers: dict[str, int] = {}


def prepare() -> None:
    """Look up, while libseccomp can still be loaded, the calls that are made by number behind the walls."""
    for name in ("clone", "pivot_root", "mount_setattr"):
        _number(name)


def _check(result: int, call: str) -> None:
    if result != 0:
        error = ctypes.get_errno()
        hint = " A kernel of 5.12 or later is needed." if error == errno.ENOSYS else ""
        where = f"{call}: {os.strerror(error)}; Linux {platform.release()}"
        raise IsolationUnavailable([f"The sandbox's walls cannot be built here ({where}).{hint}"])


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    encoded = [None if text is None else os.fsencode(text) for text in (source, target, kind, options)]
    _check(_libc.mount(encoded[0], encoded[1], encoded[2], flags, encoded[3]), f"mount {target}")


def _inside(root: Path, path: Path) -> Path:
    """Where ``path`` lies when ``root`` is the root."""
    return root / path.relative_to("/")


def _show(path: Path, root: Path) -> None:
    """Bind ``path`` under ``root`` at the same name."""
    target = _inside(root, path)
    if path.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    elif not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    _mount(str(path), str(target), None, _MS_BIND | _MS_REC)


class _MountAttributes(ctypes.Structure):
    """``struct mount_attr`` of mount_setattr(2)."""

    _fields_ = tuple((name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns_fd"))


def _set_read_only(folder: str) -> None:
    """Make every mount at and below ``folder`` read-only, keeping what else the host set on it."""
    attributes = _MountAttributes(_MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NOSUID, 0, 0, 0)
    result = _libc.syscall(
        _number("mount_setattr"),
        _AT_FDCWD,
        folder.encode(),
        _AT_RECURSIVE,
        ctypes.byref(attributes),
        ctypes.c_size_t(ctypes.sizeof(attributes)),
    )
    _check(result, "mount_setattr")


def _map_ids(proc: int, user: int, group: int) -> None:
    """In a new user namespace: be :data:`NOBODY`, standing for ``user`` and ``group`` outside."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{NOBODY} {user} 1"),
        ("gid_map", f"{NOBODY} {group} 1"),
    ):
        try:
            descriptor = os.open(f"self/{name}", os.O_WRONLY | os.O_CLOEXEC, dir_fd=proc)
            try:
                os.write(descriptor, text.encode("ascii"))
            finally:
                os.close(descriptor)
        except OSError as error:
            raise IsolationUnavailable(namespace_advice(name, error.errno or 0)) from None


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapabilitySets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def _drop_bounding_set() -> None:
    """Drop every capability that this kernel knows; EINVAL says that there are no more (prctl(2))."""
    capability = 0
    while _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    if capability == 0 or ctypes.get_errno() != errno.EINVAL:
        _check(-1, "prctl")


def _drop_capabilities() -> None:
    """Empty the effective, permitted, inheritable and ambient sets (capabilities(7))."""
    _check(_libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), "prctl")
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    nothing = (_CapabilitySets * 2)()
    _check(_libc.capset(ctypes.byref(header), ctypes.byref(nothing)), "capset")
