"""Panels, seats and invitations, over HTTP; the modules imported here add their routes to `bp`."""

from panel.membership.routes import invitations, people, profiles
from panel.membership.routes.blueprint import bp

__all__ = ["bp", "invitations", "people", "profiles"]
