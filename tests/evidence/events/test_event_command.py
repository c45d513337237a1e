"""The event command: London without a table, any long table with one, and what is refused."""

import json

import pytest
from click.testing import CliRunner
from invented_panels import invented

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.events.result import RULE


def run(*arguments):
    return CliRunner().invoke(evidence, ["event", *map(str, arguments)])


@pytest.fixture(scope="module")
def said():
    answer = run("--permutations", 199, "--json")
    assert answer.exit_code == 0
    return json.loads(answer.stdout)


def test_london_is_read_without_a_table(said):
    assert said["data"] == "mps_borough_monthly_2010_2023.csv"
    assert said["window"] == ["2010-04", "2013-03"]
    assert said["event"] == ["2012-07", "2012-08", "2012-09"]
    assert len(said["treated"]) == 6
    rounded = {
        each["outcome"]: [round(number, 3) for number in (each["estimate"], *each["interval"])]
        for each in said["outcomes"]
    }
    assert rounded == {
        "other sexual offences": [0.971, 0.888, 1.061],
        "rape": [0.991, 0.846, 1.160],
        "homicide": [0.792, 0.440, 1.428],
        "misc crimes against society": [1.263, 1.013, 1.574],
    }
    assert said["multiplicity"]["tried"] == 4
    assert [each["fragile"] for each in said["outcomes"]] == [False, False, False, True]


def test_what_is_left_out_is_said(said):
    homicide = said["outcomes"][2]
    assert homicide["units"] == 31
    assert homicide["left_out"] == [
        "Left out of all months, as it is no borough: 59 of Unknown.",
        "The City of London has a police force of its own and is not in these data.",
        "Left out, as nothing was counted there: Kensington and Chelsea.",
    ]


def test_the_same_is_told_to_people():
    told = run("--outcome", "misc crimes against society", "--permutations", 199).stdout
    assert "  Ratio       1.263 [1.013, 1.574]  higher, FRAGILE\n" in told
    assert "The window from 2010-04 to 2014-12 answers: no difference." in told
    assert "2010-04 to 2014-12  1.169 [0.947, 1.443]" in told
    assert "2012-04 to 2012-06  1, by definition" in told
    assert "1 outcome was tried here" in told
    assert "A result is fragile if" in told
    assert "6,474 of Unknown" in told


def test_what_people_read_begins_with_all_outcomes_how_many_there_are_and_what_is_fragile():
    told = run("--permutations", 199).stdout.splitlines()
    assert told[3:9] == [
        "other sexual offences        0.971 [0.888, 1.061]  no difference",
        "rape                         0.991 [0.846, 1.160]  no difference",
        "homicide                     0.792 [0.440, 1.428]  no difference",
        "misc crimes against society  1.263 [1.013, 1.574]  higher, FRAGILE",
        "4 outcomes were tried, and p-values are adjusted for all of them (Holm).",
        RULE,
    ]
    assert told.count(RULE) == 1


def test_units_months_windows_and_outcomes_can_be_chosen():
    answer = run(
        *("--outcome", "rape", "--treated", "Newham", "--treated", "Hackney"),
        *("--event", "2012-08", "--window", "2011-08:2013-07", "--lead", 3),
        *("--other-window", "2012-01:2012-12", "--permutations", 496, "--level", 0.9, "--json"),
    )
    said = json.loads(answer.stdout)
    (rape,) = said["outcomes"]
    assert said["treated"] == ["Newham", "Hackney"]
    assert said["event"] == ["2012-08"]
    assert (rape["treated_units"], rape["periods"], rape["level"]) == (2, 24, 0.9)
    assert rape["randomisation"]["exact"]
    assert rape["randomisation"]["sets"] == 496
    assert [each["window"] for each in rape["windows"]] == [["2012-01", "2012-12"]]
    assert [term["position"] for term in rape["event_study"]["terms"]][:3] == [-4, -3, -2]


def as_csv(panel, header="unit,period,outcome,count"):
    """An invented panel as a long table."""
    rows = [
        f"{unit},2012-{int(period) + 1:02},visits,{int(count)}"
        for unit, counts in zip(panel.units, panel.counts, strict=True)
        for period, count in zip(panel.periods, counts, strict=True)
    ]
    return "\n".join([header, *rows]) + "\n"


@pytest.fixture
def table(tmp_path):
    def write(text):
        file = tmp_path / "table.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return write


TREATED = ("--treated", "unit 0", "--treated", "unit 1")
WHERE = (*TREATED, "--event", "2012-05:2012-06")


def test_a_table_of_one_s_own_is_read(table):
    answer = run(table(as_csv(invented(3))), *WHERE, "--permutations", 50, "--json")
    assert answer.exit_code == 0
    said = json.loads(answer.stdout)
    assert said["data"] == "table.csv"
    assert said["window"] == ["2012-01", "2012-08"]
    (visits,) = said["outcomes"]
    assert visits["outcome"] == "visits"
    assert visits["counted"] == invented(3).counts.sum()


def test_rows_may_stand_in_any_order(table):
    header, *rows = as_csv(invented(3)).splitlines()
    asked = (*WHERE, "--permutations", 20, "--json")
    whole = run(table("\n".join([header, *rows])), *asked)
    turned = run(table("\n".join([header, *reversed(rows)])), *asked)
    assert whole.exit_code == 0
    assert turned.stdout == whole.stdout


def test_an_answer_that_nobody_can_have_ends_with_1(table):
    answer = run(
        table(as_csv(invented(3))), *("--treated", "unit 0", "--event", "2012-05", "--json")
    )
    assert answer.exit_code == 1
    (visits,) = json.loads(answer.stdout)["outcomes"]
    assert visits["estimate"] > 0
    assert visits["interval"] is None
    assert "one unit on a side" in visits["unknown"]
    assert (
        "interval unknown: one unit on a side"
        in run(table(as_csv(invented(3))), *("--treated", "unit 0", "--event", "2012-05")).stdout
    )


GOOD = "unit,period,count,exposure\na,1,2,1\na,2,3,1.5\nb,1,0,2\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("unit,count\na,1\n", "table.csv: there is no column “period”"),
        ("unit,period,count,who\n", "table.csv: there is a column “who” that is not known"),
        ("unit,period,count\n", "table.csv: there are no rows below the header"),
        (GOOD + "b,2,-1,1\n", "row 5, column count: -1 is negative"),
        (GOOD + "b,2,1.5,1\n", "row 5, column count: “1.5” is no whole number"),
        (GOOD + "b,2,1,0\n", "row 5, column exposure: “0” is no number above 0"),
        (GOOD + "b,2,1,x\n", "row 5, column exposure: “x” is no number above 0"),
        (GOOD + ",2,1,1\n", "row 5, column unit: is empty"),
        (GOOD + "b,1,1,1\n", "row 5: b, 1 stands there twice"),
        (GOOD, "b has no row for 2; write 0 where nothing was counted"),
        (
            "unit,period,count\na,2012-7,1\na,2012-10,1\n",
            "column period: 2012-10 and 2012-7 cannot",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(table, text, says):
    answer = run(table(text), "--treated", "a", "--event", "2")
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Error: table.csv")
    assert says in answer.stderr
    assert answer.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--event", "2012-05"), "--treated and --event say where"),
        (("--treated", "unit 0"), "--treated and --event say where"),
        ((*WHERE, "--outcome", "raids"), "there is no outcome “raids”; there are: visits"),
        ((*TREATED, "--event", "2012-05:"), "is no period and no FROM:TO"),
        ((*TREATED, "--event", "2013-05"), "there is no period “2013-05”"),
        ((*TREATED, "--event", "2012-06:2012-05"), "ends before it starts"),
        ((*WHERE, "--level", 0), "a level of 0"),
        ((*WHERE, "--permutations", 0), "0 is not in the range"),
    ],
)
def test_what_was_asked_wrongly_is_refused(table, arguments, says):
    answer = run(table(as_csv(invented(3))), *arguments)
    assert answer.exit_code == 2
    assert says in answer.stderr
