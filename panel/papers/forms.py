"""From what a browser sends to what an action takes, or the reasons why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from panel.discussion.actions.words import Draft
from panel.discussion.forms import markdown, rendered
from panel.discussion.models import BODY_LIMIT, QUOTATION_LIMIT
from panel.documents.models import NAME_LIMIT
from panel.documents.text.shape import identity
from panel.kernel.fields import Fields
from panel.kernel.messages import N_
from panel.papers.actions.comments import Remark, shortened
from panel.papers.actions.stages import Record
from panel.papers.models import MEETING_LIMIT, NOTE_LIMIT, TITLE_LIMIT, WORDING_LIMIT
from panel.papers.stages import Step

SOURCES = 20  # threads that a paper can come from
TOO_MANY = N_("A paper can come from twenty threads at most.")


@dataclass(frozen=True)
class Start:
    """A paper as its form names it; who may do what with what is named is asked later."""

    title: str
    audience: str
    group: str
    threads: tuple[str, ...]
    token: UUID


def start(form: Mapping[str, str]) -> Start:
    """Read a new paper; Invalid names every field that is wrong."""
    fields = Fields(form)
    title, token = fields.line("title", TITLE_LIMIT), fields.token()
    audience = fields.expect("audience", bool, N_("Please say for whom this paper is."))
    threads = sources(form)
    if len(threads) > SOURCES:
        fields.refuse("from", TOO_MANY)
    fields.check()
    return Start(title, audience, form.get("group", ""), threads, token)


def sources(form: Mapping[str, str]) -> tuple[str, ...]:
    """Read the threads that a paper comes from, each once."""
    return tuple(dict.fromkeys(form.get("from", "").split()))


def title(form: Mapping[str, str]) -> str:
    """Read a better title."""
    fields = Fields(form)
    line = fields.line("title", TITLE_LIMIT)
    fields.check()
    return line


def remark(form: Mapping[str, str]) -> Remark:
    """Read a comment on a block; longer quotations are cut."""
    fields = Fields(form)
    body, token = markdown(fields, "body", BODY_LIMIT), fields.token()
    choose = N_("Please choose the paragraph that you comment on.")
    block = fields.expect("block", lambda value: identity(value) is not None, choose)
    quotation = fields.line("quotation", BODY_LIMIT, optional=True)
    fields.check()
    return Remark(block, shortened(quotation, QUOTATION_LIMIT), Draft(rendered(body), token))


def version_name(form: Mapping[str, str]) -> str:
    """Read the name of a version."""
    fields = Fields(form)
    line = fields.line("name", NAME_LIMIT)
    fields.check()
    return line


def record(form: Mapping[str, str], step: Step, today: date, *, named: bool = False) -> Record:
    """Read what is recorded of a step; `today` is the panel's, and nothing is adopted later.

    A name is asked for where the step names a version, unless the newest one says the same
    (`named`).
    """
    fields = Fields(form)
    note = fields.text("note", NOTE_LIMIT, optional=not step.explained)
    asked = step.names_version and not named
    name = fields.line("version_name", NAME_LIMIT, optional=not asked)
    if not step.adoption:
        fields.check()
        return Record(note, name)
    adopted_on = _day(fields, today)
    meeting = fields.line("meeting", MEETING_LIMIT)
    wording = fields.text("wording", WORDING_LIMIT)
    fields.check()
    return Record(note, name, adopted_on, meeting, wording)


def _day(fields: Fields, today: date) -> date:
    written = fields.expect("adopted_on", _is_day, N_("Please give the day of the adoption."))
    if not _is_day(written):
        return today
    day = date.fromisoformat(written)
    if day > today:
        fields.refuse("adopted_on", N_("This day has not come yet."))
    return day


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
