"""The application as the command line uses it: no tabs of its own, but everybody else's hear."""

from collections.abc import Iterator
from contextlib import contextmanager

from panel.app import create_app
from panel.kernel.settings import Settings
from panel.kernel.web import workshop
from panel.kernel.work import Workshop


@contextmanager
def opened(settings: Settings) -> Iterator[Workshop]:
    """Open the installation for a command; what it records reaches open tabs by nudges."""
    app, _line = create_app(settings)
    with app.app_context():
        try:
            yield workshop()
        finally:
            workshop().engine.dispose()
