"""What pages and pushes show of a paper; nothing here depends on who looks."""

from dataclasses import dataclass
from datetime import date, datetime

from panel.membership.views import AudienceView
from panel.papers.models import Stage


@dataclass(frozen=True)
class StepView:
    """A step that a paper has taken."""

    to: Stage
    at: datetime
    by: str
    organisation: str
    version: int | None
    note: str
    adopted_on: date | None
    meeting: str
    wording: str


@dataclass(frozen=True)
class PaperView:
    """A paper, as the head of its page and the register have it."""

    id: str
    document: str
    panel: str
    zone: str
    title: str
    stage: Stage
    version: int | None  # that the stage stands on
    newest: int  # version there is; 0: none
    audience: AudienceView
    group: str
    started_by: str
    started_organisation: str
    at: datetime
    changed_at: datetime
    drafting: bool
    key: str  # the register is sorted by it, downwards
    comments: int = 0
    drafters: tuple[str, ...] = ()
    steps: tuple[StepView, ...] = ()

    @property
    def adoption(self) -> StepView | None:
        """The record of its adoption, if it has come so far."""
        return next((one for one in reversed(self.steps) if one.adopted_on), None)


@dataclass(frozen=True)
class SourceView:
    """A thread that a paper came from, for a reader who may read it."""

    id: str
    panel: str
    title: str
    posts: int


@dataclass(frozen=True)
class MoveView:
    """Something that moved in a paper: begun, written in, or taken to another stage."""

    id: str
    panel: str
    title: str
    at: datetime
    by: str  # empty where several write
    kind: str  # begun, written, or the stage that it was taken to
