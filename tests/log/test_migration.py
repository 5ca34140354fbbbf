"""What was in the journal before it was chained is chained as if it always had been."""

from typing import Any

from alembic import command
from sqlalchemy import create_engine, select, text

from panel.cli.migrations import config
from panel.live.models import ROOM, Entry
from panel.membership.actions.groups import leave_group
from panel.membership.models import Kind, Panel, Role
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.factories import a_group, a_post, a_seat, a_thread, again, the_seat
from tests.papers.commented import Commented


def test_an_old_journal_is_chained_by_the_migration(mesa: Installation, database_url: str) -> None:
    _live(mesa)
    before = _all(mesa)
    mesa.workshop.engine.dispose()

    command.downgrade(config(database_url), "0005-1")
    assert "digest" not in _columns(database_url)
    command.upgrade(config(database_url), "head")

    assert _all(mesa) == before
    told = [row.told for row in before[0] if row.told]
    assert {one.partition(":")[0] for one in told} == {"audience", "panel"}


def _live(mesa: Installation) -> None:
    """Do something of every sort."""
    folder = Commented(mesa)
    for name in ("First", "Second"):
        folder.writes(name)
        folder.names(name)
    comment = folder.comments(folder.ana)
    folder.answers(folder.mo, comment)
    folder.hides(comment)
    folder.edits(folder.mo, folder.comments(folder.mo), "Better.")
    folder.moves(Stage.CONSULTATION)
    with mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, folder.ana.panel_id)
        eva, mo = a_seat(work, panel), a_seat(work, panel, Role.MODERATOR)
        group = a_group(work, panel, eva)
        a_thread(work, panel, again(work, eva), kind=Kind.GROUP, group=group)
        a_post(work, eva, a_thread(work, panel, mo))
        leave_group(work, mo, group, the_seat(work, eva))


def _all(mesa: Installation) -> tuple[list[Any], list[Any]]:
    with mesa.workshop.open_reading() as reading:
        entries = select(Entry.__table__).order_by(Entry.room, Entry.seq)
        rooms = select(ROOM).order_by(ROOM.c.name)
        return (
            list(reading.session.execute(entries).all()),
            list(reading.session.execute(rooms).all()),
        )


def _columns(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        columns = set(connection.execute(text("SELECT * FROM live_entry LIMIT 0")).keys())
    engine.dispose()
    return columns
