from panel.documents.text.schema import cleaned
from panel.documents.text.words import EXCERPT, blocks, excerpt, plain, says
from tests.documents.text.drawn import node
from tests.documents.text.test_schema import doc, para, text

A, B, C = (letter * 12 for letter in "abc")
NOTE = node("footnote", attrs={"id": B}, content=[text("la nota")])


def test_all_words_of_a_document_are_in_its_plain_text() -> None:
    said = {"thread": "x", "number": 3, "words": "Ana, 3"}
    content = doc(
        para("uno", node("hardBreak"), "dos ", node("citation", attrs=said), NOTE, id=A),
        para(),
        para("tres", id=C),
    )

    assert plain(cleaned(content)) == "uno\ndos [Ana, 3]\nla nota\n\ntres"


def test_every_block_is_given_also_an_empty_one() -> None:
    found = list(blocks(cleaned(doc(para("uno", id=A), para(id=B)))))

    assert found == [(A, "paragraph", "uno"), (B, "paragraph", "")]


def test_an_excerpt_is_of_a_block_a_cell_or_a_note() -> None:
    cell = node("tableCell", content=[para("celda", id=C)])
    table = node("table", attrs={"id": "d" * 12}, content=[node("tableRow", content=[cell, cell])])
    content = cleaned(doc(para("uno  dos", NOTE, id=A), table))

    found = {name[0]: excerpt(content, name) for name in (A, B, C, "d" * 12, "e" * 12)}

    assert found == {"a": "uno dos", "b": "la nota", "c": "celda", "d": "celda celda", "e": ""}


def test_a_long_excerpt_is_cut_between_what_readers_take_for_characters() -> None:
    flag = "\U0001f1e8\U0001f1f4"

    found = excerpt(cleaned(doc(para(flag * 300, id=A))), A)

    assert found == flag * (EXCERPT - 1) + "…"


def test_words_are_found_in_a_block_as_they_are_read_and_as_they_are_written() -> None:
    said = {"thread": "x", "number": 3, "words": "Ana, 3"}
    cited = node("citation", attrs=said)
    inside = [para(text(one), id=one[0] * 12) for one in ("dddd", "eeee")]
    cells = [node("tableCell", content=[one]) for one in inside]
    table = node("table", content=[node("tableRow", content=cells)], attrs={"id": C})
    noted = para("pedimos", NOTE, " un\u00a0piso", cited, ".", id=A)
    content = cleaned(doc(noted, table, para("otra cosa")))

    for words in ("pedimos un piso", "pedimos1 un", "pedimosla nota un", "piso[Ana, 3].", "un p…"):
        assert says(content, A, words), words
    for block, words in ((B, "la nota"), (C, "dddd\teeee"), ("e" * 12, "eeee")):
        assert says(content, block, words), words
    for block, words in ((A, "no pedimos"), (A, "otra cosa"), ("f" * 12, "pedimos"), (A, "…")):
        assert not says(content, block, words), words
