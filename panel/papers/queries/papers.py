"""Papers: the register, and the page of one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.orm import contains_eager

from panel.discussion.models import Thread
from panel.documents.models import Document, Version
from panel.identity.models import Person
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Audience, Organisation, Panel, Seat, Verb, WorkingGroup
from panel.membership.policy import audiences
from panel.membership.queries import found, readable
from panel.membership.views import AudienceView
from panel.papers.models import Paper, PaperId, Source, Stage, StageChange
from panel.papers.queries.drafters import drafters
from panel.papers.views import PaperView, SourceView, StepView

ABOUT = "paper"  # what a thread about a paper says it is about: `paper:<public id>`
STAGES: Mapping[str, frozenset[Stage]] = {  # what the register can be narrowed to
    "all": frozenset(Stage),
    "written": frozenset({Stage.DRAFT}),
    "consulted": frozenset({Stage.CONSULTATION, Stage.BALLOT}),
    "adopted": frozenset({Stage.ADOPTED, Stage.DELIVERED, Stage.ANSWERED}),
    "ended": frozenset({Stage.ARCHIVED, Stage.WITHDRAWN}),
}


def paper(reading: Reading, actor: Actor, public_id: str, *, lock: bool = False) -> Paper:
    """Find a paper that the actor may read; `lock` its rows before it is changed.

    Its document's, too: a row that is only joined is read as it was before one had to wait.
    """
    one = found(reading.session.scalar(_LOCKED if lock else _ONE, {"paper": public_id}))
    readable(actor, one.document.audience)
    return one


def paper_view(reading: Reading, public_id: str) -> PaperView:
    """Read a paper with everything that its page says about it."""
    row = reading.session.execute(_ROWS.where(Paper.public_id == public_id)).one()
    [view] = _with_drafters(reading, [row])
    return replace(view, steps=_steps(reading, row[0].id))


def paper_of(reading: Reading, document: str) -> str:
    """Give the public id of the paper whose text a document is."""
    query = select(Paper.public_id).join(Document, Paper.document_id == Document.id)
    return reading.session.scalars(query.where(Document.public_id == document)).one()


def row_view(reading: Reading, public_id: str) -> PaperView:
    """Read a paper as the register shows it."""
    row = reading.session.execute(_ROWS.where(Paper.public_id == public_id)).one()
    return _with_drafters(reading, [row])[0]


def listed(
    reading: Reading, actor: Actor, *, only: str = "all", group: WorkingGroup | None = None
) -> list[PaperView]:
    """List the papers that the actor may read, the newest change first; or those of a group."""
    query = _ROWS.where(Audience.id.in_(audiences(actor, Verb.READ)))
    query = query.where(Paper.stage.in_(STAGES[only]))
    if group is not None:
        query = query.where(Paper.group_id == group.id)
    rows = reading.session.execute(
        query.order_by(Document.changed_at.desc(), Paper.public_id.desc())
    )
    return _with_drafters(reading, rows.all())


def count(reading: Reading, actor: Actor) -> int:
    """Count the papers that the actor may read."""
    query = select(func.count()).select_from(Paper).join(Document, Paper.document_id == Document.id)
    readable = query.where(Document.audience_id.in_(audiences(actor, Verb.READ)))
    return reading.session.scalar(readable) or 0


def sources(reading: Reading, actor: Actor, paper: Paper) -> list[SourceView]:
    """List the threads that a paper came from, as far as the actor may read them."""
    query = (
        select(Thread.public_id, Thread.title, Thread.posts)
        .join(Source, Source.thread_id == Thread.id)
        .where(Source.paper_id == paper.id)
        .where(Thread.audience_id.in_(audiences(actor, Verb.READ)), Thread.gone_at.is_(None))
        .order_by(Thread.at)
    )
    rows = reading.session.execute(query)
    return [SourceView(id_, actor.panel.slug, title, posts) for id_, title, posts in rows]


def papers_from(reading: Reading, actor: Actor, thread: Thread) -> list[PaperView]:
    """List the papers that came from a thread, as far as the actor may read them."""
    query = _ROWS.join(Source, Source.paper_id == Paper.id).where(Source.thread_id == thread.id)
    query = query.where(Audience.id.in_(audiences(actor, Verb.READ))).order_by(Paper.at)
    return [_view(row) for row in reading.session.execute(query)]


def written(reading: Reading, actor: Actor) -> list[PaperView]:
    """List the papers that the actor may write in now, the newest change first."""
    query = _ROWS.where(Audience.id.in_(audiences(actor, Verb.DRAFT)), Document.drafting)
    query = query.where(
        Audience.id.in_(audiences(actor, Verb.READ))
    )  # the one may be granted alone
    query = query.order_by(Document.changed_at.desc(), Paper.public_id.desc())
    return [_view(row) for row in reading.session.execute(query)]


def audiences_about(reading: Reading, things: Collection[str]) -> Mapping[str, Audience]:
    """Find the audiences of papers that threads are about; the rule of the rooms of comments."""
    named = {thing.removeprefix(f"{ABOUT}:") for thing in things if thing.startswith(f"{ABOUT}:")}
    found = audiences_of(reading, named)
    return {f"{ABOUT}:{public_id}": audience for public_id, audience in found.items()}


def audiences_of(reading: Reading, public_ids: Collection[str]) -> Mapping[str, Audience]:
    """Find whom papers are for."""
    query = (
        select(Paper.public_id, Audience)
        .join(Document, Paper.document_id == Document.id)
        .join(Audience, Document.audience_id == Audience.id)
    )
    rows = reading.session.execute(query.where(Paper.public_id.in_(public_ids)))
    return {public_id: audience for public_id, audience in rows}


# Put together once, for every page and every write asks it.
_ONE = (
    select(Paper)
    .join(Document, Paper.document_id == Document.id)
    .join(Audience, Document.audience_id == Audience.id)
    .options(contains_eager(Paper.document).contains_eager(Document.audience))
    .where(Paper.public_id == bindparam("paper"))
)
_LOCKED = _ONE.with_for_update(of=(Document, Paper)).execution_options(populate_existing=True)
_NEWEST = (
    select(func.max(Version.number))
    .where(Version.document_id == Document.id)
    .correlate(Document)
    .scalar_subquery()
)
_COMMENTS = (
    select(func.count(Thread.id))
    .where(Thread.about == literal(f"{ABOUT}:") + Paper.public_id)
    .correlate(Paper)
    .scalar_subquery()
)
_ROWS: Any = (  # the library names the columns of a row one by one
    select(
        *(Paper, Document, Audience, Panel, WorkingGroup.name, Person.name, Organisation.name),
        func.coalesce(_NEWEST, 0),
        _COMMENTS,
    )
    .join(Document, Paper.document_id == Document.id)
    .join(Audience, Document.audience_id == Audience.id)
    .join(Panel, Audience.panel_id == Panel.id)
    .join(Seat, Paper.started_by_id == Seat.id)
    .join(Person, Seat.person_id == Person.id)
    .join(Organisation, Seat.organisation_id == Organisation.id)
    .outerjoin(WorkingGroup, Paper.group_id == WorkingGroup.id)
)


def _view(row: Sequence[Any]) -> PaperView:
    one, document, audience, panel, group, name, house, newest, comments = row
    at = document.changed_at
    return PaperView(
        id=one.public_id,
        document=document.public_id,
        panel=panel.slug,
        zone=panel.time_zone,
        title=one.title,
        stage=Stage(one.stage),
        version=one.version,
        newest=newest,
        audience=AudienceView(
            audience.public_id, audience.kind, (group or "") if audience.group_id else ""
        ),
        group=group or "",
        started_by=name,
        started_organisation=house,
        at=one.at,
        changed_at=at,
        drafting=document.drafting,
        comments=comments,
        key=f"{round(at.timestamp() * 1_000_000):020d}{one.public_id}",
    )


def _with_drafters(reading: Reading, rows: Sequence[Sequence[Any]]) -> list[PaperView]:
    """Name those who have written, who began first."""
    names = drafters(reading, {row[1].id for row in rows})
    return [replace(_view(row), drafters=tuple(names.get(row[1].id, ()))) for row in rows]


def _steps(reading: Reading, paper_id: PaperId) -> tuple[StepView, ...]:
    query = (
        select(StageChange, Person.name, Organisation.name)
        .join(Seat, StageChange.by_id == Seat.id)
        .join(Person, Seat.person_id == Person.id)
        .join(Organisation, Seat.organisation_id == Organisation.id)
        .where(StageChange.paper_id == paper_id)
        .order_by(StageChange.number)
    )
    rows: Iterable[Any] = reading.session.execute(query)
    return tuple(
        StepView(
            to=Stage(one.to_stage),
            at=one.at,
            by=name,
            organisation=house,
            version=one.version,
            note=one.note,
            adopted_on=one.adopted_on,
            meeting=one.meeting,
            wording=one.wording,
        )
        for one, name, house in rows
    )
