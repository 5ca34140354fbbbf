"""Where words lead, in every format the same: nowhere but where the schema allows."""

from urllib.parse import quote

from panel.documents.text.shape import Node, attributes, kind, link


def address(node: Node, citation: str) -> str | None:
    """Give the address that a text or a citation links to, or None."""
    if kind(node) == "citation":
        told = attributes(node)
        return post(citation, str(told["thread"]), int(told["number"]))
    found = [mark for mark in node.get("marks", ()) if kind(mark) == "link"]
    return link(attributes(found[0]).get("href")) if found else None


def post(citation: str, thread: str, number: int) -> str | None:
    """Put the name of a post into the pattern of its address; "" makes no address."""
    at = citation.replace("{thread}", quote(thread, safe="")).replace("{number}", str(number))
    return at or None
