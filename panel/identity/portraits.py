"""What a picture of a person is, to the process that makes it and to those that keep it."""

from dataclasses import dataclass

SIZES = LARGE, SMALL = 256, 64  # px, each way
MEMORY = 1_024  # MB of addresses: a WebP of 40 million pixels takes most of it
SECONDS = 20  # of computing


@dataclass(frozen=True)
class Portrait:
    """A picture in both sizes, as WebP without anything but pixels."""

    large: bytes
    small: bytes


@dataclass(frozen=True)
class Limits:
    """What the process that makes one may use."""

    memory: int = MEMORY
    seconds: int = SECONDS
