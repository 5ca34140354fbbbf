"""All that a file says: one version of a paper, with the words around it, in one language."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from panel.documents.text.html import WORDS, Words
from panel.documents.text.lines import Block, read, written
from panel.documents.text.shape import Node
from panel.kernel.messages import N_, Message

FOOT = 96  # characters


def shortened(title: str) -> str:
    """Give as much of a title as the foot of a page has room for."""
    return title if len(title) <= FOOT else title[:FOOT].rstrip() + "…"


@dataclass(frozen=True)
class Labels:
    """The words that the makers add to those of the paper."""

    stage: str = N_("Stage")
    version: str = N_("Version")
    date: str = N_("Date")
    adoption: str = N_("Adoption")
    fingerprint: str = N_("SHA-256 fingerprint")
    contents: str = N_("Contents")
    page: str = N_("Page")
    of: str = N_("of")
    numbers: str = N_(
        "The numbers in the margin name paragraphs (¶) and lines. They are the same in every "
        "copy of this version."
    )
    passing: str = N_(
        "The numbers in the margin name paragraphs (¶) and lines of this copy alone: the text is "
        "still being written."
    )
    lines: str = N_(
        "Reading copy: it breaks where the numbered lines of this version end, and each begins "
        "with its number."
    )
    passing_lines: str = N_(
        "Reading copy: it breaks where the numbered lines of this copy end, and each begins with "
        "its number."
    )
    unversioned: str = N_("not a version: a copy of the text as it was then")
    no_version: str = N_("not a version")
    text: Words = WORDS  # what the page of the text says besides it

    @classmethod
    def translated(cls, say: Callable[[Message], str]) -> Self:
        """Say them in the language of the paper; `say` is gettext under that locale."""
        english = cls()
        said = {
            name: say(Message(words))
            for name, words in vars(english).items()
            if isinstance(words, str)
        }
        return cls(**said, text=english.text.said(say))


@dataclass(frozen=True)
class Sheet:
    """A version, ready for a maker: nothing is asked or looked up any more.

    A text that is still being written is none: its `number` is 0, and the file says so.
    """

    subject: ClassVar[str] = "paper"
    panel: str
    title: str
    stage: str  # the word for it
    number: int  # of the version; 0: none
    sha256: str
    at: datetime  # when the version was made, with its zone: the files say so of themselves
    date: str  # the same for people, in the panel's zone
    language: str
    content: Node
    blocks: tuple[Block, ...]  # what numbered(content) gave when the version was made
    place: str = ""
    name: str = ""  # of the version
    adoption: str = ""  # date, meeting and wording, as one sentence
    citation: str = ""  # address of a cited post, with {thread} and {number}; "" makes no links
    labels: Labels = field(default_factory=Labels)

    @property
    def titled(self) -> str:
        """Give the title, or the panel's name while the paper has none."""
        return self.title.strip() or self.panel

    @property
    def short_title(self) -> str:
        """Give as much of the title as the foot of a page has room for."""
        return shortened(self.titled)

    @property
    def version(self) -> str:
        """Name the version as people do: "3 · For the ministry"."""
        if not self.number:
            return self.labels.unversioned
        return f"{self.number} · {self.name}" if self.name else str(self.number)

    @property
    def short(self) -> str:
        """Give as much of the fingerprint as one compares by eye."""
        return self.sha256[:12]

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """List what stands under the title, each with its label."""
        told = (
            (self.labels.stage, self.stage),
            (self.labels.version, self.version),
            (self.labels.date, self.date),
            (self.labels.adoption, self.adoption),
            (self.labels.fingerprint, self.sha256),
        )
        return tuple(one for one in told if one[1])

    @property
    def standing(self) -> str:
        """Say in one line, for the head of each page, what exactly this is a copy of."""
        version = f"{self.labels.version} {self.number}" if self.number else self.labels.no_version
        return f"{self.stage} · {version} · {self.short}"

    @property
    def on_numbers(self) -> str:
        """Say how far the numbers in the margin can be relied upon."""
        return self.labels.numbers if self.number else self.labels.passing

    @property
    def on_lines(self) -> str:
        """Say the same of a reading copy."""
        return self.labels.lines if self.number else self.labels.passing_lines

    def to_json(self) -> str:
        """Write it for another process."""
        told = vars(self) | {
            "at": self.at.isoformat(),
            "blocks": written(self.blocks),
            "labels": asdict(self.labels),
        }
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        told: dict[str, Any] = json.loads(text)
        labels = told["labels"]
        return cls(
            **told
            | {
                "at": datetime.fromisoformat(told["at"]),
                "blocks": read(told["blocks"]),
                "labels": Labels(**labels | {"text": Words(**labels["text"])}),
            }
        )
