"""Limits that a process sets itself before it works on what it has not made."""

import resource


def confine(memory: int, seconds: int) -> None:
    """Give this process, and what it starts, no more than so many MB and seconds of computing.

    The system ends what takes more.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory * 2**20, memory * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
