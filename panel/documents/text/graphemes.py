"""What readers take for one character, and what they take for one word."""

from collections.abc import Sequence

import regex  # type: ignore[import-untyped]  # it has no types

_CLUSTER = regex.compile(r"\X")
_TOKEN = regex.compile(r"\w+|\s+|\X")
_PLAIN = "\u0300"  # below it, every character is one by itself, but for the controls we never have


def graphemes(text: str) -> Sequence[str]:
    """Divide a text into extended grapheme clusters (UAX #29): a letter with accents, a flag."""
    if not text or max(text) < _PLAIN:
        return text
    found: list[str] = _CLUSTER.findall(text)
    return found


def tokens(text: str) -> list[str]:
    """Divide a text into words, spaces and signs; joined they are the text."""
    found: list[str] = _TOKEN.findall(text)
    return found
