"""What each line of a list of guests would do, or what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from panel.identity.forms import email
from panel.identity.models import NAME_LIMIT
from panel.kernel.fields import Fields
from panel.kernel.messages import N_, Message
from panel.membership.actions.invitations import Offer
from panel.membership.actions.panels import Entry
from panel.membership.lists import ADDRESS, HOUSE, LANGUAGE, NAME, ROLE, Row, plain
from panel.membership.models import TITLE_LIMIT, Role
from panel.membership.policy import letter_refusal

NO_ADDRESS = N_("There is no e-mail address in this line.")
NAME_TOO_LONG = N_("The name is too long.")
HOUSE_TOO_LONG = N_("The name of the organisation is too long.")
NO_HOUSE = N_("No organisation is named, and none is chosen for all.")
NO_ROLE = N_("This is not a role. It is one of: member, commenter, reader, moderator, authority.")
NO_LANGUAGE = N_("Mesa does not speak this language. It is one of: Spanish, English.")
TOO_MUCH = N_("There is more in this line than its columns hold.")
ONCE = N_("It is the same address as in an earlier line, which is invited once.")
OPEN = N_("There is an open invitation to this address already. You can send it again.")

ROLES: Mapping[str, Role] = {
    word: role
    for role, words in {
        Role.READER: (
            *("reader", "lector", "lectora", "observer", "observador", "observadora"),
            *("observer who reads", "observa y lee", "lee"),
        ),
        Role.COMMENTER: (
            *("commenter", "comentarista", "observer who comments", "observa y comenta", "comenta"),
        ),
        Role.MEMBER: ("member", "miembro", "integrante"),
        Role.MODERATOR: ("moderator", "moderador", "moderadora", "moderacion"),
        Role.AUTHORITY: ("authority", "autoridad", "autoridad publica", "public authority"),
    }.items()
    for word in words
}
TONGUES: Mapping[str, str] = {
    **dict.fromkeys(("es", "espanol", "castellano", "spanish"), "es"),
    **dict.fromkeys(("en", "ingles", "english"), "en"),
}


@dataclass(frozen=True)
class Common:
    """What holds for the lines that do not say it themselves."""

    organisation: str  # "": each line has to name one
    role: Role
    language: str
    days: int


@dataclass(frozen=True)
class Around:
    """What the panel has: its organisations, and what was sent to these addresses before."""

    houses: Sequence[str]
    open: frozenset[str]
    letters: Mapping[str, datetime]
    now: datetime


@dataclass(frozen=True)
class Line:
    """A line of the list: whom it would invite, or what is wrong with it."""

    number: int
    text: str
    offer: Offer | None = None
    new_house: bool = False  # it would be put into the directory
    wrong: tuple[Message, ...] = ()
    known: bool = False  # nothing is wrong, but somebody is invited already


def judged(rows: Sequence[Row], common: Common, around: Around) -> list[Line]:
    """Judge a list; of lines with one address the first good one stands."""
    houses = {plain(name): name for name in around.houses}
    found, seen = list[Line](), set[str]()
    listed = frozenset(houses)
    for row in rows:
        if row.cells.get(ADDRESS, "").lower() in seen:
            found.append(Line(row.number, row.text, wrong=(ONCE,), known=True))
            continue
        line = _line(row, common, houses, listed)
        if line.offer:
            seen.add(line.offer.address)
            line = _met(line, line.offer, around)
        found.append(line)
    return found


def good(lines: Sequence[Line]) -> list[Offer]:
    """Give what would be sent."""
    return [line.offer for line in lines if line.offer and not line.wrong]


def seal(offers: Sequence[Offer]) -> str:
    """Name what was shown, so that what is sent is the same or shown once more."""
    return sha256(repr(offers).encode()).hexdigest()


def _met(line: Line, offer: Offer, around: Around) -> Line:
    if offer.address in around.open:
        return Line(line.number, line.text, wrong=(OPEN,), known=True)
    if why := letter_refusal(around.letters.get(offer.address), around.now):
        return Line(line.number, line.text, wrong=(why,))
    return line


def _line(row: Row, common: Common, houses: dict[str, str], listed: frozenset[str]) -> Line:
    fields = Fields(row.cells)
    address, name = _address(fields, row), fields.line(NAME, NAME_LIMIT, optional=True)
    house = fields.line(HOUSE, TITLE_LIMIT, optional=True) or common.organisation
    said = {key: plain(row.cells.get(key, "")) for key in (ROLE, LANGUAGE)}
    role = ROLES.get(said[ROLE]) if said[ROLE] else common.role
    tongue = TONGUES.get(said[LANGUAGE]) if said[LANGUAGE] else common.language
    checks = (
        (ADDRESS in fields.wrong, fields.wrong.get(ADDRESS, NO_ADDRESS)),
        (NAME in fields.wrong, NAME_TOO_LONG),
        (HOUSE in fields.wrong, HOUSE_TOO_LONG),
        (not house, NO_HOUSE),
        (role is None, NO_ROLE),
        (tongue is None, NO_LANGUAGE),
        ("extra" in row.cells, TOO_MUCH),
    )
    wrong = tuple(sentence for is_wrong, sentence in checks if is_wrong)
    if wrong or role is None or tongue is None:
        return Line(row.number, row.text, wrong=wrong)
    house = houses.setdefault(plain(house), house)  # as it is written in the directory, or first
    offer = Offer(name, role, Entry(house), common.days, address, tongue)
    return Line(row.number, row.text, offer, new_house=plain(house) not in listed)


def _address(fields: Fields, row: Row) -> str:
    if not row.cells.get(ADDRESS, "").strip():
        fields.refuse(ADDRESS, NO_ADDRESS)
    return email(fields, ADDRESS)
