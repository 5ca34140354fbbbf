"""Posts that a text cites: only what all its readers may read, and by no other words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pycrdt import XmlElement, XmlText
from sqlalchemy import Connection, event

from panel.discussion.actions import posts as posts_actions
from panel.discussion.models import Thread
from panel.discussion.policy import NOT_CITABLE
from panel.discussion.queries import posts, threads
from panel.documents.actions import texts
from panel.documents.queries.documents import document as find
from panel.membership.models import Kind, Panel
from tests.conftest import Installation
from tests.documents.together.test_receiving import Table
from tests.documents.together.test_sockets import Page
from tests.documents.together.writing import Writer, block
from tests.factories import a_panel, a_post, a_seat, a_thread, again

WORDS = "Ana, post 1"


class Cited(Table):
    """A table, and threads that may be cited on it or not."""

    def __init__(self, mesa: Installation, kind: Kind = Kind.PANEL) -> None:
        super().__init__(mesa.workshop, kind)
        self.mesa = mesa

    def thread(self, kind: Kind = Kind.PANEL) -> str:
        with self.workshop.open_work() as work:
            panel = work.session.get_one(Panel, self.ana.panel_id)
            return a_thread(work, panel, again(work, self.ana), kind=kind).public_id

    def elsewhere(self) -> str:
        with self.workshop.open_work() as work:
            panel = a_panel(work)
            return a_thread(work, panel, a_seat(work, panel, name="Ana")).public_id

    def page(self) -> Page:
        return Page(self.mesa, self, self.ana)

    def hides(self, name: str) -> None:
        with self.workshop.open_work() as work:
            thread = threads.thread(work, self.mo, name, lock=True)
            posts_actions.hide(work, self.mo, thread, posts.post(work, thread, 1), "Not here.")

    def deletes_an_answer(self, name: str) -> None:
        """Let Ana answer, and take it back: number 2."""
        with self.workshop.open_work() as work:
            ana = again(work, self.ana)
            thread: Thread = threads.thread(work, ana, name, lock=True)
            posts_actions.delete(work, ana, thread, a_post(work, ana, thread, "Oh."))

    def cited(self) -> list[str]:
        with self.mesa.app.app_context():
            return [one for one in self.anew().split("[")[1:]]


@pytest.fixture
def table(mesa: Installation) -> Cited:
    return Cited(mesa)


def cites(
    writer: Writer, thread: str, number: object = 1, words: str = WORDS, paragraph: int = 0
) -> bytes:
    """Put a citation at the end of a paragraph."""
    before = writer.vector
    said: dict[str, Any] = {"thread": thread, "number": number, "words": words}
    within: Any = writer.root.children[paragraph]
    within.children.append(XmlElement("citation", said))
    return writer.since(before)


@contextmanager
def asked(mesa: Installation) -> Iterator[list[str]]:
    """Keep what is asked about posts."""
    said: list[str] = []

    def keep(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if "post.hidden_at" in statement:
            said.append(statement)

    event.listen(mesa.workshop.engine, "before_cursor_execute", keep)
    yield said
    event.remove(mesa.workshop.engine, "before_cursor_execute", keep)


def test_what_all_may_read_is_cited_by_its_own_words(table: Cited) -> None:
    page, thread = table.page(), table.thread()

    assert page.sends(cites(page.writer, thread)) == {"number": 2}
    assert page.sends(cites(page.writer, table.thread(), "1", paragraph=1)) == {"number": 3}

    assert len(table.cited()) == 2


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "Ana: I give up, 2026"),
        (1, "Beto, post 1"),
        (1, "Ana, post 1 "),
        (2, "Ana, post 2"),
        (999_999, "Ana, post 999,999"),
    ],
)
def test_nobody_puts_words_or_posts_into_anothers_mouth(
    table: Cited, number: int, words: str
) -> None:
    page, thread = table.page(), table.thread()
    table.deletes_an_answer(thread)

    assert page.sends(cites(page.writer, thread, number, words)) == {"refused": NOT_CITABLE}

    assert not table.cited()
    assert table.goes_on()


def test_what_not_all_readers_may_read_is_not_cited(table: Cited) -> None:
    hidden = table.thread()
    table.hides(hidden)
    names = [table.thread(Kind.MEMBERS), hidden, table.elsewhere(), "aaaaaaaaaa22"]

    for name in names:
        page = table.page()
        assert page.sends(cites(page.writer, name)) == {"refused": NOT_CITABLE}

    assert not table.cited()


def test_members_cite_among_themselves_what_is_theirs(mesa: Installation) -> None:
    table = Cited(mesa, Kind.MEMBERS)
    page = table.page()

    assert page.sends(cites(page.writer, table.thread(Kind.MEMBERS))) == {"number": 2}
    assert page.sends(cites(page.writer, table.thread())) == {"number": 3}


def test_a_citation_that_stands_is_not_made_to_say_something_else(table: Cited) -> None:
    page = table.page()
    page.sends(cites(page.writer, table.thread()))
    before = page.writer.vector
    standing: Any = page.writer.root.children[0]
    standing.children[1].attributes["words"] = "Ana: I give up"

    assert page.sends(page.writer.since(before)) == {"refused": NOT_CITABLE}

    assert table.cited() == [f"{WORDS}]\n\nTwo."]


def test_what_stands_there_may_stand_in_another_paragraph_though_it_was_hidden_since(
    table: Cited,
) -> None:
    page, thread = table.page(), table.thread()
    page.sends(cites(page.writer, thread))
    table.hides(thread)
    writer = page.writer
    before = writer.vector
    said = {"thread": thread, "number": 1, "words": WORDS}
    with writer.doc.transaction():
        del writer.root.children[0]
        made = XmlElement("paragraph", {"id": block(9)}, [XmlText("One."), XmlElement("citation")])
        anew: Any = writer.root.children.append(made)
        for name, value in said.items():
            anew.children[1].attributes[name] = value

    assert page.sends(writer.since(before)) == {"number": 3}
    assert page.sends(writer.drops(1)) == {"number": 4}
    assert page.sends(cites(writer, thread)) == {"refused": NOT_CITABLE}


def test_what_the_server_writes_is_not_judged(table: Cited) -> None:
    cited = {"thread": table.thread(Kind.MEMBERS), "number": 1, "words": "As it was then"}
    inside = [{"type": "citation", "attrs": cited}]
    text = {"type": "doc", "content": [{"type": "paragraph", "content": inside}]}

    with table.workshop.open_work() as work:
        texts.edit(work, find(work, table.mo, table.name), text, table.mo)

    assert table.cited() == ["As it was then]"]


def test_an_update_asks_once_about_all_its_citations_and_else_never(
    mesa: Installation, table: Cited
) -> None:
    page, names = table.page(), [table.thread() for _ in range(5)]
    before = page.writer.vector
    with page.writer.doc.transaction():
        for name in names:
            cites(page.writer, name)

    with asked(mesa) as said:
        page.sends(page.writer.since(before))
        assert len(said) == 1
        page.sends(page.writer.types("More. ", at=0))
        page.sends(page.writer.adds("Three.", block(9)))
    assert len(said) == 1
    assert len(table.cited()) == 5
