"""Incidents added up where they are give the same result as the counts."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from evidence.pictures.drawn import ADDRESS, counts_are_public
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_panels import invented

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.events.incidents import count_panels
from unsilenced.evidence.events.london import GAMES, HOST_BOROUGHS, OUTCOMES, WINDOW, london
from unsilenced.evidence.tables.source import opened

GAMES_ASKED = [
    *(each for name in HOST_BOROUGHS for each in ("--treated", name)),
    *("--event", f"{GAMES[0]}:{GAMES[-1]}", "--permutations", "99", "--json"),
]
WHERE = ("--treated", "unit 0", "--treated", "unit 1", "--event", "4:5", "--permutations", "9")


def run(*arguments):
    return CliRunner().invoke(evidence, ["event", *map(str, arguments)])


def counts_of(panels):
    """A row for each outcome, unit and period, with its count."""
    return pa.Table.from_pylist(
        [
            {"outcome": panel.outcome, "unit": unit, "period": period, "count": int(count)}
            for panel in panels
            for unit, counts in zip(panel.units, panel.counts, strict=True)
            for period, count in zip(panel.periods, counts, strict=True)
        ]
    )


def incidents_of(panels):
    """A row for each incident, in no order, with an unused column."""
    counts = counts_of(panels)
    rows = np.repeat(np.arange(len(counts)), counts["count"].to_numpy())
    rows = np.random.default_rng(1).permutation(rows)
    table = counts.take(rows).drop_columns("count")
    return table.append_column("number", pa.array(range(len(table))))


@pytest.fixture(scope="module")
def games(tmp_path_factory):
    """London's counts from the window, sorted by outcome as incidents will be."""
    folder = tmp_path_factory.mktemp("games")
    panels = [london(each).window(*WINDOW) for each in sorted(OUTCOMES)]
    pyarrow.csv.write_csv(counts_of(panels), folder / "counts.csv")
    pq.write_table(incidents_of(panels), folder / "incidents.parquet")
    pyarrow.csv.write_csv(incidents_of(panels), folder / "incidents.csv")
    with duckdb.connect(folder / "london.duckdb") as connection:
        connection.execute(f"CREATE TABLE crimes AS FROM '{folder}/incidents.parquet'")
    return folder


@pytest.fixture(scope="module")
def by_counts(games):
    return json.loads(run(games / "counts.csv", *GAMES_ASKED).stdout)


@pytest.mark.parametrize(
    ("place", "called"),
    [
        ("{}/incidents.parquet", "incidents.parquet"),
        ("{}/incidents.csv", "incidents.csv"),
        ("{}/counts.csv", "counts.csv"),
        ("duckdb://{}/london.duckdb#crimes", "duckdb://{}/london.duckdb#crimes"),
    ],
)
def test_london_s_crimes_one_by_one_give_what_london_s_counts_give(games, by_counts, place, called):
    answer = run(place.format(games), "--add-up", *GAMES_ASKED)
    assert answer.exit_code == 0, answer.stderr
    assert json.loads(answer.stdout) == {**by_counts, "data": called.format(games)}
    misc = by_counts["outcomes"][1]
    assert misc["outcome"] == "misc crimes against society"
    assert round(misc["estimate"], 3) == 1.263


def written(text, name="table.csv"):
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.sampled_from("xy"), st.integers(0, 9)),
    min_size=1,
    max_size=20,
)


@settings(max_examples=25)
@given(ROWS)
def test_every_unit_and_period_has_a_count_and_all_are_what_the_rows_say(rows):
    lines = [",".join(map(str, row)) for row in rows]
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        path.write_text("\n".join(["unit,period,outcome,count", *lines]) + "\n", encoding="utf-8")
        with opened(str(path)) as source:
            panels = count_panels(source)
    assert [each.outcome for each in panels] == sorted({row[2] for row in rows})
    for panel in panels:
        assert panel.units == tuple(sorted({row[0] for row in rows}))
        assert panel.periods == tuple(map(str, sorted({row[1] for row in rows})))
        for unit, counts in zip(panel.units, panel.counts, strict=True):
            for period, count in zip(panel.periods, counts, strict=True):
                same = [row[3] for row in rows if row[:3] == (unit, int(period), panel.outcome)]
                assert count == sum(same)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_outcome_and_count_each_row_is_one_of_the_same(here):
    with opened(str(written("unit,period\na,1\nb,2\na,1\n"))) as source:
        (panel,) = count_panels(source)
    assert panel.outcome == "count"
    assert panel.counts.tolist() == [[2, 0], [0, 1]]


@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        ("unit,when\na,1\n", ("--add-up",), "table.csv: there is no column “period”"),
        ("unit,period\na,1\n,2\n", ("--add-up",), "table.csv, row 3, column unit: is empty"),
        ("unit,period,count\na,1,x\n", ("--add-up",), "row 2, column count: “x” is no whole"),
        ("unit,period\n", ("--add-up",), "table.csv: there are no rows"),
        ("unit,period,exposure\na,1,2\n", ("--add-up",), "column exposure: exposure is of units"),
        ("unit,period\na,2012-7\na,2012-10\n", ("--add-up",), "column period: 2012-10 and 2012-7"),
        ("unit,period,count\na,1,9\n", ("--schema", "table.csv"), "--schema goes with --add-up"),
        (
            "unit,period,count\n" + "a,1,1000000000\n" * 2,
            ("--add-up",),
            "table.csv: a, 1: 2,000,000,000; at most 1,000,000,000",
        ),
        (
            "unit,period\n" + "".join(f"u{each},{each}\n" for each in range(300)),
            ("--add-up",),
            "there would be 90,000 counts by unit, period and outcome; at most 50,000",
        ),
    ],
)
def test_rows_that_cannot_be_added_up_are_refused(here, text, words, says):
    answer = run(written(text), *words, "--treated", "a", "--event", "1")
    assert answer.exit_code == 2
    assert says in answer.stderr
    assert answer.stdout == ""


@pytest.mark.parametrize("place", ["table.parquet", "postgres://me:secret@host/base#table"])
def test_what_is_no_small_csv_file_is_only_added_up(here, place):
    pq.write_table(counts_of([invented(1)]), here / "table.parquet")
    answer = run(place, *WHERE)
    assert answer.exit_code == 2
    assert "--add-up counts its rows where they are" in answer.stderr
    assert "secret" not in answer.stderr


@pytest.mark.parametrize("words", [("--add-up",), ("--schema", "table.csv")])
def test_without_a_table_there_is_nothing_to_add_up(here, words):
    written("a\n")
    answer = run(*words)
    assert answer.exit_code == 2
    assert "--add-up and --schema are for a TABLE, and there is none" in answer.stderr


@pytest.mark.parametrize("words", [("--treated", "a"), ("--event", "1")])
def test_what_was_not_said_is_asked_for_before_anything_is_counted(here, words):
    answer = run("nowhere.parquet", "--add-up", *words)
    assert answer.exit_code == 2
    assert "--treated and --event say where and when the event was" in answer.stderr


def test_rows_that_are_not_as_the_schema_says_are_named(here):
    unit = {"name": "unit", "type": "string", "constraints": {"enum": ["a"]}}
    schema = {"fields": [unit, {"name": "period", "type": "integer"}]}
    written(json.dumps(schema), "schema.json")
    table = written("unit,period\na,1\nb,2\n")
    answer = run(table, "--add-up", "--schema", "schema.json", "--treated", "a", "--event", "1")
    assert answer.exit_code == 2
    assert "table.csv, row 3, column unit: “b” is none of: a" in answer.stderr


def test_pictures_of_a_database_name_the_table_without_a_hash(here):
    pq.write_table(incidents_of([invented(1)]), "rows.parquet")
    with duckdb.connect("base.duckdb") as connection:
        connection.execute("CREATE TABLE visits AS FROM 'rows.parquet'")
    asked = (*WHERE, "--add-up", "--published-at", ADDRESS)
    pages = []
    for place, folder in (("duckdb://base.duckdb#visits", "one"), ("rows.parquet", "other")):
        answer = run(place, *asked, "--pictures", folder)
        assert answer.exit_code == 0, answer.stderr
        assert counts_are_public(here / folder / "index.html")
        pages.append((here / folder / "index.html").read_text(encoding="utf-8"))
    assert "From duckdb://base.duckdb#visits, as it was then." in pages[0]
    assert "SHA-256" not in pages[0]
    assert "From rows.parquet (SHA-256 <code>" in pages[1]


def test_small_counts_are_refused_their_pictures_whatever_they_were_added_up_from(here):
    pq.write_table(incidents_of([invented(1, mean=2.0)]), "rows.parquet")
    answer = run("rows.parquet", "--add-up", *WHERE, "--pictures", "new")
    assert answer.exit_code == 1
    assert "It shows counts below 5" in answer.stderr
    assert not (here / "new").exists()


def test_an_address_tells_no_password_where_it_cannot_be_opened(here):
    answer = run("postgres://me:secret@127.0.0.1:1/base#rows", "--add-up", *WHERE)
    assert answer.exit_code == 2
    assert "secret" not in answer.stderr
