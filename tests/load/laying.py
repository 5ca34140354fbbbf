"""What the benches run on: a panel of many people, and threads short and very long."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, text

from panel.discussion.models import Post, ReadingMark, Thread, key_of
from panel.kernel.database import WRITES
from panel.kernel.markdown import render
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from tests.factories import a_panel, a_seat, a_thread
from tests.serving.ground import Ground

BATCH = 10_000  # rows of one statement
NEAR, ANSWERS = 30, 0.6  # six of ten posts answer one of the thirty before
TEXT = """\
Estamos de acuerdo con la **propuesta de la mesa**: las mutuales pueden afiliar a los jóvenes que
entran a su primer empleo, si el aporte se calcula sobre lo que de verdad ganan, no sobre un mínimo.

- En Antioquia lo probamos con 140 aprendices durante once meses.
- Se quedaron 97; de los demás, la mayoría cambió de ciudad.

Lo que falta es que el ministerio reconozca la *afiliación colectiva*; el borrador está en
<https://ejemplo.example/afiliacion-colectiva>. ¿Podemos llevarlo así a la reunión de marzo?
"""


@dataclass(frozen=True)
class Laid:
    """Where everything is."""

    panel: str
    live: str  # the thread that is followed
    quiet: str  # and one that nobody follows
    threads: Mapping[int, str]  # by how many posts they have
    actors: tuple[Actor, ...]
    cookies: tuple[str, ...]


def lay(ground: Ground, people: int, lengths: Sequence[int] = ()) -> Laid:
    """Write it all into an empty database, and let the database count it."""
    with ground.workshop.open_work() as work:
        panel = a_panel(work, language="es")
        actors = tuple(_people(work, panel, people))
        reader = actors[1]
        live, quiet = (a_thread(work, panel, reader).public_id for _ in range(2))
        cookies = tuple(ground.cookie(work, one) for one in actors)
        threads = {posts: _a_thread(work, panel, reader, actors, posts) for posts in lengths}
    with ground.workshop.engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text("ANALYZE"))
    return Laid(panel.slug, live, quiet, threads, actors, cookies)


def _people(work: Work, panel: Panel, number: int) -> Iterator[Actor]:
    """Seat a moderator and members, three of four of them with Spanish pages."""
    for n in range(number):
        role = Role.MEMBER if n else Role.MODERATOR
        language, house = ("en" if n % 4 == 0 else "es"), f"Mutual {n % 20}"
        yield a_seat(work, panel, role, name=f"Ana Ruiz {n}", language=language, house=house)


def _a_thread(work: Work, panel: Panel, reader: Actor, authors: Sequence[Actor], posts: int) -> str:
    """Write a thread of many, of which the reader has read all."""
    thread = a_thread(work, panel, reader)
    _fill(work, thread, authors, posts)
    work.session.add(ReadingMark(seat_id=reader.by, thread_id=thread.id, number=posts))
    return thread.public_id


def _fill(work: Work, thread: Thread, authors: Sequence[Actor], posts: int) -> None:
    """Write posts as rows, in a tree as it grows in a discussion."""
    rows = list(_rows(work, thread, authors, posts))
    for start in range(0, len(rows), BATCH):
        work.session.execute(insert(Post), rows[start : start + BATCH])
    last = rows[-1]
    thread.last_number, thread.posts = posts, posts
    thread.last_at, thread.last_by_id = last["at"], last["author_id"]


def _rows(
    work: Work, thread: Thread, authors: Sequence[Actor], posts: int
) -> Iterator[dict[str, Any]]:
    chance = random.Random(posts)  # noqa: S311  # the same tree each time
    keys, html = ["", key_of(1, None)], str(render(TEXT))
    for number in range(2, posts + 1):
        near = chance.randint(max(1, number - NEAR), number - 1)
        parent = near if chance.random() < ANSWERS else None
        above = Post(key=keys[near]) if parent else None
        keys.append(key_of(number, above))
        author = chance.choice(authors)
        yield {
            "thread_id": thread.id,
            "number": number,
            "parent_number": parent,
            "key": keys[-1],
            "author_id": author.by,
            "written_as": author.role,
            "token": uuid4(),
            "sent": "",
            "body": TEXT,
            "html": html,
            "at": work.at + timedelta(seconds=number),
            "revision": 0,
            "hidden_reason": "",
        }
