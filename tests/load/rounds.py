"""Rounds of something that is told to many, and what each of them came to."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.load.crowd import Told
from tests.load.measuring import processor_seconds, share


@dataclass
class Rounds:
    """What the rounds of one server have come to, in milliseconds."""

    tell: Callable[[], Told]
    pid: int
    times: int  # that it is told in a round
    pause: float = 0.0  # seconds between two
    before: Callable[[], object] = lambda: None  # each round, unmeasured
    last: list[float] = field(default_factory=list)  # of all rounds
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)  # processor, for each that is told
    generator: list[float] = field(default_factory=list)

    def go(self) -> None:
        """Run one round."""
        self.before()
        server, generator = processor_seconds(self.pid), time.process_time()
        told = []
        for _ in range(self.times):
            told.append(self.tell())
            time.sleep(self.pause)
        self.server.append((processor_seconds(self.pid) - server) / self.times * 1e3)
        self.generator.append((time.process_time() - generator) / self.times * 1e3)
        last = [one.last * 1e3 for one in told]
        self.last += last
        self.p50.append(share(last, 0.5))
        self.p95.append(share(last, 0.95))
        self.answered.append(share([one.answered * 1e3 for one in told], 0.5))

    def p95_of_all(self) -> list[float]:
        """Give the p95 of all rounds together, as one."""
        return [share(self.last, 0.95)]
