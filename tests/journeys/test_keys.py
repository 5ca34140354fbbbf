"""By keyboard alone, by ear, and without movement."""

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Role
from tests.factories import a_post, a_thread
from tests.journeys.acts import has_arrived, is_live, meanwhile, one_way, path_of, post
from tests.journeys.house import House, assert_equals_reload, assert_sound

pytestmark = [pytest.mark.journey, one_way]
FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one.closest('.composer') ?? one);
  const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  const box = one.getBoundingClientRect();
  const copy = one.cloneNode(true);
  copy.querySelectorAll('[aria-hidden]').forEach((part) => part.remove());
  const name = (one.getAttribute('aria-label') ?? copy.textContent).replace(/\\s+/g, ' ').trim();
  return {name, seen: seen && box.width > 0 && box.bottom > 0 && box.top < innerHeight};
}"""
HEARD = """() => {
  window.heard = [];
  const place = document.querySelector('[data-announce]');
  new MutationObserver(() => place.textContent && window.heard.push(place.textContent))
    .observe(place, {childList: true, characterData: true, subtree: true});
  return place.getAttribute('aria-live');
}"""


def tabs_to(page: Page, name: str, key: str = "Tab") -> list[str]:
    """Press a key until something of this name has focus; give the names passed on the way."""
    passed = list[str]()
    while len(passed) < 60:
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], f"one cannot see that {focused['name']!r} has focus"
        passed.append(focused["name"])
        if focused["name"] == name:
            return passed
    raise AssertionError(f"{name!r} is not among {passed}")


def test_by_keyboard_one_finds_a_thread_and_answers_in_it(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, beto, title="Reached by keys")
        a_post(work, beto, thread, "Answer me")
    page = house.tab(ana, f"/p/{panel.slug}/threads")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    expect(page.locator("main")).to_be_focused()
    assert tabs_to(page, "Reached by keys") == [
        *("Open a thread", "All", "Unread", "With a conclusion", "Reached by keys")
    ]
    tabs_to(page, "People", "Shift+Tab")
    assert tabs_to(page, "Open a thread") == ["Light or dark", "Member 1", "Open a thread"]
    tabs_to(page, "Reached by keys")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Reached by keys")
    is_live(page, ana)
    tabs_to(page, "More about post 1")
    passed = tabs_to(page, "Answer")
    assert len(passed) == 2, passed  # the address of the next post, then the way to answer it
    page.keyboard.press("Enter")
    expect(page.locator("#body")).to_be_focused()
    expect(page.locator(".composer__answering")).to_contain_text("In reply to Member 2")
    page.keyboard.type("Answered? With a question mark, jk.")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    has_arrived(page, "Answered? With a question mark, jk.")
    expect(post(page, 3)).to_be_focused()
    expect(post(page, 3)).to_be_in_viewport()
    assert_equals_reload(page)


def test_the_menu_of_a_post_goes_by_arrows_and_dialogs_give_focus_back(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    with house.work() as work:
        thread = a_thread(work, panel, mo)
        a_post(work, mo, thread, "Soon gone")
        a_post(work, mo, thread, "Its neighbour")
    page = house.tab(mo, path_of(panel, thread))
    is_live(page, mo)
    more = post(page, 2).locator(".act-more")
    more.focus()
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    items = page.locator("#post-menu [role=menuitem]:visible")
    acts = ["Copy the link", "Cite it in a paper…", "Edit", "Move this branch…", "Hide…", "Delete…"]
    expect(items).to_have_text(acts)
    for key, place in (
        *(("", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 5), ("ArrowDown", 0)),
        *(("End", 5), ("Home", 0)),
    ):
        if key:
            page.keyboard.press(key)
        expect(items.nth(place)).to_be_focused()
    assert_sound(page)
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#post-menu")).to_be_hidden()

    for key in ("Escape", "Enter"):
        page.keyboard.press("Enter")
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        expect(page.locator("#dialog-delete")).to_be_visible()
        if key == "Enter":
            tabs_to(page, "Cancel")
        page.keyboard.press(key)
        expect(page.locator("#dialog-delete")).to_be_hidden()
        expect(more).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Delete the post")).to_be_focused()
    page.keyboard.press("Enter")
    expect(post(page, 2)).to_have_count(0)
    expect(post(page, 3)).to_be_focused()

    page.locator("details.moderate > summary").focus()
    page.keyboard.press("Enter")
    tabs_to(page, "Close the thread…")
    page.keyboard.press("Enter")
    expect(page.locator("#close-conclusion")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Close the thread…")).to_be_focused()


def test_single_keys_are_commands_that_are_listed_and_can_be_done_without(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, beto)
        for n in (2, 3, 4):
            a_post(work, beto, thread, f"Post {n}")
    page = house.tab(ana, path_of(panel, thread))
    is_live(page, ana)
    for key, number in (("j", 1), ("j", 2), ("j", 3), ("k", 2)):
        page.keyboard.press(key)
        expect(post(page, number)).to_be_focused()

    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog.locator("dt")).to_have_text(["j", "k", "n", "r", "Ctrl Enter", "?"])
    assert_sound(page)
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(post(page, 2)).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator("#body")).to_be_focused()
    expect(page.locator("input[name=parent]")).to_have_value("2")
    page.keyboard.press("Escape")

    page.keyboard.press("?")
    dialog.get_by_label("Use single keys as commands").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator("#posts > li:focus")).to_have_count(0)
    page.reload()
    page.keyboard.press("?")
    expect(dialog).to_have_count(0)
    page.keyboard.press("Control+/")
    dialog.get_by_label("Use single keys as commands").check()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.keyboard.press("j")
    expect(post(page, 1)).to_be_focused()


def test_what_is_new_is_said_once_and_politely(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, beto)
        a_post(work, beto, thread)
    page = house.tab(ana, path_of(panel, thread))
    is_live(page, ana)
    assert page.evaluate(HEARD) == "polite"

    meanwhile(house, beto, thread, "One", "Two", "Three")
    expect(page.locator("[data-announce]")).to_have_text("3 new posts")
    expect(page.locator("body")).to_be_focused()  # nothing has taken the focus
    page.locator("#body").fill("My own")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-announce]")).to_have_text("Posted.")
    meanwhile(house, beto, thread, "Four", "Five")
    expect(page.locator("[data-announce]")).to_have_text("2 new posts")

    assert page.evaluate("window.heard") == ["3 new posts", "Posted.", "2 new posts"]
    assert page.locator("[aria-live=assertive]").count() == 0
    expect(page.locator("[data-typing]")).to_have_attribute("aria-live", "off")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_who_asks_for_less_movement_gets_none(house: House, motion: str) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, beto)
        a_post(work, beto, thread)
    page = house.tab(ana, path_of(panel, thread), reduced_motion=motion)
    is_live(page, ana)
    page.evaluate("""() => {
      window.moved = [];
      for (const name of ['animationstart', 'transitionrun'])
        addEventListener(name, (event) => window.moved.push(event.animationName ?? name), true);
    }""")

    meanwhile(house, beto, thread, "An answer in between", to=1)
    page.locator("[data-pill]").hover()
    page.locator("[data-pill]").click()
    expect(post(page, 3)).to_be_focused()

    assert bool(page.evaluate("window.moved.length")) == (motion == "no-preference")
