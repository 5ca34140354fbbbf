"""Writing the rows of a backup into an empty database: all of them, or none."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    column,
    delete,
    event,
    func,
    insert,
    inspect,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.exc import DBAPIError

from panel.cli import migrations
from panel.cli.archive.files import sqlite_files
from panel.cli.archive.form import BackupError, Head, Shape
from panel.cli.archive.reading import Rows
from panel.cli.archive.tables import VERSION, revision
from panel.cli.archive.values import KINDS, row
from panel.kernel.database import WRITES, open_engine
from panel.tables import TABLES

AT_ONCE = 1_000  # rows in one statement


class Loading:
    """An empty database whose tables stand where those of the backup stood."""

    def __init__(self, connection: Connection, head: Head) -> None:
        """Refuse a database that is not empty; else make its tables."""
        self._connection = connection
        self._shapes = {shape.name: shape for shape in head.shapes}
        _refuse_full(connection)
        is_new = self._migrate_to(head.revision)
        self._keys = list(_foreign_keys(connection))
        self._alter("DEFERRABLE")
        if connection.dialect.name == "postgresql":  # a row may come before what it names
            connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
        if is_new:
            self._empty()

    def take(self, rows: Rows) -> None:
        """Write some rows of a table."""
        shape = self._shapes[rows.table]
        kinds = [KINDS[kind] for _, kind in shape.columns]
        names = [name for name, _ in shape.columns]
        columns = [column(name, kind.writes) for name, kind in zip(names, kinds, strict=True)]
        into = insert(table(shape.name, *columns))
        for first in range(0, len(rows.lines), AT_ONCE):
            lines = rows.lines[first : first + AT_ONCE]
            values = [dict(zip(names, row(kinds, line), strict=True)) for line in lines]
            try:
                self._connection.execute(into, values)
            except DBAPIError as error:
                why = " ".join(str(error.orig).split())
                raise BackupError(
                    f"The database takes no row of {shape.name}: {why}. Nothing was restored."
                ) from error

    def end(self) -> None:
        """Check what rows say of each other, and bring the tables up to date."""
        if self._connection.dialect.name == "sqlite":
            if astray := self._connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BackupError(
                    f"A row of {astray[0]} names what is not there. Nothing was restored."
                )
        else:
            self._connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
            self._alter("NOT DEFERRABLE")
            for shape in self._shapes.values():
                self._count_on(shape)
        migrations.upgrade_within(self._connection, "head")

    def _migrate_to(self, wanted: str) -> bool:
        """Make the tables as they were; False when they are there already."""
        there = revision(self._connection)
        if there not in {"", wanted}:
            raise BackupError(
                f"The tables of this database stand at revision {there}, those of the backup at "
                f"{wanted}. Restore it into a database without tables."
            )
        if not there:
            migrations.upgrade_within(self._connection, wanted)
        return not there

    def _empty(self) -> None:
        """Take away rows that migrations have brought into new tables: the backup has them."""
        for name in set(inspect(self._connection).get_table_names()) - {VERSION}:
            self._connection.execute(delete(table(name)))

    def _alter(self, how: str) -> None:
        """Say when PostgreSQL checks foreign keys. SQLite checks none meanwhile, see `loading`."""
        quote = self._connection.dialect.identifier_preparer.quote
        for name, key in self._keys:
            self._connection.exec_driver_sql(
                f"ALTER TABLE {quote(name)} ALTER CONSTRAINT {quote(key)} {how}"
            )

    def _count_on(self, shape: Shape) -> None:
        """Let the numbers that PostgreSQL gives by itself begin behind those that are taken."""
        for name, kind in shape.columns:
            if kind != "number" or name not in shape.key:
                continue
            owned = select(func.pg_get_serial_sequence(shape.name, name))
            highest = select(func.max(column(name, BigInteger()))).select_from(table(shape.name))
            sequence, last = map(self._connection.scalar, (owned, highest))
            if sequence and last:
                counts = text("SELECT setval(CAST(:sequence AS regclass), :last)")
                self._connection.execute(counts, {"sequence": sequence, "last": last})


@contextmanager
def loading(database_url: str, head: Head) -> Iterator[Loading]:
    """Fill an empty database in one transaction; on any error it is as it was before."""
    made = [path for path in sqlite_files(database_url) if not path.exists()]
    engine = open_engine(database_url, time.sleep)
    _check_at_the_end(engine)
    whole = False
    try:
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            yield Loading(connection, head)
        whole = True
    finally:
        engine.dispose()
        if not whole:
            for path in made:
                path.unlink(missing_ok=True)


def _check_at_the_end(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":  # it cannot be told so within a transaction
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = OFF"))


def _refuse_full(connection: Connection) -> None:
    there = set(inspect(connection).get_table_names()) - {VERSION}
    if strange := sorted(there - set(TABLES.tables)):
        raise BackupError(f"The database has a table that is not Mesa's: {strange[0]}.")
    quote = connection.dialect.identifier_preparer.quote
    if there and connection.dialect.name == "postgresql":  # nobody writes from here on
        names = ", ".join(map(quote, sorted(there)))
        connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    for name in sorted(there):
        if connection.scalar(select(literal(1)).select_from(table(name)).limit(1)):
            raise BackupError(
                f"The database is not empty: {name} has rows. Restore into an empty one; "
                "nothing was changed."
            )


def _foreign_keys(connection: Connection) -> Iterator[tuple[str, str]]:
    """List what PostgreSQL checks row by row: table, name of the constraint."""
    if connection.dialect.name == "postgresql":
        for name, keys in inspect(connection).get_multi_foreign_keys().items():
            for key in keys:
                if not key.get("options", {}).get("deferrable"):
                    yield name[1], str(key["name"])
