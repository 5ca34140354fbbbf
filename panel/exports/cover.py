"""What an export says around its text, and which text that is."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Self

from panel.exports.formats import ENDINGS, TEMPLATE


@dataclass(frozen=True)
class Printed:
    """Plain words that are kept with the job: it prints what was so when somebody asked for it.

    Two exports with the same cover say the same: the digest stands for all of it.
    """

    slug: str  # of the panel
    panel: str
    place: str
    language: str
    zone: str
    title: str

    @property
    def digest(self) -> str:
        """Give one name to everything that is printed."""
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return sha256(said.encode()).hexdigest()

    def key(self, kind: str) -> str:
        """Name the one job that makes a file of this, in a format."""
        return f"export:{self.digest}:{kind}:{TEMPLATE}:{self.language}"

    def file(self, kind: str) -> str:
        """Name the file on the shelf."""
        return f"{self.digest}-{kind}-{TEMPLATE}.{ENDINGS[kind]}"

    @classmethod
    def of(cls, args: dict[str, Any]) -> Self:
        """Read what a job has kept."""
        return cls(**args["cover"])


@dataclass(frozen=True, kw_only=True)
class Cover(Printed):
    """The cover of a paper: the digest of its text stands for the text."""

    paper: str
    stage: str
    number: int  # of the version; 0: the text as it is being written
    name: str
    sha256: str
    at: str  # ISO
    adopted_on: str = ""  # ISO
    meeting: str = ""
    wording: str = ""


@dataclass(frozen=True, kw_only=True)
class ThreadCover(Printed):
    """The cover of a thread: the number of its room and its authors' names stand for its posts."""

    thread: str
    observers: bool  # whether their posts are in it
    seq: int  # of the thread's room
    names: str  # a digest of those of its authors and of their organisations
    posts: int  # the number of the last one that there was
    audience: str  # its kind
    group: str
    about: str = ""  # the title of what the thread is about, if it is about something
    about_url: str = ""
    paragraph: int = 0  # where in that; 0: nowhere any more
    quotation: str = ""


@dataclass(frozen=True)
class Wanted:
    """An export, as it is asked for: `text` is the canonical form where no version holds it."""

    cover: Cover
    text: str = ""

    def args(self, kind: str) -> dict[str, Any]:
        """Write down all that the job needs, so that it can be repeated."""
        return {"kind": kind, "cover": asdict(self.cover), "text": self.text}
