"""The displacement command: invented contacts and visits, and what is refused."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from invented_contacts import invented

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.displacement.analysis import RULE


@pytest.fixture
def files(tmp_path):
    def write(contacts=None, visits=None, **how):
        panel, known = invented(1, units=12, visits=6, **how)
        rows = [
            f"{unit},{period},{int(count)}"
            for unit, counts in zip(panel.units, panel.counts, strict=True)
            for period, count in zip(panel.periods, counts, strict=True)
        ]
        seen = [
            f"{panel.units[unit]},{panel.periods[period]},raid"
            for unit, period in np.argwhere(known.visited)
        ]
        one, two = tmp_path / "contacts.csv", tmp_path / "visits.csv"
        one.write_text(contacts or "\n".join(["unit,period,count", *rows]), encoding="utf-8")
        two.write_text(visits or "\n".join(["unit,period,trigger", *seen]), encoding="utf-8")
        return one, "--visits", two

    return write


def run(*arguments):
    return CliRunner().invoke(evidence, ["displacement", *map(str, arguments)])


def test_contacts_around_visits_are_compared(files):
    answer = run(*files(factor=0.5), "--permutations", 39, "--json")
    assert answer.exit_code == 0
    said = json.loads(answer.stdout)
    assert (said["contacts"], said["visits"]) == ("contacts.csv", "visits.csv")
    assert said["answer"] == "lower"
    assert said["interval"][0] < 0.5 < said["interval"][1]
    assert said["randomisation"] == {
        "exact": False,
        "sets": 479001600,
        "drawn": 39,
        "as_far": 0,
        "p_value": 0.025,
    }
    assert [term["position"] for term in said["event_study"]["terms"]] == [-3, -2, 0, 1, 2, 3]
    before = said["event_study"]["pre_trend"]["randomisation"]
    assert (before["drawn"], before["sets"]) == (39, 479001600)
    assert before["p_value"] == (1 + before["as_far"]) / 40
    assert said["used"]["visits"] == 6
    assert [(each["before"], each["after"]) for each in said["shorter"]] == [(3, 1), (2, 3)]


def test_the_same_is_told_to_people(files):
    told = run(*files(factor=0.5), "--permutations", 39).stdout
    assert told.startswith("Contacts from the visit on, 3 periods after, to 3 before\n")
    assert told.index(RULE) < told.index("  Before ")
    assert "lower\n" in told
    assert "0.025 by randomisation over 39 of 479,001,600 ways to deal the visits" in told
    before = next(line for line in told.splitlines() if line.startswith("  Before "))
    assert before.endswith(
        " by randomisation over 39 of 479,001,600 ways to deal the visits to units"
    )
    assert "              -1  1, by definition\n" in told
    assert "These are few" in told
    assert "A result is fragile if" in told


def test_what_is_left_out_is_said(files):
    visits = "unit,period\n" + "area 0,2\narea 1,8\narea 1,10\narea 2,9\narea 3,99\n"
    told = run(*files(visits=visits), "--permutations", 5).stdout
    assert "Left out: 1 visits of periods that the contacts do not have.\n" in told
    assert "Left out: 1 visits too near the ends of the contacts.\n" in told
    assert "Left out: 1 visits that follow another of the same unit too soon.\n" in told
    assert "1 visits are followed by another of the same unit within the span" in told


def test_the_span_can_be_chosen(files):
    said = json.loads(
        run(
            *files(),
            *("--before", 2, "--after", 0, "--permutations", 5, "--level", 0.9, "--json"),
        ).stdout
    )
    assert [term["position"] for term in said["event_study"]["terms"]] == [-2, 0]
    assert said["level"] == 0.9


def test_contacts_one_by_one_give_what_their_counts_give(files):
    contacts, *visits = files(factor=0.5)
    header, *rows = contacts.read_text(encoding="utf-8").splitlines()
    # Added-up units are in the order of their names, and visits are dealt again in that order.
    rows.sort(key=lambda row: row.split(",")[0])
    contacts.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    asked = (contacts, *visits, "--permutations", 19, "--json")
    by_counts = run(*asked)
    assert by_counts.exit_code == 0
    cells = (row.rsplit(",", 1) for row in rows)
    each_one = [f"{cell},seen" for cell, count in cells for _ in range(int(count))]
    contacts.write_text("\n".join(["unit,period,how", *each_one]) + "\n", encoding="utf-8")
    assert run(*asked).exit_code == 2
    assert run(*asked, "--add-up").stdout == by_counts.stdout


def test_a_ratio_without_an_interval_ends_with_1(files):
    answer = run(*files(visits="unit,period\narea 0,8\n"), "--json")
    assert answer.exit_code == 1
    said = json.loads(answer.stdout)
    assert said["estimate"] > 0
    assert said["interval"] is None
    assert said["randomisation"] is None


@pytest.mark.parametrize(
    ("contacts", "visits", "says"),
    [
        (None, "unit,when\na,1\n", "visits.csv: there is no column “period”"),
        (None, "unit,period\nNewham,8\n", "visits.csv, row 2, column unit: there are no contacts"),
        (None, "unit,period\narea 0,\n", "visits.csv, row 2, column period: is empty"),
        (None, "unit,period\narea 0,99\n", "visits.csv: no visit is in a period of the contacts"),
        (None, "unit,period\narea 0,1\n", "no visit can be looked at: 1 are too near the ends"),
        ("unit,period,count\na,1,x\n", None, "contacts.csv, row 2, column count: “x” is no whole"),
        (
            "unit,period,outcome,count\na,1,x,1\na,1,y,1\n",
            None,
            "contacts.csv, column outcome: has more than one outcome",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(files, contacts, visits, says):
    answer = run(*files(contacts, visits))
    assert answer.exit_code == 2
    assert says in answer.stderr
    assert answer.stdout == ""
