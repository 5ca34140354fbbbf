"""Finding the demo's people and papers in the database."""

from sqlalchemy import select

from panel.cli import demo_data as data
from panel.cli.demo_papers import DemoPaper
from panel.identity.queries import by_email
from panel.kernel.work import Reading
from panel.membership import queries
from panel.membership.actors import Actor
from panel.papers.models import Paper
from panel.papers.queries import papers


def actor(reading: Reading, key: str) -> Actor:
    email = next(one.email for one in data.PEOPLE if one.key == key)
    person = by_email(reading, email)
    assert person
    return queries.actor(reading, person.id, data.PANEL.slug)


def found(reading: Reading, one: DemoPaper, by: str = "amparo") -> Paper:
    name = reading.session.scalars(select(Paper.public_id).where(Paper.title == one.title)).one()
    return papers.paper(reading, actor(reading, by), name)
