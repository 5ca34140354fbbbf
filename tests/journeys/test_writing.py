"""Words on their way: nothing that was typed is lost, and nothing wrong is stored."""

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Role
from tests.factories import a_post, a_thread
from tests.journeys.acts import has_arrived, is_live, meanwhile, path_of, post, says
from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound, posts

pytestmark = pytest.mark.journey
BRACKETS = "[" * 10_000
TRICK = '<img src=x onerror="window.hurt=1"><script>window.hurt=2</script>'


def sends(page: Page) -> None:
    """Press the button under the composer."""
    page.locator("#composer button[type=submit]").click()


def test_what_cannot_be_posted_says_so_beside_the_field_and_is_kept(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
    page, other = (house.tab(who, path_of(panel, thread)) for who in (ana, beto))
    field, wrong = page.locator("#composer textarea"), page.locator("#body-wrong")
    is_live(other, beto)

    sends(page)
    expect(wrong).to_have_text("Write something first.")
    expect(field).to_be_focused()
    assert_sound(page)
    field.fill("x" * 19_000)
    expect(page.locator("#composer [data-count]")).to_have_text("1,000 characters left")
    assert_sound(page)
    field.fill("x" * 20_001)
    expect(page.locator("#composer [data-count]")).to_have_text("1 character too many")
    sends(page)
    expect(wrong).to_have_text("1 character too many")
    assert field.input_value() == "x" * 20_001
    assert_sound(page)

    field.fill(BRACKETS)
    expect(wrong).to_be_hidden()
    sends(page)
    says(other, "Nobody has to wait for that")
    has_arrived(other, "Nobody has to wait for that")
    expect(wrong).to_contain_text("too many brackets")
    assert field.input_value() == BRACKETS
    expect(field).to_have_attribute("aria-invalid", "true")
    assert_sound(page)
    page.reload()
    assert field.input_value() == BRACKETS
    expect(wrong).to_contain_text("too many brackets")
    page.get_by_role("button", name="Preview").click()
    expect(wrong).to_contain_text("too many brackets")
    field.fill("Then in a few words.")
    field.press("Control+Enter")

    has_arrived(page, "Then in a few words.")
    expect(field).to_have_value("")
    expect(wrong).to_be_hidden()
    expect(other.locator("[id^=thread-count-]")).to_have_text("3 posts")
    assert_equals_reload(other)


def test_a_wrong_new_thread_keeps_all_that_was_typed(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    page = house.tab(ana, f"/p/{panel.slug}/threads/new", viewport=PHONE)
    page.get_by_role("button", name="Open the thread").click()
    expect(page.locator("#title-wrong")).to_be_visible()
    expect(page.locator("#body-wrong")).to_be_visible()
    assert_sound(page)

    title = "A title that is far too long " * 6
    page.get_by_label("What it is about").fill(title)
    expect(page.locator(".field", has=page.locator("#title")).locator("[data-count]")).to_have_text(
        "14 characters too many"
    )
    page.get_by_role("radio", name="Members only").check()
    page.get_by_label("The first post").fill(BRACKETS)
    page.get_by_role("button", name="Open the thread").click()
    expect(page.locator("#title-wrong")).to_contain_text("too long")
    expect(page.locator("#body-wrong")).to_contain_text("too many brackets")
    expect(page.get_by_label("What it is about")).to_have_value(title)
    assert page.get_by_label("The first post").input_value() == BRACKETS
    expect(page.get_by_role("radio", name="Members only")).to_be_checked()
    assert_sound(page)

    page.get_by_label("What it is about").fill("Shorter")
    page.get_by_label("The first post").fill("And without brackets.")
    page.close()  # the battery is empty
    page = house.contexts[-1].new_page()
    page.goto(f"/p/{panel.slug}/threads/new")
    expect(page.get_by_label("What it is about")).to_have_value("Shorter")
    expect(page.get_by_role("radio", name="Members only")).to_be_checked()
    page.get_by_role("button", name="Open the thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shorter")
    page.goto(f"/p/{panel.slug}/threads")
    expect(page.locator("#rows > li")).to_have_count(1)
    page.goto(f"/p/{panel.slug}/threads/new")
    expect(page.get_by_label("What it is about")).to_have_value("")


def test_a_preview_shows_what_others_will_see(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
    page = house.tab(ana, path_of(panel, thread))
    words = "**Bold**, a [link](https://mesa.example) and\n\n- a list\n\n|a|b|\n|-|-|\n|1|2|"
    page.locator("#composer textarea").fill(words)
    preview = page.locator(".composer__preview")

    page.get_by_role("button", name="Preview").click()
    expect(preview.locator("strong")).to_have_text("Bold")
    expect(page.get_by_role("button", name="Preview")).to_have_attribute("aria-pressed", "true")
    assert_sound(page)
    page.get_by_role("button", name="Preview").click()
    expect(preview).to_be_hidden()
    page.get_by_role("button", name="Preview").click()
    expect(preview.locator("td")).to_have_text(["1", "2"])
    seen = preview.inner_html()
    sends(page)
    expect(post(page, 2).locator("strong")).to_have_text("Bold")

    assert post(page, 2).locator(".prose").inner_html() == seen
    expect(preview).to_be_hidden()
    assert_equals_reload(page)


def test_tricks_in_names_titles_and_texts_come_out_as_text(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MODERATOR)
    title = f"{TRICK} **bold** [x](javascript:alert(1))"
    body = f"{TRICK}\n\n[press](javascript:window.hurt=3) ![](https://x.example) <b onclick=a>b</b>"
    reader = house.tab(beto, f"/p/{panel.slug}/threads")
    page = house.tab(ana, "/me")
    page.get_by_label("Your name").fill(TRICK[:110])
    page.locator("main .btn--main").click()
    page.goto(f"/p/{panel.slug}/threads/new")
    page.get_by_label("What it is about").fill(title)
    page.get_by_label("The first post").fill(body)
    page.get_by_role("button", name="Open the thread").click()

    expect(reader.locator("#rows h2")).to_have_text(title)
    assert_sound(reader)
    reader.locator("#rows h2 a").click()
    is_live(page, beto)
    page.locator("#composer textarea").press_sequentially(TRICK)
    expect(reader.locator("[data-typing]")).to_contain_text(TRICK[:110])
    sends(page)
    expect(post(reader, 2).locator(".prose")).to_have_text(TRICK)
    for seen in (page, reader):
        expect(seen.get_by_role("heading", level=1)).to_have_text(title)
        expect(post(seen, 1).locator(".who")).to_contain_text(TRICK[:110])
        expect(post(seen, 1).locator(".prose")).to_contain_text(TRICK)
        assert title in seen.title()
        assert_equals_reload(seen)
        assert_sound(seen)
        seen.goto(f"/p/{panel.slug}")
        expect(seen.locator("main")).to_contain_text(title)
        seen.goto(f"/p/{panel.slug}/people")
        expect(seen.locator("main")).to_contain_text(TRICK[:110])
        assert_sound(seen)
        assert seen.evaluate("window.hurt") is None
        assert seen.locator("main :is(img, script, [onclick], a[href^=javascript])").count() == 0


def test_escape_leaves_the_field_and_its_words_alone(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, beto)
    page = house.tab(ana, path_of(panel, thread))
    page.locator("#composer textarea").fill("To the whole thread")
    post(page, 1).locator(".act-answer").click()
    expect(page.locator(".composer__answering")).to_contain_text("In reply to Member 2")
    expect(page.locator("#composer textarea")).to_be_focused()
    expect(page.locator("#composer textarea")).to_have_value("")
    assert_sound(page)
    page.locator("#composer textarea").fill("To one of them")
    page.keyboard.press("Escape")

    expect(page.locator("#composer textarea")).not_to_be_focused()
    expect(page.locator("#composer textarea")).to_have_value("To one of them")
    page.get_by_role("button", name="To the whole thread instead").click()
    expect(page.locator("#composer textarea")).to_have_value("To the whole thread")
    sends(page)
    has_arrived(page, "To the whole thread")
    page.get_by_role("button", name="To one of them").click()
    expect(page.locator(".composer__answering")).to_contain_text("In reply to Member 2")
    sends(page)
    expect(post(page, 3)).to_have_attribute("data-depth", "2")
    assert_equals_reload(page)


def test_two_tabs_of_one_person_do_not_fight_over_a_draft(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.READER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
        a_post(work, ana, thread)
    first = house.tab(ana, path_of(panel, thread))
    first.locator("#composer textarea").fill("Begun in the first tab")
    second = first.context.new_page()
    second.goto(path_of(panel, thread))
    is_live(second, ana)
    expect(second.locator("#composer textarea")).to_have_value("")
    second.locator("#composer textarea").fill("Begun in the second tab")
    first.locator("#composer textarea").press_sequentially(", and went on")
    expect(second.locator("#composer textarea")).to_have_value("Begun in the second tab")

    first.context.set_offline(True)
    sends(first)
    sends(second)
    for page in (first, second):
        expect(page.locator("#posts > li[data-waiting]")).to_have_count(2)
    assert_sound(second)
    first.context.set_offline(False)
    meanwhile(house, ana, thread, "From elsewhere")

    for page in (first, second, house.tab(beto, path_of(panel, thread))):
        expect(page.locator("[id^=thread-count-]")).to_have_text("5 posts")
        assert_equals_reload(page)
        for words in ("Begun in the first tab, and went on", "Begun in the second tab"):
            assert posts(page).count(words) == 1
    for page in (first, second):
        expect(page.locator("#composer textarea")).to_have_value("")
        expect(page.locator(".drafts")).to_be_hidden()
