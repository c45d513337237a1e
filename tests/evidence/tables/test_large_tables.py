"""Commands count large tables where they are, and get the same as for small ones they read."""

import gzip
import json
import sys
import threading
from io import StringIO
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.commands import address, evidence
from unsilenced.evidence.disclosure.counts import read_counts
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.tables import analyses
from unsilenced.evidence.tables.source import opened

VISITS = """\
unit,outcome,n
SCD9,found,10
SCD9,none,340
Newham,found,6
"Newham",none,90
 Newham ,none,1
"""


def run(*arguments):
    return CliRunner().invoke(evidence, list(map(str, arguments)))


@pytest.fixture
def written(tmp_path):
    def write(text, name="visits.csv"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


@pytest.fixture
def places(written, tmp_path):
    """The same visits as a small CSV file, as Parquet, and in a database."""
    file = written(VISITS)
    parquet, base = tmp_path / "visits.parquet", tmp_path / "visits.duckdb"
    table = pa.table(
        {
            "unit": ["SCD9", "SCD9", "Newham", "Newham", "Newham"],
            "outcome": ["found", "none", "found", "none", "none"],
            "n": [10, 340, 6, 90, 1],
        }
    )
    pq.write_table(table, parquet)
    with duckdb.connect(base) as connection:
        connection.execute(f"CREATE TABLE visits AS FROM '{parquet}'")
    return file, parquet, f"duckdb://{base}#visits"


def test_a_table_is_disclosed_alike_wherever_it_is(places):
    answers = [
        run("disclose", place, "--rows", "unit", "--columns", "outcome", "--json")
        for place in places
    ]
    assert [answer.exit_code for answer in answers] == [0, 0, 0]
    said = [json.loads(answer.stdout) for answer in answers]
    assert [each["table"] for each in said] == [said[0]["table"]] * 3
    assert said[0]["table"][-1] == ["Total", "16", "431", "447"]


def test_rows_are_counted_as_trials_and_those_with_the_outcome_as_events(places):
    for place in places:
        answer = run(
            *("yields", place, "--by", "unit", "--event", "outcome=found", "--count", "n", "--json")
        )
        rows = json.loads(answer.stdout)["rows"]
        assert [(row["unit"], row["events"], row["trials"]) for row in rows] == [
            ("Newham", 6, 97),
            ("SCD9", 10, 350),
        ]
    told = run("yields", places[0], "--event", "outcome=found").stdout
    assert told.startswith("2 of 5  40.0% [")


def test_yields_that_are_counted_already_stay_row_by_row(tmp_path):
    parquet = tmp_path / "yields.parquet"
    table = {"unit": ["b", "a"], "events": [3, 0], "trials": [40, 9]}
    pq.write_table(pa.table(table), parquet)
    rows = json.loads(run("yields", parquet, "--json").stdout)["rows"]
    assert [(row["unit"], row["events"], row["trials"]) for row in rows] == [
        ("a", 0, 9),
        ("b", 3, 40),
    ]
    pq.write_table(pa.table({**table, "unit": ["a", "a"]}), parquet)
    assert "a stands there 2 times" in run("yields", parquet).stderr
    pq.write_table(pa.table({**table, "events": [3, 10]}), parquet)
    assert "a: 10 events in 9 trials: there cannot be more" in run("yields", parquet).stderr


def test_events_and_time_at_risk_are_added_up_for_each_group(written, tmp_path):
    table = {
        "unit": ["b", "a", "b"],
        "events": [1, 0, 3],
        "person_years": [100.25, 50.0, 574.75],
    }
    lines = [",".join(map(str, row)) for row in zip(*table.values(), strict=True)]
    file = written("\n".join([",".join(table), *lines, ""]), "risk.csv")
    parquet = tmp_path / "risk.parquet"
    pq.write_table(pa.table(table), parquet)
    for place in (file, parquet):
        rows = json.loads(run("risk", place, "--by", "unit", "--json").stdout)["rows"]
        assert [(row["unit"], row["events"], row["person_years"]) for row in rows] == [
            ("a", 0, 50.0),
            ("b", 4, 675.0),
        ]
        assert rows[1]["rate"]["estimate"] == pytest.approx(4 / 675 * 1000)
    assert "which groups?" in run("risk", parquet).stderr
    pq.write_table(pa.table({**table, "reference_rate": [1, 1, 1]}), parquet)
    assert "column reference_rate: rates of a ref" in run("risk", parquet, "--by", "unit").stderr
    pq.write_table(pa.table({**table, "person_years": [0.0, 0.0, 0.0]}), parquet)
    assert "column person_years: b: 4 events in no" in run("risk", parquet, "--by", "unit").stderr
    pq.write_table(pa.table({**table, "person_years": [2.0, -1.0, 1e10]}), parquet)
    assert (
        "row 2, column person_years: “-1.0” is below 0 (and 1 more"
        in run("risk", parquet, "--by", "unit").stderr
    )
    # A Parquet file's statistics leave out NaN, and DuckDB relies on them.
    pq.write_table(pa.table({**table, "person_years": [2.0, float("nan"), 1.0]}), parquet)
    assert "risk.parquet: cannot be read: " in run("risk", parquet, "--by", "unit").stderr


def test_a_schema_is_kept_to_or_the_first_bad_row_is_named(places, written):
    field = {"name": "n", "type": "integer", "constraints": {"maximum": 300, "required": True}}
    fields = [
        {"name": "unit", "type": "string", "constraints": {"enum": ["SCD9", "Newham"]}},
        {"name": "outcome", "type": "string", "constraints": {"pattern": "[a-z]+"}},
    ]
    schema = written(json.dumps({"fields": [*fields, field]}), "visits.schema.json")
    for place, row in zip(places, ("row 3, ", "row 2, ", ""), strict=True):
        answer = run(
            *("disclose", place, "--rows", "unit", "--columns", "outcome", "--schema", schema)
        )
        assert answer.exit_code == 2
        assert f"{row}column n: “340” is above 300" in answer.stderr
        assert answer.stdout == ""
    field["constraints"]["maximum"] = 400
    schema.write_text(json.dumps({"fields": [*fields, field]}))
    for place in places:
        arguments = ("--rows", "unit", "--columns", "outcome", "--schema", schema)
        assert run("disclose", place, *arguments).exit_code == 0
    schema.write_text(json.dumps({"fields": fields}))
    answer = run("yields", places[1], "--event", "outcome=found", "--schema", schema)
    assert "the columns are unit, outcome, n; they must be outcome, unit" in answer.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("unit,outcome\na,x\nb\n", "row 3: is no CSV like its header"),
        ("unit,outcome\na,x\nb,y,z\n", "row 3: is no CSV like its header"),
        ("unit,outcome\na,x\n\nb,\n", "row 4, column outcome: is empty"),
        ('unit,outcome\n"a\nb",x\nb, \n', "row 2, column unit: a quote is not closed on its line"),
        ("unit,outcome\na,x\nb,Total\n", "row 3, column outcome: “Total” is a total among"),
        ("unit,outcome\na,x\nb|c,y\n", "row 3, column unit: “b|c” has | in it"),
        ("unit,outcome,n\na,x,1\nb,y,1.5\n", "row 3, column n: “1.5” is no whole number"),
        ("unit,outcome\na,x\nb,\x1b[2J\n", "column outcome: is no text: it holds the control"),
        ("unit,outcome,n\na,x,1\nb,y,-1\n", "row 3, column n: “-1” is below 0"),
        ("unit,outcome,n\na,x,1\nb,y,2000000000\n", "row 3, column n: “2000000000” is no whole"),
        ("unit,unit\na,x\n", "row 1, column unit: stands in the header twice"),
        ("unit,\na,x\n", "row 1: a column has no name"),
        ("", "the file is empty"),
        ("unit,outcome\n", "there are no rows"),
        ("unit,result\na,x\n", "there is no column “outcome”; there are: unit, result"),
        ("unit,outcome\na,x\nZo\xeb,x\n".encode("latin-1"), "row 3: is no CSV like its header"),
        ("unit,outcome\xe9\na,x\n".encode("latin-1"), "its header cannot be read"),
    ],
)
def test_a_large_csv_file_that_cannot_be_used_is_refused_with_its_place(written, text, says):
    with pytest.raises(BadInput) as found, opened(str(written(text))) as source:
        analyses.cross(source, "unit", "outcome")
    assert says in str(found.value)
    assert found.value.file == "visits.csv"


# The engines do not agree on white space outside ASCII. Both refuse what no label may have, but
# if there is another fault too, they may report them in a different order.
LABELS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"],
        include_characters=" ",
        exclude_characters="|\x7f=+-@\uff1d\uff0b\uff0d\uff20",
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15)
@given(
    lines=st.lists(st.tuples(LABELS, LABELS, st.integers(0, 50)), min_size=1, max_size=8),
    bad=st.none() | st.sampled_from(["", "-1", "x", "1.0"]),
)
def test_a_csv_file_is_understood_alike_read_whole_or_counted_where_it_is(
    lines, bad, tmp_path_factory
):
    file = tmp_path_factory.mktemp("alike") / "t.csv"
    quoted = [[field.replace('"', '""') for field in line[:2]] for line in lines]
    text = "".join(f'"{a}","{b}",{n}\n' for (a, b), (_, _, n) in zip(quoted, lines, strict=True))
    if bad is not None:
        text += f"a,b,{bad}\n"
    file.write_bytes(f"unit,outcome,n\n{text}".encode())
    answers = []
    for count in (lambda: read_counts(file, "unit", "outcome"), lambda: _counted(file)):
        try:
            answers.append(count())
        except BadInput as error:
            answers.append((error.row, error.column))
    assert answers[0] == answers[1]


def _counted(file):
    with opened(str(file)) as source:
        return analyses.cross(source, "unit", "outcome")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("duckdb://nowhere.duckdb#visits", "duckdb://nowhere.duckdb#visits: cannot be opened"),
        ("duckdb://nowhere.duckdb", "which table? The address ends with #table"),
        ("nosuch://somewhere#visits", "cannot be opened: "),
        ("duckdb://[#visits", "duckdb://[#visits: cannot be opened: "),
        ("nothing.parquet", "nothing.parquet: there is no such file"),
        ("nothing.csv", "nothing.csv: there is no such file"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(address, says):
    answer = run("disclose", address, "--rows", "a", "--columns", "b")
    assert answer.exit_code == 2
    assert says in answer.stderr


def test_no_message_tells_a_password():
    address = "postgres://someone:secret@127.0.0.1:1/base?connect_timeout=2#visits"
    answer = run("disclose", address, "--rows", "a", "--columns", "b")
    assert answer.exit_code == 2
    assert "postgres://127.0.0.1:1/base#visits: cannot be opened" in answer.stderr
    assert "secret" not in answer.stderr


@pytest.mark.parametrize(
    "address",
    [
        "postgress://someone:secret@host/base#visits",
        "postgress://someone:se%63ret@host/base#visits",
        "postgres://someone:secret@[host/base#visits",
        "postgres://someone:half/secret@host/base#visits",
        "postgres://someone:half#secret@host/base#visits",
        "postgress://host/base?password=secret#visits",
        "postgres://127.0.0.1:1/base?password=secret&nonsense=secret#visits",
        "postgres://someone:secret@host/base",
        "duckdb:///nowhere/secret@base.duckdb?secret=secret#visits",
    ],
)
def test_no_message_tells_a_secret_of_a_mistyped_address(address):
    for command in (
        ("risk",),
        ("risk", "--by", "a"),
        ("disclose", "--rows", "a", "--columns", "b"),
    ):
        answer = run(command[0], address, *command[1:])
        assert answer.exit_code == 2
        assert answer.stderr.startswith("Error: ")
        assert not any(each in answer.stderr for each in ("secret", "se%63ret", "half"))


def test_what_is_no_table_is_refused(written):
    broken = written(b"PAR1 but not really", "broken.parquet")
    assert (
        "broken.parquet: cannot be read"
        in run("disclose", broken, "--rows", "a", "--columns", "b").stderr
    )
    packed = written(gzip.compress(VISITS.encode()), "visits.gz")
    with pytest.raises(BadInput, match=r"is neither \.csv nor \.parquet"), opened(str(packed)):
        pass


def test_a_column_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "t.parquet"
    pq.write_table(pa.table({"unit": ["a"], "outcome": [1.5], "n": [2.0]}), file)
    with opened(str(file)) as source:
        with pytest.raises(BadInput, match="column outcome: holds float64, which is not read as"):
            analyses.panel(source, "unit", "outcome", "n")
        with pytest.raises(BadInput, match="column n: holds float64, which is not read as int"):
            analyses.yields_of(source, [], "unit", "a", "n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--event", "outcome"), "--event is COLUMN=VALUE; “outcome” has no ="),
        (("--event", "outcome=Found"), "column outcome: is never “Found”; it is: found, none"),
        (("--by", "unit"), "--by and --count go with --event"),
        (("--event", "unit=SCD9", "--by", "unit"), "a column is named twice: unit, unit"),
        (("--event", "result=x"), "there is no column “result”; there are: unit, outcome, n"),
    ],
)
def test_what_was_asked_wrongly_of_a_large_table_is_refused(places, arguments, says):
    for place in places[1:]:
        answer = run("yields", place, *arguments)
        assert answer.exit_code == 2
        assert says in answer.stderr


def test_a_group_that_is_named_twice_is_refused(written):
    file = written("unit,events,person_years\na,1,10\n", "risk.csv")
    answer = run("risk", file, "--by", "unit", "--by", "unit")
    assert answer.exit_code == 2
    assert "risk.csv: a column is named twice: unit, unit" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "column"),
    [
        (("yields",), "method"),
        (("yields", "--by", "level", "--event", "events=1"), "level"),
        (("risk", "--by", "rate"), "rate"),
    ],
)
def test_a_label_that_the_answer_would_write_over_is_refused(tmp_path, arguments, column):
    parquet = tmp_path / "rows.parquet"
    counted = {"events": [1, 0], "trials": [4, 4], "person_years": [9.0, 9.0]}
    pq.write_table(pa.table({column: ["raid", "visit"], **counted}), parquet)
    answer = run(arguments[0], parquet, *arguments[1:], "--json")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert f"rows.parquet, column {column}: the answer says something else" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (("yields",), ["unit", "events", "trials"]),
        (("yields", "--pool"), ["events", "trials"]),
        (("risk", "--by", "unit"), ["unit", "events", "person_years"]),
    ],
)
def test_a_large_table_without_rows_is_refused_as_a_small_one_is(tmp_path, arguments, columns):
    parquet = tmp_path / "none.parquet"
    pq.write_table(pa.schema([(name, pa.string()) for name in columns]).empty_table(), parquet)
    answer = run(arguments[0], parquet, *arguments[1:])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "none.parquet: there are no rows" in answer.stderr


@pytest.mark.parametrize("label", ["Newham\xa0", "\u3000Newham", "\u2003"])
def test_a_label_that_would_be_read_back_otherwise_is_refused(tmp_path, label):
    parquet = tmp_path / "visits.parquet"
    pq.write_table(pa.table({"unit": [label, "Newham"], "outcome": ["a", "a"]}), parquet)
    answer = run("disclose", parquet, "--rows", "unit", "--columns", "outcome")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "row 1, column unit: " in answer.stderr
    assert "white space that is no ordinary space" in answer.stderr


@pytest.mark.parametrize("column", ["unsilenced_rows", "unsilenced_bad", "Unsilenced_Sum_0"])
def test_a_column_that_would_be_taken_for_one_of_ours_is_refused(written, tmp_path, column):
    file = written(f"{column},events,person_years\na,1,10\nb,2,10\n", "risk.csv")
    base = tmp_path / "risk.duckdb"
    with duckdb.connect(base) as connection:
        connection.execute(f"CREATE TABLE risk AS FROM '{file}'")
    for place in (file, f"duckdb://{base}#risk"):
        answer = run("risk", place, "--by", column)
        assert answer.exit_code == 2
        assert f"column {column}: columns that begin with unsilenced_ are kept" in answer.stderr


class Terminal(StringIO):
    """A terminal that reports when something is shown on it."""

    def __init__(self):
        super().__init__()
        self.shown = threading.Event()

    def isatty(self):
        return True

    def write(self, text):
        if "Counting" in text:
            self.shown.set()
        return super().write(text)


def test_counting_that_takes_long_is_shown_where_people_look(places, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(address, "SHOWN_AFTER", 0.0)
    monkeypatch.setattr(sys, "stderr", terminal)
    with address.counted_at(str(places[1]), None) as source:
        assert terminal.shown.wait(60)
        assert analyses.cross(source, "unit", "outcome").cells[-1][-1] == 447


def test_nothing_is_written_beside_the_table(places, tmp_path):
    before = sorted(Path(tmp_path).iterdir())
    for place in places:
        run("disclose", place, "--rows", "unit", "--columns", "outcome")
    assert sorted(Path(tmp_path).iterdir()) == before
