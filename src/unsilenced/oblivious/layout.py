"""Layouts: how many buckets a release has, and how many records are in each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from unsilenced.oblivious.combined import bucket_of

LARGEST_SINGLE = 20_000
"""Up to this many real records there is one bucket, and everybody fetches all of it."""

STEP = 64
"""From one release to the next, records come and go in multiples of this."""

_LEAST_IN_BUCKET = 1_024
# So few that a bucket almost never has more than the smallest size holds: a check fetches a whole
# bucket, and on a slow phone 64 more records take 60 milliseconds.
_PER_BUCKET = 800

_SINGLE_SIZES: tuple[int, ...] = (256, 512, 1_024, 2_048, *range(4_096, 32_768 + 1, 4_096))


@dataclass(frozen=True, slots=True)
class Layout:
    """`count` buckets with `records` records in each of them, dummies included."""

    count: int
    records: int


def layout_for(places: Sequence[int], present: Layout | None) -> Layout:
    """Return the layout for real records at `places`, after a release with the `present` one.

    There are never fewer buckets than before. Buckets never get smaller while there is one, or
    while there are many: a smaller release would tell that warnings were removed.
    """
    count = max(bucket_count(len(places)), present.count if present else 1)
    if count == 1:
        return Layout(1, padded_size(len(places), present.records if present else None))
    held = counted(places, count)
    was_many = present is not None and present.count > 1
    return Layout(count, bucket_size(max(held), present.records if present and was_many else None))


def bucket_count(records: int) -> int:
    """Return how many buckets this many real records need."""
    return 1 if records <= LARGEST_SINGLE else records // _PER_BUCKET


def padded_size(real: int, present: int | None) -> int:
    """Return how many records a single bucket has, dummies included, for `real` real ones.

    At least a quarter are dummies. Raises `ValueError` for more than a single bucket can hold.
    """
    needed = -(-real * 4 // 3)
    if present is not None and present >= needed:
        return present
    for size in _SINGLE_SIZES:
        if size >= needed:
            return size
    raise ValueError(f"{real} records are too many for a single bucket.")


def bucket_size(fullest: int, present: int | None) -> int:
    """Return how many records each of many buckets has; the fullest has this many real ones.

    At least a sixteenth of every bucket are dummies.
    """
    needed = max(-(-fullest * 16 // 15), _LEAST_IN_BUCKET)
    if present is not None and present >= needed:
        return present
    return -(-needed // STEP) * STEP


def counted(places: Sequence[int], count: int) -> list[int]:
    """Return how many of `places` are in each of `count` buckets."""
    held = [0] * count
    for place in places:
        held[bucket_of(place, count)] += 1
    return held
