import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from odf import teletype
from odf.namespaces import TABLENS, TEXTNS
from odf.opendocument import OpenDocument, load
from odf.table import Table, TableCell, TableHeaderRows
from odf.text import A, H, LineBreak, List, ListItem, Note, P

from panel.documents.text.words import passages
from panel.exports.sheet import Sheet
from tests.exports.conftest import Made, together
from tests.exports.papers import EVERYTHING, HOSTILE

BOTH = [("everything", EVERYTHING), ("hostile", HOSTILE)]


def opened(path: Path) -> Docx:
    return Document(str(path))


def part(path: Path, name: str) -> str:
    with ZipFile(path) as kept:
        return kept.read(name).decode()


def everything_in(path: Path) -> str:
    """All words of a DOCX: its text, then its notes."""
    with ZipFile(path) as kept:
        parts = [kept.read(f"word/{name}.xml") for name in ("document", "footnotes")]
    return together("".join(one.text or "" for part in parts for one in _texts(part)))


def _texts(part: bytes) -> Iterator[Any]:
    yield from parse_xml(part).iter(qn("w:t"))


@pytest.mark.parametrize(("name", "paper"), BOTH)
@pytest.mark.parametrize("kind", ["docx", "docx-lines"])
def test_every_word_is_in_a_docx(made: Made, kind: str, name: str, paper: Sheet) -> None:
    words = everything_in(made(kind, name))

    for passage in passages(paper.content):
        for one in passage.parts:
            lines = one.text.split("\n") if kind == "docx" else []
            assert all(together(line) in words for line in lines)
    for block in paper.blocks if kind == "docx-lines" else ():
        assert all(together(line.text) in words for line in block.lines)


def test_a_docx_has_headings_lists_and_quotations_by_their_styles(made: Made) -> None:
    found = opened(made("docx", "everything"))
    styles = {one.text: one.style.name for one in found.paragraphs if one.style}
    depths = {one.text: one._p.find(f".//{qn('w:ilvl')}") for one in found.paragraphs}
    numbered = {
        text: int(depth.get(qn("w:val"))) for text, depth in depths.items() if depth is not None
    }

    assert styles["Protección social para jóvenes"] == "Title"
    assert styles["Lo que observamos"] == "Heading 1"
    assert styles["Un subtítulo con cursiva"] == "Heading 2"
    assert styles["La tabla"] == "Heading 3"
    assert styles["Una cita larga."] == styles["con una lista"] == "Block Text"
    assert [numbered[f"Nivel {depth}"] for depth in (6, 5, 4, 3, 2, 1)] == [0, 1, 2, 3, 4, 5]
    assert numbered["Anidado siete"] == 1
    assert "segunda línea, tras un salto." in next(one for one in styles if "\n" in one)


def test_lists_of_a_docx_count_from_where_ours_do(made: Made) -> None:
    numbering = part(made("docx", "everything"), "word/numbering.xml")

    assert '<w:startOverride w:val="7"' in numbering
    assert '<w:startOverride w:val="4"' in numbering


def test_a_docx_has_real_footnotes_with_marks(made: Made) -> None:
    path = made("docx", "everything")
    notes = part(path, "word/footnotes.xml")

    assert part(path, "word/document.xml").count("<w:footnoteReference") == 4
    assert "<w:i />" in notes
    assert "<w:b />" in notes
    assert "<w:hyperlink" in notes
    assert "https://informe.example/a?b=1&amp;c=2" in part(path, "word/_rels/footnotes.xml.rels")


def test_a_table_of_a_docx_has_heads_and_spans(made: Made) -> None:
    (table,) = opened(made("docx", "everything")).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    repeated = [row._tr.find(".//" + qn("w:tblHeader")) is not None for row in table.rows]

    assert rows[0] == ["Región", "Personas", "Personas", "Nota"]
    assert rows[1] == ["Región", "2024", "2025", "Nota"]
    assert rows[4] == ["Caribe", "Sin dato", "Sin dato", "Véase"]
    assert repeated == [True, True, False, False, False]


@pytest.mark.parametrize("kind", ["docx", "docx-lines"])
def test_a_docx_says_what_it_is(made: Made, kind: str) -> None:
    found = opened(made(kind, "everything"))
    head = found.sections[0].header.paragraphs[0].text

    assert found.core_properties.title == EVERYTHING.title
    assert re.search('<w:lang [^>]*w:val="es"', part(made(kind, "everything"), "word/styles.xml"))
    assert head == f"{EVERYTHING.panel}\t{EVERYTHING.standing}"
    assert found.sections[0].page_width is not None
    assert round(found.sections[0].page_width.mm) == 210
    assert any(EVERYTHING.sha256 in one.text for one in found.paragraphs)


def test_links_of_a_docx_lead_nowhere_else(made: Made) -> None:
    links = part(made("docx", "hostile"), "word/_rels/document.xml.rels")

    assert "https://si.example/" in links
    assert "javascript:" not in links


def test_a_reading_copy_breaks_at_our_lines_and_numbers_them(made: Made) -> None:
    found = opened(made("docx-lines", "everything"))
    block = EVERYTHING.blocks[1]
    lines = [line for line in block.lines if line.of == block.id]

    (paragraph,) = [one for one in found.paragraphs if one.text.startswith(f"{lines[0].number}\t")]

    assert [together(one) for one in paragraph.text.split("\n")] == [
        f"{line.number}" + f"¶{block.number}" * (not at) + together(line.text)
        for at, line in enumerate(lines)
    ]
    assert paragraph.style is not None
    assert paragraph.style.name == "Numbered Lines"


def test_a_number_in_a_cell_is_small_and_leaves_the_room_to_the_words(made: Made) -> None:
    (table,) = opened(made("docx-lines", "everything")).tables
    (block,) = [one for one in EVERYTHING.blocks if one.kind == "table"]
    texts = [paragraph for cell in table._cells for paragraph in cell.paragraphs]
    found = {one.text: one for one in texts}

    for line in block.lines[:3]:
        number, *_ = found[f"{line.number} {line.text}"].runs
        assert number.text == str(line.number)
        assert number.style is not None
        assert number.style.name == "Line Number"
        assert number.font.size is not None
        assert number.font.size.pt == 7


def content(path: Path) -> OpenDocument:
    return load(str(path))


def plain(element: object) -> str:
    return str(teletype.extractText(element))


Element = Any  # odfpy has no types


def without_notes(element: Element) -> str:
    if element.nodeType == element.TEXT_NODE:
        return str(element.data)
    note = element.qname == (TEXTNS, "note")
    return "" if note else "".join(without_notes(one) for one in element.childNodes)


@pytest.mark.parametrize(("name", "paper"), BOTH)
def test_every_word_is_in_an_odt(made: Made, name: str, paper: Sheet) -> None:
    document = content(made("odt", name))
    notes = " ".join(plain(one) for one in document.getElementsByType(Note))
    words = together(without_notes(document.body)) + together(notes)

    for passage in passages(paper.content):
        assert all(together(one.text) in words for one in passage.parts)


def test_an_odt_has_headings_lists_and_footnotes(made: Made) -> None:
    text = content(made("odt", "everything"))

    assert [one.getAttribute("outlinelevel") for one in text.getElementsByType(H)] == [
        "1",
        "2",
        "3",
    ]
    assert len(text.getElementsByType(List)) == 10
    starts = [
        one.getAttrNS(TEXTNS, "start-value")
        for one in text.getElementsByType(ListItem)
        if (TEXTNS, "start-value") in one.attributes
    ]
    assert [str(one) for one in starts] == ["7", "4"]
    assert [one.getAttribute("noteclass") for one in text.getElementsByType(Note)] == [
        "footnote"
    ] * 4
    assert text.getElementsByType(LineBreak)
    assert any("Una cita larga." in plain(one) for one in text.getElementsByType(P))


def test_a_table_of_an_odt_has_heads_and_spans(made: Made) -> None:
    (table,) = content(made("odt", "everything")).getElementsByType(Table)
    (head,) = table.getElementsByType(TableHeaderRows)
    cells = {plain(one).strip(): one for one in table.getElementsByType(TableCell)}

    assert {"Región", "Personas", "Nota", "2024", "2025"} == {
        plain(one).strip() for one in head.getElementsByType(TableCell)
    }
    assert str(cells["Personas"].getAttrNS(TABLENS, "number-columns-spanned")) == "2"
    assert str(cells["Caribe"].getAttrNS(TABLENS, "number-rows-spanned")) == "2"
    assert str(cells["Sin dato"].getAttrNS(TABLENS, "number-columns-spanned")) == "2"


def test_an_odt_says_what_it_is(made: Made) -> None:
    path = made("odt", "everything")
    styles = part(path, "styles.xml")

    assert f"<dc:title>{EVERYTHING.title}</dc:title>" in part(path, "meta.xml")
    assert 'fo:language="es"' in styles
    assert EVERYTHING.short in styles
    assert 'fo:page-width="21cm"' in styles
    assert {one.getAttribute("href") for one in content(path).getElementsByType(A)} == {
        "https://informe.example/a?b=1&c=2",
        "mailto:datos@mesa.example",
        "https://mesa.example/p/colombia/threads/k7m2p4q6r3s5/posts/12",
    }


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_hostile_titles_stay_words(made: Made, kind: str) -> None:
    path = made(kind, "hostile")
    name = "docProps/core.xml" if kind == "docx" else "meta.xml"

    assert '&lt;b&gt;$title&lt;/b&gt; &amp; "raro"' in part(path, name).replace("&quot;", '"')
