"""The effect of an event is what independent fits of the same counts give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_panels import EVENT, TREATED, by_dummies, invented

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.analysis import Question, examined
from unsilenced.evidence.events.effect import effect, mark
from unsilenced.evidence.events.london import GAMES, HOST_BOROUGHS, OUTCOMES, WINDOW, london
from unsilenced.evidence.events.panel import Panel

REFERENCE = {
    "other sexual offences": ("0.971", "0.888", "1.061"),
    "rape": ("0.991", "0.846", "1.160"),
    "homicide": ("0.792", "0.440", "1.428"),
    "misc crimes against society": ("1.263", "1.013", "1.574"),
}


def printed(found):
    ratio = found.ratio
    return tuple(f"{number:.3f}" for number in (ratio.value, ratio.low, ratio.high))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_games_are_what_an_independent_fit_of_london_gives(outcome):
    found = effect(london(outcome).window(*WINDOW), HOST_BOROUGHS, GAMES)
    assert printed(found) == REFERENCE[outcome]


def test_a_window_to_the_end_of_2014_gives_another_answer():
    panel = london("misc crimes against society").window("2010-04", "2014-12")
    assert printed(effect(panel, HOST_BOROUGHS, GAMES)) == ("1.169", "0.947", "1.443")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_estimates_and_errors_agree_with_statsmodels(outcome):
    panel = london(outcome).window(*WINDOW).counted()
    marked = mark(panel, HOST_BOROUGHS, GAMES)
    design = np.outer(marked.treated, marked.event).astype(float)[..., None]
    coefficients, covariance = by_dummies(panel, design)
    found = effect(panel, HOST_BOROUGHS, GAMES)
    assert found.log_ratio == pytest.approx(coefficients[0], abs=1e-6)
    assert found.error == pytest.approx(covariance[0, 0] ** 0.5, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_with_an_exposure_they_agree_with_statsmodels(seed):
    panel = invented(seed, exposure=True)
    marked = mark(panel, TREATED, EVENT)
    design = np.outer(marked.treated, marked.event).astype(float)[..., None]
    coefficients, covariance = by_dummies(panel, design)
    found = effect(panel, TREATED, EVENT)
    assert found.log_ratio == pytest.approx(coefficients[0], abs=1e-6)
    assert found.error == pytest.approx(covariance[0, 0] ** 0.5, abs=1e-6)


@given(st.integers(0, 10_000))
def test_without_an_exposure_the_ratio_is_that_of_four_sums(seed):
    panel = invented(seed)
    marked = mark(panel, TREATED, EVENT)
    there, before, elsewhere, otherwise = marked.quarters(marked.panel.counts)
    expected = np.log(there / before / elsewhere * otherwise)
    assert effect(panel, TREATED, EVENT).log_ratio == pytest.approx(expected, abs=1e-9)


@given(st.integers(0, 10_000), st.permutations(range(9)), st.permutations(range(8)))
def test_the_order_of_units_and_periods_changes_nothing(seed, units, periods):
    panel = invented(seed, exposure=True)
    turned = Panel(
        panel.outcome,
        tuple(panel.units[each] for each in units),
        tuple(panel.periods[each] for each in periods),
        panel.counts[units][:, periods],
        panel.exposure[units][:, periods],
    )
    whole, other = (effect(each, TREATED, EVENT) for each in (panel, turned))
    assert other.log_ratio == pytest.approx(whole.log_ratio, abs=1e-8)
    assert other.error == pytest.approx(whole.error, abs=1e-8)


@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_the_unit_of_the_exposure_changes_nothing(seed, factor):
    panel = invented(seed, exposure=True)
    scaled = Panel(panel.outcome, panel.units, panel.periods, panel.counts, panel.exposure * factor)
    whole, other = (effect(each, TREATED, EVENT) for each in (panel, scaled))
    assert other.log_ratio == pytest.approx(whole.log_ratio, abs=1e-8)


def test_units_and_periods_without_counts_are_left_out_and_said():
    panel = invented(1)
    panel.counts[8] = 0
    panel.counts[:, 0] = 0
    found = effect(panel, TREATED, EVENT)
    assert (found.units, found.periods) == (8, 7)
    assert "Left out, as nothing was counted there: unit 8." in found.said
    assert "Left out, as nothing was counted there: 0." in found.said


def test_nothing_counted_in_the_event_is_a_ratio_of_0_without_an_interval():
    panel = invented(1)
    panel.counts[:3, 4:6] = 0
    ratio = effect(panel, TREATED, EVENT).ratio
    assert (ratio.value, ratio.low, ratio.high) == (0.0, None, None)
    assert ratio.unknown == "nothing was counted in treated units in the event"


def test_nothing_counted_elsewhere_leaves_the_ratio_unknown():
    panel = invented(1)
    panel.counts[3:, 4:6] = 0
    ratio = effect(panel, TREATED, EVENT).ratio
    assert (ratio.value, ratio.low) == (None, None)
    assert ratio.unknown == "nothing was counted in other units in the event"


def test_from_one_treated_unit_there_is_a_ratio_but_no_interval():
    found = effect(invented(1), TREATED[:1], EVENT)
    assert found.ratio.value > 0
    assert found.ratio.low is None
    assert "one unit on a side" in found.ratio.unknown
    assert found.detectable() is None
    assert found.p_value is None


def test_leads_placebo_dates_and_windows_have_no_interval_where_the_ratio_has_none():
    panel = invented(1)
    asked = Question(TREATED[:1], EVENT, others=(("1", "6"),), permutations=9)
    found = examined(panel, asked)
    assert found.effect.ratio.low is None
    ratios = [
        *(term.ratio for term in found.study.terms),
        *(other.ratio for _, other in found.placebo.dates),
        *(other.ratio for _, other in found.windows),
    ]
    assert len(ratios) > 5
    for ratio in ratios:
        assert ratio.value > 0
        assert (ratio.low, ratio.high) == (None, None)
        assert "one unit on a side" in ratio.unknown
    assert found.study.pre_trend.p_value is None


def test_units_that_do_not_differ_at_all_leave_no_interval_of_no_width():
    panel = invented(1)
    panel.counts[:] = 5.0
    panel.counts[:3, 4:6] = 4.0
    ratio = effect(panel, TREATED, EVENT).ratio
    assert round(ratio.value, 3) == 0.8
    assert (ratio.low, ratio.high) == (None, None)


@pytest.mark.parametrize(
    ("treated", "event", "says"),
    [
        (("nowhere",), EVENT, "there is no unit “nowhere”"),
        (TREATED, ("9",), "there is no period “9”; they go from 0 to 7"),
        ((), EVENT, "nothing was counted in any treated units"),
        (TREATED, (), "nothing was counted in any periods of the event"),
        ([f"unit {each}" for each in range(9)], EVENT, "there are only treated units"),
        (TREATED, [str(each) for each in range(8)], "there are only periods of the event"),
    ],
)
def test_what_leaves_nothing_to_compare_is_refused(treated, event, says):
    with pytest.raises(BadInput, match=says):
        effect(invented(1), treated, event)


def test_treated_units_in_which_nothing_was_counted_are_refused():
    panel = invented(1)
    panel.counts[:3] = 0
    with pytest.raises(BadInput, match="nothing was counted in any treated units"):
        effect(panel, TREATED, EVENT)


def test_a_window_that_is_none_is_refused():
    with pytest.raises(BadInput, match="ends before it starts"):
        london("rape").window("2012-01", "2011-01")
    with pytest.raises(BadInput, match="there is no offence “fishing”"):
        london("fishing")


def test_all_32_boroughs_are_read_and_what_is_none_is_said():
    panel = london("misc crimes against society")
    assert len(panel.units) == 32
    assert not {"Unknown", "City of London"} & set(panel.units)
    assert panel.said == (
        (
            "Left out of all months, as it is no borough: 5 of London Heathrow and London City "
            "Airports and 6,474 of Unknown."
        ),
        "The City of London has a police force of its own and is not in these data.",
    )


def test_what_can_be_detected_is_what_the_interval_leaves_out_four_times_in_five():
    found = effect(invented(3), TREATED, EVENT)
    below, above = found.detectable()
    assert below * above == pytest.approx(1)
    assert np.log(above) / found.error == pytest.approx(1.959964 + 0.841621, abs=1e-5)
    assert found.detectable(0.9)[1] > above
