"""What changed within a block: by words, never by characters, and in as few stretches as it takes.

Words that stand once in either text hold it in place; between them difflib compares. The work has a
bound that does not depend on time, so that the same two texts give the same runs everywhere.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from panel.documents.text.graphemes import tokens
from panel.documents.text.order import longest_row

STRETCH = 20_000  # words before times words after, between two fixed ones; more is not looked into
ALL = 2_000_000  # the same in a whole document

Said = Literal["same", "added", "removed"]
_KINDS: dict[bool, tuple[Said, ...]] = {True: ("same",), False: ("removed", "added")}


@dataclass(frozen=True)
class Run:
    """Words in a row that stayed, came or went."""

    kind: Said
    text: str


Words = Sequence[str]
Found = Iterator[Run]


class Patience:
    """How much work there may still be in comparing one document with another."""

    def __init__(self) -> None:
        """Begin with all of it."""
        self._left = ALL

    def allows(self, left: Words, right: Words) -> bool:
        """Take the work of comparing two stretches from what is left; False: it is too much."""
        work = len(left) * len(right)
        if work > min(STRETCH, self._left):
            return False
        self._left -= work
        return True


def whole(kind: Said, text: str) -> tuple[Run, ...]:
    """Say one thing of a whole text."""
    return (Run(kind, text),) if text else ()


def runs(old: str, new: str, patience: Patience) -> tuple[Run, ...]:
    """Say what stayed, came and went; what did not come, joined, is the old text, and so on."""
    if old == new:
        return whole("same", new)
    found = _trimmed(tokens(old), tokens(new), lambda a, b: _middle(a, b, patience))
    return tuple(_legible([*found]))


def _trimmed(left: Words, right: Words, within: Callable[[Words, Words], Found]) -> Found:
    """Leave what is the same at either end out of a comparison."""
    begin = _alike(left, right)
    end = _alike(left[begin:][::-1], right[begin:][::-1])
    yield from _same(left[:begin])
    yield from within(left[begin : len(left) - end], right[begin : len(right) - end])
    yield from _same(left[len(left) - end :])


def _alike(left: Words, right: Words) -> int:
    """Count the words with which both begin."""
    pairs = zip(left, right, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))


def _middle(left: Words, right: Words, patience: Patience) -> Found:
    from_left = from_right = 0
    for a, b in (*_fixed(left, right), (len(left), len(right))):
        between = left[from_left:a], right[from_right:b]
        yield from _trimmed(*between, lambda a, b: _between(a, b, patience))
        yield from _same(left[a : a + 1])
        from_left, from_right = a + 1, b + 1


def _fixed(left: Words, right: Words) -> list[tuple[int, int]]:
    """Find the words that stand once in either text, and in the same order in both."""
    here, there = Counter(left), Counter(right)
    places = {word: at for at, word in enumerate(right) if there[word] == 1 and word.isalnum()}
    pairs = [(at, places[w]) for at, w in enumerate(left) if here[w] == 1 and w in places]
    return [pairs[at] for at in longest_row([place for _at, place in pairs])]


def _between(left: Words, right: Words, patience: Patience) -> Found:
    if not left or not right or not patience.allows(left, right):
        yield from _replaced(left, right)
        return
    matcher = SequenceMatcher(str.isspace, left, right, autojunk=False)
    for said, a, b, c, d in matcher.get_opcodes():
        yield from _same(left[a:b]) if said == "equal" else _replaced(left[a:b], right[c:d])


def _same(words: Words) -> Found:
    yield from whole("same", "".join(words))


def _replaced(left: Words, right: Words) -> Found:
    yield from whole("removed", "".join(left))
    yield from whole("added", "".join(right))


def _legible(pieces: Sequence[Run]) -> Iterator[Run]:
    """Say it in few stretches: a space alone between two changes belongs to both."""
    last = len(pieces) - 1
    stays = [
        one.kind == "same" and not (0 < at < last and one.text.isspace() and _changes(pieces, at))
        for at, one in enumerate(pieces)
    ]
    for same, group in groupby(zip(pieces, stays, strict=True), key=lambda one: one[1]):
        members = [one for one, _stays in group]
        for kind in _KINDS[same]:
            yield from whole(
                kind, "".join(one.text for one in members if one.kind in (kind, "same"))
            )


def _changes(pieces: Sequence[Run], at: int) -> bool:
    return pieces[at - 1].kind != "same" and pieces[at + 1].kind != "same"
