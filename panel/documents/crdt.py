"""Yjs documents: their replicas. `shared` reads what stands in them, `rewriting` writes it.

These three modules alone know the library. A document is a fragment of elements and texts as
y-tiptap maps ProseMirror's nodes to them: an element has the node's name and attributes;
neighbouring texts are one text with formats, whose offsets the library counts in UTF-8 bytes
(FINDINGS).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pycrdt import Doc, XmlFragment

from panel.documents import lib0, ranges, shared
from panel.documents.citing import Citation, citations
from panel.documents.rewriting import rewrite
from panel.documents.shared import Tally, Touched
from panel.documents.text.shape import Node


class UnfitError(ValueError):
    """The library would not take an update."""


class Replica:
    """One copy of a document."""

    def __init__(self, *updates: bytes, client: int | None = None) -> None:
        """Collect a document from its updates, in order; an own client writes in it."""
        self._doc: Doc[Any] = Doc(client_id=client, allow_multithreading=True)
        self._doc[ranges.ROOT] = self._root = XmlFragment()
        self._clock: Mapping[int, int] | None = None  # as far as it has been read
        for update in updates:
            self.apply(update)

    def apply(self, update: bytes) -> None:
        """Take an update in; UnfitError when the library cannot."""
        self._clock = None
        try:
            self._doc.apply_update(update)
        except (ValueError, RuntimeError) as error:
            raise UnfitError(str(error)) from error

    def take(self, update: bytes) -> tuple[Touched, ...] | None:
        """Take an update in and tell what it changed; None when all of it was there already."""
        news: list[object] = []
        seen: dict[shared.Place, None] = {}

        def see(events: Iterable[Any]) -> None:
            for event in events:
                seen.update(dict.fromkeys(shared.places(event)))

        anything = self._doc.observe(news.append)
        changes = self._root.observe_deep(see)
        try:
            self.apply(update)
        finally:
            self._doc.unobserve(anything)
            self._root.unobserve(changes)
        with self._doc.transaction():
            return tuple(shared.touched(self._root, seen)) if news else None

    @property
    def vector(self) -> bytes:
        """The state vector."""
        return self._doc.get_state()

    @property
    def clock(self) -> Mapping[int, int]:
        """How much there is of each client."""
        if self._clock is None:
            self._clock = lib0.read_vector(self._doc.get_state())
        return self._clock

    def state(self) -> bytes:
        """Give everything, as one update."""
        return self._doc.get_update()

    def missing(self, vector: bytes) -> bytes:
        """Give what somebody with that state vector lacks."""
        return self._doc.get_update(vector)

    def content(self) -> Node:
        """Read the document in ProseMirror's form, as it is: `cleaned` sets it right."""
        with self._doc.transaction():  # one lock for all that is read
            return shared.read_all(self._root)

    def citations(self) -> set[Citation]:
        """Find the citations that stand in the document."""
        with self._doc.transaction():
            there = shared.cites(self._root)
            return citations((shared.read_all(self._root),)) if there else set()

    def tally(self) -> Tally:
        """Count what the document may hold only so much of."""
        with self._doc.transaction():
            return shared.counted(self._root)

    def change_to(self, content: Node) -> bytes:
        """Write the differences to another content; give them as one update."""
        before, self._clock = self._doc.get_state(), None
        with self._doc.transaction():
            rewrite(self._root, content)
        return self._doc.get_update(before)
