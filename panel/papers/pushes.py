"""What other browsers receive when something happens to a paper: the present state."""

from panel.documents.events import VersionNamed, room_of
from panel.kernel.work import Reading
from panel.live.pushing import Insert, Part, Push, Replace, render
from panel.membership.policy import Sight
from panel.papers.events import PaperFact
from panel.papers.queries import papers
from panel.papers.stages import LINE
from panel.papers.views import PaperView

STAGE = "papers/_stage.html"


def moved(reading: Reading, fact: PaperFact, room: str, sight: Sight) -> Push:
    """Show where a paper stands now, on its page; in the register, its row in its place."""
    if room != room_of(fact.document):
        return listed(reading, fact, room, sight)
    return _head(papers.paper_view(reading, fact.paper))


def listed(reading: Reading, fact: PaperFact, _room: str, _sight: Sight) -> Push:
    """Show a paper in its place in the register."""
    view = papers.row_view(reading, fact.paper)
    row = render("papers/_row.html", "row", view, LINE)
    return Insert("rows", f"paper-row-{view.id}", view.key, 0, row)


def named(reading: Reading, fact: VersionNamed, _room: str, _sight: Sight) -> Push:
    """Tell on the page of a paper how many versions there are."""
    view = papers.paper_view(reading, papers.paper_of(reading, fact.document))
    return Replace((_part(view, "paper-versions", "newest"),))


def _head(view: PaperView) -> Push:
    return Replace(
        (
            _part(view, "paper-title", "title"),
            _part(view, "paper-state", "state"),
            _part(view, "paper-versions", "newest"),
            Part(f"paper-stages-{view.id}", render(STAGE, "stages", view, LINE)),
            Part("document-drafting", render(STAGE, "drafting", view)),
        )
    )


def _part(view: PaperView, name: str, macro: str) -> Part:
    return Part(f"{name}-{view.id}", render(STAGE, macro, view))
