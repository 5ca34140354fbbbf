"""Each cell of the rights table, changed, makes the matrix disagree: the tables hold them all."""

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import select, update

from panel.discussion.models import Thread
from panel.membership.models import Audience, Kind, Role, Verb
from panel.membership.policy import RIGHTS as CODE
from panel.membership.policy import audiences, verbs
from tests.matrix.answering import put, standing
from tests.matrix.asking import about
from tests.matrix.tables import BY_RIGHTS, KINDS, PEOPLE, RIGHTS, SEATED, STANDINGS
from tests.matrix.world import World

Cell = tuple[str, str, Verb]
LETTERS = {
    Verb.READ: "R",
    Verb.REPLY: "A",
    Verb.START: "S",
    Verb.DRAFT: "D",
    Verb.MODERATE: "M",
}
WITHOUT_SEAT = tuple(person for person in PEOPLE if person not in SEATED)
DECISIVE = {  # the act that tells whether a verb is open
    Verb.READ: "GET discussion.show_thread (open)",
    Verb.REPLY: "POST discussion.create_post (open)",
    Verb.START: "POST discussion.start_thread (open)",
    Verb.DRAFT: "POST papers.start_paper (open)",
    Verb.MODERATE: "POST discussion.pin_thread (spare)",
}
ROWS = {str(row): row for row in BY_RIGHTS}


class Probe:
    """Asks the rule, its clause and the decisive routes, and compares them with the tables."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._actors = {person: world.actor(person) for person in PEOPLE}
        with world.mesa.workshop.open_reading() as reading:
            known = {one.public_id: one for one in reading.session.scalars(select(Audience))}
        places = world.laid.places
        self._audiences = {kind: known[place.audience] for kind, place in places.items()}
        spare = [place.threads["spare"] for place in places.values()]
        with world.mesa.workshop.open_work() as work:  # other tests may have closed them
            reopened = update(Thread).where(Thread.public_id.in_(spare)).values(closed_at=None)
            work.session.execute(reopened)

    def rule(self) -> set[Cell]:
        """Where the rule says otherwise than the table."""
        said = {
            (person, kind): verbs(self._actors[person], self._audiences[kind])
            for person, kind in product(PEOPLE, KINDS)
        }
        return {
            cell
            for cell in product(PEOPLE, KINDS, Verb)
            if (cell[2] in said[cell[:2]]) != _told(cell)
        }

    def clause(self) -> set[Cell]:
        """Where the clause says otherwise than the table."""
        with self._world.mesa.workshop.open_reading() as reading:
            said = {
                (person, verb): set(reading.session.scalars(audiences(self._actors[person], verb)))
                for person, verb in product(PEOPLE, Verb)
            }
        return {
            (person, kind, verb)
            for person, kind, verb in product(PEOPLE, KINDS, Verb)
            if (self._audiences[kind].id in said[person, verb]) != _told((person, kind, verb))
        }

    def route(self, cell: Cell) -> str:
        """Where the decisive route answers otherwise than the table, how; on a spare thread."""
        person, kind, verb = cell
        row, place = ROWS[DECISIVE[verb]], self._world.laid.places[kind]
        aside = replace(place, threads=dict.fromkeys(place.threads, place.threads["spare"]))
        asked = about(self._world, row, self._world.browser(person), aside, 1)
        status = str(put(self._world, row, asked, script=row.method != "GET").status)
        expected = row.answers[STANDINGS.index(standing(person, kind))]
        return "" if status == expected else f"{status}, not {expected}"


def _told(cell: Cell) -> bool:
    person, kind, verb = cell
    return LETTERS[verb] in RIGHTS[person][kind]


def changed(role: Role, kind: Kind, verb: Verb) -> set[Cell]:
    """Whom and what a cell of the code's table is about; moderators are in every group."""
    people = WITHOUT_SEAT if role is Role.VISITOR else (str(role),)
    kinds: tuple[str, ...] = (kind,)
    if kind is Kind.GROUP:
        kinds = ("inside", "outside") if role is Role.MODERATOR else ("inside",)
        people = () if role is Role.VISITOR else people  # who has no seat is in no group
    return set(product(people, kinds, (verb,)))


def table() -> set[Cell]:
    """Where the code's own table differs from ours; of groups, it holds for those inside."""
    return {
        (role, kind, verb)
        for role, kind, verb in product(Role, Kind, Verb)
        if (verb in CODE[role][kind])
        != _told((role, "inside" if kind is Kind.GROUP else kind, verb))
    }


def shows(cell: Cell) -> bool:
    """Tell whether a route can show that a cell has changed: where one reads, and by a seat."""
    person, kind, verb = cell
    return verb is Verb.READ or ("R" in RIGHTS[person][kind] and person in SEATED)


def test_the_code_says_what_the_table_says(world: World) -> None:
    probe = Probe(world)

    assert (table(), probe.rule(), probe.clause()) == (set(), set(), set())


@pytest.fixture(scope="module")
def probe(sqlite_world: World) -> Probe:
    return Probe(sqlite_world)


@pytest.mark.xdist_group("matrix sqlite")
@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("role", Role)
def test_a_changed_cell_is_told(
    probe: Probe, monkeypatch: pytest.MonkeyPatch, role: Role, kind: Kind, verb: Verb
) -> None:
    cells = changed(role, kind, verb)

    monkeypatch.setitem(CODE[role], kind, CODE[role][kind] ^ {verb})

    assert table() == {(role, kind, verb)}
    assert (probe.rule(), probe.clause()) == (cells, cells)
    assert {cell for cell in cells if probe.route(cell)} == {cell for cell in cells if shows(cell)}
