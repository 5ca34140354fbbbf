"""A paper, the stages that it is taken through, and the people who want files of it."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from flask.testing import FlaskClient

from panel.documents.actions import texts, versions
from panel.documents.text.shape import Node
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Role
from panel.papers.actions import papers as actions
from panel.papers.actions import stages
from panel.papers.actions.papers import Outset
from panel.papers.actions.stages import Record
from panel.papers.models import Paper, Stage
from panel.papers.queries.papers import paper as find
from tests.conftest import Installation
from tests.exports.papers import h, p
from tests.factories import a_panel, a_seat, the_audience

TITLE = "Protección social: ¿para quién? A/B"
ADOPTION = Record(
    version_name="Para el ministerio",
    adopted_on=date(2026, 3, 12),
    meeting="sesión plenaria",
    wording="Se adopta por consenso.",
)
WAY: dict[Stage, tuple[tuple[Stage, Record], ...]] = {
    Stage.DRAFT: (),
    Stage.CONSULTATION: ((Stage.CONSULTATION, Record(version_name="Para consulta")),),
    Stage.WITHDRAWN: ((Stage.WITHDRAWN, Record("No hacía falta.")),),
}
WAY[Stage.ADOPTED] = (*WAY[Stage.CONSULTATION], (Stage.ADOPTED, ADOPTION))
WAY[Stage.DELIVERED] = (*WAY[Stage.ADOPTED], (Stage.DELIVERED, Record("Al ministerio.")))
WAY[Stage.ANSWERED] = (*WAY[Stage.DELIVERED], (Stage.ANSWERED, Record("Contestó.")))
WAY[Stage.ARCHIVED] = (*WAY[Stage.ADOPTED], (Stage.ARCHIVED, Record()))


def a_text(*words: str) -> Node:
    return {"type": "doc", "content": [h(1, "Lo que pedimos"), *(p(one) for one in words)]}


def a_paper(
    work: Work,
    by: Actor,
    panel: Panel,
    *words: str,
    kind: Kind = Kind.PANEL,
    stage: Stage = Stage.DRAFT,
) -> Paper:
    """Write a paper, and take it to a stage; `by` moderates."""
    audience = the_audience(work, panel, kind)
    paper = actions.start(work, by, audience, Outset(TITLE, uuid4()))
    texts.edit(work, paper.document, a_text(*(words or ("Una cuota justa.",))), by)
    for to, record in WAY[stage]:
        stages.move(work, by, paper, to, record)
    return paper


@dataclass
class Desk:
    """A paper that is for visitors, too, and those around it."""

    mesa: Installation
    panel: Panel
    mo: Actor
    ana: Actor
    rosa: Actor
    paper: str
    url: str

    def browser(self, who: Actor | None) -> FlaskClient:
        return self.mesa.browser(who)

    def find(self, work: Work) -> Paper:
        return find(work, self.mo, self.paper, lock=True)

    def move(self, *stages_: Stage) -> None:
        """Take the paper on, one stage after the other."""
        records = {
            Stage.ADOPTED: ADOPTION,
            Stage.CONSULTATION: Record(version_name="Para consulta"),
        }
        with self.mesa.workshop.open_work() as work:
            for to in stages_:
                record = records.get(to, Record("Al ministerio."))
                stages.move(work, self.mo, self.find(work), to, record)

    def write(self, *words: str) -> None:
        with self.mesa.workshop.open_work() as work:
            texts.edit(work, self.find(work).document, a_text(*words), self.mo)

    def name(self, name: str) -> int:
        """Keep the text as a version, and give its number."""
        with self.mesa.workshop.open_work() as work:
            paper = self.find(work)
            return versions.name_version(work, self.mo, paper.document, paper.title, name).number


def a_desk(mesa: Installation, *, language: str = "en") -> Desk:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work, language=language)
        mo = a_seat(work, panel, Role.MODERATOR, name="Mo")
        ana, rosa = a_seat(work, panel), a_seat(work, panel, Role.READER, name="Rosa")
        paper = a_paper(work, mo, panel, kind=Kind.VISITORS)
        name = paper.public_id
    return Desk(mesa, panel, mo, ana, rosa, name, f"/p/{panel.slug}/papers/{name}/exports")
