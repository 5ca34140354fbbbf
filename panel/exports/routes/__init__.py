"""Exports, over HTTP; the modules imported here add their routes to `bp`."""

from panel.exports.routes import papers, threads
from panel.exports.routes.blueprint import bp

__all__ = ["bp", "papers", "threads"]
