"""Every act is told in a sentence, or nowhere for a reason; and every fact has a room to be in."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from panel import wiring
from panel.kernel.work import Fact
from panel.live.pushing import render
from panel.live.telling import Told, Untold
from panel.log.views import ActView, WhoView
from tests.conftest import Installation

EXAMPLES: Mapping[object, object] = {str: "x", int: 1, "str": "x", "int": 1}
LITTLE = 20  # characters of a reason, at least


def made(fact: type[Fact]) -> Fact:
    """A fact about nothing in particular."""
    said = {field.name: EXAMPLES[field.type] for field in fields(fact)}  # type: ignore[arg-type]
    return fact(**said)


def homeless(facts: Collection[type[Fact]]) -> set[str]:
    """Facts that no room hears of: nothing would record them."""
    return {fact.__name__ for fact in facts if not made(fact).rooms}


def told_kinds() -> list[str]:
    return sorted(fact.kind for fact, rule in wiring.TOLD.items() if isinstance(rule, Told))


def sentence(kind: str, **more: Any) -> str:  # noqa: ANN401  # of an ActView
    """What the log says of an act of this kind."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    view = ActView(kind, at, date(2026, 3, 1), WhoView("Ana"), person=WhoView("Eva"), **more)
    return render("log/_act.html", "sentence", view).strip()


def test_every_fact_is_told_or_has_a_reason() -> None:
    assert set(wiring.TOLD) == set(wiring.PUSHES)
    reasons = [rule.why for rule in wiring.TOLD.values() if isinstance(rule, Untold)]
    assert all(len(why) > LITTLE and why.endswith(".") for why in reasons)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", told_kinds())
def test_every_act_that_is_told_has_a_sentence(mesa: Installation, kind: str) -> None:
    with mesa.app.test_request_context():
        assert sentence(kind, what="Roads")
        assert not sentence("papers.paper_burnt")
        assert not sentence("discussion.post_burnt")


def test_every_fact_has_a_room() -> None:
    assert homeless(wiring.PUSHES) == set()


class Whispered:
    """A fact that nobody hears."""

    kind = "conventions.whispered"
    version = 1
    rooms = ()
    __dataclass_fields__: Mapping[str, Any] = {}  # a dataclass of nothing


def test_a_fact_without_a_room_is_told() -> None:
    assert homeless([cast(type[Fact], Whispered)]) == {"Whispered"}
