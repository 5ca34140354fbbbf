"""The reference documents from which DOCX and ODT take their styles, page, head and foot.

They are made for each paper from Pandoc's own and the readable files in exports/reference, because
the head of every page names the version: there is no binary to keep.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from panel.exports.makers.converting import run
from panel.exports.sheet import Sheet

PARTS = Path(__file__).resolve().parents[1] / "reference"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def docx(sheet: Sheet, target: Path) -> None:
    """Write the reference document of a DOCX."""
    parts = _default("reference.docx")
    for name in ("styles", "header", "footer", "document"):
        parts[f"word/{name}.xml"] = _part(f"docx-{name}.xml", sheet)
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}.{name}+xml" />'
        for name in ("header", "footer")
    )
    links = "".join(
        f'<Relationship Id="rId{name.title()}" Type="{_RELATION}/{name}" Target="{name}.xml" />'
        for name in ("header", "footer")
    )
    _insert(parts, "[Content_Types].xml", kinds, "</Types>")
    _insert(parts, "word/_rels/document.xml.rels", links, "</Relationships>")
    _write(parts, target)


def odt(sheet: Sheet, target: Path) -> None:
    """Write the reference document of an ODT."""
    _write(_default("reference.odt") | {"styles.xml": _part("odt-styles.xml", sheet)}, target)


def _default(name: str) -> dict[str, bytes]:
    with ZipFile(BytesIO(run(f"--print-default-data-file={name}"))) as kept:
        return {one: kept.read(one) for one in kept.namelist()}


def _part(name: str, sheet: Sheet) -> bytes:
    tongue, _, country = sheet.language.partition("-")
    said: Mapping[str, str] = {
        "language": sheet.language,
        "tongue": tongue,
        "country": country or "none",
        "panel": sheet.panel,
        "standing": sheet.standing,
        "title": sheet.short_title,
        "page": sheet.labels.page,
        "of": sheet.labels.of,
    }
    text = Template((PARTS / name).read_text(encoding="utf-8"))
    return text.substitute({key: escape(value) for key, value in said.items()}).encode()


def _insert(parts: dict[str, bytes], name: str, text: str, before: str) -> None:
    end = before.encode()
    parts[name] = parts[name].replace(end, text.encode() + end)


def _write(parts: Mapping[str, bytes], target: Path) -> None:
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
