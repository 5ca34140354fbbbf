"""A thread in which members and observers have written, and those around it who want files."""

from dataclasses import dataclass
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import insert

from panel.discussion.actions import posts, threads
from panel.discussion.models import STEP, Post, Thread
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Role
from tests.conftest import Installation
from tests.factories import a_panel, a_post, a_seat, a_thread, words

TITLE = "Cerrar la brecha: ¿cómo? A/B"


@dataclass
class Floor:
    """The thread, by number: 1 Mo, 2 Ana, 3 Claire (an observer), 4 Ana to her, 5 Rosa."""

    mesa: Installation
    panel: Panel
    mo: Actor
    ana: Actor
    claire: Actor
    thread: str
    url: str

    def browser(self, who: Actor | None) -> FlaskClient:
        return self.mesa.browser(who)

    def find(self, work: Work) -> Thread:
        return find(work, self.mo, self.thread, lock=True)

    def says(self, who: Actor, body: str) -> None:
        with self.mesa.workshop.open_work() as work:
            a_post(work, who, self.find(work), body)

    def hide(self, number: int, reason: str = "Nombra a alguien.") -> None:
        with self.mesa.workshop.open_work() as work:
            thread = self.find(work)
            posts.hide(work, self.mo, thread, find_post(work, thread, number), reason)

    def delete(self, who: Actor, number: int) -> None:
        with self.mesa.workshop.open_work() as work:
            thread = self.find(work)
            posts.delete(work, who, thread, find_post(work, thread, number))

    def close(self, conclusion: str) -> None:
        with self.mesa.workshop.open_work() as work:
            threads.close(work, self.mo, self.find(work), words(conclusion))


def a_floor(mesa: Installation, *, language: str = "en", kind: Kind = Kind.PANEL) -> Floor:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work, language=language)
        mo = a_seat(work, panel, Role.MODERATOR, name="Mo")
        ana = a_seat(work, panel, name="Ana", house="Fedemutuales")
        claire = a_seat(work, panel, Role.COMMENTER, name="Claire", house="Network")
        thread = a_thread(work, panel, mo, kind=kind, title=TITLE, body="¿Qué pedimos?")
        second = a_post(work, ana, thread, "Una cuota justa.")
        third = a_post(work, claire, thread, "We saw the same abroad.", second)
        a_post(work, ana, thread, "Gracias por contarlo.", third)
        a_post(work, ana, thread, "Lo que sobra.")
        name = thread.public_id
    return Floor(mesa, panel, mo, ana, claire, name, f"/p/{panel.slug}/threads/{name}/exports")


LONG = "Una frase de unas cuantas palabras, **como tantas**.\n\n- uno\n- dos\n\n" * 4


def filled(work: Work, thread: Thread, by: Actor, last: int) -> None:
    """Have a thread hold so many posts, two in three of them in answer to the first."""
    first = f"{1:0{STEP}d}"
    rows = [
        {
            "thread_id": thread.id,
            "number": number,
            "parent_number": 1 if number % 3 else None,
            "key": (first if number % 3 else "") + f"{number:0{STEP}d}",
            "author_id": by.seat_id,
            "written_as": "member",
            "token": uuid4(),
            "sent": "",
            "body": LONG,
            "html": "",
            "at": work.at,
            "hidden_reason": "",
            "revision": 0,
        }
        for number in range(thread.last_number + 1, last + 1)
    ]
    work.session.execute(insert(Post), rows)
    thread.last_number = thread.posts = last
