"""Working groups: what they set themselves, who follows and contributes, and who knows nothing."""

import re

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from panel.membership.actions.contributors import add_contributor, end_contributor
from panel.membership.actions.groups import leave_group
from panel.membership.models import Kind, Role
from tests.factories import a_group, a_thread, again, the_audience, the_seat
from tests.journeys.acts import has_arrived, is_live, one_way, says
from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound

pytestmark = pytest.mark.journey
LIVE = "[id^=group-milestones-]"


def writes_mandate(page: Page, words: str) -> None:
    page.get_by_role("link", name=re.compile("(Write|Change) the mandate")).click()
    page.get_by_label("What the group is for").fill(words)
    assert_sound(page)
    page.get_by_role("button", name="Save the mandate").click()


def sets_milestone(page: Page, title: str, due: str) -> None:
    page.get_by_role("link", name="Set a milestone").click()
    page.get_by_label("What shall be reached").fill(title)
    page.get_by_label("By which day").fill(due)
    page.get_by_role("button", name="Set the milestone").click()


def test_a_group_gets_a_mandate_and_a_milestone_and_a_contributor_posts(house: House) -> None:
    panel, [mo, ana, coco, eva] = house.panel(
        Role.MODERATOR, Role.MEMBER, Role.COMMENTER, Role.MEMBER
    )
    with house.work() as work:
        group = a_group(work, panel, ana)
        thread = a_thread(work, panel, again(work, ana), kind=Kind.GROUP, group=group)
    groups, url = f"/p/{panel.slug}/groups", f"/p/{panel.slug}/groups/{group.public_id}"
    inside = house.tab(ana, url, viewport=PHONE)
    expect(inside.locator("main")).to_contain_text("No milestone is set yet.")
    assert_sound(inside)

    # a moderator says what it is for and what is to come; who has it open sees it come
    moderator = house.tab(mo, groups)
    assert_sound(moderator)
    moderator.get_by_role("link", name=group.name).first.click()
    writes_mandate(moderator, "To write the **module**.")
    expect(inside.locator(".mandate strong")).to_have_text("module")
    sets_milestone(moderator, "", "")
    expect(moderator.locator("#title-wrong, #due-wrong")).to_have_count(2)
    assert_sound(moderator)
    moderator.get_by_label("What shall be reached").fill("A first draft")
    moderator.get_by_label("By which day").fill("2031-05-04")
    moderator.get_by_role("button", name="Set the milestone").click()
    expect(inside.locator(".goal")).to_contain_text("A first draft")

    # it is moved, with a reason
    moderator.get_by_role("link", name="A first draft").click()
    assert_sound(moderator)
    moderator.get_by_label("New day").fill("2031-06-07")
    moderator.get_by_label("Why").fill("The harvest is late.")
    moderator.get_by_role("button", name="Move it", exact=True).click()
    expect(inside.locator(".goal__move")).to_contain_text("The harvest is late.")
    expect(inside.locator(".goal .state")).to_have_text("Moved to another day")

    # an observer is made a contributor: the group comes to her, and she posts in it
    outside = house.tab(coco, groups)
    expect(outside.locator("main")).to_contain_text("You belong to no working group yet.")
    moderator.get_by_role("link", name="Change the contributors").click()
    moderator.get_by_label("Who").select_option(label="Commenter 3, House 3")
    moderator.get_by_role("button", name="Make a contributor").click()
    expect(moderator.locator("main .persons")).to_contain_text("Commenter 3")
    assert_sound(moderator)
    outside.locator("main").get_by_role("link", name=group.name).click()
    expect(outside.locator(LIVE)).to_contain_text("A first draft")
    expect(outside.get_by_role("link", name="Begin a draft here")).to_be_visible()
    expect(outside.get_by_role("link", name="Open a thread here")).to_be_hidden()
    expect(inside.locator("[id^=group-people-]")).to_contain_text("Commenter 3")
    outside.get_by_role("link", name=thread.title).click()
    is_live(outside, coco)
    says(outside, "The network has seen this elsewhere.")
    has_arrived(outside, "The network has seen this elsewhere.")
    inside.locator("[data-pill]").click()
    expect(inside.locator(f"#thread-row-{thread.public_id}")).to_contain_text("2 posts")
    assert_equals_reload(inside)

    # for a member of no group there is nothing
    nobody = house.tab(eva, groups)
    expect(nobody.locator("main")).to_contain_text("You belong to no working group yet.")
    assert_sound(nobody)
    for path in (url, f"/p/{panel.slug}/threads/{thread.public_id}"):
        assert nobody.request.get(path).status == 404


def test_a_milestone_is_reached_removed_and_put_back(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    with house.work() as work:
        group = a_group(work, panel, ana)
    url = f"/p/{panel.slug}/groups/{group.public_id}"
    inside, moderator = house.tab(ana, url), house.tab(mo, url, viewport=PHONE)
    sets_milestone(moderator, "Lesson <one>", "2031-05-04")
    expect(inside.locator(".goal .state")).to_have_text("To come")

    moderator.get_by_role("link", name="Lesson <one>").click()
    moderator.get_by_role("button", name="It is reached").click()
    expect(inside.locator(".goal .state")).to_have_text("Done")
    assert_sound(inside)
    moderator.get_by_role("link", name="Lesson <one>").click()
    moderator.get_by_role("button", name="Open it again").click()
    expect(inside.locator(".goal .state")).to_have_text("To come")
    moderator.get_by_role("link", name="Lesson <one>").click()
    moderator.get_by_role("button", name="Remove the milestone").click()
    expect(inside.locator(".goal")).to_have_count(0)
    expect(inside.locator("main")).not_to_contain_text("Lesson")
    assert_sound(moderator)

    moderator.get_by_role("button", name="Put it back").click()
    expect(inside.locator(".goal h3")).to_have_text("Lesson <one>")
    assert_equals_reload(inside)


def test_what_one_may_do_changes_with_the_page_of_the_group_open(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    with house.work() as work:
        group = a_group(work, panel)
        add_contributor(work, again(work, mo), group, the_seat(work, ana))
        audience = the_audience(work, panel, Kind.GROUP, group).public_id
    url = f"/p/{panel.slug}/groups/{group.public_id}"
    page = house.tab(ana, url)
    expect(page.get_by_role("link", name="Begin a draft here")).to_be_visible()
    expect(page.get_by_role("link", name="Open a thread here")).to_be_hidden()
    page.get_by_role("link", name="Begin a draft here").click()
    expect(page.locator(f"input[value='{audience}']")).to_be_checked()
    page.go_back()
    expect(page.locator("body[data-may~=draft]")).to_have_count(1)

    with house.work() as work:
        work.session.add(group)
        end_contributor(work, again(work, mo), group, the_seat(work, ana))

    expect(page.get_by_role("heading", level=1)).to_have_text("You can no longer read this.")
    expect(page.locator("main")).not_to_contain_text("Milestones")
    assert page.request.get(url).status == 404


def test_a_calendar_follows_a_group_until_its_owner_leaves(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    with house.work() as work:
        group = a_group(work, panel, ana)
    url = f"/p/{panel.slug}/groups/{group.public_id}"
    moderator = house.tab(mo, url)
    sets_milestone(moderator, "A first draft", "2031-05-04")
    page = house.tab(ana, url)
    page.get_by_role("link", name="Follow the milestones").click()
    assert_sound(page)
    page.get_by_role("button", name="Make my address").click()
    address = page.locator("#link").input_value()
    expect(page.locator("main")).to_contain_text("It is shown only now")
    assert_sound(page)
    calendar = house.context().request  # a calendar signs in nowhere

    answer = calendar.get(address)

    assert answer.headers["content-type"].startswith("text/calendar")
    [event] = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert event["SUMMARY"] == "A first draft"
    with house.work() as work:
        work.session.add(group)
        leave_group(work, again(work, mo), group, the_seat(work, ana))
    assert calendar.get(address).status == 404


@one_way
def test_a_group_is_kept_without_scripts(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    with house.work() as work:
        group = a_group(work, panel, ana)
    url = f"/p/{panel.slug}/groups/{group.public_id}"
    page = house.tab(mo, url, java_script_enabled=False)

    page.get_by_role("link", name="Write the mandate").click()
    page.get_by_label("What the group is for").fill("To write.")
    page.get_by_role("button", name="Save the mandate").click()
    sets_milestone(page, "A first draft", "2031-05-04")
    page.get_by_role("link", name="A first draft").click()
    page.get_by_role("button", name="It is reached").click()

    plain = house.tab(ana, url, java_script_enabled=False)
    expect(plain.locator(".mandate")).to_contain_text("To write.")
    expect(plain.locator(".goal .state")).to_have_text("Done")


@one_way
def test_a_mandate_that_was_sent_without_a_line_is_still_there(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    with house.work() as work:
        group = a_group(work, panel)
    url = f"/p/{panel.slug}/groups/{group.public_id}"
    page = house.tab(mo, f"{url}/keeping")
    page.get_by_label("What the group is for").fill("To write, on the bus.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save the mandate").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)

    page.goto(f"{url}/keeping")

    expect(page.get_by_label("What the group is for")).to_have_value("To write, on the bus.")
    page.get_by_role("button", name="Save the mandate").click()
    expect(page.locator(".mandate")).to_contain_text("To write, on the bus.")
    kept = "() => Object.keys(localStorage).filter((name) => name.startsWith('mesa:form:')).length"
    page.wait_for_function(f"({kept})() === 0")
    page.goto(f"{url}/keeping")
    page.get_by_label("What the group is for").fill("To write and to read.")
    page.get_by_role("button", name="Save the mandate").click()
    expect(page.locator(".mandate")).to_contain_text("To write and to read.")
