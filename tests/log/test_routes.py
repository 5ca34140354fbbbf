"""The log of a panel, as its members read it: in plain words, and as far as it is for them."""

import re
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from bs4 import BeautifulSoup

from panel.discussion.actions import posts, threads
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find_thread
from panel.log.routes import PAGE
from panel.membership.actions.groups import leave_group
from panel.membership.actions.invitations import Offer, invite, revoke
from panel.membership.actions.panels import Entry, add_organisation
from panel.membership.actions.seats import change_role, end_seat
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Role
from panel.membership.queries.invited import invitation_by, token_hash
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.factories import a_group, a_panel, a_post, a_seat, a_thread, again, the_seat, words
from tests.pages import read
from tests.papers.commented import Commented
from tests.papers.versioned import TITLE


class House:
    """A panel, and the people in it."""

    def __init__(self, mesa: Installation) -> None:
        self.mesa = mesa
        with mesa.workshop.open_work() as work:
            self.panel: Panel = a_panel(work)
            self.ana = a_seat(work, self.panel, name="Ana")
            self.eva = a_seat(work, self.panel, name="Eva")
            self.mo = a_seat(work, self.panel, Role.MODERATOR, name="Mo")
            self.rosa = a_seat(work, self.panel, Role.READER, name="Rosa")
        self.url = f"/p/{self.panel.slug}/log"

    def told(self, who: Actor, query: str = "") -> list[str]:
        """What the log tells somebody, the newest first."""
        return sentences(read(self.mesa.browser(who).get(self.url + query)))


def sentences(page: BeautifulSoup) -> list[str]:
    return [re.sub(r"\s+", " ", one.get_text()).strip() for one in page.select(".log li p")]


@pytest.fixture
def house(mesa: Installation) -> House:
    return House(mesa)


def test_what_is_done_in_a_thread_is_told_with_a_link(house: House) -> None:
    with house.mesa.workshop.open_work() as work:
        thread = a_thread(work, house.panel, house.ana, title="Roads")
        a_post(work, house.eva, thread)
    with house.mesa.workshop.open_work() as work:
        found = find_thread(work, house.mo, thread.public_id, lock=True)
        threads.pin(work, house.mo, found)
        threads.unpin(work, house.mo, found)
        threads.close(work, house.mo, found, words("Well."))
        threads.reopen(work, house.mo, found)

    told = house.told(house.rosa)

    assert told[:6] == [
        "Mo opened Roads again",
        "Mo closed Roads",
        "Mo took Roads from the top of the list",
        "Mo put Roads on top of the list",
        "Eva wrote in Roads",
        "Ana opened Roads",
    ]
    page = read(house.mesa.browser(house.rosa).get(house.url))
    links = [link["href"] for link in page.select(".log .what")]
    at = f"/p/{house.panel.slug}/threads/{thread.public_id}"
    assert links[-1] == at
    assert f"{at}/posts/2#post-{thread.public_id}-2" in links


def test_who_wrote_what_is_hidden_or_gone_is_not_told(house: House) -> None:
    with house.mesa.workshop.open_work() as work:
        thread = a_thread(work, house.panel, house.mo, title="Roads")
        a_post(work, house.ana, thread)
        a_post(work, house.eva, thread)
    assert house.told(house.rosa)[:2] == ["Eva wrote in Roads", "Ana wrote in Roads"]

    with house.mesa.workshop.open_work() as work:
        found = find_thread(work, house.mo, thread.public_id, lock=True)
        posts.hide(work, house.mo, found, find_post(work, found, 2), "It names a person.")
        posts.delete(work, house.eva, found, find_post(work, found, 3))

    for who in (house.rosa, house.mo):
        assert house.told(who)[:4] == [
            "The author of a post in Roads took it back",
            "The moderators hid a post in Roads. Their reason: “It names a person.”",
            "Somebody wrote in Roads (taken back since)",
            "Somebody wrote in Roads (hidden since)",
        ]


def test_who_opened_a_thread_that_begins_with_what_is_hidden_is_not_told(house: House) -> None:
    with house.mesa.workshop.open_work() as work:
        thread = a_thread(work, house.panel, house.ana, title="Roads")
        posts.hide(work, house.mo, thread, find_post(work, thread, 1), "")
        posts.unhide(work, house.mo, thread, find_post(work, thread, 1))
        posts.hide(work, house.mo, thread, find_post(work, thread, 1), "")

    told = house.told(house.rosa)

    assert sorted(told[:4]) == [
        "Somebody opened Roads",
        "The moderators hid a post in Roads",
        "The moderators hid a post in Roads",
        "The moderators showed a post in Roads again",
    ]


def test_an_edited_post_is_told_as_changed(house: House) -> None:
    with house.mesa.workshop.open_work() as work:
        thread = a_thread(work, house.panel, house.ana, title="Roads")
        posts.edit(work, house.ana, thread, find_post(work, thread, 1), words("B"), revision=0)

    assert "Ana changed a post in Roads" in house.told(house.rosa)[:2]


def test_what_happens_to_seats_is_told(house: House) -> None:
    with house.mesa.workshop.open_work() as work:
        add_organisation(work, house.mo, Entry("The Ministry"))
    with house.mesa.workshop.open_work() as work:
        change_role(work, house.mo, the_seat(work, house.eva), Role.READER)
    with house.mesa.workshop.open_work() as work:
        end_seat(work, house.mo, the_seat(work, house.eva))
    with house.mesa.workshop.open_work() as work:
        end_seat(work, house.ana, the_seat(work, house.ana))

    told = house.told(house.rosa)

    assert told[:4] == [
        "Ana left the table",
        "Mo ended the seat of Eva Observer",
        "Mo gave Eva Observer another role",
        "Mo put The Ministry in the directory",
    ]
    assert told[-1] == "The operator opened this panel"
    assert "Rosa Observer (Mutual) took a seat" in told


def test_invitations_are_told_to_those_who_keep_the_house(house: House) -> None:
    with house.mesa.workshop.open_work() as work:
        token = invite(work, house.mo, Offer("Guest", Role.READER, Entry("Mutual"), 7))
    with house.mesa.workshop.open_work() as work:
        revoke(work, house.mo, invitation_by(work, token_hash(token)))

    assert house.told(house.mo)[:2] == [
        "Mo took back the invitation for Guest",
        "Mo invited Guest",
    ]
    assert not [one for one in house.told(house.ana) if "Guest" in one]


def test_what_is_for_members_is_told_to_them_alone(house: House) -> None:
    with house.mesa.workshop.open_work() as work:
        a_thread(work, house.panel, house.ana, kind=Kind.MEMBERS, title="Among us")

    assert "Ana opened Among us" in house.told(house.eva)
    assert not [one for one in house.told(house.rosa) if "Among us" in one]


def test_what_is_a_groups_is_told_inside_it_alone(house: House) -> None:
    with house.mesa.workshop.open_work() as work:
        group = a_group(work, house.panel, house.ana)
        ana = again(work, house.ana)
        a_thread(work, house.panel, ana, kind=Kind.GROUP, group=group, title="Inside")
    told = house.told(house.ana)
    assert "Ana opened Inside" in told
    assert f"Keeper took Ana into the working group {group.name}" in told
    assert not [one for one in house.told(house.eva) if "Inside" in one or group.name in one]

    with house.mesa.workshop.open_work() as work:
        leave_group(work, again(work, house.ana), group, the_seat(work, house.ana))

    assert house.told(house.mo)[0] == f"Ana left the working group {group.name}"
    assert not [one for one in house.told(house.ana) if group.name in one or "Inside" in one]


def test_the_life_of_a_paper_is_told(mesa: Installation) -> None:
    folder = Commented(mesa)
    folder.names("First draft")
    comment = folder.comments(folder.ana)
    folder.answers(folder.mo, comment)
    folder.hides(comment)
    folder.retitles("Roads")
    folder.moves(Stage.CONSULTATION)
    folder.moves(Stage.DRAFT)

    page = read(mesa.browser(folder.rosa).get(f"/p/{folder.rosa.panel.slug}/log"))

    told = [one.replace("  ", " ") for one in sentences(page)]
    assert told[:9] == [
        "Ana took Roads back to drafting",
        "Ana opened the consultation on Roads",
        "Ana named version 2 of Roads: For consultation",
        "Ana gave the paper Roads its title",
        "The moderators hid a post in Roads. Their reason: “It names a person.”",
        "Ana answered a comment on Roads",
        "Somebody opened a comment on Roads",
        "Ana named version 1 of Roads: First draft",
        "Ana wrote in the text of Roads",
    ]
    assert TITLE not in page.text


def test_a_text_that_is_written_in_is_told_once_in_a_while_with_all_who_wrote(
    mesa: Installation,
) -> None:
    folder = Commented(mesa)
    with mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, folder.ana.panel_id)
        eva = a_seat(work, panel, name="Eva")
    for n in range(5):
        folder.writes(f"One {n}.")
    folder.ana = eva
    folder.writes("Eva's.")

    page = read(mesa.browser(folder.rosa).get(f"/p/{folder.rosa.panel.slug}/log"))

    [told] = [one for one in sentences(page) if "wrote in the text" in one]
    assert told == f"2 people wrote in the text of {TITLE}: Ana, Eva"


def test_older_acts_are_a_page_away_and_each_is_told_once(house: House) -> None:
    clock = count()
    at = datetime(2026, 3, 1, tzinfo=UTC)
    with house.mesa.workshop.open_work() as work:
        thread = a_thread(work, house.panel, house.mo, title="Roads").public_id
    for _ in range(PAGE):
        with house.mesa.workshop.open_work() as work:
            object.__setattr__(work, "at", at + timedelta(seconds=next(clock) // 7))
            a_post(work, house.ana, find_thread(work, house.ana, thread, lock=True))
    browser = house.mesa.browser(house.rosa)

    first = read(browser.get(house.url))
    [link] = first.select("a[rel=next]")
    second = read(browser.get(link["href"]))

    told = [*sentences(first), *sentences(second)]
    assert len(sentences(first)) == PAGE
    assert told.count("Ana wrote in Roads") == PAGE
    assert len(told) == len(house.told(house.rosa)) + len(sentences(second))
    assert not second.select("a[rel=next]")
    assert [one["href"] for one in second.select(".btn")] == [house.url]


@pytest.mark.parametrize("before", ["x", "20260301.x.y", "99.1", "."])
def test_a_key_that_is_none_begins_at_the_top(house: House, before: str) -> None:
    assert house.told(house.ana, f"?before={before}") == house.told(house.ana)


def test_whoever_sits_nowhere_finds_no_log(house: House) -> None:
    with house.mesa.workshop.open_work() as work:
        a_thread(work, house.panel, house.ana, kind=Kind.VISITORS)
        elsewhere = a_seat(work, a_panel(work), Role.MODERATOR)
        authority = a_seat(work, house.panel, Role.AUTHORITY)

    for who in (None, elsewhere, authority):
        assert house.mesa.browser(who).get(house.url).status_code == 404
    assert house.mesa.browser(house.rosa).get(house.url).status_code == 200
