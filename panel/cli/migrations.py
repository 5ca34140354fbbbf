"""`panel migrate`: bring the tables of the database up to what the code expects."""

import sys

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, NullPool, create_engine, text

from panel.kernel.settings import ROOT, Settings, SettingsError

TURN = 0x4D455341  # the name of PostgreSQL's lock for those who migrate


@click.command()
@click.option("--check", is_flag=True, help="Then fail if models and tables still differ.")
@click.pass_obj
def migrate(settings: Settings, *, check: bool) -> None:
    """Bring the tables up to date."""
    upgrade(settings.database_url)
    if check:
        try:
            command.check(config(settings.database_url))
        except CommandError as error:
            sys.exit(f"panel: {error}")


def upgrade(database_url: str) -> None:
    """Run the migrations that the database has not seen, one process at a time.

    Tables of a newer Mesa are refused: what an older one wrote there could be wrong.
    """
    engine = create_engine(database_url, poolclass=NullPool)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "postgresql":  # until the connection closes
                connection.execute(text("SELECT pg_advisory_lock(:name)"), {"name": TURN})
            there = MigrationContext.configure(connection).get_current_heads()
            if strange := [revision for revision in there if not knows(revision)]:
                raise SettingsError(
                    f"the tables stand at {', '.join(strange)}, which this Mesa does not know. Run"
                    " the newer Mesa that made them, or restore the backup from before it."
                )
            if set(there) != {newest()}:
                command.upgrade(config(database_url), "head")
    finally:
        engine.dispose()


def upgrade_within(connection: Connection, revision: str) -> None:
    """Run the migrations up to one, in a transaction that the caller ends."""
    scripts = _scripts()
    scripts.attributes["connection"] = connection
    command.upgrade(scripts, revision)


def newest() -> str:
    """Name the last migration that this Mesa has."""
    return str(ScriptDirectory.from_config(_scripts()).get_current_head())


def knows(revision: str) -> bool:
    """Tell whether this Mesa has a migration of that name."""
    scripts = ScriptDirectory.from_config(_scripts())
    return revision in {script.revision for script in scripts.walk_revisions()}


def config(database_url: str) -> Config:
    """Tell Alembic where the migrations are, and of which database."""
    config = _scripts()
    config.attributes["engine"] = create_engine(database_url, poolclass=NullPool)  # keeps none open
    return config


def _scripts() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config
