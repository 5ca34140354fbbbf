"""Who may do what in a discussion."""

from collections.abc import Callable

import pytest

from panel.discussion.actions import posts, threads
from panel.discussion.actions.words import Opening
from panel.discussion.models import Post, Thread
from panel.discussion.queries.posts import post as find_post
from panel.kernel.errors import Refused
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Grant, Kind, Role, Verb
from tests.factories import (
    a_draft,
    a_group,
    a_panel,
    a_post,
    a_seat,
    a_thread,
    again,
    the_audience,
    words,
)

SEATED = [role for role in Role if role is not Role.VISITOR]


@pytest.mark.parametrize(
    ("role", "closed", "may"),
    [
        (Role.READER, False, False),
        (Role.AUTHORITY, False, False),
        (Role.COMMENTER, False, True),
        (Role.COMMENTER, True, False),
        (Role.MEMBER, False, True),
        (Role.MEMBER, True, False),
        (Role.MODERATOR, False, True),
        (Role.MODERATOR, True, True),
    ],
)
def test_who_may_reply(work: Work, role: Role, closed: bool, may: bool) -> None:
    panel = a_panel(work)
    mo, actor = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel, role)
    thread = a_thread(work, panel, mo)
    if closed:
        threads.close(work, mo, thread, words(""))

    if may:
        assert posts.reply(work, actor, thread, a_draft()).number == 2
    else:
        with pytest.raises(Refused):
            posts.reply(work, actor, thread, a_draft())


@pytest.mark.parametrize("role", SEATED)
@pytest.mark.parametrize("kind", [Kind.PANEL, Kind.MEMBERS, Kind.VISITORS])
def test_threads_are_started_by_members_and_moderators(work: Work, role: Role, kind: Kind) -> None:
    panel = a_panel(work)
    actor = a_seat(work, panel, role)

    if role in {Role.MEMBER, Role.MODERATOR}:
        assert a_thread(work, panel, actor, kind=kind).last_number == 1
    else:
        with pytest.raises(Refused):
            a_thread(work, panel, actor, kind=kind)


def test_a_member_starts_threads_in_her_own_groups_only(work: Work) -> None:
    panel = a_panel(work)
    inside, outside = a_seat(work, panel), a_seat(work, panel)
    group = a_group(work, panel, inside)

    a_thread(work, panel, again(work, inside), kind=Kind.GROUP, group=group)

    with pytest.raises(Refused):
        a_thread(work, panel, again(work, outside), kind=Kind.GROUP, group=group)


def test_a_grant_lets_an_authority_reply_where_it_was_given_and_nowhere_else(work: Work) -> None:
    panel = a_panel(work)
    guest = a_seat(work, panel, Role.AUTHORITY)
    here, there = a_thread(work, panel), a_thread(work, panel, kind=Kind.MEMBERS)
    for verb in (Verb.READ, Verb.REPLY):
        work.session.add(
            Grant(
                audience_id=the_audience(work, panel).id,
                verb=verb,
                organisation_id=guest.organisation_id,
            )
        )
    work.session.flush()
    guest = again(work, guest)

    posts.reply(work, guest, here, a_draft())

    with pytest.raises(Refused):
        posts.reply(work, guest, there, a_draft())
    with pytest.raises(Refused):
        threads.start(work, guest, the_audience(work, panel), _opening())


def _opening() -> Opening:
    return Opening("A question", a_draft())


def edit(work: Work, actor: Actor, thread: Thread, post: Post) -> None:
    posts.edit(work, actor, thread, post, words("new words"), revision=0)


def delete(work: Work, actor: Actor, thread: Thread, post: Post) -> None:
    posts.delete(work, actor, thread, post)


def hide(work: Work, actor: Actor, thread: Thread, post: Post) -> None:
    posts.hide(work, actor, thread, post, "It names a person.")


def unhide(work: Work, actor: Actor, thread: Thread, post: Post) -> None:
    posts.unhide(work, actor, thread, post)


def close(work: Work, actor: Actor, thread: Thread, _post: Post) -> None:
    threads.close(work, actor, thread, words("We agree."))


def reopen(work: Work, actor: Actor, thread: Thread, _post: Post) -> None:
    threads.reopen(work, actor, thread)


def pin(work: Work, actor: Actor, thread: Thread, _post: Post) -> None:
    threads.pin(work, actor, thread)


def unpin(work: Work, actor: Actor, thread: Thread, _post: Post) -> None:
    threads.unpin(work, actor, thread)


Act = Callable[[Work, Actor, Thread, Post], None]


@pytest.mark.parametrize("act", [edit, delete])
def test_a_post_is_changed_and_taken_back_by_its_author_alone(work: Work, act: Act) -> None:
    panel = a_panel(work)
    thread, ana = a_thread(work, panel), a_seat(work, panel, Role.COMMENTER)

    act(work, ana, thread, a_post(work, ana, thread))

    for role in SEATED:
        with pytest.raises(Refused):
            act(work, a_seat(work, panel, role), thread, a_post(work, ana, thread))


@pytest.mark.parametrize("act", [hide, unhide, close, reopen, pin, unpin])
def test_order_is_kept_by_moderators_alone(work: Work, act: Act) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)
    thread = a_thread(work, panel, ana)
    post = a_post(work, ana, thread)

    act(work, mo, thread, post)

    for actor in (ana, *(a_seat(work, panel, role) for role in SEATED)):
        if actor.role is not Role.MODERATOR:
            with pytest.raises(Refused):
                act(work, actor, thread, post)
    with pytest.raises(Refused):
        act(work, a_seat(work, a_panel(work), Role.MODERATOR), thread, post)


def test_what_others_have_built_on_stays(work: Work) -> None:
    panel = a_panel(work)
    ana, eva = a_seat(work, panel), a_seat(work, panel)
    thread = a_thread(work, panel, ana)
    alone, answered = a_post(work, ana, thread), a_post(work, ana, thread)
    answer = a_post(work, eva, thread, parent=answered)
    delete(work, ana, thread, alone)

    with pytest.raises(Refused, match="Others build on this post"):
        delete(work, ana, thread, answered)

    delete(work, eva, thread, answer)
    delete(work, ana, thread, answered)  # nobody builds on it any more


def test_a_thread_keeps_the_post_that_it_begins_with(work: Work) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel)
    thread = a_thread(work, panel, ana)
    first = find_post(work, thread, 1)
    edit(work, ana, thread, first)

    with pytest.raises(Refused):
        delete(work, ana, thread, first)


@pytest.mark.parametrize("act", [edit, delete])
def test_what_is_hidden_is_neither_changed_nor_taken_back(work: Work, act: Act) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)
    thread = a_thread(work, panel)
    post = a_post(work, ana, thread)
    hide(work, mo, thread, post)

    with pytest.raises(Refused, match="hidden"):
        act(work, ana, thread, post)

    unhide(work, mo, thread, post)
    act(work, ana, thread, post)


def test_what_is_hidden_is_not_answered(work: Work) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)
    thread = a_thread(work, panel)
    post = a_post(work, ana, thread)
    a_post(work, ana, thread, parent=post)
    hide(work, mo, thread, post)

    for actor in (ana, mo):
        with pytest.raises(Refused):
            a_post(work, actor, thread, parent=post)


@pytest.mark.parametrize("act", [edit, delete])
def test_who_may_no_longer_reply_no_longer_changes_what_was_said(work: Work, act: Act) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)
    thread = a_thread(work, panel, mo)
    mine, theirs = a_post(work, ana, thread), a_post(work, mo, thread)
    threads.close(work, mo, thread, words(""))

    with pytest.raises(Refused, match="closed"):
        act(work, ana, thread, mine)

    act(work, mo, thread, theirs)
    threads.reopen(work, mo, thread)
    act(work, ana, thread, mine)
