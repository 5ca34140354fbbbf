"""How much is measured: everything, or (`--short`) a little of all to see that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How many of each; what is counted by the round says so."""

    rounds: int = 5
    telling: int = 10  # rounds of posts to the followers: what comes last is the noisiest of all
    followers: int = 1_000
    posts: int = 100  # to the followers, a round
    written: int = 120  # posts in a thread that nobody follows, a round
    pages: int = 25  # a round
    long: int = 100_000  # posts of a very long thread
    history: int = 20_100  # edits of the paper that is opened: halfway between two snapshots
    editors: int = 50
    edits: int = 60  # a round
    elsewhere: int = 100  # followers on each of two processes
    restarts: int = 3
    sections: int = 25  # of the paper that is exported: they make thirty pages

    @property
    def people(self) -> int:
        """How many are needed: everybody has one tab, and two are left over."""
        return max(self.followers, self.editors, self.elsewhere * 2) + 2


FULL = Size()
SHORT = Size(
    rounds=1,
    telling=1,
    followers=20,
    posts=5,
    written=16,
    pages=3,
    long=1_000,
    history=300,
    editors=5,
    edits=10,
    elsewhere=5,
    restarts=1,
    sections=1,
)
