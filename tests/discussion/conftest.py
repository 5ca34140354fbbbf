"""A thread in a panel, and browsers of the people around it."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from panel.discussion.models import Post, Thread
from panel.discussion.queries.threads import thread as find_thread
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from tests.conftest import Installation
from tests.factories import a_panel, a_post, a_seat, a_thread, the_audience


@dataclass
class Table:
    """A thread with one post, and the people around it."""

    mesa: Installation
    panel: Panel
    ana: Actor
    eva: Actor
    mo: Actor
    rosa: Actor
    name: str
    home: str
    url: str

    def browser(self, who: Actor) -> FlaskClient:
        return self.mesa.browser(who)

    def say(self, who: Actor, *bodies: str, parent: int | None = None) -> None:
        """Contribute, past the limits of forms."""
        with self.mesa.workshop.open_work() as work:
            thread = find_thread(work, who, self.name, lock=True)
            answered = work.session.scalar(
                select(Post).where(Post.thread_id == thread.id, Post.number == (parent or 0))
            )
            for body in bodies:
                a_post(work, who, thread, body, answered)

    def posts(self) -> list[Post]:
        with self.mesa.workshop.open_reading() as reading:
            return list(reading.session.scalars(select(Post).order_by(Post.id)))

    def thread(self) -> Thread:
        with self.mesa.workshop.open_reading() as reading:
            return reading.session.scalars(select(Thread).filter_by(public_id=self.name)).one()

    def audience(self) -> str:
        """Name the audience of the whole panel."""
        with self.mesa.workshop.open_work() as work:
            return the_audience(work, work.session.merge(self.panel)).public_id


@pytest.fixture
def table(mesa: Installation) -> Table:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, eva = a_seat(work, panel, name="Ana"), a_seat(work, panel, name="Eva")
        mo = a_seat(work, panel, Role.MODERATOR, name="Mo")
        rosa = a_seat(work, panel, Role.READER, name="Rosa", language="es")
        thread = a_thread(work, panel, ana, body="The first question.")
    home = f"/p/{panel.slug}"
    url = f"{home}/threads/{thread.public_id}"
    return Table(mesa, panel, ana, eva, mo, rosa, thread.public_id, home, url)
