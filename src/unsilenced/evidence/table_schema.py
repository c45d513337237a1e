"""Data checked against the Frictionless Table Schema that stands beside it.

`data.csv` has its schema in `data.schema.json` (https://specs.frictionlessdata.io/table-schema/).
Understood are the types `string` and `integer`, the constraints `required`, `pattern`, `enum`,
`minimum` and `maximum`, and `missingValues`; a schema with anything else is refused.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.sheet import LARGEST_COUNT, Sheet, listed, read_sheet


@contextmanager
def _without_spark() -> Iterator[None]:
    # Where Spark is installed Pandera imports it, and Spark warns of a pandas that is newer.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
        yield


with _without_spark():
    import pandera.pandas as pa

INTEGER = re.compile(r"-?[0-9]{1,18}")

LARGEST_SCHEMA = 1 << 20
"""Bytes of the largest schema that is read; a table by mistake, or a device, is refused."""

_TYPES = {"string", "integer"}


def schema_of(path: Path) -> Path:
    """Return where the schema of a data file stands."""
    return path.with_suffix(".schema.json")


def read_checked(path: Path, schema: Path | None = None) -> pd.DataFrame:
    """Read a CSV file whole, checked: the index is the line in the file, the header being 1.

    Columns of integers are `Int64`, the others strings; what is missing is missing. `schema` is
    the one beside the file unless given. Raises `BadInput`, with row, column and reason, for the
    first row that is not as the schema says.
    """
    told = described(schema or schema_of(path))
    sheet = read_sheet(path, comments=True)
    names = tuple(field["name"] for field in told["fields"])
    if sheet.header != names:
        reason = f"the columns are {listed(sheet.header)}; they must be {', '.join(names)}"
        raise BadInput(reason, file=path.name)
    frame = _frame(sheet, set(told.get("missingValues", [""])))
    checked = pa.DataFrameSchema(
        {field["name"]: _column(field) for field in told["fields"]}, strict=True
    )
    try:
        with _without_spark():
            checked.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise _first(error.failure_cases, path) from error
    integers = {field["name"]: "Int64" for field in told["fields"] if field["type"] == "integer"}
    return frame.astype(integers)


def described(schema: Path) -> dict[str, Any]:
    """Return a schema as it stands; raise `BadInput` if it says what is not understood."""
    told: dict[str, Any] = _json_of(schema)
    fields = told.get("fields") if isinstance(told, dict) else None
    if not isinstance(fields, list) or not all(map(_is_field, fields)):
        reason = "is no Table Schema: its fields are a list, each with a name and a type"
        raise BadInput(reason, file=schema.name)
    if not _are_texts(told.get("missingValues", [""])):
        raise BadInput("missingValues are a list of texts", file=schema.name)
    for field in fields:
        constraints = field.get("constraints", {})
        other = (set(constraints) - set(_CONSTRAINTS)) | ({field["type"]} - _TYPES)
        if other:
            reason = f"the schema says {', '.join(sorted(other))}, which is not understood"
            raise BadInput(reason, file=schema.name, column=field["name"])
        for name, value in constraints.items():
            if not _CONSTRAINTS[name](value):
                reason = f"the schema says {name}: {str(value)[:40]}, which cannot be"
                raise BadInput(reason, file=schema.name, column=field["name"])
    return told


def _json_of(schema: Path) -> Any:
    try:
        with schema.open("rb") as file:
            content = file.read(LARGEST_SCHEMA + 1)
        too_large = len(content) > LARGEST_SCHEMA
        told = None if too_large else json.loads(content.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(f"cannot be read: {error}", file=schema.name) from error
    if too_large:
        reason = f"has more than {LARGEST_SCHEMA:,} bytes, the most that are read of a schema"
        raise BadInput(reason, file=schema.name)
    return told


def _is_field(field: object) -> bool:
    return (
        isinstance(field, dict)
        and _are_texts([field.get("name"), field.get("type")])
        and isinstance(field.get("constraints", {}), dict)
    )


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(each, str) for each in values)


def _is_pattern(value: object) -> bool:
    try:
        re.compile(str(value))
    except re.error:
        return False
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_COUNT


_CONSTRAINTS: dict[str, Callable[[object], bool]] = {
    "required": lambda value: isinstance(value, bool),
    "pattern": _is_pattern,
    "enum": lambda value: isinstance(value, list) and bool(value),
    "minimum": _is_whole,
    "maximum": _is_whole,
}


def _frame(sheet: Sheet, missing: set[str]) -> pd.DataFrame:
    index = [line.number for line in sheet.lines]
    fields = (line.values for line in sheet.lines)  # noqa: PD011 - a line's, not pandas'
    lines = [[None if field in missing else field for field in line] for line in fields]
    return pd.DataFrame(lines, index=index, columns=list(sheet.header), dtype="object")


def _column(field: dict[str, Any]) -> pa.Column:
    constraints = field.get("constraints", {})
    checks = [
        pa.Check(holds, element_wise=True, error=reason)
        for holds, reason in _rules(field["type"], constraints)
    ]
    return pa.Column("object", checks, nullable=not constraints.get("required", False))


def _rules(kind: str, constraints: dict[str, Any]) -> Iterator[tuple[Callable[[str], bool], str]]:
    if kind == "integer":
        yield _is_integer, f"is no whole number of at most {LARGEST_COUNT:,}"
    if "pattern" in constraints:
        form = re.compile(constraints["pattern"])
        yield lambda text: bool(form.fullmatch(text)), f"is not of the form {form.pattern}"
    if "enum" in constraints:
        known = {str(each) for each in constraints["enum"]}
        yield known.__contains__, f"is none of: {', '.join(sorted(known))}"
    if "minimum" in constraints:
        least = constraints["minimum"]
        yield lambda text: not _is_integer(text) or int(text) >= least, f"is below {least}"
    if "maximum" in constraints:
        most = constraints["maximum"]
        yield lambda text: not _is_integer(text) or int(text) <= most, f"is above {most}"


def _is_integer(text: str) -> bool:
    return bool(INTEGER.fullmatch(text)) and abs(int(text)) <= LARGEST_COUNT


def _first(failures: pd.DataFrame, path: Path) -> BadInput:
    first = failures.sort_values("index", kind="stable").iloc[0]
    if first["check"] == "not_nullable":
        reason = "is empty"
    else:
        reason = f"“{str(first['failure_case'])[:40]}” {first['check']}"
    rows = failures["index"].nunique()
    if rows > 1:
        reason += f" (and {rows - 1:,} more rows are not as they must be)"
    return BadInput(reason, file=path.name, row=int(first["index"]), column=first["column"])
