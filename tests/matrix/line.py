"""A socket, and what can be asked over it."""

from dataclasses import dataclass
from typing import Any

from flask_socketio import SocketIOTestClient

from tests.matrix.world import World


@dataclass
class Line:
    """A socket that somebody has opened, or has tried to."""

    world: World
    person: str
    socket: SocketIOTestClient

    def ask(self, event: str, about: str) -> dict[str, Any]:
        """Send what a page sends, and give back what is answered."""
        return self.say(event, room=about)

    def say(self, event: str, **said: object) -> dict[str, Any]:
        """Send anything."""
        answer: dict[str, Any] = self.socket.emit(event, said, callback=True)
        return answer

    def told(self, name: str) -> list[dict[str, Any]]:
        """All messages of one kind that have come since one asked last."""
        return [one["args"][0] for one in self.socket.get_received() if one["name"] == name]
