"""Which server on which database a test runs on: a mark for each choice."""

import pytest

Side = tuple[str, str]  # mode of the server, kind of the database
EMBEDDED: Side = ("eventlet", "sqlite")
OUTGROWN: Side = ("threading", "postgresql")
CROSSED: tuple[Side, Side] = (("eventlet", "postgresql"), ("threading", "sqlite"))


def _on(*sides: Side) -> pytest.MarkDecorator:
    """Run on these; what runs on one side shares a server, and so a test process."""
    params = [
        pytest.param(side, id="-".join(side), marks=pytest.mark.xdist_group("-".join(side)))
        for side in sides
    ]
    return pytest.mark.parametrize("side", params)


on_eventlet = _on(EMBEDDED)
on_eventlet_with_postgresql = _on(CROSSED[0])
on_both = _on(EMBEDDED, OUTGROWN)
on_all = _on(EMBEDDED, OUTGROWN, *CROSSED)
