"""The life of a paper, as data: which stage leads to which, and what must hold first."""

from collections.abc import Mapping
from dataclasses import dataclass

from panel.papers.models import Stage


@dataclass(frozen=True)
class Step:
    """A way from one stage to another; moderators take it."""

    to: Stage
    stands_on_version: bool = False  # the stage is about one version from then on
    names_version: bool = False  # which is named now, if the text has changed since the newest
    adoption: bool = False  # a date, a meeting and a wording are recorded
    explained: bool = False  # a note says what happened


_WITHDRAWN = Step(Stage.WITHDRAWN, explained=True)
_ARCHIVED = Step(Stage.ARCHIVED)
_ADOPTED = Step(Stage.ADOPTED, stands_on_version=True, names_version=True, adoption=True)

# No step leads to the ballot as long as there are no ballots: adoptions are recorded by hand.
STEPS: Mapping[Stage, tuple[Step, ...]] = {
    Stage.DRAFT: (
        Step(Stage.CONSULTATION, stands_on_version=True, names_version=True),
        _WITHDRAWN,
    ),
    Stage.CONSULTATION: (_ADOPTED, Step(Stage.DRAFT), _WITHDRAWN),
    Stage.BALLOT: (_ADOPTED, _WITHDRAWN),
    Stage.ADOPTED: (Step(Stage.DELIVERED, explained=True), _ARCHIVED, _WITHDRAWN),
    Stage.DELIVERED: (Step(Stage.ANSWERED, explained=True), _ARCHIVED, _WITHDRAWN),
    Stage.ANSWERED: (_ARCHIVED, _WITHDRAWN),
    Stage.ARCHIVED: (),
    Stage.WITHDRAWN: (),
}
DRAFTING = frozenset({Stage.DRAFT})  # members write
SETTLED = frozenset({Stage.ADOPTED, Stage.DELIVERED, Stage.ANSWERED, Stage.ARCHIVED})
LINE = tuple(stage for stage in Stage if stage is not Stage.WITHDRAWN)  # as pages show it


def step(from_: Stage, to: Stage) -> Step | None:
    """Find the step between two stages, if there is one."""
    return next((one for one in STEPS[from_] if one.to is to), None)
