"""Groups, over HTTP; the modules imported here add their routes to `bp`."""

from panel.groups.routes import calendars, groups, keeping, milestones
from panel.groups.routes.blueprint import bp

__all__ = ["bp", "calendars", "groups", "keeping", "milestones"]
