"""The canonical form of a version: one text for one content, and its hash; see docs/VERSIONS.md."""

import json
from collections.abc import Mapping
from hashlib import sha256

from panel.documents.text.inlines import legible
from panel.documents.text.schema import SCHEMA, Node, cleaned


def canonical(title: str, content: Node) -> str:
    """Give the one text that stands for a title and a content: the JSON of RFC 8785."""
    return _written({**cleaned(content), "schema": SCHEMA, "title": titled(title)})


def titled(title: str) -> str:
    """Give a title in its one form: legible, and one space at most between words."""
    return " ".join(legible(title).split())


def digest(canonical: str) -> str:
    """Give the hexadecimal SHA-256 of a canonical form, in UTF-8."""
    return sha256(canonical.encode()).hexdigest()


def read(canonical: str) -> tuple[str, Node]:
    """Read a canonical form back; ValueError when it is none of this schema."""
    said = json.loads(canonical)
    if not isinstance(said, Mapping) or said.get("schema") != SCHEMA or said.get("type") != "doc":
        raise ValueError(f"no document of schema {SCHEMA}")
    content: Node = {"type": "doc", "content": said.get("content")}
    if _written({**content, "schema": SCHEMA, "title": said.get("title")}) != canonical:
        raise ValueError("a document, but not in its canonical form")
    return str(said["title"]), content


def _written(said: Node) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
