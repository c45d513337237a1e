"""Periods are put in order as what they are, whichever way a table writes them, or refused."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.periods import NoPeriod, in_order, months_of

NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WHOLE = [date(2012, month, 1).strftime("%B") for month in range(1, 13)]
YEARS = (2012, 2013)
# Newham rises when the event comes, in January 2013; Barnet does not.
PANEL = {
    "Newham": [
        12,
        9,
        11,
        13,
        8,
        10,
        12,
        11,
        9,
        10,
        13,
        12,
        25,
        22,
        24,
        11,
        12,
        9,
        13,
        8,
        10,
        9,
        12,
        11,
    ],
    "Hackney": [7, 9, 8, 6, 9, 8, 7, 9, 6, 8, 7, 9, 15, 17, 14, 8, 9, 7, 8, 6, 9, 7, 8, 9],
    "Barnet": [11, 8, 9, 12, 9, 8, 10, 9, 12, 8, 11, 9, 10, 9, 12, 8, 9, 11, 10, 9, 8, 12, 9, 10],
    "Enfield": [6, 8, 7, 9, 5, 7, 8, 6, 9, 7, 6, 8, 7, 9, 6, 8, 7, 5, 9, 6, 8, 7, 6, 9],
}
READ = {
    "iso": lambda y, m: f"{y}-{m:02}",
    "a name and a year": lambda y, m: f"{NAMES[m - 1]} {y}",
    "a whole name": lambda y, m: f"{WHOLE[m - 1]} {y}",
    "a name, small": lambda y, m: f"{NAMES[m - 1].lower()}-{y}",
    "the year, then a name": lambda y, m: f"{y} {NAMES[m - 1]}",
    "the month first": lambda y, m: f"{m:02}/{y}",
    "the month first, short": lambda y, m: f"{m}/{y}",
    "the year first, a slash": lambda y, m: f"{y}/{m:02}",
    "digits": lambda y, m: f"{y}{m:02}",
    "the first day": lambda y, m: f"{y}-{m:02}-01",
    "the first day at midnight": lambda y, m: f"{y}-{m:02}-01 00:00:00",
    "a day with a name": lambda y, m: f"1 {NAMES[m - 1]} {y}",
}
REFUSED = {
    "a short year": (lambda y, m: f"{NAMES[m - 1]}-{y % 100}", "2013-01 for a month"),
    "the day or the month first": (
        lambda y, m: f"01/{m:02}/{y}",
        "write the year first, as in 2013-",
    ),
    "the month or the day first": (lambda y, m: f"{m}/1/{y}", "write the year first, as in 2013-"),
    "digits, the month first": (lambda y, m: f"{m:02}{y}", "write 2013-01 for a month"),
    "digits, a short year": (lambda y, m: f"{m:02}{y % 100}", "write 2013-01 for a month"),
    "a month and a short year": (lambda y, m: f"{m:02}/{y % 100}", "write 2013-01 for a month"),
    "words": (lambda y, m: f"{NAMES[m - 1]} of {y}", "write 2012-07 for a month"),
    "two ways": (
        lambda y, m: f"{NAMES[m - 1]} {y}" if m % 2 else f"{y}-{m:02}",
        "cannot be put in order; write all alike, as in 2012-07",
    ),
}


def written(tmp_path, write):
    rows = [
        f"{unit},{write(year, month)},{counts[place * 12 + month - 1]}"
        for unit, counts in PANEL.items()
        for place, year in enumerate(YEARS)
        for month in range(1, 13)
    ]
    path = tmp_path / "table.csv"
    path.write_text("\n".join(["unit,period,count", *rows]) + "\n", encoding="utf-8")
    return path


def asked(path, write, *more):
    event = f"{write(2013, 1)}:{write(2013, 3)}" if ":" not in write(2013, 1) else write(2013, 1)
    return CliRunner().invoke(
        evidence,
        [
            *("event", str(path), "--treated", "Newham", "--treated", "Hackney"),
            *("--event", event, "--permutations", "9", "--json", *more),
        ],
    )


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("iso", ()),
        ("a name and a year", ()),
        ("a name and a year", ("--add-up",)),
        ("the month first", ()),
    ],
)
def test_the_ratio_is_the_same_however_the_periods_are_written(tmp_path, kind, more):
    answer = asked(written(tmp_path, READ[kind]), READ[kind], *more)
    assert answer.exit_code == 0, answer.stderr
    (found,) = json.loads(answer.stdout)["outcomes"]
    assert round(found["estimate"], 3) == 2.003
    assert [round(each, 3) for each in found["interval"]] == [1.785, 2.248]
    assert found["answer"] == "higher"


@pytest.mark.parametrize(
    ("kind", "more"), [*((kind, ()) for kind in REFUSED), ("two ways", ("--add-up",))]
)
def test_periods_that_are_not_certain_are_refused_with_what_to_write(tmp_path, kind, more):
    write, says = REFUSED[kind]
    answer = asked(written(tmp_path, write), write, *more)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith("Error: table.csv, row ")
    assert "column period: " in answer.stderr
    assert says in answer.stderr


@pytest.mark.parametrize("write", READ.values(), ids=READ)
def test_periods_of_two_years_are_put_in_order(write):
    texts = [write(year, month) for year in YEARS for month in range(1, 13)]
    assert list(in_order(sorted(texts))) == texts


@pytest.mark.parametrize(
    "texts",
    [
        ["Q1 2014", "Q4 2014", "Q1 2015"],
        ["2014-Q4", "2015-Q1"],
        ["4/2014", "Q1 2015"],
        ["H2 2014", "H1 2015"],
        ["2014-W52", "2015-W01"],
        ["2011/2012", "2012/2013"],
        ["2012/13", "2013/14"],
        ["2011-12", "2012-13"],
        ["2012-7", "2012-8"],
        ["13/01/2013", "01/02/2013"],
        ["Jan 31, 2013", "Feb 1, 2013"],
        ["9", "10", "11"],
        ["08", "09", "10"],
        ["1999", "2012"],
        ["2012-07-01 09:00", "2012-07-01 10:00"],
    ],
)
def test_other_forms_are_put_in_order_or_refused(texts):
    mixed = "Q" in texts[1] and "/" in texts[0]
    if mixed:
        with pytest.raises(NoPeriod, match="cannot be put in order"):
            in_order(texts)
    else:
        assert list(in_order(reversed(texts))) == texts


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (["wave 1", "wave 2"], "“wave 1” is no period that is read"),
        (["May 2012", "2012-06"], "cannot be put in order"),
        (["8", "08"], "08 and 8 are one period, written in two ways"),
        (["1011", "1111", "1211", "1012"], "may be a month and a year, a day, or a number"),
        (["102012", "112012", "102013"], "may be a month and a year, a day, or a number"),
        (["2012-02-30"], "is no period that is read"),
        (["2012-13"], None),
        (["2012/2010"], "is no period that is read"),
    ],
)
def test_periods_that_are_not_written_alike_are_refused(texts, says):
    if says is None:
        assert list(in_order(texts)) == texts
        return
    with pytest.raises(NoPeriod, match=says):
        in_order(texts)


@given(st.sets(st.integers(0, 10**6), min_size=1))
def test_periods_that_are_numbers_are_put_in_order_by_size(numbers):
    texts = [str(each) for each in numbers]
    assert list(in_order(texts)) == list(map(str, sorted(numbers)))


@given(st.sets(st.dates(), min_size=1))
def test_periods_that_are_dates_are_put_in_order_by_date(dates):
    texts = [each.isoformat() for each in dates]
    assert list(in_order(texts)) == [each.isoformat() for each in sorted(dates)]


@given(st.sets(st.dates(date(2000, 1, 1), date(2030, 1, 1)), min_size=1), st.booleans())
def test_dates_with_the_year_last_are_read_right_or_refused(dates, days_first):
    texts = {each.strftime("%d/%m/%Y" if days_first else "%m/%d/%Y"): each for each in dates}
    try:
        ordered = list(in_order(texts))
    except NoPeriod:
        return
    assert [texts[each] for each in ordered] == sorted(dates)


@pytest.mark.parametrize(
    ("period", "of"),
    [
        ("Jan 2013", ("2013-01", "2013-01")),
        ("01/2013", ("2013-01", "2013-01")),
        ("Q1 2015", ("2015-01", "2015-03")),
        ("H2 2015", ("2015-07", "2015-12")),
        ("Jan-13", "write 2013-01 for a month"),
        ("01/02/2013", "write the year first"),
        ("2011/12", "may be a financial year: write its months, as in 2012-04/2013-03"),
        ("2011-12", "may be a financial year: write its months, as in 2012-04/2013-03"),
        ("2012-07-31", "is no period like 2012, 2012-07 or 2012/2013"),
        ("012013", "write 2013-01 for a month"),
    ],
)
def test_reporting_reads_periods_by_the_same_reader(tmp_path, period, of):
    path = tmp_path / "asked.csv"
    path.write_text(f"series,period,scope,willing,asked\nA,{period},full,3,9\n")
    answer = CliRunner().invoke(evidence, ["reporting", str(path), "--json"])
    if isinstance(of, str):
        assert answer.exit_code == 2
        assert "asked.csv, row 2, column period: " in answer.stderr
        assert of in answer.stderr
    else:
        (point,) = json.loads(answer.stdout)["series"][0]["points"]
        assert (point["from"], point["to"]) == of


def test_years_months_and_ranges_are_one_form_where_it_matters_how_long_they_are():
    assert [*months_of(["2010", "2012-07", "2010/2012"])] == ["2010", "2010/2012", "2012-07"]
    with pytest.raises(NoPeriod, match="cannot be put in order"):
        months_of(["2010", "Jan 2012"])


@pytest.mark.parametrize("when", ["2012-08", "8/2012"])
def test_visits_whose_periods_are_not_written_as_those_of_the_contacts_are_refused(tmp_path, when):
    contacts, visits = written(tmp_path, READ["a name and a year"]), tmp_path / "visits.csv"
    visits.write_text(f"unit,period\nNewham,{when}\n")
    answer = CliRunner().invoke(
        evidence, ["displacement", str(contacts), "--visits", str(visits), "--permutations", "9"]
    )
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "visits.csv, row 2, column period: beside the contacts: " in answer.stderr
    assert "cannot be put in order; write all alike" in answer.stderr
