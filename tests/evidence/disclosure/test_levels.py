"""Two levels of one thing, such as wards and boroughs, are known together."""

import csv
import io
import itertools
import json

import pytest
from click.testing import CliRunner
from evidence.disclosure.enumerating import with_totals
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.audit import Ledger, Rule
from unsilenced.evidence.disclosure.counts import counts_of
from unsilenced.evidence.disclosure.gate import Refused, disclose

# borough, ward, outcome, people
PEOPLE = [
    ("b1", "w1", "arrest", 6),
    ("b1", "w1", "none", 9),
    ("b1", "w2", "arrest", 3),
    ("b1", "w2", "none", 12),
    ("b2", "w3", "arrest", 4),
    ("b2", "w3", "none", 16),
    ("b2", "w4", "arrest", 8),
    ("b2", "w4", "none", 12),
]


@pytest.fixture
def asked(tmp_path):
    """Run `disclose` on lines of people, with one ledger; return how it ended."""

    def run(lines, rows, columns, *options, header="borough,ward,outcome,n"):
        file = tmp_path / "people.csv"
        text = "\n".join([header, *(",".join(map(str, line)) for line in lines)])
        file.write_text(text + "\n", encoding="utf-8")
        words = ["disclose", file, "--rows", rows, "--columns", columns]
        words += ["--ledger", tmp_path / "ledger", *options]
        return CliRunner().invoke(evidence, [*map(str, words)])

    return run


def table_in(text):
    """The counts of a table by its labels; what is hidden is left out."""
    header, *lines = csv.reader(io.StringIO(text))
    return {
        (line[0], column): int(count)
        for line in lines
        for column, count in zip(header[1:], line[1:], strict=True)
        if count != "x"
    }


def test_a_ward_is_not_what_its_borough_has_more_than_the_other_wards(asked):
    boroughs = asked(PEOPLE, "borough", "outcome")
    assert table_in(boroughs.stdout)["b1", "arrest"] == 9
    wards = asked(PEOPLE, "ward", "outcome", "--json")
    assert wards.exit_code == 0
    said = json.loads(wards.stdout)
    assert said["audited_against"]["earlier"] == ["0001.csv"]
    shown = {line[0]: line[1] for line in said["table"]}
    # Three were arrested in w2: 9 of its borough less the 6 of w1.
    assert shown["w2"] == "x"
    assert shown["w1"] == "x"


def test_the_finer_level_first_is_the_same(asked):
    assert asked(PEOPLE, "ward", "outcome").exit_code == 0
    boroughs = asked(PEOPLE, "borough", "outcome")
    assert boroughs.exit_code == 0
    assert ("b1", "arrest") not in table_in(boroughs.stdout) or (
        ("w1", "arrest") not in table_in(asked(PEOPLE, "ward", "outcome").stdout)
    )


def test_levels_are_known_from_inputs_before(asked):
    asked(PEOPLE, "borough", "outcome")
    without = [line[1:] for line in PEOPLE]
    wards = asked(without, "ward", "outcome", header="ward,outcome,n")
    assert wards.exit_code == 0
    assert ("w1", "arrest") not in table_in(wards.stdout)


def test_levels_that_no_input_has_told_are_asked_for(asked):
    boroughs = [(borough, outcome, n) for borough, _, outcome, n in PEOPLE]
    wards = [line[1:] for line in PEOPLE]
    assert asked(boroughs, "borough", "outcome", header="borough,outcome,n").exit_code == 0
    answer = asked(wards, "ward", "outcome", header="ward,outcome,n")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "“borough” of 0001.csv and “ward” are two levels of one thing" in answer.stderr
    assert "Give a file that has both columns" in answer.stderr
    assert asked(PEOPLE, "ward", "outcome").exit_code == 0


def test_to_name_the_people_tells_no_levels(asked):
    boroughs = [(borough, outcome, n) for borough, _, outcome, n in PEOPLE]
    wards = [line[1:] for line in PEOPLE]
    named = ("--population", "the register")
    assert asked(boroughs, "borough", "outcome", *named, header="borough,outcome,n").exit_code == 0
    answer = asked(wards, "ward", "outcome", *named, header="ward,outcome,n")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "“borough” of 0001.csv and “ward” are two levels of one thing" in answer.stderr


def test_a_dimension_by_another_name_is_asked_for(asked):
    people = [(borough, outcome, n) for borough, _, outcome, n in PEOPLE]
    assert asked(people, "borough", "outcome", header="borough,outcome,n").exit_code == 0
    answer = asked(people, "district", "outcome", header="district,outcome,n")
    assert answer.exit_code == 2
    assert "“borough” of 0001.csv and “district” are two levels" in answer.stderr


def test_a_ward_in_two_boroughs_does_not_hide_the_others(asked):
    # One Castle in each borough: the other wards still lie in one.
    people = [*PEOPLE, ("b1", "Castle", "none", 7), ("b2", "Castle", "none", 8)]
    assert asked(people, "borough", "outcome").exit_code == 0
    wards = table_in(asked(people, "ward", "outcome").stdout)
    assert ("w1", "arrest") not in wards


def test_wards_that_come_later_lie_in_their_boroughs_too(asked):
    assert asked(PEOPLE, "ward", "outcome").exit_code == 0
    people = [*PEOPLE, ("b1", "w5", "arrest", 7), ("b1", "w5", "none", 8)]
    later = asked(people, "ward", "outcome", "--json")
    assert later.exit_code == 0
    assert any(line[0] == "w5" for line in json.loads(later.stdout)["table"])


@pytest.mark.parametrize(("first", "second"), [("quarter", "month"), ("month", "quarter")])
def test_months_lie_in_their_quarters(asked, first, second):
    people = [
        (f"Q{quarter}", f"m{month}", outcome, n)
        for (_, ward, outcome, n), (quarter, month) in zip(
            PEOPLE, [(1, 1), (1, 1), (1, 2), (1, 2), (2, 3), (2, 3), (2, 4), (2, 4)], strict=True
        )
    ]
    header = "quarter,month,outcome,n"
    tables = {
        level: table_in(asked(people, level, "outcome", header=header).stdout)
        for level in (first, second)
    }
    # Nine in the quarter, six in the first month: three in the other.
    assert not (("Q1", "arrest") in tables["quarter"] and ("m1", "arrest") in tables["month"])


LEVELS = {"w1": "b1", "w2": "b1", "w3": "b2"}
CELLS = list(itertools.product(LEVELS, "ao"))
RULE = Rule(3, 3)


@settings(deadline=None, max_examples=25)
@given(st.tuples(*[st.integers(0, 3)] * 6).filter(lambda counts: 0 < sum(counts) <= 9))
def test_what_two_levels_tell_is_what_trying_everything_tells(counts):
    truth = dict(zip(CELLS, counts, strict=True))
    boroughs = disclose(counts_of(up(truth), ("borough", "outcome"), "b"), None, RULE)
    if isinstance(boroughs, Refused):
        return
    pairs = {(borough, ward): 0 for ward, borough in LEVELS.items()}
    ledger = Ledger(
        earlier=(boroughs.table,),
        instants=(0, 0),
        wheres=({}, {}),
        together={("borough", "ward"): pairs},
    )
    wards = disclose(counts_of(truth, ("ward", "outcome"), "w"), ledger, RULE)
    if isinstance(wards, Refused):
        return
    if boroughs.table.cells[-1][-1] is None and wards.table.cells[-1][-1] is None:
        return  # there is no end to the ways
    ways = [
        way
        for way in all_ways(sum(counts))
        if agrees(boroughs.table, up(way)) and agrees(wards.table, way)
    ]
    assert truth in ways
    for table, level in ((boroughs.table, up), (wards.table, dict)):
        for i, j in table.places():
            if table.cells[i][j] is None:
                found = [whole(table, level(way))[i][j] for way in ways]
                assert max(found) - min(found) >= RULE.width
    for group in unions():
        found = [sum(way[cell] for cell in group) for way in ways]
        assert not 1 <= min(found) <= max(found) < RULE.threshold


def up(wards):
    found = {}
    for (ward, outcome), count in wards.items():
        key = LEVELS[ward], outcome
        found[key] = found.get(key, 0) + count
    return found


def all_ways(total):
    for cuts in itertools.combinations(range(total + 5), 5):
        ends = (-1, *cuts, total + 5)
        yield dict(zip(CELLS, (b - a - 1 for a, b in itertools.pairwise(ends)), strict=True))


def whole(table, counts):
    inner = [[counts.get((row, column), 0) for column in table.columns] for row in table.rows]
    return with_totals(inner)


def agrees(table, counts):
    """Whether these counts can be what the gate made the table from."""
    return all(
        n >= 1 if shown is None else n == shown
        for line, row in zip(whole(table, counts), table.cells, strict=True)
        for n, shown in zip(line, row, strict=True)
    )


def unions():
    """All unions of the cells of a row, of a column, or of a borough's wards."""
    wards = list(LEVELS)
    for some in (each for n in (1, 2, 3) for each in itertools.combinations(wards, n)):
        for of in ("a", "o", "ao"):
            yield [(ward, outcome) for ward in some for outcome in of]


# group, region, outcome, people: the two regions of BIG have six together, so each has 1 to 5
TWO_OF_SIX = [
    ("BIG", "L", "yes", 2),
    ("BIG", "L", "no", 30),
    ("BIG", "M", "yes", 4),
    ("BIG", "M", "no", 40),
    ("REST", "N", "yes", 20),
    ("REST", "N", "no", 50),
    ("REST", "O", "yes", 1),
    ("REST", "O", "no", 60),
]


def test_a_refusal_names_the_release_and_the_group_that_stop_it_and_nothing_else(asked):
    header = "group,region,outcome,n"
    assert asked(TWO_OF_SIX, "group", "outcome", header=header).exit_code == 0
    refused = asked(TWO_OF_SIX, "region", "outcome", header=header)
    assert (refused.exit_code, refused.stdout) == (1, "")
    reason, *lines = refused.stderr.strip().splitlines()
    assert reason == (
        "Refused. However much of it is hidden, L and yes is known to be 1 to 5: it is part of "
        "“BIG and yes”, which 0001.csv shows as 6. 1 more is known as closely. Merge labels, "
        "or leave the table out. Of levels, release the finest first: the coarser then hide what "
        "they must."
    )
    assert [line.split("  ")[0] for line in lines] == ["people.csv: L, yes", "people.csv: M, yes"]


def test_the_finest_level_first_is_released_and_then_the_coarser(asked):
    header = "group,region,outcome,n"
    assert asked(TWO_OF_SIX, "region", "outcome", header=header).exit_code == 0
    assert asked(TWO_OF_SIX, "group", "outcome", header=header).exit_code == 0


def test_a_refusal_says_what_stops_it_where_no_release_does():
    few = {("w", "a"): 2, ("w", "b"): 0, ("x", "a"): 0, ("x", "b"): 0}
    answer = disclose(counts_of(few, ("unit", "outcome"), "t"))
    assert isinstance(answer, Refused)
    assert "0001.csv" not in answer.reason
