"""Whatever bytes come from beside learner code, the decoder answers with data or with a refusal, within its limits."""

from __future__ import annotations

import contextlib
import math
import socket
import struct
import tracemalloc
from typing import Any

import msgpack
import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.answers import CellResult, Failure, Item, read_cell, read_probe
from autograder.wire import Limits, Opaque, WireError, decode, encode, recv_frame

LIMITS = Limits(bytes=4096, depth=6, elements=200)

DTYPES = st.sampled_from(
    ["?", "i1", "<i2", "<i4", "<i8", "u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
).map(np.dtype)
ARRAYS = DTYPES.flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
TEXTS = st.text(max_size=20)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(),
    st.complex_numbers(),
    TEXTS,
    st.binary(max_size=20),
    ARRAYS,
    TEXTS.map(Opaque),
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=15
)
"""Data that may pass."""


def same(a: Any, b: Any) -> bool:
    """Equal in value, type and order of entries; not-a-number is itself."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(map(same, a.values(), b.values()))
    if isinstance(a, float):
        return struct.pack("<d", a) == struct.pack("<d", b) or (math.isnan(a) and math.isnan(b))
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return bool(a == b)


@given(VALUES)
def test_data_comes_back_as_it_was(value: Any) -> None:
    assert same(decode(encode(value)), value)


@given(st.binary(max_size=300))
@example(b"\xdf\xff\xff\xff\xff")
@example(b"\xc9\xff\xff\xff\xff\x04")
@settings(max_examples=200)
def test_any_bytes_are_data_or_refused(data: bytes) -> None:
    try:
        decode(data, LIMITS)
    except WireError as refused:
        assert str(refused).endswith(".")


@given(VALUES, st.data())
@settings(max_examples=200)
def test_a_message_that_was_changed_is_data_or_refused(value: Any, data: st.DataObject) -> None:
    message = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(message) - 1))
        message[place] = data.draw(st.integers(0, 255))
    del message[data.draw(st.integers(0, len(message))) :]
    with contextlib.suppress(WireError):
        decode(bytes(message), LIMITS)


EXTENSIONS = st.builds(msgpack.ExtType, st.integers(0, 127), st.binary(max_size=60))
HEADERS = st.tuples(
    st.sampled_from(["<f8", "|O", "<U4", "f8,f8", "<M8[s]", "x" * 300]), st.lists(st.integers(), max_size=40)
)


@given(st.one_of(EXTENSIONS, HEADERS.map(lambda h: msgpack.ExtType(1, _packed(h)))))
@settings(max_examples=200)
def test_any_extension_is_data_or_refused(extension: Any) -> None:
    with contextlib.suppress(WireError):
        decode(msgpack.packb(extension), LIMITS)


def _packed(header: tuple[str, list[int]]) -> bytes:
    name, shape = header
    packed: bytes = msgpack.packb([name, [n % 2**32 - 2**31 for n in shape]])
    return packed + bytes(8)


@given(
    st.lists(st.sampled_from([b"\x80", b"\x90", b"\x91", b"\xdc\x00\x05", b"\xdf\x00\x00\xff\xff", b"\xc0", b"\xa1x"]))
)
def test_memory_is_bounded_by_the_limits_and_not_by_what_is_announced(parts: list[bytes]) -> None:
    message = (b"".join(parts) * 400)[: LIMITS.bytes]
    tracemalloc.start()
    try:
        decode(message, LIMITS)
    except WireError:
        pass
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 2**18


@given(st.binary(max_size=60))
def test_any_stream_is_a_frame_or_refused(data: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        with contextlib.suppress(WireError):
            recv_frame(ours, LIMITS)


ODD = st.one_of(VALUES, st.just("error"), st.just("stream"), st.just("a"), st.just(0))
FRAMES = st.one_of(
    VALUES,
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(("cell", "probe", "outputs", "truncated", "error", "observation", "failure"), ODD),
    ),
    st.fixed_dictionaries(
        {
            "cell": st.just(0),
            "outputs": st.lists(
                st.fixed_dictionaries(
                    {"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result", "x"])},
                    optional=dict.fromkeys(("name", "text", "data", "metadata", "ename", "evalue", "traceback"), ODD),
                )
                | VALUES,
                max_size=3,
            ),
            "truncated": st.booleans(),
            "error": st.none() | TEXTS | ODD,
        }
    ),
    st.fixed_dictionaries({"probe": st.just("a"), "failure": ODD, "text": ODD}),
    st.fixed_dictionaries({"cell": st.just(0), "failure": ODD, "text": ODD}),
)


@given(FRAMES)
@settings(max_examples=200)
def test_any_frame_is_the_answer_or_refused(frame: Any) -> None:
    try:
        answer = read_cell(frame, Item("cell", 0))
        assert isinstance(answer, (CellResult, Failure))
    except WireError:
        pass
    with contextlib.suppress(WireError):
        read_probe(frame, Item("probe", "a"))
