"""Accounts, over HTTP; the modules imported here add their routes to `bp`."""

from panel.identity.routes import accounts, addresses, passwords, pictures
from panel.identity.routes.blueprint import bp

__all__ = ["accounts", "addresses", "bp", "passwords", "pictures"]
