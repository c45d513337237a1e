"""A row from a form or a call is read by the same rules as a file, and nothing is raised."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.evidence.schema.descriptor import schema_from
from unsilenced.evidence.schema.reading import read_table
from unsilenced.evidence.schema.record import read_record
from unsilenced.evidence.schema.rules import rules_of

SCHEMA = schema_from(
    {
        "fields": [
            {"name": "day", "type": "date", "constraints": {"required": True}},
            {"name": "officers", "type": "integer", "constraints": {"minimum": 1, "maximum": 999}},
            {
                "name": "trigger",
                "type": "list",
                "delimiter": ";",
                "valid_on": "day",
                "categories": ["complaint", {"value": "welfare", "valid_from": "2026-01-01"}],
            },
            {"name": "threat", "type": "boolean"},
        ]
    },
    "visits.schema.json",
)
GOOD = {"day": "2026-11-30", "officers": " 7 ", "trigger": ["welfare", "complaint"], "threat": "1"}


def test_a_good_row_is_read():
    read = read_record(SCHEMA, GOOD)
    assert not read.faults
    assert read.values == {
        "day": date(2026, 11, 30),
        "officers": 7,
        "trigger": ("welfare", "complaint"),
        "threat": True,
    }


@pytest.mark.parametrize(
    ("bad", "faults"),
    [
        ({"day": ""}, {"day": "is empty"}),
        ({"officers": "0"}, {"officers": "is below 1"}),
        ({"officers": "0", "threat": "x"}, {"officers", "threat"}),
        ({"trigger": ["raid"]}, {"trigger": "has an item that is none of: complaint, welfare"}),
        ({"trigger": ["welfare;complaint"]}, {"trigger"}),
        ({"day": "2025-12-31"}, {"trigger"}),
        ({"threat": "tr\x00ue"}, {"threat"}),
        ({"threat": "x" * 1001}, {"threat": "has more than 1,000 characters"}),
        ({"other": "x"}, {"other": "there is no such column"}),
    ],
)
def test_every_bad_field_is_told_and_no_good_one(bad, faults):
    read = read_record(SCHEMA, {**GOOD, **bad})
    assert read.faults.keys() == set(faults)
    for name, says in faults.items() if isinstance(faults, dict) else ():
        assert str(read.faults[name]) == says


@given(
    given_=st.dictionaries(
        st.sampled_from([*SCHEMA.names, "other"]),
        st.text(max_size=40) | st.lists(st.text(max_size=20), max_size=4),
    )
)
def test_whatever_is_given_a_record_comes_back(given_):
    read = read_record(SCHEMA, given_)
    assert read.faults or read.values["day"] is not None
    for reason in read.faults.values():
        assert str(reason)


def test_reasons_can_be_told_in_another_language():
    reason = next(rule.reason for rule in rules_of(SCHEMA.fields[1]) if rule.limit == 999)
    assert reason.told({"is above {limit}": "passa de {limit}"}.__getitem__) == "passa de 999"


def test_a_file_and_a_form_are_read_alike(tmp_path):
    table = tmp_path / "visits.csv"
    table.write_text("day,officers,trigger,threat\n2026-11-30,7,welfare;complaint,1\n")
    ((line, row),) = read_table(table, SCHEMA).rows()
    assert (line, row) == (2, read_record(SCHEMA, GOOD).values)
