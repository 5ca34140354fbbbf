"""Citing posts: how they are named where they are cited, and whether they may be cited at all."""

from collections.abc import Collection
from html import unescape

from flask_babel import force_locale

from panel.discussion.policy import NOT_CITABLE, cite_refusal
from panel.discussion.queries.cited import CitedPost, cited_posts
from panel.discussion.views import PostView
from panel.kernel.messages import Message
from panel.kernel.work import Reading
from panel.live.pushing import render
from panel.membership.actors import Actor
from panel.membership.models import Audience


def words_of(view: PostView | CitedPost, language: str) -> str:
    """Name a post as papers cite it, in the language of its panel."""
    with force_locale(language):
        return unescape(render("discussion/_citation.html", "words", view))


def refusal(
    reading: Reading,
    actor: Actor,
    into: Audience,
    cited: Collection[tuple[str, int, str]],  # thread, number, and the words for the post
) -> Message | None:
    """Let an actor cite posts for an audience that are there for all of it, by their own names."""
    named = {(thread, number) for thread, number, _words in cited}
    found = {
        (one.cited, one.number, words_of(one, actor.panel.language))
        for one in cited_posts(reading, actor, named)
        if cite_refusal(one.thread, into) is None
    }
    return None if found.issuperset(cited) else NOT_CITABLE
