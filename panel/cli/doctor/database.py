"""The database: reached, up to date, whole, and set so that nothing acknowledged is lost."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from panel.cli.doctor.findings import Finding, House, note, well, wrong
from panel.cli.migrations import config

OLDEST = 140_000  # PostgreSQL 14, as its server_version_num
LONG = 200_000_000  # bytes of a write-ahead log that nothing has taken over
MUST = {  # what PostgreSQL is to say, and what goes wrong otherwise
    "server_encoding": ("UTF8", "it cannot keep every letter"),
    "fsync": ("on", "a power cut can destroy it"),
    "full_page_writes": ("on", "a power cut can destroy it"),
    "synchronous_commit": ("on", "what was acknowledged can be lost"),
    "default_transaction_isolation": ("read committed", "Mesa numbers what happens wrongly"),
}
SURE = {"synchronous_commit": {"on", "remote_apply", "remote_write", "local"}}


def check(house: House) -> Iterator[Finding]:
    """Connect, compare the tables with the code, and ask what only this kind can be asked."""
    name = house.engine.url.render_as_string(hide_password=True)
    try:
        connection = house.engine.connect()
    except (DBAPIError, sqlite3.Error) as error:
        yield wrong(
            f"{name} cannot be reached: {_reason(error)}",
            "See that it runs, and that PANEL_DATABASE_URL names it.",
            blocks=True,
        )
        return
    with connection:
        yield well(f"{name} is reached.")
        yield from _migrations(house, connection)
        sqlite = house.engine.dialect.name == "sqlite"
        yield from _sqlite(connection) if sqlite else _postgresql(connection)


def _reason(error: DBAPIError | sqlite3.Error) -> str:
    said = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(said).split())


def _migrations(house: House, connection: Connection) -> Iterator[Finding]:
    there = set(MigrationContext.configure(connection).get_current_heads())
    newest = set(ScriptDirectory.from_config(config(house.settings.database_url)).get_heads())
    if there == newest:
        yield well(f"Its tables are up to date ({', '.join(sorted(there))}).")
        return
    stands = ", ".join(sorted(there)) or "nothing"
    yield wrong(
        f"Its tables stand at {stands}, the code wants {', '.join(sorted(newest))}.",
        "Run panel migrate; if that does not know the revision, the code is older than the tables.",
        blocks=True,
    )


def _sqlite(connection: Connection) -> Iterator[Finding]:
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    if mode != "wal":
        yield wrong(
            f"SQLite keeps no write-ahead log here ({mode}): readers and writers stop each other.",
            "Put the database on a disk of this machine, not on a network's.",
        )
    if connection.exec_driver_sql("PRAGMA synchronous").scalar_one() < 2:  # noqa: PLR2004  # FULL
        yield wrong(
            "SQLite does not wait for the disk.", "Mesa sets synchronous to FULL for itself."
        )
    faults = connection.exec_driver_sql("PRAGMA quick_check(5)").scalars().all()
    if faults != ["ok"]:
        yield wrong(
            f"The file is damaged: {'; '.join(str(one) for one in faults)}",
            "Stop Mesa, keep a copy of the file, and restore the newest backup.",
        )
    else:
        yield well("The file is whole, and every commit waits for the disk.")
    log = Path(f"{connection.engine.url.database}-wal")
    if log.exists() and log.stat().st_size > LONG:
        yield note(
            f"{log} has {log.stat().st_size // 1_000_000} MB: something has been reading for long.",
            "Starting Mesa anew lets it be taken over.",
        )


def _postgresql(connection: Connection) -> Iterator[Finding]:
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    if version < OLDEST:
        yield wrong(
            f"PostgreSQL {version // 10_000} is too old.", "Mesa wants PostgreSQL 14 or newer."
        )
    for name, (value, why) in MUST.items():
        asked = text("SELECT current_setting(:name)")
        is_ = connection.execute(asked, {"name": name}).scalar_one()
        if is_ not in SURE.get(name, {value}):
            yield wrong(f"{name} is {is_}: {why}.", f"Set {name} to {value}.")
    size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    yield well(f"PostgreSQL {version // 10_000}, {size / 1_000_000:.0f} MB.")
