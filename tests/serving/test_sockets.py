import http.client
import json
import socket

from panel.live.straight import BEHIND
from panel.membership.models import Panel, Role
from tests.factories import a_seat
from tests.serving.conftest import Place
from tests.serving.descriptors import is_held, socket_of, unsent
from tests.serving.sides import on_both, on_eventlet
from tests.serving.wire import Message, Wire, frame
from tests.serving.writer import Writer

OFFER = "permessage-deflate; client_max_window_bits"  # as browsers put it
LONG = "palabra " * 2_400  # 19 kB
MANY = 60  # of them do not fit into the buffers on the way
SOME, LIMIT = 20, 4 * BEHIND  # posts: after so many it is looked, and so many must be enough
LITTLE = 4_096  # bytes that a slow reader's machine keeps


class Poll:
    """A browser whose network lets no websocket through."""

    def __init__(self, place: Place, person: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", place.server.port, timeout=10)
        self._headers = {"Cookie": f"mesa={place.cookies[person]}"}
        self._path = "/socket.io/?EIO=4&transport=polling"
        self._path += f"&sid={json.loads(self.fetch()[0][1:])['sid']}"

    def fetch(self) -> list[str]:
        """Wait for what the server has to say."""
        self._connection.request("GET", self._path, headers=self._headers)
        answer = self._connection.getresponse()
        packets = answer.read().decode().split("\x1e")
        assert answer.status == 200
        return packets

    def send(self, packet: str) -> None:
        """Say something."""
        self._connection.request("POST", self._path, packet, self._headers)
        answer = self._connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"OK")

    def hear(self, event: str) -> Message:
        """Wait for a message of a kind."""
        start = f'42["{event}",'
        while True:
            for packet in self.fetch():
                if packet.startswith(start):
                    message: Message = json.loads(packet[2:])[1]
                    return message

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@on_both
def test_compression_is_not_agreed_upon_whatever_a_browser_offers(place: Place) -> None:
    with Wire(place.server.port, place.cookies[0], offer=OFFER) as tab:
        answer = tab.ask("enter", {"room": place.room})

    assert "sec-websocket-extensions" not in tab.headers.lower()
    assert "read" in answer["may"]


@on_both
def test_small_messages_leave_at_once(place: Place) -> None:
    with place.follower() as tab, socket_of(place.server, tab.socket) as theirs:
        nodelay = theirs.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert nodelay


@on_both
def test_what_a_tab_says_at_once_is_heard_in_its_order(place: Place) -> None:
    with Wire(place.server.port, place.cookies[0]) as tab:
        said = [f"42{at}{json.dumps(['enter', {'room': place.room}])}" for at in range(100, 140)]
        tab.socket.sendall(b"".join(frame(one.encode()) for one in said))
        answers = list[str]()
        while len(answers) < len(said):  # between them it is told who is here
            if (packet := tab._packet()).startswith("43"):
                answers.append(packet[:5])

    assert answers == [f"43{at}" for at in range(100, 140)]


@on_both
def test_those_who_see_more_hear_it_in_their_turn_and_what_all_see_as_all_do(place: Place) -> None:
    with place.ground.workshop.open_work() as work:
        panel = work.session.get_one(Panel, place.people[0].panel_id)
        moderator = place.ground.cookie(work, a_seat(work, panel, Role.MODERATOR))
    path = f"{place.path()}/2/hiding"
    writer, hiding = place.writer(), Writer(place.server.port, moderator, path)

    with place.follower(1) as tab, Wire(place.server.port, moderator) as theirs:
        assert theirs.ask("enter", {"room": place.room})["sight"] == "moderators"
        assert writer.post("Seen by all") == 201
        seen, also = tab.hear("push"), theirs.hear("push")
        assert hiding.send({"reason": "A name of a third person"}) == 204
        hidden, shown = tab.hear("push"), theirs.hear("push")
    writer.close()
    hiding.close()

    assert seen == also
    assert "Seen by all" in seen["html"]
    assert hidden["seq"] == shown["seq"] == seen["seq"] + 1  # each once
    assert "Seen by all" in shown["parts"][0]["html"]
    assert "Seen by all" not in json.dumps(hidden)


@on_both
def test_who_stops_reading_holds_up_nobody_and_misses_nothing(place: Place) -> None:
    writer = place.writer()
    with place.follower(1, buffer=LITTLE) as slow, place.follower(2) as quick:
        heard = []
        for n in range(MANY):
            assert writer.post(f"{n} {LONG}") == 201
            heard.append(quick.hear("push"))
        with socket_of(place.server, slow.socket) as theirs:
            stuck = unsent(theirs)
        missed = [slow.hear("push") for _ in range(MANY)]
    writer.close()

    assert [push["seq"] for push in heard] == list(range(heard[0]["seq"], heard[0]["seq"] + MANY))
    assert stuck
    assert missed == heard


@on_eventlet
def test_who_has_long_stopped_reading_is_let_go_and_may_come_back(place: Place) -> None:
    writer, heard = place.writer(), list[int]()
    with place.follower(1, buffer=LITTLE) as slow, place.follower(2) as quick:
        while len(heard) < LIMIT and (len(heard) % SOME or is_held(place.server, slow.socket)):
            assert writer.post(f"{len(heard)} {LONG}") == 201
            heard.append(quick.hear("push")["seq"])
    with place.follower(1) as back:
        assert writer.post("Are you there again?") == 201
        again = back.hear("push")
    writer.close()

    assert BEHIND < len(heard) < LIMIT
    assert heard == list(range(heard[0], heard[0] + len(heard)))
    assert again["seq"] == heard[-1] + 1


@on_both
def test_who_can_only_poll_is_served(place: Place) -> None:
    tab, writer = Poll(place, 1), place.writer()
    tab.send("40")
    assert tab.fetch()[0].startswith("40")
    tab.send(f'420["enter",{json.dumps({"room": place.room})}]')
    while not (answer := tab.fetch()[0]).startswith("430"):
        pass

    assert writer.post("Do you hear me?") == 201
    push = tab.hear("push")
    tab.close()
    writer.close()

    assert json.loads(answer[3:])[0]["seq"] == push["seq"] - 1
    assert "Do you hear me?" in push["html"]
