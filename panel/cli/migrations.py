"""`panel migrate`: bring the tables of the database up to what the code expects."""

import sys

import click
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, NullPool, create_engine

from panel.kernel.settings import ROOT, Settings


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
    """Run the migrations that the database has not seen."""
    command.upgrade(config(database_url), "head")


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
