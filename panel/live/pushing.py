"""A change to a page, as it travels to browsers."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from flask import get_template_attribute

from panel.kernel.work import Fact, Heard, Reading
from panel.live.journal import mark
from panel.membership.policy import Sight


@dataclass(frozen=True)
class Part:
    """An element of a page, and what stands in its place now."""

    id: str
    html: str


@dataclass(frozen=True)
class Insert:
    """Put `html` into `list` where its key says; what is there under its id or token makes way.

    A list in order of time sorts by `number` instead of `key`. `parts` change with it, as in a
    Replace: how many posts there are, say.
    """

    list: str
    id: str
    key: str
    number: int
    html: str
    parts: tuple[Part, ...] = ()
    op: Literal["insert"] = "insert"


@dataclass(frozen=True)
class Replace:
    """Put each part in the place of the element of its id, where the page has it."""

    parts: tuple[Part, ...]
    op: Literal["replace"] = "replace"


@dataclass(frozen=True)
class Remove:
    """Take `id` from the page, where the page has it; `parts` change with it."""

    id: str
    parts: tuple[Part, ...] = ()
    op: Literal["remove"] = "remove"


@dataclass(frozen=True)
class Update:
    """Take a change of a co-edited text in: `data` is a Yjs update in base64, by its number."""

    data: str
    number: int
    op: Literal["update"] = "update"


@dataclass(frozen=True)
class Nothing:
    """Count on: there was a fact, and there is nothing to see."""

    op: Literal["none"] = "none"


Push = Insert | Replace | Remove | Update | Nothing
Present = Callable[[Reading, Any, str, Sight], Push]  # the fact, and the room that hears of it
Pushes = Mapping[type[Fact], Present]


def nothing(_reading: Reading, _fact: Fact, _room: str, _sight: Sight) -> Push:
    """Stand in wiring.PUSHES for facts that show nowhere."""
    return Nothing()


def shown(pushes: Pushes, reading: Reading, heard: Heard, sight: Sight) -> Push:
    """Show a fact as things are now; fan-out and catch-up both come through here."""
    return pushes[type(heard.fact)](reading, heard.fact, heard.room, sight)


def envelope(heard: Heard, push: Push) -> dict[str, Any]:
    """Put a push into the form in which it travels, with its place among what the room heard."""
    return {"room": heard.room, "seq": heard.seq, "mark": mark(heard.digest)} | asdict(push)


def render(template: str, macro: str, *views: object) -> str:
    """Render a fragment: the same macro serves the page and the push."""
    return str(get_template_attribute(template, macro)(*views)).strip()
