"""Sockets that enter rooms, and somebody whose rights change while hers is in one."""

from flask_socketio import SocketIOTestClient

from panel.discussion.events import room_of
from panel.discussion.queries.threads import thread as find_thread
from panel.membership.actions.groups import join_group, leave_group
from panel.membership.actions.seats import change_role, end_seat
from panel.membership.actors import Actor
from panel.membership.models import Kind, Role
from tests.browser_double import Tab
from tests.conftest import Installation
from tests.factories import a_group, a_panel, a_post, a_seat, a_thread, again, the_seat


def a_socket(mesa: Installation, who: Actor) -> SocketIOTestClient:
    return mesa.io.test_client(mesa.app, flask_test_client=mesa.browser(who))


def enters(socket: SocketIOTestClient, room: object) -> dict[str, object]:
    answer: dict[str, object] = socket.emit("enter", {"room": room}, callback=True)
    return answer


def heard(socket: SocketIOTestClient, *names: str) -> list[dict[str, object]]:
    received = socket.get_received()
    return [one["args"][0] for one in received if not names or one["name"] in names]


def told(tab: Tab, name: str) -> list[dict[str, str]]:
    """Take what an open page was told of a kind, and forget all else."""
    tab.hear()
    told = [one["args"][0] for one in tab.other if one["name"] == name]
    tab.other.clear()
    return told


class Losing:
    """Somebody in a room, and the moderator who changes what she may do."""

    def __init__(self, mesa: Installation, kind: Kind, role: Role = Role.MEMBER) -> None:
        self.mesa = mesa
        with mesa.workshop.open_work() as work:
            panel = a_panel(work)
            self.mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel, role)
            self.group = a_group(work, panel, ana)
            inside = self.group if kind is Kind.GROUP else None
            thread = a_thread(work, panel, self.mo, kind=kind, group=inside)
            self.ana, self.name, self.audience = again(work, ana), thread.public_id, thread.audience
        self.panel = panel
        self.room = room_of(self.name)
        self.socket, self.moderator = a_socket(mesa, self.ana), a_socket(mesa, self.mo)

    def role(self, role: Role) -> None:
        with self.mesa.workshop.open_work() as work:
            change_role(work, self.mo, the_seat(work, self.ana), role)

    def end(self) -> None:
        with self.mesa.workshop.open_work() as work:
            end_seat(work, self.mo, the_seat(work, self.ana))

    def leave(self) -> None:
        with self.mesa.workshop.open_work() as work:
            group = work.session.merge(self.group)
            leave_group(work, again(work, self.mo), group, the_seat(work, self.ana))

    def join(self) -> None:
        with self.mesa.workshop.open_work() as work:
            group = work.session.merge(self.group)
            join_group(work, again(work, self.mo), group, the_seat(work, self.ana))

    def post(self) -> None:
        with self.mesa.workshop.open_work() as work:
            a_post(work, self.mo, find_thread(work, again(work, self.mo), self.name))
