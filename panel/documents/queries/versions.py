"""Versions of a document: finding them, reading them, and what differs between two states."""

from collections.abc import Callable

from sqlalchemy import select

from panel.documents.models import Document, Look, Version
from panel.documents.queries.texts import content
from panel.documents.text import canonical, lines
from panel.documents.text.compare import Change, compare
from panel.documents.text.lines import Block
from panel.documents.text.shape import Node
from panel.documents.views import Comparison, VersionView
from panel.identity.models import Person
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Organisation, Seat
from panel.membership.queries import found

Compare = Callable[[Node, Node], tuple[Change, ...]]  # perhaps aside: long texts take a while


def version(reading: Reading, document: Document, number: int) -> Version:
    """Find a version."""
    query = select(Version).where(Version.document_id == document.id, Version.number == number)
    return found(reading.session.scalar(query))


def newest(reading: Reading, document: Document) -> Version | None:
    """Find the newest version, if there is one."""
    query = select(Version).where(Version.document_id == document.id)
    return reading.session.scalar(query.order_by(Version.number.desc()).limit(1))


def versions(reading: Reading, document: Document) -> list[VersionView]:
    """List the versions of a document, the newest first."""
    query = (
        select(*_LISTED, Person.name, Organisation.name)
        .outerjoin(Seat, Version.by_id == Seat.id)
        .outerjoin(Person, Seat.person_id == Person.id)
        .outerjoin(Organisation, Seat.organisation_id == Organisation.id)
        .where(Version.document_id == document.id)
        .order_by(Version.number.desc())
    )
    return [
        VersionView(
            number=number,
            name=called,
            at=at,
            by=name or "",
            organisation=house or "",
            sha256=sha256,
            upto=upto,
        )
        for number, called, at, sha256, upto, name, house in reading.session.execute(query)
    ]


# No text: a list of fifty versions would read fifty papers.
_LISTED = (Version.number, Version.name, Version.at, Version.sha256, Version.upto)


def content_of(version: Version) -> Node:
    """Read the content of a version."""
    return canonical.read(version.text)[1]


def lines_of(version: Version) -> tuple[Block, ...]:
    """Read the numbered lines of a version, as they were stored."""
    return lines.read(version.lines)


def compared(
    reading: Reading,
    document: Document,
    title: str,
    states: tuple[int, int | None],
    by: Compare = compare,
) -> Comparison:
    """Compare an older version with a newer one, or with the live text (None) and its title."""
    before = version(reading, document, states[0])
    if states[1] is None:
        now, called = content(reading, document), title
    else:
        after = version(reading, document, states[1])
        now, called = content_of(after), after.title
    return Comparison(by(content_of(before), now), (before.title, called))


def looked_at(reading: Reading, actor: Actor, document: Document) -> int | None:
    """Tell up to which update a seat has seen a document; None when it never has."""
    query = select(Look.number).where(Look.seat_id == actor.seat_id)
    return reading.session.scalar(query.where(Look.document_id == document.id))


def since_look(
    reading: Reading, actor: Actor, document: Document, title: str, by: Compare = compare
) -> Comparison | None:
    """Compare what a seat saw last with the live text; None when it has seen all, or nothing."""
    seen = looked_at(reading, actor, document)
    if seen is None or seen >= document.last_number:
        return None
    before, now = content(reading, document, seen), content(reading, document)
    return Comparison(by(before, now), (title, title))
