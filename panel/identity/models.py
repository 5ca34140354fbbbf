"""The people who sign in, and where they are signed in."""

from datetime import datetime
from typing import NewType

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.kernel.tables import Base

PersonId = NewType("PersonId", int)
NAME_LIMIT = 120  # characters
EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
PASSWORD_FEWEST, PASSWORD_LIMIT = 10, 200  # characters


class Person(Base):
    """Somebody with an account; what they may do depends on their seats."""

    __tablename__ = "person"
    id: Mapped[PersonId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), unique=True)  # in lower case
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    language: Mapped[str]
    time_zone: Mapped[str]
    password_hash: Mapped[str]
    since: Mapped[datetime]


class SignIn(Base):
    """One browser in which a person is signed in; without the row, its cookie is worth nothing."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[PersonId] = mapped_column(Integer, ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
