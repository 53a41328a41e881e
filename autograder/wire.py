"""Plain data as bytes, and back: the only thing that passes between the judge and learner code.

The bytes are MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md), never pickle. What may
pass is a short list: ``None``, ``bool``, 64-bit ``int``, ``float``, ``complex``, ``str``, ``bytes``, lists
(tuples become lists), dictionaries with string keys, NumPy arrays and scalars of plain numeric types, and
:class:`~autograder.checks.probe.Opaque`, which says only *what kind of thing* stood there.

The two directions are not alike. :func:`encode` runs beside learner code, so it looks at exact types and
calls no method that a learner's class could have replaced. :func:`decode` reads what a hostile process
wrote, so it walks the headers and counts bytes, depth and elements before one object is made of them.
"""

from __future__ import annotations

import math
import socket
import struct
import time
from dataclasses import dataclass
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]
import numpy as np

from autograder.checks.probe import Opaque

__all__ = [
    "ConnectionEnded",
    "DeadlinePassed",
    "Limits",
    "Opaque",
    "TooLarge",
    "WireError",
    "decode",
    "encode",
    "qualified_type_name",
    "recv_frame",
    "recv_sized_frame",
    "send_frame",
]


class WireError(Exception):
    """What was to be sent, or what came, is not data that may pass. The message is a sentence."""


class TooLarge(WireError):
    """A byte, depth or element limit would be exceeded."""


class ConnectionEnded(WireError):
    """The other side closed the connection before a whole frame had come."""


class DeadlinePassed(WireError):
    """The deadline passed before a whole frame had come, or gone."""


@dataclass(frozen=True)
class Limits:
    """How much one message may hold.

    :param bytes: length of the encoded message, in bytes.
    :param depth: containers inside one another (levels). MessagePack's C code stops at 511; a person's
        data has three or four.
    :param elements: items of all lists and dictionaries together, counted at every level. An array
        counts as one, its size being part of ``bytes``. One byte of MessagePack can become an empty
        dictionary of 64 bytes, so bytes alone do not bound memory.
    """

    bytes: int = 16 * 2**20
    depth: int = 32
    elements: int = 200_000


DEFAULT_LIMITS: Final = Limits()


_ARRAY, _SCALAR, _COMPLEX, _OPAQUE = 1, 2, 3, 4
_EXTENSIONS: Final = frozenset(bytes([code]) for code in (_ARRAY, _SCALAR, _COMPLEX, _OPAQUE))

_DTYPES: Final = {
    np.dtype(name).newbyteorder("<").str: np.dtype(name).newbyteorder("<")
    for name in (
        "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
        "float16", "float32", "float64", "complex64", "complex128",
    )
}  # fmt: skip
_SCALAR_TYPES: Final = frozenset(dtype.type for dtype in _DTYPES.values())
_MAX_DIMENSIONS: Final = 32
_HEADER: Final = struct.Struct(">I")
_LONGEST_NAME: Final = 200
_MOST_NAME_BYTES: Final = 10 * _LONGEST_NAME  # six for a character that is no Unicode: \ud800


def encode(obj: object, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of ``obj``.

    What is not data becomes :class:`Opaque`; too much data is refused, not cut.

    :raises TooLarge: when ``obj`` holds more than ``limits`` allow.
    """
    budget = _Budget(limits)
    lowered = _lower(obj, 0, budget)
    try:
        encoded: bytes = msgpack.packb(lowered, strict_types=True, use_bin_type=True)
    except (ValueError, OverflowError, MemoryError) as error:
        raise TooLarge(f"The value cannot be written down: {error}.") from None
    if len(encoded) > limits.bytes:
        raise TooLarge(f"The value takes {len(encoded):,} bytes; at most {limits.bytes:,} may pass.")
    return encoded


def decode(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Any:
    """The object whose bytes ``data`` are. Arrays come back in C order, as copies.

    :raises TooLarge: when ``data`` holds more than ``limits`` allow; found before any object is made.
    :raises WireError: when ``data`` is not a message of this module.
    """
    if len(data) > limits.bytes:
        raise TooLarge(f"A message of {len(data):,} bytes came; at most {limits.bytes:,} may.")
    _survey(data, limits)
    try:
        return msgpack.unpackb(
            data,
            raw=False,
            strict_map_key=True,
            ext_hook=_raise_extension,
            max_str_len=limits.bytes,
            max_bin_len=limits.bytes,
            max_ext_len=limits.bytes,
            max_array_len=limits.elements,
            max_map_len=limits.elements,
        )
    except WireError:
        raise
    except (ValueError, TypeError, OverflowError, RecursionError, msgpack.UnpackException) as error:
        raise WireError(f"What came is not a message: {type(error).__name__}.") from None


def send_frame(
    sock: socket.socket, obj: object, limits: Limits = DEFAULT_LIMITS, deadline: float | None = None
) -> None:
    """Send ``obj`` as one frame: a four-byte length (big-endian), then its bytes.

    :param deadline: a reading of :func:`time.monotonic`, in seconds, or ``None`` to wait for ever.
    """
    encoded = encode(obj, limits)
    try:
        sock.settimeout(_remaining(deadline))
        sock.sendall(_HEADER.pack(len(encoded)) + encoded)
    except TimeoutError:
        raise DeadlinePassed("The message was not taken in time.") from None
    except OSError as error:
        raise ConnectionEnded(f"The message could not be sent: {error.strerror}.") from None


def recv_frame(sock: socket.socket, limits: Limits = DEFAULT_LIMITS, deadline: float | None = None) -> Any:
    """Receive one frame and decode it; its length is judged before its first byte is read.

    :param deadline: a reading of :func:`time.monotonic`, in seconds, or ``None`` to wait for ever.
    """
    return recv_sized_frame(sock, limits, deadline)[0]


def recv_sized_frame(
    sock: socket.socket, limits: Limits = DEFAULT_LIMITS, deadline: float | None = None
) -> tuple[Any, int]:
    """Like :func:`recv_frame`; returns the object and the number of bytes that it took."""
    (length,) = _HEADER.unpack(_recv_exactly(sock, _HEADER.size, deadline))
    if length > limits.bytes:
        raise TooLarge(f"A message of {length:,} bytes was announced; at most {limits.bytes:,} may come.")
    return decode(_recv_exactly(sock, length, deadline), limits), length


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise DeadlinePassed("The deadline passed.")
    return remaining


def _recv_exactly(sock: socket.socket, count: int, deadline: float | None) -> bytes:
    """``count`` bytes; the buffer grows with what really came, not with what was announced."""
    received = bytearray()
    while len(received) < count:
        try:
            sock.settimeout(_remaining(deadline))
            chunk = sock.recv(min(count - len(received), 2**20))
        except TimeoutError:
            raise DeadlinePassed("The deadline passed before a whole message had come.") from None
        except OSError as error:
            raise ConnectionEnded(f"The connection broke: {error.strerror}.") from None
        if not chunk:
            raise ConnectionEnded("The connection was closed before a whole message had come.")
        received += chunk
    return bytes(received)


class _Budget:
    """What is left of the limits while one value is walked."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = limits.bytes
        self.elements = limits.elements

    def spend_bytes(self, count: int) -> None:
        self.bytes -= count
        if self.bytes < 0:
            raise TooLarge(f"The value takes more than {self.limits.bytes:,} bytes.")

    def spend_elements(self, count: int) -> None:
        self.elements -= count
        if self.elements < 0:
            raise TooLarge(f"The value has more than {self.limits.elements:,} elements.")


def _lower(obj: object, depth: int, budget: _Budget) -> object:
    """``obj`` in MessagePack's own types. Only exact types are opened: a subclass is Opaque."""
    kind = type(obj)
    if obj is None or kind is bool or kind is float:
        return obj
    if kind is int:
        return _lower_int(obj)  # type: ignore[arg-type]
    if kind is str:
        return _lower_str(obj, budget)  # type: ignore[arg-type]
    if kind is bytes:
        budget.spend_bytes(len(obj))  # type: ignore[arg-type]
        return obj
    if kind is list or kind is tuple or kind is dict:
        if depth >= budget.limits.depth:
            raise TooLarge(f"The value is nested more than {budget.limits.depth} levels deep.")
        budget.spend_elements(len(obj))  # type: ignore[arg-type]
        if kind is dict:
            return _lower_dict(obj, depth, budget)  # type: ignore[arg-type]
        return [_lower(item, depth + 1, budget) for item in obj]  # type: ignore[attr-defined]
    if kind is complex:
        return msgpack.ExtType(_COMPLEX, struct.pack("<dd", obj.real, obj.imag))  # type: ignore[attr-defined]
    if kind is np.ndarray:
        return _lower_array(obj, _ARRAY, budget)  # type: ignore[arg-type]
    if kind in _SCALAR_TYPES:
        return _lower_array(np.asarray(obj), _SCALAR, budget)
    if kind is Opaque:
        return _lower_opaque(obj.type_name)  # type: ignore[attr-defined]
    return _lower_opaque(qualified_type_name(obj))


def _lower_int(number: int) -> object:
    if -(2**63) <= number < 2**64:
        return number
    return _lower_opaque(f"int of {number.bit_length()} bits")


def _lower_str(text: str, budget: _Budget) -> str:
    budget.spend_bytes(len(text))
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # lone surrogates are not UTF-8


def _lower_dict(mapping: dict[object, object], depth: int, budget: _Budget) -> object:
    if not all(type(key) is str for key in mapping):
        return _lower_opaque("dict with keys that are not strings")
    return {_lower_str(key, budget): _lower(value, depth + 1, budget) for key, value in mapping.items()}  # type: ignore[arg-type]


def _lower_array(array: np.ndarray[Any, Any], code: int, budget: _Budget) -> object:
    dtype = _DTYPES.get(array.dtype.newbyteorder("<").str)
    if dtype is None:
        return _lower_opaque(f"ndarray of {array.dtype.name}")
    budget.spend_bytes(math.prod(array.shape) * dtype.itemsize)
    header: bytes = msgpack.packb([dtype.str, list(array.shape)])
    return msgpack.ExtType(code, header + np.asarray(array, dtype=dtype).tobytes())


def _lower_opaque(type_name: object) -> object:
    plain = type_name if type(type_name) is str else "object"
    return msgpack.ExtType(_OPAQUE, plain[:_LONGEST_NAME].encode("utf-8", "backslashreplace"))


def qualified_type_name(obj: object) -> str:
    """``module.Name`` of the type of ``obj``, read past any metaclass of the learner's."""
    kind = type(obj)
    name = type.__dict__["__qualname__"].__get__(kind)
    module = type.__dict__["__module__"].__get__(kind)
    if type(module) is not str or module == "builtins":
        return str(name)
    return f"{module}.{name}"


# What follows a first byte, from the format overview of the MessagePack specification.
_FIXED_WIDTH: Final = {  # → bytes of the value
    0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8,
    0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8,
}  # fmt: skip
_COUNTED_BYTES: Final = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}  # → bytes of the length
_FIXED_EXTENSION: Final = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}  # → bytes of the body
_COUNTED_EXTENSION: Final = {0xC7: 1, 0xC8: 2, 0xC9: 4}  # → bytes of the length
_COUNTED_ITEMS: Final = {0xDC: (2, 1), 0xDD: (4, 1), 0xDE: (2, 2), 0xDF: (4, 2)}  # → the same, values per item


def _survey(data: bytes, limits: Limits) -> None:
    """Walk the headers of ``data`` and count, making nothing of it."""
    position, elements = 0, 0
    pending = [1]  # items still to come, per open container
    while pending:
        if pending[-1] == 0:
            pending.pop()
            continue
        pending[-1] -= 1
        position, items, is_container, size = _read_header(data, position)
        if position > len(data):
            raise WireError("What came is not a message: it ends early.")
        if is_container:
            elements += size
            if elements > limits.elements:
                raise TooLarge(f"What came has more than {limits.elements:,} elements.")
            if len(pending) > limits.depth:
                raise TooLarge(f"What came is nested more than {limits.depth} levels deep.")
            pending.append(items)
    if position != len(data):
        raise WireError("What came is not a message: bytes follow its end.")


def _read_header(data: bytes, position: int) -> tuple[int, int, bool, int]:
    """``(position after this item's own bytes, items inside, is a container, its size)``."""
    if position >= len(data):
        raise WireError("What came is not a message: it ends early.")
    first = data[position]
    position += 1
    if first <= 0x7F or first >= 0xE0:
        return position, 0, False, 0
    if first <= 0x8F:
        return position, 2 * (first & 0x0F), True, first & 0x0F
    if first <= 0x9F:
        return position, first & 0x0F, True, first & 0x0F
    if first <= 0xBF:
        return position + (first & 0x1F), 0, False, 0
    if first in _FIXED_WIDTH:
        return position + _FIXED_WIDTH[first], 0, False, 0
    if first in _COUNTED_BYTES:
        width = _COUNTED_BYTES[first]
        count = int.from_bytes(data[position : position + width], "big")
        return position + width + count, 0, False, 0
    if first in _FIXED_EXTENSION:
        return _skip_extension(data, position, _FIXED_EXTENSION[first]), 0, False, 0
    if first in _COUNTED_EXTENSION:
        width = _COUNTED_EXTENSION[first]
        count = int.from_bytes(data[position : position + width], "big")
        return _skip_extension(data, position + width, count), 0, False, 0
    if first in _COUNTED_ITEMS:
        width, per_item = _COUNTED_ITEMS[first]
        count = int.from_bytes(data[position : position + width], "big")
        return position + width, per_item * count, True, count
    raise WireError(f"What came is not a message: it has the byte 0x{first:02x}.")


def _skip_extension(data: bytes, position: int, size: int) -> int:
    """Where an extension ends; only the module's own may come, for msgpack makes a date of -1 unasked."""
    if data[position : position + 1] not in _EXTENSIONS:
        raise WireError("What came is not a message: it has an extension of an unknown kind.")
    return position + 1 + size


def _raise_extension(code: int, data: bytes) -> object:
    """One extension value: an array, a NumPy scalar, a complex number or an Opaque."""
    if code == _COMPLEX:
        if len(data) != 16:
            raise WireError("What came is not a message: a complex number has 16 bytes.")
        return complex(*struct.unpack("<dd", data))
    if code == _OPAQUE:
        if len(data) > _MOST_NAME_BYTES:
            raise WireError("What came is not a message: the name of a type is too long.")
        return Opaque(data.decode("utf-8"))
    array = _raise_array(data)
    if code == _ARRAY:
        return array
    if array.shape != ():
        raise WireError("What came is not a message: a scalar has a shape.")
    return array[()]


def _raise_array(data: bytes) -> np.ndarray[Any, Any]:
    header, start = _array_header(data)
    if not (type(header) is list and len(header) == 2 and type(header[0]) is str and type(header[1]) is list):
        raise WireError("What came is not a message: its array has no dtype and shape.")
    name, shape = header
    dtype = _DTYPES.get(name)
    if dtype is None:
        raise WireError("What came is not a message: its array's dtype is not allowed.")
    if len(shape) > _MAX_DIMENSIONS or not all(type(n) is int and 0 <= n < 2**31 for n in shape):
        raise WireError("What came is not a message: its array's shape is not allowed.")
    if math.prod(shape) * dtype.itemsize != len(data) - start:
        raise WireError("What came is not a message: its array has too few or too many bytes.")
    try:
        if start == len(data):
            return np.empty(shape, dtype)
        return np.frombuffer(data, dtype, offset=start).reshape(shape).copy()
    except ValueError:
        raise WireError("What came is not a message: its array's shape is not allowed.") from None


def _array_header(data: bytes) -> tuple[object, int]:
    """The ``[dtype, shape]`` at the front of an array's bytes, and where it ends."""
    unpacker = msgpack.Unpacker(
        raw=False, max_array_len=_MAX_DIMENSIONS, max_map_len=0, max_ext_len=0, max_str_len=_LONGEST_NAME
    )
    unpacker.feed(data[:512])
    try:
        return unpacker.unpack(), unpacker.tell()
    except (ValueError, msgpack.UnpackException):
        raise WireError("What came is not a message: the header of its array is broken.") from None
