"""What can be exported of threads, and what has been."""

import json
from hashlib import sha256

from sqlalchemy import select

from panel.discussion.events import room_of
from panel.discussion.models import Thread
from panel.discussion.queries import whole
from panel.discussion.queries.threads import thread_view
from panel.discussion.views import ThingView
from panel.exports.cover import ThreadCover
from panel.exports.formats import THREAD_FORMATS
from panel.exports.queries.rows import Has, rows
from panel.exports.views import ExportsView, thread_exports
from panel.jobs import queries as jobs
from panel.jobs.models import Job
from panel.kernel.errors import Missing
from panel.kernel.work import Reading
from panel.live.journal import last_seq
from panel.membership.actors import PanelView

KIND = "thread_export"  # of a job


def cover(
    reading: Reading, panel: PanelView, thread: Thread, about: ThingView | None, *, observers: bool
) -> ThreadCover:
    """Say what an export of a thread as it is now would hold; `about` is what it is about."""
    room = last_seq(reading, room_of(thread.public_id))
    names = json.dumps(whole.names(reading, thread), ensure_ascii=False)
    audience = thread_view(reading, thread.public_id).audience
    return ThreadCover(
        slug=panel.slug,
        panel=panel.name,
        place=panel.place,
        language=panel.language,
        zone=panel.time_zone,
        title=thread.title,
        thread=thread.public_id,
        observers=observers,
        seq=room,
        names=sha256(names.encode()).hexdigest(),
        posts=thread.last_number,
        audience=audience.kind,
        group=audience.group,
        about=about.title if about else "",
        about_url=about.url if about else "",
        paragraph=about.found.number if about and about.found else 0,
        quotation=about.quotation if about else "",
    )


def named(reading: Reading, public_id: str) -> Thread:
    """Find the thread that a job is about; who may have it was asked when it was asked for."""
    return reading.session.scalars(select(Thread).where(Thread.public_id == public_id)).one()


def exports(reading: Reading, cover: ThreadCover, has: Has) -> ExportsView:
    """Show each format with its job."""
    return thread_exports(cover, rows(reading, cover, THREAD_FORMATS, has))


def job(reading: Reading, thread: Thread, public_id: str) -> Job:
    """Find the job that made a file of a thread."""
    one = jobs.job(reading, public_id)
    if one.kind != KIND or ThreadCover.of(one.args).thread != thread.public_id:
        raise Missing
    return one


def outlived(reading: Reading, thread: Thread, made: Job) -> bool:
    """Tell whether a file has words that were hidden or taken back after it was made."""
    gone = whole.silenced(reading, thread, ThreadCover.of(made.args).posts)
    return not gone <= set(made.result.get("silenced", ()))
