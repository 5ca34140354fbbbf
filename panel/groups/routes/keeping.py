"""Keeping a working group, over HTTP: its name, its mandate and its contributors."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from panel.groups import forms
from panel.groups.actions.mandates import set_mandate as write
from panel.groups.models import MANDATE_LIMIT
from panel.groups.policy import keep_refusal
from panel.groups.queries import groups
from panel.groups.routes.blueprint import GROUP, bp, now, page_of, writing
from panel.identity.sessions import person_id
from panel.kernel.errors import Invalid, require
from panel.kernel.web import (
    FormView,
    again,
    done,
    open_reading,
    open_work,
    signed_in,
    tried_twice,
    wants_json,
)
from panel.membership import queries as membership
from panel.membership.actions import contributors
from panel.membership.actions.groups import rename_group
from panel.membership.models import TITLE_LIMIT
from panel.membership.policy import Sight


@bp.get(f"{GROUP}/keeping")
@signed_in
def keep_group(panel: str, group: str) -> str:
    """Show moderators what they can change about a group."""
    return _page(panel, group, FormView())


@bp.post(f"{GROUP}/name")
@signed_in
@tried_twice
def rename(panel: str, group: str) -> ResponseReturnValue:
    """Give a group a better name."""
    try:
        name = forms.name(request.form)
        with open_work() as work:
            actor, (found, _) = writing(work, panel, group)
            rename_group(work, actor, found, name)
    except Invalid as invalid:
        return _again(panel, group, invalid)
    return done(page_of(panel, group))


@bp.post(f"{GROUP}/mandate")
@signed_in
@tried_twice
def set_mandate(panel: str, group: str) -> ResponseReturnValue:
    """Write down what a group is for."""
    try:
        words, number = forms.mandate(request.form)
        with open_work() as work:
            actor, (found, _) = writing(work, panel, group)
            write(work, actor, found, words, number=number)
    except Invalid as invalid:
        return _again(panel, group, invalid)
    return done(page_of(panel, group))


@bp.post(f"{GROUP}/contributors")
@signed_in
@tried_twice
def add_contributor(panel: str, group: str) -> ResponseReturnValue:
    """Let somebody write in what is the group's, without belonging to it."""
    with open_work() as work:
        actor, (found, _) = writing(work, panel, group)
        seat = membership.seat(work, actor, request.form.get("seat", ""))
        contributors.add_contributor(work, actor, found, seat)
    return _kept(panel, group)


@bp.delete(f"{GROUP}/contributors/<seat>")
@signed_in
@tried_twice
def end_contributor(panel: str, group: str, seat: str) -> ResponseReturnValue:
    """Take back what a contributor was granted; anybody may stop by themselves."""
    with open_work() as work:
        actor, (found, _) = writing(work, panel, group)
        theirs = membership.seat(work, actor, seat)
        contributors.end_contributor(work, actor, found, theirs)
        own = theirs.id == actor.seat_id and keep_refusal(actor) is not None
    if own:
        return done(url_for("groups.list_groups", panel=panel))
    return _kept(panel, group)


def _kept(panel: str, group: str) -> ResponseReturnValue:
    return done(url_for("groups.keep_group", panel=panel, group=group, _anchor="contributors"))


def _again(panel: str, group: str, invalid: Invalid) -> ResponseReturnValue:
    if wants_json():
        raise invalid
    return _page(panel, group, again(request.form.to_dict(), invalid)), 422


def _page(panel: str, group: str, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        found, _ = groups.group(reading, actor, group)
        require(keep_refusal(actor))
        view = groups.page_view(reading, group, Sight.MODERATORS, now())
        offered = groups.candidates(reading, actor, found)
    values = {"name": view.name, "body": view.mandate_body} | dict(form.values)
    return render_template(
        "groups/keep.html",
        actor=actor,
        group=view,
        offered=offered,
        form=FormView(values, form.wrong),
        name_limit=TITLE_LIMIT,
        mandate_limit=MANDATE_LIMIT,
    )
