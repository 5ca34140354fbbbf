"""The pages of one person and of one organisation, over HTTP."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from panel.identity import queries as accounts
from panel.identity.pictures import shown
from panel.identity.sessions import asking, person_id
from panel.kernel.errors import Invalid, require
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
from panel.kernel.work import Reading
from panel.membership import forms, policy, queries
from panel.membership.actions.acts import DESCRIBED, mark
from panel.membership.actions.organisations import change_organisation
from panel.membership.actions.panels import Entry
from panel.membership.actions.undoing import undo
from panel.membership.actors import Actor
from panel.membership.models import HouseAct, Organisation, Seat
from panel.membership.queries import profiles
from panel.membership.routes.blueprint import bp

ORGANISATION = "/p/<panel>/organisations/<organisation>"


@bp.get("/p/<panel>/people/<seat>")
def show_person(panel: str, seat: str) -> str:
    """Show somebody at the table to those who sit at it."""
    with open_reading() as reading:
        actor = queries.actor(reading, asking(), panel)
        view = profiles.person(reading, actor, seat)
    return render_template("membership/person.html", actor=actor, view=view)


@bp.get("/p/<panel>/people/<seat>/picture/<picture>/<int:size>")
def show_picture(panel: str, seat: str, picture: str, size: int) -> Response:
    """Show how somebody at the table looks to those who sit at it."""
    with open_reading() as reading:
        actor = queries.actor(reading, asking(), panel)
        whose = profiles.person_id(reading, actor, seat)
        data = accounts.picture(reading, whose, picture, size)
    return shown(data, f"{picture}-{size}")


@bp.get(ORGANISATION)
def show_organisation(panel: str, organisation: str) -> str:
    """Show an organisation, and who takes part for it."""
    with open_reading() as reading:
        actor = queries.actor(reading, asking(), panel)
        found = profiles.organisation(reading, actor, organisation)
        view = profiles.organisation_page(reading, actor, found)
        changes = policy.change_organisation_refusal(actor, found) is None
        last = profiles.last_act(reading, actor, workshop().clock() - policy.JUST_NOW)
    return render_template(
        "membership/organisation.html", actor=actor, view=view, changes=changes, undo=last
    )


@bp.get(f"{ORGANISATION}/edit")
@signed_in
def edit_organisation(panel: str, organisation: str) -> str:
    """Ask what shall stand about an organisation."""
    return _edit(panel, organisation)


@bp.post(ORGANISATION)
@signed_in
@tried_twice
def change_entry(panel: str, organisation: str) -> ResponseReturnValue:
    """Take over what shall stand about an organisation."""
    try:
        with open_work() as work:
            actor = queries.seated(work, person_id(), panel)
            found = profiles.organisation(work, actor, organisation)
            require(policy.change_organisation_refusal(actor, found))
            stood = request.form.get("stands", "")
            change_organisation(work, actor, found, _entry(actor, found), stood=stood)
    except Invalid as invalid:
        return _edit(panel, organisation, again(request.form.to_dict(), invalid)), 422
    return done(url_for("membership.show_organisation", panel=panel, organisation=organisation))


@bp.delete("/p/<panel>/people/acts/<act>")
@signed_in
@tried_twice
def undo_house_act(panel: str, act: str) -> ResponseReturnValue:
    """Undo what was done to a seat or to an organisation."""
    with open_work() as work:
        actor = queries.seated(work, person_id(), panel)
        found = profiles.act(work, actor, act)
        undo(work, actor, found)
        then = _place(work, panel, found)
    return done(then)


def _place(reading: Reading, panel: str, act: HouseAct) -> str:
    """Give the address where what an act was about is shown."""
    if act.organisation_id:
        house = reading.session.get_one(Organisation, act.organisation_id).public_id
        return url_for("membership.show_organisation", panel=panel, organisation=house)
    seat = reading.session.get_one(Seat, act.seat_id).public_id
    return url_for("membership.show_people", panel=panel, _anchor=f"seat-{seat}")


def _entry(actor: Actor, found: Organisation) -> Entry:
    if policy.keep_house_refusal(actor):
        return forms.description(request.form, found)
    return forms.organisation(request.form)


def _edit(panel: str, organisation: str, form: FormView | None = None) -> str:
    with open_reading() as reading:
        actor = queries.seated(reading, person_id(), panel)
        found = profiles.organisation(reading, actor, organisation)
        require(policy.change_organisation_refusal(actor, found))
        kept = FormView({name: getattr(found, name) for name in DESCRIBED})
        view = profiles.organisation_page(reading, actor, found).organisation
        stands = mark(found)
    return render_template(
        "membership/edit_organisation.html",
        actor=actor,
        organisation=view,
        keeps_house=policy.keep_house_refusal(actor) is None,
        kinds=forms.KINDS,
        stands=stands,
        form=form or kept,
    )
