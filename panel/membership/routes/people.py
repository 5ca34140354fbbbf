"""Seats, groups and the directory, over HTTP."""

from flask import get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from panel.identity.sessions import asking, person_id
from panel.kernel.errors import Invalid
from panel.kernel.web import (
    FormView,
    again,
    done,
    open_reading,
    open_work,
    signed_in,
    tried_twice,
    workshop,
)
from panel.membership import forms, queries
from panel.membership.actions import groups, panels, seats
from panel.membership.models import SEATED, Verb
from panel.membership.policy import JUST_NOW, keep_house_refusal, verbs
from panel.membership.queries import directory, profiles
from panel.membership.queries.finding import CAPACITIES, Search
from panel.membership.routes.blueprint import bp

WORDS_LIMIT = 200  # characters that somebody looks for


@bp.get("/p/<panel>/people")
def show_people(panel: str) -> str:
    """Show everybody at the table, to those who sit at it."""
    return _people(panel, FormView())


@bp.post("/p/<panel>/people/<seat>/role")
@signed_in
@tried_twice
def change_role(panel: str, seat: str) -> ResponseReturnValue:
    """Give a seat another role."""
    try:
        role = forms.role(request.form)
    except Invalid as invalid:
        return _people(panel, again(request.form.to_dict(), invalid)), 422
    with open_work() as work:
        actor = queries.seated(work, person_id(), panel)
        seats.change_role(work, actor, queries.seat(work, actor, seat), role)
    return _back(panel, f"seat-{seat}")


@bp.post("/p/<panel>/people/<seat>/ending")
@signed_in
@tried_twice
def end_seat(panel: str, seat: str) -> ResponseReturnValue:
    """Leave the table, or see somebody out."""
    with open_work() as work:
        actor = queries.seated(work, person_id(), panel)
        left = queries.seat(work, actor, seat)
        seats.end_seat(work, actor, left)
        own = left.id == actor.seat_id
    return redirect(url_for("home.index"), 303) if own else _back(panel)


@bp.post("/p/<panel>/organisations")
@signed_in
@tried_twice
def add_organisation(panel: str) -> ResponseReturnValue:
    """Put an organisation in the directory."""
    try:
        entry = forms.organisation(request.form)
    except Invalid as invalid:
        return _people(panel, again(request.form.to_dict(), invalid)), 422
    with open_work() as work:
        panels.add_organisation(work, queries.seated(work, person_id(), panel), entry)
    return _back(panel)


@bp.post("/p/<panel>/groups/<group>/seats")
@signed_in
@tried_twice
def join_group(panel: str, group: str) -> ResponseReturnValue:
    """Take a seat into a working group."""
    with open_work() as work:
        actor = queries.seated(work, person_id(), panel)
        seat = queries.seat(work, actor, request.form.get("seat", ""))
        groups.join_group(work, actor, queries.group(work, actor, group), seat)
    return _back(panel, f"group-{group}")


@bp.delete("/p/<panel>/groups/<group>/seats/<seat>")
@signed_in
@tried_twice
def leave_group(panel: str, group: str, seat: str) -> ResponseReturnValue:
    """Take a seat out of a working group."""
    with open_work() as work:
        actor = queries.seated(work, person_id(), panel)
        group_, seat_ = queries.group(work, actor, group), queries.seat(work, actor, seat)
        groups.leave_group(work, actor, group_, seat_)
    return _back(panel, f"group-{group}")


def _people(panel: str, form: FormView) -> str:
    with open_reading() as reading:
        actor = queries.actor(reading, asking(), panel)
        allowed = verbs(actor, queries.the_panel(reading, actor))
        if keep_house_refusal(actor):  # a grant opens what is for the panel, not the house
            allowed -= {Verb.MODERATE}
        search = _search()
        people = directory.people(reading, actor, search)
        undo = profiles.last_act(reading, actor, workshop().clock() - JUST_NOW)
    return render_template(
        "membership/people.html",
        actor=actor,
        may=allowed,
        members=people.members,
        observers=people.observers,
        authorities=people.authorities,
        directory=people.directory,
        groups=people.groups,
        roles=SEATED,
        kinds=forms.KINDS,
        form=form,
        search=search,
        found=people.found,
        undo=undo,
    )


def _search() -> Search:
    """Read what is looked for; a kind or capacity that there is not is not looked for."""
    asked = request.args
    kind, capacity = asked.get("kind", ""), asked.get("capacity", "")
    word = get_template_attribute("membership/_house.html", "kind_word")
    return Search(
        words=asked.get("q", "")[:WORDS_LIMIT],
        kind=kind if kind in forms.KINDS else "",
        capacity=capacity if capacity in CAPACITIES else "",
        kinds={str(kind): str(word(kind)) for kind in forms.KINDS},
    )


def _back(panel: str, anchor: str = "") -> ResponseReturnValue:
    return done(url_for("membership.show_people", panel=panel, _anchor=anchor or None))
