"""What other browsers receive when something happens to a job: the present state."""

from panel.jobs.events import JobFact
from panel.jobs.queries import job_view
from panel.kernel.work import Reading
from panel.live.pushing import Part, Push, Replace, render
from panel.membership.policy import Sight


def advanced(reading: Reading, fact: JobFact, _room: str, _sight: Sight) -> Push:
    """Show how a job stands now, wherever a page shows it."""
    view = job_view(reading, fact.job)
    return Replace((Part(f"job-{view.id}", render("jobs/_job.html", "job", view)),))
