"""Padding gives four sizes and takes back only what it made."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.padding import LARGEST, SIZES, pad, unpad


@given(st.binary(max_size=9_000))
@example(b"")
@example(b"\0" * 4_092)
@example(b"\0" * 4_093)
def test_what_is_padded_comes_back(data):
    assert unpad(pad(data)) == data


@given(st.integers(min_value=0, max_value=LARGEST))
@example(LARGEST)
def test_padding_takes_the_smallest_size_that_holds_the_data(length):
    size = len(pad(bytes(length)))
    assert size in SIZES
    assert length + 4 <= size
    assert all(length + 4 > smaller for smaller in SIZES if smaller < size)


@given(st.integers(min_value=LARGEST + 1, max_value=LARGEST + 5_000))
def test_too_much_is_refused(length):
    with pytest.raises(Malformed, match="at most") as told:
        pad(bytes(length))
    assert told.value.code == "too-large"


@given(st.binary(max_size=40), st.sampled_from([0, 3, 4, 4_095, 4_096, 4_097, 16_384, 20_000]))
def test_whatever_is_accepted_is_what_padding_makes(start, size):
    padded = start.ljust(size, b"\0")
    try:
        data = unpad(padded)
    except Malformed:
        return
    assert pad(data) == padded


@given(st.binary(max_size=4_000), st.data())
def test_one_byte_in_the_padding_is_refused(data, draw):
    padded = bytearray(pad(data))
    place = draw.draw(st.integers(min_value=4 + len(data), max_value=len(padded) - 1))
    padded[place] = draw.draw(st.integers(min_value=1, max_value=255))
    with pytest.raises(Malformed, match="zeros") as told:
        unpad(bytes(padded))
    assert told.value.code == "padding"
