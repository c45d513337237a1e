"""The interval takes the choice of the model into account, and is the same for the same seed."""

import numpy as np
import pytest
from capture_tables import REFERENCE, table_named
from scipy.stats import norm

from unsilenced.evidence.capture.analysis import Question, analyse
from unsilenced.evidence.capture.bootstrap import Bootstrap, bootstrap
from unsilenced.evidence.capture.exhaustive import Choices, compare
from unsilenced.evidence.capture.models import Terms
from unsilenced.evidence.capture.one_model import fit_model
from unsilenced.evidence.capture.printed import lines
from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.capture.threads import Workers

PUBLISHED = [
    pytest.param(
        name, 2 if key == "order_2" else len(table_named(name).lists) - 1, found, id=f"{name} {key}"
    )
    for name, every in REFERENCE["published"].items()
    for key, found in every.items()
    if "interval_95" in found
]
WORKERS = Workers(2)


def monte_carlo_errors(drawn, level):
    """How far the ends of the interval move if the replicates are drawn again."""
    stream = np.random.default_rng(3)
    ends = []
    for _ in range(200):
        again = stream.choice(drawn.estimates, len(drawn.estimates))
        chosen = Bootstrap(drawn.estimate, again, drawn.chosen, drawn.acceleration)
        ends.append(chosen.interval(level))
    return np.std(ends, axis=0)


def agrees(drawn, level, published):
    # Their interval moves like ours, so the difference moves more, by the square root of two.
    error = monte_carlo_errors(drawn, level) * np.sqrt(2)
    return np.abs(np.subtract(drawn.interval(level), published)) < 3 * error + 1


@pytest.mark.parametrize(("name", "order", "published"), PUBLISHED)
def test_intervals_are_the_published_ones_within_monte_carlo_error(name, order, published):
    table = table_named(name)
    drawn = bootstrap(table, Choices(compare(table, order)).choose, 1000, 1, WORKERS)
    assert drawn.failed == 0
    assert agrees(drawn, 0.95, published["interval_95"]).all()


def test_stepwise_intervals_are_sparsemses_within_monte_carlo_error():
    expected = REFERENCE["sparsemse"]["UKdat"]["bca_1000_seed_1234"]
    question = Question(method="stepwise", replicates=1000)
    found = analyse(table_named("UKdat"), question, lambda _: WORKERS)
    assert agrees(found.bootstrap, 0.95, (expected["0.025"], expected["0.975"])).all()
    assert agrees(found.bootstrap, 0.9, (expected["0.05"], expected["0.95"])).all()


def test_the_interval_that_counts_the_choice_is_wider_than_the_models_own():
    table = table_named("UKdat_5")
    comparison = compare(table, 2)
    drawn = bootstrap(table, Choices(comparison).choose, 300, 1, WORKERS)
    best = comparison.terms.of(int(comparison.masks[comparison.order[0]]))
    low, high = drawn.interval()
    assert high - low > 1.5 * np.diff(fit_model(table, best).interval())[0]


def test_the_acceleration_is_the_r_packages():
    table = table_named("Korea")
    drawn = bootstrap(table, Choices(compare(table, 2)).choose, 1, 1)
    assert drawn.acceleration == pytest.approx(-0.008783628, abs=5e-10)


def test_the_acceleration_is_the_jackknifes_over_single_cases():
    table = OverlapTable.of(
        ("a", "b", "c"), {(1, 0, 0): 4, (0, 1, 0): 3, (1, 1, 0): 2, (1, 0, 1): 3}
    )
    terms = Terms.up_to(3, 1).of(0)

    def alone(counts):
        changed = OverlapTable(table.lists, counts)
        return 0, fit_model(changed, terms).estimate

    each = np.repeat(np.arange(8), table.counts)
    left_out = np.array([alone(table.counts - (np.arange(8) == case))[1] for case in each])
    from_mean = left_out.mean() - left_out
    by_hand = (from_mean**3).sum() / (6 * (from_mean**2).sum() ** 1.5)
    assert bootstrap(table, alone, 0, 1).acceleration == pytest.approx(by_hand)


def test_quantiles_are_corrected_for_bias_and_acceleration():
    estimates = np.arange(1.0, 1000.0)
    drawn = Bootstrap(300.5, estimates, np.zeros(999, np.int64), 0.05)
    shift = norm.ppf(300 / 999)
    assert drawn.bias_correction == pytest.approx(shift)
    ends = [shift + (shift + z) / (1 - 0.05 * (shift + z)) for z in (-1.959963985, 1.959963985)]
    # Of the quantiles 1 to n the one for p is, nearly median unbiased, at (n + 1/3) p + 1/3.
    expected = [(999 + 1 / 3) * norm.cdf(end) + 1 / 3 for end in ends]
    assert drawn.interval() == pytest.approx(expected)


def test_without_bias_or_acceleration_they_are_the_estimates_own_quantiles():
    drawn = Bootstrap(500.5, np.arange(1.0, 1001.0), np.zeros(1000, np.int64), 0.0)
    assert drawn.interval(0.8) == pytest.approx((100.4, 900.6), abs=0.1)


@pytest.mark.parametrize(
    "estimates", [np.arange(5.0), np.arange(5.0) + 100, np.full(5, np.nan), np.array([])]
)
def test_where_all_replicates_are_on_one_side_the_interval_is_unknown(estimates):
    drawn = Bootstrap(50.0, estimates, np.zeros(len(estimates), np.int64), 0.0)
    assert drawn.interval() is None
    assert drawn.unknown()


def test_where_a_case_less_leaves_no_estimate_the_interval_is_unknown():
    drawn = Bootstrap(2.5, np.arange(5.0), np.zeros(5, np.int64), np.nan)
    assert drawn.interval() is None
    assert "without one of the cases" in drawn.unknown()


def test_a_huge_acceleration_takes_a_quantile_to_the_end_and_no_further():
    drawn = Bootstrap(50.5, np.arange(1.0, 101.0), np.zeros(100, np.int64), 3.0)
    low, high = drawn.interval()
    assert 1 <= low < high == 100


@pytest.mark.parametrize(("replicates", "widest"), [(27, 0.95), (26, 0.8), (7, 0.8), (6, None)])
def test_replicates_too_few_to_hold_the_ends_give_no_interval(replicates, widest):
    # The share p of n is about the one for (n + 1/3) p + 1/3, and the first of them is 1.
    estimates = np.arange(1.0, replicates + 1)
    drawn = Bootstrap((replicates + 1) / 2, estimates, np.zeros(replicates, np.int64), 0.0)
    known = {level for level in (0.8, 0.95) if drawn.interval(level)}
    assert max(known, default=None) == widest
    for level in {0.8, 0.95} - known:
        assert drawn.unknown(level) == (
            f"there are too few replicates ({replicates}) for an interval of {level}"
        )


def test_a_replicate_without_an_estimate_counts_as_one_above_all_others():
    whole = np.arange(1.0, 101.0)
    broken = np.where(whole > 99, np.nan, whole)
    some, all_there = (
        Bootstrap(50.5, each, np.zeros(100, np.int64), 0.0) for each in (broken, whole)
    )
    assert some.failed == 1
    assert some.bias_correction == all_there.bias_correction
    assert some.interval() == all_there.interval()
    assert some.unknown() is None


def test_where_an_end_is_among_those_without_an_estimate_nothing_bounds_it():
    broken = np.where(np.arange(100) > 95, np.nan, np.arange(100.0))
    drawn = Bootstrap(50.0, broken, np.zeros(100, np.int64), 0.0)
    assert drawn.interval() is None
    assert drawn.unknown() == "4 of 100 replicates have no estimate: none bounds it above"
    assert drawn.interval(0.8) is not None


def test_a_table_that_a_sixth_of_the_replicates_cannot_estimate_from_has_no_interval():
    counts = {(1, 0, 0): 20, (0, 1, 0): 15, (0, 0, 1): 10, (1, 1, 0): 1, (0, 1, 1): 1}
    found = analyse(
        OverlapTable.of(("a", "b", "c"), counts), Question(max_order=1, replicates=1000)
    )
    assert 100 < found.bootstrap.failed < 250
    assert found.interval() is None
    assert "replicates have no estimate" in found.bootstrap.unknown()
    assert "unknown because" in "\n".join(lines(found))


@pytest.mark.parametrize("method", ["exhaustive", "stepwise"])
def test_the_seed_decides_whatever_the_number_of_threads(method):
    question = Question(method=method, replicates=40, seed=7)
    found = [
        analyse(table_named("UKdat_5"), question, lambda _, n=threads: Workers(n)).bootstrap
        for threads in (1, 2, 5)
    ]
    for other in found[1:]:
        assert (other.estimates == found[0].estimates).all()
        assert (other.chosen == found[0].chosen).all()
    again = Question(method=method, replicates=40, seed=8)
    elsewhere = analyse(table_named("UKdat_5"), again).bootstrap
    assert not (elsewhere.estimates == found[0].estimates).all()


def test_more_replicates_begin_with_the_same_ones():
    table = table_named("Korea")
    choose = Choices(compare(table, 2)).choose
    few, many = (bootstrap(table, choose, number, 3) for number in (10, 30))
    assert (many.estimates[:10] == few.estimates).all()


def permuted(table, order):
    """The same table with its lists in another order."""
    patterns = np.arange(len(table.counts))
    moved = sum((patterns >> place & 1) << bit for bit, place in enumerate(order))
    counts = np.zeros_like(table.counts)
    counts[moved] = table.counts
    return OverlapTable(tuple(table.lists[place] for place in order), counts)


@pytest.mark.parametrize("method", ["exhaustive", "stepwise"])
@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_the_order_of_the_lists_changes_nothing(method, order):
    question = Question(method=method, replicates=30)
    one = analyse(table_named("UKdat_5"), question)
    other = analyse(permuted(table_named("UKdat_5"), order), question)
    assert other.fit.estimate == pytest.approx(one.fit.estimate)
    assert other.criterion_value == pytest.approx(one.criterion_value)
    assert other.codes == one.codes
    assert other.bootstrap.estimates == pytest.approx(one.bootstrap.estimates)
    assert other.interval() == pytest.approx(one.interval())


def test_the_best_models_are_chosen_as_often_as_published():
    # Table 4 of Silverman, Chan and Vincent (2024), of 1,000 replicates.
    published = {1: 216, 5: 583, 10: 739, 50: 930, 100: 954}
    found = analyse(table_named("UKdat_5"), Question(replicates=1000), lambda _: WORKERS)
    for first, number in published.items():
        share = number / 1000
        error = np.sqrt(2 * 1000 * share * (1 - share))
        assert abs(found.ranks[first] - number) < 3.5 * error
    assert sum(number for _, number in found.often) == 1000
    assert found.ranked[0].chosen == found.ranks[1]
