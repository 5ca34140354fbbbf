"""The pages of a paper cost the same, however much has been said and kept of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import Connection, event

from panel.documents.actions.texts import edit
from panel.membership.models import Panel, Role
from panel.papers.actions import papers as actions
from panel.papers.actions.papers import Outset
from panel.papers.queries.drafters import drafters
from panel.papers.queries.papers import paper as find
from panel.papers.queries.papers import paper_view
from tests.conftest import Installation
from tests.documents.together.writing import a_text
from tests.factories import a_seat, a_thread, the_audience
from tests.papers.commented import Commented

PAGES = ("", "/comments", "/versions", "/versions/1", "/compare?old=1", "/changes", "/exports")
FEW, MANY = 1, 8


@pytest.fixture
def folder(mesa: Installation) -> Commented:
    return Commented(mesa)


@contextmanager
def counted(mesa: Installation) -> Iterator[list[str]]:
    """Keep every statement that is put to the database."""
    said: list[str] = []

    def keep(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("PRAGMA"):
            said.append(statement)

    engine = mesa.workshop.engine
    event.listen(engine, "before_cursor_execute", keep)
    yield said
    event.remove(engine, "before_cursor_execute", keep)


def grow(folder: Commented, many: int) -> None:
    """Let many people write, comment and answer, name versions, and start papers from threads."""
    for turn in range(many):
        with folder.mesa.workshop.open_work() as work:
            panel = work.session.get_one(Panel, folder.ana.panel_id)
            who = a_seat(work, panel, Role.MEMBER, name=f"Writer {turn}")
            sources = (a_thread(work, panel),)
            outset = Outset(f"Paper {uuid4()}", uuid4(), None, sources)
            actions.start(work, who, the_audience(work, panel), outset)
        folder.writes("One.", "Two.", f"Words {uuid4()}.")
        folder.names(f"Version {uuid4()}")
        folder.answers(who, folder.comments(who))


def statements(folder: Commented, path: str) -> int:
    browser = folder.browser("moderator")
    assert browser.get(path).status_code == 200  # what is read once a process has been read
    with counted(folder.mesa) as said:
        assert browser.get(path).status_code == 200
    return len(said)


def test_no_page_of_papers_asks_more_when_there_is_more(folder: Commented) -> None:
    register = folder.url.rpartition("/")[0]
    addresses = [f"{folder.url}{page}" for page in PAGES] + [register, f"{register}?filter=written"]
    grow(folder, FEW)
    few = {one: statements(folder, one) for one in addresses}

    grow(folder, MANY)

    assert {one: statements(folder, one) for one in addresses} == few
    assert max(few.values()) < 40


def test_the_list_of_versions_reads_no_texts(folder: Commented) -> None:
    folder.names("First draft")

    with counted(folder.mesa) as said:
        folder.browser().get(f"{folder.url}/versions")

    listing = [one for one in said if "document_version" in one]
    assert listing
    assert not [one for one in listing if ".text" in one or ".lines" in one]


def test_who_has_written_is_named_in_the_order_in_which_they_began(folder: Commented) -> None:
    with folder.mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, folder.ana.panel_id)
        others = [a_seat(work, panel, name=name) for name in ("Zoe", "Beto")]
        quiet = a_seat(work, panel, name="Quiet")
    for turn, who in enumerate((*others, folder.ana, *reversed(others))):
        with folder.mesa.workshop.open_work() as work:
            paper = find(work, who, folder.name)
            edit(work, paper.document, a_text(f"Words {turn}."), who)

    with folder.mesa.workshop.open_reading() as reading:
        paper = find(reading, quiet, folder.name)
        assert paper_view(reading, folder.name).drafters == ("Ana", "Zoe", "Beto")
        assert drafters(reading, {paper.document_id}) == {paper.document_id: ["Ana", "Zoe", "Beto"]}
        assert drafters(reading, set()) == {}
