"""Every fact says where it belongs: its kind names its domain and itself; the wiring knows it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from importlib import import_module
from typing import ClassVar

from panel import wiring
from tests.conventions.sources import trees

HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def facts() -> Iterator[type]:
    """Every class in an events.py that says what kind of fact it is."""
    for path in trees("panel"):
        if path.endswith("/events.py"):
            module = import_module(path.removesuffix(".py").replace("/", "."))
            classes = (one for one in vars(module).values() if isinstance(one, type))
            yield from (one for one in classes if "kind" in vars(one))


def misnamed(fact: type) -> str:
    """What a fact's kind should have been, when it is something else."""
    domain = fact.__module__.split(".")[-2]
    expected = f"{domain}.{HUMP.sub('_', fact.__name__).lower()}"
    return "" if vars(fact)["kind"] == expected else expected


def doubled(found: Iterable[type]) -> set[str]:
    """Kinds that more than one fact has."""
    kinds = Counter(vars(fact)["kind"] for fact in found)
    return {kind for kind, times in kinds.items() if times > 1}


def unwired(found: Iterable[type], pushes: Collection[type]) -> set[str]:
    """Facts of which the wiring says neither what they show nor that they show nothing."""
    return {fact.__name__ for fact in found if fact not in pushes}


def test_every_kind_is_its_domain_and_its_name() -> None:
    assert {fact.__name__: misnamed(fact) for fact in facts() if misnamed(fact)} == {}


def test_no_two_facts_are_of_one_kind() -> None:
    assert doubled(facts()) == set()


def test_every_fact_has_a_push_or_is_listed_as_nothing() -> None:
    assert unwired(facts(), wiring.PUSHES) == set()
    assert set(wiring.PUSHES) == set(facts())


class PaperAdopted:
    """A fact as it should be, were this file a domain."""

    kind: ClassVar[str] = "conventions.paper_adopted"


class AmendmentMade:
    """A fact under another one's name."""

    kind: ClassVar[str] = "conventions.paper_adopted"


def test_a_fact_under_another_name_is_told() -> None:
    assert misnamed(PaperAdopted) == ""
    assert misnamed(AmendmentMade) == "conventions.amendment_made"
    assert doubled([PaperAdopted]) == set()
    assert doubled([PaperAdopted, AmendmentMade]) == {"conventions.paper_adopted"}


def test_a_fact_that_the_wiring_does_not_know_is_told() -> None:
    assert unwired([PaperAdopted], {PaperAdopted}) == set()
    assert unwired([PaperAdopted, AmendmentMade], {PaperAdopted}) == {"AmendmentMade"}
