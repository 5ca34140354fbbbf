"""A thread that is followed live: two people, and the tab that one of them has open."""

from dataclasses import dataclass

import pytest

from panel.discussion.events import room_of
from panel.discussion.queries.threads import thread as find_thread
from panel.kernel.work import Workshop
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from tests.browser_double import Tab
from tests.conftest import Installation
from tests.factories import a_panel, a_post, a_seat, a_thread


@dataclass
class Talk:
    """A thread, its author, a moderator, and the author's open tab."""

    ana: Actor
    mo: Actor
    name: str
    url: str
    tab: Tab

    def post(self, workshop: Workshop, body: str) -> None:
        with workshop.open_work() as work:
            a_post(work, self.ana, find_thread(work, self.ana, self.name, lock=True), body)


@pytest.fixture
def talk(mesa: Installation) -> Talk:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, mo = a_seat(work, panel), a_seat(work, panel, Role.MODERATOR)
        name = a_thread(work, panel, ana).public_id
    url = f"/p/{panel.slug}/threads/{name}"
    return Talk(ana, mo, name, url, mesa.tab(ana, url))


@dataclass
class Table:
    """Three people around a thread."""

    mesa: Installation
    panel: Panel
    ana: Actor
    eva: Actor
    rosa: Actor
    room: str
    url: str

    def tab(self, who: Actor) -> Tab:
        return self.mesa.tab(who, self.url)


@pytest.fixture
def table(mesa: Installation) -> Table:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, eva = (a_seat(work, panel, name=name) for name in ("Ana", "Eva"))
        rosa = a_seat(work, panel, Role.READER, name="Rosa", language="es")
        name = a_thread(work, panel).public_id
    return Table(mesa, panel, ana, eva, rosa, room_of(name), f"/p/{panel.slug}/threads/{name}")
