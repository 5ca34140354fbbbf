"""Passwords, kept as argon2id. Both functions take about 94 ms: offload them."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()  # the library's defaults: RFC 9106, low-memory profile
_NOBODYS = _HASHER.hash("nobody has this password")


def hashed(password: str) -> str:
    """Make what is stored."""
    return _HASHER.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Tell whether the password is right; None (nobody) takes as long as somebody."""
    try:
        return _HASHER.verify(stored or _NOBODYS, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
