"""The choice of a paper to cite a post in: what is offered and refused, and to whom it is there."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from panel.discussion.models import Thread
from panel.discussion.queries import threads
from panel.kernel.work import Work
from panel.membership.models import Kind, Panel
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.factories import a_thread
from tests.pages import read
from tests.papers.commented import Commented


@pytest.fixture
def folder(mesa: Installation) -> Commented:
    return Commented(mesa)


def a_question(folder: Commented, kind: Kind = Kind.PANEL, title: str = "Who pays?") -> str:
    """Let Ana open a thread; give its public id."""
    with folder.mesa.workshop.open_work() as work:
        return a_thread(work, the_panel(work, folder), folder.ana, kind=kind, title=title).public_id


def the_panel(work: Work, folder: Commented) -> Panel:
    return work.session.scalars(select(Panel).where(Panel.id == folder.ana.panel_id)).one()


def chooses(folder: Commented, thread: str, who: str = "member", number: int = 1) -> TestResponse:
    """Ask for the page as somebody."""
    path = f"/p/{folder.ana.panel.slug}/threads/{thread}/posts/{number}/citing"
    return folder.browser(who).get(path)


def test_the_papers_that_one_writes_in_are_offered(folder: Commented) -> None:
    thread = a_question(folder)

    page = read(chooses(folder, thread))

    [link] = page.select(".choice a")
    assert link["href"] == f"{folder.url}?cite={thread}:1"
    assert "What do you think?" in page.select(".cited-post")[0].text


def test_a_post_that_not_all_readers_of_a_paper_may_read_is_not_cited_in_it(
    folder: Commented,
) -> None:
    thread = a_question(folder, Kind.MEMBERS)

    page = read(chooses(folder, thread))

    assert not page.select(".choice a")
    assert "so it is not cited here" in page.select(".choice")[0].text


def test_a_paper_that_nobody_writes_in_any_more_is_not_offered(folder: Commented) -> None:
    thread = a_question(folder)
    folder.moves(Stage.CONSULTATION)

    page = read(chooses(folder, thread))

    assert not page.select(".choice")
    [begin] = page.select(".empty a")
    assert begin["href"] == f"/p/{folder.ana.panel.slug}/papers/new?from={thread}"


@pytest.mark.parametrize("who", ["reader", "commenter"])
def test_those_who_write_no_papers_are_told_so(folder: Commented, who: str) -> None:
    page = read(chooses(folder, a_question(folder), who))

    assert "Posts are cited by those who write papers." in page.select(".empty")[0].text
    assert not page.select("main a.btn--main")


def test_what_one_may_not_read_is_not_there(folder: Commented) -> None:
    secret = a_question(folder, Kind.MEMBERS)
    open_ = a_question(folder)

    assert chooses(folder, secret).status_code == 200
    assert chooses(folder, open_, number=2).status_code == 404
    for who in ("reader", "commenter", "authority", "elsewhere"):
        assert chooses(folder, secret, who).status_code == 404
    assert chooses(folder, open_, "nobody").status_code == 401


def test_a_hidden_post_is_not_cited_by_anybody(folder: Commented) -> None:
    name = a_question(folder)
    with folder.mesa.workshop.open_reading() as reading:
        thread: Thread = threads.thread(reading, folder.mo, name)
    folder.hides(thread)

    for who in ("member", "moderator"):
        assert chooses(folder, name, who).status_code == 404
