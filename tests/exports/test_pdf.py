import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import typst
from pdfua import validate

from panel.documents.text.shape import Node
from panel.documents.text.words import passages
from panel.exports.makers import pdf
from panel.exports.makers.compiling import NOT_STANDARD
from panel.exports.makers.words import parts
from panel.exports.sheet import FOOT, Sheet
from tests.exports import papers
from tests.exports.conftest import Made, together
from tests.exports.papers import (
    EVERYTHING,
    HOSTILE,
    LONG,
    h,
    item,
    note,
    p,
    sheet,
    table,
    td,
    th,
    ul,
)
from tests.exports.pdf_reading import Reading, faults

_WORDS = re.compile(r"[¶\d\u2013]")  # what stands around the words of a line


@pytest.mark.parametrize("paper", ["everything", "hostile"])
def test_a_pdf_lacks_nothing_that_everybody_needs(made: Made, paper: str) -> None:
    path = made("pdf", paper)

    assert faults(Reading(path)) == []
    assert not validate(str(path)).findings


def test_the_same_check_refuses_a_file_without_tags(tmp_path: Path) -> None:
    path = tmp_path / "untagged.pdf"
    path.write_bytes(typst.compile(b'= Uno\n#link("https://a.example")[dos]', pdf_tags=False))

    assert {
        "is not marked as tagged",
        "has no headings",
        "has words outside of its tags",
        "has links that are not told",
        "does not claim PDF/UA-1",
    } <= set(faults(Reading(path)))


def test_headings_are_told_by_their_level_with_the_number_of_their_block(made: Made) -> None:
    tree = Reading(made("pdf", "everything")).tree

    assert [(tag.name, str(tag.said["/T"])) for tag in tree.all("H1", "H2", "H3")] == [
        ("H1", "Lo que observamos"),
        ("H2", "Un subtítulo con cursiva"),
        ("H3", "La tabla"),
    ]
    assert together(tree.all("H2")[0].words) == "¶8Unsubtítuloconcursiva"


def test_a_table_has_heads_and_spans(made: Made) -> None:
    (found,) = Reading(made("pdf", "everything")).tree.all("Table")

    assert [together(one.words).lstrip("¶15") for one in found.all("TH")] == [
        "Región",
        "Personas",
        "Nota",
        "2024",
        "2025",
    ]
    assert "ColSpan" in repr(found.all("TH")[1].said["/A"])
    assert [len(row.inside) for row in found.all("TR")] == [3, 2, 4, 4, 2]


def test_heads_of_a_table_are_repeated_on_its_next_page(tmp_path: Path) -> None:
    rows = [[td(f"fila {at}"), td("dato")] for at in range(80)]
    long = sheet(h(1, "Tabla"), table([th("CABEZA"), th("otra")], *rows))

    pdf.make(long, tmp_path / "long.pdf")

    read = Reading(tmp_path / "long.pdf")
    assert len(read.pdf.pages) > 2
    assert read.words.count("CABEZA") == 1
    assert sum("CABEZA" in text for text in read.artifacts) == len(read.pdf.pages) - 1


def test_footnotes_are_notes_with_their_marks_and_links(made: Made) -> None:
    notes = Reading(made("pdf", "everything")).tree.all("Note")

    assert [together(one.words) for one in notes] == [
        "1Notadeuntítulo.",
        "2Registrosdecuatromutuales,2023a2025;véaseelinforme.",
        "3Notaenunalista,connegrita.",
        "4Datoprovisional.",
    ]
    assert [one.name for one in notes[1].all("Em", "Link")][1:] == ["Em", "Link"]
    assert notes[2].all("Strong")


def test_lists_and_quotations_are_what_they_are(made: Made) -> None:
    tree = Reading(made("pdf", "everything")).tree

    assert len(tree.all("L")) == 10
    assert len(tree.all("LI")) == 13
    assert together(tree.all("BlockQuote")[0].words) == "¶11Unacitalarga.\N{EN DASH}¶12conunalista"
    labels = [together(tag.words) for tag in tree.all("Lbl")]
    assert {"7.", "8.", "4.", "5."} <= set(labels)


def test_links_lead_where_they_should_and_nowhere_else(made: Made) -> None:
    found = {
        str(one.A.URI)
        for paper in ("everything", "hostile")
        for page in Reading(made("pdf", paper)).pdf.pages
        for one in page.obj.get("/Annots", [])
        if "/A" in one and "/URI" in one.A
    }

    assert found == {
        "https://informe.example/a?b=1&c=2",
        "mailto:datos@mesa.example",
        "https://mesa.example/p/colombia/threads/k7m2p4q6r3s5/posts/12",
        "https://si.example/",
    }


def test_the_file_says_what_it_is(made: Made) -> None:
    read = Reading(made("pdf", "everything"))
    heads = [text for text in read.artifacts if EVERYTHING.short in text]

    assert str(read.root.Lang) == "es"
    assert str(read.pdf.docinfo.Title) == EVERYTHING.title
    assert str(read.pdf.docinfo.Author) == EVERYTHING.panel
    assert EVERYTHING.sha256 in read.metadata
    assert len(heads) == len(read.pdf.pages) - 1
    assert "Adoptado" in heads[0]
    width, height = (float(one) for one in read.pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)


@pytest.mark.parametrize(("name", "paper"), [("everything", EVERYTHING), ("hostile", HOSTILE)])
def test_every_word_is_read(made: Made, name: str, paper: Sheet) -> None:
    tree = Reading(made("pdf", name)).tree
    words = together(tree.but("Note", "Lbl") + "".join(one.words for one in tree.all("Note")))

    assert together(paper.title) in words
    assert all(fact[1] in words for fact in [("", together(text)) for _label, text in paper.facts])
    for passage in passages(paper.content):
        for part in passage.parts:
            assert together(part.text) in words


def test_every_line_has_its_number_in_the_margin_and_none_is_read_aloud(made: Made) -> None:
    read = Reading(made("pdf", "everything"))
    wanted = {
        line.number for block in EVERYTHING.blocks for line in block.lines if block.kind != "table"
    }

    numbers = {int(text) for text in read.artifacts if text.isdecimal()}

    assert wanted <= numbers
    assert "21\N{EN DASH}23" in read.artifacts
    assert f"¶{EVERYTHING.blocks[-1].number}" in together(read.words)


def test_lines_break_where_ours_do_and_stand_beside_their_numbers(tmp_path: Path) -> None:
    others = [LONG.replace("e", vowel).replace("E", vowel) for vowel in "aiu"]
    paper = sheet(p(LONG, note(others[0])), ul(item(p(others[1]), ul(item(p(others[2]))))))

    pdf.make(paper, tmp_path / "lines.pdf")

    read = Reading(tmp_path / "lines.pdf").rows
    rows = {_WORDS.sub("", together(row)): row for row in read}
    for line in (line for block in paper.blocks for line in block.lines):
        assert str(line.number) in rows[together(line.text)]


def test_a_sign_without_a_glyph_gives_a_file_that_does_not_claim_the_standards(
    tmp_path: Path,
) -> None:
    said = pdf.make(papers.without_glyph(), tmp_path / "odd.pdf")

    assert said == (NOT_STANDARD,)
    assert faults(Reading(tmp_path / "odd.pdf"))[-2:] == [
        "does not claim PDF/UA-1",
        "does not claim PDF/A-2a",
    ]
    assert Reading(tmp_path / "odd.pdf").tree.all("H1")


def test_all_latin_scripts_have_glyphs(tmp_path: Path) -> None:
    ranges = [(0x20, 0x7F), (0xA0, 0x250), (0x250, 0x2B0), (0x1E00, 0x1F00), (0x2C60, 0x2C80)]
    signs = "".join(chr(code) for first, last in ranges for code in range(first, last))

    assert (
        pdf.make(sheet(h(1, "Signos"), p(signs), p("√ ✓ ☐ → ≥ ½ e\u0301 n\u0302")), tmp_path / "a")
        == ()
    )


@pytest.mark.parametrize(
    "blocks",
    [
        [h(2, "empieza en dos"), h(3, "tres"), h(1, "uno"), h(3, "tres tras uno")],
        [h(1), p(), ul(item(p())), table([td(), td()])],
        [table([th("solo"), th("cabezas")], [th("otra"), th("fila")])],
        [table([th("alta", rowspan=2), th("b")], [td("c")])],
        [table([td("x" * 2_000), td("y")] + [td(str(at)) for at in range(38)])],
        [p("https://example.org/" + "a" * 500)],
        [],
    ],
)
def test_odd_papers_are_made_all_the_same(tmp_path: Path, blocks: list[Node]) -> None:
    assert pdf.make(sheet(*blocks), tmp_path / "odd.pdf") == ()


def test_a_paper_without_a_title_bears_the_name_of_its_panel(tmp_path: Path) -> None:
    pdf.make(replace(EVERYTHING, title=" "), tmp_path / "untitled.pdf")

    with pikepdf.open(tmp_path / "untitled.pdf") as found:
        assert str(found.docinfo.Title) == EVERYTHING.panel


def test_the_same_version_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    pdf.make(EVERYTHING, tmp_path / "again.pdf")

    assert (tmp_path / "again.pdf").read_bytes() == made("pdf", "everything").read_bytes()


def test_only_words_too_long_for_a_line_are_divided() -> None:
    assert parts("una palabra interinstitucional") == ["una palabra interinstitucional"]
    assert "".join(parts("véase " + "á" * 50 + " y")) == "véase " + "á" * 50 + " y"
    assert len(parts("á" * 50)) == 7


def test_words_too_long_for_a_line_stay_on_the_page_around_the_text_too(tmp_path: Path) -> None:
    long = sheet(h(1, "Uno"), p("Dos."))

    pdf.make(
        replace(long, title="t" * 160, name="n" * 120, adoption="a" * 200), tmp_path / "long.pdf"
    )

    read = Reading(tmp_path / "long.pdf")
    longest = {sign: max(row.count(sign) for row in read.rows) for sign in "tna"}
    assert longest["t"] <= FOOT + 10
    assert longest["n"] < 90
    assert longest["a"] < 90
    assert "t" * 160 in read.words.replace("\u200b", "")
    assert faults(Reading(tmp_path / "long.pdf")) == []
