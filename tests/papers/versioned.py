"""A paper with a version, and browsers of the people around it."""

from dataclasses import dataclass, field
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from panel.documents.actions import texts
from panel.documents.models import Version
from panel.documents.queries import versions
from panel.documents.queries.texts import content
from panel.documents.text.shape import Node
from panel.documents.text.words import plain
from panel.membership.actors import Actor
from panel.membership.models import Kind, Role
from panel.papers.actions import papers as actions
from panel.papers.actions import stages
from panel.papers.actions.papers import Outset
from panel.papers.actions.stages import Record
from panel.papers.models import Paper, Stage
from panel.papers.queries.papers import paper as find
from tests.conftest import SCRIPT, Installation
from tests.documents.together.writing import a_text
from tests.factories import a_panel, a_seat, the_audience

TITLE = "Social protection for <young> people"


@dataclass
class Folder:
    """A paper that Ana has begun; `who` has somebody of each role, and one of another panel."""

    mesa: Installation
    kind: Kind = Kind.PANEL
    who: dict[str, Actor | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.mesa.workshop.open_work() as work:
            panel = a_panel(work)
            self.who = {role.value: a_seat(work, panel, role) for role in Role if role != "visitor"}
            self.who |= {"elsewhere": a_seat(work, a_panel(work), Role.MODERATOR), "nobody": None}
            self.ana, self.mo = self._seated("member"), self._seated("moderator")
            self.rosa = self._seated("reader")
            audience = the_audience(work, panel, self.kind)
            paper = actions.start(work, self.ana, audience, Outset(TITLE, uuid4()))
            self.name = paper.public_id
        self.url = f"/p/{panel.slug}/papers/{self.name}"
        self.writes("One.", "Two.")

    def _seated(self, role: str) -> Actor:
        actor = self.who[role]
        assert actor
        return actor

    def browser(self, who: str = "member") -> FlaskClient:
        return self.mesa.browser(self.who[who])

    def gets(self, path: str, who: str = "member") -> TestResponse:
        return self.browser(who).get(f"{self.url}/{path}")

    def posts(self, path: str, who: str = "member", **form: str) -> TestResponse:
        return self.browser(who).post(f"{self.url}/{path}", data=form)

    def tells(self, path: str, who: str = "member", **form: str) -> TestResponse:
        """Post as a script does."""
        return self.browser(who).post(f"{self.url}/{path}", data=form, headers=SCRIPT)

    def names(self, name: str = "First draft", who: str = "member") -> None:
        answer = self.posts("versions", who, name=name)
        assert answer.status_code == 303, answer.text

    def writes(self, *paragraphs: str) -> None:
        self.becomes(a_text(*paragraphs))

    def becomes(self, text: Node) -> None:
        with self.mesa.workshop.open_work() as work:
            texts.edit(work, find(work, self.mo, self.name).document, text, self.ana)

    def moves(self, to: Stage) -> None:
        with self.mesa.workshop.open_work() as work:
            paper = find(work, self.mo, self.name, lock=True)
            stages.move(work, self.mo, paper, to, Record("Well.", "For consultation"))

    def retitles(self, title: str) -> None:
        with self.mesa.workshop.open_work() as work:
            actions.retitle(work, self.mo, find(work, self.mo, self.name, lock=True), title)

    def paper(self) -> Paper:
        with self.mesa.workshop.open_reading() as reading:
            return find(reading, self.mo, self.name)

    def reads(self) -> str:
        with self.mesa.workshop.open_reading() as reading:
            return plain(content(reading, find(reading, self.mo, self.name).document))

    def kept(self) -> list[Version]:
        """Give the versions there are, the oldest first."""
        with self.mesa.workshop.open_reading() as reading:
            document = find(reading, self.mo, self.name).document
            listed = versions.versions(reading, document)
            return [versions.version(reading, document, one.number) for one in reversed(listed)]
