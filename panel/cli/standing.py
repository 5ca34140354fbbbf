"""Where the tables stand, asked of the database by its driver alone.

A server that starts anew needs no more: what runs migrations takes six times as long to import.
"""

import sqlite3
from contextlib import closing

from panel.kernel.settings import ROOT

ASKED = "SELECT version_num FROM alembic_version"
SQLITE, POSTGRESQL = "sqlite:///", "postgresql+psycopg://"  # how addresses of ours begin


def stand_newest(database_url: str) -> bool:
    """Tell whether the tables are as the last migration leaves them; False also if in doubt."""
    return _revisions(database_url) == [newest_by_name()]


def newest_by_name() -> str:
    """Name the last migration by its file: each begins with its number (and a test says so)."""
    return max(path.name for path in (ROOT / "migrations" / "versions").glob("*.py")).split("_")[0]


def _revisions(database_url: str) -> list[str]:
    """Give what is written there; nothing where it cannot be read, whatever the reason is."""
    if database_url.startswith(SQLITE):
        return _on_sqlite(database_url.removeprefix(SQLITE))
    if database_url.startswith(POSTGRESQL):
        return _on_postgresql("postgresql://" + database_url.removeprefix(POSTGRESQL))
    return []


def _on_sqlite(path: str) -> list[str]:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return [revision for (revision,) in connection.execute(ASKED)]
    except sqlite3.Error:
        return []


def _on_postgresql(address: str) -> list[str]:
    import psycopg  # on SQLite it would be a third of what this start imports

    try:
        with psycopg.connect(address) as connection:
            return [revision for (revision,) in connection.execute(ASKED)]
    except psycopg.Error:
        return []
