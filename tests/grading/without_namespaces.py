"""Run a command on a kernel that offers no namespaces: `python without_namespaces.py PROGRAM ARGUMENTS…`.

A system-call filter answers "not permitted" to everything that makes one, as a kernel does that has user namespaces
switched off.
"""

import errno
import os
import sys

import pyseccomp as seccomp

NEW_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
"""CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET (clone(2))."""

rules = seccomp.SyscallFilter(seccomp.ALLOW)
rules.add_rule(seccomp.ERRNO(errno.EPERM), "unshare")
for flag in NEW_NAMESPACES:
    rules.add_rule(seccomp.ERRNO(errno.EPERM), "clone", seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag))
# Its flags lie in memory, where a filter cannot look; libraries then fall back to clone.
rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
rules.load()
os.execv(sys.argv[1], sys.argv[1:])
