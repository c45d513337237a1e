"""Figures of different sources, areas or definitions stay apart; only testable ones are tested."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.multiplicity import holm
from unsilenced.evidence.rates.proportion import share
from unsilenced.evidence.reporting.exact_trend import cochran_armitage
from unsilenced.evidence.reporting.period import Span, span_of, told_span
from unsilenced.evidence.reporting.shipped import shipped

HEADER = "series,period,scope,willing,asked\n"
ASKED = """\
Outreach,2011,full,9,20
Outreach,2010,full,15,20
Outreach,2013,full,2,20
Outreach,2010,warn,19,20
Outreach,2011,warn,18,20
Survey,2010/2012,full,8,30
Survey,2012,full,2,10
Helpline,2012-07,full,3,9
"""


@pytest.fixture
def reporting(tmp_path):
    def run(text=None, *arguments):
        if text is not None:
            file = tmp_path / "asked.csv"
            file.write_text(text, encoding="utf-8")
            arguments = (str(file), *arguments)
        return CliRunner().invoke(evidence, ["reporting", *arguments])

    return run


def series_of(answer):
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.stdout)
    return {(each["source"], each["area"], each["scope"]): each for each in said["series"]}, said


def test_each_series_and_scope_stays_by_itself(reporting):
    found, said = series_of(reporting(HEADER + ASKED, "--json"))
    assert list(found) == [
        ("Helpline", None, "full"),
        ("Outreach", None, "full"),
        ("Outreach", None, "warn"),
        ("Survey", None, "full"),
    ]
    points = found["Outreach", None, "full"]["points"]
    assert [(each["period"], each["from"], each["to"]) for each in points] == [
        ("2010", "2010-01", "2010-12"),
        ("2011", "2011-01", "2011-12"),
        ("2013", "2013-01", "2013-12"),
    ]
    for each in points:
        expected = share(each["events"], each["trials"])
        assert each["interval"] == [expected.low, expected.high]
    assert said["data"] == ["asked.csv"]


def test_a_trend_is_tested_within_a_series_and_adjusted_for_all_that_were(reporting):
    found, said = series_of(reporting(HEADER + ASKED, "--json", "--chosen", "before"))
    full, warn = (found["Outreach", None, scope]["trend"] for scope in ("full", "warn"))
    expected = [
        cochran_armitage([15, 9, 2], [20] * 3, [2010, 2011, 2013]).p_value,
        cochran_armitage([19, 18], [20] * 2, [2010, 2011]).p_value,
    ]
    assert [full["p_value"], warn["p_value"]] == expected
    assert [full["p_adjusted"], warn["p_adjusted"]] == holm(expected)
    assert (full["direction"], full["method"]) == ("falling", "Cochran-Armitage, exact")
    assert (said["multiplicity"]["tests"], said["multiplicity"]["chosen"]) == (2, "before")
    assert "were chosen before looking" in said["multiplicity"]["statement"]


def test_periods_that_overlap_are_marked_and_not_compared(reporting):
    found, _ = series_of(reporting(HEADER + ASKED, "--json"))
    survey = found["Survey", None, "full"]
    assert [each["overlaps"] for each in survey["points"]] == [["2012"], ["2010/2012"]]
    assert survey["trend"]["p_value"] is None
    assert survey["trend"]["unknown"].startswith("periods overlap")
    assert found["Helpline", None, "full"]["trend"]["unknown"] == "one period has no trend"


def test_a_period_in_which_nobody_was_asked_is_shown_as_unknown_and_not_tested(reporting):
    lines = "A,2010,full,0,0\nA,2011,full,1,9\n"
    found, _ = series_of(reporting(HEADER + lines, "--json"))
    points = found["A", None, "full"]["points"]
    assert (points[0]["estimate"], points[0]["unknown"]) == (None, "no trials")
    assert found["A", None, "full"]["trend"]["unknown"] == "one period has no trend"
    assert "2010  0 of 0  unknown: no trials" in reporting(HEADER + lines).stdout


def test_it_reads_well(reporting):
    told = reporting(HEADER + ASKED).stdout
    assert "Outreach, full\n  2010  15 of 20  75.0% [50.9% to 91.3%]\n" in told
    assert "  trend: falling, p = " in told
    assert "2012       2 of 10  20.0% [2.5% to 55.6%]  (overlaps 2010/2012)" in told
    assert "Of 4 series 2 could be tested" in told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEADER + "A,2010,full,3,2\n", "row 2, column willing: 3 willing of 2 asked"),
        (HEADER + "A,2010,full,-3,2\n", "row 2, column willing: -3 is negative"),
        (HEADER + "A,2010,full,1.5,2\n", "row 2, column willing: “1.5” is no whole number"),
        (HEADER + "A,last year,full,1,2\n", "row 2, column period: “last year” is no period"),
        (HEADER + "A,2010-13,full,1,2\n", "row 2, column period: “2010-13” is no period"),
        (HEADER + "A,2012/2010,full,1,2\n", "row 2, column period: “2012/2010” is no period"),
        (HEADER + "A,2010,,1,2\n", "row 2, column scope: is empty"),
        (HEADER + ",2010,full,1,2\n", "row 2, column series: is empty"),
        (HEADER + "A,2010,full,1,2\nA,2010,full,1,2\n", "row 3: A, 2010, full stands there twice"),
        (HEADER, "there are no rows"),
        ("series,period,willing,asked\n", "there is no column “scope”"),
        (HEADER.replace("\n", ",more\n") + "A,2010,full,1,2,3\n", "there are other columns than"),
    ],
)
def test_bad_rows_are_named_with_row_and_column(reporting, text, says):
    answer = reporting(text)
    assert answer.exit_code == 2
    assert says in answer.stderr
    assert answer.stdout == ""


def test_the_public_figures_are_as_many_series_as_they_have_sources_areas_and_definitions(
    reporting,
):
    found, said = series_of(reporting(None, "--json"))
    police = "reports to the scheme that go to the police in full"
    london = found["glaconservatives.co.uk", "London", police]["points"]
    assert [(each["events"], each["trials"], each["said"]) for each in london] == [
        (18, 58, "31 (18 of 58)")
    ]
    assert london[0]["interval"] == [share(18, 58).low, share(18, 58).high]
    study = "pmc.ncbi.nlm.nih.gov", "UK"
    everybody = found[*study, police]["points"]
    independents = found[*study, f"{police}: off-street independents"]["points"]
    assert [(each["period"], each["estimate"]) for each in everybody] == [("2012", 0.28)]
    assert [(each["period"], each["estimate"]) for each in independents] == [("2020", 0.077)]
    for each in (*everybody, *independents):
        assert (each["interval"], each["unknown"]) == (None, "no denominator is given")
    unnamed = found[*study, "reports to the scheme that the police may know of without a name"]
    assert [each["estimate"] for each in unnamed["points"]] == [0.95, 0.69]
    assert unnamed["trend"]["unknown"] == "the counts behind the shares are not told"
    assert said["multiplicity"]["tests"] == 2


def test_two_years_to_2014_hold_the_year_from_july_2012_and_are_not_compared_with_it(reporting):
    found, _ = series_of(reporting(None, "--json"))
    reports = found["glaconservatives.co.uk", "UK", "reports to the scheme"]
    assert [(each["period"], each["events"], each["overlaps"]) for each in reports["points"]] == [
        ("two years to 2014", 922, ["Jul 2012-Jul 2013"]),
        ("Jul 2012-Jul 2013", 410, ["two years to 2014"]),
    ]
    assert reports["trend"]["unknown"].startswith("periods overlap")
    told = reporting().stdout
    assert "almost 1800, interval unknown: its source says “almost 1800”" in told


def test_counts_in_periods_of_known_length_are_compared_as_rates(reporting):
    found, _ = series_of(reporting(None, "--json"))
    trend = found["irishlegal.com", "Ireland", "reports involving violence to the scheme"]["trend"]
    assert trend["rate_ratio"]["estimate"] == pytest.approx(137 / 79)
    assert (trend["method"], trend["direction"]) == ("conditional binomial", "rising")
    years = found["www.legalife.com.ua", "Ireland", "incidents to the scheme"]
    assert [(each["from"], each["to"]) for each in years["points"]] == [
        ("2015-04", "2017-03"),
        ("2017-04", "2019-03"),
    ]
    assert years["trend"]["rate_ratio"]["estimate"] == pytest.approx(10076 / 4278)


def test_all_shipped_figures_are_told_as_their_sources_write_them():
    assert all(point.said for series in shipped() for point in series.points)


SPANS = st.builds(
    lambda first, months: Span(first, first + months), st.integers(0, 40), st.integers(0, 20)
)


@given(SPANS, SPANS)
def test_spans_overlap_where_they_share_a_month(one, other):
    shared = set(range(one.first, one.last + 1)) & set(range(other.first, other.last + 1))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@pytest.mark.parametrize("text", ["to Feb 2014", "per year", "pre/post", "2012-13", ""])
def test_a_period_that_has_no_place_in_time_has_none(text):
    assert told_span(text) is None
    assert span_of(text) is None
