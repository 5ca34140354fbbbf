"""A log with some acts in it, and the hand of somebody who changes it past Mesa."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, Update, select, update

from panel.discussion.events import room_of
from panel.discussion.queries.threads import thread as find_thread
from panel.kernel.database import WRITES
from panel.kernel.work import Workshop, at_one_instant
from panel.live.chain import Act, link
from panel.live.models import Entry
from panel.live.verifying import Flaw, Place, Verdict, verify
from tests.factories import a_panel, a_post, a_seat, a_thread

LAST = 6  # entries of the thread's room


@dataclass
class Story:
    """A log with a thread of some posts in it."""

    workshop: Workshop
    room: str
    name: str

    def verdict(self, kept: dict[str, Place] | None = None) -> Verdict:
        with at_one_instant(self.workshop.engine) as reading:
            return verify(reading, kept)

    def flaws(self, kept: dict[str, Place] | None = None) -> tuple[Flaw, ...]:
        return self.verdict(kept).flaws

    def tamper(self, *statements: Executable, **words: object) -> None:
        with self.workshop.engine.execution_options(**{WRITES: True}).begin() as connection:
            for statement in statements:
                connection.execute(statement, words)

    def write(self, posts: int = 1) -> None:
        for _ in range(posts):
            with self.workshop.open_work() as work:
                panel = a_panel(work)
                ana = a_seat(work, panel)
                a_thread(work, panel, ana)


def a_story(workshop: Workshop) -> Story:
    with workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel)
        thread = a_thread(work, panel, ana)
        a_thread(work, panel, ana, title="Another")
    for n in range(LAST - 2):
        with workshop.open_work() as work:
            a_post(work, ana, find_thread(work, ana, thread.public_id, lock=True), f"Post {n}")
    return Story(workshop, room_of(thread.public_id), thread.public_id)


def at(story: Story, seq: int) -> Update:
    return update(Entry).where(Entry.room == story.room, Entry.seq == seq)


def forged(connection: Connection, room: str, seq: int) -> dict[str, Any]:
    """Make an entry as it should be, to follow the one of this number."""
    one = select(Entry.__table__).where(Entry.room == room, Entry.seq == seq)
    row = connection.execute(one).one()
    act = Act(room, seq + 1, row.at, row.by, row.kind, row.version, row.fact, None)
    return act._asdict() | {"digest": link(row.digest, act)}
