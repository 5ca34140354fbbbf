"""Names that nobody can guess: public ids for addresses, and tokens that open something."""

import secrets
from hashlib import sha256

ALPHABET = "bcdfghjkmnpqrstvwxyz23456789"  # no vowels, so that no word appears; nothing alike
LENGTH = 12  # of 28 letters: 57 bits


def new_id() -> str:
    """Make a public id: it names a thing in addresses, rooms and pages, and opens nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    """Make a secret of 256 bits; only its digest is ever stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Give the hexadecimal SHA-256 by which a token is stored and found."""
    return sha256(token.encode()).hexdigest()
