"""Panels, seats and invitations, over HTTP; the modules imported here add their routes to `bp`."""

from panel.membership.routes import coming, invitations, lists, people, profiles, wholes
from panel.membership.routes.blueprint import bp

__all__ = ["bp", "coming", "invitations", "lists", "people", "profiles", "wholes"]
