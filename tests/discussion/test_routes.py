"""Discussions through the front door, with scripts and without."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from panel.discussion.actions import threads
from panel.discussion.models import (
    BODY_LIMIT,
    CONCLUSION_LIMIT,
    REASON_LIMIT,
    TITLE_LIMIT,
    Post,
    ReadingMark,
    Thread,
)
from panel.discussion.queries.threads import thread as find_thread
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Role
from tests.conftest import SCRIPT, Installation
from tests.factories import a_form, a_panel, a_post, a_seat, a_thread, the_audience, words
from tests.pages import beside, read, typed


@dataclass
class Table:
    """A thread with one post, and the people around it."""

    mesa: Installation
    panel: Panel
    ana: Actor
    eva: Actor
    mo: Actor
    rosa: Actor
    name: str
    home: str
    url: str

    def browser(self, who: Actor) -> FlaskClient:
        return self.mesa.browser(who)

    def say(self, who: Actor, *bodies: str, parent: int | None = None) -> None:
        """Contribute, past the limits of forms."""
        with self.mesa.workshop.open_work() as work:
            thread = find_thread(work, who, self.name, lock=True)
            answered = work.session.scalar(
                select(Post).where(Post.thread_id == thread.id, Post.number == (parent or 0))
            )
            for body in bodies:
                a_post(work, who, thread, body, answered)

    def posts(self) -> list[Post]:
        with self.mesa.workshop.open_reading() as reading:
            return list(reading.session.scalars(select(Post).order_by(Post.id)))

    def thread(self) -> Thread:
        with self.mesa.workshop.open_reading() as reading:
            return reading.session.scalars(select(Thread).filter_by(public_id=self.name)).one()


@pytest.fixture
def table(mesa: Installation) -> Table:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, eva = a_seat(work, panel, name="Ana"), a_seat(work, panel, name="Eva")
        mo = a_seat(work, panel, Role.MODERATOR, name="Mo")
        rosa = a_seat(work, panel, Role.READER, name="Rosa", language="es")
        thread = a_thread(work, panel, ana, body="The first question.")
    home = f"/p/{panel.slug}"
    url = f"{home}/threads/{thread.public_id}"
    return Table(mesa, panel, ana, eva, mo, rosa, thread.public_id, home, url)


def numbers(page: TestResponse) -> list[int]:
    return [int(str(item["data-number"])) for item in read(page).select("#posts > li")]


# A post


def test_a_post_travels(table: Table) -> None:
    writer = table.browser(table.ana)
    reader = table.mesa.tab(table.rosa, table.url)

    first = writer.post(f"{table.url}/posts", data=a_form(" Hello\r\nthere "), headers=SCRIPT)
    answer = a_form("<b>", parent=2)
    second = writer.post(f"{table.url}/posts", data=answer, headers=SCRIPT)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json()["id"] == f"post-{table.name}-2"
    one, two = reader.hear()
    assert (one["op"], one["seq"], two["op"], two["seq"]) == ("insert", 3, "insert", 4)
    assert (one["id"], two["number"]) == (first.get_json()["id"], 3)
    assert "&lt;b&gt;" in second.get_json()["html"]
    assert [post.body for post in table.posts()[1:]] == ["Hello\nthere", "<b>"]
    reader.assert_live_equals_reload()


def test_without_a_script_a_post_leads_to_its_permalink(table: Table) -> None:
    browser = table.browser(table.eva)
    form = a_form("Without a script.", parent=1)

    sent, again = (browser.post(f"{table.url}/posts", data=form) for _ in range(2))

    assert sent.status_code == again.status_code == 303
    assert sent.location == again.location == f"{table.url}/posts/2#post-{table.name}-2"
    page = browser.get(sent.location)
    assert "Without a script." in page.text
    assert len(table.posts()) == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"body": " \0 "}, "Please write something here."),
        ({"body": "x" * (BODY_LIMIT + 1)}, "This is too long."),
        ({"body": "[" * 10_000}, "There are too many brackets"),
        ({"token": "mine"}, "This form is damaged."),
        ({"token": ""}, "This form is damaged."),
        ({"parent": "-1"}, "This form is damaged."),
        ({"parent": "x"}, "This form is damaged."),
    ],
)
def test_a_form_that_is_wrong_comes_back_with_its_words(
    table: Table, changed: dict[str, str], sentence: str
) -> None:
    browser = table.browser(table.ana)
    right = a_form("<i>my words</i>")

    page = browser.post(f"{table.url}/posts", data=right | changed)
    script = browser.post(f"{table.url}/posts", data=right | changed, headers=SCRIPT)

    assert page.status_code == script.status_code == 422
    assert beside(page, "body").startswith(sentence)
    assert typed(page, "body") == (right | changed)["body"].strip("\0").replace("\0", "\ufffd") or (
        "body" in changed
    )
    [(field, told)] = script.get_json()["fields"].items()
    assert {field} == set(changed)
    assert told.startswith(sentence)
    assert len(table.posts()) == 1
    assert browser.post(f"{table.url}/posts", data=right).status_code == 303


def test_what_was_typed_comes_back_letter_by_letter(table: Table) -> None:
    words_ = "\n  two\r\n\r\n</textarea><script>x</script> &amp; é 🌱 " + "x" * BODY_LIMIT

    page = table.browser(table.ana).post(f"{table.url}/posts", data=a_form(words_, parent=1))

    assert page.status_code == 422
    assert typed(page, "body").split() == words_.split()
    assert typed(page, "parent") == "1"
    assert "In reply to Ana" in " ".join(read(page).select(".composer")[0].text.split())


def test_the_longest_post_is_taken(table: Table) -> None:
    sent = table.browser(table.ana).post(f"{table.url}/posts", data=a_form("x" * BODY_LIMIT))

    assert sent.status_code == 303


def test_a_token_used_for_other_words_gives_them_back(table: Table) -> None:
    browser, form = table.browser(table.ana), a_form("first")
    assert browser.post(f"{table.url}/posts", data=form).status_code == 303

    page = browser.post(f"{table.url}/posts", data=form | {"body": "second <i>"})
    script = browser.post(f"{table.url}/posts", data=form | {"parent": "1"}, headers=SCRIPT)

    assert page.status_code == script.status_code == 409
    assert "second &lt;i&gt;</textarea>" in page.text
    assert "Your words are kept here." in script.get_json()["message"]
    assert [post.body for post in table.posts()] == ["The first question.", "first"]


def test_a_token_of_a_post_that_was_taken_back_is_gone(table: Table) -> None:
    browser, form = table.browser(table.ana), a_form("taken back")
    browser.post(f"{table.url}/posts", data=form)
    assert browser.delete(f"{table.url}/posts/2", headers=SCRIPT).status_code == 204

    assert browser.post(f"{table.url}/posts", data=form, headers=SCRIPT).status_code == 410


def test_a_token_of_one_thread_is_refused_in_another(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        other = a_thread(work, work.session.merge(table.panel), table.ana).public_id
    browser, form = table.browser(table.ana), a_form()
    assert browser.post(f"{table.url}/posts", data=form).status_code == 303

    sent = browser.post(f"{table.home}/threads/{other}/posts", data=form, headers=SCRIPT)

    assert sent.status_code == 409


def test_answering_what_is_not_there_keeps_the_words(table: Table) -> None:
    browser = table.browser(table.ana)

    page = browser.post(f"{table.url}/posts", data=a_form("kept", parent=99))

    assert page.status_code == 404
    assert "kept</textarea>" in page.text


def test_a_reader_is_told_why_in_her_language_and_gets_no_composer(table: Table) -> None:
    form = a_form("my words")
    assert table.browser(table.ana).post(f"{table.url}/posts", data=form).status_code == 303

    sent = table.browser(table.rosa).post(f"{table.url}/posts", data=form)

    assert sent.status_code == 403
    assert "Su rol aquí es leer." in sent.text
    assert "my words</textarea>" in sent.text
    [body] = read(table.browser(table.rosa).get(table.url)).select("body")
    assert body["data-may"] == "read"
    [body] = read(table.browser(table.ana).get(table.url)).select("body")
    assert body["data-may"] == "read reply start"


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


def test_a_preview_shows_what_would_be_written_and_writes_nothing(table: Table) -> None:
    browser = table.browser(table.ana)

    shown = browser.post("/preview", data={"body": "**bold** <i>"})
    wrong = browser.post("/preview", data={"body": "[" * 10_000}, headers=SCRIPT)
    empty = browser.post("/preview", data={"body": " "}, headers=SCRIPT)

    assert shown.text == "<p><strong>bold</strong> &lt;i&gt;</p>"
    assert wrong.status_code == empty.status_code == 422
    assert "too many brackets" in wrong.get_json()["fields"]["body"]
    assert table.mesa.browser().post("/preview", data={"body": "x"}).status_code == 401
    assert len(table.posts()) == 1


# Editing, taking back, history


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


# Hiding


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
    assert "Zoraida Quintana" in reader.get(table.url).text
    paths = [f"{table.url}", f"{table.url}/posts/2", f"{table.url}/posts/3"]
    paths += [f"{table.url}?order=time", f"{table.url}?answer=2", f"{table.home}/threads"]
    paths += [table.home, f"/rooms/thread:{table.name}/since/0"]
    paths += [f"/rooms/list:{_audience(table)}/since/0"]
    tabs = [table.mesa.tab(table.rosa, url) for url in (table.url, f"{table.home}/threads")]

    hiding = {"reason": "It names <b>a person."}
    hidden = table.browser(table.mo).post(f"{table.url}/posts/2/hiding", data=hiding)

    assert hidden.status_code == 303
    pushed = [str(tab.socket.get_received()) for tab in tabs]
    secrets = ["unwise", "Zoraida", "Quintana", "Zeta", "ZQ", author.seat, form["token"]]
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


def _audience(table: Table) -> str:
    with table.mesa.workshop.open_work() as work:
        return the_audience(work, work.session.merge(table.panel)).public_id


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


# Starting a thread


def an_opening(audience: str, **changed: str) -> dict[str, str]:
    return {
        "title": "Who <i>pays</i>?",
        "body": "The *question*.",
        "audience": audience,
        "token": uuid4().hex,
    } | changed


def test_a_thread_is_started_and_appears_in_the_lists_of_the_others(table: Table) -> None:
    listing = table.mesa.tab(table.rosa, f"{table.home}/threads")
    form = an_opening(_audience(table))

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
    browser, right = table.browser(table.ana), an_opening(_audience(table))

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
        (coco, _audience(table), 403),
        (table.rosa, _audience(table), 403),
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


# Reading


def test_a_thread_opens_at_its_beginning_then_where_the_unread_begins_then_at_its_end(
    table: Table,
) -> None:
    table.say(table.ana, *(f"post {n}" for n in range(2, 121)))
    browser = table.browser(table.eva)
    assert numbers(browser.get(f"{table.url}?order=time"))[0] == 1

    for mark, first, last in [(60, 51, 100), (118, 71, 120), (120, 71, 120)]:
        marked = browser.post(f"{table.url}/mark", data={"number": str(mark)}, headers=SCRIPT)
        assert marked.status_code == 204
        shown = numbers(browser.get(f"{table.url}?order=time"))
        assert (shown[0], shown[-1]) == (first, last)


def test_the_page_says_what_is_unread_and_what_of_it_is_elsewhere(table: Table) -> None:
    table.say(table.ana, *(f"post {n}" for n in range(2, 121)))
    browser = table.browser(table.eva)
    browser.post(f"{table.url}/mark", data={"number": "60"})

    page = read(browser.get(f"{table.url}?order=time"))

    [section] = page.select(f"#thread-{table.name}")
    assert (section["data-mark"], section["data-outside"]) == ("60", "101")
    assert page.select('[data-unread="60"]')
    new = [item["data-number"] for item in page.select("li:has(> .post--new)")]
    assert new == [str(n) for n in range(61, 101)]
    [line] = page.select(".since")
    parent = line.find_parent("li")
    assert parent
    assert parent["data-number"] == "61"


@pytest.mark.parametrize("number", ["", "x", "-1", "9999999999"])
def test_a_mark_that_is_none_is_refused(table: Table, number: str) -> None:
    browser = table.browser(table.eva)
    right = browser.post(f"{table.url}/mark", data={"number": "1"}, headers=SCRIPT)
    assert right.status_code == 204

    sent = browser.post(f"{table.url}/mark", data={"number": number}, headers=SCRIPT)

    assert sent.status_code == 422
    with table.mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(select(ReadingMark.number)).all() == [1]


def test_a_reader_marks_and_a_visitor_does_not(table: Table) -> None:
    form = {"number": "1"}

    assert table.browser(table.rosa).post(f"{table.url}/mark", data=form).status_code == 303
    assert table.mesa.browser().post(f"{table.url}/mark", data=form).status_code == 401
    with table.mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(ReadingMark)).all()) == 1


@pytest.mark.parametrize("order", ["tree", "time"])
def test_the_links_of_a_thread_lead_through_all_of_it(table: Table, order: str) -> None:
    table.say(table.ana, *(f"post {n}" for n in range(2, 100)))
    table.say(table.ana, *(f"answer {n}" for n in range(20)), parent=3)
    browser = table.browser(table.rosa)

    def walk(first: str, rel: str) -> list[int]:
        seen, url = list[int](), f"{table.url}?order={order}{first}"
        while url:
            page = browser.get(url)
            here = numbers(page)
            seen = here + seen if rel == "prev" else seen + here
            links = read(page).select(f"a[rel={rel}]")
            url = str(links[0]["href"]) if links else ""
        return seen

    whole = walk("", "next")
    assert sorted(whole) == [*range(1, 120)]
    assert (whole == sorted(whole)) == (order == "time")
    assert walk(f"&before={'9' * 6}", "prev") == whole


@pytest.mark.parametrize(
    "query", ["order=x", "after=x", "before=", "after=" + "9" * 200, "answer=x", "answer=99"]
)
def test_an_address_that_was_tampered_with_shows_the_thread(table: Table, query: str) -> None:
    page = table.browser(table.ana).get(f"{table.url}?{query}")

    assert page.status_code == 200
    assert numbers(page) == [1]


def test_a_permalink_opens_the_page_around_its_post_and_highlights_it(table: Table) -> None:
    table.say(table.ana, *(f"post {n}" for n in range(2, 121)))

    page = table.browser(table.rosa).get(f"{table.url}/posts/77")

    shown = read(page)
    [here] = shown.select("li.post-item--here")
    assert here["data-number"] == "77"
    assert 77 in numbers(page)
    assert len(numbers(page)) == 50
    for number in ("0", "999", "x", "1000000"):
        assert table.browser(table.rosa).get(f"{table.url}/posts/{number}").status_code == 404


def test_answering_without_a_script_names_whom(table: Table) -> None:
    page = table.browser(table.eva).get(f"{table.url}?answer=1")

    [composer] = read(page).select("form.composer")
    assert "In reply to Ana" in " ".join(composer.text.split())
    assert typed(page, "parent") == "1"


def test_every_form_has_a_token_of_its_own(table: Table) -> None:
    browser = table.browser(table.ana)

    tokens = {typed(browser.get(url), "token") for url in (table.url, table.url)}
    tokens.add(typed(browser.get(f"{table.home}/threads/new"), "token"))

    assert len(tokens) == 3
    assert all(len(token) == 32 for token in tokens)


def test_a_visitor_reads_what_is_for_visitors_and_nothing_else(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        panel = work.session.merge(table.panel)
        public = a_thread(work, panel, table.ana, kind=Kind.VISITORS, title="For all").public_id
    visitor = table.mesa.browser()

    listing, page = (
        visitor.get(f"{table.home}/threads"),
        visitor.get(f"{table.home}/threads/{public}"),
    )

    assert "For all" in listing.text
    assert table.name not in listing.text
    assert page.status_code == 200
    assert not read(page).select("form.composer, [data-author=''] form[method=post] textarea")
    assert visitor.get(table.url).status_code == 404
    assert visitor.get(table.home).location == f"{table.home}/threads"


def test_what_one_may_not_read_is_not_there(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        panel = work.session.merge(table.panel)
        stranger = a_seat(work, a_panel(work), Role.MODERATOR)
        name = a_thread(work, panel, table.ana, kind=Kind.MEMBERS, title="Secret").public_id
    url = f"{table.home}/threads/{name}"
    acts = [("posts", a_form()), ("mark", {"number": "1"}), ("pin", {}), ("closing", {})]
    acts += [("posts/1/hiding", {"reason": "x"}), ("posts/1/body", {"body": "x", "revision": "0"})]
    for path in ("", "/posts/1", "/posts/1/history"):
        assert table.browser(table.ana).get(url + path).status_code == 200

        closed = [table.browser(who).get(url + path) for who in (table.rosa, stranger)]
        closed.append(table.browser(table.rosa).get(url.replace(name, "neverwas") + path))

        assert [answer.status_code for answer in closed] == [404, 404, 404]
    for path, form in acts:
        for who in (table.rosa, stranger):
            sent = table.browser(who).post(f"{url}/{path}", data=form, headers=SCRIPT)
            assert sent.status_code == 404, path
    assert "Secret" not in table.browser(table.rosa).get(f"{table.home}/threads").text


def test_a_thread_is_found_in_its_own_panel_only(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        other = a_panel(work)
        there = a_seat(work, other, Role.MODERATOR)
    wrong = f"/p/{other.slug}/threads/{table.name}"
    assert table.browser(there).get(f"/p/{other.slug}/threads").status_code == 200

    for who in (there, table.mo):
        assert table.browser(who).get(wrong).status_code == 404


def test_a_long_list_goes_on_where_it_stopped(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        panel = work.session.merge(table.panel)
        for n in range(34):
            a_thread(work, panel, table.ana, title=f"Thread {n}")
        closed = find_thread(work, table.mo, table.name, lock=True)
        threads.close(work, table.mo, closed, words("We agree."))
    browser = table.browser(table.eva)

    first = read(browser.get(f"{table.home}/threads"))
    [older] = first.select("a[rel=next]")
    second = read(browser.get(str(older["href"])))

    rows = [len(page.select("#rows > li")) for page in (first, second)]
    assert rows == [30, 5]
    assert not second.select("a[rel=next]")
    ids = {row["id"] for page in (first, second) for row in page.select("#rows > li")}
    assert len(ids) == 35
    only = read(browser.get(f"{table.home}/threads?filter=concluded"))
    assert [row["id"] for row in only.select("#rows > li")] == [f"thread-row-{table.name}"]
    unread = read(browser.get(f"{table.home}/threads?filter=unread"))
    [older] = unread.select("a[rel=next]")
    assert "filter=unread" in str(older["href"])
    assert len(read(browser.get(f"{table.home}/threads?filter=x")).select("#rows > li")) == 30
