"""Comments over HTTP: threads about the blocks of a paper, beside it and on a page of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import uuid4

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from panel.discussion import pushes
from panel.discussion.around import put
from panel.discussion.events import about_of
from panel.discussion.models import BODY_LIMIT, Thread
from panel.discussion.queries import about
from panel.discussion.views import CommentView, LinkView
from panel.documents.text.lines import Block
from panel.documents.text.shape import Node
from panel.documents.text.words import blocks
from panel.identity.sessions import asking, person_id
from panel.kernel.errors import Invalid
from panel.kernel.limits import limiter, setting
from panel.kernel.web import (
    FormView,
    again,
    open_reading,
    open_work,
    path_for,
    signed_in,
    tried_twice,
    wants_json,
)
from panel.kernel.work import Reading
from panel.live.journal import last_seq
from panel.membership import queries as membership
from panel.membership.actors import Actor, shape
from panel.membership.policy import sight, verbs
from panel.papers import forms
from panel.papers.actions.comments import comment as open_comment
from panel.papers.actions.comments import shortened
from panel.papers.models import Paper
from panel.papers.queries import papers
from panel.papers.queries.comments import places_in
from panel.papers.queries.texts import text
from panel.papers.routes.blueprint import PAPER, bp, page_of

Form = FormView | None
NAMED = 70  # characters of a paragraph that stand in the list to choose from


class Shown(NamedTuple):
    """A text as it stands on the page, and how far the room of its comments was just before."""

    seq: int
    content: Node
    numbers: tuple[Block, ...]


@dataclass(frozen=True)
class Remarks:
    """The comments of a paper, and what a form for another one needs."""

    room: str
    seq: int
    views: tuple[CommentView, ...]
    blocks: tuple[tuple[str, int, str], ...]  # their ids, ¶ numbers and first words
    blank: CommentView  # that a comment on its way is made of
    form: FormView
    limit: int = BODY_LIMIT


def beside(
    reading: Reading, actor: Actor, paper: Paper, shown: Shown | None = None, form: Form = None
) -> Remarks:
    """Read what stands beside a paper; `shown` is its text, with the room's number of before."""
    thing = f"{papers.ABOUT}:{paper.public_id}"
    seq, content, numbers = shown or read(reading, paper)
    places = places_in(content, numbers)
    views = about.threads_about(reading, actor, thing)
    named = (
        (one.id, places[one.id].number, shortened(" ".join(one.text.split()), NAMED))
        for one in blocks(content)
    )
    return Remarks(
        room=about_of(thing),
        seq=seq,
        views=tuple(put(views, places, lambda slug: address(slug, paper.public_id))),
        blocks=tuple(one for one in named if one[1]),
        blank=_blank(actor, paper.public_id),
        form=form or FormView({"token": uuid4().hex}),
    )


def read(reading: Reading, paper: Paper) -> Shown:
    """Read the text of a paper, after the number of the room of its comments."""
    seq = last_seq(reading, about_of(f"{papers.ABOUT}:{paper.public_id}"))
    return Shown(seq, *text(reading, paper))


@bp.get(f"{PAPER}/comments")
def list_comments(panel: str, paper: str) -> str:
    """Show the comments of a paper on a page of their own, with a form; `block` chooses one."""
    form = FormView({"token": uuid4().hex, "block": request.args.get("block", "")})
    return _page(panel, paper, form)


@bp.post(f"{PAPER}/comments")
@signed_in
@limiter.limit(setting("posts"))
@tried_twice
def comment(panel: str, paper: str) -> ResponseReturnValue:
    """Open a comment on a block, and give back its card."""
    try:
        remark = forms.remark(request.form)
    except Invalid as invalid:
        if wants_json():
            raise
        token = request.form.get("token") or uuid4().hex
        return _page(panel, paper, again(request.form.to_dict() | {"token": token}, invalid)), 422
    with open_work() as work:
        actor = membership.seated(work, person_id(), panel)
        found = papers.paper(work, actor, paper)
        content, numbers = text(work, found)
        thread = open_comment(work, actor, found, content, remark)
        bare = about.comment_view(work, thread.public_id, sight(actor, thread.audience))
        places = places_in(content, numbers)
        [view] = put([bare], places, lambda slug: address(slug, paper))
    if wants_json():
        said = {"id": view.element, "list": view.list, "html": pushes.card(view)}
        return said, 201
    return redirect(f"{page_of(panel, paper)}#{view.element}", 303)


def address(panel: str, paper: str) -> str:
    """Give the address of a paper, in a page and in a push alike."""
    return path_for("papers.show_paper", panel=panel, paper=paper)


def came_of(reading: Reading, actor: Actor, thread: Thread) -> Sequence[LinkView]:
    """List the papers that came from a thread, as far as the actor may read them."""
    found = papers.papers_from(reading, actor, thread)
    return [LinkView(view.title, address(view.panel, view.id)) for view in found]


def _blank(actor: Actor, paper: str) -> CommentView:
    """Make the card that stands in the place of a comment while its words are on their way."""
    return CommentView(
        id="",
        panel=actor.panel.slug,
        zone=actor.panel.time_zone,
        place="",
        quotation="",
        started_at=datetime.now(UTC),
        hidden_at=None,
        hidden_reason="",
        answers=0,
        last_number=0,
        closed=False,
        trace=False,
        author=actor.seat,
        name=actor.name,
        organisation=actor.organisation,
        shape=shape(actor.role),
        url=address(actor.panel.slug, paper),
    )


def _page(panel: str, paper: str, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = papers.paper(reading, actor, paper)
        remarks = beside(reading, actor, found, form=form)
        view = papers.paper_view(reading, paper)
        may = verbs(actor, found.document.audience)
    return render_template(
        "papers/comments.html", actor=actor, paper=view, remarks=remarks, may=may
    )
