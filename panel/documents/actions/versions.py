"""What is done with versions. The caller opens the work, and so commits it."""

from dataclasses import dataclass

from panel.documents.actions import texts
from panel.documents.events import VersionNamed
from panel.documents.models import Document, Look, Version
from panel.documents.policy import draft_refusal
from panel.documents.queries.documents import locked
from panel.documents.queries.texts import content
from panel.documents.queries.versions import content_of, newest
from panel.documents.text import canonical, lines
from panel.documents.text.schema import SCHEMA, Node
from panel.kernel.errors import Clash, require
from panel.kernel.ids import new_id
from panel.kernel.messages import N_
from panel.kernel.tables import raise_to
from panel.kernel.work import Work
from panel.membership.actors import Actor

THE_SAME = N_("Nothing has changed since the newest version, so there is nothing to name.")


def name_version(work: Work, actor: Actor, document: Document, title: str, name: str) -> Version:
    """Keep the present text for ever, under a name; Clash when the newest version says the same.

    Whether the actor may is asked by what the document belongs to.
    """
    now = _read(work, document, title)
    if now.named:
        raise Clash(THE_SAME)
    return _name(work, actor, now, name)


def ensure_version(work: Work, actor: Actor, document: Document, title: str, name: str) -> Version:
    """Give the version that says what the text says now; it is named if there is none."""
    now = _read(work, document, title)
    return now.named or _name(work, actor, now, name)


def restore(work: Work, actor: Actor, document: Document, version: Version) -> None:
    """Bring the text back to a version, as a new edit: nothing that was written is lost."""
    require(draft_refusal(actor, document))

    texts.edit(work, document, content_of(version), actor)


def look(work: Work, actor: Actor, document: Document, number: int) -> None:
    """Note how far a seat has seen a document; it never goes back. A reader's own: no fact."""
    key = {"seat_id": actor.by, "document_id": document.id}
    raise_to(work.session, Look, key, min(number, document.last_number))


@dataclass(frozen=True)
class _Now:
    """A text as it stands, its row locked, and the newest version if that says the same."""

    document: Document
    title: str
    content: Node
    text: str  # the canonical form
    number: int  # that the next version gets
    named: Version | None


def _read(work: Work, document: Document, title: str) -> _Now:
    document = locked(work, document.id)
    now = content(work, document)
    text, last = canonical.canonical(title, now), newest(work, document)
    named = last if last and last.text == text else None
    number = (last.number if last else 0) + 1
    return _Now(document, canonical.titled(title), now, text, number, named)


def _name(work: Work, actor: Actor, now: _Now, name: str) -> Version:
    made = Version(
        public_id=new_id(),
        document_id=now.document.id,
        number=now.number,
        name=name,
        title=now.title,
        text=now.text,
        sha256=canonical.digest(now.text),
        schema=SCHEMA,
        splitter=lines.SPLITTER,
        lines=lines.written(lines.numbered(now.content)),
        upto=now.document.last_number,
        by_id=actor.seat_id,
        at=work.at,
    )
    work.session.add(made)
    work.session.flush()
    work.record(VersionNamed(now.document.public_id, made.number), by=actor.by)
    return made
