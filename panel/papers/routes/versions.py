"""Versions of a paper, over HTTP: naming, reading, comparing and restoring them."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from panel.documents.actions import versions as actions
from panel.documents.models import NAME_LIMIT, Version
from panel.documents.policy import draft_refusal
from panel.documents.queries import versions
from panel.documents.queries.documents import seen
from panel.documents.text.compare import Change, compare
from panel.documents.text.schema import Node
from panel.identity.sessions import asking, person_id
from panel.kernel.errors import Invalid, require
from panel.kernel.fields import Fields
from panel.kernel.serving import serving
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
from panel.membership.policy import verbs
from panel.papers import forms
from panel.papers.policy import export_refusal, name_version_refusal
from panel.papers.queries import papers
from panel.papers.routes.blueprint import PAPER, VERSION, bp, page_of, shown, writing


@bp.get(f"{PAPER}/versions")
def list_versions(panel: str, paper: str) -> str:
    """List the versions of a paper, with a form to compare two of them."""
    return _list(panel, paper, FormView())


@bp.post(f"{PAPER}/versions")
@signed_in
@tried_twice
def name_version(panel: str, paper: str) -> ResponseReturnValue:
    """Keep the present text for ever, under a name."""
    try:
        name = forms.version_name(request.form)
        with open_work() as work:
            actor, found = writing(work, panel, paper)
            require(name_version_refusal(actor, found))
            actions.name_version(work, actor, found.document, found.title, name)
    except Invalid as invalid:
        if wants_json():
            raise
        return _list(panel, paper, again(request.form.to_dict(), invalid)), 422
    return done(f"{page_of(panel, paper)}/versions")


@bp.get(VERSION)
def show_version(panel: str, paper: str, number: int) -> str:
    """Show a version, with its numbered paragraphs and its digest."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = papers.paper(reading, actor, paper)
        version = versions.version(reading, found.document, number)
        [listed] = [
            one for one in versions.versions(reading, found.document) if one.number == number
        ]
        numbers = versions.lines_of(version)
        text = shown(panel, versions.content_of(version), numbers)
        view = papers.paper_view(reading, paper)
        restores = draft_refusal(actor, found.document) is None
        exports = export_refusal(actor, found, number) is None
        may = verbs(actor, found.document.audience)
    return render_template(
        "papers/version.html",
        actor=actor,
        paper=view,
        title=version.title,
        version=listed,
        lines=sum(len(one.lines) for one in numbers),
        text=text,
        restores=restores,
        exports=exports,
        may=may,
    )


@bp.get(f"{VERSION}/canonical.json")
def canonical(panel: str, paper: str, number: int) -> Response:
    """Give the bytes that the digest is of, so that anybody can compute it anew."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = papers.paper(reading, actor, paper)
        version: Version = versions.version(reading, found.document, number)
        text = version.text
    return Response(text.encode(), mimetype="application/json")


@bp.post(f"{VERSION}/restoring")
@signed_in
@tried_twice
def restore_version(panel: str, paper: str, number: int) -> ResponseReturnValue:
    """Bring the text back to a version; what stood there until now is a version, too."""
    with open_work() as work:
        actor, found = writing(work, panel, paper)
        version = versions.version(work, found.document, number)
        require(draft_refusal(actor, found.document))
        kept = request.form.get("kept", "")[:NAME_LIMIT].strip() or f"v{number}"
        actions.ensure_version(work, actor, found.document, found.title, kept)
        actions.restore(work, actor, found.document, version)
    return done(page_of(panel, paper))


@bp.get(f"{PAPER}/compare")
def compare_versions(panel: str, paper: str) -> str:
    """Show what differs between two versions, or a version and the text as it is now."""
    fields = Fields(request.args)
    old, new = fields.number("old"), fields.number("new", optional=True)
    fields.check()
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = papers.paper(reading, actor, paper)
        listed = versions.versions(reading, found.document)
        states = (old or 0, new)
        difference = versions.compared(reading, found.document, found.title, states, _aside)
        view = papers.paper_view(reading, paper)
        may = verbs(actor, found.document.audience)
    return render_template(
        "papers/compare.html",
        actor=actor,
        paper=view,
        versions=listed,
        old=old,
        new=new,
        difference=difference,
        may=may,
    )


@bp.get(f"{PAPER}/changes")
@signed_in
def show_changes(panel: str, paper: str) -> str:
    """Show what has changed since the reader last looked."""
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        found = papers.paper(reading, actor, paper)
        difference = versions.since_look(reading, actor, found.document, found.title, _aside)
        number = found.document.last_number
        look = seen(reading, actor, found.document)
        view = papers.paper_view(reading, paper)
        may = verbs(actor, found.document.audience)
    return render_template(
        "papers/changes.html",
        actor=actor,
        paper=view,
        difference=difference,
        number=number,
        look=look,
        may=may,
    )


@bp.post(f"{PAPER}/look")
@signed_in
@tried_twice
def look(panel: str, paper: str) -> ResponseReturnValue:
    """Note that the reader has seen the text, up to one of its updates."""
    fields = Fields(request.form)
    number = fields.number("number")
    fields.check()
    with open_work() as work:
        actor = membership.seated(work, person_id(), panel)
        found = papers.paper(work, actor, paper)
        actions.look(work, actor, found.document, number or 0)
    return done(page_of(panel, paper))


def _list(panel: str, paper: str, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = papers.paper(reading, actor, paper)
        listed = versions.versions(reading, found.document)
        names = name_version_refusal(actor, found) is None
        view = papers.paper_view(reading, paper)
        may = verbs(actor, found.document.audience)
    return render_template(
        "papers/versions.html",
        actor=actor,
        paper=view,
        versions=listed,
        names=names,
        form=form,
        limit=NAME_LIMIT,
        may=may,
    )


def _aside(old: Node, new: Node) -> tuple[Change, ...]:
    return serving().offload(compare, old, new)
