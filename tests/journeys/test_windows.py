"""A long thread, read in windows; and whatever comes, nothing moves under the reader's eyes."""

import re

import pytest
from playwright.sync_api import Page, expect

from panel.discussion.actions.posts import hide
from panel.discussion.models import Post, Thread
from panel.discussion.queries import posts as posts_of
from panel.discussion.queries import threads as threads_of
from panel.membership.actors import Actor
from panel.membership.models import Role
from tests.factories import a_post, a_thread, again
from tests.journeys.acts import is_live, meanwhile, other_way, path_of, post
from tests.journeys.house import DESK, PHONE, House, assert_equals_reload, assert_sound

pytestmark = [pytest.mark.journey, other_way]
LONG = 130
WORDS = "What we know of it, and what we do not know. " * 6
ORDERS = {"tree": "key", "time": "number"}
# The first post that is seen below whatever sticks to the top, and where it stands.
WHERE = """() => {
  const first = [...document.querySelectorAll('#posts > li')]
    .find((one) => one.getBoundingClientRect().bottom > 80);
  return [first.id, Math.round(first.getBoundingClientRect().top)];
}"""
TOP = "(id) => Math.round(document.getElementById(id).getBoundingClientRect().top)"
STANDS = "(place) => document.querySelector(place).getBoundingClientRect().top"
CENTRED = "(one) => one.scrollIntoView({block: 'center', behavior: 'instant'})"


def a_long_thread(house: House, *, short: bool = True) -> tuple[str, Thread, list[Actor]]:
    """Let many posts be there, with branches; every third one answers the one before it."""
    panel, people = house.panel(Role.MODERATOR, Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, people[0], body="The first one")
        last: Post | None = None
        for n in range(2, LONG + 1 if short else 46):
            said = f"Post {n}" if short else f"Post {n}. {WORDS}"
            last = a_post(work, people[n % 2], thread, said, last if n % 3 == 0 else None)
    return path_of(panel, thread), thread, people


def keys(page: Page, name: str) -> list[str]:
    """Read the place of each post in its order."""
    found = page.locator("#posts > li").evaluate_all(f"all => all.map(one => one.dataset.{name})")
    return [str(one).zfill(12) if name == "number" else str(one) for one in found]


@pytest.mark.parametrize("order", ORDERS)
def test_a_permalink_opens_its_window_and_the_rest_comes_inline(house: House, order: str) -> None:
    path, thread, [_, _, ana] = a_long_thread(house)
    anchor = f"#post-{thread.public_id}-66"
    page = house.tab(ana, f"{path}/posts/66?order={order}{anchor}")
    expect(post(page, 66)).to_be_in_viewport()
    expect(post(page, 66)).to_have_class(re.compile("post-item--here"))
    assert post(page, 66).locator("article").evaluate(
        "one => getComputedStyle(one, '::before').backgroundColor"
    ) not in {"", "rgba(0, 0, 0, 0)"}
    assert len(keys(page, "key")) == 50
    assert_equals_reload(page)
    assert_sound(page)

    for name, edge in (("Earlier posts", 1), ("Later posts", LONG)):
        link = page.get_by_role("link", name=name)
        while post(page, edge).count() == 0:
            count = len(keys(page, "key"))
            link.evaluate(CENTRED)
            before = page.evaluate(WHERE)
            link.press("Enter")
            expect(page.locator("#posts > li")).not_to_have_count(count)
            expect(page.locator(f"a.{name.split()[0].lower()}[aria-busy]")).to_have_count(0)
            assert page.evaluate(TOP, before[0]) == before[1]
            assert page.evaluate("document.activeElement.closest('main') !== null")
        expect(link).to_have_count(0)

    assert len(keys(page, "key")) == LONG
    assert keys(page, ORDERS[order]) == sorted(keys(page, ORDERS[order]))
    assert page.url.endswith(anchor)  # one has not left the page
    assert_sound(page)


def test_what_comes_outside_the_window_is_counted_and_can_be_gone_to(house: House) -> None:
    path, thread, [_, beto, ana] = a_long_thread(house)
    page = house.tab(ana, f"{path}/posts/66")
    is_live(page, ana)
    pill = page.locator("[data-pill]")
    page.get_by_role("link", name="Earlier posts").evaluate(CENTRED)
    before = page.evaluate(WHERE)

    meanwhile(house, beto, thread, "At the end", "And another")
    expect(pill).to_have_text("2 new posts elsewhere in this thread")
    assert page.evaluate(WHERE) == before
    assert_sound(page)
    pill.click()

    expect(page).to_have_url(re.compile(f"/posts/{LONG + 1}#"))
    expect(post(page, LONG + 1)).to_be_in_viewport()
    expect(post(page, LONG + 2)).to_have_count(1)
    expect(pill).to_be_hidden()


def test_the_address_of_a_window_can_be_followed_without_a_script(house: House) -> None:
    path, _, [_, _, ana] = a_long_thread(house)
    page = house.tab(ana, path, java_script_enabled=False)

    seen: list[str] = []
    while True:
        seen += keys(page, "key")
        later = page.get_by_role("link", name="Later posts")
        if not later.count():
            break
        with page.expect_navigation():
            later.click()

    assert len(seen) == LONG
    assert seen == sorted(seen)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_what_comes_never_moves_what_is_being_read(house: House, viewport: dict[str, int]) -> None:
    path, thread, [mo, beto, ana] = a_long_thread(house, short=False)
    page = house.tab(ana, path, viewport=viewport)
    is_live(page, ana)
    pill = page.locator("[data-pill]")
    post(page, 25).evaluate(CENTRED)
    before = page.evaluate(WHERE)
    read = before[0].rsplit("-", 1)[1]

    # above, inside and below what is on the screen; then something long above becomes short
    for count, to in enumerate((2, int(read), 25, 40), 1):
        meanwhile(house, beto, thread, f"Arrival {count}", to=to)
        expect(pill).to_have_text("1 new post" if count == 1 else f"{count} new posts")
        assert page.evaluate(WHERE) == before
    meanwhile(house, beto, thread, "At the end, where nothing is moved by it")
    expect(post(page, 50)).to_be_attached()
    assert page.evaluate(WHERE) == before
    with house.work() as work:
        found = threads_of.thread(work, again(work, mo), thread.public_id, lock=True)
        hide(work, again(work, mo), found, posts_of.post(work, found, 3), "Too long.")
    expect(post(page, 3).locator(".trace")).to_be_attached()
    assert page.evaluate(WHERE) == before
    expect(pill).to_be_in_viewport()
    assert_sound(page)

    pill.click()
    first = post(page, 46)  # the highest on the page of those that came
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    expect(pill).to_be_hidden()
    expect(page.locator("#posts > li")).to_have_count(50)
    assert_equals_reload(page)
    assert_sound(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_what_comes_never_moves_what_is_being_written(
    house: House, viewport: dict[str, int]
) -> None:
    path, thread, [_, beto, ana] = a_long_thread(house, short=False)
    page = house.tab(ana, path, viewport=viewport)
    is_live(page, ana)
    field, pill = page.locator("#composer textarea"), page.locator("[data-pill]")
    field.click()
    field.press_sequentially("I am in the middle of a")
    before, box = page.evaluate(WHERE), field.bounding_box()

    for count, to in enumerate((2, 45, None), 1):
        meanwhile(house, beto, thread, f"Arrival {count}", to=to)
        expect(pill).to_have_text("1 new post" if count == 1 else f"{count} new posts")
        assert (page.evaluate(WHERE), field.bounding_box()) == (before, box)
        expect(field).to_be_focused()
    field.press_sequentially(" sentence.")
    expect(field).to_have_value("I am in the middle of a sentence.")
    assert_sound(page)

    pill.click()
    expect(post(page, 46)).to_be_focused()
    expect(field).to_have_value("I am in the middle of a sentence.")
    assert_equals_reload(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_lost_line_never_moves_what_is_being_read(house: House, viewport: dict[str, int]) -> None:
    path, thread, [*_, ana] = a_long_thread(house, short=False)
    page = house.tab(ana, path, viewport=viewport)
    is_live(page, ana)
    bar = page.locator("[data-offline]")

    for place in ("h1", f"#post-{thread.public_id}-25"):
        page.locator(place).evaluate(CENTRED)
        before = page.evaluate(STANDS, place), page.evaluate(WHERE)
        page.context.set_offline(True)
        expect(bar).to_be_in_viewport(ratio=1)
        assert (page.evaluate(STANDS, place), page.evaluate(WHERE)) == before
        assert_sound(page)
        page.context.set_offline(False)
        expect(bar).to_be_hidden()
        assert (page.evaluate(STANDS, place), page.evaluate(WHERE)) == before
