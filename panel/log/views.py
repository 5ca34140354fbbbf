"""What the log shows of an act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class WhoView:
    """Who brought an act about: a person, or in their place "operator", "system" or ""."""

    name: str = ""
    observer: bool = False
    instead: str = ""


@dataclass(frozen=True)
class ActView:
    """An act in plain words: of which kind (the fact's), by whom, and about what.

    `what` names it and `url` leads there; of an act about a seat, `person` is whose it is, and
    `own` tells that they did it themselves. `since` is what has become of a post: "hidden" or
    "deleted". `writers` wrote in a text after one of them had begun.
    """

    kind: str
    at: datetime
    day: date
    by: WhoView
    what: str = ""
    url: str = ""
    about: bool = False  # a thread about a paper, which `what` then is
    person: WhoView | None = None
    own: bool = False
    organisation: str = ""
    reason: str = ""
    since: str = ""
    stage: str = ""
    version: int = 0
    name: str = ""  # of the version
    writers: Sequence[WhoView] = ()


@dataclass(frozen=True)
class LogView:
    """Some acts, the newest first, and the key under which older ones go on."""

    acts: Sequence[ActView]
    older: str
