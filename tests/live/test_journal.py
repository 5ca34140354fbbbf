from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import func, select, update

from panel.discussion.events import PostPublished, ThreadStarted, list_of, room_of
from panel.discussion.queries.threads import thread as find_thread
from panel.kernel.work import Work, Workshop
from panel.live.journal import HomelessError, append, last_seq, last_seqs, since
from panel.live.models import ROOM, Entry
from panel.membership.actors import Actor
from panel.membership.models import Panel
from panel.wiring import DECODER, PUSHES, TOLD
from tests.factories import a_panel, a_post, a_seat, a_thread

WRITERS, POSTS = 8, 40


def test_many_writers_number_rooms_without_gaps_in_commit_order(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
        threads = [a_thread(work, panel) for _ in range(2)]
        seats = [a_seat(work, panel) for _ in range(WRITERS)]
    rooms = [room_of(thread.public_id) for thread in threads]
    one_room = select(func.count(), func.max(Entry.seq)).where(Entry.room == rooms[0])

    def write(writer: int) -> set[tuple[int, int]]:
        seen = set()
        for turn in range(POSTS // 2):  # a post in each of two rooms, in either order
            for thread in threads if (writer + turn) % 2 else reversed(threads):
                with workshop.open_work() as work:
                    mine = find_thread(work, seats[writer], thread.public_id, lock=True)
                    a_post(work, seats[writer], mine)
            with workshop.open_reading() as reading:  # one statement sees one instant
                entries, last = reading.session.execute(one_room).one()
                seen.add((entries, last))
        return seen

    with ThreadPoolExecutor(WRITERS) as writers:
        seen = set[tuple[int, int]]().union(*writers.map(write, range(WRITERS)))

    assert all(entries == last for entries, last in seen)  # nobody saw 7 without 6
    told = WRITERS * POSTS // 2
    with workshop.open_reading() as reading:
        for room in rooms:
            seqs = select(Entry.seq).where(Entry.room == room).order_by(Entry.seq)
            assert [*reading.session.scalars(seqs)] == [*range(1, told + 3)]
            assert last_seq(reading, room) == told + 2  # its start, and its first post
            heard = since(reading, DECODER, room, 2, limit=told)
            numbers = [getattr(one.fact, "number", 0) for one in heard]
            assert numbers == [*range(2, told + 2)]  # as the thread's lock lets them by


def test_two_rooms_in_one_work_are_taken_in_one_order_by_all(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
        threads = sorted((a_thread(work, panel) for _ in range(2)), key=lambda one: one.id)
        seats = [a_seat(work, panel) for _ in range(4)]
    rooms = [room_of(thread.public_id) for thread in threads]

    def write(writer: int) -> None:
        for turn in range(10):
            with workshop.open_work() as work:
                facts = [PostPublished("none", one.public_id, turn + 9) for one in threads]
                for fact in facts if writer % 2 else reversed(facts):
                    work.record(fact, by=seats[writer].by)

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(4)))

    with workshop.open_reading() as reading:
        assert last_seqs(reading, rooms) == dict.fromkeys(rooms, 42)


def test_a_work_that_fails_leaves_no_gap(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        ana, name = _talk(work)

    with pytest.raises(ZeroDivisionError), workshop.open_work() as work:
        a_post(work, ana, find_thread(work, ana, name), "lost")
        append(work, TOLD)
        raise ZeroDivisionError

    with workshop.open_work() as work:
        a_post(work, ana, find_thread(work, ana, name), "kept")
    with workshop.open_reading() as reading:
        seqs = select(Entry.seq).where(Entry.room == room_of(name)).order_by(Entry.seq)
        assert [*reading.session.scalars(seqs)] == [1, 2, 3]
        heard = since(reading, DECODER, room_of(name), 2, limit=9)
        assert [one.fact.number for one in heard] == [2]  # type: ignore[attr-defined]


def _talk(work: Work) -> tuple[Actor, str]:
    panel = a_panel(work)
    ana = a_seat(work, panel)
    return ana, a_thread(work, panel, ana).public_id


def test_an_entry_tells_who_and_when_and_is_read_again_as_its_fact(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        ana, name = _talk(work)

    with workshop.open_reading() as reading:
        last = select(Entry).where(Entry.room == room_of(name), Entry.seq == 2)
        entry = reading.session.scalars(last).one()
        [heard] = since(reading, DECODER, room_of(name), 1, limit=9)

    assert (entry.at, entry.by) == (work.at, str(ana.seat_id))
    assert (entry.kind, entry.version) == ("discussion.post_published", 1)
    assert heard.fact == work.recorded[-1].fact
    assert (heard.room, heard.seq) == (room_of(name), 2)


def test_a_fact_is_told_in_each_of_its_rooms_under_the_number_of_that_room(
    workshop: Workshop,
) -> None:
    with workshop.open_work() as work:
        ana, name = _talk(work)
        thread = find_thread(work, ana, name)
        a_thread(work, work.session.get_one(Panel, ana.panel_id), ana)
        audience = thread.audience.public_id

    with workshop.open_reading() as reading:
        in_thread = since(reading, DECODER, room_of(name), 0, limit=9)
        in_list = since(reading, DECODER, list_of(audience), 0, limit=9)

    assert [type(one.fact) for one in in_thread] == [ThreadStarted, PostPublished]
    assert [one.seq for one in in_list] == [1, 2, 3, 4]
    assert [one.fact for one in in_list[:2]] == [one.fact for one in in_thread]


def test_a_room_that_never_heard_anything_is_at_nought(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        _, name = _talk(work)

    with workshop.open_reading() as reading:
        far = last_seqs(reading, [room_of(name), "thread:none"])

    assert far == {room_of(name): 2, "thread:none": 0}


def test_what_the_journal_keeps_is_ids_alone(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        ana, name = _talk(work)
        a_post(work, ana, find_thread(work, ana, name), "words of mine")

    with workshop.open_reading() as reading:
        kept = [str(entry.fact) for entry in reading.session.scalars(select(Entry))]

    assert kept
    assert not [fact for fact in kept if "words of mine" in fact or "Ana" in fact]


def test_every_fact_can_be_read_again() -> None:
    assert {(fact.kind, fact.version) for fact in PUSHES} == DECODER.keys()
    assert len({fact.kind for fact in PUSHES}) == len(PUSHES)
    for fact in PUSHES:
        domain, _, what = fact.kind.partition(".")
        assert fact.__module__ == f"panel.{domain}.events"
        assert what.replace("_", "") == fact.__name__.lower()


def test_every_fact_in_the_journal_of_a_story_is_decoded(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        ana, _ = _talk(work)
        recorded = [one.fact for one in work.recorded]

    with workshop.open_reading() as reading:
        rooms = reading.session.scalars(select(ROOM.c.name)).all()
        heard = [one for room in rooms for one in since(reading, DECODER, room, 0, limit=99)]

    assert ana
    assert {one.fact for one in heard} == set(recorded)
    assert len(heard) == sum(len(fact.rooms) for fact in recorded)


def test_a_room_counter_that_was_tampered_with_refuses_to_write_twice(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        ana, name = _talk(work)
    with workshop.open_work() as work:
        work.session.execute(update(ROOM).values(last_seq=0))

    with pytest.raises(Exception, match="live_entry"), workshop.open_work() as work:
        a_post(work, ana, find_thread(work, ana, name))


def test_a_fact_without_a_room_is_refused_with_all_of_its_work(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        ana, name = _talk(work)

    with pytest.raises(HomelessError), workshop.open_work() as work:
        a_post(work, ana, find_thread(work, ana, name))
        work.record(Whispered(), by="system")

    with workshop.open_reading() as reading:
        assert last_seq(reading, room_of(name)) == 2


@dataclass(frozen=True)
class Whispered:
    kind: ClassVar[str] = "live.whispered"
    version: ClassVar[int] = 1
    rooms: tuple[str, ...] = ()
