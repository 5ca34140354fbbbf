"""`panel migrate`: bring the tables of the database up to what the code expects."""

import sys

import click
from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import NullPool, create_engine

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


def config(database_url: str) -> Config:
    """Tell Alembic where the migrations are, and of which database."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["engine"] = create_engine(database_url, poolclass=NullPool)  # keeps none open
    return config
