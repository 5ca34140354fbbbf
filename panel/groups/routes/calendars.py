"""Calendars of milestones, over HTTP: one's own address of one, and what it gives."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from panel.groups.actions import calendars as actions
from panel.groups.queries import calendars, groups
from panel.groups.routes.blueprint import GROUP, bp, now, page_of, writing
from panel.identity.sessions import person_id
from panel.kernel.web import done, open_reading, open_work, signed_in, site, tried_twice
from panel.membership import queries as membership
from panel.membership.policy import Sight


@bp.get(f"{GROUP}/calendar")
@signed_in
def show_calendar(panel: str, group: str) -> str:
    """Say how a group's milestones come into one's own calendar."""
    return _page(panel, group)


@bp.post(f"{GROUP}/calendar")
@signed_in
@tried_twice
def open_calendar(panel: str, group: str) -> ResponseReturnValue:
    """Make an address of one's own, and show it, this once."""
    with open_work() as work:
        actor, (found, _) = writing(work, panel, group)
        token = actions.open_calendar(work, actor, found)
    return _page(panel, group, site() + url_for("groups.read_calendar", token=token)), 201


@bp.delete(f"{GROUP}/calendar")
@signed_in
@tried_twice
def close_calendar(panel: str, group: str) -> ResponseReturnValue:
    """Let one's own address lead nowhere any more."""
    with open_work() as work:
        actor, (found, _) = writing(work, panel, group)
        actions.close_calendar(work, actor, found)
    return done(url_for("groups.show_calendar", panel=panel, group=group))


@bp.get("/calendars/<token>.ics")
def read_calendar(token: str) -> Response:
    """Give the milestones to a calendar, as far as the owner of the address may read them now."""
    from panel.groups.feed import feed  # else every process would import iCalendar, workers too

    with open_reading() as reading:
        found, _ = calendars.opened(reading, token)
        view = groups.page_view(reading, found.public_id, Sight.ALL, now())
    body = feed(view, site() + page_of(view.panel, view.id))
    return Response(body, mimetype="text/calendar")


def _page(panel: str, group: str, link: str = "") -> str:
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        found, _ = groups.group(reading, actor, group)
        view = groups.page_view(reading, group, Sight.ALL, now())
        own = calendars.calendar(reading, actor, found)
        since = own.at if own else None
    return render_template("groups/calendar.html", actor=actor, group=view, link=link, since=since)
