"""Every shipped data file is the one that its provenance names, and matches its schema."""

import hashlib
import json
from pathlib import Path

import pytest

import unsilenced.evidence
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.descriptor import LARGEST_SCHEMA, read_schema, schema_of
from unsilenced.evidence.schema.reading import read_checked

DATA = Path(unsilenced.evidence.__file__).parent / "data"
TABLES = [
    table
    for folder in ("claims", "london", "nrm")
    for table in sorted((DATA / folder).glob("*.csv"))
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_has_its_source_its_licence_and_its_hash(table):
    told = json.loads((table.parent / "provenance.json").read_text(encoding="utf-8"))["files"]
    assert told[table.name]["source"]
    assert told[table.name]["licence"]
    assert told[table.name]["sha256"] == hashlib.sha256(table.read_bytes()).hexdigest()


@pytest.mark.parametrize("folder", ["claims", "london", "nrm"])
def test_nothing_has_a_provenance_that_is_not_there(folder):
    told = json.loads((DATA / folder / "provenance.json").read_text(encoding="utf-8"))["files"]
    assert set(told) == {table.name for table in (DATA / folder).glob("*.csv")}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_is_as_its_schema_says(table):
    assert len(read_checked(table, comments=True))


def test_integers_are_integers_and_what_is_missing_is_missing():
    visits = read_checked(DATA / "claims" / "scd9_brothel_visits.csv", comments=True)
    assert {type(each) for each in visits.columns["brothel_premises_visited"]} == {int}
    assert visits.columns["brothel_premises_visited"][0] == 173
    assert visits.lines[0] == 4
    reports = read_checked(DATA / "claims" / "num_reports.csv", comments=True)
    assert reports.columns["rape_n"][0] is None


@pytest.fixture
def checked(tmp_path):
    def check(text, constraints=None, kind="integer", *, comments=False, **more):
        field = {"name": "n", "type": kind, "constraints": constraints or {}}
        schema = {"fields": [field], **more}
        table = tmp_path / "table.csv"
        table.write_text(text, encoding="utf-8")
        schema_of(table).write_text(json.dumps(schema), encoding="utf-8")
        return read_checked(table, comments=comments)

    return check


@pytest.mark.parametrize(
    ("value", "constraints", "says"),
    [
        ("4", {"maximum": 3}, "“4” is above 3"),
        ("2", {"minimum": 3}, "“2” is below 3"),
        ("2", {"enum": [1, 3]}, "“2” is none of: 1, 3"),
        ("12", {"pattern": "[0-9]"}, "“12” is not of the form"),
        ("1e3", {"minimum": 3}, "“1e3” is no whole number"),
        ("-", {"required": True}, "is empty"),
    ],
)
def test_each_constraint_holds(checked, value, constraints, says):
    with pytest.raises(BadInput, match=f"table.csv, row 3, column n: {says}"):
        checked(f"n\n3\n{value}\n", constraints, missingValues=["-"])


def test_the_first_bad_row_is_named_and_the_others_are_counted(checked):
    with pytest.raises(BadInput, match=r"row 3, column n: “x” .* \(and 1 more rows"):
        checked("n\n3\nx\n4\ny\n")


@pytest.mark.parametrize(
    ("kind", "constraints"), [("geojson", {}), ("integer", {"jsonSchema": {}})]
)
def test_a_schema_that_says_more_than_is_understood_is_refused(checked, kind, constraints):
    with pytest.raises(BadInput, match="which is not understood"):
        checked("n\n3\n", constraints, kind)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}", "is no Table Schema"),
        ("[]", "is no Table Schema"),
        ('{"fields": 3}', "is no Table Schema"),
        ('{"fields": [{"name": "n"}]}', "is no Table Schema"),
        ('{"fields": [{"name": 3, "type": "string"}]}', "is no Table Schema"),
        ('{"fields": [{"name": "n", "type": "string", "constraints": 3}]}', "is no Table Schema"),
        ('{"fields": [], "missingValues": "-"}', "missingValues are a list of texts"),
        ("[" * 100_000, "cannot be read: "),
        (" " * (LARGEST_SCHEMA + 1), "has more than 1,048,576 bytes"),
        ("n\n3\n", "cannot be read: "),
        ('{"fields": [{"name": "", "type": "string"}]}', "is no Table Schema"),
        ('{"fields": [], "title": "\\ud800"}', "cannot be read: it has half of a character"),
    ],
)
def test_what_is_no_schema_is_refused(tmp_path, text, says):
    schema = tmp_path / "table.schema.json"
    schema.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=f"table.schema.json: {says}"):
        read_schema(schema)


@pytest.mark.parametrize(
    "constraints",
    [
        {"minimum": "3"},
        {"maximum": 1e400},
        {"pattern": "("},
        {"pattern": "a{99999999999999999999}"},
        {"pattern": "(" * 5000 + ")" * 5000},
        {"enum": 3},
        {"enum": [None]},
        {"enum": [True]},
        {"minimum": 4, "maximum": 3},
        {"required": "yes"},
    ],
)
def test_a_constraint_that_cannot_be_is_refused(checked, constraints):
    with pytest.raises(BadInput, match=r"column n: the schema says .*, which cannot be"):
        checked("n\n3\n", constraints)


def test_lines_that_begin_with_a_number_sign_are_left_out_of_our_own_files(checked):
    text = "# source: here\nn\n3\n# note\n4\n"
    assert checked(text, comments=True).columns["n"] == (3, 4)


def test_a_value_may_begin_with_a_number_sign(checked):
    assert checked("n\n#12\n4\n", kind="string").columns["n"] == ("#12", "4")


def test_a_schema_may_begin_with_the_mark_that_windows_writes(tmp_path):
    schema = tmp_path / "table.schema.json"
    schema.write_text('{"fields": [{"name": "n", "type": "string"}]}', encoding="utf-8-sig")
    assert read_schema(schema).names == ("n",)


def test_a_mark_that_is_not_seen_is_shown(checked):
    with pytest.raises(BadInput, match="the columns are <U\\+FEFF>n; they must be n"):
        checked("\ufeff\ufeffn\n3\n")
