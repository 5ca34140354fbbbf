"""The live page is the reloaded page: papers, their comments and the register, fact by fact."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select

from panel.kernel.work import Work
from panel.membership.models import Kind, Panel, Role
from panel.papers.actions import papers as actions
from panel.papers.actions.papers import Outset
from panel.papers.models import Stage
from tests.browser_double import Tab
from tests.conftest import Installation
from tests.factories import a_seat, the_audience
from tests.papers.commented import Commented

LANGUAGES = (("reader", "en"), ("moderator", "es"))


@pytest.fixture
def folder(mesa: Installation) -> Commented:
    return Commented(mesa)


def the_panel(work: Work, folder: Commented) -> Panel:
    return work.session.scalars(select(Panel).where(Panel.id == folder.ana.panel_id)).one()


def tabs_of(folder: Commented, *paths: str) -> list[Tab]:
    """Open each of these pages as somebody who reads and as somebody who moderates."""
    with folder.mesa.workshop.open_work() as work:
        panel = the_panel(work, folder)
        people = [a_seat(work, panel, Role(role), language=lang) for role, lang in LANGUAGES]
    return [folder.mesa.tab(who, path) for who in people for path in paths]


def moved(folder: Commented) -> None:
    folder.moves(Stage.CONSULTATION)


def moved_back(folder: Commented) -> None:
    folder.moves(Stage.CONSULTATION)
    folder.moves(Stage.DRAFT)


def withdrawn(folder: Commented) -> None:
    folder.moves(Stage.WITHDRAWN)


def retitled(folder: Commented) -> None:
    folder.retitles("A better <title>")


def named(folder: Commented) -> None:
    folder.names("Read aloud")
    folder.retitles("The title after it")


def started(folder: Commented) -> None:
    with folder.mesa.workshop.open_work() as work:
        audience = the_audience(work, the_panel(work, folder))
        actions.start(work, folder.ana, audience, Outset("Another paper", uuid4()))
    folder.retitles("The first paper")


PAPERS = [moved, moved_back, withdrawn, retitled, named, started]


@pytest.mark.parametrize("losing", [0, 1], ids=["heard", "healed"])
@pytest.mark.parametrize("change", PAPERS)
def test_the_page_of_a_paper_and_the_register_are_what_a_reload_shows(
    folder: Commented, change: Callable[[Commented], None], losing: int
) -> None:
    register = f"/p/{folder.ana.panel.slug}/papers"
    tabs = tabs_of(folder, folder.url, register)

    folder.retitles("Heard by all")
    change(folder)

    for tab in tabs:
        assert tab.hear(losing=losing)
        tab.assert_live_equals_reload()


def opened(folder: Commented) -> None:
    folder.comments(folder.ana, 1, "On the second paragraph")
    folder.comments(folder.mo, 0, "On the first <one>", "One")


def answered(folder: Commented) -> None:
    first = folder.comments(folder.ana)
    folder.answers(folder.mo, first)
    folder.answers(folder.mo, first)


def edited(folder: Commented) -> None:
    folder.edits(folder.ana, folder.comments(folder.ana), "Said better")


def hidden(folder: Commented) -> None:
    folder.hides(folder.comments(folder.ana))


def hidden_answer(folder: Commented) -> None:
    first = folder.comments(folder.ana)
    folder.hides(first, folder.answers(folder.mo, first))


def shown_again(folder: Commented) -> None:
    first = folder.comments(folder.ana)
    folder.hides(first)
    folder.shows(first)


def taken_back(folder: Commented) -> None:
    first = folder.comments(folder.ana)
    folder.deletes(folder.mo, first, folder.answers(folder.mo, first))


def closed(folder: Commented) -> None:
    folder.closes(folder.comments(folder.ana))


def reopened(folder: Commented) -> None:
    first = folder.comments(folder.ana)
    folder.closes(first)
    folder.reopens(first)


COMMENTS = [
    *(opened, answered, edited, hidden, hidden_answer, shown_again, taken_back, closed, reopened),
]


@pytest.mark.parametrize("losing", [0, 1], ids=["heard", "healed"])
@pytest.mark.parametrize("change", COMMENTS)
def test_the_comments_are_what_a_reload_shows(
    folder: Commented, change: Callable[[Commented], None], losing: int
) -> None:
    folder.comments(folder.ana, 1, "There from the beginning")
    register = f"/p/{folder.ana.panel.slug}/papers"
    tabs = tabs_of(folder, folder.url, f"{folder.url}/comments", register)

    change(folder)
    last = folder.comments(folder.mo, 0, "Heard by all")
    folder.answers(folder.ana, last)

    for tab in tabs:
        assert tab.hear(losing=losing)
        tab.assert_live_equals_reload()


def test_a_comment_whose_paragraph_goes_moves_to_those_without_one(folder: Commented) -> None:
    first = folder.comments(folder.ana, 1, "On what goes", "Two")
    second = folder.comments(folder.ana, 0, "On what stays")
    tab = folder.mesa.tab(folder.rosa, folder.url)
    assert not tab.page.select("#comments-gone > li")

    folder.writes("One.")
    folder.answers(folder.mo, first)
    tab.hear()

    tab.assert_live_equals_reload()
    [gone] = tab.page.select("#comments-gone > li")
    assert gone["id"] == f"comment-{first.public_id}"
    everywhere = {str(one["id"]) for one in tab.page.select(".remarks__list > li")}
    assert everywhere == {f"comment-{one.public_id}" for one in (first, second)}


def test_a_hidden_comment_leaves_a_trace_without_words_or_author(folder: Commented) -> None:
    first = folder.comments(folder.ana, 0, "Something about a person")
    reads = folder.mesa.tab(folder.rosa, folder.url)
    moderates = folder.mesa.tab(folder.mo, folder.url)

    folder.hides(first)

    [taken], [kept] = reads.hear(), moderates.hear()
    assert "It names a person." in taken["html"]
    for secret in ("Something about a person", folder.ana.seat, folder.ana.name):
        assert secret not in str(taken)
        assert secret in str(kept)


def test_an_observers_comment_carries_its_label(folder: Commented) -> None:
    commenter = folder.who["commenter"]
    assert commenter
    tab = folder.mesa.tab(folder.rosa, folder.url)

    folder.comments(commenter)

    [*_, last] = tab.hear()
    assert "Observer" in last["html"]


def test_nothing_of_a_paper_for_members_reaches_those_outside(mesa: Installation) -> None:
    folder = Commented(mesa, Kind.MEMBERS)
    register = f"/p/{folder.ana.panel.slug}/papers"
    outside = folder.mesa.tab(folder.rosa, register)
    inside = folder.mesa.tab(folder.ana, register)

    folder.retitles("A secret title")
    folder.comments(folder.ana)

    assert "A secret title" in str(inside.hear())
    assert not outside.hear()


def test_the_register_counts_a_comment_once(folder: Commented) -> None:
    tab = folder.mesa.tab(folder.rosa, f"/p/{folder.ana.panel.slug}/papers")
    assert "comment" not in tab.text

    folder.comments(folder.ana)

    assert len(tab.hear()) == 1
    assert "One comment" in tab.text
    tab.assert_live_equals_reload()
