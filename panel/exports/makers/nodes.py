"""What the makers ask of a node, in one place."""

from panel.documents.text.shape import Node, attributes, kind


def identity(node: Node) -> str:
    """Give the id of a block or a footnote."""
    return str(attributes(node).get("id", ""))


def level(node: Node) -> int:
    """Give the level of a heading, 1 to 3."""
    return int(attributes(node)["level"])


def marks(node: Node) -> list[str]:
    """Name what is done to the letters of a text: bold, italic."""
    found: list[Node] = list(node.get("marks", ()))
    return [kind(mark) for mark in found if kind(mark) != "link"]
