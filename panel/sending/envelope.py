"""From a letter to the message that goes over the line."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from panel.mail.models import Letter
from panel.sending.smtp import RefusedError


def address(recipient: str) -> str:
    """Give an address as servers know it: the name of its host in ASCII (IDNA)."""
    name, _, host = recipient.rpartition("@")
    try:
        found = Address(addr_spec=f"{name}@{host.encode('idna').decode()}")
    except (HeaderParseError, UnicodeError, ValueError, IndexError) as error:
        raise RefusedError("This is no address that a letter can be sent to.") from error
    return found.addr_spec


def message(letter: Letter, sender: tuple[str, str]) -> EmailMessage:
    """Put a letter into an envelope; whenever it is done again, it is the same message."""
    made = EmailMessage(policy=SMTP)
    name, domain = sender[0], sender[1].rpartition("@")
    made["From"] = Address(name, domain[0], domain[2])
    made["To"] = Address(addr_spec=address(letter.recipient))
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(letter.at)
    made["Message-ID"] = letter.message_id
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
    made.set_content(letter.text, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    made["Content-Language"] = letter.language  # of both parts: set earlier it goes to the first
    return made
