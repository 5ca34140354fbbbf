"""What can be read of jobs."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from panel.jobs.models import Job, State
from panel.jobs.views import JobView, SaidView
from panel.kernel.work import Reading
from panel.membership.models import Audience, Verb
from panel.membership.policy import Door
from panel.membership.queries import found


def job(reading: Reading, public_id: str) -> Job:
    """Find a job; whoever asks sees to it that the reader may know of it."""
    return found(reading.session.scalar(select(Job).where(Job.public_id == public_id)))


def by_key(reading: Reading, keys: Collection[str]) -> Mapping[str, JobView]:
    """Show the jobs that have been asked for under these keys."""
    query = select(Job).where(Job.key.in_(keys))
    return {one.key: _view(one) for one in reading.session.scalars(query)}


def job_view(reading: Reading, public_id: str) -> JobView:
    """Show how a job stands."""
    return _view(job(reading, public_id))


def doors(reading: Reading, public_ids: Collection[str]) -> Mapping[str, Door]:
    """Find who may hear of jobs; the rule of their rooms. What has no audience has no room."""
    query = select(Job.public_id, Job.moderators, Audience)
    query = query.join(Audience, Job.audience_id == Audience.id)
    rows = reading.session.execute(query.where(Job.public_id.in_(public_ids)))
    return {
        public_id: Door(audience, Verb.MODERATE if moderators else Verb.READ)
        for public_id, moderators, audience in rows
    }


def _view(job: Job) -> JobView:
    return JobView(
        id=job.public_id,
        state=State(job.state),
        step=job.step,
        steps=job.steps,
        failure=SaidView(job.failure, job.words) if job.failure else None,
        result=job.result,
    )
