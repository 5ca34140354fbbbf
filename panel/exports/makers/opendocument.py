"""What Pandoc's ODT lacks: where nested lists begin to count, and the rules of tables."""

import re
from pathlib import Path
from zipfile import ZipFile

_CONTENT = "content.xml"
_STYLE = re.compile(r'<text:list-style style:name="(L\d+)">.*?</text:list-style>', re.DOTALL)
_START = re.compile(r'<text:list-level-style-number text:level="1"[^>]*text:start-value="(\d+)"')
_LIST = re.compile(r'(<text:list text:style-name="(L\d+)"[^>]*>\s*<text:list-item)>')
_CELL = re.compile(
    r'(<style:style style:name="Table(Header)?RowCell" style:family="table-cell">\s*)'
    r"<style:table-cell-properties[^>]*/>"
)
_TABLE = '<style:table-properties table:align="center"'
_AROUND = (
    '<style:table-properties fo:margin-top="0.3cm" fo:margin-bottom="0.4cm" table:align="center"'
)
_RULES = (
    '<style:table-cell-properties fo:padding="0.1cm" fo:border-left="none" fo:border-right="none"'
    ' fo:border-top="none" fo:border-bottom="0.5pt solid #dbd6c9" {ground}/>'
)


def completed(target: Path) -> None:
    """Write the file again with what is missing.

    Words cannot be taken for markup here: Pandoc has escaped every angle bracket of theirs.
    """
    with ZipFile(target) as kept:
        parts = [(one, kept.read(one)) for one in kept.infolist()]
    with ZipFile(target, "w") as made:
        for one, data in parts:
            whole = _content(data.decode()).encode() if one.filename == _CONTENT else data
            made.writestr(one, whole)


def _content(text: str) -> str:
    starts = {
        style[1]: found[1] for style in _STYLE.finditer(text) if (found := _START.search(style[0]))
    }

    def begun(match: re.Match[str]) -> str:
        start = starts.get(match[2], "1")
        return f"{match[1]}>" if start == "1" else f'{match[1]} text:start-value="{start}">'

    return _CELL.sub(_ruled, _LIST.sub(begun, text)).replace(_TABLE, _AROUND)


def _ruled(match: re.Match[str]) -> str:
    ground = 'fo:background-color="#f6f4ee" ' if match[2] else ""
    return match[1] + _RULES.format(ground=ground)
