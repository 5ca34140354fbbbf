"""Redis, where several processes share it: reached, let in, written to, and listened at."""

import secrets
from collections.abc import Iterator

from panel.cli.doctor.findings import Finding, House, note, well, wrong
from panel.kernel.shared import FAILURES, connect, place, prefix, reason
from panel.live.nudges.remote import channel

SOON = 10  # seconds after which what is written to try it is gone


def check(house: House) -> Iterator[Finding]:
    """Ask it, write to it, and count who listens; without the setting nothing is said."""
    url = house.settings.redis
    if not url:
        return
    redis, name = connect(url), f"{prefix(url)}.doctor.{secrets.token_hex(4)}"
    try:
        redis.ping()
    except FAILURES as error:
        yield wrong(
            f"Redis at {place(url)} cannot be used: {reason(error)}.",
            "See that it runs and that PANEL_REDIS is right. Meanwhile news comes by heartbeats.",
        )
        return
    try:
        redis.set(name, b"Mesa", ex=SOON)
        redis.delete(name)
        [(_, listeners)] = redis.pubsub_numsub(channel(url))
    except FAILURES as error:
        yield wrong(
            f"Redis at {place(url)} takes nothing: {reason(error)}.",
            "See that it is no replica, has memory left, and lets this user write and publish.",
        )
        return
    finally:
        redis.close()
    yield well(f"Redis at {place(url)} is reached and takes what is written.")
    if listeners:
        yield well(f"Processes that listen there: {listeners}.")
    else:
        yield note(
            "No process listens there.", "Servers that run have another PANEL_REDIS, or none."
        )
