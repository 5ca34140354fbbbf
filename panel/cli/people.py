"""`panel password`: a way back in for somebody who has lost the password."""

import secrets
import sys

import click

from panel.cli.installation import opened
from panel.identity import queries
from panel.identity.actions import set_password
from panel.identity.passwords import hashed
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
