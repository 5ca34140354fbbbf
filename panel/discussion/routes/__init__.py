"""The discussion, over HTTP; the modules imported here add their routes to `bp`."""

from panel.discussion.routes import acts, asides, moves, posts, threads
from panel.discussion.routes.blueprint import bp

__all__ = ["acts", "asides", "bp", "moves", "posts", "threads"]
