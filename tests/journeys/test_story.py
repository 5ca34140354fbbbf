"""The story that the first stage has to carry, told by people in browsers of their own."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound, posts

pytestmark = pytest.mark.journey
PASSWORD = "una mesa bien puesta"  # noqa: S105  # of invented people on a test server


def comes_by(house: House, link: str, name: str, email: str, **options: object) -> Page:
    """Come in by an invitation, with an account of one's own."""
    page = house.context(**options).new_page()  # type: ignore[arg-type]
    page.goto(link)
    assert link.rsplit("/", 1)[1] not in page.url  # the secret is gone from the address
    assert_sound(page)
    page.get_by_label("Your name").fill(name)
    page.get_by_label(re.compile("mail")).fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form .btn--main").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split()[0])
    return page


def invites(moderator: Page, panel: str, name: str, role: str, house: str) -> str:
    """Invite somebody, and read the link that is shown once."""
    moderator.goto(f"/p/{panel}/invitations")
    moderator.get_by_label("Who it is for").fill(name)
    moderator.get_by_role("radio", name=role, exact=False).check()
    summary = moderator.get_by_text("It is not in the list yet")
    known = moderator.locator("#organisation option", has_text=house)
    if known.count():
        moderator.locator("#organisation").select_option(label=house)
    else:
        if not moderator.locator("[name=new_organisation]").is_visible():
            summary.click()
        moderator.locator("[name=new_organisation]").fill(house)
    moderator.locator("main form .btn--main").first.click()
    return moderator.locator("#link").input_value()


@dataclass
class Table:
    """The people of the story, each with a page of their own, and the address of their panel."""

    slug: str
    moderator: Page
    ana: Page
    beto: Page
    cleo: Page
    rita: Page

    @property
    def others(self) -> list[Page]:
        """Everybody but the moderator."""
        return [self.ana, self.beto, self.cleo, self.rita]


GUESTS = {
    "Ana Ruiz": ("Member", "Mutual Uno"),
    "Beto Lara": ("Member", "Mutual Dos"),
    "Cleo Duval": ("Observer who comments", "The Network"),
    "Rita Sol": ("Observer who reads", "The Network"),
}
QUESTION = "Who pays the first contribution?"


def test_a_panel_discusses_live(house: House) -> None:
    table = everybody_comes(house)
    thread = a_thread_appears(table)
    they_reply_in_branches(table)
    what_is_for_members_is_not_there_for_observers(table)
    the_moderator_hides_a_post(table, thread)
    the_commenter_becomes_a_reader(table)
    the_thread_is_closed_with_its_conclusion(table)


def everybody_comes(house: House) -> Table:
    """An operator opens a panel and appoints a moderator, who invites four people by link."""
    slug = f"story-{house.server.port}"
    house.server.run(
        *("open", slug, "--name", "Mesa de prueba", "--place", "Colombia", "--language", "en")
    )
    printed = house.server.run("appoint", slug, f"mo-{slug}@mesa.example", "--name", "Mo Pardo")
    moderator = comes_by(house, printed.split()[-1], "Mo Pardo", f"mo-{slug}@mesa.example")
    assert_sound(moderator)
    links = {name: invites(moderator, slug, name, *as_what) for name, as_what in GUESTS.items()}
    assert_sound(moderator)
    pages = [
        comes_by(
            house,
            link,
            name,
            f"{name.split()[0]}-{slug}@mesa.example",
            viewport=PHONE if name == "Beto Lara" else None,
        )
        for name, link in links.items()
    ]
    return Table(slug, moderator, *pages)


def a_thread_appears(table: Table) -> str:
    """A member starts a thread, and the others see it appear."""
    watching = [table.beto, table.cleo, table.rita]
    for page in watching:
        page.goto(f"/p/{table.slug}/threads")
        expect(page.locator("[data-empty]")).to_be_visible()
        assert_sound(page)

    ana = table.ana
    ana.goto(f"/p/{table.slug}/threads/new")
    ana.get_by_label("What it is about").fill(QUESTION)
    ana.get_by_label("The first post").fill("In our five societies we see **always** the same.")
    assert_sound(ana)
    ana.get_by_role("button", name="Open the thread").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text(QUESTION)

    for page in watching:
        page.get_by_role("link", name=QUESTION).click()
        expect(page.locator("#posts .prose")).to_have_count(1)
    table.moderator.goto(ana.url)
    return ana.url


def they_reply_in_branches(table: Table) -> None:
    """They watch each other type, and reply; the reader follows live and has no composer."""
    ana, beto, cleo, rita = table.others
    beto.locator(".act-answer").first.click()
    beto.locator("#composer textarea").press_sequentially("We do, with a fund.", delay=20)
    expect(rita.locator("[data-typing]")).to_contain_text("Beto Lara")
    beto.locator("#composer button[type=submit]").click()
    cleo.locator("#composer textarea").fill("May we quote this in the module?")
    cleo.locator("#composer button[type=submit]").click()

    expect(rita.locator("#composer")).to_be_hidden()
    expect(rita.locator(".standing--reader")).to_be_visible()
    for page in (ana, beto, cleo, rita, table.moderator):
        expect(page.locator("[id^=thread-count-]")).to_have_text("3 posts")
        assert_equals_reload(page)
        assert_sound(page)
    assert posts(rita)[1:] == ["We do, with a fund.", "May we quote this in the module?"]
    expect(rita.locator("#posts > li").nth(1)).to_have_attribute("data-depth", "2")
    expect(rita.locator("#posts > li").nth(2)).to_contain_text("Observer")


def what_is_for_members_is_not_there_for_observers(table: Table) -> None:
    """A thread for members only does not exist for the observers."""
    ana = table.ana
    ana.goto(f"/p/{table.slug}/threads/new")
    ana.get_by_label("What it is about").fill("Among ourselves")
    ana.get_by_role("radio", name="Members only").check()
    ana.get_by_label("The first post").fill("Only for members.")
    ana.get_by_role("button", name="Open the thread").click()
    expect(ana.get_by_text("Only members and moderators read this.").first).to_be_visible()

    assert table.beto.request.get(ana.url).status == 200
    for page in (table.cleo, table.rita):
        assert page.request.get(ana.url).status == 404
        assert "Among ourselves" not in page.request.get(f"/p/{table.slug}/threads").text()


def the_moderator_hides_a_post(table: Table, thread: str) -> None:
    """Its place and the reason stay; the words are gone from every open page but hers."""
    moderator = table.moderator
    table.ana.goto(thread)
    moderator.locator("#posts > li").nth(1).locator(".act-more").click()
    moderator.locator("#post-menu [data-act=hide]").click()
    expect(moderator.locator("#dialog-hide")).to_be_visible()
    assert_sound(moderator)
    moderator.locator("#hide-reason").fill("It names a person.")
    moderator.locator("#dialog-hide button[type=submit]").click()

    for page in table.others:
        expect(page.locator("#posts .trace")).to_contain_text("It names a person.")
        assert "with a fund" not in page.content()
        assert_sound(page)
    expect(moderator.locator("#posts > li").nth(1)).to_contain_text("with a fund")
    assert_sound(moderator)


def the_commenter_becomes_a_reader(table: Table) -> None:
    """At once the composer is gone from the open tab, and the unsent words stay to be copied."""
    cleo = table.cleo
    expect(cleo.locator("#composer")).to_be_visible()
    cleo.locator("#composer textarea").fill("Unsent words of mine")
    people = table.moderator.context.new_page()
    people.goto(f"/p/{table.slug}/people")
    row = people.locator("li", has_text="Cleo Duval").last
    row.locator("summary").click()
    choice = row.locator("select[name=role]")
    choice.select_option("reader")
    row.locator("form", has=people.locator("select[name=role]")).locator("button").click()

    expect(cleo.locator("#composer button[type=submit]")).to_be_hidden()
    kept = cleo.locator("textarea[readonly]").first
    expect(kept).to_have_value("Unsent words of mine")
    assert_sound(cleo)


def the_thread_is_closed_with_its_conclusion(table: Table) -> None:
    """Everybody sees at once what it came to, and nobody but moderators can add to it."""
    moderator = table.moderator
    moderator.locator("details.moderate > summary").click()
    moderator.get_by_role("button", name="Close the thread…").click()
    moderator.locator("#close-conclusion").fill("A **guarantee** is asked for.")
    assert_sound(moderator)
    moderator.locator("#dialog-close button[type=submit]").click()

    for page in table.others:
        conclusion = page.locator("[id^=thread-conclusion-]")
        expect(conclusion).to_contain_text("A guarantee is asked for.")
        expect(page.locator("[id^=thread-state-]")).to_contain_text("Closed")
        expect(page.locator("#composer button[type=submit]")).to_be_hidden()
        assert_equals_reload(page)
        assert_sound(page)
