"""A whole thread, as it leaves in a file: its posts, and a line for each that is gone."""

from sqlalchemy import ColumnElement, select

from panel.discussion.models import STEP, Post, Thread
from panel.discussion.policy import standing
from panel.discussion.views import EntryView
from panel.identity.models import Person
from panel.kernel.work import Reading
from panel.membership.actors import shape
from panel.membership.models import Organisation, Seat


def entries(reading: Reading, thread: Thread, last: int) -> list[EntryView]:
    """Read the posts up to a number in the order of the tree, without the words of what is gone.

    Whoever wrote what was hidden or taken back is not named, either.
    """
    query = (
        select(Post, Person.name, Organisation.name)
        .join(Seat, Post.author_id == Seat.id)
        .join(Person, Seat.person_id == Person.id)
        .join(Organisation, Seat.organisation_id == Organisation.id)
        .where(_up_to(thread, last))
        .order_by(Post.key)
    )
    return [_entry(*row) for row in reading.session.execute(query)]


def silenced(reading: Reading, thread: Thread, last: int) -> frozenset[int]:
    """List the numbers, up to one, of the posts that were hidden or taken back."""
    query = select(Post.number).where(_up_to(thread, last))
    gone = ~standing() | Post.hidden_at.is_not(None)
    return frozenset(reading.session.scalars(query.where(gone)))


def names(reading: Reading, thread: Thread) -> list[list[str]]:
    """List who has written in a thread, and for whom, by the names that they have now."""
    seats = select(Post.author_id).where(Post.thread_id == thread.id, standing()).distinct()
    query = (
        select(Seat.public_id, Person.name, Organisation.name)
        .join(Person, Seat.person_id == Person.id)
        .join(Organisation, Seat.organisation_id == Organisation.id)
        .where(Seat.id.in_(seats))
        .order_by(Seat.public_id)
    )
    return [list(row) for row in reading.session.execute(query)]


def _up_to(thread: Thread, last: int) -> ColumnElement[bool]:
    return (Post.thread_id == thread.id) & (Post.number <= last)


def _entry(post: Post, name: str, organisation: str) -> EntryView:
    place = EntryView(
        number=post.number,
        parent=post.parent_number,
        depth=len(post.key) // STEP,
        observer=shape(post.written_as) == "observer",
        at=post.at,
    )
    if post.deleted_at:
        return place.gone("deleted")
    if post.hidden_at:
        return place.gone("hidden", post.hidden_at, post.hidden_reason)
    return place.said(
        name=name,
        organisation=organisation,
        shape=shape(post.written_as),
        edited_at=post.edited_at,
        body=post.body,
    )
