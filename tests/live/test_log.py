"""The log is chained: whatever is tampered with is found, at its first place."""

from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update

from panel.kernel.work import Workshop
from panel.live.chain import Act, link
from panel.live.models import ROOM, Entry
from panel.live.verifying import Flaw, Wrong, kept_list
from tests.live.tampering import LAST, Story, a_story, at, forged


@pytest.fixture
def story(workshop: Workshop) -> Story:
    return a_story(workshop)


def test_a_log_that_nobody_touched_is_as_it_was_written(story: Story) -> None:
    verdict = story.verdict()

    assert verdict.flaws == ()
    assert verdict.rooms[story.room].seq == LAST
    assert verdict.entries == sum(place.seq for place in verdict.rooms.values())
    assert verdict.head == sha256(verdict.kept.encode()).hexdigest()
    assert kept_list(verdict.kept) == verdict.rooms


def test_an_empty_log_has_a_head_of_its_own(workshop: Workshop) -> None:
    verdict = Story(workshop, "", "").verdict()

    assert (verdict.flaws, verdict.entries) == ((), 0)
    assert verdict.head == sha256(b"").hexdigest()


COLUMNS: dict[str, dict[str, Any]] = {
    "by": {"by": "operator"},
    "kind": {"kind": "discussion.post_edited"},
    "version": {"version": 2},
    "fact": {"fact": {"audience": "a", "thread": "t", "about": "", "number": 99}},
    "digest": {"digest": "0" * 64},
    "told": {"told": "panel:another"},
    "empty digest": {"digest": ""},
    "at": {"at": text("'2001-02-03 04:05:06.000000+00:00'")},
}


@pytest.mark.parametrize("seq", [1, 3, LAST])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_entry_is_found_where_it_stands(story: Story, column: str, seq: int) -> None:
    story.tamper(at(story, seq).values(COLUMNS[column]))

    assert story.flaws() == (Flaw(story.room, seq, Wrong.CHANGED),)


def test_an_act_that_was_taken_from_the_log_of_its_panel_is_found(story: Story) -> None:
    [listed] = [name for name in story.verdict().rooms if name.startswith("list:")]
    told = select(Entry.told).where(Entry.room == listed, Entry.seq == 1)
    with story.workshop.open_reading() as reading:
        assert reading.session.scalar(told) == f"audience:{listed.partition(':')[2]}"

    story.tamper(update(Entry).where(Entry.room == listed, Entry.seq == 1).values(told=None))

    assert story.flaws() == (Flaw(listed, 1, Wrong.CHANGED),)


def test_a_moment_that_is_off_by_a_microsecond_is_found(story: Story) -> None:
    with story.workshop.open_reading() as reading:
        entry = reading.session.scalars(
            select(Entry).where(Entry.room == story.room, Entry.seq == 3)
        ).one()
        moved = entry.at.replace(microsecond=(entry.at.microsecond + 1) % 1_000_000)

    story.tamper(at(story, 3).values(at=moved))

    assert story.flaws() == (Flaw(story.room, 3, Wrong.CHANGED),)


@pytest.mark.parametrize("seq", [1, 3])
def test_an_entry_that_was_moved_to_another_number_is_found(story: Story, seq: int) -> None:
    story.tamper(at(story, seq).values(seq=99))

    assert story.flaws() == (Flaw(story.room, seq, Wrong.MISSING),)


def test_the_last_entry_under_another_number_is_found(story: Story) -> None:
    story.tamper(at(story, LAST).values(seq=LAST + 1))

    assert story.flaws() == (Flaw(story.room, LAST, Wrong.MISSING),)


def test_an_entry_that_was_moved_to_another_room_is_found_in_both(story: Story) -> None:
    [other] = [name for name in story.verdict().rooms if name.startswith("list:")]
    far = story.verdict().rooms[other].seq

    story.tamper(at(story, LAST).values(room=other, seq=far + 1))

    found = {(flaw.room, flaw.seq, flaw.wrong) for flaw in story.flaws()}
    assert found == {(story.room, LAST, Wrong.MISSING), (other, far + 1, Wrong.CHANGED)}


@pytest.mark.parametrize("seq", [1, 3, LAST])
def test_a_removed_entry_is_found(story: Story, seq: int) -> None:
    story.tamper(delete(Entry).where(Entry.room == story.room, Entry.seq == seq))

    assert story.flaws() == (Flaw(story.room, seq, Wrong.MISSING),)


def test_a_room_without_its_entries_is_found(story: Story) -> None:
    story.tamper(delete(Entry).where(Entry.room == story.room))

    assert story.flaws() == (Flaw(story.room, 1, Wrong.MISSING),)


def test_swapped_entries_are_found_at_the_first_of_them(story: Story) -> None:
    story.tamper(
        at(story, 3).values(seq=-1), at(story, 4).values(seq=3), at(story, -1).values(seq=4)
    )

    assert story.flaws() == (Flaw(story.room, 3, Wrong.CHANGED),)


COPY = text("""
    INSERT INTO live_entry (room, seq, at, by, kind, version, fact, told, digest)
    SELECT room, seq + 1, at, by, kind, version, fact, told, digest
    FROM live_entry WHERE room = :room AND seq = :seq
""")


def test_an_entry_added_at_the_end_is_found(story: Story) -> None:
    story.tamper(COPY, room=story.room, seq=LAST)

    assert story.flaws() == (Flaw(story.room, LAST + 1, Wrong.CHANGED),)


def test_an_entry_inserted_in_the_middle_is_found(story: Story) -> None:
    for seq in range(LAST, 3, -1):
        story.tamper(at(story, seq).values(seq=seq + 1))
    story.tamper(COPY, room=story.room, seq=3)

    assert story.flaws() == (Flaw(story.room, 4, Wrong.CHANGED),)


def test_a_well_made_entry_that_the_room_has_not_counted_is_found(story: Story) -> None:
    with story.workshop.engine.connect() as connection:
        one = forged(connection, story.room, LAST)

    story.tamper(Entry.__table__.insert().values(**one))  # type: ignore[attr-defined]

    assert story.flaws() == (Flaw(story.room, LAST + 1, Wrong.ADDED),)


ROOMS: dict[str, tuple[dict[str, Any], int, Wrong]] = {
    "a higher number": ({"last_seq": LAST + 1}, LAST + 1, Wrong.MISSING),
    "a lower number": ({"last_seq": LAST - 1}, LAST, Wrong.ADDED),
    "another digest": ({"digest": "0" * 64}, LAST, Wrong.COUNTER),
    "another name": ({"name": "thread:other"}, 1, Wrong.UNCOUNTED),
}


@pytest.mark.parametrize("change", ROOMS)
def test_a_changed_room_is_found(story: Story, change: str) -> None:
    values, seq, wrong = ROOMS[change]

    story.tamper(update(ROOM).where(ROOM.c.name == story.room).values(**values))

    assert Flaw(story.room, seq, wrong) in story.flaws()


def test_a_removed_room_is_found(story: Story) -> None:
    story.tamper(delete(ROOM).where(ROOM.c.name == story.room))

    assert story.flaws() == (Flaw(story.room, 1, Wrong.UNCOUNTED),)


def test_the_last_entry_made_anew_with_its_digest_is_found_by_the_room(story: Story) -> None:
    with story.workshop.engine.connect() as connection:
        one = forged(connection, story.room, LAST - 1)
    act = Act(story.room, LAST, one["at"], "operator", *[one[n] for n in Act._fields[4:]])
    previous = story.verdict()
    with story.workshop.open_reading() as reading:
        before = reading.session.scalars(
            select(Entry.digest).where(Entry.room == story.room, Entry.seq == LAST - 1)
        ).one()

    story.tamper(at(story, LAST).values(**act._asdict(), digest=link(before, act)))

    assert previous.flaws == ()
    assert story.flaws() == (Flaw(story.room, LAST, Wrong.COUNTER),)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "words",
    ["at = 'yesterday'", "at = at || '0'", "fact = '{'", "version = 'x'", "at = x'00ff'"],
)
def test_what_cannot_even_be_read_is_found(story: Story, words: str) -> None:
    story.tamper(
        text(f"UPDATE live_entry SET {words} WHERE room = :room AND seq = 3"),  # noqa: S608  # ours
        room=story.room,
    )

    assert story.flaws() == (Flaw(story.room, 3, Wrong.CHANGED),)
