"""Who hears of a job: those whom it is for; of some, moderators alone."""

import pytest

from panel.jobs import actions
from panel.jobs.events import room_of
from panel.membership.actions.seats import change_role
from panel.membership.actors import Actor
from panel.membership.models import Kind, Role
from tests.conftest import Installation
from tests.factories import a_panel, a_seat, again, the_audience, the_seat
from tests.live.sockets import a_socket, enters, heard


class House:
    """A panel with somebody in each role, and a job that is for those in an audience of it."""

    def __init__(self, mesa: Installation, kind: Kind, *, moderators: bool) -> None:
        self.mesa = mesa
        with mesa.workshop.open_work() as work:
            panel = a_panel(work)
            self.people: dict[Role, Actor] = {}
            for role in set(Role) - {Role.VISITOR}:
                self.people[role] = a_seat(work, panel, role)
            self.people[Role.VISITOR] = a_seat(work, a_panel(work), Role.MODERATOR)  # of another
            job = actions.ask(
                work,
                "knit",
                "a scarf",
                {},
                by=self.people[Role.MODERATOR],
                audience=the_audience(work, panel, kind),
                moderators=moderators,
            )
            self.room = room_of(job.public_id)

    def goes_on(self) -> None:
        """Let a worker come a step further."""
        with self.mesa.workshop.open_work() as work:
            assert actions.take(work, "one", {"knit": 3})

    def catches_up(self, who: Actor) -> int:
        return self.mesa.browser(who).get(f"/rooms/{self.room}/since/0").status_code


@pytest.mark.parametrize(
    ("kind", "moderators", "inside"),
    [
        (Kind.PANEL, True, {Role.MODERATOR}),
        (Kind.VISITORS, True, {Role.MODERATOR}),
        (Kind.MEMBERS, False, {Role.MODERATOR, Role.MEMBER}),
        (Kind.PANEL, False, {Role.MODERATOR, Role.MEMBER, Role.COMMENTER, Role.READER}),
        (Kind.VISITORS, False, set(Role) - {Role.VISITOR}),
    ],
)
def test_a_job_is_heard_of_by_those_whom_it_is_for(
    mesa: Installation, kind: Kind, *, moderators: bool, inside: set[Role]
) -> None:
    house = House(mesa, kind, moderators=moderators)
    sockets = {role: a_socket(mesa, who) for role, who in house.people.items()}

    let_in = {r for r, one in sockets.items() if enters(one, house.room)["seq"] is not None}
    house.goes_on()
    told = {role for role, one in sockets.items() if heard(one, "push", "beat")}
    mesa.line.heart.beat()
    beaten = {role for role, one in sockets.items() if heard(one, "push", "beat")}
    caught_up = {r for r, who in house.people.items() if house.catches_up(who) == 200}

    assert let_in == told == beaten == caught_up == inside
    missing = {house.catches_up(who) for r, who in house.people.items() if r not in inside}
    assert missing <= {404}


def test_a_moderator_who_is_none_any_more_hears_no_more(mesa: Installation) -> None:
    house = House(mesa, Kind.PANEL, moderators=True)
    with mesa.workshop.open_work() as work:
        ana = house.people[Role.MEMBER]
        change_role(work, house.people[Role.MODERATOR], the_seat(work, ana), Role.MODERATOR)
        ana = again(work, ana)
    socket = a_socket(mesa, ana)
    assert enters(socket, house.room)["seq"] == 1

    with mesa.workshop.open_work() as work:
        change_role(work, house.people[Role.MODERATOR], the_seat(work, ana), Role.MEMBER)
    house.goes_on()

    assert not heard(socket, "push")
    assert house.catches_up(ana) == 404
    assert enters(socket, house.room) == {"seq": None}


def test_a_job_that_is_nobodys_has_no_room(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        mo = a_seat(work, a_panel(work), Role.MODERATOR)
        job = actions.ask(work, "knit", "a hat", {}, by=None, audience=None)
        room = room_of(job.public_id)

    assert enters(a_socket(mesa, mo), room) == {"seq": None}
