"""The discussion, over HTTP; the modules imported here add their routes to `bp`."""

from panel.discussion.routes import acts, posts, threads
from panel.discussion.routes.blueprint import bp

__all__ = ["acts", "bp", "posts", "threads"]
