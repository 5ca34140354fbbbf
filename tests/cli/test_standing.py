"""Whether there is something to migrate is told without what migrates, and never wrongly."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from panel.cli.migrations import newest
from panel.cli.standing import newest_by_name, stand_newest


def test_the_last_migration_is_the_last_by_name() -> None:
    assert newest_by_name() == newest()


def test_tables_of_today_stand_newest_and_older_ones_do_not(database_url: str) -> None:
    assert stand_newest(database_url)

    engine = create_engine(database_url)
    try:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))
        assert not stand_newest(database_url)
    finally:
        with engine.begin() as connection:  # the database is another test's, too
            connection.execute(
                text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest()}
            )
        engine.dispose()


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
