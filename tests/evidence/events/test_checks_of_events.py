"""Checks of an event's answer: leads and lags, other units, other dates, other windows."""

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_panels import EVENT, TREATED, by_dummies, invented
from scipy.stats import f as f_distribution

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.alike import Binned
from unsilenced.evidence.events.analysis import Question, analyse, examined
from unsilenced.evidence.events.effect import effect
from unsilenced.evidence.events.london import GAMES, HOST_BOROUGHS, OUTCOMES, WINDOW, london
from unsilenced.evidence.events.panel import Panel
from unsilenced.evidence.events.randomisation import randomised
from unsilenced.evidence.events.result import RULE
from unsilenced.evidence.events.statistic import statistic_of
from unsilenced.evidence.events.timing import event_of, other_windows


@pytest.fixture(scope="module")
def london_found():
    panels = [london(outcome) for outcome in OUTCOMES]
    found = analyse(panels, Question(HOST_BOROUGHS, GAMES, WINDOW, permutations=1999))
    return found, {result.effect.outcome: result for result in found.results}


def test_the_one_answer_of_four_is_called_fragile_and_why(london_found):
    _, results = london_found
    crimes = results["misc crimes against society"]
    assert crimes.answer == "higher"
    assert crimes.fragile
    window, adjusted, by_units, by_dates = crimes.changes
    assert adjusted == "Adjusted for all outcomes, p answers: no difference (p = 0.15)."
    assert window == "The window from 2010-04 to 2014-12 answers: no difference."
    assert by_units.startswith("Randomisation inference answers: no difference (p = 0.1")
    assert by_dates == "Placebo dates answer: no difference (p = 0.13)."
    assert [name for name, result in results.items() if result.fragile] == [
        "misc crimes against society"
    ]


def test_it_is_said_how_many_outcomes_were_tried_and_they_are_adjusted_for(london_found):
    found, _ = london_found
    assert found.statement.startswith("4 outcomes were tried")
    p_values = [result.effect.p_value for result in found.results]
    adjusted = [result.adjusted for result in found.results]
    assert adjusted[3] == pytest.approx(4 * p_values[3])
    assert adjusted[:3] == [1, 1, 1]


def test_an_answer_that_the_number_of_outcomes_takes_away_is_fragile():
    units, periods = tuple(map(str, range(30))), tuple(map(str, range(10, 50)))
    event = periods[25:28]

    def counted(seed, times=1.0):
        random = np.random.default_rng(seed)
        counts = random.poisson(30.0, (30, 40)).astype(float)
        counts[:10, 25:28] = random.poisson(30.0 * times, (10, 3))
        return Panel(str(seed), units, periods, counts)

    question = Question(units[:10], event, others=(), permutations=1)
    risen = next(
        panel
        for panel in (counted(seed, 1.06) for seed in range(400))
        if 0.0125 < analyse([panel], question).results[0].effect.p_value < 0.04
    )
    (alone,) = analyse([risen], question).results
    assert alone.adjusted == alone.effect.p_value
    first = analyse([risen, *map(counted, range(1000, 1007))], question).results[0]
    for result in (alone, first):
        assert result.answer == "higher"
    said = f"Adjusted for all outcomes, p answers: no difference (p = {first.adjusted:.2g})."
    assert first.adjusted > 0.05
    assert said in first.changes
    assert [each for each in first.changes if each != said] == list(alone.changes)
    assert "adjusted for all outcomes" in RULE


def test_the_other_windows_follow_from_three_rules():
    periods = london("rape").periods
    assert other_windows(periods, WINDOW, GAMES) == (
        ("2010-04", "2012-09"),
        ("2010-04", "2014-12"),
        ("2011-06", "2013-03"),
    )
    short = ("0", "1", "2", "3")
    assert other_windows(short, ("0", "3"), ("1",)) == (("0", "1"), ("0", "2"))
    assert other_windows(short, ("0", "3"), ("2", "3")) == (("1", "3"),)


def test_every_other_run_of_months_is_a_placebo_and_the_event_s_own_are_left_out(london_found):
    _, results = london_found
    placebo = results["rape"].placebo
    assert len(placebo.dates) == 29
    assert not any(set(names) & set(GAMES) for names, _ in placebo.dates)
    names, found = placebo.dates[0]
    panel = london("rape").window(*WINDOW).without_periods(GAMES)
    assert found.ratio == effect(panel, HOST_BOROUGHS, names).ratio
    assert found.periods == 33
    assert placebo.p_value == (1 + placebo.as_far) / 30


def leads_and_lags(panel, width=2):
    question = Question(TREATED, EVENT, width=width, permutations=200)
    return examined(panel, question)


@pytest.mark.parametrize("exposure", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_leads_and_lags_and_their_joint_test_agree_with_statsmodels(seed, exposure):
    panel = invented(seed, units=12, periods=12, exposure=exposure)
    study = leads_and_lags(panel).study
    bins = event_of(panel.periods, EVENT).bins(2)
    assert bins == (-2, -2, -1, -1, 0, 0, 1, 1, 2, 2, 3, 3)
    treated = np.array([unit in TREATED for unit in panel.units])
    positions = (-2, 0, 1, 2, 3)
    design = np.stack(
        [np.outer(treated, np.array(bins) == each).astype(float) for each in positions], axis=2
    )
    coefficients, covariance = by_dummies(panel, design)
    assert [term.position for term in study.terms] == list(positions)
    for term, log_ratio, error in zip(
        study.terms, coefficients, np.sqrt(np.diag(covariance)), strict=True
    ):
        assert np.log(term.ratio.value) == pytest.approx(log_ratio, abs=1e-6)
        half = np.log(term.ratio.high / term.ratio.low) / 2
        assert half / 1.959964 == pytest.approx(error, abs=1e-6)
    statistic = coefficients[0] ** 2 / covariance[0, 0]
    assert study.pre_trend.statistic == pytest.approx(statistic, rel=1e-5)
    assert study.pre_trend.p_value == pytest.approx(f_distribution.sf(statistic, 1, 2), rel=1e-5)
    assert study.reference == ("2", "3")


def test_the_joint_test_of_several_leads_is_hotelling_s_by_the_smaller_side():
    panel = invented(2, units=16, periods=12)
    treated = panel.units[:6]
    study = examined(panel, Question(treated, ("8", "9"), width=2, permutations=9)).study
    bins = np.array(event_of(panel.periods, ("8", "9")).bins(2))
    marked = np.array([unit in treated for unit in panel.units])
    design = np.stack(
        [np.outer(marked, bins == each).astype(float) for each in (-4, -3, -2, 0, 1)], axis=2
    )
    coefficients, covariance = by_dummies(panel, design)
    leads, spread = coefficients[:3], covariance[:3, :3]
    statistic = leads @ np.linalg.inv(spread) @ leads / 3 * (6 - 3) / (6 - 1)
    assert study.pre_trend.leads == 3
    assert study.pre_trend.statistic == pytest.approx(statistic, rel=1e-5)
    assert study.pre_trend.p_value == pytest.approx(f_distribution.sf(statistic, 3, 3), rel=1e-5)


def test_the_joint_test_does_not_find_a_trend_more_often_than_it_says():
    """Each unit is treated or not by chance; an ordinary F finds an effect three times as often."""

    def found(seed):
        panel = invented(seed, units=30, periods=18)
        question = Question(panel.units[:12], ("14", "15"), others=(), permutations=1)
        return examined(panel, question).study.pre_trend.p_value <= 0.1

    assert sum(map(found, range(60))) <= 12


def test_leads_that_vary_together_are_not_called_too_many():
    four = np.random.default_rng(1).poisson(20.0, (4, 12)).astype(float)
    twice = four[[0, 0, 1, 1, 2, 2, 3, 3]]
    panel = Panel("", tuple("abcdefgh"), tuple(map(str, range(12))), twice)
    question = Question(tuple("abcd"), ("8", "9"), width=2, permutations=9)
    found = examined(panel, question).study.pre_trend
    assert found.leads == 3
    assert found.p_value is None
    assert found.unknown == "the units differ in too few ways to tell leads apart"


def test_london_s_eight_leads_are_too_many_for_six_boroughs_and_are_randomised(london_found):
    _, results = london_found
    homicide = results["homicide"]
    assert homicide.study.pre_trend.p_value is None
    assert "8 leads are too many for 6 units on a side" in homicide.study.pre_trend.unknown
    assert 0.05 < homicide.pre_trend.p_value < 0.25


def test_what_is_left_over_goes_to_the_bin_next_to_it():
    event = event_of("abcdefghij", ("e",))
    assert event.bins(3) == (-1, -1, -1, -1, 0, 1, 1, 1, 1, 1)
    assert event.bins(2) == (-2, -2, -1, -1, 0, 1, 1, 2, 2, 2)
    assert event.bins(1) == (-4, -3, -2, -1, 0, 1, 2, 3, 4, 5)
    assert event_of("abc", ("b",)).bins(5) == (-1, 0, 1)


def test_a_lead_in_which_nothing_was_counted_is_unknown_and_leaves_the_others_as_they_are():
    panel = invented(2, units=12, periods=12)
    panel.counts[:3, :2] = 0
    study = leads_and_lags(panel).study
    lead, during, *_ = study.terms
    assert lead.ratio.value is None
    assert "nothing was counted" in lead.ratio.unknown
    assert study.pre_trend.unknown == "there are no leads"
    later = leads_and_lags(panel.without_periods(("0", "1"))).study.terms[0]
    assert during.ratio.value == pytest.approx(later.ratio.value, abs=1e-8)


@pytest.mark.parametrize("rows", [slice(0, 3), slice(None)])
def test_a_reference_in_which_nothing_was_counted_leaves_all_leads_and_lags_unknown(rows):
    panel = invented(2, units=12, periods=12)
    panel.counts[rows, 2:4] = 0
    result = leads_and_lags(panel)
    assert [term.ratio.value for term in result.study.terms] == [None] * 5
    assert result.study.pre_trend.unknown == "no lead is known"
    assert result.pre_trend is None
    assert result.effect.ratio.value > 0


def test_more_leads_than_units_can_carry_are_only_randomised():
    panel = invented(2, units=6, periods=12)
    result = examined(panel, Question(TREATED, ("9", "10"), width=2, permutations=10))
    assert result.study.pre_trend.p_value is None
    assert "3 leads are too many for 3 units on a side" in result.study.pre_trend.unknown
    assert result.pre_trend.sets == 20


@given(st.integers(0, 1000), st.booleans())
@settings(max_examples=25)
def test_the_statistic_from_sums_is_the_fit_s(seed, with_leads):
    panel = invented(seed)
    even = Panel(
        panel.outcome, panel.units, panel.periods, panel.counts, np.ones(panel.counts.shape)
    )
    bins = np.array([0, 0, 1, 1, 2, 2, -1, -1] if with_leads else [0, 0, 0, 0, 1, 1, 0, 0])
    sets = np.random.default_rng(seed).permuted(np.tile(np.arange(9) < 4, (3, 1)), axis=1)
    by_sums, by_fit = (statistic_of(each, bins)(sets) for each in (panel, even))
    assert by_sums == pytest.approx(by_fit, rel=1e-6)


def test_a_set_without_counts_is_as_far_as_can_be():
    sums = np.array([[5.0, 0.0], [4.0, 0.0], [6.0, 3.0], [7.0, 9.0]])
    sets = np.array([[True, True, False, False], [False, False, True, True]])
    assert (Binned(sums, 2).statistics(sets) == np.inf).all()


def test_all_sets_are_looked_at_where_there_are_few_and_the_real_one_is_among_them():
    panel = invented(5)
    question = Question(TREATED, EVENT, permutations=comb(9, 3))
    found = examined(panel, question).randomised
    assert found.exact
    assert found.drawn == found.sets == 84
    statistic = statistic_of(panel, np.array([0, 0, 0, 0, 1, 1, 0, 0]))
    every = np.zeros((84, 9), dtype=bool)
    for row, chosen in enumerate(combinations(range(9), 3)):
        every[row, list(chosen)] = True
    values = statistic(every)
    assert found.as_far == (values >= values[0] * (1 - 1e-9)).sum()
    assert found.p_value == found.as_far / 84


def test_drawn_sets_come_near_to_all_of_them_and_are_the_same_each_time():
    panel = invented(5)
    exact = examined(panel, Question(TREATED, EVENT, permutations=84)).randomised.p_value
    bins = np.array([0, 0, 0, 0, 1, 1, 0, 0])
    treated = np.arange(9) < 3
    twenty = Panel("", tuple("abcdefghijklmnopqrst"), panel.periods, invented(1, units=20).counts)
    seeded = [
        randomised(statistic_of(twenty, bins), np.arange(20) < 6, 500, seed) for seed in (1, 1, 2)
    ]
    assert seeded[0] == seeded[1] != seeded[2]
    assert seeded[0].p_value == (1 + seeded[0].as_far) / 501
    assert not seeded[0].exact
    assert 0 < exact <= 1
    assert randomised(statistic_of(panel, bins), treated, 84, 7).p_value == exact


@given(st.permutations(range(9)))
@settings(max_examples=20)
def test_the_order_of_the_units_changes_no_exact_p_value(order):
    panel = invented(5)
    turned = Panel(
        panel.outcome,
        tuple(panel.units[each] for each in order),
        panel.periods,
        panel.counts[order],
    )
    question = Question(TREATED, EVENT, permutations=84)
    whole, other = (examined(each, question) for each in (panel, turned))
    assert other.randomised == whole.randomised
    assert other.changes == whole.changes
    assert other.placebo.as_far == whole.placebo.as_far


def test_one_treated_unit_is_judged_by_randomisation_alone():
    result = examined(invented(5), Question(TREATED[:1], EVENT))
    assert result.answer == "unknown"
    assert result.randomised.sets == 9
    assert not result.fragile


def test_a_check_that_cannot_reach_the_level_has_no_say():
    """Six placebo dates or nine sets cannot give a p-value below 0.05, whatever the counts."""
    panel = invented(5, mean=200.0)
    panel.counts[:2, 4:6] *= 3
    result = examined(panel, Question(TREATED[:2], EVENT, others=(), permutations=9))
    assert result.answer == "higher"
    assert result.randomised.least >= 0.05
    assert result.placebo.least >= 0.05
    assert result.changes == ()
    assert "could have been had" in RULE


def test_a_large_effect_is_no_fragile_one():
    panel = invented(7, units=20, periods=30, mean=200.0)
    panel.counts[:3, 20:22] *= 3
    result = examined(panel, Question(TREATED, ("20", "21"), permutations=2000))
    assert result.answer == "higher"
    assert result.changes == ()
    assert result.effect.ratio.low < 3 < result.effect.ratio.high


def covers(seed):
    """Whether the interval of an invented panel with a true ratio of 1.3 holds it."""
    random = np.random.default_rng(seed)
    units, periods, treated = 40, 12, 15
    means = random.uniform(20, 60, (units, 1)) * random.uniform(0.7, 1.4, periods)
    means[:treated, 6:] *= 1.3
    means *= random.gamma(10, 0.1, (units, periods))
    names = tuple(map(str, range(units)))
    panel = Panel("", names, tuple(map(str, range(periods))), random.poisson(means).astype(float))
    ratio = effect(panel, names[:treated], panel.periods[6:]).ratio
    return ratio.low < 1.3 < ratio.high


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """400 invented panels, their counts more spread than Poisson: 95% is 380, give or take."""
    assert 360 <= sum(map(covers, range(400))) <= 392


def test_randomisation_rejects_no_more_often_than_it_says_where_nothing_happened():
    panels = [invented(seed) for seed in range(200)]
    bins = np.array([0, 0, 0, 0, 1, 1, 0, 0])
    treated = np.arange(9) < 3
    p_values = [randomised(statistic_of(panel, bins), treated, 84).p_value for panel in panels]
    assert sum(each <= 0.1 for each in p_values) <= 32


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"event": ("9",)}, "there is no period “9” for the event"),
        ({"event": ()}, "an event has one period at least"),
        ({"event": ("3", "5")}, "do not follow each other"),
        ({"event": ("0", "1")}, "there is no period before the event"),
        ({"width": 0}, "a lead of 0 periods is none"),
        ({"level": 95}, "a level of 95"),
        ({"window": ("5", "7")}, "there is no period “4” for the event"),
        ({"others": (("5", "7"),)}, "there is no period “4”"),
        ({"treated": ("nowhere",)}, "there is no unit “nowhere”"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(change, says):
    question = Question(**{"treated": TREATED, "event": EVENT, "permutations": 9, **change})
    with pytest.raises(BadInput, match=says):
        analyse([invented(1)], question)


def test_more_leads_than_memory_holds_are_refused():
    counts = np.ones((800, 300))
    panel = Panel("", tuple(map(str, range(800))), tuple(map(str, range(300))), counts)
    with pytest.raises(BadInput, match="299 leads and lags of 240,000 counts are too many"):
        examined(panel, Question(("0", "1"), ("200",)))


def test_no_outcome_is_refused():
    with pytest.raises(BadInput, match="there is no outcome"):
        analyse([], Question(TREATED, EVENT))
