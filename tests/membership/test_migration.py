"""Invitations that were made before they could be mailed keep what became of them."""

from typing import Any

from alembic import command
from sqlalchemy import select

from panel.cli.migrations import config
from panel.membership.actors import Actor
from panel.membership.models import Invitation, InvitationSeat
from tests.conftest import Installation
from tests.membership.test_invited import one


def test_who_came_is_known_after_the_migration(
    mesa: Installation, mo: Actor, database_url: str
) -> None:
    with mesa.workshop.open_work() as work:
        for state in ("open", "used", "revoked", "expired"):
            one(work, mo, state)
    before = _all(mesa)
    assert [len(rows) for rows in before] == [4, 1]
    mesa.workshop.engine.dispose()

    command.downgrade(config(database_url), "0007")
    command.upgrade(config(database_url), "head")

    assert _all(mesa) == before


def _all(mesa: Installation) -> list[list[Any]]:
    with mesa.workshop.open_reading() as reading:
        tables = (Invitation.__table__, InvitationSeat.__table__)
        return [sorted(map(str, reading.session.execute(select(t)).mappings())) for t in tables]
