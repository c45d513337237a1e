"""For any table, what must not matter does not matter, and what must be noticed is noticed."""

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from unsilenced.evidence.capture.analysis import Question, analyse
from unsilenced.evidence.capture.exhaustive import compare
from unsilenced.evidence.capture.table import OverlapTable, read_table
from unsilenced.evidence.errors import BadInput

NAMES = "abcdefgh"


def pattern_of(code, lists):
    return tuple(code >> number & 1 for number in range(lists))


@st.composite
def tables(draw, most=4):
    """Valid tables: each list has cases, and shares some with another list."""
    lists = draw(st.integers(3, most))
    count = st.one_of(st.integers(0, 6), st.integers(0, 900))
    counts = draw(st.lists(count, min_size=2**lists - 1, max_size=2**lists - 1))
    try:
        return OverlapTable(tuple(NAMES[:lists]), np.array([0, *counts], np.int64))
    except BadInput:
        reject()


def permuted(table, order):
    counts = np.zeros_like(table.counts)
    for code, count in enumerate(table.counts):
        counts[sum((code >> place & 1) << bit for bit, place in enumerate(order))] = count
    return OverlapTable(tuple(table.lists[place] for place in order), counts)


@settings(max_examples=40)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_no_model_and_no_estimate(table, random):
    order = random.sample(range(len(table.lists)), len(table.lists))
    one, other = (compare(each, len(table.lists) - 1) for each in (table, permuted(table, order)))
    assert sorted(one.codes.tolist()) == sorted(other.codes.tolist())
    assert one.values[one.order] == pytest.approx(other.values[other.order], abs=1e-6)
    estimates = [np.sort(each.estimates[each.order]) for each in (one, other)]
    assert estimates[0] == pytest.approx(estimates[1], rel=1e-4)


@settings(max_examples=10)
@given(tables(most=3), st.permutations(range(3)), st.sampled_from(["exhaustive", "stepwise"]))
def test_nor_does_it_change_what_is_drawn_again(table, order, method):
    question = Question(method=method, replicates=12)
    one, other = (analyse(each, question) for each in (table, permuted(table, order)))
    assume(one.fit is not None)
    # Where models are as good as each other to the last digit, either may be chosen.
    values = [each.criterion_value for each in one.ranked]
    assume(len(values) < 2 or values[1] - values[0] > 1e-6)
    assert other.fit.estimate == pytest.approx(one.fit.estimate, rel=1e-6)
    assert method == "stepwise" or other.codes == one.codes
    assert np.isnan(other.bootstrap.estimates).sum() == np.isnan(one.bootstrap.estimates).sum()


@given(tables(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_rows_and_rows_of_zero_change_nothing(
    tmp_path_factory, table, random, zeros
):
    rows = [
        ",".join(map(str, [*pattern_of(code, len(table.lists)), count]))
        for code, count in enumerate(table.counts.tolist())
        if code and (count or zeros)
    ]
    random.shuffle(rows)
    path = tmp_path_factory.mktemp("rows") / "table.csv"
    path.write_text("\n".join([",".join([*table.lists, "n"]), *rows]) + "\n", encoding="utf-8")
    read = read_table(path)
    assert read.lists == table.lists
    assert (read.counts == table.counts).all()


@settings(max_examples=30)
@given(tables(), st.integers(2, 9))
def test_counts_times_a_factor_scale_every_estimate_and_leave_every_code(table, factor):
    larger = OverlapTable(table.lists, table.counts * factor)
    one, other = (compare(each, len(table.lists) - 1) for each in (table, larger))
    assert (one.codes == other.codes).all()
    places = one.order
    assert other.estimates[places] == pytest.approx(one.estimates[places] * factor, rel=1e-4)


@given(tables(most=7), st.data())
def test_a_list_that_is_empty_is_noticed_wherever_it_stands(table, data):
    place = data.draw(st.integers(0, len(table.lists)))
    below = (1 << place) - 1
    counts = np.zeros(2 * len(table.counts), np.int64)
    for code, count in enumerate(table.counts):
        counts[(code & below) | (code & ~below) << 1] = count
    names = [*table.lists[:place], "empty", *table.lists[place:]]
    with pytest.raises(BadInput, match="column empty: no case is on this list"):
        OverlapTable(tuple(names), counts)


@given(tables(most=7), st.integers(1, 50), st.data())
def test_a_list_that_shares_no_case_is_noticed_wherever_it_stands(table, alone, data):
    place = data.draw(st.integers(0, len(table.lists)))
    below = (1 << place) - 1
    counts = np.zeros(2 * len(table.counts), np.int64)
    for code, count in enumerate(table.counts):
        counts[(code & below) | (code & ~below) << 1] = count
    counts[1 << place] = alone
    names = [*table.lists[:place], "alone", *table.lists[place:]]
    with pytest.raises(BadInput, match="column alone: this list shares no case"):
        OverlapTable(tuple(names), counts)


@pytest.mark.parametrize("lists", range(3, 9))
def test_three_to_eight_lists_are_estimated(lists):
    # Each is on each list with probability 1/3, whatever the others: 1,000 people.
    chances = np.array(
        [
            (1 / 3) ** code.bit_count() * (2 / 3) ** (lists - code.bit_count())
            for code in range(1 << lists)
        ]
    )
    counts = np.random.default_rng(lists).multinomial(1000, chances)
    missing, counts[0] = counts[0], 0
    table = OverlapTable(tuple(NAMES[:lists]), counts)
    found = analyse(table, Question(method="stepwise", replicates=0))
    low, high = found.fit.interval(0.999)
    assert low < table.cases + missing == 1000 < high
