"""Releases: records cut into buckets, one in memory at a time."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from unsilenced.oblivious.combined import bucket_of
from unsilenced.oblivious.layout import Layout, bucket_count, layout_for, padded_size
from unsilenced.oblivious.manifest import Entry, Manifest
from unsilenced.oblivious.record import RECORD_SIZE

__all__ = [
    "Entry",
    "Layout",
    "Manifest",
    "bucket_count",
    "buckets",
    "layout_for",
    "padded_size",
]


def buckets(entries: Iterable[tuple[int, bytes]], count: int, size: int) -> Iterator[bytes]:
    """Yield the bytes of each of `count` buckets of `size` records, each sorted by its bytes.

    `entries` are (place, record), sorted by place, dummies included. Raises `ValueError` as soon
    as they are out of order or do not fill every bucket exactly.
    """
    made = 0
    for index, group in groupby(_in_order(entries), lambda entry: bucket_of(entry[0], count)):
        records = sorted(record for _, record in islice(group, size + 1))
        if index != made or len(records) != size:
            raise ValueError(f"Bucket {made} of {count} does not have {size} records.")
        yield b"".join(records)
        made += 1
    if made != count:
        raise ValueError(f"There are {made} buckets of {count}.")


def _in_order(entries: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    before = 0
    for place, record in entries:
        if place < before:
            raise ValueError("The records are not sorted by place.")
        if len(record) != RECORD_SIZE:
            raise ValueError(f"A record has {RECORD_SIZE} bytes.")
        before = place
        yield place, record
