"""The live edge of one process, put together."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from panel.live.doors import Doors
from panel.live.ears import Ears
from panel.live.fanout import Fanout
from panel.live.gestures import Gestures
from panel.live.heart import Heart
from panel.live.nudges import Hears, Nudges
from panel.live.presence import Presence
from panel.live.rooms import Wired
from panel.live.stage import Stage
from panel.live.typing import Typing


@dataclass(frozen=True)
class Line:
    """What belongs to the open tabs of this process."""

    stage: Stage
    ears: Ears
    presence: Presence
    doors: Doors
    fanout: Fanout
    heart: Heart
    nudges: Nudges
    gestures: Gestures
    typing: Typing

    @property
    def hears(self) -> Hears:
        """What is done with that which other processes tell."""
        return Hears(self.fanout.nudge, self.presence.take, self.gestures.take)

    def begin(self) -> None:
        """Start what runs in the background while the process serves tabs."""
        self.stage.serving.spawn(lambda: self.nudges.listen(self.hears))
        self.stage.serving.spawn(self.presence.run)
        self.stage.serving.spawn(self.heart.run)

    def end(self) -> None:
        """Tell all tabs that this process goes away; they come back to another, or later."""
        self.stage.io.emit("bye", {})
        self.presence.end()
        self.nudges.close()


def lay(stage: Stage, wired: Wired, nudges: Nudges) -> Line:
    """Put the parts together."""
    ears = Ears()
    presence = Presence(stage, ears, nudges)
    doors = Doors(stage.io, ears, presence)
    fanout = Fanout(stage, ears, doors, wired, nudges)
    heart = Heart(stage, ears, doors, fanout)
    gestures = Gestures(stage, ears, wired.sayings, nudges)
    typing = Typing(gestures)
    return Line(stage, ears, presence, doors, fanout, heart, nudges, gestures, typing)


def line() -> Line:
    """Find the live edge of this process."""
    return cast(Line, current_app.extensions["line"])
