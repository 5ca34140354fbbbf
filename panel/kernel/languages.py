"""The languages of the interface, and the one in which this request is answered."""

from collections.abc import Mapping

from flask_babel import get_locale

LANGUAGES: Mapping[str, str] = {"es": "Español", "en": "English"}  # each by its own name
FIRST = "es"


def language() -> str:
    """Tell in which language this request, or this push, is answered."""
    return str(get_locale() or FIRST)
