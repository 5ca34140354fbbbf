"""The blueprint that the routes of groups share, and what several of them need."""

from datetime import UTC, datetime

from flask import Blueprint, url_for

from panel.groups.queries.groups import Found, group
from panel.identity.sessions import person_id
from panel.kernel.work import Work
from panel.membership import queries as membership
from panel.membership.actors import Actor

bp = Blueprint("groups", __name__)
GROUP = "/p/<panel>/groups/<group>"


def writing(work: Work, panel: str, name: str) -> tuple[Actor, Found]:
    """Find who does something to which group, and lock the group."""
    actor = membership.seated(work, person_id(), panel)
    return actor, group(work, actor, name, lock=True)


def page_of(panel: str, group: str, anchor: str = "") -> str:
    """Give the address of a group."""
    return url_for("groups.show_group", panel=panel, group=group, _anchor=anchor or None)


def now() -> datetime:
    """Tell what time it is, for pages that say what is late."""
    return datetime.now(UTC)
