"""What all tables share."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar, TypeVar, cast

from sqlalchemy import DateTime, Dialect, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[datetime]):
    """An instant; SQLite forgets the zone, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant: nobody knows when it is."""
        if value is not None and value.tzinfo is None:
            raise ValueError(value)
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it back in UTC, whichever the database."""
        if value is None or value.tzinfo:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table of Mesa."""

    type_annotation_map: ClassVar = {datetime: Utc}
    metadata = MetaData(
        naming_convention={  # so that a migration can name what it changes
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Row = TypeVar("Row", bound=Base)


def insert_once(session: Session, table: type[Row], *key: str, **values: object) -> Row | None:
    """Write a row unless its key is taken, and give it; None where it is taken.

    It is written as columns and made an object here, which is cheaper than inserting objects.
    """
    session.flush()
    dialect = session.get_bind().dialect.name
    prepared = inserting_once(dialect, cast(Table, table.__table__), *key, whole=True)
    given = session.execute(prepared, values).one_or_none()
    if given is None:
        return None
    row = table(**given._asdict())
    make_transient_to_detached(row)
    session.add(row)
    return row


@cache  # putting it together takes as long as running it
def inserting_once(
    dialect: str, table: Table, *key: str, whole: bool = False
) -> ReturningInsert[*tuple[Any, ...]]:
    """Give the statement that writes a row unless its key is taken, and gives its key, or all."""
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    given = table.c if whole else [table.c[name] for name in key]
    once: ReturningInsert[*tuple[Any, ...]] = (
        insert(table).on_conflict_do_nothing(index_elements=key).returning(*given)
    )
    return once


def raise_to(session: Session, table: type[Base], key: Mapping[str, object], number: int) -> None:
    """Write a row with its number, or raise the number of the one that is there: never lower it."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table).values(**key, number=number)
    higher = table.__table__.c.number < insert.excluded.number
    session.execute(
        insert.on_conflict_do_update(
            index_elements=list(key), set_={"number": insert.excluded.number}, where=higher
        )
    )
