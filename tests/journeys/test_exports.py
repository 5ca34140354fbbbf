"""A paper leaves as a file: asked for, left alone, told of when it is ready, and fetched."""

import os
import re
import signal
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from panel.documents.actions import texts
from panel.exports.making import FAILED
from panel.jobs.models import Job
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from panel.papers.actions import papers
from panel.papers.actions.papers import Outset
from tests.exports.papers import long
from tests.factories import the_audience
from tests.jobs.site import children
from tests.journeys.house import PHONE, House, assert_sound
from tests.journeys.test_plain import plainly
from tests.services.waiting import until

pytestmark = pytest.mark.journey
TITLE = "Protección social para jóvenes"
PAGES = 60  # it takes a second or two to make


def a_paper(house: House, panel: Panel, by: Actor) -> str:
    """Write a paper of many pages; gives the address of its page."""
    with house.work() as work:
        outset = Outset(TITLE, uuid4())
        paper = papers.start(work, by, the_audience(work, panel), outset)
        texts.edit(work, paper.document, long(PAGES).content, by)
        return f"/p/{panel.slug}/papers/{paper.public_id}"


def kind(page: Page, name: str) -> Locator:
    """Find what the page of the exports says of a format."""
    return page.locator(f"#export-{name}")


def downloaded(page: Page, link: Locator) -> Path:
    """Press a link, and give the file that comes."""
    with page.expect_download() as coming:
        link.click()
    return Path(coming.value.path())


def asks(page: Page, name: str) -> None:
    """Open the menu on the page of the paper, and choose a format."""
    page.locator(".export-menu > summary").click()
    page.locator(f".export-menu button[value={name}]").click()


def test_a_moderator_asks_leaves_and_is_told_on_another_page(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    paper = a_paper(house, panel, mo)
    assert house.tab(ana, paper).locator(".export-menu").count() == 0
    page = house.tab(mo, paper)
    page.locator(".export-menu > summary").click()
    assert_sound(page)
    page.locator(".export-menu button[value=pdf]").click()
    expect(page.locator("[data-exports-said]")).to_contain_text("PDF: it is being made.")

    page.goto(f"/p/{panel.slug}/people")
    told = page.locator(".ready")
    expect(told).to_contain_text(f"“{TITLE}” is ready as PDF.")
    assert_sound(page)
    assert downloaded(page, told.get_by_role("link")).read_bytes().startswith(b"%PDF")

    expect(told).to_have_count(0)
    page.goto(f"/p/{panel.slug}/threads")
    expect(page.locator("main h1")).to_be_visible()
    assert page.locator(".ready").count() == 0


def test_what_is_being_made_is_followed_on_its_page_and_found_again(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    page = house.tab(mo, a_paper(house, panel, mo), viewport=PHONE)
    page.locator(".export-menu > summary").click()
    page.get_by_role("link", name="What has been made").click()
    assert_sound(page)

    kind(page, "pdf").get_by_role("button").click()

    expect(kind(page, "pdf").locator("progress")).to_be_visible()
    focused = page.evaluate("document.activeElement.closest('.export')?.id")
    assert focused == "export-pdf"
    assert_sound(page)
    expect(kind(page, "pdf").locator("progress[value='1']")).to_be_visible()
    expect(kind(page, "pdf")).to_contain_text("Being made: step 2 of 3")
    expect(kind(page, "pdf").get_by_role("link", name="Download")).to_be_visible()
    assert_sound(page)
    live = kind(page, "pdf").inner_text()
    page.reload()
    expect(kind(page, "pdf").get_by_role("link", name="Download")).to_be_visible()
    assert kind(page, "pdf").inner_text() == live
    link = kind(page, "pdf").get_by_role("link", name="Download")
    assert downloaded(page, link).read_bytes().startswith(b"%PDF")


def test_a_failure_says_why_and_another_try_works(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    paper = a_paper(house, panel, mo)
    page = house.tab(mo, f"{paper}/exports")
    kind(page, "pdf").get_by_role("button").click()

    kill_the_maker(house)

    expect(kind(page, "pdf")).to_contain_text(FAILED)
    expect(page.locator("[data-announce]")).to_contain_text("could not be made as PDF")
    assert_sound(page)
    page.reload()
    expect(kind(page, "pdf")).to_contain_text(FAILED)
    kind(page, "pdf").get_by_role("button", name="Try again").click()
    expect(kind(page, "pdf").locator("progress")).to_be_visible()
    expect(kind(page, "pdf").get_by_role("link", name="Download")).to_be_visible()


def test_a_failure_is_told_on_whatever_page_one_is(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    paper = a_paper(house, panel, mo)
    page = house.tab(mo, paper)
    asks(page, "pdf")
    expect(page.locator("[data-exports-said]")).to_be_visible()

    kill_the_maker(house)

    told = page.locator(".ready")
    expect(told).to_contain_text(f"“{TITLE}” could not be made as PDF.")
    told.get_by_role("link", name="See why").click()
    expect(kind(page, "pdf")).to_contain_text(FAILED)


def test_it_works_without_a_script(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    page, is_sound = plainly(house, mo, a_paper(house, panel, mo))
    asks(page, "pdf")
    expect(page).to_have_url(re.compile(r"/exports\?version=#export-pdf$"))
    expect(kind(page, "pdf").locator("progress")).to_be_visible()
    is_sound()

    link = kind(page, "pdf").get_by_role("link", name="Download")
    again = page.get_by_role("link", name="Look again")

    def ready() -> bool:
        expect(link.or_(again)).to_be_visible()
        if link.is_visible():
            return True
        again.click()
        return False

    until(ready, "the file", within=30)
    is_sound()
    assert downloaded(page, link).read_bytes().startswith(b"%PDF")


def kill_the_maker(house: House) -> None:
    """End, as a lack of memory would, the process that makes the file."""

    def makers() -> list[int]:
        with house.workshop.open_reading() as reading:
            newest = reading.session.scalars(select(Job).order_by(Job.id.desc())).first()
        held = newest.worker if newest and newest.step else ""
        return children(int(held.split(":")[1])) if held else []

    until(lambda: bool(makers()), "somebody who makes it")
    for maker in makers():
        os.kill(maker, signal.SIGKILL)
