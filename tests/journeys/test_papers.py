"""Papers on their way: begun in a thread, named, compared, consulted on, adopted, restored."""

import re

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Kind, Role
from panel.papers.models import Stage
from tests.factories import a_post, a_thread
from tests.journeys.acts import chooses, one_way, path_of
from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound
from tests.journeys.paperwork import WORDS, a_desk

pytestmark = pytest.mark.journey
TITLE = "Cover for those who begin to work"


def changes(page: Page, step: str) -> None:
    """Open what can be changed about a paper, and choose a step."""
    page.locator("details.moderate > summary").click()
    page.get_by_role("link", name=step).click()
    assert_sound(page)


@one_way
def test_a_paper_begins_in_a_thread_and_cites_a_post_of_it(house: House) -> None:
    panel, [ana, beto, rita] = house.panel(Role.MEMBER, Role.MEMBER, Role.READER)
    with house.work() as work:
        thread = a_thread(work, panel, ana, title="Who pays first?")
        a_post(work, beto, thread, "We pay it, and are paid back.")
    page, register = house.tab(ana, path_of(panel, thread)), f"/p/{panel.slug}/papers"
    reads = house.tab(rita, path_of(panel, thread))
    expect(reads.get_by_role("link", name="Start a paper from this thread")).to_be_hidden()
    reads.goto(register)
    expect(reads.locator("[data-empty]")).to_be_visible()
    assert_sound(reads)

    chooses(page, 2, "cite")
    expect(page.locator(".cited-post")).to_contain_text("We pay it")
    expect(page.locator(".empty")).to_contain_text("No paper is being written just now")
    assert_sound(page)
    page.get_by_role("link", name="Start a paper from this thread").click()
    expect(page.locator(".sources")).to_contain_text("Who pays first?")
    page.get_by_role("button", name="Begin to write").click()
    expect(page.locator("#title-wrong")).to_be_visible()
    assert_sound(page)
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("button", name="Begin to write").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator(".outline")).to_contain_text("Who pays first?")
    assert_sound(page)
    expect(reads.locator("#rows > li")).to_contain_text(TITLE)
    assert_equals_reload(reads)

    page.goto(path_of(panel, thread))
    expect(page.locator(".context")).to_contain_text(TITLE)
    chooses(page, 2, "cite")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("link", name="[Member 2, post 2]")).to_be_visible()


@one_way
def test_nothing_is_cited_where_it_would_lead_to_what_is_not_there(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana, kind=Kind.MEMBERS, title="Among ourselves")
    a_desk(house, panel, ana)
    page = house.tab(ana, path_of(panel, thread), viewport=PHONE)

    chooses(page, 1, "cite")

    expect(page.locator(".choice")).to_contain_text("so it is not cited here")
    expect(page.locator(".choice a")).to_have_count(0)
    assert_sound(page)


def test_a_moderator_takes_it_from_draft_to_adoption(house: House) -> None:
    panel, [mo, ana, rita] = house.panel(Role.MODERATOR, Role.MEMBER, Role.READER)
    desk = a_desk(house, panel, ana)
    page, reads = house.tab(mo, desk.path), house.tab(rita, desk.path, viewport=PHONE)
    list_ = house.tab(rita, f"/p/{panel.slug}/papers")
    expect(reads.locator(".doc")).to_contain_text(WORDS[0])

    it_is_named_and_compared(page, desk.path)
    desk.becomes(*WORDS[:2], "Each society publishes every month what became of it.")
    what_changed_is_legible(page, desk.path)

    page.goto(desk.path)
    changes(page, "Open the consultation…")
    expect(page.locator(".explained")).to_contain_text("From now on nobody writes in the text.")
    page.get_by_role("button", name="Open the consultation").click()
    expect(page.locator("#version_name-wrong")).to_be_visible()
    page.get_by_label("Name of the version").fill("For consultation")
    page.get_by_role("button", name="Open the consultation").click()
    expect(page.locator(".paper-state")).to_contain_text("In consultation")
    for watching in (reads, list_):
        expect(watching.locator(".state").first).to_have_text("In consultation")
        assert_equals_reload(watching)

    changes(page, "Record the adoption…")
    expect(page.locator("main form")).to_contain_text("It stands on v2")
    page.get_by_role("button", name="Record the adoption").click()
    for field in ("adopted_on", "meeting", "wording"):
        expect(page.locator(f"#{field}-wrong")).to_be_visible()
    assert_sound(page)
    page.get_by_label("Day of the adoption").fill("2026-05-04")
    page.get_by_label("Meeting").fill("Third assembly, Bogotá")
    page.get_by_label("Wording of the decision").fill("The panel adopts it, unanimously.")
    page.get_by_role("button", name="Record the adoption").click()
    for watching in (page, reads):
        expect(watching.locator(".paper-state")).to_contain_text("Adopted")
        watching.locator(".stages summary").click()
        expect(watching.locator(".adoption")).to_contain_text("The panel adopts it, unanimously.")
        expect(watching.locator(".adoption")).to_contain_text("Third assembly, Bogotá")
        assert_sound(watching)
    expect(list_.locator(".state").first).to_have_text("Adopted")
    assert_equals_reload(list_)
    assert_sound(list_)


def it_is_named_and_compared(page: Page, path: str) -> None:
    """The state as it is gets a name, once."""
    page.goto(f"{path}/versions")
    assert_sound(page)
    page.get_by_role("button", name="Name this version").click()
    expect(page.locator("#name-wrong")).to_be_visible()
    page.get_by_label("Name the text as it is now").fill("First draft")
    page.get_by_role("button", name="Name this version").click()
    expect(page.locator(".version h2")).to_have_text("v1, First draft")
    assert_sound(page)
    short = page.locator(".hash summary code").inner_text().rstrip("…")
    page.locator(".hash summary").click()
    expect(page.locator(".hash details > code")).to_have_text(
        re.compile(rf"^{short}[0-9a-f]{{52}}$")
    )
    assert_sound(page)


def what_changed_is_legible(page: Page, path: str) -> None:
    """By words and lines, not by colour; also by ear."""
    page.goto(f"{path}/versions")
    page.get_by_role("link", name="What has changed since then").click()
    changed = page.locator(".change--changed")
    expect(changed).to_contain_text("Changed")
    expect(changed.locator("ins")).to_contain_text("[added: ")
    assert (
        changed.locator("ins").first.evaluate("(one) => getComputedStyle(one).textDecorationLine")
        == "underline"
    )
    assert (
        changed.locator("del").first.evaluate("(one) => getComputedStyle(one).textDecorationLine")
        == "line-through"
    )
    assert_sound(page)


@one_way
def test_a_version_is_restored_and_nothing_is_lost(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    desk = a_desk(house, panel, ana, "As it was.")
    page = house.tab(ana, f"{desk.path}/versions")
    page.get_by_label("Name the text as it is now").fill("First draft")
    page.get_by_role("button", name="Name this version").click()
    desk.becomes("As it is now.")
    other = house.tab(beto, desk.path)
    expect(other.locator(".doc")).to_contain_text("As it is now.")

    page.get_by_role("link", name="v1, First draft").click()
    page.locator("details.moderate > summary").click()
    expect(page.locator(".moderate__acts")).to_contain_text("for everybody who writes in it")
    assert_sound(page)
    page.get_by_role("button", name="Restore this version").click()

    expect(other.locator(".doc")).to_contain_text("As it was.")
    page.goto(f"{desk.path}/versions")
    expect(page.locator(".version h2").first).to_have_text("v2, Before going back to v1")


@one_way
def test_the_register_shows_what_its_reader_chose_and_keeps_to_it(house: House) -> None:
    panel, [mo, ana, rita] = house.panel(Role.MODERATOR, Role.MEMBER, Role.READER)
    desk = a_desk(house, panel, ana)
    drafts = house.tab(rita, f"/p/{panel.slug}/papers?filter=written")
    consulted = house.tab(rita, f"/p/{panel.slug}/papers?filter=consulted", viewport=PHONE)
    everything = house.tab(rita, f"/p/{panel.slug}/papers")
    expect(drafts.locator("#rows > li")).to_have_count(1)
    expect(consulted.locator("[data-empty]")).to_be_visible()
    another = a_desk(house, panel, ana)
    expect(everything.locator("[data-pill]")).to_have_text("1 paper with news")

    desk.moves(mo, Stage.CONSULTATION)
    desk.commented(ana, 0, "A comment")

    row, other = f"#paper-row-{desk.name}", f"#paper-row-{another.name}"
    expect(consulted.locator(row)).to_contain_text("One comment")
    expect(consulted.locator(other)).to_have_count(0)
    expect(drafts.locator(row)).to_have_count(0)
    for page in (drafts, consulted, everything):
        assert_equals_reload(page)
        assert_sound(page)
