"""`panel doctor`: looks at everything that an installation stands on, and says how to mend it."""

import json
import sys
from pathlib import Path

import click

from panel.cli.doctor import clock, database, disk, jobs, log, mail, redis
from panel.cli.doctor import settings as settings_
from panel.cli.doctor.findings import Check, Finding, House, State, examined
from panel.kernel.settings import Settings
from panel.live.verifying import NotKeptError, Place, kept_list

CHECKS = (  # in the order in which they are told
    Check("settings", settings_.check, needs_database=False),
    Check("disk", disk.check, needs_database=False),
    Check("database", database.check, needs_database=False),
    Check("clock", clock.check),
    Check("redis", redis.check, needs_database=False),
    Check("jobs", jobs.check),
    Check("mail", mail.check),
    Check("log", log.check),
)
MARKS = {State.WELL: "well ", State.NOTE: "note ", State.WRONG: "WRONG"}
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Tell it in JSON.")
@click.option("--keep", type=FILE, help="Write the head of the log to this file.")
@click.option("--since", type=FILE, help="Check that what stood in such a file still stands.")
@click.pass_obj
def doctor(settings: Settings, *, as_json: bool, keep: Path | None, since: Path | None) -> None:
    """Look whether all is well; the exit code is 1 when something is wrong."""
    house = House(settings, keep, since, _kept(since))
    findings = list(examined(house, CHECKS))
    house.engine.dispose()
    click.echo(_json(findings) if as_json else _plain(findings))
    sys.exit(any(one.state is State.WRONG for one in findings))


def _kept(since: Path | None) -> dict[str, Place] | None:
    """Read the file of an earlier head, before anything else is done."""
    if since is None:
        return None
    try:
        return kept_list(since.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"panel: {since} cannot be read: {error}")
    except NotKeptError as error:
        sys.exit(f"panel: {since} is no head as --keep writes it; it has the line {str(error)!r}")


def _plain(findings: list[Finding]) -> str:
    lines = list[str]()
    for one in findings:
        lines.append(f"{MARKS[one.state]}  {one.check}: {one.says}")
        lines += [f"       {one.mend}"] if one.mend else []
    wrong = sum(one.state is State.WRONG for one in findings)
    said = {0: "All is well.", 1: "One thing is wrong."}
    return "\n".join([*lines, "", said.get(wrong, f"{wrong} things are wrong.")])


def _json(findings: list[Finding]) -> str:
    return json.dumps([one.told() for one in findings], ensure_ascii=False, indent=2)
