"""A table of some people is audited as such, or refused if we do not know who they are."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from evidence.disclosure.enumerating import table_of, with_totals
from pyarrow.csv import read_csv

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.gate import release
from unsilenced.evidence.disclosure.publish import csv_of

# borough, outcome, age, people
PEOPLE = [
    ("b1", "arrest", "old", 7),
    ("b1", "arrest", "young", 7),
    ("b1", "none", "old", 3),
    ("b1", "none", "young", 0),
    ("b2", "arrest", "old", 9),
    ("b2", "arrest", "young", 8),
    ("b2", "none", "old", 20),
    ("b2", "none", "young", 30),
]
HEADER = "borough,outcome,age,n"


def written(tmp_path, lines, header=HEADER):
    file = tmp_path / "people.csv"
    text = "\n".join([header, *(",".join(map(str, line)) for line in lines)])
    file.write_text(text + "\n", encoding="utf-8")
    return file


def disclose(tmp_path, file, rows, columns, *options):
    words = ["disclose", file, "--rows", rows, "--columns", columns]
    words += ["--ledger", tmp_path / "ledger", *options]
    return CliRunner().invoke(evidence, [*map(str, words)])


@pytest.fixture
def asked(tmp_path):
    """Run `disclose` on lines of people, with one ledger; return how it ended."""

    def run(lines, rows, columns, *options, header=HEADER):
        return disclose(tmp_path, written(tmp_path, lines, header), rows, columns, *options)

    return run


def table_in(text):
    header, *lines = csv.reader(io.StringIO(text))
    return {
        (line[0], column): count
        for line in lines
        for column, count in zip(header[1:], line[1:], strict=True)
    }


def arrests():
    return [(borough, age, n) for borough, outcome, age, n in PEOPLE if outcome == "arrest"]


def everybody():
    return [(borough, outcome, n) for borough, outcome, _, n in PEOPLE]


def test_a_total_of_some_people_does_not_give_back_what_was_hidden_of_all(asked):
    of_all = table_in(asked(PEOPLE, "borough", "outcome").stdout)
    assert (of_all["b1", "none"], of_all["b1", "arrest"]) == ("x", "x")
    assert of_all["b1", "Total"] == "17"
    some = asked(PEOPLE, "borough", "age", "--where", "outcome=arrest", "--json")
    said = json.loads(some.stdout)
    assert said["audited_against"]["earlier"] == ["0001.csv"]
    # 14 of the 17 were arrested: 3 were not.
    assert {"x"} <= {line[-1] for line in said["table"] if line[0] == "b1"}


def test_some_people_first_and_all_then_is_the_same(asked):
    some = table_in(asked(PEOPLE, "borough", "age", "--where", "outcome=arrest").stdout)
    assert some["b1", "Total"] == "14"
    of_all = table_in(asked(PEOPLE, "borough", "age").stdout)
    assert of_all["b1", "Total"] == "x"


def test_a_table_counts_only_the_people_that_are_asked_for(asked):
    some = asked(PEOPLE, "borough", "age", "--where", "outcome=arrest")
    expected = "borough/age,old,young,Total\nb1,7,7,14\nb2,9,8,17\nTotal,16,15,31\n"
    assert some.stdout == expected


def test_a_column_twice_means_either_value(asked):
    both = asked(PEOPLE, "borough", "age", "--where", "outcome=arrest", "--where", "outcome=none")
    assert table_in(both.stdout)["b2", "young"] == "38"


def test_people_of_any_value_are_all_people(asked, tmp_path):
    assert table_in(asked(PEOPLE, "borough", "age").stdout)["b1", "Total"] == "17"
    more = [*PEOPLE, ("b1", "arrest", "old", 1)]
    everybody = ("--where", "outcome=arrest", "--where", "outcome=none")
    later = table_in(asked(more, "borough", "age", *everybody).stdout)
    # 18 would reveal that one person came.
    assert later["b1", "Total"] == "x"
    kept = json.loads((tmp_path / "ledger" / "ledger.json").read_text())
    assert [each["where"] for each in kept["releases"]] == [{}, {}]


def test_the_ledger_keeps_of_whom_a_release_is(asked, tmp_path):
    asked(PEOPLE, "borough", "age", "--where", "outcome=arrest", "--population", "register")
    kept = json.loads((tmp_path / "ledger" / "ledger.json").read_text())
    assert kept["releases"] == [
        {
            "table": "0001.csv",
            "population": "register",
            "where": {"outcome": ["arrest"]},
            "people": 84,
            "columns": ["borough", "outcome", "age"],
        }
    ]
    assert (kept["threshold"], kept["width"]) == (5, 5)


def test_filtered_input_before_the_whole_is_refused_unless_somebody_says(asked):
    some = asked(arrests(), "age", "borough", header="borough,age,n")
    assert some.exit_code == 0
    answer = asked(everybody(), "outcome", "borough", header="borough,outcome,n")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "0001.csv may be of people of some “outcome” alone" in answer.stderr
    named = ("--population", "visits")
    said = asked(everybody(), "outcome", "borough", *named, header="borough,outcome,n")
    # A name for the people does not say whether an age reveals an outcome.
    assert "two levels of one thing" in said.stderr
    assert asked(PEOPLE, "outcome", "borough", *named).exit_code == 0


def test_a_filter_that_is_written_in_the_ledger_is_audited(asked, tmp_path):
    asked(arrests(), "age", "borough", header="borough,age,n")
    file = tmp_path / "ledger" / "ledger.json"
    kept = json.loads(file.read_text())
    kept["releases"][0] |= {"where": {"outcome": ["arrest"]}, "people": None}
    file.write_text(json.dumps(kept))
    # Everybody but those who were arrested in b1 are three.
    answer = asked(PEOPLE, "borough", "outcome")
    assert answer.exit_code == 0
    assert table_in(answer.stdout)["b1", "Total"] == "x"


def test_input_of_which_a_column_has_one_value_is_refused_once_there_are_others(asked):
    some = [line for line in PEOPLE if line[1] == "arrest"]
    assert asked(some, "age", "borough").exit_code == 0
    answer = asked(PEOPLE, "outcome", "borough")
    assert answer.exit_code == 2
    assert "may be of people of some “outcome” alone" in answer.stderr


def test_the_whole_before_filtered_input_is_refused(asked):
    assert asked(PEOPLE, "borough", "outcome").exit_code == 0
    answer = asked(arrests(), "age", "borough", header="borough,age,n")
    assert answer.exit_code == 2
    assert "its input has 31 people, that of 0001.csv had 84" in answer.stderr
    assert "release it from the whole file with --where" in answer.stderr


def test_people_of_another_name_are_not_compared_so_they_must_share_nothing(asked):
    assert asked(PEOPLE, "borough", "age", "--population", "visits").exit_code == 0
    answer = asked(PEOPLE, "borough", "outcome", "--population", "calls")
    assert answer.exit_code == 2
    assert "it is said to be of “calls”, and 0001.csv, which shares a dimension" in answer.stderr
    other = [("u", "x", 20), ("v", "y", 30)]
    header = "unit,kind,n"
    assert asked(other, "unit", "kind", "--population", "calls", header=header).exit_code == 0
    answer = asked(PEOPLE, "borough", "age")
    assert answer.exit_code == 2
    assert "Say --population: visits, calls" in answer.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--where", "outcome"), "--where is COLUMN=VALUE; “outcome” is not"),
        (("--where", "=arrest"), "--where is COLUMN=VALUE"),
        (("--where", "outcome=fine"), "is never “fine”; it is: arrest, none"),
        (("--where", "sex=f"), "there is no column “sex”"),
        (("--where", "borough=b1"), "--where and rows or columns are both “borough”"),
    ],
)
def test_people_that_nobody_is_are_refused(asked, options, says):
    answer = asked(PEOPLE, "borough", "age", *options)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert says in answer.stderr


def test_people_are_not_told_by_a_column_that_is_empty_in_places(asked):
    lines = [*PEOPLE, ("b2", "", "old", 9)]
    answer = asked(lines, "borough", "age", "--where", "outcome=arrest")
    assert answer.exit_code == 2
    assert "column outcome: is empty in some rows" in answer.stderr


def test_a_ledger_has_one_threshold_and_one_width(asked):
    assert asked(PEOPLE, "borough", "age").exit_code == 0
    answer = asked(PEOPLE, "borough", "outcome", "--threshold", 3)
    assert answer.exit_code == 2
    assert "hidden with a threshold of 5 and a width of 5" in answer.stderr


def test_a_ledger_from_before_there_was_a_file_beside_its_tables_is_read(tmp_path):
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    old = release(table_of(with_totals([[10, 20], [30, 40]]), "t", ("borough", "age")))
    (ledger / "0001.csv").write_text(csv_of(old))
    lines = [("w", "a", 10), ("w", "b", 20), ("x", "a", 30), ("x", "b", 41)]
    file = written(tmp_path, lines, "borough,age,n")
    answer = disclose(tmp_path, file, "borough", "age", "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["audited_against"]["earlier"] == ["0001.csv"]
    assert "41" not in (ledger / "0002.csv").read_text()
    kept = json.loads((ledger / "ledger.json").read_text())
    assert [each["people"] for each in kept["releases"]] == [None, 101]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("", "is no ledger's file"),
        ("[" * 100_000, "is no ledger's file"),
        ("[]", "“it” is no object"),
        ('{"version": 2}', "its version is not 1"),
        ('{"version": 1}', "is no"),
        ({"releases": [7]}, "“a release” is no object"),
        ({"threshold": "5"}, "“threshold” is no count"),
        ({"threshold": True}, "“threshold” is no count"),
        ({"labels": {"age": {"old": 0}}}, "is a number from 1 on"),
        ({"labels": {"age": ["old"]}}, "“age” is no object"),
        ({"together": [{"columns": ["b", "a"], "labels": []}]}, "in the order of the alphabet"),
        ({"together": [{"columns": ["a", "b"], "labels": [["x"]]}]}, "two labels and a number"),
    ],
)
def test_a_ledger_s_file_that_cannot_be_read_is_refused(asked, tmp_path, change, says):
    assert asked(PEOPLE, "borough", "age").exit_code == 0
    file = tmp_path / "ledger" / "ledger.json"
    whole = json.loads(file.read_text())
    file.write_text(change if isinstance(change, str) else json.dumps({**whole, **change}))
    answer = asked(PEOPLE, "borough", "outcome")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert says in answer.stderr
    assert not (tmp_path / "ledger" / "0002.csv").exists()


def test_a_large_table_is_looked_at_where_it_is(tmp_path):
    csv_file, file = written(tmp_path, PEOPLE), tmp_path / "people.parquet"
    pq.write_table(read_csv(csv_file), file)
    of_all = disclose(tmp_path, file, "borough", "outcome")
    some = disclose(tmp_path, file, "borough", "age", "--where", "outcome=arrest")
    assert (of_all.exit_code, some.exit_code) == (0, 0)
    assert table_in(some.stdout)["b1", "Total"] == "x"
    small = tmp_path / "small"
    small.mkdir()
    assert disclose(small, csv_file, "borough", "outcome").stdout == of_all.stdout
    again = disclose(small, csv_file, "borough", "age", "--where", "outcome=arrest")
    assert again.stdout == some.stdout
