"""Updates that no editor writes, struct by struct, as somebody makes them who means harm."""

from panel.documents.lib0 import number, numbers
from panel.documents.ranges import ROOT

SUB = 0x20  # the struct is under a key of its parent: an attribute


def text(said: str) -> bytes:
    data = said.encode()
    return number(len(data)) + data


class Crafted:
    """Structs of one client, each with its clock; the update brings them all."""

    def __init__(self, client: int, at: int = 0) -> None:
        self._client, self._first, self._at = client, at, at
        self._structs: list[bytes] = []

    def update(self) -> bytes:
        many = number(len(self._structs))
        return b"\1" + many + numbers((self._client, self._first)) + b"".join(self._structs) + b"\0"

    def adds(self, kind: int, content: bytes, within: int | None = None, key: str = "") -> int:
        """Put something into the document, or into what has this clock; give its own clock."""
        parent = b"\1" + text(ROOT) if within is None else b"\0" + numbers((self._client, within))
        under = text(key) if key else b""
        self._structs.append(bytes([kind | SUB * bool(key)]) + parent + under + content)
        self._at += 1
        return self._at - 1

    def element(self, tag: str, within: int | None = None) -> int:
        return self.adds(7, b"\3" + text(tag), within)

    def text(self, within: int | None = None) -> int:
        return self.adds(7, b"\6", within)

    def words(self, said: str, within: int | None = None) -> int:
        at = self.adds(4, text(said), within)
        self._at += len(said) - 1
        return at

    def value(self, said: str, within: int | None = None, key: str = "") -> int:
        return self.adds(8, b"\1\x77" + text(said), within, key)

    def format(self, name: str, value: str, within: int) -> int:
        return self.adds(6, text(name) + text(value), within)

    def gone(self, many: int) -> None:
        self._structs.append(b"\0" + number(many))
        self._at += many
