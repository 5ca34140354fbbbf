"""Who listens to what in this process: open tabs, by what they entered and as whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import RLock

from panel.identity.events import room_of as person_room
from panel.identity.models import PersonId
from panel.live.rooms import Answer, Question
from panel.membership.events import seat_room
from panel.membership.policy import Sight


@dataclass(frozen=True)
class Ear:
    """One tab's way of hearing one room."""

    sid: str
    question: Question
    answer: Answer
    language: str

    @property
    def room(self) -> str:
        """What is heard."""
        return self.question.room

    @property
    def channel(self) -> str:
        """The socket room of all who are sent the same bytes."""
        return channel(self.room, self.language, self.answer.sight)


@dataclass(eq=False)
class Tab:
    """A connected socket, by whom and by which sign-in."""

    sid: str
    person_id: PersonId
    person: str
    token_hash: str
    ears: dict[str, Ear] = field(default_factory=dict)
    clients: dict[str, int] = field(default_factory=dict)  # its Yjs client ids, by room


def channel(room: str, language: str, sight: Sight) -> str:
    """Name the socket room of those in a room who share a language and a sight."""
    return f"{room}|{language}|{sight}"


class Ears:
    """The register. Streams of seats and persons are followed for whoever has something open."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._lock = RLock()
        self._tabs = dict[str, Tab]()
        self._followers = defaultdict[str, Counter[str]](Counter)  # room -> sids
        self._channels = defaultdict[str, Counter[tuple[str, Sight]]](Counter)

    def open(self, tab: Tab) -> None:
        """Note a connected socket."""
        with self._lock:
            self._tabs[tab.sid] = tab
            self._follow(person_room(tab.person), tab.sid)

    def close(self, sid: str) -> list[str]:
        """Forget a socket that is gone, and tell which rooms it heard."""
        with self._lock:
            tab = self._tabs.pop(sid, None)
            if tab is None:
                return []
            ears = list(tab.ears.values())
            for ear in ears:
                self._drop(tab, ear)
            self._unfollow(person_room(tab.person), sid)
            return [ear.room for ear in ears]

    def add(self, ear: Ear) -> None:
        """Note that a tab hears a room; hearing it anew replaces the old way."""
        with self._lock:
            tab = self._tabs.get(ear.sid)
            if tab is None:  # it has gone meanwhile
                return
            if old := tab.ears.get(ear.room):
                self._drop(tab, old)
            tab.ears[ear.room] = ear
            self._follow(ear.room, ear.sid)
            self._follow(seat_room(ear.answer.actor.seat), ear.sid)
            self._channels[ear.room][ear.language, ear.answer.sight] += 1

    def drop(self, sid: str, room: str) -> Ear | None:
        """Forget that a tab hears a room."""
        with self._lock:
            tab = self._tabs.get(sid)
            ear = tab.ears.get(room) if tab else None
            if tab and ear:
                self._drop(tab, ear)
            return ear

    def tab(self, sid: str) -> Tab | None:
        """Find a connected socket."""
        return self._tabs.get(sid)

    def tabs(self, sids: Iterable[str] | None = None) -> list[Tab]:
        """List connected sockets: all, or those of these ids that still are."""
        with self._lock:
            wanted = list(self._tabs) if sids is None else list(sids)
            return [self._tabs[sid] for sid in wanted if sid in self._tabs]

    def ear(self, sid: str, room: str) -> Ear | None:
        """Find how a tab hears a room, if it does."""
        tab = self._tabs.get(sid)
        return tab.ears.get(room) if tab else None

    def in_room(self, room: str) -> list[Ear]:
        """List all that hear a room."""
        with self._lock:
            tabs = [self._tabs[sid] for sid in self._followers.get(room, ()) if sid in self._tabs]
            return [tab.ears[room] for tab in tabs if room in tab.ears]

    def followers(self, room: str) -> list[str]:
        """List the sockets that a room or a stream concerns."""
        with self._lock:
            return list(self._followers.get(room, ()))

    def follows(self, room: str) -> bool:
        """Tell whether anybody here is concerned by a room or a stream."""
        return room in self._followers

    def rooms(self) -> list[str]:
        """List all rooms and streams that concern somebody here."""
        with self._lock:
            return list(self._followers)

    def channels(self, room: str) -> list[tuple[str, Sight]]:
        """List the languages and sights in which a room is heard here."""
        with self._lock:
            return list(self._channels.get(room, ()))

    def _drop(self, tab: Tab, ear: Ear) -> None:
        del tab.ears[ear.room]
        self._unfollow(ear.room, tab.sid)
        self._unfollow(seat_room(ear.answer.actor.seat), tab.sid)
        heard = self._channels[ear.room]
        heard[ear.language, ear.answer.sight] -= 1
        if heard[ear.language, ear.answer.sight] <= 0:
            del heard[ear.language, ear.answer.sight]
        if not heard:
            del self._channels[ear.room]

    def _follow(self, room: str, sid: str) -> None:
        self._followers[room][sid] += 1

    def _unfollow(self, room: str, sid: str) -> None:
        counts = self._followers[room]
        counts[sid] -= 1
        if counts[sid] <= 0:
            del counts[sid]
        if not counts:
            del self._followers[room]
