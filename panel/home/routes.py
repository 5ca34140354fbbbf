"""The way in: somebody's panels, the home of one, and whether this installation is well."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
from panel.papers.events import register_of
from panel.papers.queries import moves as papers
from panel.papers.views import MoveView

bp = Blueprint("home", __name__)
MATTERS, MOVED = 5, 12  # lines of each part of a home
NEWS = timedelta(days=7)  # so long a paper's move is news


@dataclass(frozen=True)
class MovedView:
    """Something that moved: a thread or a paper, by whom last and when.

    `kind` is "opened" or "answered" of a thread, else as a paper's; `read` tells whether the reader
    has seen a thread, or whether the move of a paper is no news any more.
    """

    day: date
    at: datetime
    name: str
    observer: bool
    title: str
    url: str
    closed: bool
    kind: str
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
        names = membership.readable_rooms(reading, actor)
        rooms = [room(name) for name in names for room in (list_of, register_of)]
        seqs = last_seqs(reading, rooms)
        unread = threads.listed(reading, actor, only="unread", limit=MATTERS)
        unread_total = threads.count(reading, actor, only="unread")
        latest = threads.newest(reading, actor, MOVED)
        moves = papers.moves(reading, actor, MOVED)
    now = datetime.now(UTC)
    moved = [_moved(row, count) for row, count in latest]
    moved += [_paper_moved(view, actor.panel.time_zone, now) for view in moves]
    return render_template(
        "home/panel.html",
        actor=actor,
        unread=unread.rows,
        unread_threads=unread_total,
        moved=sorted(moved, key=lambda view: view.at, reverse=True)[:MOVED],
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
        kind="answered" if row.posts > bool(row.author) else "opened",  # the first may be hidden
        read=not unread,
    )


def _paper_moved(view: MoveView, zone: str, now: datetime) -> MovedView:
    return MovedView(
        day=view.at.astimezone(ZoneInfo(zone)).date(),
        at=view.at,
        name=view.by,
        observer=False,
        title=view.title,
        url=url_for("papers.show_paper", panel=view.panel, paper=view.id),
        closed=False,
        kind=view.kind,
        read=now - view.at > NEWS,
    )
