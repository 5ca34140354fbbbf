"""Threads and lists as pages: each opens at the right place and leads on, for whoever may read."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from panel.discussion.actions import threads
from panel.discussion.models import ReadingMark
from panel.discussion.queries.threads import thread as find_thread
from panel.membership.models import Kind, Role
from tests.conftest import SCRIPT
from tests.discussion.conftest import Table
from tests.factories import a_form, a_panel, a_seat, a_thread, words
from tests.pages import read, typed


def numbers(page: TestResponse) -> list[int]:
    return [int(str(item["data-number"])) for item in read(page).select("#posts > li")]


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


def test_the_line_before_what_is_new_stands_before_what_others_wrote(table: Table) -> None:
    table.say(table.ana, "two")
    browser = table.browser(table.eva)
    browser.post(f"{table.url}/mark", data={"number": "2"})
    table.say(table.eva, "three, my own")
    table.say(table.ana, "four, an answer to the first", parent=1)

    [by_time, by_tree] = [
        read(browser.get(f"{table.url}?order={order}")).select("li:has(> .since)")
        for order in ("time", "tree")
    ]

    assert [item["data-number"] for item in by_time] == ["4"]
    assert by_tree == []  # it stands among what was read, and only one's own follows


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
