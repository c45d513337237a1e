"""Contacts around visits: the stacked fit equals statsmodels', and what is left out is counted."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_contacts import invented

from unsilenced.evidence.displacement.analysis import Question, displaced
from unsilenced.evidence.displacement.around import Span, around
from unsilenced.evidence.displacement.leads import distance_before
from unsilenced.evidence.displacement.visits import Visits
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.effect import effect
from unsilenced.evidence.events.panel import Panel
from unsilenced.evidence.events.separation import estimable

FEW = Question(permutations=1)


def by_dummies(stacks):
    """The stacked model with a column for each unit and each period of each stack."""
    counts, regressors, units, periods, clusters, offsets = [], [], [], [], [], []
    for number, stack in enumerate(stacks):
        unit, period = (each.ravel() for each in np.indices(stack.counts.shape))
        counts.append(stack.counts.ravel())
        regressors.append(stack.design.reshape(len(unit), -1))
        units += [(number, each) for each in unit]
        periods += [(number, each) for each in period]
        clusters.append(np.array(stack.clusters)[unit])
        log = np.zeros(stack.counts.shape) if stack.log_exposure is None else stack.log_exposure
        offsets.append(log.ravel())
    dummies = [
        np.array([[each == name for name in sorted(set(names))] for each in names], dtype=float)
        for names in (units, periods)
    ]
    begins = [sorted(set(periods)).index((number, 0)) for number in range(len(stacks))]
    regressors = np.vstack(regressors)
    design = np.hstack([regressors, dummies[0], np.delete(dummies[1], begins, axis=1)])
    clusters = np.concatenate(clusters)
    found = sm.GLM(
        np.concatenate(counts),
        design,
        family=sm.families.Poisson(),
        offset=np.concatenate(offsets),
    ).fit(
        maxiter=200,
        tol=1e-13,
        cov_type="cluster",
        cov_kwds={"groups": clusters, "use_correction": False},
    )
    number = regressors.shape[1]
    groups, rows = len(set(clusters)), len(design)
    free = number + dummies[1].shape[1]
    scale = groups / (groups - 1) * (rows - 1) / (rows - free)
    return found.params[:number], np.sqrt(np.diag(found.cov_params())[:number] * scale)


@pytest.mark.parametrize("exposure", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_ratio_and_its_error_agree_with_statsmodels(seed, exposure):
    contacts, visits = invented(seed, units=12, periods=16, visits=6, factor=0.7)
    if exposure:
        days = np.random.default_rng(seed).uniform(0.5, 2, contacts.counts.shape)
        contacts = Panel("", contacts.units, contacts.periods, contacts.counts, days)
    found = displaced(contacts, visits, FEW)
    stacks = around(contacts, visits.visited, FEW.span)
    log_ratio, error = by_dummies(stacks.before_and_after())
    assert found.change.log_ratio == pytest.approx(log_ratio[0], abs=1e-6)
    assert found.change.error == pytest.approx(error[0], abs=1e-6)


def test_leads_and_lags_agree_with_statsmodels():
    contacts, visits = invented(3, units=12, periods=16, visits=6, factor=0.7)
    study = displaced(contacts, visits, FEW).study
    stacks = around(contacts, visits.visited, FEW.span)
    positions = (-3, -2, 0, 1, 2, 3)
    log_ratios, errors = by_dummies(stacks.by_position(positions))
    assert [term.position for term in study.terms] == list(positions)
    for term, log_ratio, error in zip(study.terms, log_ratios, errors, strict=True):
        assert np.log(term.ratio.value) == pytest.approx(log_ratio, abs=1e-6)
        half = np.log(term.ratio.high / term.ratio.low) / 2 / 1.959964
        assert half == pytest.approx(error, abs=1e-6)


def test_visits_all_at_once_are_an_event_like_any_other():
    contacts, _ = invented(4, units=10, periods=8, visits=0)
    visited = np.zeros(contacts.counts.shape, dtype=bool)
    visited[:4, 4] = True
    change = displaced(contacts, Visits(visited, 0), FEW).change
    alike = effect(contacts.window("1", "7"), contacts.units[:4], ("4", "5", "6", "7"))
    assert change.log_ratio == pytest.approx(alike.log_ratio, abs=1e-8)
    assert change.error == pytest.approx(alike.error, abs=1e-8)


def test_an_effect_that_is_there_is_found_and_one_that_is_not_is_not():
    lower = displaced(*invented(1, factor=0.6), Question(permutations=99))
    assert lower.answer == "lower"
    assert lower.change.ratio.low < 0.6 < lower.change.ratio.high
    assert not lower.fragile
    assert lower.randomised.p_value == 0.01
    none = displaced(*invented(1), Question(permutations=99))
    assert none.answer == "no difference"
    assert none.randomised.p_value > 0.05


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    def holds(seed):
        contacts, visits = invented(seed, units=60, visits=40, factor=0.8)
        ratio = displaced(contacts, visits, FEW).change.ratio
        return ratio.low < 0.8 < ratio.high

    assert sum(map(holds, range(60))) >= 52


def test_with_few_units_it_is_said_that_they_are_few():
    few = displaced(*invented(1, units=12, visits=5), FEW)
    assert "These are few" in few.statement
    assert "does not show that there is none" in few.statement
    many = displaced(*invented(1, units=60, visits=40), FEW)
    assert many.statement == (
        "40 visits of 40 units are looked at, beside 60 units that were free of visits then."
    )


def test_one_unit_visited_has_a_ratio_and_no_interval():
    found = displaced(*invented(1, units=12, visits=1), FEW)
    assert found.change.ratio.value > 0
    assert found.change.ratio.low is None
    assert found.answer == "unknown"
    assert found.randomised is None
    assert not found.fragile


def visited_at(*visits, units=6, periods=20):
    truths = np.zeros((units, periods), dtype=bool)
    for unit, period in visits:
        truths[unit, period] = True
    return truths


def counted(*visits, empty=(), span=FEW.span):
    contacts, _ = invented(1, units=6, periods=20)
    contacts.counts[list(empty)] = 0
    return around(contacts, visited_at(*visits), span).used


def test_visits_too_near_the_ends_are_left_out():
    used = counted((0, 2), (1, 3), (2, 16), (3, 17))
    assert (used.visits, used.too_near_the_ends) == (2, 2)


def test_a_visit_too_soon_after_another_is_left_out_and_the_first_is_marked():
    used = counted((0, 6), (0, 8), (0, 14))
    assert (used.visits, used.follow_another, used.followed) == (1, 2, 1)
    assert counted((0, 6), (0, 13)).visits == 2


def test_units_whose_own_visit_works_on_into_the_span_are_not_beside():
    assert counted((0, 10)).other_units == 5
    assert counted((0, 10), (1, 4)).other_units == 5
    pair = counted((0, 10), (1, 4), (2, 5), (3, 13), (4, 16), span=Span(3, 3))
    assert pair.visits == 5
    contacts, _ = invented(1, units=6, periods=20)
    groups = around(contacts, visited_at((0, 10), (1, 4), (2, 3)), FEW.span).groups
    beside = {group.stack.clusters for group in groups if group.stack.clusters[0] == 0}
    assert beside == {(0, 2, 3, 4, 5)}


def test_where_nobody_is_beside_or_nothing_was_counted_the_visit_is_left_out():
    assert counted(*[(unit, 10) for unit in range(6)]).nobody_beside == 6
    assert counted((0, 10), (1, 10), empty=[0]).no_contacts == 1


def test_where_no_visit_is_left_the_reasons_are_said():
    contacts, _ = invented(1, units=6, periods=20)
    with pytest.raises(BadInput, match="no visit can be looked at: 1 are too near the ends"):
        displaced(contacts, Visits(visited_at((0, 1)), 0), FEW)
    with pytest.raises(BadInput, match="6 have no unit free of visits beside them"):
        displaced(contacts, Visits(visited_at(*[(each, 10) for each in range(6)]), 0), FEW)


@pytest.mark.parametrize("span", [Span(0, 3), Span(3, -1)])
def test_a_span_that_is_none_is_refused(span):
    with pytest.raises(BadInput, match="a visit needs 1 period before it"):
        displaced(*invented(1), Question(span))


def test_where_nobody_had_contacts_after_the_ratio_is_unknown():
    contacts, _ = invented(1, units=6, periods=20)
    contacts.counts[:2, 10:] = 0
    found = displaced(contacts, Visits(visited_at((0, 10), (1, 10)), 0), FEW)
    assert found.change.ratio.value is None
    assert "too few contacts to tell" in found.change.ratio.unknown
    assert {term.position for term in found.study.terms if term.ratio.value} == {-3, -2}


@given(st.integers(0, 10_000), st.floats(0.02, 0.5))
@settings(max_examples=60, deadline=None)
def test_that_the_ratio_exists_is_what_the_linear_programme_says(seed, mean):
    contacts, visits = invented(seed, units=6, periods=14, visits=3, mean=mean)
    found = around(contacts, visits.visited, FEW.span)
    if found.groups:
        kept = estimable(found.before_and_after())
        separated = any(stack.seen is not None for stack in kept.stacks)
        assert found.comparable == (bool(kept.known.any()) and not separated)


@given(st.permutations(range(5)))
@settings(max_examples=8, deadline=None)
def test_the_order_of_the_units_changes_nothing(order):
    contacts, visits = invented(2, units=5, periods=16, visits=3)
    turned = Panel(
        "", tuple(contacts.units[each] for each in order), contacts.periods, contacts.counts[order]
    )
    question = Question(permutations=120)
    whole = displaced(contacts, visits, question)
    other = displaced(turned, Visits(visits.visited[order], 0), question)
    assert other.change.log_ratio == pytest.approx(whole.change.log_ratio, abs=1e-9)
    assert other.randomised == whole.randomised
    assert other.pre_trend == whole.pre_trend
    assert whole.randomised.exact
    assert other.used == whole.used
    assert other.changes == whole.changes


def test_drawn_at_random_it_is_the_same_each_time():
    one, two, other = (
        displaced(*invented(5), Question(permutations=30, seed=seed)).randomised
        for seed in (1, 1, 2)
    )
    assert one == two
    assert one.p_value == (1 + one.as_far) / 31
    assert other.drawn == 30


@pytest.mark.parametrize("exposure", [False, True])
def test_how_far_the_leads_stand_out_agrees_with_statsmodels(exposure):
    contacts, visits = invented(3, units=12, visits=6)
    if exposure:
        days = np.random.default_rng(3).uniform(1, 3, contacts.counts.shape)
        contacts = Panel("", contacts.units, contacts.periods, contacts.counts, days)
    found = around(contacts, visits.visited, Span(2, 1))
    stacks = found.before_alone((-2,))
    assert [stack.log_exposure is not None for stack in stacks] == [exposure] * len(stacks)
    coefficients, errors = by_dummies(stacks)
    statistic = (coefficients[0] / errors[0]) ** 2
    assert distance_before(found, Span(2, 1)) == pytest.approx(statistic, rel=1e-6)


def test_visits_that_came_where_contacts_already_fell_are_told_from_others():
    contacts, visits = invented(4, units=12, visits=6)
    falling = contacts.counts.copy()
    for unit, period in np.argwhere(visits.visited):
        falling[unit, : period - 1] = np.round(falling[unit, : period - 1] * 2)
    before = Panel("", contacts.units, contacts.periods, falling)
    usual, fallen = (
        displaced(each, visits, Question(Span(2, 1), permutations=99)).pre_trend
        for each in (contacts, before)
    )
    assert fallen.p_value == 0.01
    assert usual.p_value > 0.1
    assert usual.drawn == 99


@given(st.integers(0, 2**32), st.sampled_from([0.3, 1.0]))
@settings(max_examples=15, deadline=None)
def test_leads_have_a_statistic_where_the_linear_programme_says_they_have_an_estimate(seed, mean):
    contacts, visits = invented(seed, units=6, periods=12, visits=3, mean=mean)
    found = around(contacts, visits.visited, Span(2, 1))
    statistic = distance_before(found, Span(2, 1))
    assert statistic == np.inf or estimable(found.before_alone((-2,))).known.all()


def test_what_came_from_the_visit_on_says_nothing_of_the_leads():
    contacts, visits = invented(4, units=12, visits=6)
    after = contacts.counts.copy()
    for unit, period in np.argwhere(visits.visited):
        after[unit, period : period + 2] *= 3
    statistics = [
        distance_before(around(panel, visits.visited, Span(2, 1)), Span(2, 1))
        for panel in (contacts, Panel("", contacts.units, contacts.periods, after))
    ]
    assert statistics[0] == statistics[1]


def test_without_leads_there_is_no_test_of_them():
    assert displaced(*invented(1), Question(Span(1, 1), permutations=5)).pre_trend is None
