from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from panel.documents.text.compare import Change, compare
from panel.documents.text.order import longest_row
from panel.documents.text.runs import ALL, STRETCH, Patience, Run, runs
from panel.documents.text.schema import cleaned
from panel.documents.text.shape import Node
from panel.documents.text.words import passages
from tests.documents.text.drawn import DOCUMENTS, WORDS, node, often
from tests.documents.text.test_schema import doc, para, text

A, B, C, D = (letter * 12 for letter in "abcd")


def told(old: Node, new: Node) -> list[tuple[str, str]]:
    return [(one.block[0], one.kind) for one in compare(cleaned(old), cleaned(new))]


def marked(found: tuple[Run, ...]) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[run.kind].format(run.text) for run in found)


def applied(found: tuple[Change, ...], dropped: str) -> dict[str, str]:
    return {
        one.block: "".join(run.text for run in one.runs if run.kind != dropped)
        for one in found
        if one.kind != dropped
    }


def texts(content: Node) -> dict[str, str]:
    return {one.id: one.text for one in passages(content) if not one.silent}


@often
@given(DOCUMENTS, DOCUMENTS)
def test_the_runs_give_both_texts(one: Node, other: Node) -> None:
    old, new = cleaned(one), cleaned(other)

    found = compare(old, new)

    assert applied(found, "added") == texts(old)
    assert applied(found, "removed") == texts(new)
    assert list(applied(found, "removed")) == list(texts(new))
    assert len({change.block for change in found}) == len(found)


@often
@given(DOCUMENTS)
def test_nothing_has_changed_in_the_same(one: Node) -> None:
    content = cleaned(one)

    assert {change.kind for change in compare(content, content)} <= {"same"}


@often
@given(WORDS, WORDS)
def test_no_run_is_empty_and_no_two_neighbours_say_the_same(old: str, new: str) -> None:
    found = runs(old, new, Patience())

    assert all(run.text for run in found)
    assert all(a.kind != b.kind for a, b in pairwise(found))
    assert "".join(run.text for run in found if run.kind != "added") == old


def test_blocks_that_came_went_and_changed_are_told_where_they_stand() -> None:
    old = doc(para("uno", id=A), para("dos", id=B), para("tres", id=C))
    new = doc(para("uno", id=A), para("cuatro", id=D), para("tres tristes", id=C), para())

    assert told(old, new) == [("a", "same"), ("b", "removed"), ("d", "added"), ("c", "changed")]


def test_a_block_that_moved_is_told_once_and_the_others_stay() -> None:
    old = doc(para("uno", id=A), para("dos", id=B), para("tres", id=C))
    new = doc(para("tres", id=C), para("uno", id=A), para("dos", id=B))

    assert told(old, new) == [("c", "moved"), ("a", "same"), ("b", "same")]


def test_words_are_compared_and_never_letters() -> None:
    old = "un fondo cubra la primera cuota durante los primeros sesenta días."
    new = "un fondo responda por la primera cuota durante los primeros noventa días."

    assert marked(runs(old, new, Patience())) == (
        "un fondo [-cubra-][+responda por+] la primera cuota durante los primeros "
        "[-sesenta-][+noventa+] días."
    )


def test_a_space_between_two_changes_belongs_to_both() -> None:
    assert marked(runs("el uno dos fin", "el tres cuatro fin", Patience())) == (
        "el [-uno dos-][+tres cuatro+] fin"
    )


def test_a_change_of_print_or_place_in_a_list_is_no_change_of_words() -> None:
    bold = doc(para(text("uno", {"type": "bold"}), id=A))
    listed = doc(node("bulletList", content=[node("listItem", content=[para("uno", id=A)])]))
    plain = doc(para("uno", id=A))

    for other in (bold, listed):
        (found,) = compare(cleaned(plain), cleaned(other))
        assert (found.kind, found.form_alone) == ("changed", True)
        assert found.runs == (Run("same", "uno"),)


def test_ids_within_a_block_and_numbers_of_items_are_no_change() -> None:
    def items(*names: str) -> Node:
        inside = [node("listItem", content=[para(name[0], id=name)]) for name in names]
        return doc(node("orderedList", content=inside))

    assert told(items(A, B), items(C, A, B)) == [("c", "added"), ("a", "same"), ("b", "same")]


def test_a_footnote_is_part_of_its_block() -> None:
    def noted(words: str) -> Node:
        return doc(para("texto", node("footnote", content=[text(words)]), id=A))

    (found,) = compare(cleaned(noted("la ley")), cleaned(noted("la norma")))

    assert marked(found.runs) == "texto\nla [-ley-][+norma+]"


def test_beyond_a_bound_a_stretch_is_given_as_a_whole() -> None:
    few, many = ("si no " * 10, "no si " * 10), ("si no " * 500, "no si " * 500)

    assert len(runs(*few, Patience())) > 2
    assert [run.kind for run in runs(*many, Patience())] == ["removed", "added", "same"]


def test_the_bound_holds_for_a_whole_document() -> None:
    patience = Patience()
    stretch = ["x"] * 100

    allowed = sum(patience.allows(stretch, stretch) for _ in range(1_000))

    assert len(stretch) ** 2 <= STRETCH
    assert allowed == ALL // len(stretch) ** 2


@often
@given(st.lists(st.integers(0, 20), unique=True, max_size=8))
def test_the_longest_row_grows_and_none_is_longer(places: list[int]) -> None:
    found = [places[at] for at in longest_row(places)]
    longest = [1] * len(places)
    for at in range(len(places)):
        below = [longest[b] for b in range(at) if places[b] < places[at]]
        longest[at] = 1 + max(below, default=0)

    assert found == sorted(found)
    assert len(found) == max(longest, default=0)
