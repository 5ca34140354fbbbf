"""An id for everything that has one: no two are the same, and a content always gets the same."""

from base64 import b32encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from panel.documents.text.shape import KINDS, Node, attributes, children, kind

LENGTH = 12


def identified(content: Node) -> Node:
    """Keep the first of equal ids; what has none gets one that its place determines."""
    return _Namer(set(_ids(content))).named(content, ())


def derived(place: Sequence[int], attempt: int = 0) -> str:
    """Derive an id from a place: the number of each node, from the document down to this one."""
    source = ".".join(map(str, place)) + (f"#{attempt}" if attempt else "")
    return b32encode(sha256(source.encode()).digest()).decode().lower()[:LENGTH]


def _ids(node: Node) -> Iterator[str]:
    if "id" in KINDS[kind(node)].attributes and "id" in attributes(node):
        yield attributes(node)["id"]
    for one in children(node):
        yield from _ids(one)


class _Namer:
    """Goes through a content once; it knows all ids that stand anywhere in it."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._given: set[str] = set()

    def named(self, node: Node, place: tuple[int, ...]) -> Node:
        inside = [self.named(one, (*place, at)) for at, one in enumerate(children(node))]
        made: dict[str, Any] = dict(node)
        if "id" in KINDS[kind(node)].attributes:
            made["attrs"] = {**attributes(node), "id": self._id(node, place)}
        return made | ({"content": inside} if inside else {})

    def _id(self, node: Node, place: tuple[int, ...]) -> str:
        said = attributes(node).get("id")
        name = said if said and said not in self._given else self._new(place)
        self._given.add(name)
        return str(name)

    def _new(self, place: tuple[int, ...]) -> str:
        attempt = 0
        while (name := derived(place, attempt)) in self._taken:
            attempt += 1
        self._taken.add(name)
        return name
