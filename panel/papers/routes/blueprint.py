"""The blueprint that the routes of papers share, and what several of them need."""

from flask import Blueprint, url_for
from flask_babel import gettext
from markupsafe import Markup

from panel.documents.text.html import WORDS, html
from panel.documents.text.lines import Block
from panel.documents.text.shape import Node
from panel.identity.sessions import person_id
from panel.kernel.work import Work
from panel.membership import queries as membership
from panel.membership.actors import Actor
from panel.papers.models import Paper
from panel.papers.queries.papers import paper as find

bp = Blueprint("papers", __name__)
PAPER = "/p/<panel>/papers/<paper>"
VERSION = f"{PAPER}/versions/<int(min=1, max=999999):number>"


def writing(work: Work, panel: str, paper: str) -> tuple[Actor, Paper]:
    """Find who does something to which paper, and lock the paper."""
    actor = membership.seated(work, person_id(), panel)
    return actor, find(work, actor, paper, lock=True)


def page_of(panel: str, paper: str) -> str:
    """Give the address of a paper."""
    return url_for("papers.show_paper", panel=panel, paper=paper)


def shown(panel: str, content: Node, numbers: tuple[Block, ...]) -> Markup:
    """Show a text for reading; its citations lead to the posts."""

    def link(thread: str, number: int) -> str:
        anchor = f"post-{thread}-{number}"
        return url_for(
            "discussion.show_post", panel=panel, thread=thread, number=number, _anchor=anchor
        )

    return html(content, numbers, link, WORDS.said(gettext))
