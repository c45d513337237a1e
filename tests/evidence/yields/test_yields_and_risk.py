"""Yields and risks on the command line: each row by itself, and pooled only where asked."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.rates.poisson import smr
from unsilenced.evidence.rates.proportion import share
from unsilenced.evidence.risk import risk_of, standardised


def run(*arguments):
    return CliRunner().invoke(evidence, list(map(str, arguments)))


@pytest.fixture
def written(tmp_path):
    def write(text):
        file = tmp_path / "table.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return write


VISITS = "unit,period,events,trials\nSCD9,2010,3,40\nSCD9,2011,1,60\nNewham,2010,0,0\n"
STRATA = "age,events,person_years,reference_rate\n16-29,3,400.5,2\n30-44,1,274.5,4\n"


def test_one_share_has_its_exact_interval():
    answer = run("yields", "--events", 6, "--trials", 357, "--json")
    assert answer.exit_code == 0
    said = json.loads(answer.stdout)
    expected = share(6, 357)
    assert said["estimate"] == 6 / 357
    assert said["interval"] == [expected.low, expected.high]
    assert (said["method"], said["level"], said["unknown"]) == ("Clopper-Pearson", 0.95, None)
    told, _, said = run("yields", "--events", 6, "--trials", 357).stdout.splitlines()
    assert told == "1.7% [0.6% to 3.6%]"
    assert said.startswith("NOT COMPARED WITH ANY EARLIER RELEASE: ")


def test_each_unit_and_period_stays_by_itself(written):
    said = json.loads(run("yields", written(VISITS), "--json").stdout)
    assert list(said) == ["rows", "compared_with", "compared"]
    assert [row["unit"] + row["period"] for row in said["rows"]] == [
        "SCD92010",
        "SCD92011",
        "Newham2010",
    ]
    for row in said["rows"]:
        expected = share(row["events"], row["trials"])
        assert row["estimate"] == expected.value
    assert said["rows"][2]["unknown"] == "no trials"
    told = run("yields", written(VISITS)).stdout.splitlines()
    assert told[0] == "SCD9, 2010    3 of 40  7.5% [1.6% to 20.4%]"
    assert told[2] == "Newham, 2010  0 of 0   unknown: no trials"
    assert len(told) == 5


def test_they_are_added_up_only_where_asked_and_then_stay_beside_the_sum(written):
    said = json.loads(run("yields", written(VISITS), "--pool", "--json").stdout)
    assert len(said["rows"]) == 3
    assert said["pooled"]["rows"] == 3
    assert (said["pooled"]["events"], said["pooled"]["trials"]) == (4, 100)
    assert "all 3 pooled  4 of 100" in run("yields", written(VISITS), "--pool").stdout


def test_a_wider_level_gives_a_wider_interval():
    wide, usual = (
        json.loads(run("yields", "--events", 6, "--trials", 357, "--level", level, "--json").stdout)
        for level in (0.99, 0.95)
    )
    assert wide["interval"][0] < usual["interval"][0] < usual["interval"][1] < wide["interval"][1]


def test_one_rate_has_its_exact_interval_and_what_it_is_compared_with():
    answer = run(
        *("risk", "--events", 11, "--person-years", 800, "--reference-rate", 7),
        *("--against-events", 21, "--against-person-years", 3011, "--json"),
    )
    assert answer.exit_code == 0
    said = json.loads(answer.stdout)
    assert said["rate"]["estimate"] == 13.75
    assert said["per"] == 1000
    assert said["expected"] == pytest.approx(5.6)
    assert said["smr"]["estimate"] == pytest.approx(11 / 5.6)
    assert said["smr"]["interval"] == pytest.approx([smr(11, 5.6).low, smr(11, 5.6).high])
    assert said["rate_ratio"]["interval"] == pytest.approx([0.8584264, 4.2772659])
    told = run("risk", "--events", 4, "--person-years", 675, "--per", 100).stdout
    assert told.startswith("rate  0.5926 [0.1615 to 1.517] per 100 person-years\n\nNOT COMPARED")


def test_without_a_reference_there_is_no_smr():
    said = json.loads(run("risk", "--events", 4, "--person-years", 675, "--json").stdout)
    assert (said["expected"], said["smr"], said["rate_ratio"]) == (None, None, None)


def test_strata_stay_by_themselves_and_are_standardised_only_where_asked(written):
    said = json.loads(run("risk", written(STRATA), "--json").stdout)
    assert list(said) == ["rows", "compared_with", "compared"]
    assert [row["expected"] for row in said["rows"]] == pytest.approx([0.801, 1.098])
    pooled = json.loads(run("risk", written(STRATA), "--pool", "--json").stdout)["pooled"]
    assert pooled["expected"] == pytest.approx(0.801 + 1.098)
    assert pooled["smr"]["estimate"] == pytest.approx(4 / 1.899)
    assert pooled["person_years"] == 675
    told = run("risk", written(STRATA), "--pool").stdout
    assert "all 2 pooled" in told
    assert "SMR 2.106" in told


@given(st.lists(st.tuples(st.integers(0, 20), st.floats(1, 1e4), st.floats(0.1, 50)), min_size=1))
def test_indirect_standardisation_adds_what_each_stratum_expects(strata):
    risks = [risk_of(*each) for each in strata]
    together = standardised(risks)
    by_hand = sum(years * rate / 1000 for _, years, rate in strata)
    assert together.expected == pytest.approx(by_hand)
    assert together.smr().value == pytest.approx(sum(each[0] for each in strata) / by_hand)


def test_a_stratum_without_a_reference_leaves_the_sum_without_one():
    assert standardised([risk_of(1, 10, 2), risk_of(1, 10)]).smr() is None


@pytest.mark.parametrize(
    ("command", "text", "says"),
    [
        ("yields", "unit,events\na,1\n", "there is no column “trials”"),
        ("yields", "unit,events,trials\na,3,2\n", "row 2, column events: 3 events in 2 trials"),
        ("yields", "unit,events,trials\na,1.5,2\n", "row 2, column events: “1.5” is no whole"),
        ("yields", "unit,events,trials\na,1,2\na,1,3\n", "row 3: a stands there twice"),
        ("yields", "unit,events,trials\n", "there are no rows"),
        ("risk", "events,person_years\n1,ten\n", "row 2, column person_years: “ten” is no number"),
        ("risk", "events,person_years\n1,-10\n", "row 2, column person_years: “-10” is no number"),
        ("risk", "events,person_years\n1,0\n", "row 2, column person_years: 1 events in no time"),
        ("risk", "events,person_years\n1,1e3\n", "“1e3” is no number like 675 or 675.5"),
        ("risk", "who,events,person_years\na,1,5\na,1,5\n", "row 3: a stands there twice"),
        ("risk", "who,events,person_years\n", "there are no rows"),
        ("yields", "method,events,trials\nraid,1,2\n", "row 1, column method: the answer says"),
        ("risk", "rate,events,person_years\nlow,1,2\n", "row 1, column rate: the answer says"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(written, command, text, says):
    answer = run(command, written(text))
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Error: table.csv")
    assert says in answer.stderr


COMPARED = ("risk", "--events", 5, "--person-years", 10)
YEAR = ("--against-person-years", 1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("yields",), "give either a table, or --events and --trials"),
        (("yields", "--events", 6), "give either a table, or --events and --trials"),
        (("yields", "--events", 1, "--trials", 2, "--pool"), "--pool adds up the rows of a table"),
        (("yields", "--events", 7, "--trials", 6), "there cannot be more"),
        (("yields", "--events", 1, "--trials", 6, "--level", 95), "a level of 95"),
        (("risk", "--events", 1), "give either a table, or --events and --person-years"),
        (("risk", "--events", 1, "--person-years", 0), "1 events in no time"),
        (("risk", "--events", 1, "--person-years", 1, "--per", 0), "must be above 0"),
        (("risk", "--events", 1, "--person-years", 1, "--per", "nan"), "must be above 0"),
        (
            ("risk", "--events", 1, "--person-years", 1, "--against-events", 1),
            "are given together",
        ),
        (("yields", "--events", 10**30, "--trials", 10**30), "more than 1,000,000,000"),
        (("yields", "--events", 1, "--trials", 10**30), "more than 1,000,000,000"),
        (("risk", "--events", "9" * 400, "--person-years", 1), "more than 1,000,000,000"),
        ((*COMPARED, "--against-events", "9" * 400, *YEAR), "more than 1,000,000,000"),
        ((*COMPARED, "--against-events", 3, *YEAR[:1], "inf"), "inf is no time at risk"),
        ((*COMPARED, "--reference-rate", "1e-320"), "1e-320 is no rate of a reference"),
        ((*COMPARED, "--reference-rate", "nan"), "nan is no rate of a reference"),
        ((*COMPARED, "--per", "1e308"), "1e+308 is no time that rates are given for"),
        (("risk", "--events", 5, "--person-years", "1e-320"), "1e-320 is no time at risk"),
        ((*COMPARED, "--level", 1 - 1e-16), "at most 0.999999999"),
    ],
)
def test_what_was_asked_wrongly_is_refused(arguments, says):
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert says in answer.stderr
    assert answer.stdout == ""


def test_a_table_and_one_row_at_once_are_refused(written):
    both = run("yields", written(VISITS), "--events", 1, "--trials", 2)
    assert both.exit_code == 2
    assert "not both" in both.stderr
    compared = run("risk", written(STRATA), "--reference-rate", 3)
    assert compared.exit_code == 2
    assert "column reference_rate" in compared.stderr
