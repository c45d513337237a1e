"""The test for a trend counts every way to share the events out."""

from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from unsilenced.evidence.reporting import exact_trend
from unsilenced.evidence.reporting.exact_trend import EXACT, NORMAL, cochran_armitage

GROUPS = st.lists(
    st.tuples(st.integers(1, 5), st.integers(0, 5)).map(lambda each: (each[0], min(each))),
    min_size=2,
    max_size=4,
)


def counted(events, trials, at):
    """The p-value in fractions, over every table with the same margins."""
    total = sum(events)
    observed = sum(s * x for s, x in zip(at, events, strict=True))
    ways = {}
    for split in product(*(range(n + 1) for n in trials)):
        if sum(split) == total:
            weight = 1
            for x, n in zip(split, trials, strict=True):
                weight *= comb(n, x)
            score = sum(s * x for s, x in zip(at, split, strict=True))
            ways[score] = ways.get(score, 0) + weight
    every = sum(ways.values())
    least = Fraction(sum(w for s, w in ways.items() if s <= observed), every)
    most = Fraction(sum(w for s, w in ways.items() if s >= observed), every)
    return min(Fraction(1), 2 * min(least, most))


@settings(max_examples=40)
@given(groups=GROUPS, gaps=st.lists(st.integers(1, 4), min_size=4, max_size=4))
def test_it_is_the_share_of_all_tables_that_go_as_far(groups, gaps):
    trials, events = zip(*groups, strict=True)
    at = [sum(gaps[:i]) for i in range(len(groups))]
    found = cochran_armitage(events, trials, at)
    assert found.method == EXACT
    assert found.p_value == pytest.approx(float(counted(events, trials, at)), rel=1e-9)


def test_two_periods_are_fishers_test_with_the_smaller_tail_doubled():
    found = cochran_armitage([8, 1], [10, 12], [2012, 2020])
    tail = fisher_exact([[8, 2], [1, 11]], alternative="greater").pvalue
    assert found.p_value == pytest.approx(2 * tail)
    assert found.direction == -1


def test_neither_the_unit_of_time_nor_turning_it_round_matters():
    one = cochran_armitage([1, 4, 6], [10, 9, 8], [0, 1, 3])
    months = cochran_armitage([1, 4, 6], [10, 9, 8], [24, 36, 60])
    back = cochran_armitage([6, 4, 1], [8, 9, 10], [0, 2, 3])
    assert one == months
    assert back.p_value == pytest.approx(one.p_value)
    assert (one.direction, back.direction) == (1, -1)


def test_equal_shares_have_no_trend():
    found = cochran_armitage([2, 4, 6], [10, 20, 30], [1, 2, 3])
    assert (found.p_value, found.direction) == (1.0, 0)
    assert cochran_armitage([0, 0], [5, 9], [1, 2]).p_value == 1.0
    assert cochran_armitage([5, 9], [5, 9], [1, 2]).p_value == 1.0


def test_large_counts_are_approximated_and_it_says_so(monkeypatch):
    events, trials, at = [60, 64, 72], [200, 200, 200], [2010, 2011, 2012]
    exact = cochran_armitage(events, trials, at)
    monkeypatch.setattr(exact_trend, "MOST_WORK", 10**6)
    near = cochran_armitage(events, trials, at)
    assert (exact.method, near.method) == (EXACT, NORMAL)
    assert near.p_value == pytest.approx(exact.p_value, rel=0.2)
    assert near.direction == exact.direction == 1
    assert cochran_armitage([900, 900], [900, 900], [1, 2]).p_value == 1.0
