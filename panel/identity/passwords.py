"""Passwords, kept as argon2id. Both functions keep a processor busy for 0.15 s: offload them."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106, low-memory profile, but in one lane: four would take all processors from the loop, and
# what a guess costs (three passes over 64 MB) is the same. Hashes say how they were made.
_HASHER = PasswordHasher(parallelism=1)
# A hash of no password, which takes as long to check as anybody's: RFC 9106's form, with a salt of
# 16 bytes and a tag of 32, all zero.
_NOBODYS = (
    f"$argon2id$v=19$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    f"${'A' * 22}${'A' * 43}"
)


def hashed(password: str) -> str:
    """Make what is stored."""
    return _HASHER.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Tell whether the password is right; None (nobody) takes as long as somebody."""
    try:
        return _HASHER.verify(stored or _NOBODYS, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
