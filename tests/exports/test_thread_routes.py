"""Exports of threads through the front door."""

from urllib.parse import quote

import pytest
from sqlalchemy import select

from panel.exports.formats import THREAD_FORMATS, TYPES
from panel.exports.routes.threads import OUTLIVED
from panel.exports.shelf import Shelf
from panel.jobs.models import Job, State
from panel.kernel.settings import Settings
from panel.membership.models import Kind
from tests.conftest import SCRIPT, Installation
from tests.exports.floor import Floor, a_floor
from tests.pages import read


@pytest.fixture
def floor(mesa: Installation) -> Floor:
    return a_floor(mesa, kind=Kind.VISITORS)


def made(floor: Floor, settings: Settings, kind: str = "md") -> str:
    """Ask for a file, and lay it on the shelf as a worker does; gives its address."""
    answer = floor.browser(floor.mo).post(floor.url, data={"format": kind, "observers": ""})
    assert answer.status_code == 303
    name = f"Brecha ¿1.{kind}"
    with floor.mesa.workshop.open_work() as work:
        job = work.session.scalars(select(Job).order_by(Job.id.desc())).first()
        assert job
        url = f"{floor.url}/{job.public_id}/{quote(name)}"
        job.state, job.ended_at = State.DONE, work.at
        job.result = {"file": f"{job.public_id}.x", "name": name, "url": url, "silenced": []}
        Shelf(settings).place(f"{job.public_id}.x").write_bytes(b"what was made")
    return url


def test_moderators_find_the_way_on_the_page_of_the_thread(floor: Floor) -> None:
    page = read(floor.browser(floor.mo).get(floor.url.removesuffix("/exports")))

    assert page.select_one(f".moderate a[href='{floor.url}']")


@pytest.mark.parametrize(("asked", "value"), [("", ""), ("?observers=yes", "yes")])
def test_the_page_offers_each_format_without_a_script(floor: Floor, asked: str, value: str) -> None:
    page = read(floor.browser(floor.mo).get(floor.url + asked))

    offered = [str(one["value"]) for one in page.select("#exports form button[name=format]")]
    assert offered == list(THREAD_FORMATS)
    fields = page.select("#exports form input[name=observers]")
    assert {str(one["value"]) for one in fields} == {value}
    here = page.select_one(".exports__which a[aria-current]")
    assert here
    assert str(here["href"]).endswith(f"observers={value}")


def test_a_form_leads_to_the_page_where_the_job_is_followed(floor: Floor) -> None:
    browser = floor.browser(floor.mo)

    answer = browser.post(floor.url, data={"format": "pdf", "observers": "yes"})

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/exports?observers=yes#export-pdf")
    row = read(browser.get(answer.headers["Location"])).select_one("#export-pdf")
    assert row
    assert str(row["data-room"]).startswith("job:")
    assert not row.select("button[name=format]")
    other = read(browser.get(floor.url)).select_one("#export-pdf")
    assert other
    assert other.select("button[name=format]")


def test_a_script_is_given_the_row_and_the_room(floor: Floor) -> None:
    answer = floor.browser(floor.mo).post(floor.url, data={"format": "json"}, headers=SCRIPT)

    assert answer.status_code == 202
    assert answer.get_json()["room"].startswith("job:")
    assert 'id="export-json"' in answer.get_json()["html"]


@pytest.mark.parametrize("form", [{"format": "docx"}, {}])
def test_what_cannot_be_understood_makes_nothing(floor: Floor, form: dict[str, str]) -> None:
    assert floor.browser(floor.mo).post(floor.url, data=form, headers=SCRIPT).status_code == 422

    with floor.mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(select(Job)).all() == []


def test_nobody_but_moderators_asks_looks_or_fetches(floor: Floor, settings: Settings) -> None:
    url = made(floor, settings)
    for who in (floor.ana, floor.claire, None):
        browser = floor.browser(who)

        assert browser.get(floor.url).status_code == 403
        assert browser.post(floor.url, data={"format": "md"}, headers=SCRIPT).status_code == 403
        assert browser.get(url).status_code == 404

    assert floor.browser(floor.mo).get(url).status_code == 200


@pytest.mark.parametrize("kind", THREAD_FORMATS)
def test_a_file_is_handed_over_as_what_it_is(floor: Floor, settings: Settings, kind: str) -> None:
    answer = floor.browser(floor.mo).get(made(floor, settings, kind))

    assert answer.data == b"what was made"
    assert answer.headers["Content-Type"].removesuffix("; charset=utf-8") == TYPES[kind]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


def test_a_file_of_another_thread_or_of_another_name_is_not_there(
    floor: Floor, settings: Settings
) -> None:
    url, elsewhere = made(floor, settings), a_floor(floor.mesa)
    browser = floor.browser(floor.mo)

    assert browser.get(url).status_code == 200
    assert browser.get(url.rsplit("/", 1)[0] + "/other.md").status_code == 404
    assert floor.browser(elsewhere.mo).get(url.replace(floor.url, elsewhere.url)).status_code == 404
    assert browser.get(f"{floor.url}/bcdfghjkmnpq/x.md").status_code == 404


@pytest.mark.parametrize("how", ["hide", "delete"])
def test_a_file_with_words_that_were_hidden_since_is_cleared_away(
    floor: Floor, settings: Settings, how: str
) -> None:
    url, browser = made(floor, settings), floor.browser(floor.mo)
    floor.says(floor.ana, "Lo que se añade no cambia el archivo.")
    assert browser.get(url).status_code == 200
    if how == "hide":
        floor.hide(2)
    else:
        floor.delete(floor.ana, 5)

    answer = browser.get(url)

    assert answer.status_code == 410
    assert str(OUTLIVED).replace("'", "&#39;") in answer.text
    assert list((settings.var / "exports").iterdir()) == []


def test_a_failure_offers_another_try_of_the_same(floor: Floor) -> None:
    browser = floor.browser(floor.mo)
    browser.post(floor.url, data={"format": "md", "observers": "yes"})
    with floor.mesa.workshop.open_work() as work:
        [job] = work.session.scalars(select(Job))
        job.state, job.failure = State.FAILED, "It could not be made."
        job.result = {"again": {"url": floor.url, "fields": {"observers": "yes", "format": "md"}}}

    row = read(browser.get(f"{floor.url}?observers=yes")).select_one("#export-md")

    assert row
    assert "It could not be made." in row.text
    form = {str(one["name"]): str(one["value"]) for one in row.select("form input")}
    assert form == {"observers": "yes", "format": "md"}
    assert browser.post(floor.url, data=form).status_code == 303
    with floor.mesa.workshop.open_reading() as reading:
        assert [one.state for one in reading.session.scalars(select(Job))] == [State.WAITING]
