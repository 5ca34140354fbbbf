"""The mailbox of the demo: its letters stay on this machine, and here is where they are read."""

from flask import Blueprint, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from panel.kernel.errors import Missing
from panel.kernel.settings import LOOPBACK
from panel.kernel.web import open_reading
from panel.mail import queries

bp = Blueprint("mail", __name__)
ALONE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


@bp.get("/mailbox")
def show_mailbox() -> str:
    """Show all letters of the demo."""
    _only_in_the_demo()
    with open_reading() as reading:
        letters = queries.latest(reading)
    return render_template("mail/mailbox.html", letters=letters)


@bp.get("/mailbox/<letter>")
def show_letter(letter: str) -> ResponseReturnValue:
    """Show a letter of the demo as a mail programme does."""
    _only_in_the_demo()
    with open_reading() as reading:
        found = queries.letter(reading, letter)
    answer = make_response(found.html)
    answer.headers["Content-Security-Policy"] = ALONE
    return answer


def _only_in_the_demo() -> None:
    """Keep letters from everybody where they are not played, and from other machines."""
    if not current_app.extensions["settings"].demo or request.remote_addr not in LOOPBACK:
        raise Missing
