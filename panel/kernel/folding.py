"""Words as people look for them: without accents, without capitals."""

import unicodedata


def folded(text: str) -> str:
    """Give a text in the form in which it is compared: "Núñez" and "nunez" are the same."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
