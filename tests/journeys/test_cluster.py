"""People on different processes meet, whoever of the processes or of what they share goes.

By the front they come as everybody does; by a process' own address, when a story has to know which
one it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from panel.live.elsewhere import EVERY, SILENT
from panel.membership.models import Role
from tests.factories import a_thread
from tests.journeys.acts import has_arrived, is_live, path_of, says
from tests.journeys.conftest import SETTINGS
from tests.journeys.house import House, assert_equals_reload, posts, second_door
from tests.journeys.table import Table, a_table, agree, paragraph, types
from tests.journeys.test_behind_caddy import Fronted
from tests.services.cluster import Cluster, cluster
from tests.services.postgresql import new_database

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("cluster-journeys")]
GONE = (SILENT + EVERY + 5) * 1000  # ms until a process that says nothing is taken for gone
CARET = ".caret__name"


@dataclass(frozen=True)
class Street:
    """One panel's house with several doors: of each process, and the front's."""

    cluster: Cluster
    front: House
    near: House
    far: House


class Busy:
    """Somebody with a paper and a thread open, who has come by the front."""

    def __init__(self, table: Table, n: int, path: str) -> None:
        self.turn = n + 1
        self.text = table.sits(table.people[n])
        self.thread = self.text.context.new_page()
        self.thread.goto(path)
        is_live(self.thread, table.people[n])

    def said(self, when: str) -> str:
        """Tell what they say at some time; all of it has to fit in one line of the paper."""
        return f"{self.turn} {when}."

    def speaks(self, when: str) -> None:
        """Write in both places; each has a paragraph of their own."""
        types(self.text, self.turn, f" {self.said(when)}")
        says(self.thread, self.said(when))


@pytest.fixture(scope="module")
def running(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    url = new_database(postgresql_server, f"journeys_{folder.parent.name}".replace("-", "_"))
    with cluster(url, folder, SETTINGS, joining=1) as running:
        yield running


@pytest.fixture
def street(running: Cluster, browser: Browser) -> Iterator[Street]:
    one, other, _third = running.servers
    app = second_door(one)
    port = urlsplit(running.url).port or 0
    before = Fronted("eventlet", one.database_url, one.var, port, one.settings, front=port)
    houses = [House(server, browser, app) for server in (before, one, other)]
    yield Street(running, *houses)
    for house in houses:
        house.close()
    houses[0].workshop.engine.dispose()


def seen_from(house: House, table: Table) -> Table:
    """Give the same table, as one comes to it by another door."""
    return replace(table, house=house)


def process_of(context: BrowserContext) -> str:
    """Tell by which process somebody is served who has come by the front."""
    [kept] = [one for one in context.cookies() if one.get("name") == "mesa_process"]
    return kept.get("value", "")


def hurries(page: Page) -> None:
    """Come back at once, as when a network is there again, and not after a pause."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_who_follows_on_another_process_sees_posts_and_who_is_here_and_writes(
    street: Street,
) -> None:
    panel, [ana, beto] = street.near.panel(Role.MEMBER, Role.READER)
    with street.near.work() as work:
        thread = a_thread(work, panel, ana, body="Is anybody there?")
    page = street.near.tab(ana, path_of(panel, thread))
    other = street.far.tab(beto, path_of(panel, thread))
    for tab in (page, other):
        is_live(tab, ana)
        is_live(tab, beto)

    page.locator("#composer textarea").press_sequentially("From the near process.")

    expect(other.locator("[data-typing]")).to_contain_text("Member 1")
    says(page, "From the near process.")
    has_arrived(page, "From the near process.")
    expect(other.locator("#posts > li[data-number='2'] .prose")).to_have_text(
        "From the near process."
    )
    for tab in (page, other):
        assert_equals_reload(tab)


def test_two_on_different_processes_write_in_one_paper_and_one_of_these_dies(
    street: Street,
) -> None:
    table = a_table(street.near, Role.MEMBER, Role.MEMBER)
    [ana, beto] = table.people
    writer, other = table.sits(ana), seen_from(street.far, table).sits(beto)

    types(writer, 1, " Ana was here.")
    types(other, 2, " Beto was here.")

    expect(paragraph(other, 1)).to_contain_text("The first paragraph. Ana was here.")
    expect(paragraph(writer, 2)).to_contain_text("The second. Beto was here.")
    for page in (writer, other):
        expect(page.locator(CARET)).to_have_attribute("data-name", "Member")
    assert agree(seen_from(street.far, table), writer, other) == [
        "The first paragraph. Ana was here.",
        "The second. Beto was here.",
    ]

    street.near.server.kill()
    types(writer, 1, " And is alone.")
    types(other, 2, " And goes on.")
    expect(other.locator(CARET)).to_have_count(0, timeout=GONE)
    street.near.server.start()
    hurries(writer)

    expect(paragraph(other, 1)).to_contain_text("And is alone.")
    for page in (writer, other):
        expect(page.locator(CARET)).to_have_attribute("data-name", "Member")
    assert agree(table, writer, other) == [
        "The first paragraph. Ana was here. And is alone.",
        "The second. Beto was here. And goes on.",
    ]


def test_processes_and_redis_go_one_after_the_other_and_nothing_is_lost(street: Street) -> None:
    table = a_table(street.front, Role.MEMBER, Role.MEMBER)
    with street.front.work() as work:
        thread = a_thread(work, table.panel, table.people[0], body="Is anybody there?")
    path = path_of(table.panel, thread)
    both = [Busy(table, n, path) for n in (0, 1)]
    sat = [process_of(one.text.context) for one in both]
    whens = list[str]()

    def all_speak(when: str) -> None:
        whens.append(when)
        for one in both:
            one.speaks(when)
        for one in both:
            has_arrived(one.thread, one.said(when))

    all_speak("early")
    for name, server in (("near", street.near.server), ("far", street.far.server)):
        server.kill()
        all_speak(f"no {name}")
        server.start()
    street.cluster.valkey.kill()
    all_speak("no Redis")
    street.cluster.valkey.start()
    all_speak("late")

    assert len(set(sat)) == 2
    assert [process_of(one.text.context) for one in both] != sat
    begun = zip(("The first paragraph.", "The second."), both, strict=True)
    written = ["".join([text, *(f" {one.said(when)}" for when in whens)]) for text, one in begun]
    assert agree(table, *(one.text for one in both)) == written
    spoken = {one.said(when) for one in both for when in whens}
    for one in both:
        assert_equals_reload(one.thread)
        assert sorted(posts(one.thread)[1:]) == sorted(spoken)


def test_who_is_refused_a_line_reads_and_writes_without_one(street: Street) -> None:
    third = street.cluster.servers[-1]
    full = replace(third, settings={**third.settings, "PANEL_LINES": "1"})
    house = House(full, street.front.browser, street.front.app)
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana, body="Is there room?")
    full.start()
    try:
        first = house.tab(ana, path_of(panel, thread))
        is_live(first, ana)
        second = house.tab(beto, path_of(panel, thread))

        says(second, "For words there is.")

        has_arrived(second, "For words there is.")
        expect(first.locator("#posts > li[data-number='2'] .prose")).to_be_visible()
        assert_equals_reload(second)
        assert "as many as this process holds" in full.log
    finally:
        house.close()
        full.stop()


def test_a_process_that_joins_takes_people(street: Street) -> None:
    table = a_table(street.front, Role.MEMBER, Role.MEMBER, Role.MEMBER)
    early = [table.sits(who) for who in table.people[:2]]

    street.cluster.servers[-1].start()
    late = table.sits(table.people[2])
    types(late, 1, " And one more.")

    for page in early:
        expect(paragraph(page, 1)).to_contain_text("And one more.")
    assert process_of(late.context) not in {process_of(page.context) for page in early}
    agree(table, *early, late)
