"""Citing a post, over HTTP: the choice of a paper that it is to be cited in."""

from dataclasses import dataclass

from flask import render_template, url_for

from panel.discussion.policy import cite_refusal
from panel.discussion.queries import moves, posts, threads
from panel.identity.sessions import person_id
from panel.kernel.errors import Missing
from panel.kernel.messages import Message
from panel.kernel.web import open_reading, signed_in
from panel.membership import queries as membership
from panel.membership.models import Verb
from panel.membership.policy import Sight, verbs
from panel.papers.queries import papers
from panel.papers.routes.blueprint import bp
from panel.papers.views import PaperView

POST = "/p/<panel>/threads/<thread>/posts/<int(min=1, max=999999):number>"


@dataclass(frozen=True)
class Choice:
    """A paper that somebody writes in, and why the post cannot be cited there, if so."""

    paper: PaperView
    url: str
    refusal: Message | None


@bp.get(f"{POST}/citing")
@signed_in
def choose_paper(panel: str, thread: str, number: int) -> str:
    """Show the papers that somebody may write in; the page of the chosen one puts the post in."""
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        thread, number = moves.present(reading, actor, thread, number)
        found = threads.thread(reading, actor, thread)
        view = posts.post_view(reading, thread, number, Sight.ALL)
        if view is None or view.trace:
            raise Missing
        written = papers.written(reading, actor)
        audiences = papers.audiences_of(reading, [one.id for one in written])
        choices = [
            Choice(one, _into(one, thread, number), cite_refusal(found, audiences[one.id]))
            for one in written
        ]
        head = threads.thread_view(reading, thread)
        begins = bool(membership.offered(reading, actor, Verb.DRAFT))
        may = verbs(actor, found.audience)
    return render_template(
        "papers/citing.html",
        actor=actor,
        thread=head,
        about=found.about,
        post=view,
        choices=choices,
        begins=begins,
        may=may,
    )


def _into(paper: PaperView, thread: str, number: int) -> str:
    cited = f"{thread}:{number}"
    return url_for("papers.show_paper", panel=paper.panel, paper=paper.id, cite=cited)
