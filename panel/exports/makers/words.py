"""Words that are too long for any line, and what columns of a table claim for theirs."""

import re
from collections.abc import Sequence

from panel.documents.text.graphemes import graphemes

WORD, PART = 30, 8  # graphemes: longer words may be divided into such parts
LONGEST, SHORTEST = 48, 4  # characters that a column may claim, so that none starves another
_LONG = re.compile(rf"(\S{{{WORD},}})")


def parts(text: str) -> list[str]:
    """Divide a text where a word is too long for any line, such as an address."""
    found: list[str] = [""]
    for word in _LONG.split(text):
        signs = graphemes(word) if _LONG.fullmatch(word) else [word]
        for at in range(0, len(signs), PART):
            found.append("".join(signs[at : at + PART]))
    return [one for one in found if one]


def claim(texts: Sequence[str]) -> int:
    """Tell how much of the width a cell with these paragraphs would have, in characters."""
    word: int = max((len(one) for text in texts for one in text.split()), default=0)
    whole: float = max(map(len, texts), default=0) ** 0.75
    return max(SHORTEST, min(LONGEST, max(word + 2, round(whole))))
