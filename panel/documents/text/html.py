"""A document to be read, as HTML: safe to show anywhere, whatever stands in it.

Only `_tag` makes markup, and it escapes all that is none. The content is as `cleaned` gives it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from panel.documents.text.inlines import cited
from panel.documents.text.lines import Block
from panel.documents.text.shape import LIST, Node, attributes, children, kind, link
from panel.documents.text.tables import head_rows, span
from panel.documents.text.words import mark, ordered_from
from panel.kernel.messages import N_, Message

Where = Callable[[str, int], str | None]
"""Where a citation leads, by the thread's public id and the post's number; None: nowhere."""


@dataclass(frozen=True)
class Words:
    """What the page says besides the text, in one language."""

    paragraph: str
    table: str
    note: str
    notes: str
    back: str

    def said(self, say: Callable[[Message], str]) -> "Words":
        """Give the same in the language of the reader."""
        return Words(**{name: say(Message(words)) for name, words in vars(self).items()})


WORDS = Words(
    paragraph=N_("Paragraph"),
    table=N_("Table"),
    note=N_("Note"),
    notes=N_("Notes"),
    back=N_("Back to the text, note"),
)


def html(
    content: Node,
    numbers: Sequence[Block] = (),
    link: Where | None = None,
    words: Words = WORDS,
) -> Markup:
    """Show a document: blocks with their ¶ numbers (when given), then all footnotes."""
    page = _Page({one.id: one.number for one in numbers}, link or _nowhere, words)
    text = page.blocks(children(content))
    return text + page.footnotes()


def _nowhere(_thread: str, _number: int) -> str | None:
    return None


def _tag(name: str, inside: str, said: Mapping[str, object] | None = None) -> Markup:
    told = "".join(
        f' {key}="{escape(value)}"' for key, value in (said or {}).items() if value is not None
    )
    return Markup(f"<{name}{told}>{escape(inside)}</{name}>")  # noqa: S704  # all is escaped


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup().join(pieces)


class _Page:
    """Renders a document once, and gathers its footnotes on the way."""

    def __init__(self, numbers: Mapping[str, int], where: Where, words: Words) -> None:
        self._numbers, self._where, self._words = numbers, where, words
        self._notes: list[Node] = []

    def blocks(self, nodes: Iterable[Node], item: str = "") -> Markup:
        """Render what stands in a document, a quotation or an item (`item` is then its mark)."""
        return _joined(self._block(one, item, at) for at, one in enumerate(nodes))

    def footnotes(self) -> Markup:
        """Render the notes that the text has called for."""
        if not self._notes:
            return Markup()
        notes = _joined(self._footnote(at, note) for at, note in enumerate(self._notes, 1))
        head = _tag("h2", self._words.notes, {"id": "footnotes"})
        said = {"class": "footnotes", "role": "doc-endnotes", "aria-labelledby": "footnotes"}
        return _tag("section", head + _tag("ol", notes), said)

    def _footnote(self, number: int, note: Node) -> Markup:
        name = attributes(note)["id"]
        back = {
            "class": "footnotes__back",
            "href": f"#fnref-{name}",
            "role": "doc-backlink",
            "aria-label": f"{self._words.back} {number}",
        }
        words = self._inlines(children(note)) + Markup(" ") + _tag("a", "↩", back)
        return _tag("li", _tag("p", words, {"dir": "auto"}), {"id": f"fn-{name}"})

    def _block(self, node: Node, item: str, at: int) -> Markup:
        said = kind(node)
        if said in LIST:
            return self._list(node)
        if said == "blockquote":
            return _tag("blockquote", self.blocks(children(node)))
        if said == "heading":
            name = f"h{1 + int(attributes(node)['level'])}"  # the title of the page is its h1
            words = self._inlines(children(node))
            return self._numbered(node, _tag(name, words, {"dir": "auto"}), "block block--h")
        if said == "table":
            return self._numbered(node, self._table(node), "block block--table")
        return self._numbered(node, self._paragraph(node, item, at), "block")

    def _numbered(self, node: Node, text: Markup, look: str) -> Markup:
        name = attributes(node)["id"]
        number = self._numbers.get(name)
        inside = _tag("div", text, {"class": "text"})
        if number:
            said = _tag("span", f"{self._words.paragraph} ", {"class": "said"})
            sign = _tag("span", "¶", {"aria-hidden": "true"})
            at = _tag("a", said + sign + escape(number), {"href": f"#b-{name}"})
            inside = _tag("p", at, {"class": "num"}) + inside
        return _tag("div", inside, {"class": look, "id": f"b-{name}"})

    def _paragraph(self, node: Node, item: str, at: int) -> Markup:
        said: dict[str, object] = {"dir": "auto"}
        if item:
            look = "item item--more" if at else "item"
            said = {"class": look, "data-mark": None if at else item, "dir": "auto"}
        return _tag("p", self._inlines(children(node)), said)

    def _list(self, node: Node) -> Markup:
        first = ordered_from(node)
        items = _joined(
            _tag("li", self.blocks(children(item), mark(node, at)))
            for at, item in enumerate(children(node))
        )
        start = first if first > 1 else None
        return _tag("ol" if first else "ul", items, {"role": "list", "start": start})

    def _table(self, node: Node) -> Markup:
        rows = children(node)
        head = head_rows(rows)
        parts = [self._rows("thead", rows[:head], head), self._rows("tbody", rows[head:], 0)]
        number = self._numbers.get(attributes(node)["id"], "")
        said = {
            "class": "table",
            "role": "group",
            "tabindex": 0,  # wide ones are scrolled, by keyboard too
            "aria-label": f"{self._words.table} {number}".strip(),
        }
        return _tag("div", _tag("table", _joined(parts)), said)

    def _rows(self, name: str, rows: Sequence[Node], head: int) -> Markup:
        if not rows:
            return Markup()
        made = (
            _tag("tr", _joined(self._cell(cell, at < head) for cell in children(row)))
            for at, row in enumerate(rows)
        )
        return _tag(name, _joined(made))

    def _cell(self, cell: Node, heads_column: bool) -> Markup:
        header = kind(cell) == "tableHeader"
        spans = {name: span(cell, name) for name in ("colspan", "rowspan")}
        told = {name: size if size > 1 else None for name, size in spans.items()}
        over = "colspan" if heads_column else "rowspan"
        scope = ("col" if heads_column else "row") + ("group" if spans[over] > 1 else "")
        words = _joined(
            _tag("p", self._inlines(children(one)), {"id": f"b-{_id(one)}", "dir": "auto"})
            for one in children(cell)
        )
        name = "th" if header else "td"
        return _tag(name, words, {"scope": scope if header else None, **told})

    def _inlines(self, nodes: Iterable[Node]) -> Markup:
        """Render text; what leads to one place is one link, however it is printed."""
        return _joined(self._linked(href, list(run)) for href, run in groupby(nodes, key=_href))

    def _linked(self, href: str | None, run: list[Node]) -> Markup:
        words = _joined(self._inline(one) for one in run)
        if href is None or not any(one["text"].strip() for one in run):
            return words
        return _tag("a", words, {"href": href, "rel": "nofollow noopener ugc"})

    def _inline(self, node: Node) -> Markup:
        match kind(node):
            case "text":
                return _printed(node)
            case "hardBreak":
                return Markup("<br>")
            case "citation":
                return self._citation(node)
        return self._reference(node)

    def _citation(self, node: Node) -> Markup:
        said = attributes(node)
        where = self._where(str(said["thread"]), int(said["number"]))
        return _tag(
            "a" if where else "span", cited(node), {"class": "citation", "href": where or None}
        )

    def _reference(self, note: Node) -> Markup:
        self._notes.append(note)
        name, number = _id(note), len(self._notes)
        words = _tag("span", f"{self._words.note} ", {"class": "said"}) + escape(number)
        said = {"id": f"fnref-{name}", "href": f"#fn-{name}", "role": "doc-noteref"}
        return _tag("sup", _tag("a", words, said), {"class": "noteref"})


def _id(node: Node) -> str:
    return str(attributes(node)["id"])


def _marks(node: Node) -> Iterator[Node]:
    yield from node.get("marks", ())


def _href(node: Node) -> str | None:
    """Read a link's address once more: here it would do its harm."""
    found = (attributes(mark).get("href") for mark in _marks(node) if kind(mark) == "link")
    return link(next(found, None))


def _printed(node: Node) -> Markup:
    words = escape(node["text"])
    marks = {kind(mark) for mark in _marks(node)}
    for look, name in (("italic", "em"), ("bold", "strong")):
        if look in marks:
            words = _tag(name, words)
    return words
