"""What the interface says of a discussion is true for whoever reads it."""

import pytest
from bs4 import BeautifulSoup

from panel.discussion.actions.posts import delete
from panel.discussion.queries.posts import post as find_post
from panel.kernel.errors import Refused
from panel.kernel.markdown import render
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Role
from tests.conftest import SCRIPT, Installation
from tests.factories import a_form, a_panel, a_post, a_seat, a_thread
from tests.pages import read


@pytest.fixture
def panel(mesa: Installation) -> Panel:
    with mesa.workshop.open_work() as work:
        return a_panel(work)


def somebody(mesa: Installation, panel: Panel, role: Role = Role.MEMBER) -> Actor:
    with mesa.workshop.open_work() as work:
        return a_seat(work, work.session.merge(panel), role)


def a_url(mesa: Installation, panel: Panel, kind: Kind = Kind.PANEL) -> str:
    """Start a thread; give the address of its page."""
    with mesa.workshop.open_work() as work:
        thread = a_thread(work, work.session.merge(panel), kind=kind)
        return f"/p/{panel.slug}/threads/{thread.public_id}"


def said(mesa: Installation, who: Actor, url: str, where: str) -> str:
    """Read what a page says in a place."""
    [place] = read(mesa.browser(who).get(url)).select(where)
    return " ".join(place.get_text().split())


def test_a_form_that_was_used_for_other_words_says_what_one_can_do(
    mesa: Installation, panel: Panel
) -> None:
    url, form = a_url(mesa, panel), a_form("first")
    browser = mesa.browser(somebody(mesa, panel))
    assert browser.post(f"{url}/posts", data=form).status_code == 303

    sent = browser.post(f"{url}/posts", data=form | {"body": "second"}, headers=SCRIPT)

    assert sent.status_code == 409
    assert sent.get_json()["message"] == (
        "Something else was already sent from this form. Your words are kept here. Look at what"
        " was published, and send them anew if they are still needed."
    )


def test_the_hint_shows_what_it_says(mesa: Installation, panel: Panel) -> None:
    ana = somebody(mesa, panel)

    hints = {
        said(mesa, ana, a_url(mesa, panel), "#body-hint"),
        said(mesa, ana, f"/p/{panel.slug}/threads/new", "#body-hint"),
    }

    [hint] = hints
    shown = BeautifulSoup(render(hint), "html.parser")
    assert [one.get_text() for one in shown.select("strong, em")] == ["bold", "italic"]
    assert "a dash before each line of a list" in hint
    assert render("- one\n- two").count("<li>") == 2
    assert "that begins with https:// becomes a link by itself" in hint
    assert 'href="https://mesa.example/"' in render("https://mesa.example/")


def test_a_closed_thread_is_said_to_be_open_to_moderators_alone(
    mesa: Installation, panel: Panel
) -> None:
    url, mo = a_url(mesa, panel), somebody(mesa, panel, Role.MODERATOR)
    ana, moderator = somebody(mesa, panel), mesa.browser(mo)

    assert "Only moderators can add to it" in said(mesa, mo, url, "#dialog-close")
    assert moderator.post(f"{url}/closing").status_code == 303

    assert "only moderators can add to it" in said(mesa, ana, url, ".standing--closed")
    assert moderator.post(f"{url}/posts", data=a_form()).status_code == 303
    assert mesa.browser(ana).post(f"{url}/posts", data=a_form()).status_code == 403


def test_the_post_that_a_thread_begins_with_is_not_said_to_be_answered(work: Work) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel)
    thread = a_thread(work, panel, ana)
    first = find_post(work, thread, 1)

    with pytest.raises(Refused, match="The thread begins with this post"):
        delete(work, ana, thread, first)

    a_post(work, a_seat(work, panel), thread, parent=first)
    with pytest.raises(Refused, match="Others build on this post"):
        delete(work, ana, thread, first)


def test_nobody_is_offered_to_delete_what_a_thread_begins_with(
    mesa: Installation, panel: Panel
) -> None:
    ana = somebody(mesa, panel)
    with mesa.workshop.open_work() as work:
        thread = a_thread(work, work.session.merge(panel), ana)
        a_post(work, ana, thread)
        url = f"/p/{panel.slug}/threads/{thread.public_id}"
    browser = mesa.browser(ana)

    assert read(browser.get(f"{url}/posts/2")).select(".about-post .btn--danger")
    assert not read(browser.get(f"{url}/posts/1")).select(".about-post .btn--danger")


@pytest.mark.parametrize(
    ("posts", "sentence"),
    [
        (1, "The conclusion takes into account the one post up to then."),
        (2, "The conclusion takes into account the 2 posts up to then."),
    ],
)
def test_a_conclusion_says_how_many_posts_it_takes_into_account(
    mesa: Installation, panel: Panel, posts: int, sentence: str
) -> None:
    url, mo = a_url(mesa, panel), somebody(mesa, panel, Role.MODERATOR)
    moderator = mesa.browser(mo)
    for _ in range(posts - 1):
        assert moderator.post(f"{url}/posts", data=a_form()).status_code == 303
    assert moderator.post(f"{url}/closing", data={"conclusion": "Agreed."}).status_code == 303
    assert moderator.post(f"{url}/posts", data=a_form("afterwards")).status_code == 303

    assert said(mesa, mo, url, ".coverage") == sentence


@pytest.mark.parametrize(
    ("role", "mine", "others"),
    [
        (Role.READER, "as a reader", "public authority"),
        (Role.AUTHORITY, "as a guest from a public authority", "as a reader"),
    ],
)
def test_who_may_not_write_is_told_so_by_role(
    mesa: Installation, panel: Panel, role: Role, mine: str, others: str
) -> None:
    who, url = somebody(mesa, panel, role), a_url(mesa, panel, Kind.VISITORS)

    sentence = said(mesa, who, url, ".standing--reader")

    assert mine in sentence
    assert others not in sentence


def test_the_reason_of_a_hidden_post_is_set_apart(mesa: Installation, panel: Panel) -> None:
    url, mo = a_url(mesa, panel), somebody(mesa, panel, Role.MODERATOR)
    hiding = {"reason": "It names somebody"}
    assert mesa.browser(mo).post(f"{url}/posts/1/hiding", data=hiding).status_code == 303

    trace = said(mesa, somebody(mesa, panel), url, ".trace")
    note = said(mesa, mo, url, ".post__note")

    assert trace.startswith("The moderators hid a post here on ")
    assert trace.endswith(". Their reason: “It names somebody”")
    assert note.endswith(" Their reason: “It names somebody” Only moderators see the text.")
