"""Comparing two releases, as anybody can who has fetched both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from unsilenced.oblivious.record import RECORD_SIZE
from unsilenced.warnings.models import Bucket


@dataclass(frozen=True)
class Difference:
    """How many records of one release are not in the other, and the other way round."""

    gone: int
    come: int
    stayed: int


def compare(earlier: int, later: int) -> Difference:
    """Count what changed between two kept releases."""
    before, after = Counter(_records(earlier)), Counter(_records(later))
    return Difference(
        gone=(before - after).total(),
        come=(after - before).total(),
        stayed=(before & after).total(),
    )


def _records(number: int) -> Iterator[bytes]:
    buckets = Bucket.objects.filter(release_id=number).order_by("index")
    for records in buckets.values_list("records", flat=True).iterator(chunk_size=32):
        held = bytes(records)
        for start in range(0, len(held), RECORD_SIZE):
            yield held[start : start + RECORD_SIZE]
