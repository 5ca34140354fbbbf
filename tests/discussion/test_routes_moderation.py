"""Moderators keep order through the front door: they hide posts, close threads and pin them."""

import pytest

from panel.discussion.models import CONCLUSION_LIMIT, REASON_LIMIT
from tests.conftest import SCRIPT
from tests.discussion.conftest import Table
from tests.factories import a_form, a_seat, a_thread
from tests.pages import read


def test_of_what_is_hidden_nothing_reaches_a_reader(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        author = a_seat(
            work, work.session.merge(table.panel), name="Zoraida Quintana", house="Zeta"
        )
    form = a_form("unwise words of mine")
    written = table.browser(author).post(f"{table.url}/posts", data=form, headers=SCRIPT)
    assert written.status_code == 201
    edited = {"body": "unwise, too", "revision": "0"}
    assert table.browser(author).post(f"{table.url}/posts/2/body", data=edited).status_code == 303
    table.say(table.eva, "an answer", parent=2)
    reader = table.browser(table.rosa)
    before = reader.get(table.url).text
    assert "Zoraida Quintana" in before
    assert ">ZQ<" in before
    paths = [f"{table.url}", f"{table.url}/posts/2", f"{table.url}/posts/3"]
    paths += [f"{table.url}?order=time", f"{table.url}?answer=2", f"{table.home}/threads"]
    paths += [table.home, f"/rooms/thread:{table.name}/since/0"]
    paths += [f"/rooms/list:{table.audience()}/since/0"]
    tabs = [table.mesa.tab(table.rosa, url) for url in (table.url, f"{table.home}/threads")]

    hiding = {"reason": "It names <b>a person."}
    hidden = table.browser(table.mo).post(f"{table.url}/posts/2/hiding", data=hiding)

    assert hidden.status_code == 303
    pushed = [str(tab.socket.get_received()) for tab in tabs]
    secrets = ["unwise", "Zoraida", "Quintana", "Zeta", ">ZQ<", author.seat, form["token"]]
    for what in [*(reader.get(path).text for path in paths), *pushed]:
        for secret in secrets:
            assert secret not in what, secret
    assert "It names &lt;b&gt;a person." in reader.get(table.url).text
    assert "It names &lt;b&gt;a person." in pushed[0]
    assert reader.get(f"{table.url}/posts/2/history").status_code == 404
    trace = read(reader.get(table.url)).find(id=f"post-{table.name}-2")
    assert trace
    assert "post-item--trace" in trace["class"]
    assert not {"data-token", "data-author", "data-revision"} & set(trace.attrs)
    own = table.browser(author)
    assert "unwise" not in own.get(table.url).text  # its author sees the same trace
    assert own.get(f"{table.url}/posts/2/edit").status_code in {403, 404}

    moderator = table.browser(table.mo)
    assert "unwise, too" in moderator.get(table.url).text
    assert "unwise words" in moderator.get(f"{table.url}/posts/2/history").text
    shown = moderator.post(f"{table.url}/posts/2/hiding?_method=DELETE")
    assert shown.status_code == 303
    assert "unwise, too" in reader.get(table.url).text


@pytest.mark.parametrize("reason", ["", " ", "x" * (REASON_LIMIT + 1)])
def test_hiding_takes_a_reason(table: Table, reason: str) -> None:
    moderator = table.browser(table.mo)

    page = moderator.post(f"{table.url}/posts/1/hiding", data={"reason": reason})
    script = moderator.post(f"{table.url}/posts/1/hiding", data={"reason": reason}, headers=SCRIPT)

    assert page.status_code == script.status_code == 422
    [sentence] = read(page).select('[data-field="reason"]')
    assert sentence.text == script.get_json()["fields"]["reason"]
    assert not reason.strip() or reason in page.text
    assert table.posts()[0].hidden_at is None
    right = {"reason": "x" * REASON_LIMIT}
    assert moderator.post(f"{table.url}/posts/1/hiding", data=right).status_code == 303


def test_a_closed_thread_takes_words_from_moderators_alone(table: Table) -> None:
    moderator = table.browser(table.mo)
    form = {"conclusion": "We **agree** <i>now</i>."}
    assert moderator.post(f"{table.url}/closing", data=form).status_code == 303

    refused = table.browser(table.ana).post(f"{table.url}/posts", data=a_form("too late"))
    taken = moderator.post(f"{table.url}/posts", data=a_form("one more thing"))

    assert refused.status_code == 403
    assert "This thread is closed." in refused.text
    assert "too late</textarea>" in refused.text
    assert taken.status_code == 303
    page = table.browser(table.rosa).get(table.url)
    assert "We <strong>agree</strong> &lt;i&gt;now&lt;/i&gt;." in page.text
    assert read(page).select('[data-closed="true"]')

    assert moderator.post(f"{table.url}/closing?_method=DELETE").status_code == 303
    assert table.browser(table.ana).post(f"{table.url}/posts", data=a_form()).status_code == 303


def test_a_conclusion_too_long_is_given_back(table: Table) -> None:
    moderator, long = table.browser(table.mo), "x" * (CONCLUSION_LIMIT + 1)

    page = moderator.post(f"{table.url}/closing", data={"conclusion": long})

    assert page.status_code == 422
    assert f"{long}</textarea>" in page.text
    assert table.thread().closed_at is None
    assert moderator.post(f"{table.url}/closing", data={}).status_code == 303
    assert table.thread().conclusion == ""


def test_a_pinned_thread_stands_on_top_for_everybody(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        a_thread(work, work.session.merge(table.panel), table.ana)

    def rows() -> list[str]:
        page = read(table.browser(table.rosa).get(f"{table.home}/threads"))
        return [str(row["id"]).removeprefix("thread-row-") for row in page.select("#rows > li")]

    assert rows().index(table.name) == 1
    assert table.browser(table.mo).post(f"{table.url}/pin", headers=SCRIPT).status_code == 204
    assert rows().index(table.name) == 0
    assert table.browser(table.mo).delete(f"{table.url}/pin", headers=SCRIPT).status_code == 204
    assert rows().index(table.name) == 1
