"""An attachment is cut into chunks that open in their own order only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sealing.place import RECORD, REPORT, flip

from unsilenced.sealing.box import seal_box
from unsilenced.sealing.chunks import (
    CHUNK,
    LARGEST_FILE,
    MOST_CHUNKS,
    SEALED_SIZE,
    check_chunk,
    check_count,
    chunk_count,
    open_chunk,
    open_chunks,
    seal_chunks,
)
from unsilenced.sealing.context import chunk_context
from unsilenced.sealing.errors import Malformed, SealingError, WillNotOpen
from unsilenced.sealing.header import HEADER

CONTENT_KEY = bytes(range(32))
PLACE = {"content_key": CONTENT_KEY, "report": REPORT, "record": RECORD}
PHOTO = bytes(range(256)) * 2_500
SIZE = len(PHOTO)
SEALED = tuple(seal_chunks(PHOTO, **PLACE))


def opened(chunks, size=SIZE, **elsewhere):
    return b"".join(open_chunks(chunks, size=size, **(PLACE | elsewhere)))


def refused_with(code):
    return pytest.raises(Malformed, check=lambda error: error.code == code)


@settings(max_examples=20)
@given(st.integers(min_value=0, max_value=5 * CHUNK))
def test_a_file_comes_back(size):
    photo = (PHOTO * 3)[:size]
    assert opened(seal_chunks(photo, **PLACE), size) == photo


@given(st.integers(min_value=0, max_value=LARGEST_FILE))
def test_the_count_is_the_smallest_power_of_two_that_holds_the_file(size):
    count = chunk_count(size)
    check_count(count)
    assert size <= count * CHUNK
    assert count == 1 or size > count // 2 * CHUNK


@pytest.mark.parametrize("size", [-1, LARGEST_FILE + 1])
def test_no_file_is_larger_than_16_mib(size):
    with refused_with("too-large"):
        chunk_count(size)


def test_the_largest_file_takes_64_chunks():
    assert LARGEST_FILE == 16 * 1024 * 1024
    assert chunk_count(LARGEST_FILE) == MOST_CHUNKS == 64


def test_the_server_accepts_powers_of_two_to_64_as_counts():
    for count in range(-2, 300):
        if count in {1, 2, 4, 8, 16, 32, 64}:
            check_count(count)
        else:
            with refused_with("chunk-count"):
                check_count(count)


def test_chunks_are_all_of_one_size():
    assert [len(chunk) for chunk in SEALED] == [SEALED_SIZE] * 4
    assert SEALED_SIZE == 262_175


def test_the_server_accepts_what_is_sealed_and_no_other_shape():
    check_chunk(SEALED[0])
    for chunk, code in [
        (b"", "size"),
        (SEALED[0][:-1], "size"),
        (SEALED[0] + b"\0", "size"),
        (b"\2" + SEALED[0][1:], "version"),
        (HEADER[:2] + b"\2" + SEALED[0][3:], "suite"),
    ]:
        with refused_with(code):
            check_chunk(chunk)
        with refused_with(code):
            opened([chunk])


@given(st.permutations(range(4)))
def test_chunks_open_in_their_own_order_only(order):
    shuffled = [SEALED[index] for index in order]
    if order == [0, 1, 2, 3]:
        assert opened(shuffled) == PHOTO
    else:
        with pytest.raises(WillNotOpen):
            opened(shuffled)


def test_a_missing_chunk_is_noticed():
    with refused_with("chunk-count"):
        opened(SEALED[:3])


def test_a_chunk_too_many_is_noticed():
    with refused_with("chunk-count"):
        opened([*SEALED, SEALED[0]])


@pytest.mark.parametrize(
    "other", [{"report": RECORD}, {"record": REPORT}, {"content_key": bytes(32)}]
)
def test_chunks_of_another_attachment_do_not_open(other):
    with pytest.raises(WillNotOpen):
        opened(SEALED, **other)


def test_chunks_do_not_open_for_a_file_of_another_count():
    with pytest.raises(WillNotOpen):
        opened(SEALED[:2], size=CHUNK + 1)


def test_a_size_that_hides_the_end_of_the_file_is_refused():
    with refused_with("padding"):
        opened(SEALED, size=SIZE - 1)


def test_something_in_a_chunk_that_should_be_empty_is_refused():
    hidden = seal_box(
        bytes(CHUNK - 1) + b"\1", key=CONTENT_KEY, context=chunk_context(REPORT, RECORD, 3, 4)
    )
    with refused_with("padding"):
        opened([*SEALED[:3], hidden])


@settings(max_examples=30)
@given(st.integers(min_value=0, max_value=8 * SEALED_SIZE - 1))
def test_the_bits_of_a_chunk_all_count(bit):
    with pytest.raises(SealingError):
        open_chunk(flip(SEALED[0], bit), **PLACE, index=0, count=4)


@pytest.mark.parametrize("index", [-1, 4, 5])
def test_there_is_no_chunk_before_the_first_or_after_the_last(index):
    with refused_with("chunk-index"):
        open_chunk(SEALED[0], **PLACE, index=index, count=4)
