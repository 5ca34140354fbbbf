"""How Alembic reaches our tables: by an engine, or within a transaction that somebody else ends."""

from alembic import context
from sqlalchemy import Connection, Engine

from panel.tables import TABLES


def run(engine: Engine) -> None:
    """Run what is to be run in one transaction, as PostgreSQL and SQLite both can."""
    with engine.begin() as connection:
        run_within(connection)
    engine.dispose()


def run_within(connection: Connection) -> None:
    """Run it in the transaction that is open."""
    context.configure(
        connection=connection,
        target_metadata=TABLES,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if "connection" in context.config.attributes:
    run_within(context.config.attributes["connection"])
else:
    run(context.config.attributes["engine"])
