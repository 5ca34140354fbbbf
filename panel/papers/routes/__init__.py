"""Papers, over HTTP; the modules imported here add their routes to `bp`."""

from panel.papers.routes import citing, comments, papers, stages, versions
from panel.papers.routes.blueprint import bp

__all__ = ["bp", "citing", "comments", "papers", "stages", "versions"]
