"""Taking the mask off what browsers send; all else about it is tried on real servers."""

from itertools import cycle
from operator import xor

import pytest
from hypothesis import given
from hypothesis.strategies import binary, integers

from panel.live.straight import unmasked


@given(data=binary(max_size=300), mask=binary(min_size=4, max_size=4), offset=integers(0, 9))
def test_a_mask_is_taken_off_as_the_standard_says(data: bytes, mask: bytes, offset: int) -> None:
    whole = bytes(map(xor, bytes(offset) + data, cycle(mask)))

    assert unmasked(whole[offset:], tuple(mask), length=len(data), offset=offset) == data


@pytest.mark.filterwarnings("ignore:(?s).*Eventlet is deprecated")
def test_it_stands_in_the_place_of_eventlets_own() -> None:
    from eventlet.websocket import RFC6455WebSocket

    given = (b"said by a browser", (1, 2, 3, 4))

    assert RFC6455WebSocket._apply_mask(*given, length=17, offset=5) == unmasked(
        *given, length=17, offset=5
    )
