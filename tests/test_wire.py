"""Data comes back as it went; everything else is refused before it takes memory."""

from __future__ import annotations

import contextlib
import math
import socket
import struct
import time
import tracemalloc

import msgpack
import numpy as np
import pytest

from autograder import wire
from autograder.checks.probe import Opaque
from autograder.wire import ConnectionEnded, DeadlinePassed, Limits, TooLarge, WireError, decode, encode

SMALL = Limits(bytes=10_000, depth=8, elements=1000)

NUMBERS = [None, True, False, 0, -1, 2**63, -(2**63), 0.1, math.inf, 1 + 2j]
PLAIN = [*NUMBERS, "", "가나다", b"\x00\xff", [], [1, [2.0]], {}, {"a": {"b": 1}}]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_data_comes_back_equal_and_of_the_same_type(value):
    back = decode(encode(value))
    assert back == value
    assert type(back) is type(value)


def test_a_tuple_comes_back_as_a_list():
    assert decode(encode((1, (2,)))) == [1, [2]]


def test_nan_and_the_sign_of_zero_come_back():
    back = decode(encode([math.nan, -0.0]))
    assert math.isnan(back[0])
    assert math.copysign(1, back[1]) == -1


INTEGERS = [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
DTYPES = ["bool", *INTEGERS, "float16", "float32", "float64", "complex64", "complex128"]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_an_array_comes_back_with_its_dtype_and_shape(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    back = decode(encode(array))
    assert type(back) is np.ndarray
    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)
    assert back.flags.writeable


def test_an_array_of_any_layout_comes_back_in_order():
    array = np.arange(24.0).reshape(4, 6)
    for view in (array.T, array[::-2, 1::2], np.asfortranarray(array), array.astype(">f8")):
        np.testing.assert_array_equal(decode(encode(view)), view)


@pytest.mark.parametrize("scalar", [np.float64(0.1), np.float32(0.1), np.int64(3), np.bool_(True), np.complex64(1j)])
def test_a_numpy_scalar_is_told_from_a_python_number_and_from_a_0d_array(scalar):
    assert type(decode(encode(scalar))) is type(scalar)
    assert type(decode(encode(np.asarray(scalar)))) is np.ndarray


class Learner:
    """Every method that encoding might be tempted to call."""

    def _trap(self, *_):
        raise AssertionError("code of the learner's was run")

    __iter__ = __len__ = __array__ = __repr__ = __str__ = __eq__ = __float__ = __index__ = __bool__ = _trap
    __hash__ = None
    __class__ = property(_trap)


class Listlike(list):
    __iter__ = __len__ = Learner._trap


class Arraylike(np.ndarray):
    def tobytes(self, *_):
        raise AssertionError("code of the learner's was run")


class Meta(type):
    def __getattribute__(cls, name):
        raise AssertionError("code of the learner's was run")


class Disguised(metaclass=Meta):
    pass


OBJECTS = {
    "an object": (Learner(), f"{__name__}.Learner"),
    "an object of a class that hides": (Disguised(), f"{__name__}.Disguised"),
    "a list subclass": (Listlike(), f"{__name__}.Listlike"),
    "an array subclass": (np.zeros(2).view(Arraylike), f"{__name__}.Arraylike"),
    "a matrix": (np.zeros((1, 2)).view(np.matrix), "numpy.matrix"),
    "a masked array": (np.ma.masked_array([1]), "numpy.ma.MaskedArray"),
    "an object array": (np.array([None, print]), "ndarray of object"),
    "a function": (test_a_tuple_comes_back_as_a_list, "function"),
    "a generator": ((n for n in ()), "generator"),
    "a set": ({1}, "set"),
    "a big integer": (2**70, "int of 71 bits"),
    "integer keys": ({1: 2}, "dict with keys that are not strings"),
    "an Opaque": (Opaque("there.Already"), "there.Already"),
}


@pytest.mark.parametrize(("value", "name"), OBJECTS.values(), ids=OBJECTS)
def test_what_is_not_data_is_named_and_not_run(value, name):
    assert decode(encode([value])) == [Opaque(name)]


def test_a_string_that_is_not_unicode_passes_escaped():
    assert decode(encode("\ud800")) == "\\ud800"


def nested(depth):
    value = []
    for _ in range(depth - 1):
        value = [value]
    return value


LARGE = {
    "bytes": b"x" * 10_001,
    "text": "x" * 10_001,
    "an array": np.zeros(2000),
    "an array giant by its strides": np.broadcast_to(0.0, (10**9, 10**9)),
    "many small ones": ["x" * 100] * 101,
    "elements": [0] * 1001,
    "elements in parts": [[0] * 300] * 4,
    "depth": nested(9),
}


@pytest.mark.parametrize("value", LARGE.values(), ids=LARGE)
def test_too_large_a_value_is_not_encoded(value):
    with pytest.raises(TooLarge):
        encode(value, SMALL)


def test_a_value_at_the_limits_passes():
    for value in (nested(8), [0] * 1000, "x" * 9000):
        assert decode(encode(value, SMALL), SMALL) == value


BOMBS = {
    "an announced list": b"\xdd\xff\xff\xff\xff",
    "an announced dictionary": b"\xdf\xff\xff\xff\xff",
    "announced text": b"\xdb\xff\xff\xff\xff",
    "announced bytes": b"\xc6\xff\xff\xff\xff",
    "an announced extension": b"\xc9\xff\xff\xff\xff\x01",
    "a million empty dictionaries": b"\xdd" + struct.pack(">I", 10**6) + b"\x80" * 10**6,
    "lists of empty lists": (b"\xdc\x03\xe8" + b"\x90" * 1000) * 1000,
    "depth": b"\x91" * 10**6,
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_a_decompression_bomb_is_refused_before_it_takes_memory(data):
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            decode(data, Limits(bytes=2**24, depth=16, elements=1000))
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def extension(code, *parts):
    return msgpack.packb(msgpack.ExtType(code, b"".join(parts)))


BROKEN = {
    "nothing": b"",
    "the byte that is never used": b"\xc1",
    "bytes after the end": b"\xc0\xc0",
    "text cut off": b"\xa5abc",
    "text that is not UTF-8": b"\xa2\xff\xff",
    "a key that is not text": b"\x81\x01\x02",
    "an extension that does not exist": extension(77, b""),
    "a timestamp": msgpack.packb(msgpack.Timestamp(1, 2)),
    "a complex number of 3 bytes": extension(3, b"abc"),
    "an array without a header": extension(1, b""),
    "an array with half a header": extension(1, b"\x92\xa3<f8"),
    "an object array": extension(1, msgpack.packb(["|O", [1]]), bytes(8)),
    "a structured array": extension(1, msgpack.packb(["f8,f8", [1]]), bytes(16)),
    "a pickle for a dtype": extension(1, msgpack.packb([b"\x80\x04.", [1]]), bytes(8)),
    "too few bytes": extension(1, msgpack.packb(["<f8", [2]]), bytes(8)),
    "too many bytes": extension(1, msgpack.packb(["<f8", [1]]), bytes(9)),
    "a negative shape": extension(1, msgpack.packb(["<f8", [-1, -1]]), bytes(8)),
    "a shape of floats": extension(1, msgpack.packb(["<f8", [1.0]]), bytes(8)),
    "a shape of booleans": extension(1, msgpack.packb(["<f8", [True]]), bytes(8)),
    "an empty array of an impossible shape": extension(1, msgpack.packb(["<f8", [0] + [2**31 - 1] * 31])),
    "too many dimensions": extension(1, msgpack.packb(["<f8", [1] * 33]), bytes(8)),
    "a scalar with a shape": extension(2, msgpack.packb(["<f8", [1]]), bytes(8)),
    "a name that is not UTF-8": extension(4, b"\xff"),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_what_is_not_a_message_is_a_sentence(data):
    with pytest.raises(WireError, match=r"^What came is not a message.*\.$"):
        decode(data)


def test_random_bytes_never_raise_anything_else():
    rng = np.random.default_rng(0)
    valid = encode({"a": [1, np.arange(3.0)], "b": "text", "c": Opaque("x"), "d": np.float32(1)})
    for _ in range(3000):
        changed = bytearray(valid)
        for position in rng.integers(0, len(valid), size=3):
            changed[position] = rng.integers(0, 256)
        with contextlib.suppress(WireError):
            decode(bytes(changed), SMALL)


def test_frames_pass_one_after_another():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for value in ({"a": 1}, [np.arange(4)], None):
            wire.send_frame(ours, value)
        assert wire.recv_frame(theirs) == {"a": 1}
        np.testing.assert_array_equal(wire.recv_frame(theirs)[0], np.arange(4))
        assert wire.recv_sized_frame(theirs) == (None, 1)


def test_a_frame_that_announces_too_much_is_refused_unread():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"\xff\xff\xff\xff")
        with pytest.raises(TooLarge, match="4,294,967,295 bytes"):
            wire.recv_frame(theirs, SMALL, time.monotonic() + 60)


def test_an_end_inside_a_frame_is_an_error():
    ours, theirs = socket.socketpair()
    with theirs:
        with ours:
            ours.sendall(b"\x00\x00\x00\x09abc")
        with pytest.raises(ConnectionEnded):
            wire.recv_frame(theirs)


def test_a_frame_that_does_not_come_meets_its_deadline():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"\x00\x00")
        with pytest.raises(DeadlinePassed):
            wire.recv_frame(theirs, SMALL, time.monotonic() + 0.05)
        with pytest.raises(DeadlinePassed):
            wire.send_frame(ours, bytes(10**7), deadline=time.monotonic() + 0.05)
