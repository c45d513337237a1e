"""The coverage of Western Africa in the referral data equals a count by hand."""

import csv
import json
from itertools import combinations
from math import comb, isclose

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.coverage.analysis import COUNTED, Selection, cover
from unsilenced.evidence.coverage.nationality import names, western_africa
from unsilenced.evidence.coverage.referrals import TABLE, Referral, kinds_of, read_referrals
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.multiplicity import holm


def run(*arguments):
    return CliRunner().invoke(evidence, ["coverage", *map(str, arguments)])


@pytest.fixture(scope="module")
def said():
    answer = run("--json")
    assert answer.exit_code == 0
    return json.loads(answer.stdout)


def figures(said, nationality):
    return {
        cell["responder"]: (cell["events"], cell["trials"])
        for cell in said["responders"]
        if cell["nationality"] == nationality
    }


OTHERS = {"NGO": (11, 206), "local authority": (10, 86), "government": (50, 1456)}


def test_where_the_only_nationality_counts_the_police_refer_6_of_357(said):
    assert figures(said, "only") == {"police": (6, 357), **OTHERS}


def test_where_either_of_two_counts_the_police_refer_9_and_the_others_as_many(said):
    assert figures(said, "either") == {"police": (9, 357), **OTHERS}


def test_every_share_has_its_exact_interval(said):
    police = said["responders"][0]
    assert police["method"] == "Clopper-Pearson"
    assert police["interval"] == pytest.approx([0.0061921, 0.0362205], abs=1e-6)


def test_each_test_is_exact_and_all_of_both_choices_are_adjusted_for_together(said):
    expected = {
        ("only", "NGO"): 0.0318,
        ("only", "local authority"): 0.000276,
        ("only", "government"): 0.1086,
        ("either", "NGO"): 0.1368,
        ("either", "local authority"): 0.001885,
        ("either", "government"): 0.4913,
    }
    found = {(test["nationality"], test["responder"]): test for test in said["tests"]}
    assert set(found) == set(expected)
    by_hand = {key: exact_by_hand(*tabled(said, *key)) for key in expected}
    for key, test in found.items():
        assert test["against"] == "police"
        assert test["p_value"] == pytest.approx(by_hand[key], rel=1e-9)
        assert test["p_value"] == pytest.approx(expected[key], rel=0.01)
    order = list(found)
    adjusted = multipletests([found[key]["p_value"] for key in order], method="holm")[1]
    assert [found[key]["p_adjusted"] for key in order] == pytest.approx(list(adjusted))
    assert said["multiplicity"]["tests"] == 6
    assert said["multiplicity"]["method"] == "Holm"


def tabled(said, nationality, responder):
    counted = figures(said, nationality)
    return (*counted[responder], *counted["police"])


def exact_by_hand(events, trials, other_events, other_trials):
    """Twice the smaller of the hypergeometric tails that hold the table's own probability."""
    total, both = trials + other_trials, events + other_events
    every = [comb(trials, k) * comb(other_trials, both - k) for k in range(both + 1)]
    tails = sum(every[: events + 1]), sum(every[events:])
    return min(1, 2 * min(tails) / comb(total, both))


TRIALS = st.integers(0, 40)


@given(TRIALS, TRIALS, st.data(), st.sampled_from([0.8, 0.95]))
def test_the_test_and_the_interval_of_the_odds_ratio_agree(trials, other_trials, draw, level):
    events, other_events = (draw.draw(st.integers(0, each)) for each in (trials, other_trials))
    test = compared(events, trials, other_events, other_trials, level)
    by_hand = exact_by_hand(events, trials, other_events, other_trials)
    assert test.p_value == pytest.approx(by_hand, rel=1e-9)
    low, high = test.odds_ratio.low, test.odds_ratio.high
    leaves_1_out = low is not None and (low > 1 or (high is not None and high < 1))
    if not isclose(by_hand, 1 - level, rel_tol=1e-6):
        assert leaves_1_out == (test.p_value < 1 - level)


def test_none_of_20_and_4_of_15_do_not_differ_by_test_or_interval():
    # The other two-sided rule of Fisher's test has p = 0.026 here, beside an interval with 1 in it.
    test = compared(0, 20, 4, 15)
    assert test.p_value > 0.05
    assert test.odds_ratio.high > 1


def compared(events, trials, other_events, other_trials, level=0.95):
    """The test of one responder against another, by the numbers in the group and in all."""
    counted = {"NGO": (events, trials), "police": (other_events, other_trials)}
    rows = [
        Referral(responder, frozenset(), "A", "F", (nationality,), people)
        for responder, (inside, whole) in counted.items()
        for nationality, people in (("Nigerian", inside), ("Albanian", whole - inside))
    ]
    found = cover(rows, western_africa(), Selection(), level=level)
    return next(test for test in found.tests if test.responder == "NGO")


def test_the_output_says_how_the_answer_moves_and_what_was_chosen_when(said):
    assert said["differ"] == []
    assert said["differ_unadjusted"] == ["NGO"]
    assert said["multiplicity"]["chosen"] == "after"
    assert "chosen after looking" in said["multiplicity"]["statement"]
    told = run().stdout
    assert "where the only nationality counts:" in told
    assert "police           6 of 357" in told
    assert "police           9 of 357" in told
    assert "Unadjusted, they depend on that choice for: NGO.\n" in told
    assert "6 tests were done" in told
    assert "each interval is of its test alone" in said["multiplicity"]["statement"]
    assert "[1.096 to 11.02] by this test alone  p = 0.032, adjusted 0.13\n" in told
    assert "confirm nothing" in told
    before = json.loads(run("--chosen", "before", "--json").stdout)["multiplicity"]
    assert before["chosen"] == "before"
    assert "chosen before looking" in before["statement"]


def test_nobody_is_lost_between_the_kinds_of_exploitation(said):
    sexual = [
        cell
        for cell in said["by_exploitation"]
        if cell["exploitation"] == "Sexual" and cell["nationality"] == "either"
    ]
    assert {cell["responder"]: (cell["events"], cell["trials"]) for cell in sexual} == figures(
        said, "either"
    )
    everybody = json.loads(run("--exploitation", "any", "--json").stdout)
    assert figures(everybody, "only")["police"][1] > 357


def test_those_of_unknown_nationality_are_told_and_stay_in_the_denominator(said):
    assert said["unknown_nationality"] == {
        "police": 2,
        "NGO": 0,
        "local authority": 0,
        "government": 4,
    }


def test_all_that_is_in_the_file_is_read():
    with TABLE.open(encoding="utf-8", newline="") as file:
        people = sum(int(row["people"]) for row in csv.DictReader(file))
    assert sum(each.people for each in read_referrals()) == people == 30197


@pytest.mark.parametrize(
    ("field", "apart"),
    [
        ("Nigerian", ("Nigerian",)),
        ("Nigerien", ("Nigerien",)),
        ("Albanian Equatorial Guinean", ("Albanian", "Equatorial Guinean")),
        ("Papua New Guinean", ("Papua New Guinean",)),
        ("Central African Nigerian", ("Central African", "Nigerian")),
        ("South Sudanese Sudanese", ("South Sudanese", "Sudanese")),
        ("Citizen of Guinea Bissau Portuguese", ("Citizen of Guinea Bissau", "Portuguese")),
        ("Citizen of Guinea-Bissau Nigerian", ("Citizen of Guinea-Bissau", "Nigerian")),
        ("Congolese Drc ", ("Congolese Drc",)),
    ],
)
def test_fields_with_two_nationalities_are_taken_apart(field, apart):
    assert names().taken_apart(field) == apart


@pytest.mark.parametrize("field", ["Atlantean", "Nigerian Atlantean", "Nigerian Togolese UK", ""])
def test_a_nationality_that_is_not_known_is_refused(field):
    with pytest.raises(BadInput, match="is no nationality, or two, that is known"):
        names().taken_apart(field)


def test_western_africa_is_the_17_countries_and_territories_of_the_un_s_list():
    group = western_africa()
    assert len(set(group.countries.values())) == 17
    assert group.has(("Citizen of Guinea Bissau",), "only")
    assert group.has(("Citizen of Guinea-Bissau",), "only")
    assert group.has(("Nigerien",), "only")
    assert not group.has(("Equatorial Guinean",), "either")
    assert not group.has(("Cameroonian",), "either")
    assert not group.has(("Nigerian", "UK"), "only")
    assert group.has(("Italian", "Nigerian"), "either")
    assert set(group.countries) - names().known == {"St Helenian"}


@given(st.lists(st.floats(0, 1), max_size=6))
def test_holm_is_the_closure_of_bonferroni(p_values):
    # Marcus, Peritz and Gabriel (1976): reject a hypothesis if every set that has it is rejected.
    places = range(len(p_values))
    sets = [each for size in places for each in combinations(places, size + 1)]
    expected = [
        max(min(1, len(each) * min(p_values[j] for j in each)) for each in sets if place in each)
        for place in places
    ]
    assert holm(p_values) == pytest.approx(expected)


def test_holm_agrees_with_another_implementation():
    p_values = [0.01, 0.9, 0.02, 0.02, 0.3, 1.0, 0.0, 0.004, 0.5, 0.011]
    assert holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]))


@given(st.permutations(range(6)))
def test_the_order_of_the_referrals_changes_nothing(order):
    rows = [
        Referral("police", frozenset({"Sexual"}), "A", "F", ("Nigerian",), 3),
        Referral("police", frozenset({"Sexual"}), "A", "F", ("Albanian",), 90),
        Referral("NGO", frozenset({"Sexual"}), "A", "F", ("Nigerian", "UK"), 8),
        Referral("NGO", frozenset({"Sexual", "Labour"}), "A", "F", ("UK",), 20),
        Referral("local authority", frozenset({"Sexual"}), "A", "F", ("Togolese",), 2),
        Referral("government", frozenset(), "A", "F", ("Unknown",), 7),
    ]
    whole = cover(rows, western_africa(), Selection())
    turned = cover([rows[at] for at in order], western_africa(), Selection())
    assert turned.cells == whole.cells
    assert turned.tests == whole.tests
    assert turned.unknown == whole.unknown


def test_a_responder_without_referrals_is_unknown_and_not_zero():
    rows = [
        Referral("police", frozenset({"Sexual"}), "A", "F", ("Nigerian",), 3),
        Referral("NGO", frozenset({"Sexual"}), "A", "F", ("Nigerian",), 8),
    ]
    found = cover(rows, western_africa(), Selection(exploitation="Sexual"))
    council = next(cell for cell in found.cells if cell.responder == "local authority")
    assert council.as_json(0.95)["unknown"] == "no trials"
    odds = {(test.responder, test.counted): test.odds_ratio for test in found.tests}
    assert odds["local authority", "only"].value is None
    assert odds["NGO", "only"].value is None
    assert {counted for _, counted in odds} == set(COUNTED)


def test_kinds_of_exploitation_are_told_apart_however_they_are_joined():
    assert kinds_of("Labour, Domestic, Organ Harvesting") == {
        "Labour",
        "Domestic",
        "Organ Harvesting",
    }
    assert kinds_of("Not specified or unknown") == frozenset()
    with pytest.raises(BadInput, match="that are not known"):
        kinds_of("Sexual & Fishing")


GOOD = "2022Q2,police,A Police,Sexual,Adult (18 or over),Female,Nigerian,3"
HEADER = (
    "quarter,src,first_responder,exploitation_type,age_at_exploitation,gender,nationality,people"
)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (GOOD.replace(",3", ",-3"), "row 3, column people: “-3” is below 1"),
        (GOOD.replace(",3", ",1.5"), "row 3, column people: “1.5” is no whole number"),
        (GOOD.replace(",3", ","), "row 3, column people: is empty"),
        (GOOD.replace("police", "army"), "column src: “army” is none of: govt, la, ngo, police"),
        (GOOD.replace("2022Q2", "2022"), "column quarter: “2022” is not of the form"),
        (GOOD.replace("Nigerian", "Atlantean"), "row 3, column nationality: “Atlantean” is no"),
        (GOOD.replace("Sexual", "Fishing"), "row 3, column exploitation_type: “Fishing” has"),
        ("a,b", "row 3: has 2 fields where the header has 8"),
    ],
)
def test_a_bad_row_is_named_with_file_row_column_and_reason(tmp_path, line, says):
    file = tmp_path / "referrals.csv"
    file.write_text(f"{HEADER}\n{GOOD}\n{line}\n", encoding="utf-8")
    answer = run(file)
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Error: referrals.csv, row 3")
    assert says in answer.stderr
    assert answer.stdout == ""


def test_other_columns_are_refused(tmp_path):
    file = tmp_path / "referrals.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    answer = run(file)
    assert answer.exit_code == 2
    assert "the columns are a, b; they must be quarter, src" in answer.stderr


def test_a_selection_without_anybody_is_refused(tmp_path):
    file = tmp_path / "referrals.csv"
    file.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    answer = run(file, "--gender", "male")
    assert answer.exit_code == 2
    assert "nobody is selected" in answer.stderr
