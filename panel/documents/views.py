"""What pages show of documents."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from panel.documents.text.compare import Change


@dataclass(frozen=True)
class VersionView:
    """A version, as lists have it."""

    number: int
    name: str
    at: datetime
    by: str
    organisation: str
    sha256: str
    upto: int


@dataclass(frozen=True)
class Comparison:
    """What differs between two states of a text, block by block, in the order of the newer one."""

    changes: tuple[Change, ...]
    titles: tuple[str, str]  # the older and the newer one

    @property
    def changed(self) -> int:
        """How many blocks say something else, or are something else."""
        return self._count("changed")

    @property
    def added(self) -> int:
        """How many blocks are new."""
        return self._count("added")

    @property
    def removed(self) -> int:
        """How many blocks are gone."""
        return self._count("removed")

    @property
    def moved(self) -> int:
        """How many blocks stand elsewhere and say the same."""
        return self._count("moved")

    @property
    def different(self) -> bool:
        """Whether anything differs at all."""
        titles = self.titles[0] != self.titles[1]
        return titles or any(one.kind != "same" for one in self.changes)

    @property
    def stretches(self) -> tuple[tuple[Change, ...], ...]:
        """The changes, what is unchanged gathered into stretches."""
        return tuple(
            stretch
            for same, group in groupby(self.changes, lambda one: one.kind == "same")
            for stretch in ([tuple(group)] if same else [(one,) for one in group])
        )

    def _count(self, kind: str) -> int:
        return sum(one.kind == kind for one in self.changes)
