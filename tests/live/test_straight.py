"""Taking the mask off what browsers send; all else about it is tried on real servers."""

from itertools import cycle
from operator import xor

from hypothesis import given
from hypothesis.strategies import binary, integers

from panel.live.straight import unmasked


@given(data=binary(max_size=300), mask=binary(min_size=4, max_size=4), offset=integers(0, 9))
def test_a_mask_is_taken_off_as_the_standard_says(data: bytes, mask: bytes, offset: int) -> None:
    whole = bytes(map(xor, bytes(offset) + data, cycle(mask)))

    assert unmasked(whole[offset:], tuple(mask), length=len(data), offset=offset) == data
