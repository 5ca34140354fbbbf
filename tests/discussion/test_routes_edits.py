"""Posts edited and taken back through the front door, and the history that stays open."""

import pytest

from panel.discussion.models import BODY_LIMIT
from tests.conftest import SCRIPT
from tests.discussion.conftest import Table
from tests.pages import beside, read, typed


def test_a_post_is_edited_and_its_history_is_open_to_all_who_read(table: Table) -> None:
    browser = table.browser(table.ana)
    form = browser.get(f"{table.url}/posts/1/edit")
    assert (typed(form, "body"), typed(form, "revision")) == ("The first question.", "0")
    tab = table.mesa.tab(table.eva, table.url)

    sent = browser.post(f"{table.url}/posts/1/body", data={"body": "Better.", "revision": "0"})

    assert (sent.status_code, sent.location) == (303, f"{table.url}/posts/1#post-{table.name}-1")
    assert [push["op"] for push in tab.hear()] == ["replace"]
    tab.assert_live_equals_reload()
    history = table.browser(table.rosa).get(f"{table.url}/posts/1/history")
    assert "The first question." in history.text
    assert "Better." in history.text
    assert len(read(history).select(".revisions > li")) == 2


def test_an_edit_from_an_old_form_is_refused_with_its_words(table: Table) -> None:
    browser = table.browser(table.ana)
    stale = {"body": "third & last", "revision": "0"}
    browser.post(f"{table.url}/posts/1/body", data={"body": "second", "revision": "0"})

    page = browser.post(f"{table.url}/posts/1/body", data=stale)
    script = browser.post(f"{table.url}/posts/1/body", data=stale, headers=SCRIPT)

    assert page.status_code == script.status_code == 409
    assert "third &amp; last</textarea>" in page.text
    assert table.posts()[0].body == "second"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": "x" * (BODY_LIMIT + 1)}, "body"),
        ({"body": "<" * 401}, "body"),
        ({"revision": "x"}, "revision"),
        ({"revision": ""}, "revision"),
    ],
)
def test_an_edit_that_is_wrong_comes_back_with_its_words(
    table: Table, wrong: dict[str, str], field: str
) -> None:
    browser = table.browser(table.ana)
    right = {"body": "Better <i>", "revision": "0"}

    page = browser.post(f"{table.url}/posts/1/body", data=right | wrong)
    script = browser.post(f"{table.url}/posts/1/body", data=right | wrong, headers=SCRIPT)

    assert page.status_code == script.status_code == 422
    assert set(script.get_json()["fields"]) == {field}
    assert typed(page, "body") == (right | wrong)["body"]
    if field == "body":
        assert beside(page, "body")
    else:
        assert script.get_json()["fields"]["revision"] in page.text
    assert table.posts()[0].revision == 0
    assert browser.post(f"{table.url}/posts/1/body", data=right).status_code == 303


def test_nobody_opens_the_form_of_anothers_post(table: Table) -> None:
    assert table.browser(table.ana).get(f"{table.url}/posts/1/edit").status_code == 200

    for who in (table.eva, table.mo, table.rosa):
        assert table.browser(who).get(f"{table.url}/posts/1/edit").status_code == 403
        sent = table.browser(who).post(
            f"{table.url}/posts/1/body", data={"body": "x", "revision": "0"}
        )
        assert sent.status_code == 403


def test_a_post_is_taken_back_by_a_form_too(table: Table) -> None:
    table.say(table.eva, "taken back")
    tab = table.mesa.tab(table.rosa, table.url)

    sent = table.browser(table.eva).post(f"{table.url}/posts/2?_method=DELETE")

    assert (sent.status_code, sent.location) == (303, table.url)
    assert [push["op"] for push in tab.hear()] == ["remove"]
    tab.assert_live_equals_reload()
    for path in ("posts/2", "posts/2/history", "posts/2/edit"):
        assert table.browser(table.eva).get(f"{table.url}/{path}").status_code == 404
