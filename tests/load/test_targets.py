"""What the last table says, and what is drawn into a page."""

from pathlib import Path

import pytest

from tests.load import targets
from tests.load.drawing import BEGIN, END, Column, Curve, put
from tests.load.measuring import Line
from tests.load.showing import judged


def test_the_median_of_the_rounds_is_held_against_a_bound_beside_the_baseline() -> None:
    slow_once = [14.0, 15.0, 90.0]
    loop = [5.0, 5.0, 5.0]

    assert targets.LAST_P50.holds(slow_once, loop)  # ten more than five
    assert not targets.LAST_P50.holds([15.1, 15.1, 5.0], loop)


def test_each_round_is_held_against_its_own_neighbour() -> None:
    mesa, loop = [10.0, 20.0, 40.0], [5.0, 10.0, 20.0]

    assert targets.SERVER_A_POST.holds(mesa, loop)
    assert not targets.SERVER_A_POST.holds(mesa, [3.0, 7.0, 15.0])


def test_some_bounds_are_the_least() -> None:
    assert targets.POSTS_A_SECOND.holds([300.0], [1_000.0])
    assert not targets.POSTS_A_SECOND.holds([299.0], [1_000.0])


def test_the_verdict_is_the_last_word_of_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    judged(
        [
            Line("light", [95.9], target=targets.MEMORY),
            Line("heavy", [96.1], target=targets.MEMORY),
            Line("no target", [1.0], [1.0], "something"),
        ]
    )

    _, _, light, heavy = capsys.readouterr().out.splitlines()
    assert light.startswith("light") and light.endswith(" holds")
    assert heavy.startswith("heavy") and heavy.endswith(" falls short")


def test_curves_take_the_place_of_those_drawn_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n{BEGIN}\n{END}\nAfter.\n")
    column = Column("time", [5.0, 10.0], drawn=True)

    put(page, str(Curve("Old", "posts", ["1", "10"], [column], "Words.")))
    put(page, str(Curve("New", "posts", ["1", "10"], [column], "Words.")))

    text = page.read_text()
    assert text.startswith(f"Before.\n{BEGIN}\n\n### New\n")
    assert "| 1 | 5.0 | ██████████ |\n| 10 | 10.0 | ████████████████████ |\n\nWords." in text
    assert text.endswith(f"\n{END}\nAfter.\n")
    assert "Old" not in text
