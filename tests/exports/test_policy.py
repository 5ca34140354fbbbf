"""Who may export what: drafts are the moderators', what was adopted is for all who read it."""

import pytest

from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Role
from panel.membership.queries import panel_view
from panel.papers.models import Stage
from panel.papers.policy import export_refusal, for_readers
from tests.exports.desk import WAY, a_paper
from tests.factories import a_panel, a_seat

OPEN = {Stage.ADOPTED, Stage.DELIVERED, Stage.ANSWERED, Stage.ARCHIVED}


def everybody(work: Work, panel: Panel) -> dict[Role, Actor]:
    """Somebody of each role, and a visitor."""
    seated = {role: a_seat(work, panel, role) for role in Role if role is not Role.VISITOR}
    return seated | {Role.VISITOR: Actor(panel.id, panel_view(panel))}


@pytest.mark.parametrize("stage", WAY)
def test_what_a_stage_stands_on_is_for_readers_once_it_is_adopted(work: Work, stage: Stage) -> None:
    panel = a_panel(work)
    people = everybody(work, panel)
    paper = a_paper(work, people[Role.MODERATOR], panel, kind=Kind.VISITORS, stage=stage)

    may = {role for role, one in people.items() if not export_refusal(one, paper, paper.version)}

    assert may == (set(people) if stage in OPEN else {Role.MODERATOR})
    assert for_readers(paper, paper.version) == (stage in OPEN)


def test_of_an_adopted_paper_all_else_stays_with_the_moderators(work: Work) -> None:
    panel = a_panel(work)
    people = everybody(work, panel)
    mo = people[Role.MODERATOR]
    paper = a_paper(work, mo, panel, kind=Kind.VISITORS, stage=Stage.ADOPTED)
    assert paper.version is not None

    for number in (None, paper.version + 1):
        may = {role for role, one in people.items() if not export_refusal(one, paper, number)}

        assert may == {Role.MODERATOR}
        assert not for_readers(paper, number)


def test_a_moderator_of_another_panel_exports_nothing_here(work: Work) -> None:
    panel = a_panel(work)
    mo, foreign = (a_seat(work, one, Role.MODERATOR) for one in (panel, a_panel(work)))
    paper = a_paper(work, mo, panel)

    assert export_refusal(mo, paper, None) is None
    assert export_refusal(foreign, paper, None)
