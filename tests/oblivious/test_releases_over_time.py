"""Releases, one after another, show as much change as before, and hold what they must."""

import random
import secrets
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unsilenced.oblivious.combined import PLACES, bucket_of
from unsilenced.oblivious.dummies import Dummy, change
from unsilenced.oblivious.layout import Layout, bucket_size, counted, layout_for
from unsilenced.oblivious.record import RECORD_SIZE
from unsilenced.oblivious.release import bucket_count, buckets, padded_size

SINGLE_SIZES = {256, 512, 1_024, 2_048} | {4_096 * times for times in range(1, 9)}


class Archive:
    """The real records and dummies of one epoch, and every release made of them."""

    def __init__(self, layout=None):
        self.fixed = layout
        self.layout = None
        self.real = {}
        self.gone = set()
        self.published = {}
        self.dummies = ()
        self.releases = []

    def insert(self, number):
        for _ in range(number):
            self.real[secrets.randbelow(PLACES)] = secrets.token_bytes(RECORD_SIZE)

    def withdraw(self, number):
        for place in random.sample(sorted(self.real), min(number, len(self.real))):
            self.gone.add(self.real.pop(place))

    def release(self):
        places = list(self.real)
        self.layout = self.fixed or layout_for(places, self.layout)
        withdrawn = len(self.published.keys() - self.real.keys())
        made = change(self.layout, real=places, withdrawn=withdrawn, dummies=self.dummies)
        kept = set(self.dummies) - set(made.going)
        assert len(kept) == len(self.dummies) - len(made.going)
        self.dummies = (*kept, *made.coming)
        self.published = dict(self.real)
        entries = sorted([*self.real.items(), *((one.place, one.record) for one in self.dummies)])
        self.releases.append(list(buckets(entries, self.layout.count, self.layout.records)))


def records_in(release: Iterable[bytes]):
    return {
        bucket[start : start + RECORD_SIZE]
        for bucket in release
        for start in range(0, len(bucket), RECORD_SIZE)
    }


def differences(archive):
    for before, after in pairwise(map(records_in, archive.releases)):
        yield len(before - after), len(after - before)


days = st.tuples(st.integers(0, 6) | st.integers(0, 120), st.integers(0, 6) | st.integers(0, 120))


@settings(max_examples=15)
@given(st.integers(0, 300), st.lists(days, min_size=60, max_size=60))
def test_sixty_days_of_one_bucket(at_first, changes):
    archive = Archive()
    archive.insert(at_first)
    archive.release()
    for coming, going in changes:
        size = archive.layout.records
        archive.insert(coming)
        archive.withdraw(going)
        archive.release()
        records = records_in(archive.releases[-1])
        assert set(archive.real.values()) <= records
        assert not archive.gone & records
        assert len(records) == archive.layout.records
        assert archive.layout.count == 1
        assert archive.layout.records in SINGLE_SIZES
        assert size <= archive.layout.records
        assert len(archive.real) * 4 <= archive.layout.records * 3
    sizes = [len(records_in(release)) for release in archive.releases]
    for (before, after), (gone, come) in zip(pairwise(sizes), differences(archive), strict=True):
        assert come - gone == after - before
        assert gone % 64 == come % 64 == 0
        assert gone > 0


@pytest.mark.parametrize("changes", [0, 1, 32, 64])
def test_up_to_64_changes_look_the_same(changes):
    archive = Archive()
    archive.insert(100)
    archive.release()
    archive.insert(changes)
    archive.withdraw(changes)
    archive.release()
    assert list(differences(archive)) == [(64, 64)]


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=6, max_size=6))
def test_many_buckets_stay_equal_and_change_alike(changes):
    archive = Archive(Layout(5, 512))
    archive.insert(600)
    archive.release()
    for coming, going in changes:
        archive.insert(coming)
        archive.withdraw(going)
        archive.release()
        records = records_in(archive.releases[-1])
        assert set(archive.real.values()) <= records
        assert not archive.gone & records
        assert [len(bucket) for bucket in archive.releases[-1]] == [512 * RECORD_SIZE] * 5
    for gone, come in differences(archive):
        assert gone == come
        assert gone % 64 == 0
        assert gone > 0


def test_what_comes_to_a_bucket_takes_the_place_of_what_goes_from_it():
    archive = Archive(Layout(5, 512))
    archive.insert(600)
    archive.release()
    archive.insert(100)
    archive.withdraw(30)
    archive.release()
    for before, after in zip(*archive.releases, strict=True):
        gone, come = (
            records_in([one]) - records_in([other])
            for one, other in ((before, after), (after, before))
        )
        assert len(gone) == len(come)


def test_releases_go_from_one_bucket_to_many_and_on():
    archive = Archive()
    archive.insert(19_990)
    archive.release()
    assert archive.layout == Layout(1, 28_672)
    for number in (20, 3_000, 10):
        archive.insert(number)
        archive.withdraw(5)
        archive.release()
        assert archive.layout.count == bucket_count(len(archive.real))
        assert archive.layout.records >= 1_000
        records = records_in(archive.releases[-1])
        assert set(archive.real.values()) <= records
        assert not archive.gone & records
    archive.withdraw(5_000)
    archive.release()
    assert archive.layout.count == 28
    for gone, come in differences(archive):
        assert gone % 64 == come % 64 == 0
        assert gone > 0


@pytest.mark.parametrize("number", [20_001, 100_000, 500_000])
def test_each_of_many_buckets_holds_hardly_more_than_hides_a_check(number):
    drawn = random.Random(number)
    layout = layout_for([drawn.randrange(PLACES) for _ in range(number)], None)
    assert layout == Layout(number // 800, 1_024)


def test_some_dummies_stay_as_long_as_real_records():
    archive = Archive()
    archive.insert(40)
    for _ in range(60):
        archive.release()
    early, month_before, last = (records_in(archive.releases[day]) for day in (19, 29, 59))
    # 216 dummies of which 64 go a day: were each as likely as another, next to none would stay.
    assert len(month_before & last) - len(archive.real) >= 20
    assert len((month_before - early) & last) >= 3


def test_an_epoch_begins_with_new_dummies_only():
    made = change(Layout(1, 256), real=[1, 2, 3], withdrawn=0, dummies=())
    assert made.going == ()
    assert len(made.coming) == 253
    assert len({dummy.record for dummy in made.coming}) == 253
    assert {len(dummy.record) for dummy in made.coming} == {RECORD_SIZE}


@settings(max_examples=30)
@given(st.integers(1, 300))
def test_dummies_are_drawn_all_over_their_bucket(count):
    made = change(Layout(count, 2), real=[], withdrawn=0, dummies=())
    assert counted([dummy.place for dummy in made.coming], count) == [2] * count


def test_no_dummy_is_where_another_is():
    made = change(Layout(1, 4_096), real=[], withdrawn=0, dummies=())
    halves = counted([dummy.place for dummy in made.coming], 2)
    assert min(halves) > 1_500
    assert len({dummy.place for dummy in made.coming}) == 4_096


def test_a_bucket_too_small_for_its_real_records_is_refused():
    with pytest.raises(ValueError, match="cannot hold"):
        change(Layout(2, 2), real=[0, 1, 2], withdrawn=0, dummies=())


def test_a_change_that_nothing_would_hide_is_refused():
    few = [Dummy(place, bytes(RECORD_SIZE)) for place in range(10)]
    with pytest.raises(ValueError, match="too few dummies"):
        change(Layout(1, 256), real=list(range(246)), withdrawn=0, dummies=few)


@given(st.integers(0, 24_576), st.none() | st.sampled_from(sorted(SINGLE_SIZES)))
@example(192, 256)
@example(193, 256)
@example(0, None)
@example(24_576, None)
def test_a_single_bucket_is_as_large_as_it_must_be_and_never_shrinks(real, present):
    size = padded_size(real, present)
    assert size in SINGLE_SIZES
    assert real * 4 <= size * 3
    smaller = [one for one in SINGLE_SIZES if one < size]
    assert size == present or all(real * 4 > one * 3 for one in smaller)
    assert present is None or size >= present


def test_a_single_bucket_has_its_limit():
    with pytest.raises(ValueError, match="too many"):
        padded_size(24_577, None)


@given(st.integers(0, 5_000), st.none() | st.integers(16, 80).map(lambda steps: steps * 64))
@example(960, None)
@example(961, None)
def test_one_of_many_buckets_keeps_a_sixteenth_for_dummies_and_never_shrinks(fullest, present):
    size = bucket_size(fullest, present)
    assert size >= 1_000
    assert size % 64 == 0
    assert fullest * 16 <= size * 15
    assert size in {present, 1_024} or fullest * 16 > (size - 64) * 15
    assert present is None or size >= present


@pytest.mark.parametrize(
    ("records", "count"),
    [(0, 1), (20_000, 1), (20_001, 25), (20_800, 26), (1_000_000, 1_250), (10_000_000, 12_500)],
)
def test_buckets_are_many_above_20_000_records(records, count):
    assert bucket_count(records) == count


def test_a_layout_never_goes_back():
    few = list(range(10))
    assert layout_for(few, None) == Layout(1, 256)
    assert layout_for(few, Layout(1, 4_096)) == Layout(1, 4_096)
    assert layout_for(few, Layout(30, 1_216)) == Layout(30, 1_216)
    many = [PLACES * number // 20_001 for number in range(20_001)]
    assert layout_for(many, Layout(1, 28_672)) == Layout(25, 1_024)


def entries_of(places):
    return [(place, secrets.token_bytes(RECORD_SIZE)) for place in sorted(places)]


@given(st.integers(1, 20), st.integers(1, 5))
def test_buckets_hold_their_records_sorted(count, size):
    first = [-(-bucket * PLACES // count) for bucket in range(count)]
    entries = entries_of([place + more for place in first for more in range(size)])
    made = list(buckets(iter(entries), count, size))
    for index, bucket in enumerate(made):
        mine = sorted(record for place, record in entries if bucket_of(place, count) == index)
        assert bucket == b"".join(mine)


def test_buckets_are_made_one_at_a_time():
    taken = []

    def entries():
        for place, record in entries_of([1, 2, PLACES // 2, PLACES // 2 + 1]):
            taken.append(place)
            yield place, record

    made = buckets(entries(), 2, 2)
    next(made)
    assert len(taken) <= 3


HALF = PLACES // 2


@pytest.mark.parametrize(
    "places",
    [
        [1, 2],
        [1, 2, HALF],
        [1, HALF, HALF + 1],
        [1, 2, 3, HALF, HALF + 1],
        [1, 2, HALF, HALF + 1, HALF + 2],
        [HALF, HALF + 1],
        [],
    ],
    ids=str,
)
def test_a_bucket_that_is_not_exactly_full_is_refused(places):
    with pytest.raises(ValueError, match=r"[Bb]ucket"):
        list(buckets(entries_of(places), 2, 2))


@pytest.mark.parametrize("places", [[2, 1, HALF, HALF + 1], [HALF, HALF + 1, 1, 2]], ids=str)
def test_disorder_is_refused(places):
    entries = [(place, bytes(RECORD_SIZE)) for place in places]
    with pytest.raises(ValueError, match=r"sorted|Bucket"):
        list(buckets(entries, 2, 2))


def test_a_record_of_another_size_is_refused():
    with pytest.raises(ValueError, match="44 bytes"):
        list(buckets([(1, bytes(43))], 1, 1))
