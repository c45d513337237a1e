"""What holds of rows and tables together: keys, tables of children, and a package as a whole."""

import json

import pytest

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.descriptor import schema_from
from unsilenced.evidence.schema.package import read_package
from unsilenced.evidence.schema.reading import read_checked

_FIELD = {"name": "n", "type": "string"}
VISITS = {
    "fields": [
        {"name": "visit", "type": "string"},
        {"name": "unit", "type": "string"},
        {"name": "after", "type": "string"},
    ],
    "primaryKey": "visit",
    "foreignKeys": [{"fields": "after", "reference": {"resource": "", "fields": "visit"}}],
}
ORDERS = {
    "fields": [
        {"name": "visit", "type": "string", "constraints": {"required": True}},
        {"name": "number", "type": "integer"},
        {"name": "days", "type": "integer", "constraints": {"minimum": 1}},
    ],
    "primaryKey": ["visit", "number"],
    "foreignKeys": [{"fields": "visit", "reference": {"resource": "visits", "fields": "visit"}}],
}


@pytest.fixture
def package(tmp_path):
    """What reads a package of visits and their orders."""

    def read(visits="v1,A,\nv2,B,v1\n", orders="v1,1,30\nv1,2,90\n", **more):
        (tmp_path / "visits.csv").write_text("visit,unit,after\n" + visits, encoding="utf-8")
        (tmp_path / "orders.csv").write_text("visit,number,days\n" + orders, encoding="utf-8")
        (tmp_path / "orders.schema.json").write_text(json.dumps(ORDERS), encoding="utf-8")
        resources = [
            {"name": "visits", "path": "visits.csv", "schema": VISITS},
            {"name": "orders", "path": "orders.csv", "schema": "orders.schema.json", **more},
        ]
        descriptor = tmp_path / "datapackage.json"
        descriptor.write_text(json.dumps({"resources": resources}), encoding="utf-8")
        return read_package(descriptor)

    return read


def test_children_stand_beside_their_parents(package):
    tables = package()
    assert tables["visits"].columns["after"] == (None, "v1")
    assert list(tables["orders"].rows()) == [
        (2, {"visit": "v1", "number": 1, "days": 30}),
        (3, {"visit": "v1", "number": 2, "days": 90}),
    ]


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ({"orders": "v1,1,30\nv3,1,90\n"}, "orders.csv, row 3, column visit: “v3” is in no row of"),
        ({"visits": "v1,A,\nv1,B,\n"}, "visits.csv, row 3, column visit: “v1” stands in a row"),
        ({"visits": "v1,A,\n,B,\n"}, "visits.csv, row 3, column visit: is empty"),
        ({"visits": "v1,A,v9\n"}, "visits.csv, row 2, column after: “v9” is in no row of visits"),
        ({"orders": "v1,1,30\nv1,01,90\n"}, "row 3, column visit: “v1, 01” stands in a row above"),
        ({"orders": "v1,1,0\n"}, "orders.csv, row 2, column days: “0” is below 1"),
        ({"path": "../orders.csv"}, "“../orders.csv” is no path in its folder"),
        ({"path": "/etc/passwd"}, "“/etc/passwd” is no path in its folder"),
        ({"path": "a\0b"}, "is no path in its folder"),
        ({"name": "visits"}, "two resources have one name"),
        ({"schema": 3}, "is no Data Package"),
        ({"dialect": {"delimiter": ";"}}, "datapackage.json, orders: the schema says delimiter"),
        ({"dialect": {"comment": "#"}}, "datapackage.json, orders: the schema says comment, which"),
        ({"dialect": ";"}, "is no Data Package"),
        ({"encoding": "latin-1"}, "datapackage.json, orders: the schema says encoding, which"),
        ({"schemas": {}}, "datapackage.json, orders: the schema says schemas, which is not"),
        ({"schema": {"fields": 3}}, "datapackage.json, orders: is no Table Schema"),
    ],
)
def test_one_bad_row_or_table_and_nothing_is_read(package, tables, says):
    with pytest.raises(BadInput) as refused:
        package(**tables)
    assert says in str(refused.value)


def test_a_link_does_not_lead_out_of_the_folder(package, tmp_path):
    away = tmp_path.parent / "away.csv"
    away.write_text("visit,number,days\nv1,1,30\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(away)
    with pytest.raises(BadInput, match=r"“link.csv” is no path in its folder"):
        package(path="link.csv")


def test_a_table_alone_is_refused_where_it_points_at_another(package, tmp_path):
    package()
    with pytest.raises(BadInput, match="it names visit of “visits”, which is not here"):
        read_checked(tmp_path / "orders.csv")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"primaryKey": "other"}, "column other: the schema names it, and tells nothing of it"),
        ({"primaryKey": []}, "a key is a column, or a list of columns"),
        ({"uniqueKeys": "n"}, "uniqueKeys are a list of lists"),
        ({"foreignKeys": [{"fields": "n"}]}, "foreignKeys are a list"),
        (
            {"foreignKeys": [{"fields": ["n"], "reference": {"fields": ["n", "n"]}}]},
            "has as many columns as its reference",
        ),
        ({"fields": [{"name": "n", "type": "string"}] * 2}, "the schema tells of it twice"),
        ({"fields": [{"name": "n", "type": "string", "valid_on": "n"}]}, "valid on a date"),
        ({"fields": [{"name": "n", "type": "string", "format": "email"}]}, "says format, which"),
        ({"fields": [{"name": "n", "type": "number", "decimalChar": ","}]}, "says decimalChar"),
        ({"fields": [{"name": "n", "type": "date", "format": "%d/%m/%Y"}]}, "says format, which"),
        ({"fields": [{"name": "n", "type": "list", "delimiter": ""}]}, "which cannot be"),
        ({"fields": [{"name": "n", "type": "list", "itemType": "list"}]}, "which cannot be"),
        ({"fields": [{"name": "n", "type": "boolean", "trueValues": []}]}, "which cannot be"),
        ({"fields": [{"name": "n", "type": "boolean", "trueValues": ["0"]}]}, "which cannot be"),
        (
            {"fields": [{"name": "n", "type": "date", "constraints": {"minimum": "20260101"}}]},
            "which cannot be",
        ),
        (
            {"fields": [{**_FIELD, "constraints": {"minLength": 3, "maxLength": 2}}]},
            "which cannot be",
        ),
        ({"fields": [{"name": "n", "type": "string", "categories": ["a", "a"]}]}, "cannot be"),
        (
            {"fields": [{"name": "n", "type": "string", "categories": [{"value": 3}]}]},
            "which cannot be",
        ),
        (
            {
                "fields": [
                    {
                        "name": "n",
                        "type": "string",
                        "categories": [{"value": "a", "valid_from": "soon"}],
                    }
                ]
            },
            "which cannot be",
        ),
        ({"fields": [{"name": str(n), "type": "string"} for n in range(1001)]}, "more than 1,000"),
    ],
)
def test_a_schema_that_cannot_be_is_refused(more, says):
    told = {"fields": [{"name": "n", "type": "string"}], **more}
    with pytest.raises(BadInput) as refused:
        schema_from(told, "table.schema.json")
    assert says in str(refused.value)
    assert refused.value.file == "table.schema.json"


_KEY = {"fields": "n", "reference": {"fields": "n"}}


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"primarykey": "n"}, "primarykey"),
        ({"primaryKeys": "n"}, "primaryKeys"),
        ({"uniqueKey": [["n"]]}, "uniqueKey"),
        ({"missingvalues": ["-"]}, "missingvalues"),
        ({"constraints": {}}, "constraints"),
        ({"fieldsMatch": "subset"}, "fieldsMatch"),
        ({"fieldsMatch": ["partial"]}, "fieldsMatch"),
        ({"fields": [{**_FIELD, "constraint": {"enum": ["Z"]}}]}, "constraint"),
        ({"fields": [{**_FIELD, "Constraints": {"enum": ["Z"]}}]}, "Constraints"),
        ({"fields": [{**_FIELD, "enum": ["Z"]}]}, "enum"),
        ({"fields": [{**_FIELD, "bareNumber": 1}]}, "bareNumber"),
        ({"fields": [{**_FIELD, "categories": [{"value": "a", "valid_until": 1}]}]}, "valid_until"),
        ({"foreignKeys": [{**_KEY, "onDelete": "x"}]}, "onDelete"),
        ({"foreignKeys": [{"fields": "n", "reference": {"fields": "n", "table": "x"}}]}, "table"),
    ],
)
def test_whatever_a_schema_says_and_is_not_known_is_refused_by_its_name(more, named):
    with pytest.raises(BadInput, match=f"says {named}, which is not understood"):
        schema_from({"fields": [_FIELD], **more}, "table.schema.json")


@pytest.mark.parametrize(
    "fields",
    [
        [{**_FIELD, "\x1b[2J\nx": 1}],
        [{"name": "\x1b[2J\nx", "type": "text"}],
        [{"name": "n", "type": "integer", "constraints": {"minimum": "\x1b[2J\nx"}}],
    ],
)
def test_a_refusal_is_one_line_that_no_terminal_obeys_whatever_a_schema_holds(fields):
    with pytest.raises(BadInput) as refused:
        schema_from({"fields": fields}, "table.schema.json")
    assert "<U+001B>[2J<U+000A>x" in str(refused.value)
    assert str(refused.value).isprintable()


def test_what_only_tells_people_something_is_passed_over():
    told = {"title": "T", "description": "D", "name": "t", "$schema": "https://datapackage.org/"}
    field = {
        **_FIELD,
        "title": "N",
        "description": "D",
        "example": "x",
        "rdfType": "https://x.org/",
    }
    as_usual = {"format": "default", "decimalChar": ".", "bareNumber": True}
    for match in ("exact", ["exact"]):
        fields = [{**field, **as_usual, "categoriesOrdered": False}]
        read = schema_from({**told, "fieldsMatch": match, "fields": fields}, "table.schema.json")
        assert read == schema_from({"fields": [_FIELD]}, "table.schema.json")


def test_a_package_may_have_lines_that_are_no_rows_where_its_dialect_says_so(package):
    noted = "# of 2026\nv1,1,30\n"
    read = package(orders=noted, dialect={"commentChar": "#", "delimiter": ","})
    assert read["orders"].columns["days"] == (30,)
    with pytest.raises(BadInput, match=r"orders.csv, row 2: has 1 fields"):
        package(orders=noted)


@pytest.mark.parametrize(
    "more", [{"primaryKey": "n"}, {"uniqueKeys": [["n"]]}, {"constraints": {"unique": True}}]
)
def test_a_key_stands_once_however_it_is_said(tmp_path, more):
    field = {"name": "n", "type": "integer", "constraints": more.pop("constraints", {})}
    (tmp_path / "table.schema.json").write_text(json.dumps({"fields": [field], **more}))
    (tmp_path / "table.csv").write_text("n\n3\n4\n03\n")
    with pytest.raises(BadInput, match="row 4, column n: “03” stands in a row above already"):
        read_checked(tmp_path / "table.csv")
