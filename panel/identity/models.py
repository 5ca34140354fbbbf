"""The people who sign in, and where they are signed in."""

from datetime import datetime
from typing import NewType

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from panel.kernel.tables import Base

PersonId = NewType("PersonId", int)
NAME_LIMIT = 120  # characters
ABOUT_LIMIT = 240
EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
SESSION_DAYS = 60  # so long a browser stays signed in that is not used
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
    about: Mapped[str] = mapped_column(String(ABOUT_LIMIT), default="")  # what they do
    password_hash: Mapped[str]
    since: Mapped[datetime]


class Picture(Base):
    """How somebody looks, as we have encoded it; another picture has another public id."""

    __tablename__ = "picture"
    person_id: Mapped[PersonId] = mapped_column(
        Integer, ForeignKey("person.id"), primary_key=True, autoincrement=False
    )
    public_id: Mapped[str] = mapped_column(unique=True)
    large: Mapped[bytes] = mapped_column(LargeBinary)  # WebP; for the sizes see portraits.py
    small: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class SignIn(Base):
    """One browser in which a person is signed in; without the row, its cookie is worth nothing.

    `browser` and `system` are in the words of devices.py, "" when they are not known.
    """

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[PersonId] = mapped_column(Integer, ForeignKey("person.id"), index=True)
    browser: Mapped[str] = mapped_column(default="")
    system: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]
    seen_at: Mapped[datetime]  # to the hour


class Device(Base):
    """A browser in which somebody has signed in before, by the digest of its long-lived cookie."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("person_id", "token_hash"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[PersonId] = mapped_column(Integer, ForeignKey("person.id"))
    token_hash: Mapped[str]
    browser: Mapped[str] = mapped_column(default="")
    system: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]


class PasswordReset(Base):
    """A link by which a new password can be set, once.

    Nobody's (None) when the address that was typed is not known: such a row only costs what
    another costs, so that nobody can tell by the clock.
    """

    __tablename__ = "password_reset"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[PersonId | None] = mapped_column(Integer, ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AddressChange(Base):
    """A move of an account from one address to another, which both have to confirm by a link.

    Once it is made, a third link leads back for some days. `stopped_at` tells that it was called
    off before it was made, or undone after.
    """

    __tablename__ = "address_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[PersonId] = mapped_column(Integer, ForeignKey("person.id"), index=True)
    old: Mapped[str] = mapped_column(String(EMAIL_LIMIT))
    new: Mapped[str] = mapped_column(String(EMAIL_LIMIT))
    old_hash: Mapped[str] = mapped_column(unique=True)
    new_hash: Mapped[str] = mapped_column(unique=True)
    back_hash: Mapped[str | None] = mapped_column(unique=True)
    at: Mapped[datetime]
    expires_at: Mapped[datetime]  # of the links that confirm; once made, of the way back
    old_confirmed_at: Mapped[datetime | None]
    new_confirmed_at: Mapped[datetime | None]
    made_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
