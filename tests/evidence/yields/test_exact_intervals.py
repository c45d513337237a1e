"""Exact intervals agree with published ones, hold what they must, and own up to what is unknown."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, poisson

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.rates.poisson import expected_events, rate, smr
from unsilenced.evidence.rates.proportion import share
from unsilenced.evidence.rates.ratio import rate_ratio


@pytest.mark.parametrize(
    ("events", "trials", "low", "high"),
    [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_shares_agree_with_newcombe_1998_table_1_method_5(events, trials, low, high):
    found = share(events, trials)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (5, 1.623, 11.67), (50, 37.11, 65.92)],
)
def test_counts_agree_with_garwood_1936(events, low, high):
    found = expected_events(events)
    assert found.low == pytest.approx(low, rel=1e-3)
    assert found.high == pytest.approx(high, rel=1e-3)


def test_ten_events_have_the_interval_that_r_gives_them():
    # poisson.test(10) of R: 4.795389 18.390356.
    found = expected_events(10)
    assert (round(found.low, 6), round(found.high, 6)) == (4.795389, 18.390356)


def test_the_smr_of_the_welsh_nickel_workers_is_that_of_the_manual_of_r():
    # poisson.test(137, 24.19893), the example there: 5.661407, 4.753125 to 6.692709.
    found = smr(137, 24.19893)
    assert [round(x, 6) for x in (found.value, found.low, found.high)] == [
        5.661407,
        4.753125,
        6.692709,
    ]


def test_the_rate_ratio_of_fredericia_is_that_of_the_manual_of_r():
    # poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)): 1.971488, 0.8584264 to 4.2772659.
    found = rate_ratio(11, 800, 21, 3011).ratio
    assert [round(x, 6) for x in (found.value, found.low, found.high)] == [
        1.971488,
        0.858426,
        4.277266,
    ]


def test_the_london_study_s_rate_is_5_93_per_1000_person_years():
    # Ward, Day and Weber 1999: 4 deaths in 675 person-years, 12 times as many as expected.
    assert round(rate(4, 675, per=1000).value, 2) == 5.93
    assert smr(4, 4 / 12).as_text() == "12 [3.27 to 30.72]"


@given(st.integers(1, 300), st.data(), st.floats(0.5, 0.999))
def test_at_the_ends_of_a_share_s_interval_so_few_or_many_are_just_too_rare(trials, draw, level):
    events = draw.draw(st.integers(0, trials))
    found = share(events, trials, level)
    tail = (1 - level) / 2
    if events:
        assert binom.sf(events - 1, trials, found.low) == pytest.approx(tail, rel=1e-6)
    else:
        assert found.low == 0
    if events < trials:
        assert binom.cdf(events, trials, found.high) == pytest.approx(tail, rel=1e-6)
    else:
        assert found.high == 1


@given(st.integers(0, 5000), st.floats(0.5, 0.999))
def test_at_the_ends_of_a_count_s_interval_so_few_or_many_are_just_too_rare(events, level):
    found = expected_events(events, level)
    tail = (1 - level) / 2
    assert poisson.cdf(events, found.high) == pytest.approx(tail, rel=1e-6)
    if events:
        assert poisson.sf(events - 1, found.low) == pytest.approx(tail, rel=1e-6)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_share_that_did_not_is_the_mirror_of_the_share_that_did(events, more):
    trials = events + more
    did, did_not = share(events, trials), share(more, trials)
    assert did.low == pytest.approx(1 - did_not.high, abs=1e-12)
    assert did.high == pytest.approx(1 - did_not.low, abs=1e-12)


@given(st.integers(0, 200), st.floats(0.1, 1e5), st.integers(0, 200), st.floats(0.1, 1e5))
def test_a_rate_ratio_turned_round_is_one_over_it(events, time, other_events, other_time):
    here = rate_ratio(events, time, other_events, other_time)
    there = rate_ratio(other_events, other_time, events, time)
    if here.p_value is None:
        assert there.p_value is None
        return
    assert here.p_value == pytest.approx(there.p_value, abs=1e-9)
    if here.ratio.high is None:
        assert there.ratio.low == 0
    else:
        assert there.ratio.low == pytest.approx(1 / here.ratio.high, rel=1e-9)


@given(st.integers(1, 60), st.floats(1, 1e3), st.integers(1, 60), st.floats(1, 1e3))
def test_the_test_and_the_interval_of_a_rate_ratio_agree(events, time, other_events, other_time):
    found = rate_ratio(events, time, other_events, other_time)
    if not math.isclose(found.p_value, 0.05, rel_tol=1e-6):
        assert (found.p_value < 0.05) == (not found.ratio.low <= 1 <= found.ratio.high)


@given(st.integers(0, 100), st.floats(0.5, 1e4), st.floats(0.5, 1e3))
def test_time_in_other_units_gives_the_same_rate_ratio(events, time, scale):
    one = rate_ratio(events, time, 7, 50)
    other = rate_ratio(events, time * scale, 7, 50 * scale)
    assert one.ratio.high == pytest.approx(other.ratio.high, rel=1e-9)


def test_what_is_unknown_is_unknown():
    assert share(0, 0).as_json() == {
        "estimate": None,
        "interval": None,
        "level": 0.95,
        "method": "Clopper-Pearson",
        "unknown": "no trials",
    }
    assert rate(0, 0).unknown == "no time at risk"
    assert smr(3, 0).unknown == "no events are expected"
    none = rate_ratio(0, 10, 0, 10)
    assert (none.ratio.value, none.ratio.low, none.p_value) == (None, None, None)
    one_side = rate_ratio(4, 10, 0, 10).ratio
    assert one_side.value is None
    assert one_side.high is None
    assert one_side.low > 0
    assert one_side.as_text().startswith("unknown: no events to compare with [")
    assert rate_ratio(0, 10, 4, 10).ratio.low == 0


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda: share(7, 6), "7 events in 6 trials: there cannot be more"),
        (lambda: share(-1, 6), "-1 events: there cannot be fewer than none"),
        (lambda: share(1, 6, 95), "a level of 95 is none"),
        (lambda: rate(1, 0), "1 events in no time"),
        (lambda: rate(1, -1), "-1 is no time at risk"),
        (lambda: rate(1, math.inf), "inf is no time at risk"),
        (lambda: smr(-1, 2), "-1 events"),
        (lambda: rate_ratio(1, 0, 1, 1), "a time at risk above 0"),
        (lambda: rate_ratio(1, 1, -3, 1), "-3 events: there cannot be fewer than none"),
        (lambda: rate_ratio(1, 1, 1, math.inf), "inf is no time at risk"),
        (lambda: rate_ratio(1, 1e-320, 1, 1), "1e-320 is no time at risk"),
        (lambda: rate_ratio(10**9, 1, 1, 1), "more than 1,000,000,000, the most that are counted"),
        (lambda: rate(1, 1e-320), "1e-320 is no time at risk"),
        (lambda: rate(1, 1, per=math.inf), "inf is no time that rates are given for"),
        (lambda: smr(1, 1e-320), "1e-320 is no number of events to expect"),
        (lambda: share(1, 10**30), "more than 1,000,000,000, the most that are counted"),
        (lambda: expected_events(10**400), "more than 1,000,000,000, the most that are counted"),
        (lambda: share(1, 6, 1 - 1e-16), "at most 0.999999999"),
    ],
)
def test_what_cannot_be_is_refused(asked, says):
    with pytest.raises(BadInput, match=says):
        asked()


COUNTS = st.integers(0, 10**9)
AMOUNTS = st.floats(1e-12, 1e18)


@given(COUNTS, COUNTS, AMOUNTS, AMOUNTS, st.floats(0.01, 0.999999999))
def test_nothing_that_is_made_of_what_is_allowed_is_infinite(one, other, time, per, level):
    events, trials = sorted((one, other))
    found = [share(events, trials, level), expected_events(events, level)]
    found += [rate(events, time, per, level), smr(events, time, level)]
    if 0 < events + trials <= 10**9:
        found.append(rate_ratio(events, time, trials, per, level).ratio)
    for each in found:
        numbers = [x for x in (each.value, each.low, each.high) if x is not None]
        assert all(map(math.isfinite, numbers))
