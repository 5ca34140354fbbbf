"""The way in: somebody's panels, the home of one, and whether this installation is well."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text

from panel.discussion.events import list_of
from panel.discussion.queries import threads
from panel.discussion.views import RowView
from panel.identity.sessions import asking, person_id
from panel.kernel.errors import Missing
from panel.kernel.web import open_reading
from panel.live.journal import last_seqs
from panel.membership import queries as membership

bp = Blueprint("home", __name__)
MATTERS, MOVED = 5, 12  # lines of each part of a home


@dataclass(frozen=True)
class MovedView:
    """Something that moved: a thread, by whom last and when, and whether the reader has seen it."""

    day: date
    at: datetime
    name: str
    observer: bool
    title: str
    url: str
    closed: bool
    posts: int
    read: bool


@bp.get("/")
def index() -> ResponseReturnValue:
    """Lead somebody to the one panel they sit in, or show which there are."""
    if not current_user.is_authenticated:
        return render_template("home/index.html", panels=[])
    with open_reading() as reading:
        panels = membership.panels_of(reading, person_id())
    if len(panels) == 1:
        return redirect(url_for("home.show_panel", panel=panels[0].slug))
    return render_template("home/index.html", panels=panels)


@bp.get("/p/<panel>")
def show_panel(panel: str) -> ResponseReturnValue:
    """Show what waits for somebody in a panel, and what moved."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        total = threads.count(reading, actor)
        if actor.seat_id is None:
            if not total:
                raise Missing
            return redirect(url_for("discussion.list_threads", panel=panel))
        rooms = [list_of(name) for name in membership.readable_rooms(reading, actor)]
        seqs = last_seqs(reading, rooms)
        unread = threads.listed(reading, actor, only="unread", limit=MATTERS)
        unread_total = threads.count(reading, actor, only="unread")
        latest = threads.newest(reading, actor, MOVED)
    return render_template(
        "home/panel.html",
        actor=actor,
        unread=unread.rows,
        unread_threads=unread_total,
        moved=[_moved(row, count) for row, count in latest],
        thread_total=total,
        rooms=list(seqs.items()),
    )


@bp.get("/health")
def health() -> ResponseReturnValue:
    """Answer those who watch over the installation: the database can be read."""
    with open_reading() as reading:
        reading.session.execute(text("SELECT 1"))
    return {"status": "well"}


def _moved(row: RowView, unread: int) -> MovedView:
    url = url_for("discussion.show_thread", panel=row.panel, thread=row.id)
    return MovedView(
        day=row.last_at.astimezone(ZoneInfo(row.zone)).date(),
        at=row.last_at,
        name=row.last_author,
        observer=row.last_observer,
        title=row.title,
        url=url,
        closed=row.closed,
        posts=row.posts,
        read=not unread,
    )
