"""Who reads of an act: those who read what it is about. `wiring.TOLD` says it of each fact."""

from sqlalchemy import select

from panel.discussion.events import PostFact, ThreadFact
from panel.documents.events import DocumentFact, TextChanged
from panel.documents.queries.documents import audiences_of
from panel.groups.events import GroupFact
from panel.kernel.work import Reading
from panel.membership.events import (
    GroupCreated,
    GroupRenamed,
    GroupSeatFact,
    InvitationFact,
    PanelFact,
    SeatFact,
)
from panel.membership.models import Audience, WorkingGroup
from panel.papers.events import PaperFact


def of_panel(_reading: Reading, fact: PanelFact | SeatFact) -> str:
    """Tell it to those who sit in the panel."""
    return panel_stream(fact.panel)


def of_house(_reading: Reading, fact: InvitationFact) -> str:
    """Tell it to those who keep the house."""
    return house_stream(fact.panel)


def of_group(
    reading: Reading, fact: GroupCreated | GroupRenamed | GroupSeatFact | GroupFact
) -> str:
    """Tell it to those who read what is the working group's."""
    query = select(Audience.public_id).join(WorkingGroup, Audience.group_id == WorkingGroup.id)
    audience = reading.session.scalar(query.where(WorkingGroup.public_id == fact.group))
    return audience_stream(audience) if audience else ""


def of_audience(_reading: Reading, fact: ThreadFact | PaperFact) -> str:
    """Tell it to those whom the thread or the paper is for."""
    return audience_stream(fact.audience)


def of_post(_reading: Reading, fact: PostFact) -> str:
    """Tell it likewise; the first post of a thread is told with its start."""
    return audience_stream(fact.audience) if fact.number > 1 else ""


def of_document(reading: Reading, fact: DocumentFact) -> str:
    """Tell it to those whom the document is for."""
    audience = audiences_of(reading, [fact.document]).get(fact.document)
    return audience_stream(audience.public_id) if audience else ""


def of_text(reading: Reading, fact: TextChanged) -> str:
    """Tell it likewise; a text begins empty, and is told with what it was begun for."""
    return of_document(reading, fact) if fact.number > 1 else ""


def panel_stream(slug: str) -> str:
    """Name the stream of what is told to all who sit in a panel."""
    return f"panel:{slug}"


def house_stream(slug: str) -> str:
    """Name the stream of what is told to a panel's moderators."""
    return f"house:{slug}"


def audience_stream(audience: str) -> str:
    """Name the stream of what is told to an audience."""
    return f"audience:{audience}"
