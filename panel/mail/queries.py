"""What can be read of letters."""

from collections.abc import Sequence

from sqlalchemy import select

from panel.kernel.errors import Missing
from panel.kernel.work import Reading
from panel.mail.models import Letter

SHOWN = 100  # letters in the mailbox of the demo


def found(reading: Reading, public_id: str) -> Letter | None:
    """Find a letter that may have been thrown away."""
    return reading.session.scalar(select(Letter).where(Letter.public_id == public_id))


def letter(reading: Reading, public_id: str, *, lock: bool = False) -> Letter:
    """Find a letter by its name."""
    query = select(Letter).where(Letter.public_id == public_id)
    found = reading.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise Missing
    return found


def latest(reading: Reading) -> Sequence[Letter]:
    """List the letters to somebody, the newest first."""
    query = select(Letter).where(Letter.recipient != "").order_by(Letter.id.desc())
    return reading.session.scalars(query.limit(SHOWN)).all()
