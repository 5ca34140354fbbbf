"""The mail: a server takes our letters, and none was given up lately."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from panel.cli.doctor.findings import Finding, House, note, well, wrong
from panel.kernel.settings import Relay
from panel.kernel.work import at_one_instant
from panel.mail.models import Letter
from panel.sending.smtp import AwayError, greet

PATIENCE = 10.0  # seconds that each answer of the server may take
LATELY = timedelta(days=7)


def check(house: House) -> Iterator[Finding]:
    """Knock at the mail server, without a letter; then look at those that it did not take."""
    relay = house.settings.relay
    if relay:
        yield _knocked(relay)
    elif house.settings.demo:
        yield well("The demo keeps letters in its mailbox.")
    else:
        yield note(
            "Mail is not set up: whoever forgets a password has to ask you.",
            "Set PANEL_SMTP and PANEL_MAIL_FROM.",
        )
    yield from _given_up(house)


def _knocked(relay: Relay) -> Finding:
    try:
        greet(relay, PATIENCE)
    except AwayError as error:
        return wrong(
            f"The mail server {relay.host}:{relay.port} does not let us in: {error}",
            "See that it runs and that PANEL_SMTP is right. Letters wait meanwhile.",
        )
    return well(f"The mail server {relay.host}:{relay.port} lets us in.")


def _given_up(house: House) -> Iterator[Finding]:
    since = datetime.now(UTC) - LATELY
    query = select(func.count(), func.max(Letter.failure)).where(Letter.given_up_at > since)
    with at_one_instant(house.engine) as reading:
        number, failure = reading.session.execute(query).one()
    if number:
        said = f" One answer of the mail server: {failure}" if failure else ""
        yield note(f"Letters given up in the last week: {number}.{said}", "See what it says.")
