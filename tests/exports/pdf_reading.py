"""PDF read back: the tree of tags with the words in it, and what stands outside of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf

_CODE = re.compile(r"<([0-9A-Fa-f]+)>")
Pdf = Any  # pikepdf's objects are of any kind, and of none when a file lacks them
Operands = list[Pdf]


@dataclass
class Tag:
    """An element of the tree of tags; its words are those of all that is in it."""

    name: str
    said: dict[str, Pdf]
    content: list["Tag | str"] = field(default_factory=list)

    @property
    def inside(self) -> list["Tag"]:
        return [one for one in self.content if isinstance(one, Tag)]

    @property
    def words(self) -> str:
        return self.but()

    def but(self, *names: str) -> str:
        """Give the words without those of some kinds of tags."""
        return "".join(
            one if isinstance(one, str) else one.but(*names)
            for one in self.content
            if isinstance(one, str) or one.name not in names
        )

    def all(self, *names: str) -> list["Tag"]:
        here = [self] if self.name in names else []
        return here + [tag for one in self.inside for tag in one.all(*names)]


Codes = Mapping[bytes, str]  # of a font: what its codes mean


class _Page:
    """Reads what is printed on a page: what belongs to which tag, and what stands where."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.marked: dict[int, str] = {}
        self.artifacts: list[str] = []
        self.rows: dict[int, str] = {}  # what stands on one height of the page
        self._open: list[int | None] = []
        self._height = 0
        self._codes: Codes = {}
        self._fonts = {
            name: _to_unicode(font.ToUnicode.read_bytes().decode("latin-1"))
            for name, font in page.resources.get("/Font", pikepdf.Dictionary()).items()
        }
        does: Mapping[str, Callable[[Operands], None]] = {
            "BDC": self._begin,
            "BMC": lambda _operands: self._open.append(None),
            "EMC": lambda _operands: _dropped(self._open),
            "cm": self._move,
            "Tf": self._font,
            "Tj": self._print,
            "TJ": self._print,
        }
        for one in pikepdf.parse_content_stream(page, " ".join(does)):
            does[str(one.operator)](list(one.operands))

    def _begin(self, operands: Operands) -> None:
        said = operands[1]
        known = isinstance(said, pikepdf.Dictionary) and "/MCID" in said
        self._open.append(int(said["/MCID"]) if known else None)

    def _move(self, operands: Operands) -> None:
        self._height = round(float(operands[5]))

    def _font(self, operands: Operands) -> None:
        self._codes = self._fonts[str(operands[0])]

    def _print(self, operands: Operands) -> None:
        text = "".join(_decoded(operands[0], self._codes))
        self.rows[self._height] = self.rows.get(self._height, "") + text
        inside = next((one for one in reversed(self._open) if one is not None), None)
        if inside is None:
            self.artifacts.append(text)
        else:
            self.marked[inside] = self.marked.get(inside, "") + text


def _dropped(stack: list[int | None]) -> None:
    stack.pop()


class Reading:
    """A PDF, opened and read once."""

    def __init__(self, path: Path) -> None:
        self.pdf = pikepdf.open(path)
        self.root = self.pdf.Root
        self._pages = {page.obj.objgen: _Page(page) for page in self.pdf.pages}
        tree = self.root.get("/StructTreeRoot", pikepdf.Dictionary())
        self.tree = Tag("Root", {}, list(self._inside(tree.get("/K"), None)))

    @property
    def words(self) -> str:
        """All that is read aloud, in its order."""
        return self.tree.words

    @property
    def artifacts(self) -> list[str]:
        """What is printed and not read aloud."""
        return [text for page in self._pages.values() for text in page.artifacts]

    @property
    def rows(self) -> list[str]:
        """What stands on one height of a page."""
        return [row for page in self._pages.values() for row in page.rows.values()]

    @property
    def metadata(self) -> str:
        return str(self.root.Metadata.read_bytes().decode()) if "/Metadata" in self.root else ""

    def _inside(self, node: Pdf, page: Pdf) -> Iterator[Tag | str]:
        if isinstance(node, pikepdf.Array):
            for one in node:
                yield from self._inside(one, page)
        elif isinstance(node, pikepdf.Dictionary):
            page = node.get("/Pg", page)
            if "/S" in node:
                inside = list(self._inside(node.get("/K"), page))
                yield Tag(str(node.S)[1:], dict(node.items()), inside)
            else:
                yield from self._inside(node.get("/MCID"), page)
        elif node is not None:
            yield self._pages[page.objgen].marked.get(int(node), "")


def _decoded(operand: Pdf, codes: Codes) -> Iterator[str]:
    for one in operand if isinstance(operand, pikepdf.Array) else [operand]:
        if isinstance(one, pikepdf.String):
            raw = bytes(one)
            yield from (codes.get(raw[at : at + 2], "") for at in range(0, len(raw), 2))


@cache
def _to_unicode(cmap: str) -> Codes:
    found: dict[bytes, str] = {}
    for kind, body in re.findall(r"beginbf(char|range)(.*?)endbf", cmap, re.DOTALL):
        codes = [bytes.fromhex(code) for code in _CODE.findall(body)]
        if kind == "char":
            for code, text in zip(codes[::2], codes[1::2], strict=True):
                found[code] = text.decode("utf-16-be")
    return found


def faults(read: Reading) -> list[str]:
    """Say what a PDF lacks of what everybody needs who listens to it, or keeps it."""
    tables, links = read.tree.all("Table"), read.tree.all("Link")
    levels = [int(tag.name[1:]) for tag in read.tree.all("H1", "H2", "H3", "H4", "H5", "H6")]
    steps = zip([0, *levels], levels, strict=False)
    preferences = read.root.get("/ViewerPreferences", pikepdf.Dictionary())
    annotations = [
        one
        for page in read.pdf.pages
        for one in page.obj.get("/Annots", [])
        if one.Subtype == "/Link"
    ]
    wanted = {
        "is not marked as tagged": "/MarkInfo" in read.root and bool(read.root.MarkInfo.Marked),
        "has no language": bool(str(read.root.get("/Lang", ""))),
        "has no title": "<dc:title>" in read.metadata,
        "shows its name for its title": bool(preferences.get("/DisplayDocTitle", False)),
        "has no headings": bool(levels),
        "skips a level of headings": all(level <= last + 1 for last, level in steps),
        "has a table without heads": all(table.all("TH") for table in tables),
        "has words outside of its tags": bool(read.words),
        "has links that are not told": len(links) >= len({one.objgen for one in annotations}),
        "has links without a description": all("/Contents" in one for one in annotations),
        "does not claim PDF/UA-1": "<pdfuaid:part>1<" in read.metadata,
        "does not claim PDF/A-2a": "<pdfaid:part>2<" in read.metadata,
    }
    return [fault for fault, fine in wanted.items() if not fine]
