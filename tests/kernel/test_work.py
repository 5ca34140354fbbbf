import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Event
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import NullPool, QueuePool, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from panel.identity.models import Person
from panel.kernel.database import open_engine
from panel.kernel.web import tried_twice
from panel.kernel.work import Workshop
from panel.live.models import Entry
from tests.conftest import Installation
from tests.factories import a_person


def test_a_reading_cannot_write(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        ana = a_person(work)

    with workshop.open_reading() as reading, pytest.raises(DBAPIError):
        reading.session.get_one(Person, ana.id).name = "Eva"
        reading.session.flush()


def test_a_work_can_write_on_a_connection_that_a_reading_gave_back(workshop: Workshop) -> None:
    for turn in range(3):
        with workshop.open_reading() as reading:
            assert len(reading.session.scalars(select(Person)).all()) == turn
        with workshop.open_work() as work:
            a_person(work)


def test_a_work_that_fails_leaves_nothing_and_tells_nobody(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        a_person(work, "Ana")

    with pytest.raises(ZeroDivisionError), workshop.open_work() as work:
        a_person(work, "Eva")
        raise ZeroDivisionError

    with workshop.open_reading() as reading:
        assert [*reading.session.scalars(select(Person.name))] == ["Ana"]
        assert len(reading.session.scalars(select(Entry)).all()) == 1


def test_what_a_work_leaves_at_hand_is_not_asked_for_by_who_is_given_it(
    workshop: Workshop,
) -> None:
    names = select(Person.name)
    with workshop.open_work() as work:
        a_person(work, "Ana")
        asked = work.once(names)
        work.leave(names, ("Eva",))
        asked_again = work.once(names)

    with workshop.open_reading(work.known) as told, workshop.open_reading() as reading:
        assert (asked, asked_again) == (("Ana",), ("Eva",))
        assert told.once(names) == ("Eva",)
        assert reading.once(names) == ("Ana",)


def test_a_reader_sees_nothing_of_a_work_until_it_is_done(workshop: Workshop) -> None:
    names = select(Person.name)
    with workshop.open_work() as work:
        a_person(work, "Ana")

        with workshop.open_reading() as reading:
            assert reading.session.scalars(names).all() == []

    with workshop.open_reading() as reading:
        assert reading.session.scalars(names).all() == ["Ana"]


def test_one_that_waits_for_its_turn_keeps_nobody_from_going_on(workshop: Workshop) -> None:
    asked = Event()

    def write() -> None:
        with workshop.open_work() as work:
            asked.set()
            a_person(work, "Eva")

    with ThreadPoolExecutor(1) as pool, workshop.open_work() as work:
        a_person(work, "Ana")
        waiting = pool.submit(write)
        asked.wait()
        for _ in range(100):
            with workshop.open_reading() as reading:
                assert "Ana" not in reading.session.scalars(select(Person.name)).all()
        work.commit()
        waiting.result()


def test_a_work_that_cannot_begin_gives_its_connection_back(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'mesa.db'}", sleep=lambda _: None)
    workshop = Workshop(engine, lambda: datetime.now(UTC), {}, lambda _: [], lambda _: None)
    with workshop.open_work() as work:
        work.write(text("CREATE TABLE there (id INTEGER)"), {})
    with closing(sqlite3.connect(tmp_path / "mesa.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(DBAPIError, match="locked") as failed, workshop.open_work() as work:
            work.write(text("CREATE TABLE never (id INTEGER)"), {})

        assert failed.tb and isinstance(engine.pool, QueuePool)
        assert engine.pool.checkedout() == 0


def test_sqlite_keeps_what_it_prepared_for_those_who_read_and_those_who_write(
    tmp_path: Path,
) -> None:
    database, told = tmp_path / "mesa.db", list[str]()
    engine = open_engine(f"sqlite:///{database}", sleep=lambda _: None)
    event.listen(engine, "connect", lambda driver, _: driver.set_trace_callback(told.append))
    workshop = Workshop(engine, lambda: datetime.now(UTC), {}, lambda _: [], lambda _: None)

    for _ in range(3):
        with workshop.open_work() as work:
            work.write(text("CREATE TABLE IF NOT EXISTS there (id INTEGER)"), {})
        with workshop.open_reading() as reading:
            reading.connection.execute(text("SELECT * FROM there"))

    # Each time that this is said a connection forgets all that it has prepared.
    assert [one for one in told if "query_only" in one] == [
        "PRAGMA query_only = 0",
        "PRAGMA query_only = 1",
    ]
    engine.dispose()
    held = [one.resolve() for one in Path("/proc/self/fd").iterdir()]
    assert database.resolve() not in held


def test_postgresql_is_told_neither_that_a_reading_begins_nor_that_it_ends(
    postgresql_url: str,
) -> None:
    engine = open_engine(postgresql_url, sleep=lambda _: None)
    workshop = Workshop(engine, lambda: datetime.now(UTC), {}, lambda _: [], lambda _: None)
    state = text("SELECT state FROM pg_stat_activity WHERE pid = :pid")

    with workshop.open_reading() as reading, workshop.open_work() as work:
        pid = {"pid": reading.connection.execute(text("SELECT pg_backend_pid()")).scalar_one()}
        in_reading = work.connection.execute(state, pid).scalar_one()
    engine.dispose()
    with create_engine(postgresql_url, poolclass=NullPool).connect() as connection:
        at_end = connection.execute(state, pid).scalar_one_or_none()

    assert (in_reading, at_end) == ("idle", None)  # a transaction would be idle in transaction


def test_an_instant_keeps_its_moment_and_a_naive_one_is_refused(workshop: Workshop) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("America/Bogota"))
    with workshop.open_work() as work:
        a_person(work).since = noon

    with workshop.open_reading() as reading:
        kept = reading.session.scalars(select(Person.since)).one()
    assert (kept, kept.tzinfo) == (noon, UTC)

    with pytest.raises(StatementError), workshop.open_work() as work:
        a_person(work).since = noon.replace(tzinfo=None)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer
def test_the_loser_of_a_deadlock_is_tried_again(mesa: Installation) -> None:
    workshop = mesa.workshop
    with workshop.open_work() as work:
        people = [a_person(work, name) for name in ("Ana", "Eva")]
    both_hold_one, tries = Barrier(2), list[str]()

    @tried_twice
    def lock(first: Person, second: Person) -> None:
        tries.append(first.name)
        with workshop.open_work() as work:
            work.session.get(Person, first.id, with_for_update=True)
            if len(tries) <= 2:
                both_hold_one.wait()
            work.session.get_one(Person, second.id, with_for_update=True).name += "!"

    def within(pair: tuple[Person, Person]) -> None:
        with mesa.app.app_context():
            lock(*pair)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(within, [(people[0], people[1]), (people[1], people[0])]))

    assert len(tries) == 3
    with workshop.open_reading() as reading:
        assert set(reading.session.scalars(select(Person.name))) == {"Ana!", "Eva!"}


def test_what_cannot_pass_is_not_tried_again(workshop: Workshop) -> None:
    tries = list[int]()

    @tried_twice
    def wrong() -> None:
        tries.append(1)
        with workshop.open_reading() as reading:
            reading.session.execute(text("SELECT nonsense FROM nowhere"))

    with pytest.raises(DBAPIError):
        wrong()

    assert tries == [1]
