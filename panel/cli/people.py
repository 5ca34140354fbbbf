"""`panel password`, `panel address`: a way back in for whoever lost the password or the mailbox."""

import secrets
import sys

import click

from panel.cli.installation import opened
from panel.identity import queries
from panel.identity.actions import set_password
from panel.identity.actions.addresses import move
from panel.identity.forms import email as address_in
from panel.identity.passwords import hashed
from panel.kernel.errors import Gone
from panel.kernel.fields import Fields
from panel.kernel.settings import Settings


@click.command()
@click.argument("email")
@click.pass_obj
def password(settings: Settings, email: str) -> None:
    """Give an account a new password, print it, and sign the account out everywhere."""
    new = secrets.token_urlsafe(12)
    with opened(settings) as workshop, workshop.open_work() as work:
        person = queries.by_email(work, email)
        if person is None:
            sys.exit(f"panel: nobody signs in with {email}")
        set_password(work, person, hashed(new))
    click.echo(f"{email} signs in with {new} from now on. Tell it in person, not by mail.")


@click.command()
@click.argument("old")
@click.argument("new")
@click.pass_obj
def address(settings: Settings, old: str, new: str) -> None:
    """Have an account sign in with another address: for somebody who lost the old mailbox."""
    fields = Fields({"NEW": new})
    new = address_in(fields, "NEW")
    for sentence in fields.wrong.values():
        sys.exit(f"panel: NEW: {sentence}")
    with opened(settings) as workshop, workshop.open_work() as work:
        person = queries.by_email(work, old)
        if person is None:
            sys.exit(f"panel: nobody signs in with {old}")
        try:
            move(work, person, new, by="operator")
        except Gone:
            sys.exit(f"panel: {new} has an account of its own")
    click.echo(f"{old} signs in with {new} from now on, and with the same password.")
