"""A paper on the table, and people who write in it: for the stories about writing together."""

import re
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from panel.documents.actions import texts
from panel.documents.queries.texts import content
from panel.documents.text.shape import Node, children, words
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from panel.membership.queries import actor
from panel.papers.actions import papers as actions
from panel.papers.actions import stages
from panel.papers.actions.papers import Outset
from panel.papers.actions.stages import Record
from panel.papers.models import Stage
from panel.papers.queries.papers import paper as find
from tests.documents.together.writing import a_text
from tests.factories import again, the_audience
from tests.journeys.house import House

WRITTEN = "#document .ProseMirror"
EDITABLE = f"{WRITTEN}[contenteditable=true]"
DRAWN = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
PASTE = """([where, kinds]) => {
  const data = new DataTransfer();
  for (const [kind, words] of Object.entries(kinds)) data.setData(kind, words);
  const told = {clipboardData: data, bubbles: true, cancelable: true};
  document.querySelector(where).dispatchEvent(new ClipboardEvent('paste', told));
}"""
SAVED = re.compile(r"^Saved$")


@dataclass
class Table:
    """A paper in a panel, with its people."""

    house: House
    panel: Panel
    people: list[Actor]
    paper: str
    document: str

    @property
    def path(self) -> str:
        return f"/p/{self.panel.slug}/papers/{self.paper}"

    def opens(self, who: Actor, **options: object) -> Page:
        """Open the paper as somebody; the text is live then."""
        page = self.house.tab(who, self.path, **options)
        expect(page.locator(WRITTEN)).to_be_visible()
        return page

    def sits(self, who: Actor, **options: object) -> Page:
        """Open the paper as somebody who may write."""
        page = self.opens(who, **options)
        expect(page.locator(EDITABLE)).to_be_visible()
        return page

    def content(self) -> Node:
        """Read the text as the database has it."""
        with self.house.app.app_context(), self.house.workshop.open_reading() as reading:
            by = actor(reading, self.people[0].person_id, self.panel.slug)
            return content(reading, find(reading, by, self.paper).document)

    def stored(self) -> list[str]:
        """Read the words of its blocks as the database has them."""
        return [words(one) for one in children(self.content())]

    def becomes(self, text: Node) -> None:
        """Bring the text to another content, as one more collaborator does."""
        with self.house.work() as work:
            by = again(work, self.people[0])
            texts.edit(work, find(work, by, self.paper).document, text, by)

    def moves(self, by: Actor, to: Stage) -> None:
        """Take the paper to another stage, in a browser far away."""
        with self.house.work() as work:
            mover = again(work, by)
            found = find(work, mover, self.paper, lock=True)
            stages.move(work, mover, found, to, Record("Well.", "For consultation"))


def a_table(house: House, *roles: Role, text: Node | None = None) -> Table:
    """Lay a paper on the table; the first of the people has begun it."""
    panel, people = house.panel(*roles)
    with house.work() as work:
        by = again(work, people[0])
        audience = the_audience(work, panel)
        paper = actions.start(work, by, audience, Outset("Social protection for all", uuid4()))
        texts.edit(work, paper.document, text or a_text("The first paragraph.", "The second."), by)
        name, document = paper.public_id, paper.document.public_id
    return Table(house, panel, people, name, document)


def paragraphs(page: Page) -> list[str]:
    """Read the words of the blocks on a page, without carets and numbers."""
    read = "(one) => [...one.children].map((block) => { const copy = block.cloneNode(true);"
    read += " copy.querySelectorAll('.caret').forEach((caret) => caret.remove());"
    read += " return copy.textContent.replaceAll('\\u2060', ''); })"
    found: list[str] = page.locator(WRITTEN).evaluate(read)
    return found


def paragraph(page: Page, number: int) -> Locator:
    """Find a block by its number."""
    return page.locator(f"{WRITTEN} [data-number='{number}']")


def saying(words: str) -> re.Pattern[str]:
    """Match these words and no others, wherever carets stand in them."""
    return re.compile(r"^\u2060*" + "".join(f"{re.escape(one)}\\u2060*" for one in words) + "$")


def puts_caret(page: Page, number: int) -> None:
    """Put the caret at the end of a block."""
    paragraph(page, number).click()
    page.evaluate(DRAWN)  # no hand is faster than the browser's news of a new caret
    page.keyboard.press("End")
    page.evaluate(DRAWN)


def types(page: Page, number: int, said: str) -> None:
    """Write at the end of a block, once the text can be written in: it may begin anew just now."""
    expect(page.locator(EDITABLE)).to_be_visible()
    puts_caret(page, number)
    page.keyboard.type(said)


def pastes(page: Page, **kinds: str) -> None:
    """Paste something that was copied elsewhere."""
    said = {f"text/{one}": words for one, words in kinds.items()}
    page.evaluate(PASTE, [EDITABLE, said])


def is_saved(page: Page) -> None:
    """Wait until all that was written is stored."""
    expect(page.locator("#document-state")).to_have_text(SAVED)


def agree(table: Table, *pages: Page) -> list[str]:
    """Insist that all pages, the database and a reload have the same words; give them."""
    for page in pages:
        if page.locator(EDITABLE).count():
            is_saved(page)
    stored = table.stored()
    for page in pages:
        page.wait_for_function(
            """([where, wanted]) => {
              const said = [...document.querySelector(where).children].map((block) => {
                const copy = block.cloneNode(true);
                copy.querySelectorAll('.caret').forEach((caret) => caret.remove());
                return copy.textContent.replaceAll('\\u2060', '');
              });
              return JSON.stringify(said) === JSON.stringify(wanted);
            }""",
            arg=[WRITTEN, stored],
        )
    fresh = table.opens(table.people[0])
    assert paragraphs(fresh) == stored
    fresh.context.close()
    table.house.contexts.remove(fresh.context)
    return stored
