"""What people do in a browser, in the words of the stories; and journeys that go one way only."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from panel.discussion.models import Thread
from panel.discussion.queries import posts as posts_of
from panel.discussion.queries import threads as threads_of
from panel.identity.models import Person
from panel.identity.passwords import hashed
from panel.membership.actors import Actor
from panel.membership.models import Panel
from tests.factories import a_post, again
from tests.journeys.conftest import WAYS
from tests.journeys.house import House

PASSWORD = "una mesa bien puesta"  # noqa: S105  # of invented people on a test server
EVENTLET, THREADING = WAYS
# What is proven in the browser, whatever serves it, is proven on one of the ways.
one_way = pytest.mark.parametrize("way", [EVENTLET], indirect=True, scope="session")
other_way = pytest.mark.parametrize("way", [THREADING], indirect=True, scope="session")


def path_of(panel: Panel, thread: Thread) -> str:
    """Give the address of a thread."""
    return f"/p/{panel.slug}/threads/{thread.public_id}"


def credentials(house: House, who: Actor) -> str:
    """Give somebody the password of the stories; tell the address it goes with."""
    with house.work() as work:
        person = work.session.get_one(Person, who.person_id)
        person.password_hash = hashed(PASSWORD)
        return person.email


def signs_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the form of the door, and press the button."""
    page.get_by_label(re.compile("mail")).fill(email)
    page.locator("#password").fill(password)
    page.locator("main form .btn--main").click()


def meanwhile(house: House, who: Actor, thread: Thread, *words: str, to: int | None = None) -> None:
    """Let somebody say something by the second door, as if in a browser far away."""
    with house.work() as work:
        actor = again(work, who)
        found = threads_of.thread(work, actor, thread.public_id, lock=True)
        parent = posts_of.post(work, found, to) if to else None
        for one in words:
            a_post(work, actor, found, one, parent)


def is_live(page: Page, who: Actor) -> None:
    """Wait until the server counts somebody among those who are in the thread."""
    expect(page.locator("[data-here] > li", has_text=who.name)).to_have_count(1)


def post(page: Page, number: int) -> Locator:
    """Find a post by its number."""
    return page.locator(f"#posts > li[data-number='{number}']")


def says(page: Page, words: str) -> None:
    """Write something and press the button, whatever the line is like."""
    page.locator("#composer textarea").fill(words)
    page.locator("#composer button[type=submit]").click()


def has_arrived(page: Page, words: str) -> None:
    """Wait until the server has acknowledged a post of one's own."""
    expect(page.locator("#posts > li[data-number]", has_text=words)).to_have_count(1)
    expect(page.locator("#posts > li[data-waiting]", has_text=words)).to_have_count(0)


def chooses(page: Page, number: int, act: str) -> None:
    """Open the menu of a post, and choose something in it."""
    post(page, number).locator(".act-more").click()
    page.locator(f"#post-menu [data-act={act}]").click()


def moderates(page: Page, name: str) -> None:
    """Open what a moderator does with the whole thread, and choose something."""
    if page.locator("details.moderate").get_attribute("open") is None:
        page.locator("details.moderate > summary").click()
    page.get_by_role("button", name=name).click()


def row(page: Page, thread: Thread) -> Locator:
    """Find a thread in the list."""
    return page.locator(f"#thread-row-{thread.public_id}")
