"""Who may write in a document; None for yes, or the reason."""

from panel.documents.models import Document, DocumentRow
from panel.kernel.messages import N_, Message
from panel.membership.actors import Actor
from panel.membership.models import Verb
from panel.membership.policy import may

UPDATE_LIMIT = 512_000  # bytes of one update
STATE_LIMIT = 8_000_000  # bytes of a whole document

NOT_OPEN = N_("This text is not open for drafting now.")
GARBLED = N_("This did not arrive whole, so nothing was changed.")
STRANGE = N_("This holds something that no document here can hold.")
FOREIGN = N_("This was written under somebody else's mark, so it was not taken in.")
TAKEN = N_("Something else was written in this place already, so this was not taken in.")
TOO_MUCH = N_("This is too much at once. Please paste it in smaller parts.")
FULL = N_("This document is full: it cannot grow any further.")


def draft_refusal(actor: Actor, document: Document | DocumentRow) -> Message | None:
    """Let those write who may, in a text that is open for it."""
    refusal = may(actor, Verb.DRAFT, document.audience)
    return refusal or (None if document.drafting else NOT_OPEN)
