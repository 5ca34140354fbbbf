"""Branches are moved through the front door, and whoever writes meanwhile loses no word."""

from uuid import uuid4

import pytest

from panel.membership.models import Kind, Role
from tests.conftest import SCRIPT
from tests.discussion.conftest import Table
from tests.factories import a_form, a_seat, a_thread
from tests.pages import read


def moving(to: str, **others: str) -> dict[str, str]:
    return {"to": to, "token": uuid4().hex} | others


def a_place(table: Table, kind: Kind = Kind.PANEL, title: str = "Another question") -> str:
    with table.mesa.workshop.open_work() as work:
        thread = a_thread(work, work.session.merge(table.panel), kind=kind, title=title)
        return thread.public_id


@pytest.fixture
def branch(table: Table) -> str:
    """Give the address of a branch of two posts: 2, and 3 below it."""
    table.say(table.ana, "the branch")
    table.say(table.eva, "its answer", parent=2)
    return f"{table.url}/posts/2"


def test_a_moderator_finds_a_thread_and_moves_a_branch_there(table: Table, branch: str) -> None:
    there = a_place(table)
    mo = table.browser(table.mo)
    assert f"{branch}/move" in mo.get(branch).text
    page = read(mo.get(f"{branch}/move?search=ANOTHER"))
    assert [one["value"] for one in page.select('[name="to"]')] == [there, "new"]
    assert not read(mo.get(f"{branch}/move?search=nowhere")).select(f'[value="{there}"]')
    form = moving(there, under=f"http://localhost{table.home}/threads/{there}/posts/1")

    moved = mo.post(f"{branch}/move", data=form)
    again = mo.post(f"{branch}/move", data=form)

    assert moved.status_code == again.status_code == 303
    assert moved.location == again.location
    assert f"/threads/{there}/posts/2#" in moved.location
    assert "its answer" in mo.get(moved.location).text
    rosa = table.browser(table.rosa)
    for old, new in ((2, 2), (3, 3)):
        led = rosa.get(f"{table.url}/posts/{old}")
        assert led.status_code == 302
        assert f"/threads/{there}/posts/{new}" in led.location
    left = read(rosa.get(table.url))
    assert "the branch" not in " ".join(one.text for one in left.select("#posts"))
    [line] = left.select("#asides .moved li")
    assert "Another question" in line.text
    assert left.select("#asides form") == []  # undoing is for who did it


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_done(
    table: Table, branch: str
) -> None:
    there, mo = a_place(table), table.browser(table.mo)
    astray = f"http://localhost{table.url}/posts/1"  # of the thread in which the branch stands
    wrong = {
        "to": [{}, moving("elsewhere"), moving(table.name)],
        "under": [moving(there, under=one) for one in ("nine", "99", astray)],
        "title": [moving("new", audience=table.audience())],
        "audience": [moving("new", title="T"), moving("new", title="T", audience="x")],
    }
    for field, forms in wrong.items():
        for form in forms:
            page = mo.post(f"{branch}/move", data=form)
            script = mo.post(f"{branch}/move", data=form, headers=SCRIPT)
            assert page.status_code == script.status_code, form
            assert page.status_code in {403, 422}
            assert read(page).select(f"#{field}-wrong"), form

    refused = mo.post(f"{branch}/move", data=moving(table.name, under="3"))
    assert "into itself" in refused.text
    assert mo.post(f"{table.url}/posts/1/move", data=moving(there)).status_code == 403
    assert mo.get(f"{table.url}/posts/1/move").status_code == 403
    assert [post.thread_id for post in table.posts()[:3]] == [table.thread().id] * 3
    for who in (table.ana, table.rosa):
        assert table.browser(who).post(f"{branch}/move", data=moving(there)).status_code == 403
    assert mo.post(f"{branch}/move", data=moving(there)).status_code == 303


def test_a_form_of_the_place_where_a_branch_stood_before_moves_it_no_further(
    table: Table, branch: str
) -> None:
    members, wide = a_place(table, Kind.MEMBERS, "Between us"), a_place(table)
    first, second = table.browser(table.mo), table.browser(table.mo)
    moved = first.post(f"{branch}/move", data=moving(members))

    late = second.post(f"{branch}/move", data=moving(wide))

    assert late.status_code == 409
    assert "Somebody has moved this branch" in late.text
    assert f"/threads/{members}/posts/" in moved.location
    assert f"/threads/{members}/" in first.get(f"{branch}").location
    anew = second.get(f"{branch}/move").location
    assert second.post(anew, data=moving(wide)).status_code == 303


def test_the_page_says_when_fewer_people_read_the_new_place(table: Table, branch: str) -> None:
    same, members = a_place(table), a_place(table, Kind.MEMBERS, "Between us")

    page = read(table.browser(table.mo).get(f"{branch}/move"))

    def label(value: str) -> str:
        return " ".join(one.text for one in page.select(f'label:has([value="{value}"])'))

    assert "Fewer people" in label(members)
    assert "people read it than" not in label(same)


def test_an_answer_that_was_being_written_arrives_at_the_new_place(
    table: Table, branch: str
) -> None:
    there = a_place(table)
    eva, form = table.browser(table.eva), a_form("my answer", parent=2)
    sent_before = a_form("sent before", parent=3)
    assert eva.post(f"{table.url}/posts", data=sent_before, headers=SCRIPT).status_code == 201
    table.browser(table.mo).post(f"{branch}/move", data=moving(there))

    answer = eva.post(f"{table.url}/posts", data=form, headers=SCRIPT)
    retry = eva.post(f"{table.url}/posts", data=form, headers=SCRIPT)
    late = eva.post(f"{table.url}/posts", data=sent_before, headers=SCRIPT)

    assert answer.status_code == retry.status_code == late.status_code == 201
    assert answer.get_json() == retry.get_json()
    assert answer.get_json()["id"] == f"post-{there}-5"
    assert late.get_json()["id"] == f"post-{there}-4"
    assert answer.get_json()["url"].endswith(f"/threads/{there}/posts/5#post-{there}-5")
    [post] = [one for one in table.posts() if one.body == "my answer"]
    assert post.parent_number == 2
    plain = eva.post(f"{table.url}/posts", data=a_form("without a script", parent=3))
    assert plain.status_code == 303
    assert f"/threads/{there}/posts/6" in plain.location


def test_who_may_not_write_there_is_told_so_and_keeps_the_words(table: Table, branch: str) -> None:
    closed = a_place(table)
    mo = table.browser(table.mo)
    mo.post(f"{branch}/move", data=moving(closed))
    mo.post(f"{table.home}/threads/{closed}/closing", data={"conclusion": ""})

    refused = table.browser(table.eva).post(
        f"{table.url}/posts", data=a_form("kept words", parent=2)
    )

    assert refused.status_code == 403
    assert "moved to another thread, in which you cannot write" in refused.text
    assert "kept words" in refused.text


def test_who_may_not_read_the_new_place_is_told_the_same_as_of_what_is_gone(
    table: Table, branch: str
) -> None:
    secret, mo = a_place(table, Kind.MEMBERS, "Between us"), table.browser(table.mo)
    table.say(table.eva, "taken back")
    eva, rosa = table.browser(table.eva), table.browser(table.rosa)
    gone = f"{table.url}/posts/4"
    eva.delete(gone, headers=SCRIPT)
    listening = table.mesa.tab(table.rosa, table.url)
    assert mo.post(f"{branch}/move", data=moving(secret)).status_code == 303

    for path in ("", "/history", "/citation"):
        assert rosa.get(f"{branch}{path}").status_code == rosa.get(f"{gone}{path}").status_code
        assert rosa.get(f"{branch}{path}").status_code == 404
    pushed = str(listening.hear())
    for told in (rosa.get(table.url).text, rosa.get(f"{table.url}/asides").text, pushed):
        assert secret not in told
        assert "Between us" not in told
    assert "Between us" in eva.get(f"{table.url}/asides").text
    assert eva.get(branch).status_code == 302
    listening.assert_live_equals_reload()


def test_an_answer_to_what_went_out_of_sight_keeps_its_words(table: Table, branch: str) -> None:
    with table.mesa.workshop.open_work() as work:
        carla = a_seat(work, work.session.merge(table.panel), Role.COMMENTER, name="Carla")
    secret = a_place(table, Kind.MEMBERS, "Between us")
    table.browser(table.mo).post(f"{branch}/move", data=moving(secret))

    refused = table.browser(carla).post(f"{table.url}/posts", data=a_form("my words", parent=2))

    assert refused.status_code == 404
    assert "no longer in this thread" in refused.text
    assert "my words" in refused.text
    assert "Between us" not in refused.text


def test_edits_and_hiding_by_the_old_address_reach_the_post(table: Table, branch: str) -> None:
    there = a_place(table)
    mo, ana = table.browser(table.mo), table.browser(table.ana)
    mo.post(f"{branch}/move", data=moving(there))

    edited = ana.post(f"{branch}/body", data={"body": "better", "revision": "0"})
    hidden = mo.post(f"{table.url}/posts/3/hiding", data={"reason": "It names a person."})

    assert f"/threads/{there}/posts/2" in edited.location
    assert f"/threads/{there}/posts/3" in hidden.location
    assert "better" in ana.get(f"{branch}/edit").text
    said = {post.body: post.hidden_reason for post in table.posts()}
    assert said["better"] == ""
    assert said["its answer"] == "It names a person."


def test_a_move_is_undone_from_the_notice_after_it(table: Table, branch: str) -> None:
    mo = table.browser(table.mo)
    form = moving("new", title="Too hasty", audience=table.audience())
    page = read(mo.get(mo.post(f"{branch}/move", data=form).location))
    [notice] = page.select("#asides form.undo")
    assert "You have moved a branch." in notice.text
    assert "Too hasty" in mo.get(f"{table.home}/threads").text

    back = mo.post(str(notice["action"]))

    assert back.status_code == 303
    assert back.location.endswith(f"{branch}#post-{table.name}-2")
    assert "its answer" in mo.get(table.url).text
    assert read(mo.get(table.url)).select("#asides form, #asides .moved") == []
    assert "Too hasty" not in mo.get(f"{table.home}/threads").text


def test_what_was_moved_on_is_not_offered_to_be_undone_where_it_was(
    table: Table, branch: str
) -> None:
    there, further, mo = a_place(table), a_place(table), table.browser(table.mo)
    between = mo.post(f"{branch}/move", data=moving(there)).location.partition("#")[0]
    assert read(mo.get(table.url)).select("form.undo")

    last = mo.post(f"{between}/move", data=moving(further)).location

    assert not read(mo.get(table.url)).select("form.undo")
    assert read(mo.get(last)).select("form.undo")


def test_hiding_closing_and_pinning_are_undone_in_the_same_way(table: Table) -> None:
    table.say(table.ana, "unwise")
    mo = table.browser(table.mo)
    acts = {
        "hidden": (f"{table.url}/posts/2/hiding", {"reason": "It names a person."}),
        "closed": (f"{table.url}/closing", {"conclusion": "Done."}),
        "pinned": (f"{table.url}/pin", {}),
    }
    for word, (path, form) in acts.items():
        page = read(mo.get(mo.post(path, data=form).location))
        [notice] = page.select("#asides form.undo")
        assert word in notice.text
        for who, status in ((table.ana, 403), (table.rosa, 403)):
            assert table.browser(who).post(str(notice["action"])).status_code == status
        assert mo.post(str(notice["action"]), headers=SCRIPT).status_code == 204

    thread, post = table.thread(), table.posts()[1]
    assert (thread.closed_at, thread.conclusion, thread.pinned) == (None, "", False)
    assert post.hidden_at is None
    assert mo.delete(f"{table.url}/acts/never", headers=SCRIPT).status_code == 404
