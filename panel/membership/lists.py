"""From a pasted list, or a file as spreadsheets write it, to what stands in each of its lines.

Each line is read by itself: a quotation mark that is never closed spoils one line, not the rest.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from panel.kernel.folding import folded

BYTES_MOST = 100_000  # of a file or a text
LINES_MOST = 200  # with somebody in them

NAME, ADDRESS, HOUSE, ROLE, LANGUAGE = "name", "address", "organisation", "role", "language"
ORDER = (NAME, HOUSE, ROLE, LANGUAGE)  # of what stands around the address when there is no heading
HEADINGS: Mapping[str, tuple[str, ...]] = {  # as `plain` gives them
    NAME: ("name", "full name", "person", "nombre", "nombres", "nombre completo", "persona"),
    ADDRESS: (
        *("email", "e mail", "mail", "email address", "e mail address", "address", "correo"),
        *("correo electronico", "direccion de correo", "direccion de correo electronico"),
    ),
    HOUSE: (
        *("organisation", "organization", "organizacion", "entidad", "empresa", "institucion"),
        "company",
    ),
    ROLE: ("role", "rol", "papel", "takes part as", "participa como"),
    LANGUAGE: ("language", "idioma", "lengua"),
}
COLUMNS = {word: column for column, words in HEADINGS.items() for word in words}
SEPARATORS = "\t;,"  # where two would do, the first: a comma also stands within names
NAMED = re.compile(r"^(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>\s*$")
SHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx, .ods and .xls begin


class UnreadableError(Exception):
    """A file that holds no text."""


@dataclass(frozen=True)
class Row:
    """Somebody in a list: the line, as it was written, and what stands in its columns."""

    number: int
    text: str
    cells: Mapping[str, str]


def decoded(data: bytes) -> str:
    """Read a file: UTF-8 or UTF-16 as it says, else as Excel writes it in western countries."""
    if data.startswith(SHEET):
        raise UnreadableError
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableError
    return text


def plain(words: str) -> str:
    """Give words without accents, capitals and punctuation, to compare what people write."""
    return " ".join("".join(c if c.isalnum() else " " for c in folded(words)).split())


def heading(text: str) -> list[str]:
    """Give the line that names the columns, if there is one."""
    first = [line for _n, line in _lines(text)[:1]]
    return [line for line in first if _heading(_cells(line, _separator([line])))]


def rows(text: str) -> list[Row]:
    """Read a list, but for empty lines and its heading."""
    lines = _lines(text)
    if not lines:
        return []
    separator = _separator([line for _n, line in lines])
    names = _heading(_cells(lines[0][1], separator))
    found = list[Row]()
    for number, line in lines[1:] if names else lines:
        cells = _cells(line, separator)
        if names:
            found.append(Row(number, line, _under(names, cells)))
        else:
            found += [Row(number, words, one) for words, one in _guests(line, cells)]
    return found


def _lines(text: str) -> list[tuple[int, str]]:
    numbered = enumerate(text.lstrip("\ufeff").splitlines(), 1)
    return [(n, line) for n, line in numbered if line.strip(" \t;,")]


def _separator(lines: list[str]) -> str:
    """Find what parts the columns: what stands in the heading, or in most of the lines."""
    for one in SEPARATORS:
        if _heading(_cells(lines[0], one)) and one in lines[0]:
            return one
    used = Counter(one for line in lines for one in SEPARATORS if one in line)
    return max(SEPARATORS, key=lambda one: used[one])


def _cells(line: str, separator: str) -> list[str]:
    if line.count('"') % 2:  # never closed: the marks are words like others
        return [cell.strip() for cell in line.split(separator)]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
    except (csv.Error, StopIteration):
        return [line.strip()]


def _heading(cells: list[str]) -> list[str | None]:
    """Name the columns, when this is a heading: it names the one of the addresses, and has none."""
    named = [COLUMNS.get(plain(cell)) for cell in cells]
    return named if ADDRESS in named and not any("@" in cell for cell in cells) else []


def _under(heading: list[str | None], cells: list[str]) -> Mapping[str, str]:
    named = {name: cell for name, cell in zip(heading, cells, strict=False) if name}
    extra = [cell for cell in cells[len(heading) :] if cell]
    return _parted(named) | ({"extra": ", ".join(extra)} if extra else {})


def _guests(line: str, cells: list[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Find the people of a line without a heading: one, or several as mail programmes copy them."""
    whole = NAMED.match(line)
    if whole and line.count("@") == 1:  # "Gómez, Ana <ana@…>", whatever parts the columns
        yield line, _parted({ADDRESS: line.strip()})
        return
    addresses = [cell for cell in cells if "@" in cell]
    if len(addresses) > 1:
        for cell in cells:
            if cell:
                yield cell, _parted({ADDRESS: cell})
        return
    at = cells.index(addresses[0]) if addresses else min(1, len(cells) - 1)
    beside = [cell for n, cell in enumerate(cells) if n != at]
    named = dict(zip(ORDER, beside, strict=False)) | {ADDRESS: cells[at]}
    extra = [cell for cell in beside[len(ORDER) :] if cell]
    yield line, _parted(named) | ({"extra": ", ".join(extra)} if extra else {})


def _parted(cells: Mapping[str, str]) -> dict[str, str]:
    """Take the name out of "Name <address>"."""
    found = NAMED.match(cells.get(ADDRESS, ""))
    if not found:
        return dict(cells)
    name = cells.get(NAME) or found["name"].strip(" \t\"'")
    return {**cells, NAME: name, ADDRESS: found["address"].strip()}
