"""A thread is started through the front door by whoever may, or its words come back."""

from uuid import uuid4

import pytest

from panel.discussion.models import BODY_LIMIT, TITLE_LIMIT
from panel.membership.models import Kind, Role
from tests.conftest import SCRIPT
from tests.discussion.conftest import Table
from tests.factories import a_panel, a_seat, the_audience
from tests.pages import beside, read, typed


def an_opening(audience: str, **changed: str) -> dict[str, str]:
    return {
        "title": "Who <i>pays</i>?",
        "body": "The *question*.",
        "audience": audience,
        "token": uuid4().hex,
    } | changed


def test_a_thread_is_started_and_appears_in_the_lists_of_the_others(table: Table) -> None:
    listing = table.mesa.tab(table.rosa, f"{table.home}/threads")
    form = an_opening(table.audience())

    page, retry = (
        table.browser(table.eva).post(f"{table.home}/threads", data=form) for _ in range(2)
    )
    script = table.browser(table.eva).post(f"{table.home}/threads", data=form, headers=SCRIPT)

    assert page.status_code == retry.status_code == 303
    assert page.location == retry.location == script.get_json()["url"]
    assert script.status_code == 201
    shown = table.browser(table.rosa).get(page.location)
    assert "Who &lt;i&gt;pays&lt;/i&gt;?" in shown.text
    assert "<p>The <em>question</em>.</p>" in shown.text
    assert len(listing.hear()) == 2
    listing.assert_live_equals_reload()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * (TITLE_LIMIT + 1)}, "title"),
        ({"body": ""}, "body"),
        ({"body": "x" * (BODY_LIMIT + 1)}, "body"),
        ({"body": "[" * 401}, "body"),
        ({"audience": ""}, "audience"),
        ({"token": "mine"}, "token"),
    ],
)
def test_an_opening_that_is_wrong_comes_back_with_its_words(
    table: Table, wrong: dict[str, str], field: str
) -> None:
    browser, right = table.browser(table.ana), an_opening(table.audience())

    page = browser.post(f"{table.home}/threads", data=right | wrong)
    script = browser.post(f"{table.home}/threads", data=right | wrong, headers=SCRIPT)

    assert page.status_code == script.status_code == 422
    assert set(script.get_json()["fields"]) == {field}
    sentence = script.get_json()["fields"][field]
    assert sentence in (page.text if field == "token" else beside(page, field))
    assert typed(page, "title") == (right | wrong)["title"]
    assert typed(page, "body") == (right | wrong)["body"]
    if field != "audience":
        [chosen] = read(page).select("input[name=audience][checked]")
        assert chosen["value"] == right["audience"]
    assert browser.post(f"{table.home}/threads", data=right).status_code == 303


def test_an_opening_for_whom_one_may_not_speak_is_refused_with_its_words(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        panel = work.session.merge(table.panel)
        members = the_audience(work, panel, Kind.MEMBERS).public_id
        coco = a_seat(work, panel, Role.COMMENTER)
        foreign = the_audience(work, a_panel(work)).public_id
    assert table.browser(table.ana).post(
        f"{table.home}/threads", data=an_opening(members)
    ).status_code == (303)

    for who, audience, status in [
        (coco, table.audience(), 403),
        (table.rosa, table.audience(), 403),
        (coco, members, 404),
        (table.ana, foreign, 404),
        (table.ana, "never was", 404),
    ]:
        sent = table.browser(who).post(f"{table.home}/threads", data=an_opening(audience))
        assert sent.status_code == status
        assert "The *question*.</textarea>" in sent.text
        assert "Who &lt;i&gt;pays&lt;/i&gt;?</textarea>" in sent.text


def test_only_who_may_start_threads_gets_the_form(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        panel = work.session.merge(table.panel)
        coco = a_seat(work, panel, Role.COMMENTER)
        guest = a_seat(work, panel, Role.AUTHORITY)
    url = f"{table.home}/threads/new"

    assert read(table.browser(table.ana).get(url)).select("input[name=audience]")
    for who in (coco, guest, table.rosa):
        assert table.browser(who).get(url).status_code == 404
    assert table.mesa.browser().get(url).status_code == 401
