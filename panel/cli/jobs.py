"""`panel jobs`: what workers have to do and have done; of what it is about, nothing is told."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import click
from sqlalchemy import func, select

from panel.cli.installation import opened
from panel.jobs.models import Job, State
from panel.kernel.settings import Settings

MANY = 50  # jobs that are listed one by one
ROW = "{:<14}{:<12}{:<10}{:>8}  {:>5}  {}"
UNITS = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("min", timedelta(minutes=1)))


@click.command()
@click.pass_obj
def jobs(settings: Settings) -> None:
    """Tell how many jobs there are of each kind and state, and list those that are not done."""
    now = datetime.now(UTC)
    count = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state)
    undone = select(Job).where(Job.state != State.DONE).order_by(Job.id.desc()).limit(MANY + 1)
    with opened(settings) as workshop, workshop.open_reading() as reading:
        counted = reading.session.execute(count.order_by(Job.kind, Job.state)).all()
        listed = reading.session.scalars(undone).all()
    if not counted:
        click.echo("No job was ever asked for.")
        return
    for kind, state, number in counted:
        click.echo(f"{kind}, {state}: {number}")
    if listed:
        click.echo("\n" + "\n".join(_table(listed[:MANY], now)))
    if len(listed) > MANY:
        click.echo(f"These are the newest {MANY}.")


def _table(listed: Sequence[Job], now: datetime) -> list[str]:
    """List jobs: a failure in the words that everybody is told, without what is put into them."""
    rows = [ROW.format("job", "kind", "state", "age", "tries", "failure")]
    for job in listed:
        state = "left" if job.lease_until and job.lease_until < now else job.state
        age, failure = _age(now - job.at), job.failure or "-"
        rows.append(ROW.format(job.public_id, job.kind, state, age, job.tries, failure))
    return rows


def _age(time: timedelta) -> str:
    for name, unit in UNITS:
        if time >= unit:
            return f"{time // unit} {name}"
    return f"{max(0, time // timedelta(seconds=1))} s"
