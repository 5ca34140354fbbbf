"""Somebody who writes in a document, as a browser does: a replica, and what is on its way."""

from collections.abc import Iterator
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from panel.documents.ranges import ROOT
from panel.documents.text.shape import Node

EMPTY: Node = {"type": "doc", "content": [{"type": "paragraph"}]}


def a_text(*paragraphs: str) -> Node:
    """Make a content of some paragraphs; the first has the id `pppppppppp22`, and so on."""
    return {
        "type": "doc",
        "content": [
            {
                "type": "paragraph",
                "attrs": {"id": block(number)},
                "content": [{"type": "text", "text": words}],
            }
            for number, words in enumerate(paragraphs)
        ],
    }


def block(number: int) -> str:
    """Name the paragraph of `a_text` with this number, from 0."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "pppppppppp" + letters[number // 26] + letters[number % 26]


class Writer:
    """One replica, written in under a client id of its own."""

    def __init__(self, client: int, *updates: bytes) -> None:
        self.doc: Doc[Any] = Doc(client_id=client, allow_multithreading=True)
        self.doc[ROOT] = self.root = XmlFragment()
        self.client = client
        for update in updates:
            self.doc.apply_update(update)

    @property
    def vector(self) -> bytes:
        return self.doc.get_state()

    def hears(self, update: bytes) -> None:
        self.doc.apply_update(update)

    def since(self, vector: bytes) -> bytes:
        """Give what was written since then."""
        return self.doc.get_update(vector)

    def texts(self) -> list[str]:
        """Read all paragraphs."""
        return ["".join(str(run[0]) for run in self._text(one).diff()) for one in self._all()]

    def types(self, words: str, paragraph: int = 0, at: int | None = None) -> bytes:
        """Insert words, at the end if nothing else is said; `at` counts bytes."""
        before, text = self.vector, self._text(self._all()[paragraph])
        text.insert(len(text) if at is None else at, words)
        return self.since(before)

    def types_on(self, many: int, words: str, paragraph: int) -> Iterator[bytes]:
        """Insert words so many times, each as an update of its own."""
        text = self._text(self._all()[paragraph])
        for _ in range(many):
            before = self.vector
            text.insert(0, words)
            yield self.since(before)

    def deletes(self, begin: int, end: int, paragraph: int = 0) -> bytes:
        before = self.vector
        del self._text(self._all()[paragraph])[begin:end]
        return self.since(before)

    def adds(self, words: str, name: str, at: int | None = None, tag: str = "paragraph") -> bytes:
        """Add a paragraph."""
        before, all_ = self.vector, self.root.children
        made = XmlElement(tag, {"id": name}, [XmlText(words)])
        all_.insert(len(all_) if at is None else at, made)
        return self.since(before)

    def drops(self, paragraph: int) -> bytes:
        before = self.vector
        del self.root.children[paragraph]
        return self.since(before)

    def splits(self, paragraph: int, at: int, name: str) -> bytes:
        """Press Enter: the tail moves into a paragraph of its own, as the editor does it."""
        before, text = self.vector, self._text(self._all()[paragraph])
        whole = "".join(str(run[0]) for run in text.diff()).encode()
        tail = whole[at:].decode(errors="ignore")
        with self.doc.transaction():
            del text[len(whole) - len(tail.encode()) : len(whole)]
            made = XmlElement("paragraph", {"id": name}, [XmlText(tail)])
            self.root.children.insert(paragraph + 1, made)
        return self.since(before)

    def nests(self, deep: int) -> bytes:
        """Add a list in a list in a list…"""
        before = self.vector
        within: Any = self.root
        with self.doc.transaction():
            for _ in range(deep):
                within.children.append(XmlElement("bulletList", {}, []))
                within = within.children[len(within.children) - 1]
                within.children.append(XmlElement("listItem", {}, []))
                within = within.children[0]
        return self.since(before)

    def floods(self, many: int) -> bytes:
        """Add empty paragraphs."""
        before = self.vector
        with self.doc.transaction():
            for _ in range(many):
                self.root.children.append(XmlElement("paragraph", {}, []))
        return self.since(before)

    def clears(self, begin: int, end: int) -> bytes:
        """Delete paragraphs."""
        before = self.vector
        with self.doc.transaction():
            del self.root.children[begin:end]
        return self.since(before)

    def _all(self) -> list[Any]:
        return list(self.root.children)

    @staticmethod
    def _text(element: Any) -> Any:  # noqa: ANN401  # the library names no types for children
        found = [one for one in element.children if isinstance(one, XmlText)]
        return found[0] if found else element.children.append(XmlText("")) or element.children[0]
