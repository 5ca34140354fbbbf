"""Working groups over HTTP: which there are, one more, and the page of one."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from panel.discussion.events import list_of
from panel.discussion.queries import threads
from panel.groups import forms
from panel.groups.queries import groups
from panel.groups.routes.blueprint import GROUP, bp, now, page_of
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
    wants_json,
)
from panel.live.journal import last_seqs
from panel.membership import queries as membership
from panel.membership.actions.groups import create_group
from panel.membership.events import group_room
from panel.membership.models import Verb
from panel.membership.policy import keep_house_refusal, sight, verbs
from panel.papers.events import register_of
from panel.papers.queries import papers
from panel.papers.stages import LINE

SHOWN = 12  # threads, and papers, of a group's page


@bp.get("/p/<panel>/groups")
def list_groups(panel: str) -> str:
    """List the working groups that the reader may read."""
    return _list(panel, FormView())


@bp.post("/p/<panel>/groups")
@signed_in
@tried_twice
def set_up_group(panel: str) -> ResponseReturnValue:
    """Set up a working group."""
    try:
        name = forms.name(request.form)
        with open_work() as work:
            actor = membership.seated(work, person_id(), panel)
            made = create_group(work, actor, name).public_id
    except Invalid as invalid:
        if wants_json():
            raise
        return _list(panel, again(request.form.to_dict(), invalid)), 422
    return done(page_of(panel, made))


def _list(panel: str, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        views = groups.listed(reading, actor, now())
        if not views:
            membership.the_panel(reading, actor)  # who sits at no table learns nothing of groups
        around = [list_of(name) for name in membership.readable_rooms(reading, actor)]
        seqs = last_seqs(reading, [*(group_room(view.id) for view in views), *around])
        views = groups.listed(reading, actor, now())
    return render_template(
        "groups/groups.html",
        actor=actor,
        groups=views,
        keeps=keep_house_refusal(actor) is None,
        form=form,
        rooms=list(seqs.items()),
    )


@bp.get(GROUP)
def show_group(panel: str, group: str) -> str:
    """Show what a group is for, what it wants to reach, who is in it and what it works on."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found, audience = groups.group(reading, actor, group)
        room, own = group_room(group), audience.public_id
        read_in = {view.audience.id for view in papers.listed(reading, actor, group=found)}
        wider = sorted(read_in - {own})
        seqs = last_seqs(reading, [room, list_of(own), register_of(own), *map(register_of, wider)])
        view = groups.page_view(reading, group, sight(actor, audience), now())
        rows = papers.listed(reading, actor, group=found)
        page = threads.listed(reading, actor, within=audience, limit=SHOWN)
        may = verbs(actor, audience)
    if keep_house_refusal(actor):  # a grant opens what is the group's, not the house
        may -= {Verb.MODERATE}
    return render_template(
        "groups/group.html",
        actor=actor,
        group=view,
        threads=page.rows,
        more=bool(page.older),
        papers=rows[:SHOWN],
        line=LINE,
        may=may,
        keeps=Verb.MODERATE in may,
        contributes=actor.seat in {one.id for one in view.contributors},
        rooms=list(seqs.items()),
        aside=[register_of(name) for name in wider],
    )
