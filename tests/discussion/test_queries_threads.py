"""The list of threads: what one may read of them, in its order, whole when read page by page."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from panel.discussion.actions import threads as thread_acts
from panel.discussion.queries import threads
from panel.kernel.work import Work, Workshop
from panel.membership import queries as membership
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Role
from tests.factories import a_group, a_panel, a_post, a_seat, a_thread, again, words


def _same(then: datetime) -> datetime:
    return then


def some_threads(workshop: Workshop, panel: Panel, ana: Actor, many: int) -> list[str]:
    """Start threads a minute after each other; give their names, the newest activity first."""
    names = list[str]()
    for n in range(many):
        then = workshop.clock() + timedelta(minutes=n)
        with replace(workshop, clock=partial(_same, then)).open_work() as work:
            names.insert(0, a_thread(work, panel, ana, title=f"Thread {n}").public_id)
    return names


def test_the_list_has_the_newest_activity_first_and_the_pinned_on_top(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
        ana, mo = a_seat(work, panel), a_seat(work, panel, Role.MODERATOR)
    names = some_threads(workshop, panel, ana, 5)

    def order() -> list[str]:
        with workshop.open_reading() as reading:
            return [row.id for row, _ in threads.listed(reading, ana, limit=9).rows]

    def keys() -> list[str]:
        with workshop.open_reading() as reading:
            return [row.key for row, _ in threads.listed(reading, ana, limit=9).rows]

    assert order() == names
    later = workshop.clock() + timedelta(hours=1)
    with replace(workshop, clock=lambda: later).open_work() as work:
        a_post(work, ana, threads.thread(work, ana, names[3], lock=True))
    assert order() == [names[3], names[0], names[1], names[2], names[4]]
    with workshop.open_work() as work:
        thread_acts.pin(work, mo, threads.thread(work, mo, names[4], lock=True))
    assert order() == [names[4], names[3], names[0], names[1], names[2]]
    assert keys() == sorted(keys(), reverse=True)


def test_pages_of_the_list_join_to_the_whole(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
        ana, mo = a_seat(work, panel), a_seat(work, panel, Role.MODERATOR)
    names = some_threads(workshop, panel, ana, 7)
    with workshop.open_work() as work:  # these three have moved at the same instant
        for name in names[:3]:
            a_post(work, ana, threads.thread(work, ana, name, lock=True))
        for name in names[3:5]:
            thread_acts.pin(work, mo, threads.thread(work, mo, name, lock=True))

    with workshop.open_reading() as reading:
        whole = [row.id for row, _ in threads.listed(reading, ana, limit=99).rows]
        for size in (1, 2, 3, 6, 7):
            seen, before = list[str](), ""
            while True:
                page = threads.listed(reading, ana, before=before, limit=size)
                seen += [row.id for row, _ in page.rows]
                before = page.older
                if not before:
                    break
            assert seen == whole
    assert set(whole) == set(names)


@pytest.mark.parametrize("before", ["x", "0", "020261301", "0" * 20, "1" + "9" * 60, "é", "-"])
def test_a_key_that_is_none_of_ours_begins_at_the_top(work: Work, before: str) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel)
    thread = a_thread(work, panel, ana)

    page = threads.listed(work, ana, before=before, limit=9)

    assert [row.id for row, _ in page.rows] == [thread.public_id]


def test_the_list_can_show_what_is_unread_or_concluded(work: Work) -> None:
    panel = a_panel(work)
    ana, eva = a_seat(work, panel), a_seat(work, panel)
    mo = a_seat(work, panel, Role.MODERATOR)
    read, unread, closed, concluded = (a_thread(work, panel, ana) for _ in range(4))
    thread_acts.mark_read(work, eva, read, 1)
    thread_acts.close(work, mo, closed, words(""))
    thread_acts.close(work, mo, concluded, words("We **agree** & go on."))
    for thread in (closed, concluded):
        thread_acts.mark_read(work, eva, thread, 1)
    work.session.flush()

    def shown(actor: Actor, only: str) -> set[str]:
        found = {row.id for row, _ in threads.listed(work, actor, only=only, limit=9).rows}
        assert threads.count(work, actor, only=only) == len(found)
        return found

    assert len(shown(eva, "all")) == 4
    assert shown(eva, "unread") == {unread.public_id}
    assert shown(ana, "unread") == set()  # one's own words are read
    assert shown(eva, "concluded") == {concluded.public_id}
    [(row, _)] = threads.listed(work, eva, only="concluded", limit=9).rows
    assert row.conclusion_text == "We agree & go on."


def test_the_list_has_what_one_may_read(work: Work) -> None:
    panel, other = a_panel(work), a_panel(work)
    ana, reader = a_seat(work, panel), a_seat(work, panel, Role.READER)
    guest, mo = a_seat(work, panel, Role.AUTHORITY), a_seat(work, panel, Role.MODERATOR)
    stranger = a_seat(work, other, Role.MODERATOR)
    group = a_group(work, panel, ana)
    names = {
        kind: a_thread(
            work, panel, mo, kind=kind, group=group if kind is Kind.GROUP else None
        ).public_id
        for kind in Kind
    }

    def shown(actor: Actor) -> set[Kind]:
        found = {row.id for row, _ in threads.listed(work, actor, limit=9).rows}
        assert {row.id for row, _ in threads.newest(work, actor, 9)} == found
        assert threads.count(work, actor) == len(found)
        return {kind for kind, name in names.items() if name in found}

    assert shown(mo) == set(Kind)
    assert shown(again(work, ana)) == set(Kind)
    assert shown(a_seat(work, panel)) == set(Kind) - {Kind.GROUP}
    assert shown(reader) == {Kind.PANEL, Kind.VISITORS}
    assert shown(guest) == shown(membership.actor(work, None, panel.slug)) == {Kind.VISITORS}
    assert shown(stranger) == set()


def test_a_row_says_who_began_and_who_spoke_last_and_what_for(work: Work) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel, name="Ana", house="Mutual")
    coco = a_seat(work, panel, Role.COMMENTER, name="Coco")
    thread = a_thread(work, panel, ana, kind=Kind.VISITORS, title="Who pays?")
    a_post(work, coco, thread)
    work.session.flush()

    row = threads.row_view(work, thread.public_id)

    assert (row.title, row.author, row.organisation, row.observer) == (
        *("Who pays?", "Ana", "Mutual", False),
    )
    assert (row.last_author, row.last_seat, row.last_observer) == ("Coco", coco.seat, True)
    assert (row.audience.kind, row.posts, row.last_number) == ("visitors", 2, 2)
