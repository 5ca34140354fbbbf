"""The values of rows, exact whichever the database: each kind of column as JSON, and back."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from json import dumps, loads
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Double,
    Float,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from panel.kernel.tables import Utc

Value = Any  # what JSON can hold on one side, what a column can hold on the other


@dataclass(frozen=True)
class Kind:
    """A kind of column: its type when it is read and when it is written, and its values as JSON."""

    reads: TypeEngine[Any]
    writes: TypeEngine[Any]
    out: Callable[[Value], Value] | None = None  # None: it is JSON as it is
    back: Callable[[Value], Value] | None = None


def _same(type_: TypeEngine[Any], *ways: Callable[[Value], Value]) -> Kind:
    return Kind(type_, type_, *ways)


def _instant_back(said: str) -> datetime:
    return datetime.fromisoformat(said).astimezone(UTC)


def _json_out(text: str) -> list[Value]:
    """Wrap it: JSON's own null is a value, and an empty cell is none."""
    return [loads(text)]


def _json_back(wrapped: list[Value]) -> Value:
    [value] = wrapped
    return JSON.NULL if value is None else value


KINDS = {
    "number": _same(BigInteger()),
    "float": _same(Double()),
    "flag": _same(Boolean()),
    "text": _same(String()),
    "instant": _same(Utc(), datetime.isoformat, _instant_back),
    "day": _same(Date(), date.isoformat, date.fromisoformat),
    "uuid": _same(Uuid(), str, UUID),
    "bytes": _same(
        LargeBinary(), lambda data: b64encode(data).decode(), partial(b64decode, validate=True)
    ),
    "json": Kind(Text(), JSON(none_as_null=True), _json_out, _json_back),  # as its text: see above
}
_BY_TYPE: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "flag"),
    (Integer, "number"),
    (Float, "float"),
    (DateTime, "instant"),
    (Date, "day"),
    (Uuid, "uuid"),
    (LargeBinary, "bytes"),
    (JSON, "json"),
    (String, "text"),
)


def kind_of(type_: TypeEngine[Any]) -> str:
    """Name the kind of a column; TypeError when nobody has thought of such a one yet."""
    within = type_.impl_instance if isinstance(type_, TypeDecorator) else type_
    for known, kind in _BY_TYPE:
        if isinstance(within, known):
            return kind
    raise TypeError(f"panel.cli.archive.values does not know columns of type {type_!r}")


def line(kinds: list[Kind], row: tuple[Value, ...]) -> bytes:
    """Write a row as a line of JSON, in ASCII."""
    values = [
        kind.out(value) if kind.out and value is not None else value
        for kind, value in zip(kinds, row, strict=True)
    ]
    return dumps(values, separators=(",", ":")).encode() + b"\n"


def row(kinds: list[Kind], line: bytes) -> list[Value]:
    """Read a row from its line."""
    return [
        kind.back(value) if kind.back and value is not None else value
        for kind, value in zip(kinds, loads(line), strict=True)
    ]
