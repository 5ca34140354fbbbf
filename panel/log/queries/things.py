"""What the acts of a page are about, as far as the reader may read it: in a few statements."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from panel.discussion.models import Post, Thread
from panel.documents.models import Document, Version
from panel.identity.models import Person
from panel.kernel.work import Reading
from panel.log.queries.entries import Told
from panel.log.views import WhoView
from panel.membership.actors import Actor
from panel.membership.models import OBSERVERS, Invitation, Organisation, Seat, Verb
from panel.membership.policy import audiences
from panel.membership.queries import groups_known
from panel.papers.models import Paper, StageChange
from panel.papers.queries.papers import ABOUT


@dataclass(frozen=True)
class PaperNamed:
    """A paper, as an act is about it."""

    id: str
    title: str


@dataclass(frozen=True)
class Things:
    """Found things by the ids that facts have of them; what is not there is not to be told."""

    threads: Mapping[str, Thread]
    posts: Mapping[tuple[str, int], Post]
    papers: Mapping[str, PaperNamed]  # by their own ids and by their documents'
    versions: Mapping[tuple[str, int], str]
    stages: Mapping[tuple[str, datetime], str]
    seats: Mapping[str, tuple[WhoView, str]]  # by public id and by number; with the organisation
    groups: Mapping[str, str]
    organisations: Mapping[str, str]
    guests: Mapping[str, str]


def things(reading: Reading, actor: Actor, page: Iterable[Told], by: Collection[str]) -> Things:
    """Find what the entries of a page are about, and who `by` are."""
    facts = [entry.fact for entry in page]
    threads = _threads(reading, actor, _named(facts, "thread"))
    abouts = {one.about.removeprefix(f"{ABOUT}:") for one in threads.values() if one.about}
    papers = _papers(reading, actor, _named(facts, "paper") | abouts, _named(facts, "document"))
    return Things(
        threads=threads,
        posts=_posts(reading, threads, facts),
        papers=papers,
        versions=_versions(reading, _named(facts, "document")),
        stages=_stages(reading, _named(facts, "paper")),
        seats=_seats(reading, actor, _named(facts, "seat"), by),
        groups={one.public_id: one.name for one in reading.session.scalars(groups_known(actor))},
        organisations=_organisations(reading, actor, _named(facts, "organisation")),
        guests=_guests(reading, actor, _named(facts, "invitation")),
    )


def _named(facts: Iterable[Mapping[str, Any]], what: str) -> set[str]:
    return {fact[what] for fact in facts if what in fact}


def _threads(reading: Reading, actor: Actor, ids: Collection[str]) -> dict[str, Thread]:
    query = select(Thread).where(Thread.public_id.in_(ids))
    query = query.where(Thread.audience_id.in_(audiences(actor, Verb.READ)))
    query = query.where(Thread.gone_at.is_(None))
    return {one.public_id: one for one in reading.session.scalars(query)}


def _posts(
    reading: Reading, threads: Mapping[str, Thread], facts: Iterable[Mapping[str, Any]]
) -> dict[tuple[str, int], Post]:
    """Find the posts named, and the first ones: whoever wrote one that is hidden is not told."""
    named = {one.id: name for name, one in threads.items()}
    numbers = {fact.get("number", 1) for fact in facts if "thread" in fact} | {1}
    query = select(Post).where(Post.thread_id.in_(named), Post.number.in_(numbers))
    return {(named[one.thread_id], one.number): one for one in reading.session.scalars(query)}


def _papers(
    reading: Reading, actor: Actor, ids: Collection[str], documents: Collection[str]
) -> dict[str, PaperNamed]:
    query = (
        select(Paper.public_id, Document.public_id, Paper.title)
        .join(Document, Paper.document_id == Document.id)
        .where(Paper.public_id.in_(ids) | Document.public_id.in_(documents))
        .where(Document.audience_id.in_(audiences(actor, Verb.READ)))
    )
    found = dict[str, PaperNamed]()
    for id_, document, title in reading.session.execute(query):
        found[id_] = found[document] = PaperNamed(id_, title)
    return found


def _versions(reading: Reading, documents: Collection[str]) -> dict[tuple[str, int], str]:
    query = select(Document.public_id, Version.number, Version.name)
    query = query.join(Version, Version.document_id == Document.id)
    rows = reading.session.execute(query.where(Document.public_id.in_(documents)))
    return {(document, number): name for document, number, name in rows}


def _stages(reading: Reading, papers: Collection[str]) -> dict[tuple[str, datetime], str]:
    """Find where papers were taken: a step and its fact are of one instant."""
    query = select(Paper.public_id, StageChange.at, StageChange.to_stage)
    query = query.join(StageChange, StageChange.paper_id == Paper.id)
    rows = reading.session.execute(query.where(Paper.public_id.in_(papers)))
    return {(paper, at): stage for paper, at, stage in rows}


def _seats(
    reading: Reading, actor: Actor, ids: Collection[str], by: Collection[str]
) -> dict[str, tuple[WhoView, str]]:
    numbers = [int(one) for one in by if one.isdecimal()]
    query = (
        select(Seat.public_id, Seat.id, Seat.role, Person.name, Organisation.name)
        .join(Person, Seat.person_id == Person.id)
        .join(Organisation, Seat.organisation_id == Organisation.id)
        .where(Seat.public_id.in_(ids) | Seat.id.in_(numbers), Seat.panel_id == actor.panel_id)
    )
    found = dict[str, tuple[WhoView, str]]()
    for id_, number, role, name, house in reading.session.execute(query):
        found[id_] = found[str(number)] = (WhoView(name, role in OBSERVERS), house)
    return found


def _organisations(reading: Reading, actor: Actor, ids: Collection[str]) -> dict[str, str]:
    query = select(Organisation.public_id, Organisation.name)
    ours = query.where(Organisation.public_id.in_(ids), Organisation.panel_id == actor.panel_id)
    return {id_: name for id_, name in reading.session.execute(ours)}


def _guests(reading: Reading, actor: Actor, ids: Collection[str]) -> dict[str, str]:
    query = select(Invitation.public_id, Invitation.for_name, Organisation.name).join(
        Organisation, Invitation.organisation_id == Organisation.id
    )
    ours = query.where(Invitation.public_id.in_(ids), Invitation.panel_id == actor.panel_id)
    return {id_: name or house for id_, name, house in reading.session.execute(ours)}
