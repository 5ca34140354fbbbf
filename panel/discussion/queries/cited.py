"""Posts that a text is to cite: whether they are there for everybody, and whose they are."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import aliased, contains_eager

from panel.discussion.models import Moved, Post, Thread
from panel.discussion.policy import open_to_all
from panel.identity.models import Person
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Audience, Seat, Verb
from panel.membership.policy import audiences


@dataclass(frozen=True)
class CitedPost:
    """A post whose words everybody sees who may read its thread.

    `cited` and `number` are the address by which it is cited, which leads to the thread also when
    it was moved there.
    """

    thread: Thread
    cited: str
    number: int
    name: str  # its author's


def cited_posts(
    reading: Reading, actor: Actor, named: Collection[tuple[str, int]]
) -> list[CitedPost]:
    """Find those of some posts, each by its thread and number, that the actor may read."""
    query = (
        select(Thread, Person.name)
        .join(Post, Post.thread_id == Thread.id)
        .join(Audience, Thread.audience_id == Audience.id)
        .join(Seat, Post.author_id == Seat.id)
        .join(Person, Seat.person_id == Person.id)
        .options(contains_eager(Thread.audience))
        .where(Thread.audience_id.in_(audiences(actor, Verb.READ)), open_to_all())
    )
    here = query.add_columns(Thread.public_id, Post.number)
    here = here.where(tuple_(Thread.public_id, Post.number).in_(list(named)))
    found = [_cited(*row) for row in reading.session.execute(here)]
    missing = set(named) - {(one.cited, one.number) for one in found}
    if not missing:
        return found
    old = aliased(Thread)
    moved = query.join(Moved, Moved.post_id == Post.id).join(old, Moved.thread_id == old.id)
    there = moved.add_columns(old.public_id, Moved.number).where(
        tuple_(old.public_id, Moved.number).in_(list(missing)),
        old.audience_id.in_(audiences(actor, Verb.READ)),
    )
    return [*found, *(_cited(*row) for row in reading.session.execute(there))]


def _cited(thread: Thread, name: str, cited: str, number: int) -> CitedPost:
    return CitedPost(thread, cited, number, name)
