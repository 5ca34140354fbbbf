"""The clock: the database's and ours agree, and neither is behind what was written."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text

from panel.cli.doctor.findings import Finding, House, well, wrong
from panel.live.models import Entry

APART = timedelta(seconds=5)
SET = "Let the machine set its clock by the network (timedatectl set-ntp true)."


def check(house: House) -> Iterator[Finding]:
    """Compare three clocks: ours, the database's, and that of the newest act of the log."""
    with house.engine.connect() as connection:
        newest = connection.execute(select(func.max(Entry.at))).scalar()
        theirs = None
        if house.engine.dialect.name == "postgresql":
            theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        now = datetime.now(UTC)
    found = list[Finding]()
    if theirs and abs(theirs - now) > APART:
        apart = abs((theirs - now).total_seconds())
        found.append(wrong(f"The database's clock is {apart:.0f} s from ours.", SET))
    if newest and newest > now + APART:
        found.append(
            wrong(f"The newest act is of {newest:%Y-%m-%d %H:%M} UTC, which is yet to come.", SET)
        )
    yield from found or [well(f"It is {now:%Y-%m-%d %H:%M:%S} UTC, and nothing disagrees.")]
