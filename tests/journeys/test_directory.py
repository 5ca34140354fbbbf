"""People show who they are, organisations what they do, and both are found."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Role
from tests.factories import a_thread
from tests.identity.faces import BLUE, RED, SECRET, from_a_phone, near, read
from tests.journeys.acts import one_way, path_of
from tests.journeys.house import PHONE, House, assert_sound
from tests.journeys.test_plain import plainly

pytestmark = pytest.mark.journey
SHOWN = "(one) => one.complete && one.naturalWidth > 0"


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """A photograph as a phone makes it: large, on its side, with the place where it was taken."""
    path = tmp_path / "IMG_2034.jpg"
    path.write_bytes(from_a_phone())
    return path


def sends_picture(page: Page, file: Path) -> None:
    """Choose a file on the page of one's own account, and send it."""
    page.goto("/me")
    page.get_by_label("A picture from this device").set_input_files(file)
    page.get_by_role("button", name="Use this picture").click()


def looks_for(page: Page, words: str) -> None:
    """Fill in the search of the page of people, and send it by the keyboard."""
    page.get_by_label("Name, place or what they do").fill(words)
    page.keyboard.press("Enter")


def is_shown(page: Page) -> str:
    """Wait until the picture of the page can be seen; give its address."""
    picture = page.locator("main .seal img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function(SHOWN, arg=picture.element_handle())
    return str(picture.get_attribute("src"))


def test_who_shows_herself_is_found_and_seen_by_the_others(house: House, photograph: Path) -> None:
    panel, [ana, beto, rita] = house.panel(Role.MEMBER, Role.MEMBER, Role.READER)
    own = house.tab(ana, "/me", viewport=PHONE)
    own.get_by_label("Your name").fill("Ana Núñez Peña")
    own.get_by_label("What you do").fill("Cuenta los votos de la región.")
    own.get_by_role("button", name="Save").click()
    assert_sound(own)
    sends_picture(own, photograph)
    expect(own.locator("#picture [role=status]")).to_have_text("Your picture is saved.")
    assert_sound(own)

    other = house.tab(beto, f"/p/{panel.slug}/people", viewport=PHONE)
    looks_for(other, "region NUNEZ")
    expect(other.locator(".persons > li")).to_have_count(1)
    expect(other.locator(".edge")).to_contain_text("1 person found")
    is_shown(other)
    assert_sound(other)
    other.get_by_role("link", name="Ana Núñez Peña").click()
    expect(other.locator("main")).to_contain_text("Cuenta los votos de la región.")
    answer = other.request.get(is_shown(other))
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
    image = read(answer.body())
    assert (image.size, dict(image.getexif())) == ((256, 256), {})
    assert near(image.getpixel((128, 4)), RED)
    assert near(image.getpixel((128, 250)), BLUE)
    assert SECRET not in answer.body()
    assert_sound(other)

    observer = house.tab(rita, other.url)
    is_shown(observer)
    expect(observer.get_by_role("link", name="Change your profile")).to_have_count(0)
    observer.get_by_role("link", name="House 1").click()
    expect(observer.locator(".persons")).to_contain_text("Ana Núñez Peña")
    expect(observer.get_by_role("link", name="Edit")).to_have_count(0)
    assert_sound(observer)
    other.goto(f"/p/{panel.slug}/people?kind=authority")
    expect(other.locator(".empty")).to_contain_text("Nobody and nothing was found.")
    assert_sound(other)
    other.locator(".empty").get_by_role("link", name="See everybody").click()
    expect(other.locator(".persons > li")).to_have_count(3)


def test_a_file_that_is_no_picture_or_too_heavy_is_told_and_one_goes_again(
    house: House, photograph: Path, tmp_path: Path
) -> None:
    _panel, [ana] = house.panel(Role.MEMBER)
    page = house.tab(ana, "/me")
    trap, heavy = tmp_path / "me.jpg", tmp_path / "large.png"
    trap.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    heavy.write_bytes(b"\x89PNG" + b"\0" * 9_000_000)

    for file, sentence in ((trap, "no picture that Mesa can read"), (heavy, "larger than 8 MB")):
        sends_picture(page, file)
        expect(page.locator("#picture-wrong")).to_contain_text(sentence)
        expect(page.locator("#picture-file")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("Your name")).to_have_value("Member 1")
        assert_sound(page)
    sends_picture(page, photograph)
    expect(page.locator("#picture img")).to_be_visible()
    page.get_by_role("button", name="Remove the picture").click()
    expect(page.locator("#picture img")).to_have_count(0)
    assert_sound(page)


@one_way
def test_all_of_it_goes_without_scripts(house: House, photograph: Path) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    page, is_sound = plainly(house, ana, "/me")
    sends_picture(page, photograph)
    expect(page.locator("#picture img")).to_be_visible()
    is_sound()
    page.goto(f"/p/{panel.slug}/people")
    page.get_by_label("Kind").select_option(label="Network")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".empty")).to_be_visible()
    page.get_by_role("link", name="Clear the search").click()
    page.get_by_role("link", name="House 1").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("What it does").fill("Lends.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main .prose")).to_have_text("Lends.")
    is_sound()


def test_what_stands_about_an_organisation_is_kept_by_its_members(house: House) -> None:
    panel, [ana, _mo] = house.panel(Role.MEMBER, Role.MODERATOR)
    page = house.tab(ana, f"/p/{panel.slug}/people", viewport=PHONE)
    page.get_by_role("link", name="House 1").click()
    page.get_by_role("link", name="Edit").click()
    assert_sound(page)
    page.get_by_label("What it does").fill("Lends to those who fish.")
    page.get_by_label("Its web page").fill("javascript:alert(1)")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#web-wrong")).to_contain_text("no address of a web page")
    expect(page.get_by_label("What it does")).to_have_value("Lends to those who fish.")
    assert_sound(page)
    page.get_by_label("Its web page").fill("house.example")
    page.get_by_role("button", name="Save").click()

    link = page.get_by_role("link", name="https://house.example")
    expect(link).to_have_attribute("rel", "noopener nofollow ugc")
    expect(page.locator("form.undo")).to_contain_text("You have changed the entry of House 1.")
    assert_sound(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main")).not_to_contain_text("Lends")
    expect(page.locator("form.undo")).to_have_count(0)


def test_a_moderator_undoes_a_role_and_an_end_while_somebody_writes(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, mo)
    writing = house.tab(ana, path_of(panel, thread))
    writing.locator("#composer textarea").fill("I was about to say")
    page = house.tab(mo, f"/p/{panel.slug}/people")
    row = page.locator(".persons > li", has_text=ana.name)

    row.locator("summary").click()
    row.get_by_label("Takes part as").select_option("reader")
    row.get_by_role("button", name="Change the role").click()
    expect(row.locator(".name")).to_contain_text("Observer who reads")
    expect(writing.locator("#composer textarea")).to_be_hidden()
    assert_sound(page)
    page.get_by_role("button", name="Undo").click()
    expect(row.locator(".name")).not_to_contain_text("Observer")
    expect(writing.locator("#composer textarea")).to_have_value("I was about to say")
    expect(writing.locator("#composer textarea")).to_be_visible()

    row.locator("summary").click()
    row.get_by_role("button", name="End this seat").click()
    expect(row).to_have_count(0)
    expect(writing.get_by_role("heading", level=1)).to_have_text("You can no longer read this.")
    page.get_by_role("button", name="Undo").click()
    expect(row).to_have_count(1)
    writing.reload()
    expect(writing.locator("#composer textarea")).to_have_value("I was about to say")
