"""The stages of a paper, over HTTP: what a step means, and taking it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from panel.identity.sessions import person_id
from panel.kernel.errors import Invalid, Missing, Refused, require
from panel.kernel.web import (
    FormView,
    again,
    open_reading,
    open_work,
    signed_in,
    tried_twice,
    wants_json,
)
from panel.membership import queries as membership
from panel.papers import forms
from panel.papers.actions import stages as actions
from panel.papers.models import MEETING_LIMIT, NOTE_LIMIT, WORDING_LIMIT, Stage
from panel.papers.policy import NO_STEP, stage_refusal, step_refusal
from panel.papers.queries import papers
from panel.papers.queries.stages import step_to
from panel.papers.queries.texts import named
from panel.papers.routes.blueprint import PAPER, bp, page_of, writing
from panel.papers.stages import Step, step


@bp.get(f"{PAPER}/stage")
@signed_in
def show_step(panel: str, paper: str) -> str:
    """Say what a step means for everybody, before it is taken; `to` names the stage."""
    return _page(panel, paper, _stage(request.args.get("to", "")), FormView())


@bp.post(f"{PAPER}/stage")
@signed_in
@tried_twice
def move(panel: str, paper: str) -> ResponseReturnValue:
    """Take a paper to another stage."""
    to = _stage(request.form.get("to", ""))
    try:
        with open_work() as work:
            actor, found = writing(work, panel, paper)
            require(stage_refusal(actor, found))
            taken = step_to(work, found, to)
            if taken is None:
                raise Refused(NO_STEP)
            zone = ZoneInfo(actor.panel.time_zone)
            today = work.at.astimezone(zone).date()
            same = named(work, found)
            record = forms.record(request.form, taken, today, named=same)
            actions.move(work, actor, found, to, record)
    except Invalid as invalid:
        if wants_json():
            raise
        return _page(panel, paper, to, again(request.form.to_dict(), invalid)), 422
    return ("", 204) if wants_json() else redirect(page_of(panel, paper), 303)


def _page(panel: str, paper: str, to: Stage, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        found = papers.paper(reading, actor, paper)
        require(step_refusal(actor, found, to))
        view = papers.paper_view(reading, paper)
        same = named(reading, found)
        today: date = datetime.now(UTC).astimezone(ZoneInfo(actor.panel.time_zone)).date()
    return render_template(
        "papers/stage.html",
        actor=actor,
        paper=view,
        to=to,
        step=_step(view.stage, to),
        form=form,
        named=same,
        today=today.isoformat(),
        note_limit=NOTE_LIMIT,
        meeting_limit=MEETING_LIMIT,
        wording_limit=WORDING_LIMIT,
    )


def _stage(said: str) -> Stage:
    if said not in set(Stage):
        raise Missing
    return Stage(said)


def _step(from_: Stage, to: Stage) -> Step:
    found = step(from_, to)
    if found is None:
        raise Missing
    return found
