"""Engines: PostgreSQL as it comes, SQLite so that writers queue and readers never wait."""

import sqlite3
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.base import OptionEngine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, Pool

if TYPE_CHECKING:
    import psycopg

Sleep = Callable[[float], object]
WRITES = "mesa_writes"  # the execution option that makes a transaction a writing one
TURNS, PAUSE = 100, 0.02  # seconds; with busy_timeout, a writer waits about four seconds
FAMILY = 0xFF  # the part of SQLite's code of an error that says of which kind it is
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
IDLE = 5.0  # seconds after which a connection is tried out before it is used again
# For readings at once, and as many for works; who comes beyond waits for one. So four processes do
# with the hundred that PostgreSQL takes by itself, and none is opened and closed again and again.
CONNECTIONS = 12


def open_engine(url: str, sleep: Sleep, *, idle: float = IDLE) -> Engine:
    """Connect; `sleep` must let other requests run, so the server brings its own."""
    engine = create_engine(url, pool_size=CONNECTIONS, max_overflow=0)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _beginner(sleep))
    else:
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", _try_out(engine, idle))
    return engine


def looking(engine: Engine) -> Engine:
    """Give the engine as who reads once has it: the database refuses it a write."""
    return engine.execution_options(postgresql_readonly=True)


@cache  # one for each engine, whoever asks
def apart(engine: Engine) -> Engine:
    """Give it so to whoever reads and writes all the time: with connections for readings alone.

    SQLite forgets all statements that a connection has prepared when it is told to refuse writes,
    or not to any longer, and to prepare one takes six times as long as to run it. PostgreSQL would
    be told of each reading when it begins and when it ends, two ways there and back for nothing:
    each statement sees what has been committed until then, whether or not (`at_one_instant` is for
    whoever must not).
    """
    return _Apart(engine, {})


class _Apart(OptionEngine):
    pool: Pool = None  # type: ignore[assignment]  # in place of the property that shares another's

    def __init__(self, engine: Engine, options: Mapping[str, object]) -> None:
        super().__init__(engine, options)
        self.pool = engine.pool.recreate()
        if engine.dialect.name == "postgresql":
            event.listen(self.pool, "connect", _look_only)
        event.listen(engine, "engine_disposed", self._close)

    def _close(self, _engine: Engine) -> None:
        self.pool.dispose()
        self.pool = self.pool.recreate()


def is_passing(error: DBAPIError) -> bool:
    """Tell whether the same work may succeed a moment later."""
    busy = getattr(error.orig, "sqlite_errorcode", 0) & FAMILY in BUSY
    return busy or getattr(error.orig, "sqlstate", None) in {"40001", "40P01"}


def _look_only(driver: DBAPIConnection, _record: object) -> None:
    """Begin nothing by itself, and refuse writes, on a connection of PostgreSQL."""
    connection = cast("psycopg.Connection[Any]", driver)
    connection.autocommit = True
    connection.execute("SET default_transaction_read_only = on")


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin on its own
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # what was acknowledged survives a power cut
        "foreign_keys = ON",
        "busy_timeout = 20",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _beginner(sleep: Sleep) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        writes = bool(connection.get_execution_options().get(WRITES))
        statement = "BEGIN IMMEDIATE" if writes else "BEGIN"
        driver = cast(sqlite3.Connection, connection.connection.dbapi_connection)
        _let_write(connection, driver, writes)
        for _ in range(TURNS):
            try:
                driver.execute(statement)  # by itself: every transaction begins so
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & FAMILY not in BUSY:
                    break
                sleep(PAUSE)
            else:
                return
        connection.exec_driver_sql(statement)  # once more, so that its error is SQLAlchemy's

    return begin


def _let_write(connection: Connection, driver: sqlite3.Connection, writes: bool) -> None:
    """Let the connection write, or not, where it was last used for the other."""
    if connection.info.get(WRITES) is not writes:
        driver.execute(f"PRAGMA query_only = {int(not writes)}")
        connection.info[WRITES] = writes


def _note_use(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info["used"] = time.monotonic()


def _try_out(
    engine: Engine, idle: float
) -> Callable[[DBAPIConnection, ConnectionPoolEntry, object], None]:
    """Ask a connection that has lain idle whether it still is one; each time would be dear."""

    def ask(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - entry.info.get("used", time.monotonic()) < idle:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool opens another

    return ask
