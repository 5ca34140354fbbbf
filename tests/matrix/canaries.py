"""Words that stand in one place each, and who may ever meet them: a leak is one met by others."""

import re
from collections.abc import Iterable

from tests.matrix.tables import KINDS, PEOPLE, RIGHTS

MARK = "kanari"  # begins them all; ids have no vowels, so no id looks like one
WORD = re.compile(f"{MARK}[a-z]+", re.IGNORECASE)
RUN = re.compile(r"[\w-]{6,}")  # every word and id stands within one: `laid` insists on it
Sees = dict[str, frozenset[str]]  # a word or an id, and who may meet it

NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(PEOPLE)


def who(letter: str, kind: str) -> frozenset[str]:
    """Those who have a right with one kind of audience."""
    return frozenset(person for person in PEOPLE if letter in RIGHTS[person][kind])


PANEL = who("R", "panel")  # the page of people is for them, too
INSIDE = who("R", "inside") | {"authority"}  # who was taken into a group knows that it is there
OUTSIDE = who("R", "outside")
GOALS = ("mandate", "goal", "why")  # what a group has set itself: not for authorities in it
HOUSE = frozenset({"moderator"})  # who keeps house
FOREIGN = frozenset({"foreign"})


def words() -> Sees:
    """All the words, in lower case, and who may read each."""
    sees = Sees()
    for kind in KINDS:
        for part in ("title", "text", "reason", "old", "new", "closed", "conclusion"):
            sees[f"{MARK}{kind}{part}"] = who("R", kind)
        for part in PAPERS:
            sees[f"{MARK}{kind}{part}"] = who("R", kind)
        for part in ("hidden", "remarkhidden", "draftfile", "wholefile"):
            sees[f"{MARK}{kind}{part}"] = who("M", kind)
        sees[f"{MARK}{kind}deleted"] = NOBODY
        sees[f"{MARK}{kind}author"] = PANEL | who("R", kind)
        sees[f"{MARK}{kind}authormail"] = NOBODY
    sees |= {f"{MARK}{person}mail": frozenset({person}) for person in PEOPLE if person != "visitor"}
    for kind in ("inside", "outside"):
        sees |= {f"{MARK}{kind}{part}": who("R", kind) for part in GOALS}
        sees[f"{MARK}{kind}removed"] = who("M", kind)
    sees |= {f"{MARK}quiet{part}": FOREIGN for part in QUIET}
    return sees | {
        f"{MARK}insidegroup": INSIDE,
        f"{MARK}outsidegroup": OUTSIDE,
        f"{MARK}shy": PANEL,  # all of whose posts are hidden
        f"{MARK}shymail": NOBODY,
        f"{MARK}keeper": PANEL,
        f"{MARK}keepermail": NOBODY,
        f"{MARK}listener": PANEL | {"authority"},  # sits in what visitors read, and writes nothing
        f"{MARK}listenermail": NOBODY,
        f"{MARK}listenerhouse": PANEL | {"authority"},
        f"{MARK}directory": PANEL,
        **{f"{MARK}{what}": PANEL for what in DIRECTORY},
        f"{MARK}guest": HOUSE,
        f"{MARK}guestmail": HOUSE,
        f"{MARK}letter": NOBODY,  # letters are read in the demo alone
    }


PAPERS = (  # the words of papers, and of what stands around them
    *("papertitle", "papername", "paperold", "papertext", "retitled", "adopted", "adoptedtext"),
    *("papernote", "meeting", "wording", "adoptedfile"),
    *("quotation", "remark", "answer", "remarkreason"),
)
QUIET = ("panel", "place", "title", "text", "house", "name", "does")
DIRECTORY = ("does", "aboutit", "placeofit", "webofit")  # of a person, and of organisations


def met(text: str) -> set[str]:
    """All the words that stand in a text."""
    return {word.lower() for word in WORD.findall(text)}


def leaks(text: str, person: str, sees: Sees, asked: Iterable[str] = ()) -> list[str]:
    """What stands in a text and is not for this person, but for names that they sent themselves."""
    for name in asked:
        text = text.replace(name, "")
    found = {word for word in met(text) if person not in sees[word]}
    runs = "\n".join(set(RUN.findall(text)))  # a tenth of a page, and hundreds of ids to look for
    found |= {id_ for id_, may in sees.items() if person not in may and id_ in runs}
    return sorted(found)
