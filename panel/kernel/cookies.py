"""The session cookie, as Flask has it."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class Cookies(SecureCookieSessionInterface):
    """Keeps what signs: Flask puts it together anew for each request, from a key that stays."""

    _signs: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Give what signs the cookies of the one application that this belongs to."""
        if self._signs is None:
            self._signs = super().get_signing_serializer(app)
        return self._signs
