"""What pages and pushes show of a job; nothing here depends on who looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panel.jobs.models import State


@dataclass(frozen=True)
class SaidView:
    """An English sentence, and what is put into it when it is translated."""

    text: str
    words: Mapping[str, Any]


@dataclass(frozen=True)
class AgainView:
    """The form by which something is asked for once more: where it goes, and what it says."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class JobView:
    """How a job stands, and what it has left behind."""

    id: str
    state: State
    step: int
    steps: int
    failure: SaidView | None
    result: Mapping[str, Any]

    @property
    def url(self) -> str:
        """Where the file is that was made, if a file was."""
        return str(self.result.get("url", ""))

    @property
    def name(self) -> str:
        """How that file is called."""
        return str(self.result.get("name", ""))

    @property
    def size(self) -> float:
        """How large it is, in kB."""
        return float(self.result.get("bytes", 0)) / 1_000

    @property
    def notes(self) -> Sequence[SaidView]:
        """What there is to say about it."""
        return [SaidView(**note) for note in self.result.get("notes", ())]

    @property
    def again(self) -> AgainView | None:
        """The way to another try, where its kind knows one."""
        way = self.result.get("again")
        return AgainView(**way) if way else None
