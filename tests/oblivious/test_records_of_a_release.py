"""A record is found by its own identifier and tells nobody else anything."""

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.oblivious.combined import Derived, bucket_of, combine
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.record import RECORD_SIZE, Label, find, open_label, seal_label

labels = st.builds(Label, st.integers(1, 9), st.binary(min_size=7, max_size=7))
outputs = st.binary(min_size=64, max_size=64)
derivations = st.builds(combine, outputs, outputs)


def dummies(number):
    return [secrets.token_bytes(RECORD_SIZE) for _ in range(number)]


@settings(max_examples=40)
@given(st.lists(st.tuples(derivations, labels), min_size=1, max_size=12), derivations)
def test_each_identifier_finds_its_own_labels_and_another_none(entries, another):
    records = b"".join(
        sorted([seal_label(derived, label) for derived, label in entries] + dummies(20))
    )
    for derived, _ in entries:
        mine = [label for other, label in entries if other == derived]
        assert sorted(find(derived, records), key=repr) == sorted(mine, key=repr)
    if another not in [derived for derived, _ in entries]:
        assert find(another, records) == ()


@given(derivations, labels, st.integers(0, RECORD_SIZE - 1), st.integers(1, 255))
def test_a_changed_byte_never_opens(derived, label, place, change):
    record = bytearray(seal_label(derived, label))
    record[place] ^= change
    assert open_label(derived, bytes(record)) is None
    assert find(derived, bytes(record)) == ()


@given(derivations, labels, st.binary(min_size=32, max_size=32))
def test_a_shared_locator_does_not_open_another_record(derived, label, key):
    neighbour = Derived(derived.place, derived.locator, key)
    record = seal_label(derived, label)
    assert find(neighbour, record + seal_label(neighbour, label)) == (label,)
    assert (open_label(neighbour, record) is None) == (key != derived.label_key)


@given(derivations, labels)
def test_a_record_has_44_bytes_and_never_the_same_twice(derived, label):
    first, second = seal_label(derived, label), seal_label(derived, label)
    assert len(first) == len(second) == 44
    assert first != second


@given(derivations, labels)
def test_a_record_moved_to_another_locator_does_not_open(derived, label):
    moved = Derived(derived.place, secrets.token_bytes(8), derived.label_key)
    record = seal_label(derived, label)
    assert open_label(moved, moved.locator + record[8:]) is None


@given(derivations, labels, st.integers(1, RECORD_SIZE - 1))
def test_a_bucket_is_made_of_whole_records(derived, label, missing):
    records = b"".join(dummies(2)) + seal_label(derived, label)
    with pytest.raises(CheckError) as told:
        find(derived, records[:-missing])
    assert told.value.code == "wrong-bucket"


def test_a_record_across_two_records_is_none():
    derived = combine(bytes(64), bytes(64))
    record = seal_label(derived, Label(1, b"1234567"))
    shifted = secrets.token_bytes(20) + record + secrets.token_bytes(RECORD_SIZE - 20)
    assert find(derived, shifted) == ()


@pytest.mark.parametrize("reference", [b"", b"123456", b"12345678"])
def test_a_reference_has_7_bytes(reference):
    with pytest.raises(ValueError, match="7 bytes"):
        seal_label(combine(bytes(64), bytes(64)), Label(1, reference))


def test_no_label_key_is_printed():
    derived = combine(bytes(64), b"\x01" * 64)
    assert repr(derived.label_key) not in repr(derived)


@given(outputs, outputs)
def test_both_outputs_count_and_so_does_their_order(first, second):
    if first != second:
        assert len({combine(first, second), combine(second, first), combine(first, first)}) == 3


@pytest.mark.parametrize("sizes", [(63, 64), (64, 65), (0, 128), (128, 0)])
def test_outputs_cannot_be_cut_elsewhere(sizes):
    with pytest.raises(ValueError, match="64 bytes"):
        combine(*(bytes(size) for size in sizes))


@given(st.lists(st.integers(0, (1 << 64) - 1), min_size=2, max_size=20), st.integers(1, 20_000))
def test_buckets_follow_the_order_of_places(places, count):
    buckets = [bucket_of(place, count) for place in sorted(places)]
    assert buckets == sorted(buckets)
    assert set(buckets) <= set(range(count))
