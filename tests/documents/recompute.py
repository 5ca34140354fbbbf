"""Recomputes the hash and the lines of a version from docs/VERSIONS.md alone.

It shares no code with Mesa: `python recompute.py version.json` reads {canonical, sha256, splitter,
lines} and says what differs. It needs the package `regex`, for grapheme clusters.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import regex  # type: ignore[import-untyped]  # it has no types

SPACES = (
    "\u0020\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
)
BREAKABLE = set(SPACES) | set("\u002d\u00ad\u2010\u2013\u2014")


def faults(version: dict[str, Any]) -> list[str]:
    """Say what is not as it should be; nothing, when all is."""
    found = []
    canonical = version["canonical"]
    if hashlib.sha256(canonical.encode("utf-8")).hexdigest() != version["sha256"]:
        found.append("the hash is another one")
    content = json.loads(canonical)
    again = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if again != canonical:
        found.append("the text is not in its canonical form")
    if version["splitter"] != 1:
        found.append("this script knows splitter 1 alone")
    elif lines(content) != version["lines"]:
        found.append("the lines are others")
    return found


def lines(doc: dict[str, Any]) -> list[dict[str, Any]]:
    """Number all blocks that say something, and their lines."""
    result: list[dict[str, Any]] = []
    last = 0
    for kind, depth, node in blocks(doc, "paragraph", 0):
        texts = texts_of(node)
        whole = "".join(text for _id, text, _is_note in texts)
        if kind != "table" and not whole.strip() and not any(note for _i, _t, note in texts):
            continue
        rows = []
        for name, text, _is_note in texts:
            for line in broken(text):
                last += 1
                rows.append([last, line, name])
        result.append(
            {
                "id": node["attrs"]["id"],
                "kind": kind,
                "number": len(result) + 1,
                "level": node["attrs"].get("level", 0),
                "depth": depth,
                "lines": rows,
            }
        )
    return result


def blocks(node: dict[str, Any], kind: str, depth: int) -> Iterator[tuple[str, int, Any]]:
    for child in node.get("content", []):
        name = child["type"]
        if name in ("heading", "table"):
            yield name, depth, child
        elif name == "paragraph":
            yield kind, depth, child
        elif name == "blockquote":
            yield from blocks(child, "blockquote", depth)
        elif name == "listItem":
            yield from blocks(child, "listItem", depth)
        else:
            yield from blocks(child, kind, depth + 1)


def texts_of(block: dict[str, Any]) -> list[tuple[str, str, bool]]:
    paragraphs = [block]
    if block["type"] == "table":
        cells = [cell for row in block["content"] for cell in row["content"]]
        paragraphs = [paragraph for cell in cells for paragraph in cell["content"]]
    inside = [one for paragraph in paragraphs for one in paragraph.get("content", [])]
    notes = [one for one in inside if one["type"] == "footnote"]
    return [(one["attrs"]["id"], text_of(one), False) for one in paragraphs] + [
        (one["attrs"]["id"], text_of(one), True) for one in notes
    ]


def text_of(node: dict[str, Any]) -> str:
    text = ""
    for one in node.get("content", []):
        if one["type"] == "text":
            text += one["text"]
        elif one["type"] == "hardBreak":
            text += "\n"
        elif one["type"] == "citation":
            text += "[" + one["attrs"]["words"] + "]"
    return text


def broken(text: str) -> list[str]:
    result = []
    stretches = text.split("\n")
    for at, stretch in enumerate(stretches):
        end = "\n" if at < len(stretches) - 1 else ""
        clusters = regex.findall(r"\X", stretch)
        while len(clusters) > 90:
            cut = 90
            while cut and clusters[cut - 1] not in BREAKABLE:
                cut -= 1
            cut = cut or 90
            result.append("".join(clusters[:cut]))
            clusters = clusters[cut:]
        if clusters or end:
            result.append("".join(clusters) + end)
    return result


if __name__ == "__main__":
    told = faults(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    sys.stdout.write("\n".join(told) + "\n" if told else "as it should be\n")
    sys.exit(bool(told))
