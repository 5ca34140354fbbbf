"""From what a browser sends to what an action takes, or the reasons why not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from panel.discussion.actions.words import Draft, Opening, Words
from panel.discussion.models import BODY_LIMIT, CONCLUSION_LIMIT, REASON_LIMIT, TITLE_LIMIT
from panel.kernel.fields import Fields
from panel.kernel.markdown import render, tangled
from panel.kernel.messages import N_
from panel.kernel.serving import serving

TANGLED = N_(
    "There are too many brackets, links or table cells in this text. Please take some of them out."
)
FOR_WHOM = N_("Please say for whom this thread is.")
WHERE_TO = N_("Please choose where the branch goes.")
NO_POST = N_("Please write the number of a post, or paste its link.")
ELSEWHERE = N_("This link leads to a post of another thread than the one chosen above.")
SHORT = 2_000  # characters of a text that is rendered at once
NEW = "new"  # where a branch goes that begins a thread of its own


@dataclass(frozen=True)
class Moving:
    """Where a branch goes: to a thread, below one of its posts perhaps, or to a NEW one."""

    to: str
    under: int | None
    title: str
    audience: str
    token: UUID


def draft(form: Mapping[str, str]) -> Draft:
    """Read a contribution; Invalid names every field that is wrong."""
    fields = Fields(form)
    body, token = markdown(fields, "body", BODY_LIMIT), fields.token()
    parent = fields.number("parent", optional=True)
    fields.check()
    return Draft(rendered(body), token, parent)


def opening(form: Mapping[str, str]) -> Opening:
    """Read a new thread."""
    fields = Fields(form)
    title = fields.line("title", TITLE_LIMIT)
    body, token = markdown(fields, "body", BODY_LIMIT), fields.token()
    fields.expect("audience", bool, FOR_WHOM)
    fields.check()
    return Opening(title, Draft(rendered(body), token))


def edited(form: Mapping[str, str]) -> tuple[Words, int]:
    """Read better words for a post, and which ones they are to replace."""
    fields = Fields(form)
    body, revision = markdown(fields, "body", BODY_LIMIT), fields.number("revision")
    fields.check()
    return rendered(body), revision or 0


def words(form: Mapping[str, str]) -> Words:
    """Read a text to be previewed."""
    fields = Fields(form)
    body = markdown(fields, "body", BODY_LIMIT)
    fields.check()
    return rendered(body)


def conclusion(form: Mapping[str, str]) -> Words:
    """Read what a thread came to; nothing is an answer, too."""
    fields = Fields(form)
    body = markdown(fields, "conclusion", CONCLUSION_LIMIT, optional=True)
    fields.check()
    return rendered(body)


def reason(form: Mapping[str, str]) -> str:
    """Read why a post is hidden; everybody sees the sentence."""
    fields = Fields(form)
    why = fields.line("reason", REASON_LIMIT)
    fields.check()
    return why


def moving(form: Mapping[str, str]) -> Moving:
    """Read where a branch is to go."""
    fields = Fields(form)
    to = fields.expect("to", bool, WHERE_TO)
    is_new = to == NEW
    title = fields.line("title", TITLE_LIMIT) if is_new else ""
    audience = fields.expect("audience", bool, FOR_WHOM) if is_new else ""
    under = form.get("under", "").strip() if not is_new else ""
    post = _POST.fullmatch(under)
    if under and not post:
        fields.refuse("under", NO_POST)
    elif post and post["thread"] not in {None, to}:
        fields.refuse("under", ELSEWHERE)
    token = fields.token()
    fields.check()
    return Moving(to, int(post["number"]) if post else None, title, audience, token)


_POST = re.compile(  # a number, or a link
    r"(?:\S*/threads/(?P<thread>\w+)/posts/)?(?P<number>[0-9]{1,6})(?:[?#]\S*)?", re.ASCII
)


def name_of(form: Mapping[str, str]) -> UUID:
    """Read the name of a sending alone; none that was ever given when it is damaged."""
    return Fields(form).token()


def number(form: Mapping[str, str]) -> int:
    """Read how far somebody has read."""
    fields = Fields(form)
    far = fields.number("number")
    fields.check()
    return far or 0


def markdown(fields: Fields, name: str, limit: int, *, optional: bool = False) -> str:
    """Read a text that will be rendered."""
    text = fields.text(name, limit, optional=optional)
    if tangled(text):
        fields.refuse(name, TANGLED)
    return text


def rendered(body: str) -> Words:
    """Render a text: a long one aside, as it takes a while; going there costs as much as a few."""
    html = render(body) if len(body) <= SHORT else serving().offload(render, body)
    return Words(body, str(html))
