"""What people are told by mail when something happens to their account."""

from sqlalchemy import select

from panel.identity.events import NewDeviceUsed
from panel.identity.models import Device, Person
from panel.kernel.web import path_for, site
from panel.kernel.work import Fact, Work
from panel.mail.posting import post_letter


def new_device(work: Work, fact: Fact) -> None:
    """Tell somebody that a browser not known for her has signed in to her account."""
    if not isinstance(fact, NewDeviceUsed):
        return
    rows = select(Person, Device).join(Device, Device.person_id == Person.id)
    person, device = work.session.execute(rows.where(Device.public_id == fact.device)).one()
    post_letter(
        work,
        person.email,
        person.language,
        "identity/mail/new_device.html",
        name=person.name,
        device=device,
        zone=person.time_zone,
        url=site() + path_for("identity.show_forgotten"),
    )
