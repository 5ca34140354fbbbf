"""The life of a paper, by hand from DESIGN: each step, who takes it, and what must hold first."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from sqlalchemy import select

from panel.kernel.errors import Refused
from panel.membership.models import Verb
from panel.membership.policy import REFUSALS
from panel.papers.actions import stages
from panel.papers.actions.stages import Record
from panel.papers.models import Stage, StageChange
from panel.papers.policy import NO_STEP, step_refusal
from panel.papers.queries.papers import paper as find
from panel.papers.stages import DRAFTING, LINE, SETTLED, STEPS, step
from tests.conftest import Installation
from tests.papers.versioned import Folder

# Rows lead to columns. Nothing leads to the ballot, as long as there are none.
WAYS = """
               draft consultation ballot adopted delivered answered archived withdrawn
  draft        -     yes          -      -       -         -        -        yes
  consultation yes   -            -      yes     -         -        -        yes
  ballot       -     -            -      yes     -         -        -        yes
  adopted      -     -            -      -       yes       -        yes      yes
  delivered    -     -            -      -       -         yes      yes      yes
  answered     -     -            -      -       -         -        yes      yes
  archived     -     -            -      -       -         -        -        -
  withdrawn    -     -            -      -       -         -        -        -
"""
HEAD, *LINES = [line.split() for line in WAYS.strip().splitlines()]
LEADS = {
    (Stage(from_), Stage(to))
    for from_, *cells in LINES
    for to, cell in zip(HEAD, cells, strict=True)
    if cell == "yes"
}
FULL = Record("It was read aloud.", "As read", date(2026, 3, 1), "Third assembly", "Unanimously.")
# The way by which a paper comes to each stage; to the ballot there is none.
TO: dict[Stage, tuple[Stage, ...]] = {
    Stage.DRAFT: (),
    Stage.CONSULTATION: (Stage.CONSULTATION,),
    Stage.ADOPTED: (Stage.CONSULTATION, Stage.ADOPTED),
    Stage.DELIVERED: (Stage.CONSULTATION, Stage.ADOPTED, Stage.DELIVERED),
    Stage.ANSWERED: (Stage.CONSULTATION, Stage.ADOPTED, Stage.DELIVERED, Stage.ANSWERED),
    Stage.ARCHIVED: (Stage.CONSULTATION, Stage.ADOPTED, Stage.ARCHIVED),
    Stage.WITHDRAWN: (Stage.WITHDRAWN,),
}


@pytest.fixture
def folder(mesa: Installation) -> Folder:
    return Folder(mesa)


def record(to: Stage) -> Record:
    """Say what a step has to say; the day of an adoption belongs to an adoption alone."""
    return FULL if to is Stage.ADOPTED else Record(FULL.note, FULL.version_name)


def takes(folder: Folder, *way: Stage) -> None:
    """Let the moderator take the paper on."""
    for to in way:
        with folder.mesa.workshop.open_work() as work:
            stages.move(
                work, folder.mo, find(work, folder.mo, folder.name, lock=True), to, record(to)
            )


def changes(folder: Folder) -> list[StageChange]:
    with folder.mesa.workshop.open_reading() as reading:
        return list(reading.session.scalars(select(StageChange).order_by(StageChange.number)))


def test_the_steps_are_those_of_the_table() -> None:
    assert {(from_, to) for from_, to in product(Stage, Stage) if step(from_, to)} == LEADS
    assert set(STEPS) == set(Stage)


def test_members_write_in_drafts_alone_and_what_is_settled_came_after() -> None:
    assert {Stage.DRAFT} == DRAFTING
    assert {Stage.ADOPTED, Stage.DELIVERED, Stage.ANSWERED, Stage.ARCHIVED} == SETTLED
    assert [stage for stage in Stage if stage is not Stage.WITHDRAWN] == list(LINE)


@pytest.mark.parametrize("from_", TO)
def test_each_step_is_for_moderators_and_none_leads_elsewhere(folder: Folder, from_: Stage) -> None:
    takes(folder, *TO[from_])
    with folder.mesa.workshop.open_reading() as reading:
        paper = find(reading, folder.mo, folder.name)
        seated = {name: one for name, one in folder.who.items() if one and name != "elsewhere"}

        told = {
            (name, to): step_refusal(actor, paper, to)
            for (name, actor), to in product(seated.items(), Stage)
        }

    for (name, to), refusal in told.items():
        allowed = None if (from_, to) in LEADS else NO_STEP
        expected = allowed if name == "moderator" else REFUSALS[Verb.MODERATE]
        assert refusal == expected, (name, from_, to)


@pytest.mark.parametrize("from_", TO)
def test_an_illegal_step_is_refused_and_leaves_everything(folder: Folder, from_: Stage) -> None:
    takes(folder, *TO[from_])
    before = len(changes(folder))

    for to in Stage:
        if (from_, to) not in LEADS and to is not from_:
            with pytest.raises(Refused, match="cannot go there"):
                takes(folder, to)

    assert folder.paper().stage == from_
    assert len(changes(folder)) == before


@pytest.mark.parametrize("from_", TO)
def test_each_step_is_recorded_with_where_it_led_from(folder: Folder, from_: Stage) -> None:
    takes(folder, *TO[from_])
    onward = [to for start, to in sorted(LEADS) if start is from_]

    for to in onward[:1]:
        takes(folder, to)

    steps = [(one.number, one.from_stage, one.to_stage) for one in changes(folder)]
    way = [Stage.DRAFT, *TO[from_], *onward[:1]]
    assert steps == [(n, way[n - 1], way[n]) for n in range(1, len(way))]
    assert {one.by_id for one in changes(folder)} <= {folder.mo.seat_id}


def test_a_consultation_stands_on_a_version_and_closes_the_text(folder: Folder) -> None:
    assert folder.paper().document.drafting

    takes(folder, Stage.CONSULTATION)

    paper, [version] = folder.paper(), folder.kept()
    assert (paper.version, version.number, version.name) == (1, 1, "As read")
    assert not paper.document.drafting


def test_what_is_a_version_already_is_not_named_again(folder: Folder) -> None:
    folder.names("First draft")

    takes(folder, Stage.CONSULTATION, Stage.ADOPTED)

    assert [one.name for one in folder.kept()] == ["First draft"]
    assert folder.paper().version == 1


def test_back_in_the_draft_members_write_on_and_it_stands_on_no_version(folder: Folder) -> None:
    takes(folder, Stage.CONSULTATION)

    takes(folder, Stage.DRAFT)

    assert folder.paper().version is None
    assert folder.paper().document.drafting
    assert len(folder.kept()) == 1
    folder.writes("One, better.")
    takes(folder, Stage.CONSULTATION)
    assert folder.paper().version == 2


def test_an_adoption_says_when_where_and_in_which_words(folder: Folder) -> None:
    takes(folder, Stage.CONSULTATION, Stage.ADOPTED)

    *_, last = changes(folder)
    assert (last.adopted_on, last.meeting, last.wording, last.version) == (
        *(FULL.adopted_on, FULL.meeting, FULL.wording),
        1,
    )
    assert last.by_id == folder.mo.seat_id


def test_the_version_that_was_adopted_stays_that_of_the_stages_after_it(folder: Folder) -> None:
    takes(folder, *TO[Stage.ANSWERED], Stage.ARCHIVED)

    assert folder.paper().version == 1
    assert [one.version for one in changes(folder)] == [1] * 5


def test_a_step_sent_twice_is_taken_once(folder: Folder) -> None:
    takes(folder, Stage.CONSULTATION)

    takes(folder, Stage.CONSULTATION)

    assert len(changes(folder)) == 1


def test_a_step_sent_again_with_other_words_is_refused(folder: Folder) -> None:
    takes(folder, Stage.CONSULTATION, Stage.ADOPTED)

    with (
        pytest.raises(Refused, match="cannot go there"),
        folder.mesa.workshop.open_work() as work,
    ):
        paper = find(work, folder.mo, folder.name, lock=True)
        stages.move(work, folder.mo, paper, Stage.ADOPTED, replace(FULL, wording="By majority."))

    assert changes(folder)[-1].wording == "Unanimously."
