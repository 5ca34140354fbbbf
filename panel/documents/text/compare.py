"""What changed between two contents: by the ids of blocks, and by words within a block."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from panel.documents.text.order import longest_row
from panel.documents.text.runs import Patience, Run, runs, whole
from panel.documents.text.shape import Node, attributes, children
from panel.documents.text.words import Passage, passages

__all__ = ["Change", "Run", "compare"]


@dataclass(frozen=True)
class Change:
    """What became of a block; `moved` ones may have changed as well, as the runs tell."""

    kind: Literal["same", "changed", "added", "removed", "moved"]
    block: str
    runs: tuple[Run, ...]
    old: Passage | None
    new: Passage | None

    @property
    def form_alone(self) -> bool:
        """Whether the words are the same, and only their print, links, level or list changed."""
        return self.kind == "changed" and all(run.kind == "same" for run in self.runs)


def compare(old: Node, new: Node) -> tuple[Change, ...]:
    """Give every block of either in the order of the new one, what was removed where it stood.

    Blocks without a word are left out. A long document takes a second: offload it. Beyond a bound
    (see `runs`) what differs is given as a whole, removed and added.
    """
    before = {one.id: one for one in passages(old) if not one.silent}
    after = {one.id: one for one in passages(new) if not one.silent}
    return tuple(_changes(before, after, _still(before, after)))


def _still(before: Iterable[str], after: Iterable[str]) -> set[str]:
    """Tell which blocks stayed in place: the most that stand in the same order as before."""
    places = {name: at for at, name in enumerate(before)}
    common = [name for name in after if name in places]
    return {common[at] for at in longest_row([places[name] for name in common])}


def _changes(
    before: Mapping[str, Passage], after: Mapping[str, Passage], still: set[str]
) -> Iterator[Change]:
    patience, gone = Patience(), _gone(before, after, still)
    yield from gone.get("", ())
    for name, passage in after.items():
        if name in before:
            yield _change(before[name], passage, patience, moved=name not in still)
        else:
            yield Change("added", name, whole("added", passage.text), None, passage)
        yield from gone.get(name, ())


def _gone(
    before: Mapping[str, Passage], after: Mapping[str, Passage], still: set[str]
) -> dict[str, list[Change]]:
    """Gather what was removed, by the block in place that it followed ("": none)."""
    gone: dict[str, list[Change]] = {}
    last = ""
    for name, passage in before.items():
        if name in still:
            last = name
        elif name not in after:
            said = whole("removed", passage.text)
            gone.setdefault(last, []).append(Change("removed", name, said, passage, None))
    return gone


def _change(old: Passage, new: Passage, patience: Patience, *, moved: bool) -> Change:
    said = runs(old.text, new.text, patience)
    if moved:
        return Change("moved", new.id, said, old, new)
    same = old.text == new.text and _alike(old, new)
    return Change("same" if same else "changed", new.id, said, old, new)


def _alike(old: Passage, new: Passage) -> bool:
    """Tell whether two blocks of the same words look the same; the number of an item may differ."""
    form = old.kind, old.level, old.depth, old.mark[-1:]
    if form != (new.kind, new.level, new.depth, new.mark[-1:]):
        return False
    return old.node == new.node or _nameless(old.node) == _nameless(new.node)


def _nameless(node: Node) -> dict[str, Any]:
    said = {name: value for name, value in attributes(node).items() if name != "id"}
    inside = [_nameless(one) for one in children(node)]
    return {**node, "attrs": said, "content": inside}
