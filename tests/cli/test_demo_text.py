"""The notation of the demo's papers, and that the papers are written in it as they should be."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import pytest

from panel.cli import demo_data as data
from panel.cli import demo_papers as papers
from panel.cli.demo_text import (
    ID_LENGTH,
    Node,
    NotationError,
    block_id,
    document,
    earlier,
    plain,
    said,
)
from panel.documents.text.canonical import canonical
from panel.documents.text.schema import cleaned, fault
from panel.kernel.ids import new_id

THREADS = {one.key: new_id() for one in data.THREADS}
POSTS = {one.key: one.posts for one in data.THREADS}
ROLES = {one.key: one.role for one in data.PEOPLE}
DRAFTERS = {"member", "moderator"}
STRUCK_OUT = "si quedó a paz y salvo con la organización."
BOLD, ITALIC = {"type": "bold"}, {"type": "italic"}
Outline: TypeAlias = "str | dict[str, list[Outline]]"
LINK = {"type": "link", "attrs": {"href": "https://example.org/a"}}


def made(source: str, paper: str = "paper") -> list[Node]:
    return list(document(source, paper, THREADS)["content"])


def nodes(content: list[Node]) -> Iterator[Node]:
    for node in content:
        yield node
        yield from nodes(node.get("content", []))


def ids(content: list[Node]) -> list[str]:
    return [node["attrs"]["id"] for node in nodes(content) if "id" in node.get("attrs", ())]


def outline(node: Node) -> Outline:
    """A node as its kind and what it holds, words joined."""
    inside = node.get("content", [])
    if node["type"] in {"heading", "paragraph"}:
        return plain(inside)
    return {node["type"]: [outline(one) for one in inside]}


def text(words: str, *marks: dict[str, Any]) -> Node:
    return {"type": "text", "text": words} | ({"marks": list(marks)} if marks else {})


def test_blocks_are_headings_paragraphs_lists_quotations_and_tables() -> None:
    source = "# One\n\n### Three\n\nA line\nand another.\n\n- item\n\n> said\n\n| a |"

    content = made(source)

    kinds = ["heading", "heading", "paragraph", "bulletList", "blockquote", "table"]
    assert [one["type"] for one in content] == kinds
    assert [one["attrs"]["level"] for one in content[:2]] == [1, 3]
    assert outline(content[2]) == "A line and another."


def test_lists_nest_and_count_from_their_first_number() -> None:
    [one] = made("3. first\n   goes on\n   - inner\n     - innermost\n   - second inner\n4. last")

    inner = {
        "bulletList": [
            {"listItem": ["inner", {"bulletList": [{"listItem": ["innermost"]}]}]},
            {"listItem": ["second inner"]},
        ]
    }
    items = [{"listItem": ["first goes on", inner]}, {"listItem": ["last"]}]
    assert outline(one) == {"orderedList": items}
    assert one["attrs"]["start"] == 3


def test_quotations_hold_paragraphs_and_lists() -> None:
    [one] = made("> one\n> and more\n>\n> - item")

    assert outline(one) == {
        "blockquote": ["one and more", {"bulletList": [{"listItem": ["item"]}]}]
    }


def test_a_table_has_a_head_and_rows_that_may_take_several_lines() -> None:
    [one] = made("{#sums}\n| Who | How many |\n|---|---|\n| the first |\n  12 |\n| **b** | |")

    [head, first, last] = one["content"]
    assert outline(head) == {"tableRow": [{"tableHeader": ["Who"]}, {"tableHeader": ["How many"]}]}
    assert outline(first) == {"tableRow": [{"tableCell": ["the first"]}, {"tableCell": ["12"]}]}
    assert outline(last) == {"tableRow": [{"tableCell": ["b"]}, {"tableCell": [""]}]}
    assert head["content"][0]["attrs"] == {"colspan": 1, "rowspan": 1}
    assert one["attrs"]["id"] == block_id("paper", "sums")


def test_a_table_without_a_rule_has_no_head() -> None:
    [one] = made("| a |\n| b |")

    assert {row["content"][0]["type"] for row in one["content"]} == {"tableCell"}


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("a **b** c", [text("a "), text("b", BOLD), text(" c")]),
        ("**a *b* c**", [text("a ", BOLD), text("b", BOLD, ITALIC), text(" c", BOLD)]),
        ("[a **b**](https://example.org/a)", [text("a ", LINK), text("b", BOLD, LINK)]),
        ("a{salto}b", [text("a"), {"type": "hardBreak"}, text("b")]),
        ("5 (cinco)", [text("5 (cinco)")]),
    ],
)
def test_words_have_marks_links_and_breaks(source: str, content: list[Node]) -> None:
    assert made(source)[0]["content"] == content


def test_a_footnote_has_words_of_its_own_that_may_be_a_link() -> None:
    [one] = made("Word.[^nota: See\n*this* [page](https://example.org/a).] More.")

    before, note, after = one["content"]
    assert (before, after) == (text("Word."), text(" More."))
    link = text("page", LINK)
    assert note["content"] == [text("See "), text("this", ITALIC), text(" "), link, text(".")]
    assert plain([one]) == "Word. More. "


def test_a_citation_names_the_post_and_who_wrote_it() -> None:
    [one] = made("({cita:primera-cotizacion/3})")

    attrs = {
        "thread": THREADS["primera-cotizacion"],
        "number": 3,
        "words": "Ernesto Sanabria Niño, intervención 3",
    }
    assert one["content"][1] == {"type": "citation", "attrs": attrs}
    assert said("cambio-de-ciudad", 1) == "Wilson Angulo Riascos, intervención 1"


def test_ids_are_the_same_each_time_and_others_in_another_paper() -> None:
    source = "# Same\n\nSame\n\nSame\n\n- Same\n- Same[^nota: Same]\n\n| Same | Same |"

    first = ids(made(source))

    assert first == ids(made(source))
    assert len(first) == len(set(first)) == 12
    assert all(re.fullmatch(f"[a-z2-7]{{{ID_LENGTH}}}", one) for one in first)
    assert not set(first) & set(ids(made(source, "another")))


def test_ids_outlast_edits_elsewhere_and_with_a_name_any_edit() -> None:
    before = made("One.\n\n- {#item} a b c\n\nThe first six words here stay so.")
    after = made("# New\n\nOne.\n\n- {#item} x y z\n\nThe first six words here stay and more goes.")

    assert set(ids(before)) <= set(ids(after))
    assert before[1]["content"][0]["content"][0]["attrs"]["id"] == block_id("paper", "item")


def test_a_text_as_it_was_lacks_what_was_not_written_and_says_what_it_said() -> None:
    source = "# {#a} A\n\nx y\nz\n\n## B\n\nb\n\n# C\n\nc\n\n{#last} d"

    assert earlier(source, without=("a", "last")) == "# C\n\nc"
    assert earlier(source, [("x y z", "w")], ["last"]) == "# {#a} A\n\nw\n\n## B\n\nb\n\n# C\n\nc"
    assert earlier(source) == source


@pytest.mark.parametrize(
    ("words", "without"), [([("x", "y")], []), ([("gone", "y")], []), ([], ["q"])]
)
def test_a_text_as_it_was_must_be_found(words: list[tuple[str, str]], without: list[str]) -> None:
    with pytest.raises(NotationError):
        earlier("x and x", words, without)


@pytest.mark.parametrize(
    "source",
    [
        "**never closed",
        "*never closed** either",
        "[no address]",
        "[nowhere](http://example.org)",
        "closed]",
        "a[^nota: never closed",
        "a[^nota: ]",
        "a[^nota: b](c)",
        "a[^nota: b[^nota: c]]",
        "a[^nota: {cita:primera-cotizacion/3}]",
        "[{cita:primera-cotizacion/3}](https://example.org)",
        "{cita:no-such-thread/1}",
        "{cita:primera-cotizacion/0}",
        "{unknown}",
        "> said\nwithout its mark",
        "> # heading",
        "- item\n1. number",
        "- item\n    - deep\n  - between",
        "| a | b |\n| c |",
        "| a | b",
        "{#one} a\n\n{#one} b",
    ],
)
def test_what_is_not_in_the_notation_is_refused(source: str) -> None:
    with pytest.raises(NotationError):
        made(source)


def states(paper: papers.DemoPaper) -> list[str]:
    return [earlier(paper.text, one.words, one.without) for one in paper.states]


@pytest.fixture(params=papers.PAPERS, ids=lambda paper: paper.key)
def paper(request: pytest.FixtureRequest) -> papers.DemoPaper:
    found = request.param
    assert isinstance(found, papers.DemoPaper)
    return found


def test_every_state_of_a_paper_is_a_document(paper: papers.DemoPaper) -> None:
    for source in states(paper):
        content = document(source, paper.key, THREADS)
        assert fault(content) is None
        assert canonical(paper.title, cleaned(content)) == canonical(paper.title, content)
        assert len(set(ids(content["content"]))) == len(ids(content["content"]))
    assert states(paper)[-1] == paper.text.strip()
    assert len(set(states(paper))) == len(paper.states)


def test_a_paper_only_grows_from_state_to_state(paper: papers.DemoPaper) -> None:
    told = [spoken(source, paper.key) for source in states(paper)]
    for before, after in pairwise(told):
        assert {words for one, words in before.items() if one not in after} <= {STRUCK_OUT}
        done = {one for one, words in before.items() if words == told[-1].get(one)}
        assert {one for one in done if after[one] != told[-1][one]} == set()


def spoken(source: str, key: str) -> dict[str, str]:
    """What the blocks with words of their own say, by their ids."""
    worded = [one for one in nodes(made(source, key)) if one["type"] in {"heading", "paragraph"}]
    return {one["attrs"]["id"]: plain([one]).strip() for one in worded}


def test_papers_are_written_by_drafters_and_moved_by_moderators(paper: papers.DemoPaper) -> None:
    versions = [one.hours_ago for one in paper.states if one.version]
    hours = [one.hours_ago for one in paper.states]

    assert {ROLES[one.by] for one in paper.states} <= DRAFTERS
    assert hours == sorted(hours, reverse=True)
    assert {ROLES[one.by] for one in paper.stages} <= {"moderator"}
    assert all(versions[one.version - 1] > one.hours_ago for one in paper.stages if one.version)
    assert bool(paper.adoption) == ("adopted" in {one.to for one in paper.stages})
    assert set(paper.sources) <= set(THREADS)
    assert not paper.group or paper.group in {one.key for one in data.GROUPS}


def test_papers_are_written_while_they_are_drafts(paper: papers.DemoPaper) -> None:
    for state in paper.states:
        before = [one.to for one in paper.stages if one.hours_ago > state.hours_ago]
        assert (before or ["draft"])[-1] == "draft"


def test_comments_quote_their_block_and_come_from_those_who_may(paper: papers.DemoPaper) -> None:
    for comment in paper.comments:
        first = comment.posts[0].hours_ago
        then = [
            source
            for one, source in zip(paper.states, states(paper), strict=True)
            if one.hours_ago > first
        ]
        name = block_id(paper.key, comment.block)
        content = nodes(document(then[-1], paper.key, THREADS)["content"])
        [block] = [one for one in content if one.get("attrs", {}).get("id") == name]
        assert comment.quotation in plain([block])
        assert {ROLES[one.by] for one in comment.posts} <= DRAFTERS | {"commenter"}
        hours = [one.hours_ago for one in comment.posts]
        assert hours == sorted(hours, reverse=True)
        assert bool(comment.conclusion) == bool(comment.closed_hours_ago)
        assert comment.closed_hours_ago < hours[-1]


def test_papers_cite_posts_that_can_be_read_wherever_the_paper_can(
    paper: papers.DemoPaper,
) -> None:
    audiences = {one.key: one.audience for one in data.THREADS}
    for thread, number in re.findall(r"\{cita:([a-z-]+)/(\d+)\}", paper.text):
        assert not POSTS[thread][int(number) - 1].hidden
        assert audiences[thread] in {"visitors", paper.audience}
