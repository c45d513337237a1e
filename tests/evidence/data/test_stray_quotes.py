"""A stray quote swallows no rows: no label has a line break, and each line is a record."""

import csv
import io
import json
import unicodedata

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.sheet import read_sheet
from unsilenced.evidence.spelling import LONGEST
from unsilenced.evidence.tables import analyses, csv_file
from unsilenced.evidence.tables.source import opened

SWALLOWED = """\
area,outcome,who,n
"North,trafficked,Ana of 12 Mill Lane,2
North,none,x,1
South",none,x,40
East,trafficked,x,30
East,none,x,22
"""
QUOTED = 'area,outcome,n\nNor"th,a,20\n"South",a,30\n'
WITH_A_BREAK = 'area,outcome,n\n"South",a,30\nEast,"a\nb",20\n'
WITH_A_TAB = "area,outcome,n\nSouth,a,30\nEast\tEnd,a,20\n"
LONG = f"area,outcome,n\nSouth,a,30\n{'x' * (LONGEST + 1)},a,20\n"
ROWS = ("disclose", "--rows", "area", "--columns", "outcome")


def run(*arguments):
    return CliRunner().invoke(evidence, list(map(str, arguments)))


@pytest.fixture
def written(tmp_path):
    def write(text):
        file = tmp_path / "people.csv"
        file.write_bytes(text.encode())
        return file

    return write


@pytest.fixture(params=["read whole", "counted where it is"])
def extra(request, tmp_path):
    """What makes a command read a file whole, and what makes it count it in DuckDB."""
    if request.param == "read whole":
        return lambda file: ()

    def schema(file):
        names = file.read_text().partition("\n")[0].split(",")
        path = tmp_path / "people.schema.json"
        path.write_text(json.dumps({"fields": [{"name": n, "type": "string"} for n in names]}))
        return ("--schema", path)

    return schema


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SWALLOWED, "row 2, column area: a quote is not closed on its line"),
        (QUOTED, "row 2, column area: has a quote inside or beside it"),
        ('area,outcome,n\n"Nor"th,a,20\n', "row 2, column area: has a quote inside or beside it"),
        (WITH_A_BREAK, "row 3, column outcome: a quote is not closed on its line"),
        (WITH_A_TAB, "row 3, column area: is no text: it holds the control character 9"),
        ("area,outcome,n\nA\u2028B,a,20\n", "row 2, column area: has a line break in it"),
        (LONG, "row 3, column area: "),
        ('area,"out\ncome",n\nA,a,20\n', "row 1, column 2: a quote is not closed on its line"),
    ],
)
def test_a_label_that_is_none_is_refused_with_row_and_column(written, extra, text, says):
    file = written(text)
    command, *options = ROWS
    answer = run(command, file, *options, *extra(file))
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert f"people.csv, {says}" in answer.stderr


@pytest.mark.parametrize("bad", ["a\nb", "a\tb", "a\u2028b", "a" * (LONGEST + 1)])
def test_a_label_of_a_parquet_file_is_refused_too(tmp_path, bad):
    file = tmp_path / "people.parquet"
    pq.write_table(pa.table({"area": ["North", bad], "outcome": ["a", "a"], "n": [20, 30]}), file)
    command, *options = ROWS
    answer = run(command, file, *options)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "people.parquet, row 2, column area: " in answer.stderr


@pytest.mark.parametrize("name", ["audit", "capture", "coverage", "event", "risk", "yields"])
def test_every_command_that_reads_a_table_refuses_a_stray_quote(written, name):
    file = written(SWALLOWED)
    options = ("--treated", "a", "--event", "2:2") if name == "event" else ()
    answer = run(name, file, *options)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "people.csv, row 2, column area: a quote is not closed on its line" in answer.stderr


def test_a_quote_that_is_far_into_a_large_file_is_found_too(written, monkeypatch):
    monkeypatch.setattr(csv_file, "AT_ONCE", 64)
    file = written("area,outcome,n\n" + "East,a,20\n" * 50 + 'Nor"th,a,20\n')
    with (
        pytest.raises(BadInput, match="row 52, column area: has a quote inside"),
        opened(str(file)),
    ):
        pass
    file = written("area,outcome,n\n" + "East" * 50)
    with pytest.raises(BadInput, match="a line has more than 64 bytes"), opened(str(file)):
        pass


def test_quotes_where_they_belong_are_read_as_before(written, extra):
    file = written('area,outcome,n\r\n"Mill ""Old"" Lane, North","a",20\r\n\r\nEast,"a","30"\r\n')
    command, *options = ROWS
    answer = run(command, file, *options, *extra(file))
    assert answer.exit_code == 0, answer.stderr
    assert '\n"Mill ""Old"" Lane, North",20,20\n' in answer.stdout


ANY = st.text(st.sampled_from('ab,"\n\r\t é\x0b\x85\u2028\u0301'), max_size=40)


@given(text=ANY)
def test_whatever_is_read_has_labels_without_control_characters_or_is_refused(
    text, tmp_path_factory
):
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(f"area,outcome\n{text}\n".encode())
    try:
        sheet = read_sheet(file)
    except BadInput:
        return
    for field in (field for line in sheet.lines for field in line.values):
        assert not any(unicodedata.category(each) in {"Cc", "Zl", "Zp"} for each in field)
        assert unicodedata.is_normalized("NFC", field)
    # Only a line break outside quotes ends a row.
    lines = [line for line in io.StringIO(text, newline="") if line.rstrip("\r\n")]
    assert len(sheet.lines) == len(lines)


@settings(max_examples=30)
@given(text=ANY)
def test_what_duckdb_counts_is_what_a_small_file_says(text, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "counted.csv"
    file.write_bytes(f"area,outcome\n{text}\n".encode())
    try:
        with opened(str(file)) as source:
            counts = analyses.cross(source, "area", "outcome")
    except BadInput:
        return
    labels = {(line.values[0], line.values[1]) for line in read_sheet(file).lines}
    assert {area for area, _ in labels} == {*counts.rows}
    assert {outcome for _, outcome in labels} == {*counts.columns}


@given(at=st.sets(st.integers(0, 400), max_size=4))
def test_no_field_of_an_unasked_column_is_published(at, tmp_path_factory):
    lines = [
        f"{area},{outcome},canary{place},{20 + place}"
        for place, (area, outcome) in enumerate(
            (area, outcome) for area in ("North", "South", "East") for outcome in ("a", "b")
        )
    ]
    text = "area,outcome,who,n\n" + "\n".join(lines) + "\n"
    for place in sorted(at, reverse=True):
        text = text[:place] + '"' + text[place:]
    file = tmp_path_factory.getbasetemp() / "canaries.csv"
    file.write_text(text)
    command, *options = ROWS
    answer = run(command, file, *options)
    assert answer.exit_code in {0, 2}
    assert "canary" not in answer.stdout
    if answer.exit_code == 0:
        *_, (*_, total) = csv.reader(answer.stdout.splitlines())
        assert total == "135"


@pytest.mark.parametrize("other", ["NORTH", "No\u00adrth", "North\u200b", "\uff2e\uff4f\uff52th"])
def test_one_category_that_is_written_in_two_ways_is_refused(written, extra, other):
    file = written(f"area,outcome,n\nNorth,a,20\n{other},a,30\n")
    command, *options = ROWS
    answer = run(command, file, *options, *extra(file))
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "people.csv, column area: “" in answer.stderr
    assert "in another row: write one category in one way" in answer.stderr


def test_a_letter_and_its_accent_are_one_however_they_were_typed(written, extra):
    file = written("area,outcome,n\nCaf\u00e9,a,20\nCafe\u0301,a,30\n")
    command, *options = ROWS
    answer = run(command, file, *options, *extra(file))
    assert answer.exit_code == 0, answer.stderr
    assert "\nCaf\u00e9,50,50\n" in answer.stdout
