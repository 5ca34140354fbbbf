"""Passwords, kept as argon2id. Both functions keep a processor busy for 0.15 s: offload them."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106, low-memory profile, but in one lane: four would take all processors from the loop, and
# what a guess costs (three passes over 64 MB) is the same. Hashes say how they were made.
_HASHER = PasswordHasher(parallelism=1)
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
