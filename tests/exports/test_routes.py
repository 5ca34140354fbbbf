"""Exports through the front door: the page of what can be had, asking for it, and fetching it."""

from dataclasses import dataclass, replace
from urllib.parse import quote

import pytest
from sqlalchemy import select

from panel.exports.formats import FORMATS, TYPES
from panel.exports.shelf import Shelf
from panel.jobs.models import Job, State
from panel.kernel.settings import Settings
from panel.membership.actors import Actor
from panel.papers.models import Stage
from tests.conftest import SCRIPT, Installation
from tests.exports.desk import Desk, a_desk
from tests.pages import read


@pytest.fixture
def desk(mesa: Installation) -> Desk:
    return a_desk(mesa)


@dataclass(frozen=True)
class Made:
    """A file that was made, and where it is had."""

    url: str
    file: str


def made(desk: Desk, settings: Settings, number: int | None, kind: str = "html") -> Made:
    """Ask for a file, and lay it on the shelf as a worker does."""
    version = "" if number is None else str(number)
    form = {"format": kind, "version": version}
    assert desk.browser(desk.mo).post(desk.url, data=form).status_code == 303
    name = f"Protección ¿v{version}.{kind}"
    with desk.mesa.workshop.open_work() as work:
        job = work.session.scalars(select(Job).order_by(Job.id.desc())).first()
        assert job
        url = f"{desk.url}/{job.public_id}/{quote(name)}"
        job.state, job.ended_at = State.DONE, work.at
        job.result = {"file": f"{job.public_id}.x", "name": name, "url": url, "notes": []}
        file = job.result["file"]
    Shelf(settings).place(file).write_bytes(b"<p>what was made</p>")
    return Made(url, file)


def status(desk: Desk, url: str, who: Actor | None) -> int:
    return desk.browser(who).get(url).status_code


def test_the_page_offers_each_format_without_a_script(desk: Desk) -> None:
    page = read(desk.browser(desk.mo).get(desk.url))

    offered = [str(one["value"]) for one in page.select("#exports form button[name=format]")]
    assert offered == list(FORMATS)
    assert page.select_one("#exports form input[name=version][value='']")


def test_a_form_leads_to_the_page_where_the_job_is_followed(desk: Desk) -> None:
    number = desk.name("Primera")
    browser = desk.browser(desk.mo)

    answer = browser.post(desk.url, data={"format": "pdf", "version": str(number)})

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/exports?version={number}#export-pdf")
    row = read(browser.get(answer.headers["Location"])).select_one("#export-pdf")
    assert row
    assert str(row["data-room"]).startswith("job:")
    assert int(str(row["data-seq"])) > 0
    assert not row.select("button[name=format]")


def test_a_script_is_given_the_row_and_the_room(desk: Desk) -> None:
    form = {"format": "odt", "version": ""}

    answer = desk.browser(desk.mo).post(desk.url, data=form, headers=SCRIPT)

    assert answer.status_code == 202
    told = answer.get_json()
    assert told["room"].startswith("job:")
    assert 'id="export-odt"' in told["html"]
    tab = desk.mesa.tab(desk.mo, desk.url)
    assert told["room"] in tab.seqs


@pytest.mark.parametrize(
    "form",
    [
        {"format": "exe", "version": ""},
        {"version": ""},
        {"format": "pdf", "version": "x"},
        {"format": "pdf", "version": "-1"},
    ],
)
def test_what_cannot_be_understood_makes_nothing(desk: Desk, form: dict[str, str]) -> None:
    answer = desk.browser(desk.mo).post(desk.url, data=form, headers=SCRIPT)

    assert answer.status_code == 422
    with desk.mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(select(Job)).all() == []


def test_drafts_are_exported_by_moderators_alone(desk: Desk, settings: Settings) -> None:
    form = {"format": "pdf", "version": ""}
    url = made(desk, settings, None).url
    for who in (desk.ana, desk.rosa, None):
        browser = desk.browser(who)

        assert browser.post(desk.url, data=form, headers=SCRIPT).status_code == 403
        assert browser.get(desk.url).status_code == 403
        assert browser.get(url).status_code == 404

    assert status(desk, url, desk.mo) == 200


def test_what_was_adopted_is_for_all_who_read_it(desk: Desk, settings: Settings) -> None:
    desk.move(Stage.CONSULTATION, Stage.ADOPTED)
    url = made(desk, settings, 1).url

    for who in (desk.mo, desk.ana, desk.rosa, None):
        browser = desk.browser(who)
        page = read(browser.get(desk.url))

        assert page.select_one(f"a[href='{url}']")
        assert browser.get(url).status_code == 200
        assert browser.post(desk.url, data={"format": "md", "version": "1"}).status_code == 303


def test_the_rule_is_asked_when_a_file_is_fetched(desk: Desk, settings: Settings) -> None:
    desk.move(Stage.CONSULTATION)
    url = made(desk, settings, 1).url
    assert [status(desk, url, who) for who in (desk.rosa, None)] == [404, 404]

    desk.move(Stage.ADOPTED)
    assert [status(desk, url, who) for who in (desk.rosa, None)] == [200, 200]

    desk.move(Stage.WITHDRAWN)
    assert [status(desk, url, who) for who in (desk.rosa, None, desk.mo)] == [404, 404, 200]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_is_handed_over_as_what_it_is(desk: Desk, settings: Settings, kind: str) -> None:
    url = made(desk, settings, None, kind).url

    answer = desk.browser(desk.mo).get(url)

    headers = answer.headers
    assert answer.data == b"<p>what was made</p>"
    assert headers["Content-Type"].removesuffix("; charset=utf-8") == TYPES[kind]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''Protecci%C3%B3n%20%C2%BFv." in headers["Content-Disposition"]
    assert headers["Content-Disposition"].isascii()


def test_only_what_was_made_is_there(desk: Desk, settings: Settings) -> None:
    url = made(desk, settings, None).url
    file = url.rsplit("/", 1)[0]
    elsewhere = a_desk(desk.mesa)

    assert status(desk, url, desk.mo) == 200
    assert status(desk, f"{file}/other.html", desk.mo) == 404
    assert status(desk, f"{file}/..%2F..%2Fsecret_key", desk.mo) == 404
    assert status(desk, f"{desk.url}/bcdfghjkmnpq/x.html", desk.mo) == 404
    assert status(desk, url.replace(desk.paper, elsewhere.paper), desk.mo) == 404
    assert status(desk, url.replace(desk.url, elsewhere.url), elsewhere.mo) == 404
    assert status(desk, f"{desk.url}?version=9", desk.mo) == 404
    assert status(desk, url, elsewhere.mo) == 404


def test_a_job_that_is_not_done_has_no_file(desk: Desk, settings: Settings) -> None:
    url = made(desk, settings, None).url
    with desk.mesa.workshop.open_work() as work:
        [job] = work.session.scalars(select(Job))
        job.state, job.result = State.RUNNING, {}

    assert status(desk, url, desk.mo) == 404


def test_a_file_that_was_cleared_away_is_offered_again(desk: Desk, settings: Settings) -> None:
    one = made(desk, settings, None, "md")
    browser = desk.browser(desk.mo)
    Shelf(settings).place(one.file).unlink()

    answer = browser.get(one.url)

    assert answer.status_code == 410
    row = read(browser.get(desk.url)).select_one("#export-md")
    assert row
    assert row.select("button[name=format]")
    assert browser.post(desk.url, data={"format": "md", "version": ""}).status_code == 303
    with desk.mesa.workshop.open_reading() as reading:
        [job] = reading.session.scalars(select(Job))
        assert job.state == State.WAITING


def test_who_asks_too_often_is_told_so(desk: Desk, settings: Settings) -> None:
    desk.move(Stage.CONSULTATION, Stage.ADOPTED)
    desk.mesa.app.extensions["settings"] = replace(settings, posts="2 per hour")
    visitor, form = desk.browser(None), {"format": "md", "version": "1"}
    first = [visitor.post(desk.url, data=form).status_code for _ in range(2)]

    assert first == [303, 303]
    assert visitor.post(desk.url, data=form).status_code == 429


def test_a_visitor_is_led_to_look_again(desk: Desk) -> None:
    desk.move(Stage.CONSULTATION, Stage.ADOPTED)
    visitor = desk.browser(None)
    visitor.post(desk.url, data={"format": "pdf", "version": "1"})

    page = read(visitor.get(desk.url))

    assert page.select_one("#exports[data-begun]")
    assert page.select_one(".exports__again a")
