"""`panel open` and `panel appoint`: what the operator does for panels, and reads nothing by."""

import re
import sys

import click

from panel.cli.installation import opened
from panel.identity import queries as accounts
from panel.identity.forms import email as address
from panel.identity.models import NAME_LIMIT
from panel.kernel.errors import Failure
from panel.kernel.fields import Fields
from panel.kernel.languages import LANGUAGES
from panel.kernel.moments import is_zone
from panel.kernel.settings import Settings
from panel.kernel.work import Work
from panel.membership import queries
from panel.membership.actions.invitations import Offer, offered
from panel.membership.actions.panels import Charter, Entry
from panel.membership.actions.panels import open_panel as open_
from panel.membership.actions.seats import appoint as appoint_
from panel.membership.models import TITLE_LIMIT, Panel, Role, Seat

SLUG = r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]"
DAYS = 7


@click.command("open")
@click.argument("slug")
@click.option("--name", required=True, help="What the panel is called.")
@click.option("--place", default="", help="Where it is at home: a country, a region.")
@click.option("--language", default="es", type=click.Choice(list(LANGUAGES)), show_default=True)
@click.option("--zone", default="America/Bogota", show_default=True, help="Its time zone (IANA).")
@click.pass_obj
def open_panel(  # one for each option
    settings: Settings, slug: str, name: str, place: str, language: str, zone: str
) -> None:
    """Open a panel at the address /p/SLUG."""
    if not re.fullmatch(SLUG, slug):
        sys.exit("panel: an address has 3 to 40 small letters, digits and hyphens")
    if not is_zone(zone):
        sys.exit(f"panel: there is no time zone {zone!r}; one is America/Bogota")
    fields = Fields({"--name": name, "--place": place})
    name = fields.line("--name", TITLE_LIMIT)
    place = fields.line("--place", TITLE_LIMIT, optional=True)
    _check(fields)
    with opened(settings) as workshop, workshop.open_work() as work:
        if work.session.query(Panel).filter_by(slug=slug).one_or_none():
            sys.exit(f"panel: there is a panel at /p/{slug} already")
        open_(work, Charter(slug, name, place, language, zone))
    click.echo(f"{settings.url}/p/{slug} is open. Next: panel appoint {slug} ADDRESS --name …")


@click.command()
@click.argument("slug")
@click.argument("email")
@click.option("--name", default="", help="Of the moderator, for the invitation.")
@click.option("--organisation", default="", help="On whose behalf; made if it is not there.")
@click.pass_obj
def appoint(settings: Settings, slug: str, email: str, name: str, organisation: str) -> None:
    """Make somebody a moderator: who has a seat is one at once, anybody else gets a link."""
    fields = Fields({"ADDRESS": email, "--name": name or email, "--organisation": organisation})
    email = address(fields, "ADDRESS")
    name = fields.line("--name", NAME_LIMIT)
    organisation = fields.line("--organisation", TITLE_LIMIT, optional=True)
    _check(fields)
    with opened(settings) as workshop:
        try:
            with workshop.open_work() as work:
                panel = queries.panel(work, slug)
                if seat := _seat(work, panel, email):
                    appoint_(work, panel, seat)
                    token = ""
                else:
                    entry = Entry(organisation or panel.name)
                    offer = Offer(name, Role.MODERATOR, entry, DAYS)
                    token = offered(work, panel, offer, by="operator")
        except Failure:
            sys.exit(f"panel: there is no panel at /p/{slug}; open it first")
    if not token:
        click.echo(f"{email} is a moderator of /p/{slug} now.")
        return
    click.echo(f"Give {name} this link; it serves once, within {DAYS} days:")
    click.echo(f"{settings.url}/invitations/{token}")


def _check(fields: Fields) -> None:
    """End with a sentence about the first value that cannot be."""
    for name, sentence in fields.wrong.items():
        sys.exit(f"panel: {name}: {sentence}")


def _seat(work: Work, panel: Panel, email: str) -> Seat | None:
    person = accounts.by_email(work, email)
    if person is None:
        return None
    seats = work.session.query(Seat).filter_by(person_id=person.id, panel_id=panel.id)
    return seats.filter(Seat.until.is_(None)).one_or_none()
