"""Letters on their way: through a real mail server, to somebody who reads them on a phone."""

import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, expect

from panel.membership.models import Role
from tests.factories import a_thread
from tests.journeys.acts import PASSWORD, credentials, is_live, path_of, signs_in
from tests.journeys.conftest import SETTINGS, WAYS
from tests.journeys.house import PHONE, TOO_WIDE, House, assert_sound, second_door
from tests.services.mail import Post, post_office
from tests.services.postgresql import new_database
from tests.services.server import Server, server
from tests.services.waiting import until

pytestmark = pytest.mark.journey
NEW = "una mesa mejor puesta"
WITHIN = 20.0  # seconds in which a letter arrives: the worker looks every five, rung or not


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    """A mail server, for as long as the stories last."""
    with post_office() as running:
        yield running


@pytest.fixture(scope="module")
def mailing(
    worker_id: str,
    way: str,
    post: Post,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """The real server, with its worker and with mail set up."""
    var = tmp_path_factory.mktemp("mailing")
    url = f"sqlite:///{var / 'mesa.db'}"
    if way.endswith("postgresql"):
        url = new_database(request.getfixturevalue("postgresql_server"), f"mesa_mail_{worker_id}")
    with server(WAYS[way], url, var, SETTINGS | {"PANEL_SMTP": post.url}) as running:
        yield running


@pytest.fixture
def house(mailing: Server, browser: Browser) -> Iterator[House]:
    house = House(mailing, browser, second_door(mailing))
    yield house
    house.close()
    house.workshop.engine.dispose()


def letter(post: Post, to: str, about: str) -> EmailMessage:
    """Wait for a letter."""
    found = list[EmailMessage]()

    def came() -> bool:
        found[:] = [one for one in post.taken if one["To"] == to and about in one["Subject"]]
        return bool(found)

    until(came, f"a letter to {to} about {about}", WITHIN)
    return found[-1]


def part(message: EmailMessage, kind: str) -> str:
    """Read one of the two forms of a letter."""
    body = message.get_body((kind,))
    assert body
    return str(body.get_content())


def test_who_forgot_the_password_sets_a_new_one_by_the_letter(house: House, post: Post) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    email = credentials(house, ana)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
    elsewhere = house.tab(ana, path_of(panel, thread))
    is_live(elsewhere, ana)
    page = house.tab(None, "/sign-in", viewport=PHONE)

    page.get_by_role("link", name="Forgot your password?").click()
    assert_sound(page)
    page.get_by_label("E-mail address").fill(email.upper())
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    assert_sound(page)

    message = letter(post, email, "A new password")
    reading = house.context(None, viewport=PHONE).new_page()
    reading.set_content(part(message, "html"))
    assert reading.evaluate(TOO_WIDE) <= 0
    expect(reading.get_by_role("heading", level=1)).to_have_text(str(message["Subject"]))
    button = reading.get_by_role("link", name="Set a new password", exact=True)
    assert str(button.get_attribute("href")) in part(message, "plain")

    button.click()
    expect(reading).to_have_url(f"{house.server.url}/password/new")
    assert_sound(reading)
    reading.locator("#password").fill("short")
    reading.locator("main .btn--main").click()
    expect(reading.locator("#password-wrong")).to_contain_text("at least ten characters")
    assert_sound(reading)
    reading.locator("#password").fill(NEW)
    reading.locator("main .btn--main").click()
    expect(reading.locator(".notice")).to_contain_text("Your new password is set")
    expect(elsewhere.locator("[data-offline]")).to_contain_text("You are signed out.")
    signs_in(reading, email, PASSWORD)
    expect(reading.locator("#password-wrong")).to_be_visible()
    signs_in(reading, email, NEW)
    expect(reading).to_have_url(re.compile(f"/p/{panel.slug}$"))

    assert "set for your account" in part(letter(post, email, "was changed"), "plain")
    page.goto(re.findall(r"http\S+/password/new/\S+", part(message, "plain"))[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("This link serves no more")
    assert_sound(page)
    assert house.server.log.count("/password/new/") == 0


def test_a_new_browser_is_told_by_mail_and_ended_from_the_old_one(house: House, post: Post) -> None:
    _panel, [ana] = house.panel(Role.MEMBER)
    email = credentials(house, ana)
    old = house.tab(None, "/sign-in?next=/me")
    signs_in(old, email)
    expect(old.get_by_role("heading", level=1)).to_have_text("Your account")

    new = house.tab(None, "/sign-in?next=/me", viewport=PHONE)
    signs_in(new, email)
    expect(new.get_by_role("heading", level=1)).to_have_text("Your account")
    assert_sound(new)
    message = letter(post, email, "new device")
    assert "Chrome on Linux" in part(message, "plain")
    old.reload()
    expect(old.locator(".sign-ins > li")).to_have_count(2)
    assert_sound(old)
    old.get_by_role("button", name="Sign out there").click()

    expect(old.locator(".sign-ins > li")).to_have_count(1)
    new.reload()
    expect(new.get_by_role("heading", level=1)).to_have_text("Please sign in first")
