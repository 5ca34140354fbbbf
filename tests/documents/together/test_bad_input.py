"""Whatever somebody sends: they are told, nothing of it is there, and everybody else goes on."""

import random
from collections.abc import Callable

import pytest

from panel.documents import policy, shared
from panel.documents.actions import receiving
from panel.documents.lib0 import number, numbers
from panel.documents.policy import FOREIGN, FULL, GARBLED, TOO_MUCH
from panel.documents.structs import UNITS
from panel.documents.text.schema import MANY
from panel.documents.text.shape import CHARACTERS
from panel.kernel.errors import Refused
from panel.kernel.work import Workshop
from tests.documents.together.crafted import Crafted
from tests.documents.together.test_receiving import Table
from tests.documents.together.writing import Writer, block

Spoil = Callable[[Writer], None]

NODES = 1_000  # far fewer than there may be: what counts is that there is an end


@pytest.fixture
def table(workshop: Workshop) -> Table:
    return Table(workshop)


def test_more_than_anybody_can_have_written_is_refused(table: Table) -> None:
    """Clocks of Yjs have 32 bits; who runs through them brings others to an end."""
    client = table.joins(table.ana).client
    made, more = Crafted(client), Crafted(client, UNITS)
    for _ in range(430):
        made.gone(UNITS)
    assert table.refuses(table.ana, made.update()) == GARBLED

    made = Crafted(client)
    made.gone(UNITS)
    assert table.sends(table.ana, made.update()) == 2
    more.gone(1)
    assert table.refuses(table.ana, more.update()) == GARBLED
    assert table.goes_on()


def test_bytes_that_were_changed_on_the_way_never_break_anything(table: Table) -> None:
    """Whatever a byte turns into, the sender is answered; the text is whole or not changed."""
    chance = random.Random(7)  # noqa: S311  # the same bytes on every run
    ana = table.joins(table.ana)
    sent = [ana.types(" hello", 0, 3), ana.splits(0, 5, block(40)), ana.deletes(1, 3)]
    whole = ana.since(b"\0")
    for _ in range(250):
        data = bytearray(chance.choice([*sent, whole]))
        for _ in range(chance.choice([1, 1, 2, 3])):
            data[chance.randrange(len(data))] = chance.choice([0, 1, 4, 7, chance.randrange(256)])
        try:
            table.sends(table.ana, bytes(data))
        except Refused as refused:
            assert refused.message

    assert table.reads() == table.anew()
    beto = table.joins(table.beto)
    assert table.sends(table.beto, beto.adds("On.", block(91)))


def test_a_million_blocks_are_refused_at_once_and_bit_by_bit(table: Table) -> None:
    made = Crafted(table.joins(table.ana).client)
    for _ in range(20_000):
        made.element("paragraph")
    assert table.refuses(table.ana, made.update()) == MANY
    assert table.refuses(table.ana, made.update() + b"\0" * policy.UPDATE_LIMIT) == TOO_MUCH

    ana = table.joins(table.ana)
    assert table.sends(table.ana, ana.floods(4_990)) == 2
    assert table.refuses(table.ana, ana.floods(20)) == MANY
    beto = table.joins(table.beto)
    assert table.sends(table.beto, beto.types(" On."))


def test_who_makes_room_can_go_on(table: Table) -> None:
    ana = table.joins(table.ana)
    table.sends(table.ana, ana.floods(4_990))
    beto = table.joins(table.beto)

    assert table.sends(table.beto, beto.clears(2, 4_000))
    assert table.sends(table.beto, beto.floods(3_000))


def test_nodes_without_a_paragraph_have_an_end_as_well(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limited in (shared, receiving):
        monkeypatch.setattr(limited, "NODES", NODES)
    client = table.joins(table.ana).client

    def items(many: int, at: int = 0) -> bytes:
        made = Crafted(client, at)
        within = made.element("bulletList")
        for _ in range(many - 1):
            made.element("listItem", within)
        return made.update()

    assert table.refuses(table.ana, items(NODES + 1)) == TOO_MUCH
    assert table.sends(table.ana, items(NODES // 2)) == 2
    assert table.refuses(table.ana, items(NODES // 2, NODES // 2)) == FULL
    beto = table.joins(table.beto)
    assert table.sends(table.beto, beto.adds("On.", block(90)))


def test_a_paragraph_cannot_be_filled_without_end_but_emptied(table: Table) -> None:
    """Two who write at the same time can fill it further than one; neither is locked in."""
    ana, beto = table.joins(table.ana), table.joins(table.beto)
    half = " " + "x" * (CHARACTERS - 10)
    assert table.sends(table.ana, ana.types(half))
    assert "20,000" in table.refuses(table.beto, beto.types(half))

    assert "20,000" in table.refuses(table.ana, ana.types("more than fits"))
    other = table.joins(table.ana)
    assert table.sends(table.ana, other.deletes(0, 15_000))
    assert table.sends(table.ana, other.types("now it fits"))
    assert table.goes_on()


def test_a_document_that_is_full_says_so_and_can_be_emptied(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "STATE_LIMIT", 20_000)
    ana = table.joins(table.ana)
    assert table.sends(table.ana, ana.types("x" * 15_000)) == 2

    assert table.refuses(table.ana, ana.types("y" * 4_990, 1)) == FULL
    other = table.joins(table.ana)
    assert table.sends(table.ana, other.deletes(4, 14_000)) == 3
    assert table.sends(table.ana, other.types("y" * 4_990, 1)) == 4


def test_an_id_is_ones_own_in_one_document_alone(table: Table) -> None:
    other = table.another()
    elsewhere = table.joins(table.ana)
    typed = Writer(elsewhere.client).adds("Mine, but not here.", block(60))

    assert other.refuses(table.ana, typed) == FOREIGN
    assert table.sends(table.ana, typed)
    assert other.goes_on()


def test_an_update_of_another_document_asks_to_join_again(table: Table) -> None:
    """It builds on words that are not here, though its id were known."""
    elsewhere = table.another().joins(table.ana)
    typed = Writer(table.joins(table.ana).client, elsewhere.since(b"\0")).types(" Lost.")

    assert table.sends(table.ana, typed) is None
    assert table.goes_on()


def test_two_who_split_one_paragraph_at_once_lose_nothing(table: Table) -> None:
    """Yjs doubles the tail then; both see the same, all of it, and can put it right."""
    ana, beto = table.joins(table.ana), table.joins(table.beto)
    first, second = ana.splits(0, 2, block(40)), beto.splits(0, 3, block(41))

    assert (table.sends(table.ana, first), table.sends(table.beto, second)) == (2, 3)
    ana.hears(second)
    beto.hears(first)

    assert ana.texts() == beto.texts()
    assert sorted(ana.texts()) == [".", "On", "Two.", "e."]
    assert table.reads() == table.anew() == "\n\n".join(ana.texts())
    assert table.sends(table.ana, ana.drops(ana.texts().index(".")))
    assert table.goes_on()


@pytest.mark.parametrize("client", [0, 2**32, 2**53, 2**63, 2**68])
def test_ids_that_are_none_are_nobodys(table: Table, client: int) -> None:
    made = Crafted(client)
    made.element("paragraph")

    assert table.refuses(table.ana, made.update()) in {FOREIGN, GARBLED}
    assert table.joins(table.ana, client).client not in {0, client}


def test_an_update_of_many_thousands_of_ids_is_nobodys(table: Table) -> None:
    """More of them than a database can be asked about at once."""
    many = 70_000
    item = b"\x84" + numbers((1, 0)) + b"\1a"
    blocks = b"".join(numbers((1, client, 0)) + item for client in range(10, 10 + many))

    assert len(blocks) > policy.UPDATE_LIMIT
    assert table.refuses(table.ana, number(many) + blocks + b"\0") == TOO_MUCH
    blocks = b"".join(numbers((1, client, 0)) + item for client in range(10, 10 + many // 2))
    assert table.refuses(table.ana, number(many // 2) + blocks + b"\0") == FOREIGN
