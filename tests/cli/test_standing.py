"""Whether there is something to migrate is told without what migrates, and never wrongly."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from panel.cli.migrations import newest, upgrade
from panel.cli.standing import newest_by_name, stand_newest
from panel.kernel.settings import SettingsError


def test_the_last_migration_is_the_last_by_name() -> None:
    assert newest_by_name() == newest()


@contextmanager
def standing_at(database_url: str, revision: str) -> Iterator[None]:
    """Have the tables say of themselves that they stand elsewhere."""
    engine, set_to = (
        create_engine(database_url),
        text("UPDATE alembic_version SET version_num = :to"),
    )
    try:
        with engine.begin() as connection:
            connection.execute(set_to, {"to": revision})
        yield
    finally:
        with engine.begin() as connection:  # the database is another test's, too
            connection.execute(set_to, {"to": newest()})
        engine.dispose()


def test_tables_of_today_stand_newest_and_older_ones_do_not(database_url: str) -> None:
    assert stand_newest(database_url)

    with standing_at(database_url, "0008"):
        assert not stand_newest(database_url)


def test_tables_of_a_newer_mesa_are_refused_and_left_as_they_are(database_url: str) -> None:
    upgrade(database_url)

    with standing_at(database_url, "9999"):
        with pytest.raises(SettingsError, match="9999, which this Mesa does not know"):
            upgrade(database_url)
        assert not stand_newest(database_url)


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///{folder}/empty.db",
        "sqlite:///{folder}/nowhere/mesa.db",
        "sqlite://",
        "postgresql+psycopg://mesa@/mesa?host={folder}",
        "postgresql+psycopg://mesa@/mesa?strange=1",
        "postgresql+psycopg2://mesa@/mesa?host={folder}",
        "no address",
    ],
)
def test_what_cannot_be_read_is_left_to_the_migrations(address: str, tmp_path: Path) -> None:
    assert not stand_newest(address.format(folder=tmp_path))
