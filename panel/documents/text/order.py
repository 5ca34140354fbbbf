"""What stayed in order."""

from bisect import bisect_left
from collections.abc import Sequence


def longest_row(places: Sequence[int]) -> list[int]:
    """Give the indices of the longest row of growing places; n log n, and always the same one."""
    ends: list[int] = []  # the place that ends the best row of each length, and its index
    last: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [index]
    row: list[int] = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(at)
        at = before[at]
    return row[::-1]
