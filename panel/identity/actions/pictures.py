"""How somebody looks: set, replaced and taken away."""

from sqlalchemy import select

from panel.identity.events import PictureRemoved, PictureSet
from panel.identity.models import Person, Picture
from panel.identity.portraits import Portrait
from panel.kernel.ids import new_id
from panel.kernel.work import Work


def set_picture(work: Work, person: Person, portrait: Portrait) -> None:
    """Keep a picture; the one before is gone, and so is its address."""
    picture = _picture(work, person) or Picture(person_id=person.id)
    picture.public_id, picture.at = new_id(), work.at
    picture.large, picture.small = portrait.large, portrait.small
    work.session.add(picture)
    work.record(PictureSet(person.public_id), by="person")


def remove_picture(work: Work, person: Person) -> None:
    """Forget a picture; without one, nothing happens."""
    if picture := _picture(work, person):
        work.session.delete(picture)
        work.record(PictureRemoved(person.public_id), by="person")


def _picture(work: Work, person: Person) -> Picture | None:
    """Find the picture; the person's row is held, so that two that come at once do not cross."""
    work.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    return work.session.get(Picture, person.id, populate_existing=True)
