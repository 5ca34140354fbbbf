"""What can be read of jobs."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from panel.jobs.models import Job
from panel.kernel.work import Reading
from panel.membership.models import Audience


def audiences_of(reading: Reading, public_ids: Collection[str]) -> Mapping[str, Audience]:
    """Find the audiences that may hear of jobs; the rule of their rooms."""
    query = select(Job.public_id, Audience).join(Audience, Job.audience_id == Audience.id)
    rows = reading.session.execute(query.where(Job.public_id.in_(public_ids)))
    return {public_id: audience for public_id, audience in rows}
