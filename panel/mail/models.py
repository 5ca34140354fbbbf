"""Letters, and what became of them."""

from datetime import datetime
from typing import NewType

from sqlalchemy import CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.kernel.tables import Base

LetterId = NewType("LetterId", int)
RECIPIENT_LIMIT = 254  # characters; RFC 5321, 4.5.3.1.3, less the angle brackets
FAILURE_LIMIT = 300  # characters


class Letter(Base):
    """Something to be sent to one address, written in the work that asks for it.

    Its text and its HTML may hold a link that opens something, which else is stored nowhere but as
    a digest. They are a secret, and deleted as soon as the letter was sent or given up; only the
    demo keeps them, for its mailbox. `recipient` is "" when it is to nobody: such a letter only
    costs what another costs, so that nobody can tell by the clock whether an address is known.
    `failure` is in the words of the mail server, for the operator.
    """

    __tablename__ = "letter"
    __table_args__ = (CheckConstraint("taken_at IS NULL OR given_up_at IS NULL", name="one_end"),)
    id: Mapped[LetterId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str] = mapped_column(String(RECIPIENT_LIMIT))
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    at: Mapped[datetime]
    until: Mapped[datetime | None]  # after that it is of no use, and is not sent any more
    tries: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(FAILURE_LIMIT), default="")

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.taken_at is not None or self.given_up_at is not None
