import pytest

from panel.discussion.actions.posts import hide
from panel.discussion.actions.threads import mark_read
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find_thread
from panel.identity.models import Person
from panel.membership.actions.panels import Entry, organisation
from panel.membership.actions.seats import take_seat
from panel.membership.models import Kind, Role
from tests.conftest import SCRIPT, Installation
from tests.factories import a_panel, a_person, a_post, a_seat, a_thread
from tests.pages import read


def test_the_front_page_asks_strangers_in(mesa: Installation) -> None:
    page = mesa.browser().get("/", headers={"Accept-Language": "en"})

    assert page.status_code == 200
    assert read(page).select('main a[href="/sign-in"]')


def test_the_front_page_leads_to_the_one_panel_or_shows_which_there_are(
    mesa: Installation,
) -> None:
    with mesa.workshop.open_work() as work:
        one, two = a_panel(work), a_panel(work)
        nobody, ana = a_person(work, "Nora"), a_seat(work, one)
    assert mesa.browser(ana).get("/").location == f"/p/{one.slug}"

    with mesa.workshop.open_work() as work:
        panel = work.session.merge(two)
        house = organisation(work, panel, Entry("Mutual"), by="operator")
        person = work.session.get_one(Person, ana.person_id)
        take_seat(work, panel, person, house, Role.READER, by="operator")

    links = [str(link["href"]) for link in read(mesa.browser(ana).get("/")).select(".panels a")]
    assert links == [f"/p/{one.slug}", f"/p/{two.slug}"]
    assert "You have no seat" in mesa.browser(nobody).get("/").text
    assert one.name not in mesa.browser(nobody).get("/").text


def test_the_home_of_a_panel_shows_what_waits_and_what_moved(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, eva = a_seat(work, panel), a_seat(work, panel, name="Eva")
        threads = [a_thread(work, panel, ana, title=f"Question {n}") for n in range(14)]
        for thread in threads[:8]:
            mark_read(work, eva, thread, 1)
    browser, url = mesa.browser(eva), f"/p/{panel.slug}"

    page = read(browser.get(url))

    assert "6 threads have news for you." in page.text
    assert len(page.select(".matter")) == 5
    assert len(page.select(".moved li")) == 12
    assert "See all 14 threads" in page.text
    assert page.select('[data-room^="list:"]')
    with mesa.workshop.open_work() as work:
        for thread in threads:
            mark_read(work, eva, find_thread(work, eva, thread.public_id), 1)
    assert "You have read everything." in browser.get(url).text


@pytest.mark.parametrize(("role", "starts"), [(Role.MEMBER, True), (Role.READER, False)])
def test_an_empty_panel_says_what_to_do_next(mesa: Installation, role: Role, starts: bool) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        actor = a_seat(work, panel, role)

    for path in ("", "/threads"):
        page = read(mesa.browser(actor).get(f"/p/{panel.slug}{path}"))
        assert "Nobody has spoken here yet." in page.text
        assert bool(page.select(".empty a[href$='/threads/new']")) == starts


def test_the_home_of_a_panel_counts_nothing_that_one_may_not_read(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, eva = a_seat(work, panel), a_seat(work, panel)
        reader = a_seat(work, panel, Role.READER)
        for kind in (Kind.PANEL, Kind.MEMBERS):
            a_post(work, ana, a_thread(work, panel, ana, kind=kind, title=f"For {kind}"))
    url = f"/p/{panel.slug}"
    assert "For members" in mesa.browser(eva).get(url).text

    page = mesa.browser(reader).get(url).text

    assert "For panel" in page
    assert "For members" not in page
    assert "See the one thread there is" in page


def test_who_opened_a_thread_whose_only_post_is_hidden_is_somebody(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)
        thread = a_thread(work, panel, ana, title="A question")
    line = "Somebody opened A question"
    assert line not in read(mesa.browser(ana).get(f"/p/{panel.slug}")).get_text(" ", strip=True)

    with mesa.workshop.open_work() as work:
        found = find_thread(work, mo, thread.public_id, lock=True)
        hide(work, mo, found, find_post(work, found, 1), "It names a person.")

    assert line in read(mesa.browser(ana).get(f"/p/{panel.slug}")).get_text(" ", strip=True)
    with mesa.workshop.open_work() as work:
        found = find_thread(work, mo, thread.public_id, lock=True)
        a_post(work, a_seat(work, panel, name="Eva"), found, "An answer.")
    said = read(mesa.browser(ana).get(f"/p/{panel.slug}")).get_text(" ", strip=True)
    assert "Eva wrote in A question" in said


def test_a_visitor_is_led_to_what_is_for_visitors_if_there_is_anything(
    mesa: Installation,
) -> None:
    with mesa.workshop.open_work() as work:
        closed, open_ = a_panel(work), a_panel(work)
        a_thread(work, closed)
        a_thread(work, open_, kind=Kind.VISITORS)
        stranger = a_seat(work, a_panel(work))

    for browser in (mesa.browser(), mesa.browser(stranger)):
        led = browser.get(f"/p/{open_.slug}")
        assert (led.status_code, led.location) == (302, f"/p/{open_.slug}/threads")
        missing = [browser.get(f"/p/{slug}") for slug in (closed.slug, "never-was")]
        assert [one.status_code for one in missing] == [404, 404]
        missing = [browser.get(f"/p/{slug}/threads") for slug in (closed.slug, "never-was")]
        assert [one.status_code for one in missing] == [404, 404]


def test_an_authority_finds_its_home_even_when_nothing_is_for_it_yet(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        guest = a_seat(work, panel, Role.AUTHORITY)
        a_thread(work, panel)

    page = mesa.browser(guest).get(f"/p/{panel.slug}")

    assert page.status_code == 200
    assert "Thread" not in " ".join(part.text for part in read(page).select(".moved"))


def test_whoever_watches_over_it_is_told_that_it_is_well(mesa: Installation) -> None:
    answer = mesa.browser().get("/health", headers=SCRIPT)

    assert (answer.status_code, answer.get_json()) == (200, {"status": "well"})
