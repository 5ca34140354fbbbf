"""Every route, for every kind of person and of audience, answers as the tables say."""

from functools import partial

import pytest

from tests.matrix.answering import faults, standing
from tests.matrix.asking import ask, ask_never, ask_person, ask_person_never
from tests.matrix.reading import Row
from tests.matrix.tables import BY_PERSON, BY_RIGHTS, KINDS, PEOPLE, STANDINGS
from tests.matrix.world import World


@pytest.mark.parametrize("row", BY_RIGHTS, ids=str)
def test_what_is_about_an_audience_answers_by_ones_rights_there(world: World, row: Row) -> None:
    answers = dict(zip(STANDINGS, row.answers, strict=True))

    wrong = {
        (person, kind): found
        for person in PEOPLE
        for kind in KINDS
        if (
            found := faults(
                world,
                row,
                person,
                answers[standing(person, kind)],
                partial(ask, world, row, person, kind),
                None if row.about == "never" else partial(ask_never, world, row, person, kind),
            )
        )
    }

    assert wrong == {}


@pytest.mark.parametrize("row", BY_PERSON, ids=str)
def test_what_is_about_the_panel_or_oneself_answers_by_who_one_is(world: World, row: Row) -> None:
    wrong = {
        person: found
        for person, expected in zip(PEOPLE, row.answers, strict=True)
        if (
            found := faults(
                world,
                row,
                person,
                expected,
                partial(ask_person, world, row, person),
                partial(ask_person_never, world, row, person),
            )
        )
    }

    assert wrong == {}
