"""Citations of posts in documents: which stand in one, and who judges those that come.

Documents know nothing of discussions; the wiring hands their rule in.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple, cast

from panel.documents.text.inlines import readable
from panel.documents.text.shape import KINDS, Node, children, kind
from panel.kernel.messages import Message
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Audience


class Citation(NamedTuple):
    """A post by its thread and its number, and the words by which it stands in a text."""

    thread: str
    number: int
    words: str


Citable = Callable[[Reading, Actor, Audience, Collection[Citation]], Message | None]
"""Why an actor may not cite all of these where an audience reads them; None: they may."""


def citations(nodes: Iterable[Node]) -> set[Citation]:
    """Find the citations in some nodes that `fault` finds nothing in."""
    told = (readable(one, KINDS["citation"].attributes) for one in _cited(nodes))
    return {
        Citation(str(one["thread"]), cast(int, one["number"]), str(one["words"]))
        for one in told
        if len(one) == len(Citation._fields)
    }


def _cited(nodes: Iterable[Node]) -> Iterator[Node]:
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        if kind(node) == "citation":
            yield node
        ahead.extend(children(node))
