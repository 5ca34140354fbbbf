"""What other browsers receive when a text changes: the update itself."""

from base64 import b64encode

from panel.documents import shelf
from panel.documents.events import TextChanged
from panel.documents.queries.documents import update
from panel.kernel.work import Reading
from panel.live.pushing import Push, Update
from panel.membership.policy import Sight


def updated(reading: Reading, fact: TextChanged, _room: str, _sight: Sight) -> Push:
    """Give an update to whoever has the document open."""
    data = shelf.fresh(fact.document, fact.number)
    if data is None:
        data = update(reading, fact.document, fact.number)
    return Update(b64encode(data).decode(), fact.number)
