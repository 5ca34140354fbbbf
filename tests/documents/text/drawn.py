"""Documents as people and accidents make them, for property tests."""

from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from panel.documents.text.shape import KINDS, Node

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = st.one_of(
    st.lists(
        st.sampled_from(["fondo", "de", "la", "cuota", "día-mes", "a\u0301", "  ", ",", "sesenta"]),
        min_size=1,
        max_size=25,
    ).map(" ".join),
    st.text(
        st.sampled_from(
            "ab -\u2013'\"<&\\\u00a0\u200d\u200b\u0301\u05e9\u0645\U0001f468\U0001f1e8漢"
        ),
        min_size=1,
        max_size=30,
    ),
    st.text(min_size=1, max_size=12),
    st.sampled_from(["<script>alert(1)</script>", "\t\r\n\x00", "\ud800", "{{ 7 * 7 }}", "]]>"]),
)
IDS = st.sampled_from([f"abcdefgh{n:04d}".translate({48: 97, 49: 98}) for n in range(22, 80)])
HREFS = st.sampled_from(["https://mesa.example/a?b=1&c", "mailto:ana@mesa.example"])


def node(kind: str, **said: object) -> dict[str, Any]:
    return {"type": kind} | {key: value for key, value in said.items() if value}


def _named(
    kind: str, content: st.SearchStrategy[Any], **attrs: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    said = st.fixed_dictionaries(attrs, optional={"id": IDS})
    return st.builds(lambda attrs, content: node(kind, attrs=attrs, content=content), said, content)


MARKS = st.lists(
    st.one_of(
        st.sampled_from([{"type": "bold"}, {"type": "italic"}]),
        HREFS.map(lambda href: {"type": "link", "attrs": {"href": href}}),
    ),
    max_size=3,
    unique_by=lambda mark: str(mark["type"]),
)
TEXT = st.builds(lambda text, marks: node("text", text=text, marks=marks), WORDS, MARKS)
CITATION = st.builds(
    lambda number, words: node(
        "citation", attrs={"thread": "bcdfghjkmnpq", "number": number, "words": words}
    ),
    st.integers(1, 999),
    st.sampled_from(["Luz Marina Ortega, intervención 12", "<b>Ana</b>"]),
)
INLINE = st.lists(
    st.one_of(
        TEXT,
        TEXT,
        st.just(node("hardBreak")),
        CITATION,
        _named("footnote", st.lists(TEXT, max_size=2)),
    ),
    max_size=3,
)
PARAGRAPH = _named("paragraph", INLINE)
PARAGRAPHS = st.lists(PARAGRAPH, min_size=1, max_size=2)
HEADING = _named("heading", INLINE, level=st.integers(1, 3))


def _lists(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    below = PARAGRAPH if depth == 1 else st.one_of(PARAGRAPH, _lists(depth - 1))
    items = st.lists(
        _named(
            "listItem",
            st.builds(lambda one, more: [one, *more], PARAGRAPH, st.lists(below, max_size=2)),
        ),
        min_size=1,
        max_size=2,
    )
    return st.one_of(
        _named("bulletList", items), _named("orderedList", items, start=st.integers(1, 9))
    )


LIST = _lists(2)
CELL = st.builds(
    lambda kind, across, down, content: node(
        kind, attrs={"colspan": across, "rowspan": down}, content=content
    ),
    st.sampled_from(["tableHeader", "tableCell"]),
    st.integers(1, 3),
    st.integers(1, 3),
    PARAGRAPHS,
)
ROW = st.lists(CELL, min_size=1, max_size=3).map(lambda cells: node("tableRow", content=cells))
TABLE = _named("table", st.lists(ROW, min_size=1, max_size=3))
QUOTATION = _named("blockquote", st.lists(st.one_of(PARAGRAPH, LIST), min_size=1, max_size=2))
DOCUMENTS = st.lists(
    st.one_of(PARAGRAPH, PARAGRAPH, HEADING, LIST, QUOTATION, TABLE), max_size=4
).map(lambda blocks: node("doc", content=blocks))

NAMES = sorted({name for one in KINDS.values() for name in one.attributes} | {"href"})
_VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.integers(-1, 50), st.floats(), st.text(max_size=5), st.just([])
)
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        _VALUES,
        st.builds(lambda text: {"type": "text", "text": text}, st.one_of(WORDS, _VALUES)),
    ),
    lambda inside: st.fixed_dictionaries(
        {"type": st.sampled_from([*KINDS, "image", "codeBlock", "script"])},
        optional={
            "content": st.one_of(st.lists(inside, max_size=4), _VALUES),
            "attrs": st.one_of(
                _VALUES,
                st.dictionaries(
                    st.sampled_from([*NAMES, "x"]),
                    st.one_of(_VALUES, IDS, WORDS, st.just("https://x\ud800")),
                    max_size=4,
                ),
                st.builds(
                    lambda number, words: {"thread": "x", "number": number, "words": words},
                    st.integers(0, 2),
                    WORDS,
                ),
            ),
            "marks": st.one_of(_VALUES, st.lists(inside, max_size=2), MARKS),
            "text": WORDS,
        },
    ),
    max_leaves=12,
).map(lambda node: {"type": "doc", "content": [node]})


def otherwise(one: Node, chance: Random) -> dict[str, Any]:
    """Say the same in other words: split text, defaults, nulls, floats, another order of keys."""
    made: dict[str, Any] = {**one, "attrs": _attributes(one, chance), "content": []}
    for child in one.get("content", []):
        parts = _parts(child, chance) if child["type"] == "text" else [child]
        made["content"] += [otherwise(part, chance) for part in parts]
    if "marks" in one:
        made["marks"] = chance.sample(one["marks"], len(one["marks"]))
    keys = [key for key in made if made[key] or key == "text" or chance.random() < 1 / 2]
    return {key: made[key] for key in chance.sample(keys, len(keys))}


def _attributes(one: Node, chance: Random) -> dict[str, Any]:
    said: dict[str, Any] = dict(one.get("attrs", {}))
    for name, known in KINDS[one["type"]].attributes.items():
        said.setdefault(name, chance.choice([None, known.default]))
        if isinstance(said[name], int):
            said[name] = chance.choice([said[name], float(said[name]), str(said[name])])
    return said


def _parts(text: Node, chance: Random) -> list[Node]:
    """Divide a text in two, but not what is one character to be left out or replaced."""
    at = chance.randint(0, len(text["text"]))
    at = 0 if "\r" in text["text"] else at
    return [{**text, "text": text["text"][:at]}, {**text, "text": text["text"][at:]}]
