"""Which text a paper shows: the version that its stage is about, or what is being written."""

from panel.documents.queries import versions
from panel.documents.queries.texts import content
from panel.documents.text import lines
from panel.documents.text.lines import Block
from panel.documents.text.shape import Node
from panel.kernel.work import Reading
from panel.papers.models import Paper
from panel.papers.stages import DRAFTING


def text(reading: Reading, paper: Paper) -> tuple[Node, tuple[Block, ...]]:
    """Read the text of a paper, with its numbered lines."""
    if paper.stage not in DRAFTING and paper.version:
        version = versions.version(reading, paper.document, paper.version)
        return versions.content_of(version), versions.lines_of(version)
    live = content(reading, paper.document)
    return live, lines.numbered(live)


def named(reading: Reading, paper: Paper) -> bool:
    """Tell whether nothing has changed since the newest version, so that no other is named."""
    last = versions.newest(reading, paper.document)
    if last is None:
        return False
    return (last.upto, last.title) == (paper.document.last_number, paper.title)
