"""Engines: PostgreSQL as it comes, SQLite so that writers queue and readers never wait."""

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

Sleep = Callable[[float], object]
WRITES = "mesa_writes"  # the execution option that makes a transaction a writing one
TURNS, PAUSE = 100, 0.02  # seconds; with busy_timeout, a writer waits about four seconds
POOL, OVERFLOW = 10, 40  # connections kept, and more while many ask at once


def open_engine(url: str, sleep: Sleep) -> Engine:
    """Connect; `sleep` must let other requests run, so the server brings its own."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=POOL, max_overflow=OVERFLOW)
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _beginner(sleep))
        return engine
    return create_engine(url, pool_size=POOL, max_overflow=OVERFLOW, pool_pre_ping=True)


def is_passing(error: DBAPIError) -> bool:
    """Tell whether the same work may succeed a moment later."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # the low byte is the family
    busy = code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return busy or getattr(error.orig, "sqlstate", None) in {"40001", "40P01"}


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
        writes: Any = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {int(not writes)}")
        for turn in range(TURNS):
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
            except OperationalError as error:
                if not is_passing(error) or turn == TURNS - 1:
                    raise
                sleep(PAUSE)
            else:
                return

    return begin
