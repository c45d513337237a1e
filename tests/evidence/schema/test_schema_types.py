"""Each type of a schema reads its texts, and refuses others with file, row, column and reason."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.descriptor import schema_from
from unsilenced.evidence.schema.field import Field
from unsilenced.evidence.schema.reading import Column, Fault, read_table
from unsilenced.evidence.schema.values import DATE, reader_of


@pytest.fixture
def read(tmp_path):
    """What reads a column `f` of texts by a field, beside a column of dates if there are any."""

    def read(field, *texts, days=None):
        fields = [{"name": "f", **field}]
        rows = [f'"{text}"' for text in texts]
        header = "f"
        if days is not None:
            fields.append({"name": "day", "type": "date"})
            rows = [f"{row},{day}" for row, day in zip(rows, days, strict=True)]
            header = "f,day"
        table = tmp_path / "table.csv"
        table.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        schema = schema_from({"fields": fields}, "table.schema.json")
        return read_table(table, schema).columns["f"]

    return read


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ({"type": "string"}, "0012", "0012"),
        ({"type": "integer"}, "-012", -12),
        ({"type": "number"}, "675.50", Decimal("675.50")),
        ({"type": "boolean"}, "TRUE", True),
        ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, "no", False),
        ({"type": "date"}, "2024-02-29", date(2024, 2, 29)),
        ({"type": "list"}, "a,b", ("a", "b")),
        ({"type": "list", "delimiter": ";", "itemType": "integer"}, "3;-4", (3, -4)),
        ({"type": "list", "itemType": "date"}, "2026-11-30", (date(2026, 11, 30),)),
        ({"type": "string"}, "", None),
        ({"type": "list"}, "", None),
    ],
)
def test_a_text_becomes_a_value_of_its_type(read, field, text, value):
    (found,) = read(field, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ({"type": "integer"}, "1.0", "is no whole number of at most 1,000,000,000"),
        ({"type": "integer"}, "1000000001", "is no whole number of at most 1,000,000,000"),
        ({"type": "integer"}, "٣", "is no whole number"),
        ({"type": "number"}, "1e3", "is no number like 675 or 675.5"),
        ({"type": "number"}, "NaN", "is no number like"),
        ({"type": "number", "constraints": {"maximum": 0.5}}, "0.51", "is above 0.5"),
        ({"type": "boolean"}, "yes", "is none of: true, True, TRUE, 1, false"),
        ({"type": "date"}, "2023-02-29", "is no date like 2026-11-30"),
        ({"type": "date"}, "30/11/2026", "is no date like 2026-11-30"),
        (
            {"type": "date", "constraints": {"minimum": "2026-01-01"}},
            "2025-12-31",
            "is below 2026-01-01",
        ),
        (
            {"type": "date", "constraints": {"maximum": "2026-01-01"}},
            "2026-01-02",
            "is above 2026-01-01",
        ),
        ({"type": "list"}, "a,,b", "is no list with “,” between its items"),
        ({"type": "list", "itemType": "integer"}, "3,x", "is no list with"),
        ({"type": "list", "constraints": {"maxLength": 1}}, "a,b", "has more than 1 items"),
        ({"type": "list", "constraints": {"minLength": 2}}, "a", "has fewer than 2 items"),
        ({"type": "string", "constraints": {"maxLength": 2}}, "abc", "is longer than 2"),
        ({"type": "string", "constraints": {"minLength": 2}}, "a", "is shorter than 2"),
        ({"type": "string", "categories": ["raid", "visit"]}, "Raid", "is none of: raid, visit"),
        (
            {"type": "list", "delimiter": ";", "categories": ["a", "b"]},
            "a;c",
            "has an item that is none of: a, b",
        ),
        ({"type": "list", "constraints": {"required": True}}, "", "is empty"),
    ],
)
def test_any_other_text_is_refused_with_its_place(read, field, text, says):
    good = {"integer": "1", "number": "0.5", "boolean": "true", "date": "2026-01-01"}
    first = good.get(field["type"], "a;b" if field.get("delimiter") else "a")
    first = {"itemType": "1", "categories": first}.get(
        next(iter(field.keys() - {"type"}), ""), first
    )
    with pytest.raises(BadInput) as refused:
        read({**field, "missingValues": ["", "-"]}, "-" if "empty" not in says else first, text)
    assert (refused.value.file, refused.value.row, refused.value.column) == ("table.csv", 3, "f")
    assert says in refused.value.reason


CODES = {
    "type": "string",
    "valid_on": "day",
    "categories": [
        {"value": "raid", "label": "Raid", "valid_to": "2026-03-31"},
        {"value": "visit", "valid_from": "2026-04-01"},
        {"value": "order", "valid_from": "2026-01-01", "valid_to": "2026-12-31"},
        "none",
    ],
}


def test_a_code_may_be_used_on_its_first_day_and_on_its_last(read):
    used = [("raid", "2026-03-31"), ("visit", "2026-04-01"), ("none", "1999-01-01")]
    used += [("order", "2026-01-01"), ("order", "2026-12-31"), ("raid", "")]
    texts, days = zip(*used, strict=True)
    assert read(CODES, *texts, days=days) == texts


@pytest.mark.parametrize(
    ("code", "day", "says"),
    [
        ("raid", "2026-04-01", "“raid” is not valid on this day: raid ended on 2026-03-31"),
        ("visit", "2026-03-31", "“visit” is not valid on this day: visit begins on 2026-04-01"),
        ("order", "2027-01-01", "order is valid from 2026-01-01 to 2026-12-31"),
    ],
)
def test_a_code_may_not_be_used_on_another_day(read, code, day, says):
    with pytest.raises(BadInput, match=f"row 3, column f: .*{says}"):
        read(CODES, "none", code, days=[day, day])


def test_each_code_of_a_list_must_be_valid(read):
    codes = {**CODES, "type": "list", "delimiter": ";"}
    assert read(codes, "none;raid", days=["2026-03-31"]) == (("none", "raid"),)
    with pytest.raises(BadInput, match="“none;raid” is not valid on this day: raid ended"):
        read(codes, "none;raid", days=["2026-04-01"])


@given(day=st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read(day):
    assert reader_of(Field("f", "date"))(day.isoformat()) == day


@given(text=st.from_regex("[0-9]{4}-[01][0-9]-[0-3][0-9]", fullmatch=True))
@example("1900-02-29")
@example("2000-02-29")
@example("0999-01-01")
def test_what_is_no_day_is_refused_and_never_raises(text):
    found = Column(Field("f", "date")).value(text)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        assert isinstance(found, Fault)
    else:
        assert isinstance(found, Fault) == (day.year < 1000)


FIELDS = st.builds(
    Field,
    st.just("f"),
    st.sampled_from(["string", "integer", "number", "boolean", "date", "list"]),
    required=st.booleans(),
    item_type=st.sampled_from(["string", "integer", "number", "boolean", "date"]),
    delimiter=st.sampled_from([",", ";", "|", "^", "-", "]", "\\", " "]),
)


@given(field=FIELDS, text=st.text(max_size=30))
def test_any_text_is_a_value_or_a_fault(field, text):
    found = Column(field).value(text)
    if not isinstance(found, Fault) and text:
        assert found is not None


def test_the_form_of_a_day_holds_no_group_that_engines_read_in_other_ways():
    assert "(?!" not in DATE
    assert json.loads(json.dumps(DATE)) == DATE
