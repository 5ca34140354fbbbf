"""Papers without JavaScript: read, commented on, named, compared and moved on by forms."""

import re

import pytest
from playwright.sync_api import expect

from panel.membership.models import Role
from tests.factories import a_thread
from tests.journeys.acts import one_way, path_of
from tests.journeys.house import PHONE, House
from tests.journeys.paperwork import WORDS, a_desk
from tests.journeys.test_plain import plainly

pytestmark = [pytest.mark.journey, one_way]


def test_one_reads_a_paper_and_comments_on_a_paragraph(house: House) -> None:
    panel, [ana, cleo, rita] = house.panel(Role.MEMBER, Role.COMMENTER, Role.READER)
    desk = a_desk(house, panel, ana)
    desk.commented(ana, 0, "Already there", "first day")
    page, is_sound = plainly(house, cleo, desk.path, viewport=PHONE)
    expect(page.locator(".doc")).to_contain_text(WORDS[0])
    expect(page.locator(".remark")).to_contain_text("Already there")
    is_sound()

    page.locator("#remarks").get_by_role("link", name="Comment", exact=True).click()
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#remark-block-wrong")).to_be_visible()
    expect(page.locator("#remark-wrong")).to_be_visible()
    is_sound()
    page.get_by_label("Comment on").select_option(desk.blocks()[4])
    page.get_by_label("Your comment").fill("Ninety days are few.")
    page.get_by_role("button", name="Comment", exact=True).click()
    card = page.locator(".remark", has_text="Ninety days")
    expect(card).to_contain_text("¶5")
    assert page.evaluate("location.hash") == f"#{card.get_attribute('id')}"
    is_sound()

    reads, reads_is_sound = plainly(house, rita, f"{desk.path}/comments")
    expect(reads.locator(".remark")).to_have_count(2)
    expect(reads.locator("textarea")).to_be_hidden()
    expect(reads.locator(".standing--reader")).to_be_visible()
    reads_is_sound()
    reads.get_by_role("link", name="Read and answer").first.click()
    expect(reads.locator(".about-what")).to_contain_text("first day")
    reads.locator(".about-what a").click()
    expect(reads).to_have_url(re.compile(re.escape(desk.path)))


def test_a_paper_goes_all_the_way(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana, title="Who pays first?")
    page, is_sound = plainly(house, mo, path_of(panel, thread), viewport=PHONE)
    page.get_by_role("link", name="Start a paper from this thread").click()
    page.get_by_label("Title").fill("A plain paper")
    is_sound()
    page.get_by_role("button", name="Begin to write").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A plain paper")
    is_sound()
    paper = page.url

    page.locator("details.moderate > summary").first.click()
    page.get_by_role("link", name="Open the consultation…").click()
    page.get_by_label("Name of the version").fill("For consultation")
    is_sound()
    page.get_by_role("button", name="Open the consultation").click()
    expect(page.locator(".paper-state")).to_contain_text("In consultation")
    page.goto(f"{paper}/stage?to=adopted")
    page.get_by_label("Day of the adoption").fill("2026-05-04")
    page.get_by_label("Meeting").fill("Third assembly")
    page.get_by_label("Wording of the decision").fill("It is adopted.")
    is_sound()
    page.get_by_role("button", name="Record the adoption").click()
    page.locator(".stages summary").click()
    expect(page.locator(".adoption")).to_contain_text("It is adopted.")
    is_sound()

    page.goto(f"{paper}/versions")
    is_sound()
    page.get_by_label("The newer one").select_option("")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("main")).to_contain_text("The two say the same.")
    is_sound()
    page.goto(f"{paper}/versions/1")
    is_sound()
