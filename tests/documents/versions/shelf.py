"""A document whose states are named, and those who write in it."""

from panel.documents import shelf
from panel.documents.actions import texts, versions
from panel.documents.models import Document, Update, Version
from panel.documents.queries import versions as queries
from panel.documents.queries.documents import document as find
from panel.documents.queries.texts import content
from panel.documents.text.shape import Node
from panel.documents.views import Comparison
from panel.membership.actors import Actor
from tests.documents.together.test_receiving import Table

TITLE = "Protección social"


class Named(Table):
    """Each act is a work of its own, as it is behind a request."""

    def writes(self, content: Node) -> None:
        with self.workshop.open_work() as work:
            texts.edit(work, find(work, self.ana, self.name, lock=True), content, self.ana)

    def names(self, name: str = "First draft", *, title: str = TITLE) -> Version:
        with self.workshop.open_work() as work:
            document = find(work, self.ana, self.name)
            return versions.name_version(work, self.ana, document, title, name)

    def ensures(self, name: str) -> Version:
        with self.workshop.open_work() as work:
            document = find(work, self.ana, self.name)
            return versions.ensure_version(work, self.ana, document, TITLE, name)

    def restores(self, number: int, who: Actor | None = None) -> None:
        with self.workshop.open_work() as work:
            document = find(work, self.ana, self.name, lock=True)
            version = queries.version(work, document, number)
            versions.restore(work, who or self.ana, document, version)

    def looks(self, who: Actor, number: int) -> None:
        with self.workshop.open_work() as work:
            versions.look(work, who, find(work, who, self.name), number)

    def since(self, who: Actor) -> Comparison | None:
        with self.workshop.open_reading() as reading:
            document = find(reading, who, self.name)
            return queries.since_look(reading, who, document, TITLE)

    def looked(self, who: Actor) -> int | None:
        with self.workshop.open_reading() as reading:
            return queries.looked_at(reading, who, find(reading, who, self.name))

    def compares(self, old: int, new: int | None, *, title: str = TITLE) -> Comparison:
        with self.workshop.open_reading() as reading:
            document = find(reading, self.ana, self.name)
            return queries.compared(reading, document, title, (old, new))

    def kept(self, number: int) -> Version:
        """Read a version from its row."""
        with self.workshop.open_reading() as reading:
            return queries.version(reading, find(reading, self.ana, self.name), number)

    def row(self) -> Document:
        with self.workshop.open_reading() as reading:
            return find(reading, self.ana, self.name)

    def as_of(self, number: int) -> Node:
        with self.workshop.open_reading() as reading:
            return content(reading, find(reading, self.ana, self.name), number)

    def update(self, number: int) -> bytes:
        """Give what everybody who has it open hears of an update."""
        shelf.take(self.name)
        with self.workshop.open_reading() as reading:
            return reading.session.get_one(Update, (self.document.id, number)).data
