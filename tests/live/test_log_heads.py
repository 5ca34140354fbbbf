"""Heads of the log: kept elsewhere, they find what from inside nobody can tell."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from threading import Event

import pytest
from sqlalchemy import delete, select, update

from panel.kernel.work import Workshop
from panel.live.chain import STAMP, Act, link
from panel.live.models import ROOM, Entry
from panel.live.verifying import Flaw, NotKeptError, Wrong, kept_list
from tests.live.recompute_log import Entry as Written
from tests.live.recompute_log import recomputed
from tests.live.tampering import LAST, Story, a_story, at

LOOKS, MOVES = 5_000, 12  # at most so many looks, until the log has moved so often under them


@pytest.fixture
def story(workshop: Workshop) -> Story:
    return a_story(workshop)


def test_what_was_cut_off_with_its_room_is_found_by_a_head_that_was_kept(story: Story) -> None:
    kept = kept_list(story.verdict().kept)
    with story.workshop.open_reading() as reading:
        digest = reading.session.scalars(
            select(Entry.digest).where(Entry.room == story.room, Entry.seq == LAST - 1)
        ).one()

    story.tamper(
        delete(Entry).where(Entry.room == story.room, Entry.seq == LAST),
        update(ROOM).where(ROOM.c.name == story.room).values(last_seq=LAST - 1, digest=digest),
    )

    assert story.flaws() == ()  # from inside, nobody can tell
    assert story.flaws(kept) == (Flaw(story.room, LAST, Wrong.MISSING),)


def test_a_room_that_is_gone_altogether_is_found_by_a_head_that_was_kept(story: Story) -> None:
    kept = kept_list(story.verdict().kept)

    story.tamper(
        delete(Entry).where(Entry.room == story.room),
        delete(ROOM).where(ROOM.c.name == story.room),
    )

    assert story.flaws() == ()
    assert story.flaws(kept) == (Flaw(story.room, 1, Wrong.MISSING),)


def test_a_history_that_was_rewritten_is_found_by_a_head_that_was_kept(story: Story) -> None:
    kept = kept_list(story.verdict().kept)
    with story.workshop.open_reading() as reading:
        rows = reading.session.execute(
            select(Entry.__table__).where(Entry.room == story.room).order_by(Entry.seq)
        ).all()
    digest = ""
    for row in rows:
        act = Act(row.room, row.seq, row.at, "operator", row.kind, row.version, row.fact, row.told)
        digest = link(digest, act)
        story.tamper(at(story, row.seq).values(by="operator", digest=digest))
    story.tamper(update(ROOM).where(ROOM.c.name == story.room).values(digest=digest))

    assert story.flaws() == ()
    assert story.flaws(kept) == (Flaw(story.room, LAST, Wrong.UNKEPT),)


def test_what_was_written_since_a_head_was_kept_is_no_flaw(story: Story) -> None:
    before = story.verdict()
    story.write()

    after = story.verdict(kept_list(before.kept))

    assert after.flaws == ()
    assert after.head != before.head


@pytest.mark.parametrize("line", ["", "x" * 64 + " 1 room", "a" * 64 + " 1", f"{'a' * 64} x r"])
def test_what_is_no_list_of_rooms_is_told(line: str) -> None:
    with pytest.raises(NotKeptError):
        kept_list(f"{'a' * 64} 1 room\n{line}\n")


def test_a_script_that_knows_the_paper_alone_comes_to_the_same(story: Story) -> None:
    verdict = story.verdict()
    with story.workshop.open_reading() as reading:
        query = select(Entry).order_by(Entry.room, Entry.seq)
        entries: list[Written] = [
            (
                *(one.room, one.seq, one.at.astimezone(UTC).strftime(STAMP), one.by, one.kind),
                *(one.version, json.loads(json.dumps(one.fact)), one.told, one.digest),
            )
            for one in reading.session.scalars(query)
        ]

    rooms = {name: tuple(place) for name, place in verdict.rooms.items()}
    head, wrong = recomputed(rooms, entries)  # type: ignore[arg-type]  # a pair each

    assert (head, wrong) == (verdict.head, [])


def test_those_who_write_meanwhile_make_no_flaw(story: Story) -> None:
    over = Event()
    heads = set[str]()

    def write() -> int:
        written = 0
        while not over.is_set():
            story.write()
            written += 1
        return written

    def looked() -> list[Flaw]:
        found = list[Flaw]()
        try:
            for _ in range(LOOKS):
                verdict = story.verdict()
                found += verdict.flaws
                heads.add(verdict.head)
                if len(heads) == MOVES:
                    break
        finally:
            over.set()
        return found

    with ThreadPoolExecutor(3) as hands:
        writers = [hands.submit(write) for _ in range(2)]
        found = looked()
        written = [writer.result() for writer in writers]

    assert found == []
    assert all(written)
    assert len(heads) == MOVES
