"""The rule is written twice, as a predicate and in SQL; here the two are held together."""

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from panel.kernel.work import Work, Workshop
from panel.membership import queries
from panel.membership.actors import Actor
from panel.membership.models import (
    Audience,
    Grant,
    GroupSeat,
    Kind,
    Panel,
    Role,
    Verb,
    WorkingGroup,
)
from panel.membership.policy import RIGHTS, Sight, audiences, may, sight, verbs
from tests.factories import (
    a_group,
    a_panel,
    a_person,
    a_seat,
    again,
    the_audience,
    the_seat,
)

ROLES = [role for role in Role if role is not Role.VISITOR]
PANELS, GROUPS, SEATS, KINDS = 2, 2, 4, 3 + 2  # audiences: three kinds and two groups
TO = ("seat", "organisation", "group", "role")


@dataclass(frozen=True)
class GrantMade:
    """To whom, of whom there are several, which verb is granted on which audience."""

    to: str
    whom: int
    audience: int
    verb: Verb


GRANTS = st.builds(
    GrantMade,
    to=st.sampled_from(TO),
    whom=st.integers(0, PANELS * SEATS - 1),
    audience=st.integers(0, PANELS * KINDS - 1),
    verb=st.sampled_from(Verb),
)


def test_every_role_and_kind_has_its_rights_and_who_may_do_anything_may_read() -> None:
    assert set(RIGHTS) == set(Role)

    for kinds in RIGHTS.values():
        assert set(kinds) == set(Kind)
        assert all(not allowed or Verb.READ in allowed for allowed in kinds.values())


@given(
    roles=st.tuples(*[st.sampled_from(ROLES)] * (PANELS * SEATS)),
    inside=st.sets(st.tuples(st.integers(0, PANELS * SEATS - 1), st.integers(0, GROUPS - 1))),
    grants=st.lists(GRANTS, max_size=8),
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example rolls back
)
def test_predicate_and_sql_agree(
    workshop: Workshop,
    roles: tuple[Role, ...],
    inside: set[tuple[int, int]],
    grants: list[GrantMade],
) -> None:
    with workshop.open_work() as work, work.session.begin_nested() as example:
        panels = [a_panel(work) for _ in range(PANELS)]
        groups = [[a_group(work, panel) for _ in range(GROUPS)] for panel in panels]
        actors = [
            a_seat(work, panels[n // SEATS], role, house=f"House {n % 2}")
            for n, role in enumerate(roles)
        ]
        for seat, group in inside:
            belongs = groups[seat // SEATS][group].id
            work.session.add(GroupSeat(group_id=belongs, seat_id=actors[seat].seat_id))
        shown = sorted(work.session.scalars(select(Audience)), key=lambda one: one.id)
        assert len(shown) == PANELS * KINDS
        for made in grants:
            work.session.add(_grant(made, actors, groups, shown))
        work.session.flush()
        acting = [again(work, actor) for actor in actors] + _strangers(work, panels)

        for actor in acting:
            for verb in Verb:
                allowed = {one.id for one in shown if may(actor, verb, one) is None}
                assert set(work.session.scalars(audiences(actor, verb))) == allowed
        example.rollback()


def _grant(
    made: GrantMade, actors: list[Actor], groups: list[list[WorkingGroup]], shown: list[Audience]
) -> Grant:
    actor = actors[made.whom]
    to: dict[str, dict[str, Any]] = {
        "seat": {"seat_id": actor.seat_id},
        "organisation": {"organisation_id": actor.organisation_id},
        "group": {"group_id": groups[made.whom // SEATS][made.whom % GROUPS].id},
        "role": {"role": actor.role},
    }
    return Grant(audience_id=shown[made.audience].id, verb=made.verb, **to[made.to])


def _strangers(work: Work, panels: list[Panel]) -> list[Actor]:
    """Give a visitor who is nobody, and one with an account."""
    known = a_person(work)
    return [
        queries.actor(work, person, panel.slug) for panel in panels for person in (None, known.id)
    ]


def test_a_grant_gives_one_verb_on_one_audience(work: Work) -> None:
    panel = a_panel(work)
    reader, other = a_seat(work, panel, Role.READER), a_seat(work, panel, Role.READER)
    members = the_audience(work, panel, Kind.MEMBERS)
    assert may(reader, Verb.READ, members)

    work.session.add(Grant(audience_id=members.id, verb=Verb.READ, seat_id=reader.seat_id))
    work.session.flush()

    granted = again(work, reader)
    assert verbs(granted, members) == {Verb.READ}
    assert verbs(granted, the_audience(work, panel)) == {Verb.READ}
    assert verbs(again(work, other), members) == set()


def test_a_groups_own_grant_makes_a_commenter_a_contributor(work: Work) -> None:
    panel = a_panel(work)
    inside, outside = a_seat(work, panel, Role.COMMENTER), a_seat(work, panel, Role.COMMENTER)
    group = a_group(work, panel, inside)
    audience = the_audience(work, panel, Kind.GROUP, group)
    assert verbs(again(work, inside), audience) == {Verb.READ, Verb.REPLY}

    work.session.add(Grant(audience_id=audience.id, verb=Verb.START, group_id=group.id))
    work.session.flush()

    assert verbs(again(work, inside), audience) == {Verb.READ, Verb.REPLY, Verb.START}
    assert verbs(again(work, outside), audience) == set()


def test_a_seat_that_has_ended_gives_a_visitors_rights(work: Work) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel)
    assert verbs(ana, the_audience(work, panel))

    the_seat(work, ana).until = work.at
    work.session.flush()

    left = again(work, ana)
    assert (left.role, left.seat_id) == (Role.VISITOR, None)
    assert verbs(left, the_audience(work, panel)) == set()
    assert verbs(left, the_audience(work, panel, Kind.VISITORS)) == {Verb.READ}


def test_rights_in_one_panel_are_none_in_another(work: Work) -> None:
    here, there = a_panel(work), a_panel(work)
    mo = a_seat(work, here, Role.MODERATOR)

    for kind in (Kind.PANEL, Kind.MEMBERS, Kind.VISITORS):
        assert verbs(mo, the_audience(work, here, kind)) == set(Verb)
        assert verbs(mo, the_audience(work, there, kind)) == set()


def test_only_who_may_hide_sees_what_is_hidden(work: Work) -> None:
    panel = a_panel(work)
    audience = the_audience(work, panel)

    seen = {role: sight(a_seat(work, panel, role), audience) for role in ROLES}

    assert seen.pop(Role.MODERATOR) is Sight.MODERATORS
    assert set(seen.values()) == {Sight.ALL}
