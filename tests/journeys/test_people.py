"""Seats, groups and invitations as they change, also for those who have a page open just then."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from panel.membership.actions.groups import join_group, leave_group
from panel.membership.actions.invitations import Offer, invite
from panel.membership.actions.panels import Entry
from panel.membership.actors import Actor
from panel.membership.models import Invitation, Kind, Role
from tests.factories import a_group, a_thread, again, the_seat
from tests.journeys.acts import chooses, credentials, is_live, meanwhile, path_of, post
from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound

pytestmark = pytest.mark.journey


def invited(house: House, moderator: Actor, **change: object) -> str:
    """Invite somebody, and let something become of the invitation; give the address of its link."""
    with house.work() as work:
        offer = Offer("Nora", Role.MEMBER, Entry("Mutual Norte"), 7)
        token = invite(work, again(work, moderator), offer)
        invitation = work.session.query(Invitation).order_by(Invitation.id.desc()).first()
        assert invitation
        for name, value in change.items():
            setattr(invitation, name, value)
    return f"/invitations/{token}"


def comes(page: Page, link: str, email: str) -> None:
    """Take the seat that a link offers."""
    page.goto(link)
    page.get_by_label("Your name").fill("Nora Vega")
    page.locator("#email").fill(email)
    page.locator("#password").fill("una mesa bien puesta")
    page.get_by_role("button", name="Take the seat").click()


def test_an_invitation_serves_once_and_says_why_it_does_not_serve(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    with house.work() as work:
        now = work.at
    link = invited(house, mo)
    late = invited(house, mo, created_at=now - timedelta(8), expires_at=now - timedelta(1))
    guest = house.tab(None, link, viewport=PHONE)
    assert_sound(guest)
    guest.get_by_role("button", name="Take the seat").click()
    expect(guest.locator("#email-wrong")).to_be_visible()
    expect(guest.locator("#password-wrong")).to_contain_text("at least ten characters")
    expect(guest.locator("#name")).to_have_value("Nora")  # as the moderator wrote it
    assert_sound(guest)

    comes(guest, link, f"nora-{panel.slug}@mesa.example")
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Nora")
    thief = house.tab(None, link)
    expect(thief.locator("main")).to_contain_text("already been used")
    assert_sound(thief)
    thief.goto(late)
    expect(thief.locator("main")).to_contain_text("This invitation has expired")
    assert_sound(thief)
    thief.goto("/invitations/never-made")
    expect(thief.locator("main")).to_contain_text("This link opens nothing")
    assert_sound(thief)


def test_an_invitation_taken_back_is_refused_to_who_has_it_open(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    link = invited(house, mo)
    guest = house.tab(None, link)
    guest.get_by_label("Your name").fill("Nora")
    guest.locator("#email").fill(f"too-late-{panel.slug}@mesa.example")
    guest.locator("#password").fill("una mesa bien puesta")

    moderator = house.tab(mo, f"/p/{panel.slug}/invitations")
    moderator.get_by_role("button", name="Take it back").click()
    expect(moderator.locator(".letters")).to_contain_text("taken back")
    assert_sound(moderator)
    guest.get_by_role("button", name="Take the seat").click()

    expect(guest.locator("main")).to_contain_text("has been taken back")
    assert_sound(guest)
    moderator.goto(f"/p/{panel.slug}/people")
    expect(moderator.locator("main")).not_to_contain_text("Nora")


def test_somebody_joins_a_working_group_and_leaves_it_with_pages_open(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    moderator = house.tab(mo, f"/p/{panel.slug}/people")
    lists = house.tab(ana, f"/p/{panel.slug}/threads")
    expect(lists.locator("[data-empty]")).to_be_visible()

    # a moderator makes a group, and a thread in it
    moderator.get_by_text("Set up a working group").click()
    moderator.locator("#group-name").fill("Youth <i>and</i> work")
    assert_sound(moderator)
    moderator.get_by_role("button", name="Set up the group").click()
    expect(moderator.get_by_role("heading", name="Youth <i>and</i> work")).to_be_visible()
    moderator.goto(f"/p/{panel.slug}/threads/new")
    moderator.get_by_label("What it is about").fill("First jobs")
    moderator.get_by_role("radio", name="Youth <i>and</i> work").check()
    moderator.get_by_label("The first post").fill("Who is twenty here?")
    moderator.get_by_role("button", name="Open the thread").click()
    expect(moderator.get_by_text("Only the working group Youth <i>and</i> work")).to_have_count(2)
    assert lists.request.get(moderator.url).status == 404
    assert_sound(moderator)

    # who is taken in finds the thread, without asking for the page again
    moderator.goto(f"/p/{panel.slug}/people")
    moderator.get_by_text("Take somebody in").click()
    moderator.get_by_label("Who", exact=True).select_option(label="Member 2, House 2")
    moderator.get_by_role("button", name="Take in").click()
    expect(moderator.locator("[id^=group-] .persons")).to_contain_text("Member 2")
    assert_sound(moderator)
    expect(lists.get_by_role("link", name="First jobs")).to_be_visible()
    assert_equals_reload(lists)
    thread = house.context(ana, viewport=PHONE).new_page()
    lists.get_by_role("link", name="First jobs").click()
    thread.goto(lists.url)
    is_live(thread, ana)
    assert_sound(thread)

    # who leaves is told so where she is writing, and keeps her words
    thread.locator("#composer textarea").fill("I was just about to say")
    lists.goto(f"/p/{panel.slug}/people")
    lists.get_by_role("button", name="Leave the group").click()
    expect(lists.locator("main")).not_to_contain_text("Youth")
    expect(thread.get_by_role("heading", level=1)).to_have_text("You can no longer read this.")
    expect(thread.locator(".unsent .notice")).to_contain_text("copy them if you need them")
    expect(thread.locator(".unsent textarea")).to_have_value("I was just about to say")
    expect(thread.locator("[data-announce]")).to_contain_text("You can no longer read this.")
    expect(thread.locator("#posts > li")).to_have_count(0)
    for words in ("Who is twenty here?", "First jobs", "Moderator 1"):
        assert words not in thread.locator("main").inner_text()
    assert_sound(thread)
    assert lists.request.get(thread.url).status == 404


@pytest.mark.parametrize("page_of", ["/threads", ""], ids=["list", "home"])
def test_list_and_home_follow_who_belongs_to_a_group(house: House, page_of: str) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    with house.work() as work:
        group = a_group(work, panel, ana)
        a_thread(work, panel, mo, title="For everybody")
        thread = a_thread(work, panel, mo, kind=Kind.GROUP, group=group, title="Only for the group")
    page = house.tab(ana, f"/p/{panel.slug}{page_of}")
    secret = page.get_by_role("link", name="Only for the group").first
    expect(secret).to_be_visible()

    with house.work() as work:
        work.session.add(group)
        leave_group(work, again(work, mo), group, the_seat(work, ana))
    expect(secret).to_have_count(0)
    expect(page.get_by_role("link", name="For everybody").first).to_be_visible()
    assert "Only for the group" not in page.locator("main").inner_text()
    assert_sound(page)

    with house.work() as work:
        work.session.add(group)
        join_group(work, again(work, mo), group, the_seat(work, ana))
    expect(secret).to_be_visible()
    meanwhile(house, mo, thread, "Welcome back")
    assert_equals_reload(page)


def test_the_last_moderator_cannot_leave(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    page = house.tab(mo, f"/p/{panel.slug}/people")
    own = page.locator("li", has_text="(you)").last
    own.locator("summary").click()
    assert_sound(page)
    own.get_by_role("button", name="Leave the panel").click()
    expect(page.locator("main")).to_contain_text("A panel always has a moderator.")
    assert_sound(page)

    page.goto(f"/p/{panel.slug}/people")
    own.locator("summary").click()
    own.get_by_label("Takes part as").select_option("member")
    own.get_by_role("button", name="Change the role").click()
    expect(page.locator("main")).to_contain_text("A panel always has a moderator.")

    page.goto(f"/p/{panel.slug}/people")
    other = page.locator("li", has_text="Member 2").last
    other.locator("summary").click()
    other.get_by_label("Takes part as").select_option("moderator")
    other.get_by_role("button", name="Change the role").click()
    own.locator("summary").click()
    own.get_by_role("button", name="Leave the panel").click()
    expect(page.locator("main")).to_contain_text("You have no seat in a panel at the moment.")
    assert_sound(page)
    assert page.request.get(f"/p/{panel.slug}").status == 404
    assert house.tab(ana, f"/p/{panel.slug}/invitations").locator("#for_name").is_visible()


def test_a_fact_recorded_by_the_command_line_reaches_an_open_tab(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    email = credentials(house, ana)
    with house.work() as work:
        thread = a_thread(work, panel, beto)
    page = house.tab(ana, path_of(panel, thread))
    is_live(page, ana)
    post(page, 1).locator(".act-more").click()
    expect(page.locator("#post-menu [data-act=link]")).to_be_visible()
    expect(page.locator("#post-menu [data-act=hide]")).to_be_hidden()
    page.keyboard.press("Escape")

    house.server.run("appoint", panel.slug, email)

    expect(page.locator("body[data-may~=moderate]")).to_have_count(1)
    expect(page.locator("details.moderate")).to_be_visible()
    chooses(page, 1, "hide")
    page.locator("#hide-reason").fill("A trial.")
    page.locator("#dialog-hide button[type=submit]").click()
    expect(post(page, 1)).to_contain_text("A trial.")
    meanwhile(house, beto, thread, "And then?")
    expect(page.locator("[id^=thread-count-]")).to_have_text("1 post")
    assert_equals_reload(page)
    assert_sound(page)
