"""How many lines may be open: in all, by one sign-in, and by strangers."""

import pytest

from panel.live.gate import OF_ONE, OF_STRANGERS, QUIET, Gate

PLENTY = 1_000


class Door:
    """A gate, and the lines that are open behind it."""

    def __init__(self, limit: int = PLENTY) -> None:
        self.open, self.now = set[str](), 100.0
        self.gate = Gate(limit, self.open.__contains__, lambda: self.now)

    def knocks(self, by: str, times: int = 1) -> list[bool]:
        return [self._knocks(by) for _ in range(times)]

    def _knocks(self, by: str) -> bool:
        line = f"{by} {len(self.open)}"
        let_in = self.gate.lets_in(line, by)
        if let_in:
            self.open.add(line)
        return let_in


@pytest.mark.parametrize(("by", "limit"), [("ana", OF_ONE), ("", OF_STRANGERS)])
def test_one_who_opens_too_many_is_refused_and_nobody_else(by: str, limit: int) -> None:
    door = Door()

    assert door.knocks(by, limit + 1) == [True] * limit + [False]
    assert door.knocks("beto") == [True]


def test_a_process_that_is_full_refuses_everybody_until_somebody_goes() -> None:
    door = Door(3)
    assert door.knocks("ana", 2) + door.knocks("beto", 2) == [True, True, True, False]

    door.open.remove("ana 0")

    assert door.knocks("carla") == [True]
    assert door.knocks("ana") == [False]


def test_who_comes_and_goes_for_ever_is_let_in_for_ever() -> None:
    door = Door()

    for _ in range(3 * OF_ONE):
        assert door.knocks("ana") == [True]
        door.open.clear()


def test_the_operator_is_told_in_a_word_and_not_each_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    door = Door(1)
    door.knocks("ana", 5)
    assert caplog.messages == [
        "refused, for 1 lines are open, as many as this process holds. Pages are served."
        " More processes share them (docs/operations.md); PANEL_LINES lets one hold more."
    ]

    door.now += QUIET
    door.knocks("ana", 5)

    assert len(caplog.messages) == 2
