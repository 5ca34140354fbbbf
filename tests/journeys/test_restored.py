"""A backup is restored while tabs are open: they show what was restored, and keep what is typed."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from panel.discussion.models import ReadingMark
from panel.membership.actors import Actor
from panel.membership.models import Role
from tests.factories import a_thread, again
from tests.journeys.acts import has_arrived, is_live, meanwhile, path_of, post, row, says
from tests.journeys.conftest import SETTINGS
from tests.journeys.house import House, assert_equals_reload, posts, second_door
from tests.journeys.table import a_table, agree, is_saved, paragraph, types
from tests.services.server import server
from tests.services.waiting import until

pytestmark = pytest.mark.journey
ALONE = SETTINGS | {"PANEL_WORKERS": "0"}  # a worker would start with each server, for nothing


@pytest.fixture
def own(tmp_path: Path, browser: Browser) -> Iterator[House]:
    """A house on a server of its own, whose data may be put aside."""
    var = tmp_path / "var"
    with server("eventlet", f"sqlite:///{var / 'mesa.db'}", var, ALONE) as running:
        house = House(running, browser, second_door(running))
        yield house
        house.close()
        house.workshop.engine.dispose()


def backs_up(house: House) -> Path:
    """Take a backup of what there is now."""
    file = house.server.var.with_name("backup.tar.gz")
    house.server.run("backup", str(file))
    return file


def restores(house: House, file: Path) -> None:
    """Stop the server, and fill an empty installation at the same address with a backup."""
    house.server.stop()
    house.workshop.engine.dispose()
    shutil.move(house.server.var, house.server.var.with_name("before"))
    house.server.var.mkdir()
    house.server.run("restore", str(file))
    house.app = second_door(house.server)


def is_in(page: Page, people: int) -> None:
    """Wait until the server counts so many in the thread of a page."""
    expect(page.locator("[data-here] > li")).to_have_count(people)


def test_a_thread_shows_what_was_restored_and_keeps_what_is_typed(own: House) -> None:
    panel, [ana, beto] = own.panel(Role.MEMBER, Role.MEMBER)
    with own.work() as work:
        thread = a_thread(work, panel, ana)
    writer, other = (own.tab(who, path_of(panel, thread)) for who in (ana, beto))
    is_in(writer, 2)
    says(other, "Before the backup.")
    has_arrived(writer, "Before the backup.")
    backup = backs_up(own)
    for words in ("Lost, the first.", "Lost, the second."):
        says(other, words)
        has_arrived(writer, words)
    post(writer, 4).locator("a.act-answer").click()
    writer.locator("#composer textarea").fill("Half a sen")

    restores(own, backup)
    meanwhile(own, beto, thread, "New, the first.", "New, the second.", "New, the third.")
    own.server.start()

    for page in (writer, other):
        expect(page.locator("#posts > li", has_text="New, the third.")).to_have_count(1)
        assert [one for one in posts(page) if "Lost" in one] == []
        assert_equals_reload(page)
    expect(writer.locator("#composer textarea")).to_have_value("Half a sen")
    expect(writer.locator("#composer")).to_contain_text("is no longer in this thread")
    says(writer, "Half a sentence became a whole one.")
    has_arrived(other, "Half a sentence became a whole one.")
    mine = other.locator("#posts > li[data-parent='']", has_text="a whole one")
    expect(mine).to_have_count(1)  # and answers nobody, whoever has the number of what it answered


def has_read(house: House, who: Actor) -> int:
    """Tell how far the server knows somebody to have read in the one thread there is."""
    with house.app.app_context(), house.workshop.open_reading() as reading:
        query = select(ReadingMark.number).where(ReadingMark.seat_id == who.seat_id)
        return reading.session.scalar(query) or 0


def test_who_has_read_what_is_gone_has_not_read_what_has_its_numbers(own: House) -> None:
    panel, [ana, beto] = own.panel(Role.MEMBER, Role.MEMBER)
    with own.work() as work:
        thread = a_thread(work, panel, beto)
    reader = own.tab(ana, path_of(panel, thread))
    is_live(reader, ana)
    backup = backs_up(own)
    meanwhile(own, beto, thread, "Lost.")
    has_arrived(reader, "Lost.")
    until(lambda: has_read(own, ana) == 2, "the mark of what is gone", within=30)

    restores(own, backup)
    meanwhile(own, beto, thread, "New.")
    own.server.start()

    has_arrived(reader, "New.")
    until(lambda: has_read(own, ana) == 2, "the mark of what is new", within=30)


def test_lists_and_home_show_what_was_restored(own: House) -> None:
    panel, [ana, beto] = own.panel(Role.MEMBER, Role.MEMBER)
    with own.work() as work:
        thread = a_thread(work, panel, ana)
    list_, home = (own.tab(ana, f"/p/{panel.slug}{path}") for path in ("/threads", ""))
    expect(row(list_, thread)).to_contain_text("1")
    backup = backs_up(own)
    with own.work() as work:
        lost = a_thread(work, panel, again(work, beto), title="Begun after the backup")
    list_.locator("[data-pill]").click()
    expect(row(list_, lost)).to_have_count(1)
    home.locator("[data-pill]").click()
    expect(home.locator("main")).to_contain_text("Begun after the backup")

    restores(own, backup)
    own.server.start()

    for page in (list_, home):
        expect(page.locator("main")).not_to_contain_text("Begun after the backup")


def test_a_writer_brings_back_what_the_backup_lacked(own: House) -> None:
    table = a_table(own, Role.MEMBER, Role.READER)
    first, second = (table.opens(who) for who in table.people)
    types(first, 1, " Kept.")
    is_saved(first)
    backup = backs_up(own)
    types(first, 1, " Written since.")
    is_saved(first)
    expect(paragraph(second, 1)).to_contain_text("Kept. Written since.")

    restores(own, backup)
    own.server.start()

    types(first, 2, " Gone on.")
    said = agree(table, first, second)
    assert said == ["The first paragraph. Kept. Written since.", "The second. Gone on."]


def test_words_of_others_that_the_backup_lacked_are_put_aside_to_be_copied(own: House) -> None:
    table = a_table(own, Role.MEMBER, Role.MEMBER)
    first, second = (table.opens(who) for who in table.people)
    backup = backs_up(own)
    types(first, 1, " Written since.")
    is_saved(first)
    expect(paragraph(second, 1)).to_contain_text("Written since.")
    first.close()

    restores(own, backup)
    own.server.start()

    expect(second.locator(".unsent textarea")).to_have_value(re.compile("Written since"))
    expect(second.locator("#document-note")).to_contain_text("Mesa was restored from a backup.")
    types(second, 2, " Gone on.")
    assert agree(table, second) == ["The first paragraph.", "The second. Gone on."]


def test_who_only_reads_a_text_reads_the_restored_one(own: House) -> None:
    table = a_table(own, Role.MEMBER, Role.READER)
    first, second = (table.opens(who) for who in table.people)
    backup = backs_up(own)
    types(first, 1, " Written since.")
    is_saved(first)
    expect(paragraph(second, 1)).to_contain_text("Written since.")
    first.close()

    restores(own, backup)
    own.server.start()

    expect(paragraph(second, 1)).to_have_text(re.compile(r"paragraph\.$"))
    assert agree(table, second) == ["The first paragraph.", "The second."]
