"""The encoding of Yjs: numbers of variable length, texts, and values, as lib0 writes them."""

import json
import struct
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

MORE, REST, BITS, LONGEST = 0x80, 0x7F, 7, 63
NUMBER, STRING, BYTES, OBJECT, ARRAY = 125, 119, 116, 118, 117  # kinds of values
PLAIN = {127: None, 126: None, 121: False, 120: True}  # what says all by its kind
PACKED = {124: ">f", 123: ">d", 122: ">q"}  # what has a fixed size
MINUS, FIRST, FIRST_BITS = 0x40, 0x3F, 6  # a number that may be negative begins with its sign
ERRORS = (IndexError, ValueError, struct.error, RecursionError)  # what garbage leads to


class GarbledError(ValueError):
    """It is not what it claims to be."""


class Reader:
    """Goes through the bytes once; fails with one of ERRORS where they make no sense."""

    def __init__(self, data: bytes) -> None:
        """Begin at the beginning."""
        self._data, self._at = data, 0

    @property
    def ended(self) -> bool:
        """Whether all has been read."""
        return self._at == len(self._data)

    def byte(self) -> int:
        """Read one byte."""
        self._at += 1
        return self._data[self._at - 1]

    def number(self) -> int:
        """Read a number that is not negative."""
        value, shift, at, data = 0, 0, self._at, self._data
        while (byte := data[at]) & MORE:  # an edit is hundreds of them: no call for each byte
            value |= (byte & REST) << shift
            shift += BITS
            at += 1
            if shift > LONGEST:
                raise ValueError(value)
        self._at = at + 1
        return value | byte << shift

    def count(self) -> int:
        """Read how many follow: never more than there are bytes left for."""
        many = self.number()
        if many > len(self._data) - self._at:
            raise ValueError(many)
        return many

    def bytes(self) -> bytes:
        """Read bytes with their length before them."""
        size = self.count()
        self._at += size
        return self._data[self._at - size : self._at]

    def text(self) -> str:
        """Read a text."""
        return self.bytes().decode()

    def value(self) -> object:
        """Read a value of any kind; numbers come as they are, whatever their size."""
        kind = self.byte()
        if kind in PLAIN:
            return PLAIN[kind]
        if kind in PACKED:
            return self._packed(PACKED[kind])
        readers: dict[int, Callable[[], object]] = {
            NUMBER: self._signed,
            STRING: self.text,
            BYTES: self.bytes,
            OBJECT: lambda: {self.text(): self.value() for _ in range(self.count())},
            ARRAY: lambda: [self.value() for _ in range(self.count())],
        }
        if kind not in readers:
            raise ValueError(kind)
        return readers[kind]()

    def _packed(self, form: str) -> object:
        size = struct.calcsize(form)
        self._at += size
        return struct.unpack(form, self._data[self._at - size : self._at])[0]

    def _signed(self) -> int:
        first = self.byte()
        value, shift, byte = first & FIRST, FIRST_BITS, first
        while byte & MORE:
            byte = self.byte()
            value |= (byte & REST) << shift
            shift += BITS
            if shift > LONGEST:
                raise ValueError(value)
        return -value if first & MINUS else value


def number(value: int) -> bytes:
    """Write a number that is not negative."""
    written = bytearray()
    while value > REST:
        written.append(value & REST | MORE)
        value >>= BITS
    written.append(value)
    return bytes(written)


def numbers(values: Iterable[int]) -> bytes:
    """Write numbers one after another."""
    return b"".join(number(value) for value in values)


def written_vector(clock: Mapping[int, int]) -> bytes:
    """Write a state vector."""
    return numbers((len(clock), *chain.from_iterable(clock.items())))


def read_vector(data: bytes) -> dict[int, int]:
    """Read a state vector: how many units there are of each client."""
    reader = Reader(data)
    try:
        return {reader.number(): reader.number() for _ in range(reader.count())}
    except ERRORS as error:
        raise GarbledError(str(error)) from error


def read_awareness(data: bytes) -> list[tuple[int, int, object]]:
    """Read an awareness update of y-protocols: client, clock and state of each."""
    reader = Reader(data)
    try:
        return [
            (reader.number(), reader.number(), json.loads(reader.text()))
            for _ in range(reader.count())
        ]
    except ERRORS as error:
        raise GarbledError(str(error)) from error


def written_awareness(client: int, at: int, state: object) -> bytes:
    """Write the awareness of one client."""
    said = json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
    return numbers((1, client, at, len(said))) + said
