"""Dummies: which come and which go, so that releases only show that they changed.

From one release to the next a multiple of 64 records go, at least 64, and as many come (more or
fewer only when the layout changes, then also by a multiple of 64). A dummy that goes makes room in
its bucket for what comes there. Some dummies stay for months, as real records do: if all were
equally likely to go, anybody could soon tell that those which stay long are real, and on which day
they came.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

from unsilenced.oblivious.combined import PLACES, bucket_of
from unsilenced.oblivious.layout import STEP, Layout, counted
from unsilenced.oblivious.record import RECORD_SIZE

_RANKS = 1 << 32
_STAYING = 3


@dataclass(frozen=True, slots=True)
class Dummy:
    """A record that means nothing, at a place drawn for it."""

    place: int
    record: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """The dummies that go from one release to the next, and those that come."""

    going: tuple[Dummy, ...]
    coming: tuple[Dummy, ...]


def change(
    layout: Layout, *, real: Sequence[int], withdrawn: int, dummies: Sequence[Dummy]
) -> Change:
    """Decide which dummies come and go, given the next release's layout.

    `real` are the places of its real records, `withdrawn` how many real records of the release
    before are not in it, `dummies` those of the release before: none when an epoch begins, as all
    records are new then. Raises `ValueError` if a bucket cannot hold its real records, or if the
    release before had almost no dummies; with `layout_for` neither happens.
    """
    in_buckets = _by_bucket(dummies, layout.count)
    going: list[_Leaving] = []
    staying: list[_Leaving] = []
    coming: list[Dummy] = []
    for bucket, held in enumerate(counted(real, layout.count)):
        wanted = layout.records - held
        if wanted < 0:
            raise ValueError(f"Bucket {bucket} cannot hold {held} records.")
        leaving = sorted(in_buckets[bucket])
        surplus = max(len(leaving) - wanted, 0)
        going += leaving[:surplus]
        staying += leaving[surplus:]
        coming += [_drawn(bucket, layout.count) for _ in range(wanted - len(leaving))]
    if dummies:
        swapped = _soonest(_filling(withdrawn + len(going)), staying)
        going += swapped
        coming += [_drawn(bucket_of(one.place, layout.count), layout.count) for one in swapped]
    return Change(tuple(dummies[one.index] for one in going), tuple(coming))


def _filling(known: int) -> int:
    """Return how many must go beside the `known` ones, to make a multiple of 64 above zero."""
    return -known % STEP if known else STEP


@dataclass(frozen=True, slots=True, order=True)
class _Leaving:
    """Draw when a dummy would leave; the soonest ones go."""

    when: float
    index: int
    place: int


def _soonest(number: int, staying: Sequence[_Leaving]) -> list[_Leaving]:
    if number > len(staying):
        raise ValueError("There are too few dummies to hide a change behind.")
    return nsmallest(number, staying)


def _by_bucket(dummies: Sequence[Dummy], count: int) -> list[list[_Leaving]]:
    lots = secrets.SystemRandom()
    buckets: list[list[_Leaving]] = [[] for _ in range(count)]
    for index, dummy in enumerate(dummies):
        leaving = _Leaving(lots.expovariate(_haste(dummy)), index, dummy.place)
        buckets[bucket_of(dummy.place, count)].append(leaving)
    return buckets


def _haste(dummy: Dummy) -> float:
    # A release tells a place's first bits at most, so the last ones stay secret for good.
    return float(((dummy.place % _RANKS + 1) / _RANKS) ** _STAYING)


def _drawn(bucket: int, count: int) -> Dummy:
    first, after = -(-bucket * PLACES // count), -(-(bucket + 1) * PLACES // count)
    place = first + secrets.randbelow(after - first)
    return Dummy(place=place, record=secrets.token_bytes(RECORD_SIZE))
