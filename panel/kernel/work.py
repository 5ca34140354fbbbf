"""Readings look; works change. What happens in a work is saved together, or not at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Literal, Protocol, TypeVarTuple

from sqlalchemy import Connection, CursorResult, Engine, Executable, Result, Row, Select, Table
from sqlalchemy.orm import Session

from panel.kernel.database import WRITES, apart, looking
from panel.kernel.tables import inserting_once

Columns = TypeVarTuple("Columns")
Values = Mapping[str, object] | Sequence[Mapping[str, object]]
Run = Callable[[Select[*Columns], Mapping[str, object]], Result[*Columns]]
# Who brought a fact about: a seat, by its number; or a person, outside any panel; or whom else.
By = int | Literal["person", "operator", "system"]
Known = Mapping[object, Any]  # rows, by what asks for them: see Reading.once


class Fact(Protocol):
    """Something that has happened: a frozen dataclass of ids in a domain's events.py."""

    kind: ClassVar[str]
    version: ClassVar[int]

    @property
    def rooms(self) -> tuple[str, ...]:
        """The audiences that hear of it."""


@dataclass(frozen=True)
class Recorded:
    """A fact, and who brought it about."""

    fact: Fact
    by: By


@dataclass(frozen=True)
class Heard:
    """A fact, its number in one of its rooms, and the digest of all that the room heard so far.

    `known` is what its work had at hand of what shows it; in the process that wrote, alone.
    """

    fact: Fact
    room: str
    seq: int
    digest: str
    known: Known = field(default_factory=dict, compare=False, repr=False)


@dataclass(eq=False)
class Reading:
    """A transaction that only looks; the database itself refuses it a write.

    It begins with what is asked first. What is asked often needs no session of objects: that costs
    as much as several statements, and is there when it is used.
    """

    engine: Engine
    known: dict[object, Any] = field(default_factory=dict, kw_only=True)
    # No cached properties: those of Python 3.11 share one lock among all instances, under which
    # one that waits to begin would keep the one that it waits for from going on.
    _connection: Connection | None = field(default=None, init=False)
    _session: Session | None = field(default=None, init=False)

    @property
    def connection(self) -> Connection:
        """The connection; the transaction has begun."""
        if self._connection is None:
            self._connection = self.engine.connect()
            self._connection.begin()
        return self._connection

    @property
    def session(self) -> Session:
        """Objects, within the same transaction."""
        if self._session is None:
            self._session = Session(self.connection, expire_on_commit=False)
        return self._session

    def flush(self) -> None:
        """Write what was done to objects, which statements of tables do not see by themselves."""
        if self._session:
            self._session.flush()

    def close(self) -> None:
        """Give the connection back; what has not been committed was nothing."""
        try:
            if self._session:
                self._session.close()
        finally:
            if self._connection:
                self._connection.close()

    def rows(self, prepared: Select[*Columns], values: Mapping[str, object]) -> Result[*Columns]:
        """Run a statement of tables' columns that was put together once, for what is asked often.

        It takes a quarter of the time of one of classes that is put together each time; such a
        statement does not by itself see what a work has not written yet, so that is written first.
        """
        self.flush()
        return self.connection.execute(prepared, values)

    def once(self, prepared: Select[*Columns], **values: object) -> Row[*Columns] | None:
        """Give the one row of a statement as `rows` runs it: once, however often a reading asks it.

        So a push is made for several languages and sights of what was read for the first of them.
        """
        return self._once(self.rows, prepared, values)

    def objects_once(self, prepared: Select[*Columns], **values: object) -> Row[*Columns] | None:
        """Give the one row of a statement of classes, as `once` does that of one of columns."""
        return self._once(self._objects, prepared, values)

    def _objects(
        self, prepared: Select[*Columns], values: Mapping[str, object]
    ) -> Result[*Columns]:
        return self.session.execute(prepared, values)

    def _once(
        self, run: Run[*Columns], prepared: Select[*Columns], values: Mapping[str, object]
    ) -> Row[*Columns] | None:
        key = _key(prepared, values)
        if key not in self.known:
            self.known[key] = run(prepared, values).one_or_none()
        row: Row[*Columns] | None = self.known[key]
        return row


@dataclass(eq=False)
class Work(Reading):
    """A transaction that may write, its one instant, and the facts recorded in it so far."""

    at: datetime
    reactions: "Reactions"
    recorded: list[Recorded] = field(default_factory=list)

    def _once(
        self, run: Run[*Columns], prepared: Select[*Columns], values: Mapping[str, object]
    ) -> Row[*Columns] | None:
        """Run it each time, unless it was left at hand: it may have been changed meanwhile."""
        key = _key(prepared, values)
        if key in self.known:
            left: Row[*Columns] | None = self.known[key]
            return left
        return run(prepared, values).one_or_none()

    def leave(self, prepared: Select[*Columns], row: Sequence[object], **values: object) -> None:
        """Leave at hand what a statement gives once this has been saved, for who tells of it.

        So what was just written need not be read again. Nothing may change it later in this work;
        what others write after it has facts of its own, which are told after these.
        """
        self.known[_key(prepared, values)] = row

    def write(self, prepared: Executable, values: Values) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement that writes, as `rows` runs one that reads; of several rows, as many."""
        self.flush()
        return self.connection.execute(prepared, values)

    def write_once(self, table: Table, key: tuple[str, ...], values: Values) -> bool:
        """Write a row unless its key is taken; tell whether it was written."""
        prepared = inserting_once(self.engine.dialect.name, table, *key)
        return self.write(prepared, values).first() is not None

    def commit(self) -> None:
        """Save all of it; what nobody has asked anything of has not begun."""
        if self._connection:
            self.flush()
            self._connection.commit()

    def record(self, fact: Fact, *, by: By) -> None:
        """Keep a fact, and let the reactions that belong to it join the same work."""
        self.recorded.append(Recorded(fact, by))
        for react in self.reactions.get(type(fact), ()):
            react(self, fact)


@contextmanager
def at_one_instant(engine: Engine) -> Iterator[Reading]:
    """Look at everything as it is at one instant, whoever writes meanwhile.

    SQLite does so by itself, from the first statement on.
    """
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with closing(Reading(looking(engine))) as reading:
        yield reading


def _key(prepared: Select[*Columns], values: Mapping[str, object]) -> object:
    return (prepared, *values.values())


Reactions = Mapping[type[Fact], tuple[Callable[[Work, Fact], None], ...]]
Journal = Callable[[Work], list[Heard]]
Announce = Callable[[Sequence[Heard]], None]


@dataclass(frozen=True)
class Workshop:
    """Opens readings and works; built once, by the application."""

    engine: Engine
    clock: Callable[[], datetime]
    reactions: Reactions
    journal: Journal
    announce: Announce

    @contextmanager
    def open_reading(self, known: Known | None = None) -> Iterator[Reading]:
        """Look, without keeping anybody from writing; what is `known` is not asked for."""
        with closing(Reading(self._looking, known=dict(known or {}))) as reading:
            yield reading

    @contextmanager
    def open_work(self) -> Iterator[Work]:
        """Journal and commit at the end of the block, then announce; on an error, nothing."""
        with closing(Work(self._writing, self.clock(), self.reactions)) as work:
            yield work
            heard = self.journal(work)
            work.commit()
        self.announce(heard)

    @cached_property
    def _looking(self) -> Engine:
        return apart(self.engine)

    @cached_property
    def _writing(self) -> Engine:
        return self.engine.execution_options(**{WRITES: True})
