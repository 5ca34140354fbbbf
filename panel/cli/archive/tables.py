"""Reading all rows of all tables as they are at one instant, while others write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Text,
    cast,
    collate,
    column,
    inspect,
    select,
    table,
)
from sqlalchemy.sql.elements import ColumnElement

from panel.cli.archive.form import BackupError, Shape
from panel.cli.archive.values import KINDS, kind_of, line
from panel.tables import TABLES

AT_ONCE = 1_000  # rows fetched
VERSION = "alembic_version"  # the table in which the migrations note how far they are


@dataclass(frozen=True)
class Snapshot:
    """The database at one instant."""

    connection: Connection
    revision: str
    shapes: tuple[Shape, ...]

    @property
    def database(self) -> str:
        """Which kind it is."""
        return self.connection.dialect.name

    def lines(self, shape: Shape) -> Iterator[bytes]:
        """Give the rows of a table in the order of its key, each as a line."""
        kinds = [KINDS[kind] for _, kind in shape.columns]
        rows = select(*map(_read, shape.columns)).select_from(table(shape.name))
        ordered = rows.order_by(*self._order(shape))
        for row in self.connection.execute(ordered, execution_options={"yield_per": AT_ONCE}):
            yield line(kinds, tuple(row))

    def _order(self, shape: Shape) -> Iterator[ColumnElement[Any]]:
        kinds = dict(shape.columns)
        for name in shape.key:
            key = column(name, KINDS[kinds[name]].writes)
            is_text = kinds[name] == "text" and self.database == "postgresql"
            yield collate(key, "C") if is_text else key  # so SQLite sorts, too


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """Hold the database still for us alone; nobody who writes waits for that."""
    options = (
        {}
        if engine.dialect.name == "sqlite"
        else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    )
    with engine.connect().execution_options(**options) as connection:
        found = revision(connection)
        if not found:
            raise BackupError("There are no tables in this database yet: nothing to keep.")
        yield Snapshot(connection, found, shapes())


def revision(connection: Connection) -> str:
    """Tell how far the tables were migrated; empty when there are none."""
    if not inspect(connection).has_table(VERSION):
        return ""
    return str(connection.scalar(select(column("version_num")).select_from(table(VERSION))) or "")


def shapes() -> tuple[Shape, ...]:
    """Describe every table that this Mesa has, one that was added yesterday too."""
    return tuple(
        Shape(
            one.name,
            tuple((each.name, kind_of(each.type)) for each in one.columns),
            tuple(each.name for each in one.primary_key),
        )
        for _, one in sorted(TABLES.tables.items())
    )


def _read(said: tuple[str, str]) -> ColumnElement[Any]:
    name, kind = said
    if kind == "json":
        return cast(column(name, KINDS[kind].writes), Text)
    return column(name, KINDS[kind].reads)
