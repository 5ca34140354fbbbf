"""Twenty people are invited by a list, three come; an organisation takes the seats it was given."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Role
from tests.journeys.acts import PASSWORD
from tests.journeys.house import PHONE, House, assert_sound
from tests.journeys.test_letters import WITHIN, house, letter, mailing, part, post
from tests.services.mail import Post
from tests.services.waiting import until

pytestmark = pytest.mark.journey
__all__ = ["house", "mailing", "post"]  # a house whose letters go to a real mail server
LINK = re.compile(r"http\S+(/invitations/\S+)")
NAMES = ("Abril", "Beto", "Cleo", "Dora", "Elías", "Flor", "Gil", "Hilda", "Íñigo", "Juana")


def guests(panel: str) -> Sequence[tuple[str, str]]:
    """Twenty people, with an address each that no other story uses."""
    pairs = [(f"{first} {last}", first, last) for last in ("Mora", "Peña") for first in NAMES]
    plain = str.maketrans("íñ", "in")
    return [
        (name, f"{first}.{last}.{panel}@mesa.example".lower().translate(plain))
        for name, first, last in pairs
    ]


def opened(house: House, post: Post, address: str) -> Page:
    """Open the link of a letter, in a browser of the guest's own."""
    found = LINK.search(part(letter(post, address, "A seat for you"), "plain"))
    assert found
    return house.tab(None, found[1], viewport=PHONE)


def comes(page: Page, name: str, address: str) -> None:
    """Say who one is, and take the seat."""
    page.locator("#name").fill(name)
    page.locator("#email").fill(address)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Take the seat").click()


def test_twenty_are_invited_by_a_list_and_three_come(house: House, post: Post) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    people = guests(panel.slug)
    lines = [f"{name};{address}" for name, address in people]
    broken = [*lines]
    broken[3], broken[7] = f"{people[3][0]};nobody", f"{lines[7]};Mutual;king"
    page = house.tab(mo, f"/p/{panel.slug}/invitations")
    page.get_by_role("link", name="Invite many at once").click()
    assert_sound(page)

    # the list is checked, and says of two lines what is wrong with them
    page.locator("#list").fill("\n".join(broken))
    page.locator("#organisation").select_option(index=1)
    page.get_by_role("button", name="Check the list").click()
    expect(page.locator(".checked > li")).to_have_count(20)
    expect(page.locator(".checked--wrong")).to_have_count(2)
    expect(page.locator(".checked--wrong").nth(0)).to_contain_text("not a complete e-mail address")
    expect(page.locator(".checked--wrong").nth(1)).to_contain_text("not a role")
    assert_sound(page)
    assert not [one for one in post.taken if panel.slug in str(one["To"])]

    # the others are sent; the two stay to be mended, and are sent, too
    page.get_by_role("button", name="Send 18 invitations").click()
    expect(page.get_by_role("heading", name="18 people are invited")).to_be_visible()
    expect(page.locator("#list")).to_have_value(f"{broken[3]}\n{broken[7]}")
    assert_sound(page)
    page.locator("#list").fill(f"{lines[3]}\n{lines[7]}")
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("button", name="Send 2 invitations").click()
    expect(page.get_by_role("heading", name="2 people are invited")).to_be_visible()
    wanted = {address for _name, address in people}
    until(lambda: wanted <= {str(one["To"]) for one in post.taken}, "twenty letters", 3 * WITHIN)
    assert len([one for one in post.taken if one["To"] in wanted]) == 20

    # three come, each by the own letter; one comes too late
    for name, address in people[:3]:
        guest = opened(house, post, address)
        expect(guest.locator("#name")).to_have_value(name)
        expect(guest.locator("#email")).to_have_value(address)
        assert_sound(guest)
        comes(guest, name, address)
        expect(guest.get_by_role("heading", level=1)).to_contain_text(name.split()[0])
    late = opened(house, post, people[5][1])
    page.goto(f"/p/{panel.slug}/invitations")
    page.locator(".letters > li", has_text=people[5][0]).locator("button.danger").click()
    expect(page.locator(".letters .done", has_text=people[5][0])).to_contain_text("taken back")
    comes(late, *people[5])
    expect(late.locator("main")).to_contain_text("This invitation has been taken back.")
    assert_sound(late)

    # the list tells who came, and who did not
    counts = {"All of them": 20, "Waiting": 16, "Came": 3, "Taken back": 1}
    shown = page.get_by_role("navigation", name="Choose the invitations")
    for kind, number in counts.items():
        expect(shown.get_by_role("link", name=re.compile(f"^{kind}"))).to_contain_text(str(number))
    assert_sound(page)
    shown.get_by_role("link", name=re.compile("^Came")).click()
    expect(page.locator(".letters > li")).to_have_count(3)
    for name, _address in people[:3]:
        expect(page.locator(".letters")).to_contain_text(f"{name} came by it")


def test_an_organisation_takes_the_seats_it_was_given(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    page = house.tab(mo, f"/p/{panel.slug}/invitations")
    page.get_by_role("link", name="Invite an organisation as a whole").click()
    page.get_by_text("It is not in the list yet").click()
    page.locator("[name=new_organisation]").fill("Education and Solidarity Network")
    page.locator("#seats").fill("2")
    assert_sound(page)
    page.locator("main form .btn--main").click()
    link = page.locator("#link").input_value()
    assert_sound(page)

    # two come, and have the seats
    for n in (1, 2):
        guest = house.tab(None, link)
        expect(guest.locator("main")).to_contain_text("one of the seats")
        assert_sound(guest)
        comes(guest, f"Guest {n}", f"guest{n}.{panel.slug}@mesa.example")
        expect(guest.get_by_role("heading", level=1)).to_contain_text("Guest")
        guest.goto(link)  # again, by the same link: one is led to the panel
        expect(guest).to_have_url(re.compile(f"/p/{panel.slug}$"))

    # the third is told, until there is one seat more
    third = house.tab(None, link)
    expect(third.locator("main")).to_contain_text("All the seats that this invitation offered")
    assert_sound(third)
    page.goto(f"/p/{panel.slug}/invitations")
    page.get_by_text("2 of 2 seats taken").click()
    expect(page.locator(".came")).to_contain_text("Guest 2")
    page.get_by_role("link", name="Change the seats").click()
    page.locator("#seats").fill("1")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#seats-wrong")).to_contain_text("More people than that")
    assert_sound(page)
    page.locator("#seats").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".letters")).to_contain_text("2 of 3 seats taken")
    third.goto(link)
    comes(third, "Guest 3", f"guest3.{panel.slug}@mesa.example")
    expect(third.get_by_role("heading", level=1)).to_contain_text("Guest")


def test_a_mailbox_that_is_not_there_is_told_on_the_list(house: House, post: Post) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    page = house.tab(mo, f"/p/{panel.slug}/invitations")
    page.locator("#for_name").fill("Nora Vega")
    page.locator("#address").fill(f"nora.{panel.slug}@mesa.example")
    page.locator("#organisation").select_option(index=1)
    refusals = len(post.to_recipients)
    post.to_recipients.append("550 No such mailbox here")

    page.locator("main form .btn--main").click()
    expect(page.locator(".notice")).to_contain_text("on its way")
    until(lambda: len(post.to_recipients) == refusals, "the refusal", WITHIN)
    lost = page.locator(".letters .lost")
    until(lambda: bool(page.reload()) and lost.count() == 1, "the word of it", WITHIN)

    expect(lost).to_have_text("The letter could not be delivered")
    assert_sound(page)
    page.get_by_role("button", name="Make a new link").click()
    expect(page.locator("#link")).to_be_visible()
    expect(page.locator(".letters .lost")).to_have_count(0)
