"""What a Yjs update brings: which stretches of which clients, and what they lean on.

The library applies updates, and holds back in silence what leans on something it lacks, and passes
over what it has under the same number already, whatever that says; so whether an update can be
stored, and whose words are in it, is read from the update itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from panel.documents.lib0 import ERRORS, GarbledError, written_vector
from panel.documents.structs import (
    DELETED,
    FORMAT,
    GC,
    STRING,
    TYPE,
    VALUES,
    Id,
    Stretches,
    Struct,
    Structs,
    contradicts,
)
from panel.documents.text.shape import KINDS, MARKS, TEXT_BLOCK, Node

ROOT = "prosemirror"  # the name of the fragment that the editor binds itself to
Clock = Mapping[int, int]  # how many units there are of each client
KNOWN = {GC, DELETED, STRING, FORMAT, TYPE, VALUES}
XML_ELEMENT, XML_TEXT = 3, 6


@dataclass
class Brought:
    """The contents of an update."""

    items: list[Struct] = field(default_factory=list)
    structs: Stretches = field(default_factory=dict)
    deleted: Stretches = field(default_factory=dict)
    needs: list[Id] = field(default_factory=list)  # ids that something hangs on
    blocks: int = 0  # headings and paragraphs
    nodes: int = 0
    marks: list[Node] = field(default_factory=list)
    cites: bool = False  # it may bring a citation, or say another thing of one
    strange: bool = False  # it holds what no editor of ours writes

    def missing(self, there: Clock) -> bool:
        """Tell whether something is lacking that this update builds on."""
        ends = dict(there)
        for client, stretches in self.structs.items():
            for begin, end in sorted(stretches):
                if begin > ends.get(client, 0):
                    return True
                ends[client] = max(ends.get(client, 0), end)
        gone = [(client, end - 1) for client, all_ in self.deleted.items() for _, end in all_]
        return any(at >= ends.get(client, 0) for client, at in (*self.needs, *gone))

    def new_clients(self, there: Clock) -> set[int]:
        """Tell under which clients this brings something that is not there yet."""
        return {
            client
            for client, stretches in self.structs.items()
            if any(end > there.get(client, 0) for _, end in stretches)
        }

    def contradicts(self, there: Clock, missing: Callable[[bytes], bytes]) -> bool:
        """Tell whether this says something else of units that are there already.

        `missing` gives what somebody with a state vector lacks. Two tabs that write under one
        client id send such a thing; of both, the document could only take in one.
        """
        for client, told in groupby(self.items, attrgetter("client")):
            structs = list(told)
            begin, end = structs[0].begin, there.get(client, 0)
            if begin < end:
                known = Structs(missing(written_vector({**there, client: begin})))
                if contradicts(structs, known):
                    return True
        return False


def brought(update: bytes) -> Brought:
    """Read an update; GarbledError when it is none."""
    structs, found = Structs(update), Brought()
    made: set[Id] = set()  # the types that it brings
    try:
        for struct in structs:
            _take(found, struct, made)
        found.deleted = structs.deleted()
    except ERRORS as error:
        raise GarbledError(str(error)) from error
    return found


def _take(found: Brought, struct: Struct, made: set[Id]) -> None:
    found.items.append(struct)
    found.structs.setdefault(struct.client, []).append((struct.begin, struct.end))
    found.needs.extend(one for one in (struct.origin, struct.right) if one)
    found.strange |= struct.kind not in KNOWN
    if struct.kind == VALUES:
        found.cites |= struct.parent not in made  # or instead of what was said before
    _hang(found, struct.parent, struct.key)
    if struct.kind == TYPE:
        made.add((struct.client, struct.begin))
        _make(found, *struct.content)
    elif struct.kind == FORMAT:
        _mark(found, *struct.content)


def _hang(found: Brought, parent: Id | str | None, key: str | None) -> None:
    if isinstance(parent, str):
        found.strange |= parent != ROOT or key is not None
    elif parent:
        found.needs.append(parent)


def _make(found: Brought, kind: int, name: str) -> None:
    found.blocks += name in TEXT_BLOCK
    found.nodes += 1
    found.cites |= name == "citation"
    known = name in KINDS if kind == XML_ELEMENT else kind == XML_TEXT
    found.strange |= not known


def _mark(found: Brought, name: str, said: object) -> None:
    name = name.partition("--")[0]
    if said is not None:  # else it ends
        attrs = said if isinstance(said, Mapping) else {}
        found.marks.append({"type": name, "attrs": attrs})
    found.strange |= name not in MARKS
