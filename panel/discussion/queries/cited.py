"""Posts that a text is to cite: whether they are there for everybody, and whose they are."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import contains_eager

from panel.discussion.models import Post, Thread
from panel.discussion.policy import open_to_all
from panel.identity.models import Person
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Audience, Seat, Verb
from panel.membership.policy import audiences


@dataclass(frozen=True)
class CitedPost:
    """A post whose words everybody sees who may read its thread."""

    thread: Thread
    number: int
    name: str  # its author's


def cited_posts(
    reading: Reading, actor: Actor, named: Collection[tuple[str, int]]
) -> list[CitedPost]:
    """Find those of some posts, each by its thread and number, that the actor may read."""
    query = (
        select(Thread, Post.number, Person.name)
        .join(Post, Post.thread_id == Thread.id)
        .join(Audience, Thread.audience_id == Audience.id)
        .join(Seat, Post.author_id == Seat.id)
        .join(Person, Seat.person_id == Person.id)
        .options(contains_eager(Thread.audience))
        .where(
            tuple_(Thread.public_id, Post.number).in_(list(named)),
            Thread.audience_id.in_(audiences(actor, Verb.READ)),
            open_to_all(),
        )
    )
    return [CitedPost(*row) for row in reading.session.execute(query)]
