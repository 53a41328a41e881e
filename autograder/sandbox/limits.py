"""What one submission may use. Every limit has a unit and a reason; none is anywhere else."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.wire import Limits

__all__ = ["SandboxLimits"]

MEBIBYTE = 2**20

ANSWER = Limits(bytes=4 * MEBIBYTE, depth=32, elements=20_000)


@dataclass(frozen=True)
class SandboxLimits:
    """Limits of one job (one submission), an *item* being one cell or one probe.

    :param cell_cpu_seconds: CPU time of one cell, seconds (RLIMIT_CPU counts whole seconds). A course
        cell takes well under one; a training loop of a learner's own may take several.
    :param cell_wall_seconds: time on the clock for one cell, seconds. Catches ``time.sleep`` and code
        that ignores SIGXCPU; longer than the CPU time because a busy machine is not the learner's fault.
    :param probe_cpu_seconds: CPU time of one probe, seconds.
    :param probe_wall_seconds: time on the clock for one probe, seconds.
    :param job_cpu_seconds: CPU time of all items of one run, seconds: the hard RLIMIT_CPU, which no
        signal handler survives.
    :param job_wall_seconds: time on the clock for the whole job, its reruns included, seconds. Bounds
        what one submission can cost a class.
    :param address_space_bytes: RLIMIT_AS, bytes. The numeric stack itself maps less than 384 MiB, with torch
        less than 640 MiB (measured: what a small job needs); arrays of the course are of a few MiB.
    :param scratch_bytes: size of the writable folder, bytes. It lives in memory, hence small.
    :param scratch_files: how many files and folders it holds (tmpfs ``nr_inodes``).
    :param threads: RLIMIT_NPROC, threads of the job. Processes it cannot start at all.
    :param file_size_bytes: RLIMIT_FSIZE, the largest single file, bytes.
    :param open_files: RLIMIT_NOFILE, file descriptors.
    :param cell_output_bytes: text and figures that one cell may show, bytes; what exceeds it is cut off,
        since a talkative loop is not wrong work.
    :param answer: size, depth and elements of one answer (one cell's outputs or one observation). One byte on
        the wire can become an object of 64 bytes in the judge, so it is the elements that bound its memory.
    :param job_answer_bytes: all answers of one job together, reruns included, bytes. Bounds the judge's memory, and
        the size of the notebook into which the outputs are written.
    :param reruns: how often a job is started again without the items that had to be stopped.
    :param stopped_probes_per_task: after this many probes of one task had to be stopped its other probes
        are not run: a function that loops for ever would pay the full time for each of them.
    """

    cell_cpu_seconds: int = 30
    cell_wall_seconds: float = 60.0
    probe_cpu_seconds: int = 10
    probe_wall_seconds: float = 20.0
    job_cpu_seconds: int = 120
    job_wall_seconds: float = 240.0
    address_space_bytes: int = 2048 * MEBIBYTE
    scratch_bytes: int = 64 * MEBIBYTE
    scratch_files: int = 4096
    threads: int = 32
    file_size_bytes: int = 64 * MEBIBYTE
    open_files: int = 64
    cell_output_bytes: int = 256 * 1024
    answer: Limits = ANSWER
    job_answer_bytes: int = 32 * MEBIBYTE
    reruns: int = 8
    stopped_probes_per_task: int = 2
