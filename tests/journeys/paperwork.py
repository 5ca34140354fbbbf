"""A paper for journeys, and what people do around it in a browser."""

from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from panel.discussion.models import Thread
from panel.discussion.queries import threads
from panel.documents.actions import texts
from panel.documents.queries.texts import content
from panel.documents.text.words import blocks
from panel.membership.actors import Actor
from panel.membership.models import Panel
from panel.papers.actions import papers as actions
from panel.papers.actions import stages
from panel.papers.actions.comments import Remark, comment
from panel.papers.actions.papers import Outset
from panel.papers.actions.stages import Record
from panel.papers.models import Stage
from panel.papers.queries.papers import paper as find
from panel.papers.queries.texts import text
from tests.documents.together.writing import a_text
from tests.factories import a_draft, a_post, again, the_audience
from tests.journeys.house import House
from tests.services.waiting import until

WORDS = (
    "Social protection begins on the first day of work.",
    "We have asked forty people in four cities when they were first covered.",
    "Each society publishes once a year what became of it.",
    "Most of them were covered two months after their first day, and some never were.",
    "A guarantee fund answers for the first contribution, for ninety days.",
    "It is kept by those who pay into it.",
)


@dataclass
class Desk:
    """A paper with three paragraphs that somebody has begun."""

    house: House
    panel: Panel
    by: Actor
    name: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"/p/{self.panel.slug}/papers/{self.name}"

    def blocks(self) -> list[str]:
        """Name its blocks."""
        with self.house.work() as work:
            found = find(work, again(work, self.by), self.name)
            return [one.id for one in blocks(content(work, found.document))]

    def becomes(self, *paragraphs: str) -> None:
        """Let the text be another one, as if somebody had typed it."""
        with self.house.work() as work:
            found = find(work, again(work, self.by), self.name)
            texts.edit(work, found.document, a_text(*paragraphs), self.by)

    def moves(self, who: Actor, to: Stage) -> None:
        """Take it to another stage."""
        with self.house.work() as work:
            found = find(work, again(work, who), self.name, lock=True)
            stages.move(work, again(work, who), found, to, Record("Well.", "For consultation"))

    def commented(self, who: Actor, at: int, body: str, quotation: str = "") -> Thread:
        """Let somebody comment on a block, as if in a browser far away."""
        with self.house.work() as work:
            actor = again(work, who)
            found = find(work, actor, self.name)
            shown, _ = text(work, found)
            remark = Remark([one.id for one in blocks(shown)][at], quotation, a_draft(body))
            return comment(work, actor, found, shown, remark)

    def answered(self, who: Actor, thread: Thread, body: str = "So it is.") -> None:
        """Let somebody answer in the thread of a comment."""
        with self.house.work() as work:
            actor = again(work, who)
            a_post(work, actor, threads.thread(work, actor, thread.public_id, lock=True), body)


def a_desk(house: House, panel: Panel, by: Actor, *paragraphs: str) -> Desk:
    """Begin a paper."""
    with house.work() as work:
        outset = Outset("First contribution", uuid4())
        made = actions.start(work, again(work, by), the_audience(work, panel), outset)
        desk = Desk(house, panel, by, made.public_id)
    desk.becomes(*(paragraphs or WORDS))
    return desk


def block(page: Page, at: int) -> Locator:
    """Find a paragraph of the text, by its turn."""
    return page.locator('#document [id^="b-"]').nth(at)


def comments_on(page: Page, at: int) -> None:
    """Point at a paragraph, and press the button that comes."""
    block(page, at).hover()
    page.locator(".remark-add").click()
    expect(page.locator("#remark-body")).to_be_focused()


def card(page: Page, words: str) -> Locator:
    """Find a comment by what it says."""
    return page.locator(".remark", has_text=words)


def stands_level(one: Locator, other: Locator) -> None:
    """Wait until two things begin at the same height, as far as one sees."""
    until(lambda: _is_level(one, other), "a place beside the text")


def _is_level(one: Locator, other: Locator) -> bool:
    here, there = one.bounding_box(), other.bounding_box()
    return here is not None and there is not None and abs(here["y"] - there["y"]) < 4
