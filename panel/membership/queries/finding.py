"""Looking for people and organisations in the directory of a panel."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from panel.kernel.folding import folded
from panel.membership.models import Organisation

CAPACITIES = ("members", "observers", "authorities")


@dataclass(frozen=True)
class Search:
    """What is looked for: all of some words, one kind of organisation, one capacity.

    `kinds` has the words for each kind in the reader's language, since they are looked for, too.
    """

    words: str = ""
    kind: str = ""
    capacity: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrows(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.words.strip() or self.kind or self.capacity)

    @property
    def parts(self) -> list[str]:
        """The words as they are compared."""
        return folded(self.words).split()

    def house(self, one: Organisation) -> str:
        """Give all that an organisation is found by."""
        told = (one.name, one.place, one.about, self.kinds.get(one.kind, ""))
        return folded("\n".join(told))

    def takes_kind(self, one: Organisation) -> bool:
        """Tell whether an organisation is of the kind that is looked for."""
        return self.kind in {"", one.kind}

    def takes(self, text: str) -> bool:
        """Tell whether all the words stand in a text."""
        return all(part in text for part in self.parts)
