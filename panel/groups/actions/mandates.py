"""Writing down what a working group is for. The caller opens the work, and so commits it."""

from panel.discussion.actions.words import Words
from panel.groups import policy
from panel.groups.events import MandateSet
from panel.groups.models import Mandate
from panel.groups.queries.groups import mandate
from panel.kernel.errors import Invalid, require
from panel.kernel.messages import N_
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import WorkingGroup

OVERTAKEN = N_(
    "Somebody has changed the mandate meanwhile. It is shown above; yours is still here. Send it"
    " again to put it in the place of the other."
)


def set_mandate(
    work: Work, actor: Actor, group: WorkingGroup, words: Words, *, number: int
) -> None:
    """Put words in the place of the mandate of that number; the same ones twice are set once."""
    require(policy.keep_refusal(actor))
    known = mandate(work, group)
    if words.body == (known.body if known else ""):
        return
    last = known.number if known else 0
    if number != last:
        raise Invalid({"body": OVERTAKEN})

    work.session.add(
        Mandate(
            group_id=group.id,
            number=last + 1,
            body=words.body,
            html=words.html,
            by_id=actor.by,
            at=work.at,
        )
    )
    work.record(MandateSet(group.public_id), by=actor.by)
