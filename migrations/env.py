"""How Alembic reaches our tables; `panel migrate` calls it with the engine of the settings."""

from alembic import context
from sqlalchemy import Engine

from panel import wiring
from panel.kernel.tables import Base

assert wiring.PUSHES, "the wiring imports every domain, and so every table"  # noqa: S101


def run(engine: Engine) -> None:
    """Run what is to be run in one transaction, as PostgreSQL and SQLite both can."""
    with engine.begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run(context.config.attributes["engine"])
