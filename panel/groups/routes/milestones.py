"""Milestones over HTTP: setting one, and what becomes of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from panel.groups import forms
from panel.groups.actions import milestones as actions
from panel.groups.actions.milestones import Doing
from panel.groups.models import MILESTONE_LIMIT, WHY_LIMIT
from panel.groups.policy import change_refusal, keep_refusal, move_refusal
from panel.groups.queries import groups
from panel.groups.queries.milestones import milestone as find
from panel.groups.queries.milestones import today
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
from panel.membership.policy import Sight

MILESTONE = f"{GROUP}/milestones/<milestone>"


@bp.get(f"{GROUP}/milestones/new")
@signed_in
def new_milestone(panel: str, group: str) -> str:
    """Show an empty form for a milestone."""
    return _new(panel, group, FormView({"token": uuid4().hex}))


@bp.post(f"{GROUP}/milestones")
@signed_in
@tried_twice
def add_milestone(panel: str, group: str) -> ResponseReturnValue:
    """Set a milestone."""
    try:
        plan = forms.plan(request.form)
        with open_work() as work:
            actor, (found, _) = writing(work, panel, group)
            name = actions.add(work, actor, found, plan).public_id
    except Invalid as invalid:
        if wants_json():
            raise
        return _new(panel, group, again(request.form.to_dict(), invalid)), 422
    return done(page_of(panel, group, f"milestone-{name}"))


@bp.get(MILESTONE)
@signed_in
def keep_milestone(panel: str, group: str, milestone: str) -> str:
    """Show moderators what can be done with a milestone."""
    return _page(panel, group, milestone, FormView())


@bp.post(f"{MILESTONE}/title")
@signed_in
@tried_twice
def retitle_milestone(panel: str, group: str, milestone: str) -> ResponseReturnValue:
    """Find better words for a milestone."""

    def change(doing: Doing) -> None:
        require(change_refusal(doing.actor, doing.milestone))
        actions.retitle(doing, forms.title(request.form))

    return _change(panel, group, milestone, change)


@bp.post(f"{MILESTONE}/due")
@signed_in
@tried_twice
def move_milestone(panel: str, group: str, milestone: str) -> ResponseReturnValue:
    """Let a milestone be reached by another day, and say why."""

    def change(doing: Doing) -> None:
        require(move_refusal(doing.actor, doing.milestone))
        due, why = forms.move(request.form)
        actions.move(doing, due, why)

    return _change(panel, group, milestone, change)


@bp.post(f"{MILESTONE}/completion")
@signed_in
@tried_twice
def finish_milestone(panel: str, group: str, milestone: str) -> ResponseReturnValue:
    """Say that a milestone is reached."""

    def change(doing: Doing) -> None:
        require(change_refusal(doing.actor, doing.milestone))
        day = today(doing.actor.panel.time_zone, doing.work.at)
        actions.finish(doing, forms.done_on(request.form, day))

    return _change(panel, group, milestone, change)


@bp.delete(f"{MILESTONE}/completion")
@signed_in
@tried_twice
def reopen_milestone(panel: str, group: str, milestone: str) -> ResponseReturnValue:
    """Say that a milestone is not reached after all."""
    return _change(panel, group, milestone, actions.reopen)


@bp.post(f"{MILESTONE}/removal")
@signed_in
@tried_twice
def remove_milestone(panel: str, group: str, milestone: str) -> ResponseReturnValue:
    """Take a milestone away; it can be put back."""
    return _change(panel, group, milestone, actions.remove)


@bp.delete(f"{MILESTONE}/removal")
@signed_in
@tried_twice
def restore_milestone(panel: str, group: str, milestone: str) -> ResponseReturnValue:
    """Put back a milestone that was removed."""
    return _change(panel, group, milestone, actions.restore)


def _change(
    panel: str, group: str, milestone: str, change: Callable[[Doing], None]
) -> ResponseReturnValue:
    """Do it, or show the forms of the milestone once more with what is wrong in them.

    What a rule refuses is told before the form is read: the page has that form no more.
    """
    try:
        with _doing(panel, group, milestone) as doing:
            change(doing)
            there = doing.milestone.removed_at is None
    except Invalid as invalid:
        if wants_json():
            raise
        return _page(panel, group, milestone, again(request.form.to_dict(), invalid)), 422
    return done(page_of(panel, group, f"milestone-{milestone}" if there else "removed"))


@contextmanager
def _doing(panel: str, group: str, milestone: str) -> Iterator[Doing]:
    with open_work() as work:
        actor, (found, _) = writing(work, panel, group)
        one = find(work, found, milestone, lock=True)
        require(keep_refusal(actor))
        yield Doing(work, actor, found, one)


def _new(panel: str, group: str, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        groups.group(reading, actor, group)
        require(keep_refusal(actor))
        view = groups.page_view(reading, group, Sight.MODERATORS, now())
    return render_template(
        "groups/new_milestone.html", actor=actor, group=view, form=form, limit=MILESTONE_LIMIT
    )


def _page(panel: str, group: str, milestone: str, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        found, _ = groups.group(reading, actor, group)
        find(reading, found, milestone)
        require(keep_refusal(actor))
        view = groups.page_view(reading, group, Sight.MODERATORS, now())
    [one] = [one for one in (*view.milestones, *view.removed) if one.id == milestone]
    day = today(view.zone, now())
    values = {"title": one.title, "due": one.due.isoformat(), "done_on": day.isoformat()}
    return render_template(
        "groups/milestone.html",
        actor=actor,
        group=view,
        milestone=one,
        form=FormView(values | dict(form.values), form.wrong),
        moving=url_for("groups.move_milestone", panel=panel, group=group, milestone=milestone),
        limit=MILESTONE_LIMIT,
        why_limit=WHY_LIMIT,
    )
