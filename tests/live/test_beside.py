"""What others write at the moment of one's own write is told with it, whichever is heard first."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from panel.discussion.events import room_of
from panel.kernel.work import Heard
from panel.live.line import Line, lay
from panel.live.stage import Stage
from tests.conftest import HURRIED, Installation
from tests.live.conftest import Talk


class Held:
    """A line whose background waits until it is let go on."""

    def __init__(self, mesa: Installation) -> None:
        self._later = list[Callable[[], object]]()
        stage = Stage(mesa.app, mesa.io, replace(HURRIED, spawn=self._later.append))
        self.line: Line = lay(stage, mesa.app.extensions["wired"], mesa.line.nudges)
        mesa.app.extensions["line"] = self.line

    def go_on(self) -> None:
        """Do what waits."""
        while self._later:
            self._later.pop(0)()


@pytest.mark.parametrize("others", ["before", "after", "between"])
def test_what_others_write_at_the_same_moment_is_told_with_ones_own(
    mesa: Installation, talk: Talk, others: str
) -> None:
    held, commits = Held(mesa), list[Sequence[Heard]]()
    workshop = replace(mesa.workshop, announce=commits.append)
    tab, room = mesa.tab(talk.ana, talk.url), room_of(talk.name)
    held.go_on()
    tab.hear()
    for words in ("first", "second", "third"):
        talk.post(workshop, words)
    foreign = {"before": [0], "after": [2], "between": [1]}[others]

    for number, heard in enumerate(commits):
        if number in foreign:  # of another process: no more than a nudge is known of it
            firsts = {one.room: one.seq for one in heard}
            held.line.fanout.nudge(firsts)
        else:
            held.line.fanout.announce(heard)
    held.go_on()

    told = [push for push in tab.hear() if push["room"] == room]
    assert [push["seq"] for push in told] == [heard[0].seq for heard in commits]
    assert [word in tab.text for word in ("first", "second", "third")] == [True] * 3
    tab.assert_live_equals_reload()
