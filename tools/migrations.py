"""Bring an empty SQLite and an empty PostgreSQL up to date: nothing may be left to migrate."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services.postgresql import new_database, postgresql


def check(database_url: str, var: Path) -> None:
    """Migrate a database, then compare it with the models; stop when they differ."""
    subprocess.run(  # our own programme
        [sys.executable, "-m", "panel", "migrate", "--check"],
        env={**os.environ, "PANEL_DATABASE_URL": database_url, "PANEL_VAR": str(var)},
        check=True,
    )


def main() -> None:
    """Check both kinds of database that Mesa runs on."""
    with tempfile.TemporaryDirectory() as folder, postgresql() as server:
        check(f"sqlite:///{folder}/mesa.db", Path(folder))
        check(new_database(server, "mesa"), Path(folder))


if __name__ == "__main__":
    main()
