"""The screens of papers and their comments, as pictures: sound in each size, light and role."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from panel.discussion.models import Thread
from panel.papers.models import Paper, Stage
from tests.journeys.gallery import SLUG, Gallery
from tests.journeys.house import PHONE
from tests.journeys.table import EDITABLE, WRITTEN
from tests.journeys.test_screens import demo, gallery

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("screens")]
__all__ = ["demo", "gallery"]  # the demo's panel, and its house


def paper(gallery: Gallery, stage: Stage) -> str:
    """Find the demo's paper of a stage; give its address."""
    with gallery.house.app.app_context(), gallery.house.workshop.open_reading() as reading:
        found = reading.session.scalars(select(Paper).where(Paper.stage == stage)).first()
        assert found
        return f"/p/{SLUG}/papers/{found.public_id}"


def is_arranged(page: Page) -> Page:
    """Wait until the text is live and its comments stand beside it."""
    expect(page.locator("[data-here] > li").first).to_be_visible()
    expect(page.locator(".doc")).not_to_be_empty()
    return page


@pytest.mark.parametrize("who", ["amparo", "maelle", "nelly"])
def test_a_paper_in_each_role(gallery: Gallery, who: str) -> None:
    page = is_arranged(gallery.opens(who, paper(gallery, Stage.CONSULTATION)))
    gallery.hangs(page, f"paper-{who}", page.locator("#comments > .remark").first)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.locator(".remark-marks button").first.click()
    expect(page.locator("#remarks-title")).to_be_focused()
    gallery.hangs(page, f"paper-drawer-{who}", page.locator("#document"))


def test_a_draft_that_two_are_writing(gallery: Gallery) -> None:
    path = paper(gallery, Stage.DRAFT)
    page, other = (is_arranged(gallery.opens(who, path)) for who in ("yurleidy", "hernando"))
    for one, place in ((page, 1), (other, 2)):
        expect(one.locator(EDITABLE)).to_be_visible()
        one.locator(f"{EDITABLE} > p").nth(place).click()
    expect(page.locator(".caret").first).to_be_visible()
    gallery.hangs(page, "paper-draft", page.locator(".caret").first)
    watcher = is_arranged(gallery.opens("nelly", path))
    expect(watcher.locator(f"{WRITTEN}[contenteditable=false]")).to_be_visible()
    gallery.hangs(watcher, "paper-draft-nelly")


def test_a_comment_being_written(gallery: Gallery) -> None:
    page = is_arranged(gallery.opens("maelle", paper(gallery, Stage.CONSULTATION)))
    page.get_by_role("button", name="Comment", exact=True).click()
    page.locator("#remark-form button[type=submit]").click()
    expect(page.locator("#remark-wrong")).to_be_visible()
    gallery.hangs(page, "paper-remark", page.locator("#document"))


def test_comments_on_a_page_of_their_own_and_the_thread_of_one(gallery: Gallery) -> None:
    page = gallery.opens("yurleidy", f"{paper(gallery, Stage.ADOPTED)}/comments")
    expect(page.locator("#comments-gone > li").first).to_be_visible()
    gallery.hangs(page, "paper-comments")
    page.locator(".remark__foot a").first.click()
    gallery.hangs(page, "thread-about")


def test_the_register_and_a_new_paper(gallery: Gallery) -> None:
    page = gallery.opens("yurleidy", "papers")
    gallery.hangs(page, "papers")
    page.goto(f"/p/{SLUG}/papers?filter=ended")
    gallery.hangs(page, "papers-none")
    with gallery.house.app.app_context(), gallery.house.workshop.open_reading() as reading:
        thread = reading.session.scalars(select(Thread).where(Thread.about.is_(None))).first()
        assert thread
    page.goto(f"/p/{SLUG}/papers/new?from={thread.public_id}")
    gallery.hangs(page, "papers-new")
    page.goto(f"/p/{SLUG}/threads/{thread.public_id}/posts/1/citing")
    gallery.hangs(page, "papers-citing")


def test_versions_and_what_differs(gallery: Gallery) -> None:
    adopted = paper(gallery, Stage.ADOPTED)
    page = gallery.opens("amparo", f"{adopted}/versions")
    page.locator(".hash summary").first.click()
    gallery.hangs(page, "versions")
    page.goto(f"{adopted}/versions/1")
    page.locator(".digest summary").click()
    gallery.hangs(page, "version", page.locator(".digest"))
    page.goto(f"{adopted}/compare?old=1&new=2")
    gallery.hangs(page, "versions-compared", page.locator(".change--changed").first)
    page.goto(f"{paper(gallery, Stage.DRAFT)}/changes")
    gallery.hangs(page, "versions-changes")


def test_steps(gallery: Gallery) -> None:
    page = gallery.opens("amparo", f"{paper(gallery, Stage.DRAFT)}/stage?to=consultation")
    gallery.hangs(page, "stage-consultation")
    page.goto(f"{paper(gallery, Stage.CONSULTATION)}/stage?to=adopted")
    page.locator("main form .btn--main").click()
    expect(page.locator(".field--wrong")).to_have_count(3)
    gallery.hangs(page, "stage-adopted-wrong")
    page.goto(paper(gallery, Stage.ADOPTED))
    page.locator(".stages summary").click()
    gallery.hangs(page, "stage-line", page.locator(".stages"))


def test_a_title_without_a_space_stays_on_every_page(gallery: Gallery) -> None:
    page = gallery.opens("amparo", "papers/new")
    page.locator("#title").fill("Mancomunidad" * 13)
    page.locator("form button[type=submit].btn--main").click()
    is_arranged(page)
    gallery.hangs(page, "paper-long-words")
    at = page.url
    for part in ("versions", "exports?version=", "comments", "stage?to=consultation"):
        page.goto(f"{at}/{part}")
        gallery.hangs(page, f"paper-long-words-{part.partition('?')[0]}")
